"""The second driver: a day, or a month, of the log once more, outside any group.

From wire.items the fold runs silently from the start of the log and writes from where asked: the same bytes in the same
order that were published live. From wire.raw the partitions are merged by received_at, partition and offset, read anew,
and a clock record is made at each due embargo: deterministic, and different from live where the arrival order or the
rules were. Nothing is fired, no live topic is written, no group is joined.
"""

import asyncio
import hashlib
import heapq
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, Self

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.base import ms, utc
from schemas.item import ClockRecord, DeadLetter, ItemRecord
from streams import admin, codec, pipeline
from streams.agents import transport
from streams.settings import Settings
from streams.state import State
from streams.topics import TOPICS

Source = Literal["items", "raw"]
BREATH = 50
"""Records after which other tasks get a turn: thousands come with one fetch and are folded without a wait, so without
it neither would the next fetch begin meanwhile nor Ctrl-C be heard."""

IN_FLIGHT = 500
"""Events sent to a topic before their acknowledgements are awaited."""

CLOSE_S = 10
TRANSACTION_S = 900
"""What brokers allow a transaction by default, so how long a replay into a topic may take: it becomes visible whole."""

UNITS_MS = {"s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}


class Wrong(Exception):
    """The replay was asked for in a way that makes no sense."""


class Bound(NamedTuple):
    """Where to begin or end: an offset, or a moment by the brokers' clock (ms). Neither: the start or end itself."""

    offset: int | None = None
    time_ms: int | None = None

    @classmethod
    def of(cls, text: str, now_ms: int) -> Self:
        """`start`, `end`, an offset, a time (2026-11-24T08:00:00Z), or how long ago (90m, 6h, 2d). Raises Wrong."""
        if text in ("start", "end"):
            return cls()
        if text.isascii() and text.isdecimal():
            return cls(offset=int(text))
        if ago := re.fullmatch(r"(\d{1,9})([smhd])", text, re.ASCII):
            return cls(time_ms=now_ms - int(ago[1]) * UNITS_MS[ago[2]])
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise Wrong(
                f"{text!r}: allowed are start, end, an offset, a time like 2026-11-24T08:00:00Z, or 90m, 6h, 2d"
            )
        return cls(time_ms=round(moment.timestamp() * 1000))


class Sink(Protocol):
    """Where the events go. Nothing is visible there until finish() has returned; nor ever, after abandon()."""

    async def write(self, encoded: codec.Encoded) -> None: ...
    async def finish(self) -> None: ...
    async def abandon(self) -> None: ...


@dataclass
class Summary:
    """What a replay did. The digests are over key and value of each record, in order, topic by topic."""

    run: str
    source: str
    read: int = 0
    folded_silently: int = 0
    written: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    digests: dict[str, Any] = field(default_factory=dict)
    time_ms: int = 0
    """How far the replay is in event time: the log's, the greatest received_at so far."""

    def add(self, encoded: codec.Encoded) -> None:
        self.written[encoded.topic] += 1
        digest = self.digests.setdefault(encoded.topic, hashlib.sha256())
        add_to_digest(digest, encoded.key, encoded.value)

    def plain(self) -> dict[str, Any]:
        return {
            "run": self.run,
            "source": self.source,
            "read": self.read,
            "folded_silently": self.folded_silently,
            "written": dict(self.written),
            "seconds": round(self.seconds, 2),
            "records_per_second": round(self.read / self.seconds, 1) if self.seconds else None,
            "digests": {topic: digest.hexdigest() for topic, digest in self.digests.items()},
        }


def add_to_digest(digest: Any, key: bytes | None, value: bytes | None) -> None:
    """One record more; the lengths keep records apart."""
    for part in (key or b"", value or b""):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)


class Step(NamedTuple):
    """A record of the replayed log: its offset, whether its outcome is written, and its share of the way."""

    offset: int
    record: ItemRecord | ClockRecord | DeadLetter
    write: bool
    done: float


async def replay(
    settings: Settings,
    source: Source,
    begin: Bound,
    end: Bound,
    sink: Sink,
    run: str,
    on_step: Callable[[Step, Summary], None] = lambda *_: None,
) -> Summary:
    """Run it. Whatever ends it early leaves nothing of it visible."""
    summary = Summary(run, f"wire.{source}")
    state, start = State(), time.perf_counter()
    steps = _items(settings, begin, end) if source == "items" else _raw(settings, begin, end, state)
    log = settings.site if source == "items" else f"{settings.site}-raw"
    try:
        async for step in steps:
            summary.read += 1
            if isinstance(step.record, DeadLetter):
                summary.written["wire.dead"] += step.write
            else:
                await _fold(state, step, log, sink, summary)
            on_step(step, summary)
            if summary.read % BREATH == 0:
                await asyncio.sleep(0)
        await sink.finish()
    except BaseException:
        await sink.abandon()
        raise
    summary.seconds = time.perf_counter() - start
    return summary


