"""What each reading of a field means: its noun, move, role, source and slot; what figures share with their neighbours.

One pass over the sentences that hold readings. What a figure's own clause tells comes first; then figures that stand in
one list share what only one of them says; relations come last, and roles follow them.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from schemas.lists import FigureRelationKind, FigureRole
from streams.figures import moves, nouns, relations, roles, sources, tables, topics
from streams.figures.clauses import Sentence, sentences
from streams.figures.grammar import Reading
from streams.figures.moves import STILL, Move
from streams.figures.nouns import PEOPLE, Noun, Phrase
from streams.figures.role_verbs import is_people
from streams.figures.role_words import OBJECT_ROLES
from streams.figures.sources import Source
from streams.figures.unit_table import POUNDS
from streams.figures.words import word_set


@dataclass(slots=True)
class Meaning:
    """What is known of one reading, filled step by step."""

    sentence: Sentence
    token: int
    reading_kind: str
    noun: Noun | None = None
    noun_sentence: Sentence | None = None
    """Where the noun stands if not in the figure's own sentence."""
    move: Move = STILL
    role: FigureRole | None = None
    source: Source | None = None
    source_sentence: Sentence | None = None
    inherited: bool = False
    relations: list[tuple[FigureRelationKind, int]] = field(default_factory=list)
    superseded: bool = False
    elided: bool = False
    """Whether the noun is left out and stands in an earlier sentence."""
    topic: tuple[int, ...] = ()
    """Tokens that name what the amount is of, beyond its noun."""
    weak: bool = False
    """Whether the role comes from the noun alone: a neighbour that has a verb knows better."""


def read(text: str, low: str, readings: list[Reading], targets: dict[int, int], *, headline: bool) -> list[Meaning]:
    """The meaning of every reading, in order; `targets` are the restatements that the form tells."""
    meanings: list[Meaning] = []
    speaker: tuple[Source, Sentence] | None = None
    for sentence in sentences(text, low, readings):
        first = len(meanings)
        row = tables.cells(sentence)
        if row:
            _read_row(sentence, row, meanings, readings)
            continue
        _weigh_pounds(sentence, readings, first)
        earlier: list[Move] = []
        for number, reading in enumerate(sentence.readings):
            meaning = Meaning(sentence, sentence.at[number], reading.measure.kind)
            meaning.noun = nouns.find(sentence, number, reading)
            meaning.move = moves.read(sentence, number, reading, earlier)
            earlier.append(meaning.move)
            meanings.append(meaning)
        _carry_nouns(sentence, meanings, first)
        for number, reading in enumerate(sentence.readings):
            meaning = meanings[first + number]
            own = meaning.noun if meaning.noun_sentence is None else None
            meaning.role = roles.read(sentence, number, reading, own, meaning.move)
            meaning.topic = topics.find(sentence, number, reading, own)
            meaning.weak = own is not None and roles.is_weak(sentence, own, meaning.role)
        for meaning in meanings[first:]:
            if meaning.noun is None and meaning.role in IMPLYING and meaning.reading_kind == "count":
                meaning.noun = Noun(PEOPLE, "implied")
        relations.read(sentence, first, meanings, readings, targets)
        _share_roles(sentence, first, meanings, readings)
        _carry_per(sentence, first, meanings, readings)
        speaker = _attribute(sentence, first, meanings, speaker, low, headline)
    return meanings


def _read_row(sentence: Sentence, row: list[tables.Cell], meanings: list[Meaning], readings: list[Reading]) -> None:
    """The meanings of a line of a results table, which has no clause."""
    first = len(meanings)
    tables.fill(row, readings, first)
    for number, (cell, token) in enumerate(zip(row, sentence.at, strict=True)):
        index = first + number
        meaning = Meaning(sentence, token, readings[index].measure.kind, role=cell.role, topic=cell.label)
        if cell.shares >= 0:
            meaning.noun = Noun(Phrase(cell.shares, cell.shares), "before")
        if cell.old and number:
            meaning.relations.append(("from", index - 1))
        meanings.append(meaning)


