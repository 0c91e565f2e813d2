"""IPTC ninjs 3.1, and what vendors send under that name (https://www.iptc.org/std/ninjs).

Every ninjs so far is read by one rule: a property's letter case means nothing (3.x writes pubStatus where 1.x and 2.x
write pubstatus), and a field may have several names, tried in the order of a table. Real vendors' files validate
against no version of the standard, so nothing here asks that they do. What holds an item back is read the other way
round: whatever cannot be understood about a status or an embargo withholds it.
"""

import re
from collections.abc import Iterable
from typing import Any, Literal

from schemas.base import UtcTime
from schemas.ids import item_uri
from schemas.item import (
    AltId,
    Concept,
    Dateline,
    DeadLetter,
    DeclaredUrgency,
    Flag,
    Lineage,
    Part,
    Rights,
    WireItem,
)
from schemas.lists import PubStatus
from streams.wire import dateline
from streams.wire.item import make_item
from streams.wire.letters import MAX_PARTS, WHOLE, no_news, too_many, unknown_format
from streams.wire.look import Look
from streams.wire.markup import to_text
from streams.wire.text import CONTROL, copy_text
from streams.wire.times import read_time

NAME = "ninjs"
Fields = dict[str, Any]

# Names of a field, folded: ninjs first, then Superdesk's and Fingerpost's.
ID = ("uri", "guid")
SENT = ("versioncreated",)
CREATED = ("firstcreated", "firstversion")
EMBARGO = ("embargoeduntil", "embargoed")
BYLINE = ("by", "byline")
SLUGLINE = ("slugline", "slug")
PLACES = ("places", "place")
SUBJECTS = ("subjects", "subject")
GENRES = ("genres", "genre")
SIGNALS = ("signals", "signal")
# Links of Superdesk and Newsroom; ninjs itself has none.
PREVIOUS = ("evolvedfrom", "rewrite_of")
NEXT = ("nextversion", "rewritten_by")

# 1.x has one property a role. `richtext` and what Superdesk calls html are markup.
HEADLINES = ("headline", "headline_main", "headline_simple")
PLAIN_BODIES = ("body_text", "body_main")
MARKUP_BODIES = ("body_xhtml", "body_html", "body_richtext")
ENVELOPES = ("items", "item")
"""Properties that hold a list of items where the object is none itself; BBC writes the singular."""

TYPES = {
    "text": "text", "story": "text", "article": "text",
    "picture": "picture", "photo": "picture", "image": "picture",
    "audio": "audio", "video": "video", "graphic": "graphic", "component": "component",
    "composite": "composite", "package": "composite",
}  # fmt: skip
NO_NEWS = {
    "agenda": "planning", "catalog": "catalogue", "concept": "concept", "event": "event", "knowledge": "concept list",
    "planning": "planning",
}  # fmt: skip
PUB_STATUS: dict[str, PubStatus] = {
    "usable": "usable", "withheld": "withheld", "canceled": "canceled", "cancelled": "canceled",
}  # fmt: skip

# What shows that an object with an id is ninjs, and not just any JSON.
EVIDENCE = frozenset(
    {
        *SENT, *HEADLINES, *PLAIN_BODIES, *MARKUP_BODIES, "altids", "bodies", "body_nitf", "copyrightholder",
        "copyrightnotice", "description_text", "descriptions", "ednote", "embargoed", "embargoeduntil", "eventdetails",
        "firstcreated",
        "headlines", "infosource", "infosources", "plannedcoverage", "pubstatus", "renditions", "representationtype",
        "rightsinfo", "slugline", "trustindicator", "trustindicators", "usageterms",
    }
)  # fmt: skip
TEXT_EVIDENCE = frozenset({"bodies", *PLAIN_BODIES, *MARKUP_BODIES})
HEADLINE_EVIDENCE = frozenset({"headlines", *HEADLINES})

