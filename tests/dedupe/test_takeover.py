"""Another worker goes on where one has stopped: other process, other hash seed, cold memories, entries as bytes."""

import os
import random
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

from streams.dedupe import compare, tokens
from streams.state import State
from tests.dedupe.takeover import COUNT, folded, log, stored, stored_state

ROOT = Path(__file__).parents[2]


def test_the_log_holds_what_it_is_for() -> None:
    told = "\n".join(folded(State(), log(), 0, COUNT))
    for event in ("suppressed", "restored", "released", "killed", "late"):
        assert f"copytaster.item.{event}" in told
    for kind in ("exact_resend", "near_duplicate", "new_version_of", "rewrite_of", "follow_up"):
        assert f"('wire_relation', b'{kind}')" in told


def test_restarted_at_any_offsets_the_fold_says_the_same_bytes() -> None:
    records, chance = log(), random.Random(5)
    whole = State()
    expected = folded(whole, records, 0, COUNT)
    for _ in range(4):
        cuts = [0, *sorted(chance.sample(range(1, COUNT), 6)), COUNT]
        told, lines = [], list[bytes]()
        for first, end in pairwise(cuts):
            _forget()
            state = stored_state(chance.sample(lines, len(lines)))
            told += folded(state, records, first, end)
            lines = stored(state)
        assert told == expected
        assert lines == stored(whole)


def test_a_worker_in_another_process_with_another_hash_seed_goes_on_alike(tmp_path: Path) -> None:
    whole, moved = tmp_path / "whole", tmp_path / "moved"
    alone = _worker(0, COUNT, whole, seed=1)
    handed_on = _worker(0, 70, moved, seed=2) + _worker(70, COUNT, moved, seed=3)
    assert handed_on == alone
    assert moved.read_bytes() == whole.read_bytes()


def _worker(first: int, end: int, state: Path, seed: int) -> str:
    command = [sys.executable, "-m", "tests.dedupe.takeover", str(first), str(end), str(state)]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def _forget() -> None:
    """What a process remembers besides its state."""
    compare.view_of.cache_clear()
    tokens._LEXICON.clear()
