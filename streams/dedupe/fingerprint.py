"""What of an item is compared: computed once, in intake, from the item alone, and packed for the log and the state."""

import re
from array import array
from binascii import a2b_base64, b2a_base64
from itertools import compress
from struct import Struct
from sys import byteorder
from typing import NamedTuple

from schemas.ids import digest
from schemas.item import DeclaredUrgency, Fingerprint, WireItem
from streams.dedupe.tokens import IS_FACT, WEIGHTS, tokens

# Declared urgency on one scale, 1 the most urgent: only to tell whether a copy claims more than what it repeats.
# AP's own order has b above u; Superdesk's map turns it round (reference: AP stylebook filing page).
ANPA_RANKS = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 6, "s": 6}
ROUTINE = 4

ANCHORS_MAX, ANCHORS_RAREST = 32, 20
FIRST_MAX = ANCHORS_MAX - ANCHORS_RAREST
"""Tokens by which earlier items are found: the rarest of the text, and the rarest others of its opening."""


def fingerprint(item: WireItem) -> Fingerprint | None:
    """None where there is no text to compare: pictures and empty items are never copies of each other."""
    headline, body = folded(item.headline), folded(item.body)
    if not headline and not body:
        return None
    packed, facts = pack(item)
    return Fingerprint(content=digest(headline, body), headline_only=not body, packed=packed, facts=facts)


def pack(item: WireItem) -> tuple[str, str]:
    """The packed text and its facts: see Print."""
    body = item.body or ""
    # The dateline says where and when a copy was filed, not what happened.
    skip = len(item.dateline.text) if item.dateline and body.startswith(item.dateline.text) else 0
    found = tokens(item.headline or "", body, skip)
    codes, meta = found.codes.tolist(), found.meta
    weights = dict(zip(codes, meta.translate(WEIGHTS), strict=True))
    are_facts = meta.translate(IS_FACT)
    facts = dict(zip(compress(codes, are_facts), compress(found.words, are_facts), strict=True))
    anchors, sentences = array("I", _anchors(weights, codes[: found.head + OPENING])), array("H", found.sentences)
    sizes = found.head, len(codes) - found.head, len(sentences)
    header = _HEADER.pack(_marks(item), *sizes, sum(weights.values()) or 1, len(anchors))
    if byteorder == "big":
        for each in (found.codes, anchors, found.starts, sentences):
            each.byteswap()
    parts = (header, anchors, found.codes, meta, found.starts, found.lengths, sentences)
    return b2a_base64(b"".join(parts), newline=False).decode(), "|".join(facts.values())


def _anchors(weights: dict[int, int], opening: list[int]) -> list[int]:
    """The rarest different codes, the rarest first, then those that come first; then more of the opening.

    A cut keeps the opening and little else, and of a long text the rarest words stand anywhere.
    """
    ordered = sorted(weights, key=weights.__getitem__, reverse=True)
    early = set(opening)
    first = [code for code in ordered[ANCHORS_RAREST:] if code in early]
    if len(first) > FIRST_MAX:
        least = weights[first[FIRST_MAX - 1]]
        first = [code for code in first if weights[code] >= least]
    first.sort()
    first.sort(key=weights.__getitem__, reverse=True)
    return ordered[:ANCHORS_RAREST] + first[:FIRST_MAX]


_HEADER = Struct("<BHHHIB")
CORRECTION, UPDATE, STATED = 1, 2, 4
"""The first of these the model weighs with all else, a market's correction too; the last decides alone."""


def _marks(item: WireItem) -> int:
    """Whether the item says that it corrects or updates: in its headline, slug, note, signals or last lines."""
    body = item.body or ""
    top = "\n".join((item.headline or body[:120], item.slugline or "", item.ed_note or "", *item.signals))
    top_folded, ending = top.lower(), body[-250:].lower()
    # A look for the plain words first: hardly any item has them, and the patterns cost ten times as much.
    corrects = stated = False
    if any(map(f"{top_folded}\n{ending}\n{body[:250].lower()}".__contains__, _CORRECTING)):
        corrects = _CORRECTS.search(f"{top_folded}\n{ending}") is not None
        stated = _states_correction(item, body)
    updates = any(map(top_folded.__contains__, _UPDATING)) and _UPDATES.search(top) is not None
    return CORRECTION * corrects | UPDATE * updates | STATED * stated


def _states_correction(item: WireItem, body: str) -> bool:
    """Whether it says so where desks say so: in note or signals, or at the edge of a headline, slug or line."""
    if _CORRECTS.search("\n".join((item.ed_note or "", *item.signals)).lower()):
        return True
    lines = "\n".join(((item.headline or "")[:250], (item.slugline or "")[:250], body[:250], body[-250:]))
    return _CORRECTS_MARK.search(lines) is not None


