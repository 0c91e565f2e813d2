"""By whose word a figure stands: the cues of a sentence, the phrase that names the source, how far each cue reaches.

    POLICE said 12 died | 12 died, POLICE said | said POLICE | according to POLICE | 12 DEAD - POLICE | WHO: 12 dead

A cue after its clause covers what stands before it in the sentence; a cue before it what follows, up to the next clause
with a subject of its own. Nothing is inherited by the next sentence unless a pronoun says so: `he said`.
"""

from typing import NamedTuple

from streams.figures.clauses import FIGURE, Sentence
from streams.figures.source_words import (
    ACCORDING,
    CUES,
    CUES_WITH_THAT,
    DATA_NOUNS,
    HEADLINE_SOURCES,
    ORGANISATIONS,
    PERSON_TITLES,
    PRONOUNS,
    TIMES,
)
from streams.figures.words import word_set


class Source(NamedTuple):
    """The phrase by its tokens, the cue word, and the tokens that it covers: reach_from <= token < reach_to."""

    first: int
    last: int
    cue: str
    reach_from: int
    reach_to: int
    pronoun: bool = False
    person: bool = False


SIGNED = frozenset("-–—:")
"""One of these stands before a source that signs: 12 DEAD - POLICE."""
SPEAKING = CUES | frozenset(ACCORDING)
"""Most sentences have none of these."""


def find(sentence: Sentence, *, headline: bool) -> list[Source]:
    """Every source of a sentence, the more specific first."""
    words, tags = sentence.words, sentence.tags
    found: list[Source] = []
    places = () if SPEAKING.isdisjoint(words) else [place for place, word in enumerate(words) if word in SPEAKING]
    for place in places:
        word = words[place]
        if word in CUES and tags[place] in "dvzgNA":
            source = _said(sentence, place)
            if source and words[source.first][0].isalnum():
                found.append(source)
        elif word in ACCORDING and (lead := ACCORDING[word]) is not None:
            source = _according(sentence, place, lead)
            if source:
                found.append(source)
    if not found and not SIGNED.isdisjoint(words):
        source = _signed(sentence, headline)
        if source:
            found.append(source)
    return found


def _said(sentence: Sentence, cue: int) -> Source | None:
    """`X said …` or `…, X said` or `… said X`."""
    words, tags = sentence.words, sentence.tags
    word = words[cue]
    if tags[cue] == "N" and not (
        word in ("estimates", "forecasts", "claim")
        and cue + 1 < len(words)
        and tags[cue + 1] in "D#"
        and tags[cue - 1] == "N"
    ):
        return None
    if (
        word in CUES_WITH_THAT
        and words[cue + 1 : cue + 2]
        and tags[cue + 1] in "PT"
        and word not in ("spoke", "put", "puts", "sees", "see")
    ):
        return None  # its forecast to, the report of
    if word == "spoke" and words[cue + 1 : cue + 2] != ["of"]:
        return None
    if cue and words[cue - 1] in ("to", "be", "been", "being", "is", "are", "was", "were", "not", "the", "a"):
        # A passive or an infinitive names no speaker, but `is said to` and `was told`.
        return (
            _by_after(sentence, cue) if cue and words[cue - 1] in ("is", "are", "was", "were", "be", "been") else None
        )
    subject = _subject(sentence, cue)
    following = _after_cue(sentence, cue)
    is_final = (
        following >= len(words)
        or tags[following] in ".;!?"
        or (tags[following] in ",)" and True)
        or words[following] in ("'", '"')
    )
    if subject is None:
        # `… said X`
        if word in CUES_INVERTED and cue and (tags[cue - 1] in ",\"”’'" or words[cue - 1] in (",", "”")):
            phrase = _phrase_from(sentence, cue + 1)
            if phrase:
                first, last, person = phrase
                return Source(first, last, word, 0, cue, person=person)
        return None
    first, last, begin, person = subject
    pronoun = words[first] in PRONOUNS and first == last
    if begin and tags[begin - 1] == FIGURE:
        begin -= 1  # …, three dealers said
    before = _claim_before(sentence, begin)
    closes = before and is_final and word == "reported"  # …, local media reported
    if word in CUES_WITH_THAT and not (closes or _has_claim(sentence, cue) or _reports(sentence, cue)):
        return None
    if before and (is_final or word not in CUES_WITH_THAT) and not _opens_claim(sentence, following):
        if _is_aside(sentence, following):
            start, end = _clause(sentence, begin)
            return Source(first, last, word, start, end, pronoun, person)
        trailing = _trailing_end(sentence, following)
        return Source(first, last, word, 0, max(begin, trailing), pronoun, person)
    if begin and words[begin - 1] == "as" and begin == 1:
        return Source(first, last, word, 0, len(words), pronoun, person)
    return Source(first, last, word, cue + 1, _claim_end(sentence, following), pronoun, person)


