"""Which items of a stored wire are re-sends, found from the file alone: the yardstick for what the pipeline suppresses.

    python bench/resends.py WIRE.jsonl.gz [--ids] [--out FILE]

It imports nothing of the program, on purpose: two ways to the same ids are worth something only while they share no
code. A re-send has the headline and the body (dateline included) of an item published before it, white space folded
and case counting; it does not raise that item's urgency; and it came within 18 hours of it, one hour where there is a
headline only. An empty item is never compared.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

WINDOW = timedelta(hours=18)
WINDOW_HEADLINE_ONLY = timedelta(hours=1)
RANKS = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 6}
ROUTINE = 4


class Resend(NamedTuple):
    id: int
    of: int
    gap: timedelta


class Published(NamedTuple):
    id: int
    at: datetime
    rank: int


def resends(wire: Iterable[dict[str, Any]]) -> Iterator[Resend]:
    """Copies are measured against what was published, never against a copy: a chain does not stretch the window."""
    published: dict[tuple[str, str], list[Published]] = {}
    for row in wire:
        headline, body = folded(row["title"]), folded(f"{row['dateline']} {row['body']}")
        if not headline and not body:
            continue
        item = Published(row["id"], datetime.fromisoformat(row["date"]), RANKS.get(row["priority"], ROUTINE))
        window = WINDOW if body else WINDOW_HEADLINE_ONLY
        earlier = published.setdefault((headline, body), [])
        first = next((it for it in earlier if item.at - it.at <= window and item.rank >= it.rank), None)
        if first is None:
            earlier.append(item)
        else:
            yield Resend(item.id, first.id, item.at - first.at)


def folded(text: str | None) -> str:
    return " ".join((text or "").split())


def stored(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            yield json.loads(line)


def main() -> None:
    parser = argparse.ArgumentParser(description="Re-sends of a stored wire, found from the file alone.")
    parser.add_argument("wire", type=Path, help=".jsonl or .jsonl.gz, in time order")
    parser.add_argument("--ids", action="store_true", help="print the ids, one a line")
    parser.add_argument("--out", type=Path, help="write JSON: id of the copy to id of what it repeats")
    args = parser.parse_args()
    found = list(resends(stored(args.wire)))
    if args.ids:
        print(*(copy.id for copy in found), sep="\n")
    else:
        longest_h = max((copy.gap for copy in found), default=timedelta()) / timedelta(hours=1)
        print(f"{len(found)} re-sends, the last {longest_h:.2f} hours after what it repeats")
    if args.out:
        args.out.write_text(json.dumps({str(copy.id): copy.of for copy in found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
