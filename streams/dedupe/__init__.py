"""Dedupe: what an item is to the ones before it.

The room's rule: a text is never compared with itself, a version or correction is never suppressed, and nothing is ever
suppressed by what is held, withheld or killed. `fingerprint` looks at one item alone and runs in intake; `relate`
looks at the earlier arrivals that the state has found for it and runs in the taster.
"""

from streams.dedupe.fingerprint import fingerprint, rank, terms
from streams.dedupe.resend import Verdict, relate

__all__ = ["Verdict", "fingerprint", "rank", "relate", "terms"]
