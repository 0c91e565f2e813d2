"""Every case of tests/specs/breaking: what an item says of its urgency, and the level that it gets where it stands.

`expect` names what is compared; `expect.reasons` is the whole list, each as `code weight`, so that a level is fixed
together with its why. A context says how the item stands to its story; without one it founds it.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from schemas.item import Cleaning, DeclaredUrgency, Part, WireItem
from schemas.traits import Reason
from streams import figures
from streams.breaking import PROFILES, Context, level, traits
from streams.breaking.level import CAPS, score
from streams.breaking.profiles import Declared, Profile

SPECS = Path(__file__).parents[1] / "specs" / "breaking"

INVENTED = {
    # A wire that counts from 1 to 4 and stamps 1 on a thousand market lines a day.
    "tidewater": Profile(
        {
            ("iptc", "1"): Declared("alert", 1100),
            ("iptc", "2"): Declared("urgent"),
            ("iptc", "3"): Declared("routine"),
            ("iptc", "4"): Declared("routine"),
        }
    ),
    # Seismographs: a first, automatic message and a reviewed one; no urgency at all.
    "shakenet": Profile({}, reviews=True),
    # Companies that file their own news, half of it under a label that claims too much.
    "openbook": Profile({("none", "0"): Declared("routine")}, marks={"urgent disclosure": Declared("alert", 300)}),
    # Scores and live lines.
    "pitchside": Profile({("iptc", "1"): Declared("routine")}, not_marks=("goal flash", "result flash")),
}


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['why']}")
        for path in sorted(SPECS.glob("*.toml"))
        for case in tomllib.loads(path.read_text("utf-8"))["case"]
    ]


@pytest.mark.parametrize("case", cases())
def test_the_case_reads_as_written(case: dict[str, Any]) -> None:
    item = item_of(case)
    known = traits(item, figures.find(item.uri, None, item.headline, item.body), PROFILES | INVENTED)
    found, total, reasons = level(known, Context(**context(case)))
    seen = {
        "level": found, "form": known.form, "grade": known.grade or "", "severity": known.severity,
        "event": known.event or "", "act": known.act or "", "own": known.own, "score": total,
        "reasons": [f"{each.code} {each.weight:g}" for each in reasons],
    }  # fmt: skip
    assert {name: seen[name] for name in case["expect"]} == case["expect"]
    for each in reasons:
        assert_in_place(each, item)
    assert total == score(reasons)


def test_a_family_weighs_no_more_than_its_cap() -> None:
    reasons = [Reason(code="a", family="form", weight=2), Reason(code="b", family="form", weight=2)]
    assert score(reasons) == CAPS["form"]


def item_of(case: dict[str, Any]) -> WireItem:
    scheme, _, value = case.get("urgency", "").partition(" ")
    sent = None if case.get("undated") else "2026-03-02T10:00:00Z"
    return WireItem(
        uri="urn:wire:specs:case",
        raw_id="0" * 32,
        part=Part(index=0, count=1),
        provider="specs",
        feed="specs",
        profile=case.get("profile", "generic"),
        format="ninjs",
        received_at="2026-03-02T10:00:01Z",
        sent_at=sent,
        urgency=DeclaredUrgency(scheme=scheme, value=value) if value else None,
        pub_status=case.get("status", "usable"),
        signals=tuple(case.get("signals", ())),
        slugline=case.get("slug"),
        keywords=tuple(case.get("keywords", ())),
        headline=case.get("headline"),
        ed_note=case.get("note"),
        body=case.get("body"),
        cleaning=tuple(Cleaning(rule=rule, action="removed", start=0, end=1) for rule in case.get("cleaning", ())),
    )


def context(case: dict[str, Any]) -> dict[str, Any]:
    given = dict(case.get("context", {}))
    if "material" in given:
        given["material"] = tuple(given["material"])
    return {"founds": not given, **given}


def assert_in_place(reason: Reason, item: WireItem) -> None:
    """A span points into the published text, and what is quoted as evidence of one stands there."""
    if reason.field is None or reason.start is None or reason.end is None:
        return
    text = item.headline if reason.field == "headline" else item.body
    assert text is not None
    assert 0 <= reason.start < reason.end <= len(text), reason
    if reason.evidence is not None:
        assert text[reason.start : reason.end] == reason.evidence
