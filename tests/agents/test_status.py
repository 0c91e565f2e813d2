"""What `copytaster status` tells of a site on a real broker: with a worker, with none, and when something waits."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from schemas.base import utc
from streams import admin, status
from streams.agents import positions, transport
from streams.agents.attempts import Note
from streams.app import wall_ms
from streams.dev.kafka import free_port
from streams.settings import FeedRow, Settings
from streams.status import Feed, Group, Member, Status
from tests.agents.harness import ROOT, Site, raw

pytestmark = pytest.mark.kafka

FEEDS = (FeedRow(name="harbour", provider="harbour"), FeedRow(name="night-*", provider="night"))


async def told(settings: Settings, *options: str) -> dict[str, Any]:
    """The command's JSON; it always ends with 0."""
    code, output = await run(settings, "--json", *options)
    assert code == 0, output
    return orjson.loads(output)


async def run(settings: Settings, *options: str) -> tuple[int, str]:
    feeds = orjson.dumps([row.model_dump() for row in settings.feeds]).decode()
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "streams.cli", "status", "--site", settings.site, "--bootstrap", settings.bootstrap],
        *options,
        cwd=ROOT,
        env={**os.environ, "COPYTASTER_FEEDS": feeds, "COLUMNS": "100"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def test_a_site_at_work_says_who_does_what_and_what_came(kafka: str, site: str, tmp_path: Path) -> None:
    now_ms = wall_ms()
    broken = raw(4, "no news", feed="night-1", at_ms=now_ms).model_copy(update={"body": b'{"broken'})
    planning = raw(5, "a planning", feed="night-1", at_ms=now_ms, type="planning")
    async with Site(kafka, site, tmp_path, feeds=FEEDS) as desk:
        worker = desk.start(COPYTASTER_INSTANCE="w1")
        await desk.send([raw(1, "one", feed="night-1", at_ms=now_ms), raw(2, "two", feed="night-1", at_ms=now_ms)])
        await desk.wait(2)
        await desk.send([raw(3, "two", feed="night-1", at_ms=now_ms), broken, planning])
        await desk.wait(5)
        found = await told(desk.settings)
        assert [each for each in found["troubles"] if "overdue" not in each] == []

        for agent, partitions in (("intake", [0, 1, 2, 3]), ("taster", [0])):
            group = found["groups"][agent]
            (member,) = group["members"]
            assert group["state"] == "Stable"
            assert member["client"].startswith(f"{site}-")
            assert member["client"].endswith(f"-{worker.pid}")
            assert (member["host"], member["instance"], member["partitions"]) == ("127.0.0.1", "w1", partitions)

        silent, night = found["feeds"]
        assert (silent["feed"], silent["provider"], silent["age_s"], silent["records"]) == (
            "harbour",
            "harbour",
            None,
            0,
        )
        assert (night["feed"], night["provider"], night["records"]) == ("night-1", "night", 5)
        assert (night["suppressed"], night["dead"], night["aside"]) == (1, 1, 1)
        assert night["received_at"] == utc(now_ms)
        assert night["appended_at"] >= utc(now_ms)
        assert night["per_minute"] == {"5m": 1.0, "1h": 0.08}
        assert found["dead"] == {"dead": {"unknown_format": 1}, "aside": {"no_news": 1}}
        assert found["memory"]["by_kind"] == {"copy": 1, "item": 3, "log": 1, "story": 2, "text": 3}
        assert found["memory"]["entries"] == 10
        assert found["memory"]["records"] >= 8
        assert found["memory"]["bytes"] > 800
        assert found["memory"]["log_time"] == utc(now_ms)


async def test_what_waits_is_told_when_no_worker_runs(kafka: str, site: str, tmp_path: Path) -> None:
    now_ms = wall_ms()
    due_ms = now_ms + 5000
    async with Site(kafka, site, tmp_path, session_timeout_ms=6000) as desk:
        worker = desk.start(COPYTASTER_SESSION_TIMEOUT_MS="6000")
        await desk.send([raw(1, "embargoed", at_ms=now_ms, embargoedUntil=utc(due_ms)), raw(2, "free", at_ms=now_ms)])
        await desk.wait(2)
        if wall_ms() >= due_ms:
            pytest.skip("this machine was too slow to stop the worker before the embargo was over")
        worker.kill()
        worker.wait()
        await desk.send([raw(3, "waits", at_ms=now_ms)])
        await asyncio.sleep(max(0.0, due_ms - wall_ms()) / 1000 + 7)
        found = await told(desk.settings)
        assert found["troubles"][:2] == [
            "no worker runs: copytaster worker starts one",
            "a held item is overdue: the embargo is over, and only a running taster lifts it",
        ]
        assert [group["members"] for group in found["groups"].values()] == [[], []]
        assert (found["memory"]["held"], found["memory"]["overdue"]) == (1, 1)
        assert found["memory"]["overdue_s"] >= 6
        waiting = [each for each in found["behind"] if each["behind"]]
        assert [(each["agent"], each["behind"]) for each in waiting] == [("intake", 1)]
        assert waiting[0]["oldest_s"] >= 7

        code, page = await run(desk.settings)
        assert code == 0
        assert "1 held, 1 of them overdue, the first for" in page
        assert "intake  nobody" in page


async def test_a_site_without_topics_and_one_without_records_say_so(kafka: str, site: str, tmp_path: Path) -> None:
    desk = Site(kafka, site, tmp_path)
    found = await told(desk.settings)
    assert found["troubles"] == [f"no topics of this site; copytaster topics create --site {site} makes them"]
    assert found["groups"] == {}
    async with desk:
        found = await told(desk.settings)
        assert found["troubles"] == [
            "no worker runs: copytaster worker starts one",
            f"{site}.wire.raw is empty: nothing was ever sent",
        ]
        assert {each["behind"] for each in found["behind"]} == {0}
        client = await admin.started(desk.settings)
        await client.delete_topics([desk.settings.topic("wire.held")])
        await client.close()
        found = await told(desk.settings)
        assert found["troubles"] == [f"missing: {site}.wire.held; copytaster topics create --site {site} makes them"]


async def test_the_window_is_as_wide_as_asked(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        await desk.send([raw(1, "one")])
        await asyncio.sleep(1.2)
        found = await told(desk.settings, "--since", "1s")
        (feed,) = found["feeds"]
        assert (feed["feed"], feed["records"], feed["age_s"]) == ("test", 0, None)
        assert feed["per_minute"]["5m"] == 0.2
        assert "all is silent" in found["troubles"]
        assert (await told(desk.settings, "--since", "1h"))["feeds"][0]["records"] == 1
        for wrong in ("17", "soon", "end"):
            code, output = await run(desk.settings, "--since", wrong)
            assert code == 2
            assert "allowed are" in output


async def test_where_no_broker_answers_it_says_so_in_one_line_and_exits_3() -> None:
    port = free_port()
    code, output = await run(Settings(site="desk", bootstrap=f"127.0.0.1:{port}"))
    assert code == 3
    assert output.splitlines() == [f"copytaster: {transport.NoBroker(f'127.0.0.1:{port}')}"]


WORKS = Group("Stable", [Member("desk-vm-1", "127.0.0.1", "", [0])])
STANDS_BY = Group("Stable", [Member("desk-vm-2", "127.0.0.1", "", [])])
NOBODY = Group("Empty", [])
TROUBLES = [
    (WORKS, WORKS, [], "nothing to complain of"),
    (
        WORKS,
        STANDS_BY,
        ["nobody holds the taster: nothing is published, no embargo is lifted"],
        "a member owns nothing",
    ),
    (WORKS, NOBODY, ["nobody holds the taster: nothing is published, no embargo is lifted"], "intake alone"),
    (NOBODY, WORKS, ["no worker runs intake: what comes in waits in wire.raw"], "the taster alone"),
    (NOBODY, NOBODY, ["no worker runs: copytaster worker starts one"], "none at all"),
]


@pytest.mark.parametrize(("intake", "taster", "troubles", "why"), TROUBLES, ids=[row[3] for row in TROUBLES])
def test_who_is_missing_is_told(intake: Group, taster: Group, troubles: list[str], why: str) -> None:
    found = Status("desk", "127.0.0.1:9092", "", "", groups={"intake": intake, "taster": taster})
    found.feeds = [Feed("harbour", "harbour", age_s=1.0, records=1)]
    assert status.troubles_of(Settings(site="desk"), found, {}) == troubles, why


async def test_a_record_that_takes_workers_down_is_named(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        await desk.send([raw(1, "one")])
        (sent,) = await desk.read("wire.raw")
        producer = transport.producer(desk.settings, "a worker that is gone")
        await producer.start()
        record = positions.encode(sent.partition, sent.offset, Note(2, 1, "x"))
        await transport.transact(producer, [record], desk.settings)
        await transport.close(producer)
        troubles = (await told(desk.settings))["troubles"]
        assert f"{sent.topic}/{sent.partition}/{sent.offset} may take workers down: attempt 2 of 3" in troubles


async def test_a_transaction_open_in_the_state_does_not_hold_it_up(
    kafka: str, site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "STATE_S", 0.5)
    async with Site(kafka, site, tmp_path) as desk:
        producer = transport.producer(desk.settings, f"{site}-other")
        await producer.start()
        await producer.begin_transaction()
        await producer.send_and_wait(desk.settings.topic("wire.state"), b"{}", key=b"item:x")
        found = await status.status(desk.settings, 0)
        await producer.abort_transaction()
        await producer.stop()
        assert found.memory is None
        assert any("transaction has been open in wire.state" in each for each in found.troubles)
        assert [each.agent for each in found.behind] == ["intake"] * 4 + ["taster"]
