"""Wire text in a terminal: it can neither steer the terminal, nor hide, nor be read as markup."""

import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from schemas.lists import CLOSED_LISTS
from streams.terminal import (
    ACTION_STYLES,
    ACTS,
    ROLES,
    alert_line,
    dead_line,
    event_line,
    event_page,
    explain_page,
    folded,
    printable,
    status_page,
    story_line,
)
from tests.schemas.specimen import BODY, HEADLINE, rich_event

HOSTILE = "\x1b[2J\x1b]0;owned\x07 a\rb\bc\x00\x7f\x9b31m \u202egnp.exe\u2066 z\u200bw\u2028x [bold red]y[/] :skull:"

SHOWN = [
    ("plain copy, with “quotes” – and é", "plain copy, with “quotes” – and é", "what is harmless stays"),
    ("\x1b[2J", "␛[2J", "clears the screen"),
    ("\x1b]0;title\x07", "␛]0;title␇", "sets the window's title, and rings"),
    ("safe\rfake", "safe␍fake", "overwrites the line"),
    ("ab\b\bcd", "ab␈␈cd", "overwrites letters"),
    ("a\tb\nc\x00", "a␉b␊c␀", "the other controls"),
    ("\x7f", "␡", "delete"),
    ("\x9b2J", "«U+009B»2J", "C1: a whole escape sequence in one byte"),
    ("\u202eevil\u202c", "«U+202E»evil«U+202C»", "bidi overrides"),
    ("\u2066a\u2069\u061c", "«U+2066»a«U+2069»«U+061C»", "bidi isolates and the Arabic mark"),
    ("a\u200bb\u200dc\ufeff", "a«U+200B»b«U+200D»c«U+FEFF»", "zero width"),
    ("a\u2028b\u2029", "a«U+2028»b«U+2029»", "line and paragraph separators"),
    ("a\u00adb", "a«U+00AD»b", "a soft hyphen splits a word for a search and not for the eye"),
    ("a\u3164b", "a«U+3164»b", "a Hangul filler is a letter that nobody sees"),
    ("\U000e0041", "«U+E0041»", "tag characters spell hidden text"),
    ("\ud800", "«U+D800»", "a lone surrogate cannot be written at all"),
    ("Kyiv\u00a0– 東京", "Kyiv\u00a0– 東京", "a hard space and wide letters are copy"),
    ("[red]x[/red] :smile:", "[red]x[/red] :smile:", "markup stays text"),
]


@pytest.mark.parametrize(("text", "shown", "why"), SHOWN, ids=[row[2] for row in SHOWN])
def test_what_a_terminal_would_obey_or_hide_is_shown(text: str, shown: str, why: str):
    assert printable(text) == shown, why


def test_newlines_stay_where_they_are_asked_for():
    assert printable("a\n\r\nb\t", keep_newlines=True) == "a\n␍\nb␉"


@given(st.text(st.characters(codec=None)))
def test_nothing_printed_moves_the_cursor(text: str):
    shown = printable(text)
    assert all(ord(char) >= 0x20 and not 0x7F <= ord(char) < 0xA0 for char in shown)
    assert printable(shown) == shown
    shown.encode()


def render(*parts: RenderableType, width: int = 200, color: bool = False) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, color_system="truecolor" if color else None)
    for part in parts:
        console.print(part)
    return out.getvalue()


def everywhere(value: Any, text: str) -> Any:
    """The event with the text put into every string of it."""
    if isinstance(value, dict):
        return {key: everywhere(each, text) for key, each in value.items()}
    if isinstance(value, list):
        return [everywhere(each, text) for each in value]
    return value + text if isinstance(value, str) else value


