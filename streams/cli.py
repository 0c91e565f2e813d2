"""The command line. Exit codes: 0 done, 1 found a difference, 2 wrong use or setting, 3 no broker."""

import asyncio
import errno
import os
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import aclosing
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn, cast

import orjson
import typer
from rich.console import Console
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from schemas.base import utc
from schemas.item import DeadLetter, ItemRecord, RawItem, RawRecord, WireItem
from streams import codec, explain, ingest, pipeline, tail, terminal
from streams.agents.transport import NoBroker
from streams.settings import FILE, PREFIX, Settings, SettingsError, gather, load
from streams.state import State
from streams.topics import TOPICS

OK, DIFFERENCE, WRONG, NO_BROKER = 0, 1, 2, 3

app = typer.Typer(
    name="copytaster",
    help="Reads every item that comes down the news wires: what it is, how urgent and why, which figures it states.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
topics_app = typer.Typer(help="The site's topics on the brokers.", no_args_is_help=True)
dev_app = typer.Typer(help="Tools for demo and tests: a Kafka node from packages, feeds to play.", no_args_is_help=True)
app.add_typer(topics_app, name="topics")
app.add_typer(dev_app, name="dev")

Agent = Literal["intake", "taster"]
Source = Literal["items", "raw"]

out, err = Console(), Console(stderr=True)

Site = Annotated[str | None, typer.Option(help="The installation's name; else COPYTASTER_SITE or the settings file.")]
Bootstrap = Annotated[str | None, typer.Option(help="Addresses of the Kafka brokers.")]
File = Annotated[Path | None, typer.Option("--settings", help="Settings file (TOML).")]
Json = Annotated[bool, typer.Option("--json", help="For machines: JSON, a line a record.")]


@app.command()
def worker(
    only: Annotated[Agent | None, typer.Option(help="Run one agent alone: intake or taster.")] = None,
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
) -> None:
    """Run the agents until SIGTERM or Ctrl-C, which finish the batch in hand."""
    from streams import admin, logs
    from streams import app as worker_app

    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    limits = _run(admin.checked_limits(settings))
    logs.configure(settings)
    try:
        worker_app.run(lambda: worker_app.create_app(settings, limits, only=only), settings)
    except OSError as error:
        if settings.metrics_port and error.errno == errno.EADDRINUSE:
            _fail(
                f"metrics_port = {settings.metrics_port}: in use by another process; give another port, or 0 for none"
            )
        raise


@app.command("ingest")
def ingest_command(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.")],
    feed: Annotated[str, typer.Option(help="Name of the feed; the feeds table says who sends on it.")],
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
) -> None:
    """Put files into wire.raw as they are."""
    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    refused: list[ingest.Refused] = []

    async def records() -> AsyncIterator[RawRecord]:
        for each in ingest.read_files(paths, feed):
            if isinstance(each, ingest.Refused):
                refused.append(each)
            else:
                yield each

    with _progress("sent") as sent:
        count = _run(ingest.send(settings, records(), lambda _: sent()))
    for each in refused:
        err.print(f"not sent: {terminal.printable(each.name)} {each.why}", markup=False, highlight=False)
    err.print(f"{count} sent to {settings.topic('wire.raw')}, feed {feed}", markup=False, highlight=False)
    if refused:
        raise typer.Exit(WRONG)


@app.command("tail")
def tail_command(
    topic: Annotated[
        str, typer.Argument(help="enriched, suppressed, held, dead, latest, stories, alerts.")
    ] = "enriched",
    start: Annotated[str, typer.Option("--from", help="start or now.")] = "now",
    provider: Annotated[str | None, typer.Option(help="Only this provider.")] = None,
    level: Annotated[list[str] | None, typer.Option(help="Only these levels.")] = None,
    event: Annotated[list[str] | None, typer.Option(help="Only these event types.")] = None,
    relation: Annotated[list[str] | None, typer.Option(help="Only these relations.")] = None,
    text: Annotated[str | None, typer.Option(help="Only events that hold these words, case aside.")] = None,
    limit: Annotated[int | None, typer.Option(help="End after so many.", min=1)] = None,
    idle: Annotated[float | None, typer.Option(help="End when nothing has come for so many seconds.")] = None,
    as_json: Json = False,
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
) -> None:
    """Show what comes out, as it comes out."""
    allowed = ("enriched", "suppressed", "held", "dead", "latest", "stories", "alerts")
    if topic not in allowed:
        _fail(f"tail {topic}: allowed are {', '.join(allowed)}")
    if start not in ("start", "now"):
        _fail(f"--from {start}: allowed are start and now")
    settings = _settings(settings_file, site=site, bootstrap=bootstrap)

    def wanted(record: tail.Read) -> bool:
        headers = record.headers
        return (
            (provider is None or headers.get("wire_provider") == provider)
            and (not level or headers.get("wire_level") in level)
            and (not event or headers.get("ce_type", "").rpartition(".")[2] in event)
            and (not relation or headers.get("wire_relation") in relation)
            and (text is None or text.casefold() in (record.value or b"").decode("utf-8", "replace").casefold())
        )

    async def show() -> None:
        shown, begin = 0, cast(tail.Start, start)
        async with aclosing(tail.read_topic(settings, f"wire.{topic}", begin, idle)) as records:
            async for record in records:
                if not wanted(record):
                    continue
                _show_record(record, as_json)
                shown += 1
                if limit is not None and shown >= limit:
                    return

    _run(show())


def _show_record(record: tail.Read, as_json: bool) -> None:
    short = record.topic.rpartition(".")[2]
    if as_json:
        row: dict[str, Any] = {"topic": record.topic, "offset": record.offset, "headers": record.headers}
        value = record.value or b""
        row |= {"value_hex": value.hex()} if short == "dead" else {"event": orjson.loads(value) if value else None}
        sys.stdout.write(orjson.dumps(row).decode() + "\n")
        sys.stdout.flush()
        return
    line = _line(short, record)
    if out.is_terminal:
        out.print(terminal.folded(line, out))
    else:
        out.print(line, soft_wrap=True)


def _line(topic: str, record: tail.Read) -> Text:
    if topic == "dead":
        return terminal.dead_line(record.value or b"", record.headers)
    value = orjson.loads(record.value or b"{}")
    if topic == "stories":
        return terminal.story_line(value, record.headers)
    if topic == "alerts":
        return terminal.alert_line(value, record.headers)
    return terminal.event_line(value, record.headers, record.topic)


ReceivedAt = Annotated[str | None, typer.Option(help="When it is taken as received (RFC 3339); else now.")]
Feed = Annotated[str, typer.Option(help="Name of the feed; the feeds table says who sends on it.")]


@app.command()
def show(
    file: Annotated[str, typer.Argument(help="A file as a feed would send it, or - for standard input.")],
    received_at: ReceivedAt = None,
    feed: Feed = "show",
    as_json: Json = False,
    settings_file: File = None,
) -> None:
    """Take one file through the whole path from an empty state, without a broker, and show what would come out."""
    settings = _settings_of_a_file(settings_file)
    raw = _raw(file, feed, received_at, settings)
    unread = False
    for result in _tasted(raw):
        if isinstance(result, DeadLetter):
            unread = True
            _show_dead(result, raw, as_json)
            continue
        for publication in result.publications:
            event = codec.enriched(publication)
            if as_json:
                sys.stdout.buffer.write(event.json_bytes() + b"\n")
            else:
                text = raw.body.decode("utf-8", "replace").replace("\r\n", "\n")
                out.print(terminal.event_page(orjson.loads(event.json_bytes()), text))
    if unread:
        raise typer.Exit(DIFFERENCE)


def _raw(file: str, feed: str, received_at: str | None, settings: Settings) -> RawItem:
    """A file, or standard input, as the feed would have sent it."""
    received_ms = codec.time_ms(received_at) if received_at else time.time_ns() // 1_000_000
    if received_ms is None:
        _fail(f"--received-at {received_at}: allowed is a time like 2026-11-24T08:00:00Z")
    try:
        body = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        _fail(f"{file}: {error.strerror}")
    row = settings.feed_table.of(feed)
    return RawItem(
        body=body,
        feed=feed,
        received_at=utc(received_ms),
        filename=None if file == "-" else Path(file).name,
        provider=row.provider,
        profile=row.profile,
        format_hint=row.format,
        use=row.use,
    )


def _tasted(raw: RawItem) -> Iterator[pipeline.Outcome | DeadLetter]:
    """What becomes of each item of the record, from an empty state."""
    state = State()
    for offset, result in enumerate(pipeline.read(raw)):
        if isinstance(result, DeadLetter):
            yield result
        else:
            outcome = pipeline.taste(state, offset, result)
            state.apply(outcome.entries)
            yield outcome


@app.command("explain")
def explain_command(
    item: Annotated[
        str, typer.Argument(help="A file as a feed would send it, -, or a uri, raw_id, story_id, alert_id.")
    ],
    received_at: ReceivedAt = None,
    feed: Feed = "show",
    as_json: Json = False,
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
) -> None:
    """Show why an item is as urgent as it is: its reasons, its story, figures over time, what its alert has told.

    A file is taken alone, without a broker; anything else is looked up on the public topics of the site.
    """
    if item == "-" or Path(item).is_file():
        _explain_file(_raw(item, feed, received_at, _settings_of_a_file(settings_file)), as_json)
        return
    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    found = _run(explain.of_site(settings, item))
    if found is None:
        _fail(f"{item}: no such file, and nothing public of {settings.site} has that uri, raw_id, story_id or alert_id")
    _show_explained(found, as_json)


def _explain_file(raw: RawItem, as_json: bool) -> None:
    unread, known = False, explain.OfFile()
    for result in _tasted(raw):
        if isinstance(result, DeadLetter):
            unread = True
            _show_dead(result, raw, as_json)
        else:
            for found in known.explained(result):
                _show_explained(found, as_json)
    if unread:
        raise typer.Exit(DIFFERENCE)


def _show_explained(found: explain.Explained, as_json: bool) -> None:
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(found.plain()) + b"\n")
    else:
        out.print(terminal.explain_page(*found))


