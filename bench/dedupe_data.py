"""The shared sets of pairs and streams as items of the product, for the bench and for training.

Rows go through the feed simulator and the reader of ninjs, as they would on the wire. Labels are kept apart.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from schemas.item import RawItem, WireItem
from streams import dedupe, wire
from streams.dedupe.compare import View, measure
from streams.dedupe.fingerprint import unpack
from streams.dev import play


def item(row: dict[str, Any]) -> WireItem:
    """A row as the ninjs reader gives it. The uri holds the row's id, and rules read a uri for identity alone."""
    return _item(tuple((name, row[name]) for name in play.Row._fields if row.get(name) is not None))


@lru_cache(maxsize=20_000)
def _item(fields: tuple[tuple[str, Any], ...]) -> WireItem:
    row = play.Row(**dict(fields))
    sent = play.ninjs(row, play.Slot(0, row.id, row.date[:10]))
    (read,) = wire.read(RawItem(**dict(sent), provider="reuters", profile="reuters-1987"))
    assert isinstance(read, WireItem), row
    return read


def view(row: dict[str, Any]) -> View:
    print_ = dedupe.fingerprint(item(row))
    assert print_ is not None, row
    assert print_.packed is not None, row
    return View(unpack(print_.packed))


def measures(pairs: Iterable[dict[str, Any]]) -> list[list[float]]:
    return [measure(view(pair["a"]), view(pair["b"])) for pair in pairs]


def groups(pairs: Iterable[dict[str, Any]]) -> list[int]:
    """For each pair the group of items that it hangs together with, over any number of pairs."""
    parents: dict[int, int] = {}

    def root(each: int) -> int:
        while parents.setdefault(each, each) != each:
            parents[each] = parents[parents[each]]
            each = parents[each]
        return each

    listed = list(pairs)
    for pair in listed:
        parents[root(pair["a"]["id"])] = root(pair["b"]["id"])
    return [root(pair["a"]["id"]) for pair in listed]
