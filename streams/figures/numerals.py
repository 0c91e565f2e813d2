"""The number grammar: what begins at an anchor, read forward to the end of its scale words.

digits     1,250  1,00,000  5.93\\nmln  2.5 million  $2.3bn  24-1/8  2½
words      forty-two  two hundred and six  half a million  two and a half
fraction   a third  two-thirds  1/8  half
ratio      one in eight  nine out of 10
vague      dozens  tens of thousands  several hundred
multiplier doubled  twice  sixfold is read as words and a unit
"""

import re
from decimal import Context, Decimal
from typing import NamedTuple

from streams.figures.window import GAP
from streams.figures.words import (
    AFTER_FRACTION,
    COMPARES,
    COMPARES_AS,
    DENOMINATORS,
    FRACTION_PLURALS,
    FRACTIONS,
    GLUED_SCALES,
    MULTIPLIERS,
    NEVER_MULTIPLIES,
    SCALES,
    SMALL,
    SPOKEN_SCALES,
    TENS,
    VAGUE,
    VULGAR,
    WHOLE_QUARTERS,
    word_set,
)

EXACT = Context(prec=60)
"""Room for the longest number the grammar reads, so that no value is ever rounded by a caller's own context."""
FIFTEEN = Context(prec=15)
"""Digits of a power: 2^10 is exact, 1.1^23 need not be."""
SIX_PLACES = Decimal("0.000001")
ONE, THOUSAND, MILLION = Decimal(1), Decimal(1000), Decimal(10**6)
WORDS_MAX = 12
"""A spelled number has at most this many words; the longest that anyone prints has nine."""
DIGITS_MAX = 32
"""Longest run of digits and commas that may be an amount; anything longer is a key or a hash."""


class Number(NamedTuple):
    """A number and where it stands. `raw` is its value before the scale words: in `2 to 3 million` the 2 waits for one.

    `plain` is bare digits without comma, point or scale: what could as well be a year, a name or a score.
    """

    start: int
    end: int
    lo: Decimal
    hi: Decimal
    row: str
    raw: Decimal
    scale: Decimal = ONE
    plain: bool = False
    glued_scale: bool = False


def read(low: str, at: int, *, money: bool = False) -> Number | None:
    """The number that begins at a digit or a number word; `money` says that a currency sign stands before it."""
    char = low[at : at + 1]
    if "0" <= char <= "9":
        return _digits(low, at, money)
    if char in VULGAR:
        return Number(at, at + 1, VULGAR[char], VULGAR[char], "fraction", VULGAR[char])
    word = WORD.match(low, at)
    if word is None:
        return None
    reader = READERS.get(word[0])
    return reader(low, at, word[0]) if reader else None


def times(value: Decimal, factor: Decimal | int) -> Decimal:
    return value if factor == 1 else EXACT.multiply(value, Decimal(factor))


def share(part: int, whole: int) -> Decimal:
    """A fraction to six decimals."""
    return EXACT.divide(Decimal(part), Decimal(whole)).quantize(SIX_PLACES, context=EXACT)


def plain_text(value: Decimal) -> str:
    """Plain notation without trailing zeros.

    >>> plain_text(Decimal("1.20E+3")), plain_text(Decimal("-0.50"))
    ('1200', '-0.5')
    """
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


WORD = re.compile(r"[a-z]{3,6}(?=fold(?![a-z]))|[a-z]{2,12}(?![a-z])")
NEXT_WORD = re.compile(rf"(?:{GAP}(?:-[ ])?|-)([a-z]{{1,12}})(?![a-z])")

# ---- digits

