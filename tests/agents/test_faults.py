"""Six faults on a running wire, and the worker that wakes too late. bench/faults.py strikes a hundred."""

import asyncio
import os
import signal
from pathlib import Path

import psutil
import pytest

from streams.codec import CLOCK_KEY
from streams.dev.kafka import Node
from streams.settings import Settings
from tests.agents.faults import SHORT_PLAN, Run, invented_wire, uncommitted
from tests.agents.folded import differences
from tests.agents.harness import Site, first_outcomes, raw, seen_twice

pytestmark = pytest.mark.kafka

SEED = 20260101


async def test_six_faults_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    print(f"seed {SEED}")
    with Node.start(tmp_path / "kafka", quick=True) as node:
        async with Run("six", node.bootstrap, [node], invented_wire(SEED), tmp_path, seed=SEED, rate=120) as run:
            report = await run.through(SHORT_PLAN, print)
    assert report.wrong == []
    assert [each.kind for each in report.struck] == [fault.kind for fault in SHORT_PLAN]
    assert all(each.in_flight for each in report.struck), "each struck while an item was not yet committed"
    assert all(each.moved for each in report.struck if each.moved is not None)
    assert report.counts["later outcomes"] > 0
    assert report.counts["consumer killed"] > 0


@pytest.mark.parametrize("stage", ["taster batch sent", "taster clock sent"])
async def test_a_paused_worker_that_wakes_after_its_role_has_moved_publishes_nothing(
    stage: str, kafka: str, site: str, tmp_path: Path
) -> None:
    stages = tmp_path / "stages"
    stages.mkdir()
    async with Site(kafka, site, tmp_path) as desk:
        first = desk.start("stages", FAULT_STAGES=str(stages))
        await desk.logged("role taken")
        desk.start("stages", FAULT_STAGES=str(stages))
        await desk.logged("partitions taken")
        await desk.send(raw(number, f"before {number}") for number in range(20))
        await desk.wait(20)
        (stages / stage).touch()
        await desk.send(raw(number, f"while it is paused {number}") for number in range(20, 40))
        await _until_stopped(first.pid)
        hanging = await _given_up_or_open(desk.settings, stage)
        await desk.logged("role taken", index=1)
        records = await desk.wait(40)
        os.kill(first.pid, signal.SIGCONT)
        await desk.logged("role ended", index=0)  # fenced, it has noticed
        await desk.send(raw(number, f"after {number}") for number in range(40, 60))
        records = await desk.wait(60)
        assert all(len(topics) == 1 for topics in first_outcomes(records).values())
        assert not seen_twice(records)
        visible = {(each.topic, each.offset) for each in await desk.read("wire.items", *_OUTPUTS)}
        assert hanging, "it had written something when it was stopped"
        assert not hanging & visible
        desk.kill()
        found, _ = await differences(desk.settings)
        assert found == []


_OUTPUTS = ("wire.enriched", "wire.suppressed", "wire.latest", "wire.state")


async def _until_stopped(pid: int) -> None:
    while psutil.Process(pid).status() != psutil.STATUS_STOPPED:  # noqa: ASYNC110 - another process stops itself
        await asyncio.sleep(0.01)


async def _given_up_or_open(settings: Settings, stage: str) -> set[tuple[str, int]]:
    """(topic, offset) of what the stopped worker has written last and not committed."""
    names = ["wire.items"] if "clock" in stage else list(_OUTPUTS)
    found = set()
    for name in names:
        whole = [each async for each in uncommitted(settings, name)]
        committed = {each.offset async for each in uncommitted(settings, name, isolation_level="read_committed")}
        found |= {
            (each.topic, each.offset)
            for each in whole
            if each.offset not in committed and (each.key == CLOCK_KEY or "clock" not in stage)
        }
    return found
