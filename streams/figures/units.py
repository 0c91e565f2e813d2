"""The unit beside a number: a sign before it, or the longest name of the table after it, and a `per` after that."""

import re
from functools import lru_cache
from typing import NamedTuple

from schemas.figure import Unit
from schemas.lists import FigureKind
from streams.figures.numerals import MILLION, ONE, THOUSAND, Number
from streams.figures.unit_table import (
    AIR_INDEX,
    BY_SIGN,
    CAPITAL_SIGNS,
    COUNT,
    INDEX,
    MULTIPLE,
    PER_TIME,
    PERS,
    POLL_POINTS,
    POUNDS,
    SCALED_ONLY,
    UNITS,
    Measure,
)
from streams.figures.window import GAP
from streams.figures.words import COMPARES, SCALES, word_set


class Found(NamedTuple):
    """A measure and where its words end."""

    measure: Measure
    end: int
    name: str


LETTERS = r"[a-zμµ]+(?:\.[a-z]\.(?:[a-z]\.)?)?[23]?(?:/(?:hr?|s|d|cm)(?![a-z]))?"
TOKEN = rf"(?:%|[€£¥₹](?![ ]?[0-9])|[″′]|°[ ]?[cf]?(?![a-z])|{LETTERS})"
NAMES = re.compile(rf"(?:{GAP}|-)?({TOKEN})(?:(?:{GAP}|-)({TOKEN}))?(?:(?:{GAP}|-)({TOKEN}))?")
"""The next three words; no name of the table has more."""
NAME = re.compile(rf"(?:{GAP}|-)?({TOKEN})")
FIRST_WORDS = frozenset({name.partition(" ")[0] for name in UNITS} | {"fold", "times"})
LONG_FIRST = frozenset({name.partition(" ")[0] for name in UNITS if " " in name} | {"times"})
"""Words that begin a name of the table, and those that begin a longer one: the rest is not read on."""

SIGN_CHARS = frozenset("$€£¥₹₩₪₽₺₴₦₱₫฿₡₿=")
SIGN = re.compile(
    r"(?:(?<![a-z0-9])(?:us|u\.s\.|au|a|ca|can|c|nz|hk|s|nt|r|mex)[ ]?\$|\$(?:us|a)?|[€£¥₹₩₪₽₺₴₦₱₫฿₡₿]"
    r"|(?<![a-z0-9])(?:y=|rs\.?|[a-z]{2,4}))[ ]?$"
)
SIGN_MAX = 8
SIGN_ENDS = frozenset(sign[-2:] for sign in BY_SIGN if sign[-1] not in SIGN_CHARS)
"""The last letters of the signs that are letters: most words before a number are none, and are told by these."""
MIXED_CASE_SIGNS = frozenset({"Rs", "Dh", "Dhs", "Sh", "Ksh", "KSh", "Tk", "Rp"})


def sign_before(text: str, low: str, at: int) -> tuple[Measure, int] | None:
    """The currency sign that ends at a number, and where it begins."""
    tail = low[max(0, at - 3) : at].rstrip(" ")
    if tail[-1:] not in SIGN_CHARS and tail[-2:] not in SIGN_ENDS:
        return None
    begin = max(0, at - SIGN_MAX)
    found = SIGN.search(low[begin:at])
    if found is None:
        return None
    sign = found[0].rstrip()
    start = begin + found.start()
    if sign == "a $":
        sign, start = "$", start + 2  # the article: a $5 million deal
    measure = BY_SIGN.get(sign) or BY_SIGN.get(sign.replace(" ", ""))
    if measure is None:
        return None
    if sign in CAPITAL_SIGNS or sign == "rs.":
        printed = text[start : start + len(sign)].rstrip(".")
        if not (printed.isupper() or printed in MIXED_CASE_SIGNS) or (start and low[start - 1].isalnum()):
            return None
    return measure, start


PER = re.compile(
    rf"(?:(?:{GAP}(?P<word>per|a|an){GAP}|-(?P<hyphen>per|a|an)-|[ ]?(?P<slash>/)[ ]?)(?P<one>[a-z]+)(?![a-z0-9])"
    rf"(?:[ -](?P<two>[a-z]+)(?![a-z]))?)"
)
PER_FIRST = frozenset(["", *"/-pa"])
"""What `PER` may begin with, or a second blank."""
NOT_PER = word_set("ago earlier before later from after prior previously since old")
"""`309,000 a year ago` is no rate."""


def read(low: str, end: int, number: Number) -> Found | None:
    """The unit whose name begins at the end of a number and its article, the longest that the table has."""
    tokens = NAME.match(low, end)
    if tokens is None or tokens[1] not in FIRST_WORDS:
        return None
    one, two, three = tokens[1], None, None
    if one in LONG_FIRST and (longer_tokens := NAMES.match(low, end)):
        tokens = longer_tokens
        one, two, three = tokens.groups()
    glued = tokens.start(1) == end
    name, stop = one, tokens.end(1)
    measure = UNITS.get(one)
    if two:
        longer = UNITS.get(f"{one} {two}")
        if longer:
            name, measure, stop = f"{one} {two}", longer, tokens.end(2)
        if three and (longest := UNITS.get(f"{one} {two} {three}")):
            name, measure, stop = f"{one} {two} {three}", longest, tokens.end(3)
    if measure is None:
        return _special(low, one, two, tokens)
    scaled = number.scale >= MILLION
    if (measure.glued and not glued) or (name in SCALED_ONLY and not (scaled or number.lo >= THOUSAND)):
        return None
    if name == "second" and not (number.lo == ONE or low[end : end + 1] == "-"):
        return None  # the ordinal: `two second homes`
    if measure.kind == "money" and not scaled and (late := LATE_SCALE.match(low, stop)):
        # 75 USD million
        return _with_per(low, Found(measure._replace(factor=measure.factor * SCALES[late[1]]), late.end(), name))
    if name in ("pound", "pounds") and scaled and low[stop : stop + 4] != " of ":
        measure = POUNDS  # nobody weighs in millions of pounds
    return _with_per(low, Found(measure, stop, name))


