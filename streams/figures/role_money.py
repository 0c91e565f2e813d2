"""The role of an amount of money: the noun it is of, the noun or the verb it stands by, at last what is priced.

a loss of $3 million (loss)    a $2 million grant (aid)    fined 500 euros (fine)    gold at $2,300 an ounce (price)
"""

# ruff: noqa: ARG001 - every reader of a kind has one signature

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple

from schemas.lists import FigureRole
from streams.figures.clauses import FIGURE, Sentence
from streams.figures.grammar import Reading
from streams.figures.moves import Move
from streams.figures.nouns import Noun
from streams.figures.role_words import (
    ACCOUNTING,
    ITEMS,
    MONEY_NOUN_ROLES,
    MONEY_VERB_ROLES,
)
from streams.figures.words import word_set

LEFT_MAX = 14
"""How many words left of an amount its noun or verb may stand."""


def read(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words, tags = sentence.words, sentence.tags
    if move.part == "by":
        return "change"
    own = _money_of(sentence, at) or _money_after(sentence, at)
    per = reading.measure.unit.per
    if own:
        return own
    if per == "{share}":
        return _share_price(words, at)
    low = max(-1, at - 1 - LEFT_MAX)
    place = at - 1
    while place > low:
        word, letter = words[place], tags[place]
        if letter in ";:" or word in ("while", "but", "whereas"):
            break
        if letter == FIGURE and place < at - 1 and words[place + 1] in ("and", ","):
            # A coordinated amount has its own noun or shares its neighbour's, see meaning.py.
            between = words[place + 1 : at]
            if not any(each in MONEY_NOUN_ROLES or each in MONEY_VERB_ROLES for each in between):
                break
        rule = RULES.get(word)
        if rule and (decided := rule(Near(sentence, place, at))) is not None:
            if decided:
                return decided
            place -= 1
            continue
        if word in MONEY_NOUN_ROLES and letter in "NAzdvg":
            role = MONEY_NOUN_ROLES[word]
            if role == "change" and move.part != "by":
                place -= 1
                continue
            return role
        if word in MONEY_VERB_ROLES and letter in "dvzgNA":
            return MONEY_VERB_ROLES[word]
        place -= 1
    if per and not per.startswith("{") and per not in ("a", "mo", "wk", "d", "h"):
        return "price"
    if per in ("a", "mo", "wk", "h", "d"):
        return "cost"
    return _money_clause(sentence, at) if reading.hi < PRICE_MAX else None


PRICE_MAX = Decimal(10**5)
"""Nobody pays more for an ounce or a share; an amount above is a total, even where gold or shares are spoken of."""


def _money_of(sentence: Sentence, at: int) -> FigureRole | None:
    """The noun that an amount is of outweighs what follows it: a loss of $3 million in revenues."""
    words, lead = sentence.words, sentence.lead(at)
    if lead < 1 or words[lead] != "of":
        return None
    if words[lead - 1] in ITEMS and words[lead - 2] in ACCOUNTING:
        return ITEMS[words[lead - 1]]
    role = MONEY_NOUN_ROLES.get(words[lead - 1])
    return role if role in OUTWEIGH else None


OUTWEIGH = frozenset({"loss", "profit", "balance", "debt"})


def _money_after(sentence: Sentence, at: int) -> FigureRole | None:
    """`$8 million grant`, `$2bn damage bill`, `$2.3bn in loans`, `£50m of ammunition`, `€3 mln worth of aid`."""
    words, tags = sentence.words, sentence.tags
    place, size = at + 1, len(words)
    while place < size and words[place] in ("each", "apiece"):
        place += 1
    if (
        place < size
        and words[place] == "for"
        and any(MONEY_NOUN_ROLES.get(word) == "aid" for word in words[place + 1 : place + 4])
    ):
        return "aid"
    if place < size and words[place] in ("in", "of", "worth") and place + 1 < size:
        place += 1
        if words[place] == "of":
            place += 1
        for step in range(place, min(size, place + 4)):
            if words[step] in MONEY_NOUN_ROLES and tags[step] != "P" and words[step] != "cash":
                return MONEY_NOUN_ROLES[words[step]]
            if tags[step] not in "NAdgSD":
                break
        return None
    if place < size and (tags[place] in "NAvzdg-") and words[place] not in ("a", "per"):
        found = None
        for step in range(place, min(size, place + 5)):
            if words[step] in MONEY_NOUN_ROLES and (found is None or words[step] in ("forecast", "estimate")):
                found = MONEY_NOUN_ROLES[words[step]]
            if tags[step] not in "NAg-":
                break
        return found
    return None


def _share_price(words: list[str], at: int) -> FigureRole:
    near = words[max(0, at - 12) : at + 6]
    return next((role for role, nouns in SHARE_PRICES.items() if not nouns.isdisjoint(near)), "price")


SHARE_PRICES: dict[FigureRole, frozenset[str]] = {
    "dividend": word_set("dividend dividends payable div payout distribution shareholders"),
    "profit": word_set("earned earnings profit net income earns"),
    "loss": word_set("loss losses lost"),
}
"""What is paid, earned or lost a share, where one of these words is near."""


def _worth(sentence: Sentence, place: int) -> FigureRole:
    words = sentence.words
    step = place - 1
    if step >= 0 and words[step] in MONEY_NOUN_ROLES:
        return MONEY_NOUN_ROLES[words[step]]
    if (
        step >= 0
        and words[step] in ("programme", "program")
        and any(each in ("imf", "fund", "lender") for each in words)
    ):
        return "loan"
    return "value"


COMPANIES = word_set(
    "rival company firm unit stake business bank brand maker chain group club subsidiary insurer airline miner"
)
AIMS = word_set("aims aim hopes hope wants plans seeks aiming hoping")


class Near(NamedTuple):
    """A word left of an amount: its token and that of the amount."""

    sentence: Sentence
    place: int
    at: int

    @property
    def lead(self) -> str:
        """The word that governs the amount."""
        return self.sentence.words[self.sentence.lead(self.at)]

    def before(self, count: int) -> list[str]:
        return self.sentence.words[max(0, self.place - count) : self.place]

    def between(self) -> list[str]:
        return self.sentence.words[self.place : self.at]


Decision = FigureRole | Literal[""] | None
"""A role, or `` where the word tells nothing of this amount, or None where it may, as any word of the lists may."""


def _made(it: Near) -> Decision:
    """Made off with; making a total of; but made $5 million."""
    if it.between()[1:2] in (["with"], ["off"]):
        return "loss"
    return "" if it.place != it.sentence.lead(it.at) or "total" in it.between() else None


def _raised(it: Near) -> Decision:
    """A limit raised to; hopes to raise; but raised $5 million."""
    if it.lead in ("to", "from"):
        return ""
    aims = it.before(1) == ["to"] and not AIMS.isdisjoint(it.before(3))
    return "target" if aims else None


def _sold(it: Near) -> Decision:
    if it.lead not in ("for", "at"):
        return None
    whole = it.before(6) + it.between()
    return "price" if COMPANIES.isdisjoint(whole) else "deal"


def _awarded(it: Near) -> Decision:
    return "deal" if "contract" in it.sentence.words[max(0, it.at - 12) : it.at + 6] else None


def _costs(it: Near) -> Decision:
    """The ticket costs 5 euros: what has a price is not spent on."""
    return "price" if any(MONEY_NOUN_ROLES.get(each) == "price" for each in it.before(4)) else None


def _item(it: Near) -> Decision:
    return None if ACCOUNTING.isdisjoint(it.before(1)) else ITEMS[it.sentence.words[it.place]]


Rule = Callable[[Near], Decision]
ROWS: tuple[tuple[str, Rule], ...] = (
    ("escaped fled vanished absconded", lambda it: "loss" if it.between()[1:2] in (["with"], ["off"]) else None),
    ("make makes made making", _made),
    ("raise raises raised raising", _raised),
    ("costing", lambda _: "loss"),
    ("cost costs", _costs),
    ("built building renovated", lambda it: "cost" if it.lead == "for" else None),
    ("awarded awards won wins", _awarded),
    ("sale", lambda it: "deal" if it.lead == "for" else None),
    ("sold sell sells bought buy buys selling buying auctioned", _sold),
    ("worth", lambda it: _worth(it.sentence, it.place)),
    (" ".join(ITEMS), _item),
)
"""Words whose role depends on their company."""
RULES = {word: rule for words, rule in ROWS for word in words.split()}


def _money_clause(sentence: Sentence, at: int) -> FigureRole | None:
    words = sentence.words
    near = words[max(0, at - 12) : at]
    return None if PRICED.isdisjoint(near) else "price"


PRICED = word_set(
    "brent crude gold silver copper oil wheat corn gas futures shares share stock bitcoin palladium platinum"
    " sugar coffee"
    " cocoa cotton soybeans rubber tin zinc nickel aluminium lead palm opened closed settled traded trading"
    " dollar euro pound sterling yen rupee rouble ruble yuan franc mark peso rand lira"
)
