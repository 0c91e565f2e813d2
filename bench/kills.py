"""The wire at a steady rate while the worker that holds the taster is killed: is every item there exactly once?

    python -m bench.kills WIRE.jsonl.gz [--rate 100] [--kills 3] [--limit N] [--workers 2]

Workers are killed with SIGKILL at even distances and started again at once. Counts every record that a reader of
committed records sees, by (topic, ce_id), and the first outcomes by (raw_id, part).
"""

import argparse
import asyncio
import collections
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator
from itertools import islice
from pathlib import Path
from typing import Any

from schemas.item import RawRecord
from streams import admin, ingest
from streams.dev import play
from streams.dev.kafka import Node
from streams.settings import Settings
from streams.tail import read_topic

FEEDS = [{"name": "reuters-*", "provider": "reuters", "profile": "reuters-1987"}]
FIRST = ("wire.enriched", "wire.suppressed", "wire.held", "wire.dead")
PORT = 19464


class Workers:
    """Worker processes with a metrics port each, so that it can be asked who holds the taster."""

    def __init__(self, settings: Settings, count: int) -> None:
        self._settings = settings
        self._processes = [self._start(number) for number in range(count)]

    def _start(self, number: int) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            "COPYTASTER_SITE": self._settings.site,
            "COPYTASTER_BOOTSTRAP": self._settings.bootstrap,
            "COPYTASTER_METRICS_PORT": str(PORT + number),
            "COPYTASTER_INSTANCE": f"worker-{number}",
            "COPYTASTER_LOG_LEVEL": "error",
            "COPYTASTER_FEEDS": json.dumps(FEEDS),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "streams.cli", "worker"], env=environment, stderr=subprocess.DEVNULL
        )

    def owner(self) -> int | None:
        for number in range(len(self._processes)):
            url = f"http://127.0.0.1:{PORT + number}/ready"
            with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(url, timeout=1) as answer:
                if json.load(answer).get("taster") == "owner":
                    return number
        return None

    def kill_owner(self) -> str:
        number = self.owner()
        if number is None:
            return "nobody held the taster"
        self._processes[number].kill()
        self._processes[number].wait()
        self._processes[number] = self._start(number)
        return f"worker {number} held the taster"

    def stop(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait(30)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wire", type=Path)
    parser.add_argument("--rate", type=float, default=100)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    records = list(islice(play.play(play.rows(given.wire), "ninjs", 4), given.limit))
    with tempfile.TemporaryDirectory() as folder, Node.start(Path(folder)) as node:
        settings = Settings(site="bench-kills", bootstrap=node.bootstrap, metrics_port=0)
        await admin.create(settings)
        workers = Workers(settings, given.workers)
        await asyncio.sleep(6)
        start = time.monotonic()

        async def paced() -> AsyncIterator[RawRecord]:
            for number, record in enumerate(records):
                await asyncio.sleep(max(0.0, start + number / given.rate - time.monotonic()))
                yield record

        async def kill() -> None:
            for _ in range(given.kills):
                await asyncio.sleep(len(records) / given.rate / (given.kills + 1))
                said = await asyncio.to_thread(workers.kill_owner)
                print(f"{time.monotonic() - start:6.1f} s  SIGKILL: {said}", flush=True)

        await asyncio.gather(ingest.send(settings, paced()), kill())
        await _report(settings, len(records))
        workers.stop()


async def _report(settings: Settings, sent: int) -> None:
    ids: collections.Counter[Any] = collections.Counter()
    arrivals: collections.Counter[Any] = collections.Counter()
    topics: collections.Counter[str] = collections.Counter()
    for _ in range(60):
        for counter in (ids, arrivals, topics):
            counter.clear()
        for topic in FIRST:
            async for record in read_topic(settings, topic, to_end=True):
                headers = record.headers
                topics[topic.removeprefix("wire.")] += 1
                ids[topic, headers.get("ce_id") or headers["wire_raw"] + headers["wire_part"]] += 1
                if "wire_cause" not in headers:
                    arrivals[headers["wire_raw"], headers["wire_part"]] += 1
        if len(arrivals) == sent:
            break
        await asyncio.sleep(1)
    print(f"sent {sent}; committed records {dict(topics)}")
    print(f"arrivals with a first outcome {len(arrivals)}, lost {sent - len(arrivals)}")
    print(f"arrivals with two or more {sum(count > 1 for count in arrivals.values())}")
    print(f"(topic, ce_id) seen twice {sum(count > 1 for count in ids.values())}")


if __name__ == "__main__":
    asyncio.run(main())
