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
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from struct import Struct
from typing import Literal, NamedTuple
from zlib import crc32

import orjson

from schemas.figure import Figure
from schemas.item import WireItem
from streams.breaking.link_words import NAMES_TOO, SILENT

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
    head, head_named = _read((item.headline or "")[:CHARACTERS_MAX], HEADLINE_MAX)
    text, named = _read(body[skip : skip + CHARACTERS_MAX], BODY_MAX)
    if not head and not text:
        return None
    if not head:
        # What an agency moves without a headline says in its first sentence what a headline would.
        head, head_named = text[:HEAD_OF_TEXT], named
    names = {word[0] for word in text if word[named]}
    counts = Counter([word[0] for word in head + text])
    found: dict[str, tuple[int, int]] = {}
    for word in head:
        stem, weight, code, _, _ = word
        if stem not in found:
            found[stem] = code, weight | (stem in names or word[head_named]) << 5 | HEAD << 6
    for place, (stem, weight, code, _, _) in enumerate(text[:LEDE_MAX]):
        if stem not in found:
            found[stem] = code, weight | (stem in names) << 5 | (START if place < START_MAX else LEDE) << 6
    rest = {word[0]: word for word in text[LEDE_MAX:]}
    telling = [(-word[1] * min(4, counts[stem]), stem) for stem, word in rest.items() if stem not in found]
    for _, stem in sorted(telling)[: max(0, TERMS_MAX - len(found))]:
        _, weight, code, _, _ = rest[stem]
        found[stem] = code, weight | (stem in names) << 5 | BODY << 6
    rows = [each for stem, (code, said) in found.items() for each in (code, said | min(15, counts[stem]) << 8)]
    del rows[2 * TERMS_MAX :]
    facts = _facts(figures)
    packed = _terms_of(len(rows) // 2).pack(*rows)
    return b64encode(b"".join([_HEADER.pack(_corrects(item), len(rows) // 2, len(facts)), packed, *facts])).decode()


CHARACTERS_MAX = 5_000
HEAD_OF_TEXT = 14
"""Words of content of the text that stand for a headline that is missing."""


@lru_cache(maxsize=4_096)
def unpack(link: str) -> Link:
    data = b64decode(link)
    corrects, term_count, figure_count = _HEADER.unpack_from(data)
    rows = _terms_of(term_count).unpack_from(data, _HEADER.size)
    terms = dict(zip(rows[::2], map(_TERMS.__getitem__, rows[1::2]), strict=True))
    end = _HEADER.size + _TERM_SIZE * term_count
    return Link(bool(corrects), terms, tuple(_FACT.iter_unpack(data[end : end + _FACT.size * figure_count])))


@lru_cache(maxsize=4_096)
def anchors(link: str, most: int) -> tuple[int, ...]:
    """The words that tell most, as 4 x code + zone: rare ones, and of equally rare ones those of the headline. Nothing
    else of the link is unpacked: a state that is read anew asks this of every link."""
    data = b64decode(link)
    _, count, _ = _HEADER.unpack_from(data)
    rows = _terms_of(count).unpack_from(data, _HEADER.size)
    ranked = sorted([_RANKS[packed] + 4 * code for code, packed in zip(rows[::2], rows[1::2], strict=True)])
    return tuple([each & _ANCHOR for each in ranked[:most]])


_ANCHOR = (1 << 34) - 1


def codes(words: Iterable[str]) -> frozenset[int]:
    """The codes under which links have these words."""
    return frozenset([crc32(stem(word).encode()) for word in words])


_HEADER, _FACT, _TERM_SIZE = Struct("<?BB"), Struct("<fH"), 6


class _Terms(dict[int, Term]):
    """The two bytes of a term to what they say; there are few different ones."""

    def __missing__(self, packed: int) -> Term:
        found = self[packed] = Term(packed & 31, bool(packed >> 5 & 1), packed >> 6 & 3, packed >> 8 & 15)
        return found


_TERMS = _Terms()


class _Ranks(dict[int, int]):
    """The two bytes of a term to its rank, the most telling first, with room for a code, and its zone."""

    def __missing__(self, packed: int) -> int:
        term = _TERMS[packed]
        rank = -(term.weight + (6 if term.zone else 0) + term.often)
        found = self[packed] = (rank << 34) + term.zone
        return found


_RANKS = _Ranks()


@cache  # at most TERMS_MAX of them
def _terms_of(count: int) -> Struct:
    """So many terms in a row."""
    return Struct("<" + "IH" * count)


def _facts(figures: Sequence[Figure]) -> list[bytes]:
    """Of the figures each once, those of the headline first, as the room of figures lists them."""
    facts = dict[bytes, None]()
    for figure in figures:
        value = min(max(float(figure.lo), -3e38), 3e38)
        facts[_FACT.pack(value, _slot_code(figure.slot) if figure.slot else 0)] = None
        if len(facts) == FIGURES_MAX:
            break
    return list(facts)


@lru_cache(maxsize=4_096)
def _slot_code(slot: str) -> int:
    of = slot.rpartition("/")[0]
    return crc32(of.encode()) & 0xFFFF if of else 0


def _corrects(item: WireItem) -> bool:
    top = "\n".join(each for each in (item.headline, item.slugline, item.ed_note) if each)
    return _CORRECTS.search(top) is not None


_CORRECTS = re.compile(r"(?im)^[^\w\n]*(?:correct(?:ed|ion|ive|s)|rpt|repeat(?:ing)?|refile)\b")
"""As an agency marks it, in first place of the headline, the slug or the note to editors."""


# ---- words


Word = tuple[str, int, int, bool, bool]
"""Stem, weight, CRC-32 of the stem, and whether it looks like a name: where names have capitals, and where all has."""
_CAPITAL: Literal[3] = 3
_UNKNOWN: Literal[4] = 4


def _read(text: str, most: int) -> tuple[list[Word], Literal[3, 4]]:
    """The words of content, and which of their fields says that one looks like a name."""
    if "<" in text:
        text = _TICKER.sub(" ", text)
    chunks = text.translate(_APART).split()
    words = list(chain.from_iterable(map(_WORDS.__getitem__, chunks)))[: 2 * most]
    if chunks and chunks[0].lower() in NAMES_TOO:
        words[0] = _weighed(chunks[0], silent=False)
    capitals = sum([word[_CAPITAL] for word in words]) > CAPITALS_SHARE * len(words)
    return [word for word in words if word[0]][:most], _UNKNOWN if capitals else _CAPITAL


CAPITALS_SHARE = 0.6
"""More capitals than this, and they are typography: then a name is what no table of words knows."""

_TICKER = re.compile(r"<[^<>\n]{1,14}>")
"""An exchange's code for a company is left out: what makes two texts one story must be told in words."""
WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")
_APART = {code: " " for code in range(128) if not chr(code).isalpha() and chr(code) not in ".'"}
"""What stands in no word: replaced before the text is split, so that a word and a word with a comma are one chunk."""


class _Words(dict[str, tuple[Word, ...]]):
    """The words of a chunk of text without spaces; most of them were read before."""

    def __missing__(self, chunk: str) -> tuple[Word, ...]:
        words = [chunk] if chunk.isalpha() else WORD.findall(chunk)
        found = tuple([self[word][0] if word in self else _weighed(word) for word in words])
        if len(self) >= MEMORY_MAX:
            self.clear()
        if len(chunk) <= REMEMBERED_MAX:
            self[chunk] = found
        return found


MEMORY_MAX, REMEMBERED_MAX = 100_000, 40
"""Words remembered, and characters of one: what is longer is no word that comes again."""


def _weighed(word: str, *, silent: bool = True) -> Word:
    low = word.lower().replace("’", "'").replace(".", "")
    if (silent and low in SILENT) or len(low) < 2:
        return "", 0, 0, word[0].isupper(), False
    form = stem(low)
    weight = _WEIGHTS.get(form, UNKNOWN)
    return form, weight, crc32(form.encode()), word[0].isupper(), weight >= UNKNOWN


def stem(low: str) -> str:
    """The word without the endings of number, time and person: sinks, sinking; resigned, resigns.

    >>> [stem(word) for word in ("sinks", "stopped", "raising", "companies", "bank's")]
    ['sink', 'stop', 'rais', 'company', 'bank']
    """
    if "'" in low:
        low = low.removesuffix("'s").replace("'", "")
    if low[-1:] not in "sgde":
        return low
    size = len(low)
    if low[-1:] == "s" and size > 3:
        if size > 4 and low.endswith("ies"):
            return low[:-3] + "y"
        if low[-2] not in "suia":
            low = low[:-1]
    ending = 3 if low.endswith("ing") else 2 if low.endswith("ed") else 0
    if ending and len(low) - ending >= 3:
        low = low[:-ending]
        if low[-1] == low[-2] and low[-1] not in "ls":
            low = low[:-1]
    return low[:-1] if low[-1:] == "e" and len(low) > 4 else low


def _load() -> tuple[str, dict[str, int]]:
    table = orjson.loads(Path(__file__).with_name("link_words.json").read_bytes())
    return table["version"], table["weights"]


UNKNOWN = 29
"""The weight of a word that the table does not have."""
VERSION, _WEIGHTS = _load()

_WORDS = _Words()
