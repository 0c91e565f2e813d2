"""Words with a rule of their own. The weights of all others stand in words.json, counted on the development wire."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS = _set(
    "a about after all also an and any are as at be because been before being both but by can could did do does"
    " down during each for from further had has have he her his if in into is it its may might more most no nor not"
    " of off on only or other our out over own said say says she should so some such than that the their them then"
    " there these they this those through to under until up very was we were what when where which while who will"
    " with would yet you"
)
"""They stand in every text and tell none. Said and say are wire English for everything."""

CALENDAR = _set(
    "january february march april may june july august september october november december jan feb mar apr jun jul"
    " aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday"
)
"""Capitals that are no names: two notices of one day are not about one thing. Folded to three letters."""

NUMERALS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
"""Wires spell small numbers: `Shr four cts`. Not one, which is mostly a pronoun."""

SCALES = {
    "thousand": 1e3, "mln": 1e6, "million": 1e6, "m": 1e6, "mn": 1e6, "bln": 1e9, "billion": 1e9, "bn": 1e9,
    "trillion": 1e12, "tn": 1e12,
}  # fmt: skip

ABBREVIATIONS = _set("Mr Mrs Ms Dr St Gen Gov Sen Rep Lt Col Prof Inc Corp Co Ltd No Jan Feb Aug Sept Oct Nov Dec")
"""A point behind them ends no sentence."""

TURNING = _set(
    # The same figure of another measure: 50 short tons are 45 metric ones.
    "short metric"
    # A bound instead of a number, or the other bound.
    " least most maximum minimum"
    # The same sum counted in or out, gained or lost.
    " include includes including exclude excludes excluding profit loss"
    # Or not at all.
    " not no never without"
)
"""Words that change a fact while its figure stays. A copy that has one more often than the text before it is none."""

NO_NAMES = _set(
    # Legal forms: a desk writes Brask Yards for Brask Yards Inc.
    "Inc Co Corp Ltd Plc Llc AG SA NV AB AS Spa Gmbh KG Cos Company Corporation Limited"
    # Capitals that begin a sentence or a note before a name.
    " NOTE Note However But Meanwhile Yesterday Today Earlier Separately Mr Mrs Ms"
    # Heads of a results table.
    " Shr Net Revs Sales Qtr Oper Avg Shrs Year Mths"
)
"""Capitals of which nobody misses one: they are no evidence for what a text leaves out."""
