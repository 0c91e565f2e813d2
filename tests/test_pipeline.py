"""The fold's promises on streams made by chance: few uris, few texts, kills, embargoes, jumps of days.

What one scenario says stands in tests/specs/fold/. Here is what must hold for every one: nothing lost, nothing shown
before its time or after its kill, the same answers after a restart and wherever a batch is cut.
"""

import asyncio
from collections import Counter
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import orjson
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schemas.base import ms, utc
from schemas.item import ClockRecord, ItemRecord
from schemas.state import arrival_of
from streams import codec, pipeline
from streams.agents.step import Batch, Limits
from streams.agents.taster import Taster
from streams.pipeline import Outcome, Publication, clock_record, taste
from streams.settings import Settings
from streams.state import CONTENT_MS, URI_MS, State
from tests.fold.stream import SITE, START_MS, has_text, record

HOUR_S, DAY_S = 3600, 24 * 3600
PUBLIC = {"enriched", "suppressed", "latest"}
Record = ItemRecord | ClockRecord

# Plain arrivals of few words are most of every stream, or kills and embargoes would meet nothing; hence the repeats.
ODDITIES: list[dict[str, Any]] = [
    *[{}] * 20,
    *[{"status": "canceled"}] * 2,
    {"status": "canceled", "note": "Kill: wrong tug."},
    *[{"status": "withheld"}] * 2,
    *[{"embargo_s": seconds} for seconds in (-60, 0, 1, 60, 60, 60, HOUR_S, 40 * DAY_S)],
    {"embargo_s": 60, "version": "2", "use": "internal"},
    {"embargo_s": -5, "ahead_ms": 30_000},
    {"ahead_ms": 30_000},
    {"headline_only": True},
    {"text": None},
    {"urgency": "f"},
    {"note": "Eds: see photo."},
    *[
        {"headline": word, "body": f"Please {asks} the item urn:test:{uri}.", "text": None, "uri": f"note-{uri}"}
        for word, asks in (("KILL", "do not use"), ("HOLD", "hold back"), ("KILL", "delete"), ("RELEASE", "release"))
        for uri in ("tug", "raft")
    ],
    {"headline": "KILL", "body": "Please delete the item urn:test:tug.", "status": "canceled", "uri": "note"},
    {"headline": "KILL", "body": "Please delete the item urn:test:tug.", "uri": "raft"},
    {"note": "EDITORS: Please kill the item urn:test:quay."},
    {"use": "test"},
    {"use": "internal"},
    {"use": "test", "status": "canceled"},
    *[{"sent_s": seconds} for seconds in (0, -30, -HOUR_S, 60)],
    {"again": 1},  # the raw record that came so many arrivals before, once more
    {"again": 4},
    {"beside": True},  # the second item of the raw record before
    {"beside": True, "uri": "tug"},
    *[{"after_s": seconds} for seconds in (-40, -DAY_S, HOUR_S, 17 * HOUR_S, 3 * DAY_S, 29 * DAY_S)],
]
ARRIVALS = st.builds(
    lambda plain, odd: plain | odd,
    st.fixed_dictionaries(
        {
            "provider": st.sampled_from(("harbour", "harbour", "coast", "shore")),
            "uri": st.sampled_from(("tug", "raft", "quay")),
            "text": st.sampled_from(("Tug adrift.", "Tug adrift.", "Tug adrift.", "Tug saved.")),
            "version": st.sampled_from(("1", "1", "1", "2", "2", "3", "10", "b", None)),
            "after_s": st.sampled_from((0, 1, 1, 60)),
        }
    ),
    st.sampled_from(ODDITIES),
)
CLOCKS = st.fixed_dictionaries({"clock": st.just(True), "after_s": st.sampled_from((0, 60, 60, HOUR_S))})
STEPS = st.lists(st.one_of(ARRIVALS, ARRIVALS, ARRIVALS, CLOCKS), min_size=12, max_size=40)
BY_CHANCE = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def records(steps: list[dict[str, Any]]) -> list[Record]:
    """The log that the steps describe. Its wall clock never falls; received_at may lie behind it."""
    made: list[Record] = []
    arrivals: list[ItemRecord] = []
    now = 0.0
    for number, step in enumerate(steps, start=1):
        seconds = now + step["after_s"]
        now = max(now, seconds)
        if "clock" in step:
            made.append(clock_record(START_MS + round(seconds * 1000)))
            continue
        again = arrivals[-step["again"]] if step.get("again", 99) <= len(arrivals) else None
        if again is not None and START_MS + seconds * 1000 - ms(again.item.received_at) < CONTENT_MS - 2 * DAY_S * 1000:
            made.append(again)
            continue
        arrivals.append(_arrival(number, seconds, step, arrivals))
        made.append(arrivals[-1])
    return made


