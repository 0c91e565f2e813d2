"""Bytes <-> nouns: the only place that validates and serialises, and that knows ninjs and CloudEvents.

A record of ours is CloudEvents 1.0 in Kafka's binary mode: the value is the event alone, everything about it stands in
headers, so that a consumer can filter without parsing. The value is byte-identical on replay by the same release;
processing time, replay mark and run id are headers only.
"""

from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple, cast

import orjson

from schemas.base import built, ms, utc
from schemas.enriched import NINJS, Body, DatelineDetail, Enriched, Enrichment, Headline, Standard
from schemas.ids import digest
from schemas.item import ClockRecord, Concept, DeadLetter, ItemRecord, Part, RawItem, RawRecord, WireItem
from schemas.judgement import Story
from schemas.state import Entry
from streams.pipeline import RULES, Notice, Outcome, Publication
from streams.settings import Feeds

Headers = list[tuple[str, bytes]]

CLOCK_KEY = b"~clock"
"""Key of clock records on wire.items; no uri begins so."""

AHEAD_MS_MAX = 60_000
"""How far a feed's received_at may lie ahead of the broker's time before the broker's is taken instead."""


class Encoded(NamedTuple):
    """A record ready to send; `topic` is its short name, without the site. Partition 0 but for wire.raw, where the
    key decides, and wire.positions."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Headers
    partition: int = 0


class Coordinates(NamedTuple):
    """Where a record stood."""

    topic: str
    partition: int
    offset: int


# wire.raw -------------------------------------------------------------------------------------------------------------


def encode_raw(record: RawRecord) -> Encoded:
    headers = {"feed": record.feed, "received_at": record.received_at}
    if record.content_type:
        headers["content_type"] = record.content_type
    if record.filename:
        headers["filename"] = record.filename
    return Encoded("wire.raw", record.feed.encode(), record.body, _bytes(headers))


def decode_raw(value: bytes | None, headers: Headers, broker_time_ms: int, feeds: Feeds) -> RawItem:
    """The raw record with what the feeds table says of its feed; headers may be missing or wrong."""
    given = texts(headers)
    feed = given.get("feed") or feeds.default_feed
    row = feeds.of(feed)
    received_ms = time_ms(given.get("received_at"))
    clock_wrong = received_ms is not None and received_ms - broker_time_ms > AHEAD_MS_MAX
    if received_ms is None or clock_wrong:
        received_ms = broker_time_ms
    ahead_ms = received_ms - broker_time_ms
    return RawItem(
        body=value or b"",
        feed=feed,
        received_at=utc(received_ms),
        content_type=given.get("content_type"),
        filename=given.get("filename"),
        provider=row.provider,
        profile=row.profile,
        format_hint=row.format,
        use=row.use,
        ahead_ms=ahead_ms if ahead_ms > 0 else None,
        clock_wrong=clock_wrong,
    )


def received_ms(record: Any) -> int:
    """received_at of a consumed raw record in milliseconds, for ordering alone; the broker's time where it has none."""
    for name, value in record.headers or ():
        if name == "received_at" and value is not None:
            found = time_ms(value.decode("utf-8", "replace"))
            return int(record.timestamp) if found is None else min(found, int(record.timestamp))
    return int(record.timestamp)


def time_ms(text: str | None) -> int | None:
    """Milliseconds of an RFC 3339 time, else None: also without a zone, since the machine's own would decide then."""
    try:
        if not text or datetime.fromisoformat(text).tzinfo is None:
            return None
        found = ms(text)
    except (ValueError, OverflowError):
        return None
    return found if _FIRST_MS <= found <= _LAST_MS else None


_FIRST_MS, _LAST_MS = ms("0001-01-01T00:00:00Z"), ms("9999-12-31T23:59:59Z")
"""A UtcTime says nothing earlier and nothing later, but with an offset one can."""


# wire.items -----------------------------------------------------------------------------------------------------------


def encode_item(record: ItemRecord, source: str) -> Encoded:
    item = record.item
    headers = {
        **_cloud_event("item.read", "item", digest(item.uri, "read", item.raw_id, item.part.index), item.uri, source),
        "ce_time": item.received_at,
        "wire_raw": item.raw_id,
        "wire_part": _part(item.part),
        "wire_provider": item.provider,
    }
    return Encoded("wire.items", item.uri.encode(), record.json_bytes(), _bytes(headers))


def encode_clock(record: ClockRecord, source: str) -> Encoded:
    headers = {
        **_cloud_event("clock", "clock", digest("clock", record.clock), "clock", source),
        "ce_time": record.clock,
    }
    return Encoded("wire.items", CLOCK_KEY, record.json_bytes(), _bytes(headers))


