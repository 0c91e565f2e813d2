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
from pathlib import Path
from struct import Struct
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
    """Those of the headline come first, `head` of them, then those of the body."""

    head: int
    words: list[str]
    """As the text spells them, a figure with its scale: 4.3 mln."""
    codes: "array[int]"
    meta: bytearray
    starts: "array[int]"
    """Code points from the beginning of the headline or body."""
    lengths: bytearray
    """Code points, 255 at most."""
    sentences: list[int]
    """Index of the first token of each sentence, table line or paragraph of the body."""


def tokens(headline: str, body: str, skip: int = 0) -> Tokens:
    """The tokens of a headline, and of a body after its first `skip` code points.

    In a headline, and where hardly anything is in lower case, capitals tell no names.
    """
    above, below = _split(headline), _split(body, skip)
    parts = above + below
    words, gaps, head = parts[1::2], parts[::2], len(above) // 2
    sizes = list(map(len, parts))
    # Lists first, here and below: an array takes one in a single step, and anything else number by number.
    starts = list(accumulate(sizes[: 2 * head]))[::2] + list(accumulate(sizes[2 * head :], initial=skip))[1::2]
    short = _bytes(sizes)
    lengths = short[1::2]
    known = b"".join(map(_LEXICON.__getitem__, words))
    codes, meta = array("I", known)[::2], bytearray(known[_META::8])
    wide = short[::2].translate(_WIDE)
    # No sentence begins within a headline, and the body's first begins with its first token.
    wide[: head + 1] = bytes(min(head + 1, len(wide)))
    ends = [i for i in compress(range(len(words)), wide) if _ENDS[gaps[i]] and not _abbreviated(words, i)]
    sentences = [head, *ends] if below else []
    for i in compress(range(len(words)), known[_SCALE::8]):
        if i and i != head and len(gaps[i]) < 2:
            _read_scale(i - 1, words, gaps, codes, meta, lengths)
    names = meta.translate(IS[NAME])
    plain = len(words) if names.count(1, head) > CAPITALS_SHARE * (len(words) - head) else head
    meta[:plain] = meta[:plain].translate(_NAMES_TO_WORDS)
    if plain == head:
        _lower_initials(meta, sentences)
    return Tokens(head, words, codes, meta, array("H", starts), lengths, sentences)


def _split(text: str, skip: int = 0) -> list[str]:
    """What stands before each token, and the token, in turns; what stands behind the last one is left out."""
    text = text[skip:CODE_POINTS_MAX]
    parts = (_ASCII_TOKEN if text.isascii() else _TOKEN).split(text)
    return parts[: min(len(parts) - 1, 2 * TOKENS_MAX)]


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


def _read_scale(
    i: int, words: list[str], gaps: list[str], codes: "array[int]", meta: bytearray, lengths: bytearray
) -> None:
    """`4.3 mln` is one figure of 4,300,000, and so is `4.3m`; the scale word stays a token of its own."""
    scaled = _SCALED[words[i], words[i + 1]] if meta[i] & CLASS_MASK == FIGURE else None
    if scaled is not None:
        codes[i], meta[i] = scaled
        words[i] = f"{words[i]}{gaps[i + 1]}{words[i + 1]}"
        lengths[i] = min(255, len(words[i]))


def _abbreviated(words: list[str], i: int) -> bool:
    """Whether the point before the token ends an abbreviation: `Mr. Smith`, `U.S. Treasury`."""
    return len(words[i - 1]) == 1 or words[i - 1] in ABBREVIATIONS


def _bytes(sizes: list[int]) -> bytearray:
    try:
        return bytearray(sizes)
    except ValueError:  # a word of more than 255 letters: hostile, or an alphabet without spaces
        return bytearray([min(255, size) for size in sizes])


class _Lexicon(dict[str, bytes]):
    """A word as it stands to its code, its meta byte and whether it is a scale, as eight bytes.

    Remembered, since a wire has few different words.
    """

    def __missing__(self, word: str) -> bytes:
        if len(self) >= MEMORY_MAX:
            self.clear()
        folded, kind, unknown = _fold(word)
        code = _code(folded) if kind == FIGURE else crc32(folded.encode())
        # Millions folds to million and is no scale: _scaled knows better.
        found = _KNOWN.pack(code, _WEIGHTS.get(folded, unknown) << WEIGHT_SHIFT | kind, folded in SCALES)
        if len(word) <= REMEMBERED_MAX:
            self[word] = found
        return found


