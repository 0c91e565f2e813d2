"""Cases as data: tests/specs/wire/*.toml, each with its why."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from schemas.item import DeadLetter, RawItem, WireItem
from streams.wire import dateline, read
from streams.wire.text import decode

SPECS = Path(__file__).parents[1] / "specs" / "wire"
FIXTURES = Path(__file__).parent / "fixtures"
# What the raw record gives to every item, and fields that have a default which is no absence.
GIVEN = {"raw_id", "part", "provider", "feed", "format", "received_at"}


def cases(name: str) -> list[Any]:
    rows = tomllib.loads((SPECS / f"{name}.toml").read_text(encoding="utf-8"))["case"]
    return [pytest.param(row, id=row.get("name", row["why"])[:60]) for row in rows]


def raw_of(case: dict[str, Any]) -> RawItem:
    if "fixture" in case:
        body = (FIXTURES / case["fixture"]).read_bytes()
    elif "hex" in case:
        body = bytes.fromhex(case["hex"])
    else:
        body = case.get("json", case.get("text", "")).encode()
    return RawItem(body=body, feed="harbour-1", provider="harbour", received_at="2026-11-24T08:00:00Z")


def only_item(raw: RawItem) -> WireItem:
    (item,) = read(raw)
    assert isinstance(item, WireItem), item
    return item


@pytest.mark.parametrize("case", [*cases("plain"), *cases("ninjs"), *cases("anpa")])
def test_a_record_is_read_as_its_spec_says(case: dict[str, Any]) -> None:
    raw = raw_of(case)
    item = only_item(raw)
    expect = dict(case["expect"])
    if span := expect.pop("body_is_raw", None):
        assert item.body == raw.body.decode()[slice(*span)]
        expect["body"] = item.body
    if expect.pop("uri_of_raw", False):
        assert item.uri == f"urn:wire:harbour:raw:{item.raw_id}"
        expect["uri"] = item.uri
    got = item.plain()
    got["flags"] = [flag.code for flag in item.flags]
    text = decode(raw.body).text
    got["cleaning"] = [[row.rule, row.action, row.start, text[row.start : row.end]] for row in item.cleaning]
    expect.setdefault("flags", got["flags"] if case.get("only") else [])
    expect.setdefault("cleaning", got["cleaning"] if case.get("only") else [])
    for name, value in expect.items():
        if value in ("", []):
            assert not got.get(name), name
        else:
            assert got.get(name, WireItem.model_fields[name].default) == value, name
    if not case.get("only"):
        unexpected = (
            set(got)
            - set(expect)
            - GIVEN
            - ({"uri"} if "text" in case or "hex" in case or "fixture" in case else set())
        )
        assert not unexpected, {name: got[name] for name in unexpected}


@pytest.mark.parametrize("case", cases("refused"))
def test_what_no_reader_can_prove_is_a_letter_that_says_what_it_looks_like(case: dict[str, Any]) -> None:
    (letter,) = read(raw_of(case))
    assert isinstance(letter, DeadLetter)
    assert (letter.outcome, letter.reason) == (case.get("outcome", "dead"), case["reason"])
    assert case["detail"] in letter.detail


@pytest.mark.parametrize("case", cases("dateline"))
def test_a_dateline_is_found_as_printed(case: dict[str, Any]) -> None:
    found = dateline.find(case["body"])
    assert (found and found.dateline.plain()) == case.get("expect")
    assert found is None or case["body"][found.start : found.end] == found.dateline.text
