"""What the fold answers to a stream, step by step: tests/specs/fold/*.toml, one scenario a promise.

A step is an item (`uri`, `version`, `text` or `headline` and `body`, `sent_at`, `status`, `embargo`, `urgency`, `note`,
`signals`, `use`, `ahead_ms`, `provider`) or a `clock` record; `at` is in seconds after the start, ten after the step
before where it is absent. `expect` has each publication in one line, as `told` says it: all of them, in order.
"""

import tomllib
from pathlib import Path
from typing import Any

import orjson
import pytest

from schemas.state import kind_of
from streams.pipeline import RELEASES_MAX, TOMBSTONES_MAX, Outcome
from tests.fold.stream import Stream, encoded, told
from tests.schemas.registry import check_record

SPECS = Path(__file__).parents[1] / "specs" / "fold"
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SPECS.glob("*.toml"))}
SCENARIOS = [pytest.param(row, id=f"{stem}: {row['name']}") for stem, file in FILES.items() for row in file["scenario"]]
HOUR_S, DAY_S = 3600, 24 * 3600


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_fold_answers_as_written(scenario: dict[str, Any]) -> None:
    stream, seconds = Stream(), -10.0
    got, want = [], []
    for number, step in enumerate(scenario["steps"], start=1):
        said = {key: value for key, value in step.items() if key not in ("at", "expect", "clock")}
        seconds = step.get("clock", step.get("at", seconds + 10))
        outcome = stream.item(number, seconds, **said) if said else stream.clock(seconds)
        for each in encoded(outcome):
            assert check_record(each.topic, orjson.loads(each.value or b"")) == []
        got.append([told(publication, number) for publication in outcome.publications])
        want.append(step.get("expect", []))
    assert got == want, scenario["why"]


def test_a_name_stands_in_the_specs_once_and_every_scenario_says_why() -> None:
    rows = [row for file in FILES.values() for row in file["scenario"]]
    assert len({row["name"] for row in rows}) == len(rows) > 70
    assert all(row["why"] for row in rows)


def test_embargoes_that_end_together_take_several_clock_records_and_go_first_due_first() -> None:
    stream, count = Stream(), 2 * RELEASES_MAX + 1
    for number in range(1, count + 1):
        stream.item(number, 0, uri=f"n{number}", text=f"Text {number}.", embargo=60 - number % 2)
    released = []
    for expected in (RELEASES_MAX, RELEASES_MAX, 1, 0):
        outcome = stream.clock(60)
        assert len(outcome.publications) == expected
        released += [int(each.item.raw_id, 16) for each in outcome.publications]
        assert all(each.cause == "clock" and each.topics == ("enriched", "latest") for each in outcome.publications)
    assert released == sorted(range(1, count + 1), key=lambda number: (60 - number % 2, number))
    assert stream.state.next_due is None
    assert stream.state.held_count == 0


def test_content_is_forgotten_after_72_hours_and_a_uri_is_not() -> None:
    stream = Stream()
    stream.item(1, 0, uri="tug", version="1", text="Tug adrift.")
    stream.item(2, HOUR_S, uri="raft", provider="coast", text="Tug adrift.")
    assert _kinds(stream) == ["copy", "item", "item", "log", "story", "text", "text"]
    stream.item(3, 72 * HOUR_S - 1, uri="quay", text="Quay closed.")
    assert _kinds(stream) == ["copy", "item", "item", "item", "log", "story", "story", "text", "text", "text"]
    stream.item(4, 73 * HOUR_S, uri="quay", text="Quay open.")
    assert _kinds(stream) == ["item", "item", "item", "log", "story", "text", "text"]
    (again,) = stream.item(1, 73 * HOUR_S + 1, uri="tug", version="1", text="Tug adrift.").publications
    assert again.event == "updated", "the raw record is out of the window, its uri is not"


def test_a_kill_is_remembered_for_30_days_from_the_last_that_was_heard_of_its_uri() -> None:
    stream = Stream()
    stream.item(1, 0, uri="tug", status="canceled")
    assert _events(stream.item(2, 30 * DAY_S - 1, uri="tug", text="Tug adrift.")) == ["killed"]
    assert _events(stream.item(3, 60 * DAY_S - 2, uri="tug", text="Tug adrift.")) == ["killed"]
    stream.item(4, 90 * DAY_S - 2, uri="quay", text="Quay closed.")
    assert _events(stream.item(5, 90 * DAY_S - 2, uri="tug", text="Tug adrift.")) == ["created"]


