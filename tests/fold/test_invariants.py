"""What every stream made by chance owes to the readers of the topics and to the agent that drives the fold.

The fold's own promises on such streams stand in tests/test_pipeline.py, whose streams these are.
"""

import asyncio
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams import codec
from streams.agents.step import Batch, Limits
from streams.agents.taster import Taster
from streams.pipeline import taste
from streams.settings import Settings
from streams.state import State
from tests.fold.stream import SITE, START_MS
from tests.schemas.registry import check_event
from tests.test_pipeline import BY_CHANCE, STEPS, fold, on_the_log, records


@given(STEPS)
@settings(BY_CHANCE, max_examples=40)
def test_every_event_is_valid_and_the_same_bytes_on_each_of_its_topics(steps: list[dict[str, Any]]) -> None:
    for offset, (_, outcome) in enumerate(fold(records(steps))[0]):
        for publication in outcome.publications:
            first, *others = codec.encode(publication, offset, SITE)
            assert check_event(orjson.loads(first.value or b"")) == []
            assert all(other[1:] == first[1:] for other in others)
            assert publication.current == ("latest" in publication.topics)


@given(STEPS, st.data())
@settings(BY_CHANCE, max_examples=60)
def test_batches_of_one_taster_say_what_single_records_say(steps: list[dict[str, Any]], data: st.DataObject) -> None:
    """Without a restart between them: what is in memory after a batch is what the next one finds."""
    log = [on_the_log(offset, each) for offset, each in enumerate(records(steps))]
    sizes = data.draw(st.lists(st.integers(1, 9), min_size=len(log), max_size=len(log)))
    assert asyncio.run(_driven(log, sizes)) == asyncio.run(_driven(log, [1] * len(log)))


@given(STEPS, st.data())
@settings(BY_CHANCE, max_examples=40)
def test_a_record_that_comes_again_is_refused_and_changes_nothing(
    steps: list[dict[str, Any]], data: st.DataObject
) -> None:
    log = [on_the_log(offset, each) for offset, each in enumerate(records(steps))]
    done = data.draw(st.integers(1, len(log)))
    asyncio.run(_redelivered(log, done, data.draw(st.integers(0, done - 1))))


async def _driven(log: list[Any], sizes: list[int]) -> tuple[list[codec.Encoded], dict[bytes, bytes], Any]:
    """The sends but for wire.state, in order; the last value of each of its keys; the entries in memory."""
    taster = _taster()
    sends: list[codec.Encoded] = []
    stored: dict[bytes, bytes | None] = {}
    done = 0
    for size in sizes:
        end = min(done + size, len(log))
        while done < end:
            computed = taster.compute(Batch(log[done:end], {}))
            done += computed.count
            sends += [each for each in computed.sends if each.topic != "wire.state"]
            stored |= {each.key or b"": each.value for each in computed.sends if each.topic == "wire.state"}
    assert done == len(log)
    assert taster.state is not None
    return sends, {key: value for key, value in stored.items() if value is not None}, dict(taster.state)


async def _redelivered(log: list[Any], done: int, again: int) -> None:
    taster = _taster()
    for record in log[:done]:
        taster.compute(Batch([record], {}))
    before = dict(taster.state or ())
    with pytest.raises(AssertionError, match=f"offset {again} again; the state has read up to {done}"):
        taster.compute(Batch(log[again:], {}))
    assert dict(taster.state or ()) == before


def _taster() -> Taster:
    taster = Taster(Settings(site=SITE), taste, Limits({}), lambda: START_MS)
    taster.state = State()
    return taster
