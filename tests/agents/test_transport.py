"""What agents/transport.py and app.py lean on in aiokafka, Faust and mode. Fails when upstream changes it."""

import asyncio
import inspect
import re
from importlib.metadata import version
from pathlib import Path

import faust
import mode
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    MessageSizeTooLargeError,
    NotLeaderForPartitionError,
    ProducerFenced,
)
from aiokafka.producer import sender

from streams import app as worker_app
from streams.agents import positions, transport
from streams.agents.attempts import Note
from streams.agents.positions import Stored
from streams.agents.source import ALONE_MAX, FAILURES_MAX, Suspects
from streams.agents.step import Condemned
from streams.settings import Settings
from tests.agents.harness import Site, raw

PINNED = ("faust-streaming", "mode-streaming", "aiokafka")


@pytest.mark.parametrize("package", PINNED)
def test_the_versions_that_were_read_are_the_ones_installed(package: str) -> None:
    pins = re.findall(rf'"{package}==([\d.]+)"', Path("pyproject.toml").read_text())
    assert pins == [version(package)]


def test_aiokafka_takes_the_options_that_the_clients_are_made_with() -> None:
    consumer = inspect.signature(AIOKafkaConsumer.__init__).parameters
    assert {"isolation_level", "group_instance_id", "rebalance_timeout_ms", "retry_backoff_ms"} <= consumer.keys()
    producer = inspect.signature(AIOKafkaProducer.__init__).parameters
    assert {"transactional_id", "transaction_timeout_ms", "retry_backoff_ms", "max_request_size"} <= producer.keys()
    assert producer["retry_backoff_ms"].default == 100, (
        "the back-off that is the latency tail; ours is RETRY_BACKOFF_MS"
    )


def test_aiokafka_has_the_back_off_of_a_new_transaction_where_it_is_set() -> None:
    """Read where it is used, not bound as a default: setting the module's name is what counts."""
    assert sender.BACKOFF_OVERRIDE == 0.002
    handler = inspect.getsource(sender.AddPartitionsToTxnHandler.handle_response)
    assert "return BACKOFF_OVERRIDE" in handler


async def test_faust_starts_agents_and_neither_consumer_nor_producer() -> None:
    made = worker_app.create_app(Settings(site="seam"), {})
    strategy = made.boot_strategy
    assert isinstance(strategy, worker_app.OwnTransport)
    assert list(strategy.kafka_consumer()) == []
    assert list(strategy.kafka_producer()) == []
    assert sorted(made.agents) == ["intake", "taster"]
    assert made.flow_control.is_active()
    assert inspect.iscoroutinefunction(faust.App._producer_flush)
    assert inspect.isfunction(faust.App._create_directories)
    assert issubclass(mode.CrashingSupervisor, mode.SupervisorStrategy)


async def test_an_app_can_run_one_agent_alone() -> None:
    for only in ("intake", "taster"):
        made = worker_app.create_app(Settings(site="seam"), {}, only=only)
        assert list(made.agents) == [only]
        assert [source.agent for source in made.sources] == [only]


def test_two_consumers_of_a_process_do_not_share_what_they_owned() -> None:
    one, other = transport.sticky_assignor(), transport.sticky_assignor()
    assert one.name == other.name == "sticky"
    one.on_generation_assignment(7)
    assert (one.generation, other.generation, StickyPartitionAssignor.generation) == (7, -1, -1)


@pytest.mark.kafka
async def test_aiokafka_fails_the_future_of_a_refused_send_and_would_commit_all_the_same(
    kafka: str, site: str, tmp_path: Path
) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        producer = transport.producer(desk.settings, "seam")
        await producer.start()
        await producer.begin_transaction()
        topic = desk.settings.topic("wire.raw")
        good = await producer.send(topic, b"small", partition=0)
        await good
        refused = await producer.send(topic, b"x" * (3 << 20), partition=1)
        with pytest.raises(MessageSizeTooLargeError):
            await refused
        await producer.commit_transaction()  # no error: this is why transact() awaits every send first
        await transport.close(producer)
        assert [each.value for each in await desk.read("wire.raw")] == [b"small"]


