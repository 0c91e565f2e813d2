"""Change over time: whether a figure is how far something moved, where it moved to, or where it came from.

rose 5 pct (by, up) to 20 mln (to) from 19 mln (from) | 3 pct higher | a drop of 2 points | 14 pct, up from 11
"""

from typing import NamedTuple

from schemas.lists import Direction
from streams.figures.clauses import COVER, FIGURE, Sentence
from streams.figures.grammar import Reading
from streams.figures.role_words import ACCOUNTING, ITEMS, MOVE_AFTER, MOVES
from streams.figures.words import word_set


class Move(NamedTuple):
    """`part` is by, to or from; the direction is there only where a word of change gives one."""

    part: str
    direction: Direction | None


STILL = Move("", None)
APPOSED_MAX = 10
"""Words between a level and the comma before its own move."""
REACH = 9
"""Words between a verb of change and its amount: raised its key lending rate again by 25 basis points."""
AMOUNTS = word_set(
    "percent percentage_point money rate quantity multiplier length temperature mass volume area speed fraction"
    " duration"
)
"""Kinds that may be an amount of change right after the verb; a count there is an object: cut 900 jobs."""
LEVELS = AMOUNTS | {"count"}
THEN = word_set("ago earlier previously before last yesterday prior year month week")
NO_MOVES = word_set("raised raise raises raising")
SINGLES = word_set("doubled doubling doubles tripled tripling trebled trebling quadrupled")
HALVES = word_set("halved halving halves")
BASE = word_set("from against versus vs vs. than")


def read(sentence: Sentence, number: int, reading: Reading, earlier: list[Move]) -> Move:
    """The move of one reading; `earlier` are those of the readings before it in the sentence."""
    words, tags, at = sentence.words, sentence.tags, sentence.at[number]
    kind = reading.measure.kind
    if kind == "multiplier":
        if words[at] in SINGLES:
            return Move("by", "up")
        if words[at] in HALVES:
            return Move("by", "down")
    if kind not in LEVELS:
        return STILL
    step = at - 1
    while step >= 0 and words[step] not in MOVES and (words[step] in COVER or tags[step] == "R"):
        step -= 1
    if step > 0 and words[step] == "to" and words[step - 1] == "up" and reading.modifier == "at_most":
        step -= 2  # up to 700 is a bound
    before = words[step] if step >= 0 else ""
    if before == "or" and earlier and earlier[-1].part == "by":
        return earlier[-1]  # 123 points, or 0.3 percent
    after = _after(sentence, at, kind)
    if after:
        return after
    ahead = words[at + 1 : at + APPOSED_MAX + 2]
    level = _apposed(sentence, at, number) if kind != "duration" and ("up" in ahead or "down" in ahead) else None
    if level:
        return Move("to", level)
    if sentence.text[sentence.starts[at]] == "+" or (
        sentence.starts[at] and sentence.text[sentence.starts[at] - 1] == "+"
    ):
        return Move("by", "up") if kind in AMOUNTS else STILL
    if not before:
        return STILL
    if before in BASE and before != "than":
        return Move("from", None)
    if before == "of" and step and words[step - 1] in MOVE_AFTER and kind in AMOUNTS:
        if kind == "money" and words[step - 1] in ITEMS and words[step - 2] in ACCOUNTING:
            return STILL  # an extraordinary gain is booked, and moves nothing
        return Move("by", _direction(MOVE_AFTER[words[step - 1]]))
    if before == "by":
        found = _governor(sentence, step)
        return Move("by", found) if found else STILL
    if before in ("to", "at", "into", "below", "above", "past"):
        previous = earlier[-1] if earlier else STILL
        if before in ("to", "at") and previous.part == "by" and _near(sentence, number):
            return Move("to", None)
        if words[step - 1] == "down" and step > 1 and words[step - 2] in ("boils", "boiling", "boil", "boiled"):
            return STILL
        if kind == "count" and words[step - 1] in ("power", "electricity", "water", "gas"):
            return STILL  # cut power to 120,000 homes
        if before == "to" or words[step - 1] in ("up", "down"):
            found = _governor(sentence, step)
            return Move("to", found) if found else STILL
        return STILL
    if before in ("higher", "lower") and words[step + 1] == "than":
        return STILL  # a bound
    if words[at - 1] in ("a", "an") and at + 1 < len(words) and tags[at + 1] == "N" and words[at + 1] not in MOVE_AFTER:
        return STILL  # added a 30-degree shot: the amount is of the shot
    if before == "up" and step and tags[step - 1] in "vz":
        return STILL  # make up 31 percent
    shared = words[at + 1 : at + 2] == ["of"] and WORTH.isdisjoint(words[at + 2 : at + 6])
    if shared and (kind == "fraction" or (kind == "percent" and before in LOST)):
        return STILL  # lost a fifth of his sheep, but lost 5 percent of its value
    if before in MOVES and kind in AMOUNTS:
        if kind in ("length", "mass", "area", "volume", "duration") and before not in (
            "up",
            "down",
            "rose",
            "fell",
            "dropped",
        ):
            return STILL
        if kind == "money" and before in (
            "raised",
            "raise",
            "raises",
            "raising",
            "lost",
            "lose",
            "loses",
            "losing",
            "shed",
            "cut",
            "add",
            "recovered",
            "recover",
        ):
            # Money raised or lost is an investment or a loss, and no movement of a price.
            return STILL if before.startswith(("rais", "los", "recov")) else Move("by", _direction(MOVES[before]))
        if kind == "length" and before in ("dropped", "fell", "rose") and not reading.measure.unit.per:
            return STILL
        return Move("by", _direction(MOVES[before]))
    return STILL


