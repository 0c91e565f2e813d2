"""Which running story an item belongs to: the same, a sibling of one, or none.

The room's rule for stories: one story is one event. Same wording proves nothing, since another bank's rate and another
company's results come in the same words; what two texts of one event share is who acts, where, and the figures.

    terms(item, figures)    in intake: what is compared, packed into a few hundred bytes
    Stories.like(link)      the stories that share rare words with it, likeliest first
    place(link, ...)        same: it joins the story;  sibling: it founds one, in the wave of another;  new
"""

from collections.abc import Mapping, Sequence
from itertools import islice, takewhile
from math import exp
from typing import Literal, NamedTuple

from schemas.lists import RelationKind
from schemas.state import StoryEntry, story_key
from streams.breaking.link_index import Stories
from streams.breaking.link_measures import ACTOR_WORDS, HOUR_MS, MEASURES, View, cosine, measure, view_of
from streams.breaking.link_model import same
from streams.breaking.link_terms import codes, terms
from streams.breaking.link_words import BIDS, JUDGES

__all__ = ["Placement", "Stories", "place", "terms"]

LOOKS_BACK_MS, CORRECTION_LOOKS_BACK_MS = 36 * HOUR_MS, 72 * HOUR_MS
"""How long ago the newest item of a story may be. What is marked as a correction names its original however late."""

LOOKED_AT, LIKE = 4, 0.1
"""Stories that are measured, those with the member most like the item, and how like it must be. On the development
wire twice as many and no bound on likeness change nothing but the time."""

SAME_AT_ONCE, SAME_LATER, SAME_CORRECTION = 0.2, 0.5, 0.1
STRICTER = 0.1
FADES_MS = HOUR_MS // 4
"""From which probability on: what comes at once is sooner of one story than what comes a day later. An agency tells its
own stories apart, in its own forms, so more is asked of two texts of one agency. A correction has an original, so the
likeliest story is its own unless nothing speaks for it."""

RIVAL, FRAME = 11, 0.3
"""From this rarity of rival actors on, with as much of the shorter headline in common, two stories are siblings: ARDEN
TRUST RAISES PRIME RATE, BELMONT SAVINGS TO INCREASE PRIME RATE."""

REPEATED = 0.6
"""A correction says the headline of its original again: so much of it, and this is its probability at least."""

COMMON_MOST, FORM_SHARE = 14, 0.3
"""Two headlines of one agency are of one form where they begin with others and the rarest word that they share is no
rarer than this: TOLVANE RAISES CRUDE POSTINGS, MERRIN RAISES CRUDE POSTINGS."""

SURE: tuple[RelationKind, ...] = (
    "exact_resend", "near_duplicate", "rewrite_of", "new_version_of", "correction_of", "kill_of",
)  # fmt: skip
"""Relations that know better than any form."""

RELEASE_MS, RELEASE_RARITY, RELEASE_SAME = 2 * HOUR_MS, 14, 0.72
"""What an agency sends of one actor, who is no common word, within two hours is of one statement: the results, then the
dividend. Where the words that name him are common, both headlines begin with them: they are as rare as their sum."""

BID_RARITY, BID_SAME = 18, 0.9
"""A takeover is one story while it is told: the bid, the answer, the suit, the day after. Both texts speak of one, and
their headlines share a name so rare."""

SIBLING_MS = 30 * HOUR_MS
"""About a day: a recurrence after days is no sibling."""

HINTS: dict[RelationKind, float] = {
    "exact_resend": 0.95, "near_duplicate": 0.95, "rewrite_of": 0.5, "new_version_of": 0.5, "correction_of": 0.6,
    "kill_of": 0.95, "alert_expanded_by": 0.5, "follow_up": 0.3, "contained_in": 0.3,
}  # fmt: skip
"""What of the way to certainty it goes when the dedupe room has related the item to a member of the story."""


class Placement(NamedTuple):
    outcome: Literal["same", "sibling", "new"]
    story: str | None = None
    """Key of the story, or of the sibling."""
    score: float = 0.0
    """Probability that the item belongs to it; of a sibling, how like it is."""
    member: int = 0
    """Index of the story's link that the item is nearest to."""