CUES_INVERTED = frozenset(["said", "says", "reported", "added", "told", "warned", "announced", "wrote"])


def _reports(sentence: Sentence, cue: int) -> bool:
    """`Officials reported 15 deaths`: a count of people is a report; a profit reported is the firm's own."""
    if sentence.words[cue] not in ("reported", "reports", "confirmed"):
        return False
    for token, reading in zip(sentence.at, sentence.readings, strict=True):
        if cue < token <= cue + 4:
            return reading.measure.kind == "count" and any(
                word in CASUALTIES for word in sentence.words[token + 1 : token + 5]
            )
    return False


CASUALTIES = word_set("deaths cases infections injuries dead casualties fatalities missing wounded injured arrests")


def _has_claim(sentence: Sentence, cue: int) -> bool:
    """Cues that also are ordinary verbs need `that` or a clause after them: found that, announced that."""
    words, tags = sentence.words, sentence.tags
    following = cue + 1
    if following < len(words) and words[following] == "that":
        return True
    word = words[cue]
    if word in (
        "expect",
        "expects",
        "expected",
        "estimates",
        "estimate",
        "estimated",
        "forecast",
        "forecasts",
        "spoke",
        "predicts",
        "predicted",
        "puts",
        "put",
        "see",
        "sees",
        "showed",
        "show",
        "shows",
        "projects",
        "projected",
    ):
        return True
    if word == "announced":
        return False
    # A clause of its own: a subject and a finite verb behind the cue.
    for place in range(following, min(len(words), following + 12)):
        if tags[place] in ",;:":
            return False
        if tags[place] == "X" or (tags[place] == "d" and place > following + 1):
            return True
    return False


def _subject(sentence: Sentence, cue: int) -> tuple[int, int, int, bool] | None:
    """The naming phrase before a cue: first and last token, where the whole subject begins, and whether it is
    a person."""
    words, tags = sentence.words, sentence.tags
    place = cue - 1
    while place >= 0 and (tags[place] in "RX" or words[place] in ("also", "later", "earlier", "first", "initially")):
        place -= 1
    if place < 0:
        return None
    if words[place] == ",":
        # An apposition: Lea Martens, the prosecutor, said.
        opening = place - 1
        while opening >= 0 and tags[opening] not in ",;:." and place - opening < 14:
            opening -= 1
        if (
            opening > 0
            and tags[opening] == ","
            and tags[opening - 1] in "NAzvdS"
            and opening + 1 < place
            and (tags[opening + 1] in "DNAS" or words[opening + 1] == "who")
        ):
            name = _name_ending(sentence, opening - 1)
            if name and (sentence.capital(opening - 1) or tags[opening + 1] == "D" or words[opening + 1] == "who"):
                return (*name[:2], name[2], name[3])
        return None
    if words[place] == ")":
        while place >= 0 and words[place] != "(":
            place -= 1
        place -= 1
        if place < 0:
            return None
    if words[place] in PRONOUNS:
        return place, place, place, False
    if words[place] == "who" and place > 1 and tags[place - 1] == ",":
        # … said auditors, who found that
        return _name_ending(sentence, place - 2)
    if words[place] in TIMES or tags[place] == "Y":
        while place >= 0 and (words[place] in TIMES or tags[place] in "YP0"):
            place -= 1
        if place < 0:
            return None
    return _name_ending(sentence, place)