_KNOWN, _META, _SCALE = Struct("=IB?2x"), 4, 5


class _Scaled(dict[tuple[str, str], tuple[int, int] | None]):
    """A figure and the word after it to the code and meta byte of both together; None where the word is no scale."""

    def __missing__(self, pair: tuple[str, str]) -> tuple[int, int] | None:
        if len(self) >= MEMORY_MAX:
            self.clear()
        found = _scaled(*pair)
        if len(pair[0]) <= REMEMBERED_MAX:
            self[pair] = found
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
        found = _END.search(gap) is not None
        if len(gap) <= REMEMBERED_MAX:
            self[gap] = found
        return found


MEMORY_MAX, REMEMBERED_MAX = 100_000, 100
"""Of words, figures and gaps, and code points of each: longer ones do not come again, and would fill the memory."""


def code_of(word: str) -> int:
    """The code of a word that is no figure."""
    return crc32(_fold(word)[0].encode())


def _fold(word: str) -> tuple[str, int, int]:
    """The form under which a word is compared, its class, and its weight where the table does not know it."""
    if word[0].isdigit():
        value = _value(word)
        return (word if value is None else f"{value:.12g}"), FIGURE, WEIGHT_MAX
    lower = word.lower()
    ruled = _RULED.get(lower)
    if ruled is not None:
        return ruled
    if lower[-1] == "s":
        lower = lower.removesuffix("'s").removesuffix("’s")
        # Of words alone in their number: talks and talk, shares and share. Names lose it on both sides alike.
        if len(lower) > 4 and lower[-1] == "s" and lower[-2] not in "sui":
            lower = lower[:-1]
    if word[0].isupper():
        return lower, NAME, min(WEIGHT_MAX, 30 + 6 * len(lower))
    return lower, WORD, min(40, 6 * len(lower))


_RULED: dict[str, tuple[str, int, int]] = {
    **{word: (word[:3], WORD, 12) for word in CALENDAR},
    **{word: (word, FUNCTION, 0) for word in FUNCTION_WORDS},
    **{word: (str(value), FIGURE, WEIGHT_MAX) for word, value in NUMERALS.items()},
}
"""May is a function word before it is a month."""


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
_WIDE = bytes([size > 1 for size in range(256)])
"""For bytes.translate: 1 where a gap may end a sentence, for which one character is not enough."""
_NAMES_TO_WORDS = bytes([byte & ~CLASS_MASK | WORD if byte & CLASS_MASK == NAME else byte for byte in range(256)])

# A number with its separators and a fraction; or letters with inner apostrophes. One class after another, linear.
# Ranges instead of the classes of Unicode: a third of the time, and what they take in besides letters are marks that
# belong to them. Left out are the blocks of punctuation, arrows and symbols.
_LETTER = (
    r"A-Za-zªµºÀ-ÖØ-öø-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff\ufe70-\ufefe"
    r"\uff21-\uff3a\uff41-\uff5a\uff66-\uffdc\U00010000-\U0001efff\U00020000-\U0010ffff"
)
_NUMBER = r"\d*+(?:[.,]\d++)*+(?:/\d++)?+"
_TOKEN = re.compile(rf"([{_LETTER}]++(?:['’][{_LETTER}]++)*+|\d{_NUMBER})")
_ASCII_TOKEN = re.compile(rf"(?a)([A-Za-z\d](?:(?<!\d)[A-Za-z]*+(?:'[A-Za-z]++)*+|{_NUMBER}))")
"""The second says the same of plain ASCII, as hardly any wire is not, in half of the time: its first character is of
one set, and for that the engine looks without trying the branches."""
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?!,)")
# A full stop before white space or the end; a blank line, or a line that begins with an indent.
_END = re.compile(r"[.!?][\"'”’)]*\s|\n\s*\n|\n[ \t]{2}")

_FLOAT, _BITS = Struct("<f"), Struct("<I")

_LEXICON, _SCALED, _ENDS = _Lexicon(), _Scaled(), _Ends()


def _load() -> tuple[str, dict[str, int]]:
    table = orjson.loads((Path(__file__).with_name("words.json")).read_bytes())
    return table["version"], table["weights"]


VERSION, _WEIGHTS = _load()
