"""Running stories: who is in one, who leads it, and what its figures have said over time.

A story is one event with all that is told of it. Its entry in the state holds every member that may be shown and,
marked hidden, those that are held: they are linked by, and nothing public shows them. What a reader gets (`shown`) is
made from the entry and from nothing else, so a member that is withdrawn leaves nothing behind.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from schemas import base
from schemas.figure import Figure, same_slot
from schemas.ids import digest
from schemas.item import WireItem
from schemas.judgement import ItemRef, Story, StoryFigure, StoryMember
from schemas.lists import Level, StoryRole
from schemas.state import AlertRow, FigureRow, MemberRow, StoryEntry
from schemas.traits import Form

HOUR_MS = 3_600_000

LEVELS: tuple[Level, ...] = ("none", "update", "developing", "urgent", "alert", "flash")
"""From the least to the greatest."""

LINKS_MAX = 8
"""The founding item and the newest ones: what a story is about moves on, and its beginning stays."""

MEMBERS_MAX, SLOTS_MAX, READINGS_MAX = 200, 24, 40
"""Of one story. A story that runs for days has the founding item and the newest ones; nothing is bounded by them but
the size of its record."""

FADES_MS, ENDS_MS = 2 * HOUR_MS, 12 * HOUR_MS
"""An alert that nothing has changed for two hours is a developing story, after twelve an old one: the level of a story
falls by the log's time. A reader who wants to know how urgent it was looks at its members."""

STANDS_MS = 6 * HOUR_MS
"""Two agencies that differ are in conflict where both have spoken within these hours of each other; a toll that nobody
has repeated since last night contradicts nobody."""

_FORMS: tuple[Form, ...] = ("table", "line", "short", "text")


def founded(item: WireItem, offset: int, now: int, received_ms: int, wave: str | None = None) -> StoryEntry:
    """A story without members yet. Its id comes from the arrival that founds it, so a replay gives it again."""
    entry = StoryEntry(
        offset=offset, at=now, story=digest("story", item.provider, item.uri, item.raw_id, item.part.index),
        last=received_ms, links=[], members=[], figures={}, alerts=[],
        shown=False, retracted=False,
    )  # fmt: skip
    if wave is not None:
        entry["wave"] = wave
    return entry


def joined(
    entry: StoryEntry, row: MemberRow, link: str | None, figures: Sequence[Figure], received_ms: int
) -> StoryEntry:
    """The story with this item in it; a version takes the place of the one before it."""
    who = (row["provider"], row["uri"])
    before = member(entry, *who)
    if before is not None:
        row = {
            **row,
            "at": before["at"],
            "received_at": before["received_at"],
            "alerted": row["alerted"] or before["alerted"],
        }
        members = [row if each is before else each for each in entry["members"]]
    else:
        members = _bounded([*entry["members"], row], MEMBERS_MAX)
    links = entry["links"]
    if link is not None:
        links = _bounded([*links, [link, received_ms, *who]], LINKS_MAX)
    told: StoryEntry = {**entry, "members": members, "links": links}
    if row.get("hidden"):
        return told
    told["last"] = max(entry["last"], received_ms)
    if row["own"]:
        told["figures"] = _with_figures(entry["figures"], row, figures, received_ms)
    return told


def without(entry: StoryEntry, provider: str, uri: str) -> StoryEntry:
    """The story without this item: neither its place, nor its words, nor its figures."""
    who = (provider, uri)
    figures = {
        slot: left
        for slot, rows in entry["figures"].items()
        if (left := [row for row in rows if (row["told"]["provider"], row["told"]["uri"]) != who])
    }
    return {
        **entry,
        "members": [row for row in entry["members"] if (row["provider"], row["uri"]) != who],
        "links": [row for row in entry["links"] if tuple(row[2:]) != who],
        "figures": figures,
    }


def member(entry: StoryEntry, provider: str, uri: str) -> MemberRow | None:
    for row in entry["members"]:
        if row["uri"] == uri and row["provider"] == provider:
            return row
    return None


