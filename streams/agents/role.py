"""The role of the taster: one process at a time owns the log, its state and its position."""

import asyncio
import gc
from collections.abc import Callable
from time import perf_counter
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from schemas.state import Entry
from streams import codec
from streams.agents import transport
from streams.agents.attempts import Note
from streams.agents.source import POLL_MS, Source
from streams.agents.step import Computed
from streams.agents.taster import Taster
from streams.pipeline import clock_record
from streams.settings import Settings
from streams.state import State

READ_MS = 20
"""How long one look at the tail of wire.state may wait; a tail without records costs exactly one."""


class RoleLost(Exception):
    """The role went to another process while it was being taken."""


class TasterSource(Source):
    """Fence, read wire.state to its end, seek to the position stored there, process; clock records between batches."""

    agent, topic = "taster", "wire.items"

    def __init__(self, *args: Any, step: Taster, **options: Any) -> None:
        super().__init__(*args, **options)
        self._step = step
        self._log = TopicPartition(self._settings.topic(self.topic), 0)
        self._producer: AIOKafkaProducer | None = None
        self._mine = False
        self._gone = False
        self._seek_wanted = False
        self._clock_ms = 0

    def _assigned(self, assigned: set[TopicPartition]) -> None:
        # Producer and state stay: they are good until somebody fences, and a rebalance often gives the role back.
        self._mine = self._seek_wanted = self._log in assigned
        self._gone = not self._mine

    async def on_partitions_revoked(self, revoked: Any) -> None:
        self._mine = False
        await super().on_partitions_revoked(revoked)

    @property
    def role(self) -> str:
        """joining, standby, rebuilding (the state is being read) or owner."""
        if not self.ready or not self._mine:
            return "standby" if self.ready else "joining"
        return "owner" if self._step.state is not None else "rebuilding"

    async def _hold(self, consumer: AIOKafkaConsumer) -> None:
        while not self.should_stop:
            if not self._mine:
                await self._stand_by(consumer)
            elif self._producer is None or self._step.state is None:
                await self._take()
            else:
                await self._turn(consumer, self._step.state)

    async def _stand_by(self, consumer: AIOKafkaConsumer) -> None:
        """A member without the role must poll, or the group drops it; what that returns is thrown away."""
        if self._gone and self._producer is not None:
            self.logger.info("role given up")
            await self._drop()
        await consumer.getmany(timeout_ms=50)

    async def _take(self) -> None:
        """Fence first, then read the state: what a dead or paused owner had open is gone by then."""
        await self._drop()
        start = perf_counter()
        producer = self._make_producer(self._settings, f"{self._group}-{self._log.topic}-{self._log.partition}")
        self._producer = producer
        await producer.start()
        try:
            state, records = await read_state(self._settings, lambda: self._mine and not self.should_stop)
        except RoleLost:
            await self._drop()
            return
        stopped, metadata = (await transport.committed(self._settings, self._group, [self._log]))[self._log]
        note = Note.of(metadata) if stopped == state.position else None
        self._suspect(self._log).begins(note, self._attempts.by)
        self._step.state, self._step.clock_due = state, True
        self._seek_wanted, self._clock_ms = True, 0
        seconds = perf_counter() - start
        self._metrics.rebuild.set(seconds)
        self._metrics.roles.labels(self.agent).set(1)
        self.logger.info(
            "role taken", position=state.position, entries=len(state), records=records, seconds=round(seconds, 2)
        )

    async def _turn(self, consumer: AIOKafkaConsumer, state: State) -> None:
        if self._seek_wanted:
            # After every assignment the position is the state's, never the consumer's.
            consumer.seek(self._log, state.position)
            self._seek_wanted = False
        if self._clock_wanted(state):
            async with self._busy():
                if self._mine:
                    await self._append_clock()
        got = await consumer.getmany(
            self._log, timeout_ms=self._patience_ms(state), max_records=self._settings.batch_items
        )
        records = got.get(self._log)
        if not self._mine or self._seek_wanted:
            return  # taken away, and perhaps given back, while we waited
        async with self._busy():
            todo = [record for record in records or () if record.offset >= state.position]
            while todo and not self._revoking and not self.should_stop:
                count = await self._batch(self._log, todo, self._send)
                todo = todo[count:]
            if todo:
                self._seek_wanted = True  # what of the fetch was not computed comes again
            await self._tell_lag_tools(consumer, {self._log: state.position})
        self._observe(state)

    async def _send(self, computed: Computed, end: int) -> None:  # noqa: ARG002 - the position is an entry of the state
        assert self._producer is not None
        await transport.transact(self._producer, computed.sends, self._settings)

    async def _leave(self, partition: TopicPartition, note: Note) -> None:
        assert self._producer is not None
        assert self._step.state is not None
        offsets = {partition: (self._step.state.position, note.text())}
        await transport.transact(self._producer, (), self._settings, offsets, self._group)

    def _clock_wanted(self, state: State) -> bool:
        """At once when the role is taken, every clock_s, and when an embargo is over, unless one is on its way."""
        now_ms, due = self._wall_ms(), state.next_due
        if now_ms - self._clock_ms >= self._settings.clock_s * 1000:
            return True
        return due is not None and due <= now_ms and self._step.clock_due

    def _patience_ms(self, state: State) -> int:
        """How long to wait for records: not beyond the next clock record."""
        now_ms, due = self._wall_ms(), state.next_due
        if due is None or not self._step.clock_due:
            return POLL_MS
        return max(1, min(POLL_MS, due - now_ms))

    async def _append_clock(self) -> None:
        """In a transaction of its own by the producer that owns the log: a fenced owner's never becomes visible."""
        assert self._producer is not None
        self._clock_ms = self._wall_ms()
        self._step.clock_due = False
        record = codec.encode_clock(clock_record(self._clock_ms), codec.source(self._settings.site))
        await transport.transact(self._producer, [record], self._settings)

    def _observe(self, state: State) -> None:
        metrics, due, now_ms = self._metrics, state.next_due, self._wall_ms()
        self._measure_lag(self._log, state.position)
        if self._consumer is not None:
            end, stable = self._consumer.highwater(self._log), self._consumer.last_stable_offset(self._log)
            if end is not None and stable is not None:
                metrics.stable_gap.set(max(0, end - stable))
        metrics.entries.set(len(state))
        metrics.held.set(state.held_count)
        metrics.held_overdue.set(max(0, now_ms - due) / 1000 if due is not None else 0)
        metrics.log_time.set(state.time / 1000)

    async def _drop(self) -> None:
        producer, self._producer, self._step.state = self._producer, None, None
        self._metrics.roles.labels(self.agent).set(0)
        if producer is not None:
            await transport.close(producer)


