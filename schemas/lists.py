"""The closed lists of the contract, complete from the first release.

A consumer may switch on these values without a default branch within a major version. Everything else that looks like
a list (rule ids, reason codes, flags, roles of alternative ids) is open: new values may come at any time.
"""

from typing import Literal, get_args

RelationKind = Literal[
    "exact_resend",
    "near_duplicate",
    "rewrite_of",
    "new_version_of",
    "correction_of",
    "kill_of",
    "alert_expanded_by",
    "follow_up",
    "contained_in",
    "same_series",
    "unique",
]
Level = Literal["flash", "alert", "urgent", "developing", "update", "none"]
StoryRole = Literal["first", "follow_up", "update", "repeat", "correction", "kill", "late"]
AlertAction = Literal["none", "fire", "raise", "suppress", "update", "cancel"]
PubStatus = Literal["usable", "withheld", "canceled"]
Use = Literal["publish", "internal", "test"]
EventType = Literal["created", "updated", "late", "suppressed", "restored", "held", "released", "withheld", "killed"]
Cause = Literal["arrival", "clock", "kill", "version"]
Outcome = Literal["enriched", "suppressed", "held", "dead", "aside"]

# Kinds, modifiers and roles of a figure. The meaning of each is in docs/figures.md.
FigureKind = Literal[
    "count",
    "money",
    "percent",
    "percentage_point",
    "fraction",
    "multiplier",
    "tally",
    "age",
    "duration",
    "length",
    "area",
    "mass",
    "volume",
    "speed",
    "temperature",
    "magnitude",
    "rate",
    "quantity",
]
Modifier = Literal["exact", "about", "more_than", "at_least", "less_than", "at_most", "between", "vague"]
Direction = Literal["up", "down"]
FigureRole = Literal[
    "killed", "injured", "missing", "trapped", "stranded", "displaced", "evacuated", "rescued", "survived",
    "released", "detained", "charged", "deported", "infected", "affected", "attackers", "protesters", "deployed",
    "attendance", "aboard", "arrivals", "population", "jobs_cut", "hired", "vote", "abstained", "absent", "held",
    "remaining", "destroyed", "damaged", "burned", "closed", "delayed", "seized", "cargo", "aid", "size", "capacity",
    "output", "sales", "exports", "imports", "price", "cost", "profit", "loss", "revenue", "balance", "investment",
    "loan", "debt", "compensation", "fine", "prize", "deal", "value", "dividend", "level", "change", "difference",
    "share", "forecast", "target", "distance", "depth", "height", "age", "sentence", "goals", "points",
]  # fmt: skip
FigureRelationKind = Literal["part_of", "restates", "corrects", "from"]
UnitSystem = Literal["ucum", "iso4217", "news"]
TextField = Literal["headline", "body"]

CLOSED_LISTS: dict[str, tuple[str, ...]] = {
    "relation": get_args(RelationKind),
    "level": get_args(Level),
    "role in the story": get_args(StoryRole),
    "alert action": get_args(AlertAction),
    "pub_status": get_args(PubStatus),
    "use": get_args(Use),
    "event type": get_args(EventType),
    "cause": get_args(Cause),
    "outcome": get_args(Outcome),
    "figure kind": get_args(FigureKind),
    "figure modifier": get_args(Modifier),
    "figure direction": get_args(Direction),
    "figure role": get_args(FigureRole),
    "figure relation": get_args(FigureRelationKind),
}
