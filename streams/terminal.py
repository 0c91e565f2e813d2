"""How wire text and events look in a terminal: pure functions from the published JSON to rich's renderables.

The rule: whatever came over a wire passes through printable() and is put into a Text piece by piece. So it can neither
move the cursor, set the window's title or hide a part of itself, nor be read as rich's markup ([red] stays text).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

Event = Mapping[str, Any]
"""A published event as parsed JSON: schemas.enriched.Enriched by alias, what is at its default left out."""

EVENT_STYLES = {
    "created": "green",
    "updated": "cyan",
    "late": "yellow",
    "suppressed": "bright_black",
    "restored": "bright_blue",
    "held": "magenta",
    "released": "bold green",
    "withheld": "bold magenta",
    "killed": "bold red",
}
LEVEL_STYLES = {
    "flash": "bold white on red",
    "alert": "bold white on dark_orange3",
    "urgent": "bold black on yellow",
    "developing": "bold yellow",
    "update": "cyan",
}
"""`none` is no level to show; the others are also words, since not every terminal has colours."""

HEADLINE_STYLES = {"suppressed": "bright_black", "killed": "strike red", "withheld": "strike magenta"}

ACTION_STYLES = {"fire": "bold red", "raise": "bold dark_orange3", "update": "cyan", "cancel": "bold magenta"}

DIM = "bright_black"
FIGURE = "underline bold"
INDENT = " " * 10
DULL = {"?/?/?", "0/1"}
"""Coordinates that are not given, and the part that is the whole record."""

HEADLINE_MAX = 300
"""Characters of a headline in one line of a tail: the longest honest one seen has 200."""

EXCERPT_MAX = 120
"""Characters of a body that stand in for a missing headline, and bytes of a dead record."""

FIGURES_MAX = 6
"""Figures in one line; a market report states fifty."""

MEMBERS_MAX = 24
"""Items of a story in one table, the founding one and the newest; a long story has two hundred."""

READINGS_MAX = 8
"""What one slot has said, the first and the newest."""

AROUND = 24
"""Characters of the body shown on either side of the words that a reason stands on."""

OLD_S = 60
"""An item that comes within a minute of its own time is as new as any."""

ROLES = {
    "first": "nothing was told of it before",
    "follow_up": "another report of what has been told",
    "update": "takes the place of what its agency said before",
    "repeat": "says again what was said",
    "correction": "corrects what was said",
    "kill": "takes back what was said",
    "late": "comes when the story's alert is out, or a newer version is there",
}
ACTS = {
    "fire": "alerts, the first of its story",
    "raise": "alerts again: the story has changed",
    "update": "puts another text in the place of the alert's",
    "cancel": "takes the alert back",
    "suppress": "claims to be an alert, and is none",
}
SILENCES = {
    "already_alerted": "the story's alert says it, and nothing material is new",
    "cool_down": "it has news, but the last alert is less than ten minutes old; who says it after that is heard",
    "derivative_copy": "it is a copy of what another has reported",
    "disputed": "it says what was killed, withheld or corrected",
    "killed_before_arrival": "it was killed before it came",
    "late": "it comes too late: the alert is out, or a newer version is there",
    "market_tick": "a price that moves is no event",
    "not_live": "it may not speak: it is held, or no news of its uri",
    "not_news": "it is marked as an alert and moved for something else than news",
    "same_release": "its agency has just sent the alert, and this is of the same statement",
    "test": "it is a test",
    "unattributed": "it repeats what others report, in its own words",
    "wrong_code": "it is marked as an alert, and nothing that it tells bears that out",
}
"""Why an item that claims to be an alert is none. An open list: a code without a sentence is shown as it is."""


def printable(text: str, keep_newlines: bool = False) -> str:
    """The text with everything shown that a terminal would obey or hide.

    >>> printable("a\\x1b[2Jb\\u202ec")
    'a␛[2Jb«U+202E»c'
    """
    if text.isprintable() and _BLANK_LETTERS.isdisjoint(text):
        return text
    return "".join("\n" if keep_newlines and char == "\n" else _shown(char) for char in text)


def event_line(event: Event, headers: Mapping[str, str], topic: str) -> Text:
    """Two lines for `copytaster tail`: time, provider, what happened, level and headline; below, dim, why.

    Print it to a terminal through folded(), to a file or pipe with soft_wrap, so that each line stays one.
    """
    enrichment = _map(event.get("enrichment"))
    kind = _word(enrichment.get("event"))
    # A release or a return has its cause's time, not the item's.
    line = _plain(_clock(headers.get("ce_time") or enrichment.get("received_at")), DIM)
    line.append(f"  {_word(enrichment.get('provider')):<10.10} ", style="blue")
    line.append(f"{kind.upper():<10} ", style=EVENT_STYLES.get(kind, "bold"))
    line = Text.assemble(line, _badge(_level(event)), _headline(event, HEADLINE_STYLES.get(kind, "bold")))
    if why := _joined(_why_line(event, headers, topic)):
        line.append("\n" + INDENT).append_text(why)
    return line


def dead_line(value: bytes, headers: Mapping[str, str]) -> Text:
    """A record of wire.dead: when, reason, feed, file and where it lies; below, the detail and its first bytes."""
    aside = headers.get("wire_outcome") == "aside"
    line = _plain(_clock(headers.get("received_at")), DIM)
    line.append(f"  {_word(headers.get('feed')):<10.10} ", style="blue")
    line.append(f"{'ASIDE' if aside else 'DEAD':<10} ", style="yellow" if aside else "bold red")
    line.append(_word(headers.get("wire_reason")) or "no reason given", style="bold")
    coordinates = "/".join(headers.get(name, "?") for name in ("wire_topic", "wire_partition", "wire_offset"))
    for label, value_text in (
        ("file", headers.get("filename")),
        ("at", coordinates),
        ("item", headers.get("wire_part")),
    ):
        if value_text and value_text not in DULL:
            line.append(f"  {label} ", style=DIM).append(_word(value_text))
    if detail := headers.get("wire_detail"):
        line.append("\n" + INDENT).append(_cut(detail, HEADLINE_MAX), style=DIM)
    excerpt = value[:EXCERPT_MAX].decode("utf-8", errors="backslashreplace")
    nothing = "(bytes left out: read them at the place above)" if headers.get("wire_bytes") == "left out" else "(empty)"
    line.append("\n" + INDENT).append(printable(excerpt) if value else nothing, style="italic " + DIM)
    return line.append(f"… {len(value):,} bytes in all" if len(value) > EXCERPT_MAX else "", style=DIM)


def story_line(story: Event, headers: Mapping[str, str]) -> Text:
    """A record of wire.stories in two lines: how urgent the story is and who leads it; below, what it knows by now."""
    members, retracted = _maps(story.get("members")), bool(story.get("retracted"))
    line = _head(headers, story.get("last_at"))
    line.append("RETRACTED  " if retracted else "STORY      ", style="bold magenta" if retracted else "green")
    lead = _short_uri(_map(story.get("lead")).get("uri"))
    line = Text.assemble(line, _badge(story.get("level")), (lead, "bold" if members else "strike magenta"))
    said = [_extent(members), *[_chain(each, 4) for each in _moved_first(story)[:3]]]
    said.append(_plain(f"story {_word(story.get('story_id'))[:8]}", DIM))
    if wave := story.get("wave_id"):
        said.append(_plain(f"wave {_word(wave)[:8]}", DIM))
    return line.append("\n" + INDENT).append_text(_joined(said))


def alert_line(alert: Event, headers: Mapping[str, str]) -> Text:
    """A record of wire.alerts in two lines: what is to be done, and what is told; below, what changed and why."""
    action = _word(alert.get("action"))
    line = _head(headers, None)
    line.append(f"{action.upper():<10} ", style=ACTION_STYLES.get(action, "bold"))
    # A cancel repeats no text; its uri is then all that can be struck out.
    text = _cut(str(alert.get("text") or ""), HEADLINE_MAX)
    line = Text.assemble(
        line, _badge(alert.get("level")), (text, "bold") if text else (_short_uri(alert.get("uri")), "strike")
    )
    said = [_change(each) for each in _maps(alert.get("changed"))]
    said += [_short_reason(each) for each in _heaviest(_maps(alert.get("reasons")))[:1]]
    said.append(_plain(f"alert {_word(alert.get('alert_id'))[:8]} number {_word(alert.get('alert_seq'))}", DIM))
    if action != "cancel":
        said.append(_plain(f"valid until {_when(alert.get('valid_until'), headers.get('ce_time'))}", DIM))
    return line.append("\n" + INDENT).append_text(_joined(said))


def folded(line: Text, console: Console) -> Text:
    """The lines broken for the console's width at their spaces; what is carried over stands under the indent."""
    width = max(console.width - len(INDENT), 2 * len(INDENT))
    pieces = [
        Text.assemble(INDENT if carried else "", piece)
        for part in line.split("\n")
        for carried, piece in enumerate(part.wrap(console, width))
    ]
    return Text("\n").join(pieces)


