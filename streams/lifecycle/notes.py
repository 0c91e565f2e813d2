"""Notes to editors: what a note asks for, and in which words it names its items.

The room's rule holds here most of all: a kill is exact. An item is a note because its header or its first words say
so, never because it speaks of kills, recalls or withdrawals. What it names stands in the sentence that orders it; what
a later sentence refers to, and what is quoted, gives no order. notes_targets.py finds the items that are meant.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from schemas.base import ms
from schemas.item import WireItem
from streams.lifecycle import notes_words as words
from streams.lifecycle.notes_words import Action

NOTE_CHARS = 2000
"""How much of a note or a body is read: a note that needs more has said what it is about before."""
BRIEF_CHARS = 600
"""A text behind a mark that may be the note's reason; a longer one is news, and must order something itself."""
SENTENCES_MAX = 8
REFERENCES_MAX = 8

Zone = Literal["status", "signal", "slug", "headline", "ed_note", "body"]


class Reference(NamedTuple):
    """One item as a note names it. `title` was quoted; `heading` stands behind the note's mark, and may be a slug."""

    uri: str | None = None
    number: int | None = None
    title: str | None = None
    heading: str | None = None
    slug: str | None = None
    topic: tuple[str, ...] = ()
    kind: str | None = None
    """alert or story, where the note says which."""
    day: str | None = None


class Note(NamedTuple):
    """What a note asks for, where that is said, in which words, and of which items."""

    action: Action
    by: Zone
    cue: str
    references: tuple[Reference, ...] = ()
    only: bool = True
    """Whether the item is nothing but the note. Copy under a note stays news, and the note never means that copy."""


def note(item: WireItem) -> Note | None:
    """What the item asks editors to do, if that is what it was moved for; None for news, lists and everything else."""
    seen = _Seen(item)
    status, header, mark = seen.status(), seen.header(), seen.mark()
    believed = status or header or mark
    cue = seen.cue(believed=believed is not None)
    cue = None if cue and seen.is_list else cue
    said = header or _borne_out(seen, mark, cue) or cue or status
    if said is None:
        return _false_alarm(seen)
    if cue is not None and cue.detail:
        # `KILL`, and then: delete the last paragraph of item 0298. The item is put right, not killed.
        said = cue
    only = believed is not None or cue is None or cue.by == "body" or not seen.body
    # The slug and the heading of copy, or of a uri that its status kills, are its own and name nothing else.
    own = only and item.pub_status == "usable"
    heading = mark.rest if own and mark is not None and mark.by == "headline" else ""
    hard, soft = seen.ordered(cue) if cue else ([] if said is status or seen.is_list else seen.begun(), Reference())
    references = _with_own(hard, soft, heading, stem(item.slugline or "") if own else "")
    return Note(_at_least(item, said.action), said.by, said.text, references, only)


class _Said(NamedTuple):
    """A cue: what it asks for, where it stands, its words."""

    action: Action
    by: Zone
    text: str
    rest: str = ""
    """Of a mark, what stands behind it on its line."""
    span: tuple[int, int] = (0, 0)
    """Of a phrase, where its sentence lies in the zone's text."""
    detail: bool = False
    """Whether a part of an item is meant, and not the item."""


class _Text(NamedTuple):
    """A zone's text as sent; with the words inside quotes blanked, for a title gives no order; and that folded."""

    raw: str
    bare: str
    masked: str


# Folding keeps every position: one character for one, accents off, small, typographic marks as typed ones.
FOLD = {code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)}
FOLD |= {ord("ß"): "s", ord("’"): "'", ord("‘"): "'", 0xA0: " ", 0x202F: " ", ord("æ"): "a", ord("ø"): "o"}


def fold(text: str) -> str:
    """Small letters without accents, as long as before."""
    return text.lower() if text.isascii() else text.translate(FOLD).lower()


def _any(options: Sequence[str]) -> str:
    """The options as one group, longest first, so that `hold lifted` is not read as `hold`."""
    return "(?:" + "|".join(sorted(options, key=lambda each: (-len(each), each))) + ")"


