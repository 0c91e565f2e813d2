"""The path of one item: read -> taste. Composition only; every step is a call that can be read here.

    bytes --read--> items of the raw record, each with its figures and fingerprint     (intake: stateless, expensive)
    item  --taste-> what to publish, and what to remember                              (taster: a fold, cheap)

Both are pure: the agents, the replay, the command line, the benchmarks and the tests call the same two functions, which
is why a replay can promise the live feed's answers. `taste` decides and never mutates; the caller puts the entries
before the next record.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from schemas.base import ms, utc
from schemas.item import ClockRecord, DeadLetter, Flag, ItemRecord, Part, RawItem, WireItem
from schemas.judgement import Alert, AlertDecision, Breaking, Dispute, ItemRef, Judgement, Relation, Story
from schemas.lists import Cause, EventType
from schemas.state import (
    LOG_KEY,
    CopyEntry,
    Entry,
    HeldEntry,
    ItemEntry,
    KillEntry,
    LogEntry,
    Published,
    QuoteEntry,
    StoryEntry,
    TextEntry,
    arrival_of,
    copy_key,
    held_key,
    item_key,
    kill_key,
    kind_of,
    quote_key,
    story_key,
    text_key,
)
from streams import breaking, dedupe, figures, lifecycle, wire
from streams.state import State
from streams.wire import PARSERS, Parser

RULES = "0.2"
"""Version of all rules together: it changes whenever an answer may change, and stands in every event."""

RELEASES_MAX = 50
"""Embargoes that one clock record lifts; the clock is asked again at once while more are due."""

TOMBSTONES_MAX = 50
"""Entries that one record expires. A bound on the work of a record; oldest first, so none waits for ever."""


@dataclass(frozen=True, slots=True)
class Publication:
    """One event for one or more topics, still as nouns; codec.py makes bytes and headers of it."""

    topics: tuple[str, ...]
    event: EventType
    record: ItemRecord
    at: str
    """Recorded time of what caused it."""
    caused_by: str
    """raw_id of the arrival that caused it; a part of the event's id."""
    current: bool
    judgement: Judgement = field(default_factory=Judgement)
    cause: Cause | None = None
    superseded_by: ItemRef | None = None

    @property
    def item(self) -> WireItem:
        return self.record.item


