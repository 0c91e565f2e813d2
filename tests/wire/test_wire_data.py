"""The readers on real wires, which are not in the repository: COPYTASTER_DATA names their folder."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from schemas.item import DeadLetter, RawItem, WireItem
from streams.wire import read

DATA = os.environ.get("COPYTASTER_DATA")
pytestmark = pytest.mark.skipif(
    DATA is None, reason="COPYTASTER_DATA is unset: the real wires are not in the repository"
)
FORMATS = Path(DATA or ".") / "wire-formats"
READ_FOLDERS = ("anpa", "ninjs", "plain-text")
# Fields of the oracle that a WireItem has under its own name.
FIELDS = ("version", "headline", "language", "slugline")


def read_file(path: Path) -> tuple[WireItem | DeadLetter, ...]:
    return read(RawItem(body=path.read_bytes(), feed="f", provider="p", received_at="2026-11-24T08:00:00Z"))


def expected(prefix: str) -> Iterator[tuple[str, dict[str, Any], WireItem | DeadLetter]]:
    for line in (FORMATS / "expected.jsonl").read_bytes().splitlines():
        row = orjson.loads(line)
        if row["format"].startswith(prefix):
            for item, want in zip(read_file(FORMATS / row["file"]), row["items"], strict=True):
                yield row["file"], want, item


def test_anpa_headers_equal_the_independent_extractor() -> None:
    rows = list(expected("anpa"))
    assert len(rows) == 8
    header = (
        "service",
        "seq",
        "selector",
        "priority",
        "category",
        "tabular",
        "cycle",
        "keyword",
        "take",
        "date",
        "words",
    )
    for file, want, item in rows:
        assert isinstance(item, WireItem), file
        assert {name: item.declared[name] for name in header if name in item.declared} == want, file


def test_ninjs_fields_equal_the_independent_extractor() -> None:
    count = 0
    for file, want, item in expected("ninjs"):
        if isinstance(item, DeadLetter):
            # Events are no news; the standard's own failing examples and its bare fragments prove nothing.
            assert item.outcome == "aside" or "ninjs-validation" in file, (file, item)
            continue
        count += 1
        for name in FIELDS:
            assert name not in want or getattr(item, name) == want[name], (file, name)
        if "urgency" in want:
            assert (item.urgency and item.urgency.value) == want["urgency"], file
        assert item.pub_status == want.get("pubstatus", item.pub_status), file
        assert want["uri"] in (item.declared.get("uri"), item.declared.get("guid")), file
    assert count >= 40


def test_no_wire_makes_a_reader_raise_and_only_formats_with_a_reader_are_read() -> None:
    folders = [path for path in FORMATS.iterdir() if path.is_dir()]
    assert len(folders) >= 19
    for folder in folders:
        for path in folder.iterdir():
            items = [result for result in read_file(path) if isinstance(result, WireItem)]
            assert not items or folder.name.startswith(READ_FOLDERS), path


def test_the_sample_item_is_read_to_the_character() -> None:
    (path,) = (Path(DATA or ".") / "seed").glob("*.txt")
    text = path.read_text(encoding="ascii")
    (item,) = read_file(path)
    assert isinstance(item, WireItem)
    assert item.headline == text.split("\n")[2]
    assert item.dateline is not None
    assert (item.dateline.text, item.dateline.place) == ("BEIRUT", "Beirut")
    assert item.body == text[80:1999]
    assert [(row.rule, row.action, row.start, row.end) for row in item.cleaning] == [
        ("section-label", "removed", 0, 13),
        ("dateline", "lifted", 80, 86),
        ("truncated-end", "flagged", 1999, 1999),
        ("comment-widget", "removed", 2001, 2012),
    ]
    assert [flag.code for flag in item.flags] == ["truncated_end"]
    assert item.sent_at is None
