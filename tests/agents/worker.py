"""A worker with a fault in it: what the fault tests start in place of `copytaster worker`.

    python -m tests.agents.worker FAULT

The faults go in through create_app's arguments; the product knows nothing of them. An item is bad when its text holds
the word POISON, and harmless in every other way. A worker with stages stops itself (SIGSTOP) where the file of that
stage's name lies in the folder FAULT_STAGES.
"""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiokafka.errors import KafkaError

from schemas.item import ClockRecord, DeadLetter, ItemRecord, RawItem
from streams import admin, app, logs, pipeline
from streams.agents import role as agents_role
from streams.agents import transport
from streams.agents.intake import Intake
from streams.agents.step import Batch, Computed
from streams.pipeline import Outcome
from streams.settings import Settings, load
from streams.state import State

WORD = "POISON"


def reader_that_raises(raw: RawItem) -> tuple[ItemRecord | DeadLetter, ...]:
    if WORD.encode() in raw.body:
        raise ValueError("the reader stumbles")
    return pipeline.read(raw)


def reader_that_crashes(raw: RawItem) -> tuple[ItemRecord | DeadLetter, ...]:
    if WORD.encode() in raw.body:
        ctypes.string_at(0)
    return pipeline.read(raw)


def taster_that_crashes(state: State, offset: int, record: ItemRecord | ClockRecord) -> Outcome:
    if isinstance(record, ItemRecord) and WORD in (record.item.body or ""):
        ctypes.string_at(0)
    return pipeline.taste(state, offset, record)


def taster_that_raises_after_half_its_work(state: State, offset: int, record: ItemRecord | ClockRecord) -> Outcome:
    outcome = pipeline.taste(state, offset, record)
    if isinstance(record, ItemRecord) and WORD in (record.item.body or ""):
        raise ValueError("the taster stumbles")
    return outcome


class StateThatBreaks(dict[str, Any]):
    """Entries of which one cannot be put: the state has changed in part when it raises."""

    def __getitem__(self, key: str) -> Any:
        if key.startswith("text:"):
            raise ValueError("the state stumbles")
        return super().__getitem__(key)


def taster_whose_entries_break_the_state(state: State, offset: int, record: ItemRecord | ClockRecord) -> Outcome:
    outcome = pipeline.taste(state, offset, record)
    if isinstance(record, ItemRecord) and WORD in (record.item.body or ""):
        return Outcome(outcome.publications, StateThatBreaks(outcome.entries))
    return outcome


def producer_whose_send_fails(settings: Settings, transactional_id: str | None = None, **options: Any) -> Any:
    producer = transport.producer(settings, transactional_id, **options)
    send = producer.send

    async def failing(topic: str, value: bytes | None = None, **rest: Any) -> Any:
        if WORD.encode() in (value or b"") and not topic.endswith(".dead"):
            future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
            future.set_exception(KafkaError("the send stumbles"))
            return future
        return await send(topic, value, **rest)

    producer.send = failing
    return producer


def reach(stage: str) -> None:
    """Stop here, as a machine that sleeps would, if somebody has armed the stage; one process takes each arming."""
    try:
        (Path(os.environ["FAULT_STAGES"]) / stage).unlink()
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGSTOP)


def producer_with_stages(settings: Settings, transactional_id: str | None = None, **options: Any) -> Any:
    """A producer that says where it is. What a transaction holds (batch, clock, note) shows in its first send."""
    producer = transport.producer(settings, transactional_id, **options)
    role = "taster" if str(transactional_id).startswith(settings.group("taster")) else "intake"
    start, begin, send, commit = producer.start, producer.begin_transaction, producer.send, producer.commit_transaction
    what = "note"

    async def starting() -> None:
        reach(f"{role} fencing")
        await start()
        reach(f"{role} fenced")

    async def beginning() -> None:
        nonlocal what
        what = "note"
        reach(f"{role} computed")
        await begin()

    async def sending(topic: str, *args: Any, **rest: Any) -> Any:
        nonlocal what
        if role == "taster" and topic.endswith(".items"):
            what = "clock"
        elif not topic.endswith(".positions"):  # which a batch and a note of intake both end with
            what = "batch"
        future = await send(topic, *args, **rest)
        reach(f"{role} {what} sending")
        return future

    async def committing() -> None:
        reach(f"{role} {what} sent")
        await commit()
        reach(f"{role} {what} committed")

    producer.start, producer.begin_transaction = starting, beginning
    producer.send, producer.commit_transaction = sending, committing
    return producer


def state_read_with_stages() -> None:
    read_state = agents_role.read_state

    async def reading(settings: Settings, still: Callable[[], bool]) -> tuple[State, int]:
        reach("taster reading")
        found = await read_state(settings, still)
        reach("taster read")
        return found

    agents_role.read_state = reading


def worker_with_a_bug() -> None:
    compute = Intake.compute

    def stumbling(self: Intake, batch: Batch) -> Computed:
        if any(WORD.encode() in (record.value or b"") for record in batch.records):
            raise LookupError("the worker stumbles")
        return compute(self, batch)

    Intake.compute = stumbling  # type: ignore[method-assign]


FAULTS: dict[str, dict[str, Any]] = {
    "reader": {"read": reader_that_raises},
    "reader crashes": {"read": reader_that_crashes},
    "taster crashes": {"taste": taster_that_crashes},
    "taster": {"taste": taster_that_raises_after_half_its_work},
    "state": {"taste": taster_whose_entries_break_the_state},
    "send": {"make_producer": producer_whose_send_fails},
    "stages": {"make_producer": producer_with_stages},
}


def main(fault: str) -> None:
    if fault == "bug":
        worker_with_a_bug()
    if fault == "stages":
        state_read_with_stages()
    settings = load(os.environ)
    logs.configure(settings)
    limits = asyncio.run(admin.checked_limits(settings))
    app.run(lambda: app.create_app(settings, limits, **FAULTS.get(fault, {})), settings)


if __name__ == "__main__":
    main(sys.argv[1])