def visible(entry: StoryEntry) -> list[MemberRow]:
    return [row for row in entry["members"] if "hidden" not in row or not row["hidden"]]


def standing(entry: StoryEntry) -> AlertRow | None:
    """The alert that is on, the newest where there are several."""
    for row in reversed(entry["alerts"]):
        if row["standing"]:
            return row
    return None


def greatest(seen: Sequence[MemberRow]) -> Level:
    """The greatest level that one of these members has."""
    levels = {row["level"] for row in seen}
    for level in reversed(LEVELS):
        if level in levels:
            return level
    return "none"


def level_of(entry: StoryEntry, now: int) -> Level:
    """How urgent the story is at this time of the log."""
    return _level_of(entry, visible(entry), now)


def _level_of(entry: StoryEntry, seen: Sequence[MemberRow], now: int) -> Level:
    alert = standing(entry)
    top = alert["level"] if alert else greatest(seen)
    if alert is None and entry["retracted"]:
        top = min(top, "developing", key=LEVELS.index)
    quiet = now - (alert["at"] if alert else max([row["at"] for row in seen], default=now))
    if quiet < FADES_MS:
        return top
    return min(top, "developing" if quiet < ENDS_MS else "update", key=LEVELS.index)


def origins(seen: Sequence[MemberRow], provider: str, since: int) -> int:
    """How many other agencies have reported by themselves since then; copies of one agency count once."""
    return len({row["provider"] for row in seen if row["own"] and row["at"] >= since} - {provider})


def _lead(seen: Sequence[MemberRow]) -> MemberRow | None:
    """The item to read: the fullest report of its own, the earliest of those."""
    found = [row for row in seen if row["own"]] or seen
    forms = {row["form"] for row in found}
    fullest = next((form for form in reversed(_FORMS) if form in forms), None)
    return min([row for row in found if row["form"] == fullest], key=itemgetter("at"), default=None)


def shown(entry: StoryEntry, now: int, gone: ItemRef | None = None) -> Story:
    """The value of the story's record on wire.stories. `gone` stands for the lead where no member is left."""
    seen = visible(entry)
    first = _lead(seen)
    at = ItemRef(uri=first["uri"], version=first["version"], provider=first["provider"]) if first else gone
    assert at is not None, "a story is shown once it has a member, and again when it loses its last"
    return Story(
        story_id=entry["story"],
        wave_id=entry.get("wave"),
        retracted=entry["retracted"],
        lead=at,
        headline=first["headline"] if first else None,
        level=_level_of(entry, seen, now),
        members=tuple([_member(*_MEMBER(row)) for row in seen]),
        figures=tuple([_figure(slot, rows) for slot, rows in entry["figures"].items()]),
        first_at=utc(min([row["at"] for row in seen], default=entry["last"])),
        last_at=utc(entry["last"]),
    )


utc = lru_cache(maxsize=1024)(base.utc)
"""A story says the times of its members again with every item; the newest are asked for again and again."""

_MEMBER = itemgetter("uri", "version", "provider", "received_at", "level", "role")


@lru_cache(maxsize=8192)
def _member(
    uri: str, version: str | None, provider: str, received_at: str, level: Level, role: StoryRole
) -> StoryMember:
    """A story names all its members each time that it is told: of a story of hundreds one is new."""
    return StoryMember(uri=uri, version=version, provider=provider, received_at=received_at, level=level, role=role)


_FIGURES: dict[int, tuple[list[FigureRow], Figure | StoryFigure]] = {}
"""The readings of a slot, by their identity: the newest as a noun, and the whole slot once it was shown. A list of rows
is never changed: a new reading makes a new list."""
FIGURES_MAX = 512


def _keep(rows: list[FigureRow], told: Figure | StoryFigure) -> None:
    if len(_FIGURES) >= FIGURES_MAX:
        _FIGURES.clear()
    # While the list is kept no other can have its id.
    _FIGURES[id(rows)] = rows, told


