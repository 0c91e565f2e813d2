"""A text as tokens: each with a code for its word or value, its weight, its class and its place.

    Zimmer Corp said it reached an accord to boost its credit line by 4.3 mln dlrs.
    name   name word .  word    .  word   .  word  .   word   word .  figure  word   (. function word)

The code of a word is the CRC-32 of its folded form, that of a figure its value as a 32-bit float: `4.3 mln` and
`4,300,000` have one code, and of two codes one can tell whether they are the same figure rounded. The weight is the
word's rarity in the frozen table (words.json). The class says what a token does for a story: names and figures are its
facts, the other words are how it is told. A template keeps the words and changes the facts, a rewrite the reverse.
"""

import re
from array import array
from itertools import accumulate, compress
from operator import add
from pathlib import Path
from struct import Struct
from sys import byteorder
from typing import NamedTuple
from zlib import crc32

import orjson

from streams.dedupe.words import ABBREVIATIONS, CALENDAR, FUNCTION_WORDS, NUMERALS, SCALES

WORD, NAME, FIGURE, FUNCTION = range(4)
CLASS_MASK, WEIGHT_SHIFT, WEIGHT_MAX = 3, 2, 63
"""A token's meta byte is weight << 2 | class."""

TOKENS_MAX = 2_000
"""Of a longer text the rest is not compared: a bound on the work of a record. One item in a thousand is longer."""
CODE_POINTS_MAX = 65_535
"""A start fits two bytes."""


class Tokens(NamedTuple):
    codes: "array[int]"
    meta: bytearray
    starts: "array[int]"
    """Code points from the beginning of the text."""
    lengths: bytearray
    """Code points, 255 at most."""
    sentences: list[int]
    """Index of the first token of each sentence, table line or paragraph."""
    facts: dict[int, str]
    """A spelling of each different name and figure by its code, in the order in which they first come."""


def tokens(text: str, *, headline: bool = False, skip: int = 0) -> Tokens:
    """The tokens of a text after its first `skip` code points.

    In a headline, and where hardly anything is in lower case, capitals tell no names.
    """
    text = text[skip:CODE_POINTS_MAX]
    parts = (_ASCII_TOKEN if text.isascii() else _TOKEN).split(text)
    words, gaps = parts[1 : 2 * TOKENS_MAX : 2], parts[0 : 2 * TOKENS_MAX : 2]
    if not words:
        return Tokens(array("I"), bytearray(), array("H"), bytearray(), [], {})
    count = len(words)
    sizes = list(map(len, words))
    # Lists first, here and below: an array takes one in a single step, and anything else number by number.
    starts = array("H", list(accumulate(map(add, sizes[:-1], map(len, gaps[1:])), initial=skip + len(gaps[0]))))
    lengths = _lengths(sizes)
    known = array("Q", list(map(_LEXICON.__getitem__, words))).tobytes()
    codes, meta = array("I", known)[_LOW::2], bytearray(known[_META::8])
    ends = compress(range(1, count), map(_ENDS.__getitem__, gaps[1:]))
    sentences = [0, *[i for i in ends if not _abbreviated(words, i)]]
    _read_scales(words, gaps, codes, meta, lengths)
    if headline or meta.translate(IS[NAME]).count(1) > CAPITALS_SHARE * count:
        meta = meta.translate(_NAMES_TO_WORDS)
    else:
        _lower_initials(meta, sentences)
    are_facts = meta.translate(IS_FACT)
    facts = dict(zip(compress(codes, are_facts), compress(words, are_facts), strict=True))
    return Tokens(codes, meta, starts, lengths, sentences, facts)


def folded(text: str) -> list[str]:
    """The forms under which the text's words are compared, for counting the table."""
    words: list[str] = _TOKEN.findall(text)
    forms = [_fold(word)[0] for word in words]
    for i, after in enumerate(words[1:]):
        scale, value = SCALES.get(after.lower()), _value(words[i]) if words[i][0].isdigit() else None
        if scale is not None and value is not None:
            forms[i] = f"{value * scale:.12g}"
    return forms


