"""The key by which a story keeps one timeline of a figure: role, class of the noun, unit, and the place if stated.

    killed/people/1/lucknow    killed/soldiers/1/    loan//USD/    missing/people/1/

Two figures of one story with one key are two readings of the same amount: the toll at noon and the toll at six. A place
that one of them leaves out is no difference, see `schemas.figure.same_slot`. Only amounts to follow have a key: no
change, share or age, no part of the same whole (12 of them badly), and nothing added to it (nine more bodies).
"""

from streams.figures.clauses import FIGURE, Sentence
from streams.figures.grammar import Reading
from streams.figures.meaning import Meaning
from streams.figures.noun_words import NOT_HEADS
from streams.figures.role_verbs import is_people
from streams.figures.role_words import STATE_ROLES
from streams.figures.source_words import CUES
from streams.figures.tags import TABLE
from streams.figures.words import MONTHS, WEEKDAYS, word_set

UNKEYED = frozenset(
    {"change", "share", "age", "size", "difference", "distance", "depth", "height", "forecast", "target"}
)


def key(reading: Reading, known: Meaning, whole: Meaning | None) -> str | None:
    """The slot of a figure, or None if it is none to follow; `whole` is what the figure is a part of."""
    if known.role is None or known.role in UNKEYED or _is_added(known):
        return None
    kind = _noun_class(known)
    if _is_part(known) or (whole is not None and whole.role == known.role and _noun_class(whole) == kind):
        return None
    unit = reading.measure.unit
    code = f"{unit.code} per {unit.per}" if unit.per else unit.code
    return "/".join((known.role, kind, code, _place(known.sentence, known.token)))


ADDS = word_set("another further additional extra")


def _is_added(known: Meaning) -> bool:
    """`Nine more bodies`, `another 12 people`: what comes on top of an amount is no reading of it."""
    words, token = known.sentence.words, known.token
    if token and words[token - 1] in ADDS:
        return True
    following = words[token + 1 : token + 3]
    return following[:1] == ["more"] and following != ["more", "than"]


def _is_part(known: Meaning) -> bool:
    """`11 of the dead`: a part of those whom the role counts."""
    words, token = known.sentence.words, known.token
    return (
        words[token + 1 : token + 3] == ["of", "the"]
        and words[token + 3 : token + 4] != []
        and (words[token + 3] in STATE_ROLES or words[token + 3] in PERSONS)
    )


# ---- what is counted

CLASSES: dict[str, frozenset[str]] = {
    "children": word_set("child children boy boys girl girls pupils schoolchildren schoolgirls schoolboys babies"
                         " infants toddlers minors students teenagers"),
    "women": word_set("woman women"),
    "soldiers": word_set("soldier soldiers troops servicemen marines paratroopers police policeman policemen officer"
                         " officers guards paramilitaries peacekeepers gendarmes constables rangers personnel"),
    "fighters": word_set("militants rebels fighters insurgents guerrillas gunmen attackers terrorists bombers"
                         " assailants extremists jihadists militiamen separatists"),
    "civilians": word_set("civilian civilians"),
}  # fmt: skip
"""Persons whom copy counts apart from each other; everybody else is `people`, whatever the word: villagers, passengers,
fans, the dead."""
BY_HEAD = {head: name for name, heads in CLASSES.items() for head in heads}
PERSONS = word_set(
    "crowd attendance audience gate turnout bodies deaths dead injuries casualties fatalities lives victims"
    " survivors hostages passengers corpses faithful pilgrims toll crew staff tourists miners inmates"
    " residents villagers"
)


def _noun_class(known: Meaning) -> str:
    """`people` for persons, or the class that the copy tells apart; else the head in the singular: boats and boat."""
    noun = known.noun
    if noun is None:
        return ""
    if noun.phrase.head < 0:
        return "people"
    sentence = known.noun_sentence or known.sentence
    head = sentence.words[noun.phrase.head]
    named = BY_HEAD.get(head)
    if named:
        return named
    if is_people(head) or head in PERSONS:
        return "people"
    return singular(head)


def singular(head: str) -> str:
    """The regular singular: boats, families, boxes.

    >>> singular("properties"), singular("cargoes"), singular("homes"), singular("gas")
    ('property', 'cargo', 'home', 'gas')
    """
    if head.endswith("ies") and len(head) > 4:
        return head[:-3] + "y"
    if head.endswith(("ches", "shes", "sses", "xes", "goes", "toes")):
        return head[:-2]
    return head[:-1] if head.endswith("s") and not head.endswith(("ss", "us", "as")) else head


