"""Bytes to text, and what every reader does to text: line ends, blank lines at the ends, control codes.

`The decoded raw text` that spans of `cleaning` point into is `decode(body).text`: all of it, without a byte order
mark, before line ends are changed.
"""

import re
from typing import NamedTuple

UTF8_MARK = b"\xef\xbb\xbf"
CP1252_SHARE_MAX = 0.3
"""Share of bytes above 127 that cp1252 text may have. A French wire has 5 %; feeds in KOI8-R and EUC-JP over 55 %."""

# C0 and DEL, but tab and the line ends: wires use them as typesetting codes, and a terminal would obey them.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
HIGH_BYTES = bytes(range(0x80, 0x100))


class Decoded(NamedTuple):
    """Text, and a sentence on its encoding where it was not plain UTF-8."""

    text: str
    note: str | None = None


def decode(data: bytes) -> Decoded | None:
    """UTF-8, else UTF-8 with a few broken bytes, else cp1252 where that is plausible, else None."""
    data = data.removeprefix(UTF8_MARK)
    try:
        return Decoded(data.decode())
    except UnicodeDecodeError:
        pass
    replaced = data.decode("utf-8", "replace")
    broken = replaced.count("\ufffd")
    # In cp1252 text two high bytes hardly ever make a UTF-8 sequence; in damaged UTF-8 most still do.
    if sum(character > "\x7f" for character in replaced) > 2 * broken:
        return Decoded(replaced, f"UTF-8 with {broken} broken sequences, replaced by U+FFFD")
    high = len(data) - len(data.translate(None, HIGH_BYTES))
    if high > CP1252_SHARE_MAX * len(data):
        return None
    try:
        return Decoded(data.decode("cp1252"), "read as cp1252; it is no UTF-8")
    except UnicodeDecodeError:
        return None


def unify(text: str) -> str:
    """Line ends as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def trim(text: str) -> str:
    """Without blank lines at both ends; the indent of the first line and the end of the last stay as received."""
    head = len(text) - len(text.lstrip())
    start = text.rfind("\n", 0, head) + 1
    tail = len(text.rstrip())
    end = text.find("\n", tail)
    return text[start : end if end >= 0 else None] if tail else ""


def copy_text(text: str) -> str:
    """A body that came as a value: line ends as LF, control codes out, no blank lines at the ends."""
    return trim(unify(CONTROL.sub("", text)))
