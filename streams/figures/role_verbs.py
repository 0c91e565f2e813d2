"""What the counted do and what is done to them: the verb they are the subject of, the verb they are the object of.

19 passengers were hurt (subject)    the blast killed 12 (object)    laid 300 men off    left six dead
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from schemas.lists import FigureRole
from streams.figures.clauses import FIGURE, Sentence
from streams.figures.role_words import (
    LIGHT_VERBS,
    OBJECT_ROLES,
    STATE_ROLES,
    SUBJECT_ROLES,
)
from streams.figures.words import word_set

RIGHT_MAX = 14
"""How many words right of the counted their verb may stand."""
FATES = frozenset({"killed", "injured"})
"""What became of those on board outweighs that they were: 43 people on board died."""


def has_verb(sentence: Sentence, at: int) -> bool:
    """Whether the counted are the object of a verb: saved 27 whales [stranded on the beach]."""
    step = sentence.lead(at)
    return step >= 0 and sentence.tags[step] in "dvgz" and sentence.words[step] in OBJECT_ROLES


def is_object(sentence: Sentence, verb: int) -> bool:
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


def subject_of(sentence: Sentence, at: int, end: int, head: str) -> FigureRole | None:
    """The verb to the right that the counted are the subject of."""
    words, tags = sentence.words, sentence.tags
    place, size = end + 1, min(len(words), end + 1 + RIGHT_MAX)
    passive = False
    reduced: FigureRole | None = None
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
        if letter == FIGURE and words[place - 1] in ("under", "over", "aged"):
            place += 1
            continue  # children under five
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
                return "infected" if is_illness(sentence) else "injured"
            if word == "found" and passive:
                return FOUND.get(
                    words[place + 1] if place + 1 < len(words) else "", "killed" if head in BODIES else None
                )
            lifted = word in ("pulled", "plucked", "lifted", "picked")
            if passive and (lifted or (word in ("brought", "taken") and "alive" in words[place : place + 5])):
                return "rescued" if head not in BODIES else "killed"
            if letter == "N":
                if not passive:
                    place += 1
                    continue
                return None
            if word == "said" and not passive:
                return None  # one analyst said others wanted more
            if word in LIGHT_VERBS and word not in SUBJECT_ROLES and not (word in OBJECT_ROLES and passive):
                pass
            elif word in OBJECT_ROLES and (passive or letter == "d" or letter == "A") and word not in SUBJECT_ONLY:
                if words[place + 1 : place + 2] in (["themselves"], ["himself"], ["herself"]):
                    return OBJECT_ROLES[word]
                if not passive and is_object(sentence, place):
                    return SUBJECT_ROLES.get(word)
                if word == "held" and not (head in HELD or is_people(head) or not head):
                    return None  # a tender for three cargoes held yesterday
                if word == "held" and passive and words[place + 1 : place + 2] in (["for"], ["over"], ["after"]):
                    return "detained"
                if word == "treated" or word == "hospitalised":
                    return "infected" if is_illness(sentence) else "injured"
                if word == "lost":
                    return None
                if not passive and only_describes(sentence, place):
                    reduced = reduced or OBJECT_ROLES[word]  # the 25 miners trapped on Sunday have been brought up
                elif word in SWEPT and is_people(head):
                    return "missing"
                else:
                    return OBJECT_ROLES[word]
            elif word == "lost" and passive:
                return "killed" if is_people(head) else "jobs_cut" if head in JOBS else "destroyed"
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
    return reduced


def only_describes(sentence: Sentence, place: int) -> bool:
    """Whether a participle is no verb of its own, since an auxiliary of the same clause follows. Death and wounds are
    told for their own sake: the 12 people killed on Monday were buried."""
    if OBJECT_ROLES.get(sentence.words[place]) in FATES:
        return False
    for letter in sentence.tags[place + 1 : place + RIGHT_MAX]:
        if letter == "X":
            return True
        if letter in ",;:.CW#":
            return False
    return False


DETAINED = word_set("detained arrested")
SWEPT = word_set("swept washed sweep sweeping washing")
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


def is_illness(sentence: Sentence) -> bool:
    return any(word in ILLNESS for word in sentence.words)


ILLNESS = word_set(
    "covid-19 coronavirus ebola mpox polio hiv tuberculosis plague epidemic infections vaccine positivity typhoid"
    " anthrax poisoning fever cholera dengue measles malaria flu virus outbreak symptoms heatstroke infection illness"
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


def object_of(sentence: Sentence, at: int, end: int, head: str) -> FigureRole | None:
    """The verb to the left that the counted are the object of; a preposition in between bars it."""
    words, tags = sentence.words, sentence.tags
    place = sentence.lead(at)
    while place >= 0 and tags[place] in "SD":
        place -= 1
    if place < 0:
        return None
    if place > 1 and words[place] == "and" and words[place - 1] in SELVES:
        place -= 2  # killed himself and 11 others
    if tags[place] == "," or words[place] in ("and", "or"):
        return None  # coordination: shared with the neighbour, see meaning.py
    low = max(-1, place - 6)
    if words[place] == "of" and place and words[place - 1] == "loss":
        return "killed" if is_people(head) else "jobs_cut" if head in JOBS else None
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
    if tags[place] in "PT":
        return None
    while place > low:
        word, letter = words[place], tags[place]
        if letter in ';:"“”' or letter == FIGURE or (letter in "PC" and word not in ("of", "out", "up", "off", "down")):
            return None
        rule = OBJECT_RULES.get(word)
        if rule:
            return rule(Object(sentence, place, at, end, head))
        if word == "dead" and place and words[place - 1] == "shot":
            return "killed"
        if word in OBJECT_ROLES and (
            letter in "dvzgA" or (letter == "N" and word.endswith("s") and place == sentence.lead(at))
        ):
            return OBJECT_ROLES[word]
        if letter == "d" or letter == "v" or (letter == "z" and word not in LIGHT_VERBS):
            return None
        place -= 1
    return None


BODIES = word_set("bodies corpses remains")
ARMS = word_set("rifles guns pistols weapons grenades bullets rounds firearms explosives shotguns revolvers handguns")
SELVES = word_set("himself herself themselves itself")
ABLE = word_set("licensed designed built able allowed certified meant")
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
    "culling": "killed", "arrest": "detained", "arrests": "detained", "release": "released",
    "rescue": "rescued", "evacuation": "evacuated", "detention": "detained", "destruction": "destroyed",
    "wounding": "injured", "shooting": "killed", "slaughter": "killed", "closure": "closed", "massacre": "killed",
    "deportation": "deported", "expulsion": "deported", "deployment": "deployed", "kidnapping": "seized",
    "abduction": "seized", "front": "attendance",
}  # fmt: skip
FORCES = word_set(
    "troops soldiers tanks helicopters ships planes firefighters police officers rescuers aircraft guards marines"
)


class Object(NamedTuple):
    """The counted as the object of a verb: the tokens of verb, figure and the phrase's end, and its head word."""

    sentence: Sentence
    verb: int
    at: int
    end: int
    head: str

    @property
    def is_people(self) -> bool:
        return is_people(self.head)

    @property
    def lives(self) -> bool:
        return lives(self.head)


