"""Which earlier item a note names, out of those that the state remembers of its agency.

The room's rule: all that a note states of an item must agree (uri, number, title, slug, subject, day). Where number and
title disagree the number is the reference, nothing is cancelled, and a flag leaves it to a person; so it is where
several items fit, and where none does. Of an item's versions the newest stands for it. Another agency's item is never
meant, and no note means another note.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from schemas.base import ms
from schemas.item import Flag, WireItem
from streams.lifecycle.notes import WORD, Note, Reference, agency_of, date_of, fold, heading_of, stem

DAY_MS = 24 * 3_600_000
NUMBERED_MS = DAY_MS
"""Numbers start again every day: without a title or a day, one is looked for so far back."""

# `abc 0298 xy n1`, the last line of an agency's copy.
SIGN_OFF = re.compile(
    r"(?:^|\n)[ \t]{0,8}(?P<agency>[A-Za-z]{2,12})[ :-](?P<number>\d{3,6})\b[^\n]{0,40}\s{0,8}\Z", re.ASCII
)
TAIL_NUMBER = re.compile(r"(?:^|[^0-9A-Za-z])[A-Za-z]?(\d{1,6})$", re.ASCII)
NOT_REMARK = re.compile(r"\((?:not|nicht|pas|no|correct\w{0,6}|korrigier\w{0,4}|corrig\w{0,4}) [^)]{1,80}\)")


BEGINNING = 4
"""Letters that two forms of a word have in common at least."""


class Named(NamedTuple):
    """What is remembered of an earlier item, by which a note may name it."""

    provider: str
    uri: str
    version: str | None
    raw_id: str
    part: int
    received_ms: int
    sent_ms: int
    title: str
    """The words of its headline, folded; of its first line where it had none."""
    slugline: str
    numbers: tuple[int, ...]
    line: bool
    """Whether it went as a line: no body, or no more than its headline again."""
    note: str | None
    """The action that it asked for itself; no note means another note."""


class Found(NamedTuple):
    """An item that a note names: its newest version. `sure`: all that is stated agrees, and nothing else is meant."""

    named: Named
    reason: str
    sure: bool


class Resolution(NamedTuple):
    found: tuple[Found, ...] = ()
    flags: tuple[Flag, ...] = ()


def resolve(asked: Note, item: WireItem, candidates: Sequence[Named]) -> Resolution:
    """Which earlier items the note names, out of those remembered. What is not the note's own agency's is passed over.

    An earlier version under the note's own uri is what it means, whatever else it says. Else each reference is looked
    for by itself. A kill by status of a uri that nothing came under names nothing else, and is no failure.
    """
    mine = [each for each in candidates if each.provider == item.provider and each.note in (None, "correct", "retract")]
    own = [each for each in mine if each.uri == item.uri and (each.raw_id, each.part) != (item.raw_id, item.part.index)]
    if asked.only and own:
        return Resolution((Found(_newest(own), "own_uri", sure=True),))
    others = [each for each in mine if each.uri != item.uri]
    if not asked.references:
        plain = item.pub_status != "usable" or not asked.only
        return Resolution() if plain else Resolution(flags=(_unresolved("The note names no item."),))
    looked = [_look(asked, reference, item, others) for reference in asked.references]
    found = {each.named.uri: each for result in looked for each in result.found}
    # A correction cancels nothing: that its original is not known here is nobody's work.
    flags = [flag for result in looked for flag in result.flags if asked.action != "correct"]
    return Resolution(tuple(found.values()), tuple(flags))


def named(item: WireItem, asked: Note | None) -> str:
    """What the state keeps of an item for the notes to come, packed: without what its entry has anyway.

    `asked` is what the item asks for as a note itself.
    """
    numbers = " ".join(map(str, _numbers_of(item)))
    line = "line" if _is_line(item) else ""
    slugline = " ".join((item.slugline or "")[:80].split())
    sent = str(ms(item.sent_at)) if item.sent_at else ""
    title = " ".join(_words(heading_of(item)[:200]))
    return "\t".join((str(item.part.index), sent, numbers, line, asked.action if asked else "", slugline, title))


def remembered(entry: Mapping[str, Any], packed: str) -> Named:
    """A state entry (provider, uri, version, raw_id, received_at) and what `named` packed beside it, put together."""
    part, sent, numbers, line, asked, slugline, title = packed.split("\t")
    return Named(
        provider=entry["provider"],
        uri=entry["uri"],
        version=entry["version"],
        raw_id=entry["raw_id"],
        part=int(part),
        received_ms=entry["received_at"],
        sent_ms=int(sent) if sent else entry["received_at"],
        title=title,
        slugline=slugline,
        numbers=tuple(map(int, numbers.split())),
        line=bool(line),
        note=asked or None,
    )


def sought(asked: Note) -> tuple[str, ...]:
    """One of these stands in the folded uri, numbers, title or slug of whatever the note names.

    So that of all that an agency has sent in three days only what may be meant is looked at.
    """
    return tuple(sorted({each for reference in asked.references for each in _sought(reference) if each}))


def may_be(words: Sequence[str], uri: str, packed: str) -> bool:
    """Whether a note that seeks these words may mean what `named` has packed."""
    text = fold(f"{uri}\t{packed}")
    for word in words:  # noqa: SIM110 -- asked of every item of an agency: `any` takes twice as long
        if word in text:
            return True
    return False


def _sought(reference: Reference) -> Iterator[str]:
    if reference.uri is not None:
        yield fold(reference.uri)
    if reference.number is not None:
        yield str(reference.number)
    for title in (_words(reference.title or ""), _bare_heading(reference.heading or "")):
        yield from _longest(title)
    for slug in (reference.slug, reference.heading):
        yield max(_slug_words(slug or ""), key=len, default="")
    for word in reference.topic:
        yield word[:BEGINNING]


def _look(asked: Note, reference: Reference, item: WireItem, others: Sequence[Named]) -> Resolution:
    """One reference among the agency's other items.

    number and title: both must agree. A number alone: the newest that had it, of the stated day or of the last 24 h.
    A title, slug or subject: one uri, or it is left to a person; a correction cancels nothing and takes the newest.
    """
    now = ms(item.received_at)
    near = [each for each in others if _on_day(each, reference.day)]
    if reference.uri is not None:
        return _one(asked, [each for each in near if each.uri == reference.uri], "uri", reference)
    if reference.number is not None:
        return _by_number(asked, reference, near, now)
    recent = _last_day(near, now)
    pools = {
        "title": _titled(_words(reference.title), near) if reference.title else [],
        "heading": _headed(asked, reference.heading, near) if reference.heading else [],
        "slug": _slugged(reference.slug, recent) if reference.slug else [],
        "topic": _about(asked, reference.topic, recent) if reference.topic else [],
    }
    if reference.title and not pools["title"] and asked.action != "correct":
        return Resolution(flags=(_unresolved("No earlier item of the agency has the title that the note quotes."),))
    reason, chosen = "", list[Named]()
    for name, pool in pools.items():
        uris = {each.uri for each in pool}
        both = [each for each in chosen if each.uri in uris]
        if both or (pool and not chosen):
            reason, chosen = f"{reason}_and_{name}" if reason else name, both or pool
    return _one(asked, chosen, reason, reference)


def _by_number(asked: Note, reference: Reference, near: Sequence[Named], now: int) -> Resolution:
    """By number; a title beside it must agree."""
    same = [each for each in near if reference.number in each.numbers]
    title = reference.title
    if title is None:
        recent = same if reference.day else [each for each in same if now - each.received_ms <= NUMBERED_MS]
        if not recent:
            return Resolution(flags=(_unresolved(f"No earlier item of the agency has number {reference.number}."),))
        newest = _newest(_that_day(recent, reference.day))
        if reference.heading and _others_heading(asked, reference.heading, newest, near):
            return _ambiguous(
                newest, "number", f"Number {reference.number} and the note's heading name different items."
            )
        return Resolution((Found(newest, "number", sure=True),))
    quoted = _words(title)
    agreeing = [each for each in same if _like_title(quoted, each.title.split())]
    if agreeing:
        return Resolution((Found(_newest(_that_day(agreeing, reference.day)), "number_and_title", sure=True),))
    if same:
        detail = f"The item numbered {reference.number} has another title than the note quotes."
        return _ambiguous(_newest(same), "number_without_title", detail)
    titled = _titled(quoted, near)
    if any(each.numbers for each in titled):
        detail = f"The item with the title that the note quotes is not numbered {reference.number}."
        return _ambiguous(_newest(titled), "title_without_number", detail)
    return _one(asked, titled, "title", reference)


def _one(asked: Note, pool: Sequence[Named], reason: str, reference: Reference) -> Resolution:
    """The newest version, if all that fits is one uri, after the note's word for its kind has been heard."""
    if not pool:
        return Resolution(flags=(_unresolved("No earlier item of the agency is what the note names."),))
    if len({each.uri for each in pool}) > 1 and reference.kind is not None:
        pool = [each for each in pool if _is_kind(each, reference.kind)] or pool
    pool = _that_day(pool, reference.day)
    if asked.action == "correct":
        pool = [each for each in pool if each.note is None] or pool
    if len({each.uri for each in pool}) > 1 and asked.action != "correct":
        return _ambiguous(_newest(pool), reason, "Several earlier items of the agency are what the note names.")
    return Resolution((Found(_newest(pool), reason, sure=True),))


