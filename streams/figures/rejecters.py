"""What looks like a figure and is none: asked before any unit is, so that a date never becomes an amount.

Two tables in the order they are asked. FIRM holds whatever follows the number; LOOSE is asked only where no unit, no
currency sign and no scale says that the number is an amount after all: `in 1987` against `1987 tonnes`.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from streams.figures.numerals import ONE, Number
from streams.figures.window import GAP
from streams.figures.words import (
    ADDRESS,
    CALLS,
    COUNTS_ONE,
    LABELS,
    MONTHS,
    NEVER_ONE_AFTER,
    NEVER_ZERO,
    PEOPLE_NOUNS,
    PRONOUN_ONE,
    STATES,
    SUPERLATIVES,
    WEEKDAYS,
    WHOLE_LABELS,
    ZERO_OF,
    word_set,
)


class Place(NamedTuple):
    """A number in its copy: the text as printed and folded, the words before, and what was rejected last."""

    text: str
    low: str
    left: list[str]
    number: Number
    headline: bool
    last_reject: tuple[int, str] | None


Verdict = tuple[str, int] | None
"""The reason and where the rejected token ends, or None to let the number pass."""

Rejecter = Callable[[Place], Verdict]

MONTH_WORDS = "|".join(sorted(MONTHS, key=len, reverse=True))

# ---- firm: digits

CLOCK = re.compile(
    rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?(?:\.[0-9]{{1,3}})?(?![0-9])(?:{GAP}?(?:am|pm|a\.m\.?|p\.m\.?|gmt|utc|et|est|edt|pt|cet|bst|ist)(?![a-z]))?"
    rf"|[0-9]{{1,2}}(?:\.[0-9]{{2}})?{GAP}?(?:am|pm|a\.m\.?|p\.m\.?|o'clock|o’clock)(?![a-z])"
    rf"|[0-9]{{1,2}}(?:\.?[0-9]{{2}}){GAP}?(?:gmt|utc|est|edt|et|pt|cet|bst|ist|local{GAP}time|hours|hrs)(?![a-z])"
)
NUMERIC_DATE = re.compile(
    r"(?:[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([-/.])[0-9]{1,2}\2(?:[0-9]{4}|[0-9]{2}))(?![0-9])"
)
TIES = frozenset("-/.:–")
CHAIN = re.compile(r"[0-9]++(?:[-/.:][0-9]++){2,}+")
SEASON = re.compile(r"(?:1[5-9]|20)[0-9]{2}[/–-](?:[0-9]{2}(?:[0-9]{2})?)(?![0-9])")
ORDINAL = re.compile(r"(?:st|nd|rd|th)(?![a-z])")
DECADE = re.compile(r"['’]?s(?![a-z])")
WORD_TAIL = re.compile(r"[a-z0-9]{0,24}")
MONTH_AFTER = re.compile(rf"(?:{GAP}|-)(?:of{GAP})?(?:{MONTH_WORDS})(?![a-z])")
PREFIXES = word_set("sub minus plus now over under pre some mid post least most about than to of")
"""Words that a hyphen may tie to an amount: sub-300, now-18. After any other the pair is a name: carbon-14."""
PREFIX_TAIL = re.compile(r"([a-z]+)-$")
AMOUNT_LETTERS = frozenset("$€£¥₹₩₪₽₺₴₦₱₫฿₡₿")


def glued_before(place: Place) -> Verdict:
    """Letters run into the digits: QF72, PM10, F-16, /1987, #5."""
    number, low = place.number, place.low
    before = low[number.start - 1 : number.start]
    if not before or before.isspace() or before in AMOUNT_LETTERS:
        return None
    if before in "qh" and not low[number.start - 2 : number.start - 1].isalnum() and number.plain:
        return "date", _tail(low, number.end)  # Q2, H1
    if before.isalnum() or before in "_#@\\":
        return "identifier", _tail(low, number.end)
    if before in ".:" and low[number.start - 2 : number.start - 1].isdigit():
        return "identifier", _tail(low, number.end)
    if before in "-–/" and number.start > 1:
        if before == "/" and low[number.start - 2].isalnum():
            return "identifier", _tail(low, number.end)
        word = PREFIX_TAIL.search(low[max(0, number.start - 16) : number.start])
        if word and word[1] not in PREFIXES and word[1] != "magnitude":
            return "identifier", _tail(low, number.end)
    return None


