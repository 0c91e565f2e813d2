"""The feed simulator: a stored wire sent again as raw records, item by item, in ninjs 3.1 or in ANPA 1312.

Both forms of a row carry the same uri, headline and text, so what becomes of them can be compared row by row. Nothing
is added that the row does not say: no headline where it has none, no urgency where its priority means none.
"""

import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple
from zlib import crc32

import orjson

from schemas.base import UtcTime, ms, utc
from schemas.enriched import NINJS
from schemas.item import RawRecord

Form = Literal["ninjs", "anpa"]

FEEDS_MAX = 26
"""The feed's index is the service letter of an ANPA item."""

NUMBER_MAX = 9999
"""An ANPA transmission number has four digits."""

URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 6}
"""Wire priority to ninjs urgency. The stored wire also has h, s and w, of which nobody says what they mean."""


class Row(NamedTuple):
    """An item of a stored wire, one JSON object a line; what it lacks is the empty string."""

    id: int
    date: str
    title: str = ""
    dateline: str = ""
    author: str = ""
    body: str = ""
    priority: str = ""
    slug: str = ""
    wire: str = ""

    @property
    def headline(self) -> str:
        """The title on one line: an ANPA headline cannot hold a line break, so no form gets one."""
        return " ".join(self.title.split())

    @property
    def text(self) -> str:
        """What the item prints: dateline and body as one text, lines as stored."""
        return " ".join(part for part in (self.dateline, self.body) if part)

    @property
    def received_at(self) -> UtcTime:
        return utc(ms(self.date))


def rows(path: Path) -> Iterator[Row]:
    """Rows of a .jsonl or .jsonl.gz file, in its order."""
    with _opened(path) as lines:
        for line in lines:
            fields = orjson.loads(line)
            yield Row(**{name: fields[name] for name in Row._fields if fields.get(name) is not None})


def play(wire: Iterable[Row], as_: Form, feeds: int) -> Iterator[RawRecord]:
    """Each row as the raw record that an agency would have sent."""
    write = FORMS[as_]
    numbering = Numbering(feeds)
    for row in wire:
        yield write(row, numbering.take(row))


def paced(records: Iterable[RawRecord], speed: float | None) -> Iterator[tuple[float, RawRecord]]:
    """Each record with the seconds to wait before it: the recorded gaps divided by `speed`; none at all for None."""
    last_ms: int | None = None
    for record in records:
        now_ms = ms(record.received_at)
        gap_ms = 0 if last_ms is None else max(0, now_ms - last_ms)
        last_ms = now_ms
        yield (gap_ms / 1000 / speed if speed else 0.0), record


class Slot(NamedTuple):
    """Where a row stands on the wire: the index of its feed, its number there, and the day that number is good for."""

    feed: int
    number: int
    day: str

    @property
    def service(self) -> str:
        return chr(ord("a") + self.feed)

    @property
    def feed_name(self) -> str:
        return f"reuters-{self.feed}"

    @property
    def uri(self) -> str:
        """What a reader of ANPA makes of service, number and date, where numbers are reused every day."""
        return f"urn:wire:reuters:{self.service}{self.number:04d}-{self.day}"


class Numbering:
    """Numbers items as a wire does: from 1, for each feed and day. The headline alone says which feed a row is of."""

    def __init__(self, feeds: int) -> None:
        if not 1 <= feeds <= FEEDS_MAX:
            raise ValueError(f"feeds: {feeds} is not between 1 and {FEEDS_MAX}")
        self._feeds = feeds
        self._last: Counter[tuple[int, str]] = Counter()

    def take(self, row: Row) -> Slot:
        feed = feed_index(row.headline, self._feeds)
        day = row.date[:10]
        self._last[feed, day] += 1
        number = self._last[feed, day]
        if number > NUMBER_MAX:
            raise ValueError(
                f"feed {feed} has more than {NUMBER_MAX} items on {day}: use more feeds than {self._feeds}"
            )
        return Slot(feed, number, day)


