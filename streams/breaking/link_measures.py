"""An item beside a story: how much of each stands in the other, in words, names and figures, and how far apart in time.

The actor is what a headline names first. Of two texts in one form, whose words agree and whose actors differ, the
actors are rivals: neither text begins with the other's, and each is rarer than all that the headlines share.

    ARDEN TRUST RAISES PRIME RATE               rivals arden and belmont; shared prime, rate
    BELMONT SAVINGS TO INCREASE PRIME RATE
"""

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from math import log, log1p, sqrt
from typing import NamedTuple

from streams.breaking.link_terms import BODY, HEAD, START, Term, unpack

HOUR_MS = 3_600_000

MEASURES = (
    "cosine", "centre", "head", "head_in", "head_of", "opening",
    "actor_in", "actor_of", "rival", "outdone", "founder_in", "founder_of", "founder_rival",
    "names", "names_share", "rarest", "rarest_2", "rarest_3", "head_rarest", "open_rarest", "name_rarest",
    "missing", "missing_of", "unsaid", "unsaid_of", "figures", "figures_share", "against",
    "gap", "length", "length_of", "size",
)  # fmt: skip
"""What is measured, in this order, of the item and the member of the story most like it; `in` is how much of the item
stands in the member, `of` the reverse. -1 where there is nothing to measure by."""

ACTOR_WORDS, ACTOR_AMONG = 2, 4
"""The first names among the first words of a headline; where none of them looks like a name, the first words."""

NO_RIVAL = -31
"""Below every difference of two weights."""

ZONE_BOOST = (0.7, 1.0, 1.0, 2.0)
"""What a word counts in the likeness of two texts: in the body, lede, start of the lede, headline."""


class View(NamedTuple):
    """What of a link is compared: words by code."""

    corrects: bool
    text: bool
    """Whether there is more than a headline."""
    terms: dict[int, int]
    """Rarity of each word, in the order of the text: headline, start of the lede, lede, and the rest."""
    vector: dict[int, float]
    """Rarity and number of a word, as the parts of a vector of length 1."""
    head: dict[int, int]
    head_weight: int
    opening: frozenset[int]
    """Words of headline and lede."""
    opening_weight: int
    start: frozenset[int]
    """Words of the headline and of the beginning of the lede, where it is said who acts."""
    actor: dict[int, int]
    names: dict[int, int]
    names_weight: int
    values: frozenset[float]
    slots: dict[int, float]


@lru_cache(maxsize=4_096)
def view_of(link: str) -> View:
    """The view of a packed link. Remembered: the newest stories are compared with every item."""
    corrects, terms, figures = unpack(link)
    codes = list(terms)
    weights, named, zones, _ = zip(*terms.values(), strict=True) if terms else ((), (), (), ())
    vector = [_PARTS[term] for term in terms.values()]
    norm = sqrt(sum([part * part for part in vector])) or 1.0
    # The words of a link stand in the order of their zones.
    heads = zones.count(HEAD)
    starts = heads + zones.count(START)
    openings = len(codes) - zones.count(BODY)
    first = list(zip(codes[:heads], weights, strict=False))
    actors = [row for row, name in zip(first[:ACTOR_AMONG], named, strict=False) if name]
    names = {code: weight for code, weight, name in zip(codes, weights, named, strict=True) if name}
    return View(
        corrects=corrects,
        text=heads < len(codes),
        terms=dict(zip(codes, weights, strict=True)),
        vector={code: part / norm for code, part in zip(codes, vector, strict=True)},
        head=dict(first),
        head_weight=sum(weights[:heads]),
        opening=frozenset(codes[:openings]),
        opening_weight=sum(weights[:openings]),
        start=frozenset(codes[:starts]),
        actor=dict((actors or first)[:ACTOR_WORDS]),
        names=names,
        names_weight=sum(names.values()),
        values=frozenset([value for value, _ in figures]),
        slots={slot: value for value, slot in reversed(figures) if slot},
    )


