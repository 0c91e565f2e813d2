"""The alert policy, a row of its table at a time."""

from typing import Any

import pytest

from schemas.figure import Figure
from schemas.item import Part, WireItem
from schemas.judgement import Alert, ItemRef, Relation, SlotChange
from schemas.state import AlertRow, StoryEntry
from schemas.traits import Traits
from streams import figures
from streams.breaking import alerts, stories

MINUTE = alerts.MINUTE_MS
NOON = 1_780_000_000_000


def item(text: str, provider: str = "harbour", uri: str = "urn:test:new", **said: Any) -> WireItem:
    return WireItem(
        uri=uri, raw_id="0" * 32, part=Part(index=0, count=1), provider=provider, feed="test", format="test",
        received_at="2026-05-28T20:26:40Z", headline=text, **said,
    )  # fmt: skip


def story(*rows: dict[str, Any], alert: dict[str, Any] | None = None) -> StoryEntry:
    entry = stories.founded(item("Ferry sinks off Port Amble", uri="urn:test:old"), 0, NOON, NOON)
    for row in rows:
        full = {
            "provider": "harbour", "uri": "urn:test:old", "version": None, "raw_id": "1" * 32, "at": NOON,
            "received_at": "2026-05-28T20:26:40Z", "level": "alert", "role": "first", "form": "line",
            "own": True, "alerted": True, "headline": None, **row,
        }  # fmt: skip
        entry = stories.joined(entry, full, "link", (), NOON)  # type: ignore[arg-type]
    if alert is not None:
        full_alert = {
            "alert_id": "a" * 32, "seq": 1, "level": "alert", "standing": True, "at": NOON, "provider": "harbour",
            "uri": "urn:test:old", "figures": {}, "events": [], "silent": [], "dead": [], **alert,
        }  # fmt: skip
        entry["alerts"] = [AlertRow(**full_alert)]  # type: ignore[typeddict-item]
    return entry


def decide(text: str, entry: StoryEntry, after_min: float = 1, **said: Any) -> alerts.Decided:
    new = item(text, said.pop("provider", "harbour"), **said.pop("item", {}))
    found: tuple[Figure, ...] = tuple(figures.find(new.uri, None, new.headline, new.body))
    fields: dict[str, Any] = {
        "item": new, "figures": found, "traits": Traits(form="line"), "level": "alert", "role": "follow_up",
        "reasons": (), "relation": None, "received_ms": NOON + round(after_min * MINUTE), "entry": entry,
        "before": None, "target": None, "linked": None, "disputed": False, "may_fire": True,
    }  # fmt: skip
    return alerts.decide(alerts.Case(**fields | said))


def action(decided: alerts.Decided) -> tuple[str, str | None]:
    if decided.decision is None:
        return "none", None
    return decided.decision.action, decided.decision.suppress_reason


def test_the_first_alert_of_a_story_fires_and_tells_what_it_says() -> None:
    decided = decide("Ferry sinks off Port Amble, 12 dead", story())
    assert action(decided) == ("fire", None)
    assert decided.alert is not None
    assert decided.row is not None
    assert (decided.alert.alert_seq, decided.alert.text) == (1, "Ferry sinks off Port Amble, 12 dead")
    assert decided.row["figures"] == {"killed": 12.0}


def test_another_agencys_word_of_the_same_is_suppressed() -> None:
    decided = decide("FERRY SINKS OFF PORT AMBLE", story({}, alert={}), provider="coast")
    assert action(decided) == ("suppress", "already_alerted")
    assert decided.alert is None


def test_a_second_line_of_the_same_statement_is_of_the_same_release() -> None:
    assert action(decide("Amble Marine sets dividend", story({}, alert={})))[1] == "same_release"


GROWTH = [
    # told, said, minutes after the alert, what becomes of it
    (12, 19, 11, ("raise", None), "by half and by five at once"),
    (12, 19, 4, ("suppress", "cool_down"), "within ten minutes of the last one"),
    (19, 21, 11, ("suppress", "already_alerted"), "a fifth more wakes nobody"),
    (43, 46, 11, ("suppress", "already_alerted"), "nor do three more of many"),
    (2, 4, 11, ("suppress", "already_alerted"), "doubled, and by two only"),
    (96, 104, 11, ("raise", None), "a hundred is a new order"),
    (19, 8, 11, ("suppress", "already_alerted"), "another count is a conflict, no change"),
]


@pytest.mark.parametrize(("told", "said", "after", "expected", "why"), GROWTH)
def test_a_toll_is_told_again_once_it_is_of_another_size(
    told: int, said: int, after: float, expected: tuple[str, str | None], why: str
) -> None:
    entry = story({}, alert={"figures": {"killed": float(told)}})
    assert action(decide(f"At least {said} dead off Port Amble", entry, after, provider="coast")) == expected, why