SAID = ("provider", "uri", "text", "headline", "body", "version", "status", "ahead_ms", "urgency", "note", "use")


def _arrival(number: int, seconds: float, step: dict[str, Any], arrivals: list[ItemRecord]) -> ItemRecord:
    said = {name: step[name] for name in SAID if name in step}
    if "sent_s" in step:
        said["sent_at"] = seconds + step["sent_s"]
    if "embargo_s" in step:
        said["embargo"] = seconds + step["embargo_s"]
    if "headline_only" in step:
        said["body"] = None
    if "beside" in step and arrivals:
        before = arrivals[-1].item
        said |= {"raw": int(before.raw_id, 16), "index": before.part.index + 1, "count": before.part.index + 2}
        seconds = (ms(before.received_at) - START_MS) / 1000
        if "embargo" in said:
            said["embargo"] = seconds + step["embargo_s"]
    return record(number, seconds, **said)


def fold(log: list[Record]) -> tuple[list[tuple[Record, Outcome]], State]:
    """Every record with its outcome, and the state at last."""
    state, told = State(), []
    for offset, each in enumerate(log):
        outcome = taste(state, offset, each)
        state.apply(outcome.entries)
        told.append((each, outcome))
    return told, state


@given(STEPS)
@BY_CHANCE
def test_every_arrival_has_one_first_outcome_and_later_ones_name_their_cause(steps: list[dict[str, Any]]) -> None:
    first: Counter[tuple[str, int]] = Counter()
    for each, outcome in fold(records(steps))[0]:
        for publication in outcome.publications:
            if publication.cause is None:
                assert isinstance(each, ItemRecord)
                assert arrival_of(publication.item) == arrival_of(each.item)
                first[arrival_of(publication.item)] += 1
            else:
                assert first[arrival_of(publication.item)] == 1, "a later outcome before the first"
        if isinstance(each, ItemRecord):
            assert first[arrival_of(each.item)] == 1


@given(STEPS)
@BY_CHANCE
def test_no_public_event_shows_what_is_withheld_or_not_yet_free(steps: list[dict[str, Any]]) -> None:
    clock_ms, free_at = 0, {}
    for each, outcome in fold(records(steps))[0]:
        if isinstance(each, ClockRecord):
            clock_ms = max(clock_ms, ms(each.clock))
        else:
            free_at[arrival_of(each.item)] = ms(each.item.received_at) - (each.ahead_ms or 0)
        for publication in outcome.publications:
            item = publication.item
            if PUBLIC & set(publication.topics) and has_text(publication):
                assert item.pub_status == "usable"
                if item.embargoed_until is not None:
                    assert ms(item.embargoed_until) <= max(clock_ms, free_at[arrival_of(item)])


@given(STEPS)
@BY_CHANCE
def test_no_public_event_names_an_arrival_that_is_not_public(steps: list[dict[str, Any]]) -> None:
    public: set[str] = set()
    for _, outcome in fold(records(steps))[0]:
        for publication in outcome.publications:
            if PUBLIC & set(publication.topics):
                public.add(publication.item.raw_id)
                assert _named(publication) <= public


def _named(publication: Publication) -> set[str]:
    """raw_ids of the other arrivals that an event names."""
    judgement = publication.judgement
    targets = [each.target for each in judgement.relations]
    targets += [judgement.disputed.target if judgement.disputed else None, publication.superseded_by]
    return {target.raw_id for target in targets if target is not None and target.raw_id is not None}


