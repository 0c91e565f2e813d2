"""What the readers make of a folder of wire formats, and what reading costs.

    python bench/formats.py [FOLDER]

FOLDER holds one folder a format, one record a file; without it, $COPYTASTER_DATA/wire-formats.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path

import orjson

from schemas.item import DeadLetter, RawItem
from streams.wire import read

RECEIVED = "2026-11-24T08:00:00Z"
ROUNDS = 2000
TARGET_US = 80


def main() -> None:
    data = os.environ.get("COPYTASTER_DATA")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(data) / "wire-formats" if data else None
    if folder is None:
        print("No folder of wire formats given and COPYTASTER_DATA is unset: only the cost is measured.\n")
    else:
        print_outcomes(folder)
    print_cost()


def print_outcomes(folder: Path) -> None:
    print(f"{'folder':24} {'files':>5} {'items':>5}  not read, by outcome and reason")
    for sub in sorted(path for path in folder.iterdir() if path.is_dir()):
        files = sorted(path for path in sub.iterdir() if path.is_file())
        results = [result for path in files for result in read(raw_item(path.read_bytes()))]
        letters = Counter(f"{r.outcome}/{r.reason}" for r in results if isinstance(r, DeadLetter))
        rest = ", ".join(f"{name} {count}" for name, count in sorted(letters.items()))
        print(f"{sub.name:24} {len(files):5} {len(results) - letters.total():5}  {rest}")
    print()


def print_cost() -> None:
    print(f"{'reading 132 words as':24} {'CPU µs':>6}  (target {TARGET_US})")
    for name, body in SAMPLES.items():
        raw = raw_item(body)
        for _ in range(200):
            read(raw)
        rounds = []
        for _ in range(5):
            start = time.process_time_ns()
            for _ in range(ROUNDS // 5):
                read(raw)
            rounds.append((time.process_time_ns() - start) / (ROUNDS // 5) / 1000)
        print(f"{name:24} {min(rounds):6.1f}")


def raw_item(body: bytes) -> RawItem:
    return RawItem(body=body, feed="bench", received_at=RECEIVED, provider="bench")


WORDS = "The harbour office said the storm would pass by noon and ferries could sail again on Tuesday after checks.\n"
COPY = ("    " + WORDS[:66] + "\n" + WORDS[67:]) * 7
BODY = f"PORTSEA, Nov 24 - {COPY}"
SAMPLES = {
    "anpa": (
        b"\x16\x16\x01F0708\x1freute\r\nu f\x13\x11 BC-PORTSEA-FERRY 11-24 0132\r\n"
        b"\x02^BC-PORTSEA-FERRY,0132<\r\n^STORM SHUTS PORTSEA HARBOUR <PSH> UNTIL NOON<\r\n"
        + BODY.encode().replace(b"\n", b"\r\n")
        + b"\x03RW-WF-11-24-26 0759GMT<\r\n\x0c\r\n\x04"
    ),
    "ninjs": orjson.dumps(
        {
            "uri": "urn:example:bench:1",
            "standard": {"name": "ninjs", "version": "3.1"},
            "type": "text",
            "version": "1",
            "pubStatus": "usable",
            "urgency": 3,
            "versionCreated": "2026-11-24T07:59:00Z",
            "language": "en",
            "slugline": "BC-PORTSEA-FERRY",
            "headlines": [{"role": "main", "value": "STORM SHUTS PORTSEA HARBOUR <PSH> UNTIL NOON"}],
            "bodies": [{"role": "main", "contentType": "text/plain", "value": BODY}],
        }
    ),
    "ninjs, body in HTML": orjson.dumps(
        {
            "uri": "urn:example:bench:1",
            "type": "text",
            "versioncreated": "2026-11-24T07:59:00Z",
            "headline": "Storm shuts Portsea harbour until noon",
            "body_html": "".join(f"<p>{WORDS}</p>" for _ in range(7)),
        }
    ),
    "plain text": (
        f"Breaking News\n\nStorm shuts Portsea harbour until noon\n\nPORTSEA: {WORDS}" + f"\n{WORDS}" * 6
    ).encode(),
}

if __name__ == "__main__":
    main()
