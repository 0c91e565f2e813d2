"""What counts on a wire for markets, where a tender, a bond or a statistic is news at once and a new product is not.

Two families, since two questions are asked of a text: `market`, how much it matters to many (what an urgent is), and
`moment`, how far it is one act that must be told now (what a bulletin is). Their weights stand in weights.py.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schemas.figure import Figure
from schemas.item import WireItem
from schemas.lists import TextField
from schemas.traits import Reason
from streams.breaking.events import Sight, Told, mask
from streams.breaking.forms import Shape
from streams.breaking.profiles import Profile
from streams.breaking.weights import MARKET, MOMENT
from streams.breaking.words import phrase_set, word_list, word_set

SMALL, BIG, GREAT = 1e7, 1e8, 5e8
"""The largest amount of a results statement says how large its company is, in whatever currency."""

SHORT_CHARS, LONG_CHARS = 450, 900


TICKER = re.compile(r"<[A-Z][A-Z.]*>")
"""`<NBK.L>`: the headline is of one company whose shares are quoted."""


class Row(NamedTuple):
    """A reason, and the concepts by one of which it is seen in the headline or in the first sentence."""

    code: str
    headline: tuple[str, ...] = ()
    lede: tuple[str, ...] = ()


# Who acts, and on what. A concept is looked for where it tells: `said` in a headline is a statement, in a text nothing.
ROWS = (
    Row("central_bank", ("central_bank",), ("central_bank",)),
    Row("government", ("state", "bloc"), ()),
    Row("statement", ("said", "release"), ()),
    Row("talks", ("talks",), ()),
    Row("rejection", ("reject",), ("reject",)),
    Row("currency", ("currency",), ("currency",)),
    Row("intervention", ("intervene",), ("intervene",)),
    Row("interest_rate", ("rate", "rates"), ()),
    Row("bond", ("bond",), ()),
    Row("commodity", ("commodity",), ("commodity",)),
    Row("prices", ("price_act",), ()),
    Row("period", ("period",), ()),
    Row("halt", ("trading_halt", "freeze"), ()),
    Row("analysts", ("analysts",), ("analysts",)),
    Row("one_company", ("company", "company_head"), ()),
    Row("appointment", ("appoint",), ()),
    Row("offering", ("offering",), ("offering",)),
    Row("raters", ("raters", "exchange"), ()),
    Row("filing", ("file", "fund"), ()),
    Row("contract", ("contract",), ("contract",)),
    Row("venture", ("venture", "product_launch"), ("venture",)),
    Row("purchase", ("merge",), ()),
    Row("borrowing", ("credit",), ("credit",)),
    Row("lawsuit", ("court",), ()),
    Row("outlook", ("outlook", "maybe"), ()),
    Row("minister", ("minister", "leader"), ()),
    Row("tonnage", ("tonnes",), ("tonnes",)),
    Row("payout", ("dividend",), ()),
)  # fmt: skip
_ROWS = tuple((row.code, mask(*row.headline), mask(*row.lede)) for row in ROWS if row.code in {*MARKET, *MOMENT})


def _named(code: str) -> Iterator[tuple[str, str, float]]:
    if code in MARKET:
        yield "market", code, MARKET[code]
    if code in MOMENT:
        yield "moment", f"{code}_now" if code in MARKET else code, MOMENT[code]


_WEIGHTS = {code: tuple(_named(code)) for code in (*MARKET, *MOMENT)}
"""code: family, name and weight of the reasons that it gives."""

# Events of event_words.py that have a weight of their own here.
EVENTS = word_set(
    "money_market bond_issue export_sale supply_pact crop takeover_bid stake walkout results dividend"
    " statistic price_change rate_decision bid_step merger rating trade_sanction credit buyback resignation"
    " chief_executive"
)

SIZES = word_list(
    "small_company large_company great_company headline_money headline_percent listed_company short_text long_text"
    " results_table home_desk centre province quiet_hour"
)
"""What is seen of amounts, of length, and of where and when it was filed."""

CENTRES = phrase_set(
    "abu dhabi|amsterdam|ankara|athens|baghdad|bahrain|bangkok|basel|basle|beijing|belgrade|berlin|bombay"
    "|bonn|brasilia|brussels|buenos aires|cairo|canberra|caracas|copenhagen|delhi|dubai|dublin|frankfurt"
    "|geneva|hague|helsinki|hong kong|istanbul|jakarta|johannesburg|kuala lumpur|kuwait|lagos|lisbon|london"
    "|luxembourg|madrid|manila|mexico city|milan|moscow|mumbai|nairobi|new delhi|new york|oslo|ottawa|paris"
    "|peking|rio de janeiro|riyadh|rome|sao paulo|seoul|shanghai|singapore|stockholm|strasbourg|sydney|taipei"
    "|tehran|tel aviv|the hague|tokyo|vienna|warsaw|washington|wellington|zurich"
)
"""Capitals and financial centres: where governments, central banks and exchanges speak."""


def reasons(
    item: WireItem, known: Profile, shape: Shape, headline: Sight, lede: Sight, told: Sequence[Told],
    figures: Sequence[Figure],
) -> list[Reason]:  # fmt: skip
    found = [*_rows(headline, lede, shape.lede_start), *_events(told), *_size(shape, item, told, figures)]
    found += _places(item, known)
    return [reason for each in found for reason in _weighed(*each)]


Seen = tuple[str, TextField | None, int | None, int | None]


def _weighed(code: str, field: TextField | None, start: int | None, end: int | None) -> Iterator[Reason]:
    for family, name, weight in _WEIGHTS.get(code, ()):
        yield Reason(code=name, family=family, weight=weight, zone=field or "header", field=field, start=start, end=end)


def _rows(headline: Sight, lede: Sight, shift: int) -> Iterator[Seen]:
    for code, in_headline, in_lede in _ROWS:
        if headline.bits & in_headline:
            start, end = _first(headline, in_headline)
            yield code, "headline", start, end
        elif lede.bits & in_lede:
            start, end = _first(lede, in_lede)
            yield code, "body", start + shift, end + shift


def _first(sight: Sight, mask_: int) -> tuple[int, int]:
    seen = sight.bits & mask_
    return sight.span(seen & -seen)


def _events(told: Sequence[Told]) -> Iterator[Seen]:
    for each in told:
        if each.event.code in EVENTS:
            yield f"told_{each.event.code}", each.field, each.start, each.end


def _size(shape: Shape, item: WireItem, told: Sequence[Told], figures: Sequence[Figure]) -> Iterator[Seen]:
    amounts = [each for each in figures if each.kind in ("money", "quantity", "count")]
    largest = max(amounts, key=lambda each: abs(float(each.hi)), default=None)
    if largest is not None and (shape.form == "table" or any(each.event.code == "results" for each in told)):
        value = abs(float(largest.hi))
        if value > BIG:
            yield "large_company" if value <= GREAT else "great_company", largest.field, largest.start, largest.end
        elif value < SMALL:
            yield "small_company", largest.field, largest.start, largest.end
    for kind in ("money", "percent"):
        figure = next((each for each in figures if each.field == "headline" and each.kind == kind), None)
        if figure is not None:
            yield f"headline_{kind}", "headline", figure.start, figure.end
    if item.headline and (found := TICKER.search(item.headline)):
        yield "listed_company", "headline", found.start(), found.end()
    length = len(item.body or "")
    if shape.form != "line":
        yield "short_text" if length < SHORT_CHARS else "long_text" if length > LONG_CHARS else "", None, None, None
    if shape.form == "table":
        yield "results_table", None, None, None


def _places(item: WireItem, known: Profile) -> Iterator[Seen]:
    """Where it was filed, and when: what a desk files at night could not wait for the morning."""
    if item.dateline is not None:
        where = item.dateline.place.casefold()
        if where == known.home:
            yield "home_desk", None, None, None
        elif where in CENTRES:
            yield "centre", None, None, None
        elif item.dateline.text.count(",") > 1:
            # `PORTLAND, Ore., Feb 26`: a town that needs its state named.
            yield "province", None, None, None
    if known.quiet and int(item.received_at[11:13]) in known.quiet:
        yield "quiet_hour", None, None, None