@dataclass(frozen=True, slots=True)
class Notice:
    """What a record of the log makes of a story: its new state for wire.stories, or an alert for wire.alerts."""

    value: Story | Alert
    item: WireItem
    """The item that caused it."""
    at: str
    caused_by: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one record of the log leads to. `entries` with None are to be removed."""

    publications: tuple[Publication, ...]
    entries: dict[str, Entry | None]
    notices: tuple[Notice, ...] = ()


def read(raw: RawItem, parsers: Sequence[Parser] = PARSERS) -> tuple[ItemRecord | DeadLetter, ...]:
    """The items of a raw record, each with all that can be said of it alone; dead letters for what is none."""
    return tuple([each if isinstance(each, DeadLetter) else _examined(each, raw) for each in wire.read(raw, parsers)])


def _examined(item: WireItem, raw: RawItem) -> ItemRecord:
    found = figures.find(item.uri, item.version, item.headline, item.body)
    return ItemRecord(
        item=item,
        figures=found,
        fingerprint=dedupe.fingerprint(item),
        traits=breaking.traits(item, found),
        ahead_ms=raw.ahead_ms,
    )


def taste(state: State, offset: int, record: ItemRecord | ClockRecord) -> Outcome:
    """What the record at this offset of the log leads to, given what the records before it left in the state."""
    if isinstance(record, ClockRecord):
        fold = _Fold(state, offset, state.time)
        _release(fold, record)
    else:
        fold = _Fold(state, offset, max(state.time, ms(record.item.received_at)))
        if not _seen(state, record.item):
            _arrive(fold, record)
    fold.expire()
    fold.put(LOG_KEY, LogEntry(offset=offset, at=fold.now, position=offset + 1))
    return Outcome(tuple(fold.publications), fold.entries, tuple(fold.notices))


def _seen(state: State, item: WireItem) -> bool:
    """A raw record that came twice in the window: not a copy of itself, but nothing at all."""
    return state.text(text_key(*arrival_of(item))) is not None


def _arrive(fold: "_Fold", record: ItemRecord) -> None:
    item, state = record.item, fold.state
    kill = state.kill(kill_key(item.provider, item.uri))
    newest = state.item(item_key(item.provider, item.uri))
    order = lifecycle.order(newest, item)
    hold = lifecycle.hold(item, record.ahead_ms or 0)

    asked = _asked(fold, item)
    if asked.holds_own:
        hold = lifecycle.Hold("withheld", None)

    if item.use != "publish":
        _publish_apart(fold, record, kill, hold)
    elif item.pub_status == "canceled" or asked.kills_own:
        _kill(fold, record, newest, asked)
    elif kill is not None:
        _bury(fold, record, kill)
    elif order == "older" and newest is not None and newest["status"] == "held":
        # Its text is likely the held one's; what governs the uri is the newest version's embargo.
        _hold(fold, record, lifecycle.Hold("newer_version_held", None), newest, release=False)
    elif newest is not None and newest.get("on_hold") and newest["version"] == item.version:
        _hold(fold, record, lifecycle.Hold("held_by_note", None), newest, release=False)
    elif hold is not None and order == "older":
        _hold(fold, record, hold, newest, release=False)
    elif hold is not None:
        _hold(fold, record, hold, newest, release=True)
    elif order == "older" and newest is not None:
        _publish_late(fold, record, newest)
    elif asked.alone:
        _publish_note(fold, record, newest, asked)
    else:
        _publish_or_suppress(fold, record, newest, asked)
    for each in asked.orders:
        _carry_out(fold, each)


class _Order(NamedTuple):
    """What a note does to one earlier item: `item` stands for it, as caused by the note and without its text."""

    action: str
    item: WireItem
    newest: ItemEntry
    judgement: Judgement


class _Asked(NamedTuple):
    """What a note to editors asks of its own uri, and of other items of its agency."""

    alone: bool = False
    """Whether the item is a note and nothing else. Copy under a note is news, and goes its way; so is a correction."""
    kills_own: bool = False
    holds_own: bool = False
    orders: tuple[_Order, ...] = ()
    relations: tuple[Relation, ...] = ()
    flags: tuple[Flag, ...] = ()


ACTION = {"kill": "killed", "withdraw": "killed", "hold": "withheld", "release": "released"}
"""What notes do. A correction and a false alarm do nothing to other texts: what they say stands in themselves."""


def _asked(fold: "_Fold", item: WireItem) -> _Asked:
    """The note that the item is; an empty one for nearly every item."""
    asked = fold.note_of(item) if item.use == "publish" else None
    action = ACTION.get(asked.action) if asked else None
    if asked is None or action is None:
        return _Asked()
    resolution = lifecycle.resolve(asked, item, fold.state.named_under(item.provider, item.uri))
    own = any(each.reason == "own_uri" for each in resolution.found)
    if not own:
        # All that the agency has sent in three days is gone through: only for what acts, and means another item.
        earlier = fold.state.named_of(item.provider, lifecycle.sought(asked))
        resolution = lifecycle.resolve(asked, item, earlier)
    others = [each for each in resolution.found if each.reason != "own_uri"]
    orders = [_order(fold, item, action, each.named) for each in others if each.sure]
    return _Asked(
        alone=asked.only,
        kills_own=own and action == "killed",
        holds_own=own and action == "withheld",
        orders=tuple([each for each in orders if each is not None]),
        relations=tuple([_note_relation(fold, asked.action, each) for each in others]),
        flags=resolution.flags,
    )


def _order(fold: "_Fold", note: WireItem, action: str, named: lifecycle.Named) -> _Order | None:
    newest = fold.state.item(item_key(named.provider, named.uri))
    if newest is None:
        return None  # its uri is forgotten, and so nothing of it is public: an older version came a month later
    public = newest.get("published")
    stub = lifecycle.body_less(note, "canceled", public["version"] if public else None, note.ed_note)
    # What is held stays unnamed also when it dies.
    slugline = named.slugline or None if public else None
    stub = stub.model_copy(update={"uri": named.uri, "slugline": slugline})
    dead = fold.state.kill(kill_key(named.provider, named.uri)) is not None
    # Its packed terms stay in its story, which it founded perhaps: a denial or a substitute belongs there.
    judgement = Judgement() if dead or action == "released" else fold.withdraw(stub, newest, hide=True)
    return _Order("none" if dead else action, stub, newest, judgement)


def _note_relation(fold: "_Fold", action: str, found: lifecycle.Found) -> Relation:
    newest = fold.state.item(item_key(found.named.provider, found.named.uri))
    public = newest.get("published") if newest else None
    target = ItemRef(uri=found.named.uri, version=public["version"] if public else None, provider=found.named.provider)
    kills = ACTION[action] == "killed"
    return Relation(kind="kill_of" if kills else "correction_of", target=target, reason=f"{action}_by_{found.reason}")


def _carry_out(fold: "_Fold", order: _Order) -> None:
    """What the note has ordered is done to the item that it names, as if the agency had sent it under its uri."""
    item, newest = order.item, order.newest
    if order.action == "killed":
        fold.publish(
            ("enriched", "latest"), "killed", ItemRecord(item=item), order.judgement, current=True, cause="kill"
        )
        fold.put_kill(item)
        fold.put_item_again(newest, status="published", known=True)
        fold.drop_held(item)
        fold.drop_copies(item)
        fold.restore_copies(item, "killed", cause="kill")
        fold.restate_quotes(item, cause="kill")
    elif order.action == "withheld":
        if "published" in newest:
            fold.publish_withheld(item, newest["published"], order.judgement)
            fold.restore_copies(item, "withheld", cause="version")
            fold.restate_quotes(item, cause="version")
        fold.hold_back(item)
        fold.drop_copies(item)
        fold.put_item_again(newest, status="held", on_hold=True, published=None)
    elif order.action == "released" and newest.get("on_hold"):
        fold.put_item_again(newest, on_hold=None)


def _publish_note(fold: "_Fold", record: ItemRecord, newest: ItemEntry | None, asked: _Asked) -> None:
    """A note is published whatever it is like, for two kills of an hour differ in a number; and it is of no story."""
    fold.drop_held(record.item)
    judgement = fold.note(asked)
    known = newest is not None and newest["known"]
    fold.publish(("enriched", "latest"), "updated" if known else "created", record, judgement, current=True)
    fold.remember(record, "published")
    fold.put_item(record.item, "published", newest)


def _publish_or_suppress(fold: "_Fold", record: ItemRecord, newest: ItemEntry | None, asked: _Asked) -> None:
    verdict = _relate(fold, record)
    verdict = verdict._replace(flags=(*verdict.flags, *asked.flags))
    fold.drop_held(record.item)
    if verdict.target is not None and _is_repeat(record.item, newest, verdict.target):
        _suppress(fold, record, verdict.relation, verdict.target, newest)
        fold.put_repeat(record.item, newest)
        return
    relations = (*asked.relations, *_relations(fold, record, verdict.relation, newest))
    judgement = fold.weigh("news", record, relations, verdict, newest)
    known = newest is not None and newest["known"]
    fold.publish(("enriched", "latest"), "updated" if known else "created", record, judgement, current=True)
    fold.remember(record, "published")
    fold.put_item(record.item, "published", newest)


def _is_repeat(item: WireItem, newest: ItemEntry | None, target: TextEntry) -> bool:
    """A uri that came before repeats only itself: under a new version, or with other words, it is news of that uri."""
    if newest is None:
        return True
    return newest["version"] == item.version and (_is_own(item, target) or newest["status"] == "suppressed")


def _is_own(item: WireItem, target: TextEntry) -> bool:
    return (target["provider"], target["uri"]) == (item.provider, item.uri)


def _suppress(
    fold: "_Fold", record: ItemRecord, relation: Relation | None, target: TextEntry, newest: ItemEntry | None
) -> None:
    item = record.item
    relations = (relation,) if relation else ()
    judgement = fold.weigh("suppressed", record, relations, dedupe.Verdict(), newest)
    fold.publish(("suppressed",), "suppressed", record, judgement, current=False)
    fold.remember(record, "suppressed", repeats=target)
    copy = CopyEntry(
        offset=fold.offset,
        at=fold.now,
        provider=item.provider,
        uri=item.uri,
        raw_id=item.raw_id,
        target_provider=target["provider"],
        target_uri=target["uri"],
        record=record.plain(),
        judgement=judgement.plain(),
    )
    fold.put(copy_key(*arrival_of(item)), copy)


def _publish_late(fold: "_Fold", record: ItemRecord, newest: ItemEntry) -> None:
    """An older version after a newer one: published, since nothing is dropped, but not the state of its uri."""
    verdict = _relate(fold, record)
    if verdict.target is not None and _is_own(record.item, verdict.target):
        _suppress(fold, record, verdict.relation, verdict.target, newest)
        return
    # Without evidence: of a uri only what is current is restated when what it quotes is withdrawn.
    relations = (dedupe.bare(verdict.relation),) if verdict.relation else ()
    judgement = fold.weigh("late", record, relations, verdict, newest)
    superseded_by = ItemRef(uri=newest["uri"], version=newest["version"], raw_id=newest["raw_id"])
    fold.publish(("enriched",), "late", record, judgement, current=False, superseded_by=superseded_by)
    fold.remember(record, "published")
    fold.put_late(record.item, newest)


def _publish_apart(fold: "_Fold", record: ItemRecord, kill: KillEntry | None, hold: lifecycle.Hold | None) -> None:
    """Tests and internal notes: published with their mark, compared with nothing, the state of nothing.

    What may not be shown of news may not be shown of a test either, and nothing will release it.
    """
    judgement = fold.weigh("news", record, (), dedupe.Verdict(), None)
    if kill is not None or record.item.pub_status == "canceled":
        stub = lifecycle.body_less(record.item, "canceled", record.item.version, record.item.ed_note)
        fold.publish(("enriched",), "killed", ItemRecord(item=stub), Judgement(), current=False)
    elif hold is not None:
        fold.publish(("held",), "held", record, judgement, current=False)
    else:
        fold.publish(("enriched",), "created", record, judgement, current=False)
    fold.remember(record, "apart")


def _hold(fold: "_Fold", record: ItemRecord, hold: lifecycle.Hold, newest: ItemEntry | None, *, release: bool) -> None:
    """Nothing of the item is public. What stands of the uri stays as it is, unless the agency withholds it."""
    item = record.item
    verdict = _relate(fold, record)
    verdict = verdict._replace(flags=(*verdict.flags, *hold.flags))
    relations = _relations(fold, record, verdict.relation, newest if release else None)
    judgement = fold.weigh("held", record, relations, verdict, newest)
    withdraws = release and hold.reason == "withheld"
    gone = (
        fold.withdraw(item, newest, hide=True) if withdraws and newest is not None and "published" in newest else None
    )
    if gone is not None:  # it says what it does to what stands
        judgement = judgement.model_copy(update={"breaking": gone.breaking, "story": gone.story})
    fold.publish(("held",), "held", record, judgement, current=False)
    fold.remember(record, "held")
    if not release:
        return
    fold.drop_held(item)
    fold.put(
        held_key(*arrival_of(item)),
        HeldEntry(
            offset=fold.offset,
            at=fold.now,
            provider=item.provider,
            uri=item.uri,
            raw_id=item.raw_id,
            due=hold.due,
            record=record.plain(),
            judgement=judgement.plain(),
        ),
    )
    if gone is not None and newest is not None:
        fold.publish_withheld(item, newest["published"], gone)
        fold.restore_copies(item, "withheld", cause="version")
        fold.restate_quotes(item, cause="version")
    fold.put_item(item, "held", newest, keep_published=not withdraws)


def _kill(fold: "_Fold", record: ItemRecord, newest: ItemEntry | None, asked: _Asked) -> None:
    """The uri is dead, whether or not it has come: nothing of its text is said again."""
    item = record.item
    # What is held stays unnamed also when it dies: the kill points at the version that consumers have.
    public = newest.get("published") if newest else None
    target = ItemRef(uri=item.uri, version=public["version"] if public else None, provider=item.provider)
    stub = lifecycle.body_less(item, "canceled", item.version, item.ed_note)
    relations = (*asked.relations, Relation(kind="kill_of", target=target, reason="canceled_by_uri"))
    judgement = fold.note(asked) if asked.orders else fold.withdraw(item, newest, hide=False)
    judgement = judgement.model_copy(update={"relations": relations, "flags": asked.flags})
    fold.publish(("enriched", "latest"), "killed", ItemRecord(item=stub), judgement, current=True)
    fold.remember(record, "killed")
    fold.put_kill(item)
    fold.put_item(item, "published", newest)
    fold.drop_held(item)
    fold.drop_copies(item)
    fold.restore_copies(item, "killed", cause="kill")
    fold.restate_quotes(item, cause="kill")


def _bury(fold: "_Fold", record: ItemRecord, kill: KillEntry) -> None:
    """An item that comes after its kill: that it came is said, and nothing of what it says."""
    stub = lifecycle.body_less(record.item, "canceled", record.item.version, kill["ed_note"])
    silent = AlertDecision(action="suppress", suppress_reason="killed_before_arrival")
    judgement = Judgement(breaking=Breaking(level="none", score=0, role="late", alert=silent))
    fold.publish(("enriched", "latest"), "killed", ItemRecord(item=stub), judgement, current=True)
    fold.remember(record, "killed")
    # The kill lives on from here: 30 days after the last that was heard of the uri.
    fold.put(kill_key(stub.provider, stub.uri), KillEntry(**{**kill, "offset": fold.offset, "at": fold.now}))


def _release(fold: "_Fold", clock: ClockRecord) -> None:
    """Lift the embargoes that are over. A held version that is no longer the newest has left the state already."""
    for key, held in fold.state.due(ms(clock.clock), RELEASES_MAX):
        record = ItemRecord.model_validate(held["record"])
        judgement = _restated(Judgement.model_validate(held["judgement"]), fold.is_withdrawn)
        item = record.item
        newest = fold.state.item(item_key(item.provider, item.uri))
        judgement = fold.weigh("released", record, judgement.relations, judgement, newest, clock=clock.clock)
        fold.publish(("enriched", "latest"), "released", record, judgement, current=True, cause="clock", at=clock.clock)
        fold.remember(record, "published")
        fold.put(key, None)
        fold.put_item(item, "published", newest)


def _relate(fold: "_Fold", record: ItemRecord) -> dedupe.Verdict:
    """What the item is to earlier arrivals: first to those with its very text, else to those that are like it."""
    item, print_ = record.item, record.fingerprint
    if print_ is None:
        return dedupe.Verdict()
    verdict = dedupe.exact(item, print_, fold.state.texts_with(print_.content), fold.withdrawn)
    if verdict.relation is not None or print_.packed is None:
        return verdict
    # A copy of a suppressed copy repeats what that repeats, however much has come since that is like it, too.
    repeated = [entry for entry in fold.state.texts_repeated(print_.content) if not _is_own(item, entry)]
    verdict = dedupe.nearest(item, print_, repeated, fold.withdrawn)
    if verdict.target is not None or verdict.disputed is not None:
        return verdict
    earlier = [entry for entry in fold.state.texts_like(print_.packed) if not _is_own(item, entry)]
    return dedupe.nearest(item, print_, earlier, fold.withdrawn)


def _restated(judgement: Judgement, is_gone: Callable[[str, str], object]) -> Judgement:
    """A judgement of a while ago, without evidence about what may not be shown any more: it would name its words."""
    relations = []
    for each in judgement.relations:
        target = each.target
        gone = target is not None and target.provider is not None and is_gone(target.provider, target.uri)
        relations.append(dedupe.bare(each) if gone else each)
    return judgement.model_copy(update={"relations": tuple(relations)})


def _relations(
    fold: "_Fold", record: ItemRecord, found: Relation | None, newest: ItemEntry | None
) -> tuple[Relation, ...]:
    """The version's relation to the one before it comes first: it says what the item is to its own uri."""
    relations: Iterable[Relation | None] = (_version_of(fold, record, newest) if newest else None, found)
    return tuple([each for each in relations if each is not None])


