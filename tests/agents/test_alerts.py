"""wire.alerts as its readers have it: the reference consumer's orders, and what `copytaster explain` finds of them."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from typer.testing import CliRunner

from examples.alerts import Pushes
from schemas.base import utc
from schemas.item import RawRecord
from streams.app import wall_ms
from streams.cli import app
from tests.agents.harness import ROOT, Site, raw

NOON = datetime(2031, 3, 4, 12, 0, tzinfo=UTC)
MINUTE_MS = 60_000


def alert(number: int, action: str, *, alert_id: str = "a1", minutes: int = 60, **more: Any) -> dict[str, Any]:
    """The value of a wire.alerts record, valid for so many minutes after noon, with a field that no release has yet."""
    until = (NOON + timedelta(minutes=minutes)).isoformat()
    value = {
        "alert_id": alert_id, "alert_seq": number, "action": action, "level": "alert", "provider": "qns",
        "uri": "urn:1", "story_id": "s1", "valid_until": until, "unknown": {"new": 1}, **more,
    }  # fmt: skip
    return value if action == "cancel" else {"text": f"text {number}", **value}


FIRE, RAISE, CANCEL = alert(1, "fire"), alert(2, "raise"), alert(3, "cancel")

# (ce_id, alert) in the order of arrival; what is done about each that leads to something; why
ORDERED = [
    ([("x", FIRE)], ["NOTIFY a1 alert qns text 1"], "a fire is told"),
    ([("x", FIRE), ("y", RAISE)], ["NOTIFY a1 alert qns text 1", "NOTIFY AGAIN a1 alert qns text 2"], "a raise again"),
    ([("x", FIRE), ("x", FIRE)], ["NOTIFY a1 alert qns text 1"], "an id seen before is dropped"),
    ([("x", RAISE), ("x", CANCEL)], ["NOTIFY AGAIN a1 alert qns text 2"], "by its id, whatever else it says"),
    ([("x", RAISE), ("y", FIRE)], ["NOTIFY AGAIN a1 alert qns text 2"], "a lower number was overtaken"),
    ([("x", RAISE), ("y", alert(2, "update"))], ["NOTIFY AGAIN a1 alert qns text 2"], "an equal number was applied"),
    ([("x", FIRE), ("y", alert(1, "fire", alert_id="b2"))],
     ["NOTIFY a1 alert qns text 1", "NOTIFY b2 alert qns text 1"], "numbers count within an alert"),
    ([("x", alert(1, "fire", minutes=-1))], [], "nobody is notified of what is no longer valid"),
    ([("x", alert(1, "fire", minutes=0))], ["NOTIFY a1 alert qns text 1"], "until the very moment it is"),
    ([("x", alert(1, "fire", minutes=-1)), ("y", RAISE)], ["NOTIFY AGAIN a1 alert qns text 2"], "a later one may be"),
    ([("x", alert(2, "update", minutes=-1))], [], "nor is a text replaced then"),
    ([("x", FIRE), ("y", alert(2, "cancel", minutes=-600))],
     ["NOTIFY a1 alert qns text 1", "WITHDRAW a1 alert qns"], "a cancel is always applied"),
    ([("x", CANCEL), ("y", FIRE)], ["WITHDRAW a1 alert qns"], "and what it overtook is not told after it"),
    ([("x", CANCEL), ("y", alert(4, "cancel"))], ["WITHDRAW a1 alert qns", "WITHDRAW a1 alert qns"], "twice, too"),
    ([("x", alert(1, "fire", changed=[{"slot": "killed", "old": "9", "new": "12"}]))],
     ["NOTIFY a1 alert qns text 1 (killed 9 > 12)"], "what changed is told"),
    ([("x", alert(1, "fire", text="a\x1b[2Jb\u202ec"))], ["NOTIFY a1 alert qns a�[2Jb�c"], "no text drives a terminal"),
]  # fmt: skip


@pytest.mark.parametrize(("records", "orders", "why"), ORDERED, ids=[row[2] for row in ORDERED])
def test_what_a_push_service_does(records: list[tuple[str, dict[str, Any]]], orders: list[str], why: str) -> None:
    pushes = Pushes(lambda: NOON)
    assert [order for each in records if (order := pushes.order(*each)) is not None] == orders, why


def news(number: int, minutes_ago: int, headline: str, uri: str, **ninjs: Any) -> RawRecord:
    """A bulletin of one line, which alerts by its agency's mark and by what it tells."""
    more = {"urgency": 1, "headlines": [{"value": headline}], "bodies": [], **ninjs}
    return raw(number, "", feed="qns", at_ms=wall_ms() - minutes_ago * MINUTE_MS, uri=uri, **more)


