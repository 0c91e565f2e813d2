"""Which reader reads what: one table, tried in order; the first that can prove the format reads it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from schemas.item import DeadLetter, RawItem, WireItem
from streams.wire import anpa, ninjs, plain
from streams.wire.letters import unknown_format
from streams.wire.look import Look
from streams.wire.shapes import describe, refuse


class Parser(NamedTuple):
    """A reader: `claims` proves the format and costs little, `read` takes what was claimed."""

    name: str
    claims: Callable[[Look], bool]
    read: Callable[[Look], tuple[WireItem | DeadLetter, ...]]


PARSERS: tuple[Parser, ...] = (
    Parser("anpa", anpa.claims, anpa.read),
    Parser("ninjs", ninjs.claims, ninjs.read),
    Parser("plain", plain.claims, plain.read),  # last: it claims any text that looks like no other format
)


def read(raw: RawItem, parsers: Sequence[Parser] = PARSERS) -> tuple[WireItem | DeadLetter, ...]:
    """Everything in a raw record, in its order: at least one item or dead letter, parts numbered from 0."""
    look = Look(raw)
    refusal = refuse(look)
    if refusal is not None:
        return (refusal,)
    for parser in hinted_first(raw.format_hint, parsers):
        if parser.claims(look):
            return parser.read(look)
    return (unknown_format(f"No reader for this: it looks like {describe(look) or 'text of no known format'}."),)


def hinted_first(hint: str | None, parsers: Sequence[Parser]) -> Sequence[Parser]:
    """The feed's hint moves a parser to the front; it must still prove the format there."""
    if hint is None:
        return parsers
    return sorted(parsers, key=lambda parser: parser.name != hint)