def event_page(event: Event, raw_text: str | None = None) -> RenderableType:
    """The whole event for `copytaster show`. With the decoded raw text it also shows what the cleaning took out."""
    figures = _maps(_map(event.get("enrichment")).get("figures"))
    parts: list[RenderableType] = [*_title(event), _about(_facts(event, raw_text))]
    if figures:
        parts += [Text(), _rule("figures"), _figure_table(figures)]
    if body := _body_text(event):
        parts += [Text(), _rule("body"), _marked(body, figures, "body")]
    return Group(*parts)


def why_page(
    earlier: Event, later: Event, relation: Event, measures: Mapping[str, float], flags: list[Event]
) -> RenderableType:
    """What the later item is to the earlier, for `copytaster why`: the verdict, the evidence, then every measure."""
    verdict = _plain(_spaced(relation.get("kind")), "bold")
    verdict.append(f"  {_spaced(relation.get('reason'))}, score {_number(relation.get('score')):.2f}", style=DIM)
    may = "may be suppressed" if measures.get("may be suppressed") else "is not suppressed"
    verdict.append(f"  {may}", style="yellow")
    warnings = [
        (_spaced(each.get("code")), [_plain(each.get("detail"), "yellow"), _spans(later, each)]) for each in flags
    ]
    about = _about([*_evidence(earlier, later, relation), *warnings])
    table = Table.grid(padding=(0, 3))
    rows = [
        Text.assemble((f"{_number(value):6.2f} ", "bold"), _spaced(name))
        for name, value in measures.items()
        if name != "may be suppressed"
    ]
    for first in range(0, len(rows), 3):
        table.add_row(*rows[first : first + 3])
    return Group(verdict, Text(), about, Text(), _rule(f"measures, model {_word(relation.get('model'))}"), table)


def _evidence(earlier: Event, later: Event, relation: Event) -> Iterable[tuple[str, list[Text]]]:
    yield "earlier", [_headline_or_start(earlier)]
    yield "later", [_headline_or_start(later)]
    shares = f"{_number(relation.get('share')):.0%} of the later stands in the earlier, "
    yield "share", [Text(f"{shares}{_number(relation.get('reverse_share')):.0%} of the earlier in the later")]
    yield "passages", [Text(f"“{_cut(_piece(later, each), EXCERPT_MAX)}”") for each in _maps(relation.get("passages"))]
    yield "agree", [_plain(each) for each in relation.get("slots_agree", ())]
    yield (
        "conflict",
        [
            Text(f"{_word(each.get('slot'))}: {_word(each.get('old'))} → {_word(each.get('new'))}", "yellow")
            for each in _maps(relation.get("slots_conflict"))
        ],
    )
    missing = ", ".join(map(_word, relation.get("names_missing", ())))
    yield "names missing", [_plain(missing)] if missing else []


def _spans(item: Event, flag: Event) -> Text:
    return _plain(", ".join(_piece(item, each) for each in _maps(flag.get("spans"))), DIM)


def _headline_or_start(item: Event) -> Text:
    return _plain(_cut(str(item.get("headline") or item.get("body") or ""), EXCERPT_MAX))


def _piece(item: Event, passage: Event) -> str:
    text = str(item.get(_word(passage.get("field"))) or "")
    return " ".join(text[int(_number(passage.get("start"))) : int(_number(passage.get("end")))].split())


