"""Lifecycle: what becomes of a uri over time. Versions, kills, embargoes.

The room's rule: what an agency takes back or holds back stays back. After a kill no version of the uri shows a body
again; the newest version's embargo governs; an older held version is never released.
"""

from streams.lifecycle.embargo import Hold, hold
from streams.lifecycle.kills import body_less
from streams.lifecycle.versions import Order, is_integer, order

__all__ = ["Hold", "Order", "body_less", "hold", "is_integer", "order"]
