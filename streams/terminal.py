"""How wire text and events look in a terminal: pure functions from the published JSON to rich's renderables.

The rule: whatever came over a wire passes through printable() and is put into a Text piece by piece. So it can neither
move the cursor, set the window's title or hide a part of itself, nor be read as rich's markup ([red] stays text).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
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
    line = Text.assemble(line, _level_badge(event), _headline(event, HEADLINE_STYLES.get(kind, "bold")))
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
    enrichment = _map(event.get("enrichment"))
    kind = _word(enrichment.get("event"))
    figures = _maps(enrichment.get("figures"))
    badges = Text.assemble((f" {kind.upper()} ", f"{EVENT_STYLES.get(kind, 'bold')} reverse"), " ", _level_badge(event))
    headline = _headline_text(event)
    title = _marked(headline, figures, "headline") if headline else _headline(event, "italic")
    title.stylize_before(HEADLINE_STYLES.get(kind, "bold"))

    about = Table.grid(padding=(0, 2))
    about.add_column(style=DIM, no_wrap=True)
    about.add_column(overflow="fold")
    for label, rows in _facts(event, raw_text):
        for number, row in enumerate(rows):
            about.add_row("" if number else label, row)

    parts: list[RenderableType] = [badges, title, Text(), about]
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
    about = Table.grid(padding=(0, 2))
    about.add_column(style=DIM, no_wrap=True)
    about.add_column(overflow="fold")
    warnings = [
        (_spaced(each.get("code")), [_plain(each.get("detail"), "yellow"), _spans(later, each)]) for each in flags
    ]
    for label, lines in [*_evidence(earlier, later, relation), *warnings]:
        for number, line in enumerate(lines):
            about.add_row("" if number else label, line)
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
        ("level", list(_level_lines(enrichment))),
        ("relation", [line for each in _maps(enrichment.get("relations")) for line in _relation_lines(each)]),
        ("disputed", [_dispute(enrichment)]),
        ("superseded", [_superseded(enrichment)]),
        ("story", [_plain(_map(enrichment.get("story")).get("story_id"))]),
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


def _level_lines(enrichment: Event) -> Iterable[Text]:
    breaking = _map(enrichment.get("breaking"))
    if not breaking:
        return
    line = _plain(breaking.get("level"), "bold")
    line.append("  score ", style=DIM).append(f"{_number(breaking.get('score')):g}")
    if role := breaking.get("role"):
        line.append("  role ", style=DIM).append(_spaced(role))
    if action := _map(breaking.get("alert")).get("action"):
        line.append("  alert ", style=DIM).append(_spaced(action))
    yield line
    for reason in _maps(breaking.get("reasons")):
        yield _reason(reason)


def _reason(reason: Event) -> Text:
    line = Text(f"{_number(reason.get('weight')):+5g}  ").append(_spaced(reason.get("code")))
    if evidence := reason.get("evidence"):
        line.append(f"  “{_cut(evidence, EXCERPT_MAX)}”", style="italic")
    if zone := reason.get("zone"):
        line.append(f"  in the {_spaced(zone)}", style=DIM)
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
        yield from (_short_reason(reason) for reason in _maps(_map(enrichment.get("breaking")).get("reasons"))[:1])
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


def _level_badge(event: Event) -> Text:
    level = _level(event)
    return Text() if level == "none" else Text.assemble((f" {level.upper()} ", LEVEL_STYLES.get(level, "bold")), " ")


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