@app.command("figures")
def figures_command(
    file: Annotated[str, typer.Argument(help="A plain text, or - for standard input.")] = "-",
    rejected: Annotated[bool, typer.Option(help="Also the numbers that are no figures, each with its reason.")] = False,
    as_json: Json = False,
) -> None:
    """Show the figures that a text states: underlined where they stand, and what each one means."""
    from streams import figures

    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        _fail(f"{file}: {error.strerror}")
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    found = figures.find("urn:wire:figures:text", None, None, text)
    if as_json:
        for figure in found:
            sys.stdout.buffer.write(figure.json_bytes() + b"\n")
        return
    rows: list[terminal.Event] = [orjson.loads(figure.json_bytes()) for figure in found]
    aside: list[terminal.Event] = [each._asdict() for each in figures.rejected(None, text)] if rejected else []
    out.print(terminal.figures_page(text, rows, aside))


@app.command()
def why(
    earlier: Annotated[str, typer.Argument(help="A file as a feed would send it, or a uri or raw_id of the site.")],
    later: Annotated[str, typer.Argument(help="The same: what it is to the earlier one is shown.")],
    as_json: Json = False,
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
) -> None:
    """Show what one item is to another, and why: passages, facts, slots that agree and conflict, every measure."""
    from streams import dedupe

    wanted = {name for name in (earlier, later) if not Path(name).is_file()}
    settings = (
        _settings(settings_file, site=site, bootstrap=bootstrap) if wanted else _settings_of_a_file(settings_file)
    )
    found = {name: _item_of_file(name, settings) for name in (earlier, later) if name not in wanted}
    if wanted:
        found |= _run(_items_of_site(settings, wanted))
    for name in (earlier, later):
        if name not in found:
            _fail(f"{name}: no such file, and no item of {settings.site} with that uri or raw_id")
    try:
        seen = dedupe.compared(found[earlier], found[later])
    except ValueError as error:
        _fail(f"{earlier} and {later}: {error}")
    if as_json:
        flags = [each.plain() for each in seen.flags]
        row = {"relation": seen.relation.plain(), "measures": seen.measures, "flags": flags}
        sys.stdout.buffer.write(orjson.dumps(row) + b"\n")
    else:
        plain = found[earlier].plain(), found[later].plain(), seen.relation.plain()
        out.print(terminal.why_page(*plain, seen.measures, [each.plain() for each in seen.flags]))


