"""A whole wire through a real broker: what becomes of it, how fast, and what each step costs.

    python -m bench.wire WIRE.jsonl.gz [--as ninjs anpa] [--feeds 4] [--repeat-through-kafka]

Plays the Reuters wire as ninjs and as ANPA, each on a site of its own, through one worker with both agents. Prints the
outcomes; whether the suppressed ids are the very ones that bench/resends.py finds from the file alone; whether the two
forms give the same headline, body, relations (mapped by row) and figures; items a second; CPU by step.
"""

import argparse
import asyncio
import collections
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import orjson

from bench import FEEDS, cpu_s
from schemas.item import ItemRecord, RawItem, RawRecord
from streams import admin, codec, dedupe, figures, ingest, pipeline, wire
from streams.audit import FIRST
from streams.codec import decode_log
from streams.dev import play
from streams.dev.kafka import Node
from streams.settings import Settings
from streams.state import State
from streams.tail import read_topic


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wire", type=Path)
    parser.add_argument("--as", dest="forms", nargs="+", choices=["ninjs", "anpa"], default=["ninjs", "anpa"])
    parser.add_argument("--feeds", type=int, default=4)
    given = parser.parse_args()
    rows = list(play.rows(given.wire))
    row_of = play.row_ids(rows, given.feeds)
    resends = _resends(given.wire)
    found: dict[str, dict[int, dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder, Node.start(Path(folder)) as node:
        for form in given.forms:
            settings = Settings(site=f"bench-{form}", bootstrap=node.bootstrap, metrics_port=0, feeds=FEEDS)
            found[form] = await _through_kafka(settings, rows, form, given.feeds, row_of, resends)
    for form in given.forms:
        _steps(rows, form, given.feeds)
    if len(found) == 2:
        _compare(found["ninjs"], found["anpa"])


async def _through_kafka(
    settings: Settings, rows: list[Any], form: Any, feeds: int, row_of: dict[str, int], resends: dict[int, int]
) -> dict[int, dict[str, Any]]:
    await admin.create(settings)
    worker = _start(settings)
    await asyncio.sleep(4)
    cpu_before = cpu_s(worker.pid)
    start = time.perf_counter()

    async def records() -> AsyncIterator[RawRecord]:
        for record in play.play(iter(rows), form, feeds):
            yield record

    await ingest.send(settings, records())
    events: dict[int, dict[str, Any]] = {}
    outcomes: collections.Counter[str] = collections.Counter()
    last = start
    streams = [read_topic(settings, topic, idle_s=3) for topic in FIRST]
    for topic, stream in zip(FIRST, streams, strict=True):
        async for record in stream:
            outcomes[topic] += 1
            last = max(last, start + (record.timestamp / 1000 - time.time()) + (time.perf_counter() - start))
            if topic != "wire.dead":
                event = orjson.loads(record.value or b"{}")
                events[row_of[event["uri"]]] = event
    spent_s = cpu_s(worker.pid) - cpu_before
    worker.terminate()
    worker.wait(20)
    suppressed = {
        row: row_of[event["enrichment"]["relations"][0]["target"]["uri"]]
        for row, event in events.items()
        if event["enrichment"]["event"] == "suppressed"
        and event["enrichment"]["relations"][0]["kind"] == "exact_resend"
    }
    relations = collections.Counter(
        each["kind"] for event in events.values() for each in event["enrichment"].get("relations", ())[:1]
    )
    counts = ", ".join(f"{topic.removeprefix('wire.')} {outcomes[topic]}" for topic in FIRST)
    print(f"\n{form}: {len(rows)} items sent, {sum(outcomes.values())} first outcomes: {counts}")
    same = "the very ids and targets" if suppressed == resends else "OTHER ids"
    print(f"  relations: {', '.join(f'{kind} {count}' for kind, count in relations.most_common())}")
    print(f"  exact re-sends suppressed {len(suppressed)}; bench/resends.py finds {len(resends)}: {same}")
    seconds = last - start
    print(f"  {len(rows) / seconds:,.0f} items/s from the first append to the last outcome ({seconds:.1f} s)")
    print(f"  worker CPU {spent_s / len(rows) * 1e6:,.0f} µs an item, both agents, transport and all")
    return events


def _start(settings: Settings) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "COPYTASTER_SITE": settings.site,
        "COPYTASTER_BOOTSTRAP": settings.bootstrap,
        "COPYTASTER_METRICS_PORT": "0",
        "COPYTASTER_LOG_LEVEL": "warning",
        "COPYTASTER_FEEDS": json.dumps(FEEDS),
    }
    return subprocess.Popen([sys.executable, "-m", "streams.cli", "worker"], env=environment)


def _resends(path: Path) -> dict[int, int]:
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        script = Path(__file__).with_name("resends.py")
        subprocess.run(
            [sys.executable, str(script), str(path), "--out", file.name], check=True, stdout=subprocess.DEVNULL
        )
        return {int(copy): int(first) for copy, first in json.loads(Path(file.name).read_bytes()).items()}


def _steps(rows: list[Any], form: Any, feeds: int) -> None:
    """CPU of each step alone, in this process, over the whole wire in its own order."""
    spent: collections.Counter[str] = collections.Counter()
    state, site = State(), "bench"
    for offset, raw in enumerate(_raw(rows, form, feeds)):
        t0 = time.process_time_ns()
        (item,) = wire.read(raw)
        t1 = time.process_time_ns()
        found = figures.find(item.uri, item.version, item.headline, item.body)  # type: ignore[union-attr]
        t2 = time.process_time_ns()
        print_ = dedupe.fingerprint(item)  # type: ignore[arg-type]
        t3 = time.process_time_ns()
        encoded = codec.encode_item(ItemRecord(item=item, figures=found, fingerprint=print_), site)
        t4 = time.process_time_ns()
        record = decode_log(encoded.key, encoded.value or b"")
        t5 = time.process_time_ns()
        outcome = pipeline.taste(state, offset, record)
        state.apply(outcome.entries)
        t6 = time.process_time_ns()
        for publication in outcome.publications:
            codec.encode(publication, offset, site)
        for key, entry in outcome.entries.items():
            codec.encode_entry(key, entry)
        t7 = time.process_time_ns()
        for name, from_, to in (
            ("intake  reading", t0, t1),
            ("intake  figures", t1, t2),
            ("intake  fingerprint", t2, t3),
            ("intake  writing wire.items", t3, t4),
            ("taster  reading wire.items", t4, t5),
            ("taster  the fold", t5, t6),
            ("taster  writing event and state", t6, t7),
        ):
            spent[name] += to - from_
    print(f"\n{form}: CPU by step, µs an item")
    for name, total in spent.items():
        print(f"  {name:<34}{total / len(rows) / 1000:8.1f}")
    print(f"  {'all steps, without transport':<34}{sum(spent.values()) / len(rows) / 1000:8.1f}")


def _raw(rows: list[Any], form: Any, feeds: int) -> Iterator[RawItem]:
    for record in play.play(iter(rows), form, feeds):
        yield RawItem(**dict(record), provider="reuters", profile="reuters-1987")


def _compare(one: dict[int, dict[str, Any]], other: dict[int, dict[str, Any]]) -> None:
    """What of the two forms of each row differs."""
    differences: collections.Counter[str] = collections.Counter()
    for row in one.keys() | other.keys():
        a, b = _meaning(one.get(row)), _meaning(other.get(row))
        differences.update(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))
    print(f"\nninjs against ANPA over {len(one.keys() | other.keys())} rows: {dict(differences) or 'no difference'}")


def _meaning(event: dict[str, Any] | None) -> dict[str, Any]:
    if event is None:
        return {}
    enrichment = event["enrichment"]
    return {
        "headline": event.get("headlines"),
        "body": event.get("bodies"),
        "event": enrichment["event"],
        "relations": [(each["kind"], each["target"]["uri"]) for each in enrichment.get("relations", ())],
        "figures": [_without_id(each) for each in enrichment.get("figures", ())],
    }


def _without_id(figure: dict[str, Any]) -> dict[str, Any]:
    """All fields but the ids, which are made of the version, too."""
    kept = {name: value for name, value in figure.items() if name not in ("id", "relations")}
    return {**kept, "relations": [each["kind"] for each in figure.get("relations", ())]}


if __name__ == "__main__":
    asyncio.run(main())
