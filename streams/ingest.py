"""Puts files, folders and standard input into wire.raw: the bytes as they are, stamped with feed and received_at."""

import asyncio
import mimetypes
import sys
import time
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from aiokafka.errors import KafkaConnectionError

from schemas.base import utc
from schemas.item import RawRecord
from streams import codec
from streams.agents import transport
from streams.agents.transport import NoBroker
from streams.settings import Settings
from streams.topics import RAW_BYTES_MAX

ENVELOPE_BYTES = 4096
"""Room for key, headers and framing below the topic's limit."""

FILE_BYTES_MAX = RAW_BYTES_MAX - ENVELOPE_BYTES
IN_FLIGHT = 1000


class Refused(NamedTuple):
    """A file that was not sent, and why."""

    name: str
    why: str


def read_files(paths: Iterable[str], feed: str) -> Iterator[RawRecord | Refused]:
    """The files of the paths in the order of names; `-` is standard input. received_at is when each is read."""
    for name in paths:
        if name == "-":
            yield _record(sys.stdin.buffer.read(FILE_BYTES_MAX + 1), feed, None)
            continue
        path = Path(name)
        if not path.exists():
            yield Refused(name, "does not exist")
        for file in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
            if file.is_file():
                yield _read(file, feed)


def _read(file: Path, feed: str) -> RawRecord | Refused:
    try:
        size = file.stat().st_size
        if size > FILE_BYTES_MAX:
            return Refused(str(file), f"has {size} bytes; wire.raw takes {FILE_BYTES_MAX}")
        return _record(file.read_bytes(), feed, file.name)
    except OSError as error:
        return Refused(str(file), str(error.strerror))


def _record(body: bytes, feed: str, filename: str | None) -> RawRecord | Refused:
    if len(body) > FILE_BYTES_MAX:
        return Refused(filename or "standard input", f"has over {FILE_BYTES_MAX} bytes, the most that wire.raw takes")
    content_type = mimetypes.guess_type(filename)[0] if filename else None
    received_at = utc(time.time_ns() // 1_000_000)
    return RawRecord(body=body, feed=feed, received_at=received_at, content_type=content_type, filename=filename)


async def send(
    settings: Settings, records: AsyncIterable[RawRecord], on_sent: Callable[[RawRecord], None] = lambda _: None
) -> int:
    """Append the records to wire.raw in their order and wait until all are acknowledged; returns their number."""
    producer = transport.producer(settings, linger_ms=2)
    try:
        await producer.start()
    except (KafkaConnectionError, OSError) as error:
        await transport.close(producer)
        raise NoBroker(settings.bootstrap) from error
    count = 0
    waiting: list[asyncio.Future[object]] = []
    try:
        async for record in records:
            encoded = codec.encode_raw(record)
            waiting.append(
                await producer.send(
                    settings.topic(encoded.topic), encoded.value, key=encoded.key, headers=encoded.headers
                )
            )
            count += 1
            on_sent(record)
            if len(waiting) >= IN_FLIGHT:
                await asyncio.gather(*waiting)
                waiting.clear()
        await asyncio.gather(*waiting)
    finally:
        await transport.close(producer)
    return count
