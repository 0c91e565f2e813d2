"""What a figure is to others of its item: a part of, a new value after, a correction of, a restatement.

40 killed, including 11 children (part_of) | 12 pct from 14 pct (from, on the old one) | 17, not 12 (corrects)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from streams.figures.clauses import COVER, Sentence
from streams.figures.grammar import Reading
from streams.figures.words import word_set

if TYPE_CHECKING:
    from streams.figures.meaning import Meaning

PART_LEADS = word_set("including included among comprising")
PRONOUNS_OF = word_set("them whom which these those")
OLD_VALUE = word_set("from against versus vs vs. compared")
REVISES = word_set("revised corrected cut lowered raised amended trimmed cutting revising lowering raising slashed")
RAISES = word_set("raised raising raises")
"""A toll that is raised has risen, and a forecast that is raised corrects the one before."""
FORECASTS = word_set("forecast estimate projection target outlook prediction")
WHOLES = frozenset({"aboard", "held", "seized", "trapped", "stranded", "detained", "charged", "missing", None})
"""Roles whose people the next sentence may tell apart; the dead of one are not the whole of the hurt of the next."""
COUNTS = word_set("toll number figure count estimate tally forecast total projection")
OLD_COUNT = COUNTS | word_set("from its their his her the a an of original initial first previous earlier")
CORRECTING = REVISES | word_set("not instead rather corrects corrected revises revising")
LISTED_MAX = 12
"""Figures of a sentence that breaks a total down; more is a table."""
FIGURES_BACK = 4
LIST_MARKS = frozenset(";:-–—(")
"""One of these stands between a total and its parts."""


def read(
    sentence: Sentence, first: int, meanings: list[Meaning], readings: list[Reading], targets: dict[int, int]
) -> None:
    """Add the relations of one sentence's figures to their meanings."""
    may_correct = not CORRECTING.isdisjoint(sentence.words)
    may_compare = not OLD_VALUE.isdisjoint(sentence.words)
    for index in range(first, len(meanings)):
        if index in targets:
            meanings[index].relations.append(("restates", targets[index]))
            continue
        corrected = _corrects(sentence, index, first, meanings, readings) if may_correct else None
        if corrected is not None:
            new, old = corrected
            meanings[new].relations.append(("corrects", old))
            meanings[old].superseded = True
            continue
        base = _base(sentence, index, first, meanings, readings) if may_compare else None
        if base is not None:
            meanings[index].relations.append(("from", base))
            continue
        whole = _whole(sentence, index, first, meanings, readings)
        if whole is not None and whole != index:
            meanings[index].relations.append(("part_of", whole))


def _before(sentence: Sentence, token: int) -> int:
    """The token before a figure and its modifier."""
    step = sentence.lead(token)
    while step >= 0 and sentence.tags[step] in "DS":
        step -= 1
    return step


def _previous(meanings: list[Meaning], index: int, first: int, readings: list[Reading]) -> int:
    """The token of the figure before, or -1; a span of time does not count: a five-year average of 63%."""
    for other in range(index - 1, first - 1, -1):
        if readings[other].measure.kind != "duration":
            return meanings[other].token
    return -1


def _same(readings: list[Reading], one: int, two: int) -> bool:
    """Whether two readings are amounts of one measure."""
    a, b = readings[one].measure, readings[two].measure
    return (a.kind == b.kind and a.unit.code == b.unit.code) or (
        {a.kind, b.kind} <= {"count", "fraction"} and a.kind == b.kind
    )


def _corrects(
    sentence: Sentence, index: int, first: int, meanings: list[Meaning], readings: list[Reading]
) -> tuple[int, int] | None:
    """(new, old) where the figure at an index closes a correction."""
    words = sentence.words
    if index == first:
        return None
    other = index - 1
    if not _same(readings, index, other):
        return None
    begin, token = meanings[other].token, meanings[index].token
    gap = words[begin + 1 : token]
    step = _before(sentence, token)
    before = words[step] if step > begin else ""
    raw = words[token - 1] if token - 1 > begin else ""
    if raw == "not" and ("," in gap or len(gap) <= 3):
        return other, index
    if ("instead" in gap and before == "of") or ("rather" in gap and "than" in gap):
        return other, index
    if gap[:1] == ["from"]:
        ahead = words[max(0, begin - 14) : begin]
        if all(word in OLD_COUNT for word in gap):
            verbs = REVISES - RAISES if FORECASTS.isdisjoint(ahead) else REVISES
            if not verbs.isdisjoint(ahead) and not COUNTS.isdisjoint(ahead):
                return other, index  # revised the toll to 45 from 51, from its first count of 51
    if before == "from" and any(word in ("revised", "corrected", "amended") for word in gap):
        # `rose to 231,000 from a revised 219,000` is a base value: the adjective stands after `from`.
        verb = next(place for place, word in enumerate(gap) if word in ("revised", "corrected", "amended"))
        if "from" not in gap[:verb]:
            return other, index
    counted = words[begin - 1] == "of" and words[begin - 2] in COUNTS
    if before == "to" and counted and not (REVISES - RAISES).isdisjoint(gap):
        return index, other  # an earlier toll of 31 was lowered to 29
    # `first spoke of 200 missing but cut that to 64`; `revised its estimate of 12 to 9`.
    if before == "to":
        near = words[max(0, step - 5) : step]
        if (
            ("but" in gap or ", " in gap or "then" in gap)
            and any(word in REVISES for word in near)
            and any(word in ("that", "it", "figure", "toll", "number") for word in near)
        ):
            return index, other
        ahead = words[max(0, begin - 7) : begin]
        if any(word in ("revised", "corrected", "revises", "revising") for word in ahead + gap) and "from" in ahead:
            return index, other
    if (
        any(word in ("cutting", "lowering", "raising", "revising", "cut", "lowered") for word in gap)
        and any(word in ("estimate", "forecast", "projection", "target", "prediction") for word in gap)
        and before == "of"
    ):
        return other, index
    return None