LINKS = frozenset(["of", "for", "at", "from", "in", "with", "to", "on"])


def _name_ending(sentence: Sentence, last: int) -> tuple[int, int, int, bool] | None:
    """The noun phrase that ends at a token, cut to the shortest that names the source."""
    words, tags = sentence.words, sentence.tags
    if tags[last] not in "NAzvdY0" or (tags[last] in "vd" and not sentence.capital(last)):
        return None
    if tags[last] == "0" and (not last or tags[last - 1] not in "NAz"):
        return None  # the 1985/86 projected revenue
    begin = last
    link = -1
    while begin > 0:
        letter, word = tags[begin - 1], words[begin - 1]
        if (
            letter in "NASzY"
            or (
                letter in "dvg"
                and (sentence.capital(begin - 1) or (letter != "v" and begin - 1 > 0 and tags[begin - 2] in "DSA"))
            )
            or (letter == "0" and begin - 1 > 0)
        ):
            if letter == "z" and not sentence.capital(begin - 1) and begin - 2 >= 0 and tags[begin - 2] in ",O":
                break
            begin -= 1
        elif (letter == "D" and link < 0) or letter == "D":
            begin -= 1
            if begin == 0 or words[begin - 1] not in LINKS:
                break
        elif word in LINKS and begin - 2 >= 0 and tags[begin - 2] in "NAz" and begin > 0 and last - begin < 9:
            link = begin - 1
            begin -= 1
        elif (letter == "-" and sentence.starts[begin] == sentence.ends[begin - 1]) or word in ("&", "/", "'", "’"):
            begin -= 1
        elif letter == FIGURE and begin > 2 and words[begin - 2] == "of" and words[begin - 3] in SIZED:
            return begin - 3, begin - 3, max(0, begin - 4), False  # a survey of 3,000 households
        elif (
            letter == "."
            and begin - 2 >= 0
            and tags[begin - 2] in "NA"
            and sentence.starts[begin - 1] == sentence.ends[begin - 2]
            and (len(words[begin - 2]) <= 3)
        ):
            begin -= 1  # Dr. Neha Saxena, U.S. officials
        elif (
            word == "and"
            and begin - 2 >= 0
            and tags[begin - 2] in "NA"
            and tags[begin] in "NAD"
            and begin - 1 > 0
            and not _finite_before(sentence, begin - 2)
        ):
            begin -= 1
        elif word == "by" and begin > 2 and tags[begin - 2] == "d" and tags[begin - 3] == "N":
            return begin - 3, begin - 3, begin - 3, False  # analysts polled by the agency
        else:
            break
    whole = begin
    return _shortest(sentence, begin, last, whole)


SIZED = frozenset(["survey", "poll", "study", "trial", "sample", "panel"])


def _finite_before(sentence: Sentence, place: int) -> bool:
    """Whether a clause stands before: `… were hurt and police said` is no list of sources."""
    return any(letter in "dX#" for letter in sentence.tags[max(0, place - 6) : place])


