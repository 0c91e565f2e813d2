"""A figure: a number that the text states, with its meaning. Shapes follow docs/figures.md."""

from pydantic import Field

from schemas.base import DecimalText, Model
from schemas.lists import Direction, FigureKind, FigureRelationKind, FigureRole, Modifier, TextField, UnitSystem


class Unit(Model):
    """What the number is measured in. UCUM codes, ISO 4217 for money, a few news units (1, %, pp, bp, x)."""

    system: UnitSystem
    code: str
    per: str | None = None


class Noun(Model):
    """What is counted. Without a span it is implied by the words around it (`12 dead`: people)."""

    text: str
    head: str
    start: int | None = None
    end: int | None = None
    implied: bool = False


class Attribution(Model):
    """By whose word the figure stands."""

    text: str
    field: TextField
    start: int
    end: int
    cue: str
    inherited: bool = False


class FigureRelation(Model):
    """How the figure relates to another one of the same item; `target` is that figure's id."""

    kind: FigureRelationKind
    target: str


class Figure(Model):
    """`start` and `end` are code points into the published headline or body, end exclusive: text == field[start:end].

    `lo` and `hi` are equal for a point. `second` is the losing side of a tally.
    """

    id: str
    field: TextField
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str
    lo: DecimalText
    hi: DecimalText
    second: DecimalText | None = None
    modifier: Modifier
    direction: Direction | None = None
    kind: FigureKind
    unit: Unit
    noun: Noun | None = None
    role: FigureRole | None = None
    topic: str | None = None
    """Words of the copy that name what the amount is of beyond its noun: of a fee of 0.6 percent, `fee Norrbank`."""
    attribution: Attribution | None = None
    relations: tuple[FigureRelation, ...] = ()
    superseded: bool | None = None
    conversion_check: DecimalText | None = None
    """Ratio of a restated value to the exact conversion of what it restates: far from 1 is a slip of the copy."""
    slot: str | None = None
    """Identity for a timeline of the same figure over a story: role, noun class, unit, place."""
    rule: str


def same_slot(one: str, two: str) -> bool:
    """Whether two slots of one story are readings of one amount: equal, or equal but for a place left out.

    >>> same_slot("killed/people/1/lucknow", "killed/people/1/")
    True
    >>> same_slot("killed/people/1/lucknow", "killed/people/1/agra")
    False
    """
    what, _, place = one.rpartition("/")
    other, _, elsewhere = two.rpartition("/")
    return what == other and (place == elsewhere or not place or not elsewhere)
