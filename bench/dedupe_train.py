"""Train the judges of streams/dedupe/model.json, or score the way they are trained by cross-validation.

    python -m bench.dedupe_train cv    PAIRS HAND_PAIRS HAND_GOLD     what unseen pairs would get
    python -m bench.dedupe_train write PAIRS HAND_PAIRS HAND_GOLD VERSION

Needs scikit-learn, which the product does not. Training data: PAIRS (dev_pairs) for `event` and `relation`, the
hand-labelled pairs for `story`; hand-labelled pairs that stand in PAIRS, too, are left out there. Folds are grouped by
connected items, so that no item of a test fold was seen in training.
"""

import argparse
import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from bench import rows
from bench.dedupe_data import groups, measures
from streams.dedupe.compare import MEASURES

OUT = Path(__file__).parents[1] / "streams" / "dedupe" / "model.json"
FOLDS = 5
LINK = 0.8
"""As in streams/dedupe/relate.py, which cannot be imported before there is a model."""

# A wrong merge costs an editor a story, a missed one a second reading; the undecidable should teach little.
WEIGHTS = {"nat_template": 4, "nat_series": 4, "nat_samefig": 4, "swap_company": 4, "swap_figures": 4, "swap_entity": 4,
           "hand_diff": 0.3, "related": 0.5}  # fmt: skip
HARD = ("nat_template", "nat_series", "nat_samefig", "swap_company", "swap_figures", "swap_entity")
RELATIONS = {"dup": "dup", "version": "version", "correction": "correction", "alert": "alert"}


def event_model(seed: int = 0) -> GradientBoostingClassifier:
    return GradientBoostingClassifier(
        n_estimators=300, max_depth=4, learning_rate=0.05, subsample=0.5, max_features=0.25, min_samples_leaf=5,
        random_state=seed,
    )  # fmt: skip


def relation_model(seed: int = 0) -> GradientBoostingClassifier:
    return GradientBoostingClassifier(
        n_estimators=110, max_depth=4, learning_rate=0.07, subsample=0.6, max_features=0.3, min_samples_leaf=5,
        random_state=seed,
    )  # fmt: skip


def story_model() -> Any:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.05, max_iter=5000))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["cv", "write"])
    parser.add_argument("pairs", type=Path)
    parser.add_argument("hand", type=Path)
    parser.add_argument("hand_gold", type=Path)
    parser.add_argument("version", nargs="?")
    parser.add_argument("--out", type=Path, help="write the predictions of cv in the scorer's format, a file a set")
    given = parser.parse_args()
    data = Data(given.pairs, given.hand, given.hand_gold)
    if given.what == "cv":
        cross_validate(data, given.out)
    else:
        write(data, given.version or parser.error("write needs a VERSION"))


EVENT = ("exact_resend", "near_duplicate", "rewrite_of", "new_version_of", "correction_of", "alert_expanded_by")
"""Hand labels of one event. What is contained in a round-up is left out: part of it is the same."""
HAND_RELATIONS = {
    "exact_resend": "dup", "near_duplicate": "dup", "rewrite_of": "dup", "new_version_of": "version",
    "correction_of": "correction", "alert_expanded_by": "alert",
}  # fmt: skip
NATURAL_WEIGHT = 4
"""Natural pairs are few, and the only ones with follow-ups among them."""


class Data:
    def __init__(self, pairs: Path, hand: Path, hand_gold: Path) -> None:
        self.files = (pairs, hand)
        self.pairs, self.hand = rows(pairs), rows(hand)
        gold = {row["pid"]: row for row in rows(hand_gold)}
        self.gold = [gold[row["pid"]] for row in self.hand]
        self.x = np.array(measures(self.pairs))
        self.x_hand = np.array(measures(self.hand))
        self.kinds = np.array([row["kind"] for row in self.pairs])
        self.labels = np.array([row["label"] for row in self.pairs])
        self.same = self.labels != "distinct"
        self.weights = np.array([WEIGHTS.get(kind, 1.0) for kind in self.kinds])
        both = groups([*self.pairs, *self.hand])
        self.groups, self.groups_hand = groups(self.pairs), both[len(self.pairs) :]
        labels = [row["label"] for row in self.gold]
        self.event_hand = np.isin(labels, EVENT)
        unsure = np.isin(labels, ["ambiguous", "contained_in"])
        self.all_x = np.vstack([self.x, self.x_hand])
        self.all_same = np.concatenate([self.same, self.event_hand])
        self.all_groups = both
        self.story = np.array([row["same_story"] for row in self.gold])
        self.clear = np.array([row["label"] != "ambiguous" for row in self.gold])
        ids = {frozenset((row["a"]["id"], row["b"]["id"])) for row in self.hand}
        self.own = np.array([frozenset((row["a"]["id"], row["b"]["id"])) not in ids for row in self.pairs])
        hand = [HAND_RELATIONS.get(label, "distinct") for label in labels]
        self.all_labels = np.array([*self.labels, *hand], dtype=object)
        natural = np.where(unsure, 0.0, NATURAL_WEIGHT)
        self.relation_weights = np.concatenate([np.ones(len(self.same)), np.full(len(self.gold), NATURAL_WEIGHT)])
        self.all_weights = np.concatenate([self.weights * self.own, natural])

    def linked(self, rows: Any) -> tuple[Any, Any, Any]:
        """Measures, labels and weights of these rows, as far as they are links whose relation is known."""
        chosen = rows & np.isin(self.all_labels, list(RELATIONS)) & (self.all_weights > 0)
        return self.all_x[chosen], self.all_labels[chosen].astype(str), self.relation_weights[chosen]


