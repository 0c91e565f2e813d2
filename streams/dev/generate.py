"""The generator: a stored wire repeated for as long as a bench or a fault test needs, with a wire's troubles mixed in.

Every story draws a plot by seed: most run once, others are re-sent, updated, killed, embargoed or withheld some items
later. No story meets another one's plot, so each record's truth is known when it is made: every story has long words of
its own, so that none is another one's near duplicate, and every text a token line at its end, which only its re-sends
share. Short words and figures stay as they are, and cost what real ones cost. All items of a story come on one feed, so
that Kafka keeps their order.
"""

import re
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from random import Random
from typing import Any, Literal, NamedTuple

import orjson

from schemas.base import UtcTime, ms, utc
from schemas.item import RawRecord
from schemas.lists import EventType, Outcome
from streams.dev.play import Row, feed_index, ninjs_document


class Step(NamedTuple):
    """A record of a plot: what is sent, and the first outcome it must get from a pipeline that saw all before it."""

    sends: Literal["text", "copy", "kill", "embargoed", "withheld"]
    version: str
    outcome: Outcome
    event: EventType


class Plot(NamedTuple):
    """`share`: how many of a hundred records are the story's last one, or its only one, by this plot."""

    share: float
    steps: tuple[Step, ...]


FIRST = Step("text", "1", "enriched", "created")
PLOTS = {
    "plain": Plot(55.5, (FIRST,)),
    "resent": Plot(5.0, (FIRST, Step("copy", "1", "suppressed", "suppressed"))),
    "updated": Plot(12.0, (FIRST, Step("text", "2", "enriched", "updated"))),
    "late": Plot(3.0, (Step("text", "2", "enriched", "created"), Step("text", "1", "enriched", "late"))),
    "killed": Plot(0.8, (FIRST, Step("kill", "2", "enriched", "killed"))),
    "killed_ahead": Plot(0.2, (Step("kill", "2", "enriched", "killed"), Step("text", "1", "enriched", "killed"))),
    "embargoed": Plot(2.0, (Step("embargoed", "1", "held", "held"),)),
    "withheld": Plot(0.5, (Step("withheld", "1", "held", "held"),)),
}

REACH_ITEMS = 200
"""The rest of a plot follows at most so many items later: within a batch, across batches, and across a restart."""

REACH_S = 600
"""And at most so long after, for a wire repeats itself within minutes."""

EMBARGO_S = (2, 30)
CONSONANTS = "bcdfghjklmnpqrstvwxz"
LONG_WORD = re.compile("[A-Za-z]{5,}")
"""What tells one story from another. Units and what stands around a figure are mostly shorter: mln, dlrs, pct, rose."""


class Truth(NamedTuple):
    """What a generated record is. `of` is the number of the story's first record, absent there.

    `token` is the line that only this text and its re-sends end with; a kill has none.
    """

    number: int
    plot: str
    uri: str
    version: str
    outcome: Outcome
    event: EventType
    of: int | None
    token: str | None
    embargoed_until: UtcTime | None


class Generated(NamedTuple):
    record: RawRecord
    truth: Truth


class Story(NamedTuple):
    """A row on its way through its plot. `sent` is the number of its first record, `steps` what is still to come."""

    row: Row
    uri: str
    feed: str
    plot: str
    steps: tuple[Step, ...]
    sent: int | None = None


def generate(
    wire: Sequence[Row],
    count: int,
    seed: int,
    start: UtcTime,
    per_second: float,
    feeds: int = 4,
    provider: str = "reuters",
) -> Iterator[Generated]:
    """`count` ninjs records from `start` on, `per_second` on average; the same arguments give the same bytes.

    Feeds are named `{provider}-{n}`. ValueError where there is nothing to repeat or no rate to repeat it at.
    """
    if not wire:
        raise ValueError("wire: there is no row to repeat")
    if per_second <= 0:
        raise ValueError(f"per_second: {per_second} is not above 0")
    random = Random(seed)  # noqa: S311 -- the same seed gives the same wire
    reach = max(1, min(REACH_ITEMS, int(REACH_S * per_second)))
    running: list[tuple[int, int, Story]] = []
    start_ms = ms(start)
    now_ms = start_ms - 1
    stories = 0
    for number in range(count):
        # Rising strictly: the same bytes twice in a millisecond would be one raw record. So 1,000 a second at most.
        now_ms = max(now_ms + 1, start_ms + int((number + random.random() / 2) * 1000 / per_second))
        if running and running[0][0] <= number:
            story = heappop(running)[2]
        else:
            row = wire[stories % len(wire)]
            feed = f"{provider}-{feed_index(row.headline, feeds)}"
            plot = random.choices(list(PLOTS), [plot.share for plot in PLOTS.values()])[0]
            story = Story(retold(row, random), f"urn:wire:{provider}:g{seed}-{stories}", feed, plot, PLOTS[plot].steps)
            stories += 1
        yield _record(story, number, now_ms, random)
        if story.steps[1:]:
            sent = number if story.sent is None else story.sent
            # The exponent is even, not the gap: most copies follow soon, some late.
            due = number + int(reach ** random.random())
            heappush(running, (due, number, story._replace(steps=story.steps[1:], sent=sent)))


def retold(row: Row, random: Random) -> Row:
    """The row with its long words in letters of its own: vowels for vowels, consonants for consonants."""
    table: dict[int, int] = {}
    for letters in ("aeiou", CONSONANTS):
        others = "".join(random.sample(letters, len(letters)))
        table |= str.maketrans(letters + letters.upper(), others + others.upper())

    def word(match: re.Match[str]) -> str:
        return match[0].translate(table)

    title, body, slug = (LONG_WORD.sub(word, text) for text in (row.title, row.body, row.slug))
    return row._replace(title=title, body=body, slug=slug)


def token_line(number: int) -> str:
    """A line of one item's own, in letters: digits would be a figure to find."""
    letters = CONSONANTS[number % len(CONSONANTS)]
    while number := number // len(CONSONANTS):
        letters += CONSONANTS[number % len(CONSONANTS)]
    return f"Wire token {letters}."


def _record(story: Story, number: int, now_ms: int, random: Random) -> Generated:
    """The story's next step as a record received now."""
    step = story.steps[0]
    # Half of the re-sends come as the same item again, half under an id of their own.
    uri = f"{story.uri}-copy" if step.sends == "copy" and random.random() < 0.5 else story.uri
    until = utc(now_ms + random.randint(*EMBARGO_S) * 1000) if step.sends == "embargoed" else None
    token = None
    if step.sends != "kill":
        token = token_line(story.sent if step.sends == "copy" and story.sent is not None else number)
    record = RawRecord(
        body=orjson.dumps(_document(story.row, step, uri, token, utc(now_ms), until)),
        feed=story.feed,
        received_at=utc(now_ms),
        content_type="application/json",
        filename=f"{number:08d}.json",
    )
    return Generated(
        record, Truth(number, story.plot, uri, step.version, step.outcome, step.event, story.sent, token, until)
    )


def _document(row: Row, step: Step, uri: str, token: str | None, now: UtcTime, until: UtcTime | None) -> dict[str, Any]:
    if token is None:
        note = {"pubStatus": "canceled", "edNote": "Kill this item: it was sent in error."}
        return ninjs_document(Row(row.id, now, slug=row.slug), uri, now) | {"version": step.version} | note
    told = row._replace(body=f"{row.body}\n{token}" if row.body else token)
    document = ninjs_document(told, uri, now) | {"version": step.version}
    if until is not None:
        document["embargoedUntil"] = until
    if step.sends == "withheld":
        document["pubStatus"] = "withheld"
    return document
