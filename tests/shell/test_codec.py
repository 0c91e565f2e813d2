"""Bytes <-> nouns: what a raw record is taken for, what stands in a record of ours, and what a dead one keeps."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import ms, utc
from schemas.ids import raw_id
from schemas.item import (
    AltId,
    ClockRecord,
    Concept,
    Dateline,
    DeadLetter,
    DeclaredUrgency,
    ItemRecord,
    Part,
    RawItem,
    RawRecord,
    Rights,
    WireItem,
)
from schemas.judgement import Breaking, ItemRef, Judgement, Relation
from schemas.state import Entry, LogEntry
from streams import codec, pipeline
from streams.codec import Coordinates, Encoded, Headers
from streams.pipeline import Publication
from streams.settings import FeedRow, Feeds
from streams.state import State
from tests.schemas.registry import check_event
from tests.schemas.specimen import specimen

BROKER = "2031-03-04T05:41:08Z"
BROKER_MS = ms(BROKER)
FEEDS = Feeds(
    (FeedRow(name="qns-*", provider="qns", profile="generic", format="ninjs", use="internal"),), default_feed="stray"
)
BODY = "PORT AMBLE (QNS) _ The ferry sank at dawn.\n\nIts 310 passengers were saved.\n"
RAW_ID = "a" * 32


def item(**fields: Any) -> WireItem:
    values: dict[str, Any] = {
        "uri": "urn:wire:qns:ferry-7",
        "raw_id": RAW_ID,
        "part": Part(index=1, count=3),
        "provider": "qns",
        "feed": "qns-world",
        "format": "ninjs",
        "received_at": BROKER,
    }
    return WireItem(**(values | fields))


def publication(**fields: Any) -> Publication:
    values: dict[str, Any] = {
        "topics": ("enriched", "latest"),
        "event": "created",
        "record": ItemRecord(item=item()),
        "at": BROKER,
        "caused_by": RAW_ID,
        "current": True,
    }
    return Publication(**(values | fields))


def event(**fields: Any) -> dict[str, Any]:
    """The published JSON of an item with these fields."""
    parsed: dict[str, Any] = orjson.loads(
        codec.enriched(publication(record=ItemRecord(item=item(**fields)))).json_bytes()
    )
    return parsed


def decoded(*headers: tuple[str, bytes], value: bytes | None = b"x", feeds: Feeds = FEEDS) -> RawItem:
    return codec.decode_raw(value, list(headers), BROKER_MS, feeds)


def hashed(*parts: Any) -> str:
    """An id by its definition, without schemas/ids.py: SHA-256 over the JSON array of the parts, 32 hex digits."""
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


# raw records ----------------------------------------------------------------------------------------------------------


def test_a_raw_record_comes_back_as_it_was_sent():
    sent = RawRecord(
        body=b"\x00\xff\r\n", feed="qns-world", received_at="2031-03-04T05:41:07.250Z", content_type="text/plain",
        filename="ä.txt",
    )  # fmt: skip
    record = codec.encode_raw(sent)
    assert (record.topic, record.key, record.value) == ("wire.raw", b"qns-world", sent.body)
    raw = codec.decode_raw(record.value, record.headers, BROKER_MS, FEEDS)
    assert {name: getattr(raw, name) for name in RawRecord.model_fields} == dict(sent)
    assert (raw.provider, raw.format_hint, raw.use) == ("qns", "ninjs", "internal")


def test_a_header_that_was_not_given_is_not_written():
    record = codec.encode_raw(RawRecord(body=b"", feed="qns", received_at=BROKER))
    assert [name for name, _ in record.headers] == ["feed", "received_at"]


def test_without_headers_the_feed_is_the_settings_and_the_time_the_brokers():
    raw = decoded()
    assert (raw.feed, raw.provider, raw.received_at) == ("stray", "stray", BROKER)
    assert (raw.content_type, raw.filename, raw.ahead_ms, raw.clock_wrong) == (None, None, None, False)


def test_an_empty_feed_header_is_none():
    assert decoded(("feed", b"")).feed == "stray"


def test_a_record_without_value_has_an_empty_body():
    assert decoded(value=None).body == b""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("yesterday", "no time"),
        ("1931", "a year alone"),
        ("2031-13-01T00:00:00Z", "there is no such month"),
        ("2031-03-04", "a day alone would be midnight of the worker's own zone"),
        ("2031-03-04T05:41:00", "without a zone it would be the worker's own"),
        ("0001-01-01T00:00:00+14:00", "before the year 1 in UTC, which no UtcTime can say"),
        ("9999-12-31T23:59:59-14:00", "after the year 9999 in UTC"),
        ("99999-01-01T00:00:00Z", "a year of five digits"),
    ],
)
def test_what_is_no_time_is_replaced_by_the_brokers(text: str, why: str):
    raw = decoded(("received_at", text.encode()))
    assert (raw.received_at, raw.clock_wrong) == (BROKER, False), why


def test_header_bytes_that_are_no_text_are_replaced_and_the_record_kept():
    raw = decoded(
        ("feed", b"qns-\xff"), ("filename", b"\xc3("), ("received_at", b"\xff\xfe"), ("content_type", b"\x80")
    )
    assert (raw.feed, raw.filename, raw.content_type) == ("qns-�", "�(", "�")
    assert (raw.provider, raw.received_at) == ("qns", BROKER)


@given(st.lists(st.tuples(st.sampled_from(["feed", "received_at", "content_type", "filename", "x"]), st.binary())))
def test_no_headers_whatever_make_a_raw_record_raise(headers: Headers):
    assert decoded(*headers).received_at


@given(
    st.from_regex(
        r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[012][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-][012][0-9]:[0-5][0-9])", fullmatch=True
    )
)
def test_no_time_whatever_makes_a_raw_record_raise(text: str):
    raw = decoded(("received_at", text.encode()))
    assert ms(raw.received_at) <= BROKER_MS + codec.AHEAD_MS_MAX


@pytest.mark.parametrize(
    ("ahead_ms", "taken_ms", "flagged_ms", "wrong"),
    [
        (-86_400_000, -86_400_000, None, False),
        (-1, -1, None, False),
        (0, 0, None, False),
        (1, 1, 1, False),
        (60_000, 60_000, 60_000, False),
        (60_001, 0, None, True),
        (61_000, 0, None, True),
    ],
)
def test_a_feeds_time_counts_unless_it_is_over_a_minute_ahead(
    ahead_ms: int, taken_ms: int, flagged_ms: int | None, wrong: bool
):
    raw = decoded(("received_at", utc(BROKER_MS + ahead_ms).encode()))
    assert ms(raw.received_at) - BROKER_MS == taken_ms
    assert (raw.ahead_ms, raw.clock_wrong) == (flagged_ms, wrong)


def test_an_offset_is_brought_to_utc():
    assert decoded(("received_at", b"2031-03-04T07:41:00+02:00")).received_at == "2031-03-04T05:41:00Z"


def test_the_order_of_records_never_looks_ahead_of_the_broker():
    class Record:
        timestamp = BROKER_MS

        def __init__(self, *headers: tuple[str, bytes | None]) -> None:
            self.headers = headers

    assert codec.received_ms(Record()) == BROKER_MS
    assert codec.received_ms(Record(("received_at", None))) == BROKER_MS
    assert codec.received_ms(Record(("received_at", b"\xff"))) == BROKER_MS
    assert codec.received_ms(Record(("received_at", utc(BROKER_MS + 5).encode()))) == BROKER_MS
    assert codec.received_ms(Record(("received_at", utc(BROKER_MS - 5).encode()))) == BROKER_MS - 5


# the log --------------------------------------------------------------------------------------------------------------


def test_an_item_record_comes_back_from_the_log():
    record = ItemRecord(item=item(headline="Ferry sinks", body=BODY), ahead_ms=7)
    encoded = codec.encode_item(record, "urn:copytaster:desk")
    assert encoded.value is not None
    assert codec.decode_log(encoded.key, encoded.value) == record
    headers = codec.texts(encoded.headers)
    assert (encoded.topic, encoded.key) == ("wire.items", b"urn:wire:qns:ferry-7")
    assert headers["ce_id"] == hashed("urn:wire:qns:ferry-7", "read", RAW_ID, 1)
    assert (headers["wire_raw"], headers["wire_part"], headers["ce_time"]) == (RAW_ID, "1/3", BROKER)


def test_a_clock_record_comes_back_from_the_log():
    encoded = codec.encode_clock(ClockRecord(clock=BROKER), "urn:copytaster:desk")
    assert encoded.value == b'{"clock":"2031-03-04T05:41:08Z"}'
    assert codec.decode_log(encoded.key, encoded.value) == ClockRecord(clock=BROKER)


def test_the_fields_of_a_newer_release_are_ignored():
    encoded = codec.encode_item(ItemRecord(item=item(headline="Ferry sinks")), "urn:copytaster:desk")
    newer = json.loads(encoded.value or b"")
    newer["mood"] = {"sad": 1}
    newer["item"]["tide"] = "high"
    newer["item"]["part"]["of"] = "day"
    assert codec.decode_log(encoded.key, orjson.dumps(newer)) == ItemRecord(item=item(headline="Ferry sinks"))
    clock = codec.decode_log(codec.CLOCK_KEY, b'{"clock":"2031-03-04T05:41:08Z","by":"a newer release"}')
    assert clock == ClockRecord(clock=BROKER)


# events ---------------------------------------------------------------------------------------------------------------


def test_every_topic_of_a_publication_gets_the_same_key_value_and_headers():
    enriched, latest = codec.encode(publication(), 7, "desk")
    assert (enriched.topic, latest.topic) == ("wire.enriched", "wire.latest")
    assert enriched[1:] == latest[1:]
    assert enriched.key == b"urn:wire:qns:ferry-7"


def test_the_id_of_an_event_is_the_hash_that_the_design_names():
    for kind, cause in (("created", RAW_ID), ("killed", "b" * 32)):
        record, _ = codec.encode(publication(event=kind, caused_by=cause), 7, "desk")
        assert codec.texts(record.headers)["ce_id"] == hashed("urn:wire:qns:ferry-7", kind, cause, 0)


def test_the_id_of_a_uri_beyond_ascii_is_the_same_hash():
    record, _ = codec.encode(publication(record=ItemRecord(item=item(uri="urn:wire:qns:fähre"))), 7, "desk")
    assert codec.texts(record.headers)["ce_id"] == hashed("urn:wire:qns:fähre", "created", RAW_ID, 0)


def test_the_id_of_an_event_holds_neither_place_nor_time_nor_site():
    ids = {
        codec.texts(codec.encode(publication(at=at), offset, site)[0].headers)["ce_id"]
        for at, offset, site in ((BROKER, 7, "desk"), ("2031-03-05T00:00:00Z", 8, "night"))
    }
    assert len(ids) == 1


def test_an_event_has_every_header_to_filter_by():
    relation = Relation(kind="new_version_of", target=ItemRef(uri="urn:wire:qns:ferry-7"), reason="same_uri")
    copy = Relation(kind="exact_resend", target=ItemRef(uri="urn:wire:oth:1"), reason="same_text")
    judgement = Judgement(relations=(relation, copy), breaking=Breaking(level="urgent", score=6))
    record = codec.encode(
        publication(
            event="released",
            record=ItemRecord(item=item(language="de", use="internal", pub_status="withheld")),
            at="2031-03-04T06:00:00Z",
            cause="clock",
            judgement=judgement,
        ),
        7,
        "desk",
    )[0]
    assert codec.texts(record.headers) == {
        "content-type": "application/json",
        "ce_specversion": "1.0",
        "ce_id": hashed("urn:wire:qns:ferry-7", "released", RAW_ID, 0),
        "ce_type": "copytaster.item.released",
        "ce_source": "urn:copytaster:desk",
        "ce_subject": "urn:wire:qns:ferry-7",
        "ce_time": "2031-03-04T06:00:00Z",
        "ce_dataschema": "urn:copytaster:schema:enriched:1.0",
        "wire_seq": "desk:00000000000000000007:0",
        "wire_raw": RAW_ID,
        "wire_part": "1/3",
        "wire_cause": "clock",
        "wire_current": "true",
        "wire_level": "urgent",
        "wire_relation": "new_version_of",
        "wire_status": "withheld",
        "wire_use": "internal",
        "wire_provider": "qns",
        "wire_lang": "de",
    }


def test_a_header_with_nothing_to_say_is_absent_but_level_and_current_always_stand():
    headers = codec.texts(codec.encode(publication(current=False), 7, "desk")[0].headers)
    assert not {"wire_cause", "wire_relation", "wire_lang"} & headers.keys()
    assert (headers["wire_level"], headers["wire_current"]) == ("none", "false")


@given(st.lists(st.integers(0, 2**63 - 1), min_size=2, max_size=20))
def test_the_place_in_the_log_rises_as_text(offsets: list[int]):
    seqs = {offset: dict(codec.encode(publication(), offset, "desk")[0].headers)["wire_seq"] for offset in offsets}
    assert sorted(seqs, key=seqs.__getitem__) == sorted(seqs)


# ninjs ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "value", "urgency"),
    [
        ("iptc", "1", 1),
        ("iptc", "9", 9),
        ("iptc", "0", None),
        ("iptc", "12", None),
        ("iptc", "²", None),
        ("anpa", "5", None),
        ("anpa", "b", None),
    ],
)
def test_only_a_digit_of_iptcs_scale_is_a_ninjs_urgency(scheme: str, value: str, urgency: int | None):
    got = event(urgency=DeclaredUrgency(scheme=scheme, value=value))
    assert got.get("urgency") == urgency
    assert got["enrichment"]["declared_urgency"] == {"scheme": scheme, "value": value}


def test_the_place_of_the_dateline_is_located_and_the_rest_stands_in_the_enrichment():
    got = event(dateline=Dateline(text="PORT AMBLE, March 4 (QNS)", place="PORT AMBLE", date="March 4", credit="QNS"))
    assert got["located"] == "PORT AMBLE"
    assert got["enrichment"]["dateline"] == {"text": "PORT AMBLE, March 4 (QNS)", "date": "March 4", "credit": "QNS"}


def test_a_body_counts_code_points_and_words():
    (body,) = event(body="Fähre 𝄞  sinkt\n")["bodies"]
    assert (body["charCount"], body["wordCount"], body["value"]) == (15, 3, "Fähre 𝄞  sinkt\n")


def test_an_empty_text_is_not_an_absent_one():
    got = event(headline="", body="")
    assert got["headlines"][0]["value"] == ""
    assert got["bodies"][0] == {
        "role": "main", "contentType": "text/plain", "charCount": 0, "wordCount": 0, "value": "",
    }  # fmt: skip


def test_genres_lose_their_rel_and_subjects_keep_it():
    concept = Concept(name="Ferries", uri="urn:x:ferries", rel="about")
    got = event(subjects=(concept,), genres=(concept,), places=(concept,))
    assert got["genres"] == [{"name": "Ferries", "uri": "urn:x:ferries"}]
    assert got["subjects"] == got["places"] == [{"name": "Ferries", "uri": "urn:x:ferries", "rel": "about"}]
    assert check_event(got) == []


def test_of_an_association_only_what_it_is_and_how_it_relates_is_said():
    declared = {
        "type": "picture",
        "uri": "urn:x:1",
        "name": "map",
        "rel": "main",
        "renditions": [{"href": "http://x/"}],
    }
    got = event(associations=(declared, {"name": "note", "uri": "urn:x:2", "body_text": "secret"}))
    assert got["associations"] == [
        {"name": "map", "uri": "urn:x:1", "rel": "main", "type": "picture"},
        {"name": "note", "uri": "urn:x:2"},
    ]
    assert check_event(got) == []


def test_what_an_item_has_not_is_absent_from_its_event():
    assert event() == {
        "uri": "urn:wire:qns:ferry-7",
        "type": "text",
        "standard": {"name": "ninjs", "version": "3.1", "schema": specimen().standard.schema_},
        "pubStatus": "usable",
        "enrichment": {
            "event": "created", "current": True, "rules": pipeline.RULES, "provider": "qns", "feed": "qns-world",
            "format": "ninjs", "raw_id": RAW_ID, "part": {"index": 1, "count": 3}, "received_at": BROKER,
        },
    }  # fmt: skip


def test_a_full_item_is_valid_ninjs_with_every_field_in_its_place():
    got = event(
        version="2", created_at="2031-03-04T05:00:00Z", sent_at="2031-03-04T05:41:07Z", language="en", slugline="FERRY",
        embargoed_until="2031-03-04T05:40:00Z", ed_note="Eds: more soon.", headline="Ferry sinks", byline="Odo Marl",
        body=BODY, alt_ids=(AltId(role="transmission", value="q0417"),), signals=("sig:update",), keywords=("ferry",),
        rights=Rights(copyright_holder="Quill", copyright_notice="(c) Quill", usage_terms="30 days"),
        declared={"du-key": 2},
    )  # fmt: skip
    assert check_event(got) == []
    names = (
        "firstCreated",
        "versionCreated",
        "embargoedUntil",
        "edNote",
        "by",
        "altIds",
        "copyrightHolder",
        "usageTerms",
    )
    assert [got[name] for name in names] == [
        "2031-03-04T05:00:00Z", "2031-03-04T05:41:07Z", "2031-03-04T05:40:00Z", "Eds: more soon.", "Odo Marl",
        [{"role": "transmission", "value": "q0417"}], "Quill", "30 days",
    ]  # fmt: skip
    assert got["enrichment"]["declared"] == {"du-key": 2}


def test_a_file_through_the_whole_path_gives_a_valid_event():
    raw = RawItem(body=b"Ferry sinks\n\n" + BODY.encode(), feed="qns", received_at=BROKER, provider="qns")
    (record,) = pipeline.read(raw)
    assert isinstance(record, ItemRecord)
    (first, *_) = pipeline.taste(State(), 0, record).publications
    encoded = codec.encode(first, 0, "desk")[0]
    assert check_event(orjson.loads(encoded.value or b"")) == []
    identity = raw_id("qns", BROKER, raw.body)
    assert identity == hashed("qns", BROKER, hashlib.sha256(raw.body).hexdigest())
    assert codec.texts(encoded.headers)["ce_id"] == hashed(record.item.uri, "created", identity, 0)


def test_building_an_event_without_validation_loses_nothing_that_validation_would_have_said():
    full = publication(record=ItemRecord(item=item(headline="Ferry sinks", body=BODY, language="en")), cause="kill")
    built = codec.enriched(full)
    assert type(built).model_validate_json(built.json_bytes()).json_bytes() == built.json_bytes()
    assert codec.enriched(replace(full, current=False)).enrichment.current is False


# dead letters ---------------------------------------------------------------------------------------------------------

AT = Coordinates("desk.wire.raw", 2, 41)
LETTER = DeadLetter(reason="unreadable", detail="No reader took it.", part=Part(index=1, count=3))


def test_a_dead_letter_keeps_the_bytes_where_they_fit():
    body = b"\x00\xffbroken"
    headers = [("feed", b"qns"), ("received_at", BROKER.encode()), ("filename", b"x.bin"), ("secret", b"not copied")]
    record = codec.encode_dead(LETTER, body, headers, AT, RAW_ID, len(body))
    assert (record.topic, record.key, record.value) == ("wire.dead", b"qns", body)
    assert codec.texts(record.headers) == {
        "wire_outcome": "dead",
        "wire_reason": "unreadable",
        "wire_detail": "No reader took it.",
        "wire_topic": "desk.wire.raw",
        "wire_partition": "2",
        "wire_offset": "41",
        "wire_raw": RAW_ID,
        "wire_part": "1/3",
        "wire_sha256": hashlib.sha256(body).hexdigest(),
        "wire_bytes": "kept",
        "feed": "qns",
        "received_at": BROKER,
        "filename": "x.bin",
    }


def test_a_dead_letter_too_large_names_its_hash_and_where_the_bytes_are():
    body = b"x" * 101
    record = codec.encode_dead(LETTER, body, [], AT, RAW_ID, 100)
    headers = codec.texts(record.headers)
    assert record.value == b""
    assert headers["wire_bytes"] == "left out"
    assert headers["wire_sha256"] == hashlib.sha256(body).hexdigest()
    assert [headers[f"wire_{each}"] for each in ("topic", "partition", "offset")] == ["desk.wire.raw", "2", "41"]


def test_a_dead_letter_without_value_or_feed_is_a_record_all_the_same():
    record = codec.encode_dead(LETTER, None, [], AT, RAW_ID, 100)
    assert (record.key, record.value) == (None, b"")


@given(
    detail=st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    feed=st.binary(max_size=3000),
    name=st.binary(max_size=3000),
)
def test_what_is_hostile_in_a_dead_letters_headers_stays_small(detail: str, feed: bytes, name: bytes):
    letter = DeadLetter(reason="x", detail=detail * 100)
    record = codec.encode_dead(letter, b"", [("feed", feed), ("filename", name)], AT, RAW_ID, 0)
    assert sum(len(value) for _, value in record.headers) < 20_000


# state ----------------------------------------------------------------------------------------------------------------


def test_an_entry_of_the_state_comes_back():
    entry = LogEntry(offset=7, at=BROKER_MS, position=8)
    record = codec.encode_entry("log", entry)
    assert codec.decode_entry(record.key or b"", record.value) == ("log", entry)
    assert record.headers == []


def test_an_entry_that_is_removed_is_a_tombstone():
    record = codec.encode_entry("text:ä:0", None)
    assert record == Encoded("wire.state", "text:ä:0".encode(), None, [])
    assert codec.decode_entry(record.key or b"", record.value) == ("text:ä:0", None)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(alphabet="abcä", max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), JSON_VALUES)
def test_whatever_an_entry_holds_comes_back(key: str, value: Any):
    entry: Entry = {"offset": 1, "at": 2, "extra": value}  # type: ignore[typeddict-unknown-key]
    record = codec.encode_entry(key, entry)
    assert codec.decode_entry(record.key or b"", record.value) == (key, entry)


# size -----------------------------------------------------------------------------------------------------------------


def varint_bytes(number: int) -> int:
    """Bytes of a number in Kafka's record format: zigzag, seven bits a byte."""
    return max(1, -(-(number * 2).bit_length() // 7))


def framed_bytes(record: Encoded) -> int:
    """The bytes of a record in a batch of its own (message format 2), with the batch's header of 61."""
    fields = [record.key or b"", record.value or b""]
    for name, value in record.headers:
        fields += [name.encode(), value]
    inner = 1 + 5 + 5 + varint_bytes(len(record.headers)) + sum(varint_bytes(len(each)) + len(each) for each in fields)
    return 61 + varint_bytes(inner) + inner


@given(
    key=st.none() | st.binary(max_size=300),
    value=st.none() | st.binary(max_size=300),
    headers=st.lists(st.tuples(st.text(alphabet="abc_-", max_size=30), st.binary(max_size=300)), max_size=20),
)
def test_no_record_is_larger_than_its_size_says(key: bytes | None, value: bytes | None, headers: Headers):
    record = Encoded("wire.enriched", key, value, headers)
    assert codec.size(record) >= framed_bytes(record)
