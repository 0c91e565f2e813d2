"""Two texts side by side: how much of each stands in the other, in words, facts, slots and runs.

A slot is the place of a fact in its text: the two tokens before it and the one after, other facts masked.

    Net 807,000 vs 2,858,000        In the slot (Net, vs) they conflict, in the slot (vs, end) they agree:
    Net 512,000 vs 2,858,000        one notice corrects the other, or the template is the same and the facts are not.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Set
from functools import lru_cache
from itertools import compress
from math import log, log1p
from operator import and_, xor
from struct import pack, unpack

from streams.dedupe.fingerprint import OPENING, Print
from streams.dedupe.fingerprint import unpack as unpack_print
from streams.dedupe.tokens import CONTENT, FIGURE, IS, NAME, PLAIN, WEIGHTS, code_of
from streams.dedupe.words import TURNING

RARE = 42
"""Weight from which a word is rare: it stands in one of a thousand items."""

ROUNDED = 0.051
"""Figures this near to each other, as a share of the larger, may be one figure rounded: 144.04 and about 140."""

FAR = 1e30
"""No figure is as large; a code beyond it, read as a float, is that of a word."""

MEASURES = (
    "run_most", "run_least", "frame", "frame_gap", "stretch_a", "stretch_b",
    "words_a", "words_b", "words_most", "words_jaccard", "rarest", "rarest_2", "rarest_3", "rare_a", "rare_b",
    "figures_a", "figures_b", "figures_missing", "figures_far", "figures",
    "names_a", "names_b", "names_missing", "names_shared", "rarest_name",
    "slots", "slots_agree", "slots_conflict", "slots_far", "slots_ratio",
    "name_slots", "name_slots_agree", "name_slots_conflict",
    "headline", "headline_shared", "lead_a", "lead_b", "lead_both",
    "novel_b", "length_ratio", "length", "correction", "update",
)  # fmt: skip
"""What is measured, in this order; `a` is the earlier text, `b` the later. -1 where there is nothing to measure by."""


Slot = int
"""The two tokens before a fact and the one after, as one number: the window of masked tokens that has it third."""


class View:
    """What of a text is compared, unfolded from its fingerprint.

    `words` (code to weight, 0 to 63) is there at once and decides whether the rest is worth its cost: see unfold().
    """

    __slots__ = (
        "_runs_set", "around", "body", "codes", "figure_slots", "figures", "frames", "headline", "headline_weight",
        "lead", "lead_weight", "name_slots", "names", "names_weight", "print", "rare", "runs", "size", "unfolded",
        "weight", "words",
    )  # fmt: skip

    def __init__(self, print_: Print) -> None:
        self.print = print_
        # As a list, since an array makes its numbers anew whenever it is read.
        self.codes = print_.codes.tolist()
        self.words = dict(zip(self.codes, print_.meta.translate(WEIGHTS), strict=True))
        self.weight = sum(self.words.values()) or 1
        self.size = len(self.codes) - print_.head or len(self.codes)
        self.unfolded = False

    def unfold(self) -> "View":
        """All the rest; a text without body is its headline."""
        if self.unfolded:
            return self
        print_, words, codes = self.print, self.words, self.codes
        head, meta, sentences = print_.head, print_.meta, print_.sentences
        first = head if head < len(codes) else 0
        body, kinds = codes[first:], meta[first:]
        self.body = body
        self.names = set(compress(codes, meta.translate(IS[NAME])))
        self.figures = set(compress(codes, meta.translate(IS[FIGURE])))
        self.names_weight = _weight(self.names, words)
        self.rare = set(compress(words, bytes(words.values()).translate(_IS_RARE)))
        short = _halves(print_.codes[first:])
        masked = _and(short, kinds.translate(PLAIN))
        self.runs = _windows(short, RUN)
        self._runs_set: set[int] | None = None
        # A fact is nothing in its own frame, so the frame in which it stands third is its slot.
        self.around = around = _windows(b"\0\0\0\0" + masked + b"\0\0", FRAME)
        self.frames = set(around[2:-1] or _windows(masked, FRAME))
        figures, names = [kinds.translate(IS[kind]) for kind in (FIGURE, NAME)]
        self.figure_slots = dict(zip(compress(around, figures), compress(body, figures), strict=True))
        self.name_slots = dict(zip(compress(around, names), compress(body, names), strict=True))
        self.headline = set(compress(codes[:head], meta[:head].translate(CONTENT)))
        self.headline_weight = _weight(self.headline, words)
        self.lead = set(codes[first : sentences[1] if len(sentences) > 1 else len(codes)])
        self.lead_weight = _weight(self.lead, words)
        self.unfolded = True
        return self

    @property
    def runs_set(self) -> set[int]:
        """Made when asked for: of two texts only one is looked up in."""
        if self._runs_set is None:
            self._runs_set = set(self.runs)
        return self._runs_set


_IS_RARE = bytes([weight >= RARE for weight in range(256)])
"""For bytes.translate: 1 where a weight is that of a rare word."""

RUN, FRAME = 3, 4
"""Tokens of a run, and of a frame, whose facts are masked; two bytes each, four fit into a machine word."""


def _halves(codes: "array[int]") -> bytes:
    """Two bytes a token, the halves of its code laid over each other; three of them tell a run from every other."""
    halves = array("H", codes.tobytes())
    return _over(halves[::2].tobytes(), halves[1::2].tobytes(), xor)


def _and(short: bytes, mask: bytes) -> bytes:
    """The tokens with those whose mask byte is 0 as zeros."""
    doubled = bytearray(2 * len(mask))
    doubled[::2] = doubled[1::2] = mask
    return _over(short, bytes(doubled), and_)


def _over(one: bytes, other: bytes, operation: Callable[[int, int], int]) -> bytes:
    whole = operation(int.from_bytes(one, "little"), int.from_bytes(other, "little"))
    return whole.to_bytes(len(one), "little")


def _windows(short: bytes, length: int) -> list[int]:
    """Each run of so many tokens, up to four, as one number, in order; a shorter text is one run."""
    tokens = array("H", short)
    count = len(tokens) - length + 1
    if count < 1:
        return [int.from_bytes(short, "little")]
    wide = array("H", bytes(8 * count))
    for place in range(length):
        wide[place::4] = tokens[place : place + count]
    return array("Q", wide.tobytes()).tolist()


def _floats(figures: Collection[int]) -> tuple[float, ...]:
    """The values of figures, by their codes."""
    return unpack(f"<{len(figures)}f", pack(f"<{len(figures)}I", *figures))


@lru_cache(maxsize=512)
def view_of(packed: str) -> View:
    """The view of a packed text. Remembered: an item is compared with many, and a running story with every item."""
    return View(unpack_print(packed))


def asked(packed: str) -> tuple[dict[int, int], set[int]]:
    """What of a text an index is asked by: its anchors with their weights, and the words of its opening."""
    view = view_of(packed)
    print_ = view.print
    return {code: view.words[code] for code in print_.anchors}, set(view.codes[: print_.head + OPENING])


def measure(a: View, b: View) -> list[float]:
    """The later text b against the earlier a, one number a name of MEASURES."""
    a.unfold()
    b.unfold()
    common = a.words.keys() & b.words.keys()
    return [
        *_wording(a, b),
        *_words(a, b, common),
        *_figures(a, b),
        *_names(a, b, common),
        *_slots(a.figure_slots, b.figure_slots),
        *_name_slots(a, b),
        *_openings(a, b, common),
        _novel(a, b),
        log((b.size + 1) / (a.size + 1)),
        log1p(min(a.size, b.size)),
        b.print.correction - a.print.correction,
        b.print.update - a.print.update,
    ]


def _wording(a: View, b: View) -> tuple[float, ...]:
    """Shares of runs in common; by how much the frames are more alike than they; the longest stretches without one."""
    # For each run of a text, in order, 1 where it stands in the other, else 0.
    in_b = bytes(map(b.runs_set.__contains__, a.runs))
    in_a = bytes(map(set(compress(a.runs, in_b)).__contains__, b.runs))
    run_a, run_b = in_b.count(1) / len(in_b), in_a.count(1) / len(in_a)
    frame = len(a.frames & b.frames) / min(len(a.frames), len(b.frames))
    most = max(run_a, run_b)
    stretches = [log1p(max(map(len, each.split(b"\1")))) for each in (in_b, in_a)]
    return most, min(run_a, run_b), frame, frame - most, *stretches


def _words(a: View, b: View, common: Set[int]) -> tuple[float, ...]:
    """Shares of the words by weight, the three rarest in common, and how many of the rare ones are."""
    shared = sorted(map(a.words.__getitem__, common), reverse=True)
    weight = sum(shared)
    share_a, share_b = weight / a.weight, min(1.0, weight / b.weight)
    jaccard = weight / max(1, a.weight + b.weight - weight)
    rare_a, rare_b = _ratio(len(a.rare & common), len(a.rare)), _ratio(len(b.rare & common), len(b.rare))
    return share_a, share_b, max(share_a, share_b), jaccard, *[*shared, 0, 0, 0][:3], rare_a, rare_b


def _figures(a: View, b: View) -> tuple[float, ...]:
    """Shares of the figures; how many of the text with fewer are missing in the other, exactly and as rounded."""
    of_a, of_b = len(a.figures), len(b.figures)
    fewest, same = min(of_a, of_b), len(a.figures & b.figures)
    missing, far = _ratio(fewest - same, fewest), _ratio(_far(a, b), fewest)
    return _ratio(same, of_a), _ratio(same, of_b), missing, far, log1p(fewest)


def _names(a: View, b: View, common: Set[int]) -> tuple[float, ...]:
    """Shares of the names by weight, wherever the other text has them; a headline's words are names without a mark."""
    of_a, of_b = a.names & common, b.names & common
    share_a, share_b = _ratio(_weight(of_a, a.words), a.names_weight), _ratio(_weight(of_b, b.words), b.names_weight)
    missing = 1 - max(share_a, share_b) if a.names and b.names else -1
    weights = list(map(a.words.__getitem__, of_a | of_b))
    return share_a, share_b, missing, sum(weights), max(weights, default=0)


