"""An item beside a story: how much of each stands in the other, in words, names and figures, and how far apart they are."""

from collections.abc import Sequence
from functools import lru_cache
from math import log, log1p, sqrt
from typing import NamedTuple

from streams.breaking.link_terms import BODY, HEAD, Term, unpack

HOUR_MS = 3_600_000

MEASURES = (
    "cosine", "centre", "head", "head_in", "head_of", "opening", "actor_in", "actor_of", "names", "names_share",
    "rarest", "rarest_2", "rarest_3", "head_rarest", "name_rarest", "missing", "missing_of",
    "figures", "figures_share", "against", "gap", "length", "length_of", "size",
)  # fmt: skip


class View(NamedTuple):
    terms: dict[int, Term]
    vector: dict[int, float]
    head: dict[int, float]
    """Weights of the headline's words."""
    opening: frozenset[int]
    """Words of headline and lede."""
    actor: dict[int, float]
    names: dict[int, int]
    values: frozenset[float]
    slots: dict[int, float]


ZONE_BOOST = (0.7, 1.0, 2.0)
ACTOR_WORDS = 2


@lru_cache(maxsize=16_384)
def view_of(link: str) -> View:
    terms, figures = unpack(link)
    vector = {code: term.weight * (1 + log(term.count)) * ZONE_BOOST[term.zone] for code, term in terms.items()}
    norm = sqrt(sum([value * value for value in vector.values()])) or 1.0
    vector = {code: value / norm for code, value in vector.items()}
    head = {code: float(term.weight) for code, term in terms.items() if term.zone == HEAD}
    actor = dict(list(head.items())[:ACTOR_WORDS])
    return View(
        terms,
        vector,
        head,
        frozenset([code for code, term in terms.items() if term.zone != BODY]),
        actor,
        {code: term.weight for code, term in terms.items() if term.name},
        frozenset([value for value, _ in figures]),
        {slot: value for value, slot in reversed(figures) if slot},
    )


def cosine(a: View, b: View) -> float:
    one, other = a.vector, b.vector
    return sum([one[code] * other[code] for code in one.keys() & other.keys()])


def measure(
    item: View, at_ms: int, links: Sequence[tuple[str, int]], cosines: Sequence[float]
) -> list[float]:
    best = max(range(len(cosines)), key=lambda i: (cosines[i], -i))
    member = view_of(links[best][0])
    common = item.terms.keys() & member.terms.keys()
    shared = sorted([item.terms[code].weight for code in common], reverse=True)[:3] + [0, 0, 0]
    heads = item.head.keys() & member.head.keys()
    least = min(sum(item.head.values()), sum(member.head.values())) or 1
    openings = item.opening & member.opening
    opening = sum([item.terms[code].weight for code in openings])
    least_opening = min(sum([each.terms[code].weight for code in each.opening]) for each in (item, member)) or 1
    names = (item.names.keys() | member.names.keys()) & common
    names_weight = sum([item.terms[code].weight for code in names])
    fewest = min(sum(item.names.values()), sum(member.names.values()))
    values = item.values & member.values
    figures = min(len(item.values), len(member.values))
    slots = item.slots.keys() & member.slots.keys()
    return [
        cosines[best],
        sum(cosines) / len(cosines),
        sum([item.head[code] for code in heads]) / least,
        _share(item.head, member.terms),
        _share(member.head, item.terms),
        opening / least_opening,
        _share(item.actor, member.terms),
        _share(member.actor, item.terms),
        names_weight,
        names_weight / fewest if fewest else -1,
        *shared[:3],
        max([item.terms[code].weight for code in heads], default=0),
        max([item.terms[code].weight for code in names], default=0),
        max([weight for code, weight in item.head.items() if code not in member.terms], default=0),
        max([weight for code, weight in member.head.items() if code not in item.terms], default=0),
        len(values),
        len(values) / figures if figures else -1,
        sum([item.slots[slot] != member.slots[slot] for slot in slots]),
        log1p(max(0, at_ms - links[best][1]) / HOUR_MS),
        log1p(len(item.terms)),
        log1p(len(member.terms)),
        log1p(len(links)),
    ]


def _share(weights: dict[int, float], of: dict[int, Term]) -> float:
    whole = sum(weights.values())
    return sum([weight for code, weight in weights.items() if code in of]) / whole if whole else 0.0
