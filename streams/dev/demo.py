"""The demo: a real Kafka, a real worker, forty seconds of three invented wires; what comes out is shown as it comes.

Its rule: everything goes when the demo goes, however it ends: the worker, Kafka, their ports and their folders. And
what is shown is what a reader of the topics sees; only the notes beside it are from the sample's manifest.
"""

import asyncio
import contextlib
import json
import os
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import orjson
from rich.columns import Columns
from rich.console import Console
from rich.table import Table
from rich.text import Text

from schemas.base import utc
from schemas.ids import raw_id
from schemas.item import RawRecord
from schemas.lists import CLOSED_LISTS
from streams import admin, ingest, terminal
from streams.dev import guard
from streams.dev.kafka import HOST, Node, NodeError, free_port, version
from streams.dev.sample import Expected, feeds, manifest, sample
from streams.settings import PREFIX, FeedRow, Settings
from streams.tail import Read, read_topic

SITE = "demo"
SHOWN = ("wire.enriched", "wire.suppressed", "wire.held", "wire.dead")
READY_S = 60.0
LATE_S = 30.0
"""How long after the feed's end the last outcome may come."""
SURPLUS_S = 1.0
"""How long to look for outcomes that nothing asked for, once all have come that should."""


class DemoError(Exception):
    """What kept the demo from going on, said so that a person can act on it."""


def run(speed: float = 1.0, once: bool = False) -> int:
    """The whole demo. In a terminal it goes on after the feed until Ctrl-C, elsewhere or with `once` it ends.

    Returns 0; 1 where an outcome differs from the manifest or the demo could not run.
    """
    out = Console(highlight=False)
    stays = out.is_terminal and not once
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    started = time.monotonic()
    try:
        _heading(out, speed)
        with Node.start(quick=True) as node, _ending(out):
            settings = Settings(
                site=SITE,
                bootstrap=node.bootstrap,
                feeds=tuple(FeedRow.model_validate(row) for row in feeds()),
                metrics_port=free_port(),
            )
            with _worker(settings) as worker:
                return asyncio.run(_watch(out, settings, worker, speed, stays, started))
    except KeyboardInterrupt:
        return 0
    except (NodeError, DemoError) as error:
        Console(stderr=True).print(f"copytaster: {error}", markup=False, highlight=False, soft_wrap=True)
        return 1


async def _watch(
    out: Console, settings: Settings, worker: "_Process", speed: float, stays: bool, started: float
) -> int:
    """Feed the worker and print every record of the outcome topics in the order of its arrival here."""
    await admin.create(settings)
    await _ready(settings, worker)
    _where(out, settings, time.monotonic() - started)
    ledger, seen = Ledger(), asyncio.Queue[Read]()
    async with contextlib.AsyncExitStack() as running:
        readers = [await running.enter_async_context(_task(_collect(settings, topic, seen))) for topic in SHOWN]
        feed = await running.enter_async_context(_task(_play(settings, ledger, speed)))

        async def tell_next() -> None:
            worker.check()
            for task in (feed, *readers):
                if task.done():
                    task.result()  # the feed ends, a reader never does; an error of either ends the demo
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.2):
                    _tell(out, ledger, await seen.get())

        while not (feed.done() and ledger.is_settled()):
            await tell_next()
        latest = {each.key: each async for each in read_topic(settings, "wire.latest", idle_s=SURPLUS_S)}
        while not seen.empty():
            await tell_next()
        wrong = ledger.differences(latest)
        alerts = [_event(each) async for each in read_topic(settings, "wire.alerts", to_end=True)]
        stories = {each.key: _event(each) async for each in read_topic(settings, "wire.stories", to_end=True)}
        _summary(out, ledger, wrong, [*_alerts(alerts), *_stories(list(stories.values()))])
        if stays:
            _invitation(out, settings)
        while stays:
            await tell_next()
    return 1 if wrong else 0