def _weigh_pounds(sentence: Sentence, readings: list[Reading], first: int) -> None:
    """Pounds are money where money is spoken of, and weigh elsewhere."""
    for number, reading in enumerate(sentence.readings):
        if reading.measure.unit.code != "[lb_av]" or reading.measure.unit.per:
            continue
        at = sentence.at[number]
        near = sentence.words[max(0, at - 8) : at] + sentence.words[at + 1 : at + 4]
        if not MONEY_NEAR.isdisjoint(near) and WEIGHT_NEAR.isdisjoint(near):
            readings[first + number] = sentence.readings[number] = reading._replace(measure=POUNDS)


MONEY_NEAR = word_set(
    "paid pay pays cost costs worth fined fine damages compensation awarded prize price salary wage fee charged earn"
    " earned spent invested raised donated bill sold bought stole stolen profit loss revenue debt grant loan ticket"
)
WEIGHT_NEAR = word_set("weigh weighs weighed weighing heavy weight thrust")
IMPLYING = frozenset(
    {"killed", "injured", "missing", "trapped", "displaced", "rescued", "detained", "infected", "protesters"}
)
"""Roles of people: where nobody wrote the noun, it is people."""


def _carry_nouns(sentence: Sentence, meanings: list[Meaning], first: int) -> None:
    """An elided noun is the one before it in the sentence: 300 families, and possibly as many as 450."""
    for index in range(first, len(meanings)):
        meaning = meanings[index]
        if meaning.noun is not None and meaning.noun.how != "elided":
            continue
        reading = sentence.readings[index - first]
        if reading.measure.kind not in CARRY_KINDS or reading.row.startswith("multiplier"):
            continue
        if reading.measure.kind == "count" and sentence.words[meaning.token].endswith(("times", "twice")):
            continue
        donor = _donor(sentence, meanings, index, first, reading)
        if donor is not None:
            given = meanings[donor]
            meaning.elided = meaning.noun is not None and donor < first
            meaning.noun = Noun(given.noun.phrase, "carried")  # type: ignore[union-attr]
            meaning.noun_sentence = given.noun_sentence or (None if given.sentence is sentence else given.sentence)


CARRY_KINDS = frozenset({"count", "mass", "speed", "quantity", "area", "length", "volume"})


OF_THINGS = frozenset({"delayed", "closed", "destroyed", "damaged", "burned", "seized"})
DONORS_BACK = 8
"""How many figures back an elided noun may stand."""


def _donor(sentence: Sentence, meanings: list[Meaning], index: int, first: int, reading: Reading) -> int | None:
    words, token = sentence.words, meanings[index].token
    following = words[token + 1] if token + 1 < len(words) else ""
    if meanings[index].noun is not None:
        return _elided(sentence, meanings, index, first)
    for other in range(index - 1, max(first, index - DONORS_BACK) - 1, -1):
        given = sentence.readings[other - first]
        if given.measure.kind != reading.measure.kind or meanings[other].noun is None:
            continue
        if reading.measure.kind != "count":
            # A measure in another unit in brackets is of the same thing.
            return other if meanings[index].token - meanings[other].token <= 3 else None
        if following == "-":
            return None
        return other
    if reading.measure.kind != "count" or following == "-":
        return None
    if index > 0 and index == first and _is_partitive(words, token):
        return _whole_before(meanings, index)
    # What follows in the same list: `four, perhaps five boats`; `fell to 12 from 30 boats`.
    for other in range(index + 1, len(meanings)):
        given = sentence.readings[other - first]
        if given.measure.kind == "count" and meanings[other].noun and other == index + 1:
            gap = words[token + 1 : meanings[other].token]
            if gap in (["or"], [","], ["from"], [",", "or"], ["and"], ["to"], [",", "perhaps"], [",", "and"], ["of"]):
                return other
    return None


