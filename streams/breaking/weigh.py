"""The item in its story: where it belongs, how urgent it is there, what it does to the story's alert.

    weigh      an item has come: its story, level, role and alert, and the story with it
    withdraw   an item was killed or withheld: the story without it, and the alerts that are cancelled for it

Both are functions of what they are given; the caller puts the entries and publishes the records.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from schemas.base import ms
from schemas.item import ItemRecord, WireItem
from schemas.judgement import Alert, AlertDecision, Breaking, Dispute, ItemRef, Relation, Story, StoryRef
from schemas.lists import Level, RelationKind, StoryRole
from schemas.state import AlertRow, MemberRow, StoryEntry, story_key
from schemas.traits import Reason, Traits
from streams.breaking import alerts, stories
from streams.breaking.level import Context, level
from streams.breaking.link import place
from streams.breaking.traits import traits as traits_of

How = Literal["news", "suppressed", "late", "held", "released"]

LATE_MS = 60_000
"""How far behind its own time an item may be and still be on time."""

COPIES: tuple[RelationKind, ...] = ("exact_resend", "near_duplicate")
LINKS: tuple[RelationKind, ...] = (
    "exact_resend", "near_duplicate", "rewrite_of", "new_version_of", "correction_of", "alert_expanded_by",
    "follow_up", "contained_in",
)  # fmt: skip
"""Relations that say something of the story; siblings of a series are of other stories."""


class Shelf(Protocol):
    """The running stories, as the state has them."""

    def story(self, key: str) -> StoryEntry | None: ...
    def stories_like(self, link: str) -> list[StoryEntry]: ...


class Arrival(NamedTuple):
    """An item and what the fold knows of it. `own` is the story of its uri, `target` that of what it is related to."""

    record: ItemRecord
    at: int
    """received_at in milliseconds; of what is released, the time of its release."""
    offset: int
    now: int
    how: How
    relations: tuple[Relation, ...]
    """The main one first."""
    version: bool
    """Whether its uri has come before, also where that was held."""
    own: str | None
    target: str | None
    disputed: bool

    @property
    def relation(self) -> Relation | None:
        return self.relations[0] if self.relations else None


class Weighed(NamedTuple):
    """What is said of the item. `key` is its story from now on, `relations` are the arrival's as seen from there."""

    breaking: Breaking
    story: StoryRef | None = None
    key: str | None = None
    relations: tuple[Relation, ...] = ()
    disputed: Dispute | None = None
    entries: Mapping[str, StoryEntry] = {}
    stories: tuple[Story, ...] = ()
    alerts: tuple[Alert, ...] = ()


class Withdrawn(NamedTuple):
    decision: AlertDecision | None
    story: StoryRef
    entries: Mapping[str, StoryEntry]
    stories: tuple[Story, ...]
    alerts: tuple[Alert, ...]


class Place(NamedTuple):
    """The story that the item belongs to, its link to it, and the sibling that a new story stands beside."""

    entry: StoryEntry
    founds: bool
    score: float | None = None
    linked: ItemRef | None = None
    sibling: StoryEntry | None = None


