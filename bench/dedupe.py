"""Dedupe on labelled sets: pairs, a stream through the taster's own fold, natural pairs labelled by hand.

    python -m bench.dedupe pairs  PAIRS             [--peers none] [--out PRED.jsonl] [--json]
    python -m bench.dedupe stream STREAM GOLD       [--peers none] [--out PRED.jsonl] [--json] [--blank] [--false]
    python -m bench.dedupe hand   PAIRS GOLD        [--peers none] [--out PRED.jsonl] [--json]

Prints the scorer's figures beside those of TF-IDF, MinHash (rensa, datasketch) and SimHash, each with the threshold
that is best for it on this very file, which is more than they would have in use. Refuses to score unless the ids of
predictions and gold are the same. Labels are read for scoring alone. `--blank` renumbers the ids and takes slug and
priority away before the fold: the scores must stay as they are, since no rule may read them.
"""

import argparse
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench import dedupe_score as score
from bench import rows, show, write_rows
from bench.dedupe_data import item
from schemas.base import ms
from schemas.item import ItemRecord
from schemas.judgement import Relation
from streams import dedupe, pipeline
from streams.dedupe import model, relate
from streams.dedupe.compare import View, measure
from streams.state import State

STREAM = {
    "exact_resend": "dup", "near_duplicate": "dup", "rewrite_of": "dup", "new_version_of": "version",
    "correction_of": "correction", "kill_of": "correction", "alert_expanded_by": "alert", "follow_up": "followup",
    "contained_in": "followup", "same_series": "unique", "unique": "unique",
}  # fmt: skip
"""The names of the gold; the stream's score so measures what may be suppressed, not what is."""

HAND = {"unrelated": "unique", "unrelated_template": "unique"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pairs", "stream", "hand"])
    parser.add_argument("data", type=Path)
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--peers", choices=["all", "none"], default="all")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--blank", action="store_true", help="renumber ids, blank slug and priority")
    parser.add_argument("--false", action="store_true", help="list false links and wrong suppressions")
    given = parser.parse_args()
    if given.what != "pairs" and given.gold is None:
        parser.error(f"{given.what} needs GOLD")
    run = {"pairs": pairs, "stream": stream, "hand": hand}[given.what]
    tables = run(given)
    show(tables, given.json)


def pairs(given: argparse.Namespace) -> dict[str, Any]:
    data = rows(given.data)
    start = time.process_time()
    found = [_pair(each) for each in data]
    seconds = time.process_time() - start
    lines = [
        {"pid": each["pid"], "score": scaled(one["event"]), "relation": STREAM[one["kind"]]}
        for each, one in zip(data, found, strict=True)
    ]
    write_rows(given.out, lines)
    own = score.pairs(data, lines)
    tables = {"copytaster": own | {"pairs a second": round(len(data) / seconds), **_trained(given.data)}}
    if given.peers == "all" and (peers := _peers()):
        tables |= peers.pairs(data)
    return tables


def hand(given: argparse.Namespace) -> dict[str, Any]:
    data, gold = rows(given.data), rows(given.gold)
    found = [_pair(each) for each in data]
    lines = [
        {
            "pid": each["pid"],
            "same_story": one["story"] >= relate.FOLLOW,
            "suppress_ok": one["suppress"],
            "label": HAND.get(one["kind"], one["kind"]),
            "score": round(one["story"], 4),
        }
        for each, one in zip(data, found, strict=True)
    ]
    write_rows(given.out, lines)
    tables = {"copytaster": score.hand(gold, lines) | _trained(given.data)}
    if given.peers == "all" and (peers := _peers()):
        tables |= peers.hand(data, gold)
    return tables


def _peers() -> Any:
    """The peers' module, where numpy is installed."""
    try:
        from bench import dedupe_peers
    except ModuleNotFoundError as error:
        print(f"peers left out: {error.name} is not installed")
        return None
    return dedupe_peers


def _trained(path: Path) -> dict[str, Any]:
    if model.trained_on(path.read_bytes()):
        return {"note": "the model was trained on this file: for unseen pairs see python -m bench.dedupe_train cv"}
    return {}