DIGITS = re.compile(
    # Thousands; then lakhs and crores, whose groups are of two but for the last; then bare digits.
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){1,7}(?![0-9])|[0-9]{1,3}(?:[ ][0-9]{3}){2,5}(?![0-9 ])"
    r"|[0-9]{1,2}(?:,[0-9]{2}){1,7},[0-9]{3}(?![0-9])|[0-9]+)"
    r"(?P<decimals>\.[0-9]{1,20}(?![0-9]))?"
    r"(?:[- ](?P<over>[0-9]{1,2})/(?P<under>[0-9]{1,2})(?![0-9/])|/(?P<bare>[0-9]{1,2})(?![0-9/])"
    r"|(?P<vulgar>[½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚]))?"
    # 1.3e6, 6.2x10^-4: how laboratories print it
    r"(?:(?:e|[x×]10\^)(?P<power>[+-]?[0-9]{1,2})(?![a-z0-9])|\^(?P<exponent>[+-]{0,2}[0-9]{1,2})(?![a-z0-9]))?"
)
SCALE_TAIL = re.compile(
    rf"(?:(?:{GAP}|-)?(?P<word>hundred|thousand|lakh|lac|million|mln|crore|billion|bln|trillion|trln)s?(?![a-z])"
    rf"|(?:{GAP})?(?P<short>mil|mn|bn|trn|tn|dozen)(?![a-z])"
    r"|(?P<glued>mm|[kmbt])(?![a-z0-9]))"
)
COUNTED = re.compile(rf"{GAP}(?:people|of{GAP}(?:its|the|their|those|these)|[a-z]{{3,}}s)(?![a-z])")


def _digits(low: str, at: int, money: bool) -> Number | None:
    found = DIGITS.match(low, at)
    if found is None:  # unreachable from a digit; said for the type checker
        return None
    whole, decimals = found.group(1, 2)
    if len(whole) > DIGITS_MAX:
        return Number(at, found.end(1), ONE, ONE, "overlong", ONE, plain=True)
    if found.lastindex in (1, 2):  # digits, with a point or without, which most are
        digits, row, end = found[0], "digits", found.end()
        bare = digits.isdigit()
        value = Decimal(digits if bare else digits.replace(",", "").replace(" ", ""))
        if not _goes_on(low, end, STARTS) and low[at - 1 : at] != ".":
            return Number(at, end, value, value, row, value, ONE, bare)
    else:
        value, row, end = _value(found)
    start = at
    if (
        row == "digits"
        and decimals is None
        and low[at - 1 : at] == "."
        and POINT_BEFORE.search(low[max(0, at - 2) : at])
    ):
        start, value = at - 1, value.scaleb(-len(whole), context=EXACT)
    scale, scaled_end, glued = _scale(low, end, money)
    plain = row == "digits" and start == at and scaled_end == at + len(whole) and whole.isdigit()
    scaled = value if scale is ONE else times(value, scale)
    number = Number(start, scaled_end, scaled, scaled, row, value, scale, plain, glued)
    return (_mixed_speech(low, number) if scale is not ONE and not glued else _digit_ratio(low, number)) or number


def _mixed_speech(low: str, number: Number) -> Number | None:
    """`3 hundred and one`, `4 thousand 3 hundred`: a smaller number goes on after the scale."""
    step = MORE.match(low, number.end)
    if step is None or number.scale > SPOKEN_SCALES["trillion"] or number.raw != number.raw.to_integral_value():
        return None
    at = step.end()
    if "0" <= low[at] <= "9":
        if (
            step["and"]
            or (more := _digits(low, at, False)) is None
            or more.scale == ONE
            or more.raw != more.raw.to_integral_value()
        ):
            return None
        rest, end = more.lo, more.end
    else:
        if not step["and"]:
            return None
        value, scale, end = _cardinal(low, at)
        rest = times(value, scale)
    if not 0 < rest < number.scale or (NEXT_WORD.match(low, end) and WORD_CLASSES.get(_word_after(low, end))):
        return None
    total = EXACT.add(number.lo, rest)
    return number._replace(end=end, lo=total, hi=total)


MORE = re.compile(
    rf"{GAP}(?P<and>and{GAP})?(?=[0-9]|(?:one|two|three|four|five|six|seven|eight|nine|ten|[a-z]{{3,5}}teen|twelve|eleven|[a-z]{{3,5}}ty)(?![a-z]))"
)