def _shortest(sentence: Sentence, first: int, last: int, whole: int) -> tuple[int, int, int, bool] | None:
    words, tags = sentence.words, sentence.tags
    while first < last and tags[first] == "D":
        first += 1
    while first < last and tags[first] == "S" and words[first] in POSSESSIVES:
        first += 1
    if tags[first] == "0" and first < last:
        first += 1
    # A person: the capitals at the end after a title or a common noun.
    start = last
    while (
        start > first
        and (sentence.capital(start - 1) or (_is_particle(words[start - 1]) and start - 1 > first))
        and tags[start - 1] in "NAzvdYSg"
        and not words[start - 1].endswith(("'s", "’s"))
        and words[start - 1].rstrip(".") not in PERSON_TITLES
    ):
        start -= 1
    named = sentence.capital(last) or _is_particle(words[last])
    if start > first and named and last - start >= 1 and not _is_upper(sentence, first, last):
        leader = words[start - 1].rstrip(".")
        if tags[start - 1] == ".":
            leader = words[start - 2] if start >= 2 else ""
        if (
            leader in PERSON_TITLES
            or (not sentence.capital(start - 1) and tags[start - 1] in "NAz")
            or (leader.endswith(("man", "woman", "er", "or")) and leader not in LINKS)
        ) and not any(words[place] in ORGANISATIONS for place in range(start, last + 1)):
            return start, last, whole, True
    if start == last and start > first and sentence.capital(last):
        leader = words[start - 1]
        if tags[start - 1] == ".":
            leader = words[start - 2]
        if leader in PERSON_TITLES and words[last] not in ORGANISATIONS:
            return last, last, whole, True
    # `for` belongs to the title; a place or a body after of/in/at does not make the source clearer.
    data = _data_owner(sentence, first, last)
    cut = data[1] if data else _cut_tail(sentence, first, last)
    person = (
        sentence.capital(first)
        and first < cut
        and not any(words[place] in ORGANISATIONS for place in range(first, cut + 1))
        and all(sentence.capital(p) for p in range(first, cut + 1))
    )
    return first, cut, whole, person


PARTICLES = word_set("bin ibn bint abu al el de du del della di da dos van von der den la le")


def _is_particle(word: str) -> bool:
    """The small words inside a name: Tamar bin Omar al-Rashid, Banque du Nord."""
    return word in PARTICLES or word.startswith(("al-", "el-"))


POSSESSIVES = frozenset(["his", "her", "its", "their", "our", "my", "your"])


def _is_upper(sentence: Sentence, first: int, last: int) -> bool:
    return sentence.printed(first, last).isupper()


def _cut_tail(sentence: Sentence, first: int, last: int) -> int:
    words, tags = sentence.words, sentence.tags
    seen_for = False
    for place in range(first + 1, last):
        word = words[place]
        if word == "for":
            seen_for = True
        if word in ("in", "at", "from", "on", "to") and tags[place - 1] in "NA":
            return place - 1
        if word == "of" and not seen_for and not sentence.capital(place - 1) and words[place - 1] in OF_TITLES:
            return place - 1
    return last


OF_TITLES = frozenset(["spokesman", "spokeswoman", "spokesperson"])


def _after_cue(sentence: Sentence, cue: int) -> int:
    """The token after a cue and its times, places and hearers: said [on Monday], told [reporters]."""
    words, tags = sentence.words, sentence.tags
    place = cue + 1
    size = len(words)
    while place < size:
        word = words[place]
        if word in TIMES or tags[place] in "YR":
            place += 1
        elif (
            tags[place] == "P"
            and place + 1 < size
            and (
                words[place + 1] in TIMES
                or tags[place + 1] == "Y"
                or (words[place + 1] in ("a", "an", "the") and place + 2 < size and words[place + 2] in STATEMENTS)
            )
        ):
            place += 3 if words[place + 1] in ("a", "an", "the") else 2
        elif (tags[place] == "O" and words[place] in ("them", "him", "us", "her", "me", "reporters")) or (
            words[cue] in ("told", "tells", "reminded")
            and place <= cue + 3
            and tags[place] in "NAODS"
            and word != "that"
        ):
            place += 1
        else:
            break
    return place


STATEMENTS = frozenset(
    ["statement", "report", "interview", "briefing", "letter", "post", "tweet", "filing", "news", "broadcast", "note"]
)


