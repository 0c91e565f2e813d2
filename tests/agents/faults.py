"""The fault harness: a generated wire at a steady rate while workers, brokers and the consumer are killed and paused.

A fault strikes the moment an item was acknowledged on wire.raw, so one is always appended and not yet committed; a
stage is struck by the worker itself, which stops when it gets there. In the end everything is compared with one fold
without faults. What is drawn at random comes from the seed; when exactly it strikes is up to the machine.

    async with Run("mixed", node.bootstrap, [node], wire, folder, seed=7, rate=100) as run:
        report = await run.through(mixed_plan(7))

bench/faults.py is its command.
"""

import asyncio
import contextlib
import json
import random
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import orjson
import psutil
from aiokafka import TopicPartition
from aiokafka.admin import RecordsToDelete

from schemas.base import utc
from schemas.ids import raw_id
from streams import codec
from streams.agents import transport
from streams.dev import play
from streams.dev.generate import Generated, Truth, generate
from streams.settings import Settings
from streams.tail import read_topic
from tests.agents.folded import differences
from tests.agents.harness import FIRST, ROOT, Site
from tests.agents.judge import Newsroom, rows

SESSION_S = 6.0
"""The session timeout, Kafka's own least one."""

MOVED_S = 20.0
"""How long a paused worker waits for its partition to be taken by another, at most."""

RECOVERED_S = 60.0

TRIES_MAX = 3
SEEN_S = 0.3
"""Until what came with the first event after a fault has been seen, too."""

TAKE_OVER = {
    "intake": ("fencing", "fenced", "note sent"),
    "taster": ("fencing", "fenced", "reading", "read", "note sent"),
}
TRANSACTION = {
    "intake": ("computed", "batch sending", "batch sent", "batch committed"),
    "taster": ("computed", "batch sending", "batch sent", "batch committed", "clock sent"),
}
STAGES = [f"{role} {stage}" for stages in (TAKE_OVER, TRANSACTION) for role, names in stages.items() for stage in names]


class Broker(Protocol):
    """What is killed and restarted: a node, or one of three."""

    def kill(self) -> None: ...
    def restart(self) -> None: ...


@dataclass(frozen=True)
class Fault:
    """`kind` is kill, pause, broker, both, or a stage. A worker that was killed starts again after `rest_s`."""

    kind: str
    owner: bool = True
    rest_s: float = 0.0


@dataclass
class Struck:
    """What a fault did. Times are seconds since 1970; -1 is not seen."""

    kind: str
    at: float
    owner: bool
    target: str = ""
    ended: float = 0.0
    moved: bool | None = None
    """Whether what a paused worker had was taken by another before it woke."""
    away_s: float = 0.0
    """How long a broker did not answer."""
    in_flight: int = 0
    next_event_s: float = -1.0
    slowest_item_s: float = -1.0


def mixed_plan(seed: int) -> list[Fault]:
    """A hundred faults on one broker: each stage five times, and the rest in between."""
    chance = random.Random(seed)
    plan = [Fault(stage) for stage in STAGES for _ in range(5)]
    plan += [Fault("kill", owner=number % 4 > 0, rest_s=chance.choice((0.0, 0.0, 9.0))) for number in range(12)]
    plan += [Fault("pause", owner=number % 3 > 0) for number in range(5)]
    plan += [Fault("broker", rest_s=chance.choice((0.0, 1.0, 4.0))) for _ in range(6)]
    plan += [Fault("both", rest_s=chance.choice((0.0, 2.0))) for _ in range(4)]
    chance.shuffle(plan)
    return plan


FULL_PLAN = [Fault("kill", rest_s=0.0 if number % 2 else 15.0) for number in range(6)]
NODES_PLAN = [Fault("broker", rest_s=4.0)] * 6 + [Fault("both", rest_s=4.0)] * 2
SHORT_PLAN = [
    Fault("kill"),
    Fault("taster batch sent"),
    Fault("broker", rest_s=1.0),
    Fault("pause"),
    Fault("intake batch sent"),
    Fault("both"),
]


