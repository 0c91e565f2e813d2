"""Which running story an item belongs to: the same, a sibling of one, or none."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from schemas.lists import RelationKind
from schemas.state import StoryEntry, story_key
from streams.breaking.link_index import Stories
from streams.breaking.link_measures import HOUR_MS, View, cosine, measure, view_of
from streams.breaking.link_terms import terms

__all__ = ["Placement", "Stories", "place", "terms"]

LOOKS_BACK_MS = 36 * HOUR_MS


class Placement(NamedTuple):
    outcome: Literal["same", "sibling", "new"]
    story: str | None = None
    """Key of the story, or of the sibling."""
    score: float = 0.0
    member: int = 0
    """Index of the story's link that the item is nearest to."""


SAME = 0.3


def place(link: str, received_ms: int, stories: Sequence[StoryEntry], related: Mapping[str, RelationKind]) -> Placement:
    item = view_of(link)
    best = Placement("new")
    for story in stories:
        links = [(each[0], each[1]) for each in story["links"]]
        if not links or received_ms - max(at for _, at in links) > LOOKS_BACK_MS:
            continue
        cosines = [cosine(item, view_of(each)) for each, _ in links]
        score = round((max(cosines) + sum(cosines) / len(cosines)) / 2, 6)
        if score > best.score:
            best = Placement("same" if score >= SAME else "new", story_key(story["story"]), score, 0)
    return best if best.outcome != "new" else Placement("new")
