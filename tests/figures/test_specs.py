"""Every case of tests/specs/figures: the figures of a text, and where it says so the numbers that are none."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from streams.figures import find, rejected

SPECS = Path(__file__).parents[1] / "specs" / "figures"


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['why']}")
        for path in sorted(SPECS.glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", cases())
def test_the_case_reads_as_written(case: dict[str, Any]) -> None:
    figures = find("urn:wire:specs:case", None, None, case["text"])
    assert [_row(figure, [other.id for other in figures]) for figure in figures] == case["figures"]
    if "rejected" in case:
        found = [{"text": rejection.text, "reason": rejection.reason} for rejection in rejected(None, case["text"])]
        assert found == case["rejected"]


def test_a_case_stands_in_the_specs_once() -> None:
    texts = [case.values[0]["text"] for case in cases()]
    assert len(texts) == len(set(texts)) > 200


def _row(figure: Any, ids: list[str]) -> dict[str, Any]:
    unit = figure.unit
    row: dict[str, Any] = {
        "text": figure.text,
        "lo": figure.lo,
        "hi": figure.hi,
        "kind": figure.kind,
        "unit": f"{unit.code}/{unit.per}" if unit.per else unit.code,
        "modifier": figure.modifier,
    }
    if figure.second:
        row["second"] = figure.second
    if figure.relations:
        row["restates"] = ids.index(figure.relations[0].target)
    return row
