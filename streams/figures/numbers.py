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
)

EXACT = Context(prec=60)
"""Room for the longest number the grammar reads, so that no value is ever rounded by a caller's own context."""
SIX_PLACES = Decimal("0.000001")
ONE = Decimal(1)
WORDS_MAX = 12
"""A spelled number has at most this many words; the longest that anyone prints has nine."""
DIGITS_MAX = 24


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
    return EXACT.multiply(value, Decimal(factor))


def share(part: int, whole: int) -> Decimal:
    """A fraction to six decimals."""
    return EXACT.divide(Decimal(part), Decimal(whole)).quantize(SIX_PLACES, context=EXACT)


def plain_text(value: Decimal) -> str:
    """Plain notation without trailing zeros.

    >>> plain_text(Decimal("1.20E+3")), plain_text(Decimal("-0.50"))
    ('1200', '-0.5')
    """
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


WORD = re.compile(r"[a-z]{2,12}(?![a-z])|[a-z]{3,6}(?=fold(?![a-z]))")
NEXT_WORD = re.compile(rf"(?:{GAP}|-)([a-z]{{1,10}})(?![a-z])")

# ---- digits

DIGITS = re.compile(
    # Thousands; then lakhs and crores, whose groups are of two but for the last; then bare digits.
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){1,7}(?![0-9])|[0-9]{1,2}(?:,[0-9]{2}){1,7},[0-9]{3}(?![0-9])|[0-9]+)"
    r"(?P<decimals>\.[0-9]{1,12}(?![0-9]))?"
    r"(?:[- ](?P<over>[0-9]{1,2})/(?P<under>[0-9]{1,2})(?![0-9/])|/(?P<bare>[0-9]{1,2})(?![0-9/])|(?P<vulgar>[½¼¾⅓⅔⅛⅜⅝⅞]))?"
)
SCALE_TAIL = re.compile(
    rf"(?:(?:{GAP}|-)?(?P<word>hundred|thousand|lakh|lac|million|mln|crore|billion|bln|trillion|trln)s?(?![a-z])"
    rf"|(?:{GAP})?(?P<short>mil|mn|bn|trn|tn|dozen)(?![a-z])"
    r"|(?P<glued>[kmbt])(?![a-z0-9]))"
)
COUNTED = re.compile(rf"{GAP}(?:people|[a-z]{{3,}}s)(?![a-z])")


def _digits(low: str, at: int, money: bool) -> Number | None:
    found = DIGITS.match(low, at)
    if found is None:  # unreachable from a digit; said for the type checker
        return None
    whole = found["whole"]
    start, end = at, found.end()
    if len(whole) > DIGITS_MAX + 8:
        return Number(start, found.end("whole"), ONE, ONE, "overlong", ONE, plain=True)
    digits = whole.replace(",", "")
    decimals = found["decimals"] or ""
    value = Decimal(digits + decimals)
    row = "digits"
    if found["vulgar"]:
        value = EXACT.add(value, VULGAR[found["vulgar"]])
        row = "mixed"
    elif found["over"]:
        over, under = int(found["over"]), int(found["under"])
        if over < under and under in DENOMINATORS:
            # After decimals the fraction is of the last place: 5.58-1/2 is 5.585.
            places = max(0, len(decimals) - 1)
            value = EXACT.add(value, share(over, under).scaleb(-places, context=EXACT))
            row = "mixed"
        else:
            end = found.end("decimals") if decimals else found.end("whole")
    elif found["bare"]:
        part, under = int(digits) if len(digits) < 3 else 99, int(found["bare"])
        if not decimals and part < under and under in DENOMINATORS:
            value, row = share(part, under), "fraction"
        else:
            end = found.end("decimals") if decimals else found.end("whole")
    if row == "digits" and start and low[start - 1] == "." and not decimals and not low[max(0, start - 2) : start - 1].isalnum():
        start -= 1
        value = value.scaleb(-len(digits), context=EXACT)
        decimals = "."
    scale, scaled_end, glued = _scale(low, end, money)
    plain = row == "digits" and digits == whole and not decimals and scaled_end == end
    value_scaled = times(value, scale)
    return Number(start, scaled_end, value_scaled, value_scaled, row, value, scale, plain, glued)


def _scale(low: str, end: int, money: bool) -> tuple[Decimal, int, bool]:
    """What the scale words after digits come to, where they end, and whether the last is a letter on the digits."""
    scale = ONE
    for _ in range(2):  # `1.72 lakh crore` has two
        found = SCALE_TAIL.match(low, end)
        if found is None:
            break
        letter = found["glued"]
        if letter and not (money or letter == "k" or (letter == "m" and COUNTED.match(low, found.end()))):
            break
        scale = times(scale, GLUED_SCALES[letter] if letter else SCALES[found["word"] or found["short"]])
        end = found.end()
        if letter:
            return scale, end, True
    return scale, end, False


