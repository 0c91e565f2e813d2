"""The form of an item: a line, a short text, a text or a table; and what it is besides a report.

A line is a headline alone, or a body that only says the headline again. Short is what fits three paragraphs.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from schemas.figure import Figure
from schemas.item import WireItem
from schemas.traits import Form
from streams.breaking.events import Sight
from streams.breaking.words import phrase_list, word_set

SHORT_PARAGRAPHS, SHORT_CHARS = 3, 900
ADD_EXPECTED = phrase_list("more to follow|more follows|more later|follows shortly|story to follow|developing story")

ECHO = 0.8
"""Share of the headline's words that stand in a sentence which only says it again."""

_BREAK = re.compile(r"\n\s*\n|\n[ \t]{2,}")
_SENTENCE = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z])")
_ROWS = re.compile(r";[^;\n]*;|\S {3,}\S+ {2,}\S| -- .* -- ")
"""A line with columns: two semicolons, or two gaps."""
_GAP = re.compile(r"   (?<=\S   )")
"""A gap as it begins. An indent is none, and where there is no gap the slower look at columns can be spared."""

FURNITURE = phrase_list(
    "breaking news alerts|sign up|subscribe|newsletter|no comments|check back for updates|all rights reserved"
)

DAYS = phrase_list("monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tonight|this morning|yesterday")
PAST = phrase_list(
    " since | ago|last year|last month| once | was once| earlier this year| in 19| in 20|in january|in february"
    "|in march|in april|in june|in july|in august|in september|in october|in november|in december"
)
SPEECH = ('"', "“", " said", " says", " told")

# What a price is quoted of, as the subject of a line; and what a line says that a price does.
INSTRUMENTS = word_set(
    "stoxx dax cac ftse nasdaq s&p dow nikkei brent crude wti gold silver copper platinum euro dollar yen"
    " sterling pound bund bunds gilts treasuries bitcoin futures shares stocks topix hang hsi asx kospi sensex"
    " ibex mib wheat corn soybeans coffee cocoa sugar natgas oil rouble yuan index"
)
BEFORE_INSTRUMENT = word_set(
    "spot front month european asian u.s us london new york wall street world global tokyo nymex comex ice"
    " euro benchmark pan world's zone"
)
TICK_MOVES = word_set(
    "up down flat rise rises fall falls ease eases slip slips gain gains drop drops open opens close closes"
    " end ends trade trades steady unchanged hit hits jump jumps extend extends climb climbs little at above"
    " below higher lower surge surges soar soars plunge plunges tumble tumbles slide slides rally rallies"
    " retreat retreats firm firms edge edges settle settles settled"
)
TICK_FIRST = 5
"""Words of the headline among which instrument and move must stand."""


class Shape(NamedTuple):
    form: Form
    body: str
    lede: str
    lede_start: int
    bare: bool
    """There is a headline and no body at all."""
    add_expected: bool = False


def shape(item: WireItem) -> Shape:
    body = item.body or ""
    if not body:
        return Shape("line", "", "", 0, bool(item.headline))
    # Of more paragraphs than are short nothing is asked but that there are more.
    news = list(islice(_news(body), SHORT_PARAGRAPHS + 1))
    start = _lede_start(item, body, news)
    lede = body[start : start + 420]
    end = _SENTENCE.search(lede)
    lede = lede[: end.start() + 1] if end else lede
    low = body[-300:].lower()
    return Shape(
        form=_form(item, body, news), body=body, lede=lede, lede_start=start, bare=False,
        add_expected=any(each in low for each in ADD_EXPECTED),
    )  # fmt: skip


def paragraphs(shape_: Shape) -> list[str]:
    """Those of the text that say something."""
    return list(_news(shape_.body))


def _news(body: str) -> Iterator[str]:
    for each in _BREAK.split(body[:6000]):
        paragraph = each.strip()
        if paragraph and not _is_furniture(paragraph):
            yield paragraph


def _lede_start(item: WireItem, body: str, news: list[str]) -> int:
    """Where the copy begins after furniture and dateline."""
    start = body.find(news[0]) if news else 0
    if item.dateline is not None and body.startswith(item.dateline.text, start):
        start += len(item.dateline.text)
        start += len(body[start : start + 12]) - len(body[start : start + 12].lstrip(" -–—_:."))
    return start


