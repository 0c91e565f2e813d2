"""Replay on a real broker: the same bytes in the same order, marked, and nothing live is touched."""

import hashlib
from pathlib import Path

import orjson
import pytest

from schemas.base import utc
from streams import replay
from streams.app import wall_ms
from streams.replay import Bound, FileSink, NoSink, TopicSink, Wrong, add_to_digest
from tests.agents.harness import Site, raw

START = Bound()
TOPICS = ("wire.enriched", "wire.suppressed", "wire.held", "wire.latest")


async def _live(desk: Site, above: int = -1) -> dict[str, str]:
    """Digest of each live topic, of what was caused at offsets from `above` on."""
    found = {}
    for topic in TOPICS:
        digest, count = hashlib.sha256(), 0
        for record in await desk.read(topic):
            if int(record.headers["wire_seq"].split(":")[1]) >= above:
                add_to_digest(digest, record.key, record.value)
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
