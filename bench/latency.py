"""Live latency with the real steps: from a raw record's append until a reader of committed records has its event.

    python -m bench.latency WIRE.jsonl.gz [--scenario steady burst replay] [--json FILE|-] [--seed N] [--quick]

The Reuters wire as ninjs on four feeds, received now, through `copytaster worker` in a process of its own and one Kafka
node. The clock starts at the LogAppendTime of the raw record and stops when the reader, a process of its own too, has
the first outcome in hand: enriched, suppressed, held or dead, whichever it is, all read by that one process.

    steady   20 items a second for five minutes
    burst    200 a second of the generator's (re-sends, versions, kills, embargoes) for 50 seconds
    replay   20 a second for two minutes while the whole wire, put through before, is replayed again and again

Of each: number, median, 95th and 99th percentile, maximum, and the same by hop, of all and of the slowest hundredth.
Exits 1 where an item has no outcome or a floor is missed; `--quick` runs for seconds and judges no time.
"""

import argparse
import asyncio
import contextlib
import gc
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Sequence
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from aiokafka import TopicPartition

from bench import FEEDS, write
from schemas.base import ms, utc
from schemas.ids import raw_id
from schemas.item import RawRecord
from streams import admin, codec, ingest
from streams.agents import transport
from streams.audit import FIRST
from streams.dev import generate, play
from streams.dev.kafka import Node, free_port
from streams.settings import PREFIX, Settings, load
from streams.tail import read_topic

READER = "reader"
READY_S, IDLE_S = 30, 60
DAY_MS = 24 * 3_600_000

LEAD_MS = 6000
"""From making the records to the first one's time: generating them and starting the reader take as long."""


class Scenario(NamedTuple):
    """`rate` items a second, not counted for `warm_s`, counted for `seconds`; floors and targets in milliseconds."""

    rate: float
    warm_s: float
    seconds: float
    floors: dict[str, float]
    targets: dict[str, float] = {}  # noqa: RUF012 - never written
    generated: bool = False
    replayed: bool = False


SCENARIOS = {
    "steady": Scenario(20, 30, 300, {"p50": 25, "p99": 150}, {"p50": 20, "p99": 100}),
    "burst": Scenario(200, 10, 50, {"p99": 250}, generated=True),
    "replay": Scenario(20, 10, 120, {"p99": 500}, replayed=True),
}
QUICK: dict[str, Any] = {"warm_s": 1, "seconds": 3}
QUICK_ROWS = 400
HOPS = ("raw to items", "items to event", "event to reader")


class Outcome(NamedTuple):
    """A first outcome as the reader got it: when it was appended, and when it was in hand (ms, one machine's clock)."""

    raw_id: str
    topic: str
    appended_ms: int
    arrived_ms: float


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wire", type=Path)
    parser.add_argument("--scenario", nargs="+", choices=list(SCENARIOS), default=list(SCENARIOS))
    parser.add_argument("--workers", type=int, default=1, help="processes that run both agents")
    parser.add_argument("--replay", choices=["items", "raw"], default="items", help="what the replay beside reads")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 31), help="of the generated wire")
    parser.add_argument("--json", metavar="FILE", help="the report for machines, - for standard output")
    parser.add_argument("--quick", action="store_true", help="some seconds each: to try it out")
    given = parser.parse_args()
    say = sys.stderr if given.json == "-" else sys.stdout
    print(f"seed {given.seed}", file=say, flush=True)
    rows = list(play.rows(given.wire))
    report: dict[str, Any] = {"bench": "latency", "seed": given.seed, "quick": given.quick, "scenarios": {}}
    with tempfile.TemporaryDirectory() as folder, Node.start(Path(folder) / "kafka") as node:
        for name in given.scenario:
            scenario = SCENARIOS[name]._replace(**QUICK) if given.quick else SCENARIOS[name]
            settings = Settings(site=f"bench-{name}", bootstrap=node.bootstrap, metrics_port=0, feeds=FEEDS)
            bench = Bench(settings, scenario, rows[:QUICK_ROWS] if given.quick else rows, Path(folder), given)
            found = report["scenarios"][name] = await bench.run()
            _show(name, scenario, found, say, judge=not given.quick)
    if given.json:
        write(report, given.json)
    good = [found["lost"] == 0 and (given.quick or not found["missed"]) for found in report["scenarios"].values()]
    return 0 if all(good) else 1


