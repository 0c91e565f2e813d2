r"""ANPA 1312, as AP and others still send it over satellite and FTP (ANPA Wire Service Transmission Guidelines 84-2).

    SYN SYN SOH G7787 US glbsm CRLF                            service letter and number, selector
    r d DC3 DC1 SP BC-US--LobsterFound 1stLd-Writethru 08-29 0590 CRLF     priority, category, text (or DC4 DC2: table)
    STX ^BC-US--Lobster Found, 1st Ld-Writethru,127< CRLF      keyword line
    ^$210 lobster is found< CRLF                               headline
    ^Eds: New approach.< CRLF                                  other lines of the head: notes, photos, byline
    TAB CHATHAM, Mass. (AP) _ A lobster … CRLF                 body
    ETX AP-WF-08-29-16 1626GMT< CRLF FF CRLF EOT               trailer

`^` begins a line only at its start, `<` or `=` ends it only at its end, and one of them at most: headlines hold `<`
(`STANDARD OIL <SRD> TO FORM UNIT`). A line without `^` is copy as it stands. The numbers are used again every day, so
an item's uri takes the date in.
"""

import re
from itertools import islice
from typing import Any, NamedTuple

from schemas.base import UtcTime
from schemas.ids import item_uri
from schemas.item import Cleaning, DeadLetter, DeclaredUrgency, Flag, Part, WireItem
from streams.wire import dateline
from streams.wire.cleaning import copy_of, lifted_dateline, row
from streams.wire.item import make_item
from streams.wire.letters import MAX_PARTS, too_many
from streams.wire.look import Look
from streams.wire.text import CONTROL
from streams.wire.times import minute_of, nearest_year

NAME = "anpa"

STX, ETX, EOT = "\x02", "\x03", "\x04"
# SOH, up to sixteen characters, US, a selector: no other wire format has a unit separator there. The lines up to STX
# are bounded, so that bytes which only begin like a message are seen through at once.
ENVELOPE = re.compile(
    r"\x16{0,8}\x01(?P<id>[^\x00-\x1f]{0,16})\x1f(?P<selector>[^\x00-\x1f]{0,32})(?P<rest>[^\x02]{0,256})\x02"
)
SERVICE = re.compile(r"([A-Za-z])(\d{1,5})", re.ASCII)
# Either letter may be missing; without the flag, a space must follow, or `BC-` would be a category.
PRIORITY = re.compile(
    r" ?(?:(?P<priority>[a-z]) | )? ?(?P<category>[A-Za-z])? {0,2}(?:(?P<flag>\x13\x11|\x14\x12)|(?= ))", re.ASCII
)
TABULAR = {"\x14\x12": True, "\x13\x11": False}
DATE = re.compile(r"\d\d-\d\d", re.ASCII)
WORD_COUNT = re.compile(r"\d{1,5}", re.ASCII)
CYCLE = re.compile(r"([A-Z]{1,4})-(.+)")
# `^*9006< ` before the keyword line: a code of AP's transmission system.
STORY_CODE = re.compile(r"\^\*\d{1,6}<? ?(?=\^)", re.ASCII)
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
CODED_LINE = re.compile(r"(?:(?<=[\r\n])|\A)\^([^\r\n]*)")

# AP-WF-11-13-13 0745GMT<: agency, desk, month, day, year, time, zone. AP's New York desk writes Eastern time.
TRAILER = re.compile(r"([A-Z]{2,4})-([A-Z]{2,3})-(\d\d)-(\d\d)-(\d\d) (\d\d)(\d\d)(GMT|UTC|EST|EDT)", re.ASCII)
TRAILER_REACH = 200
OFFSETS_H = {"GMT": 0, "UTC": 0, "EST": -5, "EDT": -4}
MAX_HEAD_LINES = 64
MAX_CODED_LINES = 2000
"""Beyond these, far above any real message, lines are copy as they stand: each costs a row of `cleaning`."""
PIVOT = 70
"""Two-digit years from 70 on are of the last century: the format is of the seventies."""

# Lines of the head that are neither copy nor headline, by how they begin.
HEAD_LINES = (
    ("byline", re.compile(r"by (?=\S)", re.IGNORECASE)),
    (
        "ed_note",
        re.compile(
            r"\(?(?:eds|editors?|editors?'s? note|note to editors)\b ?[:_–—-]|\(?editor's note\b", re.IGNORECASE
        ),
    ),
    ("photos", re.compile(r"(?:AP|AFP|Reuters) (?:Photo|Video|Graphic)s?\b")),
)