def _elided(sentence: Sentence, meanings: list[Meaning], index: int, first: int) -> int | None:
    """Whose noun `31 have been freed` leaves out: that of `Of the 47 hostages`, or of the people told of just
    before."""
    for other in range(index - 1, max(-1, index - 4), -1):
        noun = meanings[other].noun
        if noun is None or noun.how == "name" or noun.phrase.head < 0:
            continue
        owner = meanings[other].noun_sentence or meanings[other].sentence
        if other == first and sentence.words[0] == "of":
            return other
        if not is_people(owner.words[noun.phrase.head]):
            if other >= first and OBJECT_ROLES.get(sentence.words[meanings[index].token + 1]) in OF_THINGS:
                return other  # 340 flights were cancelled and a further 120 delayed
            continue
        if other >= first or meanings[other].role in relations.WHOLES:
            return other
        return None
    return None


def _is_partitive(words: list[str], token: int) -> bool:
    following = words[token + 1 : token + 3]
    return following[:1] == ["of"] or (
        token <= 1 and following[:1] in (["were"], ["was"], ["are"], ["have"], ["has"], ["is"], ["had"])
    )


def _whole_before(meanings: list[Meaning], index: int) -> int | None:
    for other in range(index - 1, max(-1, index - 4), -1):
        if meanings[other].noun is not None and meanings[other].noun.how != "name":  # type: ignore[union-attr]
            return other
    return None


LIST_GAPS = word_set(
    ", and or but & plus ; to possibly perhaps as many more than about some another at least a of them including"
    " among nearly up"
)


def _share_roles(sentence: Sentence, first: int, meanings: list[Meaning], readings: list[Reading]) -> None:
    """Parts and restatements take the role of what they belong to; members of a list take their neighbour's."""
    if len(meanings) - first == 1 and not meanings[first].relations:
        return  # most sentences
    for index in range(first, len(meanings)):
        meaning = meanings[index]
        for kind, target in meaning.relations:
            other = meanings[target]
            same = readings[index].measure.kind == readings[target].measure.kind
            if kind == "restates":
                if meaning.noun is None or same:
                    meaning.topic = other.topic
                else:
                    meaning.topic = tuple(sorted({*meaning.topic, *other.topic}))  # 600 jobs, or 4 percent of its staff
                if other.role:
                    meaning.role = other.role
                if meaning.move.part == "" and other.move.part == "by":
                    meaning.move = other.move
            elif kind == "part_of" and target == index + 1 and same and readings[target].measure.kind == "count":
                # Of four of the 19 miners rescued only the four were: the whole has what its noun gives it.
                noun = other.noun
                head = (
                    sentence.words[noun.phrase.head]
                    if noun and noun.phrase.head >= 0 and other.noun_sentence is None
                    else ""
                )
                if noun and noun.how == "implied":
                    meaning.noun, meaning.role = (
                        meaning.noun or noun,
                        meaning.role or other.role,
                    )  # 14 of the 39 injured
                elif other.role != "aboard":
                    other.role = roles.by_noun(head)
            elif (
                kind == "part_of"
                and (meaning.role is None or meaning.weak or meaning.role in ("share", "size"))
                and other.role
                and other.role != "size"
            ):
                if readings[index].measure.kind in ("count", "money", "percent") and not (
                    readings[index].measure.kind == "percent" and meaning.role == "vote"
                ):
                    meaning.role = other.role
            elif (
                kind == "from"
                and other.role
                and other.role != "change"
                and (meaning.role is None or meaning.role == "level")
            ):
                meaning.role = other.role
            elif kind == "corrects" and same:
                meaning.role = meaning.role or other.role
                if other.role in (None, "level"):
                    other.role = meaning.role  # cut its forecast to 1.2 percent from 1.5
                meaning.move = STILL
    backed = not roles.BACKED.isdisjoint(sentence.words)
    for index in range(first + 1, len(meanings) if backed else 0):
        lead = sentence.lead(meanings[index].token)
        if lead > 0 and sentence.words[lead] == "by" and sentence.words[lead - 1] in roles.BACKED:
            meanings[index].role = meanings[index - 1].role
    for index in range(first + 1, len(meanings)):
        if meanings[index].role is None and _leaves_out_verb(sentence, meanings[index]):
            meanings[index].role = meanings[index - 1].role
    # Forward: `killed 12 soldiers and four police`; backward: `two trucks and four cars were destroyed`.
    for index in range(first + 1, len(meanings)):
        if (
            meanings[index].role is None
            and _listed(sentence, meanings, index)
            and _may_share(meanings, readings, index, index - 1)
        ):
            meanings[index].role = meanings[index - 1].role
    for index in range(len(meanings) - 2, first - 1, -1):
        if (
            meanings[index].role is None
            and _listed(sentence, meanings, index + 1)
            and _may_share(meanings, readings, index, index + 1)
        ):
            meanings[index].role = meanings[index + 1].role