def hostile_renderings() -> list[RenderableType]:
    event = everywhere(rich_event(), HOSTILE)
    killed = {**event, "enrichment": {**event["enrichment"], "event": "killed", "relations": []}}
    headers = dict.fromkeys(
        ["feed", "filename", "received_at", "wire_reason", "wire_detail", "wire_topic", "wire_part", "wire_replay"],
        HOSTILE,
    )
    return [
        event_line(event, headers, HOSTILE),
        event_line({**killed, "headlines": []}, headers, HOSTILE),
        event_page(event, HOSTILE),
        event_page({**killed, "headlines": [], "bodies": []}),
        dead_line(HOSTILE.encode(), headers),
        dead_line(bytes(range(256)), {}),
        status_page({**everywhere(STATUS, HOSTILE), "dead": {"dead": {HOSTILE: 1}}}),
        story_line(everywhere(STORY, HOSTILE), headers),
        story_line({**everywhere(STORY, HOSTILE), "members": [], "retracted": True}, headers),
        *[alert_line(everywhere(each, HOSTILE), headers) for each in ALERTS],
        explain_page(
            event, everywhere(STORY, HOSTILE), everywhere(ALERTS, HOSTILE), {("qns" + HOSTILE, "u" + HOSTILE): HOSTILE}
        ),
        explain_page(
            killed, everywhere(STORY, HOSTILE), everywhere(ALERTS[:1], HOSTILE), dict.fromkeys(TITLES, HOSTILE)
        ),
    ]


def test_no_control_byte_of_the_wire_reaches_the_terminal():
    shown = render(*hostile_renderings())
    assert {char for char in shown if ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0} == {"\n"}
    assert "[bold red]y[/] :skull:" in shown
    assert "\u202e" not in shown
    assert "\u200b" not in shown


def test_in_colour_the_only_escapes_are_those_of_colour():
    shown = render(*hostile_renderings(), color=True)
    for piece in shown.split("\x1b")[1:]:
        assert piece.startswith("[")
        assert piece[1:].lstrip("0123456789;").startswith("m")


def test_a_line_says_what_happened_how_urgent_it_is_and_why():
    first, why = render(event_line(rich_event(), {}, "desk.wire.enriched")).splitlines()
    assert first == "05:41:08  qns        UPDATED     URGENT  Ferry sinks off Port Amble, 12 dead"
    assert why.strip().split(" — ") == [
        "new version of ferry-7 v1 (same uri higher version)",
        "disputed: repeats killed",
        "declared urgent “iptc 2”",
        "figures: 12 · ≥12 · ≤40 · 310 ↑ · 4 km2 · 1.5 mi2 · and 1 more",
        "use internal",
    ]


@pytest.mark.parametrize("kind", CLOSED_LISTS["event type"])
def test_every_event_type_has_its_badge(kind: str):
    event = rich_event()
    event["enrichment"]["event"] = kind
    line = event_line(event, {}, "desk.wire.enriched")
    assert f" {kind.upper()} " in line.plain
    assert any(line.plain[span.start : span.end].strip() == kind.upper() and span.style for span in line.spans)


@pytest.mark.parametrize("level", CLOSED_LISTS["level"])
def test_every_level_but_none_is_named(level: str):
    event = rich_event()
    event["enrichment"]["breaking"]["level"] = level
    first = event_line(event, {}, "desk.wire.enriched").plain.splitlines()[0]
    assert (f" {level.upper()} " in first) == (level != "none")


def test_what_is_killed_is_struck_through_and_shows_its_note():
    event = rich_event()
    del event["headlines"], event["bodies"], event["enrichment"]["figures"]
    event["enrichment"]["event"] = "killed"
    line = event_line(event, {}, "desk.wire.enriched")
    assert any(
        "strike" in str(span.style) and line.plain[span.start : span.end] == "FERRY-AMBLE/" for span in line.spans
    )
    assert "a fuller story follows" in line.plain


@pytest.mark.parametrize("width", [20, 60, 80, 300])
def test_a_folded_line_keeps_every_word_and_its_indent(width: int):
    console = Console(file=io.StringIO(), width=width)
    line = event_line(rich_event(), {}, "desk.wire.enriched")
    lines = folded(line, console).plain.splitlines()
    assert "".join("".join(lines).split()) == "".join(line.plain.split())
    assert all(each.startswith(" " * 10) for each in lines[1:])
    assert all(len(each) <= max(width, 30) for each in lines)


def test_a_late_version_names_the_one_it_comes_after():
    event = rich_event()
    event["enrichment"] |= {"event": "late", "superseded_by": {"uri": event["uri"], "version": "3"}}
    assert "after version 3" in event_line(event, {}, "desk.wire.enriched").plain


HEADS = [
    ({}, HEADLINE, "the headline"),
    ({"headlines": []}, "FERRY-AMBLE/", "else the slugline"),
    ({"headlines": [], "slugline": None}, "PORT AMBLE (QNS) _ At least 12 people", "else the first words of the body"),
    ({"headlines": [], "slugline": None, "bodies": []}, "(no text)", "else that there is no text"),
]


