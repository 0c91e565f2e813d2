"""Make the linker's tables, streams/breaking/link_words.json and link_model.json, or score how the model is trained.

    python -m bench.breaking_train words DICTIONARY WIRE VERSION
    python -m bench.breaking_train write DIR SCENARIOS PAIRS VERSION
    python -m bench.breaking_train cv    DIR SCENARIOS PAIRS

`words`: rarity of a stem, 3 x ln(1 / share of texts), as the mean of its share in the items of a stored wire and in
texts of general English. DICTIONARY is frequency_dictionary_en_82_765.txt of symspellpy (MIT).

`write` and `cv` need scikit-learn, which the product does not. Training data: chains and corrections of the wire in
DIR, its labelled headlines and full texts, SCENARIOS/dev-items.jsonl with dev-gold.jsonl, and in PAIRS the labelled
pairs dev_pairs and hand_dev_pairs of the same wire. No ticker is read. `cv` trains on one half, by time for the wire
and the pairs and by story for the rest, and folds the other.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from math import exp, log
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import orjson

from bench import breaking_link as bench
from schemas.base import ms
from schemas.state import story_key
from streams.breaking import link, link_measures, link_terms
from streams.dev import play

BESIDE = Path(link.__file__)
GENERAL_WORDS = 130
"""Words of a text of general English, as many as an item of the wire has."""
WIRE_MIN = 5
"""Items of the wire that a word must stand in to be counted there."""

MIDDLE = ms("1987-03-18T00:00:00Z")
"""Halves the wire's development part."""

KINDS = {
    **dict.fromkeys(("nat_dup", "nat_version", "nat_alert", "nat_correction", "mined_alert", "hand_same"), (1, 0.5)),
    **dict.fromkeys(("update", "correction", "rewrite", "rewrite_round", "para20", "cut", "light"), (1, 0.15)),
    **dict.fromkeys(("nat_template", "nat_series", "nat_samefig", "alert_other"), (0, 0.5)),
    **dict.fromkeys(("swap_company", "swap_entity", "random"), (0, 0.15)),
}
"""Kinds of labelled pairs: one story or not, and the weight; made by programs the least. `related` is left out, since
nobody has said whether those are one story."""
HAND_WEIGHT = 4.0
SET_WEIGHTS = {"wire": 1.0, "headlines": 1.0, "texts": 5.0, "scenarios": 3.0, "pairs": 1.0}

FALLING = {"rival", "outdone", "founder_rival", "missing", "missing_of", "unsaid", "unsaid_of", "against", "gap"}
FREE = {"figures_share", "length", "length_of", "size"}
"""Measures that may only speak against a story, and such as may speak either way; of all others more is better."""


class Rows(NamedTuple):
    measures: list[list[float]]
    same: list[int]
    weights: list[float]
    halves: list[int]


class Set(NamedTuple):
    name: str
    items: list[bench.Row]
    gold: dict[str, str]
    """Event by item; of a wire, only of the items that a chain or correction names."""

    def half(self, row: bench.Row) -> int:
        return int(row.at >= MIDDLE) if self.name == "wire" else crc32(self.gold[row.id].encode()) % 2


Judge = Callable[[list[float]], float]


def collect(data: Set, judge: Judge | None) -> Rows:
    """The set folded with the truth in hand: each item that has an event beside every candidate story.

    What has no event is placed by `judge`, or founds a story where there is none yet.
    """
    found = Rows([], [], [], [])
    index, entries, of = link.Stories(), dict[str, Any](), dict[str, str]()
    for row in data.items:
        if row.link is None:
            continue
        event = data.gold.get(row.id)
        mine = of.get(event) if event is not None else None
        near = [key for key in index.like(row.link) if row.at - entries[key]["links"][-1][1] <= link.LOOKS_BACK_MS]
        if mine is not None and mine not in near:
            near.append(mine)
        for key in near:
            told = _measured(row, entries[key]["links"])
            weight = _weight(data.name, told, event is not None, mine, key)
            if weight and (event is not None or crc32(row.id.encode()) % 3 == 0):
                found.measures.append(told)
                found.same.append(int(event is not None and key == mine))
                found.weights.append(weight * SET_WEIGHTS[data.name])
                found.halves.append(data.half(row))
        key = mine or story_key(row.id)
        if event is None and judge is not None:
            link.same = judge
            placed = link.place(row.link, row.at, [entries[each] for each in near], {})
            key = placed.story if placed.outcome == "same" and placed.story else key
        elif event is not None:
            of[event] = key
        links = [*(entries[key]["links"] if key in entries else ()), (row.link, row.at, "bench", row.id)]
        links = links if len(links) <= bench.LINKS_MAX else [links[0], *links[1 - bench.LINKS_MAX :]]
        entries[key] = bench._entry(key, links)
        index.put(key, [each[0] for each in links])
    return found