def decode_log(key: bytes | None, value: bytes) -> ItemRecord | ClockRecord:
    """A record of the log. Unknown fields are a newer release's and ignored."""
    if key == CLOCK_KEY:
        return ClockRecord.model_validate_json(value, extra="ignore")
    return ItemRecord.model_validate_json(value, extra="ignore")


# the published topics -------------------------------------------------------------------------------------------------


def encode_outcome(outcome: Outcome, offset: int, site: str) -> list[Encoded]:
    """All that a record of the log leads to, topic by topic in the order in which it is told."""
    sends = [each for publication in outcome.publications for each in encode(publication, offset, site)]
    return sends + [encode_notice(notice, offset, site) for notice in outcome.notices]


def encode_notice(notice: Notice, offset: int, site: str) -> Encoded:
    """A story for wire.stories, keyed by story_id, or an alert for wire.alerts, keyed by alert_id."""
    value, item = notice.value, notice.item
    if isinstance(value, Story):
        topic, key, kind, schema = "stories", value.story_id, "story.updated", "story"
    else:
        topic, key, kind, schema = "alerts", value.alert_id, f"alert.{value.action}", "alert"
    headers = {
        **_cloud_event(kind, schema, digest(key, kind, notice.caused_by, 0), key, source(site)),
        "ce_time": notice.at,
        "wire_seq": f"{site}:{offset:020d}:0",
        "wire_raw": item.raw_id,
        "wire_part": _part(item.part),
        "wire_level": value.level,
        "wire_provider": item.provider,
    }
    return Encoded(f"wire.{topic}", key.encode(), value.json_bytes(), _bytes(headers))


def encode(publication: Publication, offset: int, site: str) -> list[Encoded]:
    """The publication's event for each of its topics: the same key, value and headers on all."""
    event = enriched(publication)
    headers = _bytes(_event_headers(publication, offset, site))
    key, value = publication.item.uri.encode(), event.json_bytes()
    return [Encoded(f"wire.{topic}", key, value, headers) for topic in publication.topics]


def enriched(publication: Publication) -> Enriched:
    """The item as a ninjs 3.1 document with its enrichment."""
    item, judgement = publication.item, publication.judgement
    rights, dateline = item.rights, item.dateline
    # Built without validation: every value was validated when its own model was built (bench/codec.py has the cost).
    return built(
        Enriched,
        uri=item.uri,
        type=item.type,
        standard=_STANDARD,
        version=item.version,
        pub_status=item.pub_status,
        first_created=item.created_at,
        version_created=item.sent_at,
        embargoed_until=item.embargoed_until,
        urgency=_ninjs_urgency(item),
        language=item.language,
        slugline=item.slugline,
        ed_note=item.ed_note,
        headlines=_headlines(item.headline),
        by=item.byline,
        located=dateline.place if dateline else None,
        bodies=_bodies(item.body),
        subjects=item.subjects or None,
        genres=_genres(item.genres),
        places=item.places or None,
        alt_ids=item.alt_ids or None,
        associations=_associations(item.associations),
        copyright_holder=rights.copyright_holder if rights else None,
        copyright_notice=rights.copyright_notice if rights else None,
        usage_terms=rights.usage_terms if rights else None,
        enrichment=built(
            Enrichment,
            event=publication.event,
            cause=publication.cause,
            current=publication.current,
            superseded_by=publication.superseded_by,
            rules=RULES,
            provider=item.provider,
            feed=item.feed,
            format=item.format,
            raw_id=item.raw_id,
            part=item.part,
            received_at=item.received_at,
            use=item.use,
            declared_urgency=item.urgency,
            dateline=DatelineDetail(text=dateline.text, date=dateline.date, credit=dateline.credit)
            if dateline
            else None,
            signals=item.signals,
            keywords=item.keywords,
            lineage=item.lineage,
            declared=item.declared,
            cleaning=item.cleaning,
            flags=item.flags + judgement.flags,
            figures=publication.record.figures,
            relations=judgement.relations,
            disputed=judgement.disputed,
            breaking=judgement.breaking,
            story=judgement.story,
        ),
    )


def _genres(genres: tuple[Concept, ...]) -> tuple[Concept, ...] | None:
    """ninjs allows name, uri and literal here, and no rel, which it allows in subjects and places."""
    return tuple([genre.model_copy(update={"rel": None}) if genre.rel else genre for genre in genres]) or None


def _associations(associations: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...] | None:
    """Of what the wire associates, what ninjs can say of it: which item, by uri, and what it is to this one."""
    return tuple([{key: each[key] for key in _ASSOCIATION_KEYS if key in each} for each in associations]) or None


_ASSOCIATION_KEYS = ("name", "uri", "rel", "type")
_STANDARD = Standard(name="ninjs", version="3.1", schema=NINJS)