def test_a_uri_is_remembered_for_30_days() -> None:
    stream = Stream()
    stream.item(1, 0, uri="tug", version="2", text="Tug adrift.")
    stream.item(2, 0, uri="raft", version="2", text="Raft adrift.")
    assert _events(stream.item(3, 30 * DAY_S - 1, uri="tug", version="1", text="Tug sails.")) == ["late"]
    stream.item(4, 30 * DAY_S, uri="quay", text="Quay closed.")
    assert _events(stream.item(5, 30 * DAY_S, uri="raft", version="1", text="Raft sails.")) == ["created"]


def test_what_is_withheld_without_a_date_is_forgotten_after_30_days_and_what_has_one_is_not() -> None:
    stream = Stream()
    stream.item(1, 0, uri="tug", text="Tug adrift.", status="withheld")
    stream.item(2, 0, uri="raft", text="Raft adrift.", embargo=400 * DAY_S)
    stream.item(3, 31 * DAY_S, uri="quay", text="Quay closed.")
    stream.item(4, 399 * DAY_S, uri="quay", text="Quay open.")
    assert stream.state.held_count == 1
    assert _events(stream.clock(400 * DAY_S)) == ["released"]


def test_a_record_expires_fifty_entries_at_most_and_the_oldest_first() -> None:
    stream, count = Stream(), 2 * TOMBSTONES_MAX + 20
    for number in range(1, count + 1):
        stream.item(number, number, uri="tug", version=str(number), text=f"Text {number}.")
    gone: list[int] = []
    for expected in (TOMBSTONES_MAX, TOMBSTONES_MAX, 20 + 1, 0):  # the one is their story, which ended last
        outcome = stream.item(1000 + len(gone), 80 * HOUR_S, uri="quay")
        keys = [key for key, entry in outcome.entries.items() if entry is None]
        assert len(keys) == expected
        gone += [int(key.split(":")[1], 16) for key in keys if kind_of(key) == "text"]
    assert gone == list(range(1, count + 1))


def test_the_fifty_are_of_all_kinds_together_and_go_in_the_order_in_which_they_ended() -> None:
    stream, count = Stream(), TOMBSTONES_MAX + 10
    for number in range(1, count + 1):
        stream.item(number, 0, uri=f"n{number}", text=f"Text {number}.")
    batches = []
    for number in range(5):
        outcome = stream.item(1000 + number, 31 * DAY_S, uri="quay")
        batches.append([kind_of(key) for key, entry in outcome.entries.items() if entry is None])
    gone = [kind for batch in batches for kind in batch]
    assert all(len(batch) == TOMBSTONES_MAX for batch in batches[: len(gone) // TOMBSTONES_MAX])
    assert [kind for kind in gone if kind != "story"] == ["text"] * count + ["item"] * count
    assert "story" in gone[: gone.index("item")], "a story ends with its texts"


def test_a_clock_record_expires_nothing_by_its_own_time() -> None:
    stream = Stream()
    stream.item(1, 0, uri="tug", text="Tug adrift.")
    before = list(stream.state)
    outcome = stream.clock(400 * DAY_S)
    assert list(outcome.entries) == ["log"]
    assert sorted(key for key, _ in before) == sorted(key for key, _ in stream.state)


def test_the_logs_time_never_falls() -> None:
    stream = Stream()
    stream.item(1, 100, uri="tug", text="Tug adrift.")
    top = stream.state.time
    for late in (99, -1000, 100):
        stream.item(2000 + late, late, uri="quay", text=f"Quay {late}.")
        assert stream.state.time == top
        assert all(entry["at"] == top for _, entry in stream.state)
    stream.clock(5)
    assert stream.state.time == top


def _kinds(stream: Stream) -> list[str]:
    return sorted(kind_of(key) for key, _ in stream.state)


def _events(outcome: Outcome) -> list[str]:
    return [each.event for each in outcome.publications]
