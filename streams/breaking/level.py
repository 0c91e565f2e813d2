"""The level from what the wire itself declares."""

from schemas.item import WireItem
from schemas.judgement import Breaking
from schemas.lists import Level
from schemas.traits import Reason
from streams.breaking.profiles import Grade, grade

# grade: the level it gives, and its weight in the family "wire"
GRADES: dict[Grade, tuple[Level, float]] = {
    "flash": ("flash", 6),
    "alert": ("alert", 4),
    "urgent": ("urgent", 3),
    "routine": ("none", 0),
    "deferred": ("none", -2),
}


def judge(item: WireItem) -> Breaking:
    """Level, score and reasons. Reasons of weight 0 are there to say what was seen and counts for nothing."""
    level, reason = _declared(item)
    reasons = [reason]
    if any(row.rule == "section-label" for row in item.cleaning):
        # A page's own label, "Breaking News" above a week-old story, is furniture.
        reasons.append(Reason(code="section_label", family="editorial_mark", weight=0, zone="section_label"))
    if item.use != "publish":
        level = "none"
        reasons.append(Reason(code=f"use_{item.use}", family="state", weight=0, zone="header", evidence=item.use))
    return Breaking(level=level, score=sum(each.weight for each in reasons), reasons=tuple(reasons))


def _declared(item: WireItem) -> tuple[Level, Reason]:
    if item.urgency is None:
        return "none", Reason(code="no_declared_urgency", family="wire", weight=0, zone="header")
    scheme, value = item.urgency.scheme, item.urgency.value
    evidence = f"{scheme} {value} by profile {item.profile}"
    found = grade(item.profile, scheme, value)
    if found is None:
        return "none", Reason(code="declared_unknown", family="wire", weight=0, zone="header", evidence=evidence)
    level, weight = GRADES[found]
    return level, Reason(code=f"declared_{found}", family="wire", weight=weight, zone="header", evidence=evidence)
