"""The results table of a company: rows of a label and an amount against that of the year before, one or more a line.

    Shr 23 cts vs 18 cts | Oper net 25.0 mln vs 20.1 mln | Avg shrs 2,177,553 vs 1,564,605

A row has no clause: its label tells the role, and the first amount that names a currency names it for the bare ones.
"""

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from schemas.figure import Unit
from schemas.lists import FigureRole
from streams.figures.clauses import Sentence
from streams.figures.grammar import Reading
from streams.figures.role_words import MONEY_NOUN_ROLES
from streams.figures.unit_table import Measure
from streams.figures.words import word_set

ROWS: dict[str, FigureRole | None] = {
    "shr": "profit", "net": "profit", "oper": "profit", "operating": "profit", "pretax": "profit", "profit": "profit",
    "income": "profit", "earnings": "profit", "loss": "loss", "losses": "loss",
    "rev": "revenue", "revs": "revenue", "revenue": "revenue", "revenues": "revenue", "turnover": "revenue",
    "sales": "sales", "div": "dividend", "dividend": "dividend", "payout": "dividend",
    "shrs": None, "shares": None,
} | {word: MONEY_NOUN_ROLES[word] for word in ("assets", "deposits", "loans", "cash", "orders", "debt")}  # fmt: skip
"""The words that tell what a row holds; shares are counted and have no role."""
QUALIFIERS = word_set(
    "avg average primary diluted dil dilutd shr group consolidated cons parent total gross qtly qtrly quarterly annual"
    " interim final attributable cont continuing ops operations per share from of after tax before shareholders"
    " outstanding out per prior ordinary common unaudited adjusted basic"
)
OLD = word_set("vs versus against")
JOINTS = OLD | word_set(". , ; : - ( ) or and making dlrs")
"""What may stand between the amounts of a row, beside labels."""
LABELS = QUALIFIERS | JOINTS | frozenset(ROWS)
RESULTS = frozenset({"profit", "loss"})
LABEL_MAX = 7
SHARES = frozenset({"shrs", "shares"})
PER_SHARE = frozenset({"shr", "div", "dividend", "payout"})


class Cell(NamedTuple):
    """One amount of a row: its role, the tokens of its label, and whether it is the one compared with."""

    role: FigureRole | None
    label: tuple[int, ...]
    shares: int
    """The token of the label that says that shares are counted, or -1."""
    per_share: bool
    old: bool


def cells(sentence: Sentence) -> list[Cell] | None:
    """The amounts of a line of rows, or None where the line is none."""
    words = sentence.words
    if words[0] not in ROWS and words[0] not in QUALIFIERS:
        return None  # most sentences
    found: list[Cell] = []
    place, label, role, old = 0, [], None, False
    for at in sentence.at:
        gap = words[place:at]
        if len(gap) > LABEL_MAX or not LABELS.issuperset(gap):
            return None
        named = [token for token in range(place, at) if words[token] in ROWS]
        old = not OLD.isdisjoint(gap)
        if named:
            role = _role(words, named, role)
            if not old:
                label = [token for token in range(place, at) if words[token] not in JOINTS]
        if not label:
            return None
        printed = {words[token] for token in label}
        shares = next((token for token in label if words[token] in SHARES), -1)
        found.append(Cell(role, tuple(label), shares, not PER_SHARE.isdisjoint(printed), old))
        place = at + 1
    rest = words[place:]
    return found if all(word in (".", ",", ";") for word in rest) else None


def _role(words: list[str], named: list[int], before: FigureRole | None) -> FigureRole | None:
    """A profit or loss that is said outweighs the row's own: Shr loss 31 cts vs profit 17 cts."""
    roles = [ROWS[words[token]] for token in named]
    said = [ROWS[words[token]] for token in named if words[token] in RESULTS or words[token] == "losses"]
    if said and (before in RESULTS or len(roles) > len(said) or roles[0] in RESULTS):
        return said[-1]
    return roles[0]


def fill(row: list[Cell], readings: list[Reading], first: int) -> None:
    """Give the bare amounts of a row the currency of the table, and those of a share their `per`."""
    for index, cell in enumerate(row, first):
        measure = readings[index].measure
        if cell.shares >= 0:
            continue
        if measure.kind == "count" and (currency := _currency(readings, first)):
            measure = currency
        if measure.kind == "money" and cell.per_share and not measure.unit.per and readings[index].lo < SHARE_MAX:
            measure = _per_share(measure)
        readings[index] = readings[index]._replace(measure=measure)


SHARE_MAX = Decimal(100_000)
"""Nobody earns more a share; a larger amount on the line is another row's."""
CURRENCY_AHEAD = 12


def _currency(readings: list[Reading], first: int) -> Measure | None:
    """The whole currency of the nearest amount of money before a row, else after it."""
    for near in (reversed(readings[:first]), readings[first : first + CURRENCY_AHEAD]):
        for reading in near:
            if reading.measure.kind == "money":
                return _whole(reading.measure.unit.code)
    return None


@lru_cache(maxsize=256)
def _whole(code: str) -> Measure:
    """The currency itself: a table that gives pence a share gives the rest in pounds."""
    return Measure("money", Unit(system="iso4217", code="GBP" if code == "GBX" else code))


@lru_cache(maxsize=256)
def _per_share(measure: Measure) -> Measure:
    return measure._replace(unit=measure.unit.model_copy(update={"per": "{share}"}))
