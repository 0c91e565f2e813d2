"""Why two texts were found alike: what an editor can check with both in hand."""

from itertools import compress, pairwise
from typing import Any

from schemas.item import Flag, Span, WireItem
from schemas.judgement import Passage, SlotChange
from schemas.lists import TextField
from streams.dedupe.compare import View
from streams.dedupe.fingerprint import Print
from streams.dedupe.tokens import FIGURE, IS, IS_FACT, NAME, code_of
from streams.dedupe.words import NO_NAMES

RUN_MIN = 5
"""Tokens of the shortest passage shown."""
PASSAGES_MAX, SLOTS_MAX, NAMES_MAX = 12, 8, 12
"""Evidence is for reading: the longest passages, the first slots and names."""


def evidence(item: WireItem, own: View, other: View, facts: str, *, corrects: bool) -> dict[str, Any]:
    """The fields of a Relation that say why, of `own` (this item's) against `other` (the target's)."""
    runs = common_runs(own, other)
    spelled = spellings(other.print, facts)
    agree, conflict = slots(item, own, other, spelled, corrects=corrects)
    codes, meta = other.print.codes, other.print.meta
    missing = [
        spelled[code]
        for code in dict.fromkeys(compress(codes, meta.translate(IS[NAME])))
        if code not in own.words and code in spelled and len(spelled[code]) > 1 and spelled[code] not in NO_NAMES
    ]
    return {
        "share": _covered(runs, 0, own),
        "reverse_share": _covered(runs, 1, other),
        "passages": passages(own, other, runs),
        "slots_agree": agree,
        "slots_conflict": conflict,
        "names_missing": tuple(missing[:NAMES_MAX]),
    }


Run = tuple[int, int, int]
"""First token here, first token there, both counted in their bodies, and the number of tokens."""


def common_runs(own: View, other: View) -> list[Run]:
    """Runs of three tokens or more that stand in both, in the order of this text; each token of it in one at most."""
    own.unfold()
    other.unfold()
    places = dict(zip(reversed(other.runs), range(len(other.runs) - 1, -1, -1), strict=True))
    here, there = own.body, other.body
    found: list[Run] = []
    end = 0
    for at in compress(range(len(own.runs)), map(places.__contains__, own.runs)):
        if at < end:
            continue
        place = places[own.runs[at]]
        length, most = 0, min(len(here) - at, len(there) - place)
        while length < most and here[at + length] == there[place + length]:
            length += 1
        if length:
            found.append((at, place, length))
            end = at + length
    return found


def replaced(own: View, other: View, runs: list[Run]) -> list[int]:
    """Tokens of this text that stand for as many others between the same neighbours: said for announced.

    An editor changes whole phrases; machines that paraphrase change word by word, all over the text.
    """
    found: list[int] = []
    for (at, there, length), (after, there_after, _) in pairwise(runs):
        gap = after - at - length
        if 0 < gap <= REPLACED_MAX and there_after - there - length == gap:
            pairs = zip(range(at + length, after), other.body[there + length : there_after], strict=True)
            found += [i for i, code in pairs if own.body[i] != code]
    first = len(own.print.codes) - own.size
    return [i for i in found if not IS_FACT[own.print.meta[first + i]]]


REPLACED_MAX = 4


def is_paraphrase(own: View, other: View) -> bool:
    """Whether this text looks like the other one with its words exchanged one by one."""
    return len(replaced(own, other, common_runs(own, other))) >= max(PARAPHRASE_MIN, PARAPHRASE_SHARE * own.size)


def paraphrase(own: View, other: View) -> Flag | None:
    """The warning that this text is the other one in exchanged words, with the words."""
    if not is_paraphrase(own, other):
        return None
    words = replaced(own, other, common_runs(own, other))
    places = [_place(own, i, 1) for i in words[:SPANS_MAX]]
    return Flag(
        code="paraphrase_suspected",
        detail=f"{len(words)} of {own.size} words stand for others in an earlier text: never quote from this copy",
        spans=tuple([Span(field=field, start=start, end=end) for field, start, end in places]),
    )


PARAPHRASE_MIN, PARAPHRASE_SHARE, SPANS_MAX = 4, 0.03, 20
"""Of the development pairs whose words a machine exchanged by a tenth 96 % are found, of those only cut, updated or
corrected none. Misspelt copies look the same: of those with 3 % of their letters wrong, 73 % are found."""


