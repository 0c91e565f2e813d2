"""The wire's own marks, each read where an agency puts it: signal, slug, keyword line, note, first place of a headline.

Anywhere else a signal word is a word: `breaking point`, `urgent care`, `goal flash`. It is recorded with weight 0, so
that a reader of the reasons sees that it was seen.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from schemas.item import WireItem
from schemas.lists import TextField
from schemas.traits import Grade, Reason
from streams.breaking.profiles import COMMON_A_DAY, Declared, Profile
from streams.breaking.words import phrase_list, word_list, word_set

MARK_WEIGHT = 3.0


def _table(rows: dict[str, str]) -> dict[str, str]:
    """act: its words, parted by `|` -> word: act."""
    return {word: act for act, words in rows.items() for word in words.split("|")}


# mark: what it claims, where no profile says otherwise
MARKS: dict[str, Grade] = {
    "alert": "alert",
    "apnewsalert": "alert",
    "blitz": "flash",
    "breaking": "alert",
    "breaking news": "alert",
    "bulletin": "alert",
    "eil": "alert",
    "flash": "flash",
    "just in": "alert",
    "news alert": "alert",
    "newsalert": "alert",
    "newsflash": "alert",
    "rush": "urgent",
    "snap": "alert",
    "urgent": "urgent",
}

# label in first place of a headline: what the item is moved for
LABELS: dict[str, str] = _table(
    {
        "advertising": "advertisement|promoted|sponsored",
        "background": (
            "analysis|background|backgrounder|chronology|column|commentary|editorial|factbox|feature|graphic"
            "|highlights|insight|instant view|interview|newsmaker|obit|obituary|opinion|podcast|preview"
            "|profile|q&a|quotes|reaction|recipe|review|scenarios|special report|timeline"
        ),
        "explainer": "explained|explainer",
        "market_report": (
            "commodities|emerging markets|europe stocks|forex|global markets|grains|market report|market wrap"
            "|markets|metals|money markets|precious|stocks|treasuries|us stocks|wall street"
        ),
        "live_page": "as it happened|live|live blog|live updates",
        "correction": "clarification|corrected|correction|corrective|corrects|erratum",
        "kill": "kill|mandatory kill|retraction|story withdrawn|withdrawal|withdrawn",
        "hold": "hold",
        "resend": "refile|repeat|repeating|resend|resending|rpt",
        "update": "recasts|update|updates|writethru",
        "lead": "lead",
        "wrapup": "roundup|wrap|wrapup",
        "schedule": "agenda|calendar|coming up|diary|digest|planner|schedule",
        "advisory": "advisory",
        "table": "table",
        "test": "test|this is a test",
    }
)

NEED_COLON = word_set("alert feature flash hold kill lead live profile quotes review table test urgent")
"""Words that begin compounds, too: `test-tube`, `live-cattle`, `flash-frozen`. A bare hyphen makes no label of them."""

# signal or slug suffix: what the item is moved for
SIGNALS: dict[str, str] = _table(
    {
        "add": "1st add|2nd add|add",
        "advisory": "advisory",
        "background": "analysis|background|factbox|feature",
        "correction": "correction|corrective|corrects|sig:correction",
        "embargo": "embargo|embargoed",
        "hold": "hold",
        "kill": "kill|withdrawal|withdrawn",
        "lead": "lead",
        "release": "release",
        "resend": "resend|resending",
        "test": "test",
        "update": "ld-writethru|update|writethru",
        "wrapup": "wrapup",
        "substitute": "sub|substitute",
        "schedule": "diary|schedule|schedules",
    }
)

# first word of a note to editors, after `Eds:` and the like: what the item is moved for
NOTES: dict[str, str] = _table(
    {
        "update": "adds|recasts|replaces|restores|updates|updating",
        "correction": "corrects",
        "embargo": "embargo|embargoed",
        "hold": "hold",
        "kill": "kill|withdrawn|withdraws",
        "resend": "refiles|repeating|repeats|resending|resends|resent",
        "substitute": "subs|substitutes",
    }
)

WORDS = ("breaking", "urgent", "flash", "bulletin", "newsalert", "just in", "news alert")
"""Signal words that copy uses as words; looked for only to be recorded."""

# Acts in the order in which they win where an item has several marks: what takes back comes before what tells.
RANK = {
    act: rank
    for rank, act in enumerate(
        word_list(
            "test kill hold correction embargo substitute release resend advertising schedule table market_report"
            " live_page explainer wrapup background all_clear update lead add advisory"
        )
    )
}

_LABEL = re.compile(
    r"""[\s*(\[]*+ (?= [A-Za-z&][A-Za-z& ]{0,24}+ \s*+ (?![A-Za-z&]) )
        (?P<label>[A-Za-z&][A-Za-z& ]{0,24}?) \s*+ (?:\d{1,2})? \s*+ [)\]]? \s*+
        (?: : | [–—] | -(?=\s) | $ | (?P<soft> -(?=[A-Z'"“‘]) ) | (?<=\s)- )""",
    re.VERBOSE,
)
"""`UPDATE 1-Ferry`, `(CORRECTION) - Ferry`, `KILL`, `BREAKING NEWS: Ferry`; not `Ice-breaking ferries`.

A headline that goes on in letters is none, seen at once by the look ahead. No white space is given back, so that a
headline of nothing else takes no longer than another.
"""

_SUFFIX = re.compile(
    r"[,(]\s*(?:\d+(?:st|nd|rd|th)\s+)?([A-Za-z][A-Za-z:-]*(?: [A-Za-z]+)?)\s*+\d{0,2}\)?\s*+(?=[,(]|$)"
)
"""The marks that end a slug: `Ferry,2nd Ld-Writethru`, `FERRY/ (URGENT)`, `FERRY/ (UPDATE 1)`."""

_SLUG_END = re.compile(r"\b(\d+(?:st|nd|rd|th) lead|background|correction|update)$", re.IGNORECASE)
_NOTE = re.compile(r"\W*+(?:eds|editors|editor's note|note)?\W*+(?:the \w+ is )?([a-z]+)", re.IGNORECASE)


class Mark(NamedTuple):
    """What one mark says: an act, or a grade it claims; where it stands."""

    text: str
    zone: str
    act: str | None = None
    claim: Grade | None = None
    start: int | None = None
    end: int | None = None


class Signals(NamedTuple):
    act: str | None
    claim: Grade | None
    """Of a mark in first place of headline or slug, or of a signal."""
    reasons: list[Reason]


def read(item: WireItem, known: Profile) -> Signals:
    marks = [*_headers(item, known), *_slug(item, known), *_note(item), *_headline(item, known)]
    if not marks:
        return Signals(None, None, _elsewhere(item, known, set()))
    acts = [mark for mark in marks if mark.act is not None]
    acted = {mark.act for mark in acts}
    if "correction" in acted and len(acted & {"update", "lead", "substitute"}) and not _is_moved_to_correct(marks):
        # A writethru that also mends a name is a writethru.
        acts = [mark for mark in acts if mark.act != "correction"]
    act = min(acts, key=lambda mark: RANK.get(mark.act or "", 99)) if acts else None
    claims = [mark for mark in marks if mark.claim is not None]
    reasons = [_act_reason(act)] if act is not None else []
    reasons += [_claim_reason(mark, known) for mark in _once(claims)]
    reasons += _elsewhere(item, known, {mark.zone for mark in claims})
    grades = [mark.claim for mark in claims]
    order: tuple[Grade, ...] = ("flash", "alert", "urgent")
    claim = next((grade for grade in order if grade in grades), None)
    return Signals(act.act if act else None, claim, reasons)


def _is_moved_to_correct(marks: list[Mark]) -> bool:
    return any(mark.act == "correction" and mark.zone in ("headline", "header", "slug") for mark in marks)


def _headers(item: WireItem, known: Profile) -> Iterator[Mark]:
    cap = item.urgency is not None and item.urgency.scheme == "cap"
    for signal in item.signals:
        name = signal.casefold()
        if cap:
            if name == "cancel":
                yield Mark(signal, "header", act="kill" if _is_false_alarm(item) else "all_clear")
            elif name == "update":
                yield Mark(signal, "header", act="update")
        elif name == "reviewed":
            yield Mark(signal, "header", act="correction" if known.reviews else "update")
        elif act := SIGNALS.get(name):
            yield Mark(signal, "header", act=act)
        elif claim := MARKS.get(name):
            yield Mark(signal, "header", claim=claim)
    if item.pub_status == "canceled":
        yield Mark("canceled", "header", act="kill")
    elif item.pub_status == "withheld" and item.embargoed_until is None:
        yield Mark("withheld", "header", act="hold")
    elif item.embargoed_until is not None and item.pub_status == "withheld":
        yield Mark("withheld", "header", act="embargo")


FALSE_ALARM = phrase_list("in error|false alarm|by mistake|faulty|erroneous|mistakenly|not real|was sent out by")
"""Why a public warning is taken back, where it is; else the danger is over."""


def _is_false_alarm(item: WireItem) -> bool:
    low = f"{item.headline or ''}\n{item.body or ''}\n{item.ed_note or ''}".casefold()
    return any(phrase in low for phrase in FALSE_ALARM)


def _slug(item: WireItem, known: Profile) -> Iterator[Mark]:
    slug = item.slugline
    if not slug or slug.casefold() in known.not_marks:
        return
    first, _, rest = slug.partition(" ")
    last = slug.rpartition("-")[2].partition(",")[0]
    if rest and first.isupper() and (claim := _claim(first.casefold(), known)):
        yield Mark(first, "slug", claim=claim)
    elif last.casefold() in ("newsalert", "apnewsalert", "bulletin"):
        yield Mark(last, "slug", claim="alert")
    for found in _SUFFIX.finditer(slug):
        name = found[1].casefold()
        if act := SIGNALS.get(name) or SIGNALS.get(name.rpartition("-")[2]):
            yield Mark(found[0].strip(" ,()"), "slug", act=act)
        elif claim := _claim(name, known):
            yield Mark(found[0].strip(" ,()"), "slug", claim=claim)
    if ending := _SLUG_END.search(slug):
        name = ending[1].casefold()
        yield Mark(ending[1], "slug", act="lead" if name.endswith("lead") else SIGNALS[name])


def _note(item: WireItem) -> Iterator[Mark]:
    if item.ed_note and (found := _NOTE.match(item.ed_note)) and (act := NOTES.get(found[1].casefold())):
        slug = item.slugline or ""
        if act == "correction" and ("earlier alert" in item.ed_note or "URGENT" in slug):
            # The first text after an alert says what the alert had wrong; it is moved to tell the news.
            return
        yield Mark(found[1], "ed_note", act=act)


def label(headline: str) -> tuple[str, int, int] | None:
    """The label that a headline begins with, in lower case, and where it stands."""
    found = _LABEL.match(headline)
    if found is None:
        return None
    name = " ".join(found["label"].casefold().split())
    if found["soft"] and name in NEED_COLON:
        return None
    return name, found.start("label"), found.end("label")


def _headline(item: WireItem, known: Profile) -> Iterator[Mark]:
    found = label(item.headline) if item.headline else None
    if found is None or found[0] in known.not_marks:
        return
    name, start, end = found
    text = item.headline[start:end]  # type: ignore[index]
    if act := LABELS.get(name):
        yield Mark(text, "headline", act=act, start=start, end=end)
    elif name in ("cancelled", "canceled") and (item.urgency is None or item.urgency.scheme != "cap"):
        yield Mark(text, "headline", act="kill", start=start, end=end)
    elif end < len(item.headline or "") and (claim := _claim(name, known)):
        # A label that is all of the headline is a page's own: "Breaking News".
        yield Mark(text, "headline", claim=claim, start=start, end=end)


def _claim(name: str, known: Profile) -> Grade | None:
    own = known.marks.get(name)
    return own.grade if own is not None else MARKS.get(name)


def _once(claims: list[Mark]) -> list[Mark]:
    """A signal that stands in the slug again is one mark."""
    return list({mark.claim: mark for mark in reversed(claims)}.values())


def _act_reason(mark: Mark) -> Reason:
    field: TextField | None = "headline" if mark.start is not None else None
    return Reason(
        code=f"act_{mark.act}", family="state", weight=0, zone=mark.zone, field=field, start=mark.start, end=mark.end,
        evidence=mark.text,
    )  # fmt: skip


def _claim_reason(mark: Mark, known: Profile) -> Reason:
    """A mark weighs what it is rare, and nothing where its provider only repeats others."""
    assert mark.claim is not None
    own: Declared | None = known.marks.get(mark.text.casefold())
    common = own is not None and own.a_day is not None and own.a_day > COMMON_A_DAY
    weight = 0.0 if common or not known.own else MARK_WEIGHT if mark.claim != "urgent" else MARK_WEIGHT - 1
    claim = "urgent" if mark.claim == "urgent" else "alert"
    field: TextField | None = "headline" if mark.start is not None else None
    return Reason(
        code=f"mark_{claim}", family="editorial_mark", weight=weight, zone=mark.zone, field=field, start=mark.start,
        end=mark.end, evidence=mark.text,
    )  # fmt: skip


def _elsewhere(item: WireItem, known: Profile, marked: set[str]) -> list[Reason]:
    """Signal words that are no marks where they stand, once a zone."""
    reasons = []
    for zone, text in (("headline", item.headline), ("body", item.body)):
        if not text or zone in marked:
            continue
        low = text.lower()
        word = _signal_word(low)
        # A letter that grows in lower case would move the span.
        if word is not None and len(low) == len(text):
            start = low.index(word)
            product = next((each for each in known.not_marks if each in low), None)
            code = "product_name" if product and zone == "headline" else f"signal_word_in_{zone}"
            reasons.append(
                Reason(code=code, family="editorial_mark", weight=0, zone=zone, field=zone, start=start,  # type: ignore[arg-type]
                       end=start + len(word), evidence=text[start : start + len(word)])
            )  # fmt: skip
    for zone, text in (("slug", item.slugline), ("keyword_line", " ".join(item.keywords))):
        if text and zone not in marked and _signal_word(text.lower()):
            reasons.append(
                Reason(code=f"signal_word_in_{zone}", family="editorial_mark", weight=0, zone=zone, evidence=text)
            )
    if any(row.rule == "section-label" for row in item.cleaning):
        # A page's own label, "Breaking News" above a week-old story, is furniture.
        reasons.append(
            Reason(code="signal_word_in_section_label", family="editorial_mark", weight=0, zone="section_label")
        )
    return reasons


def _signal_word(low: str) -> str | None:
    for word in WORDS:
        if word in low:
            return word
    return None
