"""One hop beside its peers: records a second through `copytaster worker` with empty steps, plain aiokafka, and Faust.

    python -m bench.throughput [--n 50000] [--runs 5] [--json]

N records of about 2 kB wait in a topic of four partitions; each side copies them, key, bytes and headers, to a topic of
one partition, as one process that has both to itself:

    ours      the product's app, source, agent and transactions; only the step is empty: a record's bytes pass through
    aiokafka  a consumer of a group and a transactional producer, with the settings of ours, 200 records a transaction
              (and, since it imports them from us, with the pause that transport.py shortens: 20 ms as it comes)
    faust     an agent on a topic that sends to a topic, as in Faust's tutorial: at least once, no transactions

The sides take turns, on a site of their own each time, after a round that is not counted: the broker's Java is slow at
first (57 µs of its CPU a record, 20 some rounds later). The clock runs from the first committed batch that a reader of
committed records may see to the last: the meter asks the broker for that reader's end every 5 ms. A reader that fetched
what it sees would take from the two cores that are measured; one comes when all is over, and finds each record exactly
once, or the run fails. CPU is what worker and broker used between the same two moments. Exits 1 if a floor is missed.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from aiokafka import TopicPartition

from bench import cpu_s
from schemas.base import utc
from schemas.item import RawRecord
from streams import admin, app, codec, logs
from streams.agents import transport
from streams.agents.intake import Intake
from streams.agents.step import Batch, Computed, Tally, headers_of
from streams.codec import Encoded
from streams.dev.kafka import Node
from streams.settings import PREFIX, Settings, load
from streams.tail import read_topic

FROM, TO = "wire.raw", "wire.items"
FLOORS = {"aiokafka": 0.6, "faust": 8.0}
"""How many times as fast as each of the others ours must be."""

FEED = "bench"
BODY = b"Harbour pilots resumed work on Tuesday after a two-day stoppage that held up 41 ships. " * 23
GAP_MS = 100
"""Between two records' received_at: a backlog is read in that order, to within hours."""

METER_S, QUIET_S, LIMIT_S, STOP_S = 0.005, 1.5, 300.0, 20.0


# The three sides, each a process of its own --------------------------------------------------------------------------


def ours(settings: Settings) -> None:
    """`copytaster worker`, intake alone, with nothing in its step but what the worker counts of a record."""

    def compute(_: Intake, batch: Batch) -> Computed:
        return Computed(
            count=len(batch.records),
            sends=[Encoded(TO, each.key, each.value, headers_of(each)) for each in batch.records],
            tallies=[Tally("read", FEED, each.timestamp) for each in batch.records],
        )

    Intake.compute = compute  # type: ignore[method-assign]
    logs.configure(settings)
    limits = asyncio.run(admin.checked_limits(settings))
    app.run(lambda: app.create_app(settings, limits, only="intake"), settings)


def aiokafka(settings: Settings) -> None:
    asyncio.run(_aiokafka(settings, settings.group("plain")))


async def _aiokafka(settings: Settings, group: str) -> None:
    consumer = transport.consumer(settings, group)
    producer = transport.producer(settings, transactional_id=group)
    consumer.subscribe([settings.topic(FROM)])
    await consumer.start()
    await producer.start()
    topic = settings.topic(TO)
    while True:
        got = await consumer.getmany(timeout_ms=200, max_records=settings.batch_items)
        if not got:
            continue
        async with producer.transaction():
            sent = [
                await producer.send(topic, each.value, key=each.key, headers=list(each.headers))
                for records in got.values()
                for each in records
            ]
            await asyncio.gather(*sent)
            ends = {partition: records[-1].offset + 1 for partition, records in got.items()}
            await producer.send_offsets_to_transaction(ends, group)


