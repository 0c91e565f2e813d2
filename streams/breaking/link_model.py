"""The judge of an item and a story, learned elsewhere (bench/breaking_train.py) and carried here as plain numbers.

Some eighty small trees over MEASURES. A tree is a tuple (measure, threshold, below, above) whose branches are trees or
numbers. No tree may turn a measure round: more in common never speaks against a story, a rival never for one.
"""

from math import exp
from pathlib import Path
from typing import Any

import orjson

Tree = Any


def same(measures: list[float]) -> float:
    """Probability that the item belongs to the story, rounded, so that equal stories are told apart by their order."""
    total = _BIAS
    for node in _TREES:
        while node.__class__ is tuple:
            measure, threshold, below, above = node
            node = below if measures[measure] <= threshold else above
        total += node
    return round(1 / (1 + exp(-max(-500.0, min(500.0, total)))), 6)


def _frozen(tree: Any) -> Tree:
    return tuple(map(_frozen, tree)) if isinstance(tree, list) else tree


_MODEL = orjson.loads(Path(__file__).with_name("link_model.json").read_bytes())
VERSION: str = _MODEL["version"]
OF: tuple[str, ...] = tuple(_MODEL["measures"])
"""What the model was trained on; a test compares it with MEASURES."""
_BIAS: float = _MODEL["bias"]
_TREES: tuple[Tree, ...] = tuple(_frozen(tree) for tree in _MODEL["trees"])
