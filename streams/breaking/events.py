"""Which events a headline and a first sentence tell: one look at each word, then one look at each row of EVENTS."""

import re
from typing import NamedTuple

from schemas.lists import TextField
from streams.breaking.event_words import CONCEPTS, EVENTS, Event

WORD = re.compile(r"[a-z0-9][a-z0-9&.'/]*(?:-[a-z0-9]+)?")
"""A word with its points, its apostrophe and at most one hyphen: `u.s.`, `s&p`, `s/p`, `m-1`, `re-elected`."""


class Sight(NamedTuple):
    """The concepts that a text has as bits, and where each was first seen: bit -> (start, end)."""

    bits: int
    places: dict[int, tuple[int, int]]
    words: list[tuple[str, int, int]]
    owned: set[int]
    """Indexes of the words that ended in a possessive: `germany's`."""

    def possessive(self, index: int) -> bool:
        return index in self.owned


class Told(NamedTuple):
    """An event that a text tells, and the stretch of it that says so."""

    event: Event
    field: TextField
    start: int
    end: int


def see(low: str, end_max: int | None = None) -> Sight:
    """The concepts of a text in lower case, up to a place in it."""
    words: list[tuple[str, int, int]] = []
    owned: set[int] = set()
    for found in WORD.finditer(low, 0, end_max if end_max is not None else len(low)):
        word, start = found.group(), found.start()
        if word.endswith(("'s", ".'")):
            word = word[:-2]
            owned.add(len(words))
        word = word.rstrip(".'/")
        if "-" in word and word not in _LEXICON and word not in _PHRASES:
            for part in word.split("-"):
                words.append((part, start, start + len(part)))
                start += len(part) + 1
        elif word:
            words.append((word, start, start + len(word)))
    bits, places = 0, {}
    for index, (word, start, end) in enumerate(words):
        seen = _LEXICON.get(word, 0)
        if seen and seen & ~bits:
            _place(places, seen & ~bits, start, end)
            bits |= seen
        for rest, phrase_bits in _PHRASES.get(word, ()):
            if phrase_bits & ~bits and [each[0] for each in words[index + 1 : index + 1 + len(rest)]] == rest:
                _place(places, phrase_bits & ~bits, start, words[index + len(rest)][2])
                bits |= phrase_bits
    return Sight(bits, places, words, owned)


def told(sight: Sight, field: TextField, shift: int = 0) -> list[Told]:
    """The events among the concepts, the gravest first; of one code only the gravest. `shift` is where the text begins."""
    found: dict[str, Told] = {}
    for event, need, bar in _ROWS:
        if sight.bits & need == need and not sight.bits & bar and event.code not in found:
            spans = [sight.places[bit] for bit in _bits(need)]
            start, end = min(start for start, _ in spans), max(end for _, end in spans)
            found[event.code] = Told(event, field, start + shift, end + shift)
    return list(found.values())


def has(sight: Sight, concept: str) -> bool:
    return bool(sight.bits & BIT[concept])


def place(sight: Sight, concept: str) -> tuple[int, int]:
    return sight.places[BIT[concept]]


BIT = {name: 1 << number for number, name in enumerate(CONCEPTS)}


def _lexicon() -> tuple[dict[str, int], dict[str, list[tuple[list[str], int]]]]:
    single: dict[str, int] = {}
    phrases: dict[str, dict[tuple[str, ...], int]] = {}
    for name, words in CONCEPTS.items():
        for word in words:
            first, *rest = word.split("_")
            if not rest:
                single[first] = single.get(first, 0) | BIT[name]
            else:
                rows = phrases.setdefault(first, {})
                rows[tuple(rest)] = rows.get(tuple(rest), 0) | BIT[name]
    return single, {first: [(list(rest), bits) for rest, bits in rows.items()] for first, rows in phrases.items()}


def _mask(names: tuple[str, ...]) -> int:
    mask = 0
    for name in names:
        mask |= BIT[name]
    return mask


def _bits(mask: int) -> list[int]:
    return [1 << number for number in range(mask.bit_length()) if mask >> number & 1]


def _place(places: dict[int, tuple[int, int]], bits: int, start: int, end: int) -> None:
    while bits:
        bit = bits & -bits
        places[bit] = (start, end)
        bits ^= bit


_LEXICON, _PHRASES = _lexicon()
_ROWS = sorted([(event, _mask(event.all), _mask(event.without)) for event in EVENTS], key=lambda row: -row[0].severity)
