"""The audit on a real broker: it finds nothing where nothing is wrong, and names the record where one is missing."""

import asyncio
import sys
from pathlib import Path

import orjson
import pytest
from aiokafka import TopicPartition
from aiokafka.admin import RecordsToDelete

from streams.agents import transport
from streams.audit import audit
from tests.agents.harness import ROOT, Site, raw

pytestmark = pytest.mark.kafka


async def _remove_first(desk: Site, topic: str) -> None:
    (first, *_) = await desk.read(topic)
    await _remove_up_to(desk, topic, first.offset + 1)


async def _remove_up_to(desk: Site, topic: str, offset: int) -> None:
    """Delete a topic's records below the offset, behind everybody's back."""
    client = transport.admin(desk.settings)
    await client.start()
    await client.delete_records({TopicPartition(desk.settings.topic(topic), 0): RecordsToDelete(before_offset=offset)})
    await client.close()


async def _told(desk: Site) -> tuple[int, list[dict]]:
    """Exit code and differences of the command."""
    place = ["--site", desk.settings.site, "--bootstrap", desk.settings.bootstrap]
    command = [sys.executable, "-m", "streams.cli", "audit", "--json", *place]
    run = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    output, _ = await run.communicate()
    return run.returncode or 0, orjson.loads(output)["differences"]


async def test_a_record_that_is_gone_is_named(kafka: str, site: str, tmp_path: Path) -> None:
    items = [raw(number, f"item {number}") for number in range(20)]
    items.append(raw(20, "item 3"))  # a re-send
    items.append(raw(21, "no news").model_copy(update={"body": b'{"broken'}))
    async with Site(kafka, site, tmp_path) as desk:
        desk.start()
        await desk.send(items[:1])  # alone, so that it stands first
        await desk.wait(1)
        await desk.send(items[1:])
        await desk.wait(22)
        found = await audit(desk.settings)
        assert found.differences == []
        assert (found.raw_records, found.arrivals, found.in_flight) == (22, 22, 0)
        assert found.outcomes == {"enriched": 20, "suppressed": 1, "dead": 1}
        assert await _told(desk) == (0, [])

        (first, *_) = await desk.read("wire.enriched")
        await _remove_first(desk, "wire.enriched")
        code, (difference,) = await _told(desk)
        assert code == 1
        assert difference["what"] == "was read and has no outcome"
        assert difference["topic"] == desk.settings.topic("wire.items")
        assert difference["raw_id"] == first.headers["wire_raw"]

        desk.kill()
        for record in await desk.read("wire.items"):  # clock records stand before the first item
            await _remove_up_to(desk, "wire.items", record.offset + 1)
            if "wire_raw" in record.headers:
                break
        code, (difference,) = await _told(desk)
        assert code == 1
        assert difference["what"] == "was read and gave nothing"
        assert difference["topic"] == desk.settings.topic("wire.raw")
        assert difference["raw_id"] == first.headers["wire_raw"]


async def test_what_is_in_flight_is_no_difference(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        await desk.send([raw(number, f"item {number}") for number in range(5)])
        found = await audit(desk.settings)
        assert found.differences == []
        assert found.in_flight == 5
