"""Words that tell nothing about which event a text is of. The rarity of all others stands in link_words.json."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FUNCTION_WORDS = _set(
    "a about after again all also am an and any are as at be because been before being but by can could did do does"
    " down during each for from further had has have he her here him his how i if in into is it its itself just may me"
    " might more most must my no nor not now of off on once only or other our out over own same she should so some such"
    " than that the their them then there these they this those through to too under until up us very was we were what"
    " when where which while who whom why will with would you your yours say says said told"
)
"""Say and its forms are wire English for everything. With `us` goes U.S., which stands in every third item."""

CALENDAR = _set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun january february march april"
    " june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec today"
    " yesterday tomorrow"
)
"""Two things of one day are not one thing."""

MARKS = _set(
    "breaking urgent flash bulletin alert snap rush update updates lead writethru correction corrected corrects refile"
    " brief recap reuter reuters rpt"
)
"""A text wears them and does not say them: what is marked alike is not alike."""

BIDS = _set(
    "acquire acquired acquires acquiring acquisition bid bidder bids buyout hostile merge merger merging suitor suitors"
    " takeover tender unsolicited"
)
"""Of one company there is one takeover at a time. Offer and proposal are not among them: debt and shares are offered,
too."""

JUDGES = _set("amex court duff fitch ftc judge moody nasdaq nyse phelps sec wall")
"""Who acts upon others all day long: a headline that begins with one of them is not of him. Wall is Wall Street."""

NAMES_TOO = _set("may sun")
"""Silent, but in first place no text means the modal or the day: May Department Stores, Sun Co."""

SILENT = FUNCTION_WORDS | CALENDAR | MARKS
