"""What breaking news is told from, of one item alone: computed in intake, weighed in the taster."""

from typing import Literal

from schemas.base import Model
from schemas.lists import TextField

Form = Literal["line", "short", "text", "table"]
Grade = Literal["flash", "alert", "urgent", "routine", "deferred"]


class Reason(Model):
    """One reason for a level: what was seen, where, and what it weighs. The sum is capped by family."""

    code: str
    family: str
    weight: float
    zone: str | None = None
    """Where it was seen: header, slug, keyword_line, ed_note, headline, body, section_label."""
    field: TextField | None = None
    start: int | None = None
    end: int | None = None
    evidence: str | None = None


class Traits(Model):
    """The marks, the form and the weight of an item, before anything is known of the items around it."""

    form: Form
    """line: a headline alone, or one sentence; short: up to three; table: columns, a schedule, a digest."""
    grade: Grade | None = None
    """What the declared urgency claims, by the profile of its provider."""
    severity: int = 0
    """0 to 3, as docs/breaking.md defines it."""
    event: str | None = None
    """The class of event; an open list."""
    turns: tuple[str, ...] = ()
    """Kinds of event that turn a story which did not have them: an arrest, a verdict, an agreed bid."""
    act: str | None = None
    """What the item is moved for beyond telling news (correction, kill, update, background …); an open list."""
    own: bool = True
    """Whether its provider reports itself."""
    reasons: tuple[Reason, ...] = ()
    link: str | None = None
    """Packed terms for the story linker; absent where there is no text."""
