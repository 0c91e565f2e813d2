"""A record that takes the whole process down (out of memory, a crash in C) is not tried for ever.

No guard inside the process can catch that, so what is known of it must outlive the process. Before its first batch
after taking a role a worker commits a note beside its position: which attempt begins here, and how far its batch
reaches. Whoever takes the role next and finds a note at the very position where it has to start knows that its
predecessor ended before it had committed anything:

    attempt 1   a batch as always
    attempt 2   the records of that batch one a transaction
    attempt 3   the head record goes to wire.dead unread

From a worker's note to its first commit nothing else in the process computes: the record that is noted is the one that
was in hand when the process died. Once something is committed no more notes are made, so the running feed pays nothing,
and workers that are killed at their leisure condemn nobody.
"""

import asyncio
import secrets
from typing import NamedTuple, Self

import orjson

ATTEMPTS_MAX = 3
"""The attempt that does not read its head record any more."""


class Note(NamedTuple):
    """What is committed beside a position: the attempt that begins there, the end of its batch, and who makes it."""

    attempt: int
    until: int
    by: str

    def text(self) -> str:
        return orjson.dumps(self._asdict()).decode()

    @classmethod
    def of(cls, metadata: str) -> Self | None:
        """The note in an offset's metadata; None for whatever anybody else may have written there."""
        try:
            fields = orjson.loads(metadata)
            return cls(int(fields["attempt"]), int(fields["until"]), str(fields["by"]))
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return None


class Attempts:
    """One a process: who it is in its notes, and whose turn it is to compute."""

    def __init__(self) -> None:
        self.by = secrets.token_hex(4)
        self.turn = asyncio.Lock()