def explain_page(
    event: Event, story: Event, alerts: Sequence[Event], headlines: Mapping[tuple[str, str], str]
) -> RenderableType:
    """Why an item is as urgent as it is, for `copytaster explain`: its reasons, story, figures over time and alerts.

    `event`, `story` and `alerts` may be empty. An alert is its record's value and `at`, the time of its cause;
    `headlines` are those of the story's items, by provider and uri.
    """
    parts: list[RenderableType] = []
    if event:
        parts += [*_title(event), _about(_explained(event, story)), *_reason_section(event)]
    if story:
        parts += [Text(), *_story_section(story, event, headlines)]
        parts += [Text(), *_slot_section(story)] if story.get("figures") else []
    for alert_id in dict.fromkeys(each.get("alert_id") for each in alerts):
        parts += [Text(), *_alert_section([each for each in alerts if each.get("alert_id") == alert_id])]
    return Group(*parts)


def status_page(status: Event) -> RenderableType:
    """The whole of `copytaster status`, from its JSON; what it has to complain of comes first."""
    head = _plain(status.get("site"), "bold")
    head.append(f" at {_word(status.get('bootstrap'))}  {_word(status.get('at'))[:19]}Z", style=DIM)
    parts: list[RenderableType] = [head]
    parts += [Text.assemble(("! ", "bold red"), _plain(trouble, "red")) for trouble in status.get("troubles", ())]
    groups = _map(status.get("groups"))
    if not groups:
        return Group(*parts)
    since = f"since {_word(status.get('since'))[:19]}Z"
    parts += [Text(), _rule("who works"), _worker_table(groups)]
    parts += [Text(), _rule("what waits"), _behind_table(_maps(status.get("behind")))]
    parts += [Text(), _rule("what is remembered"), *_memory_lines(_map(status.get("memory")))]
    parts += [Text(), _rule(f"what came {since}"), _feed_table(_maps(status.get("feeds")))]
    if reasons := list(_dead_lines(_map(status.get("dead")))):
        parts += [Text(), _rule(f"what went to wire.dead {since}"), *reasons]
    return Group(*parts)


def figures_page(text: str, figures: list[Event], rejected: list[Event]) -> RenderableType:
    """A text with its figures underlined, what each one means, and on request the numbers that are none."""
    parts: list[RenderableType] = [_marked(text, figures, "body")]
    parts += [Text(), _rule("figures"), _figure_table(figures) if figures else Text("none", style=DIM)]
    if rejected:
        parts += [Text(), _rule("no figures")]
        parts += [
            _named({**each, "text": f"“{_cut(str(each.get('text')), 60)}”"}, "text", "reason") for each in rejected
        ]
    return Group(*parts)


# What stands in the lines of the page.


def _title(event: Event) -> list[RenderableType]:
    """What happened to the item, and its headline."""
    enrichment = _map(event.get("enrichment"))
    kind = _word(enrichment.get("event"))
    badges = Text.assemble(
        (f" {kind.upper()} ", f"{EVENT_STYLES.get(kind, 'bold')} reverse"), " ", _badge(_level(event))
    )
    headline = _headline_text(event)
    marked = _marked(headline, _maps(enrichment.get("figures")), "headline")
    title = marked if headline else _headline(event, "italic")
    title.stylize_before(HEADLINE_STYLES.get(kind, "bold"))
    return [badges, title, Text()]


def _about(facts: Iterable[tuple[str, list[Text]]]) -> RenderableType:
    """Label and lines, the label once."""
    about = Table.grid(padding=(0, 2))
    about.add_column(style=DIM, no_wrap=True)
    about.add_column(overflow="fold")
    for label, lines in facts:
        for number, line in enumerate(lines):
            about.add_row("" if number else label, line)
    return about


def _facts(event: Event, raw_text: str | None) -> Iterable[tuple[str, list[Text]]]:
    """The rows of the page's head, label and lines; those that have nothing to say are left out."""
    enrichment = _map(event.get("enrichment"))
    rows = [
        ("slug", [_plain(event.get("slugline"))]),
        ("item", [_identity(event)]),
        ("source", [_source(enrichment)]),
        ("received", [_plain(enrichment.get("received_at"))]),
        ("sent", [_plain(event.get("versionCreated"))]),
        ("embargo", [_plain(event.get("embargoedUntil"))]),
        ("status", [_status(event)]),
        ("by", [_plain(event.get("by"))]),
        ("dateline", [_dateline(event)]),
        ("note", [_plain(event.get("edNote"))]),
        ("level", list(_level_lines(event))),
        ("relation", [line for each in _maps(enrichment.get("relations")) for line in _relation_lines(each)]),
        ("disputed", [_dispute(enrichment)]),
        ("superseded", [_superseded(enrichment)]),
        ("story", [_story_ref(_map(enrichment.get("story")))]),
        ("flags", [_named(flag, "code", "detail") for flag in _maps(enrichment.get("flags"))]),
        ("cleaning", [_cleaning(each, raw_text) for each in _maps(enrichment.get("cleaning"))]),
    ]
    return [(label, kept) for label, lines in rows if (kept := [line for line in lines if line])]


def _identity(event: Event) -> Text:
    part = _map(_map(event.get("enrichment")).get("part"))
    line = _plain(event.get("uri"))
    if version := event.get("version"):
        line.append("  version ", style=DIM).append(_word(version))
    if _number(part.get("count")) > 1:
        line.append(f"  item {_number(part.get('index')) + 1:.0f} of {_number(part.get('count')):.0f}", style=DIM)
    return line


def _source(enrichment: Event) -> Text:
    line = _plain(enrichment.get("provider"), "blue")
    for name in ("feed", "format"):
        if enrichment.get(name):
            line.append(f"  {name} ", style=DIM).append(_word(enrichment[name]))
    return line


def _status(event: Event) -> Text:
    enrichment = _map(event.get("enrichment"))
    line = _plain(event.get("pubStatus"))
    if use := enrichment.get("use"):
        line.append("  use ", style=DIM).append(_word(use))
    if enrichment.get("current") is False:
        line.append("  not the current version", style="yellow")
    return line


def _dateline(event: Event) -> Text:
    detail = _map(_map(event.get("enrichment")).get("dateline"))
    return _joined([_plain(event.get("located")), _plain(detail.get("date")), _plain(detail.get("credit"))])


def _level_lines(event: Event) -> Iterable[Text]:
    breaking = _map(_map(event.get("enrichment")).get("breaking"))
    if not breaking:
        return
    line = _plain(breaking.get("level"), "bold")
    line.append("  score ", style=DIM).append(f"{_number(breaking.get('score')):g}")
    if role := breaking.get("role"):
        line.append("  role ", style=DIM).append(_spaced(role))
    alert = _map(breaking.get("alert"))
    if action := alert.get("action"):
        line.append("  alert ", style=DIM).append(_spaced(action))
    if why := alert.get("suppress_reason"):
        line.append(f" ({_spaced(why)})", style=DIM)
    yield line
    reasons = _maps(breaking.get("reasons"))
    for reason in _heaviest(reasons):
        if reason.get("weight"):
            yield _reason(event, reason)
    if seen := [_plain(_spaced(each.get("code")), DIM) for each in reasons if not each.get("weight")]:
        yield Text.assemble((f"{0:+5g}  ", DIM), _joined(seen, " · "))


