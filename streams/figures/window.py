"""The copy as the grammar sees it: folded to lower case, place for place, and read in small windows.

Every pattern of this room is matched on the folded copy, so that an offset found there is an offset into the text.
"""

import re

GAP = r"(?:[ \t\xa0]{1,8}(?:\n[ \t\xa0]{0,8})?|\n[ \t\xa0]{0,8})"
"""Between two words of one figure: blanks with at most one line break, since the old wires wrap at 60 characters."""

LEFT_CHARS = 48
"""How far left of a number the rules look: six words of ordinary copy."""

PARAGRAPH = re.compile(r"\n[ \t]{2,}+(?![a-z])")
"""A break and an indent before a capital or a digit begins a paragraph, which no figure crosses."""


def fold(text: str) -> str:
    """The text in lower case, as long as the text itself; a paragraph's indent becomes line breaks.

    >>> fold("5.93\\n    Mln")
    '5.93\\n\\n\\n\\n\\nmln'
    """
    if "\n" in text:
        text = PARAGRAPH.sub(lambda found: "\n" * len(found[0]), text)
    low = text.lower()
    if len(low) == len(text):
        return low
    # One capital, the Turkish dotted I, grows in lower case; it stays as it is.
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def words_before(low: str, at: int) -> list[str]:
    """The last whole words before a place, at most LEFT_CHARS of them; a sentence's end is kept on its word."""
    begin = max(0, at - LEFT_CHARS)
    words = low[begin:at].split()
    # A window that begins inside a word begins with half of one.
    return words[1:] if begin and words and not low[begin - 1].isspace() else words
