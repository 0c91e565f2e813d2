"""A batch of records, what becomes of it, and the guard around each record.

A batch closes at the settings' number of items, bytes, or milliseconds of computing, whichever comes first; what is not
computed then comes again with the next one. Where a batch is cut never changes an answer.
"""

import asyncio
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, NamedTuple, Protocol

from schemas.item import DeadLetter
from streams.codec import Coordinates, Encoded, Headers, encode_dead, size

ENVELOPE_BYTES = 4096
"""Room left below a topic's limit for headers and framing when a dead letter's bytes are weighed."""


class Record(Protocol):
    """What of aiokafka's ConsumerRecord the agents use; tests make their own."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Any


class Condemned(NamedTuple):
    """A record that failed alone: it goes to wire.dead unread, at the second failure without its bytes."""

    detail: str
    keep_bytes: bool = True
    reason: str = "send_failed"


@dataclass(frozen=True, slots=True)
class Tally:
    """What metrics count of one record: its outcome, and when its raw record was appended (ms, 0 unknown)."""

    outcome: str
    feed: str
    appended_ms: int = 0


@dataclass(slots=True)
class Computed:
    """What a batch leads to: `count` records of it were computed, and these are to be sent in one transaction."""

    count: int = 0
    sends: list[Encoded] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)


class Batch:
    """Records of one partition on their way through an agent."""

    __slots__ = ("condemned", "done", "records")

    def __init__(self, records: Sequence[Record], condemned: Mapping[int, Condemned]) -> None:
        self.records, self.condemned = records, condemned
        self.done: asyncio.Future[Computed] = asyncio.get_running_loop().create_future()

    def answer(self, compute: Callable[["Batch"], Computed]) -> None:
        """Compute, and give the result or the error to the source that waits for it."""
        try:
            self.done.set_result(compute(self))
        except Exception as error:  # noqa: BLE001 - a bug of the worker, not of a record: the source crashes with it
            self.done.set_exception(error)


class Deadline:
    """Says when a batch has computed long enough. At least one record is always computed."""

    def __init__(self, batch_ms: int) -> None:
        self._end = perf_counter() + batch_ms / 1000

    def passed(self) -> bool:
        return perf_counter() >= self._end


class Limits:
    """The brokers' max.message.bytes of each topic, by short name."""

    def __init__(self, bytes_max: Mapping[str, int]) -> None:
        self._bytes_max = dict(bytes_max)

    def too_large(self, sends: Iterable[Encoded]) -> str | None:
        """Which record is larger than its topic takes, as a sentence; None where all fit."""
        for each in sends:
            limit = self._bytes_max.get(each.topic)
            if limit is not None and size(each) > limit:
                return f"a record of {size(each)} bytes for {each.topic}, which takes {limit}"
        return None

    def dead_bytes(self) -> int:
        return self._bytes_max.get("wire.dead", 1 << 20) - ENVELOPE_BYTES


def dead(record: Record, letter: DeadLetter, raw_id: str, limits: Limits, *, keep_bytes: bool = True) -> Encoded:
    at = Coordinates(record.topic, record.partition, record.offset)
    return encode_dead(letter, record.value, headers_of(record), at, raw_id, limits.dead_bytes() if keep_bytes else -1)


def headers_of(record: Record) -> Headers:
    return list(record.headers or ())


def reason_of(error: BaseException) -> str:
    """The error and where it arose: enough for a person to find the line, short enough for a header."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return f"{type(error).__name__}: {error} ({where})"[:1500]
