"""A newsroom's own copy of the wire: one row an item in SQLite, by a consumer that loses nothing and repeats nothing.

    python examples/newsroom.py HOST:PORT SITE FILE.sqlite [--to-end] [--quiet]

Copy it as the start of your own. It keeps what schemas/README.md asks of a consumer: it reads committed records, drops
a ce_id seen before, applies only current records with a higher wire_seq, ignores what it does not know, and takes away
the text of what was killed or withheld. The rest of it is one idea: the rows, the ids seen and the position on the
topic change in one transaction of the database. Killed at any moment, it goes on from exactly where its rows are.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import sqlite3
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

BATCH_RECORDS = 500
AGAIN_S = 1.0
SEEN_S = 30 * 86_400
"""How long an id is remembered, in the log's time: as long as the topics keep their records (retention_days)."""

LAYOUT = 1
"""Of the tables. A file of another layout is refused: it can be made anew from the topic, and guessing cannot."""

TABLES = """
CREATE TABLE IF NOT EXISTS items (
    provider TEXT, uri TEXT, event TEXT, version TEXT, status TEXT, level TEXT, headline TEXT, body TEXT, language TEXT,
    slugline TEXT, ed_note TEXT, disputed TEXT, wire_seq TEXT, ce_id TEXT, ce_time TEXT, PRIMARY KEY (provider, uri)
);
CREATE TABLE IF NOT EXISTS seen (ce_id TEXT PRIMARY KEY, log_s REAL);
CREATE INDEX IF NOT EXISTS seen_by_age ON seen (log_s);
CREATE TABLE IF NOT EXISTS positions (topic TEXT, part INTEGER, next INTEGER, PRIMARY KEY (topic, part));
"""

SAVE = """
REPLACE INTO items VALUES (:provider, :uri, :event, :version, :status, :level, :headline, :body, :language,
    :slugline, :ed_note, :disputed, :wire_seq, :ce_id, :ce_time)
"""


class Row(NamedTuple):
    """What stands of an item. A provider's uri is the item: no agency's item is another's, whatever the uri."""

    provider: str
    uri: str
    event: str
    version: str | None
    status: str
    level: str
    headline: str | None
    body: str | None
    language: str | None
    slugline: str | None
    ed_note: str | None
    disputed: str | None
    """Why the text is in doubt, or None: it repeats what another agency has killed or withheld."""
    wire_seq: str
    ce_id: str
    ce_time: str


class Event(NamedTuple):
    """A record as this program needs it. `current`: whether it is the state of its uri; a late version is not."""

    row: Row
    current: bool
    time_s: float


class Moved(Exception):
    """The stored position is not ours any more: another process writes this database, too."""


class Newsroom:
    """The database. `part` is always 0: the published topics have one partition, which is their order."""

    def __init__(self, path: str | Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=30)
        # Others may read while this writes. Without a sync at each commit a power cut may take the last commits, but
        # their positions with them: they are read again.
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;")
        (layout,) = self._db.execute("PRAGMA user_version").fetchone()
        if layout not in (0, LAYOUT):
            raise SystemExit(f"{path}: tables of layout {layout}, not {LAYOUT}; name a new file, it is filled anew")
        self._db.executescript(f"BEGIN IMMEDIATE; {TABLES} PRAGMA user_version = {LAYOUT}; COMMIT;")

    def close(self) -> None:
        self._db.close()

    def position(self, topic: str) -> int:
        """Offset of the next record to read; 0 on a topic that was never read."""
        row = self._db.execute("SELECT next FROM positions WHERE topic = ? AND part = 0", (topic,)).fetchone()
        return row[0] if row else 0

    def apply(self, topic: str, position: int, records: Iterable[Any]) -> tuple[int, list[Row]]:
        """All that the records change, in one transaction: the new position and the rows that changed.

        Raises Moved, and changes nothing, where the stored position is not `position`.
        """
        changed: list[Row] = []
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            if self.position(topic) != position:
                raise Moved(f"position {position} of {topic} is {self.position(topic)} by now")
            for record in records:
                position = record.offset + 1
                event = event_of(record)
                if event is not None and self._apply(event):
                    changed.append(event.row)
            self._db.execute("REPLACE INTO positions VALUES (?, 0, ?)", (topic, position))
            self._db.execute("DELETE FROM seen WHERE log_s < ?", (self._log_s() - SEEN_S,))
        return position, changed

    def _apply(self, event: Event) -> bool:
        """Whether the row was put: it is not when its id was seen before, it is late, or a newer one stands."""
        row, log_s = event.row, max(self._log_s(), event.time_s)
        if not self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (row.ce_id, log_s)).rowcount:
            return False
        held = self._db.execute("SELECT wire_seq FROM items WHERE provider = ? AND uri = ?", row[:2]).fetchone()
        if not event.current or (held and not is_newer(row.wire_seq, held[0])):
            return False
        self._db.execute(SAVE, row._asdict())
        return True

    def _log_s(self) -> float:
        """The log's time: the greatest ce_time so far. No clock of this machine decides what is old."""
        (newest,) = self._db.execute("SELECT max(log_s) FROM seen").fetchone()
        return newest or 0.0

    def begin_anew(self, topic: str) -> None:
        """The topic was deleted and made again: its log counts from 0, so what we hold must not overrule it."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute("DELETE FROM positions WHERE topic = ?", (topic,))
            self._db.execute("DELETE FROM seen")
            self._db.execute("UPDATE items SET wire_seq = ':0:0'")


def event_of(record: Any) -> Event | None:
    """What the record says; None, and a word about it, where it is no event of Copytaster's."""
    try:
        about = {name: value.decode() for name, value in record.headers}
        item = json.loads(record.value)
        kind = about["ce_type"].rpartition(".")[2]
        gone = kind in ("killed", "withheld")
        row = Row(
            provider=about["wire_provider"],
            uri=record.key.decode(),
            event=kind,
            version=item.get("version"),
            status=about["wire_status"],
            level=about["wire_level"],
            headline=None if gone else main_of(item.get("headlines")),
            body=None if gone else main_of(item.get("bodies")),
            language=item.get("language"),
            slugline=item.get("slugline"),
            ed_note=item.get("edNote"),
            disputed=item["enrichment"].get("disputed", {}).get("reason"),
            wire_seq=about["wire_seq"],
            ce_id=about["ce_id"],
            ce_time=about["ce_time"],
        )
        place_of(row.wire_seq)
        return Event(row, about["wire_current"] == "true", datetime.fromisoformat(row.ce_time).timestamp())
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        complain(f"offset {record.offset} is no event, passed over: {error!r}")
        return None


