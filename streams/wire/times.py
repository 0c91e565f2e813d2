"""Times as wires write them: RFC 3339 with some licence, read to UtcTime and never repaired."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from schemas.base import UtcTime, utc

# ISO 8601 as seen on wires: a space for the T, no seconds, a zone without its colon (Superdesk), or none (BBC).
# A date alone is no time: it does not say when on that day.
WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?", re.ASCII | re.IGNORECASE
)


class Time(NamedTuple):
    utc: UtcTime
    zoned: bool
    """False where the wire wrote no zone and UTC was taken."""


def read_time(written: str) -> Time | None:
    """`2017-08-25T04:41:35+0200` is 02:41:35Z; None where it is no time."""
    match = WRITTEN.fullmatch(written.strip())
    if match is None:
        return None
    date, minute, second, fraction, zone = match.groups()
    try:
        time = datetime.fromisoformat(
            f"{date}T{minute}{second or ':00'}.{(fraction or '')[:3]:0<3}{(zone or 'Z').upper()}"
        )
        return Time(utc_of(time), zone is not None)
    except (ValueError, OverflowError):
        return None


def utc_of(time: datetime) -> UtcTime:
    return utc(round(time.timestamp() * 1000))


def minute_of(year: int, month: int, day: int, hour: int, minute: int, offset_h: int = 0) -> UtcTime | None:
    """UtcTime of a wall clock that is `offset_h` hours from UTC; None where there is no such time."""
    try:
        local = datetime(year, month, day, hour, minute, tzinfo=UTC)
        return utc(round(local.timestamp() * 1000) - offset_h * 3_600_000)
    except (ValueError, OverflowError):
        return None


def nearest_year(month: int, day: int, anchor: UtcTime) -> int | None:
    """The year that puts a month and day within half a year of the anchor: 12-31 seen on 1 January was last year.

    None where that year has no such day.
    """
    apart = month - int(anchor[5:7])
    year = int(anchor[:4]) - (apart > 6) + (apart < -6)
    return year if minute_of(year, month, day, 12, 0) else None