def feed_index(headline: str, feeds: int) -> int:
    """A re-send has its first copy's headline, so both come on one feed and keep their order in Kafka."""
    return crc32(headline.encode()) % feeds


def row_ids(wire: Iterable[Row], feeds: int) -> dict[str, int]:
    """Which row became which uri."""
    numbering = Numbering(feeds)
    return {numbering.take(row).uri: row.id for row in wire}


# ---- ninjs 3.1


def ninjs(row: Row, slot: Slot) -> RawRecord:
    document = ninjs_document(row, slot.uri, row.received_at)
    return RawRecord(
        body=orjson.dumps(document),
        feed=slot.feed_name,
        received_at=row.received_at,
        content_type="application/json",
        filename=f"{slot.service}{slot.number:04d}.json",
    )


def ninjs_document(row: Row, uri: str, created: UtcTime) -> dict[str, Any]:
    """The row as a ninjs 3.1 object; what it lacks is absent."""
    text = row.text
    fields = {
        "uri": uri,
        "type": "text",
        "standard": {"name": "ninjs", "version": "3.1", "schema": NINJS},
        "versionCreated": created,
        "pubStatus": "usable",
        "urgency": URGENCY.get(row.priority),
        "language": "en",
        "slugline": row.slug,
        "headlines": row.headline and [{"value": row.headline, "contentType": "text/plain"}],
        "by": row.author,
        "located": _place(row.dateline),
        "bodies": text and [{"value": text, "contentType": "text/plain"}],
    }
    return {name: value for name, value in fields.items() if value}


def _place(dateline: str) -> str:
    """The place of `CLEVELAND, Feb 26 -`; none where no comma ends it."""
    place, comma, _ = dateline.partition(",")
    return place if comma else ""


# ---- ANPA 1312: the layout of ANPA 84-2 with the trailer that the Associated Press adds

SYN, SOH, STX, ETX, EOT = "\x16", "\x01", "\x02", "\x03", "\x04"
US, DC1, DC3, FF = "\x1f", "\x11", "\x13", "\x0c"
SELECTOR = "reute"
CATEGORY = "f"
KEYWORD_LEN = 24
WORDS_MAX = 9999


def anpa(row: Row, slot: Slot) -> RawRecord:
    """`<` ends a line only at its end: headlines hold it (`STANDARD OIL <SRD>`), and one even ends in its own."""
    slug = _keyword(row)
    words = f"{min(len(row.text.split()), WORDS_MAX):04d}"
    lines = [
        f"{SYN}{SYN}{SOH}{slot.service}{slot.number:04d}{US}{SELECTOR}",
        f"{row.priority} {CATEGORY}{DC3}{DC1} {slug}     {slot.day[5:]} {words}",
        f"{STX}^{slug},{words}<",
        *([f"^{row.headline}<"] if row.headline else []),
        *([f"^{row.author}="] if row.author else []),
        *(row.text.split("\n") if row.text else []),
        "",
        f"\t   {ETX}RW-WF-{anpa_time(row.received_at)}<",
        "",
        FF,
        EOT,
    ]
    return RawRecord(
        body="\r\n".join(lines).encode(),
        feed=slot.feed_name,
        received_at=row.received_at,
        filename=f"{slot.service}{slot.number:04d}.anpa",
    )


def anpa_time(time: UtcTime) -> str:
    """`1987-02-26T15:01:01Z` as its trailer has it: `02-26-87 1501GMT`."""
    return f"{time[5:10]}-{time[2:4]} {time[11:13]}{time[14:16]}GMT"


def _keyword(row: Row) -> str:
    """One word, since a space ends it. Where a row has none: the headline's words, as most of this wire's own are."""
    return "-".join((row.slug or f"BC-{row.headline}"[:KEYWORD_LEN]).split())


FORMS: dict[Form, Callable[[Row, Slot], RawRecord]] = {"ninjs": ninjs, "anpa": anpa}


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]