def _reason(event: Event, reason: Event) -> Text:
    line = Text(f"{_number(reason.get('weight')):+5g}  ").append(_spaced(reason.get("code")))
    if words := _piece(_texts(event), reason):
        line.append(f"  “{_cut(words, EXCERPT_MAX)}”", style="italic")
    elif evidence := reason.get("evidence"):
        line.append(f"  {_cut(str(evidence), EXCERPT_MAX)}", style="italic")
    if zone := reason.get("zone"):
        line.append(f"  in the {_spaced(zone)}", style=DIM)
    return line


def _heaviest(reasons: list[Event]) -> list[Event]:
    """By weight, whichever way it pulls."""
    return sorted(reasons, key=lambda each: -abs(_number(each.get("weight"))))


def _story_ref(story: Event) -> Text:
    line = _plain(story.get("story_id"))
    if linked := _map(story.get("linked_to")):
        line.append("  by its link to ", style=DIM).append(_short_uri(linked.get("uri")), style="cyan")
    if "link_score" in story:
        line.append(f"  score {_number(story['link_score']):.2f}", style=DIM)
    if wave := story.get("wave_id"):
        line.append("  wave ", style=DIM).append(_word(wave))
    return line


def _relation_lines(relation: Event) -> Iterable[Text]:
    target = _map(relation.get("target"))
    line = _plain(_spaced(relation.get("kind")), "bold")
    if target:
        line.append(" " + _word(target.get("uri")), style="cyan")
    if version := target.get("version"):
        line.append(f" version {_word(version)}")
    yield line
    measures = [_spaced(relation.get("reason"))]
    if "score" in relation:
        measures.append(f"score {_number(relation['score']):.2f}")
    if "share" in relation:
        measures.append(f"{_number(relation['share']):.0%} of this text stands there")
    if "gap_s" in relation:
        measures.append(f"{_span_of_time(_number(relation['gap_s']))} later")
    yield Text("  " + ", ".join(measures), style=DIM)
    for change in _maps(relation.get("slots_conflict")):
        yield Text(f"  {_word(change.get('slot'))}: {_word(change.get('old'))} → {_word(change.get('new'))}")


def _dispute(enrichment: Event) -> Text:
    disputed = _map(enrichment.get("disputed"))
    line = _plain(_spaced(disputed.get("reason")), "yellow")
    if target := _map(disputed.get("target")):
        line.append(" " + _word(target.get("uri")), style="cyan")
    return line


def _superseded(enrichment: Event) -> Text:
    by = _map(enrichment.get("superseded_by"))
    return _joined([_plain(by.get("uri"), "cyan"), _plain(by.get("version") and f"version {by['version']}")])


def _cleaning(each: Event, raw_text: str | None) -> Text:
    start, end = int(_number(each.get("start"))), int(_number(each.get("end")))
    line = Text(f"{_word(each.get('action'))} ").append(_spaced(each.get("rule")), style="bold")
    if raw_text is not None and 0 <= start <= end:
        line.append(f"  “{_cut(raw_text[start:end], EXCERPT_MAX)}”", style="italic")
    return line.append(f"  {start}–{end} of the raw text", style=DIM)


def _named(each: Event, name: str, detail: str) -> Text:
    line = Text(_spaced(each.get(name)))
    return line.append(f"  {_word(each[detail])}", style=DIM) if each.get(detail) else line


# What is explained: reasons, story, figures over time, alerts.


def _explained(event: Event, story: Event) -> Iterable[tuple[str, list[Text]]]:
    """What the item is, and what it does to its story's alert."""
    enrichment = _map(event.get("enrichment"))
    breaking = _map(enrichment.get("breaking"))
    shown = {"item", "source", "received", "sent", "embargo", "status", "note", "relation", "disputed", "superseded"}
    yield from [(label, lines) for label, lines in _facts(event, None) if label in shown]
    if _number(breaking.get("event_age_s")) >= OLD_S:
        yield "age", [Text(f"{_span_of_time(_number(breaking['event_age_s']))} old when it came")]
    if role := breaking.get("role"):
        yield "role", [_plain(_spaced(role), "bold").append(f"  {ROLES.get(str(role), '')}", style=DIM)]
    if breaking:
        yield "alert", list(_act_lines(_map(breaking.get("alert"))))
    if not story and (ref := _map(enrichment.get("story"))):
        yield (
            "story",
            [_story_ref(ref), Text("nothing on wire.stories: so far it is of one item, and no urgent one", DIM)],
        )


def _act_lines(alert: Event) -> Iterable[Text]:
    """What the item does to its story's alert, and why not."""
    action = str(alert.get("action") or "none")
    if action == "none":
        yield _plain("none", "bold").append("  it is no alert and does not claim to be one", style=DIM)
        return
    line = _plain(_spaced(action), ACTION_STYLES.get(action, "bold")).append(f"  {ACTS.get(action, '')}", style=DIM)
    if alert.get("alert_id"):
        line.append("  alert ", style=DIM).append(_word(alert["alert_id"])[:8])
    if alert.get("alert_seq"):
        line.append(" number ", style=DIM).append(_word(alert["alert_seq"]))
    yield line
    if why := alert.get("suppress_reason"):
        sentence = SILENCES.get(str(why))
        yield Text.assemble((f"{_spaced(why)}: {sentence}" if sentence else _spaced(why), "yellow"))


