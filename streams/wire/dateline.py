"""The dateline at the start of a body: where, and sometimes when and for whom. It is read, never cut out.

BEIRUT: …                                   Asian papers
CHATHAM, Mass. (AP) _ …                     AP; also with a dash
Geneva (dpa) - …                            dpa: the place as it is spelled
SALVADOR, Feb 26 - …                        Reuters of 1987
NEW YORK, March 1 (Reuters) - …             Reuters, AFP
BRISBANE, Oct 12 AAP - …                    AAP
KYOTO, Japan, Feb. 1, 2017 /PRNewswire/ --  press releases
"""

import re
from typing import NamedTuple

from schemas.item import Dateline
from streams.wire.words import AGENCIES, CAPITAL_NAMES, MONTHS, NOT_PLACES, SMALL_WORDS

REACH = 160
"""Characters looked at. The longest dateline of the 1987 Reuters wire has 60."""

BEFORE = " \t\n\xa0*"
"""Indents, and the asterisks with which Reuters marked a story's first take."""

# Every part is a run of words with one way to read it, so that a failed match costs a linear walk back.
WORD = r"[^\W\d_][\w.'’-]*"
NAME = rf"{WORD}(?:[ /]{WORD}){{0,5}}"
PLACE = rf"(?P<place>{NAME}(?:, {NAME}){{0,3}})"
MONTH = rf"(?i:{'|'.join(MONTHS)})\.?"
DATE = rf"(?P<date>(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:, \d{{4}})?)"
AGENCY = rf"(?:[A-Z]{{2,8}}|(?i:{'|'.join(AGENCIES)}))"
# (AP), (dpa/lsw), (ats afp), /PRNewswire-AsiaNet/, or bare behind a date.
IN_BRACKETS = rf"\((?P<credit>{AGENCY}(?:[ /-]\w{{2,10}}){{0,2}})\)"
BEHIND_DATE = rf"(?:\((?P<credit>[^\W\d_][\w /-]{{1,30}})\)|/(?P<newswire>[^/\n]{{2,40}})/|(?P<bare>{AGENCY}))"
# Three capitals at least, behind an article or a saint: `UN:` and `Q:` are no places.
CAPITAL = "[A-ZÀ-ÖØ-Þ.'’-]"
CAPITALS = rf"(?:(?:EL|LA|LE|ST\.?) )?[A-ZÀ-ÖØ-Þ]{CAPITAL}{{2,30}}(?:[ /]{CAPITAL}{{2,30}}){{0,4}}"
DASH = r"(?:--|[-–—_])"

SHAPES = (
    re.compile(rf"(?P<text>{PLACE}[ ,-]{{1,4}}{DATE}(?:,? ?{BEHIND_DATE})?),? ?{DASH}(?=\s|$)"),
    re.compile(rf"(?P<text>{PLACE},? {IN_BRACKETS}) ?(?:{DASH}|:)(?=\s|$)"),
    re.compile(rf"(?P<text>(?P<place>{CAPITALS})):(?=\s)"),
)
ABBREVIATED = re.compile(r"(?:[A-Z]\.)+")
PIECE = re.compile(r"[^\W\d_]+")


class Found(NamedTuple):
    """A dateline and its span in the body, without the mark that ends it."""

    dateline: Dateline
    start: int
    end: int


def find(body: str) -> Found | None:
    """The dateline that a body begins with, if it does."""
    start = len(body) - len(body.lstrip(BEFORE))
    line = body[start : start + REACH].partition("\n")[0]
    for shape in SHAPES:
        match = shape.match(line)
        if match and match["place"].casefold() not in NOT_PLACES:
            parts = match.groupdict()
            dateline = Dateline(
                text=match["text"],
                place=spelled(match["place"]),
                date=parts.get("date"),
                credit=parts.get("credit") or parts.get("newswire") or parts.get("bare"),
            )
            return Found(dateline, start, start + match.end("text"))
    return None


def spelled(place: str) -> str:
    """`RIO DE JANEIRO` is Rio de Janeiro, `DES PLAINES, ILL.` is Des Plaines, Ill.; `N.Y.` and mixed case stay."""
    return " ".join(
        "/".join(spelled_word(part, at) for part in word.split("/")) for at, word in enumerate(place.split(" "))
    )


def spelled_word(word: str, at: int) -> str:
    bare = word.rstrip(",")
    if not bare.isupper() or bare in CAPITAL_NAMES or ABBREVIATED.fullmatch(bare) or len(bare) == 1:
        return word
    if at and bare.casefold() in SMALL_WORDS:
        return word.lower()
    return PIECE.sub(lambda piece: spelled_piece(piece, word), word)


def spelled_piece(piece: re.Match[str], word: str) -> str:
    """One run of letters: PORT-AU-PRINCE has a small word, XI'AN a small second half, O'FALLON a capital one."""
    letters, start = piece[0], piece.start()
    inside_name = start >= 3 and word[start - 1] in "'’"
    small = (start > 0 and letters.casefold() in SMALL_WORDS) or inside_name
    return letters.lower() if small else letters.capitalize()
