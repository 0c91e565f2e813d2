"""What may not be shown yet."""

from typing import NamedTuple

from schemas.base import ms
from schemas.item import WireItem


class Hold(NamedTuple):
    """Why an item is held, and until when (ms). Without a date it is held until a newer version says otherwise."""

    reason: str
    due: int | None


def hold(item: WireItem, ahead_ms: int) -> Hold | None:
    """Whether the item must be held back when it arrives.

    `ahead_ms` is how far its received_at ran ahead of the broker's clock: a feed whose clock is fast must not lift an
    embargo early.
    """
    if item.pub_status == "withheld":
        return Hold("withheld", None)
    if item.embargoed_until is not None and ms(item.embargoed_until) > ms(item.received_at) - ahead_ms:
        return Hold("embargo", ms(item.embargoed_until))
    return None