MAX_ENTRIES = 1000
"""Subjects, places or words that are taken of one list; the largest list on the wires read has 11."""
DECLARED_CHARS = 256
DECLARED_KEYS = 64
COPY_PREFIXES = ("headline", "body", "description", "abstract", "subhead")
"""Properties whose value is copy, which `declared` does not repeat."""
# Reuters names a company `<PAGE PETROLEUM LTD>` at the start of a headline: only a whole tag, and a closing one, count.
MARKUP = re.compile(
    r"\s*<(?:p|div|body|html|section|article|h[1-6]|nitf|\?xml|!doctype)(?:\s[^<>]{0,200})?>", re.IGNORECASE
)


def claims(look: Look) -> bool:
    return any(proves(document) for document in documents(look.json)[:MAX_PARTS])


def read(look: Look) -> tuple[WireItem | DeadLetter, ...]:
    found = documents(look.json)
    if len(found) > MAX_PARTS:
        return (too_many(len(found)),)
    if len(found) == 1:
        return (read_one(look, found[0], WHOLE),)  # what was claimed
    parts = [Part(index=at, count=len(found)) for at in range(len(found))]
    return tuple(
        read_one(look, document, part)
        if proves(document)
        else unknown_format("This part of the record is no ninjs.", part)
        for document, part in zip(found, parts, strict=True)
    )


def documents(value: Any) -> list[Any]:
    """The items of a record: an object, a list of them, or an envelope around a list."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return []
    if not any(name in value for name in ID):
        for name in ENVELOPES:
            if isinstance(value.get(name), list):
                return list(value[name])
    return [value]


def proves(document: Any) -> bool:
    """An id and a property of ninjs; without an id, headline and body under ninjs names, or the standard's name."""
    if not isinstance(document, dict):
        return False
    fields = folded(document)
    if is_named(fields.get("standard")) or is_named(fields.get("$standard")):
        return True
    if first(fields, ID) is not None:
        kind = fields.get("type")
        known = isinstance(kind, str) and (kind.lower() in TYPES or kind.lower() in NO_NEWS)
        return known or not EVIDENCE.isdisjoint(fields)
    return not (TEXT_EVIDENCE.isdisjoint(fields) or HEADLINE_EVIDENCE.isdisjoint(fields))


def is_named(standard: Any) -> bool:
    return isinstance(standard, dict) and standard.get("name") == "ninjs"


def folded(document: dict[str, Any]) -> Fields:
    return {name.lower(): value for name, value in document.items()}


def read_one(look: Look, document: dict[str, Any], part: Part) -> WireItem | DeadLetter:
    fields, flags = folded(document), list[Flag]()
    kind = news_type(fields, flags)
    if kind in NO_NEWS:
        return no_news(NO_NEWS[kind], part)
    if any(isinstance(value, list) and len(value) > MAX_ENTRIES for value in fields.values()):
        flags.append(
            Flag(code="too_many_entries", detail=f"A list has more than {MAX_ENTRIES} entries: the rest is cut.")
        )
    identifier = first(fields, ID)
    status, embargoed_until = release(document, fields, flags)
    body = body_of(fields, flags)
    return make_item(
        look,
        NAME,
        part=part,
        flags=flags,
        uri=identifier and item_uri(look.raw.provider, identifier),
        version=first(fields, ("version",)),
        type=kind,
        sent_at=time(fields, SENT, flags),
        created_at=time(fields, CREATED, flags),
        language=first(fields, ("language",)),
        urgency=urgency(fields, flags),
        pub_status=status,
        embargoed_until=embargoed_until,
        signals=words(fields, SIGNALS),
        slugline=first(fields, SLUGLINE),
        keywords=words(fields, ("keywords",)),
        subjects=concepts(fields, SUBJECTS),
        genres=concepts(fields, GENRES),
        places=concepts(fields, PLACES),
        rights=rights(fields),
        headline=headline(fields),
        dateline=located(fields, body),
        byline=first(fields, BYLINE),
        ed_note=first(fields, ("ednote",)),
        body=body,
        lineage=lineage(look.raw.provider, fields),
        alt_ids=alt_ids(fields),
        associations=associations(fields),
        declared=declared(document),
    )


