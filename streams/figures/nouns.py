"""What a figure counts: the noun phrase after the number, or the one the sentence leaves out.

12 school children | three of the boats | 500-plus staff | a crew of five | cases topped 10,000 | six dead -> people
"""

from typing import NamedTuple

# ruff: noqa: ARG001 - every reader of the table at the end has one signature
from streams.figures.clauses import COVER, FIGURE, Sentence
from streams.figures.grammar import Reading
from streams.figures.noun_words import (
    AMOUNT_NOUNS,
    ATTRIBUTIVE_PLURALS,
    BEFORE_HEAD,
    CONTAINERS,
    COUNT_VERBS,
    GROUP_NOUNS,
    IRREGULAR_PLURALS,
    MEASURE_ADJECTIVES,
    MEASURE_VERBS,
    NAMED_AFTER_ALL,
    NOT_HEADS,
    PEOPLE_STATES,
    PERSONS_BEFORE,
    SINGULAR_IN_S,
    TOLL_NOUNS,
)
from streams.figures.role_words import MOVES, OBJECT_ROLES, SUBJECT_ROLES, TRADE_ROLES
from streams.figures.source_words import PERSON_TITLES
from streams.figures.words import word_set


class Phrase(NamedTuple):
    """A noun phrase by its tokens; `head` is one of them. Without tokens it is the implied `people`."""

    first: int
    head: int


PEOPLE = Phrase(-1, -1)
"""Nobody wrote the noun: the dead, the hurt and the missing are people."""


class Noun(NamedTuple):
    """A noun found for a figure: where it stands, or implied."""

    phrase: Phrase
    how: str
    """after, of, before, subject, carried, implied."""


RUN = frozenset("NAYdgSzv0R")
RUN_MAX = 8


def find(sentence: Sentence, number: int, reading: Reading) -> Noun | None:
    """The noun of one reading by what stands in its own sentence, or None; `carry` looks at its neighbours."""
    kind = reading.measure.kind
    reader = READERS.get(kind)
    return reader(sentence, sentence.at[number], reading) if reader else None


def _counted(sentence: Sentence, at: int, reading: Reading) -> Noun | None:
    words, tags = sentence.words, sentence.tags
    place = at + 1
    size = len(words)
    if place < size and words[place] in ("or", "and") and place + 1 < size and words[place + 1] in OR_MORE:
        place += 2
    if (
        place + 1 < size
        and words[place] == "-"
        and sentence.starts[place] == sentence.ends[at]
        and words[place + 1] not in GROUP_TAILS
    ):
        return Noun(Phrase(place + 1, place + 1), "after")  # five-storey, two-bedroom: the number counts storeys
    while place < size and (
        words[place] in BEFORE_HEAD or (words[place] == "-" and sentence.starts[place] == sentence.ends[place - 1])
    ):
        place += 1
    if place >= size:
        return _before(sentence, at)
    if words[place] == "of":
        if _is_pronoun_of(sentence, place):
            named = phrase_after(sentence, place + 2) if place + 2 < size and tags[place + 2] in "NA" else None
            return Noun(named, "after") if named else None  # 22 of them minors
        return _of(sentence, place) or (None if _is_pronoun_of(sentence, place) else _before(sentence, at))
    if tags[place] == FIGURE and place + 1 < size and _is_measure(sentence, place):
        phrase = phrase_after(sentence, place + 1)  # eight million 250ml bottles
        return Noun(phrase, "after") if phrase else None
    if words[place] in ELIDED and (lead := sentence.lead(at)) > 0 and words[lead] == "of" and tags[lead - 1] == "N":
        return _group(sentence, lead - 1)
    if (
        tags[place] in "vd"
        and (words[place] in SUBJECT_ROLES or words[place] in OBJECT_ROLES)
        and not _has_noun(sentence, place + 1)
    ):
        return Noun(PEOPLE, "elided")
    if words[place] == "who" or words[place] in ELIDED or (words[place] in PEOPLE_STATES and words[0] == "of"):
        return Noun(PEOPLE, "elided")
    if place > 1 and words[place] in ",.;" and words[sentence.lead(at)] == "but":
        return Noun(PEOPLE, "elided")
    if words[place] in PEOPLE_STATES and not _has_noun(sentence, place + 1):
        return Noun(PEOPLE, "implied")
    if words[place] in ("aboard", "onboard") or words[place : place + 2] == ["on", "board"]:
        return Noun(PEOPLE, "implied")
    phrase = None if _is_verb_of_name(sentence, place) else phrase_after(sentence, place)
    if phrase:
        return Noun(phrase, "after")
    return _before(sentence, at)