def _reason_section(event: Event) -> Iterable[RenderableType]:
    """The reasons by family, the weightiest family first; what counts for nothing stands at the end, grey."""
    breaking = _map(_map(event.get("enrichment")).get("breaking"))
    reasons, score = _maps(breaking.get("reasons")), _number(breaking.get("score"))
    if not reasons:
        return
    families: dict[str, list[Event]] = {}
    for each in _heaviest([each for each in reasons if each.get("weight")]):
        families.setdefault(_spaced(each.get("family")), []).append(each)
    sums = {family: sum(_number(each["weight"]) for each in rows) for family, rows in families.items()}
    table = _table("#weight", "family", "reason", "where", "the words it stands on")
    for family in sorted(families, key=lambda name: -abs(sums[name])):
        for number, each in enumerate(families[family]):
            weight = _number(each["weight"])
            table.add_row(
                Text(f"{weight:+g}", "bold" if weight > 0 else "bold red"),
                Text("" if number else family, "cyan"),
                *_reason_cells(event, each),
            )
    yield Text()
    yield _rule(f"level {_word(breaking.get('level'))}, score {score:g}")
    yield table
    if (total := round(sum(sums.values()), 6)) != round(score, 6):
        yield Text(f"{total:g} in all; no family counts for more than its cap, which makes {score:g}", DIM)
    if seen := [each for each in reasons if not each.get("weight")]:
        aside = _table("seen, adds nothing to the score", "where", "words")
        for each in seen:
            aside.add_row(*_reason_cells(event, each, DIM))
        yield Text()
        yield aside


def _reason_cells(event: Event, reason: Event, style: str = "") -> list[Text]:
    code, zone = _spaced(reason.get("code")), _spaced(reason.get("zone"))
    return [Text(code, style), Text(zone, DIM), _words(_texts(event), reason, style)]


def _words(texts: Event, reason: Event, style: str) -> Text:
    """The words of the copy that the reason stands on, in the body with a few around them; else what it says itself."""
    words, evidence = _piece(texts, reason), _spaced(reason.get("evidence"))
    if not words:
        return Text(evidence, style)
    before, after = _around(str(texts["body"]), reason) if reason.get("field") == "body" else ("", "")
    marked = f"‹{_cut(words, EXCERPT_MAX)}›" if before or after else _cut(words, EXCERPT_MAX)
    line = Text.assemble((f"“{before}", DIM), (marked, style or "bold"), (f"{after}”", DIM))
    if evidence and evidence.casefold() != _spaced(words).casefold():
        line.append(f"  {evidence}", style=style or DIM)
    return line


def _around(text: str, span: Event) -> tuple[str, str]:
    """What stands before and after it, cut at a space."""
    start, end = int(_number(span.get("start"))), int(_number(span.get("end")))
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    if start > AROUND:
        before = "…" + before[before.find(" ") + 1 :]
    if end + AROUND < len(text):
        after = after[: after.rfind(" ") + 1].rstrip() + "…"
    return printable(before.replace("\n", " ")), printable(after.replace("\n", " "))


def _texts(event: Event) -> Event:
    """Headline and body as spans point into them."""
    return {"headline": _headline_text(event), "body": _body_text(event)}


def _story_section(story: Event, event: Event, headlines: Mapping[tuple[str, str], str]) -> Iterable[RenderableType]:
    members = _maps(story.get("members"))
    yield _rule(f"story {_word(story.get('story_id'))}, as it stands now")
    line = Text.assemble(_badge(story.get("level")), _extent(members))
    first, last = _word(story.get("first_at")), _word(story.get("last_at"))
    line.append(f", {first[:10]} {first[11:19]}", style=DIM)
    if last[:19] != first[:19]:
        line.append(f" to {_when(last, first)}", style=DIM)
    if story.get("retracted"):
        line.append("  retracted: an item that carried its alert was taken back", style="magenta")
    yield line
    if wave := story.get("wave_id"):
        yield _plain("one of the wave ", DIM).append(_word(wave))
    own = _map(_map(event.get("enrichment")).get("story"))
    if linked := _map(own.get("linked_to")):
        score = f", score {_number(own['link_score']):.2f}" if "link_score" in own else ""
        yield (
            _plain("this item by its link to ", DIM)
            .append(_short_uri(linked.get("uri")), style="cyan")
            .append(score, DIM)
        )
    if members:
        yield _member_table(story, members, event, headlines)


def _member_table(story: Event, members: list[Event], event: Event, headlines: Mapping[tuple[str, str], str]) -> Table:
    table = _table("received", "provider", "level", "role", "item")
    lead = _map(story.get("lead"))
    this = {"provider": _map(event.get("enrichment")).get("provider"), "uri": event.get("uri")}
    for number, each in _ends(members, MEMBERS_MAX):
        if number == 1 and len(members) > MEMBERS_MAX:
            table.add_row(Text("…", DIM), Text(f"{len(members) - MEMBERS_MAX} more", DIM), "", "", "")
        who = _word(each.get("provider")), str(each.get("uri"))
        marks = [mark for mark, other in (("lead", lead), ("this item", this)) if _is_same(each, other)]
        item = _plain(headlines.get(who) or _short_uri(each.get("uri")), "bold" if marks else "")
        item.append(f"  {', '.join(marks)}" if marks else "", style="cyan")
        level = _word(each.get("level"))
        table.add_row(
            Text(_when(each.get("received_at"), story.get("last_at"))),
            Text(who[0], "blue"),
            Text(level, DIM if level == "none" else "bold" if level in ("flash", "alert") else ""),
            Text(_spaced(each.get("role"))),
            item,
        )
    return table


def _ends(rows: list[Event], most: int) -> Iterable[tuple[int, Event]]:
    """The first and the newest, numbered; after the first there may be a gap."""
    return enumerate(rows if len(rows) <= most else [rows[0], *rows[1 - most :]])


def _is_same(one: Event, other: Event) -> bool:
    return (one.get("provider"), one.get("uri")) == (other.get("provider"), other.get("uri"))


def _slot_section(story: Event) -> Iterable[RenderableType]:
    """What each slot has said: all of it in one line, then when, by whom, by whose word; what was said once, last."""
    yield _rule("figures over time")
    once = Table.grid(padding=(0, 2))
    for slot in _moved_first(story):
        readings = _maps(slot.get("timeline"))
        if len(readings) < 2:
            for reading in readings:
                once.add_row(_slot_name(slot.get("slot")), *_reading(slot, reading, story))
            continue
        table = Table.grid(padding=(0, 2))
        for number, reading in _ends(readings, READINGS_MAX):
            if number == 1 and len(readings) > READINGS_MAX:
                table.add_row("", Text("…", DIM), Text(f"{len(readings) - READINGS_MAX} more", DIM))
            table.add_row("", *_reading(slot, reading, story))
        yield _chain(slot)
        yield table
    yield once


