"""Puts files, folders and standard input into wire.raw: the bytes as they are, stamped with feed and received_at."""

import asyncio
import mimetypes
import os
import sys
import time
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from pathlib import Path
from stat import S_ISREG
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
        else:
            for file in _files(Path(name)):
                yield _read(file, feed)


def _files(path: Path) -> list[Path]:
    """A folder's files; any other path stands for itself, and reading it says what is wrong with it."""
    try:
        return sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
    except OSError:
        return [path]


def _read(file: Path, feed: str) -> RawRecord | Refused:
    try:
        found = file.stat()
        if not S_ISREG(found.st_mode):
            return Refused(str(file), "is neither a file nor a folder that can be read")
        if found.st_size > FILE_BYTES_MAX:
            return Refused(str(file), f"has {found.st_size} bytes; wire.raw takes {FILE_BYTES_MAX}")
        # A name need not be UTF-8, a header must.
        return _record(file.read_bytes(), feed, os.fsencode(file.name).decode("utf-8", "replace"))
    except FileNotFoundError:
        return Refused(str(file), "does not exist")
    except OSError as error:
        return Refused(str(file), f"cannot be read ({error.strerror})")


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