CAPITALS_SHARE = 0.6
"""More capitals than this, and they are typography. A dense list of names has 0.5."""


def _lower_initials(meta: bytearray, sentences: list[int]) -> None:
    """A capital that begins a sentence is no name, unless another one follows: `Zimmer Corp said`, `The company`."""
    last = len(meta) - 1
    for i in sentences:
        if meta[i] & CLASS_MASK == NAME and (i == last or meta[i + 1] & CLASS_MASK != NAME):
            meta[i] = meta[i] & ~CLASS_MASK | WORD


def _read_scales(words: list[str], gaps: list[str], codes: "array[int]", meta: bytearray, lengths: bytearray) -> None:
    """`4.3 mln` is one figure of 4,300,000, and so is `4.3m`; the scale word stays a token of its own."""
    for i in compress(range(len(words) - 1), meta.translate(IS[FIGURE])):
        if _SCALE_OF[words[i + 1]] is None or len(gaps[i + 1]) > 1:
            continue
        scaled = _SCALED[words[i], words[i + 1]]
        if scaled is not None:
            codes[i], meta[i] = scaled
            words[i] = f"{words[i]}{gaps[i + 1]}{words[i + 1]}"
            lengths[i] = min(255, len(words[i]))


def _abbreviated(words: list[str], i: int) -> bool:
    """Whether the point before the token ends an abbreviation: `Mr. Smith`, `U.S. Treasury`."""
    return len(words[i - 1]) == 1 or words[i - 1] in ABBREVIATIONS


def _lengths(sizes: list[int]) -> bytearray:
    try:
        return bytearray(sizes)
    except ValueError:  # a word of more than 255 letters: hostile, or an alphabet without spaces
        return bytearray([min(255, size) for size in sizes])


class _Lexicon(dict[str, int]):
    """A word as it stands to its code with its meta byte above; remembered, since a wire has few different words."""

    def __missing__(self, word: str) -> int:
        if len(self) >= MEMORY_MAX:
            self.clear()
        folded, kind, unknown = _fold(word)
        code = _code(folded) if kind == FIGURE else crc32(folded.encode())
        found = self[word] = (_WEIGHTS.get(folded, unknown) << WEIGHT_SHIFT | kind) << 32 | code
        return found


_LOW, _META = (0, 4) if byteorder == "little" else (1, 3)
"""Where a word's code and meta byte stand in the eight bytes of its number."""


class _Scales(dict[str, float | None]):
    """A word as it stands to its scale, None where it is none: asked of every word behind a figure."""

    def __missing__(self, word: str) -> float | None:
        if len(self) >= MEMORY_MAX:
            self.clear()
        found = self[word] = SCALES.get(word.lower())
        return found


class _Scaled(dict[tuple[str, str], tuple[int, int] | None]):
    """A figure and the word after it to the code and meta byte of both together; None where the word is no scale."""

    def __missing__(self, pair: tuple[str, str]) -> tuple[int, int] | None:
        if len(self) >= MEMORY_MAX:
            self.clear()
        found = self[pair] = _scaled(*pair)
        return found


def _scaled(figure: str, word: str) -> tuple[int, int] | None:
    scale, value = SCALES.get(word.lower()), _value(figure) if figure[0].isdigit() else None
    if scale is None or value is None:
        return None
    folded = f"{value * scale:.12g}"
    return _code(folded), _WEIGHTS.get(folded, WEIGHT_MAX) << WEIGHT_SHIFT | FIGURE


class _Ends(dict[str, bool]):
    """Whether a new sentence, table line or paragraph begins after what stands between two tokens."""

    def __missing__(self, gap: str) -> bool:
        if len(self) >= MEMORY_MAX:
            self.clear()
        found = self[gap] = _END.search(gap) is not None
        return found


MEMORY_MAX = 100_000