# ---- words

HALF_MORE = re.compile(rf"(?:{GAP}|-)and(?:{GAP}|-)a(?:{GAP}|-)(half|quarter|third)(?![a-z])")
RATIO = re.compile(
    rf"(?:{GAP}(?P<noun>[a-z]{{3,14}}))?{GAP}(?:in|out{GAP}of)(?:{GAP}every)?{GAP}(?P<of>[0-9]{{1,6}}(?![0-9,./:%])|[a-z]{{3,8}})(?![a-z0-9])"
)
ARTICLE = re.compile(r"(?<![a-z])(?:an?|several|a few|few)[ \t\n-]$")


def _spelled(low: str, at: int, first: str) -> Number | None:
    """A spelled cardinal, with the half, the fraction or the ratio that may follow it."""
    value, scale, end = _cardinal(low, at)
    word = NEXT_WORD.match(low, end)
    if word and scale == ONE:
        parts = FRACTION_PLURALS.get(word[1]) or (FRACTIONS.get(word[1]) if value == 1 and _shares(low, word.end()) else None)
        if parts and value < parts + 1:
            fraction = share(int(value), parts)
            return Number(at, word.end(), fraction, fraction, "fraction", fraction)
        ratio = RATIO.match(low, end) if value < 100 and word[1] in _RATIO_NEXT or first == "one" else None
        if ratio and (fraction_of := _ratio(low, value, ratio)) is not None:
            return Number(at, ratio.end(), fraction_of, fraction_of, "ratio", fraction_of)
    half = HALF_MORE.match(low, end)
    if half and scale == ONE:
        value = EXACT.add(value, share(1, FRACTIONS[half[1]]))
        end = half.end()
        scale, end, _ = _scale(low, end, False)
        return Number(at, end, times(value, scale), times(value, scale), "words", value, scale)
    total = times(value, scale)
    return Number(at, end, total, total, "words", value, scale)


_RATIO_NEXT = frozenset({"in", "out"})


def _ratio(low: str, part: Decimal, found: re.Match[str]) -> Decimal | None:
    """`One in eight`, `one child in seven`, `nine out of 10`; None where it counts things in some place or time."""
    of = found["of"]
    whole = int(of) if of.isdigit() else SMALL.get(of) or TENS.get(of) or SPOKEN_SCALES.get(of) or 0
    if not part < whole or (part > 1 and whole not in (10, 100, 1000) and "out" not in found[0]):
        return None
    following = NEXT_WORD.match(low, found.end())
    # `One in 10 days` and `one killed in 12 raids` count; `one in eight posts` and `one child in seven` do not.
    if following and (following[1] in _TIME_WORDS or (found["noun"] and following[1].endswith("s"))):
        return None
    return share(int(part), whole)


_TIME_WORDS = frozenset("years year days day weeks week months month hours hour minutes minute".split()) | frozenset(SPOKEN_SCALES)