def _reading(slot: Event, reading: Event, story: Event) -> list[Text]:
    """When, what, who, and how it stands there."""
    said = Text(f"“{_excerpt(reading.get('text'))}”", "italic") if reading.get("text") else Text()
    if by := reading.get("by"):
        said = Text.assemble(said, (", by ", DIM), _excerpt(by))
    unit = _map(slot.get("current")).get("unit")
    return [
        Text(_when(reading.get("at"), story.get("last_at")), DIM),
        Text(_value({**reading, "unit": unit}, unit=True), "bold"),
        Text(_word(reading.get("provider")), "blue"),
        said,
    ]


def _moved_first(story: Event) -> list[Event]:
    return sorted(_maps(story.get("figures")), key=lambda slot: len(_maps(slot.get("timeline"))) < 2)


def _chain(slot: Event, most: int = READINGS_MAX) -> Text:
    """`killed 12 → ≥19 → 43`, and whether agencies disagree."""
    values = [_value(each, unit=False) for each in _maps(slot.get("timeline"))]
    kept = [value for number, value in enumerate(values) if value not in values[max(number - 1, 0) : number]]
    if len(kept) > most:
        kept = [kept[0], "…", *kept[1 - most :]]
    unit = _unit(_map(slot.get("current")))
    line = _plain(f"{_slot_name(slot.get('slot'))} ", DIM).append(" → ".join(kept), style="bold")
    line.append(unit if unit == "%" else f" {unit}".rstrip())
    return line.append(" agencies disagree", style="yellow") if slot.get("conflict") else line


def _slot_name(slot: Any) -> str:
    """`killed soldiers, lucknow` of `killed/soldiers/1/lucknow`; the unit stands with the values."""
    role, kind, _, place = (*_word(slot).split("/"), "", "", "")[:4]
    what = " ".join(part for part in (role, kind if kind != "people" else "") if part)
    return (what + (f", {place}" if place else "")).replace("_", " ")


def _alert_section(history: list[Event]) -> Iterable[RenderableType]:
    """One alert from its fire on. What was cancelled is not repeated."""
    newest = max(history, key=lambda each: _number(each.get("alert_seq")))
    gone = newest.get("action") == "cancel"
    yield _rule(f"alert {_word(newest.get('alert_id'))}{', cancelled' if gone else ''}")
    table = _table("#no.", "when", "action", "level", "valid until", "text")
    for each in history:
        action = _word(each.get("action"))
        text = Text("withdrawn", f"italic {DIM}") if gone else _plain(each.get("text"))
        for change in () if gone else _maps(each.get("changed")):
            text.append("\n").append_text(_change(change))
        until = "" if action == "cancel" else _when(each.get("valid_until"), each.get("at"))
        table.add_row(
            Text(_word(each.get("alert_seq"))),
            Text(_when(each.get("at"), newest.get("at"))),
            Text(action, ACTION_STYLES.get(action, "bold")),
            Text(_word(each.get("level"))),
            Text(until, DIM),
            text,
        )
    yield table


def _change(change: Event) -> Text:
    """`killed 12 → 43`; of what was not there before, only what is."""
    old, new = _word(change.get("old")), _word(change.get("new"))
    line = _plain(f"{_slot_name(change.get('slot'))} ", DIM)
    return line.append(" → ".join(part for part in (old, new or "–") if part), style="yellow")


def _extent(members: list[Event]) -> Text:
    agencies = len({each.get("provider") for each in members})
    items = f"{len(members)} item{'' if len(members) == 1 else 's'}"
    return Text(f"{items} of {agencies} {'agency' if agencies == 1 else 'agencies'}" if members else "no item left")


# What stands in the two lines of a tail.


def _why_line(event: Event, headers: Mapping[str, str], topic: str) -> Iterable[Text]:
    """What the item is to others, why it is so urgent, and its figures; the most telling first."""
    enrichment = _map(event.get("enrichment"))
    kind = enrichment.get("event")
    if kind == "held" and event.get("embargoedUntil"):
        yield Text(f"embargoed until {_word(event['embargoedUntil'])}", style="magenta")
    if by := _map(enrichment.get("superseded_by")):
        yield _plain(
            f"after version {_word(by.get('version'))}" if by.get("version") else "after a newer one", "yellow"
        )
    for relation in _maps(enrichment.get("relations"))[:1]:
        if relation.get("kind") != "unique":
            yield _short_relation(relation)
    if enrichment.get("disputed"):
        yield _plain("disputed: ", "yellow").append(_spaced(_map(enrichment["disputed"]).get("reason")))
    if kind in ("killed", "withheld") and event.get("edNote"):
        yield Text(_cut(str(event["edNote"]), EXCERPT_MAX), style=DIM)
    if _level(event) != "none":
        reasons = _maps(_map(enrichment.get("breaking")).get("reasons"))
        yield from (_short_reason(reason) for reason in _heaviest(reasons)[:1])
    yield _short_figures(_maps(enrichment.get("figures")))
    if enrichment.get("current") is False and kind in ("created", "restored", "released", "updated"):
        yield Text("not current", style="yellow")
    if use := enrichment.get("use"):
        yield Text(f"use {_word(use)}", style="yellow")
    if headers.get("wire_replay"):
        yield Text("replay", style="yellow")
    if (short := topic.rpartition(".")[2]) == "latest":
        yield Text(f"on {short}", style=DIM)


def _short_relation(relation: Event) -> Text:
    line = _plain(_spaced(relation.get("kind")), "cyan")
    if target := _map(relation.get("target")):
        line.append(" " + _short_uri(target.get("uri")), style="cyan")
        if version := target.get("version"):
            line.append(f" v{_word(version)}", style="cyan")
    return line.append(f" ({_spaced(relation.get('reason'))})", style=DIM)


def _short_reason(reason: Event) -> Text:
    line = _plain(_spaced(reason.get("code")), DIM)
    return line.append(f" “{_cut(reason['evidence'], 40)}”", style=DIM) if reason.get("evidence") else line


def _short_figures(figures: list[Event]) -> Text:
    if not figures:
        return Text()
    values = list(dict.fromkeys(_value(figure, unit=True) for figure in figures))
    more = f" · and {len(values) - FIGURES_MAX} more" if len(values) > FIGURES_MAX else ""
    return _plain("figures: ", DIM).append(" · ".join(values[:FIGURES_MAX])).append(more, style=DIM)


def _head(headers: Mapping[str, str], time: Any) -> Text:
    line = _plain(_clock(headers.get("ce_time") or time), DIM)
    return line.append(f"  {_word(headers.get('wire_provider')):<10.10} ", style="blue")


