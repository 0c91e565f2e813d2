"""Marks in hostile copy: what an agency never sends must not keep the wire waiting."""

import pytest

from streams.breaking import PROFILES, signals
from tests.breaking.test_alerts import item

MANY = 100_000
HOSTILE = {
    # Where white space is given back letter by letter, these take hours.
    "a letter, then white space": "A" + " " * MANY + "x",
    "brackets that never close": "(" * MANY + "FERRY SINKS OFF THE LONG COAST",
    "points and dashes": ".-" * MANY,
    "a mark, then white space": "Ferry (urgent" + " " * MANY + "x",
    "lines without words": "\n \n" * MANY,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_header_is_read_in_one_go(text: str) -> None:
    hostile = item(text).model_copy(update={"slugline": text, "ed_note": text})
    assert signals.read(hostile, PROFILES["generic"]).act is None


@pytest.mark.parametrize(
    ("headline", "label"),
    [
        ("UPDATE 1-Ferry sinks", "update"),
        ("(CORRECTION) - Ferry sinks", "correction"),
        ("KILL", "kill"),
        ("BREAKING NEWS: Ferry sinks", "breaking news"),
        ("Flash -- Ferry sinks", "flash"),
        ("TEST -Ferry sinks", None),  # a word of compounds asks for a colon or a free dash
        ("Ice-breaking ferries sail", None),
        ("FERRY SINKS OFF THE LONG COAST: MINISTER", None),  # so long is no label
    ],
)
def test_a_label_ends_in_a_colon_or_a_dash(headline: str, label: str | None) -> None:
    found = signals.label(headline)
    assert (found[0] if found else None) == label
