"""Dedupe: what an item is to the ones before it.

The room's rule: a text is never compared with itself, a version or correction is never suppressed, and nothing is ever
suppressed by what is held, withheld or killed. `fingerprint` looks at one item alone and runs in intake; `exact` and
`nearest` look at the earlier arrivals that the state has found for it and run in the taster.
"""

from streams.dedupe.compare import asked
from streams.dedupe.fingerprint import Print, alert_words, anchors, fingerprint, rank, terms, unpack
from streams.dedupe.index import Index
from streams.dedupe.relate import bare, changes, compared, nearest, version
from streams.dedupe.resend import Verdict, exact

__all__ = [
    "Index",
    "Print",
    "Verdict",
    "alert_words",
    "anchors",
    "asked",
    "bare",
    "changes",
    "compared",
    "exact",
    "fingerprint",
    "nearest",
    "rank",
    "terms",
    "unpack",
    "version",
]
