"""The entries of wire.state: what the fold remembers, as plain JSON objects keyed by text.

They are TypedDicts, not models: the fold reads them a hundred times for each time it writes one, a rebuild reads
75,000 at once, and nobody outside may rely on them. Every entry carries `offset`, the place in the log that wrote it,
and `at`, the log's time there in milliseconds. Keys are made by the functions below and by nothing else.
"""

from typing import Any, Literal, NotRequired, TypedDict

from schemas.item import WireItem
from schemas.lists import Level, StoryRole
from schemas.traits import Form

LOG_KEY = "log"


class Entry(TypedDict):
    offset: int
    at: int


class LogEntry(Entry):
    """The log's time (`at`: greatest received_at so far) and the position: the offset of the next record to read."""

    position: int


class Published(TypedDict):
    """The version of a uri that consumers hold."""

    raw_id: str
    index: int
    count: int
    version: str | None
    received_at: str


class ItemEntry(Entry):
    """A uri of a provider: its newest version, by which the next one is ordered, and what of it is public. 30 days."""

    provider: str
    uri: str
    version: str | None
    integers: bool
    """Whether every version so far was an integer."""
    sent_at: str | None
    raw_id: str
    index: int
    status: Literal["published", "suppressed", "held"]
    known: bool
    """Whether consumers have ever seen the uri."""
    published: NotRequired[Published]
    story: NotRequired[str]
    """The running story that it is of."""
    on_hold: NotRequired[bool]
    """A note to editors has put it on hold: the same version again is no release."""


class KillEntry(Entry):
    """A uri that was killed, whether or not it had come. 30 days."""

    provider: str
    uri: str
    version: str | None
    raw_id: str
    ed_note: str | None


class TextEntry(Entry):
    """An arrival and the fingerprint of its text: it was seen, and later copies are compared with it. 72 h."""

    provider: str
    uri: str
    version: str | None
    raw_id: str
    received_at: int
    outcome: Literal["published", "suppressed", "held", "killed", "apart"]
    """apart: published and never compared with (use test or internal, or no text)."""
    content: NotRequired[str]
    headline_only: NotRequired[bool]
    packed: NotRequired[str]
    facts: NotRequired[str]
    """The fingerprint as intake packed it; see schemas.item.Fingerprint."""
    terms: NotRequired[str]
    """Digest of what a re-send must have in common besides its text: status, embargo, signals, note."""
    urgency: NotRequired[int]
    repeats: NotRequired[str]
    """Content of what it was suppressed for as a near duplicate."""
    named: NotRequired[str]
    """What a note to editors may name it by, packed by the lifecycle room."""


class HeldEntry(Entry):
    """An embargoed or withheld item in full, with its judgements. Until it is released, replaced or killed."""

    provider: str
    uri: str
    raw_id: str
    due: int | None
    record: dict[str, Any]
    judgement: dict[str, Any]


class CopyEntry(Entry):
    """A suppressed copy in full, and the item that suppressed it. 72 h."""

    provider: str
    uri: str
    raw_id: str
    target_provider: str
    target_uri: str
    record: dict[str, Any]
    judgement: dict[str, Any]


class QuoteEntry(Entry):
    """What is public of a uri, in full, where its evidence quotes another uri: restated when that is withdrawn. 72 h.

    As JSON text: one uri in five has one, and as objects it would take four times the memory.
    """

    provider: str
    uri: str
    target_provider: str
    target_uri: str
    record: str
    judgement: str


class MemberRow(TypedDict):
    """An item of a story: one row a uri, as its newest version is."""

    provider: str
    uri: str
    version: str | None
    raw_id: str
    at: int
    """received_at in milliseconds, of its first version."""
    received_at: str
    level: Level
    role: StoryRole
    form: Form
    own: bool
    """Whether it is a report of its own: what repeats others is no second origin and states no figure."""
    alerted: bool
    """Whether it has come at a level that alerts, and so carries the claim."""
    headline: str | None
    hidden: NotRequired[bool]
    """It is held: the story is linked by it, and nothing public shows it."""


class FigureRow(TypedDict):
    """What one item has said in a slot of a story: the reading as readers get it, and the whole figure."""

    at: int
    told: dict[str, str]
    figure: dict[str, Any]


class AlertRow(TypedDict):
    """One alert of a story, from its fire to its cancel and beyond."""

    alert_id: str
    seq: int
    level: Level
    standing: bool
    at: int
    """received_at of the latest fire or raise, in milliseconds."""
    provider: str
    uri: str
    figures: dict[str, float]
    """The greatest value by role that it has told."""
    events: list[str]
    """Turns of the story that it has told."""
    silent: list[list[str]]
    """Provider and uri of the lines with something new that the cool-down has silenced."""
    dead: list[list[str]]
    """Corrected words: what stood there, and what stands now (empty where only the old is known)."""


class StoryEntry(Entry):
    """A running story. 72 h after its last change."""

    story: str
    wave: NotRequired[str]
    last: int
    """received_at of its newest visible item in milliseconds."""
    links: list[list[Any]]
    """Packed terms, received_at, provider and uri of the founding item and the newest others."""
    members: list[MemberRow]
    figures: dict[str, list[FigureRow]]
    alerts: list[AlertRow]
    shown: bool
    """Whether wire.stories has a record of it."""
    retracted: bool


def story_key(story: str) -> str:
    return f"story:{story}"


def item_key(provider: str, uri: str) -> str:
    return f"item:{provider}:{uri}"


def kill_key(provider: str, uri: str) -> str:
    return f"kill:{provider}:{uri}"


def text_key(raw_id: str, index: int) -> str:
    return f"text:{raw_id}:{index}"


def held_key(raw_id: str, index: int) -> str:
    return f"held:{raw_id}:{index}"


def quote_key(provider: str, uri: str) -> str:
    return f"quote:{provider}:{uri}"


def copy_key(raw_id: str, index: int) -> str:
    return f"copy:{raw_id}:{index}"


def kind_of(key: str) -> str:
    """`item` of `item:ap:urn:x`."""
    return key.partition(":")[0]


def arrival_of(item: WireItem) -> tuple[str, int]:
    """What makes an arrival itself: its raw record and its place in it."""
    return item.raw_id, item.part.index