LATE_SCALE = re.compile(rf"{GAP}(million|billion|trillion|mln|bln|mn|bn)(?![a-z])")


def _special(low: str, one: str, two: str | None, tokens: re.Match[str]) -> Found | None:
    """Words that mean a unit in one company only: times, fold, points."""
    stop = tokens.end(1)
    if one == "fold":
        return Found(MULTIPLE, stop, one)
    if one == "times" and low[tokens.start(1) - 1 : tokens.start(1)] != "-":
        compares = two in COMPARES or two in (
            "as",
            "more",
            "higher",
            "larger",
            "bigger",
            "faster",
            "greater",
            "over",
            "normal",
        )
        if compares:
            return Found(MULTIPLE, stop, one)
        return _with_per(low, Found(COUNT, stop, one))
    return None


def points(low: str, at: int, end: int) -> Found | None:
    """`Points`: of an index, or of a percentage where a poll or a rate is spoken of. In sport they are a count."""
    found = POINTS.match(low, end)
    if found is None:
        return None
    before = low[max(0, at - POINTS_CHARS) : at]
    after = low[found.end() : found.end() + 40]
    if INDEX_WORDS.search(before) or INDEX_WORDS.search(after):
        return Found(INDEX, found.end(), "points")
    if SPORT_WORDS.search(before) or SPORT_WORDS.search(after):
        return None
    if POLL_WORDS.search(before) or POLL_WORDS.search(after):
        return Found(POLL_POINTS, found.end(), "points")
    return None


def index_level(low: str, number: Number) -> Found | None:
    """A level with decimals after a stock index is named: `the Dow … at 38,989.83`."""
    at, end = number.start, number.end
    before = low[max(0, at - 60) : at] if number.plain and number.lo < 1000 else ""
    if ("quality" in before or "aqi" in before) and AIR.search(before):
        return Found(AIR_INDEX, end, "")
    if number.plain or number.row != "digits" or number.scale is not ONE or "." not in low[at:end]:
        return None
    if number.lo < INDEX_MIN and not low[max(0, at - 3) : at].endswith(("to ", "at ")):
        return None  # a price index fell to 86.4; elsewhere a small number is too doubtful
    sentence = low[max(0, at - POINTS_CHARS) : at].rpartition(". ")[2]
    return Found(INDEX, end, "") if INDEX_WORDS.search(sentence) else None


INDEX_MIN = 100
AIR = re.compile(r"(?<![a-z])(?:air quality index|aqi)(?![a-z])[a-z ]{0,20}$")
POINTS = re.compile(rf"(?:{GAP}|-)(?:points?|pts)(?![a-z])")
POINTS_CHARS = 120
INDEX_WORDS = re.compile(
    r"(?<![a-z])(?:index|indices|sensex|nifty|kospi|topix|ibex|stoxx|bovespa|ordinaries|straits times|dow|nikkei|ftse"
    r"|dax|cac|nasdaq|s&p|hang seng)(?![a-z])"
)
SPORT_WORDS = re.compile(
    r"(?<![a-z])(?:match|matches|games?|league|champions?|title|standings|race|tour|innings)(?![a-z])"
)
POLL_WORDS = re.compile(
    r"(?<![a-z])(?:polls?|survey|percent|pct|percentage|per cent|margin of error|lead|ahead|rate|approval)(?![a-z])|%"
)


def with_per(low: str, measure: Measure, end: int) -> Found | None:
    """The denominator after a bare number or a number with a sign before it, if there is one."""
    if low[end : end + 2].lstrip()[:1] not in PER_FIRST:
        return None
    found = _with_per(low, Found(measure, end, ""))
    return found if found.end > end else None


def _with_per(low: str, found: Found) -> Found:
    end = found.end
    # The commonest case by far is that nothing follows.
    if low[end : end + 2].lstrip()[:1] not in PER_FIRST or found.measure.kind in ("percent", "age"):
        return found
    per = PER.match(low, end)
    if per is None:
        return found
    one, two = per["one"], per["two"]
    strict = per["word"] in ("a", "an") or per["slash"] or per["hyphen"] in ("a", "an")
    code, stop = None, per.end("one")
    if one in ("unit", "kwh") and found.measure.unit.code == "INR":
        one = "kwh"  # the unit of an Indian tariff
    if two and (code := PERS.get(f"{one} {two}")):
        stop = per.end("two")
    elif two in NOT_PER:
        return found
    else:
        code = PERS.get(one) or (None if strict or len(one) < 3 else "{" + one + "}")
    if code is None or found.measure.unit.per or (found.measure.kind == "duration" and strict):
        return found
    return Found(_per(found.measure, code), stop, found.name)


@lru_cache(maxsize=4096)
def _per(measure: Measure, code: str) -> Measure:
    kind, unit = measure.kind, measure.unit
    return Measure(
        PER_KINDS.get((kind, code in PER_TIME), "rate" if kind != "money" else "money"),
        Unit(system="ucum" if unit.code == "1" else unit.system, code=unit.code, per=code),
        measure.factor,
    )


PER_KINDS: dict[tuple[FigureKind, bool], FigureKind] = {
    ("length", True): "speed",
    ("mass", False): "quantity",  # a concentration: micrograms per cubic metre
    ("percentage_point", True): "percentage_point",
}
