"""Earlier texts, found by their rarest tokens: a list of texts for each anchor, and one more for the words of alerts.

The index holds everything alive, in the order of the log; caps belong to the asker. So an index built anew from the
entries of the state answers like the one that grew with them, where caps on filling made 6 of 2,504 answers differ.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from itertools import chain

NEWEST = 20
"""Texts of one anchor that are looked at, the newest: an anchor that stands in more has little to say."""

LOOKED_AT = 200
"""Places that one question looks at, those of the rarest anchors first: a bound on its work in a window of any size."""

CANDIDATES_MAX = 4
ALERTS_MAX = 2

ENOUGH, ENOUGH_ANCHORS = 54, 2
"""One shared anchor is enough where it is as rare as one item in 8,000 (weight 6 x 9.0), else two."""

ALERT_WORDS, ALERT_SHARE = 3, 0.5
"""Rare words of an alert that must stand in the opening of the text that may expand it: so many, or this share, and
never one alone."""

_NOTHING = array("I")


class Index:
    """Places count up with every text that is put; nothing but their order is ever used."""

    def __init__(self) -> None:
        self._keys: dict[int, str] = {}
        self._texts: dict[str, tuple[int, array[int], array[int]]] = {}
        # Arrays, not lists, whose numbers lie apart in memory: to fetch them costs a twentieth of all that dedupe does.
        self._anchors: dict[int, array[int]] = {}
        self._alerts: dict[int, array[int]] = {}
        self._sizes: dict[int, int] = {}
        self._next = 0

    def __len__(self) -> int:
        return len(self._texts)

    def put(self, key: str, anchors: "array[int]", alert: Mapping[int, int]) -> None:
        """`alert` has the weights of the words of a text that is an alert, and nothing for any other."""
        place = self._next
        self._next += 1
        words = array("I", alert) if alert else _NOTHING
        self._keys[place] = key
        self._texts[key] = place, anchors, words
        for lists, codes in ((self._anchors, anchors), (self._alerts, words)):
            for code in codes:
                found = lists.get(code)
                if found is None:
                    lists[code] = array("Q", (place,))
                else:
                    found.append(place)
        if alert:
            self._sizes[place] = len(words)

    def remove(self, key: str) -> None:
        place, anchors, alert = self._texts.pop(key)
        del self._keys[place]
        for lists, codes in ((self._anchors, anchors), (self._alerts, alert)):
            for code in codes:
                found = lists[code]
                # The oldest go first, so the place stands near the front.
                found.remove(place)
                if not found:
                    del lists[code]
        self._sizes.pop(place, None)

    def like(self, anchors: Mapping[int, int]) -> list[str]:
        """Keys of texts that share enough of these anchors (code to weight), those with most first, then the newest."""
        lists = _shortest(self._anchors, anchors)
        shared = Counter(chain.from_iterable([places for _, places in lists]))
        telling = [places for code, places in lists if anchors[code] >= ENOUGH]
        alone = set(chain.from_iterable(telling))
        likely = [(-count, -place) for place, count in shared.items() if count >= ENOUGH_ANCHORS or place in alone]
        return [self._keys[-place] for _, place in sorted(likely)[:CANDIDATES_MAX]]

    def alerts_in(self, words: Set[int]) -> list[str]:
        """Keys of alerts of whose rare words enough stand among these words, the fullest first, then the newest."""
        lists = _shortest(self._alerts, words)
        shared = Counter(chain.from_iterable([places for _, places in lists]))
        found = [
            (-count / self._sizes[place], -place)
            for place, count in shared.items()
            if count > 1 and (count >= ALERT_WORDS or count >= ALERT_SHARE * self._sizes[place])
        ]
        return [self._keys[-place] for _, place in sorted(found)[:ALERTS_MAX]]


def _shortest(of: "dict[int, array[int]]", codes: Iterable[int]) -> "list[tuple[int, array[int]]]":
    """The codes with the newest places of their lists, the shortest list first, until enough places were looked at."""
    # No two codes are equal, so no two lists are ever compared.
    lists = sorted([(len(places), code, places) for code in codes if (places := of.get(code)) is not None])
    found, left = [], LOOKED_AT
    for count, code, places in lists:
        found.append((code, places if count <= NEWEST else places[-NEWEST:]))
        left -= count
        if left <= 0:
            break
    return found
