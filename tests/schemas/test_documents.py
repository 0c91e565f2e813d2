"""schemas/README.md and schemas/asyncapi.yaml say what the code says."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import yaml

from schemas.export import FOLDER, SCHEMAS
from schemas.lists import CLOSED_LISTS, Cause, Level, PubStatus, Use
from streams.topics import BY_NAME
from tests.schemas.registry import NINJS_FILE

ROOM = FOLDER.parent
README = (ROOM / "README.md").read_text(encoding="utf-8")
API = yaml.safe_load((ROOM / "asyncapi.yaml").read_text(encoding="utf-8"))

PUBLIC = {"enriched", "suppressed", "latest", "stories", "alerts"}
RESTRICTED = {"raw", "items", "held", "state", "positions", "dead"}

RAW_HEADERS = {"feed", "received_at", "content_type", "filename"}
CLOUDEVENTS_HEADERS = {
    "content-type", "ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_dataschema",
}  # fmt: skip
DEAD_HEADERS = {
    "wire_outcome", "wire_reason", "wire_detail", "wire_topic", "wire_partition", "wire_offset", "wire_raw",
    "wire_part", "wire_provider", "wire_sha256", "wire_bytes",
}  # fmt: skip
WIRE_HEADERS = {
    "wire_seq", "wire_raw", "wire_part", "wire_cause", "wire_current", "wire_level", "wire_relation", "wire_status",
    "wire_use", "wire_provider", "wire_lang", "wire_replay", "wire_processed_at",
}  # fmt: skip


def test_the_readme_lists_the_closed_lists():
    rows = re.findall(r"^\| ([a-z_ ]+) \| ([a-z_, ]+) \|$", README.partition("## Closed lists")[2], re.MULTILINE)
    table = {name: tuple(values.split(", ")) for name, values in rows if name != "list"}
    assert table == CLOSED_LISTS


def test_the_readme_says_who_may_read_each_topic():
    rows = re.findall(r"^\| wire\.(\w+) \|.*\| (\w+) \|$", README, re.MULTILINE)
    assert dict(rows) == dict.fromkeys(PUBLIC, "public") | dict.fromkeys(RESTRICTED, "restricted")


def test_the_readme_links_to_what_exists():
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOM / target).exists(), target


def test_every_topic_has_its_channel():
    assert API["asyncapi"] == "3.0.0"
    channels = {channel["address"].removeprefix("{site}."): channel for channel in API["channels"].values()}
    assert set(channels) == set(BY_NAME)
    assert {name.partition(".")[2] for name in channels} == set(API["channels"]) == PUBLIC | RESTRICTED
    for name, channel in channels.items():
        kafka, topic = channel["bindings"]["kafka"], BY_NAME[name]
        assert channel["x-access"] == topic.access == ("public" if name.partition(".")[2] in PUBLIC else "restricted")
        assert kafka["partitions"] == topic.partitions
        assert ("topicConfiguration" in kafka) == topic.compacted
        assert channel["messages"]


def test_every_reference_of_the_channels_exists():
    references = list(_references(API))
    assert {f"json/{name}-{version}.json" for name, (version, _) in SCHEMAS.items()} <= set(references)
    for reference in references:
        file, _, pointer = reference.partition("#")
        if file:
            assert (ROOM / file).is_file(), reference
            continue
        node: Any = API
        for step in pointer.strip("/").split("/"):
            assert step in node, reference
            node = node[step]


def test_the_header_names_are_complete():
    schemas = API["components"]["schemas"]
    assert set(schemas["rawHeaders"]["properties"]) == RAW_HEADERS
    assert set(schemas["recordHeaders"]["properties"]) == CLOUDEVENTS_HEADERS | WIRE_HEADERS
    assert set(schemas["deadHeaders"]["properties"]) == DEAD_HEADERS | RAW_HEADERS


@pytest.mark.parametrize(
    ("header", "values"),
    [("wire_cause", Cause), ("wire_level", Level), ("wire_status", PubStatus), ("wire_use", Use)],
)
def test_a_header_with_a_closed_list_lists_it(header: str, values: Any):
    assert API["components"]["schemas"]["recordHeaders"]["properties"][header]["enum"] == list(get_args(values))


def test_the_iptc_file_stands_beside_its_attribution():
    notice = (NINJS_FILE.parent / "NOTICE").read_text(encoding="utf-8")
    assert NINJS_FILE.name in notice
    assert "CC BY 4.0" in notice
    assert "unchanged" in notice


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
