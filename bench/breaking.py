"""Breaking news on labelled sets, through the taster's own fold, in arrival order.

    python -m bench.breaking wire DIR [--rank bulletin|urgent] [--peers none] [--out PRED.jsonl] [--json] [--list KIND]
    python -m bench.breaking scenarios ITEMS GOLD PROFILES     [--peers none] [--out PRED.jsonl] [--json] [--list KIND]
    python -m bench.breaking cluster ITEMS TRUTH               [--peers none] [--out PRED.jsonl] [--json]

`wire` hides the header: no slug, no priority; topics and places are never read. Level, score and alert are those of
the published event of one run. `bulletin` ranks by the score, `urgent` by the sum of the same weights without the
family `moment`. Truth is read for scoring alone. The baselines run in the same call.
"""

import argparse
import gc
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import breaking_score as score
from bench import rows, show, write_rows
from bench.breaking_data import cluster_item, scenario_item, scenario_profiles, wire_item
from schemas.item import ItemRecord, WireItem
from schemas.judgement import Judgement
from streams import breaking, dedupe, figures, pipeline
from streams.app import COLLECT
from streams.breaking.level import score as total
from streams.breaking.weights import CAPS
from streams.state import State

URGENT = frozenset(CAPS) - {"moment"} | {"against", "place"}
"""The families of the second ranking: all but what is of the moment."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["wire", "scenarios", "cluster"])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--rank", choices=["bulletin", "urgent"], default="bulletin")
    parser.add_argument("--peers", choices=["all", "none"], default="all")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--list", choices=["errors", "false", "missed"])
    given = parser.parse_args()
    tables = {"wire": wire, "scenarios": scenarios, "cluster": cluster}[given.what](given)
    show(tables, given.json)


def wire(given: argparse.Namespace) -> dict[str, Any]:
    (folder,) = given.files
    data, truth, chains = (rows(folder / f"reuters_{name}.jsonl.gz") for name in ("items", "truth", "chains"))
    found, cost = run([wire_item(row, number) for number, row in enumerate(data, 1)], breaking.PROFILES)
    lines = [_line(row["id"], each) for row, each in zip(data, found, strict=True)]
    if given.rank == "urgent":
        lines = [{**line, "score": line["urgent"]} for line in lines]
    write_rows(given.out, lines, ("id", "story", "level", "score", "alert"))
    corrections = rows(folder / "reuters_corrections.jsonl.gz")
    tables = {"copytaster": score.wire(data, truth, chains, lines) | _corrected(corrections, lines) | cost}
    tables["ten strongest reasons"] = _strongest(found)
    if given.list:
        _list(given.list, data, truth, lines, found)
    if given.peers == "all":
        from bench import breaking_peers

        tables |= breaking_peers.wire(data, truth, chains)
    return tables


def _line(name: str, judged: Judgement) -> dict[str, Any]:
    told = judged.breaking
    assert told is not None
    return {
        "id": name,
        "story": judged.story.story_id if judged.story else name,
        "level": told.level,
        "score": round(told.score, 4),
        "urgent": round(total(told.reasons, URGENT), 4),
        "alert": told.alert is not None and told.alert.action in score.FIRING,
    }


def run(items: Sequence[WireItem], profiles: Any) -> tuple[list[Judgement], dict[str, Any]]:
    """The judgement of each item when it came, and what it cost."""
    gc.set_threshold(*COLLECT)
    state, found = State(), []
    spent: dict[str, list[float]] = {"figures": [], "fingerprint": [], "traits": [], "taste": []}
    for offset, item in enumerate(items):
        clock = [time.process_time()]
        facts = figures.find(item.uri, item.version, item.headline, item.body)
        clock.append(time.process_time())
        print_ = dedupe.fingerprint(item)
        clock.append(time.process_time())
        known = breaking.traits(item, facts, profiles)
        clock.append(time.process_time())
        record = ItemRecord(item=item, figures=facts, fingerprint=print_, traits=known)
        outcome = pipeline.taste(state, offset, record)
        state.apply(outcome.entries)
        clock.append(time.process_time())
        for name, start, end in zip(spent, clock, clock[1:], strict=False):
            spent[name].append(end - start)
        found.append(outcome.publications[0].judgement)
    cost = {f"µs an item, {name}": f"{1e6 * sum(each) / len(each):.0f}" for name, each in spent.items()}
    cost["µs an item, taste p99"] = f"{1e6 * sorted(spent['taste'])[int(0.99 * len(found))]:.0f}"
    return found, cost | {
        "items a second, traits and taste": round(len(found) / sum(map(sum, (spent["traits"], spent["taste"]))))
    }


def _corrected(corrections: Sequence[dict[str, Any]], lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Marked corrections that are in the story of what they correct; none may fire."""
    told = {line["id"]: line for line in lines}
    together = sum(told[each["item"]]["story"] == told[each["original"]]["story"] for each in corrections)
    return {
        "corrections in their story": f"{together} of {len(corrections)}",
        "corrections fired": sum(told[each["item"]]["alert"] for each in corrections),
    }


