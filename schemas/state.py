"""The entries of wire.state: what the fold remembers, as plain JSON objects keyed by text.

They are TypedDicts, not models: the fold reads them a hundred times for each time it writes one, a rebuild reads
75,000 at once, and nobody outside may rely on them. Every entry carries `offset`, the place in the log that wrote it,
and `at`, the log's time there in milliseconds. Keys are made by the functions below and by nothing else.
"""

from typing import Any, Literal, NotRequired, TypedDict

from schemas.item import WireItem

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


def item_key(provider: str, uri: str) -> str:
    return f"item:{provider}:{uri}"


def kill_key(provider: str, uri: str) -> str:
    return f"kill:{provider}:{uri}"


def text_key(raw_id: str, index: int) -> str:
    return f"text:{raw_id}:{index}"


def held_key(raw_id: str, index: int) -> str:
    return f"held:{raw_id}:{index}"


def copy_key(raw_id: str, index: int) -> str:
    return f"copy:{raw_id}:{index}"


def kind_of(key: str) -> str:
    """`item` of `item:ap:urn:x`."""
    return key.partition(":")[0]


def arrival_of(item: WireItem) -> tuple[str, int]:
    """What makes an arrival itself: its raw record and its place in it."""
    return item.raw_id, item.part.index
