"""What may not be shown yet."""

from typing import NamedTuple

from schemas.base import ms
from schemas.item import Flag, WireItem
from streams.lifecycle.notes_embargo import spoken


class Hold(NamedTuple):
    """Why an item is held, and until when (ms). Without a date it is held until a newer version says otherwise."""

    reason: str
    due: int | None
    flags: tuple[Flag, ...] = ()


def hold(item: WireItem, ahead_ms: int) -> Hold | None:
    """Whether the item must be held back when it arrives.

    `ahead_ms` is how far its received_at ran ahead of the broker's clock: a feed whose clock is fast must not lift an
    embargo early.
    """
    if item.pub_status == "withheld":
        return Hold("withheld", None)
    now = ms(item.received_at) - ahead_ms
    if item.embargoed_until is not None:
        due = ms(item.embargoed_until)
        return Hold("embargo", due) if due > now else None
    told = spoken(item)
    if told is None or (told.due is not None and told.due <= now):
        return None
    return Hold("embargo_told", told.due, (told.flag,) if told.flag else ())