# What ends a loud mark: the line, a colon, stars, a slash, a dash with spaces or a double one. A quiet one any edge.
LOUD_END = r"(?=\s*(?:$|[:/*+!()\]=]|--|\s[-–—]\s|[-–—](?=\s)|\.\s|\.$))"
MARKS = {text: (action, loud) for action, loud, text in words.MARKS}
MARK = re.compile(
    rf"[\s*+=#(<\[/-]{{0,12}}(?:{_any(words.BEFORE_MARKS)}[\s:*+/-]{{1,6}}){{0,2}}?(?P<mark>{_any(list(MARKS))})\b"
)
# Nearly no headline begins like a mark: seen at its first two letters, without trying a hundred words.
MARK_BEGINS = re.compile(rf"[\s*+=#(<\[/-]{{0,12}}{_any(sorted({each[:2] for each in (*MARKS, *words.BEFORE_MARKS)}))}")
LOUD = re.compile(LOUD_END)
TAG_DASH = re.compile(r"-(?=\S)")
AFTER_MARK = re.compile(r"[\s:*+!()=/\]>.–—-]{0,12}")
REPEATED_MARK = re.compile(rf"(?:{_any(list(MARKS))}\b[\s:*+!/.–—-]{{0,12}})+")
SLUG_MARK = re.compile(rf"[,/]\s?(?P<mark>{_any(list(words.SLUG_MARKS))})\s*[,\d<]{{0,8}}$|\s(?P<end>correction)$")
TAKE = re.compile(rf"(?:bulletin |mandatory )?(?P<mark>{_any(list(words.SLUG_MARKS))})")
LIST = re.compile(rf"\b{_any(words.LISTS)}\b")
ADDRESS = re.compile(rf"[\s(*+#-]{{0,8}}{_any(words.ADDRESSES)}[a-z'() /]{{0,40}}?(?:[:,.!–—-]|\n)\s{{0,8}}")
ADDRESSED = re.compile(rf"[\s(*+#-]{{0,8}}{_any(words.ADDRESSES)}")

NOUN = re.compile(rf"\b{_any(list(words.ITEM_NOUNS))}\b")
ORDERS = [(action, re.compile(words.POLITE + order + r"\b")) for action, order in words.ORDERS]
STATEMENTS = [(action, re.compile(rf"\b{statement}\b")) for action, statement in words.STATEMENTS]
LIMIT = re.compile(rf"\b{_any(words.LIMITS)}\b")
PLACE_LIMIT = re.compile(rf"\s{{1,3}}{_any(words.PLACES_LIMIT)}\b")
UNTIL_NOTICE = re.compile(rf"\b{_any(words.UNTIL_NOTICE)}\b")
NOT = re.compile(r"\b(?:not|nicht|pas|no)\b")
CORRECTING = re.compile(rf"[\s(*]{{0,4}}{_any(words.CORRECTING)}")
PART = re.compile(rf"\b{_any(words.PARTS)}\b")
TELLING = re.compile(rf"\b{_any(words.TELLING)}")
FALSE_ALARM = re.compile(rf"\b(?:{words.FALSE_ALARM})\b")
CANCELLED = re.compile(r"[\s*]{0,4}(?:cancell?ed|cancel|entwarnung|aufgehoben|annulee?|levee|cancelada|anulada)\b")

