"""Fit the weights of streams/breaking/weights.py on a labelled wire, and say what unseen weeks would get.

    python -m bench.breaking_fit DIR [--folds 4]

Needs numpy and scipy, which the product does not. Two logistic regressions over the reasons that the fold gives: what
an urgent is (family `market`), then, from there, what more a bulletin is (`moment`). What severity, form and against
weigh stays as it is. Folds are stretches of time. Weights are rounded to tenths and small ones dropped before they are
scored, so the printed figures are those of the tables that would be written.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bench import rows
from bench.breaking import run
from bench.breaking_data import wire_item
from bench.breaking_score import average_precision
from streams import breaking
from streams.breaking import market
from streams.breaking.weights import CAPS, MARKET

FREE = ("market", "moment", "novelty")
ITEMS_MIN = 12
STIFF = {"urgent": 6.0, "bulletin": 12.0}
"""How strongly weights are held at zero: the bulletin's are what is left over, and may not learn a week's news."""

DROPPED = 0.15
"""What weighs less is left out: a table that can be read is worth half a point."""

SEEN_ONLY = 1e-6
"""A weight that lets a reason be given and counts for nothing."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=4)
    given = parser.parse_args()
    wire = Wire(given.folder)
    wire.cross_validate(given.folds)
    urgent, bulletin = wire.fit(np.arange(len(wire.x)))
    print(json.dumps({"MARKET": wire.table(urgent), "MOMENT": wire.table(bulletin)}, indent=1))


class Wire:
    def __init__(self, folder: Path) -> None:
        data, truth = (rows(folder / f"reuters_{name}.jsonl.gz") for name in ("items", "truth"))
        names = [row.code for row in market.ROWS] + [f"told_{code}" for code in market.EVENTS] + list(market.SIZES)
        MARKET.update({name: SEEN_ONLY for name in names if name not in MARKET})
        found, _ = run([wire_item(row, number) for number, row in enumerate(data, 1)], breaking.PROFILES)
        chosen = [
            (row["prio"], judged.breaking.reasons)
            for row, judged in zip(truth, found, strict=True)
            if row["form"] == "story" and row["prio"] and judged.breaking
        ]
        seen = [{_name(each) for each in reasons if each.family in FREE} for _, reasons in chosen]
        counts = Counter(name for each in seen for name in each)
        self.names = sorted(name for name, count in counts.items() if count >= ITEMS_MIN)
        self.x = np.array([[name in each for name in self.names] for each in seen], float)
        self.fixed = np.array([_fixed(reasons) for _, reasons in chosen])
        self.right = {
            "urgent": np.array([prio in "fbu" for prio, _ in chosen], float),
            "bulletin": np.array([prio == "b" for prio, _ in chosen], float),
        }

    def fit(self, chosen: Any) -> tuple[Any, Any]:
        urgent = self._fit("urgent", chosen, self.fixed[chosen])
        told = self.x[chosen] @ urgent + self.fixed[chosen]
        return urgent, self._fit("bulletin", chosen, told)

    def _fit(self, name: str, chosen: Any, start: Any) -> Any:
        x, right, stiff = self.x[chosen], self.right[name][chosen], STIFF[name]

        def loss(weights: Any) -> tuple[float, Any]:
            z = x @ weights[:-1] + weights[-1] + start
            gap = 1 / (1 + np.exp(-z)) - right
            cost = np.sum(np.logaddexp(0, z) - right * z) + stiff / 2 * np.sum(weights[:-1] ** 2)
            return cost, np.concatenate([x.T @ gap + stiff * weights[:-1], [gap.sum()]])

        weights = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B").x[:-1]
        return np.where(np.abs(weights) < DROPPED, 0, np.round(weights, 1))

    def cross_validate(self, folds: int) -> None:
        scores = {"urgent": np.zeros(len(self.x)), "bulletin": np.zeros(len(self.x))}
        for fold in np.array_split(np.arange(len(self.x)), folds):
            urgent, bulletin = self.fit(np.setdiff1d(np.arange(len(self.x)), fold))
            scores["urgent"][fold] = self.fixed[fold] + self._sum(fold, urgent, "market")
            scores["bulletin"][fold] = scores["urgent"][fold] + self._sum(fold, bulletin, "moment")
        for name, marks in scores.items():
            ranked = [bool(self.right[name][row]) for row in np.argsort(-marks, kind="stable")]
            top = ranked[: len(ranked) // 20]
            print(f"{name}: AP {average_precision(ranked):.3f}, P@5% {sum(top) / len(top):.3f} in unseen weeks")

    def _sum(self, fold: Any, weights: Any, family: str) -> Any:
        free = np.array([name not in ("first_add", "quick_add", "no_neighbour", "new_fact") for name in self.names])
        capped = np.minimum(self.x[fold][:, free] @ weights[free], CAPS[family])
        return capped + self.x[fold][:, ~free] @ weights[~free]

    def table(self, weights: Any) -> dict[str, float]:
        return {name: float(weight) for name, weight in zip(self.names, weights, strict=True) if weight}


def _name(reason: Any) -> str:
    """The name of what was seen: one sight gives a reason to each of the two families."""
    return str(reason.code.removesuffix("_now"))


def _fixed(reasons: Any) -> float:
    sums: Counter[str] = Counter()
    for each in reasons:
        if each.family not in FREE:
            sums[each.family] += each.weight
    return sum(min(total, CAPS.get(family, total)) for family, total in sums.items())


if __name__ == "__main__":
    main()
