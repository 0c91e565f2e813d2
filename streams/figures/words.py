"""Number words, and the words around numbers, as data."""

from decimal import Decimal


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def word_list(words: str) -> list[str]:
    return words.split()


SMALL = {"nought": 0, "naught": 0} | {
    word: value
    for value, word in enumerate(
        word_list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
            " seventeen eighteen nineteen"
        )
    )
}
TENS = {
    word: (rank + 2) * 10
    for rank, word in enumerate(word_list("twenty thirty forty fifty sixty seventy eighty ninety"))
} | {"fourty": 40}  # a common slip of the copy

SCALES = {
    "dozen": 12,
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "lac": 10**5,
    "million": 10**6,
    "mln": 10**6,
    "mil": 10**6,
    "mn": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "trln": 10**12,
    "trn": 10**12,
    "tn": 10**12,
}
SPOKEN_SCALES = {
    word: SCALES[word] for word in word_list("dozen hundred thousand lakh million mln crore billion bln trillion trln")
}
"""The scales that stand after a number word: the old wires write `two mln` too."""

GLUED_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12}
"""One letter on the digits. Without a currency m, b and t are metres, bytes and tonnes as often, see numerals.py."""

VAGUE = {
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 10**3,
    "lakhs": 10**5,
    "millions": 10**6,
    "crores": 10**7,
    "billions": 10**9,
    "trillions": 10**12,
}
"""A plural with no number before it: from once to ten times this. `tens` stands only in `tens of thousands`."""

FRACTIONS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "twelfth": 12,
    "twentieth": 20,
    "fiftieth": 50,
    "hundredth": 100,
    "thousandth": 1000,
    "millionth": 10**6,
}
FRACTION_PLURALS = {"halves": 2} | {f"{word}s": part for word, part in FRACTIONS.items() if word != "half"}
WHOLE_QUARTERS = 3
"""`Five quarters` are five business quarters, no 1.25; with every other part more than the whole is a
fraction still."""
DENOMINATORS = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64})
"""What a printed fraction divides by; any other pair with a slash is a date, a season or a name (24/7, 9/11)."""

VULGAR = {
    "½": Decimal("0.5"),
    "¼": Decimal("0.25"),
    "¾": Decimal("0.75"),
    "⅓": Decimal("0.333333"),
    "⅔": Decimal("0.666667"),
    "⅛": Decimal("0.125"),
    "⅜": Decimal("0.375"),
    "⅝": Decimal("0.625"),
    "⅞": Decimal("0.875"),
    "⅕": Decimal("0.2"),
    "⅖": Decimal("0.4"),
    "⅗": Decimal("0.6"),
    "⅘": Decimal("0.8"),
    "⅙": Decimal("0.166667"),
    "⅚": Decimal("0.833333"),
}

AFTER_FRACTION = word_set(
    "of the its their his her our all that those as and or in on at to by from for since than more less lower"
    " higher off over compared during after before last this"
)
"""What may follow `a third` or `half` as a share. Before any other word it is an ordinal: a third night."""

MULTIPLIERS = {
    "doubled": Decimal(2),
    "doubling": Decimal(2),
    "tripled": Decimal(3),
    "tripling": Decimal(3),
    "trebled": Decimal(3),
    "trebling": Decimal(3),
    "quadrupled": Decimal(4),
    "halved": Decimal("0.5"),
    "halving": Decimal("0.5"),
    "twice": Decimal(2),
    "double": Decimal(2),
    "triple": Decimal(3),
    "treble": Decimal(3),
}
COMPARES = word_set(
    "the that those its their his her what last this earnings sales revenue revenues book cash forecast"
)
"""A comparison follows: `double the norm`, `twice as many`. Elsewhere these words are names and idioms."""
COMPARES_AS = word_set("many much high large big long fast likely")
"""`Twice as many` compares; `scored twice as United` does not."""
NEVER_MULTIPLIES = word_set("back up down over as")
"""`Doubled back`, `doubled up`, `doubled as`: idioms of the verb."""