@pytest.mark.parametrize(("change", "shown", "why"), HEADS, ids=[row[2] for row in HEADS])
def test_a_line_always_has_something_to_read(change: dict[str, Any], shown: str, why: str):
    assert shown in event_line(rich_event() | change, {}, "desk.wire.enriched").plain.splitlines()[0], why


def test_an_embargo_says_until_when():
    event = rich_event()
    event["enrichment"]["event"] = "held"
    assert "embargoed until 2031-03-04T05:40:00Z" in event_line(event, {}, "desk.wire.held").plain


VALUES = [
    ({"lo": "37000", "hi": "37000"}, "37,000"),
    ({"lo": "-0.5", "hi": "-0.5", "modifier": "about", "unit": {"code": "%"}}, "~-0.5%"),
    ({"lo": "4000000", "hi": "6000000", "modifier": "between", "unit": {"code": "EUR"}}, "4,000,000–6,000,000 EUR"),
    ({"lo": "9", "hi": "9", "second": "2", "kind": "tally"}, "9 to 2"),
    ({"lo": "3", "hi": "3", "modifier": "more_than", "unit": {"code": "[bbl_us]", "per": "d"}}, ">3 bbl/d"),
    ({"lo": "2", "hi": "2", "direction": "down", "unit": {"code": "pp"}}, "2 pp ↓"),
    ({"lo": "1" * 5000, "hi": "1" * 5000}, "1" * 39 + "…"),
    ({"lo": "NaN and more", "hi": "NaN and more"}, "NaN and more"),
]


@pytest.mark.parametrize(("figure", "shown"), VALUES, ids=[shown[:12] for _, shown in VALUES])
def test_a_figure_is_short_and_keeps_its_meaning(figure: dict[str, Any], shown: str):
    event = rich_event()
    event["enrichment"]["figures"] = [{"modifier": "exact", "unit": {"code": "1"}, **figure}]
    assert f"figures: {shown} — " in event_line(event, {}, "desk.wire.enriched").plain


def test_the_page_says_all_that_is_known():
    page = render(event_page(rich_event(), "Breaking News\nThe rest"))
    for words in (
        HEADLINE, "FERRY-AMBLE/", "urn:wire:qns:ferry-7  version 2  item 2 of 2", "feed qns-world",
        "2031-03-04T05:41:08.125Z", "usable  use internal", "urgent  score 6.5  role update  alert raise",
        "+3  toll rises  “12 dead”  in the headline", "+3.5  declared urgent  iptc 2",
        "new version of urn:wire:qns:ferry-7 version 1",
        "killed: 9 → 12", "repeats killed urn:wire:oth:4", "clock ahead  0.9 s",
        "removed section label  “Breaking News”  0–13 of the raw text", "restates 4 square kilometres",
        *BODY.split("\n"),
    ):  # fmt: skip
        assert words in page


def test_figures_are_underlined_where_they_stand_though_symbols_lengthen_the_text():
    event = rich_event()
    event["bodies"][0]["value"] = "\u202e\x1b 12 and \x1b2\n\x1b"
    event["enrichment"]["figures"] = [
        {"field": "body", "start": 3, "end": 5, "text": "12"},
        {"field": "body", "start": 10, "end": 12, "text": "\x1b2"},
        {"field": "body", "start": 11, "end": 12, "text": "overlaps and is left"},
        {"field": "body", "start": 12, "end": 99, "text": "beyond the end"},
    ]
    shown = render(event_page(event), color=True)
    assert "«U+202E»␛ \x1b[1;4m12\x1b[0m and \x1b[1;4m␛2\x1b[0m\n␛" in shown


@pytest.mark.parametrize("event", [{}, {"enrichment": None}, {"enrichment": {"figures": [1], "breaking": []}}])
def test_an_event_that_is_none_is_still_printed(event: dict[str, Any]):
    assert "(no text)" in render(event_line(event, {}, ""), event_page(event))