class _Parts(dict[Term, float]):
    """What a term counts in the likeness of two texts; there are few different ones."""

    def __missing__(self, term: Term) -> float:
        found = self[term] = term.weight * (1 + log(term.often)) * ZONE_BOOST[term.zone]
        return found


_PARTS = _Parts()


def cosine(one: View, other: View) -> float:
    """Likeness of two texts, 0 to 1, rounded, so that no order of adding decides."""
    a, b = one.vector, other.vector
    return round(sum([a[code] * b[code] for code in a.keys() & b.keys()]), 6)


def measure(item: View, at_ms: int, links: Sequence[tuple[str, int]], cosines: Sequence[float]) -> list[float]:
    """The item beside a story's links and their times, one number a name of MEASURES."""
    best = cosines.index(max(cosines))
    member, founder = view_of(links[best][0]), view_of(links[0][0])
    terms, told = item.terms, member.terms
    common = terms.keys() & told.keys()
    weights = sorted([terms[code] for code in common], reverse=True)
    openings = [terms[code] for code in item.opening & member.opening]
    names = [terms[code] for code in common if code in item.names or code in member.names]
    heads = [item.head[code] for code in item.head.keys() & member.head.keys()]
    head_in, missing = _told(item.head, told)
    head_of, missing_of = _told(member.head, terms)
    head_rarest = max(heads, default=0)
    rival = _rival(item, member)
    values, fewest = len(item.values & member.values), min(len(item.values), len(member.values))
    slots = item.slots.keys() & member.slots.keys()
    return [
        cosines[best],
        sum(cosines) / len(cosines),
        _ratio(sum(heads), min(item.head_weight, member.head_weight)),
        _ratio(head_in, item.head_weight),
        _ratio(head_of, member.head_weight),
        _ratio(sum(openings), min(item.opening_weight, member.opening_weight)),
        _share(item.actor, member.opening),
        _share(member.actor, item.opening),
        rival,
        rival - head_rarest if rival else NO_RIVAL,
        _share(item.actor, founder.terms),
        _share(founder.actor, terms),
        rival if founder is member else _rival(item, founder),
        sum(names),
        _ratio(sum(names), min(item.names_weight, member.names_weight), -1),
        *[*weights, 0, 0, 0][:3],
        head_rarest,
        max(openings, default=0),
        max(names, default=0),
        missing,
        missing_of,
        1 - _share(item.head, member.opening) if len(member.opening) > len(item.head) else -1,
        1 - _share(member.head, item.opening) if len(item.opening) > len(member.head) else -1,
        values,
        _ratio(values, fewest, -1),
        sum([item.slots[slot] != member.slots[slot] for slot in slots]),
        log1p(max(0, at_ms - links[best][1]) / HOUR_MS),
        log1p(len(terms)),
        log1p(len(told)),
        log1p(len(links)),
    ]


def _ratio(part: float, whole: float, nothing: float = 0.0) -> float:
    return part / whole if whole else nothing


def _share(weights: Mapping[int, int], of: Container[int]) -> float:
    """How much of these words, by weight, the other text has."""
    whole = part = 0
    for code, weight in weights.items():
        whole += weight
        if code in of:
            part += weight
    return part / whole if whole else 0.0


def _told(weights: Mapping[int, int], of: Container[int]) -> tuple[int, int]:
    """What of these words the other text has, by weight, and the rarest that it does not have."""
    part = rarest = 0
    for code, weight in weights.items():
        if code in of:
            part += weight
        elif weight > rarest:
            rarest = weight
    return part, rarest


def _rival(one: View, other: View) -> int:
    """Rarity of the actors where each text has one whom the other's beginning does not name; else 0."""
    _, absent = _told(one.actor, other.start)
    return min(absent, _told(other.actor, one.start)[1]) if absent else 0