def _ninjs_urgency(item: WireItem) -> int | None:
    """ninjs has a place only for IPTC's own scale; a letter stands under declared_urgency alone."""
    urgency = item.urgency
    return int(urgency.value) if urgency and urgency.scheme == "iptc" and urgency.value in set("123456789") else None


def _headlines(headline: str | None) -> tuple[Headline, ...] | None:
    if headline is None:
        return None
    return (built(Headline, role="main", content_type="text/plain", value=headline),)


def _bodies(body: str | None) -> tuple[Body, ...] | None:
    if body is None:
        return None
    words = len(body.split())
    return (built(Body, role="main", content_type="text/plain", char_count=len(body), word_count=words, value=body),)


def _event_headers(publication: Publication, offset: int, site: str) -> dict[str, str]:
    item, judgement = publication.item, publication.judgement
    headers = {
        **_cloud_event(
            f"item.{publication.event}",
            "enriched",
            digest(item.uri, publication.event, publication.caused_by, 0),
            item.uri,
            source(site),
        ),
        "ce_time": publication.at,
        "wire_seq": f"{site}:{offset:020d}:0",
        "wire_raw": item.raw_id,
        "wire_part": _part(item.part),
        "wire_current": "true" if publication.current else "false",
        "wire_level": judgement.breaking.level if judgement.breaking else "none",
        "wire_status": item.pub_status,
        "wire_use": item.use,
        "wire_provider": item.provider,
    }
    if publication.cause:
        headers["wire_cause"] = publication.cause
    if judgement.relations:
        headers["wire_relation"] = judgement.relations[0].kind
    if item.language:
        headers["wire_lang"] = item.language
    return headers


# wire.dead ------------------------------------------------------------------------------------------------------------


def encode_dead(
    letter: DeadLetter, value: bytes | None, headers: Headers, at: Coordinates, raw_id: str, bytes_max: int
) -> Encoded:
    """The dead record: its bytes where they fit, else only its coordinates and SHA-256, with the reason in headers.

    wire.raw is kept longer than wire.dead, so the coordinates lead to the bytes.
    """
    given = texts(headers)
    body = value or b""
    fits = len(body) <= bytes_max
    dead = {
        "wire_outcome": letter.outcome,
        "wire_reason": letter.reason,
        "wire_detail": letter.detail[:2000],
        "wire_topic": at.topic,
        "wire_partition": str(at.partition),
        "wire_offset": str(at.offset),
        "wire_raw": raw_id,
        "wire_part": _part(letter.part),
        "wire_sha256": sha256(body).hexdigest(),
        "wire_bytes": "kept" if fits else "left out",
    }
    for name in ("feed", "received_at", "content_type", "filename", "wire_provider"):
        if name in given:
            dead[name] = given[name][:1000]
    return Encoded("wire.dead", given.get("feed", "").encode() or None, body if fits else b"", _bytes(dead))


# wire.state -----------------------------------------------------------------------------------------------------------


def encode_entry(key: str, entry: Entry | None) -> Encoded:
    return Encoded("wire.state", key.encode(), None if entry is None else orjson.dumps(entry), [])


def decode_entry(key: bytes, value: bytes | None) -> tuple[str, Entry | None]:
    return key.decode(), None if value is None else cast(Entry, orjson.loads(value))


# shared ---------------------------------------------------------------------------------------------------------------


def source(site: str) -> str:
    return f"urn:copytaster:{site}"


def texts(headers: Headers | Any) -> dict[str, str]:
    """Headers as text; bytes that are no UTF-8 are replaced, since a header is never worth a lost record."""
    return {name: value.decode("utf-8", "replace") for name, value in headers if value is not None}


def size(record: Encoded) -> int:
    """Bytes of key, value and headers, and no fewer than their framing takes where the record is a batch of its own.

    Of the 96 bytes 61 are the batch's, the others the record's lengths; a broker weighs the batch.
    """
    framing = 96 + 8 * len(record.headers)
    return (
        len(record.key or b"")
        + len(record.value or b"")
        + sum(len(name) + len(value) for name, value in record.headers)
        + framing
    )


def _cloud_event(kind: str, schema: str, ce_id: str, subject: str, source_: str) -> dict[str, str]:
    return {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": ce_id,
        "ce_type": f"copytaster.{kind}",
        "ce_source": source_,
        "ce_subject": subject,
        "ce_dataschema": f"urn:copytaster:schema:{schema}:1.0",
    }


def _part(part: Part) -> str:
    return f"{part.index}/{part.count}"


def _bytes(headers: dict[str, str]) -> Headers:
    return [(name, value.encode()) for name, value in headers.items()]