def _fold(word: str) -> tuple[str, int, int]:
    """The form under which a word is compared, its class, and its weight where the table does not know it."""
    if word[0].isdigit():
        value = _value(word)
        return (word if value is None else f"{value:.12g}"), FIGURE, WEIGHT_MAX
    lower = word.lower()
    if lower in NUMERALS:
        return str(NUMERALS[lower]), FIGURE, WEIGHT_MAX
    if lower in FUNCTION_WORDS:
        return lower, FUNCTION, 0
    if lower in CALENDAR:
        return lower[:3], WORD, 12
    for ending in ("'s", "’s"):
        lower = lower.removesuffix(ending)
    # Of words alone in their number: talks and talk, shares and share. Names lose it on both sides alike.
    if len(lower) > 4 and lower[-1] == "s" and lower[-2] not in "sui":
        lower = lower[:-1]
    if word[0].isupper():
        return lower, NAME, min(WEIGHT_MAX, 30 + 6 * len(lower))
    return lower, WORD, min(40, 6 * len(lower))


def _value(figure: str) -> float | None:
    """`1,200` is twelve hundred, `1,5` and `3/2` one and a half; None for what is no single number: 12.3.87."""
    plain = figure.replace(",", "") if _THOUSANDS.match(figure) else figure.replace(",", ".")
    numerator, slash, denominator = plain.partition("/")
    try:
        return float(numerator) / float(denominator) if slash else float(numerator)
    except (ValueError, ZeroDivisionError):
        return None


def _code(figure: str) -> int:
    value = _value(figure)
    if value is None or value > 1e30:
        # Beyond every figure, and still a number when read as one.
        return crc32(figure.encode()) & 0xFFFFFF | 0x7E000000
    return int(_BITS.unpack(_FLOAT.pack(value))[0])


def _table(kind: int) -> bytes:
    return bytes([byte & CLASS_MASK == kind for byte in range(256)])


IS = [_table(kind) for kind in range(4)]
"""For bytes.translate: 1 where a meta byte is of the class."""
IS_FACT = bytes([byte & CLASS_MASK in (NAME, FIGURE) for byte in range(256)])
PLAIN = bytes([255 * (byte & CLASS_MASK in (WORD, FUNCTION)) for byte in range(256)])
"""For bytes.translate: a mask that leaves the facts out."""
CONTENT = bytes([byte & CLASS_MASK != FUNCTION for byte in range(256)])
WEIGHTS = bytes([byte >> WEIGHT_SHIFT for byte in range(256)])
_NAMES_TO_WORDS = bytes([byte & ~CLASS_MASK | WORD if byte & CLASS_MASK == NAME else byte for byte in range(256)])

# A number with its separators and a fraction; or letters with inner apostrophes. One class after another, linear.
# Ranges instead of the classes of Unicode: a third of the time, and what they take in besides letters are marks that
# belong to them. Left out are the blocks of punctuation, arrows and symbols.
_LETTER = (
    r"A-Za-zªµºÀ-ÖØ-öø-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff\ufe70-\ufefe"
    r"\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U0001efff\U00020000-\U0010ffff"
)
_TOKEN, _ASCII_TOKEN = [
    re.compile(rf"([{letter}]++(?:['’][{letter}]++)*+|\d++(?:[.,]\d++)*+(?:/\d++)?+)") for letter in (_LETTER, "A-Za-z")
]
"""The second says the same of plain ASCII, as hardly any wire is not, in two thirds of the time."""
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?!,)")
# A full stop before white space or the end; a blank line, or a line that begins with an indent.
_END = re.compile(r"[.!?][\"'”’)]*\s|\n\s*\n|\n[ \t]{2}")

_FLOAT, _BITS = Struct("<f"), Struct("<I")

_LEXICON, _SCALE_OF, _SCALED, _ENDS = _Lexicon(), _Scales(), _Scaled(), _Ends()


def _load() -> tuple[str, dict[str, int]]:
    table = orjson.loads((Path(__file__).with_name("words.json")).read_bytes())
    return table["version"], table["weights"]


VERSION, _WEIGHTS = _load()
