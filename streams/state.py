"""The fold's state: a keyed map, and indexes that are derived from it and from nothing else.

Rules of this module. An entry is put whole and never changed. Every index holds everything alive and is asked in the
order of stamped offset and key, so that a state read anew from wire.state answers like the one that folded the log;
caps belong to the asker, never to the filling (a cap on insert made 6 of 2,504 candidate lists differ after a rebuild).
Nothing here knows the clock: time is the log's, the greatest received_at of its items so far.
"""

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, cast

from schemas.state import (
    LOG_KEY,
    CopyEntry,
    Entry,
    HeldEntry,
    ItemEntry,
    KillEntry,
    LogEntry,
    QuoteEntry,
    StoryEntry,
    TextEntry,
    kind_of,
)
from streams import breaking, dedupe, lifecycle

HOUR_MS = 3_600_000
CONTENT_MS = 72 * HOUR_MS
URI_MS = 30 * 24 * HOUR_MS
LIFETIMES_MS: dict[str, int] = {
    "text": CONTENT_MS,
    "copy": CONTENT_MS,
    "quote": CONTENT_MS,
    "story": CONTENT_MS,
    "item": URI_MS,
    "kill": URI_MS,
    # Only what is withheld without a date; what has one goes when it is due, however far away that is.
    "held": URI_MS,
}

# index name: the kind of entry it covers, and the value under which an entry stands in it (None: not at all)
INDEXES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "content": ("text", lambda entry: entry.get("content")),
    "named of provider": ("text", lambda entry: entry["provider"] if "named" in entry else None),
    "named of uri": ("text", lambda entry: (entry["provider"], entry["uri"]) if "named" in entry else None),
    "held of uri": ("held", lambda entry: (entry["provider"], entry["uri"])),
    "copies of uri": ("copy", lambda entry: (entry["target_provider"], entry["target_uri"])),
    "copies by uri": ("copy", lambda entry: (entry["provider"], entry["uri"])),
    "quotes of uri": ("quote", lambda entry: (entry["target_provider"], entry["target_uri"])),
}
_INDEXES_OF: dict[str, list[str]] = {}
for _name, (_kind, _) in INDEXES.items():
    _INDEXES_OF.setdefault(_kind, []).append(_name)