def _version_of(fold: "_Fold", record: ItemRecord, newest: ItemEntry) -> Relation | None:
    published = newest.get("published")
    if published is None:
        return None
    target = ItemRef(
        uri=newest["uri"], version=published["version"], provider=newest["provider"], raw_id=published["raw_id"]
    )
    before = fold.state.text(text_key(published["raw_id"], published["index"]))
    kind, reason = dedupe.version(record, before)
    evidence = dedupe.changes(record, before) if before is not None else {}
    return Relation(kind=kind, target=target, reason=reason, **evidence)


class _Fold:
    """One record on its way through taste: collects publications and entries, reads the state, changes nothing."""

    __slots__ = ("_notes", "entries", "notices", "now", "offset", "publications", "state", "story_of")

    def __init__(self, state: State, offset: int, now: int) -> None:
        self.state, self.offset, self.now = state, offset, now
        self.publications: list[Publication] = []
        self.notices: list[Notice] = []
        self.entries: dict[str, Entry | None] = {}
        self.story_of: dict[str, str] = {}
        """The story of an item, by the item's key, where this record has told it."""
        self._notes: dict[tuple[str, int], lifecycle.Note | None] = {}

    def put(self, key: str, entry: Entry | None) -> None:
        self.entries[key] = entry

    def weigh(
        self,
        how: breaking.How,
        record: ItemRecord,
        relations: tuple[Relation, ...],
        found: dedupe.Verdict | Judgement,
        newest: ItemEntry | None,
        *,
        clock: str | None = None,
    ) -> Judgement:
        """All that is said of the item, with its story, level and alert; the story is put and told."""
        item = record.item
        arrival = breaking.Arrival(
            record=record,
            at=ms(clock or item.received_at),
            offset=self.offset,
            now=self.now,
            how=how,
            relations=relations,
            version=newest is not None,
            own=newest.get("story") if newest else None,
            target=next((story for each in relations if (story := self._story_of(item, each))), None),
            disputed=found.disputed is not None,
        )
        weighed = breaking.weigh(arrival, self)
        if weighed.key is not None:
            self.story_of[item_key(item.provider, item.uri)] = weighed.key
        self._tell(item, weighed.entries, (*weighed.stories, *weighed.alerts), clock)
        return Judgement(
            relations=weighed.relations,
            disputed=found.disputed or weighed.disputed,
            breaking=weighed.breaking,
            story=weighed.story,
            flags=found.flags,
        )

    def withdraw(self, item: WireItem, newest: ItemEntry | None, *, hide: bool) -> Judgement:
        """What the kill or the withholding of the uri does to its story and alerts."""
        key = newest.get("story") if newest else None
        entry = self.story(key) if key else None
        if entry is None:
            return Judgement(breaking=Breaking(level="none", score=0, role="kill"))
        gone = breaking.withdraw(entry, item, self.offset, self.now, hide=hide)
        self._tell(item, gone.entries, (*gone.stories, *gone.alerts), None)
        return Judgement(breaking=Breaking(level="none", score=0, role="kill", alert=gone.decision), story=gone.story)

    def note_of(self, item: WireItem) -> lifecycle.Note | None:
        """The note that an arrival is, read once a record."""
        arrival = arrival_of(item)
        if arrival not in self._notes:
            self._notes[arrival] = lifecycle.note(item)
        return self._notes[arrival]

    def note(self, asked: _Asked) -> Judgement:
        """What is said of a note that acts: what it does to the first item that it names, and which it names."""
        judged = next((order.judgement for order in asked.orders if order.judgement.breaking), Judgement())
        silent = judged.breaking or Breaking(level="none", score=0, role="kill")
        return judged.model_copy(update={"breaking": silent, "relations": asked.relations, "flags": asked.flags})

    def story(self, key: str) -> StoryEntry | None:
        """The story as this record has left it so far."""
        return cast(StoryEntry | None, self.entries[key]) if key in self.entries else self.state.story(key)

    def stories_like(self, link: str) -> list[StoryEntry]:
        return [self.story(story_key(each["story"])) or each for each in self.state.stories_like(link)]

    def _story_of(self, item: WireItem, relation: Relation) -> str | None:
        """The story of what the item is related to."""
        target = relation.target
        entry = self.state.item(item_key(target.provider or item.provider, target.uri)) if target else None
        return entry.get("story") if entry else None

    def _tell(
        self,
        item: WireItem,
        entries: Mapping[str, StoryEntry],
        values: tuple[Story | Alert, ...],
        clock: str | None,
    ) -> None:
        self.entries.update(entries)
        at = clock or item.received_at
        self.notices += [Notice(value, item, at, _cause_id(item, item)) for value in values]

    def publish(
        self,
        topics: tuple[str, ...],
        event: EventType,
        record: ItemRecord,
        judgement: Judgement,
        *,
        current: bool,
        cause: Cause | None = None,
        at: str | None = None,
        by: WireItem | None = None,
        superseded_by: ItemRef | None = None,
    ) -> None:
        self.publications.append(
            Publication(
                topics=topics,
                event=event,
                record=record,
                at=at or (by or record.item).received_at,
                caused_by=_cause_id(by or record.item, record.item),
                current=current,
                judgement=judgement,
                cause=cause,
                superseded_by=superseded_by,
            )
        )
        if current:
            self._keep_quotes(record, judgement)

    def _keep_quotes(self, record: ItemRecord, judgement: Judgement) -> None:
        """What is now the state of its uri, where its evidence quotes another uri; of one that does not, nothing."""
        provider, uri = record.item.provider, record.item.uri
        key = quote_key(provider, uri)
        others = [each.target for each in judgement.relations if each.target and each != dedupe.bare(each)]
        quoted = [target for target in others if (target.provider, target.uri) != (provider, uri)]
        if quoted:
            entry = QuoteEntry(
                offset=self.offset,
                at=self.now,
                provider=provider,
                uri=uri,
                target_provider=quoted[0].provider or provider,
                target_uri=quoted[0].uri,
                # Its fingerprint stands in its text entry already.
                record=record.model_copy(update={"fingerprint": None}).json_bytes().decode(),
                judgement=judgement.json_bytes().decode(),
            )
            self.put(key, entry)
        elif self.state.quote(key) is not None:
            self.put(key, None)

    def publish_withheld(self, item: WireItem, published: Published, judgement: Judgement) -> None:
        """That the published item is withheld from now on: a later outcome of its own arrival, caused by this one."""
        stub = lifecycle.body_less(item, "withheld", item.version, item.ed_note).model_copy(
            update={
                "raw_id": published["raw_id"],
                "part": Part(index=published["index"], count=published["count"]),
                "received_at": published["received_at"],
            }
        )
        self.publish(
            ("enriched", "latest"),
            "withheld",
            ItemRecord(item=stub),
            judgement,
            current=True,
            cause="version",
            by=item,
        )

    def remember(self, record: ItemRecord, outcome: str, *, repeats: TextEntry | None = None) -> None:
        """That the arrival was seen, and the fingerprint by which later copies are known."""
        item, print_ = record.item, record.fingerprint
        entry = {
            "offset": self.offset,
            "at": self.now,
            "provider": item.provider,
            "uri": item.uri,
            "version": item.version,
            "raw_id": item.raw_id,
            "received_at": ms(item.received_at),
            "outcome": outcome,
        }
        if print_ is not None and outcome != "apart":
            entry |= {
                "content": print_.content,
                "headline_only": print_.headline_only,
                "terms": dedupe.terms(item),
                "urgency": dedupe.rank(item.urgency),
            }
            if print_.packed is not None:
                entry |= {"packed": print_.packed, "facts": print_.facts}
            if repeats is not None and repeats.get("content", print_.content) != print_.content:
                entry["repeats"] = repeats["content"]
        if outcome not in ("apart", "killed"):
            entry["named"] = lifecycle.named(item, self.note_of(item))
        self.put(text_key(*arrival_of(item)), TextEntry(**entry))  # type: ignore[typeddict-item]

    def put_item(self, item: WireItem, status: str, newest: ItemEntry | None, *, keep_published: bool = True) -> None:
        """The uri with this item as its newest version; what was public before stays so unless this one is."""
        entry = ItemEntry(
            offset=self.offset,
            at=self.now,
            provider=item.provider,
            uri=item.uri,
            version=item.version,
            integers=(newest is None or newest["integers"]) and lifecycle.is_integer(item.version),
            sent_at=item.sent_at,
            raw_id=item.raw_id,
            index=item.part.index,
            status=status,  # type: ignore[typeddict-item]
            known=status == "published" or (newest is not None and newest["known"]),
        )
        story = self.story_of.get(item_key(item.provider, item.uri)) or (newest.get("story") if newest else None)
        if story is not None:
            entry["story"] = story
        if status == "published":
            entry["published"] = _published(item)
        elif keep_published and newest is not None and "published" in newest:
            entry["published"] = newest["published"]
        self.put(item_key(item.provider, item.uri), entry)

    def put_repeat(self, item: WireItem, newest: ItemEntry | None) -> None:
        """The uri after a re-send: its last copy is the one to bring back, and what was held of it is dropped."""
        if newest is None or newest["status"] == "suppressed":
            self.put_item(item, "suppressed", newest)
        elif newest["status"] == "held" and (public := newest.get("published")) is not None:
            arrival = {"raw_id": public["raw_id"], "index": public["index"], "sent_at": item.sent_at}
            self.put_item_again(newest, **arrival, status="published")

    def put_late(self, item: WireItem, newest: ItemEntry) -> None:
        """The uri after an older version: of a uri that was only suppressed so far, that is what is public."""
        integers = newest["integers"] and lifecycle.is_integer(item.version)
        public = newest.get("published") or _published(item)
        self.put_item_again(newest, known=True, integers=integers, published=public)

    def put_item_again(self, entry: ItemEntry, **changed: Any) -> None:
        """The uri's entry as it was, but for these fields, as heard of now."""
        whole = {**entry, **changed, "offset": self.offset, "at": self.now}
        renewed = {name: value for name, value in whole.items() if (name, value) not in CLEARED}
        self.put(item_key(entry["provider"], entry["uri"]), ItemEntry(**renewed))  # type: ignore[typeddict-item]

    def put_kill(self, item: WireItem) -> None:
        self.put(
            kill_key(item.provider, item.uri),
            KillEntry(
                offset=self.offset,
                at=self.now,
                provider=item.provider,
                uri=item.uri,
                version=item.version,
                raw_id=item.raw_id,
                ed_note=item.ed_note,
            ),
        )

    def hold_back(self, item: WireItem) -> None:
        """What is embargoed and now on hold, too, is released by no clock."""
        for key, held in self.state.held_of(item.provider, item.uri):
            self.put(key, HeldEntry(**{**held, "due": None, "offset": self.offset, "at": self.now}))

    def drop_copies(self, item: WireItem) -> None:
        """Suppressed copies under this uri are never brought back: the agency has withdrawn them."""
        for key, _ in self.state.copies_by(item.provider, item.uri):
            self.put(key, None)

    def drop_held(self, item: WireItem) -> None:
        """Older held versions of the uri are never released: a newer one has come, or a kill."""
        for key, _ in self.state.held_of(item.provider, item.uri):
            self.put(key, None)

    def withdrawn(self, entry: TextEntry) -> str | None:
        """Why an earlier arrival may not be shown now."""
        if entry["outcome"] in ("killed", "held"):
            # A version that was held till its uri was killed is killed, too.
            killed = self.state.kill(kill_key(entry["provider"], entry["uri"])) is not None
            return "killed" if killed else entry["outcome"]
        return self.is_withdrawn(entry["provider"], entry["uri"])

    def is_withdrawn(self, provider: str, uri: str) -> str | None:
        """Why nothing that was public of a uri may be shown now."""
        if self.state.kill(kill_key(provider, uri)) is not None:
            return "killed"
        newest = self.state.item(item_key(provider, uri))
        withheld = newest is not None and newest["status"] == "held" and "published" not in newest
        return "held" if withheld else None

    def restate_quotes(self, item: WireItem, *, cause: Cause) -> None:
        """What is public and quotes the withdrawn item in its evidence is said again without that evidence."""
        for quote in self.state.quotes_of(item.provider, item.uri):
            if kill_key(quote["provider"], quote["uri"]) in self.entries:
                continue  # the same note has killed it
            record = ItemRecord.model_validate_json(quote["record"])
            judged = Judgement.model_validate_json(quote["judgement"])
            judgement = _restated(judged, lambda *target: target == (item.provider, item.uri))
            self.publish(("enriched", "latest"), "updated", record, judgement, current=True, cause=cause, by=item)

    def restore_copies(self, item: WireItem, why: str, *, cause: Cause) -> None:
        """Other providers' copies that the withdrawn item has suppressed come back, marked disputed, never fired."""
        for key, copy in self.state.copies_of(item.provider, item.uri):
            self.put(key, None)
            newest = self.state.item(item_key(copy["provider"], copy["uri"]))
            moved_on = newest is not None and newest["raw_id"] != copy["raw_id"]
            if copy["provider"] == item.provider or moved_on:
                continue
            record = ItemRecord.model_validate(copy["record"])
            judged = Judgement.model_validate(copy["judgement"])
            disputed = Dispute(reason=f"repeats_{why}", target=ItemRef(uri=item.uri, provider=item.provider))
            relations = tuple([dedupe.bare(each) for each in judged.relations])
            judgement = judged.model_copy(update={"relations": relations, "disputed": disputed})
            self.publish(("enriched", "latest"), "restored", record, judgement, current=True, cause=cause, by=item)
            self.remember(record, "published")
            self.put_item(record.item, "published", newest)

    def expire(self) -> None:
        """Forget what is past its time; what this record has just put anew lives on."""
        for key in self.state.expired(self.now, TOMBSTONES_MAX):
            if key in self.entries:
                continue
            uri = self.state.item(key) if kind_of(key) == "item" else None
            if uri is not None and self._waits(uri):
                # Else an older version would come as the first of its uri, and slip out before the hour.
                self.put_item_again(uri)
            else:
                self.put(key, None)

    def _waits(self, uri: ItemEntry) -> bool:
        """Whether a version of the uri is held until a date."""
        return any(held["due"] is not None for _, held in self.state.held_of(uri["provider"], uri["uri"]))


CLEARED = (("published", None), ("on_hold", None))
"""Fields of a uri's entry that are absent when they are cleared."""


def _published(item: WireItem) -> Published:
    return Published(
        raw_id=item.raw_id,
        index=item.part.index,
        count=item.part.count,
        version=item.version,
        received_at=item.received_at,
    )


def _cause_id(cause: WireItem, of: WireItem) -> str:
    """raw_id of the arrival that caused an event of the item; more only where that alone would not tell events apart.

    One raw record may hold several items under one uri. And two agencies may relay a third one's item under its own
    uri: the kill that brings back both copies is one cause of two events.
    """
    place = f"/{cause.part.index}" if cause.part.index else ""
    return cause.raw_id + place + (f"/{of.provider}" if of.provider != cause.provider else "")


Read = Callable[[RawItem], tuple[ItemRecord | DeadLetter, ...]]
Taste = Callable[[State, int, ItemRecord | ClockRecord], Outcome]


def clock_record(now_ms: int) -> ClockRecord:
    return ClockRecord(clock=utc(now_ms))