def _ambiguous(named: Named, reason: str, detail: str) -> Resolution:
    return Resolution((Found(named, reason, sure=False),), (Flag(code="note_ambiguous", detail=detail),))


def _unresolved(detail: str) -> Flag:
    return Flag(code="note_unresolved", detail=detail)


def _newest(pool: Sequence[Named]) -> Named:
    """The last received of the candidates, and of those the last that stands in them."""
    return max(enumerate(pool), key=lambda pair: (pair[1].received_ms, pair[0]))[1]


def _last_day(pool: Sequence[Named], now: int) -> list[Named]:
    """Slugs and subjects are used again day after day: further back nobody can tell which is meant."""
    return [each for each in pool if now - each.received_ms <= DAY_MS]


def _on_day(each: Named, day: str | None) -> bool:
    """Whether it was sent on the day, wherever on earth the agency's clock stands."""
    if day is None:
        return True
    try:
        start = datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp() * 1000
    except ValueError:
        return False
    return start - DAY_MS * 14 / 24 <= each.sent_ms < start + DAY_MS * 36 / 24


def _that_day(pool: Sequence[Named], day: str | None) -> Sequence[Named]:
    """Of those that may be of the day, those that are by UTC, if any."""
    return [each for each in pool if day is not None and date_of(each.sent_ms).isoformat() == day] or pool


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text[:300]))


