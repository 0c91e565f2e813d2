"""Word classes around counted nouns, as data."""

from streams.figures.words import MONTHS, WEEKDAYS, word_set

BEFORE_HEAD = word_set(
    "more other magnitude another additional further extra fewer less plus odd such new-found strong member"
)
"""Between the number and its noun: 30 more boats, 12-strong crew, seven-member panel."""

NOT_HEADS = (
    word_set(
        "years year ago earlier later before after today yesterday tomorrow overnight early late ahead apart"
        " away apiece"
        " each total respectively alike so-called percent pct per cent dlrs mln bln"
        " spokesman said"
    )
    | MONTHS
    | WEEKDAYS
) - word_set("march may")
"""Never the counted noun, though they follow numbers."""
NAMED_AFTER_ALL = word_set("total early late")
"""Words that may stand before a noun even so: 12 early results."""

IRREGULAR_PLURALS = word_set(
    "people police men women children crew staff cattle sheep geese mice feet teeth oxen lice dice firemen policemen"
    " policewomen fishermen gunmen servicemen servicewomen freshmen businessmen clergymen militiamen crewmen airmen"
    " seamen tribesmen grandchildren schoolchildren media data criteria bacteria alumni fungi personnel troops lives"
    " wives knives wolves calves leaves halves salmon deer youth poultry aircraft gentlemen congressmen lawmen"
    " townspeople salespeople spokespeople postmen linesmen cavalrymen riflemen infantry livestock folk"
)
SINGULAR_IN_S = word_set(
    "gas bus news species series us plus basis crisis virus campus bonus census status aids mathematics physics"
    " athletics"
    " politics diabetes analysis thesis lens canvas atlas christmas texas paris always perhaps"
)

PEOPLE_STATES = word_set(
    "dead hurt injured killed wounded missing trapped homeless stranded displaced detained arrested infected sick ill"
    " unaccounted jobless unemployed alive detained hospitalised hospitalized treated feared presumed drowned remain"
    " remained could died"
)
"""After a number without a noun these speak of people: six dead, 350 on board, 30 were hurt."""

ATTRIBUTIVE_PLURALS = word_set(
    "sports arms sales jobs savings goods news athletics customs drugs human-rights rights weapons"
    " communications operations services systems parts electronics materials earnings futures"
)
"""Plurals that stand before a noun: 31 sports clubs. After any other plural the noun phrase ends."""

PERSONS_BEFORE = word_set("men women police")
"""These stand before another plural only."""

TOLL_NOUNS = word_set("toll tolls")
GROUP_NOUNS = word_set(
    "crew gang staff workforce majority minority population attendance crowd membership squad team turnout audience"
    " force turnover"
)
CONTAINERS = word_set("total number rest bulk amount share part")
AMOUNT_NOUNS = word_set("more less fewer deep")

COUNT_VERBS = word_set(
    "reached reach reaches topped exceed exceeded exceeds hit hits total totalled totaled totals totalling totaling"
    " numbered number numbering stood stands passed surpassed averaged average averages is was were are climbed"
    " rose fell"
    " grew remained top tops"
)

MEASURE_VERBS = word_set(
    "weighs weighed weighing weigh measures measured measuring measure spans spanned spanning covers covered covering"
    " stretches stretched stretching"
)
MEASURE_ADJECTIVES = word_set("wide tall long high deep thick across broad in-diameter heavy longer taller")
"""After a length: a wall 12 metres high."""