@given(STEPS)
@BY_CHANCE
def test_what_comes_later_comes_only_where_nothing_newer_of_its_uri_has_come(steps: list[dict[str, Any]]) -> None:
    """A release or a return never brings back words that the agency has replaced since."""
    came: dict[tuple[str, int], int] = {}
    last: dict[tuple[str, str], int] = {}
    for offset, (_, outcome) in enumerate(fold(records(steps))[0]):
        for publication in outcome.publications:
            name = publication.item.provider, publication.item.uri
            if publication.cause is None:
                came[arrival_of(publication.item)] = offset
            elif publication.event in ("released", "restored"):
                assert last.get(name, -1) <= came[arrival_of(publication.item)]
            if publication.current:
                last[name] = offset


@given(STEPS)
@BY_CHANCE
def test_after_a_kill_nothing_of_the_uri_is_said_again(steps: list[dict[str, Any]]) -> None:
    heard: dict[tuple[str, str], int] = {}
    now = 0
    told, state = fold(records(steps))
    for each, outcome in told:
        if isinstance(each, ItemRecord):
            now = max(now, ms(each.item.received_at))
        for publication in outcome.publications:
            name = publication.item.provider, publication.item.uri
            if name in heard and now - heard[name] < URI_MS:
                assert not has_text(publication)
                assert publication.event == "killed"
            elif publication.event == "killed" and publication.cause == "kill":
                heard[name] = now  # by a note
        if isinstance(each, ItemRecord) and each.item.use == "publish":
            name = each.item.provider, each.item.uri
            if each.item.pub_status == "canceled" or name in heard:
                alive = now - heard.get(name, now) < URI_MS
                if alive:
                    heard[name] = now
                elif each.item.pub_status != "canceled":
                    del heard[name]
    for provider, uri in [name for name, at in heard.items() if now - at < URI_MS]:
        assert state.held_of(provider, uri) == []
        assert state.copies_by(provider, uri) == []
        assert state.copies_of(provider, uri) == []


@given(STEPS)
@BY_CHANCE
def test_no_event_id_stands_twice_on_a_topic(steps: list[dict[str, Any]]) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for offset, (_, outcome) in enumerate(fold(records(steps))[0]):
        for publication in outcome.publications:
            for each in codec.encode(publication, offset, SITE):
                seen[each.topic, codec.texts(each.headers)["ce_id"]] += 1
    assert set(seen.values()) <= {1}


@given(STEPS)
@BY_CHANCE
def test_tasting_changes_nothing(steps: list[dict[str, Any]]) -> None:
    state = State()
    for offset, each in enumerate(records(steps)):
        before = orjson.dumps(list(state))
        outcome = taste(state, offset, each)
        assert orjson.dumps(list(state)) == before
        assert taste(state, offset, each) == outcome, "another answer the second time"
        state.apply(outcome.entries)


@given(STEPS, st.randoms(use_true_random=False))
@BY_CHANCE
def test_a_state_read_from_the_topic_in_any_order_goes_on_like_the_one_that_folded(
    steps: list[dict[str, Any]], random: Any
) -> None:
    log = records(steps)
    cut = random.randint(0, len(log))
    with patch.object(pipeline, "TOMBSTONES_MAX", 2), patch.object(pipeline, "RELEASES_MAX", 1):
        _goes_on_alike(log, cut, random)


def _goes_on_alike(log: list[Record], cut: int, random: Any) -> None:
    """The caps are small here, so that what they leave for the next record differs where an order does."""
    live = State()
    for offset, each in enumerate(log[:cut]):
        live.apply(taste(live, offset, each).entries)
    stored = [codec.encode_entry(key, entry) for key, entry in live]
    random.shuffle(stored)
    rebuilt = State(
        (key, entry)
        for key, entry in [codec.decode_entry(each.key or b"", each.value) for each in stored]
        if entry is not None
    )
    for offset, each in enumerate(log[cut:], start=cut):
        one, other = taste(live, offset, each), taste(rebuilt, offset, each)
        assert one == other
        live.apply(one.entries)
        rebuilt.apply(other.entries)
    assert dict(live) == dict(rebuilt)


