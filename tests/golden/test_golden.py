"""The answers of today, whole: a change of any rule shows here as a diff that somebody reads."""

import os
import subprocess
import sys

import orjson
import pytest

from tests.golden import EXAMPLES, GOLDEN, examples, lines
from tests.schemas.registry import check_event

HINT = "if the change is meant: `make golden`, read the diff, and raise RULES in streams/pipeline.py"


def test_the_sample_gives_the_events_that_are_kept() -> None:
    kept = [orjson.loads(line) for line in GOLDEN.read_bytes().splitlines()]
    found = orjson.loads(orjson.dumps(lines()))
    for number, (old, new) in enumerate(zip(kept, found, strict=False), 1):
        assert new == old, f"line {number} of {GOLDEN.name}; {HINT}"
    assert len(found) == len(kept), HINT


def test_the_examples_of_the_contract_are_events_of_the_sample() -> None:
    for name, example in examples(orjson.loads(orjson.dumps(lines()))).items():
        assert orjson.loads((EXAMPLES / f"{name}.json").read_bytes()) == example, f"{name}.json; {HINT}"


@pytest.mark.parametrize(
    "line", [line for line in lines() if "event" in line], ids=lambda line: line["headers"]["ce_type"]
)
def test_every_event_is_valid_with_and_without_its_enrichment(line: dict) -> None:
    assert check_event(orjson.loads(orjson.dumps(line["event"]))) == []


@pytest.mark.parametrize("seed", ["0", "1"])
def test_no_answer_depends_on_the_seed_of_hashes(seed: str) -> None:
    script = "import orjson, sys, tests.golden as g; sys.stdout.buffer.write(orjson.dumps(g.lines()))"
    run = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
    )
    assert run.stdout == orjson.dumps(lines())