QUOTED = re.compile(
    r"\+[^+\n]{5,200}\+|\"[^\"]{1,300}\"|“[^”“]{1,300}”|„[^“”\"]{1,300}[“”\"]|«[^»«]{1,300}»|»[^«»]{1,300}«|‘[^‘’]{1,300}’"
)
# Masked: an opening quote and the blank behind it.
QUOTED_NEXT = re.compile(rf"(?: {_any(words.ARTICLES)})? [\"“„«»‘+]_{{1,90}}")
_MONTH = _any(list(words.MONTHS))
# A stop ends a sentence before a capital or a figure, not within `No. 0298`, `vom 18.3. ist` or `13. Mai`.
SENTENCE_END = re.compile(
    r"(?<!\b[Nn]o)(?<!\b[Nn]r)(?<!\bNum)(?<!\bSt)(?<![ap]\.m)[.!?][\"”»)]{0,2}(?=\s{1,40}[^\sa-zß-ÿ]|\s{0,40}\Z)"
    rf"(?!\s{{1,3}}(?i:{_MONTH})\b)|\n\s{{0,40}}\n|\n(?=[ \t]{{2,40}}\S)"
)
URI = re.compile(r"\b(?:urn|tag):[^\s\"<>()]{4,200}")
NUMBER = re.compile(
    rf"(?<![\w.,-])(?:(?P<noun>{_any([*words.ITEM_NOUNS, *words.NUMBER_WORDS])})\.?[ ,(]{{1,2}})?"
    r"(?:(?P<mark>[a-z][a-z.-]{1,7})[ :-](?=\d))?(?P<letter>[a-z])?(?P<digits>\d{2,6})(?![\w:]|[.,-]\d)"
)
_LIST_WORDS = [*words.AND, *words.ITEM_NOUNS, *words.NUMBER_WORDS, *words.ARTICLES]
LISTED = re.compile(rf"[\s,;&()\"“”„«»]{{0,6}}(?:{_any(_LIST_WORDS)}[\s,.]{{1,3}}){{0,4}}")
SLUGGED = re.compile(r"\b(?:slugged|keyworded)[ :]{1,2}\"?(?P<slug>[^,.;\"\n]{2,60})", re.IGNORECASE)
HEADLINED = re.compile(rf"\b{_any(words.HEADLINED)}[ :]{{1,2}}(?P<title>[^,;\"“„«\n]{{8,160}})")
SLUG_SHAPE = re.compile(r"\b[A-Z][\w.]{1,30}(?:-{1,2}[A-Z][\w.]{0,30}){1,6}(?: [A-Z][\w]{1,30}){0,3}")
_BETWEEN = r"(?: [\w.,'-]{1,20}){0,4}?"
TOPIC = re.compile(rf"\b{_any(list(words.ITEM_NOUNS))}{_BETWEEN} {_any(words.ABOUT)}\b (?P<topic>[^,.;:\n]{{3,120}})")
MONTH_DAY = re.compile(rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})\b(?! ?\d)")
DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})\.? (?:de )?(?P<month>{_MONTH})\b")
DOTTED_DAY = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?!\d)")
ISO_DAY = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
DAYS_BACK = [(back, re.compile(rf"\b(?:{text})\b")) for back, text in words.DAYS_BACK]
WEEKDAY = re.compile(rf"\b(?P<day>{_any(list(words.WEEKDAYS))})(?:'s)?\b")
WORD = re.compile(r"[^\W_]+")


class _Seen:
    """One item under examination: its zones, each folded once and only when asked for."""

    def __init__(self, item: WireItem) -> None:
        self.item = item
        self.heading = heading_of(item)
        self.body = item.body or ""

    @property
    def is_list(self) -> bool:
        return LIST.search(fold(self.heading[:160])) is not None

    def status(self) -> _Said | None:
        """What becomes of the uri. Words say more: the same status stands over a kill and over a withdrawal."""
        if self.item.pub_status == "canceled":
            return _Said("kill", "status", "canceled")
        if self.item.pub_status == "withheld" and self.item.embargoed_until is None:
            return _Said("hold", "status", "withheld")
        return None

    def header(self) -> _Said | None:
        """What signals, slug or take say."""
        for signal in self.item.signals:
            action = words.SIGNALS.get(_bare_signal(signal))
            if action:
                return _Said(action, "signal", signal)
        declared = self.item.declared
        slugs = (self.item.slugline, declared.get("slug_line"), declared.get("take"))
        return next((found for slug in slugs if isinstance(slug, str) and (found := _slug_mark(slug))), None)

    def mark(self) -> _Said | None:
        """A mark in first place of the headline (of the first line without one), or of the note."""
        return _mark(self.heading, "headline") or _mark(self.item.ed_note or "", "ed_note")

    def cue(self, *, believed: bool) -> _Said | None:
        """What a sentence of the note or of the body orders or states. `believed`: the header or a mark bear it out."""
        ed_note = self.item.ed_note
        if ed_note:
            text = _text(ed_note)
            # Above copy a statement explains it (`substitutes for a story that was withdrawn`): only an order counts.
            alone = believed or not self.body
            found = _phrase(text, "ed_note", self.item, statements=alone) or (
                _correcting(text, "ed_note") if alone else None
            )
            if found:
                return found
        if believed and (found := _correcting(_text(self.body), "body")):
            return found
        if len(self.body) <= NOTE_CHARS and (believed or self._is_addressed()):
            return _phrase(_text(self.body), "body", self.item, statements=True)
        return None

    def _is_addressed(self) -> bool:
        """Whether the text speaks to editors: only then is a body that no header bears out read for orders."""
        advisory = any(_bare_signal(signal) in words.ADVISORY_SIGNALS for signal in self.item.signals)
        return advisory or any(ADDRESSED.match(fold(each[:40])) for each in (self.heading, self.body))

    def ordered(self, cue: _Said) -> tuple[list[Reference], Reference]:
        """What the sentence of the cue names outright, and what it says of an item otherwise."""
        zone = self.item.ed_note if cue.by == "ed_note" else self.body
        return _named_in(_text(zone or ""), cue.span, self.item)

    def begun(self) -> list[Reference]:
        """What a sentence that begins with a number or an item's title names, where none gives an order."""
        zones = [_text(zone) for zone in (self.item.ed_note, self.body) if zone]
        spans = [(zone, span) for zone in zones for span in _sentences(zone.bare)[:2]]
        return next((found for zone, span in spans if (found := _named_in(zone, span, self.item, first=True)[0])), [])


