"""The figures of an item: every amount that its headline and body state, where it stands and what it is worth.

The room's rule: a figure is read, never guessed. It points at the printed words (text == field[start:end]), its value
is what they say and not what they should say, and what the grammar cannot tell is left out.

    find(uri, version, headline, body)  the figures, in text order, headline first
    rejected(headline, body)            the numbers that are none, each with its reason
"""

from typing import NamedTuple

from schemas.base import built
from schemas.figure import Attribution, Figure, FigureRelation
from schemas.figure import Noun as FigureNoun
from schemas.ids import digest
from schemas.lists import TextField
from streams.figures import currencies, grammar, meaning, neighbours, slots
from streams.figures.meaning import Meaning
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
        low = fold(text)
        readings, _ = grammar.read(text, low, headline=field == "headline", readings_max=room)
        readings = currencies.settle(low, readings, (body or text)[: currencies.LEAD_CHARS])
        figures += _figures(uri, version, field, text, low, readings)
    return tuple(figures)


def rejected(headline: str | None, body: str | None) -> tuple[Rejection, ...]:
    """What `find` looked at and did not take, to see why a number is missing."""
    return tuple(
        Rejection(field, reject.start, reject.end, text[reject.start : reject.end], reject.reason)
        for field, text in _fields(headline, body)
        for reject in grammar.read(text, fold(text), headline=field == "headline", readings_max=FIGURES_MAX)[1]
    )


def _fields(headline: str | None, body: str | None) -> list[tuple[TextField, str]]:
    fields: list[tuple[TextField, str | None]] = [("headline", headline), ("body", body)]
    return [(field, text) for field, text in fields if text]


def _figures(
    uri: str, version: str | None, field: TextField, text: str, low: str, readings: list[grammar.Reading]
) -> list[Figure]:
    if not readings:
        return []
    readings = neighbours.merge_durations(low, neighbours.carry_units(low, neighbours.merge_money(low, readings)))
    readings, targets = neighbours.restated(low, readings)
    meanings = meaning.read(text, low, readings, targets, headline=field == "headline")
    ids = [digest(uri, version, field, reading.start, reading.end) for reading in readings]
    return [
        built(
            Figure,
            id=ids[index],
            field=field,
            start=reading.start,
            end=reading.end,
            text=text[reading.start : reading.end],
            lo=(lo := plain_text(reading.lo)),
            hi=lo if reading.hi is reading.lo else plain_text(reading.hi),
            second=None if reading.second is None else plain_text(reading.second),
            modifier=reading.modifier,
            direction=known.move.direction,
            kind=reading.measure.kind,
            unit=reading.measure.unit,
            noun=_noun(text, known),
            role=known.role,
            topic=_topic(text, known) if known.topic else None,
            attribution=_attribution(text, field, known),
            relations=_relations(known, ids) if known.relations else (),
            superseded=True if known.superseded else None,
            conversion_check=neighbours.conversion(readings, targets[index], index) if index in targets else None,
            slot=slots.key(reading, known, _whole(known, meanings) if known.relations else None),
            rule=reading.row,
        )
        for index, (reading, known) in enumerate(zip(readings, meanings, strict=True))
    ]


def _whole(known: Meaning, meanings: list[Meaning]) -> Meaning | None:
    return next((meanings[target] for kind, target in known.relations if kind == "part_of"), None)


def _relations(known: Meaning, ids: list[str]) -> tuple[FigureRelation, ...]:
    return tuple(built(FigureRelation, kind=kind, target=ids[target]) for kind, target in known.relations)


def _noun(text: str, known: Meaning) -> FigureNoun | None:
    noun = known.noun
    if noun is None:
        return None
    if noun.phrase.head < 0:
        return IMPLIED_PEOPLE
    sentence = known.noun_sentence or known.sentence
    start, end = sentence.starts[noun.phrase.first], sentence.ends[noun.phrase.head]
    head = text[sentence.starts[noun.phrase.head] : end]
    if noun.how == "name":
        head = text[start:end]
    return built(FigureNoun, text=text[start:end], head=head, start=start, end=end, implied=False)


def _topic(text: str, known: Meaning) -> str | None:
    starts, ends = known.sentence.starts, known.sentence.ends
    return " ".join([text[starts[token] : ends[token]] for token in known.topic]) or None


IMPLIED_PEOPLE = FigureNoun(text="people", head="people", implied=True)


def _attribution(text: str, field: TextField, known: Meaning) -> Attribution | None:
    source, sentence = known.source, known.source_sentence
    if source is None or sentence is None:
        return None
    start, end = sentence.starts[source.first], sentence.ends[source.last]
    return built(
        Attribution,
        text=text[start:end],
        field=field,
        start=start,
        end=end,
        cue=source.cue,
        inherited=known.inherited,
    )
