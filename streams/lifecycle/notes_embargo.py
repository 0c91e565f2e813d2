"""An embargo that is only told: `HOLD FOR RELEASE 9 p.m. EST Sunday`, `Sperrfrist 23. Januar, 19.00 Uhr MEZ`.

The due time is given where day, hour and zone are all stated, and lies ahead of the item; else there is none, and a
flag says what is missing. Nothing is guessed: a told embargo without a due time is one until somebody lifts it.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from schemas.base import ms
from schemas.item import Flag, WireItem
from streams.lifecycle.notes import fold, heading_of
from streams.lifecycle.notes_words import MONTHS, WEEKDAYS

REACH_CHARS = 160
"""How far behind its words an embargo's time is looked for."""

NOTE_CHARS, LINE_CHARS = 600, 200
"""How much of a note and of a line is read: a line must begin with the embargo."""

# How an embargo is told. `embargo` alone is trade and arms, too: it counts where a time or a colon follows.
TOLD = (
    # English
    r"hold for release", r"advance for (?:release|use)", r"for release (?:at|on|after|not before)",
    r"not for (?:release|publication|use|broadcast) (?:before|until|till)", r"embargoed (?:until|till|to|for)",
    r"embargo(?: (?:until|till|to)|:)",
    r"(?:do not|not to be) (?:use|used|publish|published|run|broadcast) (?:before|until|till)",
    r"(?:do not|please do not) (?:use|publish|run) (?:this |the )?(?:story|item|text|copy) (?:before|until|till)",
    # German
    r"sperrfrist(?: bis)?", r"gesperrt bis", r"frei(?: zur veroffentlichung)? ab", r"nicht (?:zu )?veroffentlichen vor",
    # French
    r"(?:sous )?embargo jusqu'?(?:a|au)?", r"ne pas (?:publier|diffuser|utiliser) avant",
    # Spanish
    r"embargo hasta", r"embargad[oa] hasta", r"no (?:publicar|difundir|usar) antes de(?:l)?",
)  # fmt: skip
OVER = r"(?:lifted|over|expired|removed|aufgehoben|abgelaufen|entfallt|leve|levee|levantado)"

# Hours from UTC, in capitals as wires write them: `est` is a word in French. `ET`, `CT` and `PT` name two zones each,
# and `IST` three: with those no time is certain.
ZONES = {
    "AEDT": 11, "AEST": 10, "BST": 1, "CDT": -5, "CEST": 2, "CET": 1, "CST": -6, "EDT": -4, "EST": -5, "GMT": 0,
    "HKT": 8, "JST": 9, "MDT": -6, "MESZ": 2, "MEZ": 1, "MSK": 3, "MST": -7, "PDT": -7, "PST": -8, "SGT": 8, "UTC": 0,
}  # fmt: skip
TODAY = ("today", "heute", "aujourd'hui", "hoy")
TOMORROW = ("tomorrow", "morgen", "demain", "manana")


class Spoken(NamedTuple):
    """An embargo in words: until when (ms), where that is certain, and what told it."""

    due: int | None
    text: str
    flag: Flag | None


def spoken(item: WireItem) -> Spoken | None:
    """The embargo that the item's note, head or first lines tell; None where none is told, or one that is over."""
    declared = item.declared.get("slug_line")
    zones = (
        (item.ed_note or "", False),
        (declared if isinstance(declared, str) else "", False),
        (heading_of(item), True),
        *((line, True) for line in (item.body or "")[:600].split("\n")[:3]),
    )
    for text, first in zones:
        folded = fold(text[: LINE_CHARS if first else NOTE_CHARS])
        match = FIRST.match(folded) if first else ANYWHERE.search(folded)
        if match is None or OVER_SOON.match(folded, match.end()):
            continue
        due, missing = _due(text[match.end() : match.end() + REACH_CHARS], item)
        if due is not None and due <= ms(item.sent_at or item.received_at):
            continue
        flag = None if due is not None else Flag(code="embargo_unclear", detail=f"An embargo is told {missing}.")
        return Spoken(due, text[match.start("told") : match.end("told")], flag)
    return None