LOST = word_set("lost lose loses losing")
WORTH = word_set("value worth weight ground price market")


def _direction(way: str) -> Direction:
    return "up" if way == "up" else "down"


def _near(sentence: Sentence, number: int) -> bool:
    return number > 0 and sentence.at[number] - sentence.at[number - 1] <= 10


def _after(sentence: Sentence, at: int, kind: str) -> Move | None:
    """`5 pct higher`, `a 3 percent rise`, `3 ppm more than a year ago`."""
    words = sentence.words
    size = len(words)
    if kind not in AMOUNTS or kind in ("length", "duration", "fraction"):
        return None
    step = at + 1
    if step < size and words[step] == "-":
        return None
    for place in (step, step + 1):
        if place >= size:
            return None
        word = words[place]
        if word in MOVE_AFTER and (place == step or sentence.tags[step] in "NAvY"):
            if word in ("up", "down") and place + 1 < size and words[place + 1] in ("from", "to", "with"):
                return None  # 14 pct, up from 11: the level's own move, see _apposed
            if word == "cut" and kind == "money":
                return None
            return Move("by", _direction(MOVE_AFTER[word]))
        if place == step and word in ("more", "less", "fewer") and place + 1 < size and words[place + 1] == "than":
            ahead = words[place + 2 : place + 7]
            if any(each in THEN for each in ahead) or "0" in sentence.tags[place + 2 : place + 4]:
                return Move("by", "up" if word == "more" else "down")
            return None
        if (
            place == step
            and word in ("below", "above")
            and place + 3 < size
            and any(each in ("level", "levels") for each in words[place + 1 : place + 4])
        ):
            return Move("by", "up" if word == "above" else "down")
    return None


def _apposed(sentence: Sentence, at: int, number: int) -> Direction | None:
    """`14 percent, up from 11`; `at 2.2 pct, down by half a point`."""
    words = sentence.words
    step = at + 1
    limit = min(len(words) - 1, at + APPOSED_MAX)
    while step < limit and words[step] != ",":
        if sentence.tags[step] == FIGURE:
            if sentence.readings[number + 1].measure.kind != "duration" or sentence.at[number + 1] != step:
                return None
        elif sentence.tags[step] not in "NPTDAYS0R" or words[step] == "against":
            return None
        step += 1
    if step < limit and words[step] == ",":
        if step + 2 < len(words) and words[step + 1] in ("up", "down") and words[step + 2] == "from":
            return _direction(words[step + 1])
    elif at + 2 < len(words) and words[at + 1] in ("up", "down") and words[at + 2] == "from":
        return _direction(words[at + 1])
    return None


def _governor(sentence: Sentence, step: int) -> Direction | None:
    """The nearest word of change to the left in the clause, not past another figure's clause."""
    words, tags = sentence.words, sentence.tags
    low = max(-1, step - REACH)
    place = step - 1
    while place > low:
        word = words[place]
        if tags[place] in ";:(":
            return None
        if tags[place] == FIGURE:
            if word in SINGLES:
                return "up"
            if word in HALVES:
                return "down"
            low = min(low, place - 4) if low > 0 else low
        # `Up to 600` is a bound; `was up to 600` would be a move, but nobody can tell.
        if word in MOVES and not (word == "up" and words[place + 1 : place + 2] == ["to"] and place + 1 == step):
            return _direction(MOVES[word])
        place -= 1
    return None
