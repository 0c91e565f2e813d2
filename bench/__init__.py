"""One script a number: each prints a table, beside the peers where there are any. Here is what several of them need."""

import gzip
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
import psutil

FEEDS = [{"name": "reuters-*", "provider": "reuters", "profile": "reuters-1987"}]
"""The feeds that the stored wire is played on."""


def cpu_s(pid: int) -> float:
    """Seconds of CPU that a running process has used."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def write(report: dict[str, Any], file: str) -> None:
    """A report for machines; `-` is standard output."""
    text = json.dumps(report, indent=1) + "\n"
    if file == "-":
        sys.stdout.write(text)
    else:
        Path(file).write_text(text)


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines, gzipped or not."""
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return [orjson.loads(line) for line in text.splitlines() if line.strip()]


def write_rows(path: Path | None, lines: Sequence[Mapping[str, Any]], fields: Sequence[str] = ()) -> None:
    """Predictions as JSON lines: of each row these fields, without any all. Nothing where no file is asked for."""
    if path is not None:
        picked = ({name: line[name] for name in fields or line} for line in lines)
        path.write_text("".join(json.dumps(each) + "\n" for each in picked))


def show(tables: Mapping[str, Mapping[str, Any]], as_json: bool) -> None:
    """Tables of one bench, a name and a value a line, the peers below the product."""
    if as_json:
        print(json.dumps(tables, default=str))
        return
    for name, table in tables.items():
        print(f"\n{name}")
        for key, value in table.items():
            print(f"  {key:<34}{_shown(value)}")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name} {_shown(each)}" for name, each in value.items())
    return f"{value:.4f}" if isinstance(value, float) else str(value)
