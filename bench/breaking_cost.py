"""What breaking news costs: CPU of tag and link, an item, beside so many active stories.

    python -m bench.breaking_cost WIRE.jsonl.gz [--stories 50000] [--items 3000] [--json]

The stories are founded by the wire's own items with their long words in other letters, so that no two are of one story
and all have the wire's lengths and common words; they go through the same fold as every item, without dedupe. Then the
wire's items as they are, all received at one time, so that no story expires. Tag is `breaking.traits`, stateless and in
intake; link is the taster's: the stories that are like the item, the weighing, and the story's place in the index. The
collector is set as in the worker.
"""

import argparse
import gc
import time
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from bench import show
from bench.dedupe_data import item as wire_item
from schemas.item import ItemRecord, WireItem
from schemas.state import kind_of
from streams import breaking, figures, pipeline
from streams.app import COLLECT
from streams.dev import generate, play
from streams.state import State

SEED = 8
NOW = "1987-03-01T12:00:00Z"
LINK = ((breaking, "weigh"), (breaking.Stories, "like"), (breaking.Stories, "put"), (breaking.Stories, "remove"))
"""The taster's part. Weighing asks the index itself, so that is timed within it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wire", type=Path)
    parser.add_argument("--stories", type=int, default=50_000)
    parser.add_argument("--items", type=int, default=3000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    gc.set_threshold(*COLLECT)
    rows = list(play.rows(given.wire))
    state = State()
    offset = filled(state, rows, given.stories)
    gc.freeze()  # as the worker does with a state that it has read
    items = [_item(row, number) for number, row in enumerate(islice(cycle(rows), given.items))]
    show({f"tag and link beside {given.stories:,} active stories": measured(state, items, offset)}, given.json)


def filled(state: State, rows: list[play.Row], stories: int) -> int:
    """Found so many stories; the next offset of the log."""
    random = Random(SEED)
    founded: set[str] = set()
    for offset, row in enumerate(cycle(rows)):
        if len(founded) >= stories:
            return offset
        item = _item(generate.retold(row, random), -1 - offset)
        outcome = pipeline.taste(state, offset, ItemRecord(item=item, traits=breaking.traits(item, ())))
        state.apply(outcome.entries)
        founded.update(key for key in outcome.entries if kind_of(key) == "story")
    return 0


def measured(state: State, items: list[WireItem], offset: int) -> dict[str, Any]:
    meter = Meter()
    tagged: list[float] = []
    linked: list[float] = []
    for at, item in enumerate(items, offset):
        facts = figures.find(item.uri, item.version, item.headline, item.body)
        start = time.process_time()
        traits = breaking.traits(item, facts)
        tagged.append(time.process_time() - start)
        with meter:
            outcome = pipeline.taste(state, at, ItemRecord(item=item, figures=facts, traits=traits))
            state.apply(outcome.entries)
        linked.append(meter.taken())
    both = [one + other for one, other in zip(tagged, linked, strict=True)]
    return {
        "µs an item, tag": round(1e6 * sum(tagged) / len(items)),
        "µs an item, link": round(1e6 * sum(linked) / len(items)),
        "items a second": round(len(items) / sum(both)),
        "ms, p99": round(1e3 * sorted(both)[len(both) * 99 // 100], 2),
        "ms, most": round(1e3 * max(both), 2),
    }


class Meter:
    """Times the functions of LINK while it is entered, what one calls of another only once."""

    def __init__(self) -> None:
        self._spent, self._depth = 0.0, 0
        self._kept = [getattr(place, name) for place, name in LINK]

    def __enter__(self) -> None:
        for (place, name), function in zip(LINK, self._kept, strict=True):
            setattr(place, name, self._timed(function))

    def __exit__(self, *_: object) -> None:
        for (place, name), function in zip(LINK, self._kept, strict=True):
            setattr(place, name, function)

    def taken(self) -> float:
        spent, self._spent = self._spent, 0.0
        return spent

    def _timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            self._depth += 1
            start = time.process_time()
            try:
                return function(*given, **named)
            finally:
                self._depth -= 1
                if not self._depth:
                    self._spent += time.process_time() - start

        return timed


def _item(row: play.Row, number: int) -> WireItem:
    fields = {"title": row.title, "dateline": row.dateline, "body": row.body}
    return wire_item({"id": number, "date": NOW, **fields})


if __name__ == "__main__":
    main()