def weigh(arrival: Arrival, shelf: Shelf) -> Weighed:
    item, known = arrival.record.item, arrival.record.traits
    if item.use != "publish":
        return Weighed(_apart(item), relations=arrival.relations)
    # A log from before there were traits has none.
    traits = known or traits_of(item, arrival.record.figures)
    received_ms = arrival.at
    at = _place(arrival, traits, received_ms, shelf)
    entry = at.entry
    seen, alert = stories.visible(entry), stories.standing(entry)
    own = [row for row in seen if row["provider"] == item.provider]
    before = stories.member(entry, item.provider, item.uri)
    role = _role(arrival, traits, at, before, alert, has_spoken=bool(own))
    dispute = _repeats_corrected(item, entry)
    disputed = arrival.disputed or dispute is not None
    facts = arrival.record.figures
    changed = alerts.changes(item, facts, traits, arrival.relation, at.linked, entry, alert) if alert else ()
    adds_s = _adds_s(own, received_ms)
    context = Context(
        founds=at.founds,
        known=bool(own),
        adds_s=adds_s,
        origins_5=stories.origins(seen, item.provider, received_ms - 5 * alerts.MINUTE_MS),
        origins_30=stories.origins(seen, item.provider, received_ms - 30 * alerts.MINUTE_MS),
        since_alert_s=(received_ms - alert["at"]) / 1000 if alert else None,
        top=stories.greatest(seen),
        alerted=bool(entry["alerts"]),
        relation=arrival.relation.kind if arrival.relation else None,
        material=tuple([each.code for each in changed]),
        disputed=disputed,
        held=arrival.how == "held",
        age_s=(received_ms - ms(item.sent_at)) / 1000 if item.sent_at else None,
    )
    found, score, reasons = level(traits, context)
    case = alerts.Case(
        item=item, figures=arrival.record.figures, traits=traits, level=found, role=role, reasons=reasons,
        relation=arrival.relation, received_ms=received_ms, entry=entry, before=before,
        target=_target(arrival, entry), linked=at.linked, disputed=disputed,
        may_fire=arrival.how in ("news", "released"),
    )  # fmt: skip
    decided = alerts.decide(case)
    breaking = Breaking(
        level=found, score=score, role=role, reasons=reasons, alert=decided.decision, event_age_s=context.age_s
    )
    entries, told = _told(arrival, traits, at, before, found, role, decided)
    return Weighed(
        breaking=breaking,
        story=StoryRef(story_id=entry["story"], link_score=at.score, linked_to=at.linked, wave_id=entry.get("wave")),
        key=story_key(entry["story"]),
        relations=_relations(arrival, traits, at, role, seen, alert, adds_s),
        disputed=dispute,
        entries=entries,
        stories=told,
        alerts=(decided.alert,) if decided.alert else (),
    )


def withdraw(entry: StoryEntry, item: WireItem, offset: int, now: int, *, hide: bool) -> Withdrawn:
    """The story without this uri, killed or (`hide`) withheld, and a cancel of each alert whose claim it carries."""
    received_ms = ms(item.received_at)
    found = alerts.cancelled(entry, item.provider, item.uri, received_ms)
    rows = {row["alert_id"]: row for row, _ in found}
    row = stories.member(entry, item.provider, item.uri)
    left = stories.without(entry, item.provider, item.uri)
    if row is not None:
        # It stays known, unseen: a second note about it cancels again, and a new version joins its story.
        left = {**left, "members": [*left["members"], {**row, "hidden": True}]}
    if hide:
        left = {**left, "links": entry["links"]}
    left = {
        **left,
        "offset": offset,
        "at": now,
        "alerts": [rows.get(each["alert_id"], each) for each in entry["alerts"]],
        "retracted": entry["retracted"] or bool(found) or not stories.visible(left),
    }
    ref = ItemRef(uri=item.uri, version=item.version, provider=item.provider)
    last = found[-1][0] if found else None
    decision = AlertDecision(action="cancel", alert_id=last["alert_id"], alert_seq=last["seq"]) if last else None
    return Withdrawn(
        decision=decision,
        story=StoryRef(story_id=entry["story"], wave_id=entry.get("wave")),
        entries={story_key(entry["story"]): left},
        stories=(stories.shown(left, now, ref),) if entry["shown"] else (),
        alerts=tuple([alert for _, alert in found]),
    )


def _apart(item: WireItem) -> Breaking:
    """A test or an internal note says nothing of the world."""
    why = Reason(code=f"use_{item.use}", family="state", weight=0, zone="header", evidence=item.use)
    return Breaking(level="none", score=0, reasons=(why,))


def _place(arrival: Arrival, traits: Traits, received_ms: int, shelf: Shelf) -> Place:
    """A version belongs where its uri does; else the linker decides, told what the item is related to."""
    item = arrival.record.item
    entry = shelf.story(arrival.own) if arrival.own else None
    if entry is not None:
        return Place(entry, founds=False)
    kind = arrival.relation.kind if arrival.relation else None
    target = shelf.story(arrival.target) if arrival.target else None
    if target is not None and kind in COPIES:
        return Place(target, founds=False, score=arrival.relation.score if arrival.relation else None)
    related = {arrival.target: kind} if arrival.target and target is not None and kind in LINKS else {}
    if traits.link:
        found = {story_key(each["story"]): each for each in shelf.stories_like(traits.link)}
        if target is not None and arrival.target and related:
            found.setdefault(arrival.target, target)
        placed = place(traits.link, received_ms, list(found.values()), related, item.provider)
        if placed.story is not None and placed.outcome == "same":
            same = found[placed.story]
            return Place(same, founds=False, score=placed.score, linked=_linked(same, placed.member))
        if placed.story is not None and placed.outcome == "sibling":
            sibling = found[placed.story]
            wave = sibling.get("wave", sibling["story"])
            return Place(stories.founded(item, arrival.offset, arrival.now, received_ms, wave), True, sibling=sibling)
    return Place(stories.founded(item, arrival.offset, arrival.now, received_ms), founds=True)