def _is_furniture(paragraph: str) -> bool:
    """A sign-off (`kpd 0157 ah n1`, `Reuter`), a sign-up line, a page's own words."""
    if len(paragraph) > 90:
        return False
    low = paragraph.lower()
    short = len(paragraph) < 25 and paragraph[-1] not in '.!?"”' and not paragraph[0].isdigit()
    return short or any(each in low for each in FURNITURE)


def _form(item: WireItem, body: str, news: list[str]) -> Form:
    if _is_table(body):
        return "table"
    if len(news) == 1 and _echoes(item.headline, news[0]):
        return "line"
    return "short" if len(news) <= SHORT_PARAGRAPHS and sum(map(len, news)) <= SHORT_CHARS else "text"


def _is_table(body: str) -> bool:
    head = body[:600]
    data = head.encode("utf-8", "replace")
    digits = len(data) - len(data.translate(None, b"0123456789"))
    if digits > 0.16 * len(head) and "\n" in head:
        return True
    rows = head.count(";") > 1 or head.count(" -- ") > 1 or _GAP.search(head)
    columns = len(_ROWS.findall(head)) if rows else 0
    return columns >= 4 or (columns >= 2 and digits > 8)


def _echoes(headline: str | None, paragraph: str) -> bool:
    """Whether the one paragraph says the headline again, after a dateline perhaps: the form of an AP NewsAlert."""
    if not headline:
        return False
    plain = _folded(paragraph)
    if plain.endswith(_folded(headline)):
        return True
    short = len(plain) < 2 * len(headline) + 60 and _SENTENCE.search(paragraph) is None
    return short and _shared(headline, plain) >= ECHO


def _folded(text: str) -> str:
    return " ".join(text.lower().split()).rstrip(".")


def _shared(headline: str, plain: str) -> float:
    words = set(_folded(headline).split())
    return len(words & set(plain.split())) / max(1, len(words))


def is_tick(sight: Sight, figures: Sequence[Figure]) -> bool:
    """`BRENT CRUDE FUTURES RISE 61 CENTS`: where a price stands at a moment. What names who set it is none."""
    words = sight.words[: TICK_FIRST + 3]
    if not any(figure.field == "headline" for figure in figures):
        return False
    for index, word in enumerate(words[:TICK_FIRST]):
        if word in INSTRUMENTS:
            return any(each in TICK_MOVES for each in words[index + 1 : index + 4])
        if word not in BEFORE_INSTRUMENT and index not in sight.owned:
            return False
    return False


_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
_TITLE = re.compile(
    rf"(?:[-:/,]|\bfor|\bto)\s*(?:[A-Za-z]+ ){{0,2}}{_MONTH} \d{{1,2}}(?:-\d+)?$"
    r"|\b(?:qtr|year|mths|half|quarter)\s+(?:net|loss|results?|earnings|profit|oper net)$|\b(?:div|dividend|payout)$",
    re.IGNORECASE,
)


_DOES = re.compile(
    r"\b(?:omits|suspends|sees|raises|cuts|ups|declares|resumes|passes|expects|halves|doubles|boosts|restores)\b",
    re.IGNORECASE,
)


def is_title(headline: str | None, figures: Sequence[Figure]) -> bool:
    """A heading whose text was lost: `GRAIN FREIGHTS - April 1`, `NORRBANK 4TH QTR NET`. It says nothing; a line in
    which somebody does something does: `NORRBANK OMITS QTLY DIV`."""
    if headline is None or figures or _TITLE.search(headline) is None:
        return False
    return _DOES.search(headline) is None


def background_heavy(shape_: Shape) -> bool:
    """Whether more than half of a longer text is not of the day: no day is named, and nobody speaks, or all is past."""
    news = list(islice(_news(shape_.body), 14))
    if len(news) < 6:
        return False
    return sum(_is_background(each.lower()) for each in news) > len(news) / 2


def _is_background(low: str) -> bool:
    if any(day in low for day in DAYS):
        return False
    return any(each in low for each in PAST) or not any(each in low for each in SPEECH)