def _weight(name: str, told: list[float], known: bool, mine: str | None, key: str) -> float:
    """Of a wire only chains are known: an earlier story with the same actor may well be the item's own, too."""
    if name != "wire" or key == mine:
        return 1.0
    at = dict(zip(link_measures.MEASURES, told, strict=True))
    if not known:
        strangers = at["actor_in"] == 0 and at["actor_of"] == 0
        siblings = at["outdone"] >= 0 and at["rival"] >= 10 and at["head"] >= 0.3
        return 0.0 if not (strangers or siblings) else 0.1 if at["head"] < 0.4 else 1.0
    if min(at["actor_in"], at["actor_of"]) < 0.5:
        return 0.5 if mine else 0.15
    return 0.05 if mine else 0.0


def _measured(row: bench.Row, links: list[Any]) -> list[float]:
    view = link_measures.view_of(row.link or "")
    cosines = [link_measures.cosine(view, link_measures.view_of(each[0])) for each in links]
    return link_measures.measure(view, row.at, [(each[0], each[1]) for each in links], cosines)


def pairs(folder: Path) -> Rows:
    found = Rows([], [], [], [])
    for a, b, same, weight in _labelled(folder):
        earlier, later = sorted((_row(a), _row(b)), key=lambda row: row.at)
        if earlier.link is None or later.link is None:
            continue
        found.measures.append(_measured(later, [(earlier.link, earlier.at)]))
        found.same.append(same)
        found.weights.append(weight * SET_WEIGHTS["pairs"])
        found.halves.append(int(earlier.at >= MIDDLE))
    return found


def _labelled(folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any], int, float]]:
    for row in bench.rows(folder / "dev_pairs.jsonl.gz"):
        if row["kind"] in KINDS:
            yield row["a"], row["b"], *KINDS[row["kind"]]
    gold = {row["pid"]: row for row in bench.rows(folder / "hand_dev_gold.jsonl")}
    for row in bench.rows(folder / "hand_dev_pairs.jsonl.gz"):
        told = gold[row["pid"]]
        if told["label"] != "ambiguous":
            yield row["a"], row["b"], int(told["same_story"] and told["label"] != "same_series"), HAND_WEIGHT


def _row(fields: Mapping[str, Any]) -> bench.Row:
    return bench.read({**fields, "headline": fields.get("title") or "", "event_time": fields["date"]})


def sets(directory: Path, scenarios: Path) -> list[Set]:
    def gold(path: Path) -> dict[str, str]:
        return {row["id"]: row["story"] for row in bench.rows(path)}

    def items(path: Path) -> list[bench.Row]:
        return [bench.read(fields) for fields in bench.rows(path)]

    # Updates of chains are left out: one in six is a sibling.
    events = dict[str, str]()
    for row in bench.rows(directory / "reuters_chains.jsonl.gz"):
        if row["rel"] == "high":
            events[row["follow"]] = events.setdefault(row["alert"], row["alert"])
    for row in bench.rows(directory / "reuters_corrections.jsonl.gz"):
        events[row["item"]] = events.setdefault(row["original"], row["original"])
    return [
        Set("wire", items(directory / "reuters_items.jsonl.gz"), events),
        Set("headlines", items(directory / "uci_headlines_items.jsonl.gz"),
            gold(directory / "uci_headlines_truth.jsonl.gz")),
        Set("texts", items(directory / "wikinews_events_items.jsonl.gz"),
            gold(directory / "wikinews_events_truth.jsonl.gz")),
        Set("scenarios", items(scenarios / "dev-items.jsonl"), gold(scenarios / "dev-gold.jsonl")),
    ]  # fmt: skip


# ---- the model


def fit(data: list[Set], labelled: Rows, half: int | None) -> dict[str, Any]:
    """The model of one half, or of both. Twice: the second time the wire's stories are those of the first model."""
    judge, model = None, dict[str, Any]()
    for _ in range(2):
        parts = [*(collect(each, judge) for each in data), labelled]
        chosen = [[half is None or each == half for each in part.halves] for part in parts]
        x, y, weights = (
            np.concatenate(
                [np.array(part[column], dtype=float)[rows] for part, rows in zip(parts, chosen, strict=True)]
            )
            for column in range(3)
        )
        model = _exported(_trees().fit(x, y, sample_weight=weights))
        judge = judge_of(model)
    return model