MONTHS = word_set(
    "january february march april may june july august september october november december jan feb mar apr jun"
    " jul aug sep sept oct nov dec"
)
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday")

LABELS = word_set(
    "act aisle airbus annex appendix apt apartment area article articles ashes asx bench block boeing booth box"
    " building bus bulletin bullet cac camp carriage case category catch chapter channel class clause column"
    " committee court covid day dax district division docket edition episode exit fig figs figure flat flight"
    " floor footnote formula fortune ftse galaxy game gate grade group hangar highway hut interstate iphone issue"
    " item junction junctions kospi lane league level line lot lots mach mark match mile model nasdaq nikkei no"
    " no. nos nos. note number numbers opus page pages para paragraph paragraphs part phase pier pit platform"
    " playstation plot point precinct proposition psalm race resolution road room round route row rule russell s&p sp"
    " school season seat section sections sector serial series sheet site size squad square stage stand step stoxx"
    " suite table tel terminal tier title topix track tranche type unit verse version vol volume ward week windows"
    " zone xbox zip"
)
"""A number after one of these is a name, not an amount, if no unit follows it: flight 19, junctions 24 and 25."""

WHOLE_LABELS = LABELS - word_set(
    "no area bus camp case day league lot lots mile point race school size squad table week"
)
"""Labels for a spelled number too: phase two, number one. The rest are nouns before which numbers also end a clause."""

CALLS = word_set("call dial ring phone text telephone")
"""A bare number after these is dialled."""

SUPERLATIVES = word_set("most best worst least few only key main top leading major first last many")
"""`One of the most …` is an idiom and counts nothing; so with every word in -est."""

NEVER_ONE_AFTER = word_set(
    "no any every some each this that which the another good big other such same these those loved little great"
    " number day square back"
)
"""After these `one` is a pronoun or part of a name: no one, this one, day one."""
PRONOUN_ONE = word_set(
    "another day day's thing who whose that which is was has had can could should must might may would will to"
    " hell such with by at way sided off time point side hand or on where else across from in then because though"
)
"""Before these `one` is a pronoun or an idiom: one another, one day, one who."""
COUNTS_ONE = word_set(
    "killed killing kills wounded wounding injured injuring but least only just lost leaving freed hurt hurting"
    " arrested missing saved plus than"
)
"""Directly after these even a lone `one` counts: all but one."""

NEVER_ZERO = word_set("year ground net sub absolute patient below above")
ZERO_OF = word_set("to at from of near was is")

CHANGE_VERBS = word_set(
    "rose rise rises rising risen up gain gains gained jumped jump jumps climbed climbs climb increased increase"
    " increases grew grow grows surged surge soared added advanced rallied higher hiked raised raise lifted"
    " boosted fell fall falls falling fallen down dropped drop drops declined lost lose loses slid slumped"
    " decreased sank shed tumbled plunged dipped slipped cut cuts cutting lower lowered reduced eased slashed off"
    " shrank narrowed widened edged inched ended closed settled decrease decreases decreasing increasing decline"
    " declines declining growing climbing jumping surging dropping slipping sliding plunging reduce reduces reducing"
    " narrow widen ease eases easing shrink shrinks shrinking raising lifting boosting lowering"
)
"""After one of these `5 pct to 20 mln` is a change and a level, not a range."""

PEOPLE_NOUNS = word_set(
    "people men women children troops soldiers police jobs homes houses workers students fans families cases"
    " deaths residents refugees migrants protesters prisoners passengers villagers visitors delegates voters"
    " members staff employees firefighters tanks cars trees animals others spectators demonstrators shares"
)
"""Before one of these four digits are a count even where they could be a year: 2000 people."""

STATES = word_set("dead hurt injured killed wounded missing trapped more others were are have had")
"""What follows a count whose noun is left out: 30 missing."""

ADDRESS = word_set("street st road rd avenue ave lane drive boulevard blvd square terrace crescent")
