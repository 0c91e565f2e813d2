"""What tests on a real broker share: workers as processes, items to send, and everything that came of them."""

import asyncio
import collections
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from schemas.base import utc
from schemas.item import RawRecord
from streams import admin, ingest
from streams.audit import FIRST
from streams.settings import Settings
from streams.tail import Read, read_topic

ROOT = Path(__file__).parents[2]


class Site:
    """A site of its own on the shared node, with its workers. Everything is stopped when the test ends."""

    def __init__(self, kafka: str, site: str, folder: Path, **settings: Any) -> None:
        self.settings = Settings(site=site, bootstrap=kafka, metrics_port=0, **settings)
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []

    async def __aenter__(self) -> Self:
        await admin.create(self.settings)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        if error is not None:
            for log in sorted(self._folder.glob("*.log")):
                print(f"--- {log.name}\n{log.read_text()[-6000:]}")

    def start(self, fault: str = "none", **environment: str) -> subprocess.Popen[bytes]:
        """A worker process; `fault` is a row of tests/agents/worker.py."""
        settings = self.settings
        given = {
            "COPYTASTER_SITE": settings.site,
            "COPYTASTER_BOOTSTRAP": settings.bootstrap,
            "COPYTASTER_METRICS_PORT": "0",
            "COPYTASTER_CLOCK_S": "1",
            "COPYTASTER_FEEDS": orjson.dumps([row.model_dump() for row in settings.feeds]).decode(),
            **environment,
        }
        with (self._folder / f"worker{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.agents.worker", fault],
                env={**os.environ, **given},
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process

    def kill(self) -> None:
        """All workers at once, so that nothing is appended any more."""
        for process in self._processes:
            process.kill()
            process.wait()

    def process(self, index: int) -> subprocess.Popen[bytes]:
        return self._processes[index]

    def log(self, index: int = -1) -> str:
        return (self._folder / f"worker{index % len(self._processes)}.log").read_text()

    async def logged(self, *words: str, index: int = -1, seconds: float = 60) -> None:
        """Once a worker's log has all these words."""
        end = time.monotonic() + seconds
        while any(word not in self.log(index) for word in words):
            assert time.monotonic() < end, f"after {seconds} s the log has not all of {words}"
            await asyncio.sleep(0.1)

    async def send(self, records: Iterable[RawRecord], per_second: float | None = None) -> int:
        async def paced() -> AsyncIterator[RawRecord]:
            start = time.monotonic()
            for number, record in enumerate(records):
                if per_second:
                    await asyncio.sleep(max(0.0, start + number / per_second - time.monotonic()))
                yield record

        return await ingest.send(self.settings, paced())

    async def read(self, *topics: str) -> list[Read]:
        """Every committed record of the topics so far, in order."""
        return [record for topic in topics or FIRST async for record in read_topic(self.settings, topic, to_end=True)]

    async def wait(self, arrivals: int, seconds: float = 60) -> list[Read]:
        """Every record of the outcome topics, once so many arrivals have had a first outcome, and a moment later."""
        return await self.until(lambda records: len(first_outcomes(records)) >= arrivals, seconds)

    async def until(self, enough: Callable[[list[Read]], bool], seconds: float = 60) -> list[Read]:
        end = time.monotonic() + seconds
        while True:
            records = await self.read()
            if enough(records):
                await asyncio.sleep(0.5)  # whatever would come twice has the time to
                return await self.read()
            if time.monotonic() > end:
                raise AssertionError(f"after {seconds} s: {collections.Counter(each.topic for each in records)}")
            await asyncio.sleep(0.2)


def first_outcomes(records: Sequence[Read]) -> dict[tuple[str, str], list[str]]:
    """(raw_id, part) -> the topics of its first outcomes, of which there must be one."""
    found: dict[tuple[str, str], list[str]] = {}
    for record in records:
        if "wire_cause" not in record.headers:
            arrival = record.headers["wire_raw"], record.headers["wire_part"]
            found.setdefault(arrival, []).append(record.topic.rpartition(".")[2])
    return found


def seen_twice(records: Sequence[Read]) -> list[tuple[str, str]]:
    """(topic, ce_id) that stand twice in the committed records."""
    counts = collections.Counter(
        (each.topic, each.headers.get("ce_id") or each.headers["wire_raw"] + each.headers["wire_part"])
        for each in records
    )
    return [key for key, count in counts.items() if count > 1]


def raw(
    number: int, text: str, *, feed: str = "test", at_ms: int | None = None, uri: str | None = None, **ninjs: Any
) -> RawRecord:
    """A ninjs item, one a number; `ninjs` are further properties of the document."""
    document = {
        "uri": uri or f"urn:test:{number}",
        "type": "text",
        "version": "1",
        "pubStatus": "usable",
        "headlines": [{"value": text[:40] or "Headline"}],
        "bodies": [{"contentType": "text/plain", "value": text}],
        **ninjs,
    }
    return RawRecord(
        body=orjson.dumps(document),
        feed=feed,
        received_at=utc(at_ms if at_ms is not None else 1_780_000_000_000 + number * 1000),
        filename=f"{number}.json",
    )


def stop(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(20)