def _is_verb_of_name(sentence: Sentence, place: int) -> bool:
    """`A crowd of 73,000 watched Kofi Mensah`: a past form in lower case before a capital is the verb."""
    return (
        sentence.tags[place] == "d"
        and place + 1 < len(sentence.words)
        and sentence.capital(place + 1)
        and not sentence.capital(place)
    )


ELIDED = frozenset(["were", "was", "are", "is", "have", "has", "had"])
GROUP_TAILS = frozenset(["strong", "member", "time", "plus", "odd", "magnitude"])
PAST_WORDS = frozenset(["past", "over", "above", "below"])
OR_MORE = frozenset(["more", "fewer", "less", "so", "older", "younger"])


def _is_measure(sentence: Sentence, place: int) -> bool:
    number = sentence.at.index(place)
    return sentence.readings[number].measure.kind in MEASURES and sentence.starts[place] - sentence.ends[place - 1] == 1


MEASURES = frozenset({"length", "volume", "mass", "area", "quantity", "age", "money"})


def _is_pronoun_of(sentence: Sentence, place: int) -> bool:
    return place + 1 < len(sentence.words) and sentence.words[place + 1] in (
        "them",
        "whom",
        "these",
        "those",
        "which",
        "us",
    )


def _has_noun(sentence: Sentence, place: int) -> bool:
    return place < len(sentence.tags) and sentence.tags[place] in "NA" and sentence.words[place] not in NOT_HEADS


def phrase_after(sentence: Sentence, place: int) -> Phrase | None:
    """The noun phrase that begins at a token: adjectives, names and nouns up to its plural head."""
    words, tags = sentence.words, sentence.tags
    first = place
    head = -1
    end = min(len(words), place + RUN_MAX)
    while place < end:
        letter, word = tags[place], words[place]
        if letter == FIGURE:
            break
        if word in NOT_HEADS and word not in NAMED_AFTER_ALL:
            break
        if head < 0 and place > first and (letter == "-" or _joins_adjectives(sentence, place)):
            place += 1
            continue
        if letter not in RUN:
            break
        if letter == "Y" or (letter == "R" and not _next_in(tags, place, "dgA")):
            break
        if letter == "v":
            compound = head >= 0 and not is_plural(words[head]) and _next_in(tags, place, "Nz")
            if not compound and (not sentence.capital(place) or sentence.printed(place, place).isupper()):
                break  # three drug test kits; but 12 men work
        if letter in "dg":
            # A participle before the noun modifies it; after the noun it is the verb.
            if head >= 0 or not _next_in(tags, place, "NAz"):
                break
        elif letter == "z":
            if head >= 0 and is_plural(words[head]):
                break
            head = place
        elif letter == "N":
            if (
                head >= 0
                and is_plural(words[head])
                and not (words[head] in ATTRIBUTIVE_PLURALS or (words[head] in PERSONS_BEFORE and is_plural(word)))
            ):
                break  # 31 sports clubs, six women workers; but 12 men work
            head = place
        elif letter == "A":
            if head >= 0 and (is_plural(words[head]) or not _next_in(tags, place, "NA")):
                break
            if head < 0 and not _next_in(tags, place, "NAzdgS-0"):
                head = place if _stands_alone(word) else head
                if head == place:
                    break
        elif letter == "0" and head >= 0 and not (sentence.capital(head) and _next_in(tags, place, "N")):
            break  # 63,000 Model 3 sedans; but the 12 boats 40 miles out
        place += 1
    return Phrase(first, head) if head >= 0 else None