async def _fold(state: State, step: Step, log: str, sink: Sink, summary: Summary) -> None:
    assert not isinstance(step.record, DeadLetter)
    outcome = pipeline.taste(state, step.offset, step.record)
    state.apply(outcome.entries)
    summary.time_ms = state.time
    if not step.write:
        summary.folded_silently += 1
        return
    mark = [("wire_replay", b"true"), ("wire_run", summary.run.encode())]
    for encoded in codec.encode_outcome(outcome, step.offset, log):
        if encoded.topic != "wire.alerts":  # a replay never fires
            summary.add(encoded)
            await sink.write(encoded._replace(headers=[*encoded.headers, *mark]))


# Where the records come from -----------------------------------------------------------------------------------------


async def _items(settings: Settings, begin: Bound, end: Bound) -> AsyncIterator[Step]:
    async with _reader(settings, "wire.items") as reader:
        (partition,) = reader.partitions
        first = await reader.offset_of(partition, begin, reader.starts)
        last = await reader.offset_of(partition, end, reader.ends)
        span = max(1, last - reader.starts[partition])
        async for record in reader.records(partition, last):
            if record.value is None:
                continue
            decoded = codec.decode_log(record.key, record.value)
            done = (record.offset - reader.starts[partition]) / span
            yield Step(record.offset, decoded, record.offset >= first, done)


async def _raw(settings: Settings, begin: Bound, end: Bound, state: State) -> AsyncIterator[Step]:
    """Items of wire.raw in the order of received_at, with a clock record wherever an embargo has become due."""
    if begin.offset is not None or end.offset is not None:
        raise Wrong("wire.raw has four partitions: begin and end by time or duration, not by offset")
    async with _reader(settings, "wire.raw") as reader:
        firsts = {each: await reader.offset_of(each, begin, reader.starts) for each in reader.partitions}
        lasts = {each: await reader.offset_of(each, end, reader.ends) for each in reader.partitions}
        span = max(1, sum(lasts[each] - reader.starts[each] for each in reader.partitions))
        offset = count = 0
        async for partition, record in reader.merged(lasts):
            count += 1
            write = record.offset >= firsts[partition]
            headers = list(record.headers or ())
            raw = codec.decode_raw(record.value, headers, record.timestamp, settings.feed_table)
            while (due := state.next_due) is not None and due <= ms(raw.received_at):
                yield Step(offset, ClockRecord(clock=utc(due)), write, count / span)
                offset += 1
            for result in pipeline.read(raw):
                yield Step(offset, result, write, count / span)
                offset += not isinstance(result, DeadLetter)


