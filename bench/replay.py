"""Replay against the live run that it repeats: is it the same, how much faster, and what costs what.

    python -m bench.replay WIRE.jsonl.gz [--limit N] [--seed N] [--json FILE|-]

Plays the Reuters wire at full speed through `copytaster worker` on one Kafka node, twice: once in peace, for the rate,
and once with the worker killed at a random moment and another started. Then `copytaster replay`, each run a process of
its own under another PYTHONHASHSEED: of wire.items whole, of both runs, and from a random offset in the middle; of
wire.raw twice. Prints a digest a topic, which must be that of the live topics, or with wire.raw the same twice; what of
the replay from wire.raw differs from live, event by event; the rates; CPU by step, live and replayed side by side.
Exits 1 where bytes or order differ that must not, or a replay from wire.items is below twice the live rate.
"""

import argparse
import asyncio
import collections
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from aiokafka import TopicPartition

from bench import FEEDS, cpu_s, write
from schemas.item import RawRecord
from streams import admin, app, codec, ingest, logs, pipeline, replay
from streams.agents import transport
from streams.audit import FIRST
from streams.dev import play
from streams.dev.kafka import Node
from streams.replay import add_to_digest
from streams.settings import PREFIX, Settings, load
from streams.state import State
from streams.tail import read_topic

EVENTS = ("wire.enriched", "wire.suppressed", "wire.held", "wire.latest")
FOLDED = (*EVENTS, "wire.stories")
"""What the fold publishes; a replay from wire.items gives these and no others."""

FLOOR, TARGET = 2.0, 4.0
STEPS_ENTRY = "steps"


class Event(NamedTuple):
    """A committed record of an outcome topic; `offset` is that of the log record that caused it, -1 where unknown."""

    topic: str
    offset: int
    key: bytes
    value: bytes
    ce_id: str
    first: bool
    appended_ms: int


@dataclass
class Live:
    """A recorded live run."""

    settings: Settings
    events: list[Event]
    first_ms: int
    """When its first raw record was appended."""
    killed: int | None = None
    """Outcomes committed when the worker was killed."""
    cpu_s: float = 0.0
    steps: dict[str, Any] = field(default_factory=dict)

    def digests(self, above: int = -1) -> dict[str, str]:
        """Of each topic, over key and value in order, of what was caused at offsets of the log from `above` on."""
        found: dict[str, Any] = {}
        for each in self.events:
            if each.topic in FOLDED and each.offset >= above:
                add_to_digest(found.setdefault(each.topic, hashlib.sha256()), each.key, each.value)
        return {topic: digest.hexdigest() for topic, digest in found.items()}

    def rates(self) -> dict[str, float]:
        """Items a second from the first append to the last outcome, and of the middle eight tenths alone."""
        times = sorted(each.appended_ms for each in self.events if each.first)
        a, b = len(times) // 10, len(times) * 9 // 10
        return {
            "live": len(times) * 1000 / (times[-1] - self.first_ms),
            "live, steady": (b - a) * 1000 / (times[b] - times[a]),
        }


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wire", type=Path)
    parser.add_argument("--limit", type=int, help="only the first rows")
    parser.add_argument(
        "--seed", type=int, default=random.randrange(1 << 31), help="of the offset, the kill, the hashes"
    )
    parser.add_argument("--json", metavar="FILE", help="the report for machines, - for standard output")
    given = parser.parse_args()
    say = sys.stderr if given.json == "-" else sys.stdout
    chance = random.Random(given.seed)
    rows = list(play.rows(given.wire))[: given.limit]
    print(f"seed {given.seed}, {len(rows)} items", file=say, flush=True)
    with tempfile.TemporaryDirectory() as folder, Node.start(Path(folder) / "kafka") as node:
        bench = Bench(rows, chance, node.bootstrap, Path(folder), say)
        report = {"bench": "replay", "seed": given.seed, "items": len(rows), **await bench.run()}
    if given.json:
        write(report, given.json)
    return 0 if report["same"] and report["times_live"] >= FLOOR else 1


