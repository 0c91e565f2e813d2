"""Lifecycle: what becomes of a uri over time. Versions, kills, embargoes.

The room's rule: what an agency takes back or holds back stays back. After a kill no version of the uri shows a body
again; the newest version's embargo governs; an older held version is never released.
"""

from streams.lifecycle.embargo import Hold, hold
from streams.lifecycle.kills import body_less
from streams.lifecycle.notes import Note, Reference, note
from streams.lifecycle.notes_embargo import Spoken, spoken
from streams.lifecycle.notes_targets import Found, Named, Resolution, named, remembered, resolve
from streams.lifecycle.versions import Order, is_integer, order

__all__ = [
    "Found",
    "Hold",
    "Named",
    "Note",
    "Order",
    "Reference",
    "Resolution",
    "Spoken",
    "body_less",
    "hold",
    "is_integer",
    "named",
    "note",
    "order",
    "remembered",
    "resolve",
    "spoken",
]
