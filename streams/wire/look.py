"""One look at a raw record: what every reader asks first, each answer worked out once."""

from functools import cached_property
from typing import Any, Literal, NamedTuple

import orjson

from schemas.ids import raw_id
from schemas.item import RawItem
from streams.wire.text import Decoded, decode

HEAD_BYTES = 4096
MAX_DEPTH = 64
"""Levels of JSON. The deepest wire seen has 7; what writes JSON again stops at 254 and would fail after the work."""


class Broken(NamedTuple):
    """Why the bytes are no JSON that is read: a reason code, and words to follow `JSON`."""

    reason: Literal["no_json", "too_deep"]
    why: str


TOO_DEEP = Broken("too_deep", f"nested deeper than {MAX_DEPTH} levels")


class Look:
    """The raw record and the views of it that readers share."""

    def __init__(self, raw: RawItem) -> None:
        self.raw = raw

    @cached_property
    def raw_id(self) -> str:
        return raw_id(self.raw.feed, self.raw.received_at, self.raw.body)

    @cached_property
    def head(self) -> str:
        """The first bytes that are no white space, one character a byte: enough to see a format's mark in."""
        return self.raw.body[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().decode("latin-1")

    @cached_property
    def decoded(self) -> Decoded | None:
        """The text, or None where the bytes are text in no encoding that wires use."""
        return decode(self.raw.body)

    @cached_property
    def json(self) -> Any | Broken | None:
        """The JSON object or list, Broken where it starts like one and is none, None where it does not even start."""
        if self.head[:1].encode() not in (b"{", b"["):
            return None
        decoded = self.decoded
        if decoded is None:
            return Broken("no_json", "in no known encoding")
        try:
            value = orjson.loads(decoded.text)
        except orjson.JSONDecodeError as error:
            if "depth limit" in str(error):
                return TOO_DEEP
            return Broken("no_json", f"that does not parse ({error})")
        return TOO_DEEP if too_deep(value, self.raw.body) else value


def too_deep(value: Any, body: bytes) -> bool:
    """Whether the value has more than MAX_DEPTH levels; the count of brackets spares nearly every item the walk.

    orjson itself stops at 1,024 levels, before it has built anything.
    """
    if body.count(b"{") + body.count(b"[") <= MAX_DEPTH:
        return False
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in children(parent)]
        if not level:
            return False
    return True


def children(value: Any) -> list[Any]:
    """The objects and lists directly inside an object or list."""
    inside = value.values() if isinstance(value, dict) else value
    return [child for child in inside if isinstance(child, dict | list)]