class Bench:
    """The live runs, the replays and what is said of them."""

    def __init__(self, rows: Sequence[play.Row], chance: random.Random, bootstrap: str, folder: Path, say: Any) -> None:
        self._rows, self._chance, self._bootstrap, self._folder, self._say = rows, chance, bootstrap, folder, say
        self._same = True

    async def run(self) -> dict[str, Any]:
        peace = await self._live("bench-peace", kill_after_s=None)
        rates = peace.rates()
        seconds = len(self._rows) / rates["live"]
        killed = await self._live("bench-killed", kill_after_s=seconds * self._chance.uniform(0.2, 0.6))
        self._print(f"the worker of the second run was killed after {killed.killed} outcomes and another one started\n")

        whole = self._replay(peace, "items")
        self._compare("wire.items, whole", whole, peace.digests())
        middle = self._chance.randrange(1, max(each.offset for each in peace.events))
        half = self._replay(peace, "items", "--from", str(middle))
        self._compare(f"wire.items from offset {middle}", half, peace.digests(middle))
        self._compare("wire.items of the run with the kill", self._replay(killed, "items"), killed.digests())
        file = self._folder / "raw.ndjson"
        twice = [self._replay(peace, "raw"), self._replay(peace, "raw", "--file", str(file))]
        self._compare("wire.raw, the second time as the first", twice[1], twice[0]["digests"])
        differences = self._explain(peace, file)

        into_file = self._replay(peace, "items", "--file", str(self._folder / "items.ndjson"))
        into_topic = self._replay(peace, "items", "--topic", f"{peace.settings.site}.again")
        replays = {"items": whole, "items into a file": into_file, "items into a topic": into_topic, "raw": twice[0]}
        rates |= {name: len(self._rows) / each["seconds"] for name, each in replays.items()}
        self._print_rates(rates)
        steps = {
            "live": killed.steps,
            **{source: self._replay_by_step(peace, source) for source in ("items", "raw")},
        }
        self._print_steps(steps)
        return {
            "same": self._same,
            "middle": middle,
            "killed_after": killed.killed,
            "digests": peace.digests(),
            "raw_digests": twice[0]["digests"],
            "raw_differences": differences,
            "items_per_second": {name: round(rate, 1) for name, rate in rates.items()},
            "times_live": round(rates["items"] / rates["live, steady"], 2),
            "times_live_cpu": round(_by_item(steps["live"])["all"] / _by_item(steps["items"])["all"], 2),
            "live_cpu_us": round(peace.cpu_s / len(self._rows) * 1e6),
            "steps_us": {name: _by_item(each) for name, each in steps.items()},
        }

    # Live -------------------------------------------------------------------------------------------------------------

    async def _live(self, site: str, kill_after_s: float | None) -> Live:
        settings = Settings(site=site, bootstrap=self._bootstrap, metrics_port=0, feeds=FEEDS)
        await admin.create(settings)
        worker = self._start(settings, "-m", "streams.cli", "worker")
        await asyncio.sleep(5)
        killed_ms, steps = None, self._folder / f"{site}.steps"

        async def records() -> AsyncIterator[RawRecord]:
            for record in play.play(iter(self._rows), "ninjs", 4):
                yield record

        async def kill() -> None:
            nonlocal worker, killed_ms
            if kill_after_s is not None:
                await asyncio.sleep(kill_after_s)
                worker.kill()
                worker.wait()
                killed_ms = time.time() * 1000
                worker = self._start(settings, "-m", "bench.replay", STEPS_ENTRY, str(steps), "worker")

        await asyncio.gather(ingest.send(settings, records()), kill())
        await self._until_done(settings)
        spent_s = cpu_s(worker.pid)
        worker.terminate()
        worker.wait(30)
        events = [each async for each in _events(settings)]
        first_ms = min([each.timestamp async for each in read_topic(settings, "wire.raw", to_end=True)])
        killed = sum(each.first and each.appended_ms <= killed_ms for each in events) if killed_ms else None
        return Live(settings, events, first_ms, killed, spent_s, json.loads(steps.read_bytes()) if killed_ms else {})

    async def _until_done(self, settings: Settings) -> None:
        """Follow the outcome topics, as any consumer does, until every row has one."""
        consumer = transport.consumer(settings)
        await consumer.start()
        consumer.assign([TopicPartition(settings.topic(topic), 0) for topic in FIRST])
        try:
            firsts = 0
            async with asyncio.timeout(600):
                while firsts < len(self._rows):
                    got = await consumer.getmany(timeout_ms=500)
                    for record in (record for records in got.values() for record in records):
                        firsts += all(name != "wire_cause" for name, _ in record.headers)
        finally:
            await transport.close(consumer)

    # Replayed ---------------------------------------------------------------------------------------------------------

    def _replay(self, live: Live, source: str, *options: str) -> dict[str, Any]:
        """`copytaster replay` in a process of its own, under a hash seed of its own: what it says at its end."""
        command = [sys.executable, "-m", "streams.cli", "replay", source, "--json", *options]
        hash_seed = str(self._chance.randrange(1 << 32))
        done = subprocess.run(command, env=_environment(live.settings, hash_seed), stdout=subprocess.PIPE, check=True)
        return {**json.loads(done.stdout), "hash_seed": hash_seed}

    def _replay_by_step(self, live: Live, source: str) -> dict[str, Any]:
        file = self._folder / f"{source}.steps"
        command = [sys.executable, "-m", "bench.replay", STEPS_ENTRY, str(file), source]
        subprocess.run(command, env=_environment(live.settings, "0"), check=True)
        found: dict[str, Any] = json.loads(file.read_bytes())
        return found

    def _start(self, settings: Settings, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *command], env=_environment(settings, "random"))

    # Said -------------------------------------------------------------------------------------------------------------

    def _compare(self, what: str, replayed: dict[str, Any], wanted: dict[str, str]) -> None:
        same = replayed["digests"] == wanted
        self._same &= same
        self._print(
            f"{what}, PYTHONHASHSEED={replayed['hash_seed']}: {'the same bytes in order' if same else 'DIFFERENT'}"
        )
        for topic in sorted(wanted.keys() | replayed["digests"].keys()):
            got, want = replayed["digests"].get(topic), wanted.get(topic)
            count = replayed["written"].get(topic, 0)
            self._print(f"  {topic:<16}{count:>8,}  {got}" + ("" if got == want else f"  WANTED {want}"))

    def _explain(self, live: Live, file: Path) -> dict[str, Any]:
        """Events of the replay from wire.raw beside those of the live run, by topic and ce_id."""
        one = {(each.topic, each.ce_id): each.value for each in live.events if each.topic in EVENTS}
        other = {}
        for line in file.open("rb"):
            row = orjson.loads(line)
            if row["topic"] in EVENTS:
                other[row["topic"], row["headers"]["ce_id"]] = orjson.dumps(row["event"])
        fields: collections.Counter[str] = collections.Counter()
        examples: list[str] = []
        for key in [key for key in one if key in other]:
            a, b = orjson.loads(one[key]), orjson.loads(other[key])
            paths = list(_paths(a, b))
            fields.update(paths)
            if paths and len(examples) < 5:
                examples.append(f"{key[0]} {a['uri']}: {', '.join(paths)}")
        orders = [key for key in one if key in other], [key for key in other if key in one]
        feed_of = {key: orjson.loads(one[key])["enrichment"]["feed"] for key in orders[0]}
        found = {
            "only_live": sorted(f"{topic} {orjson.loads(one[topic, id_])['uri']}" for topic, id_ in one.keys() - other),
            "only_raw": sorted(
                f"{topic} {orjson.loads(other[topic, id_])['uri']}" for topic, id_ in other.keys() - one
            ),
            "fields": dict(fields),
            "examples": examples,
            "moved": _moved(orders, lambda key: key[0]),
            "moved_within_their_feed": _moved(orders, lambda key: (key[0], feed_of[key])),
        }
        self._print(
            f"\nwire.raw against live, {len(one):,} events: {len(found['only_live'])} only live, "
            f"{len(found['only_raw'])} only in the replay, fields that differ: {found['fields'] or 'none'}.\n"
            f"In another place of their topic: {found['moved']:,}; of their feed: {found['moved_within_their_feed']}. "
            "Between feeds live goes by\narrival, the replay by received_at; within one both go by its partition."
        )
        for each in [*found["only_live"][:10], *found["only_raw"][:10], *examples]:
            self._print(f"  {each}")
        return found

    def _print_rates(self, rates: dict[str, float]) -> None:
        live = rates["live, steady"]
        self._print(f"\n{'':<24}{'items/s':>9}{'of live, steady':>18}")
        for name, rate in rates.items():
            self._print(f"  {name:<22}{rate:>9,.0f}{rate / live:>17.2f}x")
        times = rates["items"] / live
        self._print(
            f"  from wire.items: floor {FLOOR:g}x {_held(times, FLOOR)}, target {TARGET:g}x {_held(times, TARGET)}"
        )

    def _print_steps(self, steps: dict[str, dict[str, Any]]) -> None:
        self._print(f"\n{'CPU by step, µs an item':<34}" + "".join(f"{name:>10}" for name in steps))
        table = {name: _by_item(each) for name, each in steps.items()}
        for step in [*STEPS, REST, "all"]:
            row = "".join(f"{found.get(step, 0):>10.1f}" for found in table.values())
            self._print(f"  {step:<32}{row}")
        times = "".join(f"{table['live']['all'] / found['all']:>9.2f}x" for found in table.values())
        self._print(f"  {'of live':<32}{times}")

    def _print(self, line: str) -> None:
        print(line, file=self._say, flush=True)


