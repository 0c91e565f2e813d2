"""Which events a headline and a first sentence tell: one look at each word, then at the rows that may fit."""

import re
from typing import NamedTuple

from schemas.lists import TextField
from streams.breaking.event_words import CONCEPTS, EVENTS, Event

WORD = re.compile(r"[a-z0-9][a-z0-9&.'’/]*")
"""A word with its points and apostrophes: `u.s.`, `s&p`, `s/p`, `germany's`. A hyphen parts words."""

Row = tuple[int, Event, int, int]
"""Its place in the order of gravity, the event, the concepts it needs and those that bar it."""
Phrases = tuple[tuple[tuple[str, ...], int], ...]


class Sight:
    """The concepts of a text as bits, its words, and where each concept was first seen."""

    __slots__ = ("_low", "_spans", "bits", "owned", "seen", "words")

    def __init__(self, low: str) -> None:
        self._low = low
        self._spans: list[tuple[int, int]] | None = None
        self.bits = 0
        self.words: list[str] = WORD.findall(low)
        self.owned: list[int] = []
        """Indexes of the words that ended in a possessive: `germany's`."""
        self.seen: dict[int, tuple[int, int]] = {}
        """bit: first and last word by which it was seen."""

    def span(self, bits: int) -> tuple[int, int]:
        """Where these concepts stand together, in characters."""
        if self._spans is None:
            self._spans = [found.span() for found in WORD.finditer(self._low)]
        places = [self.seen[bit] for bit in _each(bits)]
        first, last = min(place[0] for place in places), max(place[1] for place in places)
        return self._spans[first][0], self._spans[max(last, first)][1]


class Told(NamedTuple):
    """An event that a text tells, and the stretch of it that says so."""

    event: Event
    field: TextField
    start: int
    end: int


def see(low: str) -> Sight:
    """The concepts of a text in lower case."""
    sight = Sight(low)
    words = sight.words
    for index, word in enumerate(words):
        if not word.isalnum():
            words[index] = word = _plain(word, index, sight.owned)
        known = _LEXICON.get(word)
        if known is None:
            continue
        bits, phrases = known
        if bits & ~sight.bits:
            _mark(sight, bits, index, index)
        for rest, phrase_bits in phrases:
            if phrase_bits & ~sight.bits and _follows(words, index, rest):
                _mark(sight, phrase_bits, index, index + len(rest))
    return sight


def told(sight: Sight, field: TextField, shift: int = 0) -> list[Told]:
    """The events among the concepts, the gravest first, one of a code. `shift` is where the text begins."""
    bits, found = sight.bits, {}
    rows: list[Row] = []
    for bit in sight.seen:
        rows += _ROWS_OF.get(bit, ())
    for _, event, need, _bar in sorted(row for row in rows if bits & row[2] == row[2] and not bits & row[3]):
        if event.code not in found:
            start, end = sight.span(need)
            found[event.code] = Told(event, field, start + shift, end + shift)
    return list(found.values())


def has(sight: Sight, concept: str) -> bool:
    return bool(sight.bits & BIT[concept])


def _plain(word: str, index: int, owned: list[int]) -> str:
    if word.endswith(("'s", "’s", ".'")):
        owned.append(index)
        word = word[:-2]
    return word.rstrip(".'’/")


def _follows(words: list[str], index: int, rest: tuple[str, ...]) -> bool:
    """Whether these words come next, as they are printed: a possessive or a point ends a phrase."""
    return tuple(each.rstrip(".'’/") for each in words[index + 1 : index + 1 + len(rest)]) == rest


def _mark(sight: Sight, bits: int, first: int, last: int) -> None:
    for bit in _each(bits & ~sight.bits):
        sight.seen[bit] = (first, last)
    sight.bits |= bits


def _each(mask: int) -> list[int]:
    found = []
    while mask:
        bit = mask & -mask
        found.append(bit)
        mask ^= bit
    return found


BIT = {name: 1 << number for number, name in enumerate(CONCEPTS)}


def mask(*names: str) -> int:
    """The bits of concepts."""
    return sum(BIT[name] for name in dict.fromkeys(names))


def _lexicon() -> dict[str, tuple[int, Phrases]]:
    single: dict[str, int] = {}
    phrases: dict[str, dict[tuple[str, ...], int]] = {}
    for name, words in CONCEPTS.items():
        for word in words:
            first, *rest = word.replace("-", "_").split("_")
            if rest:
                rows = phrases.setdefault(first, {})
                rows[tuple(rest)] = rows.get(tuple(rest), 0) | BIT[name]
            else:
                single[first] = single.get(first, 0) | BIT[name]
    return {
        word: (single.get(word, 0), tuple(phrases.get(word, {}).items())) for word in dict.fromkeys([*single, *phrases])
    }


_LEXICON = _lexicon()
_GRAVEST = sorted(EVENTS, key=lambda event: -event.severity)
_ROWS = [(number, event, mask(*event.all), mask(*event.without)) for number, event in enumerate(_GRAVEST)]
_ROWS_OF: dict[int, list[Row]] = {}
for _row in _ROWS:
    # A row is looked at where the first of its concepts is seen.
    _ROWS_OF.setdefault(BIT[_row[1].all[0]], []).append(_row)
