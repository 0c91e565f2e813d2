"""What the contract costs: building, writing and reading an item's models, and what validating again would cost.

python -m bench.codec [FILE]      FILE: one item as a feed would send it; without it an item made up here
"""

import sys
from pathlib import Path
from timeit import repeat

import orjson

from schemas.enriched import Enriched
from schemas.item import ItemRecord, RawItem
from streams import codec, pipeline
from streams.state import State

TEXT = "\n\n".join(
    f"Officials in Harrow Point said on Tuesday that {40 + n} people were hurt when a ferry struck pier {n}, "
    f"and that repairs would cost about ${n}.5 million, up {n} percent on an earlier estimate."
    for n in range(4, 9)
)
ROUNDS, TIMES = 5, 2000


def main() -> None:
    body = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else TEXT.encode()
    raw = RawItem(body=body, feed="bench", received_at="2026-01-01T00:00:00Z", provider="bench")
    (record,) = pipeline.read(raw)
    assert isinstance(record, ItemRecord), record
    log_bytes = record.json_bytes()
    (publication,) = pipeline.taste(State(), 0, record).publications
    event = codec.enriched(publication)
    event_bytes = event.json_bytes()
    words = len((record.item.body or "").split())
    print(f"{words} words, {len(record.figures)} figures")
    print(f"{len(log_bytes)} bytes on wire.items, {len(event_bytes)} published")
    rows = (
        ("write the wire.items record", record.json_bytes),
        ("read it: pydantic builds and validates in one go", lambda: ItemRecord.model_validate_json(log_bytes)),
        ("   of which parsing JSON alone (orjson)", lambda: orjson.loads(log_bytes)),
        ("build the event's models", lambda: codec.enriched(publication)),
        ("write the event", event.json_bytes),
        ("not done: validate the event again before it is sent", lambda: Enriched.model_validate_json(event_bytes)),
    )
    for name, work in rows:
        print(f"{name:<55} {min(repeat(work, number=TIMES, repeat=ROUNDS)) / TIMES * 1e6:8.1f} µs")


if __name__ == "__main__":
    main()