def _held(times: float, least: float) -> str:
    return "held" if times >= least else "MISSED"


async def _events(settings: Settings) -> AsyncIterator[Event]:
    """Every committed record of the topics, topic by topic, in order."""
    for topic in (*FOLDED, "wire.dead"):
        async for each in read_topic(settings, topic, to_end=True):
            seq = each.headers.get("wire_seq", ":-1")
            yield Event(
                topic,
                int(seq.split(":")[1]),
                each.key or b"",
                each.value or b"",
                each.headers.get("ce_id", ""),
                topic in FIRST and "wire_cause" not in each.headers,
                each.timestamp,
            )


def _paths(a: Any, b: Any, at: str = "") -> Iterator[str]:
    """Where two JSON values differ; list indexes count as one place."""
    if isinstance(a, dict) and isinstance(b, dict):
        for name in sorted(a.keys() | b.keys()):
            yield from _paths(a.get(name), b.get(name), f"{at}.{name}" if at else name)
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        for one, other in zip(a, b, strict=True):
            yield from _paths(one, other, f"{at}[]")
    elif a != b:
        yield at


def _moved(orders: tuple[list[Any], list[Any]], group: Callable[[Any], Any]) -> int:
    """How many of the same things would have to move, each group for itself, for the two orders to be equal."""
    places: dict[Any, dict[Any, int]] = collections.defaultdict(dict)
    for key in orders[0]:
        place = places[group(key)]
        place[key] = len(place)
    # All but the longest rising run of places: tails[n] is the least place in which a run of n + 1 can end.
    tails: dict[Any, list[int]] = collections.defaultdict(list)
    for key in orders[1]:
        rising, number = tails[group(key)], places[group(key)][key]
        at = bisect_left(rising, number)
        rising[at : at + 1] = [number]
    return len(orders[1]) - sum(len(rising) for rising in tails.values())