def cross_validate(data: Data, out: Path | None) -> None:
    score, natural = np.zeros(len(data.same)), np.zeros(len(data.story))
    folds = GroupKFold(FOLDS).split(data.all_x, data.all_same, data.all_groups)
    for train, test in folds:
        fitted = event_model().fit(data.all_x[train], data.all_same[train], sample_weight=data.all_weights[train])
        told = fitted.predict_proba(data.all_x[test])[:, 1]
        first = test < len(score)
        score[test[first]] = told[first]
        natural[test[~first] - len(score)] = told[~first]
    hard = np.isin(data.kinds, HARD)
    print(f"pairs, {FOLDS} folds: AUC {roc_auc_score(data.same, score):.4f}")
    for threshold in (0.4, 0.5, LINK, 0.7, 0.8):
        linked = score >= threshold
        hit = (linked & data.same).sum()
        f1 = 2 * hit / (linked.sum() + data.same.sum())
        print(
            f"  at {threshold:.2f}: F1 {f1:.4f}, hard negatives merged {linked[hard].mean():.2%} ({linked[hard].sum()})"
        )
    linked = score >= LINK
    for kind in sorted(set(data.kinds)):
        print(f"  {kind:<16}{linked[data.kinds == kind].mean():7.3f}")
    sure = ~np.isin([row["label"] for row in data.gold], ["ambiguous", "contained_in"])
    print(f"hand, same event: AUC {roc_auc_score(data.event_hand[sure], natural[sure]):.4f}")
    links = np.isin(data.labels, list(RELATIONS))
    told = np.array([""] * len(data.all_same), dtype=object)
    for train, test in GroupKFold(FOLDS).split(data.all_x, data.all_same, data.all_groups):
        inside = np.zeros(len(data.all_same), dtype=bool)
        inside[train] = True
        told[test] = relation_model().fit(*data.linked(inside)).predict(data.all_x[test])
    natural = np.isin(data.all_labels, list(RELATIONS))
    natural[: len(data.same)] = False
    table = Counter(zip(data.all_labels[natural], told[natural], strict=True))
    print("relation of hand-labelled links:", {f"{a}>{b}": n for (a, b), n in table.most_common()})
    told = told[: len(data.same)]
    right = (told == data.labels)[links]
    print(
        f"relation given a link: {right.mean():.4f}",
        {f"{a}>{b}": n for (a, b), n in Counter(zip(data.labels[links], told[links], strict=True)).most_common()},
    )
    story = np.zeros(len(data.story))
    for train, test in GroupKFold(FOLDS).split(data.x_hand, data.story, data.groups_hand):
        known = train[data.clear[train]]
        story[test] = story_model().fit(data.x_hand[known], data.story[known]).predict_proba(data.x_hand[test])[:, 1]
    clear = data.clear
    print(
        f"hand, {clear.sum()} clear rows: same_story accuracy {((story >= 0.5) == data.story)[clear].mean():.4f} at .5,"
        f" AUC {roc_auc_score(data.story[clear], story[clear]):.4f}"
    )
    if out:
        lines = [{"pid": row["pid"], "score": round(float(s), 4)} for row, s in zip(data.pairs, score, strict=True)]
        out.write_text("".join(json.dumps(line) + "\n" for line in lines))


def write(data: Data, version: str) -> None:
    event = event_model().fit(data.all_x, data.all_same, sample_weight=data.all_weights)
    relation = relation_model().fit(*data.linked(np.ones(len(data.all_same), dtype=bool)))
    story = story_model().fit(data.x_hand[data.clear], data.story[data.clear])
    scaler, line = story.named_steps.values()
    weights = line.coef_[0] / scaler.scale_
    rate = event.learning_rate
    prior = float(np.log(event.init_.class_prior_[1] / event.init_.class_prior_[0]))
    model = {
        "version": version,
        "measures": MEASURES,
        "relations": [RELATIONS[name] for name in relation.classes_],
        "event": [round(prior, 5), *[_tree(each[0].tree_, rate) for each in event.estimators_]],
        "relation": [
            [
                round(float(np.log(max(relation.init_.class_prior_[k], 1e-9))), 5),
                *[_tree(each[k].tree_, relation.learning_rate) for each in relation.estimators_],
            ]
            for k in range(len(relation.classes_))
        ],
        "story": {
            "bias": round(float(line.intercept_[0] - (weights * scaler.mean_).sum()), 5),
            "weights": [round(float(each), 5) for each in weights],
        },
        "trained_on": {path.name: sha256(path.read_bytes()).hexdigest() for path in data.files},
    }
    OUT.write_bytes(orjson.dumps(model) + b"\n")
    print(f"{OUT.name}: {OUT.stat().st_size} bytes", model["trained_on"])


def _tree(tree: Any, rate: float, node: int = 0) -> Any:
    if tree.children_left[node] < 0:
        return round(float(tree.value[node][0][0]) * rate, 5)
    branches = [_tree(tree, rate, int(child[node])) for child in (tree.children_left, tree.children_right)]
    return [int(tree.feature[node]), round(float(tree.threshold[node]), 6), *branches]


if __name__ == "__main__":
    main()