def _pair(pair: dict[str, Any]) -> dict[str, Any]:
    """What the later item of a pair is to the earlier, both taken for found."""
    earlier, later = item(pair["a"]), item(pair["b"])
    state = State()
    record = ItemRecord(item=earlier, fingerprint=dedupe.fingerprint(earlier))
    state.apply(pipeline.taste(state, 0, record).entries)
    (entry,) = [entry for _, entry in state if "packed" in entry]
    print_ = dedupe.fingerprint(later)
    assert print_ is not None
    assert print_.packed is not None
    a, b = View(dedupe.unpack(entry["packed"])), View(dedupe.unpack(print_.packed))  # type: ignore[typeddict-item]
    measures = measure(a, b)
    gap_ms = abs(ms(later.received_at) - ms(earlier.received_at))
    found = relate.judge(entry, a, b, gap_ms)  # type: ignore[arg-type]
    exact = dedupe.exact(later, print_, state.texts_with(print_.content), lambda _: None)
    kind, reason = relate.relation_of(found, b)
    may = kind == "near_duplicate" and reason != relate.A_CUT and relate.may_suppress(later, b, found, gap_ms)
    return {
        "event": found.event,
        "story": relate.same_story(measures, found.event),
        "kind": exact.relation.kind if exact.relation else kind,
        "suppress": exact.target is not None or may,
    }


def stream(given: argparse.Namespace) -> dict[str, Any]:
    data, gold = rows(given.data), rows(given.gold)
    ids = [row["id"] for row in data]
    if given.blank:
        data = [{**row, "id": number, "slug": "", "priority": ""} for number, row in enumerate(data, start=1)]
    known = {item(row).raw_id: name for row, name in zip(data, ids, strict=True)}
    records = [ItemRecord(item=each, fingerprint=dedupe.fingerprint(each)) for each in map(item, data)]
    state, lines, suppressed, spent, sizes = State(), [], [], [], []
    for offset, (record, name) in enumerate(zip(records, ids, strict=True)):
        start = time.perf_counter()
        outcome = pipeline.taste(state, offset, record)
        state.apply(outcome.entries)
        spent.append(time.perf_counter() - start)
        sizes.append(
            len((record.fingerprint.packed or "") + (record.fingerprint.facts or "")) if record.fingerprint else 0
        )
        first = outcome.publications[0]
        relation = next(iter(first.judgement.relations), None)
        lines.append(_line(name, relation, known))
        if first.event == "suppressed":
            suppressed.append(name)
    write_rows(given.out, lines)
    own = score.stream(gold, lines)
    spent.sort()
    own |= {
        "suppressed by default": score.kinds(gold, suppressed),
        "relations": dict(Counter(line["kind"] for line in lines).most_common()),
        "items a second in the fold": round(len(data) / sum(spent)),
        "µs an item, p50 / mean / p99": " / ".join(
            f"{1e6 * each:.0f}"
            for each in (spent[len(spent) // 2], sum(spent) / len(spent), spent[int(0.99 * len(spent))])
        ),
        "bytes an item, fingerprint": round(sum(sizes) / len(sizes)),
        "resident MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    tables = {"copytaster": own}
    if given.false:
        _list_false(rows(given.data), gold, lines, suppressed)
    if given.peers == "all" and (peers := _peers()):
        tables |= peers.stream(rows(given.data), gold)
    return tables


def _line(name: int, relation: Relation | None, known: dict[str, int]) -> dict[str, Any]:
    kind = relation.kind if relation else "unique"
    target = relation.target if relation else None
    of = known[target.raw_id] if target is not None and target.raw_id else None
    told = STREAM[kind]
    of = None if told == "unique" else of
    return {"id": name, "relation": told, "of": of, "score": relation.score if relation else 0.0, "kind": kind}


def _list_false(data: list[Any], gold: list[Any], lines: list[Any], suppressed: list[int]) -> None:
    texts = {row["id"]: row for row in data}
    for want, got in zip(gold, lines, strict=True):
        linked = got["relation"] not in ("unique", "followup")
        wrong = linked and want["relation"] == "unique"
        lost = want["id"] in suppressed and want["relation"] not in ("dup", "ambiguous")
        missed = not linked and want["of"] is not None and want["relation"] != "ambiguous"
        other = linked and want["of"] is not None and want["relation"] not in (got["relation"], "ambiguous")
        if wrong or lost or missed or other:
            what = "FALSE LINK" if wrong else "WRONGLY SUPPRESSED" if lost else "MISSED" if missed else "OTHER RELATION"
            print(f"\n{what} {want['kind']} gold {want['relation']} of {want['of']}: told {got['kind']} {got['score']}")
            for each in (got["of"] if got["of"] is not None else want["of"], want["id"]):
                row = texts[each]
                print(f"   {each} {row['date'][5:16]} {row['title']} | {' '.join(row['body'].split())[:300]}")


def scaled(event: float) -> float:
    """The score as the scorer reads it: .5 is the threshold of the product."""
    link = relate.LINK
    half = event / link / 2 if event < link else 0.5 + (event - link) / (1 - link) / 2
    return round(half, 5)


if __name__ == "__main__":
    main()