def _with_own(hard: list[Reference], soft: Reference, heading: str, slug: str) -> tuple[Reference, ...]:
    """The references of a note; to a single one also what its own heading and slug say."""
    if len(hard) > 1:
        return tuple(hard[:REFERENCES_MAX])
    one = hard[0] if hard else soft
    whole = one._replace(heading=heading or None, slug=one.slug or slug or None)
    return (whole,) if hard or whole.heading or whole.slug or whole.topic else ()


def _bare_signal(signal: str) -> str:
    return fold(signal).rpartition(":")[2].replace(" ", "").replace("-", "")


def _at_least(item: WireItem, action: Action) -> Action:
    """Words may say more than the status, never less: what is canceled is killed, what is withheld is on hold."""
    if item.pub_status == "canceled" and action not in ("kill", "withdraw"):
        return "kill"
    if item.pub_status == "withheld" and item.embargoed_until is None and action not in ("kill", "withdraw", "hold"):
        return "hold"
    return action


def _borne_out(seen: _Seen, mark: _Said | None, cue: _Said | None) -> _Said | None:
    """The mark, unless the text behind it is news: `HOLD: Central bank leaves rates` and four paragraphs."""
    if mark is None or mark.action == "correct":
        return mark
    brief = len(seen.body) <= BRIEF_CHARS and len(_sentences(_text(seen.body).bare)) <= 4
    return mark if cue is not None or not mark.rest or brief else None


def _false_alarm(seen: _Seen) -> Note | None:
    """A warning taken back because it was wrong. One that is over is news and no more."""
    cancels = any(_bare_signal(signal) in words.CANCEL_SIGNALS for signal in seen.item.signals)
    if not cancels and not CANCELLED.match(fold(seen.heading[:30])):
        return None
    found = FALSE_ALARM.search(fold(f"{seen.heading[:300]}\n{seen.item.ed_note or ''}\n{seen.body}"[:NOTE_CHARS]))
    return Note("retract", "signal" if cancels else "headline", found[0]) if found else None


def _mark(line: str, zone: Zone) -> _Said | None:
    """A mark in first place. `rest`: what stands behind it on its line."""
    line = line[:300].partition("\n")[0]
    folded = fold(line)
    if MARK_BEGINS.match(folded) is None:
        return None
    match = MARK.match(folded)
    if match is None:
        return None
    text = match["mark"]
    action, loud = MARKS[text]
    if action is None or (loud and not _is_loud(line, folded, match, action)):
        return None
    again = REPEATED_MARK.match(folded, match.start("mark"))
    end = again.end() if again else match.end()
    behind = AFTER_MARK.match(line, end)
    return _Said(
        action, zone, line[match.start("mark") : match.end("mark")], line[behind.end() if behind else end :].strip()
    )