async def read_state(settings: Settings, still: Callable[[], bool]) -> tuple[State, int]:
    """Everything committed in wire.state, and the number of records read. Raises RoleLost once `still` says no.

    Read by position, never by counting: markers, aborted tails and compacted holes are offsets without records.
    """
    partition = TopicPartition(settings.topic("wire.state"), 0)
    options: dict[str, Any] = {"auto_offset_reset": "none", "fetch_max_wait_ms": 50}
    committed = transport.consumer(settings, **options)
    uncommitted = transport.consumer(settings, isolation_level="read_uncommitted", **options)
    entries: dict[str, Entry] = {}
    records = 0
    # A full collection walks every entry read so far: 84 ms beside 75,000, a second beside a million.
    gc.disable()
    try:
        await committed.start()
        await uncommitted.start()
        committed.assign([partition])
        uncommitted.assign([partition])
        end = await _settled_end(committed, uncommitted, partition, still)
        await committed.seek_to_beginning(partition)
        while await committed.position(partition) < end:
            if not still():
                raise RoleLost
            for record in (await committed.getmany(partition, timeout_ms=READ_MS)).get(partition, ()):
                records += 1
                key, entry = codec.decode_entry(record.key, record.value)
                if entry is None:
                    entries.pop(key, None)
                else:
                    entries[key] = entry
        state = State(entries.items())
    finally:
        gc.enable()
        await transport.close(committed)
        await transport.close(uncommitted)
    gc.freeze()
    return state, records


async def _settled_end(committed: Any, uncommitted: Any, partition: TopicPartition, still: Callable[[], bool]) -> int:
    """The end of the topic once nobody has a transaction open in it.

    Another id's open transaction hides our own committed entries behind it (seen: end 19 read committed, 22
    uncommitted, and a state silently short). Only the taster writes this topic, so the wait is short or says why.
    """
    while True:
        if not still():
            raise RoleLost
        seen = (await committed.end_offsets([partition]))[partition]
        whole = (await uncommitted.end_offsets([partition]))[partition]
        if seen == whole:
            return int(seen)
        await asyncio.sleep(0.05)
