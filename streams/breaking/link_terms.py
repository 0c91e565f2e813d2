"""What of an item the linker compares: its words with their places and rarity, and its figures. Made in intake.

    FERRY CAPSIZES OFF ZANZIBAR, 12 DEAD      stems ferry, capsiz, zanzibar, dead; the figure 12, of people killed

A link is a few hundred bytes in base64: of each term the CRC-32 of its stem, and two bytes with its rarity by the
frozen table (link_words.json), whether it is a name, where it stands and how often; of each figure its value as a
32-bit float and a code of what it is a figure of. Words keep the order of the text, so the first ones say who acts.
"""

import re
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from struct import Struct
from typing import NamedTuple
from zlib import crc32

import orjson

from schemas.figure import Figure
from schemas.item import WireItem
from streams.breaking.link_words import SILENT

TERMS_MAX, FIGURES_MAX = 92, 24
"""With the header 699 bytes, 932 in base64."""
HEADLINE_MAX, LEDE_MAX, BODY_MAX = 30, 36, 600
"""Tokens that are read: of a headline all that an editor would write, of the text its first two sentences or so as the
lede, and as much of the rest as tells what it is about."""

START_MAX = 10
BODY, LEDE, START, HEAD = range(4)
"""Where a term stands; the first place counts. The start of the lede says who does what, as the headline does."""


class Term(NamedTuple):
    weight: int
    """Rarity, 0 to 31: 3 x ln(1 / share of texts that have the word)."""
    name: bool
    zone: int
    often: int
    """Times that it stands in the text, 15 at most."""


class Link(NamedTuple):
    """A link unpacked."""

    corrects: bool
    """Whether it is marked as a correction or a repeat of an earlier item."""
    terms: dict[int, Term]
    """By code, those of the headline first, then the lede's, then the most telling of the rest."""
    figures: tuple[tuple[float, int], ...]
    """Value, and code of what it is a figure of; 0 where the copy does not say."""


def terms(item: WireItem, figures: Sequence[Figure] = ()) -> str | None:
    """None where there is no text."""
    body = item.body or ""
    skip = len(item.dateline.text) if item.dateline and body.startswith(item.dateline.text) else 0
    head = list(_read((item.headline or "")[:CHARACTERS_MAX], HEADLINE_MAX))
    text = list(_read(body[skip : skip + CHARACTERS_MAX], BODY_MAX))
    if not head and not text:
        return None
    if not head:
        # What an agency moves without a headline says in its first sentence what a headline would.
        head = text[:HEAD_OF_TEXT]
    names = {stem for stem, _, name in text if name}
    counts = Counter([stem for stem, _, _ in head])
    counts.update([stem for stem, _, _ in text])
    found: dict[str, bytes] = {}
    for stem, weight, name in head:
        if stem not in found:
            found[stem] = _pack(stem, weight, stem in names or name, HEAD, counts[stem])
    for place, (stem, weight, name) in enumerate(text[:LEDE_MAX]):
        if stem not in found:
            zone = START if place < START_MAX else LEDE
            found[stem] = _pack(stem, weight, name or stem in names, zone, counts[stem])
    rest = {stem: (weight, name) for stem, weight, name in text[LEDE_MAX:] if stem not in found}
    telling = sorted(rest, key=lambda stem: (-rest[stem][0] * min(4, counts[stem]), stem))
    for stem in telling[: max(0, TERMS_MAX - len(found))]:
        weight, name = rest[stem]
        found[stem] = _pack(stem, weight, name or stem in names, BODY, counts[stem])
    rows = list(found.values())[:TERMS_MAX]
    facts = list(_facts(figures))[:FIGURES_MAX]
    return b64encode(b"".join([_HEADER.pack(_corrects(item), len(rows), len(facts)), *rows, *facts])).decode()


CHARACTERS_MAX = 5_000
HEAD_OF_TEXT = 14
"""Words of content of the text that stand for a headline that is missing."""


@lru_cache(maxsize=16_384)
def unpack(link: str) -> Link:
    data = b64decode(link)
    corrects, term_count, figure_count = _HEADER.unpack_from(data)
    end = _HEADER.size + _TERM.size * term_count
    terms = {code: _TERMS[packed] for code, packed in _TERM.iter_unpack(data[_HEADER.size : end])}
    return Link(bool(corrects), terms, tuple(_FACT.iter_unpack(data[end : end + _FACT.size * figure_count])))