def faust(settings: Settings) -> None:
    import faust

    with tempfile.TemporaryDirectory() as folder:
        broker = f"kafka://{settings.bootstrap}"
        plain = faust.App(settings.group("faust"), broker=broker, value_serializer="raw", datadir=folder)
        from_, to = plain.topic(settings.topic(FROM)), plain.topic(settings.topic(TO))

        @plain.agent(from_)  # type: ignore[untyped-decorator] # faust is untyped
        async def copy(stream: Any) -> None:
            async for event in stream.events():
                await to.send(key=event.key, value=event.value, headers=event.headers)

        sys.argv = ["faust", "worker", "--loglevel", "error", "--without-web"]
        plain.main()


SIDES: dict[str, Callable[[Settings], None]] = {"ours": ours, "aiokafka": aiokafka, "faust": faust}


# The meter ------------------------------------------------------------------------------------------------------------


class Run(NamedTuple):
    """One side, once: records a second, and microseconds of CPU a record."""

    rate: float
    worker_us: float
    broker_us: float


class Sight(NamedTuple):
    """The end that a reader of committed records sees, when, and the CPU seconds of worker and broker until then."""

    end: int
    at_s: float
    worker_s: float
    broker_s: float


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=50_000, help="records in a run")
    parser.add_argument("--runs", type=int, default=5, help="of each side")
    parser.add_argument("--sides", nargs="+", choices=list(SIDES), default=list(SIDES))
    parser.add_argument("--json", action="store_true", help="print one object for machines instead of the table")
    given = parser.parse_args()
    runs: dict[str, list[Run]] = {side: [] for side in given.sides}
    with tempfile.TemporaryDirectory() as folder, Node.start(Path(folder) / "kafka") as node:
        for turn in range(given.runs + 1):
            for side in given.sides:
                settings = Settings(site=f"{side}-{turn}", bootstrap=node.bootstrap, metrics_port=0)
                run = await measure(side, settings, given.n, node)
                if turn:
                    runs[side].append(run)
                    print(f"{turn} {side:<9} {run.rate:>9,.0f}/s", file=sys.stderr, flush=True)
    report = figures(runs) | {"n": given.n, "bytes": len(record(0, 0).body), "settings": "200 records a transaction"}
    print(json.dumps(report) if given.json else table(report))
    return 1 if report["missed"] else 0


