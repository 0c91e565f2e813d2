"""What an operator asks first: what comes in, what waits, what went wrong, and who does the work.

All of it is read from the brokers, outside any group, so it says the same with a worker, with three, and with none.
Times are the brokers' (LogAppendTime) but for received_at; ages and what is overdue go by the clock of this machine.
"""

import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.protocol import ConsumerProtocol

from schemas.base import utc
from schemas.state import kind_of
from streams import admin, codec
from streams.agents import positions, transport
from streams.agents.attempts import ATTEMPTS_MAX, Note
from streams.agents.positions import Stored
from streams.agents.role import RoleLost, read_state
from streams.settings import Settings
from streams.state import State
from streams.topics import BY_NAME, TOPICS

AGENTS = {"intake": "wire.raw", "taster": "wire.items"}
Noted = dict[TopicPartition, Stored]
RATES_MS = {"5m": 5 * 60_000, "1h": 3_600_000}

STATE_S = 15.0
"""How long to wait for the end of wire.state while a transaction is open there: a dead owner's lasts ten seconds."""


@dataclass
class Feed:
    """What came on a feed. Counts are records of the window; a record may hold several items."""

    feed: str
    provider: str
    received_at: str | None = None
    appended_at: str | None = None
    age_s: float | None = None
    """Since the last one was appended; None where the window has none: the feed is silent."""
    records: int = 0
    per_minute: dict[str, float] = field(default_factory=lambda: dict.fromkeys(RATES_MS, 0.0))
    suppressed: int = 0
    dead: int = 0
    aside: int = 0


@dataclass
class Behind:
    """How far an agent is on a partition. `behind` is in offsets, and 0 where only transactions' markers are left."""

    agent: str
    topic: str
    partition: int
    position: int
    end: int
    behind: int
    oldest_s: float | None
    """Age of the first record that it has not done; None where there is none."""


@dataclass
class Member:
    """A worker in a group. `client` is site, machine and process; `instance` its name for static membership."""

    client: str
    host: str
    instance: str
    partitions: list[int]


@dataclass
class Group:
    """`state` is the broker's word: Stable, Empty, PreparingRebalance, CompletingRebalance, Dead (never was)."""

    state: str
    members: list[Member]


@dataclass
class Memory:
    """The taster's state. `records` can be read in wire.state, of which the entries are the last of each key."""

    entries: int
    by_kind: dict[str, int]
    records: int
    bytes: int
    log_time: str | None
    log_age_s: float | None
    held: int
    overdue: int
    """Held items whose embargo is over by the wall clock, and not lifted."""
    overdue_s: float
    """For how long the first of them is."""


@dataclass
class Status:
    """All of it. `troubles` are sentences for a person; where the topics are missing there is nothing else."""

    site: str
    bootstrap: str
    at: str
    since: str
    troubles: list[str] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    behind: list[Behind] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    dead: dict[str, dict[str, int]] = field(default_factory=dict)
    """dead and aside: how many of the window, by reason."""
    memory: Memory | None = None

    def plain(self) -> dict[str, Any]:
        return asdict(self)


async def status(settings: Settings, since_ms: int) -> Status:
    """One look at a site; the window begins at `since_ms` (brokers' time). Raises NoBroker."""
    now_ms = time.time_ns() // 1_000_000
    found = Status(settings.site, settings.bootstrap, utc(now_ms), utc(since_ms))
    client = await admin.started_for_groups(settings)
    try:
        there = set(await client.list_topics())
        missing = [settings.topic(topic.name) for topic in TOPICS if settings.topic(topic.name) not in there]
        if missing:
            which = "no topics of this site" if len(missing) == len(TOPICS) else f"missing: {', '.join(missing)}"
            found.troubles.append(f"{which}; copytaster topics create --site {settings.site} makes them")
            return found
        found.groups = {agent: await _group(client, settings.group(agent)) for agent in AGENTS}
        noted = await _noted(client, settings)
    finally:
        await transport.close(client)
    found.memory, position = await _memory(settings, now_ms, found)
    done = {agent: {place: stored.position for place, stored in places.items()} for agent, places in noted.items()}
    if position is not None:
        done["taster"] = dict.fromkeys(done["taster"], position)
    for agent in AGENTS:
        found.behind += await _behind(settings, agent, done[agent], now_ms)
    await _read_window(settings, found, since_ms, now_ms)
    found.troubles += troubles_of(settings, found, noted)
    return found


