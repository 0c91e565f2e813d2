"""The judge of the fault tests: the reference consumer as a process, what its rows are, and what they must be.

    newsroom = Newsroom(bootstrap, site, tmp_path)
    process = newsroom.start()          # as often as you like, after kill() or beside nothing
    newsroom.kill()                     # SIGKILL, as at any moment
    newsroom.read_to_end()              # once more, to where the topic ends now
    assert rows(newsroom.file) == expected_rows(records of wire.enriched, in order, of a fold without faults)

`expected_rows` knows nothing of the consumer: it takes no notice of ids and sequences, since a fold without faults says
everything once and in order; the last current event of an item is then its row.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).parents[2]

Rows = dict[tuple[str, str], dict[str, Any]]
"""(provider, uri) -> the item's row by column; equal rows are equal dicts."""


def expected_rows(records: Iterable[Any]) -> Rows:
    """The rows that the committed records of wire.enriched must have led to, in the order of one fold.

    Takes whatever has key, value and headers: codec.Encoded, tail.Read, or a consumer's own records. Records of other
    topics are to be left out by the caller.
    """
    found: Rows = {}
    for record in records:
        headers = _texts(record.headers)
        if headers["wire_current"] != "true":
            continue
        event = orjson.loads(record.value)
        row = {
            "provider": event["enrichment"]["provider"],
            "uri": event["uri"],
            "event": event["enrichment"]["event"],
            "version": event.get("version"),
            "status": event["pubStatus"],
            "level": event["enrichment"].get("breaking", {}).get("level", "none"),
            "headline": next((each["value"] for each in event.get("headlines", ())), None),
            "body": next((each["value"] for each in event.get("bodies", ())), None),
            "language": event.get("language"),
            "slugline": event.get("slugline"),
            "ed_note": event.get("edNote"),
            "disputed": event["enrichment"].get("disputed", {}).get("reason"),
            "wire_seq": headers["wire_seq"],
            "ce_id": headers["ce_id"],
            "ce_time": headers["ce_time"],
        }
        found[row["provider"], row["uri"]] = row
    return found


def rows(file: Path) -> Rows:
    """The rows of a database of examples/newsroom.py, while it runs or after."""
    db = sqlite3.connect(file, timeout=30)
    db.row_factory = sqlite3.Row
    try:
        return {(row["provider"], row["uri"]): dict(row) for row in db.execute("SELECT * FROM items")}
    finally:
        db.close()


class Newsroom:
    """examples/newsroom.py as a process on one database file, which its kills do not harm."""

    def __init__(self, bootstrap: str, site: str, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.file, self.log = folder / "newsroom.sqlite", folder / "newsroom.log"
        self._place = [bootstrap, site, str(self.file)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """The running process; one at a time."""
        assert self._process is None or self._process.poll() is not None, "it runs already"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "examples/newsroom.py", *self._place, *options],
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self._process

    def kill(self) -> None:
        """SIGKILL, if it runs."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self, seconds: float = 20) -> int:
        """Ctrl-C; the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return self._process.wait(seconds)

    def read_to_end(self, seconds: float = 120) -> None:
        """Start it once more, in place of the one that runs, until it has read what the topic holds now."""
        self.kill()
        code = self.start("--to-end").wait(seconds)
        assert code == 0, f"the newsroom ended with {code}: {self.log.read_text()[-3000:]}"


def _texts(headers: Any) -> dict[str, str]:
    if isinstance(headers, Mapping):
        return dict(headers)
    return {name: value.decode() for name, value in headers}
