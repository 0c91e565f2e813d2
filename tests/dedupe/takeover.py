"""One worker's part of a log full of rewrites, cuts, copies, kills and embargoes: for tests/dedupe/test_takeover.py.

    python -m tests.dedupe.takeover FIRST END STATE     reads and writes STATE as wire.state would hold it

Prints each event that the records FIRST to END lead to, as bytes for the topics.
"""

import random
import sys
from pathlib import Path
from typing import Any

from schemas.item import ClockRecord, ItemRecord
from streams import codec
from streams.pipeline import clock_record, taste
from streams.state import State
from tests.dedupe.texts import TOLD
from tests.fold.stream import SITE, START_MS, record

COUNT, SEED = 160, 21
"""Of the first seeds the one in whose log a kill brings copies back and restates a quote."""


def main() -> None:
    first, end, path = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    state = stored_state(path.read_bytes().splitlines() if path.exists() else [])
    for line in folded(state, log(), first, end):
        print(line)
    path.write_bytes(b"\n".join(stored(state)))


def log() -> list[ItemRecord | ClockRecord]:
    """The same for everyone who asks."""
    chance = random.Random(SEED)
    return [_record(number, chance) for number in range(COUNT)]


def _record(number: int, chance: random.Random) -> ItemRecord | ClockRecord:
    seconds = 90 * 60 * number
    if chance.random() < 0.08:
        return clock_record(START_MS + 1000 * seconds)
    said: dict[str, Any] = {
        "uri": chance.choice("abcdefghijklmnop"), "provider": chance.choice(("harbour", "coast")),
        "version": chance.choice("123"), **chance.choice(TOLD),
    }  # fmt: skip
    if chance.random() < 0.3:
        said["body"] = said["body"].replace("Merrin", chance.choice(("Tolvane", "Dunmore", "Karsted")))
    odd: dict[str, Any] = chance.choice([{}] * 14 + [{"status": "canceled"}, {"embargo": seconds + 9000}])
    return record(number, seconds, **said, **odd)


def folded(state: State, records: list[ItemRecord | ClockRecord], first: int, end: int) -> list[str]:
    told = []
    for offset in range(first, end):
        outcome = taste(state, offset, records[offset])
        state.apply(outcome.entries)
        told += [repr(each) for one in outcome.publications for each in codec.encode(one, offset, SITE)]
        told += [repr(each) for each in outcome.notices]
    return told


def stored(state: State) -> list[bytes]:
    """The entries as lines, in no order that means anything."""
    pairs = [codec.encode_entry(key, entry) for key, entry in state]
    return sorted((b"%s\t%s" % (each.key, each.value) for each in pairs), key=lambda line: line[::-1])


def stored_state(lines: list[bytes]) -> State:
    entries = [codec.decode_entry(*line.split(b"\t", 1)) for line in lines]
    return State((key, entry) for key, entry in entries if entry is not None)


if __name__ == "__main__":
    main()
