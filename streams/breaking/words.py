"""Word lists as they are written in this room: one string, in lines."""


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def phrase_set(phrases: str) -> frozenset[str]:
    """Phrases parted by `|`."""
    return frozenset(each.strip() for each in phrases.split("|"))


def word_list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def phrase_list(phrases: str) -> tuple[str, ...]:
    """Phrases parted by `|`; a space at an end belongs to the phrase."""
    return tuple(phrases.split("|"))
