"""Words that tell by whose word something stands, as data."""

from streams.figures.words import MONTHS, WEEKDAYS, word_set

CUES = word_set(
    "said says say told tells warned warns mentioned added adds reported reports estimates estimated estimate expects"
    " expect expected believes believe claimed claims claim showed shows show found finds announced confirmed confirms"
    " acknowledged predicts predicted predict forecasts forecast reckons reckon projects projected put puts insisted"
    " insists stressed testified heard calculates calculated alleges alleged admitted admits noted notes quoted argued"
    " argues disclosed revealed reveals declared sees foresee foresees spoke indicated indicates concluded concludes"
    " stated states recalled explained explains wrote quote reiterated counted reminded"
)
CUES_WITH_THAT = word_set(
    "estimates estimated estimate expects expect expected believes believe claimed claims claim showed shows show found"
    " finds announced confirmed confirms acknowledged predicts predicted predict forecasts forecast"
    " reckons reckon projects"
    " projected put puts alleges alleged admitted admits noted notes quoted argued argues disclosed revealed reveals"
    " declared sees foresee foresees spoke indicated indicates concluded concludes stated states heard reported reports"
    " calculates calculated recalled states counted wrote suggested reminded added adds"
)
"""Ordinary verbs, too: a claim must follow them, or their clause stand before."""

ACCORDING: dict[str, tuple[str, ...]] = {
    "according": ("to",),
    "citing": (),
    "in": ("line", "with"),
    "foreseen": ("by",),
    "per": ("the",),
}
"""The first word of a phrase that names a source, and the rest. Machine-paraphrased copy writes `in line with`."""
del ACCORDING["per"]

PRONOUNS = word_set("he she they it")

DATA_NOUNS = word_set("data figures statistics estimates numbers records documents")

PERSON_TITLES = word_set(
    "mr mrs ms dr prof professor president minister premier chancellor mayor governor senator judge justice general"
    " colonel major captain lieutenant sergeant commander admiral sheriff chief spokesman spokeswoman spokesperson"
    " director chairman chairwoman chair secretary ambassador coach manager prosecutor lawyer analyst economist head"
    " officer inspector superintendent commissioner bishop pope king queen prince princess sir lord lady sheikh"
    " imam rev"
    " rabbi father sister lt gen col capt sgt sen rep gov trader dealer farmer doctor nurse executive boss founder"
    " researcher scientist meteorologist strategist broker detective ceo cfo deputy leader official whistleblower"
    " attorney secretary-general author co-author witness resident neighbour neighbor teacher captain striker"
)

ORGANISATIONS = word_set(
    "ministry agency department bureau office bank police army navy force council commission committee board court"
    " institute university company group inc corp ltd co plc authority service services union association federation"
    " party government parliament senate house observatory survey centre center organisation organization times post"
    " news press journal tv television radio fund nations brigade hospital airline railway exchange securities brothers"
    " partners capital research fire usda who imf unicef unhcr nato opec eurostat interpol fda cdc faa ntsb nhc fema"
    " economists analysts officials society foundation monitor watchdog charity rights watch cross crescent"
    " international"
    " data bulletin report weather geological insee destatis ons"
)

HEADLINE_SOURCES = word_set(
    "police official officials ministry minister army govt government operator authority agency mayor governor un who"
    " service council court prosecutors prosecutor spokesman source sources media report reports study survey poll data"
    " ceo cfo chairman company state tv union unions group monitor watchdog hospital medics rescuers coastguard navy"
    " president premier witnesses residents firefighters bank imf fed ecb charity"
)

TIMES = (
    word_set(
        "today yesterday tomorrow late early morning afternoon evening night overnight week month year last"
        " earlier later"
        " monday's"
    )
    | MONTHS
    | WEEKDAYS
)