def _base(sentence: Sentence, index: int, first: int, meanings: list[Meaning], readings: list[Reading]) -> int | None:
    """The new level that an old value stands behind: `to 231,000 from 219,000`, `14 pct, up from 11`, `against
    150.9`."""
    words = sentence.words
    token = meanings[index].token
    step = _before(sentence, token)
    while step > 0 and (
        words[step]
        in ("revised", "average", "of", "previous", "earlier", "an", "a", "the", "initial", "original", "record")
        or (sentence.tags[step] in "DA#0" and step > _previous(meanings, index, first, readings))
    ):
        if words[step] == "of" and words[step - 1] not in (
            "average",
            "profit",
            "loss",
            "total",
            "level",
            "rate",
            "high",
            "low",
            "income",
            "deficit",
            "surplus",
            "peak",
            "figure",
            "revenue",
            "net",
            "revenues",
            "sales",
            "losses",
            "earnings",
            "record",
        ):
            return None
        if words[step] == "of":
            step -= 1
            while (
                step > 0
                and sentence.tags[step] in "NADS#"
                and step > _previous(meanings, index, first, readings)
                and words[step] not in OLD_VALUE
            ):
                step -= 1
            continue
        step -= 1
    if step < 0:
        return None
    before = words[step]
    if before in ("with", "to") and step and words[step - 1] in ("compared", "compares", "comparing"):
        before = "compared"
    if before not in OLD_VALUE:
        if before == "year-on-year":
            pass
        return None
    if before == "against" and any(
        word in ("forecast", "forecasts", "expectations", "estimate", "estimates") for word in words[step : token + 6]
    ):
        return None
    kind = readings[index].measure.kind
    if (
        before == "from"
        and kind in ("length", "duration", "age")
        and not any(meanings[i].move.part for i in range(first, index))
    ):
        return None
    best = None
    for other in range(index - 1, first - 1, -1):
        if readings[other].measure.kind != kind and not (kind == "count" and readings[other].measure.kind == "count"):
            continue
        if readings[other].measure.unit.code != readings[index].measure.unit.code:
            continue
        if kind == "count" and not _same_noun(meanings[other], meanings[index]):
            continue
        if meanings[other].move.part == "from" or any(each == "restates" for each, _ in meanings[other].relations):
            continue
        if best is None or (meanings[best].move.part == "by" and meanings[other].move.part == "to"):
            best = other
        if meanings[other].move.part != "by":
            return other
    if best is None:
        # `from 4.8 to 4.7 pct`: the new level follows.
        following = index + 1
        if (
            following < len(meanings)
            and following - first < len(sentence.readings)
            and _same(readings, index, following)
        ):
            gap = words[token + 1 : meanings[following].token]
            if (gap and gap[-1] == "to") or "to" in gap[-4:]:
                return following
        if before == "from":
            for other in range(index - 1, first - 1, -1):
                if meanings[other].move.part == "by":
                    return other
    elif meanings[best].move.part == "by":
        following = index + 1
        if (
            following < len(meanings)
            and _same(readings, index, following)
            and "to" in words[token + 1 : meanings[following].token]
        ):
            return following
    return best


def _same_noun(one: Meaning, two: Meaning) -> bool:
    """Whether two counts count the same: one elides its noun, or both have one head. Three boats are no old value of
    187 migrants."""
    if (
        one.noun is None
        or two.noun is None
        or two.noun.how in ("carried", "subject", "implied")
        or one.noun.how in ("carried", "subject", "implied")
    ):
        return True
    head = one.sentence.words[one.noun.phrase.head] if one.noun_sentence is None else ""
    return head == two.sentence.words[two.noun.phrase.head]


