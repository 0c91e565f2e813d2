"""What dedupe costs as its window grows: CPU an item in the fold, time of a rebuild, memory and bytes an item.

    python -m bench.dedupe_cost WIRE.jsonl.gz [--windows 10000 75000 1000000] [--probe 1500] [--json]

The window is filled from the wire, and beyond it with other stories told in its words: in each generation the rare
words, names and figures of an item become others, so that the number of different anchors grows as it does with news,
while the common words and names stay. All lie within 72 hours. Then `--probe` unseen items of the wire are
compared with it by the fold's own step; CPU seconds of this process, so that others on the machine count little.
"""

import argparse
import gc
import json
import resource
import sys
import tempfile
import time
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bench import rows
from bench.dedupe_data import item
from schemas.base import ms
from schemas.item import ItemRecord, WireItem
from schemas.state import Entry, TextEntry
from streams import dedupe, pipeline
from streams.state import State

GOLDEN_RATIO = 0x9E3779B1
RARE = 33
"""Weight from which a token becomes another: what stands in one of 250 items or fewer. What is left are the words and
the names that the wire of one week shares with that of the next."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wire", type=Path)
    parser.add_argument("--windows", type=int, nargs="+", default=[10_000, 75_000])
    parser.add_argument("--probe", type=int, default=1_500)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    items = [item(row) for row in rows(given.wire)]
    probe = [_at(each, 71 * 3_600_000 + number) for number, each in enumerate(items[-given.probe :])]
    prints = [dedupe.fingerprint(each) for each in items[: -given.probe]]
    found = [_measured(window, probe, prints) for window in given.windows]
    if given.json:
        print(json.dumps(found))
        return
    for name in found[0]:
        print(f"{name:<44}" + "".join(f"{each[name]:>14,.1f}" for each in found))
    most = max(each["dedupe, µs an item"] for each in found)
    print()
    for each in found:
        print(f"{each['window, items']:>12,.0f}  {'#' * round(50 * each['dedupe, µs an item'] / most)}  µs an item")


def _measured(window: int, probe: list[WireItem], prints: list[Any]) -> dict[str, float]:
    with tempfile.TemporaryFile() as file:
        for pair in _entries(window, prints):
            file.write(orjson.dumps(pair) + b"\n")
        size = file.tell() / window
        file.seek(0)
        before = _resident()
        gc.disable()
        start = time.process_time()
        state = State(tuple(orjson.loads(line)) for line in file)  # type: ignore[misc]
        rebuild_s = time.process_time() - start
        gc.enable()
        gc.freeze()
        resident = (_resident() - before) / window
    fingerprinting, records = _fingerprinted(probe)
    spent = sorted(_related(state, records))
    return {
        "window, items": window,
        "fingerprint in intake, µs an item": fingerprinting,
        "dedupe, µs an item": sum(spent) / len(spent),
        "dedupe, p50 µs": spent[len(spent) // 2],
        "dedupe, p99 µs": spent[int(0.99 * len(spent))],
        "a text put and forgotten, µs": _kept(state, records),
        "rebuild of the texts, CPU s": rebuild_s,
        "entry on wire.state, bytes": size,
        "fingerprint, bytes": sum(len(p.packed) + len(p.facts) for p in prints if p) / len(prints),
        "resident, bytes an item": resident,
    }


def _fingerprinted(probe: list[WireItem]) -> tuple[float, list[ItemRecord]]:
    start = time.process_time()
    prints = [dedupe.fingerprint(each) for each in probe]
    mean = (time.process_time() - start) / len(probe) * 1e6
    return mean, [ItemRecord(item=each, fingerprint=print_) for each, print_ in zip(probe, prints, strict=True)]


def _related(state: State, records: list[ItemRecord]) -> Iterator[float]:
    """Microseconds of each comparison with the window; nothing is put, so that all see one state."""
    for offset, record in enumerate(records, start=10_000_000):
        fold = pipeline._Fold(state, offset, ms(record.item.received_at))
        start = time.process_time()
        pipeline._relate(fold, record)
        yield (time.process_time() - start) * 1e6


def _kept(state: State, records: list[ItemRecord]) -> float:
    """Microseconds for the entry of a text to come into all indexes, and for the oldest to leave them."""
    entries: list[tuple[str, Entry]] = []
    for offset, record in enumerate(records, start=10_000_000):
        fold = pipeline._Fold(state, offset, ms(record.item.received_at))
        fold.remember(record, "published")
        entries += [(key, entry) for key, entry in fold.entries.items() if entry is not None]
    oldest = [key for key, _ in islice(state, len(entries))]
    start = time.process_time()
    for (key, entry), old in zip(entries, oldest, strict=True):
        state.put(key, entry)
        state.put(old, None)
    return (time.process_time() - start) / len(records) * 1e6


def _entries(window: int, prints: list[Any]) -> Iterator[tuple[str, Entry]]:
    start_ms = ms("2026-01-01T00:00:00Z")
    for number in range(window):
        print_ = prints[number % len(prints)]
        if print_ is None:
            continue
        generation = number // len(prints)
        at = start_ms + number * 70 * 3_600_000 // window
        entry = TextEntry(
            offset=number, at=at, provider="bench", uri=f"urn:bench:{number}", version=None, raw_id=f"{number:032x}",
            received_at=at, outcome="published", content=f"{number:032x}", headline_only=print_.headline_only,
            packed=_other(print_.packed, generation), facts=print_.facts, terms="0" * 32, urgency=4,
        )  # fmt: skip
        yield f"text:{number:032x}:0", entry


def _other(packed: str, generation: int) -> str:
    """The fingerprint of another story in the same words: its rare tokens become others."""
    if not generation:
        return packed
    own = dedupe.unpack(packed)
    new = {
        code: (code * GOLDEN_RATIO + generation) & 0xFFFFFFFF
        for code, byte in zip(own.codes, own.meta, strict=True)
        if byte >> 2 >= RARE
    }
    data = bytearray(b64decode(packed))
    at = 12
    for codes in (own.anchors, own.codes):
        changed = array("I", [new.get(code, code) for code in codes]).tobytes()
        data[at : at + len(changed)] = changed
        at += len(changed)
    return b64encode(bytes(data)).decode()


def _at(each: WireItem, offset_ms: int) -> WireItem:
    from schemas.base import utc

    return each.model_copy(update={"received_at": utc(ms("2026-01-01T00:00:00Z") + offset_ms), "provider": "probe"})


def _resident() -> int:
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
