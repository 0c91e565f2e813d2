"""Plain text as a web page, a file or a press release carries it: blocks of lines with blank lines between.

    Breaking News                          a section label: removed
    <blank>
    Storm shuts port as ferry runs aground headline: a block of one or two lines that is no sentence
    <blank>
    PORTSEA: A storm …                     body, from the first paragraph to the last; its dateline is lifted
    …
    No comments                            what a comment widget left: removed

Nothing else is known of such a text: no id, date, status or agency, and none is guessed.
"""

import re
from typing import NamedTuple

from schemas.item import Cleaning, DeadLetter, Flag, WireItem
from streams.wire import dateline
from streams.wire.cleaning import copy_of, lifted_dateline, row
from streams.wire.item import make_item
from streams.wire.look import Look
from streams.wire.shapes import describe
from streams.wire.text import CONTROL, unify
from streams.wire.words import ABBREVIATIONS, SECTION_LABELS, WIDGETS

NAME = "plain"

HEADLINE_LINES = 2
HEADLINE_CHARS = 200
"""The longest headline of the 1987 Reuters wire has 137; a press release's may run over two lines."""
PROSE_WORDS = 5
"""A last paragraph of fewer words may be a signature or a cell of a table: its missing full stop says nothing."""

MAX_WIDGETS = 8

LINE = re.compile(r"[^\r\n]+")
LINE_ENDS = frozenset({"\n", "\r\n", "\r"})
COUNTED = re.compile(r"\d{1,6} (?:comments?|shares?|likes?|replies)", re.ASCII)
CLOSERS = "\"'”’»)]*"
SENTENCE_END = (".", "!", "?", "…", ":", ";")
BULLETS = ("-", "*", "•", "–", "—")


class Block(NamedTuple):
    """Lines that stand together: a span of the raw text from the start of the first to the end of the last."""

    start: int
    end: int
    lines: int


def claims(look: Look) -> bool:
    """Text that carries no mark of another format."""
    return look.decoded is not None and describe(look) is None


def read(look: Look) -> tuple[WireItem | DeadLetter, ...]:
    assert look.decoded is not None
    text = look.decoded.text
    rows: list[Cleaning] = []
    flags: list[Flag] = []

    blocks = drop_widgets(text, drop_label(text, blocks_of(text), rows), rows)
    headline = None
    if blocks and is_headline(text, blocks[0]):
        headline = unify(CONTROL.sub("", text[blocks[0].start : blocks[0].end])).strip() or None
        blocks = blocks[1:]
    body, found = None, None
    if blocks:
        body, controls = copy_of(text, blocks[0].start, blocks[-1].end)
        found = dateline.find(body)
        rows += [*controls, *lifted_dateline(found, text, blocks[0].start)]
        if is_cut(text, blocks):
            rows.append(row("truncated-end", "flagged", blocks[-1].end, blocks[-1].end))
            flags.append(Flag(code="truncated_end", detail="The last paragraph ends without a mark of its end."))
    item = make_item(
        look,
        NAME,
        headline=headline,
        dateline=found and found.dateline,
        body=body or None,
        cleaning=tuple(sorted(rows, key=lambda cleaned: (cleaned.start, cleaned.end))),
        flags=flags,
    )
    return (item,)


def blocks_of(text: str) -> list[Block]:
    blocks: list[Block] = []
    joined = False
    end = 0
    for line in LINE.finditer(text):
        if line[0].isspace():
            joined = False
            continue
        if joined and text[end : line.start()] in LINE_ENDS:
            last = blocks[-1]
            blocks[-1] = Block(last.start, line.end(), last.lines + 1)
        else:
            blocks.append(Block(line.start(), line.end(), 1))
        joined, end = True, line.end()
    return blocks


def folded(text: str, block: Block) -> str:
    return text[block.start : block.end].strip().casefold()


def drop_label(text: str, blocks: list[Block], rows: list[Cleaning]) -> list[Block]:
    """Without a section label on top, if a headline follows: alone, it may be all there is."""
    if len(blocks) < 2 or not is_label(text, blocks[0]) or not is_headline(text, blocks[1]):
        return blocks
    rows.append(row("section-label", "removed", blocks[0].start, blocks[0].end))
    return blocks[1:]


def is_label(text: str, block: Block) -> bool:
    return block.lines == 1 and folded(text, block).rstrip(":") in SECTION_LABELS


def drop_widgets(text: str, blocks: list[Block], rows: list[Cleaning]) -> list[Block]:
    """Without what comment and share widgets left at the end, as long as something is left."""
    kept = len(blocks)
    while kept > 1 and len(blocks) - kept < MAX_WIDGETS and is_widget(text, blocks[kept - 1]):
        kept -= 1
        rows.append(row("comment-widget", "removed", blocks[kept].start, blocks[kept].end))
    return blocks[:kept]


def is_widget(text: str, block: Block) -> bool:
    if block.end - block.start > 200:
        return False
    lines = (line.strip() for line in unify(folded(text, block)).split("\n"))
    return all(line in WIDGETS or COUNTED.fullmatch(line) for line in lines)


def is_headline(text: str, block: Block) -> bool:
    """One or two lines that are no label, no list entry, no sentence and no start of a story."""
    if block.lines > HEADLINE_LINES or block.end - block.start > HEADLINE_CHARS:
        return False
    printed = text[block.start : block.end].strip()
    if printed.startswith(BULLETS) or is_label(text, block) or dateline.find(printed):
        return False
    bare = printed.rstrip(CLOSERS)
    if not bare.endswith("."):
        return True
    return bare.endswith("...") or bare.split()[-1].casefold() in ABBREVIATIONS


def is_cut(text: str, blocks: list[Block]) -> bool:
    """Whether prose stops in the middle: the last paragraph has no end mark where most of the others have one.

    Tables, lists and addresses end without marks too; there most paragraphs do.
    """
    *others, last = blocks
    if not others or ends(text, last) or len(text[last.start : last.end].split()) < PROSE_WORDS:
        return False
    return 2 * sum(ends(text, block) for block in others) > len(others)


def ends(text: str, block: Block) -> bool:
    return text[max(block.start, block.end - 20) : block.end].rstrip().rstrip(CLOSERS).endswith(SENTENCE_END)
