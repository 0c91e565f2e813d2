"""What of an item is compared: computed once, from the item alone."""

from schemas.ids import digest
from schemas.item import DeclaredUrgency, Fingerprint, WireItem

# Declared urgency on one scale, 1 the most urgent: only to tell whether a copy claims more than what it repeats.
# AP's own order has b above u; Superdesk's map turns it round (reference: AP stylebook filing page).
ANPA_RANKS = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 6, "s": 6}
ROUTINE = 4


def fingerprint(item: WireItem) -> Fingerprint | None:
    """None where there is no text to compare: pictures and empty items are never copies of each other."""
    headline, body = folded(item.headline), folded(item.body)
    if not headline and not body:
        return None
    return Fingerprint(content=digest(headline, body), headline_only=not body)


def folded(text: str | None) -> str:
    """The text with runs of white space as one space. Case counts: an upper-case alert is not the story's headline."""
    return " ".join(text.split()) if text else ""


def terms(item: WireItem) -> str:
    """Digest of what a re-send shares besides its text: status, embargo, signals and note."""
    return digest(item.pub_status, item.embargoed_until, "\n".join(item.signals), item.ed_note)


def rank(urgency: DeclaredUrgency | None) -> int:
    """1 to 9, ROUTINE where nothing or nothing known was declared."""
    if urgency is None:
        return ROUTINE
    if urgency.scheme == "iptc":
        return int(urgency.value) if urgency.value in set("123456789") else ROUTINE
    return ANPA_RANKS.get(urgency.value, ROUTINE)
