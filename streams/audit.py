"""Proves by enumeration that nothing was lost and nothing was published twice.

Every committed record of every topic is read. What lies above the committed offsets is in flight and no difference:
intake's stand in wire.positions, the taster's is the position in its state. They are read first and the outcomes last,
so that all that lies below them has to be there, however fast the live system runs on meanwhile. What is older than
the retention may have been deleted and is not asked for; what is younger never is by Kafka.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from schemas.ids import raw_id
from streams import admin, codec
from streams.agents import positions
from streams.agents.role import read_state
from streams.settings import Settings
from streams.tail import Read, read_topic
from streams.topics import DAY_MS

FIRST = ("wire.enriched", "wire.suppressed", "wire.held", "wire.dead")

Arrival = tuple[str, str]
"""raw_id and part, as the headers wire_raw and wire_part have them."""


class Difference(NamedTuple):
    """What is wrong, and which record shows it."""

    what: str
    topic: str
    partition: int
    offset: int
    raw_id: str
    part: str

    def __str__(self) -> str:
        part = f" part {self.part}" if self.part else ""
        return f"{self.topic}/{self.partition}/{self.offset}: {self.what} (raw_id {self.raw_id or '?'}{part})"


@dataclass
class Audit:
    """What was counted, and every difference found."""

    records: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    raw_records: int = 0
    arrivals: int = 0
    in_flight: int = 0
    differences: list[Difference] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        return {
            "raw_records": self.raw_records,
            "arrivals": self.arrivals,
            "in_flight": self.in_flight,
            "records": dict(self.records),
            "first_outcomes": dict(self.outcomes),
            "differences": [each._asdict() for each in self.differences],
        }


class Place(NamedTuple):
    topic: str
    partition: int
    offset: int


class Seen(NamedTuple):
    """Where a record stands, and when it was appended by the broker's clock."""

    place: Place
    at_ms: int


async def audit(settings: Settings) -> Audit:
    """Read everything and compare. Raises NoBroker, and TopicsWrong where a topic is missing."""
    found = Audit()
    stored = await positions.read(settings, range(await admin.partitions_of(settings, positions.TOPIC)))
    committed = {partition: each.position for partition, each in stored.items()}
    state, _ = await read_state(settings, lambda: True)
    raw = await _raw(settings, found, committed)
    items = await _items(settings, found, state.position)
    oldest_ms = max(raw.last_ms, items.last_ms) - settings.retention_days * DAY_MS
    first, later = await _outcomes(settings, found)
    await _latest(settings, found)
    await _alerts(settings, found)
    _compare_raw(found, raw, items, first, oldest_ms)
    _compare_items(found, items, first, oldest_ms)
    _compare_first(found, raw, first, oldest_ms)
    if min(raw.first_ms, items.first_ms) > oldest_ms:  # else the first outcome of a held item may be gone by now
        found.differences += [
            _difference("a later outcome without a first one", each) for each in later if _arrival(each) not in first
        ]
    found.arrivals = len(first)
    found.differences.sort(key=lambda each: (each.topic, each.partition, each.offset))
    return found


@dataclass
class Topic:
    """What stands on wire.raw (by raw_id) or wire.items (by arrival), and what of it has not been read yet."""

    read: dict[Any, Seen] = field(default_factory=dict)
    above: set[Any] = field(default_factory=set)
    first_ms: int = 1 << 62
    last_ms: int = 0

    def add(self, key: Any, record: Read, *, read: bool) -> None:
        self.first_ms, self.last_ms = min(self.first_ms, record.timestamp), max(self.last_ms, record.timestamp)
        if read:
            self.read.setdefault(key, Seen(_place(record), record.timestamp))
        else:
            self.above.add(key)


async def _raw(settings: Settings, found: Audit, committed: dict[int, int]) -> Topic:
    raw = Topic()
    async for record in read_topic(settings, "wire.raw", to_end=True):
        found.records["wire.raw"] += 1
        headers = [(name, value.encode()) for name, value in record.headers.items()]
        item = codec.decode_raw(record.value, headers, record.timestamp, settings.feed_table)
        identity = raw_id(item.feed, item.received_at, item.body)
        raw.add(identity, record, read=record.offset < committed.get(record.partition, 0))
    found.raw_records = len(raw.read)
    found.in_flight += len(raw.above)
    return raw


async def _items(settings: Settings, found: Audit, position: int) -> Topic:
    items = Topic()
    async for record in read_topic(settings, "wire.items", to_end=True):
        found.records["wire.items"] += 1
        if record.key != codec.CLOCK_KEY:
            items.add(_arrival(record), record, read=record.offset < position)
    found.in_flight += len(items.above - items.read.keys())
    return items