class _reader:  # noqa: N801 - reads as a call
    """A groupless consumer of one topic, whose ends are fixed when it is entered."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings, self._name = settings, name
        self._consumer: AIOKafkaConsumer | None = None
        self.partitions: list[TopicPartition] = []
        self.starts: dict[TopicPartition, int] = {}
        self.ends: dict[TopicPartition, int] = {}

    async def __aenter__(self) -> Self:
        count = await admin.partitions_of(self._settings, self._name)
        topic = self._settings.topic(self._name)
        self.partitions = [TopicPartition(topic, number) for number in range(count)]
        self._consumer = transport.consumer(self._settings)
        await self._consumer.start()
        self._consumer.assign(self.partitions)
        self.starts = dict(await self._consumer.beginning_offsets(self.partitions))
        self.ends = dict(await self._consumer.end_offsets(self.partitions))
        await self._consumer.seek_to_beginning(*self.partitions)
        return self

    async def __aexit__(self, *_: object) -> None:
        await transport.close(self._consumer)

    async def offset_of(self, partition: TopicPartition, bound: Bound, default: dict[TopicPartition, int]) -> int:
        """The first offset at or after the bound, within what is there."""
        assert self._consumer is not None
        if bound.offset is not None:
            return max(self.starts[partition], min(bound.offset, self.ends[partition]))
        if bound.time_ms is None:
            return default[partition]
        found = (await self._consumer.offsets_for_times({partition: bound.time_ms}))[partition]
        return self.ends[partition] if found is None else min(int(found.offset), self.ends[partition])

    async def records(self, partition: TopicPartition, last: int) -> AsyncIterator[Any]:
        """Committed records of the partition below `last`."""
        assert self._consumer is not None
        while await self._consumer.position(partition) < last:
            for record in (await self._consumer.getmany(partition, timeout_ms=50)).get(partition, ()):
                if record.offset >= last:
                    return
                yield record

    async def merged(self, lasts: dict[TopicPartition, int]) -> AsyncIterator[tuple[TopicPartition, Any]]:
        """All partitions by received_at, partition, offset: always the least of their heads."""
        streams = {each: self.records(each, lasts[each]) for each in self.partitions}
        heads: list[tuple[int, int, int, TopicPartition, Any]] = []

        async def refill(partition: TopicPartition) -> None:
            async for record in streams[partition]:
                order = codec.received_ms(record), record.partition, record.offset
                heapq.heappush(heads, (*order, partition, record))
                return

        for each in self.partitions:
            await refill(each)
        while heads:
            *_, partition, record = heapq.heappop(heads)
            yield partition, record
            await refill(partition)


# Where the events go -------------------------------------------------------------------------------------------------


class FileSink:
    """NDJSON: topic, key, headers and event, a line each. The file has its name only when it is whole."""

    def __init__(self, path: Path) -> None:
        self._path, self._part = path, path.with_name(path.name + ".part")
        try:
            self._file = self._part.open("wb")
        except OSError as error:
            raise Wrong(f"{path}: cannot be written ({error.strerror})") from None

    async def write(self, encoded: codec.Encoded) -> None:
        line = {
            "topic": encoded.topic,
            "key": (encoded.key or b"").decode(),
            "headers": codec.texts(encoded.headers),
            "event": orjson.Fragment(encoded.value or b"null"),
        }
        self._file.write(orjson.dumps(line) + b"\n")

    async def finish(self) -> None:
        self._file.close()
        self._part.replace(self._path)

    async def abandon(self) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)


class TopicSink:
    """A topic of the site's, by its full name; the header wire_topic says where an event would stand.

    All of a run is one transaction: who reads committed sees it whole, or, where it was broken off, nothing of it.
    """

    def __init__(self, settings: Settings, topic: str, run: str) -> None:
        if topic in {settings.topic(each.name) for each in TOPICS}:
            raise Wrong(f"{topic} is live; a replay writes to a topic of its own")
        self._settings, self._topic = settings, topic
        patient = settings.model_copy(update={"transaction_timeout_ms": TRANSACTION_S * 1000})
        self._producer: AIOKafkaProducer = transport.producer(patient, f"{settings.site}.replay-{run}")
        self._begun_s: float | None = None
        self._waiting: list[asyncio.Future[Any]] = []

    async def write(self, encoded: codec.Encoded) -> None:
        if self._begun_s is None:
            await admin.create_plain(self._settings, self._topic)
            await self._producer.start()
            await self._producer.begin_transaction()
            self._begun_s = time.monotonic()
        headers = [*encoded.headers, ("wire_topic", encoded.topic.encode())]
        self._waiting.append(
            await self._producer.send(self._topic, encoded.value, key=encoded.key, headers=headers, partition=0)
        )
        if len(self._waiting) >= IN_FLIGHT:
            await self._acknowledged()
            if time.monotonic() - self._begun_s > TRANSACTION_S - CLOSE_S:
                raise Wrong(
                    f"{self._topic}: a replay into a topic is one transaction, which brokers give "
                    f"{TRANSACTION_S // 60} minutes; take a shorter stretch, or write to a file"
                )

    async def finish(self) -> None:
        if self._begun_s is not None:
            await self._acknowledged()
            await self._producer.commit_transaction()
        await transport.close(self._producer)

    async def abandon(self) -> None:
        if self._begun_s is not None:
            try:
                # Left open it would hold up the topic's readers until the brokers end it.
                async with asyncio.timeout(CLOSE_S):
                    await self._producer.abort_transaction()
            except Exception:  # noqa: BLE001, S110 - what broke the replay may have broken the producer; brokers abort
                pass
        await transport.close(self._producer)

    async def _acknowledged(self) -> None:
        # Awaited, because aiokafka commits a transaction whose sends have failed.
        waiting, self._waiting = self._waiting, []
        await asyncio.gather(*waiting)


class NoSink:
    """Nowhere: for the digests and the counts alone."""

    async def write(self, encoded: codec.Encoded) -> None: ...
    async def finish(self) -> None: ...
    async def abandon(self) -> None: ...
