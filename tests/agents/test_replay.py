"""Replay on a real broker: the same bytes in the same order, marked, and nothing live is touched."""

import asyncio
import hashlib
import os
import random
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiokafka import TopicPartition

from schemas.base import utc
from streams import admin, codec, replay
from streams.admin import TopicsWrong
from streams.agents import transport
from streams.app import wall_ms
from streams.dev import play
from streams.replay import Bound, FileSink, NoSink, TopicSink, Wrong, add_to_digest
from tests.agents.harness import ROOT, Site, raw
from tests.fold.stream import record

START = Bound()
TOPICS = ("wire.enriched", "wire.suppressed", "wire.held", "wire.latest", "wire.stories")
EVENTS = TOPICS[:-1]


async def _live(desk: Site, above: int = -1) -> dict[str, str]:
    """Digest of each live topic, of what was caused at offsets from `above` on."""
    found = {}
    for topic in TOPICS:
        digest, count = hashlib.sha256(), 0
        for each in await desk.read(topic):
            if int(each.headers["wire_seq"].split(":")[1]) >= above:
                add_to_digest(digest, each.key, each.value)
                count += 1
        if count:
            found[topic] = digest.hexdigest()
    return found


async def _fed(desk: Site) -> None:
    """A site with a bit of everything behind it."""
    now_ms = wall_ms() - 5000
    items = [raw(number, f"story {number % 30}", at_ms=now_ms + number) for number in range(60)]
    items.append(raw(100, "held", at_ms=now_ms + 100, embargoedUntil=utc(now_ms + 2000)))
    items.append(raw(101, "", at_ms=now_ms + 101, uri="urn:test:3", pubStatus="canceled"))
    items.append(raw(102, "again", at_ms=now_ms + 102, uri="urn:test:4", version="2"))
    desk.start()
    await desk.send(items)
    await desk.until(lambda found: sum("wire_cause" in each.headers for each in found) >= 1)
    await desk.wait(63)
    desk.kill()