class Bench:
    """One scenario on a site of its own."""

    def __init__(
        self, settings: Settings, scenario: Scenario, rows: Sequence[play.Row], folder: Path, given: argparse.Namespace
    ) -> None:
        self._settings, self._scenario, self._rows, self._given = settings, scenario, rows, given
        self._folder = folder
        self._environment = {
            **os.environ,
            f"{PREFIX}SITE": settings.site,
            f"{PREFIX}BOOTSTRAP": settings.bootstrap,
            f"{PREFIX}LOG_LEVEL": "error",
            f"{PREFIX}FEEDS": json.dumps(FEEDS),
        }

    async def run(self) -> dict[str, Any]:
        scenario = self._scenario
        await admin.create(self._settings)
        workers = [self._worker() for _ in range(self._given.workers)]
        try:
            for _, port in workers:
                await asyncio.to_thread(_wait_until_ready, port)
            if scenario.replayed:
                await self._through(_recorded(self._rows))
            start_ms = _now_ms() + LEAD_MS
            count = round(scenario.rate * (scenario.warm_s + scenario.seconds))
            records = self._records(count, start_ms)
            replays: list[float] = []
            beside = asyncio.create_task(self._replay_again_and_again(replays)) if scenario.replayed else None
            outcomes = await self._through(records)
            if beside is not None:
                beside.cancel()
                await asyncio.gather(beside, return_exceptions=True)
            counted_from_ms = start_ms + scenario.warm_s * 1000
            found = await self._measure(
                {raw_id(each.feed, each.received_at, each.body) for each in records}, outcomes, counted_from_ms
            )
        finally:
            for process, _ in workers:
                process.terminate()
            for process, _ in workers:
                process.wait(30)
        return found | ({"replays": replays} if scenario.replayed else {})

    def _records(self, count: int, start_ms: int) -> list[RawRecord]:
        """Received at the moments at which they will be sent, so that embargoes and the log's time are as live."""
        rate = self._scenario.rate
        if self._scenario.generated:
            made = generate.generate(self._rows, count, self._given.seed, utc(start_ms), rate)
            return [each.record for each in made]
        now = (utc(start_ms + round(number * 1000 / rate)) for number in range(count))
        # The recorded rows, if any, are of days that are over, so that no number of theirs is used again.
        return list(
            play.play((row._replace(date=each) for row, each in zip(cycle(self._rows), now, strict=False)), "ninjs", 4)
        )

    async def _through(self, records: Sequence[RawRecord]) -> list[Outcome]:
        """Send each record when it says it is received, and wait until the reader has the outcome of all."""
        file = self._folder / f"{self._settings.site}-{len(records)}"
        command = [sys.executable, "-m", "bench.latency", READER, str(file), str(len(records))]
        reader = await asyncio.create_subprocess_exec(*command, env=self._environment, stdout=subprocess.PIPE)
        assert reader.stdout is not None
        await reader.stdout.readline()

        async def paced() -> AsyncIterator[RawRecord]:
            for record in records:
                wait_ms = ms(record.received_at) - _now_ms()
                if wait_ms > 0:
                    await asyncio.sleep(wait_ms / 1000)
                yield record

        try:
            await ingest.send(self._settings, paced())
            await reader.wait()
        finally:
            if reader.returncode is None:
                reader.kill()
        return [Outcome(*orjson.loads(line)) for line in file.read_bytes().splitlines()]

    async def _measure(self, sent: set[str], outcomes: list[Outcome], counted_from_ms: float) -> dict[str, Any]:
        raw_ms = {
            raw_id(each.headers["feed"], each.headers["received_at"], each.value or b""): each.timestamp
            async for each in read_topic(self._settings, "wire.raw", to_end=True)
        }
        item_ms = {
            each.headers["wire_raw"]: each.timestamp
            async for each in read_topic(self._settings, "wire.items", to_end=True)
            if "wire_raw" in each.headers
        }
        hops: list[tuple[float, ...]] = []
        for each in outcomes:
            appended_ms = raw_ms[each.raw_id]
            if appended_ms < counted_from_ms:
                continue
            # What intake sets aside never was an item: its whole way to wire.dead counts as the first hop.
            between_ms = item_ms.get(each.raw_id, each.appended_ms)
            moments = (appended_ms, between_ms, each.appended_ms, each.arrived_ms)
            hops.append(tuple(to - from_ for from_, to in pairwise(moments)))
        whole = [sum(each) for each in hops]
        slowest = [each for each in hops if sum(each) >= _percentile(whole, 99)]
        figures = _figures(whole)
        floors = self._scenario.floors
        return {
            "sent": len(sent),
            "lost": len(sent - {each.raw_id for each in outcomes}),
            **figures,
            "floors": floors,
            "missed": [name for name, most in floors.items() if figures[name] > most],
            "hops": {name: _figures([each[number] for each in hops]) for number, name in enumerate(HOPS)},
            "slowest": {name: _figures([each[number] for each in slowest]) for number, name in enumerate(HOPS)},
        }

    async def _replay_again_and_again(self, rates: list[float]) -> None:
        """One process after another, until cancelled; the rates are items a second as each one says."""
        command = [sys.executable, "-m", "streams.cli", "replay", self._given.replay, "--json"]
        while True:
            process = await asyncio.create_subprocess_exec(*command, env=self._environment, stdout=subprocess.PIPE)
            try:
                printed, _ = await process.communicate()
            except asyncio.CancelledError:
                process.terminate()
                await process.wait()
                raise
            rates.append(json.loads(printed)["records_per_second"])

    def _worker(self) -> tuple[subprocess.Popen[bytes], int]:
        port = free_port()
        environment = {**self._environment, f"{PREFIX}METRICS_PORT": str(port)}
        return subprocess.Popen([sys.executable, "-m", "streams.cli", "worker"], env=environment), port