def invented_wire(seed: int, count: int = 500) -> list[play.Row]:
    """Rows for those who have no stored wire: texts of invented words, a figure in each."""
    chance = random.Random(seed)
    words = [f"{a}{b}{c}" for a in ("bar", "dol", "ket") for b in ("a", "in", "o") for c in ("mes", "rit", "vor")]

    def text(length: int) -> str:
        return " ".join(chance.choices(words, k=length))

    return [
        play.Row(
            number,
            "1996-03-01T10:00:00Z",
            title=f"{text(6)} {number}".capitalize(),
            dateline="HARBURG, March 1 -",
            body=f"{text(60).capitalize()}.\n{text(50).capitalize()} {chance.randrange(10, 900)} mln dlrs.",
            slug=f"{chance.choice(words)}-{number}",
        )
        for number in range(count)
    ]


@dataclass
class Report:
    """What a phase came to. `wrong` holds a line for each promise that was broken."""

    phase: str
    seed: int
    rate: float
    struck: list[Struck] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def times(self) -> dict[str, dict[str, float]]:
        """Median and maximum by kind, in seconds."""
        by_kind: dict[str, list[Struck]] = {}
        for each in self.struck:
            by_kind.setdefault(each.kind, []).append(each)
        return {
            kind: {
                "n": len(group),
                "next_event_p50": round(statistics.median(each.next_event_s for each in group), 2),
                "next_event_max": round(max(each.next_event_s for each in group), 2),
                "broker_away_p50": round(statistics.median(each.away_s for each in group), 2),
                "slowest_item_p50": round(statistics.median(each.slowest_item_s for each in group), 2),
                "slowest_item_max": round(max(each.slowest_item_s for each in group), 2),
            }
            for kind, group in sorted(by_kind.items())
        }

    def plain(self) -> dict[str, Any]:
        return asdict(self) | {"times": self.times()}


