"""Which of two versions of a uri is the newer one."""

from typing import Literal

from schemas.base import ms
from schemas.item import WireItem
from schemas.state import ItemEntry

Order = Literal["first", "newer", "older"]


def order(newest: ItemEntry | None, item: WireItem) -> Order:
    """The item against the newest version so far: by version where all are integers, else by sent_at, else by the log.

    Equal counts as newer, for then the log decides, and the item stands later in it.
    """
    if newest is None:
        return "first"
    if newest["integers"] and is_integer(item.version) and newest["version"] is not None:
        mine, its = int(item.version or 0), int(newest["version"])
        if mine != its:
            return "newer" if mine > its else "older"
    if item.sent_at is not None and newest["sent_at"] is not None:
        return "older" if ms(item.sent_at) < ms(newest["sent_at"]) else "newer"
    return "newer"


def is_integer(version: str | None) -> bool:
    """Ten digits at most: a longer one is a timestamp or hostile, and compares as no integer."""
    return version is not None and version.isascii() and version.isdecimal() and len(version) <= 10
