"""Breaking: how urgent an item is, and why.

The room's rule: a level without a reason does not exist, and a word in the copy is no reason. What an agency declares
is read by that agency's profile, since the same mark is rare here and routine there.
"""

from streams.breaking.level import judge
from streams.breaking.profiles import PROFILES

__all__ = ["PROFILES", "judge"]
