"""A sentence as the meaning rules see it: its words with their classes, each figure one token among them.

Only sentences that hold a figure are cut into words, and a sentence has at most SENTENCE_MAX characters on each side of
what is read in it, so that the work grows with the text alone.
"""

import re
from collections.abc import Iterator

from streams.figures.grammar import Reading
from streams.figures.tags import tag
from streams.figures.words import word_set

FIGURE = "#"
"""The class of a token that is a figure; a rejected numeral has `0`, punctuation its own sign."""

SENTENCE_MAX = 900
"""Characters of a sentence before it is cut: longer than any that a desk passes."""

BREAK = re.compile(
    r"[.!?\n](?:(?<!\n)['\"”’)\]]{0,3}[ \n\xa0]{1,3}(?=['\"“‘(\[]?[A-Z0-9])"
    r"|(?<=\n)(?:[ \t]{0,40}\n\s{0,80}|[ \t]{2,80}(?![a-z])))"
)
ABBREVIATIONS = word_set(
    "mr mrs ms dr st no nos gen col lt sgt capt rep sen gov jan feb mar apr jun jul aug sep sept oct nov dec inc"
    " corp co ltd vs approx est u.s u.n u.k e.u a.m p.m d.c jr sr prof rs dlrs pct adm maj hon rev mt ft"
)
COVER = word_set(
    "about around some nearly almost roughly over under above below than more less fewer least just only an between"
    " estimated approximately a as many much high another further total exactly even record additional near most"
    " other possibly perhaps maybe barely"
)
"""Words that may stand between a figure and the word that governs it."""
LAST_WORD = re.compile(r"[A-Za-z.]+$")
TOKEN = re.compile(r"\w{1,40}(?:['’.&\-–]\w{1,40}){0,6}['’]?|[^\s\w]")
"""A word with its inner marks (U.S, men's, S&P, Kurdish-led), a numeral that is no figure, or a sign."""
PLAIN_MAX = 40
"""The longest run of letters that is one token."""
SIGNS_AFTER = frozenset(".,;:!?)")
ARTICLES = frozenset({"a", "an", "the", "another", "every"})
DOUBTFUL = frozenset({"who", "us", "it", "may"})


class Sentence:
    """Words in lower case, where each stands, its class; `at[i]` is the token of the i-th reading of the sentence."""

    __slots__ = (
        "at",
        "before",
        "end",
        "ends",
        "leads",
        "readings",
        "start",
        "starts",
        "subjects",
        "tags",
        "text",
        "verbs",
        "words",
    )

    def __init__(self, text: str, low: str, start: int, end: int, readings: list[Reading]) -> None:
        self.text, self.start, self.end = text, start, end
        self.readings = readings
        """The readings that stand in it, in order."""
        self.leads: dict[int, int] = {}
        self.subjects: dict[int, list[int]] = {}
        """What was asked before: every room of meaning asks for the same few tokens."""
        self.before: tuple[int, int] | None = None
        """Where the sentence before it stands, if that holds no figure; a pronoun may need it."""
        self.at: list[int] = []
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        place = start
        for reading in readings:
            self._cut(low, place, reading.start)
            self.at.append(len(self.words))
            place = reading.end
            self.words.append(low[reading.start : place])
            self.starts.append(reading.start)
            self.ends.append(place)
        self._cut(low, place, end)
        self.tags = self._tagged()
        """Eagerly: a __getattr__ for it would make every other attribute slow, and they are asked a hundred times."""
        self.verbs: list[int] | None = None

    def _cut(self, low: str, start: int, end: int) -> None:
        """Add TOKEN's words of a stretch, at half its time: most have only letters, or a sign after them.

        No blank stands between the tokens of a piece, so that each begins where the one before it ends.
        """
        words, starts, ends = self.words, self.starts, self.ends
        place = start
        for piece in low[start:end].split():
            place = low.index(piece, place)
            if len(piece) > PLAIN_MAX:
                tokens = TOKEN.findall(piece)
            elif piece.isalnum():
                words.append(piece)
                starts.append(place)
                place += len(piece)
                ends.append(place)
                continue
            elif piece[-1] in SIGNS_AFTER and piece[:-1].isalnum():
                tokens = [piece[:-1], piece[-1]]
            else:
                tokens = TOKEN.findall(piece)
            for token in tokens:
                words.append(token)
                starts.append(place)
                place += len(token)
                ends.append(place)

    def finite(self) -> list[int]:
        """Where a finite verb may stand, or a sign that ends its clause."""
        if self.verbs is None:
            words = self.words
            self.verbs = [
                place
                for place, letter in enumerate(self.tags)
                if letter in "Xdvz;:" or (letter == "N" and words[place][-1] == "s")
            ]
        return self.verbs

    def _tagged(self) -> list[str]:
        """The class of every token, settled where its company tells it from its guess."""
        words = self.words
        tags = list(map(tag, words))
        for place in self.at:
            tags[place] = FIGURE
        if not DOUBTFUL.isdisjoint(words):
            self._settle(tags)
        # After an article or an owner a verb's base form is a noun: a monitor said, their claim.
        for place in [place for place, letter in enumerate(tags) if letter == "v"]:
            if place and (tags[place - 1] == "S" or words[place - 1] in ARTICLES):
                tags[place] = "N"
        return tags

    def _settle(self, tags: list[str]) -> None:
        """Words that only their capitals tell: WHO says, the US; a day in May."""
        for place, word in enumerate(self.words):
            if word in DOUBTFUL:
                printed = self.text[self.starts[place] : self.ends[place]]
                if word == "may":
                    tags[place] = "Y" if printed[0] == "M" and place and tags[place - 1] != "." else "X"
                elif printed.isupper():
                    tags[place] = "N"

    def lead(self, token: int) -> int:
        """The token that governs a figure from the left, past the words that limit it; -1 at the beginning."""
        found = self.leads.get(token)
        if found is None:
            found = self.leads[token] = self._lead(token)
        return found

    def _lead(self, token: int) -> int:
        words, tags = self.words, self.tags
        step = token - 1
        while step >= 0:
            word = words[step]
            if (
                word in COVER
                or tags[step] == "R"
                or (word == "no" and words[step + 1] in COVER)
                or (word == "at" and words[step + 1] in ("least", "most"))
            ):
                step -= 1
            elif word == "of" and step and words[step - 1] in ("excess", "upwards", "upward", "average", "total"):
                step -= 3 if step > 1 and words[step - 2] in ("in", "an", "a") else 2
            elif (
                word == "to"
                and step
                and words[step - 1] in ("up", "close", "nearer")
                and words[step - 2 : step - 1] not in (["was"], ["is"])
            ):
                step -= 2
            else:
                return step
        return step

    def capital(self, token: int) -> bool:
        """Whether the token is printed with a capital."""
        return self.text[self.starts[token]].isupper()

    def printed(self, first: int, last: int) -> str:
        """The text of the tokens first..last as printed."""
        return self.text[self.starts[first] : self.ends[last]]