def _strongest(found: Sequence[Judgement]) -> dict[str, str]:
    """The reasons by what they weigh on the whole wire."""
    weigh: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    weights: dict[str, set[float]] = defaultdict(set)
    for judged in found:
        for each in judged.breaking.reasons if judged.breaking else ():
            if each.weight:
                name = f"{each.family}: {each.code}"
                weigh[name] += abs(each.weight)
                seen[name] += 1
                weights[name].add(each.weight)
    return {
        name: f"{seen[name]} items, weight {', '.join(f'{w:+g}' for w in sorted(weights[name]))}"
        for name, _ in weigh.most_common(10)
    }


def scenarios(given: argparse.Namespace) -> dict[str, Any]:
    data, gold = rows(given.files[0]), rows(given.files[1])
    profiles = scenario_profiles(json.loads(given.files[2].read_text()))
    items = [scenario_item(row, profiles) for row in data]
    found, cost = run(items, profiles)
    lines = list(_scenario_lines(data, items, found))
    write_rows(given.out, lines, ("id", "level", "role", "action", "story", "relation", "target"))
    tables = {"copytaster": score.scenarios(gold, lines) | cost}
    if given.list:
        told = {line["id"]: line for line in lines}
        for row, judged in zip(data, found, strict=True):
            want, got = next(each for each in gold if each["id"] == row["id"]), told[row["id"]]
            wrong = [f"{field}: {want[field]} -> {got[field]}" for field in score.FIELDS if want[field] != got[field]]
            if wrong and not want.get("ambiguous"):
                print(row["id"], row["provider"], row["headline"][:70], "|", "; ".join(wrong))
                print(
                    "     ", [(each.code, each.weight) for each in judged.breaking.reasons] if judged.breaking else ""
                )
    if given.peers == "all":
        from bench import breaking_peers

        tables |= breaking_peers.scenarios(data, gold, profiles)
    return tables


RELATIONS = {"kill_of": "correction_of", "contained_in": "follow_up", "same_series": "unique"}


def _scenario_lines(
    data: Sequence[dict[str, Any]], items: Sequence[WireItem], found: Sequence[Judgement]
) -> Iterator[dict[str, Any]]:
    arrived: dict[str, str] = {}
    by_uri: dict[tuple[str, str], str] = {}
    for row, item, judged in zip(data, items, found, strict=True):
        told = judged.breaking
        relation = next(iter(judged.relations), None)
        kind = RELATIONS.get(relation.kind, relation.kind) if relation else "unique"
        target = relation.target if relation else None
        name = None
        if target is not None and kind != "unique":
            name = arrived.get(target.raw_id or "") or by_uri.get((target.provider or item.provider, target.uri))
        if told is not None and told.role == "kill" and name is not None:
            kind = "correction_of"
        if name is None:
            kind = "unique"
        yield {
            "id": row["id"],
            "level": told.level if told else "none",
            "role": (told.role if told else None) or "first",
            "action": told.alert.action if told and told.alert else "none",
            "story": judged.story.story_id if judged.story else row["id"],
            "relation": kind,
            "target": name if kind != "unique" else None,
        }
        arrived[item.raw_id] = row["id"]
        by_uri[item.provider, item.uri] = row["id"]


def cluster(given: argparse.Namespace) -> dict[str, Any]:
    """Items in the order of their file, of one moment and each of a provider of its own: only texts link them."""
    data, truth = rows(given.files[0]), rows(given.files[1])
    found, cost = run([cluster_item(row) for row in data], breaking.PROFILES)
    lines = [_line(row["id"], each) for row, each in zip(data, found, strict=True)]
    write_rows(given.out, lines, ("id", "story"))
    tables: dict[str, Any] = {"copytaster": score.cluster(truth, lines) | cost}
    if given.peers == "all":
        from bench import breaking_tfidf

        texts = [(row["headline"], row.get("body") or "", 0) for row in data]
        gold = {row["id"]: row["story"] for row in truth}
        stories = [gold[row["id"]] for row in data]
        threshold, best = breaking_tfidf.best(
            texts, lambda of: score.bcubed(stories, list(map(str, of)))["story B-cubed F1"]
        )
        names = [{"id": row["id"], "story": str(each)} for row, each in zip(data, best, strict=True)]
        tables[f"TF-IDF linker, threshold {threshold}"] = score.cluster(truth, names)
    return tables


def _list(kind: str, data: list[Any], truth: list[Any], lines: list[Any], found: Sequence[Judgement]) -> None:
    known = {row["id"]: row for row in truth}
    wanted: dict[str, Callable[[Any, Any], bool]] = {
        "false": lambda line, row: line["alert"] and (row["prio"] or "x") in "rdshwa",
        "missed": lambda line, row: row["prio"] in ("f", "b") and line["level"] not in ("alert", "flash"),
        "errors": lambda line, row: (
            row["prio"] is not None and (row["prio"] in "fb") != (line["level"] in ("alert", "flash"))
        ),
    }
    for row, line, judged in zip(data, lines, found, strict=True):
        if wanted[kind](line, known[row["id"]]):
            print(
                row["id"],
                known[row["id"]]["prio"],
                known[row["id"]]["form"],
                line["level"],
                line["score"],
                row["headline"],
            )
            print(
                "    ",
                [(each.code, each.weight) for each in judged.breaking.reasons if each.weight]
                if judged.breaking
                else "",
            )


def _reasons(judged: Judgement) -> str:
    return ", ".join(f"{each.code} {each.weight:g}" for each in judged.breaking.reasons) if judged.breaking else ""


if __name__ == "__main__":
    main()
