"""One pass over a text: an anchor, the number that begins there, and what its surroundings make of it.

    anchor ── number ──┬─ firm rejecters ── unit ──┬─ loose rejecters ── second bound ── modifier ── reading
     (once)            └─ reason                   └─ reason

Everything after the anchor looks at a window of fixed size, so that the work grows with the number of anchors alone.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from schemas.lists import Modifier
from streams.figures import modifiers, numerals, rejecters, units
from streams.figures.numerals import MILLION, ONE, Number, times
from streams.figures.rejecters import Place, Rejecter, Verdict
from streams.figures.unit_table import (
    COUNT,
    FRACTION,
    LETTER_SIGNS,
    MAGNITUDE,
    MULTIPLE,
    PER_TIME,
    TALLY,
    UNITS,
    YEARS_OLD,
    Measure,
)
from streams.figures.window import GAP, words_before
from streams.figures.words import CHANGE_VERBS, MONTHS, PRONOUN_ONE, WEEKDAYS, word_set


class Reading(NamedTuple):
    """A figure as the grammar reads it: where, how much, of what, and by which row."""

    start: int
    end: int
    lo: Decimal
    hi: Decimal
    measure: Measure
    modifier: Modifier
    row: str
    number_end: int
    second: Decimal | None = None


class Rejected(NamedTuple):
    """A number that is no figure, and why."""

    start: int
    end: int
    reason: str


LOOKS_MAX = 20_000
"""Places of one text that are looked at: forty times what the longest table has, and half a second at most."""


def read(text: str, low: str, *, headline: bool, readings_max: int) -> tuple[list[Reading], list[Rejected]]:
    """The figures of a text and what was rejected, both in text order; `low` is the folded text."""
    readings: list[Reading] = []
    rejects: list[Rejected] = []
    size, padded = len(low), f" {low}"
    digit = word = -1  # where the next anchor of either sort begins: at the size of the text if there is none
    at = looks = word_end = 0
    last: tuple[int, str] | None = None
    while len(readings) < readings_max and looks < LOOKS_MAX:
        if digit < at:
            anchor = DIGIT.search(low, at)
            digit = anchor.start() if anchor else size
        if word < at:
            # A word begins in the text where the sign before it stands in the padded text.
            anchor = WORD.search(padded, at)
            word, word_end = (anchor.start(), anchor.end() - 1) if anchor else (size, size)
        begin, end = (digit, digit + 1) if digit < word else (word, word_end)
        if begin == size:
            break
        looks += 1
        if begin and low[begin - 1].isalpha() and not low[begin].isdigit():
            at = end
            continue
        found = _at(text, low, begin, headline, last)
        if found is None:
            at = end
            continue
        if isinstance(found, Rejected):
            rejects.append(found)
            last = found.end, found.reason
        elif found.start >= at:
            readings.append(found)
        at = max(found.end, end)
    return readings, rejects


SPACED_MILLION = re.compile(r" M(?=[ ,.;)]|$)(?! [A-Z])")
ANCHOR_WORDS = sorted(numerals.READERS)


def _by_letter(words: list[str]) -> str:
    """The words as one pattern that decides letter by letter, which makes the anchor pass four times as fast."""
    letters = sorted({word[0] for word in words if word})
    rows = [(letter, [word[1:] for word in words if word.startswith(letter)]) for letter in letters]
    return "|".join([*([""] if "" in words else []), *(f"{letter}(?:{_by_letter(tails)})" for letter, tails in rows)])


DIGIT = re.compile("[0-9½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚]")
WORD = re.compile(f"[^a-z](?:{_by_letter(ANCHOR_WORDS)})(?:(?=fold)|(?![a-z]))")
"""Searched apart and with the sign before the word, so that either search runs over what it cannot begin with."""


class Amount(NamedTuple):
    """A number with the sign and the minus before it, and the unit after it where there is one."""

    start: int
    end: int
    number: Number
    negative: bool
    sign: Measure | None
    unit: Measure | None
    row: str


def _at(text: str, low: str, begin: int, headline: bool, last: tuple[int, str] | None) -> Reading | Rejected | None:
    """What begins at an anchor."""
    digits = not low[begin].isalpha()
    sign, sign_start = (units.sign_before(text, low, begin) if digits else None) or (None, begin)
    number = numerals.read(low, begin, money=sign is not None)
    if number and "M" in text[number.end : number.end + 2]:
        number = _millions(text, low, begin, number, sign)
    if number is None:
        return None
    if sign is None and digits and begin and (letter := LETTER_SIGNS.get(text[begin - 1])):
        # P3.2 billion, R1,200: one letter is a currency before a scale or a comma only.
        alone = begin < 2 or not text[begin - 2].isalnum()
        if alone and (number.scale is not ONE or "," in low[begin : number.end]):
            sign, sign_start = letter, begin - 1
    start = min(sign_start, number.start)
    negative, start = _minus(low, start) if low.endswith(MINUSES, 0, start) else (False, start)
    if negative and sign is None and digits and (found := units.sign_before(text, low, start)):
        sign, start = found  # $-50.8bn
    place = Place(text, low, words_before(low, start), number, headline, last)
    if sign is None and (verdict := _ask(_firm(place) if digits else rejecters.FIRM_WORDS, place)):
        return Rejected(number.start, verdict[1], verdict[0])
    amount = _amount(place, start, negative, sign)
    second = _second_bound(place, amount)
    if amount.unit is None and number.scale is ONE and not (second and second.unit):
        verdict = _pair(place, second) or _ask(_loose(text, number) if digits else rejecters.LOOSE_WORDS, place)
        if verdict:
            return Rejected(number.start, verdict[1], verdict[0])
    if second:
        return _between(place, amount, second)
    return _single(place, amount)


def _millions(text: str, low: str, begin: int, number: Number, sign: Measure | None) -> Number | None:
    """A number before a capital M, on it or after a blank."""
    if number.scale is ONE and SPACED_MILLION.match(text, number.end):
        lo, hi = times(number.lo, MILLION), times(number.hi, MILLION)
        number = number._replace(lo=lo, hi=hi, scale=MILLION, end=number.end + 2, plain=False)
    if text[number.end : number.end + 1] == "M" and not number.glued_scale and sign is None:
        return numerals.read(low, begin, money=True)  # a capital is a million, not a metre
    return number


def _firm(place: Place) -> tuple[Rejecter, ...]:
    """The table to ask: fewer rows where no sign and no letter stands on the digits, which is the most common case."""
    low, number, left = place.low, place.number, place.left
    start = number.start
    ahead = low[number.end : number.end + 3]
    if ahead[:1] != " " or (start and low[start - 1] != " ") or low[start] == "0" or number.row == "overlong":
        return rejecters.FIRM_DIGITS
    if ahead[1:] in rejecters.FIRM_STARTS or ahead[1:2].isspace():
        return rejecters.FIRM_ALONE
    return rejecters.FIRM_ALONE if left and left[-1].rstrip(".").lstrip("(") in MONTHS else ()


def _loose(text: str, number: Number) -> tuple[Rejecter, ...]:
    """The table to ask: fewer rows where what follows the digits leaves little to ask."""
    if not number.plain:
        return rejecters.LOOSE_MARKED
    follows = text[number.end : number.end + 2]
    ends = follows[:1] in ENDS or (follows[:1] == " " and follows[1:] in TELLS_NOTHING)
    return rejecters.LOOSE_ALONE if ends else rejecters.LOOSE_DIGITS


ENDS = frozenset(["", *".,;:)"])
TELLS_NOTHING = frozenset('bceghijklmnqrstuwxy("0123456789')
"""After a blank: no letter that begins a name with digits before it, or an idiom, and no capital."""


def _ask(table: tuple[Rejecter, ...], place: Place) -> Verdict:
    for rejecter in table:
        verdict = rejecter(place)
        if verdict:
            return verdict
    return None


def _minus(low: str, start: int) -> tuple[bool, int]:
    """A minus tied to the number, as a sign or a word; a dash with a blank after it is punctuation."""
    before = low[start - 1]
    if before in "-−":
        tied_to = low[start - 2 : start - 1] if start > 1 else ""
        if not (tied_to.isalnum() or tied_to in (")", "-", "%", "'")) or not tied_to:
            return True, start - 1
    if before == " " and low[max(0, start - 9) : start] == "negative ":
        return True, start - 9
    if (
        before in (" ", "-")
        and low[max(0, start - 6) : start - 1] == "minus"
        and not low[max(0, start - 14) : start].startswith("plus or")
        and not (low[max(0, start - 24) : start - 6].split() or [""])[-1].endswith(TAKEN_FROM)
    ):
        return True, start - 6
    return False, start


TAKEN_FROM = ("allocations", "price", "value", "cost", "budget", "salary", "pay", "total", "sum", "year's", "costs")
"""After one of these `minus 15 percent` takes off, and is no amount below zero."""
MINUSES = ("-", "−", "minus ", "negative ")


# ---- units


def _amount(place: Place, start: int, negative: bool, sign: Measure | None) -> Amount:
    """The number at a place with its unit: the first row of the grammar that holds."""
    low, number = place.low, place.number
    if sign:
        found = units.with_per(low, sign, number.end)
        unit, end = (found.measure, found.end) if found else (sign, number.end)
        return Amount(start, end, number, negative, sign, unit, "sign")
    if number.row == "multiplier":
        return Amount(start, number.end, number, negative, None, MULTIPLE, "word")
    at = number.end
    # The next letter tells that most of what follows need not be asked; none where two blanks stand there.
    letter = low[at : at + 2].lstrip()[:1]
    if number.lo < MAGNITUDE_MAX and _is_magnitude(place, letter):
        return Amount(start, at, number, negative, None, MAGNITUDE, "magnitude")
    if number.row in OF_ROWS and (of := OF.match(low, at)):
        at = of.end() - 1
    elif number.row == "half" and (article := numerals.HALF_OF.match(low, at)):
        at = article.end() - 1
    if place.text[at : at + 2] in CAPITALS_NEXT and (printed := CAPITAL_UNITS.match(place.text, at)):
        return Amount(
            start, printed.end(), number, negative, None, CAPITALS[printed[1] or printed[2] or printed[3]], "unit"
        )
    found = None if letter in UNITLESS else units.read(low, at, number)
    if found and found.measure.kind == "duration" and place.left[-2:] == ["age", "of"]:
        found = found._replace(measure=found.measure._replace(kind="age"))  # under the age of 5 years
    if found and not (found.measure is COUNT and number.row in OF_ROWS):
        return Amount(start, found.end, number, negative, None, found.measure, "unit")
    if letter in POINTS_FIRST and (found := units.points(low, number.start, number.end)):
        return Amount(start, found.end, number, negative, None, found.measure, "points")
    if found := units.index_level(low, number):
        return Amount(start, found.end, number, negative, None, found.measure, "index")
    if _is_age(place, letter):
        return Amount(start, number.end, number, negative, None, YEARS_OLD, "age")
    if (
        letter in units.PER_FIRST
        and (found := units.with_per(low, COUNT, number.end))
        and found.measure.unit.per in PER_TIME
    ):
        return Amount(start, found.end, number, negative, None, found.measure, "per")
    return Amount(start, number.end, number, negative, None, None, "bare")


CAPITAL_UNITS = re.compile(r"[ ]?(Nm)(?![A-Za-z])|[ ](?:([CF])(?=[ ,.;)]|$)|(p)(?=[,.;)]| at | a share|$))")
CAPITALS = {"Nm": UNITS["newton metre"], "C": UNITS["celsius"], "F": UNITS["fahrenheit"], "p": UNITS["p"]}
"""Units told from a word by their capital or by what follows: 450 Nm, 31 C, 68 p at 1,112 p."""
CAPITALS_NEXT = frozenset(["Nm", " N", " C", " F", " p"])
OF_ROWS = frozenset({"vague", "couple", "pair"})
OF = re.compile(rf"{GAP}of(?={GAP})[ \t\n\xa0]")
MAGNITUDE_AFTER = re.compile(rf"(?:{GAP}|-)magnitude(?![a-z])|{GAP}on{GAP}the{GAP}richter(?![a-z])")
MAGNITUDE_BEFORE = re.compile(r"(?<![a-z])magnitude(?:-|\s{1,2}(?:of\s{1,2}|was\s{1,2})?)$")


UNITLESS = frozenset(".,;:)'\"/0123456789")
POINTS_FIRST = frozenset(["", "-", "p"])
MAGNITUDE_FIRST = frozenset(["", "-", "m", "o"])
AGE_AFTER_FIRST = frozenset(["", "a", "o"])
"""What a unit does not begin with; what the three may begin with, or a second blank."""


def _is_magnitude(place: Place, letter: str) -> bool:
    number, low = place.number, place.low
    if letter in MAGNITUDE_FIRST and MAGNITUDE_AFTER.match(low, number.end):
        return True
    before = low[max(0, number.start - 18) : number.start]
    return "magnitude" in before and MAGNITUDE_BEFORE.search(before) is not None


MAGNITUDE_MAX = Decimal(12)
AGE_MAX = Decimal(115)
AGED = frozenset({"aged", "age", "ages"})
APPOSITION_AFTER = re.compile(r"[,.;)](?![0-9])|$")
AGE_OF = ("the", "age", "of")
PERSONS_ARE = re.compile(
    r"(?:^|[\s(\"“])(?:he|she|who|i|you)[ \n](?:is|was|turns|turned|will[ ]be|would[ ]be|were|am|are)[ ]$"
)
PLURAL = re.compile(rf"{GAP}[a-z]{{3,}}s(?![a-z])")
YOUNG = word_set("children child kids boys girls infants adults people anyone those women men")
BEING = word_set("is was turns turned be were am are")
AGE_STOP = re.compile(rf"[.;,]|{GAP}(?:when|by|at|in|on|and|next|last|this|but|now)(?![a-z])|$")
AGE_AFTER = re.compile(rf"{GAP}(?:or|and){GAP}(?:older|younger)(?![a-z])")
NO_PERSON = MONTHS | WEEKDAYS | PRONOUN_ONE | word_set("respectively total however year but and killing about")


def _is_age(place: Place, letter: str) -> bool:
    """`Aged 45`, `18 or older`, and the age set off by commas: `his son, nine, were`."""
    number, left, low = place.number, place.left, place.low
    if not (number.plain or number.row == "words") or number.scale is not ONE or not 0 < number.lo <= AGE_MAX:
        return False
    if letter in AGE_AFTER_FIRST and AGE_AFTER.match(low, number.end):
        return True
    if (
        number.lo >= 10
        and left
        and left[-1] in BEING
        and PERSONS_ARE.search(low[max(0, number.start - 24) : number.start])
        and AGE_STOP.match(low, number.end)
    ):
        return True  # he will be 35 by then; `he was one of` and `she was six in the queue` are not
    if not left:
        return False
    word = left[-1]
    if word == "between" and len(left) > 1 and left[-2] in AGED:
        return True
    if word in ("under", "over", "below") and left[-2:-1] and left[-2] in YOUNG and not PLURAL.match(low, number.end):
        return True  # children under five
    if word in AGED or (word == "of" and len(left) > 1 and left[-2] == "age"):
        return True
    name = word[:-1]
    return (
        word.endswith(",")
        and len(name) > 1
        and name.isalpha()
        and name not in NO_PERSON
        and name not in numerals.READERS
        and APPOSITION_AFTER.match(low, number.end) is not None
    )


# ---- ranges

JOIN = re.compile(
    rf"(?:(?P<dash>[ ]?[-–][ ]?)|{GAP}(?P<word>to|or|and)(?:{GAP}|-))"
    r"(?:(?:about|around|some|nearly|perhaps|even) )?"
    r"(?:(?:us|a|au|c|hk|nz|s)?[ ]?[$€£¥₹](?:us|a)?[ ]?|(?:rs\.?|rm|usd|eur|gbp)[ ]?(?=[0-9]))?(?:an? )?(?=[0-9a-z½¼¾])"
)
JOINS_FIRST = frozenset(["", *"-–toa"])
"""What `JOIN` may begin with, or a second blank."""
RANGES = word_set("ranging ranged range ranges anywhere between of varying")
"""Before `from` these make a range of `from A to B`, which elsewhere is a change with two figures."""
VOTES = word_set("vote votes voted voting passed approved ballot rejected elected backed")
NOUN_NEXT = re.compile(rf"(?:{GAP}|-)([a-z]{{2,}})")
NO_NOUN = word_set("in on at for from by to with against vs versus and over after before as or but than when while")
NEAR = 4
"""How many words back a verb or a vote still governs the pair."""


def _second_bound(place: Place, first: Amount) -> Amount | None:
    """The amount that closes a range or a tally begun by the first, or None."""
    low = place.low
    if low[first.end : first.end + 2].lstrip()[:1] not in JOINS_FIRST:
        return None
    join = JOIN.match(low, first.end)
    if join is None or (first.row in ("age", "magnitude") and join["dash"]) or first.number.row in NO_RANGE_ROWS:
        return None
    begin = join.end()
    sign, sign_start = (units.sign_before(place.text, low, begin) if "0" <= low[begin] <= "9" else None) or (
        None,
        begin,
    )
    number = numerals.read(low, begin, money=(sign or first.sign) is not None)
    if number is None or number.row in NO_RANGE_ROWS or number.row == "overlong":
        return None
    if sign is None and first.sign is not None:
        found = units.with_per(low, first.sign, number.end)
        second = Amount(
            begin,
            found.end if found else number.end,
            number,
            False,
            first.sign,
            found.measure if found else first.sign,
            "sign",
        )
    else:
        second = _amount(place._replace(number=number, left=[]), sign_start, False, sign)
    joined = (join["dash"] and "dash") or join["word"]
    return second if _closes(place, first, second, joined) else None


NO_RANGE_ROWS = frozenset({"vague", "multiplier", "ratio", "couple", "pair"})


def _closes(place: Place, first: Amount, second: Amount, joined: str) -> bool:
    left = place.left
    one, two = _bounds(first, second)
    if (first.sign is None) is not (second.sign is None):
        return False
    if first.sign and second.sign and first.sign.unit.code != second.sign.unit.code:
        return False
    if first.unit and not first.sign and second.unit is not first.unit and first.row != "age":
        return False
    if first.negative and joined == "dash":
        return False
    if first.number.row in FRACTION_ROWS and second.number.row not in FRACTION_ROWS:
        return False  # shrank by half to 310 billion
    if _is_tally(place, first, second, joined):
        return True
    if not one < two:
        return False
    counted = second.unit is not None or _noun_next(place.low, second.end) or first.row == "age"
    if joined == "and":
        return "between" in left[-2:]
    if joined == "or":
        return first.unit is None and counted and two <= 2 * one + 10
    if joined == "dash":
        plain = (
            second.unit is not None
            or rejecters.PLURAL_NEXT.match(place.text, second.end) is not None
            or first.row == "age"
        )
        return plain and (first.unit is None or second.unit is not None)
    if first.sign and left[-1:] == ["by"] and two > FAR_APART * one:
        return False  # hiked the price by Rs 117 to Rs 2,300
    changes = not CHANGE_VERBS.isdisjoint(left[-NEAR:])
    if "from" in left[-2:]:
        return not RANGES.isdisjoint(left[-NEAR:]) and not changes
    if changes and (first.unit is not None or second.unit is None):
        return False
    return counted or "between" in left[-2:]


FAR_APART = 4
"""No range of an amount of change is as wide as that: the second is the level."""


def _bounds(first: Amount, second: Amount) -> tuple[Decimal, Decimal]:
    """Both values; a scale word after the second alone serves both: 2 to 3 million."""
    low_end, high_end = first.number, second.number
    value = low_end.lo
    if (
        low_end.scale is ONE
        and high_end.scale is not ONE
        and low_end.raw <= high_end.raw
        and (first.unit is None or first.sign)
    ):
        value = numerals.times(value, high_end.scale)
    return (value.copy_negate() if first.negative else value), high_end.hi


def _noun_next(low: str, end: int) -> bool:
    noun = NOUN_NEXT.match(low, end)
    return noun is not None and noun[1] not in NO_NOUN


def _is_tally(place: Place, first: Amount, second: Amount, joined: str) -> bool:
    return (
        joined in ("to", "dash")
        and first.unit is None
        and second.unit is None
        and first.number.plain
        and second.number.plain
        and not VOTES.isdisjoint(place.left[-NEAR:])
    )


SCORE_MAX = 200


def _pair(place: Place, second: Amount | None) -> Verdict:
    """Two numbers tied by a hyphen that are no range: a score, or a name with numbers in it."""
    number = place.number
    if second is not None or not number.plain:
        return None
    tied = TIED.match(place.low, number.end)
    if tied is None:
        slash = SLASHED.match(place.low, number.end)
        return ("identifier", slash.end()) if slash else None
    small = number.raw <= SCORE_MAX and int(tied[1]) <= SCORE_MAX
    return ("score" if small else "identifier"), tied.end()


TIED = re.compile(r"[-–]([0-9]{1,9})(?!,?[0-9])")
SLASHED = re.compile(r"/[0-9]{1,9}")


# ---- readings


def _between(place: Place, first: Amount, second: Amount) -> Reading:
    if _is_tally(place, first, second, "to"):
        return Reading(
            first.start,
            second.end,
            first.number.lo,
            first.number.lo,
            TALLY,
            "exact",
            "tally",
            second.number.end,
            second.number.lo,
        )
    one, two = _bounds(first, second)
    measure = second.unit or first.unit or (FRACTION if first.number.row == "fraction" else COUNT)
    factor = measure.factor
    row = f"{first.number.row}.range.{second.row if second.unit else first.row}"
    return Reading(
        first.start,
        second.end,
        numerals.times(one, factor),
        numerals.times(two, factor),
        measure,
        "between",
        row,
        second.number.end,
    )


def _single(place: Place, amount: Amount) -> Reading:
    number = amount.number
    measure = amount.unit or (FRACTION if number.row in FRACTION_ROWS else COUNT)
    lo = numerals.times(number.lo, measure.factor)
    hi = lo if number.hi is number.lo else numerals.times(number.hi, measure.factor)
    if amount.negative:
        lo, hi = hi.copy_negate(), lo.copy_negate()
    return Reading(
        amount.start,
        amount.end,
        lo,
        hi,
        measure,
        ROW_MODIFIERS.get(number.row)
        or modifiers.read(place.low, amount.start, amount.end, place.left, duration=measure.kind == "duration"),
        f"{number.row}.{amount.row}",
        number.end,
    )


FRACTION_ROWS = frozenset({"fraction", "ratio", "half"})
ROW_MODIFIERS: dict[str, Modifier] = {"vague": "vague", "couple": "about"}
