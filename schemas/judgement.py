"""What the rooms say of an item: how it relates to earlier ones, how urgent it is and why, and which story it is of."""

from typing import Any

from pydantic import Field

from schemas.base import Model, Provider, UtcTime
from schemas.figure import Figure
from schemas.item import Flag
from schemas.lists import AlertAction, Level, RelationKind, StoryRole, TextField
from schemas.traits import Reason


class ItemRef(Model):
    """Another item, by the ids under which it was published."""

    uri: str
    version: str | None = None
    provider: Provider | None = None
    raw_id: str | None = None


class Passage(Model):
    """The same words here and in the target; code points, end exclusive."""

    field: TextField
    start: int
    end: int
    target_field: TextField
    target_start: int
    target_end: int


class SlotChange(Model):
    """A slot that both texts fill, with what stands in it there (`old`) and here (`new`)."""

    slot: str
    old: str
    new: str


class Relation(Model):
    """What an item is to an earlier one. Evidence not computed is absent; the first relation is the main one."""

    kind: RelationKind
    target: ItemRef | None = None
    reason: str
    """Code of the rule that decided; an open list."""
    score: float | None = None
    share: float | None = None
    """Share of this item that stands in the target."""
    reverse_share: float | None = None
    passages: tuple[Passage, ...] = ()
    slots_agree: tuple[str, ...] = ()
    slots_conflict: tuple[SlotChange, ...] = ()
    names_missing: tuple[str, ...] = ()
    gap_s: float | None = None
    """Seconds from the target's received_at to this item's."""
    model: str | None = None
    """Version of the model and tables that decided, where a model did."""


class Dispute(Model):
    """The text repeats one that was killed or may not be shown; it must not be taken as a second source of it."""

    reason: str
    target: ItemRef | None = None


class AlertDecision(Model):
    """What the item does to its story's alert. `suppress` stands here only, never on wire.alerts."""

    action: AlertAction
    alert_id: str | None = None
    alert_seq: int | None = None
    suppress_reason: str | None = None


class Breaking(Model):
    """How urgent the item is, and why. A role or an alert that cannot be told is absent."""

    level: Level
    score: float
    role: StoryRole | None = None
    reasons: tuple[Reason, ...] = ()
    alert: AlertDecision | None = None
    event_age_s: float | None = None


class StoryRef(Model):
    """The running story that an item belongs to."""

    story_id: str
    link_score: float | None = None
    linked_to: ItemRef | None = None
    wave_id: str | None = None


class StoryMember(Model):
    uri: str
    version: str | None = None
    provider: Provider
    received_at: UtcTime
    level: Level
    role: StoryRole | None = None


class StoryFigure(Model):
    """What one slot of a story has said over time, oldest first, and whether agencies disagree now."""

    slot: str
    current: Figure
    timeline: tuple[dict[str, Any], ...] = ()
    conflict: bool = False


class Story(Model):
    """The value of a wire.stories record: one running story, keyed by story_id."""

    story_id: str
    wave_id: str | None = None
    retracted: bool = False
    lead: ItemRef
    headline: str | None = None
    """The lead's."""
    level: Level
    members: tuple[StoryMember, ...]
    figures: tuple[StoryFigure, ...] = ()
    first_at: UtcTime
    last_at: UtcTime


class Alert(Model):
    """The value of a wire.alerts record, self-contained. Never notify after valid_until; always apply a cancel."""

    alert_id: str
    alert_seq: int = Field(ge=1)
    action: AlertAction
    level: Level
    text: str | None = None
    """Absent on a cancel: what was withdrawn is not repeated."""
    provider: Provider
    language: str | None = None
    uri: str
    version: str | None = None
    story_id: str
    changed: tuple[SlotChange, ...] = ()
    reasons: tuple[Reason, ...] = ()
    valid_until: UtcTime


class Judgement(Model):
    """All that the rooms say of one item, as it was when it arrived."""

    relations: tuple[Relation, ...] = ()
    disputed: Dispute | None = None
    breaking: Breaking | None = None
    story: StoryRef | None = None
    flags: tuple[Flag, ...] = ()
    """Warnings that only the comparison with earlier items gives; the item's own stand in the item."""