async def _outcomes(settings: Settings, found: Audit) -> tuple[dict[Arrival, list[Read]], list[Read]]:
    """First outcomes of each arrival, and all later ones."""
    first: dict[Arrival, list[Read]] = {}
    later: list[Read] = []
    for topic in FIRST:
        ids: set[str] = set()
        async for record in read_topic(settings, topic, to_end=True):
            found.records[topic] += 1
            slim = record._replace(value=None)
            ce_id = record.headers.get("ce_id", "")
            if ce_id and ce_id in ids:
                found.differences.append(_difference("stands twice on this topic, by ce_id", slim))
            ids.add(ce_id)
            if "wire_cause" in record.headers:
                later.append(slim)
            else:
                first.setdefault(_arrival(record), []).append(slim)
                found.outcomes[record.headers.get("wire_outcome") or topic.removeprefix("wire.")] += 1
    return first, later


async def _latest(settings: Settings, found: Audit) -> None:
    """wire.latest holds the last current event of each uri, the same that stands on wire.enriched."""
    current: dict[bytes | None, Read] = {}
    async for record in read_topic(settings, "wire.enriched", to_end=True):
        if record.headers.get("wire_current") == "true":
            current[record.key] = record._replace(value=None)
    latest: dict[bytes | None, str] = {}
    async for record in read_topic(settings, "wire.latest", to_end=True):
        found.records["wire.latest"] += 1
        latest[record.key] = record.headers.get("wire_seq", "")
    for key, record in current.items():
        # One that came to wire.latest after the look at wire.enriched is newer, and right.
        if latest.get(key, "") < record.headers.get("wire_seq", ""):
            found.differences.append(_difference("is current and not on wire.latest", record))


async def _alerts(settings: Settings, found: Audit) -> None:
    """The records of an alert count up by one, whatever happened to the workers between two of them."""
    told: dict[bytes | None, int] = {}
    async for record in read_topic(settings, "wire.alerts", to_end=True):
        found.records["wire.alerts"] += 1
        seq = int(orjson.loads(record.value or b"{}").get("alert_seq", 0))
        last = told.get(record.key)
        if last is not None and seq != last + 1:  # without an earlier one it may be older than the retention
            found.differences.append(_difference(f"alert_seq is {seq} after {last}", record._replace(value=None)))
        told[record.key] = seq


def _compare_raw(found: Audit, raw: Topic, items: Topic, first: dict[Arrival, list[Read]], oldest_ms: int) -> None:
    """Every raw record that intake has read gave all its parts, as items or dead letters."""
    parts: dict[str, dict[int, int]] = {}
    for identity, part in (*items.read, *items.above, *first):
        number, _, count = part.partition("/")
        parts.setdefault(identity, {})[int(number)] = int(count)
    for identity, (place, at_ms) in raw.read.items():
        there = parts.get(identity, {})
        wanted = max(there.values(), default=1)
        missing = [index for index in range(wanted) if index not in there] if at_ms > oldest_ms else []
        found.differences += [
            Difference("was read and gave nothing", *place, identity, f"{index}/{wanted}") for index in missing
        ]


def _compare_items(found: Audit, items: Topic, first: dict[Arrival, list[Read]], oldest_ms: int) -> None:
    """Every item that the taster has read has a first outcome."""
    found.differences += [
        Difference("was read and has no outcome", *place, *arrival)
        for arrival, (place, at_ms) in items.read.items()
        if at_ms > oldest_ms and arrival not in first
    ]


def _compare_first(found: Audit, raw: Topic, first: dict[Arrival, list[Read]], oldest_ms: int) -> None:
    """No arrival has two first outcomes, and none comes from nowhere."""
    for arrival, records in first.items():
        for again in records[1:]:
            found.differences.append(_difference(f"a second first outcome, after {records[0].topic}", again))
        known = arrival[0] in raw.read or arrival[0] in raw.above
        # What came to wire.raw after the look at it has an outcome younger than all that was seen there; raw is kept
        # a week longer than the rest.
        if not known and oldest_ms < records[0].timestamp <= raw.last_ms:
            found.differences.append(_difference("an outcome of a raw record that is not there", records[0]))


def _arrival(record: Read) -> Arrival:
    return record.headers.get("wire_raw", ""), record.headers.get("wire_part", "0/1")


def _place(record: Read) -> Place:
    return Place(record.topic, record.partition, record.offset)


def _difference(what: str, record: Read) -> Difference:
    return Difference(what, *_place(record), *_arrival(record))
