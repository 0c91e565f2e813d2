"""Which events a headline and a first sentence tell: one look at each word, then at the rows that may fit."""

import re
from itertools import islice
from typing import NamedTuple

from schemas.lists import TextField
from streams.breaking.event_words import CONCEPTS, EVENTS, Event

WORD = re.compile(r"[a-z0-9][a-z0-9&.'’/]*")
"""A word with its points and apostrophes: `u.s.`, `s&p`, `s/p`, `germany's`. A hyphen parts words."""

Row = tuple[int, Event, int, int]
"""Its place in the order of gravity, the event, the concepts it needs and those that bar it."""


class Step(NamedTuple):
    """What a word is known for: the concepts that end with it, and the words that may go on a phrase."""

    bits: list[int]
    after: "dict[str, Step]"


class Sight:
    """The concepts of a text as bits, its words, and where each concept was first seen."""

    __slots__ = ("_found", "_low", "_spans", "bits", "owned", "seen", "words")

    def __init__(self, low: str) -> None:
        self._low = low
        self._spans: list[tuple[int, int]] = []
        self.bits = 0
        self.words: list[str] = WORD.findall(low)
        self.owned: list[int] = []
        """Indexes of the words that ended in a possessive: `germany's`."""
        self.seen: dict[int, tuple[int, int]] = {}
        """bit: first and last word by which it was seen."""

    def span(self, bits: int) -> tuple[int, int]:
        """Where these concepts stand together, in characters."""
        places = [self.seen[bit] for bit in _each(bits)]
        first, last = min([place[0] for place in places]), max([place[1] for place in places])
        if last >= len(self._spans):
            # Most events are told in the first words: no more are placed than is asked for.
            if not self._spans:
                self._found = WORD.finditer(self._low)
            self._spans += [found.span() for found in islice(self._found, last + 1 - len(self._spans))]
        return self._spans[first][0], self._spans[last][1]


class Told(NamedTuple):
    """An event that a text tells, and the stretch of it that says so."""

    event: Event
    field: TextField
    start: int
    end: int


def see(low: str) -> Sight:
    """The concepts of a text in lower case."""
    sight = Sight(low)
    seen, printed, words = sight.seen, sight.words, sight.words
    if not all(map(str.isalnum, printed)):
        words = sight.words = printed.copy()
        for index, word in enumerate(printed):
            if not word.isalnum():
                words[index] = _plain(word, index, sight.owned)
    for index, step in enumerate(map(_LEXICON.get, words)):
        last = index
        while step is not None:
            for bit in step.bits:
                if bit not in seen:
                    seen[bit] = (index, last)
            last += 1
            if not step.after or last == len(printed):
                break
            # A phrase goes on with words as they are printed: a possessive ends it.
            step = step.after.get(printed[last].rstrip(".'’/"))
    sight.bits = sum(seen)
    return sight


def told(sight: Sight, field: TextField, shift: int = 0) -> list[Told]:
    """The events among the concepts, the gravest first, one of a code. `shift` is where the text begins."""
    bits = sight.bits
    rows = [row for bit in sight.seen for row in _ROWS_OF.get(bit, ()) if bits & row[2] == row[2] and not bits & row[3]]
    found: dict[str, Told] = {}
    for _, event, need, _bar in sorted(rows):
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


def _lexicon() -> dict[str, Step]:
    known: dict[str, Step] = {}
    for name, phrases in CONCEPTS.items():
        for phrase in phrases:
            steps = known
            for word in phrase.replace("-", "_").split("_"):
                step = steps.setdefault(word, Step([], {}))
                steps = step.after
            if BIT[name] not in step.bits:
                step.bits.append(BIT[name])
    return known


_LEXICON = _lexicon()
_GRAVEST = sorted(EVENTS, key=lambda event: -event.severity)
_ROWS = [(number, event, mask(*event.all), mask(*event.without)) for number, event in enumerate(_GRAVEST)]
_ROWS_OF: dict[int, list[Row]] = {}
for _row in _ROWS:
    # A row is looked at where the first of its concepts is seen.
    _ROWS_OF.setdefault(BIT[_row[1].all[0]], []).append(_row)