def sentences(text: str, low: str, readings: list[Reading]) -> Iterator[Sentence]:
    """The sentences that hold a reading, in order, each with its readings."""
    bounds = _bounds(text)
    number = 0
    before: tuple[int, int] | None = None
    for start, end in bounds:
        if number == len(readings):
            return
        if readings[number].start >= end:
            before = (start, end)
            continue
        first = number
        while number < len(readings) and readings[number].start < end:
            number += 1
        held = readings[first:number]
        end = max(end, held[-1].end)
        sentence = Sentence(text, low, start, end, held)
        sentence.before = before
        before = None
        yield sentence


DATELINE = re.compile(
    r"\s{0,8}(?:[A-Z][A-Za-z.,'’/ ]{1,40}, )?(?:[A-Z][A-Za-z.]{2,9} [0-9]{1,2}|[A-Z][A-Z .,'’/]{2,40})"
    r"(?: ?\([A-Za-z ]{2,20}\))? ?(?:--?|–|—) (?=[\"“'‘<]?(?:[A-Z0-9][a-z0-9 ]|[A-Z]{2,6} [a-z]))"
)
"""`LONDON, March 2 -`, `KARACHI (Agency) -`: whence and when, and no part of the first sentence."""


def dateline_end(text: str) -> int:
    """Where the dateline of a text ends; 0 if it has none."""
    head = text[:DATELINE_MAX]
    if "-" not in head and "–" not in head and "—" not in head:
        return 0  # most texts
    found = DATELINE.match(text)
    return found.end() if found else 0


DATELINE_MAX = 100


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    start = dateline_end(text)
    if start:
        yield 0, start
    for found in BREAK.finditer(text, start):
        if text[found.start()] == "." and _is_abbreviation(text, found.start(), found.end()):
            continue
        end = found.end()
        if end - start > SENTENCE_MAX:
            yield from _pieces(text, start, end)
        else:
            yield start, end
        start = end
    if start < len(text):
        yield from _pieces(text, start, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > SENTENCE_MAX:
        cut = text.rfind(" ", start + 1, start + SENTENCE_MAX)
        cut = cut if cut > 0 else start + SENTENCE_MAX
        yield start, cut
        start = cut
    yield start, end


def _is_abbreviation(text: str, dot: int, following: int) -> bool:
    word = LAST_WORD.search(text[max(0, dot - 8) : dot])
    if word is None:
        return False
    name = word[0].lower()
    letters = max(map(len, name.split("."))) == 1 and name != "i"  # U.S., H.K., the J. of a name
    if name not in ABBREVIATIONS and not letters:
        return False
    if name in ("a.m", "p.m"):
        return AFTER_CLOCK.match(text, following) is not None
    return NEW_SENTENCE.match(text, following) is None


AFTER_CLOCK = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]{2}\.? [0-9]|[A-Z]{2,4}\b)")
"""At 3 p.m. Monday, at 3 p.m. EST; any other capital begins a sentence."""
NEW_SENTENCE = re.compile(r"(?:The|He|She|It|They|But|This|These|Its|In)\s")
"""No name begins with these: after an abbreviation that also ends its sentence a new one begins."""
