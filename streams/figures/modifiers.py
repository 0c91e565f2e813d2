"""The modifier: how the text limits the number, read from the words on both sides."""

import re

from schemas.lists import Modifier
from streams.figures.window import GAP
from streams.figures.words import word_set

PHRASES: dict[Modifier, str] = {
    "about": "about; around; some; nearly; almost; close to; roughly; round; barely; approximately; approx; approx.;"
    " circa; virtually; an estimated; estimated; near; nearer; in the region of; ~; ≈; c.; or about; something like",
    "more_than": "more than; over; above; upwards of; upward of; greater than; higher than; in excess of; exceeding;"
    " exceeds; exceeded; exceed; topping; topped; tops; top; surpassed; surpassing; surpasses; surpass; past;"
    " just over; well over; beyond; longer than; larger than; bigger than; older than; heavier than; >",
    "at_least": "at least; no fewer than; no less than; not fewer than; not less than; a minimum of; minimum of;"
    " minimum; as few as; as little as; at the least; ≥",
    "less_than": "less than; fewer than; under; below; just under; lower than; within; smaller than; shorter than;"
    " younger than; not up to; just shy of; shy of; sub; <",
    "at_most": "up to; as many as; as much as; as high as; as long as; as far as; no more than; not more than; at most;"
    " a maximum of; maximum of; maximum; no higher than; no greater than; at the most; capped at; ≤",
}
"""The words before the number. The longest phrase that ends there wins: `no more than` over `more than`."""

OVER_TIME = word_set("for after lasted lasting lasts last took takes spent well just of in by aged were is was are")
"""Before `over` and a duration these make it a bound (`for over three years`); else `over three years` is a period."""

SPEAKS_ABOUT = word_set("quiet talk talked talking warned worried told asked spoke complained complaint knew know")
"""After these `about` is of what is said, and no estimate."""

NOT_PAST = word_set("the this these those last")
"""`The past 24 hours` is a period."""

ARTICLES = word_set("a an the only just even exactly another just")
"""May stand between the phrase and the number: `more than a dozen`, `up to only 20`."""


Rows = dict[int, dict[tuple[str, ...], Modifier]]


def _by_last_word() -> dict[str, Rows]:
    """The phrases by their last word, then by how many words stand before it, most first, then by these words."""
    rows: dict[str, Rows] = {}
    phrases = [(tuple(phrase.split()), modifier) for modifier, row in PHRASES.items() for phrase in row.split(";")]
    for words, modifier in sorted(phrases, key=lambda phrase: -len(phrase[0])):
        rows.setdefault(words[-1], {}).setdefault(len(words) - 1, {}).setdefault(words[:-1], modifier)
    return rows


BY_LAST_WORD = _by_last_word()
AFTER = re.compile(
    rf"(?:{GAP}|-)?(?:(?P<at_least>\+(?![0-9])|-?plus(?![a-z])|or{GAP}(?:more|older|over|above|higher|longer)(?![a-z])"
    rf"|and{GAP}(?:older|over|above|up)(?![a-z]))"
    rf"|(?P<at_most>or{GAP}(?:less|fewer|younger|under|lower)(?![a-z])|and{GAP}(?:under|younger)(?![a-z]))"
    rf"|(?P<about>odd(?![a-z])|or{GAP}so(?![a-z])))"
)
AFTER_GROUPS: dict[str, Modifier] = {"at_least": "at_least", "at_most": "at_most", "about": "about"}
AFTER_FIRST = frozenset(["", *"+-poa"])
"""What `AFTER` may begin with, or a second blank."""
SIGNS_LAST = frozenset("~≈<>≥≤-")
SIGNS_GLUED = re.compile(r"(?:[~≈≥≤]|(?<![a-z0-9.])[<>]|(?<![a-z])sub-)[ ]?$")
"""Not the bracket that closes a company's code: Chelmar <CHM> 12-1/8."""


def read(low: str, start: int, end: int, left: list[str], *, duration: bool) -> Modifier:
    """The modifier of the figure at start..end; `left` are the words before it."""
    # Most figures have none of the first letters after them, and no sign before them.
    if low[end : end + 2].lstrip()[:1] in AFTER_FIRST and (after := AFTER.match(low, end)):
        return AFTER_GROUPS[after.lastgroup or ""]
    if low[max(0, start - 2) : start].rstrip(" ")[-1:] in SIGNS_LAST and (
        sign := SIGNS_GLUED.search(low[max(0, start - 6) : start])
    ):
        return _exactly(sign[0].strip(" -"))
    # Most figures have none of the phrases' last words before them.
    count = len(left)
    if count > 3 and left[-1] == "of" and left[-2] == "age" and left[-3] == "the":
        count -= 3  # under the age of five
    if count and left[count - 1] in ARTICLES:
        count -= 1
    if not count:
        return "exact"
    last = left[count - 1].lstrip("(\"'“‘[")
    rows = BY_LAST_WORD.get(last)
    if rows is None:
        return "exact"
    for size, by_rest in rows.items():
        modifier = by_rest.get(tuple([word.lstrip("(\"'“‘[") for word in left[max(0, count - 1 - size) : count - 1]]))
        if modifier is None:
            continue
        earlier = left[count - 2] if count > 1 else ""
        if not size and _is_no_bound(last, earlier, duration, articled=count < len(left) and left[-1] == "the"):
            return "exact"
        return modifier
    return "exact"


PLACES = word_set("around about over under near above below past beyond")
"""Before `the` these are of place: built around the 37-metre mast."""


def _is_no_bound(word: str, earlier: str, duration: bool, *, articled: bool) -> bool:
    return (
        (word == "over" and duration and earlier not in OVER_TIME and earlier != "")
        or (word == "past" and earlier in NOT_PAST)
        or (word == "about" and earlier in SPEAKS_ABOUT)
        or (articled and word in PLACES)
        or (word in ("top", "near", "above", "below") and earlier in ("the", "its", "their"))
    )


def _exactly(sign: str) -> Modifier:
    return BY_LAST_WORD[sign][0][()]