def _environment(settings: Settings, hash_seed: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONHASHSEED": hash_seed,
        f"{PREFIX}SITE": settings.site,
        f"{PREFIX}BOOTSTRAP": settings.bootstrap,
        f"{PREFIX}METRICS_PORT": "0",
        f"{PREFIX}LOG_LEVEL": "error",
        f"{PREFIX}INSTANCE": "one",
        f"{PREFIX}FEEDS": json.dumps(FEEDS),
    }


# CPU by step: a process of its own, with a stopwatch around the functions that live and replay share ------------------

STEPS: dict[str, tuple[Any, str]] = {
    "reading wire.raw's record": (codec, "decode_raw"),
    "reading the item": (pipeline, "read"),
    "writing wire.items": (codec, "encode_item"),
    "reading wire.items' record": (codec, "decode_log"),
    "fold: taste": (pipeline, "taste"),
    "fold: state": (State, "apply"),
    "writing events": (codec, "encode"),
    "writing state": (codec, "encode_entry"),
    "digest": (replay.Summary, "add"),
}
REST = "Kafka, loop and the rest"


class Stopwatch:
    """CPU of this process, by step and in all, from the first call of any step to the last."""

    def __init__(self) -> None:
        self.spent_ns = dict.fromkeys(STEPS, 0)
        self.calls = dict.fromkeys(STEPS, 0)
        self._first_ns = self._last_ns = 0
        for name, (owner, attribute) in STEPS.items():
            setattr(owner, attribute, self._around(name, getattr(owner, attribute)))

    def _around(self, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any, **options: Any) -> Any:
            start_ns = time.process_time_ns()
            self._first_ns = self._first_ns or start_ns
            try:
                return step(*args, **options)
            finally:
                self._last_ns = time.process_time_ns()
                self.spent_ns[name] += self._last_ns - start_ns
                self.calls[name] += 1

        return timed

    def plain(self) -> dict[str, Any]:
        return {"spent_ns": self.spent_ns, "calls": self.calls, "all_ns": self._last_ns - self._first_ns}


def _by_item(found: dict[str, Any]) -> dict[str, float]:
    """Microseconds an item of each step."""
    items = found["calls"]["fold: taste"]
    table = {name: ns / items / 1000 for name, ns in found["spent_ns"].items()}
    return {**table, REST: found["all_ns"] / items / 1000 - sum(table.values()), "all": found["all_ns"] / items / 1000}


def by_step(file: Path, what: str) -> None:
    """Run the worker, or a replay of `items` or `raw` to nowhere, and write what its steps cost."""
    settings, watch = load(os.environ), Stopwatch()
    try:
        if what == "worker":
            logs.configure(settings)
            limits = asyncio.run(admin.checked_limits(settings))
            app.run(lambda: app.create_app(settings, limits, read=pipeline.read, taste=pipeline.taste), settings)
        else:
            bounds = replay.Bound(), replay.Bound()
            asyncio.run(replay.replay(settings, what, *bounds, replay.NoSink(), "steps"))  # type: ignore[arg-type]
    finally:  # a worker that was asked to stop leaves by an exception
        file.write_text(json.dumps(watch.plain()))


if __name__ == "__main__":
    if sys.argv[1:2] == [STEPS_ENTRY]:
        by_step(Path(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(asyncio.run(main()))