@given(STEPS, st.randoms(use_true_random=False))
@example([{"provider": "harbour", "uri": "tug", "text": "Tug adrift.", "after_s": 1}] * 5, None)
@settings(BY_CHANCE, max_examples=60)
def test_where_a_batch_is_cut_changes_no_byte(steps: list[dict[str, Any]], random: Any) -> None:
    """Through the taster agent's own step, with a restart from wire.state at each cut."""
    log = [on_the_log(offset, each) for offset, each in enumerate(records(steps))]
    one_by_one = asyncio.run(_tasted(log, [1] * len(log)))
    sizes = [random.randint(1, 7) for _ in log] if random else [len(log)]
    assert asyncio.run(_tasted(log, sizes)) == one_by_one


async def _tasted(log: list[Any], sizes: list[int]) -> tuple[list[codec.Encoded], dict[bytes, bytes | None]]:
    """What the taster sends but to wire.state, in order, and what wire.state holds at last."""
    sends: list[codec.Encoded] = []
    stored: dict[bytes, bytes | None] = {}
    done = 0
    for size in sizes:
        taster = Taster(Settings(site=SITE), taste, Limits({}), lambda: START_MS)
        entries = [codec.decode_entry(key, value) for key, value in stored.items()]
        taster.state = State((key, entry) for key, entry in entries if entry is not None)
        assert taster.state.position == done
        end = min(done + size, len(log))
        while done < end:
            computed = taster.compute(Batch(log[done:end], {}))
            done += computed.count
            for each in computed.sends:
                if each.topic == "wire.state":
                    stored[each.key or b""] = each.value
                else:
                    sends.append(each)
    assert done == len(log)
    assert not [each for each in sends if each.topic == "wire.dead"]
    return sends, {key: value for key, value in stored.items() if value is not None}


def on_the_log(offset: int, each: Record) -> Any:
    encode = codec.encode_clock if isinstance(each, ClockRecord) else codec.encode_item
    encoded = encode(each, "urn:copytaster:test")  # type: ignore[operator]
    return SimpleNamespace(
        topic=f"{SITE}.wire.items", partition=0, offset=offset, timestamp=START_MS,
        key=encoded.key, value=encoded.value, headers=encoded.headers,
    )  # fmt: skip


def test_two_relays_of_one_uri_come_back_as_two_events() -> None:
    """Agencies relay a third one's item under its own uri: one kill brings back both, and neither hides the other."""
    arrivals = [{"provider": name, "uri": "tug", "text": "Tug adrift."} for name in ("shore", "harbour", "coast")]
    kill = {"provider": "shore", "uri": "tug", "status": "canceled"}
    told, _ = fold([record(number, number, **said) for number, said in enumerate([*arrivals, kill])])
    killed, *restored = told[-1][1].publications
    assert [(each.event, each.item.provider) for each in restored] == [("restored", "harbour"), ("restored", "coast")]
    ids = [codec.texts(codec.encode(each, 3, SITE)[0].headers)["ce_id"] for each in (killed, *restored)]
    assert len(set(ids)) == 3


def test_a_clock_record_tells_no_time_to_the_log() -> None:
    state = State()
    outcome = taste(state, 0, ClockRecord(clock=utc(START_MS)))
    state.apply(outcome.entries)
    assert (state.time, state.position) == (0, 1)


def test_of_two_lifetimes_the_entry_that_ended_first_goes_first() -> None:
    arrival = {"provider": "harbour", "uri": "tug", "version": None, "raw_id": "0" * 32}
    uri: Any = {"offset": 0, "at": 0, **arrival, "integers": False, "sent_at": None, "index": 0, "status": "published"}
    text: Any = {"offset": 1, "at": URI_MS - CONTENT_MS + 1, **arrival, "received_at": 0, "outcome": "published"}
    state = State([("text:0:0", text), ("item:harbour:tug", uri)])
    assert state.expired(URI_MS - 1, 1) == []
    assert state.expired(URI_MS + 1, 1) == ["item:harbour:tug"]
    assert state.expired(URI_MS + 1, 2) == ["item:harbour:tug", "text:0:0"]