@pytest.mark.kafka
async def test_a_replay_of_the_log_gives_the_bytes_that_were_published(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        await _fed(desk)
        live = await _live(desk)
        whole = await replay.replay(desk.settings, "items", START, START, NoSink(), "run")
        assert {topic: digest.hexdigest() for topic, digest in whole.digests.items()} == live
        assert set(live) == set(TOPICS)

        middle = Bound(offset=40)
        half = await replay.replay(desk.settings, "items", middle, START, NoSink(), "run")
        assert {topic: digest.hexdigest() for topic, digest in half.digests.items()} == await _live(desk, 40)
        assert 0 < half.folded_silently < half.read == whole.read

        twice = [await replay.replay(desk.settings, "raw", START, START, NoSink(), "run") for _ in range(2)]
        first, second = ({name: each.hexdigest() for name, each in one.digests.items()} for one in twice)
        assert first == second
        assert twice[0].written["wire.suppressed"] == whole.written["wire.suppressed"]


@pytest.mark.kafka
async def test_a_replay_into_a_topic_is_marked_and_touches_nothing_live(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        await _fed(desk)
        live = await _live(desk)
        sink = TopicSink(desk.settings, f"{site}.again", "abc")
        summary = await replay.replay(desk.settings, "items", START, START, sink, "abc")
        records = await desk.read("again")
        assert len(records) == sum(summary.written.values())
        assert {each.headers["wire_replay"] for each in records} == {"true"}
        assert {each.headers["wire_run"] for each in records} == {"abc"}
        for topic, count in summary.written.items():
            assert sum(each.headers["wire_topic"] == topic for each in records) == count
        assert await _live(desk) == live


@pytest.mark.kafka
async def test_a_replay_that_is_broken_off_leaves_nothing_behind(kafka: str, site: str, tmp_path: Path) -> None:
    def stop(step: replay.Step, _: replay.Summary) -> None:
        if step.offset > 30:
            raise KeyboardInterrupt

    async with Site(kafka, site, tmp_path) as desk:
        await _fed(desk)
        file = tmp_path / "events.ndjson"
        with pytest.raises(KeyboardInterrupt):
            await replay.replay(desk.settings, "items", START, START, FileSink(file), "run", stop)
        assert _left(tmp_path) == []
        await replay.replay(desk.settings, "items", START, START, FileSink(file), "run")
        lines = [orjson.loads(line) for line in file.read_bytes().splitlines()]
        assert {line["topic"] for line in lines} == set(TOPICS)
        assert all(line["headers"]["wire_replay"] == "true" for line in lines)


def _left(folder: Path) -> list[Path]:
    return list(folder.glob("events*"))


@pytest.mark.kafka
async def test_a_run_whose_worker_was_killed_is_replayed_the_same_under_any_hash_seed(
    kafka: str, site: str, tmp_path: Path
) -> None:
    now_ms = wall_ms() - 60_000
    items = [raw(number, f"story {number % 250}", at_ms=now_ms + number) for number in range(600)]
    async with Site(kafka, site, tmp_path, instance="one") as desk:
        await _live_with_a_kill(desk, items)
        await _is_replayed_the_same(desk)


@pytest.mark.kafka
@pytest.mark.skipif("COPYTASTER_DATA" not in os.environ, reason="COPYTASTER_DATA names no folder with the Reuters wire")
async def test_the_reuters_wire_is_replayed_the_same(kafka: str, site: str, tmp_path: Path) -> None:
    wire = Path(os.environ["COPYTASTER_DATA"]) / "reuters" / "reuters21578-dev.jsonl.gz"
    items = list(islice(play.play(play.rows(wire), "ninjs", 4), 1500))
    async with Site(kafka, site, tmp_path, instance="one", feeds=REUTERS) as desk:
        await _live_with_a_kill(desk, items)
        await _is_replayed_the_same(desk)


REUTERS = [{"name": "reuters-*", "provider": "reuters", "profile": "reuters-1987"}]


async def _live_with_a_kill(desk: Site, items: list[Any]) -> None:
    """The items live, the worker killed where chance has it and another one started."""
    seed = random.randrange(1 << 32)
    kill_at = random.Random(seed).randrange(1, len(items) * 3 // 4)
    print(f"seed {seed}: the worker is killed after {kill_at} outcomes")
    first = desk.start(COPYTASTER_INSTANCE="one", COPYTASTER_BATCH_ITEMS="20")
    await desk.send(items)
    await desk.until(lambda found: sum("wire_cause" not in each.headers for each in found) >= kill_at)
    first.kill()
    desk.start(COPYTASTER_INSTANCE="one")
    await desk.wait(len(items))
    desk.kill()


async def _is_replayed_the_same(desk: Site) -> None:
    live = await _live(desk)
    for hash_seed in ("1", "4242"):
        assert _replayed(desk, "items", hash_seed)["digests"] == live
    assert _replayed(desk, "raw", "1")["digests"] == _replayed(desk, "raw", "4242")["digests"]


def _replayed(desk: Site, source: str, hash_seed: str) -> dict[str, Any]:
    """What the real command says of its run."""
    done = subprocess.run(
        _command(source, "--json"), env=_environment(desk, hash_seed), cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    said: dict[str, Any] = orjson.loads(done.stdout)
    return said


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "streams.cli", "replay", *arguments]


def _environment(desk: Site, hash_seed: str = "0") -> dict[str, str]:
    settings = desk.settings
    return {
        **os.environ,
        "PYTHONHASHSEED": hash_seed,
        "COPYTASTER_SITE": settings.site,
        "COPYTASTER_BOOTSTRAP": settings.bootstrap,
        "COPYTASTER_FEEDS": orjson.dumps([row.model_dump() for row in settings.feeds]).decode(),
    }


@pytest.mark.kafka
async def test_a_replay_from_raw_differs_from_live_where_the_order_of_arrival_was_another(
    kafka: str, site: str, tmp_path: Path
) -> None:
    """Two agencies with the same words: live the first that arrives counts, replayed the first that was received."""
    now_ms = wall_ms() - 60_000
    fast = raw(1, "same words", feed="fast", at_ms=now_ms + 2000)
    slow = raw(2, "same words", feed="slow", at_ms=now_ms + 1000)
    others = [raw(10 + number, f"story {number}", feed="slow", at_ms=now_ms + 3000 + number) for number in range(5)]
    async with Site(kafka, site, tmp_path) as desk:
        desk.start()
        await desk.send([fast])
        await desk.wait(1)
        await desk.send([slow, *others])
        await desk.wait(7)
        desk.kill()
        file = tmp_path / "events.ndjson"
        await replay.replay(desk.settings, "raw", START, START, FileSink(file), "run")
        rows = [orjson.loads(line) for line in file.read_bytes().splitlines()]
        again = {(row["topic"], row["key"]): orjson.dumps(row["event"]) for row in rows if row["topic"] in EVENTS}
        live = {(topic, (each.key or b"").decode()): each.value for topic in EVENTS for each in await desk.read(topic)}
        both = live.keys() & again.keys()
        assert all(live[key] == again[key] for key in both)
        assert both == {(topic, f"urn:test:{10 + n}") for topic in ("wire.enriched", "wire.latest") for n in range(5)}
        assert live.keys() - both == _first_and_copy("urn:test:1", "urn:test:2")
        assert again.keys() - both == _first_and_copy("urn:test:2", "urn:test:1")


def _first_and_copy(first: str, copy: str) -> set[tuple[str, str]]:
    return {("wire.enriched", first), ("wire.latest", first), ("wire.suppressed", copy)}


@pytest.mark.kafka
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_the_command_broken_off_by_a_signal_leaves_no_file_and_no_event(
    number: signal.Signals, kafka: str, site: str, tmp_path: Path
) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        await _log_of(desk, 5000)

        async def is_writing() -> bool:
            part = tmp_path / "events.ndjson.part"
            return part.exists() and part.stat().st_size > 0

        said = await _broken_off(desk, number, is_writing, "--file", str(tmp_path / "events.ndjson"))
        assert said == (1, "copytaster: replay broken off; nothing of it was written\n")
        assert _left(tmp_path) == []

        async def is_sending() -> bool:
            return await _end(desk, "read_uncommitted") > 0

        said = await _broken_off(desk, number, is_sending, "--topic", f"{site}.again")
        assert said == (1, "copytaster: replay broken off; nothing of it was written\n")
        assert await desk.read("again") == []
        assert await _end(desk, "read_committed") == await _end(desk, "read_uncommitted"), "a transaction is open"


async def _log_of(desk: Site, count: int) -> None:
    """So many items on wire.items, without a worker."""
    producer = transport.producer(desk.settings, f"{desk.settings.site}.log")
    await producer.start()
    try:
        source = codec.source(desk.settings.site)
        items = [record(number, number / 1000, uri=f"tug{number}", text=f"Tug {number}.") for number in range(count)]
        await transport.transact(producer, [codec.encode_item(item, source) for item in items], desk.settings)
    finally:
        await transport.close(producer)


async def _broken_off(
    desk: Site, number: signal.Signals, under_way: Callable[[], Awaitable[bool]], *options: str
) -> tuple[int, str]:
    """Exit code and error stream of a replay that got the signal as soon as it was under way."""
    process = await asyncio.create_subprocess_exec(
        *_command("items", *options), env=_environment(desk), cwd=ROOT, stderr=subprocess.PIPE
    )
    while not await under_way():
        assert process.returncode is None, "over before the signal"
        await asyncio.sleep(0.005)
    process.send_signal(number)
    _, said = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def _end(desk: Site, isolation_level: str) -> int:
    """The end of the replay's topic, 0 where it is not there yet."""
    try:
        await admin.partitions_of(desk.settings, "again")
    except TopicsWrong:
        return 0
    reader = transport.consumer(desk.settings, isolation_level=isolation_level)
    await reader.start()
    try:
        partition = TopicPartition(desk.settings.topic("again"), 0)
        return int((await reader.end_offsets([partition]))[partition])
    finally:
        await transport.close(reader)


NOW_MS = 1_780_000_000_000


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("start", Bound()),
        ("1200", Bound(offset=1200)),
        ("90m", Bound(time_ms=NOW_MS - 5_400_000)),
        ("2d", Bound(time_ms=NOW_MS - 172_800_000)),
        ("2026-01-01T00:00:00Z", Bound(time_ms=1_767_225_600_000)),
        ("2026-01-01T01:00:00+01:00", Bound(time_ms=1_767_225_600_000)),
    ],
)
def test_a_bound_is_an_offset_a_time_or_how_long_ago(text: str, bound: Bound) -> None:
    assert Bound.of(text, NOW_MS) == bound


@pytest.mark.parametrize("text", ["yesterday", "-1", "2026-01-01T00:00:00", "6 h", "", "١٢"])
def test_a_bound_that_is_none_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(Wrong, match="allowed are start, end"):
        Bound.of(text, NOW_MS)