def _badge(level: Any) -> Text:
    name = _word(level) or "none"
    return Text() if name == "none" else Text.assemble((f" {name.upper()} ", LEVEL_STYLES.get(name, "bold")), " ")


def _level(event: Event) -> str:
    return _word(_map(_map(event.get("enrichment")).get("breaking")).get("level")) or "none"


def _headline(event: Event, style: str) -> Text:
    """The headline, else the slugline, else the body's first words in italics, else what is left to say."""
    if text := _headline_text(event).strip() or str(event.get("slugline") or "").strip():
        return Text(_cut(text, HEADLINE_MAX), style=style)
    if text := _body_text(event)[: 4 * EXCERPT_MAX].strip():
        return Text(_cut(" ".join(text.split()), EXCERPT_MAX), style=f"{style} italic")
    # A kill repeats no text; its uri is then all that can be struck out.
    if "strike" in style:
        return Text(_short_uri(event.get("uri")), style=style)
    return Text("(no text)", style="italic " + DIM)


def _headline_text(event: Event) -> str:
    return _first_value(event.get("headlines"))


def _body_text(event: Event) -> str:
    return _first_value(event.get("bodies"))


def _first_value(renditions: Any) -> str:
    return next((str(each["value"]) for each in _maps(renditions) if each.get("value")), "")


# Status.


def _worker_table(groups: Event) -> Table:
    table = _table("agent", "worker", "host", "does")
    for agent, group in groups.items():
        members = _maps(_map(group).get("members"))
        for number, member in enumerate(members):
            worker = _word(member.get("client")) + (f" ({_word(member['instance'])})" if member.get("instance") else "")
            partitions = ", ".join(map(str, member.get("partitions", ())))
            does = Text(f"partition{'s' * (',' in partitions)} {partitions}") if partitions else Text("stands by", DIM)
            table.add_row("" if number else agent, Text(worker), _plain(member.get("host")), does)
        if not members:
            table.add_row(agent, Text("nobody", "red"), "", "")
        elif _map(group).get("state") != "Stable":
            table.add_row("", Text(f"the group is not settled: {_word(_map(group).get('state'))}", "yellow"), "", "")
    return table


def _behind_table(rows: list[Event]) -> Table:
    table = _table("agent", "partition", "#behind", "#oldest waits")
    for row in rows:
        count = _number(row.get("behind"))
        oldest = "–" if row.get("oldest_s") is None else _span_of_time(_number(row["oldest_s"]))
        table.add_row(
            _plain(row.get("agent")),
            Text(f"{_word(row.get('topic'))}/{_word(row.get('partition'))}"),
            Text(f"{count:,.0f}", "" if count else DIM),
            Text(oldest, "" if count else DIM),
        )
    return table


def _memory_lines(memory: Event) -> Iterable[Text]:
    if not memory:
        yield Text("not shown: the state could not be read", "yellow")
        return
    kinds = ", ".join(f"{count:,} {_word(kind)}" for kind, count in _map(memory.get("by_kind")).items())
    yield Text(f"{_number(memory.get('entries')):,.0f} entries").append(f"  {kinds}", style=DIM)
    yield Text(
        f"{_number(memory.get('bytes')):,.0f} bytes, {_number(memory.get('records')):,.0f} records in wire.state"
    )
    if memory.get("log_time"):
        age = _span_of_time(_number(memory.get("log_age_s")))
        yield Text("the log's time is ").append(f"{_word(memory['log_time'])[:19]}Z").append(f"  {age} ago", style=DIM)
    held = Text(f"{_number(memory.get('held')):,.0f} held")
    if overdue := _number(memory.get("overdue")):
        since = _span_of_time(_number(memory.get("overdue_s")))
        held.append(f", {overdue:,.0f} of them overdue, the first for {since}", style="red")
    yield held


def _feed_table(feeds: list[Event]) -> RenderableType:
    if not feeds:
        return Text("no feed, and none named in the settings", DIM)
    columns = ("feed", "received", "#ago", "#records", "#/min 5m", "#1h", "#supp.", "#dead", "#aside")
    table = _table(*columns)
    for feed in feeds:
        silent = feed.get("age_s") is None
        rates = _map(feed.get("per_minute"))
        table.add_row(
            _plain(feed.get("feed"), "blue"),
            Text("silent", "yellow") if silent else _plain(_moment(feed.get("received_at"), feed.get("appended_at"))),
            Text("" if silent else _span_of_time(_number(feed["age_s"]))),
            *[_count(feed.get("records")), _rate(rates.get("5m")), _rate(rates.get("1h"))],
            *[_count(feed.get(name)) for name in ("suppressed", "dead", "aside")],
        )
    return table


def _moment(time: Any, beside: Any) -> str:
    """`11:24:08` of a time on the day of `beside`, else its date: a replayed wire's is another one."""
    text = _word(time)
    return text[11:19] if text[:10] == _word(beside)[:10] else text[:10]


def _dead_lines(dead: Event) -> Iterable[Text]:
    for outcome, style in (("dead", "bold red"), ("aside", "yellow")):
        for reason, count in _map(dead.get(outcome)).items():
            yield Text.assemble(
                (f"{_number(count):>7,.0f}  ", ""), (f"{outcome:<6}", style), _word(reason) or "no reason"
            )


def _count(value: Any) -> Text:
    return Text(f"{_number(value):,.0f}") if _number(value) else Text("–", DIM)


def _rate(value: Any) -> Text:
    rate = _number(value)
    return Text(f"{rate:,.1f}" if rate >= 0.1 else "<0.1") if rate else Text("–", DIM)