def _figure(slot: str, rows: list[FigureRow]) -> StoryFigure:
    kept = _FIGURES.get(id(rows))
    told = kept[1] if kept is not None else Figure.model_validate(rows[-1]["figure"])
    if isinstance(told, Figure):
        timeline = tuple([row["told"] for row in rows])
        told = StoryFigure(slot=slot, current=told, timeline=timeline, conflict=_in_conflict(rows))
        _keep(rows, told)
    return told


def _in_conflict(rows: list[FigureRow]) -> bool:
    latest = {row["told"]["provider"]: row for row in rows}
    if len(latest) < 2:
        return False
    spoken = [row["told"] for row in latest.values() if row["at"] >= rows[-1]["at"] - STANDS_MS]
    if len(spoken) < 2:
        return False
    ranges = [reach(told) for told in spoken]
    return max(low for low, _ in ranges) > min(high for _, high in ranges)


ABOUT = Decimal("0.1")
"""A tenth on both sides: `about 40` contradicts 50 and not 43."""


def reach(told: Mapping[str, str]) -> tuple[Decimal, Decimal]:
    """The values that a reading allows."""
    low, high, modifier = Decimal(told["lo"]), Decimal(told["hi"]), told["modifier"]
    if modifier in ("about", "vague"):
        return low - abs(low) * ABOUT, high + abs(high) * ABOUT
    if modifier in ("at_least", "more_than"):
        return low, Decimal("Infinity")
    if modifier in ("at_most", "less_than"):
        return Decimal("-Infinity"), high
    return low, high


def slots(figures: Sequence[Figure]) -> Iterator[tuple[str, Figure]]:
    """What an item says in each slot: the first figure there, as the headline comes before the body.

    A part of a total (`12 dead, three of them children`) and what its own text takes back are no readings of the slot.
    """
    seen = set()
    for figure in figures:
        if not figure.slot or figure.slot in seen or figure.superseded:
            continue
        if not any(relation.kind == "part_of" for relation in figure.relations):
            seen.add(figure.slot)
            yield figure.slot, figure


def _with_figures(
    told: dict[str, list[FigureRow]], row: MemberRow, figures: Sequence[Figure], received_ms: int
) -> dict[str, list[FigureRow]]:
    """The readings with those of this item, where its agency has not said the very same last."""
    all_told = dict(told)
    for stated, figure in slots(figures):
        slot = slot_of(stated, all_told) or stated
        rows = all_told.get(slot, [])
        last = next((each["told"] for each in reversed(rows) if each["told"]["provider"] == row["provider"]), None)
        if last is not None and (last["lo"], last["hi"], last["modifier"]) == (figure.lo, figure.hi, figure.modifier):
            continue
        if rows or len(all_told) < SLOTS_MAX:
            new = FigureRow(at=received_ms, told=_reading(row, figure, received_ms), figure=figure.plain())
            all_told[slot] = _bounded([*rows, new], READINGS_MAX)
            _keep(all_told[slot], figure)
    return all_told


def _reading(row: MemberRow, figure: Figure, received_ms: int) -> dict[str, str]:
    """When, who, and what; by whose word where the text says so."""
    by = figure.attribution.text if figure.attribution else ""
    told = {
        "at": utc(received_ms), "provider": row["provider"], "uri": row["uri"], "version": row["version"] or "",
        "text": figure.text, "lo": figure.lo, "hi": figure.hi, "modifier": figure.modifier, "by": by,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def slot_of(stated: str, told: Collection[str]) -> str | None:
    """The slot of the story that this one is: the very same, else one that leaves out a place."""
    return stated if stated in told else next((slot for slot in told if same_slot(slot, stated)), None)


T = TypeVar("T")


def _bounded(rows: list[T], most: int) -> list[T]:
    """The first and the newest."""
    return rows if len(rows) <= most else [rows[0], *rows[-(most - 1) :]]