def _openings(a: View, b: View, common: Set[int]) -> tuple[float, ...]:
    """What the headlines share, and how much of each first sentence stands in the other text, and in its first."""
    head = _weight(a.headline & b.headline, a.words)
    leads = _weight(a.lead & common, a.words), _weight(b.lead & common, b.words), _weight(b.lead & a.lead, b.words)
    wholes = a.lead_weight, b.lead_weight, b.lead_weight
    parts = [part / whole if whole else 0 for part, whole in zip(leads, wholes, strict=True)]
    return _ratio(head, min(a.headline_weight, b.headline_weight)), head, *parts


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else -1


def _weight(codes: Set[int], weights: dict[int, int]) -> int:
    return sum(map(weights.__getitem__, codes))


Slots = dict[Slot, int]


def _slots(a: Slots, b: Slots) -> tuple[float, ...]:
    """Shared slots, how many agree, conflict, conflict by more than rounding, and the greatest conflict as a ratio."""
    both = a.keys() & b.keys()
    conflicts = [(a[slot], b[slot]) for slot in both if a[slot] != b[slot]]
    if not conflicts:
        return log1p(len(both)), 1 if both else -1, 0, 0, 0
    flat = [code for pair in conflicts for code in pair]
    values = _floats(flat)
    steps = [_step(one, other) for one, other in zip(values[::2], values[1::2], strict=True)]
    far = sum([step > ROUNDED for step in steps])
    agree = 1 - len(conflicts) / len(both)
    return log1p(len(both)), agree, log1p(len(conflicts)), log1p(far), max(steps)


