"""What an amount is of beyond its noun: the phrase it is tied to, and the subject of its clause.

Revenue from mainland China grew to $3.7 billion -> Revenue mainland China
the bank will charge a 0.6 per cent fee          -> bank fee
winds of at least 74 mph                         -> winds
cut its prices on 50 products                    -> prices
"""

from bisect import bisect_left

from streams.figures.clauses import FIGURE, Sentence
from streams.figures.grammar import Reading
from streams.figures.lexicon import VERBS_TOO
from streams.figures.nouns import Noun
from streams.figures.source_words import CUES, CUES_WITH_THAT
from streams.figures.words import word_set

SPEECH = CUES - CUES_WITH_THAT
BOTH = frozenset(VERBS_TOO)
TABLE = 12
"""More figures in one sentence are a table, which has columns and no clause."""
PHRASE_MAX, SUBJECT_MAX = 8, 12
EMPTY_WORDS = word_set(
    "year years month months week weeks day days today yesterday quarter time times more less other total each per"
    " earlier later early late last next first second third now then so such also well much many lot one least most few"
    " own same due only just even ago that this these those about around combined whole age how which whichever worth"
)
UNTIED = word_set("as per until till since ago before after during within over about around")
"""Prepositions before an amount that tie it to no thing."""


def find(sentence: Sentence, number: int, reading: Reading, noun: Noun | None) -> tuple[int, ...]:
    """The tokens of the topic, in text order."""
    if len(sentence.readings) > TABLE:
        return ()
    at = sentence.at[number]
    end = noun.phrase.head if noun and noun.how in ("after", "of") and noun.phrase.head > at else at
    counted = reading.measure.kind in ("count", "fraction", "tally") and noun is not None
    if counted and reading.measure.kind == "count":
        # Of a compound the thing that has it: a four-cylinder engine.
        compound = end > at + 1 and sentence.words[at + 1] == "-" and end == at + 2
        tokens = _phrase(sentence, end + 1) if compound else _tied(sentence, at)
    else:
        tokens = _local(sentence, at)
    verb = _verb_before(sentence, at)
    if verb >= 0 and sentence.words[verb] in SPEECH:
        verb = -2  # who says it is its source, and not what it is of
    if verb >= 0:
        subject = sentence.subjects.get(verb)
        if subject is None:
            subject = sentence.subjects[verb] = _subject(sentence, verb)
        tokens = tokens + subject
    elif verb == -1 and not tokens and not counted:
        tokens = _left(sentence, at)
    if not tokens:
        tokens = _after(sentence, end)
    if at > 1 and sentence.words[at - 1] == "of" and sentence.words[at - 2] == "average":
        tokens = [*tokens, at - 2]  # which `lead` passes over
    if noun is not None and counted:
        tokens = [token for token in tokens if not noun.phrase.first <= token <= end]
    return tuple(sorted({*tokens} - {at})) if tokens else ()


def _is_content(sentence: Sentence, token: int) -> bool:
    letter, word = sentence.tags[token], sentence.words[token]
    if word in EMPTY_WORDS:
        return False
    if letter in "NAz":
        return True
    if letter == "S":
        return word not in OWNERS
    before = sentence.tags[token - 1] if token else ""
    following = sentence.tags[token + 1] if token + 1 < len(sentence.tags) else ""
    if letter == "0":
        return before in ("N", "A") and (following in ("N", "A") or sentence.capital(token - 1))
    if letter == "Y":
        return before == "D" and following in ("N", "A")  # the September crude contract
    if letter == "d":
        return (sentence.capital(token) and token > 0) or (
            before in ("D", "S", "P", "A") and following in ("N", "A", "X")
        )
    return letter in "gv" and ((sentence.capital(token) and token > 0) or (before != "" and before in "DAS"))


OWNERS = word_set("my your his her its our their whose")


def _joins(sentence: Sentence, token: int) -> bool:
    """Whether a token may stand inside a noun phrase."""
    letter = sentence.tags[token]
    if letter not in "Ydgv":
        return letter in "NAz0S"
    return _is_content(sentence, token) or (letter == "d" and sentence.tags[token - 1] in "DAS")


