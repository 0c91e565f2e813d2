"""Dead letters: reason codes and sentences of what could not be read."""

from typing import Literal

from schemas.item import DeadLetter, Part

WHOLE = Part(index=0, count=1)
MAX_PARTS = 2000
"""Items in one raw record. Feeds pack tens; a megabyte of `[{},{},…]` would be half a million dead letters."""


def unknown_format(detail: str, part: Part = WHOLE) -> DeadLetter:
    return letter("unknown_format", detail, part)


def too_many(count: int) -> DeadLetter:
    return letter("too_many_items", f"{count} items in one record; at most {MAX_PARTS} are read.", WHOLE)


def no_news(kind: str, part: Part) -> DeadLetter:
    """What is recognised, and is no news: set aside, not an error."""
    return letter("no_news", f"No news: {kind}. Set aside.", part, "aside")


def letter(reason: str, detail: str, part: Part, outcome: Literal["dead", "aside"] = "dead") -> DeadLetter:
    return DeadLetter(outcome=outcome, reason=reason, detail=detail, part=part)