def _covered(runs: list[Run], side: int, view: View) -> float:
    seen = bytearray(view.size)
    for run in runs:
        seen[run[side] : run[side] + run[2]] = b"\1" * run[2]
    return round(seen.count(1) / max(1, view.size), 3)


def passages(own: View, other: View, runs: list[Run]) -> tuple[Passage, ...]:
    longest = sorted([run for run in runs if run[2] >= RUN_MIN], key=lambda run: (-run[2], run))[:PASSAGES_MAX]
    found = []
    for at, place, length in sorted(longest):
        field, start, end = _place(own, at, length)
        target_field, target_start, target_end = _place(other, place, length)
        found.append(
            Passage(
                field=field,
                start=start,
                end=end,
                target_field=target_field,
                target_start=target_start,
                target_end=target_end,
            )
        )
    return tuple(found)


def _place(view: View, at: int, length: int) -> tuple[TextField, int, int]:
    """Field and code points of some tokens of a body; of a text without one its headline stands for it."""
    print_ = view.print
    first = len(print_.codes) - view.size + at
    return "body" if print_.sentences else "headline", *span(print_, first, length)


def span(print_: Print, first: int, count: int) -> tuple[int, int]:
    """Code points of some tokens in the headline or body that they stand in."""
    last = first + count - 1
    return print_.starts[first], print_.starts[last] + print_.lengths[last]


def spellings(print_: Print, facts: str) -> dict[int, str]:
    """The spelling of each name and figure of a fingerprint."""
    codes = dict.fromkeys(compress(print_.codes, print_.meta.translate(IS_FACT)))
    return dict(zip(codes, facts.split("|"), strict=False))


def slots(
    item: WireItem, own: View, other: View, spelled: dict[int, str], *, corrects: bool
) -> tuple[tuple[str, ...], tuple[SlotChange, ...]]:
    """Figures in the same place of both texts: those that are the same, and those that are not, old and new.

    A figure that still stands in this text has moved, unless what `corrects` says which one was wrong.
    """
    agree: dict[str, None] = {}
    conflict: dict[tuple[str, str, str], None] = {}
    first = len(own.print.codes) - own.size
    there = other.figure_slots
    figures = own.print.meta[first:].translate(IS[FIGURE])
    places = dict(zip(compress(own.around, figures), compress(range(len(figures)), figures), strict=True))
    for place, code in own.figure_slots.items():
        old = there.get(place)
        if old is None or len(agree) + len(conflict) >= 2 * SLOTS_MAX:
            continue
        before, value, after = _words(item, own.print, first + places[place])
        if old == code:
            agree[f"{before} {value} {after}".strip()] = None
        elif old in spelled and (corrects or not _still_stands(old, own, other)):
            conflict[f"{before} _ {after}".strip(), spelled[old], value] = None
    changes = [SlotChange(slot=slot, old=old, new=new) for slot, old, new in conflict]
    return tuple(agree)[:SLOTS_MAX], tuple(changes[:SLOTS_MAX])


def _still_stands(figure: int, own: View, other: View) -> bool:
    """Whether this text has the other's figure as often as that, and not as what a new one is held against."""
    places = [i for i, code in enumerate(own.body) if code == figure]
    return len(places) >= other.body.count(figure) and not any(own.body[i - 1] in _AGAINST for i in places if i)


_AGAINST = {code_of(word) for word in ("from", "than", "vs", "versus", "against", "earlier")}
"""Up to 19 from 12: the toll has changed, though 12 stands there."""


def _words(item: WireItem, print_: Print, i: int) -> tuple[str, str, str]:
    """The words before, at and after a token, as this item spells them."""
    text = (item.headline if i < print_.head else item.body) or ""
    lowest, highest = (0, print_.head) if i < print_.head else (print_.head, len(print_.codes))
    # The million of 4.5 million is a token of its own, too, and was said with the figure.
    said = [k for k in range(max(lowest, i - 2), min(highest, i + 3)) if k == lowest or not _is_scale(print_, k)]
    before, after = [k for k in said if k < i], [k for k in said if k > i][:1]
    words = [" ".join([text[slice(*span(print_, k, 1))] for k in part]) for part in (before, [i], after)]
    return words[0], words[1], words[2]


def _is_scale(print_: Print, i: int) -> bool:
    """Whether the token stands within the one before it."""
    return print_.starts[i] < print_.starts[i - 1] + print_.lengths[i - 1]