def _item_of_file(name: str, settings: Settings) -> WireItem:
    """The last item of a file, received now: two versions in one file are compared by giving each a file."""
    raw = _raw(name, "show", None, settings)
    items = [each.item for each in pipeline.read(raw) if not isinstance(each, DeadLetter)]
    if not items:
        _fail(f"{name}: no news in it; copytaster show says why")
    return items[-1]


async def _items_of_site(settings: Settings, wanted: set[str]) -> dict[str, WireItem]:
    """The newest arrivals under these uris, and those with these raw_ids."""
    found: dict[str, WireItem] = {}
    async for record in tail.read_topic(settings, "wire.items", to_end=True):
        uri, raw_id = (record.key or b"").decode("utf-8", "replace"), record.headers.get("wire_raw", "")
        for name in wanted & {uri, raw_id}:
            decoded = codec.decode_log(record.key, record.value or b"")
            if isinstance(decoded, ItemRecord):
                found[name] = decoded.item
    return found


def _show_dead(letter: DeadLetter, raw: RawItem, as_json: bool) -> None:
    if as_json:
        sys.stdout.buffer.write(letter.json_bytes() + b"\n")
        return
    headers = {
        "wire_outcome": letter.outcome,
        "wire_reason": letter.reason,
        "wire_detail": letter.detail,
        "feed": raw.feed,
        "filename": raw.filename or "",
    }
    out.print(terminal.dead_line(raw.body, headers))


