"""What two figures next to each other are to each other: parts of one duration, or one amount in two units."""

import re

from streams.figures.grammar import Reading
from streams.figures.numerals import EXACT, times
from streams.figures.unit_table import MONTHS_OF, POUNDS, SECONDS
from streams.figures.window import GAP

COMPOSITE = re.compile(rf"(?:,?{GAP}and{GAP}|,?{GAP})")
ROUGHLY = "about around some roughly nearly almost approximately over"
HEDGE = rf"(?:(?:{ROUGHLY.replace(' ', '|')}|just{GAP}over|just{GAP}under){GAP}|[~≈])?"
RESTATES_PAREN = re.compile(rf"{GAP}?\((?:or{GAP})?{HEDGE}(?:a{GAP})?")
RESTATES_OR = re.compile(rf",?{GAP}or{GAP}{HEDGE}")
RESTATES_SHARE = re.compile(rf"(?:{GAP}[a-z]+){{0,2}},{GAP}or{GAP}{HEDGE}")
"""`1,800 jobs, or about 12 percent of …`: the same quantity as a share."""
BETWEEN_MAX = 40


def carry_units(low: str, readings: list[Reading]) -> list[Reading]:
    """An elided unit comes from the figure beside it: `208 pounds to 193`, `from 4.8 to 4.7 pct`."""
    carried = list(readings)
    for index in range(1, len(carried)):
        first, second = carried[index - 1], carried[index]
        if second.start - first.end > BETWEEN_MAX or (first.row in BARE_ROWS) is (second.row in BARE_ROWS):
            continue
        between = low[first.end : second.start].strip()
        if second.row in BARE_ROWS and between in CARRIES and not NOUN_NEXT.match(low, second.end):
            carried[index] = _in_unit(second, first)
        elif first.row in BARE_ROWS and between == "to" and FROM.search(low[max(0, first.start - 6) : first.start]):
            carried[index - 1] = _in_unit(first, second)
    return carried


BARE_ROWS = frozenset({"digits.bare", "mixed.bare", "words.bare"})
CARRIES = frozenset({"to", "from", "against", "vs", "vs.", "versus"})
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
    if not (large.measure.kind == small.measure.kind == "duration" and large.lo == large.hi and small.lo == small.hi):
        return None
    if not COMPOSITE.fullmatch(low, large.end, small.start):
        return None
    for clock in (SECONDS, MONTHS_OF):
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
        opening = RESTATES_PAREN.fullmatch(low, first.end, second.start)
        if (opening and low[second.end : second.end + 1] == ")") or RESTATES_OR.fullmatch(low, first.end, second.start):
            targets[index] = index - 1
    return readings, targets


UNRESTATED = frozenset({"count", "fraction", "tally", "multiplier", "age", "magnitude", "percentage_point"})
"""Kinds with one unit, or none whose units convert."""
