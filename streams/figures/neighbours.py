"""What two figures next to each other are to each other: parts of one duration, or one amount in two units."""

import re
from decimal import Decimal

from streams.figures.grammar import AGE_MAX, Reading
from streams.figures.numerals import EXACT, plain_text, times
from streams.figures.unit_table import INCHES, MINOR, MONTHS_OF, POUNDS, SECONDS
from streams.figures.window import GAP
from streams.figures.words import CHANGE_VERBS

COMPOSITE = re.compile(rf"(?:,?{GAP}and{GAP}|,?{GAP})")
ROUGHLY = "about around some roughly nearly almost approximately over"
HEDGE = rf"(?:(?:{ROUGHLY.replace(' ', '|')}|just{GAP}over|just{GAP}under){GAP}|[~≈])?"
RESTATES_PAREN = re.compile(rf"{GAP}?\((?:or{GAP})?{HEDGE}(?:a{GAP})?")
RESTATES_OR = re.compile(rf",?{GAP}or{GAP}{HEDGE}")
RESTATES_SHARE = re.compile(rf"(?:{GAP}[a-z]+){{0,2}},{GAP}or{GAP}{HEDGE}")
"""`1,800 jobs, or about 12 percent of …`: the same quantity as a share."""
BETWEEN_MAX, FAR_MAX = 40, 80
"""Characters between two amounts of one phrase, and between a level and what it is compared with."""


def carry_units(low: str, readings: list[Reading]) -> list[Reading]:
    """An elided unit comes from the figure beside it: `208 pounds to 193`, `from 4.8 to 4.7 pct`."""
    carried = list(readings)
    for index in range(1, len(carried)):
        first, second = carried[index - 1], carried[index]
        if first.measure.kind == "age" and second.row in BARE_ROWS and AND_AGE.fullmatch(low, first.end, second.start):
            if second.hi <= AGE_MAX and AGE_ENDS.match(low, second.end):
                carried[index] = second._replace(measure=first.measure, row=f"{second.row}.carried")
            continue
        if (first.row in BARE_ROWS) is (second.row in BARE_ROWS) or second.start - first.end > _reach(low, second):
            continue
        if second.row in BARE_ROWS:
            donor = _donor_before(low, carried, index)
            if donor:
                carried[index] = _in_unit(second, donor)
        else:
            donor = _donor_after(low, carried, index)
            if donor:
                carried[index - 1] = _in_unit(first, donor)
    return carried


def _reach(low: str, second: Reading) -> int:
    """How far left of an amount the one may stand whose unit it takes."""
    compared = low[second.start - 7 : second.start].endswith((", from ", "gainst "))
    return FAR_MAX if compared or second.lo >= MILLION else BETWEEN_MAX


def _donor_before(low: str, readings: list[Reading], index: int) -> Reading | None:
    """Whose unit the bare second of two amounts leaves out: the first's, or that of the money before a percentage."""
    first, second = readings[index - 1], readings[index]
    between = low[first.end : second.start].strip()
    if NOUN_NEXT.match(low, second.end):
        return None
    if (
        (between in CARRIES and not _is_rate_of_change(low, first, between))
        or between == ", not"
        or _changes(low, first, between)
        or _compares(between, first)
        or _is_parallel(between, first, second)
    ):
        return first
    if index > 1 and first.measure.kind in ("percent", "percentage_point"):
        # 6.7 bln riyals, down 30 pct on 9.7 billion
        whole = readings[index - 2]
        near = second.start - whole.end <= FAR_MAX
        return whole if near and _is_parallel(low[whole.end : second.start], whole, second) else None
    return None


def _donor_after(low: str, readings: list[Reading], index: int) -> Reading | None:
    """Whose unit the bare first of two amounts leaves out."""
    first, second = readings[index - 1], readings[index]
    between = low[first.end : second.start].strip()
    if between == "(" and second.measure.kind == "money":
        # 2,435,000 yen ($22,480) for one and 2,380,000 ($21,972) for the other
        code = second.measure.unit.code
        before = reversed(readings[: index - 1])
        return next((each for each in before if each.measure.kind == "money" and each.measure.unit.code != code), None)
    shared = (
        (between == "and" and _is_parallel(between, second, first))  # 67 mln and four mln dlrs
        or (between in OF_THE_LAST and second.measure.kind == "duration")
        or (between == "to" and FROM.search(low[max(0, first.start - 6) : first.start]) is not None)
    )
    return second if shared else None


def _is_parallel(between: str, whole: Reading, bare: Reading) -> bool:
    """Millions without a noun beside millions of money or tonnes: a profit of 1.5 mln dlrs on turnover of 37 mln."""
    return (
        whole.measure.kind in ("money", "mass", "volume")
        and not whole.measure.unit.per
        and whole.lo >= MILLION
        and bare.lo >= MILLION
        and ". " not in between
        and "(" not in between
    )


