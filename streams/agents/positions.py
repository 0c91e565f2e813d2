"""How far intake has read each partition of wire.raw: a record of wire.positions, in the transaction of the outputs.

Not the group's offsets, which a broker may answer wrongly: one that was killed and came back loaded them twice over and
then gave an offset a quarter of an hour old, from which 21,000 records were read anew (docs/decisions/0008). A topic of
our own is read like any other, and costs a transaction two round trips less. Partition n of it belongs to partition n
of wire.raw, and to the producer that owns that.
"""

from collections.abc import Iterable
from typing import NamedTuple

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.agents import transport
from streams.agents.attempts import Note
from streams.codec import Encoded
from streams.settings import Settings

TOPIC = "wire.positions"

BACK = 50
"""How many offsets before the end the look for the last record begins; a transaction is a record and a marker."""


class Stored(NamedTuple):
    """Offset of the next record to read, and the note of an attempt that began there."""

    position: int
    note: Note | None = None


def encode(partition: int, position: int, note: Note | None = None) -> Encoded:
    value: dict[str, object] = {"position": position}
    if note is not None:
        value["note"] = note._asdict()
    return Encoded(TOPIC, b"%d" % partition, orjson.dumps(value), [], partition)


def decode(value: bytes) -> Stored:
    fields = orjson.loads(value)
    note = fields.get("note")
    return Stored(fields["position"], Note(**note) if note else None)


async def read(settings: Settings, partitions: Iterable[int]) -> dict[int, Stored]:
    """What is stored of each partition of wire.raw, where anything is.

    A worker asks after it has fenced the partition's producer: then nothing is open there, and the end is the end.
    """
    places = [TopicPartition(settings.topic(TOPIC), number) for number in partitions]
    found = {}
    async with transport.reader(settings, places, fetch_max_wait_ms=50) as consumer:
        starts, ends = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
        for place in places:
            last = await _last(consumer, place, starts[place], ends[place])
            if last is not None:
                found[place.partition] = decode(last)
    return found


async def _last(consumer: AIOKafkaConsumer, place: TopicPartition, start: int, end: int) -> bytes | None:
    """The value of the last committed record, looked for further and further back: given-up ones may lie after it."""
    back, last, begin = BACK, None, end
    while last is None and begin > start:
        begin, until = max(start, end - back), begin
        consumer.seek(place, begin)
        while await consumer.position(place) < until:
            for record in (await consumer.getmany(place, timeout_ms=20)).get(place, ()):
                last = record.value
        back *= 4
    return last
