"""What of an item the linker compares: its words with their places and rarity, and its figures. Made in intake.

    FERRY CAPSIZES OFF ZANZIBAR, 12 DEAD      ferry 1  capsiz 2  zanzibar 3 (name)  dead 4   and the figure 12, killed
    |     place in the headline               stem     rarity of each in the frozen table (link_words.json)

A link is a few hundred bytes in base64: of each term the CRC-32 of its stem, a byte with rarity and class, a byte with
its place and how often it stands; of each figure its value as a 32-bit float and a code of what it is a figure of.
"""

import re
from array import array
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from struct import Struct
from sys import byteorder
from typing import NamedTuple
from zlib import crc32

import orjson

from schemas.figure import Figure
from schemas.item import WireItem

TERMS_MAX, FIGURES_MAX = 92, 24
"""With the header 716 bytes, 956 in base64."""
HEADLINE_MAX, LEDE_MAX, BODY_MAX = 30, 60, 600
"""Tokens that are read: of a headline all that an editor would write, of the text its first two sentences or so as the
lede, and as much of the rest as tells what it is about."""

BODY, LEDE, HEAD = range(3)
"""Where a term stands; the first place counts."""


class Term(NamedTuple):
    weight: int
    """Rarity, 0 to 31: 3 x ln(1 / share of texts that have the word)."""
    name: bool
    zone: int
    at: int
    """Its place among the headline's words of content, from 0; 15 in any other zone."""
    count: int
    """How often it stands in the text, 15 at most."""


class Link(NamedTuple):
    """A link unpacked."""

    terms: dict[int, Term]
    """By code, those of the headline first, then the lede's, then the most telling of the rest."""
    figures: tuple[tuple[float, int], ...]
    """Value, and code of what it is a figure of; 0 where the copy does not say."""


def terms(item: WireItem, figures: Sequence[Figure] = ()) -> str | None:
    """None where there is no text."""
    body = item.body or ""
    skip = len(item.dateline.text) if item.dateline and body.startswith(item.dateline.text) else 0
    head = list(_read(item.headline or "", HEADLINE_MAX))
    text = list(_read(body[skip : skip + CHARACTERS_MAX], BODY_MAX))
    if not head and not text:
        return None
    if not head:
        # What an agency moves without a headline says in its first sentence what a headline would.
        head, text = text[:HEAD_OF_TEXT], text
    names = {stem for stem, _, name in text if name}
    counts = Counter([stem for stem, _, _ in head])
    counts.update([stem for stem, _, _ in text])
    found: dict[str, bytes] = {}
    for at, (stem, weight, name) in enumerate(head):
        if stem not in found:
            found[stem] = _pack(stem, weight, stem in names or name, HEAD, min(at, 15), counts[stem])
    for stem, weight, name in text[:LEDE_MAX]:
        if stem not in found:
            found[stem] = _pack(stem, weight, name or stem in names, LEDE, 15, counts[stem])
    rest = {stem: (weight, name) for stem, weight, name in text[LEDE_MAX:] if stem not in found}
    telling = sorted(rest, key=lambda stem: (-rest[stem][0] * min(4, counts[stem]), stem))
    for stem in telling[: max(0, TERMS_MAX - len(found))]:
        weight, name = rest[stem]
        found[stem] = _pack(stem, weight, name or stem in names, BODY, 15, counts[stem])
    rows = list(found.values())[:TERMS_MAX]
    facts = list(_facts(figures, skip))[:FIGURES_MAX]
    return b64encode(b"".join([_HEADER.pack(len(rows), len(facts)), *rows, *facts])).decode()


CHARACTERS_MAX = 5_000
HEAD_OF_TEXT = 14
"""Words of content of the text that stand for a headline that is missing."""


@lru_cache(maxsize=16_384)
def unpack(link: str) -> Link:
    data = b64decode(link)
    term_count, figure_count = _HEADER.unpack_from(data)
    end = _HEADER.size + _TERM.size * term_count
    terms = {code: _TERMS[packed] for code, packed in _TERM.iter_unpack(data[_HEADER.size : end])}
    return Link(terms, tuple(_FACT.iter_unpack(data[end : end + _FACT.size * figure_count])))


_HEADER, _TERM, _FACT = Struct("<BB"), Struct("<IH"), Struct("<fH")


class _Terms(dict[int, Term]):
    """The two bytes of a term to what they say; there are few different ones."""

    def __missing__(self, packed: int) -> Term:
        found = self[packed] = Term(
            packed & 31, bool(packed >> 5 & 1), packed >> 6 & 3, packed >> 8 & 15, packed >> 12
        )
        return found


_TERMS = _Terms()


def _pack(stem: str, weight: int, name: bool, zone: int, at: int, count: int) -> bytes:
    return _TERM.pack(crc32(stem.encode()), weight | name << 5 | zone << 6 | at << 8 | min(count, 15) << 12)


def _facts(figures: Sequence[Figure], skip: int) -> Iterable[bytes]:
    """Of the figures each once, those of the headline first, as the room of figures lists them."""
    seen = set()
    for figure in figures:
        value = float(figure.lo)
        of = figure.slot.rpartition("/")[0] if figure.slot else ""
        fact = _FACT.pack(min(max(value, -3e38), 3e38), crc32(of.encode()) & 0xFFFF if of else 0)
        if fact not in seen:
            seen.add(fact)
            yield fact


# ---- words


def _read(text: str, most: int) -> Iterable[tuple[str, int, bool]]:
    """Stem, weight and whether it looks like a name, of each word of content."""
    words = _WORD.findall(_TICKER.sub(" ", text))[: 2 * most]
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
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*")


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
    if low in FUNCTION_WORDS or len(low) < 2:
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


FUNCTION_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being but by can could did do does down"
    " during each for from further had has have he her here him his how i if in into is it its itself just may me might"
    " more most must my no nor not now of off on once only or other our out over own same she should so some such than"
    " that the their them then there these they this those through to too under until up us very was we were what when"
    " where which while who whom why will with would you your yours"
    # Wire English for everything.
    " say says said told"
    # Days and months tell when, and two things of one day are not one thing.
    " monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march april"
    " june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec today"
    " yesterday tomorrow"
    # Marks of the trade, which a text wears and does not say.
    " breaking urgent flash bulletin alert snap rush update updates lead writethru correction corrected corrects refile"
    " brief recap reuter reuters rpt".split()
)


def _load() -> tuple[str, dict[str, int]]:
    table = orjson.loads(Path(__file__).with_name("link_words.json").read_bytes())
    return table["version"], table["weights"]


UNKNOWN = 29
"""The weight of a word that the table does not have."""
VERSION, _WEIGHTS = _load()

_STEMS = _Stems()
