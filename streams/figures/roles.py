"""The role of a figure: what the number is of in the story, from the verbs and nouns of its own clause.

The order is the rule. What stands nearest speaks first: the state right after the number (six dead), the verb that the
counted are the subject or the object of, at last what the noun is by itself (deaths, gunmen).
"""

# ruff: noqa: ARG001 - every reader of the table at the end has one signature

from collections.abc import Callable

from schemas.lists import FigureRole
from streams.figures.clauses import COVER, FIGURE, Sentence
from streams.figures.grammar import Reading
from streams.figures.moves import Move
from streams.figures.nouns import Noun
from streams.figures.role_words import (
    HYPHEN_SIZES,
    LIGHT_VERBS,
    MONEY_NOUN_ROLES,
    MONEY_VERB_ROLES,
    NOUN_ROLES,
    OBJECT_ROLES,
    STATE_ROLES,
    SUBJECT_ROLES,
    TRADE_ROLES,
    WEAK_NOUN_ROLES,
)
from streams.figures.words import word_set

RIGHT_MAX = 14
LEFT_MAX = 14


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
    """What the noun alone gives; seats are a capacity in a hall only."""
    return NOUN_ROLES.get(head) if head != "seats" else None


def _count(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words, tags = sentence.words, sentence.tags
    head = _head(sentence, noun)
    end = noun.phrase.head if noun and noun.how in ("after", "of") and noun.phrase.head > at else at
    if at + 2 < len(words) and words[at + 1] == "-" and words[at + 2] in HYPHEN_SIZES:
        return "size"
    if at + 1 < len(words) and words[at + 1] == "-" and words[at + 2 : at + 3] and words[at + 2] not in ("plus", "odd"):
        return None
    if words[at].endswith("times") or words[at] == "twice":
        return "goals" if _scores(words, at) else None
    if noun and noun.how == "before":
        if any(word in ("needed", "required") for word in words[at + 1 : at + 4]):
            return "target"
        if reading.lo >= GROUP_MAX:
            return GROUP_ROLES.get(head)
        return GROUP_ROLES.get(head, "size")
    lead_at = sentence.lead(at)
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
        return "aboard"
    state = _state(sentence, at, end) or _modified(sentence, at, end)
    if state:
        return state
    if head == "majority":
        return "difference"
    if head == "votes" and words[end + 1 : end + 2] == ["to"]:
        return "vote"
    if lead_at > 0 and words[lead_at] == "to" and words[lead_at - 1] in SUPPLIES:
        return "affected"
    if head == "seats" and HALLS.isdisjoint(words):
        return "difference" if _is_margin(words, at) else None
    if (head in VOTE_NOUNS) and _is_margin(words, at):
        return "difference"
    if _has_verb(sentence, at):
        role = _object_of(sentence, at, end, head) or _subject_of(sentence, at, end, head)
    else:
        role = _subject_of(sentence, at, end, head) or _object_of(sentence, at, end, head)
    if role and lead_at > 0 and words[lead_at] == "but" and words[lead_at - 1] == "all":
        return COMPLEMENTS.get(role)
    if role:
        return role
    if noun and noun.how == "subject":
        return _clause_noun(sentence, at, noun) or NOUN_ROLES.get(head)
    lead = words[lead_at] if lead_at >= 0 else ""
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
    return _toll(sentence, at, noun)


def _modified(sentence: Sentence, at: int, end: int) -> FigureRole | None:
    """A state before the noun: the 11 missing hikers, 40 injured passengers."""
    for place in range(at + 1, end):
        word = sentence.words[place]
        if word in STATE_ROLES and word != "left":
            return None if _has_verb(sentence, at) else STATE_ROLES[word]
    return None


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
GOALS = word_set("target goal quota threshold")
PLACES = word_set(
    "town village city island community country camp settlement district nation home hamlet suburb municipality"
)
BACKED = word_set("backed supported helped aided assisted joined escorted")
WORKFORCE = word_set("staff employees workers workforce strong-staff")


def _inside(words: list[str], end: int) -> bool:
    """The people inside, aboard, on board."""
    return (words[end + 1 : end + 2] in (["aboard"], ["onboard"], ["inside"]) and words[end + 2 : end + 3] not in (
        ["the"], ["a"], ["an"], ["their"], ["his"],
    )) or words[end + 1 : end + 3] == ["on", "board"]  # fmt: skip


GROUP_ROLES: dict[str, FigureRole] = {
    "crew": "aboard",
    "majority": "difference",
    "lead": "difference",
    "attendance": "attendance",
    "crowd": "attendance",
    "population": "population",
    "toll": "killed",
    "total": "size",
}
REACHING = word_set("reached reach reaches was were totalled totaled averaged at to of hit")


def _trade_before(words: list[str], at: int) -> FigureRole | None:
    """Coffee production reached 4.3 million bags."""
    return next((TRADE_ROLES[word] for word in reversed(words[max(0, at - 6) : at]) if word in TRADE_ROLES), None)


VOTE_NOUNS = word_set("votes seats points ballots")


def _head(sentence: Sentence, noun: Noun | None) -> str:
    return "" if noun is None or noun.phrase.head < 0 else sentence.words[noun.phrase.head]


def _is_margin(words: list[str], at: int) -> bool:
    return not MARGINS.isdisjoint(words[max(0, at - 8) : at])


MARGINS = word_set("by margin lead separated majority ahead")


def _scores(words: list[str], at: int) -> bool:
    return not SCORING.isdisjoint(words[max(0, at - 5) : at + 4])


SCORING = word_set("scored scores scoring netted struck netting goal header hat-trick")


def _on_board(sentence: Sentence, end: int) -> bool:
    return any(word in ("aboard", "board", "onboard") for word in sentence.words[end + 1 : end + 5])


PULLED = word_set("pulled rescued dug plucked brought saved pulls pull lifted")


def _has_verb(sentence: Sentence, at: int) -> bool:
    """Whether the counted are the object of a verb: saved 27 whales [stranded on the beach]."""
    step = sentence.lead(at)
    return step >= 0 and sentence.tags[step] in "dvgz" and sentence.words[step] in OBJECT_ROLES


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
    if words[step] == "left" and (_is_object(sentence, step) or words[step + 1 : step + 2] != ["to"]):
        return None
    if (
        words[step] in STATE_ROLES
        and words[step] not in DETAINED
        and not (words[step] in OBJECT_ROLES and _has_verb(sentence, at))
    ):
        return STATE_ROLES[words[step]]
    if words[step] in ("on", "inside") and words[at - 1 : at] != ["all"] and _on_board(sentence, end):
        return "aboard"
    return None


DETAINED = word_set("detained arrested")


def _is_object(sentence: Sentence, verb: int) -> bool:
    """Whether an object follows the verb: `gunmen killed two`, `troops left the town`."""
    place = verb + 1
    tags, words = sentence.tags, sentence.words
    while place < len(tags) and (
        tags[place] == "R"
        or (
            words[place] in ("about", "around", "some", "nearly", "almost", "over", "up", "to")
            and place + 1 < len(tags)
            and (tags[place + 1] in (FIGURE, "to") or words[place] == "up")
        )
    ):
        place += 1
    return place < len(tags) and (
        tags[place] in (FIGURE, "D", "S", "N", "O", "0", "A") and not (tags[place] == "N" and words[place] in WHEN)
    )


WHEN = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday overnight people")


def _subject_of(sentence: Sentence, at: int, end: int, head: str) -> FigureRole | None:
    """The verb to the right that the counted are the subject of."""
    words, tags = sentence.words, sentence.tags
    place, size = end + 1, min(len(words), end + 1 + RIGHT_MAX)
    passive = False
    skipped = 0
    while place < size:
        word, letter = words[place], tags[place]
        if letter == ",":
            lead = sentence.lead(at)
            if words[lead] == "of" and lead <= 1:
                return None  # Of 640 samples tested, 212 …
            governed = lead >= 0 and tags[lead] in "PT"
            if place + 1 < len(words) and tags[place + 1] == "X" and place == end + 1 and not governed:
                place += 1  # as many as 450, had to leave
                continue
            closing = _closing(sentence, place)
            if closing is None:
                return None
            place = closing + 1
            continue
        if letter in ";:(–—#C" or (word in CLAUSE_OPENERS and not skipped):
            return None
        if word in PASSIVE_LEADS:
            passive = passive or word != "had"
            if word == "feared":
                return "missing"
        elif word == "presumed" and passive:
            return "missing"
        elif word in ("told", "ordered", "asked", "urged", "advised") and passive:
            pass
        elif word == "cut" and words[place + 1 : place + 2] == ["off"]:
            return "stranded"
        elif word == "lost" and words[place + 1 : place + 2] and words[place + 1] in SUPPLIES:
            return "affected"
        elif (
            word in STATE_ROLES
            and (passive or word in ("dead", "missing", "homeless"))
            and word not in DETAINED
            and not (word == "left" and not passive)
        ):
            if word == "alive" and words[place - 1] in ("pulled", "brought", "up", "dug", "rescued", "plucked"):
                return "rescued"
            if word == "left" and place + 1 < len(words) and words[place + 1] in STATE_ROLES:
                return STATE_ROLES[words[place + 1]]
            if word == "left":
                return "remaining"
            return STATE_ROLES[word]
        elif letter in "dvzgA" or word in SUBJECT_ROLES or word in OBJECT_ROLES:
            if word in ("admitted", "taken", "rushed") and passive and "hospital" in words[place : place + 4]:
                return "infected" if _ill(sentence) else "injured"
            if word == "found" and passive:
                return FOUND.get(
                    words[place + 1] if place + 1 < len(words) else "", "killed" if head == "bodies" else None
                )
            lifted = word in ("pulled", "plucked", "lifted", "picked")
            if passive and (lifted or (word in ("brought", "taken") and "alive" in words[place : place + 5])):
                return "rescued"
            if letter == "N":
                if not passive:
                    place += 1
                    continue
                return None
            if word in LIGHT_VERBS and word not in SUBJECT_ROLES and not (word in OBJECT_ROLES and passive):
                pass
            elif word in OBJECT_ROLES and (passive or letter == "d" or letter == "A") and word not in SUBJECT_ONLY:
                if words[place + 1 : place + 2] in (["themselves"], ["himself"], ["herself"]):
                    return OBJECT_ROLES[word]
                if not passive and _is_object(sentence, place):
                    return SUBJECT_ROLES.get(word)
                if word == "held" and passive and words[place + 1 : place + 2] in (["for"], ["over"], ["after"]):
                    return "detained"
                if word == "treated" or word == "hospitalised":
                    return "infected" if _ill(sentence) else "injured"
                if word == "lost":
                    return None
                return OBJECT_ROLES[word]
            elif word == "lost" and passive:
                return "destroyed"
            elif word in SUBJECT_ROLES and letter in "dvzg":
                role = SUBJECT_ROLES[word]
                if role == "affected" and tags[place] not in "vd":
                    return None
                if role == "evacuated" and not _forced(words, place):
                    return None
                if role == "survived" and words[place + 1 : place + 2] == ["with"]:
                    return "injured"  # escaped with cuts
                if role == "remaining":
                    for word_after in words[place + 1 : place + 4]:
                        if word_after in STAYED:
                            return STAYED[word_after]
                if role in PEOPLE_ROLES and not _person(head):
                    return None
                return role
            elif letter in "dz" or (letter == "v" and place > end + 1):
                if word in ("said", "told", "says"):
                    return None
                return None
        elif word in ("hospital", "intensive") and passive:
            return "injured"
        elif word in ("under", "beneath") and passive and any(each in RUBBLE for each in words[place : place + 4]):
            return "trapped"
        elif word == "away" and "stayed" in words[end:place]:
            return "absent"
        elif letter == "W":
            passive = False
        skipped += letter == "P"
        place += 1
    return None


CLAUSE_OPENERS = word_set("and but or while when after as before if")
PASSIVE_LEADS = word_set("is are was were be been being got get feared had")
HALLS = word_set("stadium arena theatre theater hall plane aircraft cinema venue ground jet auditorium opera coach")
SUPPLIES = word_set("power electricity water heating gas contact")
FOUND: dict[str, FigureRole] = {"dead": "killed", "alive": "survived", "safe": "survived", "guilty": "charged"}
RUBBLE = word_set("mud rubble debris ruins collapsed wreckage snow avalanche")
STAYED: dict[str, FigureRole] = {
    "buried": "trapped", "missing": "missing", "away": "absent", "shut": "closed", "closed": "closed",
    "trapped": "trapped", "stranded": "stranded", "unaccounted": "missing", "held": "held", "hospital": "injured",
}  # fmt: skip
"""`Remain` and `stay` with what follows them."""
SUBJECT_ONLY = word_set("escaped")
PEOPLE_ROLES = word_set(
    "killed displaced protesters attendance evacuated infected attackers abstained vote affected remaining survived"
)
NOT_PEOPLE = word_set("years days hours weeks months votes points shares tonnes goals votes")


def _person(head: str) -> bool:
    return head not in NOT_PEOPLE


def _forced(words: list[str], place: int) -> bool:
    near = words[max(0, place - 5) : place]
    return "to" in near and any(word in ("had", "forced", "told", "ordered", "made") for word in near)


def _ill(sentence: Sentence) -> bool:
    return any(word in ILLNESS for word in sentence.words)


ILLNESS = word_set(
    "poisoning fever cholera dengue measles malaria flu virus outbreak symptoms heatstroke infection illness"
    " disease covid diarrhoea"
    " vomiting sick smoke-inhalation food"
)


def _closing(sentence: Sentence, comma: int) -> int | None:
    """The comma that closes an aside after the noun: eight villagers, three of them schoolboys, were killed."""
    words, tags = sentence.words, sentence.tags
    if comma + 1 >= len(words):
        return None
    if not (
        tags[comma + 1] in (FIGURE, "W", "D")
        or words[comma + 1]
        in ("including", "most", "mostly", "mainly", "among", "all", "many", "some", "aged", "half", "maximum")
    ):
        return None
    for place in range(comma + 2, min(len(words), comma + 12)):
        if tags[place] == ",":
            return place
        if tags[place] in ";:.":
            return None
    return None


def _object_of(sentence: Sentence, at: int, end: int, head: str) -> FigureRole | None:
    """The verb to the left that the counted are the object of; a preposition in between bars it."""
    words, tags = sentence.words, sentence.tags
    place = sentence.lead(at)
    while place >= 0 and tags[place] in "SD":
        place -= 1
    if place < 0:
        return None
    if tags[place] == "," or words[place] in ("and", "or"):
        return None  # coordination: shared with the neighbour, see meaning.py
    low = max(-1, place - 6)
    if words[place] == "of" and place and (words[place - 1] in OBJECT_NOUNS):
        return OBJECT_NOUNS[words[place - 1]]
    if words[place] == "of":
        return None  # the verb has the noun before `of` for its object: losing the luggage of 14 passengers
    if words[place] in PARTICLES and place and tags[place - 1] in "dvgz":
        place -= 1  # lay off, wipe out, wash away
        if words[place] in ("lay", "laid", "lays", "laying"):
            return "jobs_cut"
    elif tags[place] == "R" and place and words[place - 1] in OBJECT_ROLES:
        place -= 1
    if tags[place] in "PT" and words[place] != "of":
        if words[place] == "to" and place and words[place - 1] == "sentences":
            return None
        return PREPOSITION_ROLES.get((words[place - 1] if place else "", words[place])) or _after_front(words, place)
    while place > low:
        word, letter = words[place], tags[place]
        if letter in ";:" or letter == FIGURE or (letter in "PC" and word not in ("of", "out", "up", "off", "down")):
            return None
        if word == "lost" or word == "lose" or word == "losing":
            return "killed" if is_people(head) else "destroyed" if head in GROWN else None
        if word in ("picked", "pulled", "brought") and place < at:
            return "rescued" if head != "bodies" else "killed"
        if word == "recovered" or word == "found":
            return "killed" if head in ("bodies", "corpses") else None
        if word in ("left", "leaves", "leave", "leaving"):
            return _state_after(sentence, end)
        if word in ("put", "puts", "laid", "laying", "lay") and "off" in words[place:at]:
            return "jobs_cut"
        if word in ("laid", "lays", "lay", "laying"):
            return "jobs_cut" if "off" in words[end + 1 : end + 3] else None
        if word in ("wash", "washing", "washed", "swept", "sweeping", "swept"):
            return "destroyed" if not is_people(head) else "missing"
        if word in ("cut", "cuts", "cutting"):
            return "jobs_cut" if head in JOBS else None
        if word in ("treated", "treating", "treat"):
            return "infected" if head == "patients" or _ill(sentence) else "injured"
        if word in ("sentenced", "sentences"):
            return None
        if word in ("send", "sends", "sent", "sending"):
            return "deployed" if _is_force(head) else None
        if word in ("carrying", "carried", "carries", "carry"):
            return "cargo" if head in GOODS else "aboard"
        if word in ("hit", "hits", "hitting", "held", "hold", "sink", "sank"):
            return "held" if word in ("held", "hold") and (head in HELD or is_people(head)) else None
        if word in ("holding", "holds") and (head in HELD or is_people(head)):
            return "held"
        if word == "dead" and place and words[place - 1] == "shot":
            return "killed"
        if word in ("forced", "forces", "forcing"):
            return _forced_to(words, end)
        if word in ("claimed", "claims", "claiming"):
            return "killed" if head == "lives" else None
        if word in ("charging", "charges") and not is_people(head):
            return None
        if word in OBJECT_ROLES and (
            letter in "dvzgA" or (letter == "N" and word.endswith("s") and place == sentence.lead(at))
        ):
            return OBJECT_ROLES[word]
        if letter == "d" or letter == "v" or (letter == "z" and word not in LIGHT_VERBS):
            return None
        place -= 1
    return None


PARTICLES = word_set("off up out away down back over")
GROWN = word_set("crop crops harvest herd herds forest forests vineyards orchards farmland pasture livestock fields")
GOODS = word_set(
    "cars containers lorries trucks vehicles boxes bags barrels crates pallets parcels cattle sheep animals shells"
    " missiles"
)
HELD = word_set("hostages prisoners captives people men women inmates migrants")
JOBS = word_set("jobs posts positions workers roles employees staff")
OBJECT_NOUNS: dict[str, FigureRole] = {
    "killing": "killed", "deaths": "killed", "death": "killed", "murder": "killed", "murders": "killed",
    "culling": "killed", "arrest": "detained", "arrests": "detained", "release": "released", "loss": "jobs_cut",
    "rescue": "rescued", "evacuation": "evacuated", "detention": "detained", "destruction": "destroyed",
    "wounding": "injured", "shooting": "killed", "slaughter": "killed", "closure": "closed", "massacre": "killed",
    "deportation": "deported", "expulsion": "deported", "deployment": "deployed", "kidnapping": "seized",
    "abduction": "seized", "front": "attendance",
}  # fmt: skip
PREPOSITION_ROLES: dict[tuple[str, str], FigureRole] = {}
FORCES = word_set(
    "troops soldiers tanks helicopters ships planes firefighters police officers rescuers aircraft guards marines"
)


def _after_front(words: list[str], place: int) -> FigureRole | None:
    if words[place] == "among":
        return None
    return None


def _forced_to(words: list[str], end: int) -> FigureRole | None:
    """`Forced 8,000 people [from their homes, to flee, to leave]`."""
    ahead = words[end + 1 : end + 4]
    if "flee" in ahead or "from" in ahead:
        return "displaced"
    return "evacuated" if any(word in ("leave", "evacuate", "out") for word in ahead) else None


def _is_force(head: str) -> bool:
    return head in FORCES


def is_people(head: str) -> bool:
    return head in PEOPLE_WORDS or head.endswith(
        ("men", "women", "girls", "boys", "ers", "ors", "ists", "ants", "ents", "ians", "ees", "mates")
    )


PEOPLE_WORDS = word_set(
    "people man woman men women child children boy girl boys girls soldier soldiers son sons daughter daughters"
    " brothers sisters relatives parents wife husband families troops civilians police policeman"
    " officer officers members staff migrants refugees villagers pupils students sailors guard guards others"
    " person persons"
    " hostages pupils patients minors victims survivors captives guests locals civilians adults crew fighters"
    " militants rebels infiltrators nurse nurses pilot pilots doctor doctors lives life teenagers"
)


def _state_after(sentence: Sentence, end: int) -> FigureRole | None:
    for place in range(end + 1, min(len(sentence.words), end + 5)):
        if sentence.words[place] in STATE_ROLES:
            return STATE_ROLES[sentence.words[place]]
        if sentence.words[place] in OBJECT_ROLES and sentence.tags[place] in "dA":
            return OBJECT_ROLES[sentence.words[place]]
        if sentence.tags[place] in ",;.":
            return None
        if sentence.words[place] == "without":
            return "affected"
        if sentence.words[place] == "cut" and sentence.words[place + 1 : place + 2] == ["off"]:
            return "stranded"
    return None


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


# ---- money


def _money(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words, tags = sentence.words, sentence.tags
    if move.part == "by":
        return "change"
    own = _money_after(sentence, at)
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
        if word in ("escaped", "fled", "made", "vanished", "absconded") and words[place + 1 : place + 2] in (
            ["with"],
            ["off"],
        ):
            return "loss"
        if word == "costing":
            return "loss"
        if word in SOLD and sentence.words[sentence.lead(at)] == "for":
            return "deal" if any(each in COMPANIES for each in words[max(0, place - 6) : at]) else "price"
        if (
            word in ("raise", "raised")
            and words[place - 1] == "to"
            and any(each in AIMS for each in words[max(0, place - 3) : place])
        ):
            return "target"
        if word in ("cost", "costs") and any(
            MONEY_NOUN_ROLES.get(each) == "price" for each in words[max(0, place - 4) : place]
        ):
            return "price"
        if word in MONEY_NOUN_ROLES and letter in "NAzdvg":
            role = MONEY_NOUN_ROLES[word]
            if role == "change" and move.part != "by":
                place -= 1
                continue
            return role
        if word == "worth":
            return _worth(sentence, place)
        if word in MONEY_VERB_ROLES and letter in "dvzgNA":
            return MONEY_VERB_ROLES[word]
        place -= 1
    if per and not per.startswith("{") and per not in ("a", "mo", "wk", "d", "h"):
        return "price"
    if per in ("a", "mo", "wk", "h", "d"):
        return "cost"
    return _money_clause(sentence, at)


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


SOLD = word_set("sold sell sells bought buy buys selling buying auctioned")
COMPANIES = word_set(
    "rival company firm unit stake business bank brand maker chain group club subsidiary insurer airline miner"
)
AIMS = word_set("aims aim hopes hope wants plans seeks aiming hoping")


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

# ---- shares, levels, measures


def _percent(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words = sentence.words
    if move.part == "by":
        return "change"
    if noun and noun.phrase.head >= 0:
        end = noun.phrase.head
        if words[end] == "vote" or (
            words[end] == "votes" and not any(word in COUNTED for word in words[end + 1 : end + 3])
        ):
            return "vote"
        role = _subject_of(sentence, at, end, "people") or _object_of(sentence, at, end, words[end])
        if role:
            return role
        return "share"
    following = words[at + 1 : at + 4]
    if not STAKES.isdisjoint(following):
        return "share"
    if "discount" in following or "premium" in following:
        return "difference"
    own = _subject_of(sentence, at, at, "people")
    if own:
        return own
    before = words[max(0, at - 14) : at]
    if not POLLS.isdisjoint(before):
        return "level"
    if not VOTING.isdisjoint(words):
        return "vote"
    if "forecast" in before or "forecasts" in before:
        return "forecast" if move.part != "from" else "level"
    if "target" in before:
        return "target"
    return "level"


COUNTED = word_set("counted tallied in cast")
STAKES = word_set("stake share shareholding interest holding")
POLLS = word_set("survey poll polls support turnout")
VOTING = word_set("votes vote ballots election runoff run-off led")


def _fraction(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words = sentence.words
    end = noun.phrase.head if noun and noun.phrase.head > at else at
    if move.part == "by":
        return "change"
    role = _subject_of(sentence, at, end, words[end] if end != at else "people") or _object_of(
        sentence, at, end, words[end]
    )
    if role:
        return role
    lead = _lead_verb(words, at)
    return lead or "share"


def _lead_verb(words: list[str], at: int) -> FigureRole | None:
    near = words[max(0, at - 5) : at]
    if any(word in ("axe", "cut", "shed", "axes", "cuts", "axing", "sheds") for word in near) and any(
        each in JOBS for each in words[at : at + 6]
    ):
        return "jobs_cut"
    return None


def _points(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    if move.part == "by":
        return "change"
    words = sentence.words
    near = words[max(0, at - 6) : at + 4]
    if (
        any(word in ("lead", "ahead", "gap", "spread", "behind", "above", "below", "margin") for word in near)
        and "error" not in near
    ):
        return "difference"
    return None


def _multiplier(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    return "change" if move.part == "by" else "difference"


def _length(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words = sentence.words
    if move.part == "by":
        return "change"
    following = words[at + 1] if at + 1 < len(words) else ""
    before = words[max(0, at - 8) : at]
    if following in ("deep", "below", "underground", "underwater", "down") or any(
        word in ("depth", "depths", "deep") for word in before[-4:]
    ):
        return "depth"
    if following == "above" and "sea" in words[at + 2 : at + 4]:
        return "height"
    lead = words[sentence.lead(at)] if sentence.lead(at) >= 0 else ""
    if lead == "at" and any(word in FLYING for word in before):
        return "height"
    if lead == "by" and any(word in BEATING for word in before):
        return "difference"
    if following in ("tall", "high") or any(word in HEIGHTS for word in before[-5:]):
        return "height"
    if following in ("wide", "long", "thick", "across", "broad", "in"):
        return (
            "size"
            if following != "in"
            else (
                "size"
                if words[at + 2 : at + 3] and words[at + 2] in ("diameter", "length", "width")
                else _rain(words, at) or "distance"
            )
        )
    if following in ("beyond", "clear", "ahead", "behind", "short", "more", "longer", "further", "taller"):
        return "difference"
    if _rain(words, at):
        return "level"
    if noun:
        return "distance" if words[noun.phrase.head] in DISTANCE_NOUNS else "size"
    return "distance"


FLYING = word_set("flying flew cruising cruised hovering")
BEATING = word_set("beat beats beating missed won broke bettered")
HEIGHTS = word_set("altitude height ridge peak summit elevation mountain level sea")
RAINS = word_set("rain rainfall snow snowfall downpour rains monsoon precipitation downpours")
DISTANCE_NOUNS = word_set(
    "race walk march trip journey dash run swim ride trek hike radius route course race's freestyle hurdles"
    " sprint marathon"
    " drive flight detour road"
)


def _rain(words: list[str], at: int) -> FigureRole | None:
    return None if RAINS.isdisjoint(words[max(0, at - 10) : at + 6]) else "level"


def _area(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    if move.part == "by":
        return "change"
    role = _object_near(sentence, at)
    if role:
        return role
    return "size"


def _object_near(sentence: Sentence, at: int) -> FigureRole | None:
    """The verb before a measured amount: burned 4,000 hectares, seized two tonnes of cocaine."""
    words, tags = sentence.words, sentence.tags
    place = at - 1
    low = max(-1, at - 7)
    while place > low:
        if (
            tags[place] in ";:"
            or tags[place] == FIGURE
            or (tags[place] == "P" and words[place] not in COVER and words[place] not in ("over", "up", "than"))
        ):
            break
        if words[place] in OBJECT_ROLES and tags[place] in "dvzg" and OBJECT_ROLES[words[place]] in THING_ROLES:
            return OBJECT_ROLES[words[place]]
        place -= 1
    place = at + 1
    while place < min(len(words), at + 9):
        if tags[place] in ",;:." or tags[place] == FIGURE:
            break
        if words[place] in OBJECT_ROLES and tags[place] == "d" and OBJECT_ROLES[words[place]] in THING_ROLES:
            return OBJECT_ROLES[words[place]]
        place += 1
    return None


THING_ROLES = frozenset(
    {"sales", "exports", "imports", "output", "destroyed", "damaged", "burned", "seized", "closed", "held", "affected"}
)


def _mass(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words = sentence.words
    if move.part == "by":
        return "change"
    if noun and noun.how in ("subject", "before"):
        return "size"
    lead = sentence.lead(at)
    if lead > 0 and words[lead] == "with" and words[lead - 1] in ("loaded", "laden", "packed", "filled"):
        return "cargo"
    role = _object_near(sentence, at) or _trade(words, at)
    if role:
        return role
    if any(
        word in ("carrying", "carried", "aboard", "loaded", "laden", "carry")
        for word in words[max(0, at - 14) : at + 6]
    ):
        return "cargo"
    if noun and noun.how == "after":
        return "size"
    return None


def _trade(words: list[str], at: int) -> FigureRole | None:
    after = words[at + 1 : at + 5]
    for word in (*reversed(words[max(0, at - 10) : at]), *after):
        if word in TRADE_ROLES:
            return TRADE_ROLES[word]
        if word in PRODUCES:
            return "output"
    return None


PRODUCES = word_set(
    "produce produced produces producing pumped pumping pumps mined harvested harvest generates generating"
    " generated giving yields"
)


def _rate(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    if move.part == "by":
        return "change"
    if at + 1 < len(sentence.words) and sentence.words[at + 1] in ("cut", "hike", "increase", "rise"):
        return "change"
    return _trade(sentence.words, at)


def _quantity(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words, unit = sentence.words, reading.measure.unit
    if move.part == "by":
        return "change"
    if unit.code in ("{index_pt}", "[ppm]", "[ppb]", "1") or unit.per or unit.code.endswith("g"):
        return "level"
    if unit.code.rstrip("h.").endswith("W") and noun and noun.how == "after":
        return "capacity"
    role = _trade(words, at)
    if role:
        return role
    return "level" if unit.code in ("dB", "mbar", "kPa") else None


def _speed(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    return "change" if move.part == "by" else "level"


def _duration(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    """A prison term; any other span of time has no role."""
    words = sentence.words
    before = words[max(0, at - 9) : at]
    after = words[at + 1 : at + 7]
    if not SENTENCED.isdisjoint(before) or (not PRISON.isdisjoint(after[:4]) and "after" not in after[:2]):
        return "sentence"
    return None


SENTENCED = word_set("sentenced sentences jailed jails imprisoned sentence sentencing handed imprisons")
PRISON = word_set("prison jail imprisonment jailed bars sentence custody")


def _age(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    return "age"


def _tally(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    return "vote"


Reader = Callable[[Sentence, int, Reading, Noun | None, Move], FigureRole | None]
READERS: dict[str, Reader] = {
    "count": _count,
    "money": _money,
    "percent": _percent,
    "percentage_point": _points,
    "fraction": _fraction,
    "multiplier": _multiplier,
    "tally": _tally,
    "age": _age,
    "duration": _duration,
    "length": _length,
    "area": _area,
    "mass": _mass,
    "volume": _mass,
    "speed": _speed,
    "temperature": _speed,
    "rate": _rate,
    "quantity": _quantity,
}
"""Which reader decides the role of a kind; a quake's magnitude has none."""
