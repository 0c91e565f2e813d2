"""The demo shows what the manifest says, and leaves nothing behind, however it ends."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import orjson
import psutil
import pytest

from schemas.ids import raw_id
from streams.dev.demo import Ledger
from streams.dev.kafka import refusal
from streams.dev.sample import sample
from streams.tail import Read

ROOT = Path(__file__).parents[2]
START = "2026-03-05T23:59:40Z"


def start(temporary: Path, *options: str) -> subprocess.Popen[str]:
    """The demo into a pipe, in a session and with a temporary folder of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "streams.cli", "dev", "demo", *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "COPYTASTER_SITE": "Not A Site"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.mark.kafka
def test_the_sample_feed_becomes_through_kafka_what_its_manifest_says(tmp_path: Path) -> None:
    demo = start(tmp_path, "--speed", "4")
    told, _ = demo.communicate(timeout=150)
    assert demo.returncode == 0, told
    assert "DIFFERS" not in told
    assert f"Each of the {len(list(sample(START)))} records became what" in told
    assert "neither headline nor body is left on wire.latest" in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.kafka
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_ended_in_its_middle_it_leaves_no_process_no_port_and_no_folder(number: signal.Signals, tmp_path: Path) -> None:
    demo = start(tmp_path)
    assert demo.stdout
    told = ""
    while "CREATED" not in told:
        line = demo.stdout.readline()
        assert line, told
        told += line
    family = psutil.Process(demo.pid).children(recursive=True)
    assert len(family) >= 4  # Kafka and the worker, each with its guard
    os.killpg(demo.pid, number)
    demo.stdout.close()
    assert demo.wait(30) == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    _gone, alive = psutil.wait_procs(family, timeout=30)
    assert alive == []
    for port in re.findall(r"127\.0\.0\.1:(\d+)", told):
        assert refusal(int(port)) == ""
    assert list(tmp_path.iterdir()) == []


def test_an_outcome_that_differs_from_the_manifest_is_named() -> None:
    ledger = Ledger()
    _, record, expected = next(iter(sample(START)))
    ledger.sent(record, expected)
    assert ledger.differences({}) == [f"{expected.file}: nothing came of it, expected was enriched"]
    identity = raw_id(record.feed, record.received_at, record.body)
    ledger.record(read("suppressed", identity, {"uri": "urn:x", "enrichment": {"event": "suppressed"}}))
    (line,) = ledger.differences({})
    assert line.startswith(f"{expected.file}: became ('suppressed', 'suppressed', ())")


def test_a_killed_text_that_is_still_on_latest_is_a_difference() -> None:
    ledger = Ledger()
    _, record, expected = next(iter(sample(START)))
    ledger.sent(record, expected)
    identity = raw_id(record.feed, record.received_at, record.body)
    ledger.record(read("enriched", identity, {"uri": "urn:x", "enrichment": {"event": "killed"}}))
    left = {"uri": "urn:x", "pubStatus": "canceled", "headlines": [{"value": "still here"}]}
    for latest in ({}, {b"urn:x": read("latest", identity, left)}):
        assert "urn:x was killed, and its text is still on wire.latest" in ledger.differences(latest)
    bare = {b"urn:x": read("latest", identity, {"uri": "urn:x", "pubStatus": "canceled"})}
    assert not any("latest" in line for line in ledger.differences(bare))


def read(topic: str, identity: str, event: dict[str, object]) -> Read:
    headers = {"wire_raw": identity, "wire_part": "0/1"}
    return Read(f"demo.wire.{topic}", 0, 0, 0, b"urn:x", orjson.dumps(event), headers)
