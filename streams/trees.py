"""Boosted trees as Python's own branches: what two rooms judge by, learned elsewhere and carried as plain numbers.

A tree is a list [measure, threshold, below, above] whose branches are trees or numbers. Walked as lists a few hundred
of them take three times as long, in every comparison; compiling takes some tens of milliseconds on import.
"""

from collections.abc import Callable, Sequence
from typing import Any

Tree = Any


def compiled(trees: Sequence[Tree], measures: int, start: float = 0.0) -> Callable[..., float]:
    """A function of so many measures, as floats, that adds what the trees say to `start`, in their order."""
    names = ", ".join([f"m{number}" for number in range(measures)])
    lines = [f"def total({names}):", f" total = {start!r}", *[f" total += {_branch(each)}" for each in trees]]
    room: dict[str, Any] = {}
    exec("\n".join([*lines, " return total"]), room)  # noqa: S102 - our own tables: nothing but numbers comes into it
    return room["total"]  # type: ignore[no-any-return]


def _branch(tree: Tree) -> str:
    if not isinstance(tree, list):
        return repr(float(tree))
    measure, threshold, below, above = tree
    return f"({_branch(below)} if m{int(measure)} <= {float(threshold)!r} else {_branch(above)})"