@app.command("audit")
def audit_command(
    as_json: Json = False, site: Site = None, bootstrap: Bootstrap = None, settings_file: File = None
) -> None:
    """Enumerate every committed record: is each raw record there exactly once? Exit 1 names what is not."""
    from streams.audit import audit

    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    found = _run(audit(settings))
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(found.plain()) + b"\n")
    else:
        for name in (topic.name for topic in TOPICS if found.records[topic.name]):
            out.print(Text(f"{settings.topic(name):<24} {found.records[name]:>10,} committed records"))
        outcomes = ", ".join(f"{count:,} {name}" for name, count in sorted(found.outcomes.items()))
        out.print(Text(f"{found.raw_records:,} raw records read; first outcomes: {outcomes or 'none'}"), soft_wrap=True)
        out.print(Text(f"{found.in_flight:,} in flight, above the committed offsets"))
        for each in found.differences:
            out.print(Text(terminal.printable(str(each)), "bold red"), soft_wrap=True)
        out.print(Text(f"{len(found.differences)} differences", "bold red" if found.differences else "green"))
    if found.differences:
        raise typer.Exit(DIFFERENCE)


@app.command("status")
def status_command(
    since: Annotated[str, typer.Option(help="Beginning of the window: a time, or how long ago: 90m, 6h, 2d.")] = "1d",
    as_json: Json = False,
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
) -> None:
    """Show what comes in, what waits, what went wrong, and who does the work."""
    from streams import replay
    from streams.status import status

    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    try:
        since_ms = replay.Bound.of(since, time.time_ns() // 1_000_000).time_ms
    except replay.Wrong:
        since_ms = None
    if since_ms is None:
        _fail(f"--since {since}: allowed are a time like 2026-11-24T08:00:00Z, or 90m, 6h, 2d")
    found = _run(status(settings, since_ms)).plain()
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(found) + b"\n")
    else:
        out.print(terminal.status_page(found))


