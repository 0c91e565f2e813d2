"""The jars that a Kafka node runs on: pinned in kafka-jars.txt, fetched once, verified, kept in the cache folder."""

import contextlib
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

PINS = Path(__file__).with_name("kafka-jars.txt")
AT_ONCE = 8
ATTEMPTS = 3

OnProgress = Callable[[int, int], None]
"""Called after each jar with the number done and the number of all."""


class NodeError(Exception):
    """What kept a Kafka node from running, said so that a person can act on it."""


class Pin(NamedTuple):
    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file(self) -> str:
        return f"{self.artifact}-{self.version}.jar"


def jars(on_progress: OnProgress | None = None) -> list[Path]:
    """Every jar of the class path, in the order of the pins.

    Verified jars leave their sizes and times in a file beside them: as long as those are the same, a later start
    neither resolves nor hashes anything. Without on_progress a terminal gets a bar where there is something to fetch.
    NodeError where a jar cannot be had or is not the one pinned.
    """
    folder, all_pins = cache() / "jars", pins()
    verified = cache() / f"verified-{short_hash(PINS.read_bytes())}.txt"
    paths = [folder / pin.file for pin in all_pins]
    stamp = stamp_of(paths)
    if stamp is None or not verified.exists() or verified.read_text() != stamp:
        _make(folder)
        missing = sum(not path.exists() for path in paths)
        progress = contextlib.nullcontext(on_progress) if on_progress else _shown(missing)
        with progress as tell, ThreadPoolExecutor(AT_ONCE) as pool:
            for done, _ in enumerate(pool.map(_have, all_pins, paths), 1):
                tell(done, len(all_pins))
        verified.write_text(stamp_of(paths) or "")
    return paths


def pins() -> list[Pin]:
    return [_pin(line) for line in PINS.read_text().splitlines() if line and not line.startswith("#")]


def _pin(line: str) -> Pin:
    coordinates, sha256 = line.split()
    group, artifact, version = coordinates.split(":")
    return Pin(group, artifact, version, sha256)


def cache() -> Path:
    """Our folder under XDG_CACHE_HOME, which counts only as an absolute path (XDG Base Directory 0.8), or ~/.cache."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".cache") / "copytaster"


def stamp_of(paths: list[Path]) -> str | None:
    """Names, sizes and times of change of the files, a line each; None if one is missing."""
    try:
        states = [(path.name, path.stat()) for path in paths]
    except FileNotFoundError:
        return None
    return "".join(f"{name} {state.st_size} {state.st_mtime_ns}\n" for name, state in states)


def short_hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NodeError(f"no cache folder: {error}; XDG_CACHE_HOME names another place for it") from error


def _have(pin: Pin, path: Path) -> None:
    if not path.exists():
        _fetch(pin, path)
    elif _sha256(path) != pin.sha256:
        raise NodeError(f"{path} holds other bytes than {PINS.name} pins. Delete it and start again.")


def _fetch(pin: Pin, path: Path) -> None:
    """Into a folder of its own first: what another start finds under `path` is whole and verified."""
    try:
        from jgo.config import GlobalSettings
        from jgo.maven import MavenContext
    except ImportError as error:
        raise missing_package(error) from error
    for attempt in range(1, ATTEMPTS + 1):
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".fetch-") as stage:
            context = MavenContext(repo_cache=Path(stage), timeout=30)
            # What a person has set for jgo (a mirror inside a firewall) holds here too, as it does for jgo's command.
            context.remote_repos.update(GlobalSettings.load().repositories)
            artifact = context.project(pin.group, pin.artifact).at_version(pin.version).artifact()
            try:
                fetched = artifact.resolve()
            except (OSError, RuntimeError) as error:  # requests' errors are OSErrors, jgo's "not found" is the other
                if attempt == ATTEMPTS:
                    raise NodeError(f"{pin.file} could not be fetched: {error}") from error
                time.sleep(attempt)
                continue
            if _sha256(fetched) != pin.sha256:
                raise NodeError(f"{pin.file} came with other bytes than {PINS.name} pins; it was not kept.")
            fetched.replace(path)
            return


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def missing_package(error: ImportError) -> NodeError:
    return NodeError(f"{error.name} is not installed. A Kafka node needs: pip install 'copytaster[kafka]'")


@contextlib.contextmanager
def _shown(missing: int) -> Iterator[OnProgress]:
    """A bar on a terminal, one line elsewhere, nothing where nothing has to be fetched."""
    if missing and sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Fetching Apache Kafka, once")
            yield lambda done, total: bar.update(task, completed=done, total=total)
    else:
        if missing:
            print(f"Fetching Apache Kafka, once: {missing} jars", file=sys.stderr)
        yield lambda _done, _total: None