def _cardinal(low: str, at: int) -> tuple[Decimal, Decimal, int]:
    """Value before the last big scale, that scale, and the end: `two hundred and six thousand` is 206, 1000.

    A word that cannot continue the number ends it: `two three` are two numbers.
    """
    total = 0  # what stands before the scales already read
    group = 0  # below a thousand, still growing
    last = ""  # class of the last word: small, tens, hundred, scale
    ceiling = 10**15  # the next scale must lie below
    end = at
    scales: list[int] = []
    place = at
    joined_by_and = False
    for _ in range(WORDS_MAX):
        found = WORD.match(low, place)
        if found is None:
            break
        word = found[0]
        if word in SMALL and (value := SMALL[word]) is not None:
            fits = last in ("", "hundred", "scale") or (last == "tens" and 0 < value < 10)
            if not fits:
                break
            group += value
            last = "small"
        elif word in TENS:
            if last not in ("", "hundred", "scale"):
                break
            group += TENS[word]
            last = "tens"
        elif word == "hundred":
            if last not in ("small", "tens") or group > 99 or joined_by_and:
                break
            group *= 100
            last = "hundred"
        elif word in SPOKEN_SCALES:
            scale = SPOKEN_SCALES[word]
            if last == "" or scale >= ceiling or joined_by_and and group < 1:
                break
            total += group * scale
            group, last, ceiling = 0, "scale", scale
            scales.append(scale)
        else:
            break
        end = found.end()
        step = NEXT_WORD.match(low, end)
        if step is None:
            break
        place = step.start(1)
        if step[1] == "and":
            if last not in ("hundred", "scale"):
                break
            step = NEXT_WORD.match(low, step.end())
            # `Two hundred and three hundred` are two numbers: what follows `and` is below a hundred.
            if step is None or not (step[1] in SMALL or step[1] in TENS) or _hundred_next(low, step.end()):
                break
            place, joined_by_and = step.start(1), True
    if len(scales) == 1 and group == 0:
        return Decimal(total // scales[0]), Decimal(scales[0]), end
    return Decimal(total + group), ONE, end


def _hundred_next(low: str, end: int) -> bool:
    step = NEXT_WORD.match(low, end)
    return step is not None and step[1] in SPOKEN_SCALES


def _shares(low: str, end: int) -> bool:
    """Whether a share may end here: no noun follows directly."""
    step = NEXT_WORD.match(low, end)
    return step is None or (step[1] in AFTER_FRACTION and low[end] != "-")


def _part(low: str, at: int, word: str) -> Number | None:
    """`A third`, `a quarter`, with the article before it."""
    if low[max(0, at - 2) : at] not in ("a ", "a-", "a\n") or low[max(0, at - 3) : at - 2].isalnum():
        return None
    end = at + len(word)
    if not _shares(low, end):
        return None
    value = share(1, FRACTIONS[word])
    return Number(at - 2, end, value, value, "fraction", value)


HALF_OF = re.compile(rf"(?:{GAP}|-)an?(?:{GAP}|-)(?P<scale>dozen|hundred|thousand|million|billion|trillion|mln|bln)?")


def _half(low: str, at: int, word: str) -> Number | None:
    """`Half a dozen`, `half an hour`, `half the crop`, `a half`."""
    end = at + len(word)
    value = VULGAR["½"]
    article = HALF_OF.match(low, end)
    if article:
        scale = Decimal(SCALES[article["scale"]]) if article["scale"] else ONE
        whole = times(value, scale)
        stop = article.end() if article["scale"] else end
        return Number(at, stop, whole, whole, "words" if article["scale"] else "half", value, scale)
    if not _shares(low, end) or low[max(0, at - 6) : at].endswith(("first ", "second ", "other ", "-")):
        return None
    lead = low[max(0, at - 2) : at] in ("a ", "a\n") and not low[max(0, at - 3) : at - 2].isalnum()
    follows = NEXT_WORD.match(low, end)
    if not lead and (follows is None or follows[1] not in ("of", "the", "its", "their", "his", "her", "our", "all", "that")):
        return None
    return Number(at - 2 if lead else at, end, value, value, "fraction", value)


def _scale_word(low: str, at: int, word: str) -> Number | None:
    """`A hundred`, `several million`: a scale word whose number is an article. Bare, it is no number."""
    lead = ARTICLE.search(low[max(0, at - 9) : at])
    if lead is None:
        return None
    start = max(0, at - 9) + lead.start()
    value, scale, end = _cardinal_after_article(low, at)
    if lead[0][:1] == "a" and "few" not in lead[0]:
        return Number(start, end, times(value, scale), times(value, scale), "words", value, scale)
    if "a few" not in lead[0] and "several" not in lead[0]:
        return None
    whole = times(value, scale)
    return Number(start, end, times(whole, 2), times(whole, 10), "vague", value, scale)


def _cardinal_after_article(low: str, at: int) -> tuple[Decimal, Decimal, int]:
    """`a hundred thousand`, `a hundred and six`: as if `one` stood for the article."""
    first = WORD.match(low, at)
    word = first[0] if first else ""
    scale, end = SPOKEN_SCALES.get(word, 1), at + len(word)
    step = NEXT_WORD.match(low, end)
    if step and step[1] in SPOKEN_SCALES and SPOKEN_SCALES[step[1]] > 100:
        return Decimal(scale), Decimal(SPOKEN_SCALES[step[1]]), step.end()
    if step and step[1] == "and":
        step = NEXT_WORD.match(low, step.end())
        if step and (step[1] in SMALL or step[1] in TENS) and not _hundred_next(low, step.end()):
            value, more, end = _cardinal(low, step.start(1))
            return EXACT.add(Decimal(scale), value), more, end
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
    past = word.endswith(("ed", "ing"))
    if (past and follows in NEVER_MULTIPLIES) or (not past and follows not in COMPARES):
        return None
    return Number(at, end, MULTIPLIERS[word], MULTIPLIERS[word], "multiplier", MULTIPLIERS[word])


COUPLE = re.compile(rf"{GAP}of(?={GAP}[a-z])(?:{GAP}(?P<scale>dozen|hundred|thousand|million|billion)(?![a-z]))?")


def _couple(low: str, at: int, word: str) -> Number | None:
    """`A couple of`, `a pair of`: two; two people who are a couple have no `of`."""
    found = COUPLE.match(low, at + len(word))
    if found is None or low[max(0, at - 2) : at] != "a " or low[max(0, at - 3) : at - 2].isalnum():
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