def _claim_before(sentence: Sentence, begin: int) -> bool:
    """Whether a clause stands before the subject: a comma or a quotation mark closes it."""
    return (
        begin > 1
        and sentence.words[begin - 1] in (",", '"', "”", "'", "’", "-", "–", "—")
        and FIGURE in sentence.tags[: begin - 1]
    ) or (
        begin > 1
        and sentence.words[begin - 1] in (",", '"', "”")
        and any(letter in "dvXz" for letter in sentence.tags[: begin - 1])
        and begin > 4
    )


def _opens_claim(sentence: Sentence, following: int) -> bool:
    """`that` or a clause behind the cue: the claim follows."""
    return following < len(sentence.words) and (
        sentence.words[following] == "that"
        or (sentence.tags[following] in "DN#SOA" and sentence.words[following] != "a")
    )


def _is_aside(sentence: Sentence, following: int) -> bool:
    """`The chance, scientists say, depends on …`: the clause goes on with its own verb."""
    tags = sentence.tags
    return following + 1 < len(tags) and tags[following] == "," and tags[following + 1] in "Xzdv"


def _clause(sentence: Sentence, place: int) -> tuple[int, int]:
    """The tokens between the semicolons around a token."""
    start, end = place, place
    while start > 0 and sentence.tags[start - 1] != ";":
        start -= 1
    while end < len(sentence.tags) and sentence.tags[end] != ";":
        end += 1
    return start, end


def _trailing_end(sentence: Sentence, following: int) -> int:
    """How far a final cue reaches on to the right: a participle belongs to the claim, a clause of its own does not."""
    words, tags = sentence.words, sentence.tags
    size = len(words)
    if following >= size or tags[following] != ",":
        return 0
    step = following + 1
    if step < size and tags[step] == "g":
        end = step
        while end < size and tags[end] not in ";.":
            end += 1
        return end
    end = step
    while end < size and tags[end] not in ";.":
        if (
            tags[end] in "XWz"
            or (tags[end] == "d" and end > step + 1 and tags[end - 1] in "NO")
            or words[end] in ("and", "but")
        ):
            return 0
        end += 1
    return end  # an apposition without a verb of its own: a cut of 7%


def _claim_end(sentence: Sentence, following: int) -> int:
    """How far a cue before its claim reaches: to the semicolon, a `but`, or the next clause with its own speaker."""
    words, tags = sentence.words, sentence.tags
    if CLAIM_ENDS.isdisjoint(words):
        return len(words)  # most claims
    for place in range(following, len(words)):
        if tags[place] == ";" or (words[place] in TURNS and tags[place - 1] in ",;"):
            return place
        if words[place] == "which" and place and tags[place - 1] == ",":
            return place
    return len(words)


TURNS = frozenset(["but", "while", "although", "though", "whereas"])
CLAIM_ENDS = TURNS | {";", "which"}


def _by_after(sentence: Sentence, cue: int) -> Source | None:
    """`was estimated by the ministry at 12`, `foreseen by economists`."""
    words = sentence.words
    if cue + 1 < len(words) and words[cue + 1] == "by":
        phrase = _phrase_from(sentence, cue + 2)
        if phrase:
            return Source(phrase[0], phrase[1], words[cue], 0, len(words), person=phrase[2])
    return None


def _according(sentence: Sentence, place: int, lead: tuple[str, ...]) -> Source | None:
    words = sentence.words
    if tuple(words[place + 1 : place + 1 + len(lead)]) != lead:
        return None
    phrase = _phrase_from(sentence, place + 1 + len(lead))
    if phrase is None:
        return None
    first, last, person = phrase
    cue = " ".join((words[place], *lead))
    return Source(first, last, cue, 0, len(words), person=person)