def _overlap(one: list[str], other: list[str]) -> float:
    """Share of words in common, of both together."""
    return 2 * len(set(one) & set(other)) / max(len(set(one)) + len(set(other)), 1)


def _slugged(slug: str, pool: Sequence[Named]) -> list[Named]:
    wanted = _slug_words(slug)
    longest = max(wanted, key=len, default="")
    likely = [each for each in pool if longest and longest in fold(each.slugline)]
    return [each for each in likely if _slug_words(each.slugline) == wanted]


def _likely(title: list[str], pool: Sequence[Named]) -> list[tuple[Named, list[str]]]:
    """Those that have one of the title's two longest words, with their own: most of a long pool is passed over."""
    long = _longest(title)
    return [(each, each.title.split()) for each in pool if any(word in each.title for word in long)]


def _longest(title: list[str]) -> list[str]:
    return sorted(set(title), key=lambda word: (-len(word), word))[:2]


def _titled(title: list[str], pool: Sequence[Named]) -> list[Named]:
    return [each for each, its in _likely(title, pool) if _same_title(title, its)]


def _same_title(one: list[str], other: list[str]) -> bool:
    """The same words, or the beginning or end of them: notes cut long titles short, and labels stand in front."""
    if not one or not other:
        return False
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 4:
        return False
    return shorter in (longer[: len(shorter)], longer[-len(shorter) :]) or _overlap(one, other) >= 0.9


