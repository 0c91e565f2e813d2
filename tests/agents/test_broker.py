"""The program on a real broker: what comes out, under faults, exactly once."""

import asyncio
import random
import signal
from pathlib import Path

import aiohttp
import orjson
import pytest
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from schemas.base import utc
from schemas.ids import raw_id
from schemas.item import RawRecord
from streams.agents import transport
from streams.agents.role import read_state
from streams.app import wall_ms
from streams.codec import CLOCK_KEY
from streams.dev.kafka import free_port
from streams.dev.sample import feeds, sample
from streams.settings import FeedRow
from streams.tail import Read
from tests.agents.folded import differences
from tests.agents.harness import Site, first_outcomes, raw, seen_twice, stop

pytestmark = pytest.mark.kafka


async def test_the_sample_feed_has_the_outcomes_that_its_manifest_states(kafka: str, site: str, tmp_path: Path) -> None:
    rows = tuple(FeedRow(**row) for row in feeds())
    # Received in the minute before now, so that the embargoes are over by the clock and not yet by the items.
    sent = list(sample(utc(wall_ms() - 60_000)))
    async with Site(kafka, site, tmp_path, feeds=rows) as desk:
        desk.start()
        # Paced: what comes at the same moment on two feeds has no order of its own.
        await desk.send((record for _, record, _ in sent), per_second=20)
        later = sum(len(expected.then) for _, _, expected in sent)
        records = await desk.until(
            lambda found: (
                len(first_outcomes(found)) == len(sent) and sum("wire_cause" in each.headers for each in found) >= later
            )
        )
        outcomes = first_outcomes(records)
        assert all(len(topics) == 1 for topics in outcomes.values())
        assert not seen_twice(records)
        by_file = {each.headers["wire_raw"]: each for each in records if "wire_cause" not in each.headers}
        for _, record, expected in sent:
            got = by_file[raw_id(record.feed, record.received_at, record.body)]
            topic = got.topic.rpartition(".")[2]
            outcome = got.headers["wire_outcome"] if topic == "dead" else topic
            assert outcome == expected.outcome, expected.file
            if expected.event:
                assert got.headers["ce_type"] == f"copytaster.item.{expected.event}", expected.file
        causes = sorted(each.headers["ce_type"].rpartition(".")[2] for each in records if "wire_cause" in each.headers)
        assert causes == sorted(event for _, _, expected in sent for event in expected.then)


async def test_a_worker_killed_three_times_loses_nothing_and_repeats_nothing(
    kafka: str, site: str, tmp_path: Path
) -> None:
    count = 1200
    chance = random.Random(7)
    texts = [f"Story {number}: {chance.random()} and more words of it" for number in range(count)]
    for number in range(50, count, 25):
        texts[number] = texts[number - 20]  # a re-send twenty items later, often across a kill
    items = [raw(number, text) for number, text in enumerate(texts)]
    async with Site(kafka, site, tmp_path) as desk:
        process = desk.start(COPYTASTER_INSTANCE="w1")

        async def kill() -> None:
            nonlocal process
            for _ in range(3):
                await asyncio.sleep(3)
                process.kill()
                process.wait()
                process = desk.start(COPYTASTER_INSTANCE="w1")

        await asyncio.gather(desk.send(items, per_second=100), kill())
        records = await desk.wait(count, seconds=60)
        outcomes = first_outcomes(records)
        assert len(outcomes) == count
        assert all(len(topics) == 1 for topics in outcomes.values())
        assert not seen_twice(records)
        assert sum(topics == ["suppressed"] for topics in outcomes.values()) == len(range(50, count, 25))
        desk.kill()
        found, _ = await differences(desk.settings)
        assert found == []


async def test_a_resend_is_one_in_a_batch_across_batches_and_across_a_restart(
    kafka: str, site: str, tmp_path: Path
) -> None:
    def pair(number: int, text: str) -> list[RawRecord]:
        return [raw(number, text), raw(number + 1, text)]

    async with Site(kafka, site, tmp_path) as desk:
        process = desk.start(COPYTASTER_INSTANCE="w1")
        await desk.send(
            [*pair(0, "heron nests on pier"), *pair(10, "quay floods at noon")[:1], *pair(20, "tariffs rise again")[:1]]
        )
        await desk.wait(4)
        await desk.send(pair(10, "quay floods at noon")[1:])
        await desk.wait(5)
        assert stop(process) == 0
        desk.start(COPYTASTER_INSTANCE="w1")
        await desk.send(pair(20, "tariffs rise again")[1:])
        records = await desk.wait(6)
        events = {
            each.headers["ce_subject"]: (each.headers["ce_type"], each.headers.get("wire_relation")) for each in records
        }
        for first in (0, 10, 20):
            assert events[f"urn:test:{first}"] == ("copytaster.item.created", None)
            assert events[f"urn:test:{first + 1}"] == ("copytaster.item.suppressed", "exact_resend")