def _leaves_out_verb(sentence: Sentence, meaning: Meaning) -> bool:
    """`Twelve died in Karo and 30 in Jusa`; `killing 300, though others put the figure at 670`."""
    words, token = sentence.words, meaning.token
    if meaning.reading_kind != "count" or meaning.noun is None or meaning.noun.how != "carried":
        return False
    lead = sentence.lead(token)
    if words[lead] in ("at", "to") and words[lead - 1] in ("figure", "number", "count"):
        return True
    return words[lead] in ("and", ",") and words[token + 1 : token + 2] in (["in"], ["at"], ["near"], ["on"])


SHARED_KINDS = frozenset({"count", "money", "mass", "volume", "percent", "fraction", "rate", "quantity", "length"})


def _may_share(meanings: list[Meaning], readings: list[Reading], index: int, other: int) -> bool:
    kind = readings[index].measure.kind
    return (
        kind in SHARED_KINDS
        and kind == readings[other].measure.kind
        and meanings[other].role not in ("size", "change", "difference", "points", "goals")
    )


def _listed(sentence: Sentence, meanings: list[Meaning], index: int) -> bool:
    """Whether only the noun phrase and a joint stand between a figure and the one before it."""
    begin, end = meanings[index - 1].token + 1, meanings[index].token
    if end - begin > 9 or ("part_of", index - 1) in meanings[index].relations:
        return False
    joint = False
    for place in range(begin, end):
        word, letter = sentence.words[place], sentence.tags[place]
        if word in ("and", ",", "or", "plus", "&"):
            joint = True
        elif (joint and word not in LIST_GAPS) or (letter in "XdvPTW;:.(" and word not in LIST_GAPS):
            return False
    return joint


PER_ROLES = frozenset({"price", "change", "profit", "loss", "forecast", "cost", "dividend"})


def _carry_per(sentence: Sentence, first: int, meanings: list[Meaning], readings: list[Reading]) -> None:
    """An elided `per` comes from the parallel amount: slid 11 cents to $5.58 a bushel; earned $1.07 a share, beating
    estimates of 98 cents. Parallel is one currency, no scale word, and a price, a change or a result."""
    for index in range(first, len(meanings)):
        measure = readings[index].measure
        if measure.kind != "money" or measure.unit.per:
            continue
        joined = index + 1 < len(meanings) and sentence.words[meanings[index].token + 1 : meanings[index + 1].token]
        if joined == ["to"] and _take_per(sentence, first, index, index + 1, readings):
            continue  # from $500,000 to $1 million a year
        if meanings[index].role not in PER_ROLES or readings[index].hi >= PER_MAX:
            continue
        for other in (index - 1, index + 1, index - 2, index + 2):
            if not first <= other < len(meanings):
                continue
            if readings[other].hi < PER_MAX and _take_per(sentence, first, index, other, readings):
                break


