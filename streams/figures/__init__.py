"""The figures of an item: every amount that its headline and body state, where it stands and what it is worth.

The room's rule: a figure is read, never guessed. It points at the printed words (text == field[start:end]), its value
is what they say and not what they should say, and what the grammar cannot tell is left out.

    find(uri, version, headline, body)  the figures, in text order, headline first
    rejected(headline, body)            the numbers that are none, each with its reason
"""

from typing import NamedTuple

from schemas.figure import Figure, FigureRelation
from schemas.ids import digest
from schemas.lists import TextField
from streams.figures import grammar, neighbours
from streams.figures.numerals import plain_text
from streams.figures.window import fold

FIGURES_MAX = 500
"""Figures of one item, headline and body together; the rest is dropped. The largest table of prices has some 200."""


class Rejection(NamedTuple):
    """A number that is no figure. Reasons: date, time, year, decade, ordinal, score, identifier, age group, idiom."""

    field: TextField
    start: int
    end: int
    text: str
    reason: str


def find(uri: str, version: str | None, headline: str | None, body: str | None) -> tuple[Figure, ...]:
    """The figures of one version of an item. Never raises, on any text."""
    figures: list[Figure] = []
    for field, text in _fields(headline, body):
        room = FIGURES_MAX - len(figures)
        readings, _ = grammar.read(text, headline=field == "headline", readings_max=room)
        figures += _figures(uri, version, field, text, readings)
    return tuple(figures)


def rejected(headline: str | None, body: str | None) -> tuple[Rejection, ...]:
    """What `find` looked at and did not take, to see why a number is missing."""
    return tuple(
        Rejection(field, reject.start, reject.end, text[reject.start : reject.end], reject.reason)
        for field, text in _fields(headline, body)
        for reject in grammar.read(text, headline=field == "headline", readings_max=FIGURES_MAX)[1]
    )


def _fields(headline: str | None, body: str | None) -> list[tuple[TextField, str]]:
    fields: list[tuple[TextField, str | None]] = [("headline", headline), ("body", body)]
    return [(field, text) for field, text in fields if text]


def _figures(
    uri: str, version: str | None, field: TextField, text: str, readings: list[grammar.Reading]
) -> list[Figure]:
    if not readings:
        return []
    low = fold(text)
    readings, targets = neighbours.restated(low, neighbours.merge_durations(low, neighbours.carry_units(low, readings)))
    ids = [digest(uri, version, field, reading.start, reading.end) for reading in readings]
    figures = []
    for index, reading in enumerate(readings):
        target = targets.get(index)
        figures.append(
            Figure(
                id=ids[index],
                field=field,
                start=reading.start,
                end=reading.end,
                text=text[reading.start : reading.end],
                lo=plain_text(reading.lo),
                hi=plain_text(reading.hi),
                second=None if reading.second is None else plain_text(reading.second),
                modifier=reading.modifier,
                kind=reading.measure.kind,
                unit=reading.measure.unit,
                relations=() if target is None else (FigureRelation(kind="restates", target=ids[target]),),
                rule=reading.row,
            )
        )
    return figures
