"""The measures of the labelled sets, as their own scorer has them: links, clusters, suppression, relations, pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

HARD = ("nat_template", "nat_series", "nat_samefig", "swap_company", "swap_figures", "swap_entity")
APART = ("unique", "followup")
Rows = list[dict[str, Any]]


class OtherIds(SystemExit):
    """Predictions and gold are not of the same items; nothing is scored."""


def check(name: str, gold: Rows, found: Rows) -> None:
    want, got = Counter(row[name] for row in gold), Counter(row[name] for row in found)
    if want != got:
        missing, extra = sum((want - got).values()), sum((got - want).values())
        raise OtherIds(f"refused: {missing} ids of the gold have no prediction, {extra} predictions have no gold")


def pairs(gold: Rows, found: Rows, threshold: float = 0.5) -> dict[str, Any]:
    check("pid", gold, found)
    scores = {row["pid"]: row["score"] for row in found}
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    hit = false = missed = 0
    for row in gold:
        same, linked = row["label"] != "distinct", scores[row["pid"]] >= threshold
        kinds[row["kind"]][0] += linked
        kinds[row["kind"]][1] += 1
        hit, false, missed = hit + (same and linked), false + (linked and not same), missed + (same and not linked)
    merged = [kinds[kind] for kind in HARD if kind in kinds]
    return {
        "P": hit / max(1, hit + false),
        "R": hit / max(1, hit + missed),
        "F1": 2 * hit / max(1, 2 * hit + false + missed),
        "AUC": auc([row["label"] != "distinct" for row in gold], [scores[row["pid"]] for row in gold]),
        "hard negatives merged": sum(each[0] for each in merged) / max(1, sum(each[1] for each in merged)),
        "linked by kind": {kind: round(count / of, 3) for kind, (count, of) in sorted(kinds.items())},
    }


def stream(gold: Rows, found: Rows) -> dict[str, Any]:
    check("id", gold, found)
    told = {row["id"]: row for row in found}
    unclear = {row["id"] for row in gold if row["relation"] == "ambiguous"}
    want, got = Clusters(), Clusters()
    for row in gold:
        want.join(row["id"], row["of"])
        got.join(row["id"], told[row["id"]]["of"] if _linked(told[row["id"]]) else None)
    hit = false = missed = kept = dropped = overlooked = 0
    relations: Counter[tuple[str, str]] = Counter()
    lost: Counter[str] = Counter()
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    alone: dict[str, list[int]] = {"hard_negative": [0, 0], "unique": [0, 0]}
    for row in gold:
        one = told[row["id"]]
        linked, dup = _linked(one), one["relation"] == "dup"
        if row["id"] in unclear or (linked and one["of"] in unclear and row["of"] is None):
            continue
        if row["of"] is None:
            false += linked
            group = alone["hard_negative" if row["kind"] == "hard_negative" else "unique"]
            group[0] += linked
            group[1] += 1
            if dup and linked:
                dropped += 1
                lost["unique"] += 1
            continue
        right = linked and want.root(one["of"]) == want.root(row["id"])
        hit, missed, false = hit + right, missed + (not right), false + (linked and not right)
        kinds[row["kind"]][0] += right
        kinds[row["kind"]][1] += 1
        if right:
            relations[row["relation"], one["relation"]] += 1
        if row["relation"] == "dup":
            kept += right and dup
            overlooked += not (right and dup)
        elif dup:
            dropped += 1
            lost[row["relation"]] += 1
    ids = [row["id"] for row in gold if row["id"] not in unclear]
    precision, recall = hit / max(1, hit + false), hit / max(1, hit + missed)
    return {
        "link P": precision,
        "link R": recall,
        "link F1": 2 * precision * recall / max(1e-9, precision + recall),
        "ARI": adjusted_rand([want.root(each) for each in ids], [got.root(each) for each in ids]),
        "relation accuracy": sum(n for (a, b), n in relations.items() if a == b) / max(1, sum(relations.values())),
        "suppress P": kept / max(1, kept + dropped),
        "suppress R": kept / max(1, kept + overlooked),
        "wrongly suppressed": dict(lost),
        "hard negatives linked": "{}/{}".format(*alone["hard_negative"]),
        "unique items linked": "{}/{}".format(*alone["unique"]),
        "recall by kind": {kind: round(count / of, 3) for kind, (count, of) in sorted(kinds.items())},
        "told for": {f"{a}>{b}": n for (a, b), n in sorted(relations.items())},
    }


def kinds(gold: Rows, ids: Iterable[int]) -> dict[str, int]:
    """What these items are by the gold."""
    relation = {row["id"]: row["relation"] for row in gold}
    return dict(Counter(relation[each] for each in ids).most_common())


def hand(gold: Rows, found: Rows) -> dict[str, Any]:
    check("pid", gold, found)
    told = {row["pid"]: row for row in found}
    clear = [row for row in gold if row["label"] != "ambiguous"]
    same = [row["same_story"] for row in clear]
    hidden = [(row["suppress_ok"], told[row["pid"]]["suppress_ok"]) for row in clear]
    both = sum(a and b for a, b in hidden)
    labels = Counter((row["label"], told[row["pid"]]["label"]) for row in clear)
    right = sum(n for (a, b), n in labels.items() if _eleven(a) == b)
    return {
        "rows": len(clear),
        "same_story accuracy": sum(told[row["pid"]]["same_story"] == row["same_story"] for row in clear) / len(clear),
        "AUC": auc(same, [told[row["pid"]]["score"] for row in clear]),
        "suppress_ok P": both / max(1, sum(b for _, b in hidden)),
        "suppress_ok R": both / max(1, sum(a for a, _ in hidden)),
        "suppress_ok told / hit / wanted": f"{sum(b for _, b in hidden)} / {both} / {sum(a for a, _ in hidden)}",
        "label accuracy": right / len(clear),
        "told for": {f"{a}>{b}": n for (a, b), n in labels.most_common()},
    }


def _eleven(label: str) -> str:
    return "unique" if label in ("unrelated", "unrelated_template") else label


def _linked(row: dict[str, Any]) -> bool:
    return row["relation"] not in APART and row["of"] is not None


class Clusters:
    """Items that hang together by their links."""

    def __init__(self) -> None:
        self._parents: dict[Any, Any] = {}

    def root(self, each: Any) -> Any:
        while self._parents.setdefault(each, each) != each:
            self._parents[each] = self._parents[self._parents[each]]
            each = self._parents[each]
        return each

    def join(self, each: Any, other: Any) -> None:
        self.root(each)
        if other is not None:
            self._parents[self.root(each)] = self.root(other)


def adjusted_rand(one: Sequence[Any], other: Sequence[Any]) -> float:
    def twos(counts: Iterable[int]) -> float:
        return sum(n * (n - 1) / 2 for n in counts)

    together = twos(Counter(zip(one, other, strict=True)).values())
    first, second = twos(Counter(one).values()), twos(Counter(other).values())
    expected = first * second / (len(one) * (len(one) - 1) / 2)
    most = (first + second) / 2
    return (together - expected) / (most - expected) if most != expected else 1.0


def auc(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Share of pairs of a true and a false row in which the true one scores higher; ties are half."""
    order = sorted(range(len(scores)), key=scores.__getitem__)
    ranks = [0.0] * len(scores)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and scores[order[end]] == scores[order[at]]:
            end += 1
        for place in range(at, end):
            ranks[order[place]] = (at + end + 1) / 2
        at = end
    positive = sum(truth)
    total = sum(rank for rank, true in zip(ranks, truth, strict=True) if true)
    return (total - positive * (positive + 1) / 2) / max(1, positive * (len(truth) - positive))
