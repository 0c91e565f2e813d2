"""Lifecycle: what becomes of a uri over time. Versions, kills, embargoes.

The room's rule: what an agency takes back or holds back stays back. After a kill no version of the uri shows a body
again; the newest version's embargo governs; an older held version is never released.
"""

from streams.lifecycle.embargo import Hold, hold
from streams.lifecycle.kills import body_less
from streams.lifecycle.notes import Note, Reference, note
from streams.lifecycle.notes_targets import Found, Named, Resolution, may_be, named, remembered, resolve, sought
from streams.lifecycle.versions import Order, is_integer, order

__all__ = [
    "Found",
    "Hold",
    "Named",
    "Note",
    "Order",
    "Reference",
    "Resolution",
    "body_less",
    "hold",
    "is_integer",
    "may_be",
    "named",
    "note",
    "order",
    "remembered",
    "resolve",
    "sought",
]
