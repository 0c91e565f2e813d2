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

from streams import codec
from tests.fold.stream import Stream, encoded, told
from tests.schemas.registry import check_event

SPECS = Path(__file__).parents[1] / "specs" / "fold"
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SPECS.glob("*.toml"))}
SCENARIOS = [pytest.param(each, id=f"{stem}: {each['name']}") for stem, file in FILES.items() for each in file["scenario"]]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_fold_answers_as_written(scenario: dict[str, Any]) -> None:
    stream, seconds = Stream(), -10.0
    got, want = [], []
    for number, step in enumerate(scenario["steps"], start=1):
        said = {key: value for key, value in step.items() if key not in ("at", "expect", "clock")}
        seconds = step.get("clock", step.get("at", seconds + 10))
        outcome = stream.item(number, seconds, **said) if said else stream.clock(seconds)
        for each in encoded(outcome):
            assert check_event(orjson.loads(each.value or b"")) == []
        got.append([told(publication, number) for publication in outcome.publications])
        want.append(step.get("expect", []))
    assert got == want, scenario["why"]