def _digit_ratio(low: str, number: Number) -> Number | None:
    """`1 in 8 women`, `9 out of 10`."""
    if not number.plain or low[number.end + 1 : number.end + 2] not in ("i", "o") or low[number.end] not in " \n":
        return None
    if (over := OVER.match(low, number.end)) and (under := _over_value(low, over)):
        value = share(int(number.raw), under[0])
        return Number(number.start, under[1], value, value, "fraction", value)
    if number.raw > 99:
        return None
    found = RATIO.match(low, number.end)
    if found is None or found["noun"] or (number.raw != 1 and "out" not in found[0]):
        return None
    ratio = _ratio(low, number.raw, found)
    return None if ratio is None else Number(number.start, _ratio_end(low, found), ratio, ratio, "ratio", ratio)


POINT_BEFORE = re.compile(r"(?<![a-z0-9])\.$")


def _value(found: re.Match[str]) -> tuple[Decimal, str, int]:
    """The value of digits with the fraction that may follow them, the row that read it, and the end."""
    whole, decimals = found.group(1, 2)
    whole = whole.replace(",", "").replace(" ", "")
    decimals = decimals or ""
    value = Decimal(whole + decimals)
    if found["power"] and not found["under"]:
        return value.scaleb(int(found["power"]), context=EXACT), "digits", found.end()
    if found["exponent"] and not found["under"] and value:
        exponent = int(found["exponent"].replace("--", "").replace("+-", "-").replace("-+", "-").replace("++", ""))
        return FIFTEEN.power(value, exponent), "digits", found.end()
    if found["vulgar"]:
        return EXACT.add(value, VULGAR[found["vulgar"]]), "mixed", found.end()
    if found["under"] and _is_fraction(found["over"], found["under"]):
        # After decimals the fraction is of the last place: 5.58-1/2 is 5.585.
        places = max(0, len(decimals) - 1)
        fraction = share(int(found["over"]), int(found["under"])).scaleb(-places, context=EXACT)
        return EXACT.add(value, fraction), "mixed", found.end()
    if found["bare"] and not decimals and _is_fraction(whole, found["bare"]):
        return share(int(whole), int(found["bare"])), "fraction", found.end()
    return value, "digits", found.end("decimals" if decimals else "whole")


def _is_fraction(over: str, under: str) -> bool:
    return int(over) < int(under) in DENOMINATORS


NO_SCALE = frozenset(["", *".,;:)%'\"/"])
"""What follows most numbers, and no scale word."""
SCALE_STARTS = frozenset(word[:2] for word in SCALES)
STARTS = SCALE_STARTS | {"in", "ou", "ov"}
"""What a scale word begins with after a blank; the same with a ratio: 1 in 8, 9 out of 10, one over twenty."""


def _goes_on(low: str, end: int, starts: frozenset[str]) -> bool:
    """Whether a word that begins so may follow a number: after one blank its first letters tell, which most have."""
    ahead = low[end : end + 3]
    if ahead[:1] == " ":
        return ahead[1:] in starts or ahead[1:2].isspace()
    return ahead[:1] not in NO_SCALE


def _scale(low: str, end: int, money: bool) -> tuple[Decimal, int, bool]:
    """What the scale words after digits come to, where they end, and whether the last is a letter on the digits."""
    scale = ONE
    for _ in range(2):  # `1.72 lakh crore` has two
        found = SCALE_TAIL.match(low, end) if _goes_on(low, end, SCALE_STARTS) else None
        if found is None:
            break
        letter = found["glued"]
        if letter == "b" and "." in low[max(0, end - 4) : end]:
            letter = "b"  # 1.2b: nobody prints fractions of a byte
        elif letter and not (money or letter == "k" or (letter == "m" and COUNTED.match(low, found.end()))):
            break
        more = GLUED_SCALES[letter[0]] if letter else SCALES[found["word"] or found["short"]]
        scale = Decimal(more) if scale is ONE else times(scale, more)
        end = found.end()
        if letter:
            return scale, end, True
    return scale, end, False


# ---- words

HALF_MORE = re.compile(
    rf"(?:{GAP}|-)and(?:{GAP}|-)(?:(?:an?|(?P<count>one|two|three|four|five|six|seven|eight|nine))(?:{GAP}|-))"
    rf"(?P<part>{'|'.join(sorted((*FRACTIONS, *FRACTION_PLURALS), key=len, reverse=True))})"
    rf"(?![a-z])(?!{GAP}of(?![a-z]))"
)
POINT = re.compile(rf"{GAP}point(?=(?:{GAP}(?:zero|nought|oh|one|two|three|four|five|six|seven|eight|nine))(?![a-z]))")
OVER = re.compile(rf"{GAP}over{GAP}(?=[a-z0-9])")
CLOSES = re.compile(r"[ ]?(?:[.,;:!?)]|$)")