# What holds an item back ---------------------------------------------------------------------------------------------


def release(document: dict[str, Any], fields: Fields, flags: list[Flag]) -> tuple[PubStatus, UtcTime | None]:
    """Status and embargo. What cannot be read withholds, but never brings a canceled item back."""
    status = pub_status(fields.get("pubstatus"), flags)
    until, hold = embargo(fields, flags)
    holding = {"pubstatus", *EMBARGO}
    if sum(name.lower() in holding for name in document) > len(holding & fields.keys()):
        flags.append(Flag(code="key_twice", detail="Status or embargo stand twice, in other letter case: withheld."))
        hold = True
    return ("withheld" if hold and status == "usable" else status), until


def pub_status(value: Any, flags: list[Flag]) -> PubStatus:
    """`stat:usable` and the code's URI are NewsML's way to say it. No value is the standard's default: usable."""
    if value is None or value == "":
        return "usable"
    code = str(value).strip().lower().replace("/", ":").rpartition(":")[2]
    if code not in PUB_STATUS:
        flags.append(Flag(code="pub_status_unknown", detail=f"Status {shown(value)} is no status of ninjs: withheld."))
    return PUB_STATUS.get(code, "withheld")


def embargo(fields: Fields, flags: list[Flag]) -> tuple[UtcTime | None, bool]:
    """The latest embargo named, and whether to hold the item whatever the time.

    dpa and others send the key with null in every item: that is no embargo. Empty means until further notice
    (NewsML-G2 3.3, `embargoed`). A time without a zone could end hours early: it holds.
    """
    untils: list[UtcTime] = []
    hold = False
    for value in (fields[name] for name in EMBARGO if fields.get(name) is not None):
        read = read_time(value) if isinstance(value, str) else None
        if read and read.zoned:
            untils.append(read.utc)
            continue
        hold = True
        if isinstance(value, str) and not value.strip():
            flags.append(Flag(code="embargo_without_date", detail="Embargoed until further notice: withheld."))
        else:
            why = "has no time zone" if read else "cannot be read"
            flags.append(Flag(code="embargo_unreadable", detail=f"The embargo {shown(value)} {why}: withheld."))
    return max(untils, default=None), hold


# Text ----------------------------------------------------------------------------------------------------------------


def headline(fields: Fields) -> str | None:
    """The main headline; `title` is metadata and never stands in for it."""
    listed = [entry for entry in roles(fields.get("headlines")) if text(entry.get("value"))]
    if listed:
        best = min(listed, key=lambda entry: entry.get("role") != "main")
        value = str(best["value"])
        return text(to_text(value) if is_markup(best, value) else value)
    named = (*HEADLINES, *(name for name in fields if name.startswith("headline_")))
    return first(fields, named)


def body_of(fields: Fields, flags: list[Flag]) -> str | None:
    """The plain body, else the best one in markup. In a list the main role comes first among equals."""
    for value in (*plain_bodies(fields), *markup_bodies(fields)):
        markup, body = value
        if not markup and is_tagged(body):
            flags.append(Flag(code="markup_in_plain_text", detail="The body is called plain text and is markup."))
            markup = True
        plain = to_text(body, nitf="<nitf" in body[:500]) if markup else copy_text(body)
        if plain:
            return plain
    return None


def plain_bodies(fields: Fields) -> Iterable[tuple[bool, str]]:
    yield from ((False, value) for value in listed_bodies(fields, markup=False))
    yield from ((False, fields[name]) for name in PLAIN_BODIES if isinstance(fields.get(name), str))


def markup_bodies(fields: Fields) -> Iterable[tuple[bool, str]]:
    yield from ((True, value) for value in listed_bodies(fields, markup=True))
    yield from ((True, fields[name]) for name in MARKUP_BODIES if isinstance(fields.get(name), str))


