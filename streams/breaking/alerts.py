"""Alerts: one a story, again only when something material has changed, and taken back when it was wrong.

The policy as a table of what comes first; each row is asked only where those above said nothing:

    a false alarm                           cancel
    a correction of what an alert says      update, with the old and the new value
    may not speak (late, disputed, a copy)  suppress where it claims to be an alert, else nothing
    below alert                             update where its issuer weakens his own alert; suppress where it claims
    no alert stands                         fire
    its level is above the alert's          raise, at once
    something material is new               raise; within ten minutes of the last one suppress: the next item that
                                            still says it is raised
    else                                    suppress

What an alert has told (its figures, its kinds of event) is remembered with it and changes only when something is sent,
so a fact that the cool-down has silenced stays new until it is told.
"""

import re
from collections.abc import Sequence
from math import floor, log10
from typing import NamedTuple

from schemas.base import utc
from schemas.figure import Figure
from schemas.ids import digest
from schemas.item import WireItem
from schemas.judgement import Alert, AlertDecision, ItemRef, Relation, SlotChange
from schemas.lists import AlertAction, Level, RelationKind, StoryRole
from schemas.state import AlertRow, MemberRow, StoryEntry
from schemas.traits import Reason, Traits
from streams.breaking.stories import LEVELS, standing

MINUTE_MS = 60_000
COOL_DOWN_MS = 10 * MINUTE_MS
"""Between two alerts of a story whose level does not rise. A flash goes through at once."""

VALID_MS = 2 * 60 * MINUTE_MS
"""How long an alert may be told. After two hours without a change it is no news to wake anybody for."""

RELEASE_MS = 5 * MINUTE_MS
"""Lines that one agency sends within minutes of its own alert are of one statement: results, then the dividend."""

ALERTING = ("alert", "flash")

TRACKED: dict[str, float] = {
    # Roles whose growth is news by itself: people first; 5 is the least step that a desk would wake somebody for.
    "killed": 5, "injured": 5, "missing": 5, "trapped": 5, "infected": 5, "aboard": 5,
    "displaced": 5, "evacuated": 5, "stranded": 5, "detained": 5, "jobs_cut": 5,
}  # fmt: skip

LEDE = 400
"""Characters of the body in which a figure is the news."""

GRAVE = ("killed", "infected")
"""The first figure of these is news, whatever the size: first deaths, first cases."""


class Decided(NamedTuple):
    """What the item does to its story's alert: in the event, on wire.alerts, and in the story."""

    decision: AlertDecision | None
    alert: Alert | None = None
    row: AlertRow | None = None


class Case(NamedTuple):
    """All that a decision depends on. `own` is the row of the item's uri in the story before this version."""

    item: WireItem
    figures: Sequence[Figure]
    traits: Traits
    level: Level
    role: StoryRole
    reasons: tuple[Reason, ...]
    relation: Relation | None
    received_ms: int
    entry: StoryEntry
    before: MemberRow | None
    target: MemberRow | None
    """The member that the item is a version, copy or correction of, where it is of this story."""
    linked: ItemRef | None
    disputed: bool
    may_fire: bool


def decide(case: Case) -> Decided:
    alert = standing(case.entry)
    if case.role == "kill":
        return _cancel(case) if case.may_fire else Decided(None)
    if case.role == "correction":
        return _amend(case, alert, corrected(case))
    if not case.may_fire or case.disputed or case.role == "late":
        return _suppress(case, alert, _why_silent(case))
    if case.level not in ALERTING:
        if alert is not None and _weakens(case):
            return _amend(case, alert, corrected(case))
        return _suppress(case, alert, _why_no_alert(case))
    if alert is None:
        return _send(case, None, "fire", ())
    if LEVELS.index(case.level) > LEVELS.index(alert["level"]):
        return _send(case, alert, "raise", material(case, alert))
    changed = material(case, alert)
    if changed and case.received_ms - alert["at"] >= COOL_DOWN_MS:
        return _send(case, alert, "raise", changed)
    near = case.item.provider == alert["provider"] and case.received_ms - alert["at"] < RELEASE_MS
    grave = any(each.code != NEW_LINE for each in changed)
    why = "cool_down" if grave else "same_release" if near else "cool_down" if changed else "already_alerted"
    silenced = _suppress(case, alert, why)
    if any(each.code == NEW_LINE for each in changed):
        silent = [*alert["silent"], [case.item.provider, case.item.uri]][-SILENT_MAX:]
        return silenced._replace(row=AlertRow(**{**alert, "silent": silent}))
    return silenced


def claims(level: Level, traits: Traits) -> bool:
    """Whether the item asks to be an alert: by what it is, by its declared urgency, or by a mark in first place."""
    if level in ALERTING or traits.grade in ALERTING:
        return True
    return any(each.family == "editorial_mark" and each.code.startswith("mark_alert") for each in traits.reasons)


class Change(NamedTuple):
    code: str
    slot: SlotChange | None = None


