"""The figures of an item that a wire really sent; the wire is not in the repository."""

import os
from pathlib import Path

import pytest

from streams.figures import find, rejected


@pytest.fixture
def body() -> str:
    data = os.environ.get("COPYTASTER_DATA")
    if not data:
        pytest.skip("COPYTASTER_DATA is not set: no wire to read")
    (path,) = sorted((Path(data) / "seed").glob("*.txt"))
    return path.read_text("utf-8")[80:1999]


def test_the_sample_item_has_its_figures_and_no_others(body: str) -> None:
    figures = find("u", None, None, body)
    assert [(figure.start, figure.end, figure.lo, figure.unit.code, figure.modifier) for figure in figures] == [
        (981, 1003, "4", "km2", "exact"),
        (1005, 1020, "1", "[smi_us]", "exact"),
        (1069, 1072, "600", "1", "at_most"),
        (1234, 1240, "37000", "1", "more_than"),
        (1413, 1418, "3200", "1", "about"),
    ]
    assert [relation.target for relation in figures[1].relations] == [figures[0].id]


def test_the_sample_items_year_is_rejected_as_one(body: str) -> None:
    assert [(rejection.text, rejection.reason) for rejection in rejected(None, body)] == [("2014", "year")]