_CORRECTING = ("correct", "please read", "berichtig", "rectificatif")
# CORRECTED - ZENITH LABS; Eds: corrects figure in 3rd graf; at the end: Corrects period in item.
_CORRECTS = re.compile(r"\b(?:correct(?:ed|ion|s|ing)|please read|berichtig(?:ung|t)|rectificatif)\b")
# Beginning a line, or behind a dash or bracket: UPDATE 1-CORRECTED-Zenith, (Corrects date), BC-ZENITH-CORRECTION
_EDGE = r"(?:^[^\w\n]*|[-–—/(\[] ?)"
_CORRECTS_MARK = re.compile(
    rf"(?im){_EDGE}(?:correct(?:ed|s)\b|correction ?(?:[-–—:)\]]|$)|berichtig(?:ung|t)\b|rectificatif\b)"
)
_UPDATING = ("update", "lead", "wrapup", "ld", "writethru")
# UPDATE 2-, LEAD, 1ST LD, WRAPUP 3-, 2nd Ld-Writethru
_NTH = r"[1-9](?:st|nd|rd|th)"
_UPDATES = re.compile(rf"(?im)^\W*(?:update|lead|wrapup|{_NTH} (?:ld|lead))\b|\bwritethru\b|\b{_NTH}[ -]l(?:ea)?d\b")


class Print(NamedTuple):
    """A fingerprint unpacked: see Tokens. The headline's tokens come first, `head` of them."""

    marks: int
    head: int
    codes: "array[int]"
    meta: bytes
    starts: "array[int]"
    lengths: bytes
    sentences: "array[int]"
    anchors: "array[int]"
    """Codes of the rarest tokens."""

    @property
    def correction(self) -> int:
        return self.marks & CORRECTION

    @property
    def states_correction(self) -> bool:
        return bool(self.marks & STATED)

    @property
    def update(self) -> int:
        return self.marks >> 1 & 1


def unpack(packed: str) -> Print:
    data = a2b_base64(packed)
    marks, head, body, sentence_count, _, anchor_count = _HEADER.unpack_from(data)
    count, at = head + body, _HEADER.size
    anchors = array("I", data[at : (at := at + 4 * anchor_count)])
    codes = array("I", data[at : (at := at + 4 * count)])
    meta = data[at : (at := at + count)]
    starts = array("H", data[at : (at := at + 2 * count)])
    lengths = data[at : (at := at + count)]
    sentences = array("H", data[at : at + 2 * sentence_count])
    if byteorder == "big":
        for each in (anchors, codes, starts, sentences):
            each.byteswap()
    return Print(marks, head, codes, meta, starts, lengths, sentences, anchors)


def look(packed: str) -> tuple["array[int]", int]:
    """The codes alone, and the weight of the different ones: for a first look at a text."""
    # Half of a token's eight bytes are its code, so the codes end near the middle.
    data = a2b_base64(packed[: len(packed) // 8 * 4 + _CODES_BEYOND])
    _, head, body, _, weight, anchor_count = _HEADER.unpack_from(data)
    start = _HEADER.size + 4 * anchor_count
    codes = array("I", data[start : start + 4 * (head + body)])
    if byteorder == "big":
        codes.byteswap()
    return codes, weight


def anchors(packed: str) -> "array[int]":
    """The anchors alone: all that an index asks of a fingerprint, and a twentieth of the work."""
    data = a2b_base64(packed[:_ANCHORS_END])
    found = array("I", data[_HEADER.size : _HEADER.size + 4 * data[_HEADER.size - 1]])
    if byteorder == "big":
        found.byteswap()
    return found


_CODES_BEYOND = (_HEADER.size // 2 + 2 * ANCHORS_MAX + 2) // 3 * 4 + 4
_ANCHORS_END = (_HEADER.size + 4 * ANCHORS_MAX + 2) // 3 * 4


def alert_words(packed: str) -> dict[int, int]:
    """Codes and weights of the rarest words of a text that is a headline and nothing else; of no other."""
    print_ = unpack(packed)
    if print_.sentences or len(print_.codes) > ALERT_MAX:
        return {}
    weights = dict(zip(print_.codes, print_.meta.translate(WEIGHTS), strict=True))
    return {code: weights[code] for code in print_.anchors[:ALERT_ANCHORS]}


OPENING = 60
"""Tokens of the body in which a story says what its alert said."""

ALERT_MAX, ALERT_ANCHORS = 40, 8
"""Tokens of the longest alert. The longest headline alone on the development wire has 32."""


def folded(text: str | None) -> str:
    """The text with runs of white space as one space. Case counts: an upper-case alert is not the story's headline."""
    if not text:
        return ""
    # A third less than splitting all of it, as tables and odd white space alone still ask for.
    lines = " ".join(filter(None, map(str.strip, text.split("\n"))))
    return lines if "  " not in lines and lines.isprintable() else " ".join(lines.split())


def terms(item: WireItem) -> str:
    """Digest of what a re-send shares besides its text: status, embargo, signals and note."""
    return digest(item.pub_status, item.embargoed_until, "\n".join(item.signals), item.ed_note)


def rank(urgency: DeclaredUrgency | None) -> int:
    """1 to 9, ROUTINE where nothing or nothing known was declared."""
    if urgency is None:
        return ROUTINE
    if urgency.scheme == "iptc":
        return int(urgency.value) if urgency.value in set("123456789") else ROUTINE
    return ANPA_RANKS.get(urgency.value, ROUTINE)
