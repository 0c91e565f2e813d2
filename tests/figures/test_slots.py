"""When two slots of one story are readings of one amount; the slots themselves stand in the specs, in slots.toml."""

import pytest

from schemas.figure import same_slot
from streams.figures import slots


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        ("killed/people/1/tarvan", "killed/people/1/tarvan", True),
        ("killed/people/1/tarvan", "killed/people/1/", True),
        ("killed/people/1/tarvan", "killed/people/1/karo", False),
        ("killed/people/1/", "killed/soldiers/1/", False),
        ("killed/people/1/", "injured/people/1/", False),
        ("price//USD per t/", "price//USD/", False),
    ],
)
def test_a_place_that_one_leaves_out_is_no_difference(one: str, two: str, agree: bool) -> None:
    assert same_slot(one, two) is same_slot(two, one) is agree


@pytest.mark.parametrize(
    ("many", "one"),
    [("boats", "boat"), ("factories", "factory"), ("cargoes", "cargo"), ("boxes", "box"), ("glass", "glass")],
)
def test_a_thing_is_keyed_in_the_singular(many: str, one: str) -> None:
    assert slots.singular(many) == one
