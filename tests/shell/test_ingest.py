"""What ingest takes from files, folders and standard input, and what it refuses by name."""

import io
import sys
from pathlib import Path

import pytest

from schemas.base import ms
from schemas.item import RawRecord
from streams.app import wall_ms
from streams.ingest import FILE_BYTES_MAX, Refused, read_files


def test_a_folder_is_read_in_the_order_of_names_with_all_below_it(tmp_path: Path) -> None:
    for name in ("b.txt", "a.json", "c/d.xml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    before = wall_ms()
    found = [each for each in read_files([str(tmp_path)], "feed") if isinstance(each, RawRecord)]
    assert [each.filename for each in found] == ["a.json", "b.txt", "d.xml"]
    assert [each.body for each in found] == [b"a.json", b"b.txt", b"c/d.xml"]
    assert found[0].content_type == "application/json"
    assert all(before <= ms(each.received_at) <= wall_ms() for each in found)
    assert {each.feed for each in found} == {"feed"}


def test_bytes_are_never_repaired(tmp_path: Path) -> None:
    body = b"\xff\xfe\x00 broken \r\n\x1b"
    (tmp_path / "x").write_bytes(body)
    (found,) = read_files([str(tmp_path / "x")], "feed")
    assert isinstance(found, RawRecord)
    assert found.body == body


def test_a_file_that_is_too_large_is_refused_by_name_and_size(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"x" * (FILE_BYTES_MAX + 1))
    (tmp_path / "fits.txt").write_bytes(b"x" * FILE_BYTES_MAX)
    fits, large = read_files([str(tmp_path)], "feed")
    assert isinstance(fits, RawRecord)
    assert large == Refused(
        str(tmp_path / "large.txt"), f"has {FILE_BYTES_MAX + 1} bytes; wire.raw takes {FILE_BYTES_MAX}"
    )


def test_a_file_that_is_not_there_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"x")
    missing, there = read_files([str(tmp_path / "missing"), str(tmp_path / "there")], "feed")
    assert missing == Refused(str(tmp_path / "missing"), "does not exist")
    assert isinstance(there, RawRecord)


@pytest.mark.parametrize(("body", "kind"), [(b"item", RawRecord), (b"x" * (FILE_BYTES_MAX + 1), Refused)])
def test_standard_input_is_one_item(body: bytes, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
    (found,) = read_files(["-"], "feed")
    assert isinstance(found, kind)