def _is_loud(line: str, folded: str, match: re.Match[str], action: Action) -> bool:
    """The whole line; or in capitals and set off. `CORRECTED-` needs no space there, and `Correction:` no capitals."""
    capitals = line[match.start("mark") : match.end("mark")].isupper()
    if match.end() == len(folded.rstrip(" .!*")):
        return True
    set_off = LOUD.match(folded, match.end()) is not None
    if action == "correct" or match["mark"].startswith("retract"):
        tag = set_off or TAG_DASH.match(folded, match.end()) is not None
        return (capitals and tag) or folded.startswith(":", match.end())
    return set_off and (capitals or " " in match["mark"])


def _slug_mark(slug: str) -> _Said | None:
    folded = fold(slug[-80:]).strip().rstrip("<= ")
    match = SLUG_MARK.search(folded) or TAKE.fullmatch(folded)
    if match is None:
        return None
    text = match["mark"] or match["end"]
    return _Said(words.SLUG_MARKS[text], "slug", text)


def agency_of(item: WireItem) -> str:
    """What the agency calls itself before its numbers: `abc` of the provider abc-regional."""
    return item.provider.partition(".")[0].partition("_")[0].partition("-")[0]


def stem(slug: str) -> str:
    """A slug as its item carries it: without mark, version or take behind the comma, without `(URGENT)` and slash."""
    mark = SLUG_MARK.search(fold(slug[:80]))
    return slug[: mark.start() if mark else 80].partition(",")[0].partition("(")[0].strip(" /")


def heading_of(item: WireItem) -> str:
    """The headline; of an item without one the first line of its text."""
    return item.headline or (item.body or "")[:300].lstrip().partition("\n")[0]


@lru_cache(maxsize=8)
def _text(text: str) -> _Text:
    raw = text[:NOTE_CHARS]
    bare = QUOTED.sub(_blank, raw)
    return _Text(raw, bare, fold(bare))


def _blank(match: re.Match[str]) -> str:
    """The quote marks stay, and show that a title stands there."""
    text = match[0]
    return text[0] + "_" * (len(text) - 2) + text[-1]


def _sentences(bare: str) -> list[tuple[int, int]]:
    """Where the first sentences stand, without the space around them."""
    ends = [match.end() for match in islice(SENTENCE_END.finditer(bare), SENTENCES_MAX)]
    ends += [len(bare)] if len(ends) < SENTENCES_MAX else []
    starts = [0, *ends[:-1]]
    trimmed = [
        (start + len(bare[start:end]) - len(bare[start:end].lstrip()), end)
        for start, end in zip(starts, ends, strict=True)
    ]
    return [(start, end) for start, end in trimmed if start < end]


def _phrase(text: _Text, zone: Zone, item: WireItem, *, statements: bool) -> _Said | None:
    """The first sentence that orders something about an item, or states it."""
    for start, end in _sentences(text.bare):
        sentence = text.masked[start:end]
        found = _order(sentence, item, text.raw[start:end])
        if found is None and statements:
            found = _statement(sentence, item)
        if found is not None:
            action, cue, subject = found
            detail = action in ("kill", "withdraw", "hold") and PART.search(subject) is not None
            return _Said("correct" if detail else action, zone, cue, span=(start, end), detail=detail)
    return None


def _order(sentence: str, item: WireItem, raw: str) -> tuple[Action, str, str] | None:
    """The action, its words, and what stands between them and the item ordered on."""
    address = ADDRESS.match(sentence)
    for begin in (0, address.end()) if address else (0,):
        for action, pattern in ORDERS:
            match = pattern.match(sentence, begin)
            if match and (at := _object(sentence, match.end(), item, raw)) is not None:
                limited = _limited(action, sentence, match, at)
                return (*limited, sentence[match.end() : at]) if limited else None
    return None


def _object(sentence: str, begin: int, item: WireItem, raw: str) -> int | None:
    """Where what is ordered on ends, if it is an item: a noun for one, a number, a slug or a quote within six words."""
    near = " ".join(sentence[begin : begin + 90].split(" ")[:8])
    noun = NOUN.search(near)
    quote = QUOTED_NEXT.match(near)
    shape = SLUG_SHAPE.match(raw, begin + 1)
    number = next((each for each in NUMBER.finditer(near) if _is_number(each, item)), None)
    ends = [match.end() for match in (noun, quote, number) if match]
    if shape:
        ends.append(shape.end() - begin)
    return begin + max(ends) if ends else None


