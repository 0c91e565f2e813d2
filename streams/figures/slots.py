"""The key by which a story keeps one timeline of a figure: role, class of the noun, unit, and the place if stated.

    killed/people/1/lucknow    loan//USD/    missing/people/1/

Two figures of one story with one key are two readings of the same amount: the toll at noon and the toll at six. Only
figures with a role have a key; a change, a share or an age is no amount to follow.
"""

from streams.figures.clauses import Sentence
from streams.figures.grammar import Reading
from streams.figures.meaning import Meaning
from streams.figures.noun_words import NOT_HEADS
from streams.figures.roles import is_people
from streams.figures.words import MONTHS, WEEKDAYS, word_set

UNKEYED = frozenset(
    {"change", "share", "age", "size", "difference", "distance", "depth", "height", "forecast", "target"}
)
PLACE_LEADS = word_set("in at near off outside around across inside")
NOT_PLACES = MONTHS | WEEKDAYS | NOT_HEADS | word_set("the a an")


def key(reading: Reading, known: Meaning) -> str | None:
    """The slot of a figure, or None if it is none to follow."""
    if known.role is None or known.role in UNKEYED:
        return None
    unit = reading.measure.unit
    code = f"{unit.code} per {unit.per}" if unit.per else unit.code
    return "/".join((known.role, _noun_class(known), code, _place(known.sentence, known.token)))


def _noun_class(known: Meaning) -> str:
    """`people` for all persons, else the head in the singular: boats and boat are one class."""
    noun = known.noun
    if noun is None:
        return ""
    if noun.phrase.head < 0:
        return "people"
    sentence = known.noun_sentence or known.sentence
    head = sentence.words[noun.phrase.head]
    if is_people(head) or head in PERSONS:
        return "people"
    return head[:-1] if head.endswith("s") and not head.endswith("ss") else head


PERSONS = word_set(
    "bodies deaths dead injuries casualties fatalities lives victims survivors hostages pupils passengers minors"
)


def _place(sentence: Sentence, token: int) -> str:
    """The nearest name after a preposition of place, right of the figure first."""
    words = sentence.words
    right = range(token + 1, len(words) - 1)
    left = range(token - 1, -1, -1)
    for places in (right, left):
        for place in places:
            if words[place] in PLACE_LEADS and place + 1 < len(words):
                last = place
                while (
                    last + 1 < len(words)
                    and sentence.tags[last + 1] in "NAY"
                    and sentence.capital(last + 1)
                    and words[last + 1] not in NOT_PLACES
                ):
                    last += 1
                if last > place:
                    return " ".join(words[place + 1 : last + 1])
    return ""
