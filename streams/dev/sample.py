"""The sample feed: a day on three invented wires in 40 seconds, with what must become of each item.

Its files are bytes as an agency would send them, but for the times that must follow the clock of whoever watches:

    @{start+14s}         2026-03-05T12:00:14Z     an ISO time
    @{anpa start+14s}    03-05-26 1200GMT         the time in an ANPA trailer
    @{day start+14s}     03-05                    the day in an ANPA header
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from schemas.base import UtcTime, ms, utc
from schemas.item import RawRecord
from schemas.lists import EventType, Outcome, RelationKind
from streams.dev.play import anpa_time

FOLDER = Path(__file__).parent / "sample"
CONTENT_TYPES = {".json": "application/json", ".txt": "text/plain", ".xml": "application/xml"}
"""What the senders declare. An ANPA line declares nothing."""


class Expected(NamedTuple):
    """What must become of a record of the sample: a row of its manifest, without the when and where."""

    file: str
    why: str
    outcome: Outcome
    event: EventType | None
    """Absent where the record gives no event: dead and aside."""
    relation: RelationKind | None
    of: str | None
    """The file of the item that the relation points at, where that has come."""
    then: tuple[EventType, ...]
    """Its later outcomes."""


def sample(start: UtcTime) -> Iterator[tuple[float, RawRecord, Expected]]:
    """Every item in order, with the seconds after `start` at which it is sent; that is when it was received, too."""
    start_ms = ms(start)
    for row in manifest():
        path = FOLDER / "items" / row["file"]
        record = RawRecord(
            body=rendered(path.read_bytes(), start),
            feed=row["feed"],
            received_at=utc(start_ms + round(row["at"] * 1000)),
            content_type=CONTENT_TYPES.get(path.suffix),
            filename=path.name,
        )
        yield row["at"], record, _expected(row)


def feeds() -> list[dict[str, str]]:
    """The feeds table that the sample needs."""
    rows: list[dict[str, str]] = _toml("feeds.toml")["feeds"]
    return rows


def rendered(body: bytes, start: UtcTime) -> bytes:
    """The file's bytes with its placeholders as times after `start`."""
    start_ms = ms(start) // 1000 * 1000

    def time(found: re.Match[bytes]) -> bytes:
        return TIMES[found["form"]](utc(start_ms + int(found["seconds"]) * 1000)).encode()

    return PLACEHOLDER.sub(time, body)


PLACEHOLDER = re.compile(rb"@\{(?P<form>anpa |day |)start(?P<seconds>[+-]\d{1,5})s\}")
TIMES: dict[bytes, Callable[[UtcTime], str]] = {
    b"": lambda time: time,
    b"anpa ": anpa_time,
    b"day ": lambda time: time[5:10],
}


def manifest() -> list[dict[str, Any]]:
    """The rows of manifest.toml, in the order they are sent."""
    rows: list[dict[str, Any]] = _toml("manifest.toml")["items"]
    return rows


def _expected(row: dict[str, Any]) -> Expected:
    return Expected(
        file=row["file"],
        why=row["why"],
        outcome=row["expect"],
        event=row.get("event"),
        relation=row.get("relation"),
        of=row.get("of"),
        then=tuple(row.get("then", ())),
    )


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))