def _laid(found: Object) -> FigureRole | None:
    """Laid off 300 men, laid 300 men off; but laid 300 mines."""
    words = found.sentence.words
    off = "off" in words[found.verb : found.at] or "off" in words[found.end + 1 : found.end + 3]
    return "jobs_cut" if off else None


def _carried(found: Object) -> FigureRole | None:
    words, verb = found.sentence.words, found.verb
    if words[verb - 1] == "to" and words[verb - 2] in ABLE:
        return "capacity"
    return "cargo" if found.head in GOODS else "aboard" if found.lives else None  # but bonds carry warrants


FIRES = word_set("fire fires blaze blazes flames wildfire wildfires inferno bushfire bushfires")
ObjectRule = Callable[[Object], FigureRole | None]
RULES: tuple[tuple[str, ObjectRule], ...] = (
    ("lost lose losing", lambda it: "killed" if it.is_people else "destroyed" if it.head in GROWN else None),
    ("picked pulled brought", lambda it: "killed" if it.head in BODIES else "rescued" if it.lives else None),
    ("recovered found", lambda it: "killed" if it.head in BODIES else "seized" if it.head in ARMS else None),
    ("left leaves leave leaving", lambda it: _state_after(it.sentence, it.end)),
    ("put puts laid lays lay laying", _laid),
    ("wash washing washed swept sweeping", lambda it: "missing" if it.is_people else "destroyed"),
    ("cut cuts cutting", lambda it: "jobs_cut" if it.head in JOBS else None),
    (
        "treat treated treating",
        lambda it: "infected" if it.head == "patients" or is_illness(it.sentence) else "injured",
    ),
    ("send sends sent sending", lambda it: "deployed" if it.head in FORCES else None),
    ("carry carries carried carrying", _carried),
    ("hold holds held holding", lambda it: "held" if it.head in HELD or it.is_people else None),
    ("forced forces forcing", lambda it: _forced_to(it.sentence.words, it.end)),
    ("claimed claims claiming", lambda it: "killed" if it.head == "lives" else None),
    ("charging charges", lambda it: "charged" if it.is_people else None),
    ("consume consumes consumed", lambda it: None if FIRES.isdisjoint(it.sentence.words) else "burned"),
    ("execute executes executed executing", lambda it: "killed" if it.is_people else None),  # licences are too
    ("sentenced sentences hit hits hitting sink sank", lambda _: None),
)
"""Verbs whose object has not one role alone, each with what decides it."""
OBJECT_RULES = {form: rule for forms, rule in RULES for form in forms.split()}