def _is_rate_of_change(low: str, first: Reading, between: str) -> bool:
    """`Weakened 0.8 percent to 18.92`, `up 16.8 pct from 184.55`: what a percentage moved is something else."""
    if first.measure.kind != "percent":
        return False
    before = low[max(0, first.start - 12) : first.start].split()[-1:]
    return (between == "to" and before != ["from"]) or (between == "from" and not CHANGE_VERBS.isdisjoint(before))


def _compares(between: str, first: Reading) -> bool:
    """`18 million tonnes this season, down from 21 million`: a measure, and nothing else told of between."""
    return between.endswith((" from", " against")) and first.measure.kind in COMPARED


COMPARED = frozenset({"mass", "volume", "length", "area", "quantity", "rate"})


def _changes(low: str, first: Reading, between: str) -> bool:
    """`From 21 mpg combined to 23`."""
    return (
        between.endswith(" to")
        and between.count(" ") <= 2
        and FROM.search(low[max(0, first.start - 6) : first.start]) is not None
    )


AND_AGE = re.compile(rf",?{GAP}?(?:and{GAP}|or{GAP})?")
AGE_ENDS = re.compile(r"[ ]?(?:[.,;)]|$)|[ ](?:and|or|when|in|at)(?![a-z])")
MILLION = Decimal(10**6)
BARE_ROWS = frozenset({"digits.bare", "mixed.bare", "words.bare"})
CARRIES = frozenset({"to", "from", "against", "vs", "vs.", "versus", "out of the last", "out of the past"})
OF_THE_LAST = frozenset({"of the last", "of the past", "out of the last", "out of the past", "of its last"})
"""`13 of the last 15 years`: both are years."""
UNCARRIED = frozenset({"count", "age", "magnitude", "multiplier", "fraction", "tally"})
FROM = re.compile(rf"(?<![a-z])from{GAP}$")
NOUN_NEXT = re.compile(
    rf"{GAP}(?!(?:late|early|on|in|at|from|to|a|an|the|last|by|for|and|or|but|as|against|vs|before|after)(?![a-z]))[a-z]"
)


def _in_unit(bare: Reading, whole: Reading) -> Reading:
    measure = whole.measure
    if measure.kind in UNCARRIED:
        return bare
    return bare._replace(
        lo=times(bare.lo, measure.factor), hi=times(bare.hi, measure.factor), measure=measure, row=f"{bare.row}.carried"
    )


def merge_durations(low: str, readings: list[Reading]) -> list[Reading]:
    """`3 hours and 40 minutes` is one figure, in the smaller unit."""
    merged: list[Reading] = []
    for reading in readings:
        whole = _whole_duration(low, merged[-1], reading) if merged else None
        if whole:
            merged[-1] = whole
        else:
            merged.append(reading)
    return merged


def _whole_duration(low: str, large: Reading, small: Reading) -> Reading | None:
    if not (
        large.measure.kind == small.measure.kind in ("duration", "length")
        and large.lo == large.hi
        and small.lo == small.hi
    ):
        return None
    if not COMPOSITE.fullmatch(low, large.end, small.start):
        return None
    for clock in (SECONDS, MONTHS_OF, INCHES):
        big, little = clock.get(large.measure.unit.code), clock.get(small.measure.unit.code)
        if big and little and little < big:
            factor = EXACT.divide(big, little)
            if small.lo >= factor:
                return None
            total = EXACT.add(times(large.lo, factor), small.lo)
            return small._replace(
                start=large.start, lo=total, hi=total, modifier=large.modifier, row=f"{large.row}.composite"
            )
    return None


def merge_money(low: str, readings: list[Reading]) -> list[Reading]:
    """`13 dollars and 45 cents`, `15 dollars and 50`: one amount, its cents after it."""
    merged: list[Reading] = []
    for reading in readings:
        large = merged[-1] if merged else None
        if large and (cents := _cents(low, large, reading)) is not None:
            total = EXACT.add(large.lo, cents)
            merged[-1] = large._replace(end=reading.end, lo=total, hi=total, row=f"{large.row}.cents")
        else:
            merged.append(reading)
    return merged


def _cents(low: str, large: Reading, small: Reading) -> Decimal | None:
    """The part of the whole that a second amount of cents is, or None if they are two amounts."""
    unit = large.measure.unit
    if unit.code not in MINOR or unit.per or large.measure.factor != 1 or large.lo != large.lo.to_integral_value():
        return None
    if not COMPOSITE.fullmatch(low, large.end, small.start) or "," in low[large.end : small.start]:
        return None
    if small.measure.unit == unit and small.measure.factor == CENT and small.lo < 1:
        return small.lo
    bare = small.row in BARE_ROWS and 10 <= small.lo < 100 and WHOLE_UNIT.search(low[large.start : large.end])
    if bare and CLOSES.match(low, small.end):
        return times(small.lo, CENT)
    return None