def _local(sentence: Sentence, at: int) -> list[int]:
    """The noun phrase that the amount modifies, is a share of, or is tied to."""
    words, tags = sentence.words, sentence.tags
    place = at + 1
    if words[place : place + 1] == ["("] and words[place + 2 : place + 3] == [")"]:
        place += 3  # past the same amount in other units
    if place < len(words) and words[place] == "of":
        return _extended(sentence, place + 1)
    step = sentence.lead(at)
    if step > 0 and words[step] == "of":
        return _tied(sentence, at)
    if (
        place < len(words)
        and (tags[place] in "NAgzvd-" or (tags[place] == FIGURE and words[place + 1 : place + 2] == ["-"]))
        and (tags[place] not in "zvd" or (step >= 0 and tags[step] in "DS") or words[at - 1] in ("a", "an", "the"))
    ):
        found = _extended(sentence, place)
        if found:
            return _described(sentence, at) + found
    return _tied(sentence, at)


def _described(sentence: Sentence, at: int) -> list[int]:
    """The adjectives before an amount that modifies a noun: a sharp 3 percent drop, the best $200 phones."""
    step = at - 1
    found: list[int] = []
    while step >= 0 and sentence.tags[step] in "AdN" and sentence.words[step] not in EMPTY_WORDS:
        found.append(step)
        step -= 1
    return found if step >= 0 and sentence.tags[step] in "DS" else []


def _tied(sentence: Sentence, at: int) -> list[int]:
    """The phrase before the preposition of an amount: a loss of, prices on 50 products, the version for 7,199 yuan."""
    words, tags = sentence.words, sentence.tags
    step = sentence.lead(at)
    while step >= 0 and tags[step] in "DS":
        step -= 1
    if step > 0 and words[step] == "worth":
        return _back(sentence, step - 1)
    apposed = words[at + 1 : at + 2] in ([","], ["."], ["than"])
    if step > 0 and words[step] == "," and tags[step - 1] == "N" and apposed and not sentence.capital(step - 1):
        return _back(sentence, step - 1)  # a larger battery, 4500 mAh, than
    if step <= 0 or tags[step] != "P" or words[step] in UNTIED:
        return []
    return _back(sentence, step - 1)


def _extended(sentence: Sentence, place: int) -> list[int]:
    """A phrase with what `of`, `in` or `for` ties to it: a stake in a school, a drop for the index."""
    found = _phrase(sentence, place)
    if found:
        following = found[-1] + 1
        if (
            following + 1 < len(sentence.words)
            and sentence.words[following] in ("of", "in", "for", "on")
            and sentence.tags[following + 1] not in "Y0"
        ):
            found = found + _phrase(sentence, following + 1)
    return found


def _phrase(sentence: Sentence, place: int) -> list[int]:
    """The content words of the noun phrase that begins at a token."""
    words, tags = sentence.words, sentence.tags
    found: list[int] = []
    end = min(len(words), place + PHRASE_MAX)
    while place < end:
        letter = tags[place]
        if (letter in "DS" and not found) or (letter in "-R" and place + 1 < end and tags[place + 1] in "NAdg"):
            if letter == "S" and _is_content(sentence, place):
                found.append(place)
        elif letter in "NAz0S" or (
            letter in "dgv"
            and (sentence.capital(place) or (place + 1 < len(tags) and tags[place + 1] in "NA" and not found))
        ):
            if letter == "z" and found and words[found[-1]].endswith("s"):
                break
            if _is_content(sentence, place) or letter in "dgv":
                found.append(place)
        elif letter == FIGURE and not found:
            pass
        else:
            break
        place += 1
    # An adjective alone names nothing: 90 miles wide.
    return found if any(tags[token] in "NzvgS0" or sentence.capital(token) for token in found) else []


