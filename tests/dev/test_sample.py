"""The sample feed agrees with its manifest, and becomes what the manifest says."""

import re
from typing import Any

import orjson
import pytest

from schemas.base import ms, utc
from schemas.item import ClockRecord, DeadLetter, ItemRecord, RawItem, RawRecord
from schemas.lists import CLOSED_LISTS
from streams import pipeline
from streams.dev.sample import FOLDER, Expected, feeds, manifest, rendered, sample
from streams.state import State
from tests.schemas.registry import errors, ninjs

START = "2026-03-05T23:59:40Z"
"""Twenty seconds before midnight: times and days in the files must follow."""

SENT = list(sample(START))
UNREADABLE = {"nw-truncated.json", "tide-table.xml"}


def sent_as(suffix: str) -> list[Any]:
    """Records of that kind of file, once for each time they were sent, named for pytest by their file."""
    return [pytest.param(each, id=each.filename) for _, each, _ in SENT if str(each.filename).endswith(suffix)]


def test_the_manifest_uses_every_file_and_every_file_is_there() -> None:
    assert {row["file"] for row in manifest()} == {path.name for path in (FOLDER / "items").iterdir()}


def test_every_row_of_the_manifest_says_why_in_the_words_of_the_contract() -> None:
    for row in manifest():
        assert set(row) <= {"at", "feed", "file", "why", "expect", "event", "relation", "of", "then"}
        assert row["why"].endswith((".", "?"))
        assert row["expect"] in CLOSED_LISTS["outcome"]
        assert ("event" in row) == (row["expect"] not in ("dead", "aside")), row["file"]
        assert {row.get("event", "created"), *row.get("then", [])} <= set(CLOSED_LISTS["event type"])
        assert row.get("relation", "unique") in CLOSED_LISTS["relation"]


def test_what_a_row_refers_to_was_sent_before() -> None:
    before: set[str] = set()
    for row in manifest():
        assert row.get("of", row["file"]) in before | {row["file"]}
        before.add(row["file"])


def test_the_feed_lasts_forty_seconds_and_most_of_it_comes_in_the_first_twenty_five() -> None:
    times = [at for at, _, _ in SENT]
    assert times == sorted(times)
    assert times[0] == 0
    assert times[-1] == 40
    assert sum(at <= 25 for at in times) >= 0.8 * len(times)
    assert len(times) >= 60


def test_an_item_is_received_when_it_is_sent() -> None:
    for at, record, _ in SENT:
        assert ms(record.received_at) == ms(START) + round(at * 1000)


def test_no_placeholder_is_left() -> None:
    for _, record, _ in SENT:
        assert b"@{" not in record.body, record.filename


def test_placeholders_are_times_after_the_start() -> None:
    told = rendered(b"@{start+25s} @{start-5s} @{anpa start+25s} @{day start+25s} @{start+1000000s}", START)
    assert told == b"2026-03-06T00:00:05Z 2026-03-05T23:59:35Z 03-06-26 0000GMT 03-06 @{start+1000000s}"


def test_every_outcome_and_every_event_of_this_release_but_a_withdrawal_is_shown() -> None:
    assert {expected.outcome for _, _, expected in SENT} == set(CLOSED_LISTS["outcome"])
    shown = {event for _, _, expected in SENT for event in (expected.event, *expected.then) if event}
    assert shown == set(CLOSED_LISTS["event type"]) - {"withheld"}


def test_every_feed_of_the_sample_has_a_row_in_its_feeds_table() -> None:
    for _, record, _ in SENT:
        assert row_of(record.feed)


@pytest.mark.parametrize("record", sent_as(".anpa"))
def test_an_anpa_file_has_the_frame_of_the_standard(record: RawRecord) -> None:
    day = "(0[1-9]|1[0-2])-([0-2][0-9]|3[01])"
    frame = (
        r"\x16\x16\x01[a-z]\d{4}\x1f[a-z-]{5}\r\n"
        rf"[a-z] [a-z](\x13\x11|\x14\x12) BC-\S{{1,21}} [^\r\n]* {day} \d{{4}}\r\n"
        r"\x02\^BC-[^\r\n]+,\d{4}<\r\n"
        r"(\^[^\r\n]+[<=]\r\n)+"
        r"(\t[^\r\n]+\r\n)+"
        rf"\r\n\t   \x03NW-WF-{day}-\d\d [0-2]\d[0-5]\dGMT<\r\n\r\n\x0c\r\n\x04"
    )
    assert re.fullmatch(frame, record.body.decode("ascii"))


@pytest.mark.parametrize("record", sent_as(".json"))
def test_a_json_file_is_valid_ninjs_unless_it_is_broken_on_purpose(record: RawRecord) -> None:
    if record.filename in UNREADABLE:
        with pytest.raises(orjson.JSONDecodeError):
            orjson.loads(record.body)
    else:
        assert errors(ninjs(), orjson.loads(record.body)) == []


def test_an_embargo_is_lifted_while_one_watches() -> None:
    waits = [
        (ms(document["embargoedUntil"]) - ms(record.received_at)) / 1000
        for _, record, expected in SENT
        if expected.outcome == "held" and (document := orjson.loads(record.body)).get("embargoedUntil")
    ]
    assert len(waits) == 2
    assert all(12 <= wait <= 15 for wait in waits)


def test_the_sample_becomes_what_its_manifest_says() -> None:
    """The pure path alone, with a clock record at each due embargo; through Kafka the same feed is played elsewhere."""
    state, offset = State(), 0
    events: dict[str, list[pipeline.Publication]] = {}

    def taste(record: ItemRecord | ClockRecord) -> None:
        nonlocal offset
        outcome = pipeline.taste(state, offset, record)
        for each in outcome.publications:
            events.setdefault(each.item.raw_id, []).append(each)
        state.apply(outcome.entries)
        offset += 1

    wrong: list[str] = []
    files: dict[str, str] = {}
    expectations: list[tuple[str, Expected]] = []
    for _, record, expected in SENT:
        while state.next_due is not None and state.next_due <= ms(record.received_at):
            taste(ClockRecord(clock=utc(state.next_due)))
        (read,) = pipeline.read(RawItem(**record.model_dump(), **row_of(record.feed)))
        if isinstance(read, DeadLetter):
            if read.outcome != expected.outcome:
                wrong.append(f"{expected.file}: {read.outcome}, {read.detail}")
            continue
        files.setdefault(expected.file, read.item.uri)
        expectations.append((read.item.raw_id, expected))
        taste(read)
    for raw_id, expected in expectations:
        first, *later = events[raw_id]
        kinds = {relation.kind: relation.target.uri for relation in first.judgement.relations if relation.target}
        became = (first.topics[0], first.event, tuple(each.event for each in later))
        if became != (expected.outcome, expected.event, expected.then):
            wrong.append(f"{expected.file}: {became}")
        if expected.relation and expected.relation not in kinds:
            wrong.append(f"{expected.file}: {kinds}, not {expected.relation}")
        if expected.of and kinds.get(expected.relation) != files[expected.of]:
            wrong.append(f"{expected.file}: {kinds}, not of {files[expected.of]}")
    assert not wrong, "\n".join(wrong)


def row_of(feed: str) -> dict[str, Any]:
    """What the feeds table says of the feed, as a raw item takes it."""
    found = next(row for row in feeds() if re.fullmatch(row["name"].replace("*", ".*"), feed))
    return {name: value for name, value in found.items() if name != "name"}