def _linked(entry: StoryEntry, link: int) -> ItemRef | None:
    """The member that the item is nearest to, where that may be named."""
    _, _, provider, uri = entry["links"][link]
    row = stories.member(entry, provider, uri)
    return _ref(row) if row is not None and not row.get("hidden") else None


def _ref(row: MemberRow) -> ItemRef:
    return ItemRef(uri=row["uri"], version=row["version"], provider=row["provider"], raw_id=row["raw_id"])


def _role(
    arrival: Arrival, traits: Traits, at: Place, before: MemberRow | None, alert: AlertRow | None, *, has_spoken: bool
) -> StoryRole:
    """The first of these that fits; what corrects or repeats is that first, whatever else it is."""
    item, relation = arrival.record.item, arrival.relation
    kind = relation.kind if relation else None
    if traits.act == "correction":
        return "correction"
    if traits.act in ("kill", "hold"):
        return "kill"
    if kind in COPIES or (kind in RETELLS and not traits.own):
        return "repeat"
    if kind == "rewrite_of" and _same_provider(relation, item):
        return "repeat"
    if arrival.how == "late" or _overtaken(item, traits, alert, arrival.at):
        return "late"
    if arrival.version or arrival.how == "released" or (traits.act in REPLACES and has_spoken):
        return "update"
    return "first" if at.founds or before is not None else "follow_up"


REPLACES = ("update", "substitute", "lead", "all_clear")
"""What an agency moves, under a new uri perhaps, in place of what it said before."""


def _same_provider(relation: Relation | None, item: WireItem) -> bool:
    """Whether the target is of this item's agency; a target without a provider is of its own uri."""
    target = relation.target if relation else None
    return target is not None and target.provider in (None, item.provider)


def _overtaken(item: WireItem, traits: Traits, alert: AlertRow | None, received_ms: int) -> bool:
    """Delivered more than a minute late, with the story's alert out already. A page is crawled when it is crawled."""
    if alert is None or item.sent_at is None or not traits.own:
        return False
    sent_ms = ms(item.sent_at)
    return received_ms - sent_ms > LATE_MS and sent_ms < alert["at"] < received_ms


def _adds_s(own: list[MemberRow], received_ms: int) -> float | None:
    """Seconds since the last alert line of its provider, where that has sent more lines of late than texts since the
    first of them: each line announces a text."""
    late = [row for row in own if received_ms - row["at"] <= ADD_MS]
    lines = [row["at"] for row in late if row["form"] == "line" and row["alerted"]]
    texts = sum(row["form"] != "line" and row["at"] >= lines[0] for row in late) if lines else 0
    return (received_ms - lines[-1]) / 1000 if len(lines) > texts else None


ADD_MS = 45 * alerts.MINUTE_MS
"""How long after an alert line its text comes, nineteen times in twenty."""


def _target(arrival: Arrival, entry: StoryEntry) -> MemberRow | None:
    target = arrival.relation.target if arrival.relation else None
    return stories.member(entry, target.provider or arrival.record.item.provider, target.uri) if target else None


def _repeats_corrected(item: WireItem, entry: StoryEntry) -> Dispute | None:
    """Whether the item says what an alert of this story said before it was corrected."""
    if not any(row["dead"] for row in entry["alerts"]):
        return None
    if not alerts.carries_dead(f"{item.headline or ''}\n{(item.body or '')[:LEDE]}", entry):
        return None
    alert = entry["alerts"][-1]
    return Dispute(reason="repeats_corrected", target=ItemRef(uri=alert["uri"], provider=alert["provider"]))


LEDE = 600
"""Characters of the body in which a dead claim counts: further down a text may tell of the correction itself."""