def test_a_dead_record_says_why_and_where_it_lies():
    headers = {
        "feed": "qns", "filename": "broken.xml", "received_at": "2031-03-04T05:44:30Z", "wire_outcome": "dead",
        "wire_reason": "entity_bomb", "wire_detail": "The document declares entities.", "wire_part": "0/1",
        "wire_topic": "desk.wire.raw", "wire_partition": "2", "wire_offset": "117", "wire_bytes": "kept",
    }  # fmt: skip
    first, detail, excerpt = render(dead_line(b"\x02<!DOCTYPE\xff" * 20, headers)).splitlines()
    assert first == "05:44:30  qns        DEAD       entity_bomb  file broken.xml  at desk.wire.raw/2/117"
    assert detail.strip() == "The document declares entities."
    assert excerpt.strip().startswith("␂<!DOCTYPE\\xff␂")
    assert excerpt.endswith("… 220 bytes in all")
    assert "ASIDE" in dead_line(b"", headers | {"wire_outcome": "aside"}).plain
    assert "bytes left out" in dead_line(b"", headers | {"wire_bytes": "left out"}).plain


STATUS: dict[str, Any] = {
    "site": "desk",
    "bootstrap": "127.0.0.1:9092",
    "at": "2031-03-04T05:41:08.125Z",
    "since": "2031-03-03T05:41:08.125Z",
    "troubles": ["2 held items are overdue: the embargo is over, and only a running taster lifts it"],
    "groups": {
        "intake": {
            "state": "Stable",
            "members": [
                {"client": "desk-night-17", "host": "10.0.0.7", "instance": "w1", "partitions": [0, 1]},
                {"client": "desk-night-18", "host": "10.0.0.8", "instance": "", "partitions": [2]},
                {"client": "desk-night-19", "host": "10.0.0.9", "instance": "", "partitions": []},
            ],
        },
        "taster": {"state": "Empty", "members": []},
    },
    "behind": [
        {"agent": "intake", "topic": "desk.wire.raw", "partition": 0, "behind": 0, "oldest_s": None},
        {"agent": "taster", "topic": "desk.wire.items", "partition": 0, "behind": 1204, "oldest_s": 400.0},
    ],
    "memory": {
        "entries": 75012, "by_kind": {"held": 3, "item": 75009}, "records": 90800, "bytes": 48012345,
        "log_time": "2031-03-04T05:40:00.125Z", "log_age_s": 68.0, "held": 3, "overdue": 2, "overdue_s": 400.0,
    },
    "feeds": [
        {"feed": "harbour-mail", "age_s": None, "per_minute": {}},
        {"feed": "qns-world", "received_at": "2031-03-04T05:40:00.125Z", "appended_at": "2031-03-04T05:40:01Z",
         "age_s": 67.0, "records": 18204, "per_minute": {"5m": 12.4, "1h": 0.02}, "suppressed": 31, "dead": 1},
        {"feed": "archive", "received_at": "1987-02-26T15:01:00Z", "appended_at": "2031-03-04T05:41:01Z",
         "age_s": 7.0, "records": 2, "per_minute": {"5m": 0.4, "1h": 0.03}, "aside": 1},
    ],
    "dead": {"dead": {"unknown_format": 1}, "aside": {"no_news": 1}},
}  # fmt: skip


def test_the_status_says_what_is_wrong_first_and_everything_else_below():
    lines = [line.rstrip() for line in render(status_page(STATUS), width=80).splitlines()]
    assert lines[:3] == [
        "desk at 127.0.0.1:9092  2031-03-04T05:41:08Z",
        "! 2 held items are overdue: the embargo is over, and only a running taster lifts",
        "it",
    ]
    for line in (
        "intake  desk-night-17 (w1)  10.0.0.7  partitions 0, 1",
        "        desk-night-18       10.0.0.8  partition 2",
        "        desk-night-19       10.0.0.9  stands by",
        "taster  nobody",
        "intake  desk.wire.raw/0         0             –",
        "taster  desk.wire.items/0   1,204       6.7 min",
        "75,012 entries  3 held, 75,009 item",
        "48,012,345 bytes, 90,800 records in wire.state",
        "the log's time is 2031-03-04T05:40:00Z  68.0 s ago",
        "3 held, 2 of them overdue, the first for 6.7 min",
        "feed          received       ago  records  /min 5m    1h  supp.  dead  aside",
        "harbour-mail  silent                    –        –     –      –     –      –",
        "qns-world     05:40:00    67.0 s   18,204     12.4  <0.1     31     1      –",
        "archive       1987-02-26   7.0 s        2      0.4  <0.1      –     –      1",
        "      1  dead  unknown_format",
        "      1  aside no_news",
    ):
        assert line in lines


