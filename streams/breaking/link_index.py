"""Active stories, found by the rare words of what was last told in them.

The index holds every story that is put, in the order of the log; caps belong to the asker. So an index built anew from
the entries of the state answers like the one that grew with them.
"""

from collections.abc import Iterable
from itertools import islice
from math import log, sqrt

from streams.breaking.link_terms import anchors

ANCHORS_MAX = 24
"""Words of an item by which its story is found: those that tell most."""

NEWEST = 40
"""Stories of one word that are looked at, the newest: a word that stands in more has little to say."""

LOOKED_AT = 300
"""Places that one question looks at, those of the rarest words first: a bound on its work at any number of stories."""

CANDIDATES_MAX = 8


class Stories:
    """Places count up with every story that is put; nothing but their order is ever used."""

    def __init__(self) -> None:
        self._keys: dict[int, str] = {}
        self._stories: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._words: dict[int, dict[int, None]] = {}
        self._sizes: dict[int, float] = {}
        self._next = 0

    def __len__(self) -> int:
        return len(self._stories)

    def put(self, key: str, links: Iterable[str]) -> None:
        """A story by the links of its founding item and its newest ones; what was put under the key before is gone."""
        if key in self._stories:
            self.remove(key)
        place = self._next
        self._next += 1
        codes = tuple(dict.fromkeys([each // 4 for link in links for each in anchors(link, ANCHORS_MAX)]))
        self._keys[place] = key
        self._stories[key] = place, codes
        self._sizes[place] = sqrt(len(codes) + SIZE)
        for code in codes:
            found = self._words.get(code)
            if found is None:
                self._words[code] = {place: None}
            else:
                found[place] = None

    def remove(self, key: str) -> None:
        place, codes = self._stories.pop(key)
        del self._keys[place], self._sizes[place]
        for code in codes:
            found = self._words[code]
            del found[place]
            if not found:
                del self._words[code]

    def like(self, link: str) -> list[str]:
        """Keys of the stories that share most with the item, by rarity of what is shared; of equal ones the newest."""
        lists = sorted(
            [
                (len(found), *divmod(each, 4))
                for each in anchors(link, ANCHORS_MAX)
                if (found := self._words.get(each // 4))
            ]
        )
        shared: dict[int, float] = {}
        stories, left = len(self) + COMMON, LOOKED_AT
        for count, code, zone in lists:
            weight = log(stories / count) ** 2 * ZONES[zone]
            places = self._words[code]
            for place in places if count <= NEWEST else islice(reversed(places), NEWEST):
                shared[place] = shared.get(place, 0.0) + weight
            left -= min(count, NEWEST)
            if left <= 0:
                break
        # A story that has told much shares something with everything.
        sizes = self._sizes
        rated = [weight / sizes[place] for place, weight in shared.items()]
        least = sorted(rated)[-CANDIDATES_MAX] if len(rated) > CANDIDATES_MAX else 0.0
        likely = [(-each, -place) for each, place in zip(rated, shared, strict=True) if each >= least]
        return [self._keys[-place] for _, place in sorted(likely)[:CANDIDATES_MAX]]


COMMON = 10
"""Stories added to those that are active, so that a word of one story tells something when there are few."""
ZONES = (1.0, 1.6, 1.6, 3.0)
"""What a word weighs by its zone in the item: of the stories that an item belongs to, nineteen in twenty are among the
candidates without this, and 99 in 100 with it."""
SIZE = 8
