"""What each reason weighs, and how much a family may weigh together. See docs/breaking.md for how they were fitted."""

from schemas.traits import Grade

GRADE_WEIGHTS: dict[Grade, float] = {"flash": 6, "alert": 4, "urgent": 3, "routine": 0, "deferred": -2}

# How much a text matters to many: an urgent of a wire for markets.
MARKET: dict[str, float] = {}
# How far it is one act that must be told now: a bulletin.
MOMENT: dict[str, float] = {}

CONTEXT_WEIGHTS: dict[str, float] = {
    "no_neighbour": 2, "new_fact": 1, "first_add": 2, "origins_5": 1, "origins_30": 2, "old": -2, "stale": -5,
    "resent_text": -3,
}  # fmt: skip

CAPS: dict[str, float] = {
    "wire": 6, "editorial_mark": 4, "form": 2, "novelty": 3, "velocity": 2, "severity": 3, "market": 4, "moment": 3,
}  # fmt: skip
ALERT_SCORE, ADD_SCORE = 5.0, 4.0