def clock(place: Place) -> Verdict:
    found = CLOCK.match(place.low, place.number.start)
    return ("time", found.end()) if found else None


def chain(place: Place) -> Verdict:
    """Digits tied by hyphens, points or slashes: 2019-09-22, 3.2.1, 24-1187-2."""
    low, start = place.low, place.number.start
    if place.number.row != "digits" or low[place.number.end : place.number.end + 1] not in TIES:
        return None
    found = NUMERIC_DATE.match(low, start)
    if found:
        return "date", found.end()
    found = CHAIN.match(low, start)
    if found:
        return "identifier", found.end()
    found = SEASON.match(low, start)
    return ("year", found.end()) if found else None


def suffix(place: Place) -> Verdict:
    """21st, 1990s, under-21s."""
    number, low = place.number, place.low
    letter = low[number.end : number.end + 1]
    if not (letter.isalpha() or letter in ("'", "’")):
        return None
    if found := ORDINAL.match(low, number.end):
        return "ordinal", found.end()
    if found := DECADE.match(low, number.end):
        reason = "decade" if number.raw % 10 == 0 and (number.raw > 1000 or number.raw < 100) else "age group"
        return reason, found.end()
    return None


def leading_zero(place: Place) -> Verdict:
    """0800, 007: dialled or stamped, never counted."""
    number, low = place.number, place.low
    first, second = low[number.start : number.start + 1], low[number.start + 1 : number.start + 2]
    if first == "0" and second.isdigit():
        return "identifier", _tail(low, number.end)
    return None


def overlong(place: Place) -> Verdict:
    return ("identifier", place.number.end) if place.number.row == "overlong" else None


def month(place: Place) -> Verdict:
    """Feb 26, 3 June, January eight. `May` and `March` are months in their capital only."""
    number, text, low = place.number, place.text, place.low
    if number.scale is not ONE or number.raw > DAYS_MAX or number.raw != number.raw.to_integral_value():
        return None
    if "." in low[number.start : number.end]:
        return None  # Feb 872.0 in a table
    after = MONTH_AFTER.match(low, number.end)
    if after and _capital(text, low, after.end(), MONTH_LAST):
        return "date", after.end()
    left = place.left
    if left and (word := left[-1].rstrip(".").lstrip("(")) in MONTHS:
        begin = low.rfind(word, 0, number.start)
        if text[begin].isupper() and low[number.end : number.end + 1] != "%":
            return "date", number.end
    return None


DAYS_MAX = Decimal(31)
MONTH_LAST = re.compile(r"[a-z]+$")


def _capital(text: str, low: str, end: int, last: re.Pattern[str]) -> bool:
    word = last.search(low[max(0, end - 12) : end])
    return word is not None and text[end - len(word[0])].isupper()


def _tail(low: str, end: int) -> int:
    """Where the token that the number is a part of ends."""
    found = WORD_TAIL.match(low, end)
    return found.end() if found else end


# ---- loose: digits

FOUR_DIGITS_NOUN = re.compile(rf"{GAP}([a-z]+)")
YEAR_LEADS = word_set(
    "in since by of from until till through during before after late early mid the to and year fiscal summer"
    " spring autumn winter ended season election between a.d. ad"
)
AMOUNTS_OF = word_set("average total maximum minimum crowd majority lead margin peak cost toll")
"""`An average of 1500` is no year."""
YEAR_TYPICAL = (1900, 2099)
YEAR_POSSIBLE = (1000, 2199)
YEAR_BOUNDS = word_set("about some nearly almost around roughly least than over to")


