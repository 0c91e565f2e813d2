"""Every case of tests/specs/figures: the figures of a text, and where it says so the numbers that are none.

A row of a case names what it is about: only its keys are compared. An empty string says that there must be nothing.
"""

import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest

from schemas.figure import Figure
from schemas.lists import FigureRelationKind, FigureRole, Modifier
from streams.figures import find, rejected

SPECS = Path(__file__).parents[1] / "specs" / "figures"
RELATIONS = get_args(FigureRelationKind)


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['why']}")
        for path in sorted(SPECS.glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", cases())
def test_the_case_reads_as_written(case: dict[str, Any]) -> None:
    headline = case.get("headline")
    figures = find("urn:wire:specs:case", None, headline, case.get("text"))
    ids = [other.id for other in figures]
    rows = [_row(figure, ids) for figure in figures]
    wanted = case["figures"]
    assert [row["text"] for row in rows] == [row["text"] for row in wanted]
    assert [{key: row.get(key, "") for key in want} for row, want in zip(rows, wanted, strict=True)] == wanted
    if "rejected" in case:
        found = [
            {"text": rejection.text, "reason": rejection.reason} for rejection in rejected(headline, case.get("text"))
        ]
        assert found == case["rejected"]


def test_a_case_stands_in_the_specs_once() -> None:
    texts = [(case.values[0].get("headline"), case.values[0].get("text")) for case in cases()]
    assert len(texts) == len(set(texts)) > 450


@pytest.mark.parametrize(
    ("key", "values"),
    [("role", get_args(FigureRole)), ("modifier", get_args(Modifier)), *((kind, None) for kind in RELATIONS)],
)
def test_every_value_of_a_closed_list_has_five_cases(key: str, values: tuple[str, ...] | None) -> None:
    rows = [row for case in cases() for row in case.values[0]["figures"] if row.get(key, "") != ""]
    if values is None:
        assert len(rows) >= 5
        return
    short = {value: count for value in values if (count := sum(row[key] == value for row in rows)) < 5}
    assert not short


def _row(figure: Figure, ids: list[str]) -> dict[str, Any]:
    """A figure in the words of a case: noun is its head, a relation the index of its target."""
    unit = figure.unit
    row: dict[str, Any] = {
        "text": figure.text,
        "lo": figure.lo,
        "hi": figure.hi,
        "kind": figure.kind,
        "unit": f"{unit.code}/{unit.per}" if unit.per else unit.code,
        "modifier": figure.modifier,
        "direction": figure.direction or "",
        "second": figure.second or "",
        "noun": figure.noun.head if figure.noun else "",
        "phrase": figure.noun.text if figure.noun else "",
        "role": figure.role or "",
        "source": figure.attribution.text if figure.attribution else "",
        "cue": figure.attribution.cue if figure.attribution else "",
        "inherited": figure.attribution.inherited if figure.attribution else "",
        "superseded": figure.superseded or "",
        "check": figure.conversion_check or "",
        "slot": figure.slot or "",
    }
    return row | {relation.kind: ids.index(relation.target) for relation in figure.relations}