def place(
    link: str, received_ms: int, stories: Sequence[StoryEntry], related: Mapping[str, RelationKind], provider: str = ""
) -> Placement:
    """Where the item goes among these stories, of which those that are equally likely stand in order.

    `related` has the stories, by key, of what the dedupe room has found the item to be related to, and how.
    """
    item = view_of(link)
    best, sibling = Placement("new"), Placement("new")
    since = received_ms - (CORRECTION_LOOKS_BACK_MS if item.corrects else LOOKS_BACK_MS)
    for story, cosines in _nearest(item, since, stories, related):
        links = story["links"]
        key = story_key(story["story"])
        nearest = max(range(len(cosines)), key=cosines.__getitem__)
        measures = measure(item, received_ms, [(each[0], each[1]) for each in links], cosines)
        score, kind = same(measures), related.get(key)
        if item.corrects and measures[_HEAD_IN] >= REPEATED:
            score = max(score, round(measures[_HEAD_IN], 6))
        if kind is not None:
            score = round(score + (1 - score) * HINTS.get(kind, 0.0), 6)
        gap_ms, own = received_ms - links[nearest][1], links[nearest][2] == provider
        member = view_of(links[nearest][0])
        rivals = kind not in SURE and (_siblings(measures) or _in_one_form(item, member))
        if own and rivals:
            score = 0.0
        elif own and gap_ms <= RELEASE_MS and _is_of_one_actor(item, member, measures):
            score = max(score, RELEASE_SAME)
        elif own and _is_of_one_bid(item, member):
            score = max(score, BID_SAME)
        if score > best.score and score >= _asked(item, gap_ms) + STRICTER * own:
            best = Placement("same", key, score, nearest)
        elif rivals and cosines[nearest] > sibling.score and gap_ms <= SIBLING_MS:
            sibling = Placement("sibling", key, cosines[nearest], nearest)
    return sibling if best.outcome == "new" else best


def _nearest(
    item: View, since: int, stories: Sequence[StoryEntry], related: Mapping[str, RelationKind]
) -> list[tuple[StoryEntry, list[float]]]:
    """The stories that are still told, with the likeness of each link: the likest ones, and all that are related."""
    rows = []
    for number, story in enumerate(stories):
        if story["links"] and max([each[1] for each in story["links"]]) >= since:
            cosines = [cosine(item, view_of(each[0])) for each in story["links"]]
            likest, stranger = max(cosines), story_key(story["story"]) not in related
            if likest >= LIKE or not stranger or item.corrects:
                rows.append((stranger, -likest, number, cosines))
    return [
        (stories[number], cosines)
        for _, _, number, cosines in sorted(rows)[: len(rows) if item.corrects else LOOKED_AT]
    ]


def _siblings(measures: list[float]) -> bool:
    strangers = measures[_ACTOR_IN] <= 0 or measures[_ACTOR_OF] <= 0
    return strangers and measures[_RIVAL] >= RIVAL and measures[_HEAD] >= FRAME


def _is_of_one_actor(item: View, member: View, measures: list[float]) -> bool:
    if _JUDGES & {*islice(item.head, ACTOR_WORDS)}:
        return False
    if min(measures[_ACTOR_IN], measures[_ACTOR_OF]) >= 1 and measures[_HEAD_RAREST] >= RELEASE_RARITY:
        return True
    both = [code for code, _ in takewhile(lambda pair: pair[0] == pair[1], zip(item.head, member.head, strict=False))]
    return len(both) >= ACTOR_WORDS and sum([item.head[code] for code in both]) >= RELEASE_RARITY


def _is_of_one_bid(item: View, member: View) -> bool:
    if item.opening.isdisjoint(_BIDS) or member.opening.isdisjoint(_BIDS):
        return False
    names = (item.head.keys() & member.head.keys() & (item.names.keys() | member.names.keys())) - _JUDGES
    return any(item.head[code] >= BID_RARITY for code in names)


_BIDS, _JUDGES = codes(BIDS), codes(JUDGES)


def _in_one_form(item: View, member: View) -> bool:
    """Whether two headlines begin with others and go on in the same common words: TOLVANE RAISES CRUDE POSTINGS."""
    if not item.head or not member.head:
        return False
    if next(iter(item.head)) in member.head or next(iter(member.head)) in item.head:
        return False
    shared = [item.head[code] for code in item.head.keys() & member.head.keys()]
    whole = min(item.head_weight, member.head_weight)
    return bool(shared) and max(shared) <= COMMON_MOST and sum(shared) >= FORM_SHARE * whole


_RIVAL, _HEAD, _HEAD_IN, _HEAD_RAREST, _ACTOR_IN, _ACTOR_OF = map(
    MEASURES.index, ("rival", "head", "head_in", "head_rarest", "actor_in", "actor_of")
)


def _asked(item: View, gap_ms: int) -> float:
    """The probability asked of an item so long after the one it is nearest to."""
    if item.corrects:
        return SAME_CORRECTION
    return SAME_LATER - (SAME_LATER - SAME_AT_ONCE) * exp(-max(0, gap_ms) / FADES_MS)
