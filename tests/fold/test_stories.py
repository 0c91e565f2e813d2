"""Stories and alerts through the whole fold: what readers of wire.stories and wire.alerts get, and what they do not."""

from typing import Any

from schemas.judgement import Alert, Story
from streams.pipeline import Outcome
from tests.fold.stream import Stream

SINKS = "Ferry sinks off Port Amble with 212 aboard, coast guard says"
TOLL = "At least 14 dead as ferry with 212 aboard sinks off Port Amble"


def alerts(outcome: Outcome) -> list[tuple[str, int, str | None]]:
    found = [each.value for each in outcome.notices if isinstance(each.value, Alert)]
    return [(each.action, each.alert_seq, each.text) for each in found]


def stories(outcome: Outcome) -> list[Story]:
    return [each.value for each in outcome.notices if isinstance(each.value, Story)]


def alert(stream: Stream, number: int, seconds: float, headline: str | None, **said: Any) -> Outcome:
    return stream.item(number, seconds, headline=headline, body=said.pop("body", None), urgency="b", **said)


def test_an_alert_fires_once_and_a_kill_of_it_cancels() -> None:
    stream = Stream()
    assert alerts(alert(stream, 1, 0, SINKS, uri="ferry")) == [("fire", 1, SINKS)]
    assert alerts(alert(stream, 2, 60, "Ferry goes down off Port Amble", uri="other", provider="coast")) == []
    killed = stream.item(3, 120, uri="ferry", status="canceled")
    assert alerts(killed) == [("cancel", 2, None)]
    (story,) = stories(killed)
    assert (story.retracted, [each.provider for each in story.members]) == (True, ["coast"])
    breaking = killed.publications[0].judgement.breaking
    assert breaking is not None
    assert breaking.alert is not None
    assert (breaking.role, breaking.alert.action) == ("kill", "cancel")


def test_a_toll_that_grows_is_raised_and_stands_in_the_storys_timeline() -> None:
    stream = Stream()
    alert(stream, 1, 0, "Ferry sinks off Port Amble with 212 aboard, 4 dead", uri="ferry")
    raised = alert(stream, 2, 700, TOLL, uri="toll")
    assert alerts(raised) == [("raise", 2, TOLL)]
    (story,) = stories(raised)
    (toll,) = [each for each in story.figures if each.slot.startswith("killed/")]
    assert [each["lo"] for each in toll.timeline] == ["4", "14"]


def test_of_a_held_item_no_story_and_no_alert_is_told_before_its_hour() -> None:
    stream = Stream()
    alert(stream, 1, 0, SINKS, uri="ferry")
    alert(stream, 2, 30, "Ferry goes down off Port Amble", uri="other", provider="coast")
    held = alert(stream, 3, 60, TOLL, uri="toll", embargo=900)
    assert held.notices == ()
    assert [each.topics for each in held.publications] == [("held",)]
    later = alert(stream, 4, 90, "Coast guard searches off Port Amble for ferry survivors", uri="search")
    assert all("toll" not in each.uri for story in stories(later) for each in story.members)
    freed = stream.clock(900)
    assert [action for action, _, _ in alerts(freed)] == ["raise"]
    (story,) = stories(freed)
    assert "urn:test:toll" in [each.uri for each in story.members]


def test_a_withheld_alert_is_cancelled_and_its_words_leave_the_story() -> None:
    stream = Stream()
    alert(stream, 1, 0, SINKS, uri="ferry", version="1")
    withheld = alert(stream, 2, 60, SINKS, uri="ferry", version="2", status="withheld")
    assert alerts(withheld) == [("cancel", 2, None)]
    assert [(each.members, each.headline) for each in stories(withheld)] == [((), None)]


def test_a_correction_of_an_alert_updates_it_and_who_repeats_the_old_figure_is_disputed() -> None:
    stream = Stream()
    alert(stream, 1, 0, "Amble Yards to cut 12,000 jobs in Tarrosa - company statement", uri="yard", version="1")
    corrected = alert(
        stream, 2, 180, "CORRECTED-Amble Yards to cut 1,200 jobs (NOT 12,000) in Tarrosa - company statement",
        uri="yard", version="2",
    )  # fmt: skip
    assert [action for action, _, _ in alerts(corrected)] == ["update"]
    repeated = alert(stream, 3, 900, "Amble Yards to cut 12,000 jobs in Tarrosa", uri="late", provider="coast")
    disputed = repeated.publications[0].judgement.disputed
    assert disputed is not None
    assert disputed.reason == "repeats_corrected"
    assert alerts(repeated) == []