def feed() -> list[RawRecord]:
    """Of yesterday, then of this hour: a fire, a copy of it, a raise, and the kill of what was raised."""
    sinks, rises = "Ferry sinks off Port Amble, 12 dead", "Ferry sinks off Port Amble, 43 dead"
    return [
        news(1, 24 * 60, "Mine caves in at Harrow Tarn, 30 dead", "urn:test:mine"),
        news(2, 30, sinks, "urn:test:ferry"),
        news(3, 29, sinks, "urn:test:ferry-again"),
        news(4, 15, rises, "urn:test:ferry", version="2"),
        news(5, 5, "", "urn:test:ferry", version="3", headlines=[], pubStatus="canceled", edNote="KILL. Not so."),
    ]


@pytest.mark.kafka
async def test_from_the_wire_to_the_screen_and_back_and_every_step_explained(
    kafka: str, site: str, tmp_path: Path
) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        desk.start()
        wire = feed()
        await desk.send(wire[:4])
        await desk.wait(4)
        told = await desk.read("wire.alerts")
        values = [orjson.loads(each.value or b"") for each in told]
        assert [each["action"] for each in values] == ["fire", "fire", "raise"]
        (mine, ferry) = dict.fromkeys(each["alert_id"] for each in values)
        assert await orders(desk) == [
            f"NOTIFY {ferry} alert qns Ferry sinks off Port Amble, 12 dead",
            f"NOTIFY AGAIN {ferry} alert qns Ferry sinks off Port Amble, 43 dead (killed 12 > 43)",
        ]

        story = values[-1]["story_id"]
        copies = await desk.read("wire.suppressed")
        for name in ("urn:test:ferry", story, ferry, told[-1].headers["wire_raw"]):
            page = await explained(desk, name)
            for words in ("Ferry sinks off Port Amble, 43 dead", f"story {story}", f"alert {ferry}", "killed 12 → 43"):
                assert words in page, name
        assert "exact resend" in await explained(desk, "urn:test:ferry-again")
        assert "exact resend" in await explained(desk, copies[0].headers["wire_raw"])
        found = orjson.loads(await explained(desk, mine, "--json"))
        assert (found["event"]["uri"], [each["action"] for each in found["alerts"]]) == ("urn:test:mine", ["fire"])

        lines = (await tail(desk, "alerts", 3)) + (await tail(desk, "stories", 2))
        for words in ("FIRE        ALERT  Mine caves in", "RAISE", "killed 12 → 43", "STORY", "1 item of 1 agency"):
            assert words in lines

        await desk.send(wire[4:])
        await desk.wait(5)
        assert (await orders(desk))[-1] == f"WITHDRAW {ferry} alert qns"
        for name in ("urn:test:ferry", ferry, told[-1].headers["wire_raw"]):
            page = await explained(desk, name)
            assert f"alert {ferry}, cancelled" in page
            assert "43 dead" not in page
            assert "KILL. Not so." in page
        assert "RETRACTED" in await tail(desk, "stories", 5)


@pytest.mark.kafka
async def test_what_was_given_up_is_not_told_and_what_comes_again_only_once(
    kafka: str, site: str, tmp_path: Path
) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        later = utc(wall_ms() + 60 * MINUTE_MS)
        producer = AIOKafkaProducer(bootstrap_servers=kafka, transactional_id=f"{site}-test")
        await producer.start()
        try:
            for given_up, ce_id, value in (
                (True, b"1", alert(1, "fire", text="never so")),
                (False, b"2", alert(1, "fire", text="so")),
                (False, b"2", alert(1, "fire", text="so")),
            ):
                await producer.begin_transaction()
                body, headers = orjson.dumps(value | {"valid_until": later}), [("ce_id", ce_id), ("x_new", b"later")]
                await producer.send_and_wait(desk.settings.topic("wire.alerts"), body, b"a1", headers=headers)
                await (producer.abort_transaction() if given_up else producer.commit_transaction())
        finally:
            await producer.stop()
        assert await orders(desk) == ["NOTIFY a1 alert qns so"]


@pytest.mark.kafka
async def test_what_nobody_has_heard_of_is_a_wrong_use(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        result = await invoke(desk, "explain", "urn:test:nowhere")
        assert result.exit_code == 2
        assert "nothing public" in result.stderr


async def orders(desk: Site) -> list[str]:
    """What the reference consumer prints, as a process, of all that the topic holds."""
    command = [sys.executable, "examples/alerts.py", desk.settings.bootstrap, desk.settings.site, "--to-end"]
    done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


async def explained(desk: Site, *arguments: str) -> str:
    result = await invoke(desk, "explain", *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


async def tail(desk: Site, topic: str, count: int) -> str:
    result = await invoke(desk, "tail", topic, "--from", "start", "--limit", str(count), "--idle", "5")
    assert result.exit_code == 0, result.output
    return result.stdout


async def invoke(desk: Site, *arguments: str) -> Any:
    """The command in a thread of its own, where it may have its own loop; wide, so that no line is broken."""
    place = {"COPYTASTER_SITE": desk.settings.site, "COPYTASTER_BOOTSTRAP": desk.settings.bootstrap, "COLUMNS": "200"}
    return await asyncio.to_thread(CliRunner().invoke, app, list(arguments), env=place)
