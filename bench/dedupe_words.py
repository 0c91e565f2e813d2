"""Count the frozen table of word weights, streams/dedupe/words.json, on a stored wire.

    python -m bench.dedupe_words WIRE.jsonl.gz VERSION

Weight = 6 x ln((items + 1) / (items with the word + 0.5)), rounded, 0 to 63. Words of fewer than three items are left
out: their weight is that of an unknown word. The table is frozen: a running count would answer otherwise in a replay.
"""

import argparse
import math
from collections import Counter
from pathlib import Path

import orjson

from streams.dedupe import tokens
from streams.dev import play

ITEMS_MIN = 3
OUT = Path(tokens.__file__).with_name("words.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wire", type=Path)
    parser.add_argument("version")
    given = parser.parse_args()
    counts: Counter[str] = Counter()
    items = 0
    for row in play.rows(given.wire):
        counts.update(set(tokens.folded(f"{row.headline}\n{row.body}")))
        items += 1
    weights = {
        word: min(63, round(6 * math.log((items + 1) / (count + 0.5))))
        for word, count in sorted(counts.items())
        if count >= ITEMS_MIN
    }
    table = {"version": given.version, "source": f"{given.wire.name}, {items} items", "weights": weights}
    OUT.write_bytes(orjson.dumps(table) + b"\n")
    print(f"{len(weights)} words of {items} items, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
