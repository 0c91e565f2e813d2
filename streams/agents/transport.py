"""aiokafka as the settings want it, and every place that leans on its inside.

Exact version pins and tests/agents/test_transport.py keep this module honest: they fail when upstream changes.
"""

import asyncio
import os
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import (
    IllegalOperation,
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    NodeNotReadyError,
    ProducerClosed,
    ProducerFenced,
    UnknownMemberIdError,
)
from aiokafka.producer import sender

from streams.codec import Encoded
from streams.settings import Settings

RETRY_BACKOFF_MS = 5
"""While the markers of a producer's last transaction are being written the coordinator answers "not yet", and the
client sleeps this long. aiokafka's 100 ms is the whole latency tail: p99 254 ms at 200 items/s, 62 with 5."""

sender.BACKOFF_OVERRIDE = 0.002
"""Where the transaction has no partition yet, aiokafka meets the same answer with this pause of its own, 20 ms as it
comes: p99 123 and 165 ms at 200 items/s in two runs, with 2 ms 61 and 89, for a tenth of a core of the broker."""

REQUEST_BYTES_MAX = 16 << 20
CLOSE_S = 5.0


class NoBroker(Exception):
    """No broker answers at the address of the settings."""

    def __init__(self, bootstrap: str) -> None:
        super().__init__(
            f"no Kafka broker answers at {bootstrap}; start one (copytaster dev kafka) or set COPYTASTER_BOOTSTRAP"
        )


def security(settings: Settings) -> dict[str, Any]:
    """SASL and TLS as aiokafka takes them. Passed through, untested."""
    if settings.security_protocol == "PLAINTEXT":
        return {}
    options: dict[str, Any] = {"security_protocol": settings.security_protocol}
    if settings.security_protocol.startswith("SASL"):
        options |= {
            "sasl_mechanism": settings.sasl_mechanism,
            "sasl_plain_username": settings.sasl_username,
            "sasl_plain_password": settings.sasl_password.get_secret_value(),
        }
    if settings.security_protocol.endswith("SSL"):
        context = ssl.create_default_context(cafile=settings.ssl_cafile or None)
        if settings.ssl_certfile:
            context.load_cert_chain(settings.ssl_certfile, settings.ssl_keyfile or None)
        options["ssl_context"] = context
    return options


def consumer(settings: Settings, group: str | None = None, **options: Any) -> AIOKafkaConsumer:
    """A consumer that reads committed records only; with a group it joins it by the sticky assignor."""
    if group is not None:
        options |= {
            "group_id": group,
            "client_id": f"{settings.site}-{socket.gethostname()}-{os.getpid()}",  # who a member is, for `status`
            "group_instance_id": settings.instance or None,
            "partition_assignment_strategy": (sticky_assignor(),),
            "session_timeout_ms": settings.session_timeout_ms,
            "heartbeat_interval_ms": max(300, settings.session_timeout_ms // 6),
            "rebalance_timeout_ms": max(10_000, settings.session_timeout_ms),
        }
    defaults: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "isolation_level": "read_committed",
        "fetch_max_wait_ms": 100,
        "fetch_max_bytes": 50 << 20,
        "max_partition_fetch_bytes": 16 << 20,
        "retry_backoff_ms": 50,
    }
    return AIOKafkaConsumer(**{**defaults, **security(settings), **options})


@asynccontextmanager
async def reader(
    settings: Settings, partitions: Sequence[TopicPartition], **options: Any
) -> AsyncIterator[AIOKafkaConsumer]:
    """A started consumer outside any group, assigned to the partitions by hand; closed however it is left."""
    outside = consumer(settings, **options)
    try:
        await outside.start()
        outside.assign(partitions)
        yield outside
    finally:
        await close(outside)


def sticky_assignor() -> type[StickyPartitionAssignor]:
    """A sticky assignor of the consumer's own.

    aiokafka keeps what a member owned in the assignor's class: two consumers of one process would overwrite each
    other's, and a joining worker would take the taster's role from its owner (seen).
    """
    return type("OwnStickyAssignor", (StickyPartitionAssignor,), {})


def producer(settings: Settings, transactional_id: str | None = None, **options: Any) -> AIOKafkaProducer:
    """A producer that waits for all replicas. Its start() with a transactional id fences whoever had it before."""
    if transactional_id is not None:
        options |= {
            "transactional_id": transactional_id,
            "transaction_timeout_ms": settings.transaction_timeout_ms,
            "retry_backoff_ms": RETRY_BACKOFF_MS,
        }
    defaults: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap,
        "enable_idempotence": True,
        "acks": "all",
        "linger_ms": 0,
        "max_batch_size": 1 << 20,
        "max_request_size": REQUEST_BYTES_MAX,
        "compression_type": None if settings.compression == "none" else settings.compression,
    }
    return AIOKafkaProducer(**{**defaults, **security(settings), **options})


def admin(settings: Settings) -> AIOKafkaAdminClient:
    return AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap, **security(settings))


async def transact(
    producer: AIOKafkaProducer,
    sends: Iterable[Encoded],
    settings: Settings,
    offsets: Mapping[TopicPartition, int | tuple[int, str]] | None = None,
    group: str | None = None,
) -> None:
    """Begin, send, await every send, offsets, commit. Any error leaves the transaction for the next owner's fence.

    The sends are awaited because aiokafka commits a transaction whose sends have failed: seen, with the input offset
    past 35 lost records. The bound is there because a commit to a broker that is gone may wait without end.
    """
    async with asyncio.timeout(settings.transaction_timeout_ms * 1.5 / 1000):
        await producer.begin_transaction()
        futures = [
            await producer.send(
                settings.topic(each.topic), each.value, key=each.key, headers=each.headers, partition=each.partition
            )
            for each in sends
        ]
        results = await asyncio.gather(*futures, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        if offsets and group:
            await producer.send_offsets_to_transaction(dict(offsets), group)
        await producer.commit_transaction()


async def committed(
    settings: Settings, group: str, partitions: Sequence[TopicPartition]
) -> dict[TopicPartition, tuple[int, str]]:
    """The group's offset (-1 where there is none) and its metadata, which a consumer's own committed() hides.

    Only after the start of the partitions' producer: that waits until the offsets of its last transaction are in place.
    """
    client = admin(settings)
    try:
        await client.start()
        found = await client.list_consumer_group_offsets(group, partitions=list(partitions))
        return {partition: (found[partition].offset, found[partition].metadata) for partition in partitions}
    finally:
        await close(client)


async def close(client: Any) -> None:
    """Stop a consumer, producer or admin client whatever state it is in, in bounded time."""
    try:
        async with asyncio.timeout(CLOSE_S):
            # AIOKafkaAdminClient says close where the others say stop.
            await (client.close() if isinstance(client, AIOKafkaAdminClient) else client.stop())
    except Exception:  # noqa: BLE001, S110 - what is being thrown away may fail as it likes
        pass


# Errors that say nothing about the records at hand: the broker or the role is away. Everything else may be a record's.
_AWAY = (
    KafkaConnectionError,
    KafkaTimeoutError,
    NodeNotReadyError,
    ProducerFenced,
    ProducerClosed,
    IllegalOperation,
    UnknownMemberIdError,
    ConnectionError,
    TimeoutError,
    asyncio.CancelledError,
)


def is_away(error: BaseException) -> bool:
    """Whether the error is of the connection or the role, so that no record may be blamed for it."""
    return isinstance(error, _AWAY) or (isinstance(error, KafkaError) and bool(getattr(error, "retriable", False)))
