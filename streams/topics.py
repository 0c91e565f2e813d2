"""Every topic: what it carries, how it is kept, who may read it. A worker compares it with the broker at start."""

from dataclasses import dataclass

MiB = 1 << 20
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

RAW_BYTES_MAX = 2 * MiB
"""What a record of wire.raw may hold; ingest refuses a larger file by name and size."""


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    carries: str
    access: str
    """public, or restricted: holds what is embargoed, withheld, killed or unread."""
    partitions: int = 1
    max_message_bytes: int = 8 * MiB
    compacted: bool = False
    keep: str = "retention"
    """retention: as the setting retention_days says; raw: a week longer. Compacted topics keep the last of each key."""
    config: tuple[tuple[str, str], ...] = ()


_LAST_STATE = (
    ("segment.ms", str(HOUR_MS)),
    ("max.compaction.lag.ms", str(HOUR_MS)),
    ("delete.retention.ms", str(DAY_MS)),
)

# Kafka never compacts the active segment, so its size bounds what a rebuild reads: 75,000 entries written six times
# left 113,200 records readable with segments of 1 GB, 90,800 with 64 MB.
_STATE = (*_LAST_STATE, ("segment.bytes", str(64 * MiB)))

TOPICS: tuple[Topic, ...] = (
    Topic("wire.raw", "the bytes as received", "restricted", partitions=4, max_message_bytes=RAW_BYTES_MAX, keep="raw"),
    Topic("wire.items", "the log: every item read, and the clock, in one order", "restricted"),
    Topic("wire.enriched", "every published item, every version", "public"),
    Topic("wire.suppressed", "re-sends and near duplicates: the same event, same schema", "public"),
    Topic("wire.latest", "the last state of each item", "public", compacted=True, config=_LAST_STATE),
    Topic("wire.stories", "one record a running story", "public", compacted=True, config=_LAST_STATE),
    Topic("wire.alerts", "fire, raise, update, cancel", "public"),
    Topic("wire.held", "embargoed or withheld items", "restricted"),
    Topic("wire.state", "the fold's state", "restricted", compacted=True, config=_STATE),
    Topic("wire.positions", "how far intake has read each partition of wire.raw", "restricted", partitions=4,
          compacted=True, config=_LAST_STATE),
    Topic("wire.dead", "what could not be read, or is no news, with its reason", "restricted"),
)  # fmt: skip

BY_NAME = {topic.name: topic for topic in TOPICS}


def full_name(site: str, name: str) -> str:
    """`wire.raw` of site `desk` is `desk.wire.raw`."""
    return f"{site}.{name}"


def broker_config(topic: Topic, retention_days: int) -> dict[str, str]:
    """The topic's settings as the broker names them.

    LogAppendTime everywhere: records stamped 1987 by a replay would be deleted under 30 days' retention within minutes.
    """
    config = {
        "cleanup.policy": "compact" if topic.compacted else "delete",
        "message.timestamp.type": "LogAppendTime",
        "max.message.bytes": str(topic.max_message_bytes),
        **dict(topic.config),
    }
    if not topic.compacted:
        # Raw outlives dead: a dead letter too large to carry its bytes names where they are.
        days = retention_days + 7 if topic.keep == "raw" else retention_days
        config["retention.ms"] = str(days * DAY_MS)
    return config


def differences(topic: Topic, partitions: int, found: dict[str, str]) -> list[str]:
    """What of an existing topic a worker cannot work with; empty where nothing."""
    wanted = broker_config(topic, 1)
    wrong = []
    if partitions != topic.partitions:
        wrong.append(f"has {partitions} partitions, must have {topic.partitions}")
    wrong += [
        f"{name} is {found.get(name)}, must be {wanted[name]}"
        for name in ("cleanup.policy", "message.timestamp.type")
        if found.get(name) != wanted[name]
    ]
    if int(found.get("max.message.bytes", "0")) < topic.max_message_bytes:
        wrong.append(
            f"max.message.bytes is {found.get('max.message.bytes')}, must be at least {topic.max_message_bytes}"
        )
    return wrong