def anchors(link: str, most: int) -> list[int]:
    """Codes of the words that tell most: rare ones, and of equally rare ones those of the headline. Nothing else of the
    link is unpacked: a state that is read anew asks this of every link."""
    data = b64decode(link)
    _, count, _ = _HEADER.unpack_from(data)
    packed = dict(_TERM.iter_unpack(data[_HEADER.size : _HEADER.size + _TERM.size * count]))
    return [code for _, code in sorted([(_RANKS[term], code) for code, term in packed.items()])[:most]]


_HEADER, _TERM, _FACT = Struct("<?BB"), Struct("<IH"), Struct("<fH")


class _Terms(dict[int, Term]):
    """The two bytes of a term to what they say; there are few different ones."""

    def __missing__(self, packed: int) -> Term:
        found = self[packed] = Term(packed & 31, bool(packed >> 5 & 1), packed >> 6 & 3, packed >> 8 & 15)
        return found


_TERMS = _Terms()


class _Ranks(dict[int, int]):
    """The two bytes of a term to its rank, the most telling first."""

    def __missing__(self, packed: int) -> int:
        term = _TERMS[packed]
        found = self[packed] = -(term.weight + (6 if term.zone else 0) + term.often)
        return found


_RANKS = _Ranks()


def _pack(stem: str, weight: int, name: bool, zone: int, often: int) -> bytes:
    return _TERM.pack(crc32(stem.encode()), weight | name << 5 | zone << 6 | min(often, 15) << 8)


def _facts(figures: Sequence[Figure]) -> Iterable[bytes]:
    """Of the figures each once, those of the headline first, as the room of figures lists them."""
    seen = set()
    for figure in figures:
        value = float(figure.lo)
        of = figure.slot.rpartition("/")[0] if figure.slot else ""
        fact = _FACT.pack(min(max(value, -3e38), 3e38), crc32(of.encode()) & 0xFFFF if of else 0)
        if fact not in seen:
            seen.add(fact)
            yield fact


def _corrects(item: WireItem) -> bool:
    top = "\n".join(each for each in (item.headline, item.slugline, item.ed_note) if each)
    return _CORRECTS.search(top) is not None


_CORRECTS = re.compile(r"(?im)^\W*(?:correct(?:ed|ion|ive|s)|rpt|repeat(?:ing)?|refile)\b")
"""As an agency marks it, in first place of the headline, the slug or the note to editors."""


# ---- words


def _read(text: str, most: int) -> Iterable[tuple[str, int, bool]]:
    """Stem, weight and whether it looks like a name, of each word of content."""
    words = WORD.findall(_TICKER.sub(" ", text))[: 2 * most]
    capitals = sum([word[0].isupper() for word in words]) > CAPITALS_SHARE * len(words)
    left = most
    for word in words:
        stem, weight = _STEMS[word]
        if stem:
            yield stem, weight, weight >= UNKNOWN if capitals else word[0].isupper()
            left -= 1
            if not left:
                return


CAPITALS_SHARE = 0.6
"""More capitals than this, and they are typography: then a name is what no table of words knows."""

_TICKER = re.compile(r"<[^<>\n]{1,14}>")
"""An exchange's code for a company is left out: what makes two texts one story must be told in words."""
WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")


class _Stems(dict[str, tuple[str, int]]):
    """A word as it stands to its stem and weight; the stem is empty for a word of no content."""

    def __missing__(self, word: str) -> tuple[str, int]:
        if len(self) >= MEMORY_MAX:
            self.clear()
        found = self[word] = _weighed(word)
        return found


MEMORY_MAX = 100_000


def _weighed(word: str) -> tuple[str, int]:
    low = word.lower().replace("’", "'").replace(".", "")
    if low in SILENT or len(low) < 2:
        return "", 0
    form = stem(low)
    return form, _WEIGHTS.get(form, UNKNOWN)


def stem(low: str) -> str:
    """The word without the endings of number, time and person: sinks, sinking; resigned, resigns.

    >>> [stem(word) for word in ("sinks", "stopped", "raising", "companies", "bank's")]
    ['sink', 'stop', 'rais', 'company', 'bank']
    """
    low = low.removesuffix("'s").replace("'", "")
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 3 and low[-1] == "s" and low[-2] not in "suia":
        low = low[:-1]
    for ending in ("ing", "ed"):
        if len(low) - len(ending) >= 3 and low.endswith(ending):
            low = low[: -len(ending)]
            if low[-1] == low[-2] and low[-1] not in "ls":
                low = low[:-1]
            break
    return low[:-1] if len(low) > 4 and low[-1] == "e" else low


def _load() -> tuple[str, dict[str, int]]:
    table = orjson.loads(Path(__file__).with_name("link_words.json").read_bytes())
    return table["version"], table["weights"]


UNKNOWN = 29
"""The weight of a word that the table does not have."""
VERSION, _WEIGHTS = _load()

_STEMS = _Stems()