class Run:
    """A site with its workers, its consumer and its brokers, under faults."""

    def __init__(
        self,
        phase: str,
        bootstrap: str,
        brokers: Sequence[Broker],
        wire: Sequence[play.Row],
        folder: Path,
        *,
        seed: int,
        rate: float,
        workers: int = 3,
        replication: int = 1,
    ) -> None:
        self.report = Report(phase, seed, rate)
        self._chance = random.Random(f"{seed} {phase}")
        self._brokers, self._wire, self._rate, self._seed = brokers, wire, rate, seed
        self._stages = folder / "stages"
        self._stages.mkdir()
        self._folder = folder
        self.desk = Site(bootstrap, f"faults-{phase}", folder, replication=replication)
        self.settings: Settings = self.desk.settings
        self._names = [f"w{number}" for number in range(workers)]
        self._workers: dict[str, tuple[int, psutil.Popen]] = {}
        self._starts = 0
        self._newsroom = Newsroom(bootstrap, self.settings.site, folder / "newsroom")
        self._truth: dict[str, Truth] = {}
        self._acked = asyncio.Event()
        self._enough = asyncio.Event()
        self._receipts: list[tuple[float, float]] = []
        self._appended: dict[str, float] = {}
        self._outcomes_at: dict[str, float] = {}
        """When each item was appended to wire.raw, and when its first outcome was, by the brokers' clock."""
        self._tasks: list[asyncio.Task[Any]] = []
        self._began = time.monotonic()

    async def __aenter__(self) -> "Run":
        await self.desk.__aenter__()
        for name in self._names:
            self._start(name)
        self._newsroom.start("--quiet")
        watches = [asyncio.create_task(self._watch(topic)) for topic in FIRST]
        self._tasks = [asyncio.create_task(self._supervise()), *watches]
        await self._first_owner()
        return self

    async def __aexit__(self, *error: Any) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._newsroom.kill()
        for _, process in self._workers.values():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
        await self.desk.__aexit__(*error)

    # -- what goes on all the time

    def _start(self, name: str) -> None:
        """Every second worker has a name of its own in its groups; the others join as strangers."""
        instance = name if int(name[1:]) % 2 == 0 else ""
        process = self.desk.start("stages", COPYTASTER_INSTANCE=instance, FAULT_STAGES=str(self._stages))
        self._workers[name] = self._starts, psutil.Process(process.pid)
        self._starts += 1

    async def _supervise(self) -> None:
        """A worker that has ended by itself is started again; the consumer is killed now and then."""
        next_kill = time.monotonic() + self._chance.uniform(5, 15)
        while True:
            await asyncio.sleep(0.5)
            for name, (index, _) in list(self._workers.items()):
                code = self.desk.process(index).poll()
                if code is not None and code != -signal.SIGKILL:
                    self._count(f"workers ended by themselves ({code})")
                    self._start(name)
            if time.monotonic() > next_kill:
                self._newsroom.kill()
                self._newsroom.start("--quiet")
                self._count("consumer killed")
                next_kill = time.monotonic() + self._chance.uniform(5, 15)

    async def _watch(self, topic: str) -> None:
        """When outcomes become visible to a reader of committed records, and when they had been appended."""
        while True:
            with contextlib.suppress(Exception):
                async for record in read_topic(self.settings, topic, start="now"):
                    if topic == "wire.enriched":
                        self._receipts.append((time.time(), record.timestamp / 1000))
                    self._outcomes_at.setdefault(record.headers["wire_raw"], record.timestamp / 1000)
            await asyncio.sleep(0.2)

    async def feed(self, records: Iterator[Generated], paced: bool = True) -> None:
        """Append records until told that it is enough. What cannot be sent at once is sent when a broker is back."""
        producer = transport.producer(self.settings, request_timeout_ms=60_000)
        await producer.start()
        start, waiting = time.monotonic(), set[Any]()
        try:
            for number, generated in enumerate(records):
                if self._enough.is_set():
                    break
                if paced:
                    await asyncio.sleep(max(0.0, start + number / self._rate - time.monotonic()))
                record = generated.record
                identity = raw_id(record.feed, record.received_at, record.body)
                self._truth[identity] = generated.truth
                encoded = codec.encode_raw(record)
                topic = self.settings.topic(encoded.topic)
                future = await producer.send(topic, encoded.value, key=encoded.key, headers=encoded.headers)
                waiting.add(future)
                future.add_done_callback(partial(self._on_ack, identity))
                future.add_done_callback(waiting.discard)
                if len(waiting) > 5000:
                    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.gather(*waiting)
        finally:
            await transport.close(producer)

    def _on_ack(self, identity: str, sent: Any) -> None:
        if not sent.cancelled() and sent.exception() is None:
            self._appended[identity] = sent.result().timestamp / 1000
        self._acked.set()

    def _under_way(self, at: float) -> bool:
        """Whether an item was appended by then and had its outcome later, as far as it has been seen."""
        return any(start <= at < self._outcomes_at.get(identity, at) for identity, start in self._appended.items())

    def live(self) -> Iterator[Generated]:
        """Items received from now on, without end."""
        return generate(self._wire, 10_000_000, self._seed, utc(round(time.time() * 1000)), self._rate)

    # -- who has what

    def _told(self) -> list[tuple[str, str, str]]:
        """(timestamp, worker, event) of every role that a worker's log tells of, in order of time."""
        found = []
        for name, (index, _) in self._workers.items():
            for line in self.desk.log(index).splitlines():
                if '"role taken"' in line or '"partitions taken"' in line:
                    with contextlib.suppress(ValueError, KeyError):
                        entry = json.loads(line)
                        if entry.get("partitions", True):
                            found.append((entry["timestamp"], name, entry["agent"]))
        return sorted(found)

    def _owner(self) -> str | None:
        """Who took the taster's role last."""
        takers = [name for _, name, agent in self._told() if agent == "taster"]
        return takers[-1] if takers else None

    async def _first_owner(self) -> None:
        end = time.monotonic() + RECOVERED_S
        while self._owner() is None:
            assert time.monotonic() < end, "nobody took the taster's role"
            await asyncio.sleep(0.2)

    def _pick(self, owner: bool) -> str:
        held = self._owner()
        if held is not None and owner:
            return held
        return self._chance.choice([name for name in self._names if name != held])

    # -- faults

    async def strike(self, plan: Sequence[Fault], say: Callable[[str], None] = lambda _: None) -> None:
        """All faults, one after another, each once the wire runs again."""
        await self._recovered(time.time())
        for number, fault in enumerate(plan, 1):
            await asyncio.sleep(self._chance.uniform(0.3, 1.5))
            struck = await self._until_it_strikes(fault)
            if struck is None:
                self._count(f"not reached: {fault.kind}")
                continue
            self.report.struck.append(struck)
            say(f"{number:3}/{len(plan)} {struck.kind:<24} {struck.target:<12} {struck.next_event_s:6.2f} s")

    async def _until_it_strikes(self, fault: Fault) -> Struck | None:
        """The fault, and the wire running again. Once more where the stage was not reached, since the successor of a
        killed worker may have gone through it before it was killed itself; and where nothing was under way."""
        struck = None
        for _ in range(TRIES_MAX):
            struck = await self._one(fault)
            if struck is None:
                continue
            struck.ended = await self._recovered(struck.at)
            struck.next_event_s = struck.ended - struck.at
            await asyncio.sleep(SEEN_S)
            if self._under_way(struck.at):
                break
            self._count(f"nothing under way: {fault.kind}")
        return struck

    async def _one(self, fault: Fault) -> Struck | None:
        if fault.kind in STAGES:
            return await self._stage(fault)
        name = self._pick(fault.owner)
        index, process = self._workers[name]
        owner = name == self._owner()
        self._acked.clear()
        await asyncio.wait_for(self._acked.wait(), RECOVERED_S)
        at = time.time()
        if fault.kind in ("kill", "both"):
            self.desk.process(index).kill()
        if fault.kind == "pause":
            process.suspend()
        struck = Struck(fault.kind, at, owner, name)
        if fault.kind in ("broker", "both"):
            broker = self._chance.choice(self._brokers)
            struck.target = f"broker {self._brokers.index(broker)}" + (f" and {name}" if fault.kind == "both" else "")
            struck.owner = fault.kind == "broker" or owner  # it is the owner's broker, too
            broker.kill()
            await asyncio.sleep(fault.rest_s)
            await asyncio.to_thread(broker.restart)
            struck.away_s = time.time() - at
        if fault.kind == "kill" and fault.rest_s:
            struck.kind = "kill, no restart"
            await self._recovered(at)  # the others have taken over
        if fault.kind in ("kill", "both"):
            await asyncio.to_thread(self.desk.process(index).wait)
            self._start(name)
        if fault.kind == "pause":
            struck.moved = await self._moved(name, "taster" if owner else "intake", at)
            process.resume()
        return struck

    async def _stage(self, fault: Fault) -> Struck | None:
        """Arm the stage, wait for the worker that stops there, let its successor take over, and wake it."""
        role, _, stage = fault.kind.partition(" ")
        armed = self._stages / fault.kind
        armed.touch()
        if stage in TAKE_OVER[role]:  # somebody has to take over for this stage to come
            name = self._pick(role == "taster")
            self.desk.process(self._workers[name][0]).kill()
            self.desk.process(self._workers[name][0]).wait()
            self._start(name)
        end = time.monotonic() + 25
        while (name := self._stopped()) is None:
            if time.monotonic() > end:
                armed.unlink(missing_ok=True)
                return None
            await asyncio.sleep(0.01)
        at = time.time()
        struck = Struck(fault.kind, at, role == "taster", name)
        struck.moved = await self._moved(name, role, at)
        self._workers[name][1].resume()
        return struck

    def _stopped(self) -> str | None:
        for name, (_, process) in self._workers.items():
            with contextlib.suppress(psutil.NoSuchProcess):
                if process.status() == psutil.STATUS_STOPPED:
                    return name
        return None

    async def _moved(self, name: str, role: str, at: float) -> bool:
        """Wait beyond the session timeout until another worker has told that it took the role."""
        since = utc(round(at * 1000))
        await asyncio.sleep(SESSION_S + 0.5)
        end = time.monotonic() + MOVED_S - SESSION_S
        while not any(when > since and who != name and what == role for when, who, what in self._told()):
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.2)
        await asyncio.sleep(self._chance.uniform(0, 0.5))
        return True

    async def _recovered(self, at: float, seconds: float = RECOVERED_S) -> float:
        """When the first event that was appended after `at` was seen; AssertionError where none comes."""
        end = time.time() + seconds
        while True:
            first = 0.0
            for seen, appended in reversed(self._receipts):
                if appended <= at:
                    break
                first = seen
            if first:
                return first
            assert time.time() < end, f"no event for {seconds} s after a fault"
            await asyncio.sleep(0.02)

    # -- the end

    async def settled(self, seconds: float = 180) -> None:
        """Until every item sent has a first outcome; the feed has stopped."""
        end = time.monotonic() + seconds
        while True:
            firsts = set[str]()
            for topic in FIRST:
                async for record in read_topic(self.settings, topic, to_end=True):
                    if "wire_cause" not in record.headers:
                        firsts.add(record.headers["wire_raw"])
            if self._truth.keys() <= firsts:
                return
            if time.monotonic() > end:
                self.report.wrong.append(f"{len(self._truth.keys() - firsts)} items without an outcome: lost")
                return
            await asyncio.sleep(2)

    async def judge(self) -> Report:
        """Stop everything, compare with one fold without faults, and say what was found."""
        report = self.report
        await self.settled()
        self._tasks[0].cancel()  # nobody is started again
        for index, process in self._workers.values():
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
            self.desk.process(index).terminate()
        for index, _ in self._workers.values():
            code = await asyncio.to_thread(self._ended, index)
            if code:
                report.wrong.append(f"a worker ended with {code} on SIGTERM")
        found, folded = await differences(self.settings)
        report.wrong += found
        await asyncio.to_thread(self._newsroom.read_to_end)
        held = rows(self._newsroom.file)
        if held != folded.rows:
            wrong = [key for key in held.keys() | folded.rows.keys() if held.get(key) != folded.rows.get(key)]
            report.wrong.append(f"the consumer has {len(wrong)} wrong rows of {len(folded.rows)}: {wrong[:3]}")
        await self._outcomes()
        await self._audit()
        report.counts |= {"items sent": len(self._truth), "rows of the consumer": len(held)}
        report.counts |= {f"folded to {name}": len(outputs) for name, outputs in folded.outputs.items()}
        report.counts["entries of the state"] = len(folded.state)
        report.seconds = round(time.monotonic() - self._began, 1)
        return report

    def _ended(self, index: int) -> int:
        try:
            return self.desk.process(index).wait(30)
        except subprocess.TimeoutExpired:
            self.desk.process(index).kill()
            return -signal.SIGKILL

    async def _outcomes(self) -> None:
        """Counts each arrival and ce_id, compares with what the generator meant, and says what was under way when."""
        report = self.report
        raw = {}
        async for record in read_topic(self.settings, "wire.raw", to_end=True):
            given = record.headers
            raw[raw_id(given["feed"], given["received_at"], record.value or b"")] = record.timestamp / 1000
        firsts: dict[str, tuple[str, float]] = {}
        near = set[str]()
        ids: Counter[tuple[str, str]] = Counter()
        twice = later = 0
        for topic in FIRST:
            async for record in read_topic(self.settings, topic, to_end=True):
                headers = record.headers
                ids[topic, headers.get("ce_id") or headers["wire_raw"] + headers["wire_part"]] += 1
                if "wire_cause" in headers:
                    later += 1
                    continue
                twice += headers["wire_raw"] in firsts
                if headers.get("wire_relation") == "near_duplicate":
                    near.add(headers["wire_raw"])
                firsts[headers["wire_raw"]] = topic.removeprefix("wire."), record.timestamp / 1000
        repeated = sum(count > 1 for count in ids.values())
        if twice or repeated:
            report.wrong.append(f"{twice} items with two first outcomes, {repeated} ce_id twice on a topic")
        if raw.keys() != self._truth.keys():
            report.wrong.append(f"wire.raw has {len(raw)} items, {len(self._truth)} were sent")
        self._compare_truth({identity: first for identity, first in firsts.items() if identity not in near})
        items = Counter[str]()
        async for record in uncommitted(self.settings, "wire.items"):
            items["uncommitted"] += 1
            items["clock"] += record.key == codec.CLOCK_KEY
        committed = [each._replace(value=None) async for each in read_topic(self.settings, "wire.items", to_end=True)]
        again = Counter(each.headers["wire_raw"] for each in committed if "wire_raw" in each.headers)
        if read_again := sum(count > 1 for count in again.values()):
            report.wrong.append(f"wire.items has {read_again} items more than once")
        report.counts |= {
            "first outcomes": len(firsts),
            "later outcomes": later,
            "clock records": sum(each.key == codec.CLOCK_KEY for each in committed),
            "records of wire.items given up with their transaction": items["uncommitted"] - len(committed),
            "clock records given up": items["clock"] - sum(each.key == codec.CLOCK_KEY for each in committed),
        }
        spans = sorted((at, firsts[identity][1]) for identity, at in raw.items() if identity in firsts)
        ends = [each.at for each in report.struck[1:]] + [float("inf")]
        for struck, until in zip(report.struck, ends, strict=True):
            struck.in_flight = sum(start <= struck.at < end for start, end in spans)
            hit = [end - start for start, end in spans if start < min(until, struck.ended + 1) and end > struck.at]
            struck.slowest_item_s = max(hit, default=-1.0)

    def _compare_truth(self, firsts: dict[str, tuple[str, float]]) -> None:
        """Whether each item is what the generator made it; but an embargo may be over when a fault delays its item, and
        a table of hardly a long word may pass for another story's, which is left out here."""
        wrong = [
            f"{truth.plot} {truth.uri} v{truth.version}: {firsts[identity][0]}, not {truth.outcome}"
            for identity, truth in self._truth.items()
            if identity in firsts and firsts[identity][0] != truth.outcome and truth.embargoed_until is None
        ]
        if wrong:
            self.report.wrong.append(f"{len(wrong)} items are not what they were made: {wrong[:3]}")

    async def _audit(self) -> None:
        """The command finds nothing; and once a record is taken away it names it."""
        code, told = await self._audited()
        if code or told:
            self.report.wrong.append(f"audit exits {code}: {told[:3]}")
        first = await anext(aiter(read_topic(self.settings, "wire.enriched")))
        client = transport.admin(self.settings)
        await client.start()
        place = TopicPartition(self.settings.topic("wire.enriched"), 0)
        await client.delete_records({place: RecordsToDelete(before_offset=first.offset + 1)})
        await client.close()
        code, told = await self._audited()
        if code != 1 or [each["raw_id"] for each in told] != [first.headers["wire_raw"]]:
            self.report.wrong.append(f"a record was removed and audit exits {code} with {told[:3]}")

    async def _audited(self) -> tuple[int, list[dict[str, Any]]]:
        place = ["--site", self.settings.site, "--bootstrap", self.settings.bootstrap]
        command = [sys.executable, "-m", "streams.cli", "audit", "--json", *place]
        run = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        output, _ = await run.communicate()
        return run.returncode or 0, orjson.loads(output)["differences"]

    async def through(
        self, plan: Sequence[Fault], say: Callable[[str], None] = lambda _: None, before: int = 0
    ) -> Report:
        """All of it: `before` items as fast as they go, then the live wire with the faults, then the judge."""
        if before:
            start = utc(round(time.time() * 1000) - before)
            await self.feed(generate(self._wire, before, self._seed + 1, start, 1000), paced=False)
            await self.settled()
            say(f"{before:,} items are in the window")

        async def striking() -> None:
            await self.strike(plan, say)
            self._enough.set()

        await asyncio.gather(self.feed(self.live()), striking())
        return await self.judge()

    def _count(self, what: str) -> None:
        self.report.counts[what] = self.report.counts.get(what, 0) + 1


async def uncommitted(settings: Settings, name: str, isolation_level: str = "read_uncommitted") -> AsyncIterator[Any]:
    """Every record of a topic of one partition, of open and given-up transactions too."""
    partition = TopicPartition(settings.topic(name), 0)
    async with transport.reader(settings, [partition], isolation_level=isolation_level) as consumer:
        end = (await consumer.end_offsets([partition]))[partition]
        await consumer.seek_to_beginning(partition)
        while await consumer.position(partition) < end:
            for record in (await consumer.getmany(partition, timeout_ms=100)).get(partition, ()):
                yield record
