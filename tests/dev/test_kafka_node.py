"""A node is the real Kafka, keeps what it acknowledged, and is gone when whoever started it is gone; so are three."""

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from streams import admin
from streams.dev.kafka import Cluster, Node, NodeError, free_port, java, refusal, version
from streams.settings import Settings

pytestmark = pytest.mark.kafka

ROOT = Path(__file__).parents[2]
GONE_S = 20.0


async def test_it_answers_and_a_committed_reader_sees_committed_transactions_only(kafka: str, site: str) -> None:
    await make_topic(kafka, site)
    producer = AIOKafkaProducer(bootstrap_servers=kafka, transactional_id=site)
    async with producer:
        async with producer.transaction():
            await producer.send_and_wait(site, b"alert")
        with contextlib.suppress(InterruptedError):
            async with producer.transaction():
                await producer.send_and_wait(site, b"never said")
                raise InterruptedError
        async with producer.transaction():
            await producer.send_and_wait(site, b"story")
    assert await values(kafka, site, 2) == [b"alert", b"story"]


async def test_a_killed_node_comes_back_with_its_records_and_so_does_a_stale_folder_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "a folder, named \N{LATIN SMALL LETTER A WITH DIAERESIS}"
    with Node.start(folder, quick=True) as node:
        assert psutil.Process(node.pid).exe() == str(java().resolve())
        await make_topic(node.bootstrap, "wire")
        async with AIOKafkaProducer(bootstrap_servers=node.bootstrap) as producer:
            await producer.send_and_wait("wire", b"kept")
        killed = node.pid
        node.kill()
        assert not psutil.pid_exists(killed)
        node.restart()
        assert await values(node.bootstrap, "wire", 1) == [b"kept"]
        node.kill()
    with Node.start(folder, quick=True) as node:
        assert await values(node.bootstrap, "wire", 1) == [b"kept"]


async def test_of_three_nodes_each_keeps_every_record_and_the_two_others_go_on_without_it(site: str) -> None:
    with Cluster.start(quick=True) as cluster:
        for node in cluster.nodes:
            assert await brokers(node.bootstrap) == {each.port for each in cluster.nodes}
        settings = Settings(site=site, bootstrap=cluster.bootstrap, replication=3)
        await admin.create(settings)
        assert {config["min.insync.replicas"] for _, config in (await admin.find(settings)).values()} == {"2"}
        topic = settings.topic("wire.items")
        (partition,) = await partitions_of(cluster.bootstrap, topic)
        assert set(partition["replicas"]) == {1, 2, 3}

        led = cluster.nodes[partition["leader"] - 1]
        producer = AIOKafkaProducer(bootstrap_servers=cluster.bootstrap, transactional_id=site, acks="all")
        said = itertools.count()

        async def say() -> None:
            async with producer.transaction():
                await producer.send_and_wait(topic, b"%d" % next(said))

        async with producer:
            for _ in range(10):
                await say()
            led.kill()
            for _ in range(10):
                await say()
            back = asyncio.create_task(asyncio.to_thread(led.restart))
            while not back.done():
                await say()
            await back
            await say()
        count = next(said)
        assert await values(led.bootstrap, topic, count) == [b"%d" % number for number in range(count)]


def test_a_stopped_node_leaves_no_process_no_port_and_no_temporary_folder() -> None:
    with Node.start(quick=True) as node:
        assert node.log.exists()
    assert not psutil.pid_exists(node.pid)
    assert (refusal(node.port), refusal(node.controller_port)) == ("", "")
    assert not node.folder.exists()
    node.stop()


PARENT = """
import sys, time
from pathlib import Path
from streams.dev import kafka
started = getattr(kafka, sys.argv[1]).start(Path(sys.argv[2]) if sys.argv[2:] else None, quick=True)
for node in getattr(started, "nodes", [started]):
    print(node.pid, node.port, node.controller_port, node.folder, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize(("kind", "count"), [("Node", 1), ("Cluster", 3)])
def test_it_ends_when_its_parent_is_killed(kind: str, count: int) -> None:
    command = [sys.executable, "-c", PARENT, kind]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        nodes = [parent.stdout.readline().split() for _ in range(count)]
        assert all(psutil.pid_exists(int(pid)) for pid, *_ in nodes)
        parent.kill()
    for pid, port, controller_port, folder in nodes:
        wait_until(lambda pid=int(pid): not psutil.pid_exists(pid))
        assert (refusal(int(port)), refusal(int(controller_port))) == ("", "")
        wait_until(lambda folder=Path(folder): not folder.exists())


def test_it_ends_when_its_parent_is_killed_while_it_starts(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, "Node", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as parent:
        wait_until(lambda: processes_in(tmp_path))
        parent.kill()
    wait_until(lambda: not processes_in(tmp_path))


@pytest.mark.parametrize("nodes", [1, 3])
def test_ctrl_c_stops_what_was_run_by_hand(nodes: int) -> None:
    ports = free_ports_in_a_row(nodes)
    addresses = ",".join(f"127.0.0.1:{port}" for port in ports)
    command = [sys.executable, "-m", "streams.dev.kafka", "--quick", "--port", str(ports[0]), "--nodes", str(nodes)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as person:
        assert person.stdout.readline() == f"Kafka {version()} on {addresses} (Ctrl-C stops it)\n"
        person.send_signal(signal.SIGINT)
        assert person.wait(GONE_S) == 0
    assert [refusal(port) for port in ports] == [""] * nodes


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(NodeError, match=rf"port {port} .* in use"):
            Node.start(tmp_path, port)


def test_what_failed_is_told_with_the_last_lines_of_the_log(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match=r"could not format(.|\n)*'?soon'?"):
        Node.start(tmp_path, quick=True, properties={"log.retention.ms": "soon"})
    with Node.start(tmp_path, quick=True), pytest.raises(NodeError, match=r"Kafka ended(.|\n)*\.lock"):
        Node.start(tmp_path, quick=True)


async def make_topic(bootstrap: str, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    finally:
        await admin.close()


async def values(bootstrap: str, topic: str, count: int) -> list[bytes]:
    """The first records of a topic that a committed reader sees."""
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest", isolation_level="read_committed"
    )
    async with consumer:
        return [(await consumer.getone()).value for _ in range(count)]


async def brokers(bootstrap: str) -> set[int]:
    """The ports of the brokers of which the one asked knows."""
    admin_client = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin_client.start()
    try:
        return {broker["port"] for broker in (await admin_client.describe_cluster())["brokers"]}
    finally:
        await admin_client.close()


async def partitions_of(bootstrap: str, topic: str) -> list[dict[str, Any]]:
    admin_client = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin_client.start()
    try:
        return (await admin_client.describe_topics([topic]))[0]["partitions"]
    finally:
        await admin_client.close()


def free_ports_in_a_row(count: int) -> range:
    while True:
        ports = range((first := free_port()), first + count)
        if not any(map(refusal, ports)):
            return ports


def processes_in(folder: Path) -> list[int]:
    """Whoever works in a folder: the node's Java does, its guard does not."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid != os.getpid() and process.cwd() == str(folder):
                found.append(process.pid)
    return found


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + GONE_S
    while not true():
        assert time.monotonic() < end, f"not so after {GONE_S:.0f} s"
        time.sleep(0.05)