CENT = Decimal("0.01")
WHOLE_UNIT = re.compile(r"(?:dollars?|euros?|usd|eur)$")
CLOSES = re.compile(r"[ ]?(?:[.;!?)]|$)")


def restated(low: str, readings: list[Reading]) -> tuple[list[Reading], dict[int, int]]:
    """Which reading restates which, by index: the same dimension in another unit, in brackets or after `or`.

    The form alone tells it, not arithmetic: a wire that converts wrongly still means the same amount.
    """
    targets: dict[int, int] = {}
    for index in range(1, len(readings)):
        first, second = readings[index - 1], readings[index]
        if second.start - first.end > BETWEEN_MAX:
            continue
        if (
            first.measure.kind == "money"
            and second.measure.unit.code == "[lb_av]"
            and low[first.end : second.start].strip() == "("
        ):
            # Pounds in brackets after money are money.
            second = readings[index] = second._replace(measure=POUNDS)
        if second.measure.kind == "percent" and first.measure.kind not in (
            "percent",
            "percentage_point",
            "duration",
            "age",
        ):
            if RESTATES_SHARE.fullmatch(low, first.end, second.start):
                targets[index] = index - 1
            continue
        if (
            first.measure.kind != second.measure.kind
            or first.measure.kind in UNRESTATED
            or first.measure.unit == second.measure.unit
        ):
            continue
        if index - 1 in targets and low[first.end : second.start].strip() == "/":
            targets[index] = targets[index - 1]  # (224 kW / 300 PS)
            continue
        opening = RESTATES_PAREN.fullmatch(low, first.end, second.start)
        if (opening and CLOSED.match(low, second.end)) or RESTATES_OR.fullmatch(low, first.end, second.start):
            targets[index] = index - 1
    return readings, targets


CLOSED = re.compile(r"[ ]?[)/]")
UNRESTATED = frozenset({"count", "fraction", "tally", "multiplier", "age", "magnitude", "percentage_point"})
"""Kinds with one unit, or none whose units convert."""


def conversion(readings: list[Reading], target: int, index: int) -> str | None:
    """The ratio of a restated amount to the exact conversion of what it restates, to three figures; None for money."""
    old, new = readings[target], readings[index]
    factors = CONVERSIONS.get(old.measure.kind)
    if factors is None:
        return None
    one, two = factors.get(old.measure.unit.code), factors.get(new.measure.unit.code)
    if one is None or two is None:
        return None
    expected = _to(two, _from(one, old.lo))
    if not expected or not new.lo:
        return None
    return plain_text(EXACT.divide(new.lo, expected).quantize(PER_MILLE, context=EXACT))


PER_MILLE = Decimal("0.001")
Scale = tuple[Decimal, Decimal]
"""Factor and offset to the base unit: base = (value - offset) * factor."""


def _from(scale: Scale, value: Decimal) -> Decimal:
    return EXACT.multiply(EXACT.subtract(value, scale[1]), scale[0])


def _to(scale: Scale, base: Decimal) -> Decimal:
    return EXACT.add(EXACT.divide(base, scale[0]), scale[1])


def _scales(rows: str) -> dict[str, Scale]:
    pairs = (row.split("=") for row in rows.split())
    return {code: (Decimal(factor), Decimal(0)) for code, factor in pairs}


CONVERSIONS: dict[str, dict[str, Scale]] = {
    "length": _scales(
        "km=1000 m=1 cm=0.01 mm=0.001 um=0.000001 nm=0.000000001 [mi_i]=1609.344 [nmi_i]=1852 [yd_i]=0.9144"
        " [ft_i]=0.3048 [in_i]=0.0254"
    ),
    "area": _scales(
        "har=10000 [acr_us]=4046.8726 km2=1000000 m2=1 [smi_us]=2589998.47 [sft_i]=0.09290304 [syd_i]=0.83612736"
    ),
    "mass": _scales(
        "kg=1 g=0.001 mg=0.000001 t=1000 [ston_av]=907.18474 [lton_av]=1016.0469088 [lb_av]=0.45359237"
        " [oz_av]=0.028349523125 [oz_tr]=0.0311034768"
    ),
    "volume": _scales(
        "L=1 mL=0.001 hL=100 [bbl_us]=158.987294928 [gal_us]=3.785411784 [pt_us]=0.473176473 m3=1000"
        " [cft_i]=28.316846592"
    ),
    "speed": _scales("km=1 [mi_i]=1.609344 [kn_i]=1.852 m=3.6"),
    "temperature": {
        "Cel": (Decimal(1), Decimal(0)),
        "[degF]": (EXACT.divide(Decimal(5), Decimal(9)), Decimal(32)),
        "K": (Decimal(1), Decimal("273.15")),
    },
}
"""Factors of the UCUM codes to one base a kind, exact where the definition is."""
