"""What every reader does the same: an item gets its identity, times and flags from the raw record."""

from typing import Any

from schemas.base import ms
from schemas.item import Flag, Part, WireItem
from streams.wire.letters import WHOLE
from streams.wire.look import Look

AHEAD_MS = 60_000
"""How far an agency's date may lie ahead of ours before it is flagged: the tolerance that intake grants a feed."""


def make_item(look: Look, format: str, *, flags: list[Flag], part: Part = WHOLE, **fields: Any) -> WireItem:  # noqa: A002 - the contract's name
    """A WireItem of this record. Fields that are absent may come as None."""
    raw = look.raw
    fields = {name: value for name, value in fields.items() if value is not None}
    fields.setdefault("uri", raw_uri(look, part))
    return WireItem(
        raw_id=look.raw_id,
        part=part,
        provider=raw.provider,
        feed=raw.feed,
        profile=raw.profile,
        format=format,
        received_at=raw.received_at,
        use=raw.use,
        flags=tuple(raw_flags(look, fields.get("sent_at")) + flags),
        **fields,
    )


def raw_uri(look: Look, part: Part) -> str:
    """The uri of an item that brings no id of its own."""
    uri = f"urn:wire:{look.raw.provider}:raw:{look.raw_id}"
    return uri if part.count == 1 else f"{uri}:{part.index}"


def raw_flags(look: Look, sent_at: str | None) -> list[Flag]:
    """Flags that do not depend on the format."""
    raw, decoded = look.raw, look.decoded
    flags = []
    if raw.clock_wrong:
        ahead = f" by {raw.ahead_ms} ms" if raw.ahead_ms else ""
        flags.append(
            Flag(code="received_at_ahead", detail=f"The feed's clock was ahead{ahead}; the broker's time holds.")
        )
    if decoded and decoded.note:
        flags.append(Flag(code="encoding", detail=f"{decoded.note[0].upper()}{decoded.note[1:]}."))
    if sent_at and ms(sent_at) - ms(raw.received_at) > AHEAD_MS:
        flags.append(Flag(code="sent_at_ahead", detail=f"Sent at {sent_at}, which is after it was received."))
    return flags
