"""What every stream made by chance owes to the readers of the topics and to the agent that drives the fold.

The fold's own promises on such streams stand in tests/test_pipeline.py, whose streams these are.
"""

import asyncio
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.item import ClockRecord, ItemRecord
from schemas.state import arrival_of, text_key
from streams import codec
from streams.agents.step import Batch, Limits
from streams.agents.taster import Taster
from streams.pipeline import Publication, taste
from streams.settings import Settings
from streams.state import State
from tests.fold.stream import SITE, START_MS
from tests.schemas.registry import check_event, check_record
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
        for notice in outcome.notices:
            told = codec.encode_notice(notice, offset, SITE)
            assert check_record(told.topic, orjson.loads(told.value or b"")) == []


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


@given(STEPS, st.data())
@settings(BY_CHANCE, max_examples=120)
def test_every_record_appended_twice_says_what_it_says_once(steps: list[dict[str, Any]], data: st.DataObject) -> None:
    """The second copy has an offset of its own, as when a producer sends again: at once, or up to ten records later."""
    log = records(steps)
    gaps = data.draw(st.lists(st.integers(0, 10), min_size=len(log), max_size=len(log)))
    places = [(number, 0, number) for number in range(len(log))]
    # A clock record comes twice in a row: a later one would be another time told, not the same one again.
    copies = [(number + (0 if _is_clock(log[number]) else gap), 1, number) for number, gap in enumerate(gaps)]
    twice: list[Publication] = []
    state = State()
    for offset, (_, copy, number) in enumerate(sorted(places + copies)):
        each = log[number]
        if copy and not _is_clock(each) and not _is_remembered(state, each):
            continue  # out of the 72 hours: then it is news again, as it would be in any other log
        outcome = taste(state, offset, each)
        state.apply(outcome.entries)
        assert not copy or outcome.publications == ()
        twice += outcome.publications
    assert twice == [publication for _, outcome in fold(log)[0] for publication in outcome.publications]


@given(STEPS, st.randoms(use_true_random=False))
@settings(BY_CHANCE, max_examples=120)
def test_however_the_partitions_interleave_each_arrival_has_one_first_outcome_and_the_log_one_answer(
    steps: list[dict[str, Any]], random: Any
) -> None:
    """A provider's records keep their order, as a partition's do; the clock's keep theirs; between them is chance."""
    log = _interleaved(records(steps), random)
    state = State()
    for offset, each in enumerate(log):
        seen = not _is_clock(each) and _is_remembered(state, each)
        outcome = taste(state, offset, each)
        firsts = [arrival_of(publication.item) for publication in outcome.publications if publication.cause is None]
        assert firsts == ([] if seen or _is_clock(each) else [arrival_of(each.item)])
        state.apply(outcome.entries)
    carried = [on_the_log(offset, each) for offset, each in enumerate(log)]
    read_again = [codec.decode_log(each.key, each.value) for each in carried]
    assert _bytes_of(read_again) == _bytes_of(log)


def _interleaved(log: list[Any], random: Any) -> list[Any]:
    queues: dict[str, list[Any]] = {}
    for each in log:
        queues.setdefault("clock" if _is_clock(each) else each.item.provider, []).append(each)
    mixed = []
    while queues:
        name = random.choice(sorted(queues))
        mixed.append(queues[name].pop(0))
        if not queues[name]:
            del queues[name]
    return mixed


def _bytes_of(log: list[Any]) -> list[codec.Encoded]:
    return [
        each
        for offset, (_, outcome) in enumerate(fold(log)[0])
        for publication in outcome.publications
        for each in codec.encode(publication, offset, SITE)
    ]


def _is_clock(each: Any) -> bool:
    return isinstance(each, ClockRecord)


def _is_remembered(state: State, each: ItemRecord) -> bool:
    return state.text(text_key(*arrival_of(each.item))) is not None


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
