"""The two judges of a pair of texts, learned elsewhere (bench/dedupe_train.py) and carried here as plain numbers.

`event`: do both tell the same event? Boosted trees over MEASURES. `story`: would an editor file both in one chain?
A weighted sum over the same. `relation`: what the later one is to the earlier where the event is the same; trees, too.
All trees are compiled on import (streams/trees.py).
"""

from hashlib import sha256
from math import exp
from pathlib import Path

import orjson

from streams.trees import compiled


def event(measures: list[float]) -> float:
    """Probability that both texts tell one event; LINK is where that is taken for true."""
    values = list(map(float, measures))
    total = _EVENT_FIRST(*values)
    return _logistic(total if total < HOPELESS else total + _EVENT_REST(*values))


FIRST, HOPELESS = 40, -2.1
"""After 40 of 300 trees the lowest of the pairs that all of them call one event stands at -1.98, and nineteen of twenty
others stand below -2."""


def story(measures: list[float]) -> float:
    """Probability that both belong to one running story; it includes follow-ups, and leaves out series."""
    return _logistic(_STORY_BIAS + sum([weight * value for weight, value in zip(_STORY, measures, strict=True)]))


def relation(measures: list[float]) -> dict[str, float]:
    """Probability of each relation of RELATIONS, given that the event is the same."""
    values = list(map(float, measures))
    sums = [exp(trees(*values)) for trees in _RELATION]
    total = sum(sums)
    return {name: each / total for name, each in zip(RELATIONS, sums, strict=True)}


def trained_on(file: bytes) -> bool:
    """Whether the model has seen these labels: then it can be scored on them by cross-validation alone."""
    return sha256(file).hexdigest() in _MODEL["trained_on"].values()


def _logistic(logit: float) -> float:
    return 1 / (1 + exp(-max(-500.0, min(500.0, logit))))


_MODEL = orjson.loads(Path(__file__).with_name("model.json").read_bytes())
VERSION: str = _MODEL["version"]
RELATIONS: tuple[str, ...] = tuple(_MODEL["relations"])
_STORY_BIAS, _STORY = _MODEL["story"]["bias"], tuple(_MODEL["story"]["weights"])
OF: tuple[str, ...] = tuple(_MODEL["measures"])
"""What the model was trained on; a test compares it with MEASURES."""
_EVENT_FIRST = compiled(_MODEL["event"][:FIRST], len(OF))
_EVENT_REST = compiled(_MODEL["event"][FIRST:], len(OF))
_RELATION = [compiled(trees, len(OF)) for trees in _MODEL["relation"]]
