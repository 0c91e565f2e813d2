"""What intake reads from the wire: the raw record, the item in it, and the record that carries it on wire.items."""

from typing import Any, Literal

from pydantic import Field

from schemas.base import Model, Provider, UtcTime
from schemas.figure import Figure
from schemas.lists import PubStatus, TextField, Use
from schemas.traits import Traits


class RawRecord(Model):
    """A record of wire.raw: the value is `body`, the bytes exactly as received; the rest are its headers."""

    body: bytes
    feed: str
    received_at: UtcTime
    content_type: str | None = None
    filename: str | None = None


class RawItem(RawRecord):
    """A raw record with what the `feeds` table says of its feed, as intake hands it to the readers."""

    provider: Provider
    profile: str = "generic"
    format_hint: str | None = None
    use: Use = "publish"
    ahead_ms: int | None = None
    """How far received_at lies ahead of the broker's time of the record, where it does."""
    clock_wrong: bool = False
    """received_at was over a minute ahead of the broker's time and has been replaced by it."""


class Part(Model):
    """Which item of its raw record this is."""

    index: int = Field(ge=0)
    count: int = Field(ge=1)


class Lineage(Model):
    """Other items that this one names as its own earlier or later forms, as uris."""

    root: str | None = None
    previous: str | None = None
    superseded_by: str | None = None


class AltId(Model):
    role: str
    value: str


class DeclaredUrgency(Model):
    """The urgency as sent. `scheme` says how to read it: iptc (1 to 9), anpa (a letter), or a provider's own."""

    scheme: str
    value: str


class Concept(Model):
    """A subject, genre or place as the wire names it."""

    name: str | None = None
    uri: str | None = None
    literal: str | None = None
    rel: str | None = None


class Rights(Model):
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None


class Dateline(Model):
    """Where, and sometimes when and for whom, a text was written: `BEIRUT (AP) _` has place Beirut and credit AP.

    `text` is the dateline as printed, without the mark that ends it; it also stays in the body.
    """

    text: str
    place: str
    date: str | None = None
    credit: str | None = None


class Cleaning(Model):
    """A span of the decoded raw text that a rule removed, lifted into a field, or flagged. Code points."""

    rule: str
    action: Literal["removed", "lifted", "flagged"]
    of: Literal["raw"] = "raw"
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Span(Model):
    """A stretch of the published headline or body; code points, end exclusive."""

    field: TextField
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Flag(Model):
    """Something an editor or operator should know about the item. Codes are an open list."""

    code: str
    detail: str | None = None
    spans: tuple[Span, ...] = ()
    """Where it shows, if it does; at most twenty."""


class WireItem(Model):
    """One item as one provider sent it, in one version: what the format said, and nothing that it did not.

    The field names are the same for every format. `declared` keeps the format's own header fields as sent.
    """

    uri: str
    version: str | None = None
    type: str = "text"
    """ninjs newsObjectType: text, picture, video, audio, graphic, composite, package."""
    raw_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    part: Part
    provider: Provider
    feed: str
    profile: str = "generic"
    format: str
    received_at: UtcTime
    sent_at: UtcTime | None = None
    created_at: UtcTime | None = None
    """When the item's first version was made, where the wire says so."""
    language: str | None = None
    urgency: DeclaredUrgency | None = None
    pub_status: PubStatus = "usable"
    embargoed_until: UtcTime | None = None
    use: Use = "publish"
    signals: tuple[str, ...] = ()
    slugline: str | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[Concept, ...] = ()
    genres: tuple[Concept, ...] = ()
    places: tuple[Concept, ...] = ()
    rights: Rights | None = None
    headline: str | None = None
    dateline: Dateline | None = None
    byline: str | None = None
    ed_note: str | None = None
    body: str | None = None
    lineage: Lineage | None = None
    alt_ids: tuple[AltId, ...] = ()
    associations: tuple[dict[str, Any], ...] = ()
    declared: dict[str, Any] = Field(default={})
    cleaning: tuple[Cleaning, ...] = ()
    flags: tuple[Flag, ...] = ()


class Fingerprint(Model):
    """What the dedupe room needs of a text, computed once in intake."""

    content: str
    """SHA-256 (32 hex digits) of headline and body with white space folded; absent where there is no text."""
    headline_only: bool
    packed: str | None = None
    """Base64 of the text's tokens as streams/dedupe/fingerprint.py lays them out: codes, classes, places, no words."""
    facts: str | None = None
    """Its names and figures as spelled, `|` between: what evidence calls them."""


class ItemRecord(Model):
    """The value of a wire.items record that carries an item: all that can be said of it alone."""

    item: WireItem
    figures: tuple[Figure, ...] = ()
    fingerprint: Fingerprint | None = None
    traits: Traits | None = None
    ahead_ms: int | None = None


class ClockRecord(Model):
    """The value of a wire.items record that carries the time: it releases embargoes and does nothing else."""

    clock: UtcTime


class DeadLetter(Model):
    """Why a record stands on wire.dead. The reason is a code, the detail a sentence for a person."""

    outcome: Literal["dead", "aside"] = "dead"
    reason: str
    detail: str
    part: Part = Part(index=0, count=1)
