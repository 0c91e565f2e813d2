"""What bytes look like that no reader here can read.

A dead letter says it, and the reader of plain text keeps its hands off it.
"""

import re
from collections.abc import Callable

from schemas.item import DeadLetter
from streams.wire.letters import WHOLE, letter, unknown_format
from streams.wire.look import Broken, Look

MAX_BYTES = 2 * 1024 * 1024
"""wire.raw's own limit for a record."""
MAX_CONTROLS = 4096
"""Control bytes in one record. The densest table on the wires read has 263; each run is a row of `cleaning`."""
CONTROL_BYTES = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
MAX_PROLOGUE = 50
"""Comments, instructions and declarations before an XML root that are looked past."""

MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF file"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)

# Filler before the start of a message: DEL, NUL and SYN were sent to let a teleprinter get up to speed.
FILLER = r"[\x00\x16\x7f\s]*"
# IPTC 7901 message header: source and number, priority, category, word count. Belga's copies have lost the SOH.
IPTC7901 = re.compile(FILLER + r"\x01?[A-Za-z]{2,4}\d{3,4} \d [a-z]{1,3} \d{1,5}\b", re.ASCII)
ENVELOPE = re.compile(FILLER + r"\x01")
TELEX = re.compile(FILLER + r"zczc\b", re.ASCII | re.IGNORECASE)
TRANSPORT_HEADER = re.compile(
    r"^(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|DKIM-Signature|Content-Type"
    r"|Content-Transfer-Encoding|Authentication-Results):",
    re.MULTILINE | re.IGNORECASE,
)
LETTER_HEADER = re.compile(r"^(?:From|To|Subject|Date):", re.MULTILINE)
JSON_START = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\]\d-]")
TAG = re.compile(r"<([A-Za-z_][\w:.-]{0,80})")


def refuse(look: Look) -> DeadLetter | None:
    """What is turned away before any reader sees it."""
    body = look.raw.body
    if len(body) > MAX_BYTES:
        return letter("too_large", f"{len(body)} bytes; at most {MAX_BYTES} are read.", WHOLE)
    if not body.strip():
        return unknown_format("The record is empty.")
    controls = len(body) - len(body.translate(None, CONTROL_BYTES))
    if b"\0" in body or controls > MAX_CONTROLS:
        return unknown_format(f"No reader for this: it looks like {magic(look) or 'binary data'}.")
    if isinstance(look.json, Broken) and look.json.reason == "too_deep":
        return letter("too_deep", f"JSON {look.json.why}.", WHOLE)
    return None


def describe(look: Look) -> str | None:
    """`XML with the root element newsItem`; None for text that has no mark of another format."""
    return next((shape for test in TESTS if (shape := test(look))), None)


def magic(look: Look) -> str | None:
    return next((name for mark, name in MAGIC if look.raw.body.startswith(mark)), None)


def markup(look: Look) -> str | None:
    if not look.head.startswith("<"):
        return None
    root = root_element(look.raw.body[: 64 * 1024].removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip())
    return f"XML with the root element {root}" if root else "markup without a root element"


def root_element(text: str) -> str | None:
    """The first tag behind the prologue. Each step finds one closing mark: linear."""
    at = 0
    for _ in range(MAX_PROLOGUE):
        at = text.find("<", at)
        if at < 0:
            return None
        match = TAG.match(text, at)
        if match:
            return match[1]
        close = "?>" if text.startswith("<?", at) else "-->" if text.startswith("<!--", at) else ">"
        at = text.find(close, at) + 1
        if at == 0:
            return None
    return None


def json(look: Look) -> str | None:
    value = look.json
    if isinstance(value, Broken):
        return f"JSON {value.why}" if JSON_START.match(look.head) else None
    if isinstance(value, dict):
        names = ", ".join(name[:32] for name in sorted(value)[:8])
        return f"JSON, an object of {names or 'nothing'}"
    if isinstance(value, list):
        return f"JSON, a list of {len(value)}"
    return None


def message(look: Look) -> str | None:
    head = look.head
    if IPTC7901.match(head):
        return "an IPTC 7901 message"
    if ENVELOPE.match(head):
        return "a message in control codes (SOH) that is neither ANPA 1312 nor IPTC 7901"
    if TELEX.match(head):
        return "a telex message (ZCZC)"
    return None


def email(look: Look) -> str | None:
    """Two of a mail server's headers, or a first block that holds three of a letter's."""
    first_block = look.head.replace("\r\n", "\n").partition("\n\n")[0]
    is_mail = len(TRANSPORT_HEADER.findall(look.head)) >= 2 or len(LETTER_HEADER.findall(first_block)) >= 3
    return "an e-mail" if is_mail else None


def undecodable(look: Look) -> str | None:
    return "text in no encoding that is read (UTF-8, cp1252)" if look.decoded is None else None


TESTS: tuple[Callable[[Look], str | None], ...] = (magic, markup, json, message, email, undecodable)
