"""The judge of an item and a story, learned elsewhere (bench/breaking_train.py) and carried here as plain numbers.

Some eighty small trees over MEASURES, compiled on import (streams/trees.py). No tree may turn a measure round: more in
common never speaks against a story, a rival never for one.
"""

from math import exp
from pathlib import Path

import orjson

from streams.trees import compiled


def same(measures: list[float]) -> float:
    """Probability that the item belongs to the story, rounded, so that equal stories are told apart by their order."""
    total = _TOTAL(*map(float, measures))
    return round(1 / (1 + exp(-max(-500.0, min(500.0, total)))), 6)


_MODEL = orjson.loads(Path(__file__).with_name("link_model.json").read_bytes())
VERSION: str = _MODEL["version"]
OF: tuple[str, ...] = tuple(_MODEL["measures"])
"""What the model was trained on; a test compares it with MEASURES."""
_TOTAL = compiled(_MODEL["trees"], len(OF), _MODEL["bias"])