def _step(one: float, other: float) -> float:
    if not (0 < one < FAR and 0 < other < FAR):
        return 5.0
    return min(5.0, abs(log(one / other)))


def replaces_figure(a: View, b: View) -> bool:
    """Whether b has another figure in a slot of a, and either figure stands in one of the texts alone.

    A figure that both texts have has moved, and 3,342,0000 is none. One within rounding counts: 33.0 is not 32.9.
    """
    one, other = a.figure_slots, b.figure_slots
    both = [(one[slot], other[slot]) for slot in one.keys() & other.keys()]
    new = [code for old, code in both if old not in b.figures and code not in a.figures]
    return any(value < FAR for value in _floats(new))


def turns(a: View, b: View) -> list[int]:
    """The codes of words that turn a fact and stand in b more often than in a: at least 20 where a said at most 20."""
    return [code for code in b.words.keys() & TURNING_CODES if b.codes.count(code) > a.codes.count(code)]


TURNING_CODES = {code_of(word) for word in TURNING}


def _name_slots(a: View, b: View) -> tuple[float, ...]:
    """A name that stands elsewhere in the other text is moved, not replaced."""
    one, other = a.name_slots, b.name_slots
    both = one.keys() & other.keys()
    agree = sum([one[slot] == other[slot] or one[slot] in b.words for slot in both])
    return log1p(len(both)), _ratio(agree, len(both)), log1p(len(both) - agree)


def _far(a: View, b: View) -> int:
    """Figures of the text with fewer that the other has not, not even rounded."""
    few, many = (a, b) if len(a.figures) <= len(b.figures) else (b, a)
    missing = few.figures - many.figures
    if not missing:
        return 0
    values, count = sorted(_floats(many.figures)), 0
    for value in _floats(missing):
        at = bisect_left(values, value * (1 - ROUNDED))
        count += at == len(values) or values[at] > value * (1 + ROUNDED)
    return count


def _novel(a: View, b: View) -> float:
    """Share of b's sentences of which the greater part, by weight, is not in a."""
    firsts = b.print.sentences
    if not firsts:
        return 0.0
    weights = b.print.meta.translate(WEIGHTS)
    known = _over(weights, bytes(map(a.words.__contains__, b.codes)).translate(_MASK), and_)
    count = novel = 0
    for start, end in zip(firsts, [*firsts[1:], len(weights)], strict=True):
        if end - start >= SENTENCE_MIN:
            count += 1
            novel += 2 * sum(known[start:end]) < sum(weights[start:end])
    return novel / count if count else 0.0


_MASK = bytes([0, *[255] * 255])
"""For bytes.translate: a mask that leaves in what is not 0."""

SENTENCE_MIN = 3