def _phrase_from(sentence: Sentence, first: int) -> tuple[int, int, bool] | None:
    """The naming phrase that begins at a token."""
    words, tags = sentence.words, sentence.tags
    size = len(words)
    place = first
    while place < size and tags[place] in "DS" and words[place] != "that":
        if tags[place] == "S" and words[place] not in POSSESSIVES:
            break
        place += 1
    begin = place
    while place < size:
        letter, word = tags[place], words[place]
        if letter in "NASzg" or (letter in "vdYRX" and sentence.capital(place)) or (letter == "d" and place == begin):
            place += 1
        elif word == "of" and place > begin and _is_named(sentence, begin, place - 1):
            break  # Dr. Lina Park of the hospital
        elif word in ("for", "of") and place > begin and place + 1 < size and tags[place + 1] in "DNAS":
            if word == "of" and words[place - 1] in OF_TITLES:
                break
            place += 1
        elif (
            (letter == "D" and place and words[place - 1] in ("for", "of"))
            or (
                letter == "."
                and place + 1 < size
                and sentence.starts[place] == sentence.ends[place - 1]
                and len(words[place - 1]) <= 3
                and tags[place + 1] in "NA"
            )
            or word == "familiar"
            or word == "&"
            or (word == "with" and words[place - 1] == "familiar")
            or (letter == "D" and words[place - 1] == "with")
        ):
            place += 1
        else:
            break
    last = place - 1
    while last > begin and (words[last] in TIMES or tags[last] in "Y.DP" or words[last] in ("for", "of")):
        last -= 1
    if last < begin or tags[begin] == FIGURE:
        return None
    if any(words[p] == "familiar" for p in range(begin, last + 1)):
        return begin, last, False
    data = _data_owner(sentence, begin, last)
    if data:
        return (*data, False)
    named = _shortest(sentence, begin, last, begin)
    return (named[0], named[1], named[3]) if named else None


def _is_named(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a phrase ends with the name of a person: a title and a capital, or two capitals that are no body."""
    words = sentence.words
    if not sentence.capital(last) or any(words[place] in ORGANISATIONS for place in range(first, last + 1)):
        return False
    return any(words[place] in PERSON_TITLES for place in range(first, last)) or (
        last - first >= 1 and sentence.capital(last - 1)
    )


def _data_owner(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """`data from the bureau`, `ministry figures`: whose data they are."""
    words, tags = sentence.words, sentence.tags
    if (
        last > first
        and words[last] in DATA_NOUNS
        and tags[last - 1] in "NA"
        and not UNOWNED.issuperset(words[first:last])
        and sentence.capital(last - 1) | (words[last - 1] in ORGANISATIONS)
    ):
        return first, last - 1
    return None


UNOWNED = word_set(
    "preliminary initial latest official early new provisional revised recent final first fresh monthly weekly annual"
    " quarterly internal unaudited separate previous partial complete updated"
)
"""Words that tell what data they are, and not whose: preliminary figures show."""


def _signed(sentence: Sentence, headline: bool) -> Source | None:
    """A headline's source: `12 DEAD - POLICE`, `12 dead: official`, `WHO: 12 dead`."""
    words, tags = sentence.words, sentence.tags
    size = len(words)
    end = size
    while end and tags[end - 1] in ".!":
        end -= 1
    for place in range(max(1, end - 7), end - 1):
        mark = words[place]
        spaced = (
            mark in ("-", "–", "—")
            and sentence.starts[place] > sentence.ends[place - 1]
            and sentence.starts[place + 1] > sentence.ends[place]
        )
        if spaced or mark == ":":
            tail = range(place + 1, end)
            if FIGURE in tags[place + 1 : end] or not all(tags[p] in "NASvzdg.P" or sentence.capital(p) for p in tail):
                continue
            if any(
                words[p].rstrip(".") in HEADLINE_SOURCES or words[p].endswith(("official", "officials")) for p in tail
            ) or (spaced and (headline or _is_upper(sentence, 0, end - 1))):
                first = place + 1
                return Source(first, end - 1, mark, 0, place)
    for place in range(1, min(6, size - 1)):
        if (
            words[place] == ":"
            and FIGURE not in tags[:place]
            and all(tags[p] in "NA" for p in range(place))
            and any(words[p] in HEADLINE_SOURCES or words[p] in ORGANISATIONS for p in range(place))
        ):
            return Source(0, place - 1, ":", place + 1, size)
    return None
