"""One script a number: each prints a table, beside the peers where there are any. Here is what several of them need."""

import json
import sys
from pathlib import Path
from typing import Any

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