def _joins_adjectives(sentence: Sentence, place: int) -> bool:
    """`Digital and physical sales`."""
    return sentence.words[place] == "and" and sentence.tags[place - 1] == "A" and _next_in(sentence.tags, place, "A")


def _stands_alone(word: str) -> bool:
    """An adjective may be the head: 22 minors, 300 locals."""
    return word.endswith("s")


def _next_in(tags: list[str], place: int, letters: str) -> bool:
    return place + 1 < len(tags) and tags[place + 1] in letters


def is_plural(word: str) -> bool:
    return word in IRREGULAR_PLURALS or (
        len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) and word not in SINGULAR_IN_S
    )


def _of(sentence: Sentence, place: int) -> Noun | None:
    """`Three of the 15 boats`, `dozens of people`: the noun after `of`, past articles and a further number."""
    words, tags = sentence.words, sentence.tags
    step = place + 1
    while step < len(words) and (
        tags[step] in "DSCR0#" or words[step] in BEFORE_HEAD or words[step] in ("last", "next", "first", "past")
    ):
        if words[step] == "which" or (tags[step] in "CR" and words[step] not in ("almost", "nearly", "more")):
            return None
        step += 1
    if step < len(words) and tags[step] == "v" and not _next_in(tags, step, "NADS"):
        return Noun(Phrase(step, step), "of")  # after an article or `of` a verb's base form is a noun: its cut
    phrase = phrase_after(sentence, step)
    return Noun(phrase, "of") if phrase else None


def _shared(sentence: Sentence, at: int, reading: Reading) -> Noun | None:
    """Percent and fractions: only what is shared, `a third of the crop`; a ratio has its noun inside or after."""
    words = sentence.words
    place = at + 1
    if reading.row.startswith("ratio"):
        phrase = phrase_after(sentence, place) if place < len(words) else None
        if phrase:
            return Noun(phrase, "after")
        return None
    if place < len(words) and words[place] == "of":
        if _is_pronoun_of(sentence, place):
            named = phrase_after(sentence, place + 2) if place + 2 < len(words) else None
            return Noun(named, "after") if named else None  # half of them children
        found = _of(sentence, place)
        if found and words[found.phrase.head] in CONTAINERS:
            deeper = found.phrase.head + 1
            if deeper < len(words) and words[deeper] == "of":
                return _of(sentence, deeper) or found
        return found
    if (
        reading.measure.kind == "fraction"
        and place < len(words)
        and words[place] in ("the", "its", "their", "his", "her", "our")
    ):
        phrase = phrase_after(sentence, place + 1)
        return Noun(phrase, "of") if phrase else None
    return None


def _measured(sentence: Sentence, at: int, reading: Reading) -> Noun | None:
    """What a size, weight or speed is the size of, where number and thing are one phrase or subject and predicate."""
    words, tags = sentence.words, sentence.tags
    place, size = at + 1, len(words)
    tied = "-" in words[at] or (place < size and reading.measure.glued)
    if place < size:
        if words[place] == "of" and reading.measure.kind not in ("length", "speed", "temperature", "area"):
            return _of(sentence, place)
        if words[place] == "of" and reading.measure.kind == "length" and place + 1 < size and tags[place + 1] in "NA":
            # 12 km of road; but within 12 km of Earth
            return _of(sentence, place) if words[at - 1] != "within" else None
        if tied or (
            tags[place] in "NA" and reading.measure.kind != "temperature" and words[place] not in MEASURE_ADJECTIVES
        ):
            phrase = phrase_after(sentence, place)
            if (
                phrase
                and words[phrase.head] not in MEASURE_ADJECTIVES
                and words[phrase.head] not in AMOUNT_NOUNS | DIRECTIONS
            ):
                return Noun(phrase, "after")
        if words[place] in MEASURE_ADJECTIVES:
            before = head_before(sentence, sentence.lead(at))
            return Noun(before, "before") if before else None
    step = sentence.lead(at)
    if step >= 0 and words[step] in MEASURE_VERBS:
        before = head_before(sentence, sentence.lead(step))
        before = before or _subject(sentence, step)
        if before and words[before.head] in TRADE_ROLES:
            return None
        return Noun(before, "subject") if before else None
    if step >= 0 and reading.measure.kind == "speed":
        if words[step] in ("of", "at", "to", "reached", "hit", "topped"):
            before = head_before(sentence, step)
            return Noun(before, "before") if before and words[before.head] in SPEED_NOUNS else None
        if tags[step] == "N" and words[step] in SPEED_NOUNS:
            return Noun(Phrase(step, step), "before")
    return None


