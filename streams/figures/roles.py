"""The role of a figure: what the number is of in the story, from the verbs and nouns of its own clause.

The order is the rule. What stands nearest speaks first: the state right after the number (six dead), the verb that the
counted are the subject or the object of, at last what the noun is by itself (deaths, gunmen).
"""

# ruff: noqa: ARG001 - every reader of the table at the end has one signature

from collections.abc import Callable

from schemas.lists import FigureRole
from streams.figures import role_measures, role_money
from streams.figures.clauses import Sentence
from streams.figures.grammar import Reading
from streams.figures.moves import Move
from streams.figures.nouns import Noun
from streams.figures.role_verbs import (
    DETAINED,
    FATES,
    HALLS,
    SUPPLIES,
    has_verb,
    is_illness,
    is_object,
    is_people,
    lives,
    object_of,
    only_describes,
    subject_of,
)
from streams.figures.role_words import (
    HYPHEN_SIZES,
    NOUN_ROLES,
    OBJECT_ROLES,
    STATE_ROLES,
    TRADE_ROLES,
    WEAK_NOUN_ROLES,
)
from streams.figures.words import word_set


def read(sentence: Sentence, number: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    """The role by the figure's own clause, or None; what a figure shares with its neighbours is decided later."""
    reader = READERS.get(reading.measure.kind)
    return reader(sentence, sentence.at[number], reading, noun, move) if reader else None


GROUP_MAX = 10**6
"""A gang or a list has no million members; a clause of 100 million is an amount of money."""


def is_weak(sentence: Sentence, noun: Noun, role: FigureRole | None) -> bool:
    """Whether the noun alone gives this role."""
    return role is not None and NOUN_ROLES.get(_head(sentence, noun)) == role


def by_noun(head: str) -> FigureRole | None:
    """What the noun alone gives, without its company; a noun that needs company gives nothing."""
    return NOUN_ROLES.get(head) if head not in IN_COMPANY else None


IN_COMPANY = frozenset({"seats", "cases", "bodies", "lives"})
"""Seats of a hall, cases of an illness, bodies and lives of people."""


def _count(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words, tags = sentence.words, sentence.tags
    head = _head(sentence, noun)
    end = noun.phrase.head if noun and noun.how in ("after", "of") and noun.phrase.head > at else at
    # A dash with blanks around it ends a headline's sentence: TOLL RISES TO 21 - MINISTRY.
    if words[at + 1 : at + 2] == ["-"] and sentence.ends[at] == sentence.starts[at + 1] and words[at + 2 : at + 3]:
        if words[at + 2] in HYPHEN_SIZES:
            return "size"
        if words[at + 2] not in ("plus", "odd"):
            return None
    if not head and words[at - 1 : at] == ["seats"]:
        return "capacity"
    if words[at].endswith("times") or words[at] == "twice":
        return "goals" if _scores(words, at) else None
    if noun and noun.how == "before":
        if any(word in ("needed", "required") for word in words[at + 1 : at + 4]):
            return "target"
        if reading.lo >= GROUP_MAX:
            return GROUP_ROLES.get(head)
        return GROUP_ROLES.get(head, "size")
    lead_at = sentence.lead(at)
    if lead_at > 2 and words[0] == "among" and words[lead_at] in ("was", "were", "are") and _stated(words[lead_at - 1]):
        return _stated(words[lead_at - 1])  # among the dead were 11 children
    if lead_at > 0 and words[lead_at] == "of" and words[lead_at - 1] in SIZED:
        return "size"
    if lead_at > 0 and words[lead_at] == "to" and words[lead_at - 1] == "down":
        return "remaining"
    if lead_at > 0 and words[lead_at] == "of" and words[lead_at - 1] in GOALS:
        return "target"
    if lead_at > 0 and words[lead_at] in ("of", "to") and words[lead_at - 1] in PLACES and is_people(head):
        return "population"
    if lead_at > 0 and words[lead_at] == "by" and words[lead_at - 1] in ("watched", "attended"):
        return "attendance"
    if lead_at > 0 and words[lead_at] == "by" and words[lead_at - 1] in BACKED:
        return None  # shared with those it backs
    if head in WORKFORCE and lead_at >= 0 and tags[lead_at] == "S":
        return "size"
    inside = _inside(words, end)
    if inside and not (lead_at > 0 and words[lead_at] == "but") and words[at - 1 : at] != ["all"]:
        fate = subject_of(sentence, at, end + inside, head)
        partial = "of" in words[max(0, lead_at - 1) : lead_at + 1]  # all but one of the 15 inside died
        return fate if fate in FATES and not partial else "aboard"
    state = _state(sentence, at, end) or _modified(sentence, at, end)
    if state == "aboard" and (fate := subject_of(sentence, at, end + 1, head)) in FATES:
        return fate  # all 62 people aboard the plane died
    if state:
        return state
    if head == "majority":
        return "difference"
    if head == "votes" and (words[end + 1 : end + 2] == ["to"] or words[max(0, at - 2) : at] == ["votes", "to"]):
        return "vote"
    if lead_at > 0 and words[lead_at] == "to" and words[lead_at - 1] in SUPPLIES:
        return "affected"
    if head == "seats" and HALLS.isdisjoint(words):
        return "difference" if _is_margin(words, at) else None
    if (head in VOTE_NOUNS) and _is_margin(words, at):
        return "difference"
    owned = lead_at > 0 and words[lead_at] == "of" and tags[lead_at - 1] == "N" and head and not is_people(head)
    if owned and words[lead_at - 1] not in SIZED | PORTIONS:
        role = object_of(sentence, at, end, head)  # the author of 14 novels died
    elif has_verb(sentence, at):
        role = object_of(sentence, at, end, head) or subject_of(sentence, at, end, head)
    else:
        role = subject_of(sentence, at, end, head) or object_of(sentence, at, end, head)
    if role in PERSONAL and not (lives(head) or sentence.capital(noun.phrase.head if noun else at)):
        role = None  # indicators that were positive, deals that were brought
    if role == "attendance" and reading.hi == 1:
        role = None  # one economist who watched
    if role == "closed" and not head:
        role = None  # shares that closed up 5-3/8
    if role and lead_at > 0 and words[lead_at] == "but" and words[lead_at - 1] == "all":
        return COMPLEMENTS.get(role)
    if role:
        return role
    if noun and noun.how == "subject":
        return _clause_noun(sentence, at, noun) or NOUN_ROLES.get(head)
    if noun and noun.how == "of" and 0 <= noun.phrase.head < at and (stated := _stated(words[noun.phrase.head + 1])):
        return stated
    lead = words[lead_at] if lead_at >= 0 else ""
    if head in IN_COMPANY and head != "seats" and not _is_told_of_people(sentence, at, end, head):
        return None
    if (
        head
        and head in NOUN_ROLES
        and not (lead and head in WEAK_NOUN_ROLES and lead in ("by", "of", "for", "against", "on", "to", "from"))
    ):
        return NOUN_ROLES[head]
    if lead in ("with", "had") and _on_board(sentence, end):
        return "aboard"
    if "lives" in head:
        return "killed"
    if lead in REACHING and (made := _trade_before(words, at)):
        return made
    if not noun and lead_at == at - 1 and lead in TRADE_ROLES:
        return TRADE_ROLES[lead]  # FEBRUARY CAR OUTPUT 358,661
    return _toll(sentence, at, noun)


def _modified(sentence: Sentence, at: int, end: int) -> FigureRole | None:
    """A state before the noun: the 11 missing hikers, 40 injured passengers."""
    for place in range(at + 1, end):
        word = sentence.words[place]
        if word in STATE_ROLES and word != "left":
            return None if has_verb(sentence, at) else STATE_ROLES[word]
    return None


def _stated(word: str) -> FigureRole | None:
    """What a participle after the counted noun says: the number of people killed, of homes destroyed."""
    return STATE_ROLES.get(word) or (OBJECT_ROLES.get(word) if word.endswith("ed") else None)


COMPLEMENTS: dict[FigureRole, FigureRole] = {
    "killed": "survived", "evacuated": "remaining", "released": "remaining", "rescued": "missing",
    "closed": "remaining",
    "sentence": "remaining", "deployed": "remaining", "deported": "remaining", "destroyed": "remaining",
}  # fmt: skip
"""All but four …: the number is of those whom the verb leaves out."""
SIZED = word_set(
    "survey poll list ring gang trial sample convoy fleet team panel study group party band cohort class flotilla"
)
"""`A survey of 1,050 adults`: the number is the size of the first noun."""
PORTIONS = word_set("total number herd flock pack pod tens hundreds thousands most half majority")
GOALS = word_set("target goal quota threshold")
PLACES = word_set(
    "town village city island community country camp settlement district nation home hamlet suburb municipality"
)
BACKED = word_set("backed supported helped aided assisted joined escorted")
WORKFORCE = word_set("staff employees workers workforce strong-staff")


def _inside(words: list[str], end: int) -> int:
    """How many words say that people are inside, aboard, on board; 0 if none does."""
    if words[end + 1 : end + 3] == ["on", "board"]:
        return 2
    alone = words[end + 2 : end + 3] not in (["the"], ["a"], ["an"], ["their"], ["his"])
    return 1 if alone and words[end + 1 : end + 2] in (["aboard"], ["onboard"], ["inside"]) else 0


PERSONAL = frozenset(
    {
        "injured",
        "charged",
        "detained",
        "infected",
        "hired",
        "released",
        "trapped",
        "rescued",
        "deported",
        "absent",
        "vote",
    }
)
"""Roles that only the living can have."""


GROUP_ROLES: dict[str, FigureRole] = {
    "crew": "aboard",
    "majority": "difference",
    "lead": "difference",
    "attendance": "attendance",
    "crowd": "attendance",
    "population": "population",
    "toll": "killed",
    "total": "size",
    "level": "level",
    "rate": "level",
    "average": "level",
    "index": "level",
    "reading": "level",
    "price": "price",
    "change": "change",
}
REACHING = word_set("reached reach reaches was were totalled totaled averaged at to of hit")


def _trade_before(words: list[str], at: int) -> FigureRole | None:
    """Coffee production reached 4.3 million bags."""
    return next((TRADE_ROLES[word] for word in reversed(words[max(0, at - 6) : at]) if word in TRADE_ROLES), None)


VOTE_NOUNS = word_set("votes seats points ballots")


def _is_margin(words: list[str], at: int) -> bool:
    return not MARGINS.isdisjoint(words[max(0, at - 8) : at])


MARGINS = word_set("by margin lead separated majority ahead")


def _scores(words: list[str], at: int) -> bool:
    return not SCORING.isdisjoint(words[max(0, at - 5) : at + 4])


SCORING = word_set("scored scores scoring netted struck netting goal header hat-trick")


def _on_board(sentence: Sentence, end: int) -> bool:
    return any(word in ("aboard", "board", "onboard") for word in sentence.words[end + 1 : end + 5])


PULLED = word_set("pulled rescued dug plucked brought saved pulls pull lifted")


def _head(sentence: Sentence, noun: Noun | None) -> str:
    return "" if noun is None or noun.phrase.head < 0 else sentence.words[noun.phrase.head]


def _state(sentence: Sentence, at: int, end: int) -> FigureRole | None:
    """`Six dead`, `30 others missing`, `350 on board`."""
    words = sentence.words
    step = end + 1
    while step < len(words) and (words[step] in ("more", "others", "other", "people", "still", "now")):
        step += 1
    if step >= len(words):
        return None
    if words[step] == "alive" and any(word in PULLED for word in words[max(0, end - 5) : end]):
        return "rescued"
    if words[step] == "left" and (is_object(sentence, step) or words[step + 1 : step + 2] != ["to"]):
        return None
    if (
        words[step] in STATE_ROLES
        and words[step] not in DETAINED
        and not (words[step] in OBJECT_ROLES and has_verb(sentence, at))
        and not (end > at and sentence.tags[step] == "d" and only_describes(sentence, step))
    ):
        return STATE_ROLES[words[step]]
    if words[step] in ("on", "inside") and words[at - 1 : at] != ["all"] and _on_board(sentence, end):
        return "aboard"
    return None


def _is_told_of_people(sentence: Sentence, at: int, end: int, head: str) -> bool:
    """Cases of an illness, not of a court; bodies and lives, not research bodies and average lives."""
    before = sentence.words[end - 1] if end - 1 > at else ""
    if head == "cases":
        return before in SPREADING or is_illness(sentence)
    return not before or (sentence.tags[end - 1] != "N" and before != "average")


SPREADING = word_set("new confirmed suspected active positive reported more fresh probable total")


def _toll(sentence: Sentence, at: int, noun: Noun | None) -> FigureRole | None:
    """The figure of a toll: `the toll rises to 52`, `number of wounded to 16`."""
    if noun is None or noun.how != "implied":
        return None
    for word in reversed(sentence.words[max(0, at - 14) : at]):
        if word in ("toll", "deaths", "tolls"):
            return "killed"
        if word in STATE_ROLES:
            return STATE_ROLES[word]
    return None


def _clause_noun(sentence: Sentence, at: int, noun: Noun) -> FigureRole | None:
    head = sentence.words[noun.phrase.head]
    if head in TRADE_ROLES:
        return TRADE_ROLES[head]
    return NOUN_ROLES.get(head)


def _age(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    return "age"


def _tally(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    return "vote"


Reader = Callable[[Sentence, int, Reading, Noun | None, Move], FigureRole | None]
READERS: dict[str, Reader] = {
    "count": _count,
    "money": role_money.read,
    "percent": role_measures.percent,
    "percentage_point": role_measures.points,
    "fraction": role_measures.fraction,
    "multiplier": role_measures.multiplier,
    "tally": _tally,
    "age": _age,
    "duration": role_measures.duration,
    "length": role_measures.length,
    "area": role_measures.area,
    "mass": role_measures.mass,
    "volume": role_measures.mass,
    "speed": role_measures.speed,
    "temperature": role_measures.speed,
    "rate": role_measures.rate,
    "quantity": role_measures.quantity,
}
"""Which reader decides the role of a kind; a quake's magnitude has none."""