def _take_per(sentence: Sentence, first: int, index: int, other: int, readings: list[Reading]) -> bool:
    """Give an amount the `per` of another in its currency, if that has one that may be carried."""
    measure, unit = readings[index].measure, readings[other].measure.unit
    if unit.per not in CARRIED_PERS or unit.code != measure.unit.code:
        return False
    whole = measure._replace(unit=measure.unit.model_copy(update={"per": unit.per}))
    readings[index] = sentence.readings[index - first] = readings[index]._replace(measure=whole)
    return True


PER_MAX = Decimal(100_000)
"""Nobody pays more for a barrel; a larger amount beside it is a total."""
CARRIED_PERS = word_set(
    "{quintal} {share} [bbl_us] [bu_us] t [ston_av] [oz_tr] kg [lb_av] L [gal_us] (MW.h) (kW.h) a mo M[btu_IT]"
)


def _attribute(
    sentence: Sentence,
    first: int,
    meanings: list[Meaning],
    speaker: tuple[Source, Sentence] | None,
    low: str,
    headline: bool,
) -> tuple[Source, Sentence] | None:
    """Give every figure of a sentence its source, and return the last speaker for a pronoun in the next sentence."""
    found = sources.find(sentence, headline=headline)
    if sentence.before and any(source.pronoun for source in found):
        start, end = sentence.before
        earlier = Sentence(sentence.text, low, start, end, [])
        for source in sources.find(earlier, headline=headline):
            if not source.pronoun:
                speaker = (source, earlier)
    # `The Bank said it forecast …`: the pronoun is the speaker's own.
    named = [source for source in found if not source.pronoun] if speaker is None else []
    for index in range(first, len(meanings)):
        meaning = meanings[index]
        best: Source | None = None
        for source in named or found:
            if (
                source.reach_from <= meaning.token < source.reach_to
                and not source.first - 1 <= meaning.token <= source.last
            ) and (best is None or (source.reach_to - source.reach_from) <= (best.reach_to - best.reach_from)):
                best = source
        if best is None or _is_about_speaker(sentence, meaning, best):
            continue
        if (
            meaning.superseded
            and index > first
            and any(kind == "corrects" for kind, _ in meanings[index - 1].relations)
        ):
            continue  # 17, not 12: nobody's word any more
        if best.pronoun:
            if speaker is None:
                continue
            meaning.source, meaning.source_sentence, meaning.inherited = speaker[0], speaker[1], True
            meaning.source = speaker[0]._replace(cue=best.cue)
        else:
            meaning.source, meaning.source_sentence = best, sentence
            if (
                best.cue in FORECAST_CUES
                and meaning.token > best.last
                and meaning.reading_kind in FORECAST_KINDS
                and meaning.role in FORECAST_ROLES
            ):
                meaning.role = "forecast"
    for source in found:
        if not source.pronoun:
            speaker = (source, sentence)
    return speaker


FORECAST_CUES = word_set(
    "expect expects expected forecast forecasts predict predicts predicted project projects projected see sees"
    " foresee foresees estimate estimates"
)
FORECAST_KINDS = frozenset({"money", "percent", "rate", "mass", "volume"})
FORECAST_ROLES = frozenset(
    {"profit", "loss", "revenue", "sales", "output", "change", "level", "exports", "imports", "cost", None}
)
"""What an analyst expects is a forecast, whatever it will be of once it is reported."""


def _is_about_speaker(sentence: Sentence, meaning: Meaning, source: Source) -> bool:
    """`Lea Martens, 45, said`: the age of the speaker is nobody's claim."""
    reading_words = sentence.words[source.last + 1 : meaning.token]
    return (
        meaning.role == "age"
        and meaning.token > source.last
        and meaning.token - source.last <= 2
        and all(word in (",", "(") for word in reading_words)
    )