async def test_an_embargo_is_lifted_by_the_clock_and_not_before(kafka: str, site: str, tmp_path: Path) -> None:
    now_ms = wall_ms()
    due_ms = now_ms + 6000
    async with Site(kafka, site, tmp_path) as desk:
        desk.start()
        await desk.send(
            [raw(1, "under embargo", at_ms=now_ms, embargoedUntil=utc(due_ms)), raw(2, "free", at_ms=now_ms)]
        )
        await desk.wait(2)
        public = await desk.read("wire.enriched", "wire.latest")
        if wall_ms() < due_ms:
            assert {each.headers["ce_subject"] for each in public} == {"urn:test:2"}
        records = await desk.until(lambda found: any("wire_cause" in each.headers for each in found))
        (released,) = [each for each in records if "wire_cause" in each.headers]
        assert released.headers["ce_type"] == "copytaster.item.released"
        assert released.headers["wire_cause"] == "clock"
        assert due_ms <= released.timestamp


FAULTS = {
    # fault of the worker: the reason on wire.dead, and the topic that the coordinates name
    "reader": ("reader_raised", "wire.raw"),
    "taster": ("taster_raised", "wire.items"),
    "state": ("send_failed", "wire.items"),
    "send": ("send_failed", "wire.raw"),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
async def test_one_bad_record_goes_to_dead_and_its_neighbours_are_visible_once(
    fault: str, kafka: str, site: str, tmp_path: Path
) -> None:
    reason, topic = FAULTS[fault]
    items = [raw(number, f"harmless {number}") for number in range(201)]
    items[100] = raw(100, "POISON in this one")
    async with Site(kafka, site, tmp_path) as desk:
        desk.start(fault)
        await desk.send(items)
        assert len(await desk.read("wire.raw")) == 201
        records = await desk.wait(201, seconds=60)
        _only_the_bad_one_is_dead(records, reason, desk.settings.topic(topic))


async def test_a_record_that_the_broker_refuses_as_too_large_goes_to_dead(
    kafka: str, site: str, tmp_path: Path
) -> None:
    items = [raw(number, f"harmless {number}") for number in range(201)]
    items[100] = raw(100, "long " * 40_000)
    async with Site(kafka, site, tmp_path) as desk:
        desk.start()
        await desk.send(items[:1])
        await desk.wait(1)
        await _lower_limit(desk, "wire.items", 100_000)  # behind the worker's back: it has read the limits at its start
        await desk.send(items[1:])
        records = await desk.wait(201, seconds=60)
        _only_the_bad_one_is_dead(records, "send_failed", desk.settings.topic("wire.raw"))


async def _lower_limit(desk: Site, topic: str, limit: int) -> None:
    client = transport.admin(desk.settings)
    await client.start()
    resource = ConfigResource(
        ConfigResourceType.TOPIC,
        desk.settings.topic(topic),
        configs={"max.message.bytes": str(limit), "message.timestamp.type": "LogAppendTime"},
    )
    await client.alter_configs([resource])
    await client.close()


def _only_the_bad_one_is_dead(records: list[Read], reason: str, topic: str) -> None:
    outcomes = first_outcomes(records)
    assert len(outcomes) == 201
    assert all(len(topics) == 1 for topics in outcomes.values())
    assert not seen_twice(records)
    (dead,) = [each for each in records if each.topic.endswith(".dead")]
    assert dead.headers["wire_reason"] == reason
    assert dead.headers["wire_topic"] == topic
    assert int(dead.headers["wire_offset"]) >= 0
    assert "stumbles" in dead.headers["wire_detail"] or "Large" in dead.headers["wire_detail"]
    assert dead.headers["wire_bytes"] == "kept"
    published = [orjson.loads(each.value or b"") for each in records if each.topic.endswith(".enriched")]
    assert [event["uri"] for event in published] == [f"urn:test:{number}" for number in range(201) if number != 100]


@pytest.mark.parametrize("fault", ["reader crashes", "taster crashes"])
async def test_a_record_that_takes_the_process_down_goes_to_dead_at_the_third_attempt(
    fault: str, kafka: str, site: str, tmp_path: Path
) -> None:
    items = [raw(number, f"harmless {number}", feed=f"feed-{number % 5}") for number in range(201)]
    items[100] = raw(100, "POISON in this one")
    crashes = []
    async with Site(kafka, site, tmp_path) as desk:

        async def supervise() -> None:
            process = desk.start(fault, COPYTASTER_INSTANCE="w1")
            while True:
                crashes.append(await asyncio.to_thread(process.wait))
                process = desk.start(fault, COPYTASTER_INSTANCE="w1")

        await desk.send(items)
        supervisor = asyncio.create_task(supervise())
        records = await desk.wait(201, seconds=90)
        supervisor.cancel()
        # In the running feed, in the first batch after it, alone behind its neighbours, and alone at the head.
        assert set(crashes) == {-signal.SIGSEGV}
        assert 2 <= len(crashes) <= 4
        outcomes = first_outcomes(records)
        assert len(outcomes) == 201
        assert all(len(topics) == 1 for topics in outcomes.values())
        assert not seen_twice(records)
        (dead,) = [each for each in records if each.topic.endswith(".dead")]
        assert dead.headers["wire_reason"] == "process_ended"
        assert b"POISON" in (dead.value or b"")
        desk.kill()
        found, _ = await differences(desk.settings)
        assert found == []


async def test_workers_that_are_killed_at_the_same_position_condemn_nobody(
    kafka: str, site: str, tmp_path: Path
) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        for _ in range(4):
            process = desk.start(COPYTASTER_INSTANCE="w1")
            await desk.logged("role taken", "partitions taken")
            process.kill()
            process.wait()
        desk.start(COPYTASTER_INSTANCE="w1")
        await desk.send([raw(1, "one"), raw(2, "two")])
        records = await desk.wait(2)
        assert {each.topic for each in records} == {desk.settings.topic("wire.enriched")}


async def test_the_position_never_passes_a_record_that_is_not_visible(kafka: str, site: str, tmp_path: Path) -> None:
    items = [raw(number, f"harmless {number}") for number in range(300)]
    items[150] = raw(150, "POISON in this one")
    async with Site(kafka, site, tmp_path) as desk:
        desk.start("send", COPYTASTER_INSTANCE="w1")
        sending = asyncio.create_task(desk.send(items, per_second=60))
        looks = 0
        while not sending.done() or looks < 8:
            state, _ = await read_state(desk.settings, lambda: True)
            arrivals = first_outcomes(await desk.read())
            below = [each for each in await desk.read("wire.items") if each.offset < state.position]
            read = [(each.headers["wire_raw"], each.headers["wire_part"]) for each in below if each.key != CLOCK_KEY]
            assert [arrival for arrival in read if arrival not in arrivals] == []
            looks += bool(read)
        await sending
        await desk.wait(300)


async def test_a_bug_of_the_worker_ends_it_with_its_traceback(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        process = desk.start("bug")
        await desk.send([raw(1, "POISON for the worker itself")])
        assert process.wait(30) == 1
        assert "the worker stumbles" in desk.log()
        assert "Traceback" in desk.log()
        desk.start()
        records = await desk.wait(1)  # nothing was lost: it restarts from its position
        assert [each.topic for each in records] == [desk.settings.topic("wire.enriched")]


async def test_the_port_tells_the_roles_and_what_was_counted(kafka: str, site: str, tmp_path: Path) -> None:
    port = free_port()
    async with Site(kafka, site, tmp_path) as desk, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
        desk.start(COPYTASTER_METRICS_PORT=str(port))
        await desk.send([raw(1, "one"), raw(2, "two"), raw(3, "two")])
        await desk.wait(3)
        async with http.get("/health") as health:
            assert (health.status, await health.json()) == (200, {"site": site, "agents": ["intake", "taster"]})
        async with http.get("/ready") as ready:
            assert (ready.status, await ready.json()) == (200, {"intake": "member", "taster": "owner"})
        async with http.get("/metrics") as metrics:
            page = await metrics.text()
        assert 'copytaster_outcomes_total{agent="taster",feed="test",outcome="enriched"} 2.0' in page
        assert 'copytaster_outcomes_total{agent="taster",feed="test",outcome="suppressed"} 1.0' in page
        assert "copytaster_latency_seconds_count 3.0" in page
        assert 'copytaster_role{agent="taster"} 1.0' in page


async def test_a_second_worker_costs_nothing_and_takes_over_when_the_first_stops(
    kafka: str, site: str, tmp_path: Path
) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        first = desk.start()
        await desk.send([raw(number, f"first {number}") for number in range(50)])
        await desk.wait(50)
        desk.start()
        await desk.send((raw(number, f"second {number}") for number in range(50, 350)), per_second=100)
        assert desk.log(0).count("role taken") == 1, "the role stays where it is when a worker joins"
        assert "role taken" not in desk.log(1)
        assert stop(first) == 0
        await desk.send(raw(number, f"third {number}") for number in range(350, 400))
        records = await desk.wait(400)
        assert all(len(topics) == 1 for topics in first_outcomes(records).values())
        assert not seen_twice(records)
        desk.kill()
        found, _ = await differences(desk.settings)
        assert found == []


async def test_a_worker_refuses_topics_that_are_not_as_the_table_has_them(
    kafka: str, site: str, tmp_path: Path
) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        await _lower_limit(desk, "wire.state", 1000)
        process = desk.start()
        assert process.wait(20) != 0
        assert "wire.state max.message.bytes is 1000, must be at least" in desk.log()