def main_of(renditions: list[dict[str, str]] | None) -> str | None:
    return renditions[0]["value"] if renditions else None


def is_newer(seq: str, held: str) -> bool:
    """Whether what has this wire_seq (log:offset:revision) overrules what is held.

    Along a log by offset, then by revision, which rises when a replay is promoted. Two logs cannot be compared by
    number, as when a site was rebuilt under another name: there what comes later on the topic counts.
    """
    (log, *place), (held_log, *held_place) = place_of(seq), place_of(held)
    return log != held_log or place > held_place


def place_of(seq: str) -> tuple[str, int, int]:
    """Log, offset and revision of a wire_seq; ValueError where it is none."""
    log, offset, revision = seq.split(":")
    return log, int(offset), int(revision)


async def follow(bootstrap: str, topic: str, newsroom: Newsroom, to_end: bool, tell: Callable[[Row], None]) -> None:
    """Read for ever, or to the end that the topic has now. Whatever goes wrong, go on from the stored position."""
    end: int | None = None
    while True:
        # No group: its offsets would be a second truth beside the database, told before it or after it, and a crash
        # between the two would lose or repeat. So the partition is assigned by hand, at the position stored here.
        consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap,
            isolation_level="read_committed",  # what was given up was never published
            auto_offset_reset="none",  # to jump is seek()'s decision, which says so
        )
        try:
            await consumer.start()
            partition = TopicPartition(topic, 0)
            consumer.assign([partition])
            position = await seek(consumer, partition, newsroom)
            if to_end and end is None:
                end = (await consumer.end_offsets([partition]))[partition]
            # Markers of transactions are offsets without records, so the end is reached by the consumer's position.
            while end is None or await consumer.position(partition) < end:
                got = await consumer.getmany(partition, timeout_ms=500, max_records=BATCH_RECORDS)
                if records := got.get(partition):
                    position, changed = newsroom.apply(topic, position, records)
                    for row in changed:
                        tell(row)
            return
        except Exception as error:  # noqa: BLE001 - whatever it was, the database knows where to go on
            complain(f"{error!r}; again from the stored position")
        finally:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(consumer.stop(), 5)
        await asyncio.sleep(AGAIN_S)


async def seek(consumer: AIOKafkaConsumer, partition: TopicPartition, newsroom: Newsroom) -> int:
    """Put the consumer where the database is; returns that position."""
    first = (await consumer.beginning_offsets([partition]))[partition]
    end = (await consumer.end_offsets([partition]))[partition]
    position = newsroom.position(partition.topic)
    if position > end:
        complain(f"position {position} is beyond the end, {end}: {partition.topic} was made anew, read from its start")
        newsroom.begin_anew(partition.topic)
        position = 0
    elif position < first and position:
        complain(f"{first - position} offsets were deleted before they were read: keep {partition.topic} longer")
    consumer.seek(partition, max(position, first))
    return position


def print_change(row: Row) -> None:
    text = row.headline or row.slugline or "-"
    level = row.level.upper() if row.level != "none" else ""
    print(f"{row.ce_time[11:19]}  {row.provider:<10} {row.event:<9} {level:<10} {row.uri}  {printable(text)}")


def complain(text: str) -> None:
    print(f"newsroom: {printable(text)}", file=sys.stderr, flush=True)


def printable(text: str) -> str:
    """Wire text can hold what a terminal would obey."""
    return "".join(char if char.isprintable() else "�" for char in text)


def main() -> None:
    parser = argparse.ArgumentParser(description="Keeps one row an item of a site's wire.enriched in SQLite.")
    parser.add_argument("bootstrap", metavar="HOST:PORT", help="a Kafka broker")
    parser.add_argument("site", metavar="SITE", help="the installation's name")
    parser.add_argument("file", metavar="FILE.sqlite", help="the database; made where there is none")
    parser.add_argument("--to-end", action="store_true", help="end where the topic ends now, instead of never")
    parser.add_argument("--quiet", action="store_true", help="print no changes")
    given = parser.parse_args()
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # what matters of it is told below
    newsroom = Newsroom(given.file)
    tell = (lambda _: None) if given.quiet or not sys.stdout.isatty() else print_change
    try:
        asyncio.run(follow(given.bootstrap, f"{given.site}.wire.enriched", newsroom, given.to_end, tell))
    except KeyboardInterrupt:
        pass
    finally:
        newsroom.close()


if __name__ == "__main__":
    main()
