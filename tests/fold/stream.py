"""A stream for the fold, written by hand or by chance: items and clock records, and what came of them in one line each.

`Stream` folds one record after another. With every record it also asks a state built anew from the same entries, so
that each case of each test proves that a rebuild answers like the live fold.
"""

from typing import Any

from schemas.base import ms, utc
from schemas.item import ClockRecord, DeclaredUrgency, ItemRecord, Part, WireItem
from schemas.judgement import ItemRef
from streams import codec, dedupe, figures
from streams.pipeline import Outcome, Publication, clock_record, taste
from streams.state import State

START_MS = 1_780_000_000_000
PROVIDER = "harbour"
SITE = "test"

OF_ITS_STORY = "of_its_story"
"""Left out of the line: that two items are of one story is a matter of the linker, tested with it."""


def at(seconds: float) -> str:
    """UtcTime so many seconds after the start of every stream."""
    return utc(START_MS + round(seconds * 1000))


def record(number: int, seconds: float, **said: Any) -> ItemRecord:
    """The item of one arrival. `text` is short for a headline and a body; times are seconds after the start."""
    text = said.get("text")
    urgency, sent_at, embargo = said.get("urgency"), said.get("sent_at"), said.get("embargo")
    item = WireItem(
        uri=f"urn:test:{said['uri']}",
        version=said.get("version"),
        raw_id=f"{said.get('raw', number):032x}",
        part=Part(index=said.get("index", 0), count=said.get("count", 1)),
        provider=said.get("provider", PROVIDER),
        feed="test",
        format="ninjs",
        received_at=at(seconds),
        sent_at=None if sent_at is None else at(sent_at),
        urgency=None if urgency is None else DeclaredUrgency(scheme="anpa", value=urgency),
        pub_status=said.get("status", "usable"),
        embargoed_until=None if embargo is None else at(embargo),
        use=said.get("use", "publish"),
        signals=tuple(said.get("signals", ())),
        slugline="SLUG",
        headline=said.get("headline", text),
        byline="By A. Pilot" if text else None,
        ed_note=said.get("note"),
        body=said.get("body", f"{text} It cost 12 million euros." if text else None),
    )
    found = figures.find(item.uri, item.version, item.headline, item.body)
    return ItemRecord(item=item, figures=found, fingerprint=dedupe.fingerprint(item), ahead_ms=said.get("ahead_ms"))


class Stream:
    """A log and the fold over it."""

    def __init__(self) -> None:
        self.state = State()
        self.offset = 0

    def item(self, number: int, seconds: float, **said: Any) -> Outcome:
        return self.fold(record(number, seconds, **said))

    def clock(self, seconds: float) -> Outcome:
        return self.fold(clock_record(START_MS + round(seconds * 1000)))

    def fold(self, each: ItemRecord | ClockRecord) -> Outcome:
        outcome = taste(self.state, self.offset, each)
        rebuilt = taste(State(reversed(list(self.state))), self.offset, each)
        assert (encoded(rebuilt), rebuilt.entries) == (encoded(outcome), outcome.entries)
        before = self.state.time
        self.state.apply(outcome.entries)
        assert self.state.time >= before, "the log's time fell"
        assert self.state.position == self.offset + 1
        self.offset += 1
        return outcome


def encoded(outcome: Outcome) -> list[codec.Encoded]:
    return codec.encode_outcome(outcome, 0, SITE)


def has_text(publication: Publication) -> bool:
    """Whether anything of what the item says stands in its event."""
    event = codec.enriched(publication)
    return bool(event.headlines or event.bodies or event.by or event.enrichment.figures or event.located)


def told(publication: Publication, number: int) -> str:
    """The publication in one line: `enriched+latest updated tug 2, text, new_version_of tug 1`.

    `number` is the step of the stream that it came of: the arrival is named only where it is that of another step.
    """
    item, judgement = publication.item, publication.judgement
    kept = [f'note "{item.ed_note}"'] if item.ed_note and not has_text(publication) else []
    arrival = int(item.raw_id, 16)
    return ", ".join(
        [
            f"{'+'.join(publication.topics)} {publication.event} {_name(item)}",
            "text" if has_text(publication) else "no text",
            *kept,
            *([] if item.pub_status == "usable" else [item.pub_status]),
            *([] if arrival == number else [f"arrival {arrival}"]),
            *([] if publication.current == ("latest" in publication.topics) else ["current on no wire.latest"]),
            *([f"because of {publication.cause}"] if publication.cause else []),
            *[f"{each.kind} {_name(each.target)}" for each in judgement.relations if each.reason != OF_ITS_STORY],
            *([f"{judgement.disputed.reason} {_name(judgement.disputed.target)}"] if judgement.disputed else []),
            *([f"older than {_name(publication.superseded_by)}"] if publication.superseded_by else []),
        ]
    )


def _name(item: WireItem | ItemRef | None) -> str:
    """`tug 2`, and `coast:tug 2` where the provider is not the streams' usual one."""
    if item is None:
        return "unnamed"
    provider = "" if item.provider in (PROVIDER, None) else f"{item.provider}:"
    version = "" if item.version is None else f" {item.version}"
    return f"{provider}{item.uri.removeprefix('urn:test:')}{version}"


def seconds_of(time: str) -> float:
    return (ms(time) - START_MS) / 1000