DIRECTIONS = word_set("north south east west northeast northwest southeast southwest inland offshore underground")
SPEED_NOUNS = frozenset(["wind", "winds", "gust", "gusts", "gales", "gale"])


def _before(sentence: Sentence, at: int) -> Noun | None:
    """Nothing follows the number: a crew of five; the toll at 17; cases topped 10,000; claims rose to 231,000."""
    words, tags = sentence.words, sentence.tags
    step = sentence.lead(at)
    if step < at - 1 and words[step + 1] in PAST_WORDS:
        step += 1  # taking cases past 13,000
    if step < 0:
        return None
    if words[step] == "of" and step:
        return _group(sentence, step - 1)
    if (
        words[step] in ("at", "to", "past", "over", "above", "below", "by", "top", "tops", "hit", "hits")
        or words[step] in COUNT_VERBS
    ):
        if words[step - 1] in ("that", "it", "figure", "them", "this"):
            return None
        subject = _subject(sentence, step)
        if subject is None:
            return None
        if words[subject.head] in TOLL_NOUNS:
            return Noun(PEOPLE, "implied")
        if words[subject.head] == "number" or (words[subject.head] == "numbers"):
            if words[subject.head + 2 : subject.head + 3] and words[subject.head + 2] in PEOPLE_STATES:
                return Noun(PEOPLE, "implied")
            return _of(sentence, subject.head + 1) if _next_is(words, subject.head, "of") else None
        if is_plural(words[subject.head]) or words[subject.head] in GROUP_NOUNS:
            return Noun(subject, "subject")
        return None
    if (
        tags[step] == "N"
        and is_plural(words[step])
        and words[step] not in NOT_HEADS
        and step == at - 1
        and not sentence.capital(step)
    ):
        return None
    return None


def _next_is(words: list[str], at: int, word: str) -> bool:
    return at + 1 < len(words) and words[at + 1] == word


def _group(sentence: Sentence, step: int) -> Noun | None:
    """The noun before `of N`: a gang of 15. After a number the noun of the whole is another one's."""
    words, tags = sentence.words, sentence.tags
    if tags[step] in "NAz" and words[step] not in NOT_HEADS:
        if words[step] in TOLL_NOUNS:
            return Noun(PEOPLE, "implied")
        return Noun(Phrase(step, step), "before")
    return None


SUBJECT_MAX = 14


def _subject(sentence: Sentence, step: int) -> Phrase | None:
    """The head of the subject whose verb or preposition stands at a token: the first noun phrase of the clause."""
    words, tags = sentence.words, sentence.tags
    low = max(-1, step - SUBJECT_MAX)
    found = None
    place = step - 1
    while place > low:
        letter = tags[place]
        if (
            letter in ",;:"
            or (letter == "C" and words[place] in ("and", "but", "or"))
            or letter == FIGURE
            or letter == "W"
        ):
            if found:
                break
        elif letter in "NzA" and words[place] not in NOT_HEADS:
            # A noun behind a preposition belongs to the noun before it: cases in Sudan.
            if letter == "N" or (found is None and letter == "z"):
                found = place
        elif letter == "P" and found is not None:
            found = None
        elif letter in "dvX" and found is not None:
            break
        place -= 1
    if found is None:
        return None
    # The phrase was entered from the right: its head is its last noun.
    head = found
    while head + 1 < step and tags[head + 1] == "N" and words[head + 1] not in NOT_HEADS:
        if words[head + 1] in MOVES and is_plural(words[head]):
            break  # deaths rise to 43: after a plural it is the verb
        head += 1
    return Phrase(found, head)


