"""What every role needs: a consumer in a group, batches for an agent, transactions out, and an end at any error.

How a role is taken, and why so (docs/decisions/0003-taking-a-role.md has what each rule cost to find):
  - only a new assignment gives the right to fence; who is fenced later does not fence back;
  - fencing and seeking happen outside the rebalance listener, which waits for the batch in flight and nothing else:
    getmany waits for the assignment during a rebalance whatever its timeout, so waiting for it would be a deadlock;
  - after every assignment the consumer is sought to the stored position: a getmany in flight during the assignment
    hands out records, and the consumer's own position moves with them;
  - after any error, whatever its type, the role ends: close, leave the group, join again;
  - before the first batch of a role a note is left of it, for the case that it takes the process down (attempts.py).
"""

import asyncio
from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from itertools import islice, takewhile
from time import perf_counter, time
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRebalanceListener, TopicPartition
from mode import Service

from streams import codec
from streams.agents import positions, transport
from streams.agents.attempts import ATTEMPTS_MAX, Attempts, Note
from streams.agents.step import Batch, Computed, Condemned, Record, reason_of
from streams.agents.taster import StateDamaged
from streams.metrics import Metrics
from streams.settings import Settings

MakeProducer = Callable[..., AIOKafkaProducer]

AGAIN_S = 0.5
"""Pause after a role has ended in an error."""

ALONE_MAX = 2
"""Times a record may fail alone. A batch of one may have failed by chance: a broker that is just fencing us answers a
commit with an error that names nothing (seen: a good record on wire.dead)."""

FAILURES_MAX = 5
"""The same while the error speaks of the broker; a broker that is away lets no role be taken, so this many failures
after as many take-overs are the record's own."""

POLL_MS = 200
"""How long a look for new records may wait."""

SKEW_MS = 12 * 3_600_000
"""How far apart in received_at the partitions of a backlog may be read. With the 18 hours of an exact re-send it stays
well below the 72 hours for which a text is remembered; a smaller one cuts the batches of a backlog small."""

COMMIT_S = 1.0
"""How often lag tools are told, and how long that may take."""

STOP_S = 20.0


class WorkerBug(Exception):
    """An error of the worker's own code that is not about one record: the process ends with its traceback."""


class Suspects:
    """Which records of a partition failed: those go one a transaction, and one that fails alone is condemned."""

    def __init__(self) -> None:
        self.condemned: dict[int, Condemned] = {}
        self.attempt = 1
        """Which attempt at the head record the next batch is, 0 where that needs no note."""
        self._until = 0
        self._failures: dict[int, int] = {}

    def alone(self, offset: int) -> bool:
        """Whether the record must be the only one of its transaction."""
        return offset < self._until

    def begins(self, note: Note | None, by: str) -> None:
        """The role is taken; `note` is what stands at the position where it starts."""
        # A process that finds its own note has survived that attempt.
        self.attempt = note.attempt + (note.by != by) if note else 1
        if note and self.attempt > 1:
            self._until = max(self._until, note.until)

    def noted(self, records: Sequence[Record], by: str) -> Note:
        """The note to leave before these records are computed. At the last attempt the first one is given up."""
        if self.attempt >= ATTEMPTS_MAX:
            detail = f"the worker's process ended {self.attempt - 1} times with this record in hand"
            keep_bytes = self.attempt == ATTEMPTS_MAX
            self.condemned[records[0].offset] = Condemned(detail, keep_bytes=keep_bytes, reason="process_ended")
        return Note(self.attempt, max(self._until, records[-1].offset + 1), by)

    def failed(self, records: Sequence[Record], error: BaseException) -> None:
        offset = records[0].offset
        self._until = max(self._until, records[-1].offset + 1)
        if len(records) > 1:
            return
        self._failures[offset] = self._failures.get(offset, 0) + 1
        # A worker whose transactional id was fenced knows nothing about its records.
        if self._failures[offset] < (FAILURES_MAX if transport.is_away(error) else ALONE_MAX):
            return
        self._failures[offset] = 0
        self.condemned[offset] = Condemned(reason_of(error), keep_bytes=offset not in self.condemned)

    def damaged(self, error: StateDamaged) -> None:
        self._until = max(self._until, error.offset + 1)
        self.condemned[error.offset] = Condemned(str(error))

    def passed(self, end: int) -> None:
        """Everything below this offset is committed."""
        self.attempt = 1 if end < self._until else 0
        for known in (self.condemned, self._failures):
            for offset in [offset for offset in known if offset < end]:
                del known[offset]


