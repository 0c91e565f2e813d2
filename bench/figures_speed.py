"""How many items a second the figures room reads, beside a bare digit regex in the same run.

    python -m bench.figures_speed FILE [--from CHAR] [--to CHAR]     one text: the sample item is --from 80 --to 1999
    python -m bench.figures_speed FILE.jsonl.gz [--items N]          a wire: rows with title and body

The digit regex does nothing but find digits and call float(): the ratio of the two cancels the load of the machine.
"""

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable
from pathlib import Path

from streams.figures import find

DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
SECONDS = 2.0
"""Processor time spent on each line of the table."""

Item = tuple[str | None, str | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--from", dest="begin", type=int, default=0)
    parser.add_argument("--to", dest="end", type=int, default=None)
    parser.add_argument("--items", type=int, default=2000)
    asked = parser.parse_args()
    items = _items(asked.file, asked.begin, asked.end, asked.items)
    words = sum(len((headline or "").split()) + len((body or "").split()) for headline, body in items) / len(items)
    print(f"{len(items)} item(s), {words:.0f} words on average")
    print(f"{'':12}{'items/s':>10}{'µs/item':>10}{'found/item':>12}")
    for name, reader in (("figures", _figures), ("digit regex", _digits)):
        rate, found = _measure(reader, items)
        print(f"{name:12}{rate:10.0f}{1e6 / rate:10.1f}{found:12.2f}")


def _figures(headline: str | None, body: str | None) -> int:
    return len(find("urn:wire:bench:item", None, headline, body))


def _digits(headline: str | None, body: str | None) -> int:
    return sum(
        len([float(digits.replace(",", "")) for digits in DIGITS.findall(text or "")]) for text in (headline, body)
    )


def _measure(reader: Callable[[str | None, str | None], int], items: list[Item]) -> tuple[float, float]:
    """Items a second of processor time, and numbers found an item."""
    found = [reader(*item) for item in items]  # also warms what is compiled on first use
    begin, done = time.process_time(), 0
    while time.process_time() - begin < SECONDS:
        for item in items:
            reader(*item)
        done += len(items)
    return done / (time.process_time() - begin), sum(found) / len(items)


def _items(file: Path, begin: int, end: int | None, items_max: int) -> list[Item]:
    if not file.name.endswith(".jsonl.gz"):
        return [(None, file.read_text("utf-8")[begin:end])]
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line, _ in zip(lines, range(items_max), strict=False)]
    return [(row.get("title"), row.get("body")) for row in rows]


if __name__ == "__main__":
    main()