def _recorded(rows: Sequence[play.Row]) -> list[RawRecord]:
    """The whole wire with its own gaps, moved so that it ends a day ago."""
    moved_ms = _now_ms() - DAY_MS - max(ms(row.date) for row in rows)
    return list(play.play((row._replace(date=utc(ms(row.date) + moved_ms)) for row in rows), "ninjs", 4))


def _wait_until_ready(port: int) -> None:
    """Until every agent has its role: one worker the taster's, others stand by."""
    end = time.monotonic() + READY_S
    while time.monotonic() < end:
        address = f"http://127.0.0.1:{port}/ready"
        with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(address, timeout=1) as answer:
            if json.load(answer).get("taster") in ("owner", "standby"):
                return
        time.sleep(0.1)
    raise TimeoutError(f"no worker was ready in {READY_S} s")


# The reader: a process of its own -------------------------------------------------------------------------------------


async def reader(file: Path, count: int) -> None:
    """Write each first outcome to the file until `count` arrivals have one, or none has come for a minute."""
    settings = load(os.environ, metrics_port=0)
    partitions = [TopicPartition(settings.topic(name), 0) for name in FIRST]
    consumer = transport.consumer(settings)
    await consumer.start()
    consumer.assign(partitions)
    await consumer.seek_to_end(*partitions)
    for each in partitions:
        await consumer.position(each)
    print("ready", flush=True)
    gc.freeze()
    gc.disable()  # a pause of the meter's own would count as the product's
    seen: set[str] = set()
    last = time.monotonic()
    with file.open("wb") as out:
        while len(seen) < count and time.monotonic() - last < IDLE_S:
            got = await consumer.getmany(timeout_ms=200)
            arrived_ms = time.time() * 1000
            for partition, records in got.items():
                last = time.monotonic()
                for record in records:
                    headers = codec.texts(record.headers)
                    arrival = headers["wire_raw"]
                    if "wire_cause" not in headers and arrival not in seen:
                        seen.add(arrival)
                        row = (arrival, partition.topic, record.timestamp, arrived_ms)
                        out.write(orjson.dumps(row) + b"\n")
    await transport.close(consumer)


# Figures --------------------------------------------------------------------------------------------------------------


def _figures(values: list[float]) -> dict[str, float]:
    """Milliseconds. LogAppendTime is whole ones, rounded down, so each figure is up to one too high."""
    if not values:
        return {"n": 0}
    shares = {f"p{share}": round(_percentile(values, share), 1) for share in (50, 95, 99)}
    return {"n": len(values), **shares, "max": round(max(values), 1)}


def _percentile(values: list[float], share: float) -> float:
    """The value that so many of a hundred do not exceed (nearest rank)."""
    return sorted(values)[max(0, math.ceil(len(values) * share / 100) - 1)] if values else 0.0


def _show(name: str, scenario: Scenario, found: dict[str, Any], say: Any, *, judge: bool) -> None:
    print(f"\n{name}: {scenario.rate:g}/s for {scenario.seconds:g} s after {scenario.warm_s:g}", file=say)
    print(f"  {found['sent']} sent, {found['lost']} without an outcome", file=say)
    print(f"  {'ms':<34}{'n':>7}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}", file=say)
    _line("append to event in hand", found, say)
    for kind in ("hops", "slowest"):
        for hop, figures in found[kind].items():
            _line(f"  {hop}{', slowest 1 %' if kind == 'slowest' else ''}", figures, say)
    if rates := found.get("replays"):
        rate = sum(rates) / len(rates)
        print(f"  {len(rates)} whole replays meanwhile, {rate:,.0f} records a second on average", file=say)
    for kind, bounds in (("floor", scenario.floors), ("target", scenario.targets)) if judge else ():
        for share, most in bounds.items():
            print(f"  {kind} {share} {most:g} ms: {'held' if found[share] <= most else 'MISSED'}", file=say)
    say.flush()


def _line(what: str, figures: dict[str, Any], say: Any) -> None:
    numbers = "".join(f"{figures.get(share, 0):>9.1f}" for share in ("p50", "p95", "p99", "max"))
    print(f"  {what:<34}{figures['n']:>7}{numbers}", file=say)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    if sys.argv[1:2] == [READER]:
        asyncio.run(reader(Path(sys.argv[2]), int(sys.argv[3])))
    else:
        sys.exit(asyncio.run(main()))
