"""A running story: its members, its lead, and what its figures have said over time."""

from typing import Any

from schemas.state import MemberRow, StoryEntry
from streams import figures
from streams.breaking import stories
from tests.breaking.test_alerts import MINUTE, NOON, story


def row(uri: str, provider: str = "harbour", **said: Any) -> MemberRow:
    return MemberRow(
        **{
            "provider": provider, "uri": uri, "version": None, "raw_id": "2" * 32, "at": NOON,
            "received_at": "2026-05-28T20:26:40Z", "level": "alert", "role": "follow_up", "form": "line",
            "own": True, "alerted": True, "headline": None, **said,
        }
    )  # type: ignore[typeddict-item]  # fmt: skip


def told(
    entry: StoryEntry, text: str, after_min: float, uri: str, provider: str = "harbour", **said: Any
) -> StoryEntry:
    at = NOON + round(after_min * MINUTE)
    found = tuple(figures.find(uri, None, text, None))
    return stories.joined(entry, row(uri, provider, at=at, **said), "link", found, at)


def toll(entry: StoryEntry) -> list[tuple[str, str]]:
    (slot,) = [each for each in entry["figures"] if each.startswith("killed/")]
    return [(each["told"]["provider"], each["told"]["lo"]) for each in entry["figures"][slot]]


def test_a_toll_keeps_who_said_what_and_when() -> None:
    entry = told(story(), "Ferry sinks off Port Amble, 12 dead", 0, "u1")
    entry = told(entry, "Hospital says 19 dead in ferry sinking", 4, "u2", "coast")
    entry = told(entry, "Hospital says 19 dead in ferry sinking", 9, "u3", "coast")
    entry = told(entry, "At least 43 dead in ferry sinking", 60, "u4")
    assert toll(entry) == [("harbour", "12"), ("coast", "19"), ("harbour", "43")]
    (figure,) = stories.shown(entry, NOON).figures
    assert (figure.current.lo, [each["text"] for each in figure.timeline]) == ("43", ["12", "19", "43"])


def test_agencies_that_differ_at_one_time_are_in_conflict_until_one_gives_way() -> None:
    entry = told(told(story(), "Ferry sinks, 19 dead", 0, "u1"), "Ferry sinks, 8 dead", 3, "u2", "coast")
    assert stories.shown(entry, NOON).figures[0].conflict
    entry = told(entry, "Ferry sinks, 19 dead", 20, "u3", "coast")
    assert not stories.shown(entry, NOON).figures[0].conflict


def test_at_least_twelve_does_not_contradict_nineteen() -> None:
    entry = told(told(story(), "Ferry sinks, at least 12 dead", 0, "u1"), "Ferry sinks, 19 dead", 3, "u2", "coast")
    assert not stories.shown(entry, NOON).figures[0].conflict


def test_the_lead_moves_to_the_fuller_report_and_stays_with_the_earlier_of_two() -> None:
    entry = told(told(story(), "Ferry sinks", 0, "u1"), "Ferry sinks", 5, "u2", "coast", form="text")
    entry = told(entry, "Ferry sinks", 9, "u3", form="text")
    assert stories.shown(entry, NOON).lead.uri == "u2"
    assert stories.shown(told(entry, "copy", 1, "u4", own=False, form="text"), NOON).lead.uri == "u2"


def test_what_is_withdrawn_leaves_neither_place_nor_words_nor_figures() -> None:
    entry = told(told(story(), "Ferry sinks, 19 dead", 0, "u1"), "Ferry sinks, 8 dead", 3, "u2", "coast")
    left = stories.without(entry, "coast", "u2")
    assert toll(left) == [("harbour", "19")]
    assert [each["uri"] for each in left["members"]] == ["u1"]
    assert all("u2" not in link for link in left["links"])


def test_what_is_held_is_linked_by_and_shown_nowhere() -> None:
    entry = told(told(story(), "Ferry sinks", 0, "u1"), "Ferry sinks, 19 dead", 3, "u2", hidden=True)
    shown = stories.shown(entry, NOON)
    assert ([each.uri for each in shown.members], shown.figures, len(entry["links"])) == (["u1"], (), 2)


def test_a_version_takes_the_place_of_the_one_before_it_and_keeps_its_claim() -> None:
    entry = told(
        told(story(), "Ferry sinks", 0, "u1"), "Ferry sinks, says port", 9, "u1", level="urgent", alerted=False
    )
    (member,) = entry["members"]
    assert (member["at"], member["level"], member["alerted"]) == (NOON, "urgent", True)


def test_a_slot_with_a_place_and_one_without_are_one_and_two_places_are_two() -> None:
    slots: dict[str, Any] = {"killed/people/1/port amble": []}
    assert stories.slot_of("killed/people/1/", slots) == "killed/people/1/port amble"
    assert stories.slot_of("killed/people/1/port hollis", slots) is None
    assert stories.slot_of("injured/people/1/", slots) is None


def test_a_story_that_runs_for_days_keeps_its_beginning_and_its_newest() -> None:
    entry = story()
    for number in range(stories.MEMBERS_MAX + 5):
        entry = told(entry, "Ferry sinks", number, f"u{number}")
    uris = [each["uri"] for each in entry["members"]]
    assert (len(uris), uris[0], uris[1], uris[-1]) == (stories.MEMBERS_MAX, "u0", "u6", f"u{stories.MEMBERS_MAX + 4}")
    assert len(entry["links"]) == stories.LINKS_MAX


def test_an_alert_fades_by_the_logs_time() -> None:
    entry = story({}, alert={})
    assert [stories.level_of(entry, NOON + hours * stories.HOUR_MS) for hours in (0, 3, 13)] == [
        "alert",
        "developing",
        "update",
    ]
