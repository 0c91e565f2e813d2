"""The JSON Schemas: equal to the models, valid, closed where written, open where read."""

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.export import FOLDER, SCHEMAS, files, stale, write
from schemas.lists import CLOSED_LISTS
from tests.schemas.registry import EXAMPLES, check, check_event, errors, ninjs, validator
from tests.schemas.specimen import rich_event

OTHER_EXAMPLES = {"item", "clock", "story", "alert"}


def test_the_schemas_equal_the_models():
    assert stale() == [], "run python -m schemas"


def test_a_stale_file_is_named_and_written(tmp_path: Path):
    assert set(write(tmp_path)) == set(files())
    (tmp_path / "story-1.0.json").write_text("{}")
    assert stale(tmp_path) == ["story-1.0.json"]
    assert write(tmp_path) == ["story-1.0.json"]
    assert write(tmp_path) == []


def test_the_check_command_finds_nothing_stale():
    done = subprocess.run([sys.executable, "-m", "schemas", "--check"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_command_refuses_other_arguments():
    done = subprocess.run([sys.executable, "-m", "schemas", "--chek"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "--check" in done.stderr


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.name)
def test_every_file_is_a_valid_schema_with_its_own_id(path: Path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    name, _, version = path.name.removesuffix(".json").partition("-")
    assert schema["$id"] == f"urn:copytaster:schema:{name}:{version}"


def test_a_rich_event_validates_with_and_without_its_enrichment():
    assert check_event(rich_event()) == []


def test_plain_ninjs_refuses_the_enrichment():
    assert errors(ninjs(), rich_event())


@pytest.mark.parametrize(
    "path",
    ["", "enrichment", "enrichment.figures.0", "enrichment.relations.0.target", "headlines.0", "standard"],
)
def test_an_unknown_field_is_refused_when_written_and_allowed_when_read(path: str):
    event = rich_event()
    _at(event, path)["from_the_future"] = 1
    assert check("enriched", event)
    assert check("enriched", event, "read") == []


BROKEN: list[tuple[str, Any, str]] = [
    ("enrichment.event", "sent", "the event types are a closed list"),
    ("enrichment.breaking.level", "loud", "the levels are a closed list"),
    ("enrichment.figures.0.kind", "number", "the kinds of figure are a closed list"),
    ("enrichment.relations.0.kind", "cousin_of", "the relations are a closed list"),
    ("enrichment.figures.0.lo", "12.0", "decimals carry no trailing zeros"),
    ("enrichment.received_at", "2031-03-04T05:41:08+01:00", "times are UTC with Z"),
    ("enrichment.received_at", "2031-02-30T05:41:08Z", "times are real dates"),
    ("enrichment.cause", None, "absent is absent, never null"),
    ("pubStatus", "cancelled", "the statuses are IPTC's"),
    ("uri", "not a uri", "uris are uris"),
]


@pytest.mark.parametrize(("path", "value", "why"), BROKEN, ids=[row[2] for row in BROKEN])
def test_a_broken_promise_is_refused_when_written_and_when_read(path: str, value: Any, why: str):
    event = rich_event()
    parent, _, name = path.rpartition(".")
    _at(event, parent)[name] = value
    assert check("enriched", event), why
    assert check("enriched", event, "read"), why


TEXT = ("headlines", "bodies", "by", "located", "enrichment.figures", "enrichment.dateline")


@pytest.mark.parametrize("kind", ["killed", "withheld"])
@pytest.mark.parametrize("leak", TEXT)
def test_an_event_that_takes_an_item_away_repeats_nothing_of_it(kind: str, leak: str):
    event = rich_event()
    event["enrichment"]["event"] = kind
    kept = {}
    for path in TEXT:
        parent, _, name = path.rpartition(".")
        kept[path] = _at(event, parent).pop(name)
    assert check_event(event) == []

    parent, _, name = leak.rpartition(".")
    _at(event, parent)[name] = kept[leak]
    assert check("enriched", event)


def test_a_field_at_its_default_may_be_absent():
    event = rich_event()
    required = ("event", "current", "rules", "provider", "raw_id", "part", "received_at")
    event["enrichment"] = {name: event["enrichment"][name] for name in required}
    assert check_event(event) == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_an_example_validates_as_written_and_with_every_reader_released(path: Path):
    value = json.loads(path.read_text(encoding="utf-8"))
    name = "enriched" if path.stem in CLOSED_LISTS["event type"] else path.stem
    assert check(name, value) == []
    assert {reader.name: errors(validator(reader), value) for reader in FOLDER.glob(f"{name}-*.read.json")} == {
        reader.name: [] for reader in FOLDER.glob(f"{name}-*.read.json")
    }
    # An example is what the program writes: the model gives back the same bytes' worth of fields.
    assert SCHEMAS[name][1].model_validate(value).plain() == value  # type: ignore[attr-defined]
    if name == "enriched":
        assert check_event(value) == []
        assert value["enrichment"]["event"] == path.stem


def test_every_kind_of_event_has_an_example():
    assert {path.stem for path in EXAMPLES.glob("*.json")} >= {*CLOSED_LISTS["event type"], *OTHER_EXAMPLES}


def test_a_written_schema_is_no_looser_than_the_readers():
    """What the strict file requires or lists, the open one does too: only unknown fields part them."""
    for name, (version, _) in SCHEMAS.items():
        strict, read = (json.loads((FOLDER / f"{name}-{version}{way}.json").read_text()) for way in ("", ".read"))
        for noun, schema in strict.get("$defs", {}).items():
            assert _without_refusals(schema) == read["$defs"][noun], (name, noun)


def _without_refusals(schema: dict[str, Any]) -> dict[str, Any]:
    opened = copy.deepcopy(schema)
    if opened.get("additionalProperties") is False:
        del opened["additionalProperties"]
    return opened


def _at(event: dict[str, Any], path: str) -> Any:
    node: Any = event
    for step in filter(None, path.split(".")):
        node = node[int(step)] if step.isdigit() else node[step]
    return node
