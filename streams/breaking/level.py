"""The level of an item: what it is worth waking somebody for, from what it says itself and where it stands.

    act, table, copy, embargo  ->  none, or update where the story was above none
    flash     the wire's own flash on an event of severity 3; or the second origin of one, in the form of an alert
    alert     in the form of an alert, with something to say; grave and first; or first with a material change
    urgent    a short follow-up within an hour of the story's alert, graded so by its wire
    developing  other facts within six hours of it; a first report of what is less grave
    update    later, and what only looks back
    none      the rest

The score is the sum of the weights of all reasons, each family capped, so that no family decides alone but the wire's
own priority. It ranks; it decides where a wire says nothing of urgency (ALERT_SCORE).
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from schemas.lists import Level, RelationKind
from schemas.traits import Reason, Traits
from streams.breaking.weights import ADD_SCORE, ALERT_SCORE, CAPS, CONTEXT_WEIGHTS
from streams.breaking.words import word_set

HOUR_S = 3600.0
URGENT_S, DEVELOPING_S = HOUR_S, 6 * HOUR_S
"""After an alert: how long a short follow-up is urgent, and another text developing."""

QUICK_S = 600.0
"""What follows its alert so fast was written for it, not after it."""

OLD_S, STALE_S = 6 * HOUR_S, 24 * HOUR_S

SILENT = word_set(
    "correction kill hold embargo test advertising schedule table tick market_report live_page explainer advisory"
)
"""Acts without a level of their own. What they do to an alert is decided by its policy."""

LOOKING_BACK = word_set("background wrapup all_clear resend")

COPIES: frozenset[RelationKind] = frozenset({"exact_resend", "near_duplicate", "rewrite_of"})
ALERTING: frozenset[str] = frozenset({"flash", "alert"})


class Context(NamedTuple):
    """What the log says of the item's place: how it stands to its story and to the story's alert."""

    founds: bool = True
    known: bool = False
    """Its provider has spoken in this story before."""
    adds_s: float | None = None
    """Since the last alert line of its provider that has no text yet: this is what the line announced."""
    origins_5: int = 0
    origins_30: int = 0
    """Other independent origins in the last minutes; copies of one agency count once."""
    since_alert_s: float | None = None
    """Since the latest fire or raise of the standing alert."""
    top: Level = "none"
    """The greatest level in the story that is still public."""
    alerted: bool = False
    """An alert of the story was sent, whether it stands or was cancelled: what replaces a killed alert is awaited."""
    relation: RelationKind | None = None
    material: tuple[str, ...] = ()
    """What it changes of what the alert has told."""
    disputed: bool = False
    held: bool = False
    age_s: float | None = None
    """How far behind its event time it came."""


def level(traits: Traits, context: Context) -> tuple[Level, float, tuple[Reason, ...]]:
    """Level, score and all reasons: those of the item, then those of its place."""
    reasons = (*traits.reasons, *_place(traits, context))
    total = score(reasons)
    codes = {each.code for each in reasons} | {each.family for each in traits.reasons}
    return _level(traits, context, total, codes), total, reasons


def score(reasons: Iterable[Reason], families: frozenset[str] | None = None) -> float:
    """The sum of the weights, each family capped. With `families` of these alone: the second ranking."""
    sums: dict[str, float] = {}
    for each in reasons:
        if families is None or each.family in families:
            sums[each.family] = sums.get(each.family, 0.0) + each.weight
    return sum([min(total, CAPS.get(family, total)) for family, total in sums.items()])


def _level(traits: Traits, context: Context, total: float, codes: set[str]) -> Level:
    running = context.alerted or context.top not in ("none", "update")
    if context.held or traits.act in SILENT or not traits.own or traits.form == "table":
        return "none"
    if traits.act in LOOKING_BACK:
        return "update" if running or traits.severity else "none"
    if "event_date_unknown" in codes and "no_wire_priority" in codes:
        return "update" if running else "none"
    if context.relation in COPIES and context.known:
        return "update" if running else "none"
    found = _alerting(traits, context, total, codes)
    if found is not None:
        return found
    if not running and context.since_alert_s is None:
        return "developing" if traits.severity else "none"
    if context.since_alert_s is None or context.since_alert_s <= DEVELOPING_S:
        return "urgent" if _is_urgent(traits, context) else "developing"
    return "update"


def _alerting(traits: Traits, context: Context, total: float, codes: set[str]) -> Level | None:
    formed = traits.form in ("line", "short") and traits.grade in ALERTING and traits.act != "add"
    bare = traits.grade is None and traits.form == "line" and not codes.isdisjoint(("headline_only", "mark_alert"))
    bare = bare and "no_alert_grade" not in codes
    sure = "unconfirmed" not in codes
    second = context.origins_30 == 1 and not context.known
    if traits.severity == 3 and (traits.grade == "flash" or ((formed or bare) and second and sure)):
        return "flash"
    if (formed and traits.severity) or bare:
        return "alert"
    undeclared = traits.grade is None and not codes.isdisjoint(("market", "moment"))
    if traits.severity >= 2 and context.since_alert_s is None and sure and not undeclared:
        return "alert"
    if context.material and sure:
        return "alert"
    if undeclared:
        least = ADD_SCORE if "first_add" in codes else ALERT_SCORE
        return "alert" if total >= least else None
    return None


def _is_urgent(traits: Traits, context: Context) -> bool:
    graded = traits.grade in ("urgent", "alert", "flash") or traits.act == "add"
    near = context.since_alert_s is not None and context.since_alert_s <= URGENT_S
    return graded and near and traits.form in ("line", "short")


def _place(traits: Traits, context: Context) -> list[Reason]:
    found = []
    if context.relation in COPIES:
        found.append(_reason("resent_text", "against", context.relation))
    elif context.founds:
        found.append(_reason("no_neighbour", "novelty"))
    elif context.material:
        found.append(_reason("new_fact", "novelty", ", ".join(context.material)))
    if context.adds_s is not None and traits.form != "line":
        found.append(_reason("first_add", "novelty", f"{context.adds_s:.0f} s after its alert"))
        if context.adds_s <= QUICK_S:
            found.append(_reason("quick_add", "novelty"))
    if context.origins_5:
        found.append(_reason("origins_5", "velocity", str(context.origins_5)))
    if context.origins_30 > context.origins_5:
        found.append(_reason("origins_30", "velocity", str(context.origins_30)))
    if context.age_s is not None and context.age_s > OLD_S:
        found.append(
            _reason("stale" if context.age_s > STALE_S else "old", "against", f"{context.age_s / HOUR_S:.0f} h")
        )
    if context.disputed:
        found.append(_reason("disputed", "state"))
    if context.held:
        found.append(_reason("held", "state"))
    return found


@lru_cache(maxsize=1024)
def _reason(code: str, family: str, evidence: str | None = None) -> Reason:
    """Most are the same for every item: nothing is near it."""
    return Reason(code=code, family=family, weight=CONTEXT_WEIGHTS.get(code, 0.0), zone="story", evidence=evidence)
