"""The topics table, against what the design promises of each topic, and the difference a worker names at start."""

import pytest

from streams import topics
from streams.topics import BY_NAME, DAY_MS, HOUR_MS, TOPICS, MiB, Topic, broker_config, differences, full_name

# name, who may read it, partitions, largest message, whether compacted
DESIGN = [
    ("wire.raw", "restricted", 4, 2 * MiB, False),
    ("wire.items", "restricted", 1, 8 * MiB, False),
    ("wire.enriched", "public", 1, 8 * MiB, False),
    ("wire.suppressed", "public", 1, 8 * MiB, False),
    ("wire.latest", "public", 1, 8 * MiB, True),
    ("wire.stories", "public", 1, 8 * MiB, True),
    ("wire.alerts", "public", 1, 8 * MiB, False),
    ("wire.held", "restricted", 1, 8 * MiB, False),
    ("wire.state", "restricted", 1, 8 * MiB, True),
    ("wire.positions", "restricted", 4, 8 * MiB, True),
    ("wire.dead", "restricted", 1, 8 * MiB, False),
]


def good(topic: Topic) -> dict[str, str]:
    """What a broker says of a topic that is as it must be."""
    return {"unclean.leader.election.enable": "false", **broker_config(topic, 30)}


def test_the_table_is_the_designs():
    assert [(t.name, t.access, t.partitions, t.max_message_bytes, t.compacted) for t in TOPICS] == DESIGN
    assert list(BY_NAME) == [name for name, *_ in DESIGN]


def test_a_topic_is_named_after_its_site():
    assert full_name("desk", "wire.raw") == "desk.wire.raw"


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_every_topic_says_what_it_carries_and_takes_the_brokers_time(topic: Topic):
    assert topic.carries
    config = broker_config(topic, 30)
    assert config["message.timestamp.type"] == "LogAppendTime"
    assert config["max.message.bytes"] == str(topic.max_message_bytes)
    assert config["cleanup.policy"] == ("compact" if topic.compacted else "delete")
    assert all(isinstance(value, str) for value in config.values())


@pytest.mark.parametrize("topic", [topic for topic in TOPICS if topic.compacted], ids=lambda topic: topic.name)
def test_what_was_killed_leaves_a_compacted_topic_within_an_hour(topic: Topic):
    config = broker_config(topic, 30)
    assert int(config["max.compaction.lag.ms"]) == int(config["segment.ms"]) == HOUR_MS
    assert int(config["delete.retention.ms"]) == DAY_MS
    assert "retention.ms" not in config


def test_the_state_has_small_segments():
    assert broker_config(BY_NAME["wire.state"], 30)["segment.bytes"] == str(64 * MiB)


@pytest.mark.parametrize("days", [1, 30, 3650])
def test_raw_outlives_dead_so_that_a_dead_letter_leads_to_its_bytes(days: int):
    kept = {topic.name: int(broker_config(topic, days).get("retention.ms", 0)) for topic in TOPICS}
    assert kept["wire.raw"] >= kept["wire.dead"] + 7 * DAY_MS
    others = {kept[topic.name] for topic in TOPICS if not topic.compacted and topic.name != "wire.raw"}
    assert others == {days * DAY_MS}


def test_whatever_fits_into_raw_fits_into_dead_with_its_headers():
    assert BY_NAME["wire.dead"].max_message_bytes > topics.RAW_BYTES_MAX + MiB


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_a_topic_as_created_has_no_difference(topic: Topic):
    assert differences(topic, topic.partitions, good(topic)) == []


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.name)
def test_each_difference_is_named_with_what_it_must_be(topic: Topic):
    policy = "delete" if topic.compacted else "compact"
    wrong = {
        "cleanup.policy": (policy, "compact" if topic.compacted else "delete"),
        "message.timestamp.type": ("CreateTime", "LogAppendTime"),
        "max.message.bytes": (str(topic.max_message_bytes - 1), f"at least {topic.max_message_bytes}"),
    }
    for name, (found, must) in wrong.items():
        assert differences(topic, topic.partitions, {**good(topic), name: found}) == [
            f"{name} is {found}, must be {must}"
        ]
        missing = {key: value for key, value in good(topic).items() if key != name}
        assert differences(topic, topic.partitions, missing) == [f"{name} is None, must be {must}"]
    assert differences(topic, 7, good(topic)) == [f"has 7 partitions, must have {topic.partitions}"]
    all_wrong = {name: found for name, (found, _) in wrong.items()}
    assert len(differences(topic, 7, all_wrong)) == 4


def test_an_operator_may_keep_records_longer_or_take_larger_ones():
    topic = BY_NAME["wire.enriched"]
    config = {**good(topic), "retention.ms": "-1", "max.message.bytes": str(16 * MiB), "min.insync.replicas": "2"}
    assert differences(topic, 1, config) == []