def test_a_status_with_less_in_it_is_printed_too():
    assert "no topics" in render(status_page({"site": "desk", "troubles": ["no topics of this site"]}))
    page = render(status_page({**STATUS, "memory": None, "feeds": [], "dead": {}}))
    assert "the state could not be read" in page
    assert "no feed, and none named in the settings" in page
    rebalancing = {"taster": {"state": "PreparingRebalance", "members": STATUS["groups"]["intake"]["members"]}}
    assert "not settled: PreparingRebalance" in render(status_page({**STATUS, "groups": rebalancing}))


@pytest.mark.parametrize("width", [80, 120])
def test_a_status_keeps_within_the_terminal(width: int):
    assert all(len(line) <= width for line in render(status_page(STATUS), width=width).splitlines())


def reading(at: str, lo: str, provider: str = "qns", **more: str) -> dict[str, str]:
    return {"at": f"2031-03-04T{at}Z", "provider": provider, "lo": lo, "hi": lo, "modifier": "exact", **more}


def member(
    number: int, at: str, level: str = "urgent", provider: str = "qns", role: str = "follow_up"
) -> dict[str, str]:
    return {
        "uri": f"urn:wire:{provider}:ferry-{number}", "provider": provider, "received_at": f"2031-03-04T{at}Z",
        "level": level, "role": role,
    }  # fmt: skip


STORY: dict[str, Any] = {
    "story_id": "c" * 32,
    "wave_id": "d" * 32,
    "lead": {"uri": "urn:wire:qns:ferry-7", "version": "2", "provider": "qns"},
    "level": "urgent",
    "members": [
        member(7, "05:30:55.600", "alert", role="update"),
        member(8, "05:44:30", "none", "baywire"),
        member(9, "05:45:00", "developing", "baywire"),
    ],
    "figures": [
        {"slot": "aboard/people/1/", "current": {"unit": {"code": "1"}}, "timeline": [reading("05:30:55.600", "310")]},
        {
            "slot": "killed/people/1/port amble",
            "current": {"unit": {"code": "1"}},
            "timeline": [
                reading("05:30:55.600", "9", text="nine"),
                reading("05:41:08.125", "12", text="At least\n12", modifier="at_least", by="Ilse Quand"),
                reading("05:44:30", "12", "baywire", text="12", modifier="at_least"),
                reading("05:45:00", "5", "baywire", text="five"),
            ],
            "conflict": True,
        },
        {
            "slot": "cargo/oil/t/", "current": {"unit": {"code": "t"}},
            "timeline": [reading(f"05:{minute}:00", str(1000 + minute)) for minute in range(31, 45)],
        },
    ],
    "first_at": "2031-03-04T05:30:55.600Z",
    "last_at": "2031-03-04T05:45:00Z",
}  # fmt: skip
TITLES = {("qns", "urn:wire:qns:ferry-7"): HEADLINE, ("baywire", "urn:wire:baywire:ferry-8"): "Bay ferry goes down"}
FIRED: dict[str, Any] = {
    "alert_id": "b" * 32, "alert_seq": 1, "action": "fire", "level": "alert", "text": "Ferry sinks off Port Amble",
    "provider": "qns", "uri": "urn:wire:qns:ferry-7", "story_id": "c" * 32, "at": "2031-03-04T23:30:55.600Z",
    "reasons": [
        {"code": "one_line", "family": "form", "weight": 1}, {"code": "wire_alert", "family": "wire", "weight": 4},
    ],
    "valid_until": "2031-03-05T01:30:55.600Z",
}  # fmt: skip
RAISED = FIRED | {
    "alert_seq": 2, "action": "raise", "at": "2031-03-04T23:41:08.125Z", "valid_until": "2031-03-05T01:41:08.125Z",
    "text": HEADLINE,
    "changed": [{"slot": "killed", "old": "9", "new": "12"}, {"slot": "missing", "old": "", "new": "4"}],
}  # fmt: skip
CANCELLED = {name: value for name, value in FIRED.items() if name not in ("text", "reasons")} | {
    "alert_seq": 3, "action": "cancel", "at": "2031-03-05T00:10:00Z",
}  # fmt: skip
ALERTS = [FIRED, RAISED, CANCELLED]