def _forced_to(words: list[str], end: int) -> FigureRole | None:
    """`Forced 8,000 people [from their homes, to flee, to leave]`."""
    ahead = words[end + 1 : end + 4]
    if "flee" in ahead or "from" in ahead or ahead[:2] in (["to", "higher"], ["to", "safer"], ["into", "shelters"]):
        return "displaced"
    return "evacuated" if any(word in ("leave", "evacuate", "out") for word in ahead) else None


def lives(head: str) -> bool:
    """Whether what is counted may be alive: not where its noun names a thing or a body."""
    return head not in THINGS and head not in BUSINESS


BUSINESS = word_set(
    "companies company banks bank firms firm countries country states nations cities stations indicators rigs"
    " operations"
    " aggregates deals deal shares share stocks stock bonds bond loans loan funds fund markets market units options"
    " contracts seats accounts debts debt features products programs programmes projects cases classes lists list index"
    " indices mills facilities mines stores branches subsidiaries plans points issues bills taxes rates prices exports"
    " imports sales deposits associations industries models brands systems powers capacity television advertising"
)
"""What financial copy counts: none of it is hurt, held by the police or brought to safety."""


@lru_cache(maxsize=8192)
def is_people(head: str) -> bool:
    return head in PEOPLE_WORDS or (
        head not in THINGS
        and head.endswith(
            ("men", "women", "girls", "boys", "ers", "ors", "ists", "ants", "ents", "ians", "ees", "mates")
        )
    )


THINGS = word_set(
    "plants restaurants apartments departments documents instruments shipments payments investments agreements events"
    " accidents incidents cents tents elephants variants warrants grants motors factors reactors tractors sectors doors"
    " floors computers containers papers numbers rivers helicopters trailers tankers orders towers letters centers"
    " quarters meters liters boosters offers transfers borders servers printers corners powers rulers tigers flowers"
    " tumours tumors trees committees fees degrees rupees settlements tournaments restaurants statements appointments"
    " mirrors errors monitors corridors harbours layers lasers masters matters parameters chapters shelters counters"
    " cruisers freighters trawlers carriers liners steamers bunkers craters fires tyres covers dollars cedars climates"
    " estimates superpowers"
)
"""Endings of persons on things."""


PEOPLE_WORDS = word_set(
    "people man woman men women child children boy girl boys girls soldier soldiers son sons daughter daughters"
    " brothers sisters relatives parents wife husband families troops civilians police policeman"
    " officer officers members staff migrants refugees villagers pupils students sailors guard guards others"
    " person persons"
    " citizens nationals iraqis israelis pakistanis hostages pupils patients minors victims survivors captives guests"
    " locals civilians adults crew fighters"
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
        if sentence.words[place] == "captivity":
            return "held"
        if sentence.words[place] == "hospital":
            return "infected" if is_illness(sentence) else "injured"
        if sentence.words[place] == "cut" and sentence.words[place + 1 : place + 2] == ["off"]:
            return "stranded"
    return None