class State:
    """What the fold remembers. `put` and `apply` are the only ways to change it; taste() calls neither."""

    def __init__(self, entries: Iterable[tuple[str, Entry]] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._indexes: dict[str, dict[Any, set[str]]] = {name: {} for name in INDEXES}
        # One queue a lifetime, oldest first. An entry's `at` is the log's time, which never falls, so the order of
        # putting is the order of age and expiry looks only at the heads.
        self._ages: dict[int, OrderedDict[str, int]] = {lifetime: OrderedDict() for lifetime in LIFETIMES_MS.values()}
        self._due: list[tuple[int, int, str]] = []
        self._near = dedupe.Index()
        self._stories = breaking.Stories()
        for key, entry in sorted(entries, key=lambda pair: (pair[1]["offset"], pair[0])):
            self.put(key, entry)

    def put(self, key: str, entry: Entry | None) -> None:
        """Set the entry of the key, or with None remove it."""
        old = self._entries.pop(key, None)
        if old is not None:
            self._unlink(key, old)
        if entry is not None:
            self._entries[key] = entry
            self._link(key, entry)

    def apply(self, entries: Mapping[str, Entry | None]) -> None:
        """Put what one record of the log caused, in the order of keys, which is the order of a rebuild."""
        for key in sorted(entries):
            self.put(key, entries[key])

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        return iter(self._entries.items())

    @property
    def time(self) -> int:
        """The log's time in milliseconds, 0 before its first item."""
        entry = self._entries.get(LOG_KEY)
        return entry["at"] if entry else 0

    @property
    def position(self) -> int:
        """Offset of the next record of the log to read."""
        entry = self._entries.get(LOG_KEY)
        return cast(LogEntry, entry)["position"] if entry else 0

    def item(self, key: str) -> ItemEntry | None:
        return cast(ItemEntry | None, self._entries.get(key))

    def kill(self, key: str) -> KillEntry | None:
        return cast(KillEntry | None, self._entries.get(key))

    def text(self, key: str) -> TextEntry | None:
        return cast(TextEntry | None, self._entries.get(key))

    def texts_with(self, content: str) -> list[TextEntry]:
        """Arrivals with this very content, oldest first."""
        return [cast(TextEntry, entry) for _, entry in self._find("content", content)]

    def texts_repeated(self, content: str) -> list[TextEntry]:
        """What arrivals with this very content were suppressed for as near duplicates, oldest first."""
        repeated = dict.fromkeys(entry["repeats"] for entry in self.texts_with(content) if "repeats" in entry)
        return [entry for each in repeated for entry in self.texts_with(each) if entry["outcome"] != "suppressed"]

    def texts_like(self, packed: str) -> list[TextEntry]:
        """Arrivals that share rare words, names or figures with this text, the likeliest first; then alerts in it."""
        anchors, opening = dedupe.asked(packed)
        keys = self._near.like(anchors)
        keys += [key for key in self._near.alerts_in(opening) if key not in keys]
        return [cast(TextEntry, self._entries[key]) for key in keys]

    def named_under(self, provider: str, uri: str) -> list[lifecycle.Named]:
        """What came under the uri in the window, as a note to editors may name it, oldest first."""
        return [_remembered(entry) for _, entry in self._find("named of uri", (provider, uri))]

    def named_of(self, provider: str, words: Sequence[str]) -> list[lifecycle.Named]:
        """The agency's items of the window that a note may name which seeks these words, oldest first."""

        def meant(entry: Entry) -> bool:
            text = cast(TextEntry, entry)
            return lifecycle.may_be(words, text["uri"], text["named"])

        found = self._find("named of provider", provider, meant) if words else []
        return [_remembered(entry) for _, entry in found]

    def story(self, key: str) -> StoryEntry | None:
        return cast(StoryEntry | None, self._entries.get(key))

    def stories_like(self, link: str) -> list[StoryEntry]:
        """Running stories that share rare words with this item, the likeliest first."""
        return [cast(StoryEntry, self._entries[key]) for key in self._stories.like(link)]

    def held_of(self, provider: str, uri: str) -> list[tuple[str, HeldEntry]]:
        return [(key, cast(HeldEntry, entry)) for key, entry in self._find("held of uri", (provider, uri))]

    def copies_of(self, provider: str, uri: str) -> list[tuple[str, CopyEntry]]:
        """Suppressed copies of what stands under this uri."""
        return [(key, cast(CopyEntry, entry)) for key, entry in self._find("copies of uri", (provider, uri))]

    def copies_by(self, provider: str, uri: str) -> list[tuple[str, CopyEntry]]:
        """Suppressed copies that came under this uri."""
        return [(key, cast(CopyEntry, entry)) for key, entry in self._find("copies by uri", (provider, uri))]

    def quote(self, key: str) -> QuoteEntry | None:
        return cast(QuoteEntry | None, self._entries.get(key))

    def quotes_of(self, provider: str, uri: str) -> list[QuoteEntry]:
        """What is public and has evidence that quotes what stands under this uri."""
        return [cast(QuoteEntry, entry) for _, entry in self._find("quotes of uri", (provider, uri))]

    def due(self, until: int, most: int) -> list[tuple[str, HeldEntry]]:
        """Held items whose time has come by `until` (ms), first due first, at most `most`."""
        ripe = takewhile(lambda row: row[0] <= until, self._due)
        return [(key, cast(HeldEntry, self._entries[key])) for (_, _, key), _ in zip(ripe, range(most), strict=False)]

    @property
    def next_due(self) -> int | None:
        """When the next embargo ends, in milliseconds."""
        return self._due[0][0] if self._due else None

    @property
    def held_count(self) -> int:
        return sum(len(keys) for keys in self._indexes["held of uri"].values())

    def expired(self, now: int, most: int) -> list[str]:
        """Keys whose lifetime is over at the log's time `now`, oldest first, at most `most`."""
        ripe = []
        for lifetime, ages in self._ages.items():
            for (key, at), _ in zip(ages.items(), range(most), strict=False):
                if at + lifetime > now:
                    break
                ripe.append((at + lifetime, self._entries[key]["offset"], key))
        return [key for _, _, key in sorted(ripe)[:most]]

    def _find(self, index: str, value: Any, wanted: Callable[[Entry], bool] | None = None) -> list[tuple[str, Entry]]:
        """Entries of this value, of those the wanted ones, in the order of offset and key."""
        keys = self._indexes[index].get(value)
        if not keys:
            return []
        found = [(key, self._entries[key]) for key in keys]
        if wanted is not None:
            found = [pair for pair in found if wanted(pair[1])]
        if len(found) > 1:
            found.sort(key=lambda pair: (pair[1]["offset"], pair[0]))
        return found

    def _link(self, key: str, entry: Entry) -> None:
        kind = kind_of(key)
        for index in _INDEXES_OF.get(kind, ()):
            value = INDEXES[index][1](entry)
            if value is not None:
                self._indexes[index].setdefault(value, set()).add(key)
        if kind == "held" and (due := cast(HeldEntry, entry)["due"]) is not None:
            insort(self._due, (due, entry["offset"], key))
        elif kind in LIFETIMES_MS:
            self._ages[LIFETIMES_MS[kind]][key] = entry["at"]
        if kind == "text" and (packed := _compared(cast(TextEntry, entry))) is not None:
            alert = dedupe.alert_words(packed) if cast(TextEntry, entry).get("headline_only") else {}
            self._near.put(key, dedupe.anchors(packed), alert)
        if kind == "story":
            self._stories.put(key, [row[0] for row in cast(StoryEntry, entry)["links"]])

    def _unlink(self, key: str, entry: Entry) -> None:
        kind = kind_of(key)
        for index in _INDEXES_OF.get(kind, ()):
            value = INDEXES[index][1](entry)
            if value is not None:
                keys = self._indexes[index][value]
                keys.discard(key)
                if not keys:
                    del self._indexes[index][value]
        if kind == "held" and (due := cast(HeldEntry, entry)["due"]) is not None:
            del self._due[bisect_left(self._due, (due, entry["offset"], key))]
        elif kind in LIFETIMES_MS:
            del self._ages[LIFETIMES_MS[kind]][key]
        if kind == "text" and _compared(cast(TextEntry, entry)) is not None:
            self._near.remove(key)
        if kind == "story":
            self._stories.remove(key)


def _remembered(entry: Entry) -> lifecycle.Named:
    text = cast(TextEntry, entry)
    return lifecycle.remembered(text, text["named"])


def _compared(entry: TextEntry) -> str | None:
    """The packed text where later ones may be related to it: never to a copy, which would only hide what it repeats."""
    return None if entry["outcome"] == "suppressed" else entry.get("packed")