def _decimals(low: str, whole: Decimal, point: re.Match[str]) -> tuple[Decimal, int]:
    """`Two point five`: the digits after the point, one word each."""
    places, end = "", point.end()
    while len(places) < WORDS_MAX and (step := NEXT_WORD.match(low, end)):
        digit = 0 if step[1] == "oh" else SMALL.get(step[1], 10)
        if digit > 9:
            break
        places, end = places + str(digit), step.end()
    return EXACT.add(whole, Decimal(f"0.{places}")), end


def _over_value(low: str, over: re.Match[str]) -> tuple[int, int] | None:
    """`One over twenty`, said of a fraction at the end of a clause: not `five over three years`."""
    at = over.end()
    found = DIGITS.match(low, at) if "0" <= low[at] <= "9" else None
    if found:
        value, end = Decimal(found["whole"].replace(",", "").replace(" ", "")), found.end("whole")
    elif low[at].isalpha() and WORD.match(low, at) and WORD_CLASSES.get(WORD.match(low, at)[0]):  # type: ignore[index]
        base, scale, end = _cardinal(low, at)
        value = times(base, scale)
    else:
        return None
    return (int(value), end) if value > 1 and CLOSES.match(low, end) else None


RATIO = re.compile(
    rf"(?:{GAP}(?P<noun>[a-z]{{3,14}}))?{GAP}(?:in|out{GAP}of)(?:{GAP}every)?{GAP}(?P<of>[0-9]{{1,6}}(?![0-9,./:%])|[a-z]{{3,8}})(?![a-z0-9])"
)


def _spelled(low: str, at: int, first: str) -> Number | None:
    """A spelled cardinal, with the half, the fraction or the ratio that may follow it."""
    value, scale, end = _cardinal(low, at)
    if point := POINT.match(low, end):
        value, end = _decimals(low, value, point)
        more, end, _ = _scale(low, end, False)
        scale = times(scale, more)
        return Number(at, end, times(value, scale), times(value, scale), "words", value, scale)
    word = NEXT_WORD.match(low, end)
    if word and (scale == ONE or low[end] != "-"):
        parts = FRACTION_PLURALS.get(word[1]) or (
            FRACTIONS.get(word[1]) if value == 1 and _shares(low, word.end()) else None
        )
        whole = int(times(value, scale)) if value == value.to_integral_value() else 0
        if parts and whole > 100 and low[end] == "-" and whole % 100 in TENS.values() and parts < 10:
            whole, parts = whole - whole % 100, whole % 100 + parts  # one hundred thirty-fifths
        if parts and parts >= 100 and whole > 100 and whole % 100 > 0:
            total = EXACT.add(Decimal(whole - whole % 100), share(whole % 100, parts))
            return Number(at, word.end(), total, total, "words", total)  # two hundred and fifty-four hundredths
        if parts and whole and (word[1] != "quarters" or whole <= WHOLE_QUARTERS):
            fraction = share(whole, parts)
            return Number(at, word.end(), fraction, fraction, "fraction", fraction)
    if over := OVER.match(low, end):
        under = _over_value(low, over)
        if under is not None:
            fraction = share(int(times(value, scale)), under[0])
            return Number(at, under[1], fraction, fraction, "fraction", fraction)
    if word and scale == ONE:
        ratio = RATIO.match(low, end) if (value < 100 and word[1] in _RATIO_NEXT) or first == "one" else None
        if ratio and (fraction_of := _ratio(low, value, ratio)) is not None:
            return Number(at, _ratio_end(low, ratio), fraction_of, fraction_of, "ratio", fraction_of)
    half = HALF_MORE.match(low, end)
    if half:
        part = share(SMALL.get(half["count"], 1), FRACTIONS.get(half["part"]) or FRACTION_PLURALS[half["part"]])
        own, own_end, _ = _scale(low, half.end(), False)
        if scale == ONE:
            value, end, scale = EXACT.add(value, part), own_end, own
        elif own == ONE:
            # `Six million and two thirds` is 6.67 million.
            value, end = EXACT.add(value, part), half.end()
        elif own < scale:
            total = EXACT.add(times(value, scale), times(part, own))
            return Number(at, own_end, total, total, "words", total)
        return Number(at, end, times(value, scale), times(value, scale), "words", value, scale)
    total = times(value, scale)
    return Number(at, end, total, total, "words", value, scale)


