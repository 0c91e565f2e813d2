"""What an agency means by its marks: data, one row a value, and how rare each is.

`f` is a flash once or twice a year at AP; at Reuters in 1987 it stood on 813 of 13,293 items, one in sixteen. So a
profile names the grade of each value there, and the generic profile, which knows no rarity, never says flash.
"""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.traits import Grade

GENERIC = "generic"

COMMON_A_DAY = 100.0
"""A value that stands on more items a day than this claims less: nobody can wake somebody for each of them."""


class Declared(NamedTuple):
    """The grade of a declared value. `needs` is a signal or keyword, in lower case, without which it is routine."""

    grade: Grade
    a_day: float | None = None
    needs: str | None = None


class Profile(NamedTuple):
    """How one provider is read."""

    grades: Mapping[tuple[str, str], Declared]
    """(scheme, value): what it claims."""
    marks: Mapping[str, Declared] = {}
    """Marks in first place of a headline or slug, in lower case, that mean something else here than they mostly do."""
    not_marks: tuple[str, ...] = ()
    """Product names and topics, in lower case, that hold a signal word and are no mark: `goal flash`."""
    own: bool = True
    """Whether it reports itself. What a scraper says first, somebody else has said before."""
    site: bool = False
    """Whether it is a website, with live pages and explainers; an agency's background is part of its file."""
    reviews: bool = False
    """Whether a second, reviewed message corrects the automatic one, as seismic networks do."""
    market: bool = False
    """Whether it is a wire for markets, where a bond, a tender or a statistic is a bulletin."""
    home: str | None = None
    """Dateline of its head desk, in lower case."""
    quiet: frozenset[int] = frozenset()
    """Hours of UTC in which its desks for routine copy are not at work."""


def _rows(scheme: str, grades: Mapping[str, Grade | Declared]) -> dict[tuple[str, str], Declared]:
    return {
        (scheme, value): each if isinstance(each, Declared) else Declared(each)
        for values, each in grades.items()
        for value in values.split()
    }


PROFILES: dict[str, Profile] = {
    GENERIC: Profile(
        # IPTC NewsCodes urgency: 1 most urgent, 5 normal, 8 least; 9 is the user's own.
        _rows("iptc", {"1": "alert", "2": "urgent", "3 4 5": "routine", "6 7 8": "deferred"})
        # ANPA 1312 priority letters.
        | _rows("anpa", {"f b": "alert", "u": "urgent", "r": "routine", "d a s": "deferred"})
        # CAP: how soon to act; Immediate on an Update or a Cancel is not an alert again.
        | _rows(
            "cap",
            {
                "immediate": Declared("alert", needs="alert"),
                "expected": Declared("urgent", needs="severe"),
                "future past unknown": "routine",
            },
        ),
    ),
    # AP: a flash once or twice a year; b carries bulletins, first adds and kill notes; u also every correction.
    "ap": Profile(
        _rows("anpa", {"f": Declared("flash", 0.005), "b": "alert", "u": "urgent"})
        | _rows("iptc", {"1": Declared("flash", 0.005), "2": "alert", "3": "urgent"})
    ),
    # AFP: flash is rare, an alert is one line, an urgent two paragraphs.
    "afp": Profile(_rows("iptc", {"1": Declared("flash", 0.01), "2": "alert", "3": "urgent"})),
    # dpa: 1 Blitz, 62 of them from 1949 to 2022; 2 Eil, about three a day, at most three sentences.
    "dpa": Profile(_rows("iptc", {"1": Declared("flash", 0.002), "2": Declared("alert", 3), "3": "urgent"})),
    # The Reuters wire of 1987: f and b both stand on one-line alerts and on their first stories, several a minute at
    # market hours; u on a third of everything. The simulator sends the letters f b u r d a as 1 to 6 in ninjs.
    "reuters-1987": Profile(
        _rows("anpa", {"f": "alert", "b": "urgent", "u": "routine"})
        | _rows("iptc", {"1": "alert", "2": "urgent", "3 4": "routine", "5 6": "deferred"}),
        market=True,
        home="london",
        # Evening and night in New York, from where the copy on single companies came.
        quiet=frozenset({0, 1, 2, 3, 4, 5, 6, 20, 21, 22, 23}),
    ),
    # A page that repeats what agencies have said, in other words.
    "scraper": Profile({}, own=False, site=True),
    # A newspaper's own site.
    "site": Profile({}, site=True),
}


def profile(name: str, profiles: Mapping[str, Profile] = PROFILES) -> Profile:
    return profiles.get(name) or PROFILES[GENERIC]


def declared(known: Profile, scheme: str, value: str) -> Declared | None:
    """What a value claims by the profile, else by the generic one; None for a value that neither knows."""
    key = (scheme, value.lower())
    return known.grades.get(key) or PROFILES[GENERIC].grades.get(key)