def _limited(action: Action, sentence: str, match: re.Match[str], at: int) -> tuple[Action, str] | None:
    """The order, unless it holds only until a time or for a place: until further notice is a hold."""
    cue = match[0].strip()
    if UNTIL_NOTICE.search(sentence, match.end()):
        return ("hold", cue) if action in ("kill", "withdraw", "hold") else (action, cue)
    if action in ("kill", "withdraw") and (LIMIT.search(sentence, match.end()) or _is_for_a_place(sentence, at)):
        return None
    return action, cue


def _is_for_a_place(sentence: str, at: int) -> bool:
    """`item 0298 on television` is restricted; `the alert on the valley` says what it is about."""
    limit = PLACE_LIMIT.match(sentence, at)
    return limit is not None and not (limit[0].strip() in words.ABOUT and sentence[at - 1].isalpha())


def _statement(sentence: str, item: WireItem) -> tuple[Action, str, str] | None:
    """`the item abc 0311 "..." is withdrawn`: the name of an item first, then what becomes of it."""
    for action, pattern in STATEMENTS:
        match = pattern.search(sentence)
        if match is None or not _names_item(sentence[: match.end()], item):
            continue
        if action in ("withdraw", "hold", "release") and NOT.search(match[0]):
            continue
        limited = _limited(action, sentence, match, match.end())
        return (*limited, sentence[: match.end()]) if limited else None
    return None


def _names_item(text: str, item: WireItem) -> bool:
    return NOUN.search(text) is not None or any(_is_number(each, item) for each in NUMBER.finditer(text))


def _correcting(text: _Text, zone: Zone) -> _Said | None:
    """One of the first sentences says what was wrong, and none tells what is new."""
    if TELLING.search(text.masked):
        return None
    for start, end in _sentences(text.bare)[:3]:
        address = ADDRESS.match(text.masked, start, end)
        for begin in (start, address.end() if address else start):
            match = CORRECTING.match(text.masked, begin, end)
            if match:
                return _Said("correct", zone, match[0].strip()[:80], span=(start, end))
    return None


def _named_in(
    text: _Text, span: tuple[int, int], item: WireItem, *, first: bool = False
) -> tuple[list[Reference], Reference]:
    """What a sentence names outright, and what it says of an item otherwise. `first`: only at its beginning."""
    start, end = span
    sentence, raw, bare = text.masked[start:end], text.raw[start:end], text.bare[start:end]
    noun = NOUN.search(sentence)
    # `in a story May 14 about ...`, `today's item`: a day beside the noun. One further on is a day in the news.
    day = _day(sentence[max(noun.start() - 30, 0) : noun.end() + 40], item) if noun else None
    kind = (words.ITEM_NOUNS[noun[0]] or None) if noun else None
    common = Reference(kind=kind, day=day)
    if (uri := URI.search(raw)) is not None:
        return [common._replace(uri=uri[0].rstrip(".,;:"))], common
    numbers = _numbers_in(sentence, item)
    quotes = list(QUOTED.finditer(raw))
    if first:
        numbers = [each for each in numbers[:1] if each.start() < 60]
        # A quote by itself may be anybody's words: before an item's title stands what it is.
        quotes = [each for each in quotes[:1] if NOUN.search(sentence[: each.start()])] if not numbers else quotes
    hard = _listed(sentence, numbers, quotes, common)
    if not hard and (headlined := HEADLINED.search(sentence)) is not None:
        hard = [common._replace(title=headlined["title"].strip(" ."))]
    slugged = SLUGGED.search(raw)
    shape = None if slugged else SLUG_SHAPE.search(bare)
    slug = slugged["slug"].strip() if slugged else shape[0] if shape else None
    topic = TOPIC.search(sentence)
    told = _topic_words(topic["topic"]) if topic else ()
    return [each._replace(slug=slug) for each in hard], common._replace(slug=slug, topic=told)