@app.command("replay")
def replay_command(
    source: Annotated[Source, typer.Argument(help="items: the log, the same bytes again. raw: read anew.")] = "items",
    begin: Annotated[
        str, typer.Option("--from", help="start, an offset, a time, or how long ago: 90m, 6h, 2d.")
    ] = "start",
    end: Annotated[str, typer.Option("--to", help="end, an offset, a time, or how long ago.")] = "end",
    file: Annotated[Path | None, typer.Option("--file", help="Write the events to this NDJSON file.")] = None,
    topic: Annotated[str | None, typer.Option(help="Write the events to this topic, by its full name.")] = None,
    as_json: Json = False,
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
) -> None:
    """Take a stretch of the log through the same path again, outside any group; fires nothing, joins nothing."""
    from streams import replay

    if file is not None and topic is not None:
        _fail("--file and --topic: give one of them, or neither for counts and digests alone")
    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    now_ms = time.time_ns() // 1_000_000
    run = secrets.token_hex(4)
    with _replay_bar() as on_step:
        try:
            bounds = replay.Bound.of(begin, now_ms), replay.Bound.of(end, now_ms)

            async def work() -> replay.Summary | None:
                sink: replay.Sink = replay.NoSink()
                if file is not None:
                    sink = replay.FileSink(file)
                elif topic is not None:
                    sink = replay.TopicSink(settings, topic, run)
                task = asyncio.current_task()
                assert task is not None
                asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
                try:
                    return await replay.replay(settings, source, *bounds, sink, run, on_step)
                except asyncio.CancelledError:  # Ctrl-C cancels the task, too
                    return None

            summary = _run(work())
        except replay.Wrong as error:
            _fail(str(error))
    if summary is None:
        _fail("replay broken off; nothing of it was written", DIFFERENCE)
    if as_json:
        sys.stdout.buffer.write(orjson.dumps(summary.plain()) + b"\n")
        return
    rate = summary.read / summary.seconds if summary.seconds else 0
    out.print(
        Text(f"run {run}: {summary.read:,} records of {summary.source} in {summary.seconds:.1f} s, {rate:,.0f}/s")
    )
    out.print(Text(f"{summary.folded_silently:,} folded silently before the beginning"))
    for name, count in summary.written.items():
        digest = summary.digests.get(name)
        out.print(Text(f"{name:<18} {count:>9,}  {digest.hexdigest() if digest else ''}"), soft_wrap=True)
    where = f"written to {file or topic}" if file or topic else "nothing written: give --file or --topic"
    out.print(Text(where), soft_wrap=True)


class _replay_bar:  # noqa: N801 - reads as a call
    """How far a replay is, how fast, at which moment of the wire, and how long it will take."""

    def __init__(self) -> None:
        columns = (
            TextColumn("replay"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rate]}/s  wire at {task.fields[at]}  left"),
            TimeRemainingColumn(compact=True),
        )
        self._bar = Progress(*columns, console=err, disable=not err.is_terminal, transient=True)

    def __enter__(self) -> Callable[[Any, Any], None]:
        self._bar.start()
        task = self._bar.add_task("replay", total=1.0, rate="0", at="-")
        start = time.monotonic()

        def on_step(step: Any, summary: Any) -> None:
            if summary.read % 200 == 0:
                rate = f"{summary.read / (time.monotonic() - start):,.0f}"
                self._bar.update(task, completed=step.done, rate=rate, at=f"{utc(summary.time_ms)[:16]}Z")

        return on_step

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