def lines(*parts: RenderableType, width: int = 120) -> list[str]:
    return [line.rstrip() for line in render(*parts, width=width).splitlines()]


def test_a_story_in_a_tail_says_who_leads_it_how_far_it_goes_and_what_its_figures_have_said():
    headers = {"ce_time": "2031-03-04T05:45:00Z", "wire_provider": "baywire"}
    assert lines(story_line(STORY, headers), width=200) == [
        "05:45:00  baywire    STORY       URGENT  ferry-7",
        "          3 items of 2 agencies — killed, port amble 9 → ≥12 → 5 agencies disagree — "
        "cargo oil 1,031 → … → 1,042 → 1,043 → 1,044 t — aboard 310 — story cccccccc — wave dddddddd",
    ]
    first, below = lines(story_line({**STORY, "members": [], "figures": [], "retracted": True}, headers))
    assert first == "05:45:00  baywire    RETRACTED   URGENT  ferry-7"
    assert below == "          no item left — story cccccccc — wave dddddddd"


def test_an_alert_in_a_tail_says_what_is_to_be_done_what_changed_and_until_when():
    shown = [lines(alert_line(each, {"ce_time": each["at"], "wire_provider": "qns"})) for each in ALERTS]
    assert shown == [
        [
            "23:30:55  qns        FIRE        ALERT  Ferry sinks off Port Amble",
            "          wire alert — alert bbbbbbbb number 1 — valid until 03-05 01:30:55",
        ],
        [
            "23:41:08  qns        RAISE       ALERT  Ferry sinks off Port Amble, 12 dead",
            "          killed 9 → 12 — missing 4 — wire alert — alert bbbbbbbb number 2 — valid until 03-05 01:41:08",
        ],
        ["00:10:00  qns        CANCEL      ALERT  ferry-7", "          alert bbbbbbbb number 3"],
    ]


def explained_event(**breaking: Any) -> dict[str, Any]:
    event = rich_event()
    event["enrichment"]["breaking"] |= breaking
    return event


REASONS = [
    {"code": "wire_urgent", "family": "wire", "weight": 3.5, "zone": "header", "evidence": "iptc 2 by profile qns"},
    {
        "code": "toll",
        "family": "severity",
        "weight": 2,
        "zone": "headline",
        "field": "headline",
        "start": 28,
        "end": 35,
    },
    {"code": "sinking", "family": "severity", "weight": 1.5, "zone": "body", "field": "body", "start": 99, "end": 103},
    {"code": "old", "family": "against", "weight": -2, "zone": "story", "evidence": "7 h"},
    {"code": "act_update", "family": "state", "weight": 0, "zone": "ed_note", "evidence": "updates"},
]


def test_reasons_stand_by_family_with_the_words_they_stand_on_and_what_weighs_nothing_last():
    page = lines(explain_page(explained_event(reasons=REASONS, score=4.5), {}, [], {}))
    start = page.index(next(line for line in page if line.startswith("level urgent, score 4.5")))
    assert page[start + 1 : start + 10] == [
        "weight  family    reason       where     the words it stands on",
        "  +3.5  wire      wire urgent  header    iptc 2 by profile qns",
        "    +2  severity  toll         headline  “12 dead”",
        "  +1.5            sinking      body      “…ferry with 310 aboard ‹sank›. The harbour master,…”",
        "    -2  against   old          story     7 h",
        "5 in all; no family counts for more than its cap, which makes 4.5",
        "",
        "seen, adds nothing to the score  where    words",
        "act update                       ed note  updates",
    ]


def test_an_item_without_reasons_or_a_judgement_is_explained_as_far_as_it_goes():
    event = rich_event()
    del event["enrichment"]["breaking"]
    assert "level" not in render(explain_page(event, {}, [], {}))
    assert "nothing on wire.stories" in render(explain_page(event, {}, [], {}))
    assert "story " + "c" * 32 in render(explain_page({}, STORY, [], {}))