_RATIO_NEXT = frozenset({"in", "out"})


def _ratio_end(low: str, found: re.Match[str]) -> int:
    """The end of a ratio, past the rest of a spelled number: one in twenty-one, two out of five hundred."""
    if found["of"].isdigit():
        return found.end()
    return _cardinal(low, found.start("of"))[2]


def _ratio(low: str, part: Decimal, found: re.Match[str]) -> Decimal | None:
    """`One in eight`, `one child in seven`, `nine out of 10`; None where it counts things in some place or time."""
    of = found["of"]
    end = found.end()
    if of.isdigit():
        whole = int(of)
    elif of in SPOKEN_SCALES:
        whole = SPOKEN_SCALES[of]
    elif of in SMALL or of in TENS:
        value, scale, end = _cardinal(low, found.start("of"))
        whole = int(times(value, scale))
    else:
        return None
    if not part < whole or (part > 1 and whole not in (10, 100, 1000) and "out" not in found[0]):
        return None
    following = NEXT_WORD.match(low, end)
    # `One in 10 days` and `one killed in 12 raids` count; `one in eight posts` and `one child in seven` do not.
    if following and (following[1] in _TIME_WORDS or (found["noun"] and following[1].endswith("s"))):
        return None
    return share(int(part), whole)


_TIME_WORDS = word_set("years year days day weeks week months month hours hour minutes minute") | frozenset(
    SPOKEN_SCALES
)


