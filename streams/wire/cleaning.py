"""Rows of `cleaning`: what a rule removed, lifted or flagged, as spans of the decoded raw text."""

from collections.abc import Sequence
from typing import Literal

from schemas.item import Cleaning
from streams.wire.dateline import Found
from streams.wire.text import CONTROL, trim, unify


def row(rule: str, action: Literal["removed", "lifted", "flagged"], start: int, end: int) -> Cleaning:
    return Cleaning(rule=rule, action=action, start=start, end=end)


def copy_of(text: str, start: int, end: int, codes: Sequence[Cleaning] = ()) -> tuple[str, list[Cleaning]]:
    """The copy in a span of the raw text, as text.copy_text makes it, and the rows of what was cut out of it.

    `codes` are what else the format makes cut; a row for every run of control codes comes on top.
    """
    rows = [row("control", "removed", *match.span()) for match in CONTROL.finditer(text, start, end)]
    if not rows and not codes:
        return trim(unify(text[start:end])), rows
    rows = sorted([*rows, *codes], key=lambda cut: cut.start)
    kept, at = [], start
    for cut in rows:
        kept.append(text[at : cut.start])
        at = cut.end
    return trim(unify("".join((*kept, text[at:end])))), rows


def lifted_dateline(found: Found | None, text: str, start: int) -> list[Cleaning]:
    """The row of a dateline found in a body that begins at `start` of the raw text.

    Where control codes stand inside the dateline it is not in the raw text as printed, and has no span there.
    """
    if found is None:
        return []
    at = text.find(found.dateline.text, start)
    return [row("dateline", "lifted", at, at + len(found.dateline.text))] if at >= 0 else []