_TOLD = "(?P<told>" + "|".join(TOLD) + r")(?![\w-])"
ANYWHERE = re.compile(rf"\b{_TOLD}")
# In first place of a line, behind stars and brackets at most: in the run of a sentence it is news of an embargo.
FIRST = re.compile(rf"[\s*+=#(<\[/-]{{0,12}}{_TOLD}")
OVER_SOON = re.compile(rf"[^.\n]{{0,40}}?\b{OVER}\b")
_MONTH = "|".join(sorted(MONTHS, key=lambda each: (-len(each), each)))
_ZONE = "|".join(ZONES)
CLOCK = re.compile(
    r"\b(?:(?P<twelve>\d{1,2})(?:[:.](?P<twelve_minute>\d\d))? ?(?P<half>a|p)\.? ?m\b\.?"
    r"|(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?: uhr| h)?\b(?!\.\d)|(?P<whole>\d{1,2}) ?(?:uhr|heures|horas)\b"
    r"|(?P<four>\d{4})(?= ?h? ?(?:gmt|utc|mez|mesz|cet|cest)\b)|(?P<noon>noon|mittag|midi))"
)
ZONE = re.compile(rf"\b(?P<zone>{_ZONE})\b")
ISO = re.compile(r"\b(?P<date>\d{4}-\d\d-\d\d)[t ](?P<time>\d\d:\d\d)(?::\d\d)? ?(?P<zone>z|[+-]\d\d:?\d\d)")
MONTH_DAY = re.compile(rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?\b(?![:.]\d)")
DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})\.? (?:de )?(?P<month>{_MONTH})\b\.?(?: (?:de )?(?P<year>\d{{4}})\b)?")
DOTTED = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?(?!\d)")
WEEKDAY = re.compile(rf"\b(?P<weekday>{'|'.join(WEEKDAYS)})s?\b")
TODAY_WORD = re.compile(rf"\b(?:{'|'.join(TODAY)})\b")
TOMORROW_WORD = re.compile(rf"\b(?:{'|'.join(TOMORROW)})\b")


def _due(raw: str, item: WireItem) -> tuple[int | None, str]:
    """When it ends, in milliseconds; else what is missing."""
    told = fold(raw)
    sent = ms(item.sent_at or item.received_at)
    if iso := ISO.search(told):
        due = _iso(iso)
    else:
        zone = ZONE.search(raw)
        if zone is None:
            return None, "without a zone that is certain"
        clock = _clock(told)
        if clock is None:
            return None, "without an hour that is certain"
        ahead = timedelta(hours=ZONES[zone["zone"]])
        local = datetime.fromtimestamp(sent / 1000, UTC) + ahead
        day = _day(told, local.date())
        if day is None:
            return None, "without a day that is certain"
        due = _ms(datetime(day.year, day.month, day.day, *clock, tzinfo=UTC) - ahead)
        if due <= sent and not _is_dated(told):
            return None, "for a weekday whose hour is over, of this week or the next"
    return (due, "") if due is not None else (None, "for a day or an hour that there is not")


def _iso(match: re.Match[str]) -> int | None:
    zone = "+00:00" if match["zone"] == "z" else match["zone"]
    try:
        return _ms(datetime.fromisoformat(f"{match['date']}T{match['time']}{zone}"))
    except ValueError:
        return None


def _ms(time: datetime) -> int:
    return round(time.timestamp() * 1000)


def _clock(told: str) -> tuple[int, int] | None:
    """Hour and minute. Twelve a.m. and midnight may be either end of the day, and are none."""
    match = CLOCK.search(told)
    if match is None:
        return None
    if match["noon"]:
        return 12, 0
    if match["half"]:
        hour, minute = int(match["twelve"]), int(match["twelve_minute"] or 0)
        if not 1 <= hour <= 12 or (hour == 12 and match["half"] == "a"):
            return None
        hour += 12 if match["half"] == "p" and hour != 12 else 0
    elif match["four"]:
        hour, minute = int(match["four"][:2]), int(match["four"][2:])
    else:
        hour, minute = int(match["hour"] or match["whole"]), int(match["minute"] or 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def _day(told: str, sent: date) -> date | None:
    """The day stated: a date (without a year the nearest), a weekday (the next, or the day of sending), today."""
    for pattern in (MONTH_DAY, DAY_MONTH, DOTTED):
        if match := pattern.search(told):
            month = match["month"]
            return _dated(int(month) if month.isdecimal() else MONTHS[month], int(match["day"]), match["year"], sent)
    if TOMORROW_WORD.search(told):
        return sent + timedelta(days=1)
    if TODAY_WORD.search(told):
        return sent
    weekday = WEEKDAY.search(told)
    return None if weekday is None else sent + timedelta(days=(WEEKDAYS[weekday["weekday"]] - sent.weekday()) % 7)


def _is_dated(told: str) -> bool:
    return any(each.search(told) for each in (MONTH_DAY, DAY_MONTH, DOTTED, TOMORROW_WORD, TODAY_WORD))


def _dated(month: int, day: int, year: str | None, sent: date) -> date | None:
    years = [int(year)] if year else [sent.year - 1, sent.year, sent.year + 1]
    found = []
    for each in years:
        try:
            found.append(date(each, month, day))
        except ValueError:
            continue
    return min(found, key=lambda each: abs((each - sent).days), default=None)