def _back(sentence: Sentence, last: int) -> list[int]:
    """The content words of the noun phrase that ends at a token, with what `of` and the like tie to it."""
    tags = sentence.tags
    found: list[int] = []
    place = last
    low = max(-1, last - SUBJECT_MAX)
    if last > 0 and tags[last] == "v" and tags[last - 1] in "NADS":
        found.append(last)  # the state incentive grant
        place -= 1
    while place > low and tags[place] == "A" and not sentence.capital(place):
        place -= 1  # a predicate: it is punishable by
    dated = False
    words = sentence.words
    while place > low:
        letter, word = tags[place], words[place]
        if letter in "NA" and not (place and tags[place - 1] == "T"):
            # By far the commonest; the rest is asked one by one.
            if word not in EMPTY_WORDS:
                found.append(place)
            place -= 1
            continue
        if letter == "Y" and not _is_content(sentence, place):
            dated = True
        elif letter in "NvA" and place and tags[place - 1] == "T" and not sentence.capital(place):
            break  # an infinitive: to trade at
        elif _joins(sentence, place):
            if _is_content(sentence, place):
                found.append(place)
        elif (
            letter in "DR"
            or word in ("&", "/", "-")
            or (
                (letter in "PT" or word == "and")
                and (found or dated)
                and place > 0
                and (_joins(sentence, place - 1) or tags[place - 1] in "Y#")
            )
            or (letter == FIGURE and place == last)
        ):
            pass
        else:
            break
        place -= 1
    return found[::-1]


def _verb_before(sentence: Sentence, at: int) -> int:
    """The finite verb whose clause the figure stands in."""
    words, tags = sentence.words, sentence.tags
    last, infinitive = at - 1, -1
    places = sentence.finite()
    for place in reversed(places[: bisect_left(places, at)]):
        if place > last:
            continue
        letter = tags[place]
        if letter in ";:":
            break
        if (
            letter == "X"
            or (letter in "dv" and (place == 0 or tags[place - 1] not in "DSAP"))
            or (letter in "zN" and words[place].endswith("s") and _follows_subject(sentence, place))
        ):
            verb = place
            while place > 0 and tags[place - 1] in "XR":
                place -= 1
            if place > 0 and tags[place - 1] == "T" and tags[verb] == "v":
                infinitive = place - 1  # which has no subject of its own
                last = place - 2
                continue
            return place
    return infinitive


def _follows_subject(sentence: Sentence, place: int) -> bool:
    """Whether a form in -s is the verb of the noun before it: the stock trades on."""
    word, before = sentence.words[place], sentence.words[place - 1] if place else ""
    if before.endswith("s") or not place or sentence.tags[place - 1] not in "NOWR":
        return False
    if sentence.tags[place] == "z":
        return True
    return word[:-1] in BOTH and place + 1 < len(sentence.tags) and sentence.tags[place + 1] in "PTD#R"


PRONOUNS = word_set("it he she they")
"""The subject of the clause before is theirs."""


def _subject(sentence: Sentence, verb: int) -> list[int]:
    """The content words of the subject that ends before a verb."""
    tags = sentence.tags
    place = verb - 1
    if place >= 0 and sentence.words[place] in PRONOUNS:
        above = _verb_before(sentence, place)
        # `Tesla says it will cost`: the speaker is not what `it` means.
        return _subject(sentence, above) if above >= 0 and sentence.words[above] not in SPEECH else []
    if place >= 0 and tags[place] == "W":
        place -= 1
    if place > 0 and tags[place] == "d" and tags[place - 1] in "NA":
        place -= 1  # the method employed was
    if place > 0 and tags[place] in "vgz" and tags[place - 1] in "NA":
        return [*_back(sentence, place - 1), place]
    if place >= 0 and tags[place] == ",":
        opening = place - 1
        while opening > 0 and tags[opening] != "," and place - opening < 16:
            opening -= 1
        # An apposition between commas is no part of it: the trust, a landlord in the city, posted.
        place = opening - 1 if opening > 0 and tags[opening] == "," else place - 1
    return _back(sentence, place)


def _after(sentence: Sentence, end: int) -> list[int]:
    """What a preposition ties to the amount: seasons of Sesame Street, $12,000 for a new roof."""
    place = end + 1
    if place < len(sentence.words) and sentence.words[place] in ("of", "for", "in", "on", "from"):
        return _phrase(sentence, place + 1)
    return []


def _left(sentence: Sentence, at: int) -> list[int]:
    """Without a verb the phrase before the amount: `panel strength lower than 8.9 ksi`."""
    step = sentence.lead(at)
    while step >= 0 and sentence.tags[step] in "PTDR(":
        step -= 1
    return _back(sentence, step)
