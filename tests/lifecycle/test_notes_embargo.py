"""Embargoes in words: tests/specs/lifecycle/notes_embargo.toml, each case with its why."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import ms, utc
from streams.lifecycle.notes_embargo import spoken
from tests.lifecycle.test_notes import TEXTS, item

SPECS = Path(__file__).parents[1] / "specs" / "lifecycle" / "notes_embargo.toml"
CASES = tomllib.loads(SPECS.read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_an_embargo_is_read_as_written(case: dict[str, Any]) -> None:
    found = spoken(item(1, **case["item"]))
    assert (found and found.due and utc(found.due)) == case.get("due"), case["why"]
    assert (found is not None and found.flag is not None) == case.get("flag", False), case["why"]


WORDS = (
    "HOLD FOR RELEASE embargoed until embargo: Sperrfrist bis 9 p.m. 12 a.m. 18.00 Uhr 1800 GMT EST MEZ ET Sunday"
    " 31. Februar 30 March 99 May 2031-13-45T99:99Z 2031-03-20T06:00:00+01:00 today tomorrow lifted noon 9999 gmt 0 h"
)
PIECES = WORDS.split(" ")


@given(st.one_of(TEXTS, st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)), TEXTS)
def test_what_is_due_lies_ahead_and_what_is_unclear_is_flagged(note: str | None, body: str | None) -> None:
    asked = item(1, note=note, body=body, headline=note)
    found = spoken(asked)
    if found is not None:
        assert (found.due is None) == (found.flag is not None)
        assert found.due is None or found.due > ms(asked.received_at)
