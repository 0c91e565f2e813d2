"""Whole events, kept to be compared: the sample feed, and after it a withdrawal, through the pure path.

python -m tests.golden      writes sample.ndjson and schemas/examples/; the diff is the review
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from schemas.base import ms, utc
from schemas.item import DeadLetter, RawItem, RawRecord
from schemas.lists import CLOSED_LISTS
from streams import codec, pipeline
from streams.dev.sample import feeds, sample
from streams.settings import FeedRow, Feeds
from streams.state import State

HERE = Path(__file__).parent
GOLDEN = HERE / "sample.ndjson"
EXAMPLES = HERE.parents[1] / "schemas" / "examples"

START = "2026-03-05T12:00:00Z"
SITE = "golden"
FEEDS = Feeds(tuple(FeedRow(**row) for row in feeds()), "unknown")
NOTICES = {"wire.stories": "story", "wire.alerts": "alert"}
CLOCK_MS = 10_000
"""Distance of the clock records; one more stands at each due embargo, as in a live log."""


def lines() -> list[dict[str, Any]]:
    """All that the sample leads to, in order: items of the log, dead letters, events with their topics and headers."""
    found: list[dict[str, Any]] = []
    state, offset = State(), 0

    def take(record: Any) -> None:
        nonlocal offset
        outcome = pipeline.taste(state, offset, record)
        state.apply(outcome.entries)
        for publication in outcome.publications:
            first, *others = codec.encode(publication, offset, SITE)
            assert all(other[1:] == first[1:] for other in others)
            topics = [f"wire.{topic}" for topic in publication.topics]
            event = orjson.loads(first.value or b"{}")
            found.append({"topics": topics, "headers": codec.texts(first.headers), "event": event})
        for notice in outcome.notices:
            told = codec.encode_notice(notice, offset, SITE)
            value = orjson.loads(told.value or b"{}")
            found.append({"topics": [told.topic], "headers": codec.texts(told.headers), NOTICES[told.topic]: value})
        offset += 1

    records = list(_records())
    for (at_ms, raw), (next_ms, _) in pairwise([*records, (records[-1][0] + CLOCK_MS, None)]):
        for result in pipeline.read(_raw_item(raw)):
            if isinstance(result, DeadLetter):
                found.append({"topics": ["wire.dead"], "filename": raw.filename, "letter": result.plain()})
            else:
                found.append({"topics": ["wire.items"], "record": result.plain()})
                take(result)
        for clock_ms in _clocks(state, at_ms, next_ms):
            take(pipeline.clock_record(clock_ms))
    return found


def _clocks(state: State, from_ms: int, to_ms: int) -> Iterator[int]:
    """The moments between two arrivals at which a clock record stands."""
    due = state.next_due
    regular = range(from_ms - from_ms % CLOCK_MS + CLOCK_MS, to_ms, CLOCK_MS)
    yield from sorted({*regular, *([due] if due is not None and from_ms < due < to_ms else [])})


def _records() -> Iterator[tuple[int, RawRecord]]:
    for at, raw, _ in sample(START):
        yield ms(START) + round(at * 1000), raw
    # What the feed does not show: an item that stands, and is then withheld by its agency.
    at_ms = ms(START) + 60_000
    story = {
        "uri": "urn:newsml:northwire.example:dam-report",
        "type": "text",
        "version": "1",
        "pubStatus": "usable",
        "slugline": "SORRENAY-DAM",
        "headlines": [{"role": "main", "value": "Inspectors find cracks in Sorrenay dam"}],
        "bodies": [
            {"contentType": "text/plain", "value": "SORRENAY (NW) - Inspectors found 14 cracks in the dam on Thursday."}
        ],
    }
    note = {"pubStatus": "withheld", "version": "2", "edNote": "Held until the operator has answered."}
    for number, document in enumerate((story, story | note)):
        received_at = utc(at_ms + number * 1000)
        yield (
            at_ms + number * 1000,
            RawRecord(
                body=orjson.dumps(document),
                feed="northwire-json",
                received_at=received_at,
                filename=f"dam-{number}.json",
            ),
        )


def _raw_item(raw: RawRecord) -> RawItem:
    encoded = codec.encode_raw(raw)
    return codec.decode_raw(encoded.value, encoded.headers, ms(raw.received_at), FEEDS)


def examples(found: list[dict[str, Any]]) -> dict[str, Any]:
    """One event of each type, and one record of the log: the richest of its kind, the first among equals."""
    chosen: dict[str, Any] = {}
    for kind in CLOSED_LISTS["event type"]:
        events = [each["event"] for each in found if "event" in each and each["event"]["enrichment"]["event"] == kind]
        chosen[kind] = max(events, key=lambda event: (len(event["enrichment"]), -len(orjson.dumps(event))))
    records = [each["record"] for each in found if "record" in each]
    chosen["item"] = min(records, key=lambda record: len(orjson.dumps(record)))
    return chosen