def _relations(
    arrival: Arrival, traits: Traits, at: Place, role: StoryRole, seen: Sequence[MemberRow], alert: AlertRow | None,
    adds_s: float | None,
) -> tuple[Relation, ...]:  # fmt: skip
    """What the story makes of the item, before what its text says: two agencies are two origins, and an agency's first
    text after its own alert tells that in full. What its text says of another item's words stays, behind."""
    item, found = arrival.record.item, arrival.relations
    first = found[0] if found else None
    kind = first.kind if first else None
    if at.founds or role in ("kill", "correction") or arrival.version or kind in COPIES:
        return found
    if kind == "alert_expanded_by" and _same_provider(first, item):
        return found  # by its words: that names the very line, and has evidence
    if traits.form != "line" and adds_s is not None:
        lines = [row for row in seen if row["provider"] == item.provider and row["form"] == "line" and row["alerted"]]
        line = _ref(lines[-1])
        told = Relation(kind="alert_expanded_by", target=line, reason="first_text_after_alert", score=at.score)
        return (told, *[each for each in found if each.kind != "alert_expanded_by"])
    if first is not None and kind in LINKS:
        other = _told_by_another(first, traits, item)
        return found if other is None else (first.model_copy(update={"kind": other}), *found[1:])
    row = stories.member(at.entry, alert["provider"], alert["uri"]) if alert else None
    row = row if row is not None and not row.get("hidden") else next(iter(seen), None)
    if row is None:
        return found
    return (Relation(kind="follow_up", target=_ref(row), reason="of_its_story", score=at.score), *found)


def _told_by_another(relation: Relation, traits: Traits, item: WireItem) -> RelationKind | None:
    """What a relation to another agency's text is, where it is not what it would be between two of one agency.

    Nobody makes versions of another's item. Who reports himself follows up; who does not has rewritten it.
    """
    if _same_provider(relation, item):
        return None
    if not traits.own:
        return "rewrite_of" if relation.kind in RETELLS else None
    if relation.kind in OF_ONE_AGENCY or (relation.kind == "rewrite_of" and traits.form == "line"):
        return "follow_up"
    return None


OF_ONE_AGENCY: tuple[RelationKind, ...] = ("new_version_of", "alert_expanded_by")
RETELLS: tuple[RelationKind, ...] = ("new_version_of", "alert_expanded_by", "contained_in", "rewrite_of")


def _told(
    arrival: Arrival,
    traits: Traits,
    at: Place,
    known: MemberRow | None,
    found: Level,
    role: StoryRole,
    decided: alerts.Decided,
) -> tuple[dict[str, StoryEntry], tuple[Story, ...]]:
    """The entries that change, and the records that say so. What is no news of its uri takes no member's place, which
    is `known` where it has one."""
    item, entry, now, received_ms = arrival.record.item, at.entry, arrival.now, arrival.at
    if arrival.how in ("suppressed", "late", "held") and known is not None:
        return {}, ()
    copy = role == "repeat"
    row = MemberRow(
        provider=item.provider, uri=item.uri, version=item.version, raw_id=item.raw_id, at=received_ms,
        received_at=stories.utc(received_ms), level=found, role=role, form=traits.form, own=traits.own and not copy,
        alerted=found in alerts.ALERTING, headline=item.headline,
    )  # fmt: skip
    if hidden := arrival.how == "held":
        row["hidden"] = True
    link = None if copy or traits.act in SAYS_NOTHING else traits.link
    entry = stories.joined(entry, row, link, arrival.record.figures, received_ms)
    entry["offset"], entry["at"] = arrival.offset, now
    if decided.row is not None:
        entry["alerts"] = _with_alert(entry["alerts"], decided.row)
        entry["retracted"] = not decided.row["standing"]
    seen = stories.visible(entry)
    entry["shown"] = entry["shown"] or len(seen) > 1 or bool(entry["alerts"]) or found in ("developing", "urgent")
    entry["shown"] = entry["shown"] and bool(seen)
    entries = {story_key(entry["story"]): entry}
    if at.sibling is not None and "wave" not in at.sibling:
        entries[story_key(at.sibling["story"])] = {
            **at.sibling, "offset": arrival.offset, "at": now, "wave": at.sibling["story"],
        }  # fmt: skip
    # Of what is held nothing is told, not even when it came.
    return entries, tuple([stories.shown(each, now) for each in entries.values() if each["shown"] and not hidden])


SAYS_NOTHING = ("kill", "hold", "correction", "schedule", "live_page")
"""What is moved for these has hardly a word of the event: nothing should be linked by it."""


def _with_alert(rows: list[AlertRow], row: AlertRow) -> list[AlertRow]:
    """The alerts of the story with this one as it is now."""
    if any(each["alert_id"] == row["alert_id"] for each in rows):
        return [row if each["alert_id"] == row["alert_id"] else each for each in rows]
    return [*rows, row]