def _like_title(one: list[str], other: list[str]) -> bool:
    """Beside a number that agrees a title may be told from memory."""
    return _same_title(one, other) or _overlap(one, other) >= 0.6


def _others_heading(asked: Note, heading: str, newest: Named, near: Sequence[Named]) -> bool:
    """Whether the heading is that of another item, and not of this one."""
    if _headed(asked, heading, [newest]) or _like_title(_words(heading), newest.title.split()):
        return False
    return bool(_headed(asked, heading, [each for each in near if each.uri != newest.uri]))


def _headed(asked: Note, heading: str, pool: Sequence[Named]) -> list[Named]:
    """Those whose title, or slug, stands behind the note's mark. A correction's title is the corrected one."""
    bare = _bare_heading(heading)
    found = _titled(bare, pool) or _slugged(heading, pool)
    if found or asked.action != "correct" or len(bare) < 3:
        return found
    return [each for each, its in _likely(bare, pool) if _overlap(bare, its) >= 0.6 or set(bare) <= set(its)]


def _bare_heading(heading: str) -> list[str]:
    return _words(NOT_REMARK.sub(" ", fold(heading)))


def _slug_words(slug: str) -> list[str]:
    """A slug's words without the cycle of its desk (`BC-`, `AM-`)."""
    found = _words(stem(slug))
    return found[1:] if found and found[0] in ("am", "ap", "bc", "pm") else found


def _about(asked: Note, topic: tuple[str, ...], pool: Sequence[Named]) -> list[Named]:
    """Those in whose headline or slug all that the note says of the subject stands; of a correction most of it."""
    enough = len(topic) * (0.6 if asked.action == "correct" else 1)
    return [each for each in pool if _hits(topic, f"{each.title} {fold(each.slugline)}") >= enough]


def _hits(topic: tuple[str, ...], text: str) -> int:
    likely = [word for word in topic if word[:BEGINNING] in text]
    its = WORD.findall(text) if likely else []
    return sum(any(_same_word(word, other) for other in its) for word in likely)


def _same_word(one: str, other: str) -> bool:
    """`recall` and `recalls`: one begins with the other, and is no short word."""
    shorter, longer = sorted((one, other), key=len)
    grows = len(shorter) >= BEGINNING and len(longer) - len(shorter) <= 3
    return one == other or (grows and longer.startswith(shorter))


def _is_kind(each: Named, kind: str) -> bool:
    return (each.line or "alert" in fold(each.slugline)) == (kind == "alert")


def _is_line(item: WireItem) -> bool:
    """No body, or one that says its headline again."""
    return not item.body or len(item.body) <= len(item.headline or "") + 60


def _numbers_of(item: WireItem) -> tuple[int, ...]:
    """The numbers an agency may call the item by: at the end of its uri or other ids, in its header or sign-off."""
    ids = (item.uri, *[each.value for each in item.alt_ids[:8]])
    found = [match[1] for text in ids if (match := TAIL_NUMBER.search(text[-80:]))]
    seq = item.declared.get("seq")
    if isinstance(seq, str) and seq.isascii() and seq.isdecimal() and len(seq) <= 6:
        found.append(seq)
    signed = SIGN_OFF.search((item.body or "")[-120:])
    if signed and fold(signed["agency"]) == agency_of(item):
        found.append(signed["number"])
    return tuple(dict.fromkeys(map(int, found)))