def _trees() -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    signs = [-1 if name in FALLING else 0 if name in FREE else 1 for name in link_measures.MEASURES]
    return HistGradientBoostingClassifier(
        max_iter=80, max_depth=4, max_leaf_nodes=10, learning_rate=0.1, min_samples_leaf=30, l2_regularization=5,
        monotonic_cst=signs, early_stopping=False, random_state=0,
    )  # fmt: skip


def _exported(fitted: Any) -> dict[str, Any]:
    def tree(nodes: Any, at: int = 0) -> Any:
        node = nodes[at]
        if node["is_leaf"]:
            return round(float(node["value"]), 5)
        branches = [tree(nodes, int(node[side])) for side in ("left", "right")]
        return [int(node["feature_idx"]), round(float(node["num_threshold"]), 6), *branches]

    return {
        "measures": list(link_measures.MEASURES),
        "bias": round(float(fitted._baseline_prediction.ravel()[0]), 5),
        "trees": [tree(each[0].nodes) for each in fitted._predictors],
    }


def judge_of(model: Mapping[str, Any]) -> Judge:
    def judge(measures: list[float]) -> float:
        total = model["bias"]
        for node in model["trees"]:
            while isinstance(node, list):
                node = node[2] if measures[node[0]] <= node[1] else node[3]
            total += node
        return round(1 / (1 + exp(-total)), 6)

    return judge


def cross_validate(directory: Path, data: list[Set], labelled: Rows) -> None:
    scores = dict[str, list[tuple[int, float]]]()
    told = dict[str, str]()
    for half in (0, 1):
        link.same = judge_of(fit(data, labelled, 1 - half))
        for each in data:
            items = [row for row in each.items if each.half(row) == half]
            stories = bench.fold(items).stories
            if each.name == "wire":
                told |= stories
            else:
                score = bench.bcubed([each.gold[row.id] for row in items], [stories[row.id] for row in items])
                scores.setdefault(each.name, []).append((len(items), score["BCubed F1"]))
    for name, value in bench.wire(directory, told).items():
        print(f"{name:<48}{value}")
    for name, parts in scores.items():
        f1 = sum(size * score for size, score in parts) / sum(size for size, _ in parts)
        print(f"{name + ', BCubed F1 of the halves':<48}{f1:.4f}")


def words(dictionary: Path, wire: Path, version: str) -> None:
    general: Counter[str] = Counter()
    for line in dictionary.read_text(encoding="utf-8-sig").splitlines():
        word, count = line.split()
        general[link_terms.stem(word)] += int(count)
    total = sum(general.values())
    in_wire: Counter[str] = Counter()
    items = 0
    for row in play.rows(wire):
        items += 1
        low = f"{row.headline}\n{row.body}".lower()
        in_wire.update({link_terms.stem(word.replace(".", "")) for word in link_terms.WORD.findall(low)})
    weights = {}
    for stem in sorted(general.keys() | in_wire.keys()):
        often = 1 - exp(-GENERAL_WORDS * general[stem] / total)
        here = in_wire[stem] / items if in_wire[stem] >= WIRE_MIN else 0.0
        if often + here > 0 and (weight := round(3 * log(2 / (often + here)))) < link_terms.UNKNOWN:
            weights[stem] = weight
    source = f"{dictionary.name} of symspellpy, {wire.name} of {items} items"
    table = {"version": version, "source": source, "weights": weights}
    out = BESIDE.with_name("link_words.json")
    out.write_bytes(orjson.dumps(table) + b"\n")
    print(f"{len(weights)} stems, {out.stat().st_size} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("words", "write", "cv"))
    parser.add_argument("paths", nargs="+")
    given = parser.parse_args()
    if given.what == "words":
        dictionary, wire, version = given.paths
        words(Path(dictionary), Path(wire), version)
        return
    directory, scenarios, folder = (Path(each) for each in given.paths[:3])
    data, labelled = sets(directory, scenarios), pairs(folder)
    if given.what == "cv":
        cross_validate(directory, data, labelled)
        return
    files = sorted([*directory.glob("*.gz"), *scenarios.glob("dev-*"), *folder.glob("*dev_*pairs*")])
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
    model = {"version": given.paths[3], **fit(data, labelled, None), "trained_on": hashes}
    out = BESIDE.with_name("link_model.json")
    out.write_bytes(orjson.dumps(model) + b"\n")
    print(f"{len(model['trees'])} trees, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
