"""Identities: every published id is a hash of what was received, so that a replay gives it again.

No id holds an offset, a counter, a uuid4 or the clock.
"""

import re
from hashlib import sha256
from urllib.parse import quote

import orjson


def digest(*parts: str | int | bool | None) -> str:
    """The first 32 hex digits of SHA-256 over the JSON array of the parts."""
    return sha256(orjson.dumps(parts)).hexdigest()[:32]


def raw_id(feed: str, received_at: str, body: bytes) -> str:
    """Identity of a raw record; the bytes go in as the hex digits of their SHA-256, since JSON holds no bytes."""
    return digest(feed, received_at, sha256(body).hexdigest())


def item_uri(provider: str, identifier: str) -> str:
    """The item's uri: the provider's id where that is a URI, else `urn:wire:{provider}:{quoted id}`."""
    if _URI.fullmatch(identifier):
        return identifier
    return f"urn:wire:{provider}:{quote(identifier, safe='')}"


# RFC 3986, as far as an id may go: a scheme, then the characters of a URI, with % only before hex digits and # once.
_URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
    r"(?:\#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