# ---- where

PLACE_LEADS = word_set("in at near off outside around across inside")
NOT_PLACES = MONTHS | WEEKDAYS | NOT_HEADS | word_set("the a an")
INTO_PLACE = word_set(
    "the a an northern southern eastern western central north-western northwestern northeastern"
    " southwestern southeastern downtown greater capital city port town village province state district suburb region"
    " border coastal mountainous remote of neighbouring neighboring"
)
"""Words between the preposition and the name: in the northern port city of Tarvan."""
QUARTERS = word_set("north south east west")
"""In lower case only: south Tarvan, but South Africa."""
ADJECTIVES = ("ian", "ean", "ese", "ish", "can", "yan")
"""Endings of adjectives of place, which name none before a noun: at a Tarvanian refinery."""
IN_NAMES = word_set("city town bay island islands valley beach hills lake river republic states coast head point")
"""Common nouns that belong to names; any other ends the name where everything is in capitals."""
SETTLEMENT = word_set("city state province district county region town village island governorate prefecture")
"""`Tarvan province` and `Tarvan` are one place."""
EVENTS = word_set(
    "bus train crash blast explosion attack bombing quake earthquake flood floods fire blaze market ferry storm"
    " shooting clash clashes riot riots landslide cyclone stampede strike derailment collapse refinery mine"
)
"""In a headline in capitals these end the name: DEATH TOLL IN TARVAN BUS CRASH."""
CLOSERS = CUES | {"while", "whereas", ";"}
"""A place behind one of these is another's: a spokesman said in the capital."""
PLACE_WORDS_MAX = 8


def _place(sentence: Sentence, token: int) -> str:
    """The name after a preposition of place: to the right up to the next figure, to the left, at last past figures."""
    if PLACE_LEADS.isdisjoint(sentence.words):
        return ""
    right, right_far = _right(sentence, token)
    return right or _left(sentence, token) or right_far


def _right(sentence: Sentence, token: int) -> tuple[str, str]:
    """The first name to the right, as (before the next figure, after it)."""
    words, tags = sentence.words, sentence.tags
    past = False
    for place in range(token + 1, len(words) - 1):
        if words[place] in CLOSERS:
            break
        past = past or tags[place] == FIGURE
        if words[place] in PLACE_LEADS and (name := _name(sentence, place + 1)):
            return ("", name) if past else (name, "")
    return "", ""


def _left(sentence: Sentence, token: int) -> str:
    for place in range(token - 1, -1, -1):
        if sentence.words[place] in PLACE_LEADS and (name := _name(sentence, place + 1)):
            return name
    return ""


def _name(sentence: Sentence, first: int) -> str:
    """The name that a preposition of place leads to, in lower case, without its kind: in the city of Tarvan."""
    words, tags = sentence.words, sentence.tags
    size = min(len(words), first + PLACE_WORDS_MAX)
    while first < size and (words[first] in INTO_PLACE or (words[first] in QUARTERS and not sentence.capital(first))):
        first += 1
    if first + 1 < size and words[first].endswith(ADJECTIVES) and words[first + 1] in INTO_PLACE:
        return _name(sentence, first + 1)  # the Kenyan capital Nairobi
    if first >= len(words) or not sentence.capital(first):
        return ""
    shouting = sentence.text[sentence.starts[0] : sentence.ends[-1]].isupper()
    last = first
    while (
        last < size
        and tags[last] in "NAYSgvdz"
        and sentence.capital(last)
        and words[last] not in NOT_PLACES
        and (words[last] not in EVENTS or (last == first and not shouting))
        and not (shouting and words[last] in TABLE and tags[last] == "N" and words[last] not in IN_NAMES)
        and not (tags[last] == "S" and last == first and words[last][:-2] in WEEKDAYS)
    ):
        last += 1
    if last > first and last < size and tags[last] in "Nvz" and not shouting:
        acronym = sentence.printed(first, last - 1).isupper()
        if acronym or words[last - 1].endswith(ADJECTIVES):
            return ""  # at a Tarvanian refinery, in an IED blast, at a US base
    while last - 1 > first and words[last - 1] in SETTLEMENT:
        last -= 1
    return " ".join(words[first:last]).removesuffix("'s").removesuffix("’s")
