"""Texts for the tests of dedupe: one story told five times, so that each is something to each other."""

import tomllib
from pathlib import Path

PAIRS = tomllib.loads((Path(__file__).parents[1] / "specs" / "dedupe" / "pairs.toml").read_text(encoding="utf-8"))[
    "pair"
]
STORY: dict[str, str] = PAIRS[0]["earlier"]
COPY: dict[str, str] = PAIRS[0]["later"]
SHORTER: dict[str, str] = PAIRS[1]["later"]
TOLD: list[dict[str, str]] = [
    STORY,
    COPY,
    SHORTER,
    {**STORY, "body": STORY["body"].replace("420 passengers", "460 passengers")},
    {**STORY, "headline": "Harlow line renews its fleet", "body": STORY["body"] + "\n  Unions welcomed the order."},
]
