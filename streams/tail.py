"""Reads a published topic for a person or a pipe: outside any group, committed records only."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Literal, NamedTuple

from aiokafka import TopicPartition

from streams import admin, codec
from streams.agents import transport
from streams.settings import Settings

Start = Literal["start", "now"]


class Read(NamedTuple):
    """A record as a reader gets it; headers are text."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: dict[str, str]


async def read_topic(
    settings: Settings,
    name: str,
    start: Start = "start",
    idle_s: float | None = None,
    to_end: bool = False,
) -> AsyncGenerator[Read, None]:
    """Records of a topic by its short name: for ever, or until none has come for `idle_s` seconds, or to its end.

    The end is the one that readers of committed records see at the start; it is reached by position, since markers of
    transactions are offsets without records. Raises NoBroker, and TopicsWrong where there is no such topic.
    """
    # Without a subscription a consumer knows no topic's partitions, so the admin client is asked.
    count = await admin.partitions_of(settings, name)
    partitions = [TopicPartition(settings.topic(name), each) for each in range(count)]
    async with transport.reader(settings, partitions) as consumer:
        if start == "start":
            await consumer.seek_to_beginning(*partitions)
        else:
            await consumer.seek_to_end(*partitions)
        ends = await consumer.end_offsets(partitions) if to_end else {}
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            got = await consumer.getmany(timeout_ms=100)
            for records in got.values():
                last = loop.time()
                for each in records:
                    yield Read(
                        each.topic,
                        each.partition,
                        each.offset,
                        each.timestamp,
                        each.key,
                        each.value,
                        codec.texts(each.headers),
                    )
            if idle_s is not None and loop.time() - last > idle_s:
                return
            if to_end and all([await consumer.position(each) >= ends[each] for each in partitions]):
                return
