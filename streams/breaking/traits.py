"""What an item says of its own urgency: how it was sent, in what form, what it tells, and how grave that is.

Stateless, and run in intake for every item, so it looks at headline and first sentence once and at the body hardly.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from schemas.figure import Figure
from schemas.item import WireItem
from schemas.traits import Grade, Reason, Traits
from streams.breaking import events, forms, market, severity, signals
from streams.breaking.event_words import TURNS
from streams.breaking.events import Sight, Told
from streams.breaking.link import terms
from streams.breaking.profiles import COMMON_A_DAY, PROFILES, Profile, declared, profile
from streams.breaking.weights import GRADE_WEIGHTS


def traits(item: WireItem, figures: Sequence[Figure], profiles: Mapping[str, Profile] = PROFILES) -> Traits:
    """The marks, the form and the gravity of an item. Every reason has its place; weight 0 says that it was seen."""
    known = profile(item.profile, profiles)
    shape = forms.shape(item)
    marks = signals.read(item, known)
    grade, wire = _grade(item, known)
    copy = _read(item, shape)
    act, act_reasons = marks.act, []
    if act is None and (act := _act(item, known, shape, copy, figures)) is not None:
        act_reasons = [Reason(code=f"act_{act}", family="state", weight=0, zone="headline")]
    level, event, why = _warned(item, copy) or _gravity(copy, shape, figures)
    if act == "live_page" and level and not events.see(" ".join(forms.paragraphs(shape)).lower()[:1200]).bits & OVER:
        # A live page that has something to tell is a text; the shell before it and after it is none.
        act = None
    if level == 0 and act is None and not copy.soft and grade in ("alert", "flash") and shape.form in ("line", "short"):
        # Who sends a line as an alert knows why, unless it is plainly a trifle.
        level, why = 1, [Reason(code="sent_as_alert", family="severity", weight=1, zone="header")]
    if not _alerts(known):
        # Such a provider has no form of an alert either: a headline alone is one that lost its text.
        act_reasons.append(_no_alert_grade(item.profile))
    reasons = [wire, *marks.reasons, *act_reasons, *_form(shape), *why, *_against(item, known, shape, copy, wire)]
    if known.market:
        reasons += market.reasons(item, known, shape, copy.headline, copy.lede, copy.told, figures)
    turns = tuple(sorted({each.event.code for each in copy.told} & TURNS)) if copy.told else ()
    return Traits(
        form=shape.form, grade=grade, severity=level, event=event, turns=turns, act=act, own=known.own,
        reasons=tuple(reasons),
        link=terms(item, figures) or None,
    )  # fmt: skip


class Copy(NamedTuple):
    """What headline and first sentence say."""

    headline: Sight
    lede: Sight
    told: list[Told]
    """The events of the headline; those of the first sentence only where the headline tells none that is grave."""
    soft: bool


def _read(item: WireItem, shape: forms.Shape) -> Copy:
    headline = events.see((item.headline or "").lower())
    if item.headline and "<" in item.headline and market.TICKER.search(item.headline):
        headline.bits |= QUOTED
    lede = events.see(shape.lede.lower())
    told = events.told(headline, "headline")
    if not any(each.event.severity for each in told):
        codes = {each.event.code for each in told}
        told += [each for each in events.told(lede, "body", shape.lede_start) if each.event.code not in codes]
    soft = bool(headline.bits & SOFT) or (not told and bool(lede.bits & SOFT))
    return Copy(headline, lede, told, soft)


def _grade(item: WireItem, known: Profile) -> tuple[Grade | None, Reason]:
    """What the declared urgency claims, and what that weighs: less where it stands on hundreds of items a day."""
    if item.urgency is None:
        return None, NO_PRIORITY
    scheme, value = item.urgency.scheme, item.urgency.value
    row = declared(known, scheme, value)
    if row is None:
        return None, _wire("wire_priority_unknown", 0, f"{scheme} {value} by profile {item.profile}")
    grade: Grade = row.grade
    if row.needs is not None:
        said = {each.lower() for each in (*item.signals, *item.keywords)}
        grade = row.grade if row.needs in said else "routine"
    weight = GRADE_WEIGHTS[grade]
    evidence = f"{scheme} {value} by profile {item.profile}"
    if row.a_day is not None:
        evidence += f", {row.a_day:g} a day"
        if row.a_day > COMMON_A_DAY and weight > 0:
            weight -= 1
    return grade, _wire(f"wire_{grade}", weight, evidence)


@lru_cache(maxsize=1024)
def _wire(code: str, weight: float, evidence: str) -> Reason:
    """Of few different ones: a provider declares nine values at most."""
    return Reason(code=code, family="wire", weight=weight, zone="header", evidence=evidence)


NO_PRIORITY = Reason(code="no_wire_priority", family="wire", weight=0, zone="header")


@lru_cache(maxsize=1024)
def _no_alert_grade(profile: str) -> Reason:
    return Reason(code="no_alert_grade", family="wire", weight=0, zone="header", evidence=profile)


def _alerts(known: Profile) -> bool:
    """Whether its profile has a grade for alerts."""
    return not known.site and any(each.grade in ("alert", "flash") for each in known.grades.values())


def _act(item: WireItem, known: Profile, shape: forms.Shape, copy: Copy, figures: Sequence[Figure]) -> str | None:
    """What the item is moved for, where no mark says so but its words do."""
    if shape.form in ("line", "short") and forms.is_tick(copy.headline, figures):
        return "tick"
    if shape.form == "table" or (shape.bare and forms.is_title(item.headline, figures)):
        return "table"
    for concept, act in (("plan", "schedule"), ("advert", "advertising")):
        if events.has(copy.headline, concept):
            return act
    if events.has(copy.headline, "look_back") and not any(each.event.severity > 1 for each in copy.told):
        return "background"
    if events.has(copy.headline, "explain"):
        return "explainer" if known.site else "background"
    return "all_clear" if any(each.event.code == "all_clear" for each in copy.told) else None


def _form(shape: forms.Shape) -> list[Reason]:
    found = []
    if shape.bare:
        found.append(Reason(code="headline_only", family="form", weight=2))
    elif shape.form == "line":
        found.append(Reason(code="one_sentence", family="form", weight=1))
    if shape.add_expected:
        found.append(Reason(code="add_expected", family="form", weight=0.5, zone="body"))
    return found


def _warned(item: WireItem, copy: Copy) -> tuple[int, str | None, list[Reason]] | None:
    """A public warning says itself how grave it is, in the words of CAP."""
    if item.urgency is None or item.urgency.scheme != "cap":
        return None
    word = next((each for each in item.keywords if each.casefold() in CAP_SEVERITY), None)
    if word is None:
        return None
    level = CAP_SEVERITY[word.casefold()]
    event = copy.told[0].event.code if copy.told else "public_warning"
    why = Reason(code="warning_severity", family="severity", weight=level, zone="keyword_line", evidence=word)
    return level, event, [why]


CAP_SEVERITY = {"extreme": 2, "severe": 1, "moderate": 0, "minor": 0}


def _gravity(copy: Copy, shape: forms.Shape, figures: Sequence[Figure]) -> tuple[int, str | None, list[Reason]]:
    """Severity, the kind of event, and the reason for it: the gravest of the kinds told and the figures given."""
    best = max(copy.told, key=_worth, default=None)
    level, event = (_worth(best), best.event.code) if best is not None else (0, None)
    grave = severity.of_figures(figures, shape.lede_start, shape.lede_start + len(shape.lede))
    if event == "head_of_state_dead" and grave is not None and grave.reason.code == "figure_killed":
        # `12 dead, president says`: it is not he who is dead.
        return grave.severity, "toll", [grave.reason]
    if event == "quake" and (felt := severity.magnitude(figures)) is not None:
        # Where the magnitude is known it says how grave a quake is, and a small one is none at all.
        return felt.severity, event, [felt.reason]
    if grave is not None and grave.reason.code == "figure_killed" and copy.headline.bits & COURT:
        # A court speaks of deaths that were news long ago; of many it is news again.
        grave = grave if grave.value >= severity.MURDERS_GRAVE else grave._replace(severity=min(1, grave.severity))
    if grave is not None and grave.severity > level and not copy.headline.bits & UNREAL:
        return grave.severity, event or grave.reason.code.removeprefix("figure_"), [grave.reason]
    if best is None:
        return 0, None, []
    why = Reason(
        code=f"event_{event}", family="severity", weight=float(level), zone=best.field, field=best.field,
        start=best.start, end=best.end,
    )  # fmt: skip
    return level, event, [why]


def _worth(told: Told) -> int:
    """What a headline does not say is not the news: of a first sentence alone an event is of the least gravity."""
    return told.event.severity if told.field == "headline" else min(1, told.event.severity)


def _against(item: WireItem, known: Profile, shape: forms.Shape, copy: Copy, wire: Reason) -> list[Reason]:
    found = []
    if not known.own:
        found.append(Reason(code="derivative_copy", family="against", weight=-3, zone="header", evidence=item.profile))
    if copy.headline.bits & UNSURE or copy.lede.bits & UNSURE or (item.headline or "").endswith("?"):
        found.append(Reason(code="unconfirmed", family="against", weight=-1, zone="headline"))
    if shape.form == "text" and wire.code == "no_wire_priority" and forms.background_heavy(shape):
        found.append(Reason(code="background_heavy", family="against", weight=-1, zone="body"))
    if item.body and item.sent_at is None and item.created_at is None and not (item.dateline and item.dateline.date):
        found.append(Reason(code="event_date_unknown", family="against", weight=0, zone="header"))
    return found


COURT = events.mask("court", "verdict")
QUOTED = events.mask("quoted")
SOFT = events.mask("soft", "fiction")
UNREAL = events.mask("fiction", "memory", "drill")
"""Of these the dead are of a film, of long ago, or of a drill."""
UNSURE, OVER = events.BIT["unconfirmed"], events.BIT["over"]