def _cardinal(low: str, at: int) -> tuple[Decimal, Decimal, int]:
    """Value before the last big scale, that scale, and the end: `two hundred and six thousand` is 206, 1000.

    A word that cannot continue the number ends it: `two three` are two numbers.
    """
    total, group = 0, 0  # what the scales so far have closed, and what is still growing below them
    last, ceiling, scale = "start", MAX_SCALE, 1
    place = end = at
    for _ in range(WORDS_MAX):
        found = WORD.match(low, place)
        row, value = WORD_CLASSES.get(found[0], ("none", 0)) if found else ("none", 0)
        if found is None or last not in MAY_FOLLOW[row] or not _fits(row, value, last, group, ceiling):
            break
        if row == "scale":
            total, group, ceiling, scale = total + group * value, 0, value, value
        else:
            group = group * 100 if row == "hundred" else group + value
        last, end = row, found.end()
        step = NEXT_WORD.match(low, end)
        if step and step[1] == "and":
            step = _after_and(low, step.end(), ceiling) if last in ("hundred", "scale") else None
        if step is None:
            break
        place = step.start(1)
    if group == 0 and total % scale == 0 and scale > 1:
        more, end, _ = _scale(low, end, False) if scale == SPOKEN_SCALES["lakh"] else (ONE, end, False)  # lakh crore
        return Decimal(total // scale), times(more, scale), end
    return Decimal(total + group), ONE, end


MAX_SCALE = 10**15
WORD_CLASSES: dict[str, tuple[str, int]] = (
    {word: ("scale", value) for word, value in SPOKEN_SCALES.items()}
    | {word: ("small", value) for word, value in SMALL.items()}
    | {word: ("tens", value) for word, value in TENS.items()}
    | {"hundred": ("hundred", 100)}
)
MAY_FOLLOW: dict[str, frozenset[str]] = {
    "small": word_set("start tens hundred scale"),
    "tens": word_set("start hundred scale"),
    "hundred": word_set("small tens"),
    "scale": word_set("small tens hundred"),
    "none": frozenset(),
}
"""After which class of word a class may stand in one number."""


def _fits(row: str, value: int, last: str, group: int, ceiling: int) -> bool:
    if row == "small":
        return last != "tens" or 0 < value < 10
    if row == "hundred":
        return group < 100
    return row == "tens" or value < ceiling


def _after_and(low: str, end: int, ceiling: int) -> re.Match[str] | None:
    """The word after `and` if it goes on with the number. `Two hundred and three hundred` are two numbers."""
    step = NEXT_WORD.match(low, end)
    if step is None or WORD_CLASSES.get(step[1], ("none", 0))[0] not in ("small", "tens"):
        return None
    word = _word_after(low, step.end())
    if (word in FRACTION_PLURALS and SMALL.get(step[1], 10) < 10) or word == "half":
        return None  # `five billion and three quarters` is no 5,000,000,003
    row, value = WORD_CLASSES.get(word, ("none", 0))
    return None if row == "hundred" or (row == "scale" and value >= ceiling) else step


def _word_after(low: str, end: int) -> str:
    step = NEXT_WORD.match(low, end)
    return step[1] if step else ""


def _shares(low: str, end: int) -> bool:
    """Whether a share may end here: no noun follows directly."""
    step = NEXT_WORD.match(low, end)
    return step is None or (step[1] in AFTER_FRACTION and low[end] != "-")


def _has_article(low: str, at: int) -> bool:
    return A_BEFORE.search(low[max(0, at - 3) : at]) is not None


A_BEFORE = re.compile(r"(?<![a-z0-9])a[ \n-]$")


QUARTER_OF = re.compile(rf"{GAP}(?:of{GAP}a{GAP}|a{GAP})?(million|billion|trillion)(?![a-z])")


def _part(low: str, at: int, word: str) -> Number | None:
    """`A third`, `a quarter`, with the article before it."""
    end = at + len(word)
    if word == "quarter" and (more := QUARTER_OF.match(low, end)):
        scale = Decimal(SCALES[more[1]])
        value, start = times(share(1, 4), scale), at - 2 if _has_article(low, at) else at
        return Number(start, more.end(), value, value, "words", share(1, 4), scale)
    if not _has_article(low, at) or not _shares(low, end):
        return None
    value = share(1, FRACTIONS[word])
    return Number(at - 2, end, value, value, "fraction", value)


HALF_OF = re.compile(
    rf"(?:{GAP}|-)(?:an?(?:{GAP}|-)(?P<of>dozen|hundred|thousand|million|billion|trillion|mln|bln)?"
    rf"|(?P<bare>dozen|million|billion|trillion)(?![a-z]))"
)


BOUND_HALF = re.compile(r"(?<![a-z])(?:than|nearly|almost|over|about|around|roughly|under|by)[ \n]$")
"""A bound before it makes `half` a share whatever follows: more than half voters stayed away."""


def _half(low: str, at: int, word: str) -> Number | None:
    """`Half a dozen`, `half an hour`, `half the crop`, `a half`."""
    end = at + len(word)
    value = VULGAR["½"]
    article = HALF_OF.match(low, end)
    if article:
        word = article["of"] or article["bare"]
        if word is None:
            return Number(at, end, value, value, "half", value)
        scale = Decimal(SCALES[word])
        whole = times(value, scale)
        start = at - 2 if article["bare"] and _has_article(low, at) else at
        return Number(start, article.end(), whole, whole, "words", value, scale)
    if (not _shares(low, end) and BOUND_HALF.search(low[max(0, at - 12) : at]) is None) or low[
        max(0, at - 7) : at
    ].endswith(("first ", "second ", "other ", "-")):
        return None
    lead = _has_article(low, at)
    follows = NEXT_WORD.match(low, end)
    bound = BOUND_HALF.search(low[max(0, at - 12) : at]) is not None
    if (
        not lead
        and not bound
        and (follows is None or follows[1] not in ("of", "the", "its", "their", "his", "her", "our", "all", "that"))
    ):
        return None
    return Number(at - 2 if lead else at, end, value, value, "fraction", value)


def _scale_word(low: str, at: int, word: str) -> Number | None:
    """`A hundred`, `several million`: a scale word whose number is an article. Bare, it is no number."""
    begin = max(0, at - ARTICLE_CHARS)
    lead = ARTICLE.search(low[begin:at])
    if lead is None:
        return None
    start = begin + lead.start()
    value, scale, end = _after_article(low, at, word)
    whole = times(value, scale)
    if lead[1] in ("a", "an"):
        return Number(start, end, whole, whole, "words", value, scale)
    return Number(start, end, times(whole, 2), times(whole, 10), "vague", value, scale)


ARTICLE = re.compile(r"(?<![a-z])(an?|several|a few)[ \t\n-]$")
ARTICLE_CHARS = 9


def _after_article(low: str, at: int, word: str) -> tuple[Decimal, Decimal, int]:
    """`A hundred thousand`, `a hundred and six`: as if `one` stood for the article."""
    scale, end = SPOKEN_SCALES[word], at + len(word)
    step = NEXT_WORD.match(low, end)
    if step and SPOKEN_SCALES.get(step[1], 0) > 100:
        return Decimal(scale), Decimal(SPOKEN_SCALES[step[1]]), step.end()
    if step and step[1] == "and" and (step := _after_and(low, step.end(), scale)):
        value, _, end = _cardinal(low, step.start(1))
        return EXACT.add(Decimal(scale), value), ONE, end
    return ONE, Decimal(scale), end


OF_MORE = re.compile(rf"{GAP}of{GAP}(thousands|lakhs|millions|crores|billions|trillions)(?![a-z])")


def _vague(low: str, at: int, word: str) -> Number | None:
    end = at + len(word)
    value = Decimal(VAGUE.get(word, 10))
    more = OF_MORE.match(low, end)
    if more:
        value = times(value, VAGUE[more[1]])
        end = more.end()
    elif word == "tens":
        return None
    elif word == "scores":
        # The verb and the results of matches: only `scores of …` and `scores were …` count twenty.
        step = NEXT_WORD.match(low, end)
        if step is None or step[1] not in ("of", "were", "are", "have", "dead", "hurt", "injured", "killed", "more"):
            return None
    return Number(at, end, value, times(value, 10), "vague", value)


def _multiplier(low: str, at: int, word: str) -> Number | None:
    end = at + len(word)
    step = NEXT_WORD.match(low, end)
    follows = step[1] if step else ""
    if low[end : end + 1] == "-" or low[max(0, at - 1) : at] == "-":
        return None
    if word == "twice" and SCORED.search(low[max(0, at - 12) : at]):
        return Number(at, end, MULTIPLIERS[word], MULTIPLIERS[word], "words", MULTIPLIERS[word])
    past = word.endswith(("ed", "ing"))
    if past:
        compares = follows not in NEVER_MULTIPLIES
    elif follows == "as":
        more = NEXT_WORD.match(low, step.end()) if step else None
        compares = more is not None and more[1] in COMPARES_AS
    else:
        compares = follows in COMPARES
    if not compares:
        return None
    return Number(at, end, MULTIPLIERS[word], MULTIPLIERS[word], "multiplier", MULTIPLIERS[word])


SCORED = re.compile(r"(?<![a-z])(?:scored|scores|struck|netted)[ \n]$")
COUPLE = re.compile(rf"{GAP}of(?={GAP}[a-z])(?:{GAP}(?P<scale>dozen|hundred|thousand|million|billion)(?![a-z]))?")


def _couple(low: str, at: int, word: str) -> Number | None:
    """`A couple of`, `a pair of`: two; two people who are a couple have no `of`."""
    found = COUPLE.match(low, at + len(word))
    if found is None or not _has_article(low, at):
        return None
    scale = Decimal(SCALES[found["scale"]]) if found["scale"] else ONE
    end = found.end() if found["scale"] else at + len(word)
    value = times(Decimal(2), scale)
    return Number(at - 2, end, value, value, word, Decimal(2), scale)


READERS = (
    dict.fromkeys((*SMALL, *TENS), _spelled)
    | dict.fromkeys(SPOKEN_SCALES, _scale_word)
    | dict.fromkeys((*VAGUE, "tens"), _vague)
    | dict.fromkeys((word for word in FRACTIONS if word != "half"), _part)
    | {"half": _half, "couple": _couple, "pair": _couple}
    | dict.fromkeys(MULTIPLIERS, _multiplier)
)
"""Which reader takes an anchor word; the keys are the words of the anchor pass."""