def year(place: Place) -> Verdict:
    number = place.number
    if not number.plain or number.end - number.start != 4:
        return None
    value, left = int(number.raw), place.left
    before = left[-1].lstrip("(\"'“‘") if left else ""
    if before == "of" and len(left) > 1 and left[-2] in AMOUNTS_OF:
        return None
    noun = FOUR_DIGITS_NOUN.match(place.low, number.end)
    counts = noun is not None and noun[1] in PEOPLE_NOUNS
    if YEAR_TYPICAL[0] <= value <= YEAR_TYPICAL[1]:
        # A bound makes it an amount only with a noun to count: `more than 2000 people`, but `later than 2000`.
        if counts and before not in YEAR_LEADS:
            return None
        if before in YEAR_BOUNDS and before != "to" and noun and noun[1].endswith("s"):
            return None
        return "year", number.end
    if YEAR_POSSIBLE[0] <= value <= YEAR_POSSIBLE[1] and before in YEAR_LEADS and not (noun and noun[1].endswith("s")):
        return "year", number.end
    return None


def label(place: Place) -> Verdict:
    """Section 144, flight 19, No. 2, phase two, Group of Seven, dial 111."""
    left, number = place.left, place.number
    if not left or number.scale is not ONE:
        return None
    word = left[-1].lstrip("(\"'“‘[")
    if word == "p" and len(left) > 1 and left[-2] == "s":
        return "identifier", number.end  # S P 500, where the sign was lost
    digits = "0" <= place.low[number.start] <= "9"
    if word in (LABELS if digits else WHOLE_LABELS) and (number.plain or not digits):
        return "identifier", _tail(place.low, number.end)
    if word == "of" and place.text[max(0, number.start - 9) : number.start] in ("Group of ", "GROUP OF "):
        return "identifier", number.end
    if word in CALLS and number.plain and number.end - number.start >= 3 and not _counted(place):
        return "identifier", number.end
    return None


PLURAL_NEXT = re.compile(
    rf"{GAP}(?:[a-z]+s|people|men|women|children|police|head|{'|'.join(sorted(STATES))})(?![a-zA-Z])"
)


def _counted(place: Place) -> bool:
    return PLURAL_NEXT.match(place.text, place.number.end) is not None


def named(place: Place) -> Verdict:
    """A small bare number after a capitalised word is part of its name: Game 7, Nikkei 225, Northgate 1 Southam 1.

    Not in a headline, where verbs are capitals too, and not where something is counted: `in Lucknow 17 people`.
    """
    number, text, low = place.number, place.text, place.low
    if place.headline or not number.plain or not place.left or number.raw >= 1000:
        return None
    word = place.left[-1]
    bracketed = word == "(" or (text[number.start - 1] == "(" and text[number.end : number.end + 1] == ")")
    if bracketed and len(place.left) > 1:
        word = place.left[-2]  # a player's number: `Okafor (4) scored`
    begin = number.start - (2 if bracketed else 1) - len(word)
    if begin < 1 or not (bracketed or text[number.start - 1] == " "):
        return None
    if not _is_name(text[begin : begin + len(word)]):
        return None
    if not word.isalpha() or word in WEEKDAYS or word in MONTHS or word in SENTENCE_WORDS or _counted(place):
        return None
    before = text[max(0, begin - 2) : begin]
    if before.strip() in SENTENCE_OPENS and before != " " and not before[:1].isalnum():
        return None  # a sentence begins here; its first word is no name for that
    return "identifier", _tail(low, number.end)


def _is_name(word: str) -> bool:
    """Capitalised, or with a capital inside: Nikkei, iPhone. Words all in capitals tell nothing."""
    return (word[:1].isupper() and word[1:2].islower()) or (word[:1].islower() and not word.islower())


SENTENCE_OPENS = frozenset(["", ".", '."', "“", '"', "!", "?"])
SENTENCE_WORDS = word_set(
    "about some at nearly almost around over under the of in on by with and but another these those all up only"
    " just between from to for more than least another when as police killed"
)


STREET = re.compile(
    rf" (?:[NSEW] [0-9]{{1,3}}(?:st|nd|rd|th)|Avenue|Ave|Via|Rue)(?![a-z])"
    rf"| [A-Z][a-z]+(?: [A-Z][a-z]+)?? (?:{'|'.join(word.title() for word in sorted(ADDRESS))})(?![a-z])"
)