def head_before(sentence: Sentence, at: int) -> Phrase | None:
    """The head of the noun phrase that ends before a token, past relative words and auxiliaries."""
    words, tags = sentence.words, sentence.tags
    step = at - 1 if at >= 0 and (tags[at] not in "NA") else at
    while step >= 0 and (tags[step] in "XRW" or words[step] in ("and", ",", "which", "that")):
        step -= 1
    if step >= 0 and tags[step] in "Nz" and words[step] not in NOT_HEADS:
        # A noun after a preposition is not the subject, but close enough only where nothing better stands before it.
        return Phrase(step, step)
    return None


def _aged(sentence: Sentence, at: int, reading: Reading) -> Noun | None:
    """The person of an age: a 45-year-old man; his son, nine; Yusuf, 17; voters must be 18 or older."""
    words, tags = sentence.words, sentence.tags
    place = at + 1
    if "old" in words[at] or "month" in words[at]:
        if place < len(words) and (tags[place] in "NAdgSv" or words[place] == "-"):
            phrase = phrase_after(sentence, place)
            if phrase:
                return Noun(phrase, "after")
            if tags[place] == "R":
                return Noun(Phrase(place, place), "after")
        if words[at].endswith("olds"):
            return None
    step = at - 1
    copula = False
    while step >= 0 and (words[step] in AGE_LEADS or words[step] in COVER):
        copula = copula or tags[step] == "X"
        step -= 1
    if step < 0:
        return None
    if tags[step] == "," or words[step] == "(":
        step -= 1
        if copula:
            while step > 0 and tags[step] != ",":
                step -= 1
            step -= 1 if tags[step] == "," and step else 0
    if step >= 0 and sentence.capital(step) and tags[step] in "NAvYdRgz":
        first = step
        while (
            first > 0
            and sentence.capital(first - 1)
            and tags[first - 1] in "NAYv"
            and words[first - 1] not in TITLES
            and (words[first - 1] not in PERSON_TITLES or words[first - 1] in NAMES_TOO)
        ):
            first -= 1
        # The name stands alone; after a common noun (the captain, Ann Lee, 40) it is still the name.
        return Noun(Phrase(first, step), "name")
    if step >= 0 and tags[step] in "NAz" and words[step] not in NOT_HEADS:
        return Noun(Phrase(step, step), "before")
    return _first_person(sentence, step)


AGE_LEADS = word_set("aged age ages of at the is was are were be must turned turns both now all between")
NAMES_TOO = word_set("king prince bishop pope farmer boss judge")
"""Titles that are family names as well."""
TITLES = word_set("mr mrs ms dr prof sir lord lady president minister captain sergeant officer coach")


def _first_person(sentence: Sentence, step: int) -> Noun | None:
    """The nearest name, else the subject: `Voters must be 18`, `Sidik leapt 8 metres … at the age of 20`."""
    tags, words = sentence.tags, sentence.words
    last = -1
    for place in range(max(0, step - 30), step + 1):
        if tags[place] in "NA" and sentence.capital(place) and place > 0 and words[place] not in NOT_HEADS:
            if last >= 0 and place - 1 == last:
                last = place
                continue
            if last < 0:
                last = place
    if last >= 0:
        first = last
        while (
            first > 0
            and sentence.capital(first - 1)
            and tags[first - 1] in "NA"
            and not words[first - 1].endswith("'s")
        ):
            first -= 1
        if first < last:
            return Noun(Phrase(first, last), "name")
    for place in range(step + 1):
        if tags[place] == "N" and words[place] not in NOT_HEADS:
            return Noun(Phrase(place, place), "subject")
    return None


READERS = {
    "count": _counted,
    "fraction": _shared,
    "percent": _shared,
    "length": _measured,
    "area": _measured,
    "mass": _measured,
    "volume": _measured,
    "speed": _measured,
    "quantity": _measured,
    "magnitude": _counted,
    "age": _aged,
}
"""Which reader finds the noun of a kind; money, durations, multipliers and changes in points have none."""