async def _play(settings: Settings, ledger: "Ledger", speed: float) -> None:
    """The sample feed into wire.raw, at its pace."""
    begin = time.monotonic()

    async def paced() -> AsyncIterator[RawRecord]:
        for at_s, record, expected in sample(utc(time.time_ns() // 1_000_000)):
            await asyncio.sleep(max(0.0, begin + at_s / speed - time.monotonic()))
            ledger.sent(record, expected)
            yield record

    await ingest.send(settings, paced())
    ledger.fed()


async def _collect(settings: Settings, topic: str, seen: asyncio.Queue[Read]) -> None:
    async for record in read_topic(settings, topic):
        seen.put_nowait(record)


@contextlib.asynccontextmanager
async def _task(work: Any) -> AsyncIterator[asyncio.Task[None]]:
    """A task that ends with its block."""
    task: asyncio.Task[None] = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


# What was sent, what came of it, and whether that is what the manifest says.


class Came(NamedTuple):
    """One outcome of an arrival, as the topics have it."""

    outcome: str
    event: str | None
    relations: Mapping[str, str | None]
    """Kind of each relation, and the uri it points at."""
    uri: str
    at_ms: int
    reason: str


class Ledger:
    """Every record sent, and its outcomes in the order of their arrival."""

    def __init__(self) -> None:
        self.expected: dict[str, Expected] = {}
        self.came: dict[str, list[Came]] = {}
        self.levels: Counter[str] = Counter()
        self.waits_ms: list[float] = []
        self._sent_ms: dict[str, float] = {}
        self._end = float("inf")

    def sent(self, record: RawRecord, expected: Expected) -> None:
        identity = raw_id(record.feed, record.received_at, record.body)
        self.expected[identity] = expected
        self._sent_ms[identity] = time.time() * 1000

    def fed(self) -> None:
        """The feed is over; what is still awaited must come soon."""
        self._end = time.monotonic() + LATE_S

    def record(self, read: Read) -> Expected | None:
        """Note an outcome; what was expected of its arrival, where that is one of the sample's."""
        identity = read.headers.get("wire_raw", "")
        outcomes = self.came.setdefault(identity, [])
        first = not outcomes
        outcomes.append(_came(read))
        if first and identity in self._sent_ms:
            self.waits_ms.append(time.time() * 1000 - self._sent_ms[identity])
        if read.headers.get("wire_level", "none") != "none":
            self.levels[read.headers["wire_level"]] += 1
        return self.expected.get(identity)

    def is_settled(self) -> bool:
        """Whether all has come that should, or has had its time."""
        due = (1 + len(expected.then) <= len(self.came.get(key, ())) for key, expected in self.expected.items())
        return all(due) or time.monotonic() > self._end

    def of(self, file: str) -> list[Came]:
        """The outcomes of a file's first arrival."""
        return next((self.came.get(key, []) for key, each in self.expected.items() if each.file == file), [])

    def where(self, outcome: str) -> list[Expected]:
        """Arrivals whose first outcome was this one."""
        return [
            each for key, each in self.expected.items() if key in self.came and self.came[key][0].outcome == outcome
        ]

    def differences(self, latest: Mapping[bytes | None, Read]) -> list[str]:
        """A line for each arrival that became something else than the manifest says; `latest` is wire.latest by key."""
        wrong = [f"{key} was never sent" for key in self.came.keys() - self.expected.keys()]
        for key, expected in self.expected.items():
            if differs := self._differs(expected, self.came.get(key, [])):
                wrong.append(f"{expected.file}: {differs}")
        for each in self._killed():
            event = _event(latest[each.uri.encode()]) if each.uri.encode() in latest else {}
            if event.get("pubStatus") != "canceled" or event.get("bodies") or event.get("headlines"):
                wrong.append(f"{each.uri} was killed, and its text is still on wire.latest")
        return wrong

    def _differs(self, expected: Expected, came: list[Came]) -> str:
        if not came:
            return f"nothing came of it, expected was {expected.outcome}"
        became = came[0].outcome, came[0].event, tuple(each.event for each in came[1:])
        if became != (expected.outcome, expected.event, expected.then):
            return f"became {became}, expected was {(expected.outcome, expected.event, expected.then)}"
        if expected.relation is None:
            return ""
        target = self.of(expected.of)[0].uri if expected.of else None
        if expected.relation not in came[0].relations or (target and came[0].relations[expected.relation] != target):
            return f"states {dict(came[0].relations)}, expected was {expected.relation} of {target}"
        return ""

    def _killed(self) -> Iterator[Came]:
        return (each for outcomes in self.came.values() for each in outcomes if each.event == "killed")


def _came(read: Read) -> Came:
    headers, topic = read.headers, read.topic.rpartition(".")[2]
    if topic == "dead":
        return Came(headers["wire_outcome"], None, {}, "", read.timestamp, headers["wire_reason"])
    event = _event(read)
    enrichment = event["enrichment"]
    relations = {each["kind"]: each.get("target", {}).get("uri") for each in enrichment.get("relations", ())}
    return Came(topic, enrichment["event"], relations, event["uri"], read.timestamp, "")


def _event(read: Read) -> dict[str, Any]:
    event: dict[str, Any] = orjson.loads(read.value or b"{}")
    return event


# What a person sees.


def _heading(out: Console, speed: float) -> None:
    rows = manifest()
    last_s = rows[-1]["at"] / speed
    out.rule(Text("Copytaster demo", style="bold"), align="left")
    out.print(
        f"Three invented agencies send {len(rows)} items in {last_s:.0f} seconds: plain text, ninjs 3.1 and ANPA 1312. "
        "They go through Kafka, a worker reads and judges them, and each outcome is shown when a reader of the topics "
        "sees it: what it is, how urgent, to which item it is related, which figures it states, and why."
    )
    out.print(f"Starting Apache Kafka {version()} and a worker …", style=terminal.DIM)


def _where(out: Console, settings: Settings, seconds: float) -> None:
    out.print(
        f"Kafka {settings.bootstrap}   site {settings.site}   metrics http://{HOST}:{settings.metrics_port}/metrics   "
        f"ready after {seconds:.1f} s",
        style=terminal.DIM,
    )
    out.rule(style=terminal.DIM)


def _tell(out: Console, ledger: Ledger, read: Read) -> None:
    """The lines of `copytaster tail`, and below them the manifest's note where an item is there for a reason."""
    first = read.headers.get("wire_raw", "") not in ledger.came
    expected = ledger.record(read)
    if read.topic.endswith(".dead"):
        line = terminal.dead_line(read.value or b"", read.headers)
    else:
        line = terminal.event_line(_event(read), read.headers, read.topic)
    if expected and first and _is_remarkable(read, expected):
        line.append(f"\n{terminal.INDENT}» ", style="cyan").append(expected.why, style="italic cyan")
    if out.is_terminal:
        out.print(terminal.folded(line, out))
    else:
        out.print(line, soft_wrap=True)


def _is_remarkable(read: Read, expected: Expected) -> bool:
    return (expected.outcome, expected.event) != ("enriched", "created") or read.headers.get("wire_level") != "none"


def _summary(out: Console, ledger: Ledger, wrong: list[str], running: list[tuple[str, str]]) -> None:
    out.rule(Text("What came of it", style="bold"), align="left")
    out.print(_counts(ledger))
    out.print()
    for about, line in (*running, *_highlights(ledger)):
        row = Text.assemble((f"{about:<10}", "bold"), line)
        out.print(terminal.folded(row, out) if out.is_terminal else row, soft_wrap=not out.is_terminal)
    out.print()
    for each in wrong:
        out.print(f"DIFFERS  {terminal.printable(each)}", style="bold red", markup=False, soft_wrap=True)
    if not wrong:
        out.print(
            f"Each of the {len(ledger.expected)} records became what streams/dev/sample/manifest.toml says of it.",
            style="green",
        )


def _counts(ledger: Ledger) -> Table:
    """First outcomes, and the events that were published, in the order of the contract's lists."""
    firsts = Counter(outcomes[0].outcome for outcomes in ledger.came.values())
    events = Counter(each.event for outcomes in ledger.came.values() for each in outcomes if each.event)
    table = Table.grid(padding=(0, 2))
    table.add_column(style=terminal.DIM, no_wrap=True)
    table.add_column()
    for label, counted, names in (
        ("first outcomes", firsts, CLOSED_LISTS["outcome"]),
        ("events", events, CLOSED_LISTS["event type"]),
        ("levels", ledger.levels, CLOSED_LISTS["level"]),
    ):
        table.add_row(label, Columns([f"{counted[name]} {name}" for name in names if counted[name]], padding=(0, 3)))
    waits = sorted(ledger.waits_ms)
    if waits:
        table.add_row("sent to seen", f"{statistics.median(waits):.0f} ms in the middle, {waits[-1]:.0f} ms at most")
    return table


def _alerts(alerts: Sequence[terminal.Event]) -> Iterator[tuple[str, str]]:
    """What a push service would have sent."""
    actions = Counter(each["action"] for each in alerts)
    if actions:
        told = ", ".join(f"{actions[name]} {name}" for name in CLOSED_LISTS["alert action"] if actions[name])
        yield "alerts", f"{told}, on wire.alerts; copytaster explain shows the reasons of any item."


def _stories(stories: Sequence[terminal.Event]) -> Iterator[tuple[str, str]]:
    """The two that have most members, with the figure that has moved most."""
    for story in sorted(stories, key=lambda story: (-len(story["members"]), story["story_id"]))[:2]:
        readings = [(each["slot"].split("/")[0], _moves(each)) for each in story.get("figures", ())]
        role, values = max(readings, key=lambda reading: len(reading[1]), default=("", []))
        moved = f"; {role}: {' -> '.join(values)}" if len(values) > 1 else ""
        yield "story", f"{len(story['members'])} items led by {story['lead']['uri']}{moved}."


def _moves(figure: Mapping[str, Any]) -> list[str]:
    """The values of a figure in the order in which they were first told."""
    return list(dict.fromkeys(reading["lo"] for reading in figure.get("timeline", ())))


def _highlights(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """What to look at above; only what really came."""
    if ledger.of("a2102-ferry-bulletin.anpa"):
        yield "alert", "the ferry bulletin: its agency marked it b, which the profile reads as an alert, and says so."
    if kill := [each for each in ledger.of("nw-resign-kill.json") if each.event == "killed"]:
        back = [each for each in ledger.of("mp-4415-resign-relay.json") if each.event == "restored"]
        also = " The other agency's copy of it came back, disputed." if back else ""
        yield "kill", f"{kill[0].uri}: neither headline nor body is left on wire.latest.{also}"
    for expected in ledger.where("held"):
        held, *later = ledger.of(expected.file)
        if released := [each for each in later if each.event == "released"]:
            seconds = (released[0].at_ms - held.at_ms) / 1000
            yield "embargo", f"{held.uri} was held, and released {seconds:.1f} s later by the log's clock record."
    if copies := ledger.where("suppressed"):
        yield "re-sends", f"{len(copies)} copies are on wire.suppressed, each naming what it repeats."
    for expected in ledger.where("dead"):
        yield "dead", f"{expected.file}: {ledger.of(expected.file)[0].reason}; its bytes are on wire.dead."


def _invitation(out: Console, settings: Settings) -> None:
    program = Path(sys.executable).with_name("copytaster")
    command = os.path.relpath(program) if program.exists() else "copytaster"
    out.print()
    out.print("Still running. Put a file of your own in, from another terminal in this folder:")
    out.print(f"  {shlex.quote(command)} ingest FILE --feed mine \\", style="bold", soft_wrap=True)
    out.print(f"    --site {settings.site} --bootstrap {settings.bootstrap}", style="bold", soft_wrap=True)
    out.print("Ctrl-C ends everything.", style="bold")


# What runs beside it.


class _Process(NamedTuple):
    """The worker under its guard."""

    guard: subprocess.Popen[bytes]
    log: Path

    def check(self) -> None:
        if self.guard.poll() is not None:
            lines = self.log.read_text(errors="replace").splitlines()[-12:]
            raise DemoError("\n    ".join(["the worker has ended; its log ends:", *map(terminal.printable, lines)]))


@contextlib.contextmanager
def _worker(settings: Settings) -> Iterator[_Process]:
    """`copytaster worker` with these settings alone. Its guard ends it when this process ends, by SIGKILL too."""
    folder = Path(tempfile.mkdtemp(prefix="copytaster-demo-"))
    log = folder / "worker.log"
    plan = {
        "folder": str(folder),
        "log": str(log),
        "pid": str(folder / "pid"),
        "commands": [[sys.executable, "-m", "streams.cli", "worker"]],
        "remove": True,
    }
    given = {
        "SITE": settings.site,
        "BOOTSTRAP": settings.bootstrap,
        "METRICS_PORT": str(settings.metrics_port),
        "FEEDS": orjson.dumps([row.model_dump(exclude_none=True) for row in settings.feeds]).decode(),
        "LOG_FORMAT": "console",
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", guard.__file__, json.dumps(plan)],
        stdin=subprocess.PIPE,
        env=environment | {PREFIX + name: value for name, value in given.items()},
        start_new_session=True,  # Ctrl-C is for the demo, which ends the worker while Kafka still answers
    )
    try:
        yield _Process(process, log)
    finally:
        assert process.stdin
        process.stdin.close()
        process.wait()


@contextlib.contextmanager
def _ending(out: Console) -> Iterator[None]:
    """What stops after this block stops undisturbed: a second Ctrl-C is impatience, and would leave things behind."""
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if out.is_terminal:
            out.print("\nStopping the worker and Kafka …", style=terminal.DIM)


async def _ready(settings: Settings, worker: _Process) -> None:
    """Wait until the worker holds both roles, so that the first item is not the one that waits for it."""
    address = f"http://{HOST}:{settings.metrics_port}/ready"
    async with aiohttp.ClientSession() as client:
        end = time.monotonic() + READY_S
        while time.monotonic() < end:
            worker.check()
            with contextlib.suppress(aiohttp.ClientError):
                async with client.get(address) as answer:
                    if answer.status == 200 and (await answer.json()).get("taster") == "owner":
                        return
            await asyncio.sleep(0.05)
    raise DemoError(f"the worker was not ready after {READY_S:.0f} s")