def _whole(sentence: Sentence, index: int, first: int, meanings: list[Meaning], readings: list[Reading]) -> int | None:
    """The whole that the figure at an index is a part of."""
    words, tags = sentence.words, sentence.tags
    token = meanings[index].token
    kind = readings[index].measure.kind
    after = words[token + 1 : token + 4]
    # One of the three brothers; a tenth of its 4.1 mln.
    if after[:1] == ["of"] and kind in ("count", "fraction", "percent", "money"):
        if len(after) > 1 and after[1] in PRONOUNS_OF:
            return _nearest(index, meanings, readings, kind)
        following = index + 1
        if following < len(meanings) and following - first < len(sentence.readings):
            gap = words[token + 2 : meanings[following].token]
            gap_tags = tags[token + 2 : meanings[following].token]
            if (
                len(gap) <= 2
                and all(letter in "DS" or word in COVER for letter, word in zip(gap_tags, gap, strict=True))
                and (gap or kind in ("fraction", "percent", "count"))
            ):
                return following
    if kind not in ("count", "percent", "fraction", "money"):
        return None
    step = sentence.lead(token)
    before = words[step] if step >= 0 else ""
    if before in PART_LEADS and tags[step] in "gP" and index > first:
        return _nearest(index, meanings, readings, kind)
    if before in ("them", "whom", "which") and step and words[step - 1] in ("of", "among") and index > 0:
        return _nearest(index, meanings, readings, kind)
    # Of the 47 hostages, 31 …, two … and 14 …
    opener = _opening_of(sentence, first, meanings, readings) if "of" in words[:2] else None
    if (
        opener is not None
        and index > opener
        and kind == readings[opener].measure.kind
        and meanings[index].noun is not None
    ):
        noun = meanings[index].noun
        if noun is not None and (noun.how == "carried" or noun.phrase.head < 0):
            return opener
    # Nine were picked up, five bodies were found: of those aboard in the sentence before.
    if index == first and kind == "count" and meanings[index].noun is not None and meanings[index].elided and index > 0:
        return index - 1 if meanings[index - 1].role in WHOLES and readings[index].lo < readings[index - 1].lo else None
    if kind == "count" and index > first and meanings[first].elided and _is_people_list(meanings, first, index):
        whole = next((target for each, target in meanings[first].relations if each == "part_of"), None)
        if whole is not None and readings[index].lo < readings[whole].lo:
            return whole
    # All but one of …; 76 schoolgirls; all but four
    if before == "but" and step and words[step - 1] == "all" and index > 0 and after[:1] != ["of"]:
        return _nearest(index, meanings, readings, kind)
    # An elided subset: four of them; the list after a semicolon or colon: 213 …; 144 men, 61 women and eight children.
    if kind == "count" and index > first:
        listed = _listing(sentence, index, first, meanings, readings)
        if listed is not None:
            return listed
    return None


def _is_people_list(meanings: list[Meaning], first: int, index: int) -> bool:
    """Whether every figure from the first on counts people or bodies: the sentence tells a whole apart."""
    return all(
        meaning.noun is not None
        and (meaning.noun.how in ("elided", "carried") or meaning.sentence.words[meaning.noun.phrase.head] in BODIES)
        for meaning in meanings[first : index + 1]
    )


BODIES = word_set("bodies corpses others")


def _nearest(index: int, meanings: list[Meaning], readings: list[Reading], kind: str) -> int | None:
    """The nearest figure before that may hold the part: a count for a count, at most a few figures back."""
    for other in range(index - 1, max(-1, index - 1 - FIGURES_BACK), -1):
        given = readings[other].measure.kind
        if kind == "count" and given != "count":
            continue
        if kind == "money" and given != "money":
            continue
        if kind in ("percent", "fraction") and given not in ("count", "money", "mass", "area", "rate"):
            continue
        if any(each == "part_of" for each, _ in meanings[other].relations):
            continue
        if readings[other].hi < readings[index].lo and kind == "count":
            continue
        return other
    return None


def _opening_of(sentence: Sentence, first: int, meanings: list[Meaning], readings: list[Reading]) -> int | None:
    """The figure of a sentence that opens with `Of the 47 hostages …`."""
    words = sentence.words
    start = 1 if words and words[0] in ('"', "“", "'", "‘") else 0
    if words[start : start + 1] != ["of"] or first >= len(meanings):
        return None
    return first if meanings[first].token - start <= 4 and readings[first].measure.kind in ("count", "money") else None


def _listing(
    sentence: Sentence, index: int, first: int, meanings: list[Meaning], readings: list[Reading]
) -> int | None:
    """A breakdown after a colon, semicolon or dash whose numbers add up to the total before it."""
    tags = sentence.tags
    if len(sentence.readings) > LISTED_MAX:
        return None
    total = None
    for other in range(first, index):
        if readings[other].measure.kind == "count" and not LIST_MARKS.isdisjoint(
            tags[meanings[other].token : meanings[index].token]
        ):
            total = other
            break
    if total is None:
        return None
    parts = [
        i
        for i in range(total + 1, min(len(meanings), first + len(sentence.readings)))
        if readings[i].measure.kind == "count"
    ]
    if len(parts) < 2:
        return None
    return total if sum(readings[i].lo for i in parts) == readings[total].lo else None