def material(case: Case, alert: AlertRow) -> tuple[Change, ...]:
    """What the item says that would have made another alert of the one that was sent."""
    return changes(case.item, case.figures, case.traits, case.relation, case.linked, case.entry, alert)


NEW_LINE = "new_line"
SILENT_MAX = 8
SAME_NEWS: tuple[RelationKind, ...] = (
    "exact_resend", "near_duplicate", "rewrite_of", "new_version_of", "correction_of",
)  # fmt: skip
"""An alert line behind its text is none of these: the text was no alert, so the line is what nobody was alerted of."""


def changes(
    item: WireItem,
    figures: Sequence[Figure],
    traits: Traits,
    relation: Relation | None,
    linked: ItemRef | None,
    entry: StoryEntry,
    alert: AlertRow,
) -> tuple[Change, ...]:
    """What of the item is news to who has had the alert; `linked` is the member that it is most like."""
    found = []
    if traits.form == "line" and _is_new_line(item, relation, entry):
        found.append(Change(NEW_LINE))
    if any(each in alert["silent"] for each in near(item, relation, linked)):
        found.append(Change("told_at_last"))
    for role, value in sorted(told(figures).items()):
        before = alert["figures"].get(role)
        if before is None:
            if role in GRAVE and value > 0:
                found.append(Change(f"first_{role}", SlotChange(slot=role, old="", new=_number(value))))
        elif _grown(before, value, TRACKED[role]):
            found.append(Change("figure_grown", SlotChange(slot=role, old=_number(before), new=_number(value))))
    return (*found, *[Change(f"turn_{turn}") for turn in traits.turns if turn not in alert["events"]])


def near(item: WireItem, relation: Relation | None, linked: ItemRef | None) -> list[list[str]]:
    """Provider and uri of the members whose news the item tells: what it is related to, and what it is most like."""
    refs = (relation.target if relation else None, linked)
    return [[each.provider or item.provider, each.uri] for each in refs if each is not None]


def _is_new_line(item: WireItem, relation: Relation | None, entry: StoryEntry) -> bool:
    """Who sends another alert line into a story that he has alerted says that something is new, unless it repeats."""
    if relation is not None and relation.kind in SAME_NEWS:
        return False
    return any(
        row["provider"] == item.provider and row["alerted"] and row["uri"] != item.uri for row in entry["members"]
    )


def told(figures: Sequence[Figure]) -> dict[str, float]:
    """The greatest value by role of the figures that are followed, what the text itself takes back left out."""
    found: dict[str, float] = {}
    for figure in figures:
        if figure.field == "body" and figure.start > LEDE:
            break  # further down stands what it was like the last time
        if figure.role in TRACKED and not figure.superseded and figure.kind == "count":
            found[figure.role] = max(found.get(figure.role, 0.0), float(figure.lo))
    return found


def _grown(before: float, now: float, step: float) -> bool:
    """By half and by the least step at once, or to a new power of ten."""
    if now <= before:
        return False
    return (now >= 1.5 * before and now - before >= step) or _order(now) > _order(before)


def _order(value: float) -> int:
    return floor(log10(value)) if value >= 1 else -1


def corrected(case: Case) -> tuple[Change, ...]:
    """What stood there and what stands now, by the comparison with what it corrects, else by its own words."""
    if case.relation is not None and case.relation.slots_conflict:
        return tuple([Change("corrected", each) for each in case.relation.slots_conflict])
    text = f"{case.item.headline or ''}\n{case.item.ed_note or ''}"
    found = [
        SlotChange(slot="words", old=match["old"].strip(), new=match["new"].strip())
        for match in _NOT.finditer(text[:2000])
    ]
    missing = case.relation.names_missing if case.relation is not None else ()
    found += [SlotChange(slot="name", old=name, new="") for name in missing] if not found else []
    return tuple([Change("corrected", each) for each in found])


# SETS ANNUAL (NOT QTLY) DIVIDEND; to nine injured, not eleven; to Darren Pollard, not Darren Pohlad.
_NOT = re.compile(
    r"(?P<new>[\w.,']{1,40}(?: [\w.,']{1,40})?)(?:,| \() ?not (?P<old>[\w.,']{1,40}(?: [\w']{1,40})?)", re.IGNORECASE
)


def carries_dead(text: str, entry: StoryEntry) -> bool:
    """Whether a text says what an alert of the story said before it was corrected, and not what it says now."""
    low = text.casefold()
    for alert in entry["alerts"]:
        for old, new in alert["dead"]:
            if old in low and not (new and new in low):
                return True
    return False


def cancelled(entry: StoryEntry, provider: str, uri: str, received_ms: int) -> list[tuple[AlertRow, Alert]]:
    """The cancels that the withdrawal of this uri brings: one for each alert whose claim it carries, each time."""
    found = []
    carried = {(row["provider"], row["uri"]) for row in entry["members"] if row["alerted"]}
    for row in entry["alerts"]:
        # Who has an alert that is cancelled already may hear it from each agency that takes its word back.
        if (provider, uri) in carried or not row["standing"]:
            new = AlertRow(**{**row, "seq": row["seq"] + 1, "standing": False})
            alert = Alert(
                alert_id=row["alert_id"], alert_seq=new["seq"], action="cancel", level=row["level"],
                provider=row["provider"], uri=row["uri"], story_id=entry["story"],
                valid_until=utc(received_ms + VALID_MS),
            )  # fmt: skip
            found.append((new, alert))
    return found


