"""The command line: exit codes, one line where no broker answers, and wire text that cannot drive a terminal."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import typer.main
from typer.testing import CliRunner

from schemas.item import DeadLetter, RawItem
from streams import codec, pipeline
from streams.cli import app
from streams.dev.sample import FOLDER
from streams.state import State

runner = CliRunner()
ITEMS = sorted((FOLDER / "items").iterdir())
NOON = "2026-03-05T12:00:00Z"
SITE = {"COPYTASTER_SITE": "desk"}


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


@pytest.mark.parametrize(
    "command",
    [
        ["worker"],
        ["topics", "create"],
        ["topics", "check"],
        ["topics", "delete"],
        ["topics", "delete", "--yes"],
        ["ingest", "README.md", "--feed", "x"],
        ["tail", "--from", "start"],
        ["tail", "alerts"],
        ["explain", "urn:wire:qns:ferry-7"],
        ["audit"],
        ["replay"],
    ],
    ids=" ".join,
)
def test_where_no_broker_answers_a_command_says_so_in_one_line_and_exits_3(command: list[str]) -> None:
    address = free_address()
    result = runner.invoke(app, [*command, "--bootstrap", address], env=SITE)
    assert result.exit_code == 3, result.output
    (line,) = result.stderr.strip().splitlines()
    assert address in line
    assert "copytaster dev kafka" in line


def test_where_no_broker_answers_a_simulated_feed_says_so_too(tmp_path: Path) -> None:
    wire, address = tmp_path / "wire.jsonl", free_address()
    wire.write_text('{"id": 1, "date": "1987-03-02T09:15:01.790Z", "title": "FERRY SINKS"}\n')
    for extra in ([], ["--as", "anpa", "--speed", "10"], ["--generate", "3"]):
        result = runner.invoke(app, ["dev", "play", str(wire), "--bootstrap", address, *extra], env=SITE)
        assert result.exit_code == 3, result.output
        (line,) = result.stderr.strip().splitlines()
        assert address in line


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["tail", "raw"], "enriched, suppressed, held, dead, latest, stories, alerts"),
        (["tail", "--from", "yesterday"], "start and now"),
        (["show", "no/such/file"], "no/such/file"),
        (["show", "README.md", "--received-at", "noon"], "2026-11-24T08:00:00Z"),
        (["show", "README.md", "--received-at", "2026-11-24T08:00:00"], "2026-11-24T08:00:00Z"),
        (["show", "README.md", "--received-at", "0001-01-01T00:00:00+14:00"], "2026-11-24T08:00:00Z"),
        (["show", "README.md", "--received-at", "9999-12-31T23:59:59-14:00"], "2026-11-24T08:00:00Z"),
        (["show", "."], "Is a directory"),
        (["explain", "README.md", "--received-at", "noon"], "2026-11-24T08:00:00Z"),
        (["tail", "--limit", "0"], "--limit"),
        (["dev", "play", "README.md", "--as", "nitf"], "ninjs and anpa"),
        (["dev", "play", "README.md", "--speed", "0"], "a number above 0 and max"),
        (["dev", "play", "README.md", "--speed", "nan"], "a number above 0 and max"),
        (["dev", "play", "README.md", "--speed", "fast"], "a number above 0 and max"),
        (["dev", "play", "README.md", "--feeds", "27"], "--feeds"),
        (["dev", "play", "README.md", "--rate", "0"], "--rate"),
        (["dev", "play", "README.md", "--limit", "-1"], "--limit"),
        (["dev", "play", "README.md", "--generate", "0"], "--generate"),
        (["dev", "play", "no/such/file"], "no/such/file"),
        (["worker", "--only", "desk"], "intake"),
        (["ingest", "README.md"], "--feed"),
        (["topics", "check", "--site", "Bad Site"], "site = 'Bad Site' (from the command line)"),
        (["replay", "--file", "a", "--topic", "b"], "one of them"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_use_exits_2_and_says_what_is_allowed(command: list[str], named: str) -> None:
    result = runner.invoke(app, command, env=SITE)
    assert result.exit_code == 2, result.output
    assert named in result.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["worker"],
        ["topics", "create"],
        ["topics", "check"],
        ["topics", "delete"],
        ["ingest", "README.md", "--feed", "x"],
        ["tail"],
        ["audit"],
        ["replay"],
        ["dev", "play", "README.md"],
        ["show", "README.md"],
        ["explain", "README.md"],
        ["explain", "urn:wire:qns:ferry-7"],
        ["settings"],
    ],
    ids=" ".join,
)
def test_every_command_refuses_settings_that_make_no_sense(command: list[str]) -> None:
    result = runner.invoke(app, command, env={**SITE, "COPYTASTER_BATCH_ITEMS": "0"})
    assert result.exit_code == 2, result.output
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("copytaster: batch_items = '0' (from the environment)")


@pytest.mark.parametrize(
    "command", [["topics", "check"], ["explain", "urn:1"], ["why", "urn:1", "urn:2"]], ids=" ".join
)
def test_a_missing_site_is_asked_for(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, command)
    assert result.exit_code == 2
    assert "site: required; set COPYTASTER_SITE" in result.stderr


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


@pytest.mark.parametrize("command", list(commands(typer.main.get_command(app))), ids=lambda path: " ".join(path) or "-")
def test_every_command_has_a_help(command: tuple[str, ...]) -> None:
    result = runner.invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


@pytest.mark.parametrize("file", ITEMS, ids=lambda file: file.name)
def test_show_prints_the_bytes_of_the_pure_path(file: Path) -> None:
    result = runner.invoke(app, ["show", str(file), "--json", "--received-at", NOON])
    lines, unread = pure(file)
    assert result.stdout_bytes == b"".join(line + b"\n" for line in lines)
    assert result.exit_code == (1 if unread else 0)


@pytest.mark.parametrize("file", ITEMS, ids=lambda file: file.name)
def test_explain_says_of_a_file_what_show_says_and_the_story_and_alert_it_makes(file: Path) -> None:
    result = runner.invoke(app, ["explain", str(file), "--json", "--received-at", NOON])
    lines, unread = pure(file)
    assert result.exit_code == (1 if unread else 0)
    told = [orjson.loads(line) for line in result.stdout_bytes.splitlines()]
    assert [each.get("event", each) for each in told] == [orjson.loads(line) for line in lines]
    for each in told:
        enrichment = each.get("event", {}).get("enrichment", {})
        fired = enrichment.get("breaking", {}).get("alert", {}).get("action") == "fire"
        assert [alert["action"] for alert in each.get("alerts", [])] == ["fire"] * fired
        if "story" in each:
            assert each["story"]["story_id"] == enrichment["story"]["story_id"]


def test_explain_shows_the_words_that_an_alert_stands_on(tmp_path: Path) -> None:
    file = tmp_path / "ferry.json"
    text = {
        "uri": "urn:q:1",
        "type": "text",
        "urgency": 1,
        "headlines": [{"value": "Ferry sinks off Port Amble, 12 dead"}],
    }
    file.write_bytes(orjson.dumps(text))
    page = runner.invoke(app, ["explain", str(file), "--received-at", NOON], env={"COLUMNS": "100"}).stdout
    for words in (
        "alerts, the first of its story",
        "iptc 1 by profile generic",
        "12 dead”",
        "killed",
        "1  12:00:00  fire",
    ):
        assert words in page


def test_explain_reads_standard_input_and_says_what_it_cannot_read() -> None:
    body = (FOLDER / "items" / "coastline-ferry.txt").read_bytes()
    assert "role" in runner.invoke(app, ["explain", "-"], input=body).stdout
    result = runner.invoke(app, ["explain", "-"], input=(FOLDER / "items" / "nw-truncated.json").read_bytes())
    assert result.exit_code == 1
    assert "unknown_format" in result.stdout


def pure(file: Path) -> tuple[list[bytes], bool]:
    """What becomes of the file by the pure steps alone, and whether any of it could not be read."""
    raw = RawItem(body=file.read_bytes(), feed="show", received_at=NOON, filename=file.name, provider="show")
    state, lines, unread = State(), [], False
    for offset, result in enumerate(pipeline.read(raw)):
        if isinstance(result, DeadLetter):
            unread = True
            lines.append(result.json_bytes())
            continue
        outcome = pipeline.taste(state, offset, result)
        state.apply(outcome.entries)
        lines += [codec.enriched(each).json_bytes() for each in outcome.publications]
    return lines, unread


def test_show_reads_standard_input() -> None:
    body = (FOLDER / "items" / "coastline-ferry.txt").read_bytes()
    result = runner.invoke(app, ["show", "-", "--json", "--received-at", NOON], input=body)
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b'{"uri":"')


def test_a_file_that_cannot_be_read_is_shown_with_its_reason_and_exits_1() -> None:
    result = runner.invoke(app, ["show", str(FOLDER / "items" / "nw-truncated.json")])
    assert result.exit_code == 1
    assert "unknown_format" in result.stdout


def test_a_dead_files_bytes_cannot_drive_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "x\x1b[2J[red].json"
    file.write_bytes(b'{"a": "\x1b]0;t\x07\xe2\x80\xae[bold]\xff')
    result = runner.invoke(app, ["show", str(file)])
    assert result.exit_code == 1, result.output
    assert not [char for char in result.stdout if char < " " and char != "\n"]
    assert "\u202e" not in result.stdout
    assert "[bold]" in result.stdout
    assert "[red]" in result.stdout


def test_wire_text_reaches_the_terminal_without_its_control_bytes(tmp_path: Path) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text(
        "Mayor \x1b[2J[red]resigns[/red] \u202egnidaeh\n\nPORTSEA: The mayor \x07went \x1b]0;title\x07home.\n"
    )
    for command in ("show", "explain"):
        result = runner.invoke(app, [command, str(file)])
        assert result.exit_code == 0, result.output
        assert not [char for char in result.stdout if char < " " and char != "\n"]
        assert "[red]resigns[/red]" in result.stdout
        assert "\u202e" not in result.stdout


def test_the_settings_are_printed_and_a_password_is_not() -> None:
    result = runner.invoke(app, ["settings"], env={**SITE, "COPYTASTER_SASL_PASSWORD": "open sesame"})
    assert result.exit_code == 0
    assert "site = desk   from the environment" in result.stdout
    assert "sesame" not in result.output
