"""The rooms keep their walls: what a pure room may not do is refused by the linter, not by a reviewer's memory."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from schemas.item import ItemRecord, RawItem
from streams import codec, pipeline
from streams.dev.sample import FOLDER
from streams.state import State

ROOT = Path(__file__).parents[2]
ROOMS = ("wire", "figures", "dedupe", "lifecycle", "breaking")
FORBIDDEN = {
    "asyncio": "import asyncio",
    "faust": "import faust",
    "aiokafka": "from aiokafka import AIOKafkaProducer",
    "logging": "import logging",
    "random": "from random import random",
    "time": "from time import time",
    "uuid": "from uuid import uuid4",
    "os.environ": "import os\n\nHOME = os.environ['HOME']",
    "os.getenv": "from os import getenv\n\nHOME = getenv('HOME')",
    "datetime.datetime.now": "import datetime\n\nNOW = datetime.datetime.now(datetime.UTC)",
    "datetime.datetime.utcnow": "from datetime import datetime as d\n\nNOW = d.utcnow()",
    "datetime.date.today": "from datetime import date\n\nTODAY = date.today()",
    "secrets": "import secrets as s\n\nTOKEN = s.token_hex()",
    "socket": "import socket",
    "structlog": "import structlog",
}


def run(*command: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {**os.environ, **environment}
    return subprocess.run(command, cwd=cwd, env=given, capture_output=True, text=True, check=False)


def test_the_same_table_of_banned_calls_stands_in_every_pure_room() -> None:
    tables = {(ROOT / "streams" / room / "ruff.toml").read_text() for room in ROOMS}
    assert len(tables) == 1


@pytest.mark.parametrize("room", ROOMS)
def test_a_forbidden_call_in_a_pure_room_is_refused(room: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    folder = tmp_path / "streams" / room
    folder.mkdir(parents=True)
    shutil.copy(ROOT / "streams" / room / "ruff.toml", folder)
    for number, text in enumerate(FORBIDDEN.values()):
        (folder / f"planted{number}.py").write_text(f"{text}\n")
    checked = run(sys.executable, "-m", "ruff", "check", "--output-format", "concise", "--no-cache", ".", cwd=tmp_path)
    banned = [line for line in checked.stdout.splitlines() if " TID251 " in line]
    for number, name in enumerate(FORBIDDEN):
        assert any(f"planted{number}.py" in line and f"`{name}" in line for line in banned), name


def test_the_import_contracts_hold() -> None:
    checked = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert checked.returncode == 0, checked.stdout
    assert " 0 broken" in checked.stdout


def test_the_wheel_works_far_from_the_checkout(tmp_path: Path) -> None:
    wheels, target, elsewhere = tmp_path / "wheels", tmp_path / "target", tmp_path / "elsewhere"
    elsewhere.mkdir()
    pip = (sys.executable, "-m", "pip")
    built = run(*pip, "wheel", ".", "--no-deps", "--no-build-isolation", "-q", "-w", str(wheels))
    assert built.returncode == 0, built.stderr
    (wheel,) = wheels.glob("copytaster-*.whl")
    installed = run(*pip, "install", "--no-deps", "-q", "--target", str(target), str(wheel))
    assert installed.returncode == 0, installed.stderr
    for name in (
        *(str(file.relative_to(ROOT)) for file in (ROOT / "schemas" / "json").glob("*.json")),
        "schemas/ninjs/ninjs-schema_3.1.json",
        "schemas/ninjs/NOTICE",
        "streams/dev/kafka-jars.txt",
        "streams/dev/sample/manifest.toml",
        "streams/dev/sample/feeds.toml",
        *(str(file.relative_to(ROOT)) for file in (FOLDER / "items").iterdir()),
    ):
        assert (target / name).is_file(), name
    file = next((target / "streams" / "dev" / "sample" / "items").glob("mp-*.json"))
    place = "import streams, sys; sys.exit('" + str(target) + "' not in streams.__file__)"
    assert run(sys.executable, "-P", "-c", place, cwd=elsewhere, PYTHONPATH=str(target)).returncode == 0
    command = (sys.executable, "-P", "-m", "streams.cli", "show", str(file), "--json")
    shown = run(*command, "--received-at", "2026-01-01T00:00:00Z", cwd=elsewhere, PYTHONPATH=str(target))
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.encode() == _pure(FOLDER / "items" / file.name) + b"\n"


def _pure(file: Path) -> bytes:
    """The event of a file by the same path, called directly."""
    raw = RawItem(
        body=file.read_bytes(),
        feed="show",
        received_at="2026-01-01T00:00:00Z",
        filename=file.name,
        provider="show",
    )
    (record,) = pipeline.read(raw)
    assert isinstance(record, ItemRecord)
    (publication,) = pipeline.taste(State(), 0, record).publications
    return codec.enriched(publication).json_bytes()