def troubles_of(settings: Settings, found: Status, noted: Mapping[str, Noted]) -> list[str]:
    """What a person should do something about, the worst first."""
    told = []
    intake, taster = found.groups["intake"], found.groups["taster"]
    if not intake.members and not taster.members:
        told.append("no worker runs: copytaster worker starts one")
    elif not intake.members:
        told.append("no worker runs intake: what comes in waits in wire.raw")
    elif not any(member.partitions for member in taster.members):
        told.append("nobody holds the taster: nothing is published, no embargo is lifted")
    if found.memory and found.memory.overdue:
        many = f"{found.memory.overdue} held items are" if found.memory.overdue > 1 else "a held item is"
        told.append(f"{many} overdue: the embargo is over, and only a running taster lifts it")
    for places in noted.values():
        for place, (position, note) in places.items():
            if note and note.attempt > 1:
                told.append(
                    f"{place.topic}/{place.partition}/{position} may take workers down: "
                    f"attempt {note.attempt} of {ATTEMPTS_MAX}"
                )
    if not any(each.records for each in found.feeds):
        nothing = all(each.end == 0 for each in found.behind if each.agent == "intake")
        told.append(f"{settings.topic('wire.raw')} is empty: nothing was ever sent" if nothing else "all is silent")
    return told


# Who works ------------------------------------------------------------------------------------------------------------


async def _group(client: AIOKafkaAdminClient, name: str) -> Group:
    """One group a question: aiokafka 0.14 misreads the answer about two (it takes a broker's version 3 for 2)."""
    (response,) = await client.describe_consumer_groups([name])
    (described,) = response.groups
    _, _, state, _, _, members = described
    return Group(
        state, sorted([_member(*each) for each in members], key=lambda each: (not each.partitions, each.client))
    )


def _member(member_id: str, client: str, host: str, _subscription: bytes, assignment: bytes) -> Member:
    """The broker makes a member's id of its instance, else of its client's name, and a dash and a uuid."""
    named = member_id[:-37]
    partitions = ConsumerProtocol.ASSIGNMENT.decode(assignment).assignment if assignment else ()
    return Member(
        client=client,
        host=host.removeprefix("/"),
        instance="" if named == client else named,
        partitions=sorted(number for _, numbers in partitions for number in numbers),
    )


async def _noted(client: AIOKafkaAdminClient, settings: Settings) -> dict[str, Noted]:
    """What intake's positions and the taster's group offset say. The taster's position itself is in its state."""
    stored = await positions.read(settings, range(BY_NAME["wire.raw"].partitions))
    raw, log = settings.topic("wire.raw"), TopicPartition(settings.topic("wire.items"), 0)
    found = await client.list_consumer_group_offsets(settings.group("taster"), partitions=[log])
    intake = {
        TopicPartition(raw, number): stored.get(number, Stored(-1)) for number in range(BY_NAME["wire.raw"].partitions)
    }
    return {"intake": intake, "taster": {log: Stored(found[log].offset, Note.of(found[log].metadata))}}


# What waits -----------------------------------------------------------------------------------------------------------


async def _memory(settings: Settings, now_ms: int, found: Status) -> tuple[Memory | None, int | None]:
    """What the taster remembers, and its position, which is a part of that."""
    end_s = time.monotonic() + STATE_S
    try:
        state, records = await read_state(settings, lambda: time.monotonic() < end_s)
    except RoleLost:
        found.troubles.append(f"a transaction has been open in wire.state for {STATE_S:.0f} s: the state is not shown")
        return None, None
    return _measured(state, records, now_ms), state.position


def _measured(state: State, records: int, now_ms: int) -> Memory:
    kinds = Counter(kind_of(key) for key, _ in state)
    return Memory(
        entries=len(state),
        by_kind=dict(sorted(kinds.items())),
        records=records,
        bytes=sum(len(encoded.key or b"") + len(encoded.value or b"") for encoded in map(_encoded, state)),
        log_time=utc(state.time) if state.time else None,
        log_age_s=_age_s(state.time, now_ms) if state.time else None,
        held=state.held_count,
        overdue=len(state.due(now_ms, len(state))),
        overdue_s=_age_s(state.next_due, now_ms) if state.next_due is not None else 0.0,
    )


def _encoded(pair: tuple[str, Any]) -> codec.Encoded:
    return codec.encode_entry(*pair)


