"""copytaster why: two files side by side, without a broker."""

import json
from pathlib import Path

from typer.testing import CliRunner

from streams.cli import app
from tests.dedupe.texts import COPY, STORY

RUN = CliRunner()


def test_two_files_are_compared_readably_and_as_json(tmp_path: Path) -> None:
    names = [str(_file(tmp_path, name, text)) for name, text in (("one.txt", STORY), ("two.txt", COPY))]
    shown = RUN.invoke(app, ["why", *names])
    assert shown.exit_code == 0
    assert "near duplicate" in shown.output
    assert "passages" in shown.output
    told = json.loads(RUN.invoke(app, ["why", *names, "--json"]).output)
    assert told["relation"]["kind"] == "near_duplicate"
    assert told["measures"]["event"] > 0.9


def test_a_name_that_is_neither_file_nor_item_and_no_broker_is_exit_3(tmp_path: Path) -> None:
    one = _file(tmp_path, "one.txt", STORY)
    site = ["--site", "desk", "--bootstrap", "127.0.0.1:1"]
    assert RUN.invoke(app, ["why", str(one), "urn:x:none", *site]).exit_code == 3


def test_a_text_without_words_cannot_be_compared(tmp_path: Path) -> None:
    one, other = _file(tmp_path, "one.txt", STORY), tmp_path / "empty.txt"
    other.write_text("\n")
    assert RUN.invoke(app, ["why", str(one), str(other)]).exit_code == 2


def _file(folder: Path, name: str, text: dict[str, str]) -> Path:
    path = folder / name
    path.write_text(f"{text['headline']}\n\n{text['body']}\n")
    return path