def test_what_the_cool_down_has_silenced_is_raised_by_the_next_item_that_says_it() -> None:
    entry = story({}, alert={"figures": {"killed": 12.0}})
    assert action(decide("At least 19 dead off Port Amble", entry, 4))[1] == "cool_down"
    decided = decide("Hospital confirms 19 dead off Port Amble", entry, 12)
    assert action(decided)[0] == "raise"
    assert decided.alert is not None
    assert decided.alert.changed == (SlotChange(slot="killed", old="12", new="19"),)


def test_the_first_deaths_are_news_and_a_flash_waits_for_nobody() -> None:
    entry = story({}, alert={"events": ["collapse"]})
    assert action(decide("Port confirms first 6 deaths", entry, 30))[0] == "raise"
    assert action(decide("Head of state dies off Port Amble", entry, 1, level="flash"))[0] == "raise"


def test_a_correction_amends_the_alert_with_the_old_and_the_new_value() -> None:
    entry = story({}, alert={"figures": {"jobs_cut": 12000.0}})
    changed = SlotChange(slot="jobs", old="12,000", new="1,200")
    relation = Relation(
        kind="correction_of", target=ItemRef(uri="urn:test:old"), reason="says_so", slots_conflict=(changed,)
    )
    before = entry["members"][0]
    decided = decide(
        "CORRECTED-Yard to cut 1,200 jobs", entry, 3, level="none", role="correction", relation=relation, before=before
    )
    assert action(decided) == ("update", None)
    assert decided.alert is not None
    assert decided.row is not None
    assert (decided.alert.action, decided.alert.level, decided.alert.changed) == ("update", "alert", (changed,))
    assert (decided.row["at"], decided.row["figures"]["jobs_cut"]) == (NOON, 1200.0)
    entry["alerts"] = [decided.row]
    assert alerts.carries_dead("BREAKING: Yard to cut 12,000 jobs", entry)
    assert not alerts.carries_dead("Yard to cut 1,200 jobs, not 12,000", entry)


def test_a_correction_of_what_no_alert_has_said_does_nothing_to_it() -> None:
    entry = story({}, {"uri": "urn:test:text", "alerted": False, "level": "developing"}, alert={})
    before = stories.member(entry, "harbour", "urn:test:text")
    assert (
        decide("Corrects spelling of harbour master", entry, role="correction", level="none", before=before).decision
        is None
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"disputed": True}, "disputed"),
        ({"may_fire": False, "role": "repeat"}, "derivative_copy"),
        ({"role": "late"}, "late"),
        ({"level": "none", "traits": Traits(form="line", grade="alert", act="tick")}, "market_tick"),
        ({"level": "none", "traits": Traits(form="line", grade="alert")}, "wrong_code"),
    ],
)
def test_what_may_not_speak_is_silent_and_says_why(said: dict[str, Any], why: str) -> None:
    assert action(decide("Stocks up 0.4 pct", story(), **said)) == ("suppress", why)


def test_what_asks_for_no_alert_is_not_even_suppressed() -> None:
    assert decide("Ferry timetable changes", story(), level="developing").decision is None


def test_a_kill_cancels_what_carries_the_claim_as_often_as_it_is_said() -> None:
    entry = story({}, {"provider": "coast", "uri": "urn:test:coast", "role": "follow_up"}, alert={})
    ((row, sent),) = alerts.cancelled(entry, "coast", "urn:test:coast", NOON + MINUTE)
    assert isinstance(sent, Alert)
    assert (sent.action, sent.alert_seq, sent.text, row["standing"]) == ("cancel", 2, None, False)
    entry["alerts"] = [row]
    ((row, sent),) = alerts.cancelled(entry, "harbour", "urn:test:old", NOON + 2 * MINUTE)
    assert (sent.action, sent.alert_seq, sent.alert_id) == ("cancel", 3, "a" * 32)


def test_the_kill_of_a_text_beside_a_standing_alert_cancels_nothing() -> None:
    entry = story({}, {"provider": "coast", "uri": "urn:test:text", "alerted": False, "level": "urgent"}, alert={})
    assert alerts.cancelled(entry, "coast", "urn:test:text", NOON) == []


def test_after_a_cancel_the_story_fires_anew_under_another_id() -> None:
    decided = decide("Ferry sinks after all", story({}, alert={"standing": False, "seq": 2}))
    assert action(decided)[0] == "fire"
    assert decided.alert is not None
    assert (decided.alert.alert_seq, decided.alert.alert_id == "a" * 32) == (1, False)
