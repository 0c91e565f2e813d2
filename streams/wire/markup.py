"""Markup to text: one paragraph a line, a blank line between, entities decoded, nothing executed or fetched.

libxml2's HTML parser reads XHTML and NITF too, opens no network and knows no DTD, so that there are no entities to
expand. It calls back for each tag instead of building a tree: depth costs nothing.
"""

import re

from lxml import etree  # type: ignore[import-untyped]

from streams.wire.text import copy_text

# Tags that start a new paragraph; table rows are lines, their cells stand apart by a tab.
PARAGRAPHS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "body.content", "caption", "center", "dd", "div", "dl",
        "dt", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hl1", "hl2",
        "hr", "html", "li", "main", "media", "nav", "nitf", "note", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip
LINES = frozenset({"br", "tr"})
CELLS = frozenset({"td", "th"})
SILENT = frozenset({"head", "iframe", "noscript", "object", "script", "style", "svg", "template", "title"})
# NITF keeps headline, byline and dateline in the body's head, and a tagline in its end.
SILENT_NITF = SILENT | {"body.head", "body.end"}

WHITE = re.compile(r"\s+")
AROUND_BREAKS = re.compile(r"[ \t]*\n[ \t]*")
BREAKS = re.compile(r"\n{3,}")


def to_text(markup: str, *, nitf: bool = False) -> str:
    """`<p>Storm &amp; flood</p><p>Two</p>` is `Storm & flood`, a blank line, `Two`."""
    parser = etree.HTMLParser(target=Paragraphs(SILENT_NITF if nitf else SILENT), encoding="utf-8", no_network=True)
    data = markup.encode()
    text: str = etree.fromstring(data, parser) if data.strip() else ""
    return text


class Paragraphs:
    """A target for lxml's parser: collects text and breaks."""

    def __init__(self, silent: frozenset[str]) -> None:
        self.silent = silent
        self.depth_silent = 0
        self.parts: list[str] = []

    def start(self, tag: str, _attributes: object) -> None:
        if tag in self.silent:
            self.depth_silent += 1
        elif tag in PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in LINES:
            self.parts.append("\n")

    def end(self, tag: str) -> None:
        if tag in self.silent:
            self.depth_silent = max(0, self.depth_silent - 1)
        elif tag in PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in CELLS:
            self.parts.append("\t")

    def data(self, text: str) -> None:
        if not self.depth_silent:
            self.parts.append(WHITE.sub(" ", text))

    def close(self) -> str:
        return copy_text(BREAKS.sub("\n\n", AROUND_BREAKS.sub("\n", "".join(self.parts)))).strip()