class Header(NamedTuple):
    """What stands before the text: fields for `declared`, what was broken, and the priority."""

    declared: dict[str, Any]
    flags: list[Flag]


class Head(NamedTuple):
    """The coded lines before the body; `end` is where the body begins in the raw text."""

    lines: dict[str, str]
    headline: str | None
    end: int


def claims(look: Look) -> bool:
    # The head is Latin-1 and stripped of what counts as white space, the SOH's filler is not: the same pattern holds.
    return ENVELOPE.match(look.head) is not None and look.decoded is not None


def read(look: Look) -> tuple[WireItem | DeadLetter, ...]:
    assert look.decoded is not None
    text = look.decoded.text
    envelopes = list(ENVELOPE.finditer(text))
    if len(envelopes) > MAX_PARTS:
        return (too_many(len(envelopes)),)
    ends = [*(envelope.start() for envelope in envelopes[1:]), len(text)]
    return tuple(
        read_one(look, text, envelope, end, Part(index=at, count=len(envelopes)))
        for at, (envelope, end) in enumerate(zip(envelopes, ends, strict=True))
    )


def read_one(look: Look, text: str, envelope: re.Match[str], end: int, part: Part) -> WireItem:
    """One message, from its envelope to where the next begins."""
    header = read_header(envelope)
    declared, flags = header.declared, header.flags
    start = envelope.end()
    etx = text.rfind(ETX, start, end)
    if etx < 0:
        eot = text.rfind(EOT, start, end)
        etx = eot if eot >= 0 else end
        flags.append(Flag(code="truncated_end", detail="The message has no end of text (ETX)."))
    sent_at = read_trailer(text[etx : min(etx + TRAILER_REACH, end)], declared, flags)
    head = read_head(text, start, etx)
    declared |= head.lines
    body, rows = read_body(text, head.end, etx)
    found = dateline.find(body)
    rows += lifted_dateline(found, text, head.end)
    priority = declared.get("priority")
    return make_item(
        look,
        NAME,
        part=part,
        flags=flags,
        uri=numbered_uri(look, declared, sent_at, flags),
        sent_at=sent_at,
        urgency=DeclaredUrgency(scheme="anpa", value=priority) if priority else None,
        slugline="-".join(declared[name] for name in ("cycle", "keyword") if name in declared) or None,
        headline=head.headline,
        dateline=found and found.dateline,
        byline=declared.pop("byline", None),
        ed_note=declared.pop("ed_note", None),
        body=body or None,
        declared=declared,
        cleaning=tuple(sorted(rows, key=lambda cleaned: (cleaned.start, cleaned.end))),
    )


def read_header(envelope: re.Match[str]) -> Header:
    """The two lines before STX. A field that is broken is absent, with a flag."""
    declared: dict[str, Any] = {}
    flags: list[Flag] = []
    service = SERVICE.fullmatch(envelope["id"].strip())
    if service:
        declared |= {"service": service[1], "seq": service[2]}
    else:
        flags.append(bad_header("service and number", envelope["id"]))
    if selector := envelope["selector"].strip():
        declared["selector"] = selector
    line = envelope["rest"].strip("\r\n")
    start = PRIORITY.match(line)
    if start is None:
        flags.append(bad_header("priority and category", line))
    else:
        declared |= {name: start[name] for name in ("priority", "category") if start[name]}
        if start["flag"]:
            declared["tabular"] = TABULAR[start["flag"]]
    declared |= keyword_fields(CONTROL.sub(" ", line[start.end() if start else 0 :]).split())
    if "date" not in declared:
        flags.append(bad_header("date", line))
    return Header(declared, flags)


def keyword_fields(tokens: list[str]) -> dict[str, str]:
    """`BC-US--LobsterFound 1stLd-Writethru 08-29 0590`: keyword, take, date, words, each of which may be missing."""
    fields: dict[str, str] = {}
    # From the end: a slug may look like anything, a date and a word count cannot.
    if len(tokens) > 1 and WORD_COUNT.fullmatch(tokens[-1]) and DATE.fullmatch(tokens[-2]):
        fields["words"] = tokens.pop()
    if tokens and DATE.fullmatch(tokens[-1]):
        fields["date"] = tokens.pop()
    if tokens:
        cycle = CYCLE.fullmatch(tokens[0])
        fields |= {"cycle": cycle[1], "keyword": cycle[2]} if cycle else {"keyword": tokens[0]}
    if tokens[1:]:
        fields["take"] = " ".join(tokens[1:])
    return fields