async def _behind(settings: Settings, agent: str, positions: Mapping[TopicPartition, int], now_ms: int) -> list[Behind]:
    async with transport.reader(settings, list(positions), auto_offset_reset="none") as consumer:
        starts, ends = await consumer.beginning_offsets(list(positions)), await consumer.end_offsets(list(positions))
        for partition, position in positions.items():
            consumer.seek(partition, max(position, starts[partition]))
        rows = []
        for partition, position in positions.items():
            head = await _head(consumer, partition, ends[partition])
            rows.append(
                Behind(
                    agent=agent,
                    topic=partition.topic,
                    partition=partition.partition,
                    position=max(position, starts[partition]),
                    end=ends[partition],
                    behind=ends[partition] - head.offset if head else 0,
                    oldest_s=_age_s(head.timestamp, now_ms) if head else None,
                )
            )
        return rows


async def _head(consumer: AIOKafkaConsumer, partition: TopicPartition, end: int) -> Any:
    """The first committed record below `end` that the consumer comes to; None where only markers are left."""
    while await consumer.position(partition) < end:
        got = await consumer.getmany(partition, timeout_ms=50, max_records=1)
        for record in got.get(partition, ()):
            return record
    return None


# What came ------------------------------------------------------------------------------------------------------------


async def _read_window(settings: Settings, found: Status, since_ms: int, now_ms: int) -> None:
    feeds = {row.name: Feed(row.name, row.provider) for row in settings.feeds if not set(row.name) & set("*?[")}

    def feed(name: str) -> Feed:
        return feeds.setdefault(name, Feed(name, settings.feed_table.of(name).provider))

    # The rates look back an hour, however short the window.
    async for record in _records(settings, "wire.raw", min(since_ms, now_ms - max(RATES_MS.values()))):
        raw = codec.decode_raw(record.value, record.headers, record.timestamp, settings.feed_table)
        _count_raw(feed(raw.feed), raw.received_at, record.timestamp, since_ms, now_ms)
    async for record in _records(settings, "wire.suppressed", since_ms):
        if name := orjson.loads(record.value)["enrichment"].get("feed"):
            feed(name).suppressed += 1
    reasons: dict[str, Counter[str]] = {"dead": Counter(), "aside": Counter()}
    async for record in _records(settings, "wire.dead", since_ms):
        headers = codec.texts(record.headers)
        outcome = "aside" if headers.get("wire_outcome") == "aside" else "dead"
        reasons[outcome][headers.get("wire_reason", "")] += 1
        if name := headers.get("feed"):  # what the taster gave up names its provider alone
            feed(name).dead += outcome == "dead"
            feed(name).aside += outcome == "aside"
    found.dead = {outcome: dict(counts.most_common()) for outcome, counts in reasons.items()}
    # The silent ones first, then by who was silent longest: that is what one looks for.
    silent_s = now_ms / 1000
    found.feeds = sorted(
        feeds.values(), key=lambda each: (-(silent_s if each.age_s is None else each.age_s), each.feed)
    )
    for each in found.feeds:
        each.per_minute = {name: round(count, 2) for name, count in each.per_minute.items()}


def _count_raw(feed: Feed, received_at: str, appended_ms: int, since_ms: int, now_ms: int) -> None:
    for name, span_ms in RATES_MS.items():
        if appended_ms > now_ms - span_ms:
            feed.per_minute[name] += 60_000 / span_ms
    if appended_ms < since_ms:
        return
    feed.records += 1
    age_s = _age_s(appended_ms, now_ms)
    if feed.age_s is None or age_s <= feed.age_s:
        feed.received_at, feed.appended_at, feed.age_s = received_at, utc(appended_ms), age_s


async def _records(settings: Settings, name: str, since_ms: int) -> AsyncIterator[Any]:
    """Committed records of a topic from a moment on, to where it ends now."""
    partitions = [TopicPartition(settings.topic(name), number) for number in range(BY_NAME[name].partitions)]
    async with transport.reader(settings, partitions, auto_offset_reset="none") as consumer:
        ends = await consumer.end_offsets(partitions)
        first = await consumer.offsets_for_times(dict.fromkeys(partitions, max(0, since_ms)))
        for partition in partitions:
            consumer.seek(partition, first[partition].offset if first[partition] else ends[partition])
        while any([await consumer.position(each) < ends[each] for each in partitions]):
            for records in (await consumer.getmany(timeout_ms=50)).values():
                for record in records:
                    yield record


def _age_s(then_ms: int, now_ms: int) -> float:
    """Never below 0: the live system runs on while we look, and the brokers' clock is another one."""
    return max(0.0, round((now_ms - then_ms) / 1000, 3))
