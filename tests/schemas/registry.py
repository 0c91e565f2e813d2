"""Validators of the contract for every test: `check_event(event)` returns what is wrong with a published event.

The IPTC schema refers to a GeoJSON schema on the network; no event holds a map, so a stub that takes anything stands
in for it, and the tests need no network.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from schemas.export import FOLDER, SCHEMAS

NINJS_FILE = FOLDER.parent / "ninjs" / "ninjs-schema_3.1.json"
EXAMPLES = FOLDER.parent / "examples"
NINJS = json.loads(NINJS_FILE.read_text(encoding="utf-8"))

REGISTRY: Registry[Any] = Registry().with_resources(
    [
        (NINJS["$id"].rstrip("#"), Resource.from_contents(NINJS)),
        ("https://geojson.org/schema/GeoJSON.json", DRAFT202012.create_resource({})),
    ]
)
# jsonschema drops a format silently where its checker is not installed; naming them here makes that an error.
FORMATS = FormatChecker(["date-time", "uri"])


def check_event(event: dict[str, Any]) -> list[str]:
    """What is wrong with a published event: by our strict schema, our reader's, and IPTC's own without `enrichment`."""
    plain = {key: value for key, value in event.items() if key != "enrichment"}
    return [*check("enriched", event), *check("enriched", event, "read"), *errors(ninjs(), plain)]


def check_record(topic: str, value: dict[str, Any]) -> list[str]:
    """What is wrong with the value of a published record of that topic."""
    name = {"wire.stories": "story", "wire.alerts": "alert"}.get(topic)
    return check_event(value) if name is None else [*check(name, value), *check(name, value, "read")]


def check(name: str, value: Any, way: str = "strict") -> list[str]:
    """What is wrong with a value by the current schema of that name; way is `strict` or `read`."""
    version = SCHEMAS[name][0]
    return errors(validator(FOLDER / f"{name}-{version}{'.read' if way == 'read' else ''}.json"), value)


def errors(judge: Draft202012Validator, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in judge.iter_errors(value)]


@cache
def validator(path: Path) -> Draft202012Validator:
    schema = json.loads(path.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, registry=REGISTRY, format_checker=FORMATS)


@cache
def ninjs() -> Draft202012Validator:
    return validator(NINJS_FILE)
