"""The contract as JSON Schemas (2020-12), made from the models: `python -m schemas` writes them into schemas/json/.

Two files a schema. NAME-1.0.json is strict and for writing: what it does not name is refused. NAME-1.0.read.json is
open and for reading: fields it does not know are allowed, the closed lists stay closed. A released file is never
edited: a new minor version stands beside it, since the old file is what an old reader has.
"""

import json
from inspect import getdoc
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from schemas.enriched import NINJS, Enriched, Enrichment
from schemas.item import ClockRecord, DeadLetter, ItemRecord
from schemas.judgement import Alert, Story

FOLDER = Path(__file__).parent / "json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

SCHEMAS: dict[str, tuple[str, type[BaseModel]]] = {
    "enriched": ("1.0", Enriched),
    "story": ("1.0", Story),
    "alert": ("1.0", Alert),
    "item": ("1.0", ItemRecord),
    "clock": ("1.0", ClockRecord),
    "dead": ("1.0", DeadLetter),
}
"""Name, version and model. The name and version stand in `ce_dataschema` as urn:copytaster:schema:NAME:VERSION."""

EVENT_REQUIRED = ["uri", "pubStatus", "enrichment"]
"""What no event lacks, in either file; IPTC itself asks for the uri alone."""

WITHOUT_TEXT = {
    "if": {
        "properties": {"enrichment": {"properties": {"event": {"enum": ["killed", "withheld"]}}}},
        "required": ["enrichment"],
    },
    "then": {
        "properties": {
            **dict.fromkeys(("headlines", "bodies", "descriptions", "by", "located"), False),
            "enrichment": {"properties": dict.fromkeys(("figures", "dateline"), False)},
        }
    },
}
"""A killed or withheld event says that an item is gone, and repeats nothing of it."""


def files() -> dict[str, str]:
    """Every generated file, by name: its text."""
    texts = {}
    for name, (version, model) in SCHEMAS.items():
        texts[f"{name}-{version}.json"] = _text(strict(name, version, model))
        texts[f"{name}-{version}.read.json"] = _text(read(name, version, model))
    return texts


def stale(folder: Path = FOLDER) -> list[str]:
    """Names of the files in the folder that are missing or differ from the models."""
    return [
        name
        for name, text in files().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def write(folder: Path = FOLDER) -> list[str]:
    """Writes the stale files and returns their names."""
    names, texts = stale(folder), files()
    for name in names:
        (folder / name).write_text(texts[name], encoding="utf-8")
    return names


def strict(name: str, version: str, model: type[BaseModel]) -> JsonSchemaValue:
    """The schema to write by. An event's ninjs part is IPTC's own file, so that no copy of it can drift."""
    urn = f"urn:copytaster:schema:{name}:{version}"
    if model is not Enriched:
        return _headed(urn, _generated(model))
    enrichment = _generated(Enrichment)
    nouns = enrichment.pop("$defs")
    event = {
        "title": model.__name__,
        "description": getdoc(model),
        "type": "object",
        # The file's $defs, not its root: the root refuses any extension.
        "allOf": [{"$ref": f"{NINJS}#/$defs/ninjsType"}, WITHOUT_TEXT],
        "properties": {"enrichment": {"$ref": "#/$defs/Enrichment"}},
        "required": EVENT_REQUIRED,
        "unevaluatedProperties": False,
        "$defs": {"Enrichment": enrichment, **nouns},
    }
    return _headed(urn, event)


def read(name: str, version: str, model: type[BaseModel]) -> JsonSchemaValue:
    """The schema to read by. It refers to no other file, so that a consumer needs this one alone."""
    schema = _generated(model)
    if model is Enriched:
        schema["required"] = EVENT_REQUIRED
    return _headed(f"urn:copytaster:schema:{name}:{version}.read", _opened(schema))


class _Contract(GenerateJsonSchema):
    """Pydantic's schema in the contract's manner: absent is absent, so null and empty defaults are not mentioned."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        if made.get("default") in (None, [], {}):
            made.pop("default", None)
        return made

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False  # its titles only repeat the names


def _generated(model: type[BaseModel]) -> JsonSchemaValue:
    # Validation mode: a field at its default is never written, so none with a default may be required.
    return model.model_json_schema(mode="validation", by_alias=True, schema_generator=_Contract)


def _headed(urn: str, schema: JsonSchemaValue) -> JsonSchemaValue:
    # What a reader wants first stands first, and the nouns that it refers to last.
    nouns = {"$defs": schema.pop("$defs")} if "$defs" in schema else {}
    about = {key: schema.pop(key) for key in ("title", "description")}
    return {"$schema": DIALECT, "$id": urn, **about, **schema, **nouns}


def _opened(node: Any) -> Any:
    """The schema without its refusals of unknown fields."""
    if isinstance(node, list):
        return [_opened(part) for part in node]
    if not isinstance(node, dict):
        return node
    return {k: _opened(v) for k, v in node.items() if (k, v) != ("additionalProperties", False)}


def _text(schema: JsonSchemaValue) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