@app.command("settings")
def settings_command(site: Site = None, bootstrap: Bootstrap = None, settings_file: File = None) -> None:
    """Print every setting: its value in force and where that comes from, what is allowed, what it is for."""
    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    _, where = gather(os.environ, settings_file, site=site, bootstrap=bootstrap)
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        origin = f"from {where[name]}" if name in where else "default"
        shown = f"{len(value)} rows" if name == "feeds" else str(value) or "(empty)"
        line = Text.assemble(
            (name, "bold"), " = ", (terminal.printable(shown), "cyan"), (f"   {origin}", "bright_black")
        )
        out.print(line, soft_wrap=True)
        for row in settings.feeds if name == "feeds" else ():
            known = f"{row.name}: provider {row.provider}, profile {row.profile}, use {row.use}"
            out.print(_indented(f"{known}{', format ' + row.format if row.format else ''}"))
        extra = field.json_schema_extra
        allowed = extra.get("allowed") if isinstance(extra, dict) else ""
        out.print(_indented(f"{field.description}{f' Allowed: {allowed}.' if allowed else ''}", "bright_black"))
    out.print(Text(f"\nSet them in the environment as {PREFIX}NAME, or in a settings file ({FILE})."))


def _indented(text: str, style: str = "") -> Padding:
    return Padding(Text(terminal.printable(text), style), (0, 0, 0, 4))


@topics_app.command("create")
def topics_create(site: Site = None, bootstrap: Bootstrap = None, settings_file: File = None) -> None:
    """Create what is missing, as the topics table has it."""
    from streams import admin

    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    created = _run(admin.create(settings))
    for topic in TOPICS:
        state = "created" if topic.name in created else "there already"
        line = f"{settings.topic(topic.name):<24} {state:<13} {topic.access:<10} {topic.carries}"
        out.print(Text(line), soft_wrap=True)


@topics_app.command("check")
def topics_check(site: Site = None, bootstrap: Bootstrap = None, settings_file: File = None) -> None:
    """Compare the topics table with the brokers; exit 1 where they differ."""
    from streams import admin

    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    wrong = admin.compare(settings, _run(admin.find(settings)))
    for line in wrong:
        out.print(line, markup=False, highlight=False)
    if wrong:
        raise typer.Exit(DIFFERENCE)
    out.print(f"all {len(TOPICS)} topics of {settings.site} are as they must be", highlight=False)


