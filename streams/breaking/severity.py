"""How grave an event is, 0 to 3, from what kind it is and the figures that go with it. Never from a bag of words.

3: a head of state or government dies or falls, a war begins or ends, 100 dead, a nuclear accident.
2: deaths in a sudden event, people missing, magnitude 6, an explosion, a leader's resignation, a rate decision, a bid,
   an insolvency, 1,000 jobs, a dangerous recall, the highest public warning.
1: results, a change of chief executive, a closed airport, a fire without victims, a race call.
0: everything else.
"""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.figure import Figure
from schemas.traits import Reason

MASS_DEAD = 100
QUAKE_GRAVE, QUAKE_FELT = 6.0, 4.5
EVACUATED_GRAVE = 1_000
JOBS_GRAVE = 1_000
MURDERS_GRAVE = 4
"""Victims whose murderer's verdict is news to the world."""

# role: (least value, severity) in falling order
FIGURES: dict[str, tuple[tuple[float, int], ...]] = {
    "killed": ((MASS_DEAD, 3), (1, 2)),
    "missing": ((2, 2),),
    "trapped": ((2, 2),),
    "evacuated": ((EVACUATED_GRAVE, 2), (1, 1)),
    "displaced": ((EVACUATED_GRAVE, 2),),
    "stranded": ((EVACUATED_GRAVE, 2), (2, 1)),
    "injured": ((1, 1),),
    "infected": ((1, 1),),
    "jobs_cut": ((JOBS_GRAVE, 2), (1, 1)),
}
PEOPLE = frozenset({"people"})
"""What dies in a sudden event for this table; `5,000 birds died` is news of another kind."""


class Grave(NamedTuple):
    severity: int
    reason: Reason
    value: float


def of_figures(figures: Sequence[Figure], lede_start: int, lede_end: int) -> Grave | None:
    """The gravest figure of headline and first sentence. Further down stand other disasters, for comparison."""
    best: Grave | None = None
    for figure in figures:
        if figure.field == "body" and not lede_start <= figure.start < lede_end:
            continue
        severity = _of(figure)
        if severity and (best is None or severity > best.severity):
            best = Grave(severity, _reason(figure, severity), float(figure.lo))
    return best


def magnitude(figures: Sequence[Figure]) -> Grave | None:
    """How grave the first magnitude makes a quake, if there is one; 0 where hardly anybody felt it."""
    figure = next((each for each in figures if each.kind == "magnitude"), None)
    if figure is None:
        return None
    severity = _of(figure)
    return Grave(severity, _reason(figure, severity), float(figure.lo))


def _of(figure: Figure) -> int:
    if figure.kind == "magnitude" and not figure.superseded and figure.direction is None:
        value = float(figure.lo)
        return 2 if value >= QUAKE_GRAVE else 1 if value >= QUAKE_FELT else 0
    if figure.kind != "count" or figure.superseded or figure.role not in FIGURES:
        return 0
    value = float(figure.lo)
    return next((severity for least, severity in FIGURES[figure.role] if value >= least), 0)


def _reason(figure: Figure, severity: int) -> Reason:
    name = "magnitude" if figure.kind == "magnitude" else figure.role
    return Reason(
        code=f"figure_{name}", family="severity", weight=float(severity), zone=figure.field, field=figure.field,
        start=figure.start, end=figure.end, evidence=figure.text,
    )  # fmt: skip
