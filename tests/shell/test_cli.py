"""The command line: exit codes, one line where no broker answers, and wire text that cannot drive a terminal."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from streams.cli import app
from streams.dev.sample import FOLDER

runner = CliRunner()
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
        ["topics", "delete", "--yes"],
        ["ingest", "README.md", "--feed", "x"],
        ["tail", "--from", "start"],
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


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (["tail", "raw"], "enriched, suppressed, held, dead, latest"),
        (["tail", "--from", "yesterday"], "start and now"),
        (["show", "no/such/file"], "no/such/file"),
        (["show", "README.md", "--received-at", "noon"], "2026-11-24T08:00:00Z"),
        (["dev", "play", "README.md", "--as", "nitf"], "ninjs and anpa"),
        (["dev", "play", "README.md", "--speed", "0"], "a number above 0 and max"),
        (["topics", "check", "--site", "Bad Site"], "site = 'Bad Site' (from the command line)"),
        (["replay", "--file", "a", "--topic", "b"], "one of them"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_use_exits_2_and_says_what_is_allowed(command: list[str], named: str) -> None:
    result = runner.invoke(app, command, env=SITE)
    assert result.exit_code == 2, result.output
    assert named in result.stderr


def test_a_file_that_cannot_be_read_is_shown_with_its_reason_and_exits_1() -> None:
    result = runner.invoke(app, ["show", str(FOLDER / "items" / "nw-truncated.json")])
    assert result.exit_code == 1
    assert "unknown_format" in result.stdout


def test_wire_text_reaches_the_terminal_without_its_control_bytes(tmp_path: Path) -> None:
    file = tmp_path / "hostile.txt"
    file.write_text(
        "Mayor \x1b[2J[red]resigns[/red] \u202egnidaeh\n\nPORTSEA: The mayor \x07went \x1b]0;title\x07home.\n"
    )
    result = runner.invoke(app, ["show", str(file)])
    assert result.exit_code == 0, result.output
    assert not [char for char in result.stdout if char < " " and char != "\n"]
    assert "[red]resigns[/red]" in result.stdout
    assert "\u202e" not in result.stdout


def test_the_settings_are_printed_and_a_password_is_not() -> None:
    result = runner.invoke(app, ["settings"], env={**SITE, "COPYTASTER_SASL_PASSWORD": "open sesame"})
    assert result.exit_code == 0
    assert "site = desk   from the environment" in result.stdout
    assert "sesame" not in result.output
