"""The figures of a text on the command line, and the scorer's refusal of foreign predictions."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench.figures import refuse_other_ids
from streams.cli import app

STORY = "Police said at least 12 people died on 3 June when a bus fell 90 metres (295 feet)."


@pytest.fixture
def story(tmp_path: Path) -> str:
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return str(path)


def test_the_command_shows_what_each_figure_means(story: str) -> None:
    shown = CliRunner().invoke(app, ["figures", story, "--rejected"], env={"COLUMNS": "160"})
    assert shown.exit_code == 0
    assert "killed" in shown.output
    assert "by Police" in shown.output
    assert "restates 90 metres" in shown.output
    assert "“3 June”" in shown.output


def test_the_command_prints_a_figure_a_line_for_machines() -> None:
    shown = CliRunner().invoke(app, ["figures", "-", "--json"], input=STORY)
    figures = [json.loads(line) for line in shown.output.splitlines()]
    assert [figure["text"] for figure in figures] == ["12", "90 metres", "295 feet"]
    assert figures[2]["conversion_check"] == "0.999"


def test_a_file_that_is_not_there_is_named() -> None:
    shown = CliRunner().invoke(app, ["figures", "/no/such/file"])
    assert shown.exit_code == 2


@pytest.mark.parametrize("have", [["a"], ["a", "b", "c"], ["a", "b", "b"], ["a", "x"]])
def test_predictions_with_other_ids_are_refused(have: list[str]) -> None:
    gold = [{"id": "a"}, {"id": "b"}]
    with pytest.raises(SystemExit, match="refused"):
        refuse_other_ids(gold, [{"id": each} for each in have])