CODE = re.compile(rf"{GAP}(?:zip|area|post|dialling){GAP}code(?![a-z])")


def address(place: Place) -> Verdict:
    """140 Mill Lane, the 90049 ZIP code."""
    number = place.number
    if number.plain and CODE.match(place.low, number.end):
        return "identifier", number.end
    return ("identifier", number.end) if number.plain and STREET.match(place.text, number.end) else None


CONTINUES = re.compile(r"[ \n]{0,2}(?:,|and|or|&|/|-|–|rather than|, and)?[ \n]{0,2}$")
CONTINUES_MAX = 15


def continues(place: Place) -> Verdict:
    """The next of a list of names or dates: sections 302 and 120, July 22 and 23, 0800 555 011."""
    number, last = place.number, place.last_reject
    if (
        last is None
        or not number.plain
        or last[1] not in ("identifier", "date")
        or number.start - last[0] > CONTINUES_MAX
    ):
        return None
    between = place.low[last[0] : number.start]
    if last[1] == "date" and between in (" to ", " until ", " through ") and number.raw <= DAYS_MAX:
        return None if _counted(place) else ("date", number.end)  # February 1 to 25
    if not CONTINUES.match(between) or _counted(place):
        return None
    if "," in between and last[1] == "date" and number.raw > 31:
        return None
    return last[1], _tail(place.low, number.end)


GLUED_TAIL = re.compile(r"[a-z_@][a-z0-9_@]{0,24}|-[a-z]{1,2}(?![a-z])")


def glued_after(place: Place) -> Verdict:
    """Letters run into the digits that are neither scale nor unit: 120B, 3D, 4x4."""
    number = place.number
    found = GLUED_TAIL.match(place.low, number.end)
    if found is None or number.glued_scale:
        return None
    return ("date" if found[0] in ("q", "h") else "identifier"), found.end()  # 2Q, 1H


# ---- words

ORDINAL_TAIL = re.compile(
    r"-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[a-z]+teenth)(?![a-z])"
)
SCORE_WORDS = re.compile(r"[-–](?:nil|love|zero|one|two|three|four|five|six|seven|eight|nine)(?![a-z-])")
OCLOCK = re.compile(rf"{GAP}o['’]clock(?![a-z])")
NEXT = re.compile(rf"({GAP}|-)([a-z’']+)")
ONE_OF = re.compile(rf"(?:{GAP}([a-z’']+))(?:{GAP}([a-z’']+))?(?:{GAP}([a-z’']+))?(?:{GAP}([a-z’-]+))?")


AT_A_TIME = re.compile(rf"{GAP}[a-z]+{GAP}at{GAP}a{GAP}time(?![a-z])")


def word_forms(place: Place) -> Verdict:
    """Thirty-first, four-nil, ten o'clock."""
    number, low = place.number, place.low
    if low[number.end : number.end + 1] in ("-", "–"):
        if found := ORDINAL_TAIL.match(low, number.end):
            return "ordinal", found.end()
        if found := SCORE_WORDS.match(low, number.end):
            return "score", found.end()
    elif found := OCLOCK.match(low, number.end):
        return "time", found.end()
    return None


NAME_BEFORE = re.compile(r"(?:^|[ (])[A-Z][a-z]+ $")


def spelled_name(place: Place) -> Verdict:
    """A spelled number with a capital after a capital is a name: the Kick Six, the Final Four. Not in a headline."""
    number, text = place.number, place.text
    if place.headline or number.row != "words" or not text[number.start].isupper() or text[number.start + 1].isupper():
        return None
    if (
        NAME_BEFORE.search(text[max(0, number.start - 20) : number.start])
        and place.left
        and place.left[-1] not in SENTENCE_WORDS
    ):
        return ("identifier", number.end) if not _counted(place) else None
    return None


