"""Breaking: how urgent an item is, and why; which running story it is of, and what that story's alert does.

The room's rule: a level without a reason does not exist, and a word in the copy is no reason. What an agency declares
is read by that agency's profile, since the same mark is rare here and routine there. `traits` looks at one item alone
and runs in intake; `weigh` and `withdraw` look at the stories that the state has and run in the taster.
"""

from streams.breaking.level import Context, level
from streams.breaking.link import Stories
from streams.breaking.profiles import PROFILES
from streams.breaking.traits import traits
from streams.breaking.weigh import Arrival, How, Weighed, Withdrawn, weigh, withdraw

__all__ = [
    "PROFILES",
    "Arrival",
    "Context",
    "How",
    "Stories",
    "Weighed",
    "Withdrawn",
    "level",
    "traits",
    "weigh",
    "withdraw",
]