async def measure(side: str, settings: Settings, n: int, node: Node) -> Run:
    await admin.create(settings)
    await preload(settings, n)
    environment = {
        **os.environ,
        f"{PREFIX}SITE": settings.site,
        f"{PREFIX}BOOTSTRAP": settings.bootstrap,
        f"{PREFIX}METRICS_PORT": "0",
        f"{PREFIX}LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "bench.throughput", "--side", side]
    worker = await asyncio.create_subprocess_exec(*command, env=environment, stdout=asyncio.subprocess.DEVNULL)
    try:
        async with asyncio.timeout(LIMIT_S):
            watching = asyncio.create_task(watch(settings, n, (worker.pid, node.pid)))
            await asyncio.wait([watching, ended := asyncio.create_task(worker.wait())], return_when="FIRST_COMPLETED")
            assert not ended.done(), f"{side} ended by itself"
            sights, offsets = await watching
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.terminate()
        try:
            await asyncio.wait_for(worker.wait(), STOP_S)
        except TimeoutError:
            worker.kill()
            await worker.wait()
        await admin.delete(settings)
    first, last = sights[0], sights[-1]
    count = sum(offset >= first.end for offset in offsets)
    return Run(
        count / (last.at_s - first.at_s),
        (last.worker_s - first.worker_s) / count * 1e6,
        (last.broker_s - first.broker_s) / count * 1e6,
    )


async def preload(settings: Settings, n: int) -> None:
    """N records as ingest stamps them, in turn on all partitions, received until now."""
    start_ms = time.time_ns() // 1_000_000 - n * GAP_MS
    producer = transport.producer(settings, linger_ms=5)
    await producer.start()
    waiting = []
    for number in range(n):
        raw = codec.encode_raw(record(number, start_ms))
        waiting.append(
            await producer.send(
                settings.topic(raw.topic), raw.value, key=raw.key, headers=raw.headers, partition=number % 4
            )
        )
    await asyncio.gather(*waiting)
    await transport.close(producer)


def record(number: int, start_ms: int) -> RawRecord:
    return RawRecord(
        body=b"%08d %s" % (number, BODY),
        feed=FEED,
        received_at=utc(start_ms + number * GAP_MS),
        content_type="text/plain",
        filename=f"{number:08d}.txt",
    )


async def watch(settings: Settings, n: int, pids: tuple[int, int]) -> tuple[list[Sight], list[int]]:
    """What could be seen and when, each time that it was more; and the offsets of the committed records at the end."""
    log = TopicPartition(settings.topic(TO), 0)
    worker, broker = pids
    meter = transport.consumer(settings)
    await meter.start()
    sights: list[Sight] = []
    try:
        while True:
            end = (await meter.end_offsets([log]))[log]
            now_s = time.perf_counter()
            if end > (sights[-1].end if sights else 0):
                sights.append(Sight(end, now_s, cpu_s(worker), cpu_s(broker)))
            elif sights and now_s - sights[-1].at_s > QUIET_S:
                offsets = await copied(settings)
                if len(offsets) >= n:
                    return sights, offsets
            await asyncio.sleep(METER_S)
    finally:
        await transport.close(meter)


async def copied(settings: Settings) -> list[int]:
    """The offsets of the committed records. Raises AssertionError where one is there twice."""
    seen: Counter[bytes | None] = Counter()
    offsets = []
    async for each in read_topic(settings, TO, to_end=True):
        seen[each.value] += 1
        offsets.append(each.offset)
    assert max(seen.values(), default=0) <= 1, f"{settings.topic(TO)} has a record twice"
    return offsets


# The figures ----------------------------------------------------------------------------------------------------------


def figures(runs: dict[str, list[Run]]) -> dict[str, Any]:
    """Items a second by side (the median), with what stands behind them, and ours over each of the others."""
    rates = {side: [run.rate for run in of] for side, of in runs.items()}
    medians = {side: median(of) for side, of in rates.items()}
    ratios = {side: medians["ours"] / medians[side] for side in FLOORS if {"ours", side} <= medians.keys()}
    return {
        **{side: round(rate) for side, rate in medians.items()},
        "spread": {side: [round(min(of)), round(max(of))] for side, of in rates.items()},
        "runs": {side: [round(rate) for rate in of] for side, of in rates.items()},
        "cpu_us": {
            side: {
                "worker": round(median(run.worker_us for run in of), 1),
                "broker": round(median(run.broker_us for run in of), 1),
            }
            for side, of in runs.items()
        },
        "ratios": {f"ours/{side}": round(ratio, 2) for side, ratio in ratios.items()},
        "missed": [f"ours/{side}" for side, ratio in ratios.items() if ratio < FLOORS[side]],
    }


def table(report: dict[str, Any]) -> str:
    lines = [
        f"one hop, {report['n']:,} records of {report['bytes']:,} bytes, {report['settings']}",
        f"{'':<10}{'items/s':>10}{'least':>10}{'most':>10}   CPU µs a record: {'worker':>8}{'broker':>9}",
    ]
    for side, (least, most) in report["spread"].items():
        cpu = report["cpu_us"][side]
        lines.append(
            f"{side:<10}{report[side]:>10,}{least:>10,}{most:>10,}{'':>20}{cpu['worker']:>8}{cpu['broker']:>9}"
        )
    for ratio, value in report["ratios"].items():
        floor = FLOORS[ratio.partition("/")[2]]
        lines.append(f"{ratio} {value} (floor {floor:g}: {'MISSED' if ratio in report['missed'] else 'held'})")
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        SIDES[sys.argv[2]](load(os.environ))
    else:
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
        sys.exit(asyncio.run(main()))
