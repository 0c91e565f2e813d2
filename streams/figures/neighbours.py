"""What two figures next to each other are to each other: parts of one duration, or one amount in two units."""

import re

from streams.figures.grammar import Reading
from streams.figures.numbers import EXACT, times
from streams.figures.unit_table import MONTHS_OF, POUNDS, SECONDS
from streams.figures.window import GAP

COMPOSITE = re.compile(rf"(?:,?{GAP}and{GAP}|,?{GAP})")
RESTATES_PAREN = re.compile(rf"{GAP}?\((?:or{GAP})?(?:(?:about|around|some|roughly|nearly|almost|approximately|over|just over|just under){GAP}|[~≈])?(?:a{GAP})?")
RESTATES_OR = re.compile(rf",?{GAP}or{GAP}(?:(?:about|around|some|roughly|nearly|almost|approximately|over){GAP})?")
BETWEEN_MAX = 40


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
        if first.measure.kind == "money" and second.measure.unit.code == "[lb_av]" and low[first.end : second.start].strip() == "(":
            # Pounds in brackets after money are money.
            second = readings[index] = second._replace(measure=POUNDS)
        if first.measure.kind != second.measure.kind or first.measure.kind in UNRESTATED or first.measure.unit == second.measure.unit:
            continue
        opening = RESTATES_PAREN.fullmatch(low, first.end, second.start)
        if opening and low[second.end : second.end + 1] == ")" or RESTATES_OR.fullmatch(low, first.end, second.start):
            targets[index] = index - 1
    return readings, targets


UNRESTATED = frozenset({"count", "fraction", "tally", "multiplier", "age", "magnitude", "percentage_point"})
"""Kinds with one unit, or none whose units convert."""