def listed_bodies(fields: Fields, *, markup: bool) -> list[str]:
    entries = [entry for entry in roles(fields.get("bodies")) if isinstance(entry.get("value"), str)]
    ranked = sorted(entries, key=lambda entry: entry.get("role") != "main")
    return [entry["value"] for entry in ranked if is_markup(entry, entry["value"]) == markup]


def roles(value: Any) -> list[dict[str, Any]]:
    """The objects of a `headlines` or `bodies` list, with folded names (2.x: contenttype, 3.x: contentType)."""
    return [folded(entry) for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def is_markup(entry: dict[str, Any], value: str) -> bool:
    """By its content type; without one, by its role or by its first tag."""
    declared_type = entry.get("contenttype") or entry.get("mimetype")
    if isinstance(declared_type, str):
        return any(word in declared_type.lower() for word in ("html", "nitf", "xml"))
    return entry.get("role") in ("html", "xhtml", "nitf") or is_tagged(value)


def is_tagged(value: str) -> bool:
    return MARKUP.match(value) is not None and "</" in value


def located(fields: Fields, body: str | None) -> Dateline | None:
    """The dateline of the body with the place of `located`, which wins and is brought down from capitals like it."""
    written = first(fields, ("located",))
    place = written and dateline.spelled(written)
    found = dateline.find(body) if body else None
    if found is None:
        return Dateline(text=written, place=place) if written and place else None
    return found.dateline.model_copy(update={"place": place}) if place else found.dateline


# Header --------------------------------------------------------------------------------------------------------------


def news_type(fields: Fields, flags: list[Flag]) -> str:
    """The type; an untyped object with an event's details and no headline or body is the event itself."""
    value = first(fields, ("type",))
    if value is None:
        bare = TEXT_EVIDENCE.isdisjoint(fields) and HEADLINE_EVIDENCE.isdisjoint(fields)
        details: tuple[tuple[str, Literal["event", "planning"]], ...]
        details = (("eventdetails", "event"), ("plannedcoverage", "planning"))
        return next((kind for name, kind in details if bare and name in fields), "text")
    kind = value.lower()
    if kind in NO_NEWS:
        return kind
    if kind not in TYPES:
        flags.append(Flag(code="type_unknown", detail=f"Type {shown(value)} is no type of ninjs: read as text."))
    return TYPES.get(kind, "text")


def urgency(fields: Fields, flags: list[Flag]) -> DeclaredUrgency | None:
    """`urgency` 1 to 9; where there is none, a vendor's own `priority`, whose scale nothing here says."""
    value = first(fields, ("urgency",))
    if value is None:
        own = first(fields, ("priority",))
        return DeclaredUrgency(scheme="priority", value=own) if own else None
    if len(value) == 1 and value in "123456789":
        return DeclaredUrgency(scheme="iptc", value=value)
    flags.append(Flag(code="bad_urgency", detail=f"Urgency {shown(value)} is not 1 to 9."))
    return None


def time(fields: Fields, names: tuple[str, ...], flags: list[Flag]) -> UtcTime | None:
    for name in names:
        value = fields.get(name)
        if value is None or value == "":
            continue
        read = read_time(value) if isinstance(value, str) else None
        if read is None:
            flags.append(Flag(code="bad_date", detail=f"{name} {shown(value)} is no time."))
            return None
        if not read.zoned:
            flags.append(Flag(code="date_without_zone", detail=f"{name} {shown(value)} has no time zone: read as UTC."))
        return read.utc
    return None


def rights(fields: Fields) -> Rights | None:
    holder, notice = first(fields, ("copyrightholder",)), first(fields, ("copyrightnotice",))
    terms = first(fields, ("usageterms",))
    if holder is None and notice is None and terms is None:
        return None
    return Rights(copyright_holder=holder, copyright_notice=notice, usage_terms=terms)


def lineage(provider: str, fields: Fields) -> Lineage | None:
    ancestors = fields.get("ancestors")
    root = text(ancestors[0]) if isinstance(ancestors, list) and ancestors else None
    names = (root, first(fields, PREVIOUS), first(fields, NEXT))
    if not any(names):
        return None
    root, previous, superseded_by = (name and item_uri(provider, name) for name in names)
    return Lineage(root=root, previous=previous, superseded_by=superseded_by)


def alt_ids(fields: Fields) -> tuple[AltId, ...]:
    """3.x: a list of roles and values; 1.x: an object of them."""
    value = fields.get("altids")
    if isinstance(value, dict):
        pairs = list(value.items())
    else:
        pairs = [(entry.get("role"), entry.get("value")) for entry in roles(value)]
    return tuple(
        AltId(role=text(role) or "", value=known) for role, entry in pairs[:MAX_ENTRIES] if (known := text(entry))
    )


def concepts(fields: Fields, names: tuple[str, ...]) -> tuple[Concept, ...]:
    values: list[Any] = next((fields[name] for name in names if isinstance(fields.get(name), list)), [])
    return tuple(concept for value in values[:MAX_ENTRIES] if (concept := concept_of(value)))


def concept_of(value: Any) -> Concept | None:
    """3.x: uri or literal. 1.x: scheme and code, which make a uri where the scheme is one. A bare word is a name."""
    if isinstance(value, str):
        return Concept(name=name) if (name := text(value)) else None
    if not isinstance(value, dict):
        return None
    entry = folded(value)
    uri, literal = first(entry, ("uri",)), first(entry, ("literal", "code", "qcode"))
    scheme = first(entry, ("scheme",))
    if uri is None and literal and scheme and scheme.endswith(("/", "#")) and is_uri(scheme):
        uri = literal if is_uri(literal) else scheme + literal
    if uri and not is_uri(uri):
        uri, literal = None, literal or uri
    concept = Concept(name=first(entry, ("name",)), uri=uri, literal=literal, rel=first(entry, ("rel",)))
    return concept if concept.name or concept.uri or concept.literal else None


def is_uri(value: str) -> bool:
    return ("://" in value or value.startswith("urn:")) and " " not in value


def associations(fields: Fields) -> tuple[dict[str, Any], ...]:
    """As declared. 1.x and Superdesk have an object of them, whose keys become their names."""
    value = fields.get("associations")
    if isinstance(value, dict):
        value = [{"name": name, **entry} for name, entry in value.items() if isinstance(entry, dict)]
    entries = value[:MAX_ENTRIES] if isinstance(value, list) else ()
    return tuple(entry for entry in entries if isinstance(entry, dict))


def declared(document: dict[str, Any]) -> dict[str, Any]:
    """The short scalars of the header, under their own names, as sent."""
    return dict([pair for pair in document.items() if is_header(*pair)][:DECLARED_KEYS])


def is_header(name: str, value: Any) -> bool:
    if value is None or isinstance(value, dict | list) or name.lower().startswith(COPY_PREFIXES):
        return False
    return len(name) <= DECLARED_CHARS and (not isinstance(value, str) or len(value) <= DECLARED_CHARS)


def words(fields: Fields, names: tuple[str, ...]) -> tuple[str, ...]:
    """A list of words, or one string with commas between."""
    value = next((fields[name] for name in names if fields.get(name)), ())
    entries = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    return tuple(word for entry in entries[:MAX_ENTRIES] if (word := text(entry)))


def first(fields: Fields, names: Iterable[str]) -> str | None:
    """The first of the names that holds text."""
    for name in names:
        if name in fields and (found := text(fields[name])):
            return found
    return None


def text(value: Any) -> str | None:
    """A string without white space and control codes around it, or a whole number as one; None for all else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return None
    return (value if value.isprintable() else CONTROL.sub("", value)).strip() or None


def shown(value: Any) -> str:
    """A value for a sentence: short, on one line."""
    return repr(value)[:60]