@topics_app.command("delete")
def topics_delete(
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete every topic of the site, with all that is in them. Asks first."""
    from streams import admin

    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    there = _run(admin.find(settings))
    if not there:
        out.print(f"no topics of {settings.site} at {settings.bootstrap}", highlight=False)
        return
    names = ", ".join(settings.topic(name) for name in there)
    if not yes and not typer.confirm(f"Delete {names} at {settings.bootstrap}, with all records?"):
        raise typer.Exit(DIFFERENCE)
    deleted = _run(admin.delete(settings))
    out.print(f"deleted {len(deleted)} topics of {settings.site}", highlight=False)


@dev_app.command("kafka")
def dev_kafka(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 9092,
    folder: Annotated[
        Path | None, typer.Option(help="Where to keep its data; else a folder that goes with it.")
    ] = None,
    nodes: Annotated[int, typer.Option(help="1, or 3 on three ports from --port up, records on all three.")] = 1,
    quick: Annotated[bool, typer.Option(help="Start quicker, run slower.")] = False,
) -> None:
    """Run a real Apache Kafka, of one node or three, from packages until Ctrl-C."""
    from streams.dev import kafka

    if nodes not in kafka.SIZES:
        raise typer.BadParameter(f"{nodes}: there are 1 and 3", param_hint="--nodes")
    raise typer.Exit(kafka.run(folder, port, quick, nodes))


@dev_app.command("demo")
def dev_demo(
    speed: Annotated[float, typer.Option(help="Times as fast as written: 2 takes 20 seconds.", min=0.1, max=10)] = 1.0,
    once: Annotated[bool, typer.Option("--once", help="End after the feed, in a terminal too.")] = False,
) -> None:
    """Start Kafka and a worker, play the sample feed, and show what comes out and why."""
    from streams.dev import demo

    raise typer.Exit(demo.run(speed, once))


@dev_app.command("play")
def dev_play(
    path: Annotated[Path, typer.Argument(help="The Reuters wire as JSON lines, .gz or not.")],
    form: Annotated[str, typer.Option("--as", help="ninjs or anpa.")] = "ninjs",
    feeds: Annotated[int, typer.Option(help="Number of feeds to spread it over.", min=1, max=26)] = 4,
    speed: Annotated[str, typer.Option(help="Times as fast as it was received, or max.")] = "max",
    rate: Annotated[float | None, typer.Option(help="Instead of --speed: items a second, evenly.", min=0.01)] = None,
    limit: Annotated[int | None, typer.Option(help="Only the first so many.", min=1)] = None,
    generate: Annotated[int | None, typer.Option(help="Repeat the wire with variants: so many in all.", min=1)] = None,
    seed: Annotated[int, typer.Option(help="Of the variants.")] = 1,
    site: Site = None,
    bootstrap: Bootstrap = None,
    settings_file: File = None,
) -> None:
    """Play a wire into wire.raw. One site is one timeline: give every run a site of its own."""
    from streams.dev import play

    if form not in ("ninjs", "anpa"):
        _fail(f"--as {form}: allowed are ninjs and anpa")
    if speed != "max" and not _is_positive(speed):
        _fail(f"--speed {speed}: allowed are a number above 0 and max")
    if not path.is_file():
        _fail(f"{path}: no such file")
    settings = _settings(settings_file, site=site, bootstrap=bootstrap)
    records = _played(path, form, feeds, generate, seed, rate)
    total = generate or sum(1 for _ in play.rows(path))

    async def paced() -> AsyncIterator[RawRecord]:
        start = time.perf_counter()
        pace = play.paced(records, None if speed == "max" or rate else float(speed))
        for number, (delay_s, record) in enumerate(islice(pace, limit)):
            wait_s = start + number / rate - time.perf_counter() if rate else delay_s
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            yield record

    with _progress("played", min(total, limit or total)) as sent:
        count = _run(ingest.send(settings, paced(), lambda _: sent()))
    err.print(f"{count} played into {settings.topic('wire.raw')}", highlight=False)


def _played(
    path: Path, form: str, feeds: int, generate: int | None, seed: int, rate: float | None
) -> Iterable[RawRecord]:
    from streams.dev import generate as generator
    from streams.dev import play

    if generate is None:
        return play.play(play.rows(path), "anpa" if form == "anpa" else "ninjs", feeds)
    start = utc(time.time_ns() // 1_000_000)
    made = generator.generate(list(play.rows(path)), generate, seed, start, rate or 100.0, feeds)
    return (each.record for each in made)


def _is_positive(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False


class _progress:  # noqa: N801 - reads as a call
    """A bar on the terminal's error stream while something long runs; silent into a pipe."""

    def __init__(self, what: str, total: int | None = None) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=err, disable=not err.is_terminal, transient=True)
        self._what, self._total = what, total

    def __enter__(self) -> Callable[[], None]:
        self._bar.start()
        task = self._bar.add_task(self._what, total=self._total)
        return lambda: self._bar.advance(task)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _settings_of_a_file(file: Path | None) -> Settings:
    """For what needs no broker and so no site, whether or not one is set."""
    return _settings(file, site=os.environ.get(f"{PREFIX}SITE") or "show")


def _settings(file: Path | None, **overrides: Any) -> Settings:
    try:
        return load(os.environ, file, **overrides)
    except SettingsError as error:
        _fail(str(error))


def _run(work: Any) -> Any:
    """Run a coroutine; where no broker answers, one line and exit 3."""
    from streams.admin import TopicsWrong

    try:
        return asyncio.run(work)
    except NoBroker as error:
        _fail(str(error), NO_BROKER)
    except TopicsWrong as error:
        _fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(OK) from None


def _fail(message: str, code: int = WRONG) -> NoReturn:
    for line in message.splitlines():
        err.print(f"copytaster: {terminal.printable(line)}", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(code)


def main() -> None:
    import logging

    # A command's client says in one line what is wrong; aiokafka's own shouting on the way there helps nobody.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    app()


if __name__ == "__main__":
    main()
