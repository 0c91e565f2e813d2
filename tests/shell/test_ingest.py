"""Files, folders and standard input as raw records: which are sent, in which order, and why the others are not."""

import io
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import ms
from schemas.item import RawRecord
from streams import codec
from streams.ingest import FILE_BYTES_MAX, Refused, read_files
from streams.topics import RAW_BYTES_MAX


def read(*paths: Path | str) -> list[RawRecord | Refused]:
    return list(read_files([str(path) for path in paths], "qns"))


def bodies(*paths: Path | str) -> list[bytes]:
    return [each.body for each in read(*paths) if isinstance(each, RawRecord)]


def refusals(*paths: Path | str) -> list[Refused]:
    return [each for each in read(*paths) if isinstance(each, Refused)]


def given_on_stdin(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))


def test_a_file_is_sent_as_it_is(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(b"\xff\x00\r\n{")
    before = time.time_ns() // 1_000_000
    (record,) = read(tmp_path / "a.json")
    after = time.time_ns() // 1_000_000
    assert isinstance(record, RawRecord)
    assert (record.body, record.feed, record.filename) == (b"\xff\x00\r\n{", "qns", "a.json")
    assert before <= ms(record.received_at) <= after


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.json", "application/json"),
        ("a.txt", "text/plain"),
        ("a.xml", ("application/xml", "text/xml")),
        ("a.anpa", None),
        ("a", None),
        (".json", None),
    ],
)
def test_the_content_type_is_what_the_name_says(tmp_path: Path, name: str, content_type: str | tuple[str] | None):
    (tmp_path / name).touch()
    (record,) = read(tmp_path / name)
    assert isinstance(record, RawRecord)
    allowed = content_type if isinstance(content_type, tuple) else (content_type,)
    assert record.content_type in allowed


def test_the_files_of_a_folder_come_in_the_order_of_their_names_and_those_of_nested_ones_too(tmp_path: Path):
    for name in ("b.txt", "a/2.txt", "a/1.txt", "a/b/0.txt", "c/0.txt", ".hidden"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    assert bodies(tmp_path) == [b".hidden", b"a/1.txt", b"a/2.txt", b"a/b/0.txt", b"b.txt", b"c/0.txt"]


def test_paths_come_in_the_order_given(tmp_path: Path):
    for name in ("1", "2"):
        (tmp_path / name).write_text(name)
    assert bodies(tmp_path / "2", tmp_path / "1", tmp_path / "2") == [b"2", b"1", b"2"]


def test_a_dash_is_standard_input_whole_and_without_a_name(monkeypatch: pytest.MonkeyPatch):
    given_on_stdin(monkeypatch, b"one\0two")
    (record,) = read("-")
    assert isinstance(record, RawRecord)
    assert (record.body, record.filename, record.content_type) == (b"one\0two", None, None)


def test_what_is_missing_is_named_and_the_rest_is_sent(tmp_path: Path):
    (tmp_path / "a").write_text("a")
    missing = tmp_path / "no such file"
    assert read(missing, tmp_path / "a")[0] == Refused(str(missing), "does not exist")
    assert bodies(missing, tmp_path / "a") == [b"a"]


def test_a_name_that_no_disk_can_hold_is_refused_and_not_raised():
    name = "x" * 5000
    assert [each.name for each in refusals(name)] == [name]


def test_a_folder_without_files_gives_nothing(tmp_path: Path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert read(tmp_path) == []


def test_what_is_neither_file_nor_folder_is_named(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert read(tmp_path / "pipe") == [
        Refused(str(tmp_path / "pipe"), "is neither a file nor a folder that can be read")
    ]
    (tmp_path / "a").write_text("a")
    assert bodies(tmp_path) == [b"a"]


def test_a_file_too_large_is_named_with_its_size_and_the_limit_and_the_largest_is_sent(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * (FILE_BYTES_MAX + 1))
    (tmp_path / "b").write_bytes(b"x" * FILE_BYTES_MAX)
    refused, sent = read(tmp_path)
    assert isinstance(refused, Refused)
    assert refused.name == str(tmp_path / "a")
    assert str(FILE_BYTES_MAX + 1) in refused.why
    assert f"takes {FILE_BYTES_MAX}" in refused.why
    assert isinstance(sent, RawRecord)
    assert codec.size(codec.encode_raw(sent)) <= RAW_BYTES_MAX


def test_a_standard_input_too_large_is_named_with_the_limit(monkeypatch: pytest.MonkeyPatch):
    given_on_stdin(monkeypatch, b"x" * (FILE_BYTES_MAX + 1))
    (refused,) = read("-")
    assert isinstance(refused, Refused)
    assert refused.name == "standard input"
    assert str(FILE_BYTES_MAX) in refused.why


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs /proc: a file that even root cannot read")
def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path):
    (tmp_path / "a").write_text("a")
    assert refusals("/proc/self/mem") == [Refused("/proc/self/mem", "cannot be read (Input/output error)")]
    assert bodies("/proc/self/mem", tmp_path / "a") == [b"a"]


def test_a_file_that_goes_away_while_the_folder_is_read_is_named(tmp_path: Path):
    for name in "ab":
        (tmp_path / name).write_text(name)
    reading = read_files([str(tmp_path)], "qns")
    next(reading)
    (tmp_path / "b").unlink()
    assert next(reading) == Refused(str(tmp_path / "b"), "does not exist")


def test_a_file_name_that_is_no_utf_8_does_not_stop_the_others(tmp_path: Path):
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("a")
    (tmp_path / "d.txt").write_text("d")
    sent = [each for each in read(tmp_path) if isinstance(each, RawRecord)]
    assert [each.filename for each in sent] == ["caf\N{REPLACEMENT CHARACTER}.txt", "d.txt"]
    assert codec.texts(codec.encode_raw(sent[0]).headers)["filename"] == "caf\N{REPLACEMENT CHARACTER}.txt"


@given(st.binary(max_size=200))
def test_any_bytes_are_sent_as_they_are(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    path = tmp_path_factory.getbasetemp() / "any.bin"
    path.write_bytes(content)
    assert bodies(path) == [content]