def _cancel(case: Case) -> Decided:
    """A false alarm, told by a text that is news itself; kills and holds come by `cancelled` alone."""
    member = case.before or case.target
    found = cancelled(case.entry, member["provider"], member["uri"], case.received_ms) if member else []
    if not found:
        return Decided(None)
    row, alert = found[-1]
    return Decided(AlertDecision(action="cancel", alert_id=row["alert_id"], alert_seq=row["seq"]), alert, row)


def _weakens(case: Case) -> bool:
    """Whether the issuer of an alert takes some of it back, in a version that is still a line of the same kind."""
    return case.before is not None and case.before["alerted"] and case.traits.form != "text"


def _amend(case: Case, alert: AlertRow | None, changed: tuple[Change, ...]) -> Decided:
    """The alert's text is wrong or weaker now; whoever had it gets the new one."""
    carrier = case.before or case.target
    wrong = carrier is not None and carrier["alerted"]
    if alert is None or not (wrong or _restates(alert, changed)):
        return Decided(None)
    return _send(case, alert, "update", changed)


def _restates(alert: AlertRow, changed: tuple[Change, ...]) -> bool:
    """Whether a figure that is corrected is one that the alert has told."""
    values = {_number(value) for value in alert["figures"].values()}
    return any(each.slot is not None and each.slot.old.replace(",", "") in values for each in changed)


def _suppress(case: Case, alert: AlertRow | None, why: str) -> Decided:
    if not claims(case.level, case.traits):
        return Decided(None)
    return Decided(AlertDecision(action="suppress", alert_id=alert["alert_id"] if alert else None, suppress_reason=why))


def _why_silent(case: Case) -> str:
    if case.disputed:
        return "disputed"
    if case.role == "late":
        return "late"
    return "derivative_copy" if case.role == "repeat" else "not_live"


_WHY_BY_ACT = {"tick": "market_tick", "test": "test", "schedule": "not_news", "advertising": "not_news"}


def _why_no_alert(case: Case) -> str:
    if case.traits.act in _WHY_BY_ACT:
        return _WHY_BY_ACT[case.traits.act]
    if not case.traits.own:
        return "derivative_copy" if case.role == "repeat" else "unattributed" if case.entry["members"] else "not_news"
    return "wrong_code" if case.traits.grade in ALERTING else "not_news"


def _send(case: Case, alert: AlertRow | None, action: AlertAction, changed: tuple[Change, ...]) -> Decided:
    item, at = case.item, case.received_ms
    level = case.level if action != "update" or alert is None else alert["level"]
    values = told(case.figures)
    events = list(case.traits.turns)
    if alert is None:
        row = AlertRow(
            alert_id=digest("alert", case.entry["story"], item.raw_id, item.part.index), seq=1, level=level,
            standing=True, at=at, provider=item.provider, uri=item.uri, figures=values, events=events,
            silent=[], dead=[],
        )  # fmt: skip
    else:
        kept = {} if action == "update" else alert["figures"]
        row = AlertRow(
            alert_id=alert["alert_id"], seq=alert["seq"] + 1, level=level, standing=True,
            at=alert["at"] if action == "update" else at, provider=item.provider, uri=item.uri,
            figures={**alert["figures"], **{role: max(value, kept.get(role, 0)) for role, value in values.items()}},
            events=sorted({*alert["events"], *events}),
            silent=[each for each in alert["silent"] if each not in near(item, case.relation, case.linked)],
            dead=[*alert["dead"], *_dead(changed)][-DEAD_MAX:] if action == "update" else alert["dead"],
        )  # fmt: skip
    sent = Alert(
        alert_id=row["alert_id"],
        alert_seq=row["seq"],
        action=action,
        level=level,
        text=item.headline or first_sentence(item.body),
        provider=item.provider,
        language=item.language,
        uri=item.uri,
        version=item.version,
        story_id=case.entry["story"],
        changed=tuple([each.slot for each in changed if each.slot is not None]),
        reasons=case.reasons,
        valid_until=utc(at + VALID_MS),
    )
    decision = AlertDecision(action=action, alert_id=row["alert_id"], alert_seq=row["seq"])
    return Decided(decision, sent, row)


DEAD_MAX = 12


def _dead(changed: tuple[Change, ...]) -> list[list[str]]:
    slots = [each.slot for each in changed if each.slot is not None and len(each.slot.old) > 1]
    return [[slot.old.casefold(), slot.new.casefold()] for slot in slots]


def first_sentence(body: str | None) -> str | None:
    """The first line of the text, as far as an alert may be long."""
    return next((line.strip()[:TEXT_MAX] for line in (body or "").splitlines() if line.strip()), None)


TEXT_MAX = 300


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)