def _table(*columns: str) -> Table:
    """A table without lines; the columns that begin with # hold numbers."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=DIM, pad_edge=False)
    for name in columns:
        table.add_column(name.lstrip("#"), justify="right" if name.startswith("#") else "left", overflow="fold")
    return table


# Figures.

MODIFIER_SIGNS = {
    "exact": "", "about": "~", "more_than": ">", "at_least": "≥", "less_than": "<", "at_most": "≤",
    "between": "", "vague": "",
}  # fmt: skip
DIRECTION_SIGNS = {"up": " ↑", "down": " ↓"}


def _figure_table(figures: list[Event]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=DIM, pad_edge=False)
    table.add_column("value", justify="right", overflow="fold")
    for name in ("unit", "kind", "what", "text", "where"):
        table.add_column(name, overflow="fold")
    texts = {figure.get("id"): figure.get("text") for figure in figures}
    for figure in figures:
        table.add_row(
            Text(_value(figure, unit=False), style="bold"),
            Text(_unit(figure)),
            Text(_spaced(figure.get("kind"))),
            _meaning(figure, texts),
            Text(_excerpt(figure.get("text")), style="italic"),
            Text(f"{_word(figure.get('field'))} {_word(figure.get('start'))}–{_word(figure.get('end'))}", style=DIM),
        )
    return table


def _meaning(figure: Event, texts: Mapping[Any, Any]) -> Text:
    """What is counted, its role, by whose word it stands, and what it is to other figures of the item."""
    parts = [Text(_spaced(figure.get("role"))), _plain(_excerpt(_map(figure.get("noun")).get("text")))]
    if not figure.get("noun") and (topic := figure.get("topic")):
        parts.append(_plain("of ", DIM).append(_excerpt(topic)))
    if source := _map(figure.get("attribution")).get("text"):
        parts.append(_plain("by ", DIM).append(_excerpt(source)))
    for relation in _maps(figure.get("relations")):
        other = _excerpt(texts.get(relation.get("target"), relation.get("target")))
        parts.append(_plain(f"{_spaced(relation.get('kind'))} ", DIM).append(other))
    if figure.get("superseded"):
        parts.append(Text("superseded", style="yellow"))
    return _joined(parts, ", ")


def _excerpt(text: Any) -> str:
    """Words of the copy for one line of a table: a wire wraps in the middle of a figure, which is no news here."""
    return _cut(str(text or "").replace("\n", " "), EXCERPT_MAX)


def _value(figure: Event, unit: bool) -> str:
    """`≥12`, `4–6 km2`, `30%`."""
    lo, hi = _grouped(figure.get("lo")), _grouped(figure.get("hi"))
    value = MODIFIER_SIGNS.get(str(figure.get("modifier")), "") + (lo if lo == hi else f"{lo}–{hi}")
    if second := figure.get("second"):
        value += f" to {_grouped(second)}"
    if unit and (name := _unit(figure)):
        value += name if name == "%" else f" {name}"
    return value + DIRECTION_SIGNS.get(str(figure.get("direction")), "")


def _grouped(value: Any) -> str:
    """`37,000` of `37000`; anything that is no plain decimal as it stands."""
    text = _cut(str(value), 40)
    try:
        return f"{Decimal(text):,f}" if len(text) < 40 else text
    except InvalidOperation:
        return text


_UCUM_DRESS = re.compile(r"_(?:us|br|i|av)(?=\])|[\[\]{}]")
"""UCUM writes a mile [mi_us] and a cow {cow}; a person reads mi and cow."""
_UNIT_NAMES = {
    "1": "", "a": "yr", "Cel": "°C", "degF": "°F", "smi": "sq mi", "sft": "sq ft", "har": "ha",
    "acr": "acre", "ston": "short ton", "lton": "long ton", "oz_tr": "troy oz", "XXX": "¤",
}  # fmt: skip
"""What a person does not read even then; ¤ is a currency that the copy leaves open: francs, of whatever country."""


def _unit(figure: Event) -> str:
    unit = _map(figure.get("unit"))
    code, per = (_UCUM_DRESS.sub("", _word(unit.get(name))) for name in ("code", "per"))
    return _UNIT_NAMES.get(code, code) + (f"/{_UNIT_NAMES.get(per, per)}" if per else "")


def _marked(text: str, figures: list[Event], field: str) -> Text:
    """The text with its figures underlined: cut by the spans first, made printable after, which may lengthen it."""
    spans = sorted(
        (int(_number(figure.get("start"))), int(_number(figure.get("end"))))
        for figure in figures
        if figure.get("field") == field
    )
    line, done = Text(), 0
    for start, end in spans:
        if done <= start < end <= len(text):
            line.append(printable(text[done:start], keep_newlines=True))
            line.append(printable(text[start:end], keep_newlines=True), style=FIGURE)
            done = end
    return line.append(printable(text[done:], keep_newlines=True))


# Small things.

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls; bidi overrides, zero-width and other format marks; lone surrogates; line and paragraph separators."""

_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Hangul fillers: letters by category, yet nothing is seen of them."""


def _shown(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if unicodedata.category(char) in _HIDDEN_CATEGORIES or char in _BLANK_LETTERS:
        return f"«U+{code:04X}»"
    return char


def _cut(text: str, most: int) -> str:
    return printable(text) if len(text) <= most else printable(text[: most - 1]) + "…"


def _word(value: Any) -> str:
    """A short field for print; absent is empty."""
    return "" if value is None else _cut(str(value), HEADLINE_MAX)


def _spaced(value: Any) -> str:
    """`new version of` of `new_version_of`."""
    return _word(value).replace("_", " ")


def _plain(value: Any, style: str = "") -> Text:
    # Not Text(..., style=): that one would colour all that is appended, too.
    return Text.assemble((_word(value), style))


def _joined(parts: Iterable[Text], separator: str = " — ") -> Text:
    return _plain(separator, DIM).join([part for part in parts if part])


def _short_uri(uri: Any) -> str:
    """`ferry-7` of `urn:wire:qns:ferry-7`; the end of any other, which is where uris differ."""
    text = str(uri or "")
    if text.startswith("urn:wire:"):
        text = text.split(":", 3)[-1]
    return _word(text if len(text) <= 32 else "…" + text[-31:])


def _clock(time: Any) -> str:
    """`05:41:08` of `2031-03-04T05:41:08.125Z`, as wide where there is none."""
    return f"{_word(str(time or '')[11:19]):<8}"


def _when(time: Any, beside: Any) -> str:
    """`05:41:08` of a time on the day of `beside`, else `03-04 05:41:08`."""
    text = _word(time)
    return text[11:19] if text[:10] == _word(beside)[:10] else f"{text[5:10]} {text[11:19]}"


def _span_of_time(seconds: float) -> str:
    for size, unit in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if abs(seconds) >= 2 * size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.1f} s"


def _number(value: Any) -> float:
    return value if isinstance(value, int | float) else 0


def _map(value: Any) -> Event:
    return value if isinstance(value, Mapping) else {}


def _maps(value: Any) -> list[Event]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


def _rule(title: str) -> Rule:
    return Rule(Text(title, style=DIM), style=DIM, align="left")