SAID = [
    ({"action": "suppress", "suppress_reason": "cool_down", "alert_id": "b" * 32},
     ["suppress  claims to be an alert, and is none  alert bbbbbbbb", "cool down: it has news, but the last alert"]),
    ({"action": "suppress", "suppress_reason": "some_new_code"}, ["some new code"]),
    ({"action": "fire", "alert_id": "b" * 32, "alert_seq": 1},
     ["fire  alerts, the first of its story  alert bbbbbbbb number 1"]),
    (None, ["none  it is no alert and does not claim to be one"]),
]  # fmt: skip


@pytest.mark.parametrize(("alert", "said"), SAID, ids=["silenced", "a newer code", "fired", "nothing"])
def test_what_an_item_does_to_the_alert_is_a_sentence_and_why_not_another(alert: Any, said: list[str]):
    page = render(explain_page(explained_event(alert=alert), STORY, [], {}))
    for words in said:
        assert words in page


def test_every_role_and_every_action_on_an_alert_is_explained():
    assert set(ROLES) == set(CLOSED_LISTS["role in the story"])
    assert set(ACTS) | {"none"} == set(CLOSED_LISTS["alert action"])
    assert set(ACTION_STYLES) == set(ACTS) - {"suppress"}


def test_a_story_is_explained_by_its_items_and_what_its_figures_have_said_and_by_whom():
    page = lines(explain_page(rich_event(), STORY, [], TITLES), width=100)
    start = page.index(next(line for line in page if line.startswith("story ccc")))
    assert page[start + 1 : start + 8] == [
        " URGENT  3 items of 2 agencies, 2031-03-04 05:30:55 to 05:45:00",
        "one of the wave dddddddddddddddddddddddddddddddd",
        "this item by its link to ferry-7, score 0.88",
        "received  provider  level       role       item",
        "05:30:55  qns       alert       update     Ferry sinks off Port Amble, 12 dead  lead, this item",
        "05:44:30  baywire   none        follow up  Bay ferry goes down",
        "05:45:00  baywire   developing  follow up  ferry-9",
    ]
    for line in (
        "killed, port amble 9 → ≥12 → 5 agencies disagree",
        "  05:30:55  9    qns      “nine”",
        "  05:41:08  ≥12  qns      “At least 12”, by Ilse Quand",
        "  05:44:30  ≥12  baywire  “12”",
        "cargo oil 1,031 → … → 1,038 → 1,039 → 1,040 → 1,041 → 1,042 → 1,043 → 1,044 t",
        "  …         6 more",
        "aboard  05:30:55  310  qns",
    ):
        assert line in page


def test_of_a_long_story_the_first_item_and_the_newest_are_shown():
    many = [member(number, f"05:{number:02}:00") for number in range(60)]
    page = render(explain_page({}, {**STORY, "members": many}, [], {}))
    assert "36 more" in page
    assert [number for number in range(60) if re.search(rf"ferry-{number}\b", page)] == [0, *range(37, 60)]


def test_an_alert_is_explained_from_its_fire_on_and_what_was_cancelled_is_not_repeated():
    page = lines(explain_page({}, {}, ALERTS[:2], {}))
    assert page[1] == f"alert {'b' * 32} " + "─" * (120 - 39)
    assert page[2:] == [
        "no.  when      action  level  valid until     text",
        "  1  23:30:55  fire    alert  03-05 01:30:55  Ferry sinks off Port Amble",
        "  2  23:41:08  raise   alert  03-05 01:41:08  Ferry sinks off Port Amble, 12 dead",
        "                                              killed 9 → 12",
        "                                              missing 4",
    ]
    page = lines(explain_page({}, {}, ALERTS, {}))
    assert page[1].startswith(f"alert {'b' * 32}, cancelled ")
    assert page[-1] == "  3  00:10:00        cancel  alert                  withdrawn"
    assert "Ferry" not in "".join(page)


@pytest.mark.parametrize("width", [80, 120])
def test_an_explanation_keeps_within_the_terminal(width: int):
    page = lines(explain_page(explained_event(reasons=REASONS), STORY, ALERTS, TITLES), width=width)
    assert all(len(line) <= width for line in page)


@pytest.mark.parametrize(
    "value", [{}, {"members": [1], "figures": [{}], "lead": None}, {"figures": "x", "reasons": [{}]}]
)
def test_a_story_or_an_alert_that_is_none_is_still_printed(value: dict[str, Any]):
    assert "STORY" in render(story_line(value, {}))
    assert "number" in render(alert_line(value, {}))
    assert render(explain_page(value, value, [value], {})).strip()
