"""The event that Copytaster publishes: an IPTC ninjs 3.1 document plus one property, `enrichment`.

What ninjs 3.1 can hold stands only there; all else stands under `enrichment`. Without that property the document is
valid plain ninjs 3.1 (schemas/ninjs/ninjs-schema_3.1.json, IPTC, CC BY 4.0).
"""

from typing import Any, Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from schemas.base import Model, Provider, UtcTime
from schemas.figure import Figure
from schemas.item import AltId, Cleaning, Concept, DeclaredUrgency, Flag, Lineage, Part
from schemas.judgement import Breaking, Dispute, ItemRef, Relation, StoryRef
from schemas.lists import Cause, EventType, PubStatus, Use

NINJS = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"


class NinjsModel(Model):
    """A part of the ninjs document: our names in Python, IPTC's camelCase in JSON."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Headline(NinjsModel):
    role: str
    content_type: str
    value: str


class Body(NinjsModel):
    """`char_count` is in code points."""

    role: str
    content_type: str
    char_count: int
    word_count: int
    value: str


class Standard(NinjsModel):
    name: Literal["ninjs"]
    version: Literal["3.1"]
    # `schema` would shadow a method of pydantic's; the JSON name is IPTC's.
    schema_: str = Field(alias="schema")


class DatelineDetail(Model):
    """What of a dateline ninjs cannot hold; its place is the document's `located`."""

    text: str
    date: str | None = None
    credit: str | None = None


class Enrichment(Model):
    """All that ninjs 3.1 has no place for."""

    event: EventType
    cause: Cause | None = None
    """Absent on an item's first outcome."""
    current: bool
    """Whether this is the state of its uri; a late version is published, but not current."""
    superseded_by: ItemRef | None = None
    """On a late version: the newer one that had come before it."""
    rules: str
    """Version of the rules that judged."""
    provider: Provider
    feed: str | None = None
    format: str | None = None
    raw_id: str
    part: Part
    received_at: UtcTime
    use: Use = "publish"
    declared_urgency: DeclaredUrgency | None = None
    dateline: DatelineDetail | None = None
    signals: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    lineage: Lineage | None = None
    declared: dict[str, Any] = Field(default={})
    cleaning: tuple[Cleaning, ...] = ()
    flags: tuple[Flag, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    disputed: Dispute | None = None
    breaking: Breaking | None = None
    story: StoryRef | None = None


class Enriched(NinjsModel):
    """The value of wire.enriched, wire.suppressed, wire.latest and wire.held records.

    A `killed` or `withheld` event carries uri, version, pubStatus, slugline and edNote of the item, and no text.
    """

    uri: str = Field(json_schema_extra={"format": "uri"})
    type: str
    standard: Standard
    version: str | None = None
    pub_status: PubStatus
    first_created: UtcTime | None = None
    version_created: UtcTime | None = None
    embargoed_until: UtcTime | None = None
    urgency: int | None = Field(default=None, ge=1, le=9)
    language: str | None = None
    slugline: str | None = None
    ed_note: str | None = None
    headlines: tuple[Headline, ...] | None = None
    by: str | None = None
    located: str | None = None
    bodies: tuple[Body, ...] | None = None
    subjects: tuple[Concept, ...] | None = None
    genres: tuple[Concept, ...] | None = None
    places: tuple[Concept, ...] | None = None
    alt_ids: tuple[AltId, ...] | None = None
    associations: tuple[dict[str, Any], ...] | None = None
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None
    enrichment: Enrichment
