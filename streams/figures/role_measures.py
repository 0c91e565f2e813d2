"""The role of what is measured: percentages, shares, lengths, masses, rates, temperatures, spans of time.

rose 5 percent (change)    a third of the crop (share)    40 km from the coast (distance)    jailed for six years
"""

# ruff: noqa: ARG001 - every reader of a kind has one signature

from schemas.lists import FigureRole
from streams.figures.clauses import COVER, FIGURE, Sentence
from streams.figures.grammar import Reading
from streams.figures.moves import Move
from streams.figures.nouns import Noun
from streams.figures.role_verbs import FIRES, JOBS, lives, object_of, subject_of
from streams.figures.role_words import (
    OBJECT_ROLES,
    TRADE_ROLES,
)
from streams.figures.words import word_set


def percent(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words = sentence.words
    if move.part == "by":
        return "change"
    if noun and noun.phrase.head >= 0:
        end = noun.phrase.head
        if words[end] == "vote" or (
            words[end] == "votes" and not any(word in COUNTED for word in words[end + 1 : end + 3])
        ):
            return "vote"
        role = subject_of(sentence, at, end, "people") or object_of(sentence, at, end, words[end])
        if role and (role not in PERSONAL or lives(words[end])):
            return role
        return "share"
    following = words[at + 1 : at + 4]
    if not STAKES.isdisjoint(following):
        return "share"
    if following[:2] in (["in", "favour"], ["in", "favor"]):
        return "vote"
    if "discount" in following or "premium" in following:
        return "difference"
    own = subject_of(sentence, at, at, "people") if sentence.tags[at + 1 : at + 2] != ["P"] else None
    if own and own != "held":
        return own
    before = words[max(0, at - 14) : at]
    if not POLLS.isdisjoint(before):
        return "level"
    if not VOTING.isdisjoint(words) and HOLDINGS.isdisjoint(words):
        return "vote"
    if "forecast" in before or "forecasts" in before:
        return "forecast" if move.part != "from" else "level"
    if "target" in before:
        return "target"
    if words[sentence.lead(at)] == "at" and "priced" in before[-3:]:
        return "price"
    return "level"


COUNTED = word_set("counted tallied in cast")
STAKES = word_set("stake share shareholding interest holding")
POLLS = word_set("survey poll polls support turnout")
HOLDINGS = word_set("shares stock stake shareholders shareholder common outstanding")
"""The votes of shares are no ballot."""
PERSONAL = frozenset({"detained", "held", "infected", "injured", "charged", "released"})
"""Roles that a share of things cannot have: capture a tenth of the market."""
VOTING = word_set("votes vote ballots election runoff run-off led")


def fraction(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words = sentence.words
    end = noun.phrase.head if noun and noun.phrase.head > at else at
    if move.part == "by":
        return "change"
    role = subject_of(sentence, at, end, words[end] if end != at else "people") or object_of(
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


def points(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
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


def multiplier(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    return "change" if move.part == "by" else "difference"


def length(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words = sentence.words
    if move.part == "by":
        return "change"
    following = words[at + 1] if at + 1 < len(words) else ""
    before = words[max(0, at - 8) : at]
    if following == "above" and "sea" in words[at + 2 : at + 4]:
        return "height"
    if following in ("above", "below", "over", "under") and not NORMS.isdisjoint(words[at + 2 : at + 5]):
        return "difference"
    if move.part == "to" and not WATERS.isdisjoint(before):
        return "level"
    if following in ("deep", "below", "underground", "underwater", "down") or any(
        word in ("depth", "depths", "deep") for word in before[-4:]
    ):
        return "depth"
    lead = words[sentence.lead(at)] if sentence.lead(at) >= 0 else ""
    if lead == "at" and any(word in FLYING for word in before):
        return "height"
    if lead == "by" and any(word in BEATING for word in before):
        return "difference"
    if following in ("tall", "high") or any(word in HEIGHTS for word in before[-5:]):
        return "height"
    if following in ("wide", "long", "thick", "across", "broad"):
        return "size"
    if following == "in":
        measured = words[at + 2 : at + 3] and words[at + 2] in ("diameter", "length", "width")
        return "size" if measured else _rain(words, at) or "distance"
    if following in ("beyond", "clear", "ahead", "behind", "short", "more", "longer", "further", "taller"):
        return "difference"
    if _rain(words, at):
        return "level"
    if noun:
        return "distance" if words[noun.phrase.head] in DISTANCE_NOUNS else "size"
    return "distance"


NORMS = word_set("record normal average level levels mark usual danger")
WATERS = word_set("river rivers water waters tide tides lake reservoir level levels flood")
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


def area(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    if move.part == "by":
        return "change"
    if "consumed" in sentence.words[:at] and not FIRES.isdisjoint(sentence.words):
        return "burned"
    return _object_near(sentence, at) or "size"


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


def mass(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words = sentence.words
    if move.part == "by":
        return "change"
    if noun and noun.how in ("subject", "before"):
        return "size"
    lead = sentence.lead(at)
    if lead > 0 and words[lead] == "with" and words[lead - 1] in ("loaded", "laden", "packed", "filled"):
        return "cargo"
    role = _object_near(sentence, at) or _trade(sentence, at)
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


def _trade(sentence: Sentence, at: int) -> FigureRole | None:
    words = sentence.words
    end = next((place for place in range(at + 1, min(at + 5, len(words))) if sentence.tags[place] == FIGURE), at + 5)
    for word in (*reversed(words[max(0, at - 10) : at]), *words[at + 1 : end]):
        if word in TRADE_ROLES:
            return TRADE_ROLES[word]
        if word in PRODUCES:
            return "output"
    return None


PRODUCES = word_set(
    "produce produced produces producing pumped pumping pumps mined harvested harvest generates generating"
    " generated giving yields"
)


def rate(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    if move.part == "by":
        return "change"
    if at + 1 < len(sentence.words) and sentence.words[at + 1] in ("cut", "hike", "increase", "rise"):
        return "change"
    return _trade(sentence, at)


def quantity(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    words, unit = sentence.words, reading.measure.unit
    if move.part == "by":
        return "change"
    if unit.code in ("{index_pt}", "[ppm]", "[ppb]", "1") or unit.per or unit.code.endswith("g"):
        return "level"
    if words[at + 1 : at + 2] in (["above"], ["below"], ["short"]):
        return "difference"
    if unit.code.rstrip("h.").endswith("W") and noun and noun.how == "after":
        return "capacity"
    role = _trade(sentence, at)
    if role:
        return role
    return "level" if unit.code in ("dB", "mbar", "kPa") else None


def speed(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    if move.part == "by":
        return "change"
    return "difference" if sentence.words[at + 1 : at + 2] in (["above"], ["below"]) else "level"


def duration(sentence: Sentence, at: int, reading: Reading, noun: Noun | None, move: Move) -> FigureRole | None:
    """A prison term; any other span of time has no role."""
    words = sentence.words
    before = words[max(0, at - 9) : at]
    after = words[at + 1 : at + 7]
    if not SENTENCED.isdisjoint(before) or (not PRISON.isdisjoint(after[:4]) and "after" not in after[:2]):
        return "sentence"
    return None


SENTENCED = word_set("sentenced sentences jailed jails imprisoned sentence sentencing handed imprisons")
PRISON = word_set("prison jail imprisonment jailed bars sentence custody")