WICKETS = re.compile(
    rf"{GAP}(?:for|-){GAP}?(?:[0-9]|10|one|two|three|four|five|six|seven|eight|nine|no{GAP}loss)(?![a-z0-9])"
)
CRICKET = re.compile(r"(?<![a-z])(?:overs|wickets?|innings|stumps|declared)(?![a-z])")


def innings(place: Place) -> Verdict:
    """`190 for four`, the runs and wickets of an innings, where cricket is spoken of."""
    number, low = place.number, place.low
    found = WICKETS.match(low, number.end) if number.plain else None
    if found and CRICKET.search(low[number.start : number.end + 120]):
        return "score", found.end()
    return None


SAME_SIDES = re.compile(rf"{GAP}(?:against|on|v|vs){GAP}([0-9a-z]{{1,6}})(?![0-9a-z-])")


def same_sides(place: Place) -> Verdict:
    """`11 against 11`, `one on one`: how many a side, an idiom."""
    number, low = place.number, place.low
    found = SAME_SIDES.match(low, number.end)
    if found and found[1] == low[number.start : number.end]:
        return "idiom", found.end()
    return None


def idioms(place: Place) -> Verdict:
    """`One` as a pronoun and `zero` as a name."""
    number, low = place.number, place.low
    word = low[number.start : number.end]
    if word in ("zero", "nought", "naught"):
        return _zero(place)
    if word != "one":
        return None
    before = place.left[-1].lstrip("(\"'“‘[") if place.left else ""
    following = NEXT.match(low, number.end)
    if low[number.start - 1 : number.start] == "-" or before in NEVER_ONE_AFTER or AT_A_TIME.match(low, number.end):
        return "idiom", number.end
    if following is None:
        # `All but one.` counts; a lone `one` elsewhere stands for a noun.
        return None if before in COUNTS_ONE else ("idiom", number.end)
    gap, after = following.groups()
    if after == "of":
        rest = ONE_OF.match(low, following.end())
        ahead = rest.groups() if rest else ()
        idiom = any(next_word and (next_word in SUPERLATIVES or next_word.endswith("est")) for next_word in ahead)
        return ("idiom", number.end) if idiom else None
    if after in PRONOUN_ONE and before not in COUNTS_ONE:
        return "idiom", number.end
    return ("idiom", number.end) if gap == "-" and after in ("for", "on", "off", "sided", "way", "time", "to") else None


def _zero(place: Place) -> Verdict:
    before = place.left[-1] if place.left else ""
    if before not in NEVER_ZERO and PLURAL_NEXT.match(place.text, place.number.end):
        return None  # zero cases
    if before in NEVER_ZERO or before not in ZERO_OF:
        return "idiom", place.number.end
    return None


GENERATION = re.compile(r"[2-6]G(?![A-Za-z0-9])")


def generation(place: Place) -> Verdict:
    """5G is a network, not five grams."""
    return ("identifier", place.number.end + 1) if GENERATION.match(place.text, place.number.start) else None


FIRM_DIGITS: tuple[Rejecter, ...] = (overlong, glued_before, clock, chain, suffix, leading_zero, month, generation)
FIRM_ALONE: tuple[Rejecter, ...] = (clock, month)
"""Those of FIRM_DIGITS that may hold between two blanks."""
FIRM_STARTS = word_set("am a. pm p. o' o’ gm ut et es ed pt ce bs is lo ho hr of") | {month[:2] for month in MONTHS}
"""How what they ask for begins, where that follows: a zone of time, a month."""
LOOSE_DIGITS: tuple[Rejecter, ...] = (same_sides, innings, year, label, continues, address, named, glued_after)
LOOSE_ALONE: tuple[Rejecter, ...] = (year, label, continues, named)
"""Those of LOOSE_DIGITS that may hold where the digits end a clause, or no word that the others ask for follows."""
LOOSE_MARKED: tuple[Rejecter, ...] = (same_sides, label, glued_after)
"""Those of LOOSE_DIGITS that may hold of digits with a comma, a point or a scale."""
FIRM_WORDS: tuple[Rejecter, ...] = (word_forms,)
LOOSE_WORDS: tuple[Rejecter, ...] = (same_sides, month, label, idioms, spelled_name)