def _listed(
    sentence: str, numbers: list[re.Match[str]], quotes: list[re.Match[str]], common: Reference
) -> list[Reference]:
    """The first number or title, with the one beside it, and those that go on in a list: `and the item abc 0311 "..."`.

    What comes later in the sentence is a reason (`it refers to abc 0298`), and is not meant.
    """
    hard: list[Reference] = []
    at = None
    for head in numbers or quotes:
        goes_on = at is not None and LISTED.fullmatch(sentence[at : _bare_start(head)]) is not None
        if at is not None and not goes_on:
            break
        if head in quotes:
            hard.append(common._replace(title=head[0][1:-1].strip()))
            at = head.end()
            continue
        title = _title_beside(head, numbers, quotes)
        hard.append(common._replace(number=int(head["digits"]), title=title[0][1:-1].strip() if title else None))
        at = max(head.end(), title.end() if title else 0)
    return hard


def _bare_start(head: re.Match[str]) -> int:
    """Where a number or a quote begins: what was read as the number's agency may be the word that goes on in a list."""
    listed = "mark" in head.re.groupindex and head["mark"] in words.AND
    return head.start("digits") if listed else head.start()


def _title_beside(
    head: re.Match[str], numbers: list[re.Match[str]], quotes: list[re.Match[str]]
) -> re.Match[str] | None:
    """The title behind a number, and before the next one; of a single number also the title before it."""
    later = next((each.start() for each in numbers if each.start() > head.start()), None)
    for quote in quotes:
        if 0 <= quote.start() - head.end() <= 60 and (later is None or quote.start() < later):
            return quote
    before = [quote for quote in quotes if 0 <= head.start() - quote.end() <= 20]
    return before[-1] if before and len(numbers) == 1 else None


def _numbers_in(sentence: str, item: WireItem) -> list[re.Match[str]]:
    """The item numbers of a sentence. Behind the first, a bare number is one, too, if it stands in the same list."""
    found: list[re.Match[str]] = []
    for match in NUMBER.finditer(sentence):
        bare = found and len(match["digits"]) >= 3 and (match["mark"] is None or match["mark"] in words.AND)
        if bare or _is_number(match, item):
            found.append(match)
    return found


def _is_number(match: re.Match[str], item: WireItem) -> bool:
    """Whether digits are an item's number: behind its agency's name, an item noun, or a word for number."""
    noun, mark, digits = match["noun"], match["mark"], match["digits"]
    if mark == agency_of(item):
        return True
    if noun in words.NUMBER_WORDS:
        return mark is None
    if len(digits) < 3:
        return False
    if noun is not None:
        strange = mark is not None and (mark in words.STOP_WORDS or mark in words.MONTHS or mark in words.ABOUT)
        return not strange
    return match["letter"] is not None and mark is None and len(digits) == 4


def _topic_words(text: str) -> tuple[str, ...]:
    found = [word for word in WORD.findall(text) if len(word) > 2 and word not in words.STOP_WORDS]
    return tuple(dict.fromkeys(found))[:12]


def _day(sentence: str, item: WireItem) -> str | None:
    """The day that a sentence states, as `2026-05-14`; without a year the last such day up to the note's own."""
    today = date_of(ms(item.sent_at or item.received_at))
    if iso := ISO_DAY.search(sentence):
        return iso[0]
    for back, pattern in DAYS_BACK:
        if pattern.search(sentence):
            return (today - timedelta(days=back)).isoformat()
    for pattern in (MONTH_DAY, DAY_MONTH, DOTTED_DAY):
        if match := pattern.search(sentence):
            month = words.MONTHS.get(match["month"]) or int(match["month"]) if match["month"] else 0
            return _last_such_day(today, month, int(match["day"]))
    if weekday := WEEKDAY.search(sentence):
        back = (today.weekday() - words.WEEKDAYS[weekday["day"]]) % 7
        return (today - timedelta(days=back)).isoformat()
    return None


def _last_such_day(today: date, month: int, day: int) -> str | None:
    for year in (today.year, today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        # A day's grace: the agency's clock may be a day ahead of UTC.
        if found <= today + timedelta(days=1):
            return found.isoformat()
    return None


def date_of(time_ms: int) -> date:
    return datetime.fromtimestamp(time_ms / 1000, UTC).date()