@pytest.mark.kafka
async def test_a_position_counts_the_markers_that_hold_no_record(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        producer = transport.producer(desk.settings, "seam")
        await producer.start()
        topic = desk.settings.topic("wire.items")
        for number in range(3):
            await producer.begin_transaction()
            await producer.send_and_wait(topic, raw(number, "x").body, partition=0)
            await producer.commit_transaction()
        await transport.close(producer)
        consumer = transport.consumer(desk.settings)
        await consumer.start()
        partition = TopicPartition(topic, 0)
        consumer.assign([partition])
        await consumer.seek_to_beginning(partition)
        offsets: list[int] = []
        while await consumer.position(partition) < 6:
            got = await consumer.getmany(partition, timeout_ms=200)
            offsets += [each.offset for each in got.get(partition, ())]
        assert offsets == [0, 2, 4]
        assert consumer.last_stable_offset(partition) == 6
        await transport.close(consumer)


@pytest.mark.kafka
async def test_the_last_committed_position_is_found_behind_given_up_ones(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        settings = desk.settings
        assert await positions.read(settings, range(4)) == {}
        producer = transport.producer(settings, "seam")
        await producer.start()
        for position in range(1, 4):
            await transport.transact(producer, [positions.encode(2, position)], settings)
        note = Note(1, 9, "a")
        await transport.transact(producer, [positions.encode(1, 7, note)], settings)
        for _ in range(2 * positions.BACK):
            await producer.begin_transaction()
            topic = settings.topic(positions.TOPIC)
            await producer.send_and_wait(topic, positions.encode(2, 99).value, key=b"2", partition=2)
            await producer.abort_transaction()
        await transport.close(producer)
        assert await positions.read(settings, range(4)) == {2: Stored(3), 1: Stored(7, note)}


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (KafkaConnectionError(), True),
        (ProducerFenced(), True),
        (NotLeaderForPartitionError(), True),
        (TimeoutError(), True),
        (ConnectionResetError(), True),
        (MessageSizeTooLargeError(), False),
        (KafkaError("a send that fails"), False),
        (ValueError("a key that is no key"), False),
    ],
)
def test_no_record_is_blamed_while_the_broker_or_the_role_is_away(error: Exception, away: bool) -> None:
    assert transport.is_away(error) == away


class _At:
    def __init__(self, offset: int) -> None:
        self.offset = offset


def test_after_a_failed_batch_its_records_go_alone_and_the_one_that_fails_alone_is_condemned() -> None:
    suspects = Suspects()
    suspects.failed([_At(10), _At(11), _At(14)], MessageSizeTooLargeError())
    assert [suspects.alone(offset) for offset in (10, 14, 15)] == [True, True, False]
    assert suspects.condemned == {}
    suspects.passed(11)
    suspects.failed([_At(11)], MessageSizeTooLargeError())
    assert suspects.condemned == {}, "once may be chance"
    suspects.failed([_At(11)], MessageSizeTooLargeError())
    assert suspects.condemned[11].keep_bytes
    for _ in range(ALONE_MAX):
        suspects.failed([_At(11)], MessageSizeTooLargeError())  # its dead letter was refused, too
    assert not suspects.condemned[11].keep_bytes
    suspects.passed(12)
    assert suspects.condemned == {}


def test_a_broker_that_is_away_condemns_nothing_until_as_many_roles_were_taken() -> None:
    suspects = Suspects()
    for _ in range(FAILURES_MAX - 1):
        suspects.failed([_At(5)], KafkaConnectionError())
        assert suspects.condemned == {}
    suspects.failed([_At(5)], KafkaConnectionError())
    assert isinstance(suspects.condemned[5], Condemned)


def test_a_note_counts_the_ends_of_processes_and_not_those_of_roles() -> None:
    records = [_At(10), _At(11), _At(14)]
    first = Suspects()
    first.begins(None, "a")
    left = first.noted(records, "a")
    assert left == Note(1, 15, "a")
    again = Suspects()
    again.begins(left, "a")  # the role was lost and taken again by the same process
    assert (again.attempt, again.alone(10)) == (1, False)
    second = Suspects()
    second.begins(Note.of(left.text()), "b")
    assert [second.alone(offset) for offset in (10, 14, 15)] == [True, True, False]
    left = second.noted(records[:1], "b")
    assert left == Note(2, 15, "b")
    assert second.condemned == {}
    second.passed(11)
    assert second.noted(records[1:2], "b") == Note(1, 15, "b"), "the next one has not been tried yet"
    third = Suspects()
    third.begins(left, "c")
    third.noted(records[:1], "c")
    assert third.condemned[10].keep_bytes
    third.passed(15)
    assert third.attempt == 0


@pytest.mark.parametrize("metadata", ["", "note", "{}", "[]", '{"attempt": "x", "until": 1, "by": "a"}', "null"])
def test_what_anybody_else_wrote_beside_an_offset_is_no_note(metadata: str) -> None:
    assert Note.of(metadata) is None


async def test_closing_a_client_that_hangs_takes_a_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "CLOSE_S", 0.05)

    class Hanging:
        async def stop(self) -> None:
            await asyncio.sleep(3600)

    await transport.close(Hanging())