class Source(Service, ConsumerRebalanceListener):  # type: ignore[misc] # both untyped
    """One role of this process. Subclasses say how it is taken and what a batch's transaction holds."""

    agent: str
    topic: str
    mundane_level = "debug"

    def __init__(
        self,
        settings: Settings,
        channel: Any,
        metrics: Metrics,
        make_producer: MakeProducer,
        wall_ms: Callable[[], int],
        attempts: Attempts,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._attempts = attempts
        self._settings, self._channel, self._metrics = settings, channel, metrics
        self._make_producer, self._wall_ms = make_producer, wall_ms
        self._group = settings.group(self.agent)
        self._consumer: AIOKafkaConsumer | None = None
        self._suspects: dict[TopicPartition, Suspects] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self._finished = asyncio.Event()
        self._generation = 0
        self._revoking = False
        self._told: dict[TopicPartition, int] = {}
        self._told_s = 0.0
        self.ready = False
        self.logger = structlog.get_logger().bind(agent=self.agent)

    @property
    def role(self) -> str:
        """For a person who asks: joining, or member of the group."""
        return "member" if self.ready else "joining"

    @abstractmethod
    async def _hold(self, consumer: AIOKafkaConsumer) -> None:
        """Work as a member of the group until told to stop. Any error ends the role."""

    @abstractmethod
    async def _drop(self) -> None:
        """Give up what the role holds besides the consumer."""

    @abstractmethod
    async def _leave(self, partition: TopicPartition, note: Note) -> None:
        """Commit the note beside the position of the partition, by the producer that owns it."""

    async def on_partitions_revoked(self, revoked: Any) -> None:  # noqa: ARG002 - the listener's own signature
        self._revoking = True
        await self._idle.wait()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        self._revoking = False
        self._generation += 1
        self._assigned(assigned)

    @abstractmethod
    def _assigned(self, assigned: set[TopicPartition]) -> None:
        """Note the assignment; what it asks for is done outside the listener."""

    @Service.task  # type: ignore[untyped-decorator] # mode is untyped
    async def _work(self) -> None:
        try:
            while not self.should_stop:
                try:
                    await self._membership()
                except WorkerBug as bug:
                    await self.crash(bug.__cause__ or bug)
                    return
                except Exception as error:  # noqa: BLE001 - no switch on the type: any error ends the role
                    self._metrics.role_ends.labels(self.agent, type(error).__name__).inc()
                    self.logger.warning("role ended, joining again", error=reason_of(error))
                    await self.sleep(AGAIN_S)
        finally:
            self._finished.set()

    async def on_stop(self) -> None:
        """The batch in hand is finished; what was not computed comes again to whoever takes over."""
        try:
            await asyncio.wait_for(self._finished.wait(), STOP_S)
        except TimeoutError:
            self.logger.warning("did not finish in time; the next owner goes on from the last commit", seconds=STOP_S)

    async def _membership(self) -> None:
        consumer = self._consumer = transport.consumer(self._settings, self._group)
        consumer.subscribe([self._settings.topic(self.topic)], listener=self)
        try:
            await consumer.start()
            self.ready = True
            await self._hold(consumer)
        finally:
            self.ready = False
            self._metrics.roles.labels(self.agent).set(0)
            await self._drop()
            await transport.close(consumer)

    @asynccontextmanager
    async def _busy(self) -> Any:
        """While inside, a rebalance waits. Entered only after getmany has returned."""
        self._idle.clear()
        try:
            yield
        finally:
            self._idle.set()

    async def _ask(self, partition: TopicPartition, records: Sequence[Record]) -> Computed:
        """The agent's answer to as many of the records as fit into one batch."""
        batch = Batch(records, self._suspect(partition).condemned)
        await self._channel.put(batch)
        try:
            return await batch.done
        except StateDamaged as damage:
            self._suspect(partition).damaged(damage)
            raise
        except Exception as error:
            raise WorkerBug from error

    async def _batch(
        self, partition: TopicPartition, records: Sequence[Record], send: Callable[[Computed, int], Any]
    ) -> int:
        """Compute and commit the first batch of the records; returns how many of them it held."""
        suspects = self._suspect(partition)
        cut = self._cut(records, suspects)

        async def commit(computed: Computed) -> None:
            done, end = cut[: computed.count], cut[computed.count - 1].offset + 1
            try:
                await send(computed, end)
            except Exception as error:
                suspects.failed(done, error)
                raise
            suspects.passed(end)

        noted = suspects.attempt > 0
        async with self._attempts.turn:
            if noted:
                await self._leave(partition, suspects.noted(cut, self._attempts.by))
            start = perf_counter()
            computed = await self._ask(partition, cut)
            computed_at = perf_counter()
            if noted:
                await commit(computed)
        if not noted:
            await commit(computed)
        self._count(computed, computed_at - start, perf_counter() - computed_at)
        return computed.count

    def _cut(self, records: Sequence[Record], suspects: Suspects) -> Sequence[Record]:
        """As many records as a batch may hold by number and bytes; a suspect one is alone."""
        if suspects.alone(records[0].offset):
            return records[:1]
        count = held = 0
        for record in records[: self._settings.batch_items]:
            held += len(record.value or b"")
            if count and held > self._settings.batch_bytes:
                break
            count += 1
        return records[:count]

    def _suspect(self, partition: TopicPartition) -> Suspects:
        return self._suspects.setdefault(partition, Suspects())

    def _count(self, computed: Computed, compute_s: float, send_s: float) -> None:
        metrics = self._metrics
        metrics.batch.labels(self.agent, "compute").observe(compute_s)
        metrics.batch.labels(self.agent, "send").observe(send_s)
        now_ms = time() * 1000
        for (outcome, feed), count in Counter((tally.outcome, tally.feed) for tally in computed.tallies).items():
            metrics.outcomes.labels(self.agent, outcome, metrics.feed(feed)).inc(count)
        for tally in computed.tallies:
            if tally.appended_ms and tally.outcome != "read":
                metrics.latency.observe(max(0.0, (now_ms - tally.appended_ms) / 1000))

    async def _tell_lag_tools(self, consumer: AIOKafkaConsumer, positions: Mapping[TopicPartition, int]) -> None:
        """Group offsets are for lag tools alone; what stands in our own topics counts. So an error is nobody's loss."""
        if dict(positions) == self._told or perf_counter() - self._told_s < COMMIT_S:
            return
        self._told, self._told_s = dict(positions), perf_counter()
        try:
            async with asyncio.timeout(COMMIT_S):
                await consumer.commit(self._told)
        except Exception as error:  # noqa: BLE001 - see above; the next second tries again
            self.logger.debug("group offset not committed", error=repr(error))

    def _measure_lag(self, partition: TopicPartition, position: int) -> None:
        """Lag in offsets, of which a transaction's marker is one; a lag of one or two is no lag."""
        end = self._consumer.last_stable_offset(partition) if self._consumer else None
        if end is not None:
            self._metrics.lag.labels(self.agent, str(partition.partition)).set(max(0, end - position))


class IntakeSource(Source):
    """The role of intake: some partitions of wire.raw, a producer for each, positions in the transaction.

    A backlog is read in the order of received_at, to within SKEW_MS across partitions, however unevenly they come: the
    log's time never falls, so a partition that raced weeks ahead would expire what the copies in the others are to be
    compared with (seen: 172 of 174 re-sends found when a month was played at full speed).
    """

    agent, topic = "intake", "wire.raw"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._producers: dict[TopicPartition, AIOKafkaProducer] = {}
        self._positions: dict[TopicPartition, int] = {}
        self._buffers: dict[TopicPartition, list[Record]] = {}
        self._reached_ms: dict[TopicPartition, int] = {}
        self._unclaimed: set[TopicPartition] | None = None

    def _assigned(self, assigned: set[TopicPartition]) -> None:
        self._unclaimed = set(assigned)

    async def _hold(self, consumer: AIOKafkaConsumer) -> None:
        while not self.should_stop:
            if self._unclaimed is not None:
                await self._claim(consumer)
            elif self._positions:
                await self._turn(consumer)
            else:
                await consumer.getmany(timeout_ms=POLL_MS)  # a member without partitions must poll all the same

    async def _turn(self, consumer: AIOKafkaConsumer) -> None:
        empty = [partition for partition, buffer in self._buffers.items() if not buffer]
        if empty:
            # Where records wait already, they do not wait for more than a moment.
            patience_ms = POLL_MS if len(empty) == len(self._buffers) else 1
            got = await self._fetch(consumer, empty, patience_ms)
            if self._unclaimed is not None or self._revoking:
                return  # fetched for an assignment that is over
            for partition, records in got.items():
                self._buffers[partition] += [each for each in records if each.offset >= self._positions[partition]]
        horizon_ms = await self._horizon_ms(consumer)
        async with self._busy():
            results = await asyncio.gather(
                *[self._drain(partition, horizon_ms) for partition in self._buffers], return_exceptions=True
            )
        for result in results:
            if isinstance(result, BaseException):
                raise result
        await self._tell_lag_tools(consumer, self._positions)

    async def _fetch(
        self, consumer: AIOKafkaConsumer, empty: Sequence[TopicPartition], patience_ms: int
    ) -> dict[TopicPartition, list[Record]]:
        """Records of any of the partitions, and what is there by then of the others.

        One getmany fills up from one partition after another, so a backlog would come a partition at a time and its
        transactions one after another: half of the rate (bench/throughput.py).
        """
        most = 4 * self._settings.batch_items
        got: dict[TopicPartition, list[Record]] = await consumer.getmany(
            *empty, timeout_ms=patience_ms, max_records=most
        )
        for partition in empty if got else ():
            if partition not in got:
                got |= await consumer.getmany(partition, timeout_ms=0, max_records=most)
        return got

    async def _horizon_ms(self, consumer: AIOKafkaConsumer) -> int:
        """How far, in received_at, this turn may go: SKEW_MS beyond the partition that is furthest behind."""
        behind = [codec.received_ms(buffer[0]) for buffer in self._buffers.values() if buffer]
        for partition, buffer in self._buffers.items():
            stable = consumer.last_stable_offset(partition)
            if not buffer and stable is not None and await consumer.position(partition) < stable:
                behind.append(self._reached_ms.get(partition, 0))
        return min(behind, default=0) + SKEW_MS

    async def _drain(self, partition: TopicPartition, horizon_ms: int) -> None:
        async def send(computed: Computed, end: int) -> None:
            sends = [*computed.sends, positions.encode(partition.partition, end)]
            await transport.transact(self._producers[partition], sends, self._settings)
            self._positions[partition] = end

        buffer = self._buffers[partition]
        while buffer and codec.received_ms(buffer[0]) <= horizon_ms and not self._revoking and not self.should_stop:
            first = islice(buffer, self._settings.batch_items)
            ripe = list(takewhile(lambda each: codec.received_ms(each) <= horizon_ms, first))
            count = await self._batch(partition, ripe, send)
            self._reached_ms[partition] = codec.received_ms(buffer[count - 1])
            del buffer[:count]
        self._measure_lag(partition, self._positions[partition])

    async def _claim(self, consumer: AIOKafkaConsumer) -> None:
        """Fence whoever had the partitions, then read where they really stopped.

        A new producer at every assignment, also for a partition that stays: only its start waits until the last
        transaction has come to its end.
        """
        generation, wanted = self._generation, sorted(self._unclaimed or ())
        await self._drop()
        started = await asyncio.gather(*[self._fence(partition) for partition in wanted], return_exceptions=True)
        for result in started:
            if isinstance(result, BaseException):
                raise result
        stored = await positions.read(self._settings, [partition.partition for partition in wanted])
        starts = await consumer.beginning_offsets(wanted)
        for partition in wanted:
            position, note = stored.get(partition.partition, (starts[partition], None))
            if generation != self._generation:
                return  # another assignment came meanwhile; it is claimed next
            consumer.seek(partition, position)
            self._positions[partition] = position
            self._buffers[partition] = []
            self._suspect(partition).begins(note, self._attempts.by)
        if generation != self._generation:
            return
        self._unclaimed = None
        self._metrics.roles.labels(self.agent).set(len(wanted))
        self.logger.info("partitions taken", partitions=[partition.partition for partition in wanted])

    async def _fence(self, partition: TopicPartition) -> None:
        transactional_id = f"{self._group}-{partition.topic}-{partition.partition}"
        producer = self._make_producer(self._settings, transactional_id)
        self._producers[partition] = producer
        await producer.start()

    async def _leave(self, partition: TopicPartition, note: Note) -> None:
        record = positions.encode(partition.partition, self._positions[partition], note)
        await transport.transact(self._producers[partition], [record], self._settings)

    async def _drop(self) -> None:
        producers, self._producers = list(self._producers.values()), {}
        self._positions.clear()
        self._buffers.clear()
        await asyncio.gather(*[transport.close(producer) for producer in producers])