def bad_header(what: str, seen: str) -> Flag:
    return Flag(code="bad_header", detail=f"No {what} in the header: {seen.strip()[:60]!r}.")


def read_head(text: str, start: int, end: int) -> Head:
    """The coded lines from STX on: keyword line, headline, then known kinds of line; the first other one is copy."""
    lines: dict[str, str] = {}
    code = STORY_CODE.match(text, start, end)
    at = code.end() if code else start
    name = ""
    for _ in range(MAX_HEAD_LINES):
        if at >= end or not text.startswith("^", at):
            break
        line_end = end_of_line(text, at, end)
        content, end_code = content_of(text[at + 1 : line_end])
        found = line_kind(name, content, end_code)
        if found is None:
            break
        name, at = found, line_end
        lines[name] = f"{lines[name]}\n{content}" if name in lines else content
    return Head(lines, lines.pop("headline", None) or None, at)


def line_kind(before: str, content: str, end_code: str) -> str | None:
    """What a line of the head is, by itself and by the kind of the line before it; None for copy."""
    if not before:
        return "slug_line"
    known = next((name for name, start in HEAD_LINES if start.match(content)), None)
    if known:
        return known
    if before == "slug_line":
        return "headline"
    # AP sends a longer headline behind the headline, and the writer's agency or rank behind the byline.
    followers = {("headline", "<"): "extended_headline", ("byline", "="): "byline_title"}
    return followers.get((before, end_code))


def end_of_line(text: str, at: int, end: int) -> int:
    """Where the next line begins."""
    match = LINE.match(text, at, end)
    return match.end() if match else end


def content_of(line: str) -> tuple[str, str]:
    """A coded line without its codes, and the one that ended it."""
    line = CONTROL.sub("", line).strip()
    return (line[:-1].rstrip(), line[-1]) if line.endswith(("<", "=")) else (line, "")


def read_body(text: str, start: int, end: int) -> tuple[str, list[Cleaning]]:
    """The copy as received; tables have coded lines in it, whose codes are cut."""
    if text.find("^", start, end) < 0:
        return copy_of(text, start, end)
    codes: list[Cleaning] = []
    for line in islice(CODED_LINE.finditer(text, start, end), MAX_CODED_LINES):
        codes.append(row("line-code", "removed", line.start(), line.start() + 1))
        content = line[1].rstrip()
        if content.endswith(("<", "=")):
            at = line.start(1) + len(content)
            codes.append(row("line-code", "removed", at - 1, at))
    return copy_of(text, start, end, codes)


def read_trailer(tail: str, declared: dict[str, Any], flags: list[Flag]) -> UtcTime | None:
    """When the message was sent; the only date with a year that the format has."""
    trailer = TRAILER.search(tail)
    if trailer is None:
        return None
    declared["trailer"] = trailer[0]
    month, day, year, hour, minute = (int(trailer[at]) for at in range(3, 8))
    century = 1900 if year >= PIVOT else 2000
    sent_at = minute_of(century + year, month, day, hour, minute, OFFSETS_H[trailer[8]])
    if sent_at is None:
        flags.append(Flag(code="bad_date", detail=f"The trailer {trailer[0]} is no time."))
    return sent_at


def numbered_uri(look: Look, declared: dict[str, Any], sent_at: UtcTime | None, flags: list[Flag]) -> str | None:
    """Service, number and day: `urn:wire:ap:G7787-2016-08-29`. None where the header lacks one of them."""
    if "service" not in declared or "date" not in declared:
        return None
    month, day = (int(part) for part in declared["date"].split("-"))
    year = nearest_year(month, day, sent_at or look.raw.received_at)
    if year is None:
        flags.append(Flag(code="bad_date", detail=f"{declared['date']} is no day: the uri is made of the raw record."))
        return None
    return item_uri(look.raw.provider, f"{declared['service']}{declared['seq']}-{year:04d}-{month:02d}-{day:02d}")
