"""One event with every kind of enrichment filled, and the span helpers to build it. All its words are invented."""

from typing import Any

import orjson

from schemas.enriched import Body, DatelineDetail, Enriched, Enrichment, Headline, Standard
from schemas.figure import Attribution, Figure, FigureRelation, Noun, Unit
from schemas.item import AltId, Cleaning, Concept, DeclaredUrgency, Flag, Lineage, Part
from schemas.judgement import (
    AlertDecision,
    Breaking,
    Dispute,
    ItemRef,
    Passage,
    Relation,
    SlotChange,
    StoryRef,
)
from schemas.traits import Reason

HEADLINE = "Ferry sinks off Port Amble, 12 dead"
BODY = (
    "PORT AMBLE (QNS) _ At least 12 people died and up to 40 were missing after a ferry with 310 aboard sank.\n"
    "The harbour master, Ilse Quand, said 4 square kilometres (1.5 square miles) of water were being searched.\n"
    "The port had first put the toll at nine."
)


def rich_event() -> dict[str, Any]:
    """The specimen as a consumer parses it."""
    parsed: dict[str, Any] = orjson.loads(specimen().json_bytes())
    return parsed


def specimen() -> Enriched:
    return Enriched(
        uri="urn:wire:qns:ferry-7",
        type="text",
        standard=Standard(name="ninjs", version="3.1", schema="http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"),
        version="2",
        pub_status="usable",
        first_created="2031-03-04T05:00:00Z",
        version_created="2031-03-04T05:41:07.250Z",
        embargoed_until="2031-03-04T05:40:00Z",
        urgency=2,
        language="en",
        slugline="FERRY-AMBLE/",
        ed_note="Eds: updates with toll; a fuller story follows by 0630.",
        headlines=(Headline(role="main", content_type="text/plain", value=HEADLINE),),
        by="Odo Marl",
        located="PORT AMBLE",
        bodies=(
            Body(
                role="main",
                content_type="text/plain",
                char_count=len(BODY),
                word_count=len(BODY.split()),
                value=BODY,
            ),
        ),
        subjects=(Concept(name="disaster", uri="http://cv.iptc.org/newscodes/mediatopic/03000000", rel="about"),),
        genres=(Concept(name="Current", literal="cur"),),
        places=(Concept(name="Port Amble", literal="amb"),),
        alt_ids=(AltId(role="transmission", value="q0417"),),
        associations=({"name": "map", "uri": "urn:wire:qns:map-3", "type": "graphic"},),
        copyright_holder="Quill News Service",
        copyright_notice="(c) 2031 Quill News Service",
        usage_terms="No archive after 30 days",
        enrichment=_enrichment(),
    )


def _enrichment() -> Enrichment:
    first = ItemRef(uri="urn:wire:qns:ferry-7", version="1", provider="qns", raw_id="1" * 32)
    return Enrichment(
        event="updated",
        cause="version",
        current=True,
        rules="0.1",
        provider="qns",
        feed="qns-world",
        format="ninjs-3",
        raw_id="a" * 32,
        part=Part(index=1, count=2),
        received_at="2031-03-04T05:41:08.125Z",
        use="internal",
        declared_urgency=DeclaredUrgency(scheme="iptc", value="2"),
        dateline=DatelineDetail(text="PORT AMBLE (QNS)", credit="QNS", date="March 4"),
        signals=("sig:update",),
        keywords=("ferry", "amble"),
        lineage=Lineage(root="urn:wire:qns:ferry-1", previous="urn:wire:qns:ferry-6"),
        declared={"urgency": 2, "du-key": {"version": 2}, "codes": ["a", "b"]},
        cleaning=(Cleaning(rule="section_label", action="removed", start=0, end=13),),
        flags=(Flag(code="clock_ahead", detail="0.9 s"), Flag(code="short")),
        figures=_figures(),
        relations=(
            Relation(
                kind="new_version_of",
                target=first,
                reason="same_uri_higher_version",
                score=0.97,
                share=0.62,
                reverse_share=0.91,
                passages=(
                    Passage(field="body", start=0, end=16, target_field="body", target_start=0, target_end=16),
                ),
                slots_agree=("aboard",),
                slots_conflict=(SlotChange(slot="killed", old="9", new="12"),),
                names_missing=("Odo Marl",),
                gap_s=612.5,
                model="0.1",
            ),
        ),
        disputed=Dispute(reason="repeats_killed", target=ItemRef(uri="urn:wire:oth:4")),
        breaking=Breaking(
            level="urgent",
            score=6.5,
            role="update",
            reasons=(
                Reason(
                    code="toll_rises", family="toll", weight=3, zone="headline", field="headline", start=28, end=35,
                    evidence="12 dead",
                ),
                Reason(code="declared_urgent", family="declared", weight=3.5, evidence="iptc 2"),
            ),
            alert=AlertDecision(action="raise", alert_id="b" * 32, alert_seq=2),
            event_age_s=2400,
        ),
        story=StoryRef(story_id="c" * 32, link_score=0.88, linked_to=first, wave_id="d" * 32),
    )  # fmt: skip


def _figures() -> tuple[Figure, ...]:
    count, area = Unit(system="news", code="1"), "area"
    quand = {"text": "Ilse Quand", "field": "body", **_span("Ilse Quand"), "cue": "said"}
    return (
        _figure("f1", "12", "12", "exact", "count", count, field="headline", role="killed",
                noun=Noun(text="people", head="people", implied=True)),
        _figure("f2", "12", "12", "at_least", "count", count, role="killed", slot="killed/people/1",
                noun=Noun(text="people", head="people", **_span("people")),
                relations=(FigureRelation(kind="corrects", target="f7"),)),
        _figure("f3", "40", "40", "at_most", "count", count, role="missing"),
        _figure("f4", "310", "310", "exact", "count", count, role="aboard", direction="up"),
        _figure("f5", "4 square kilometres", "4", "exact", area, Unit(system="ucum", code="km2"),
                attribution=Attribution(**quand)),
        _figure("f6", "1.5 square miles", "1.5", "exact", area, Unit(system="ucum", code="[mi_us]2"),
                relations=(FigureRelation(kind="restates", target="f5"),), conversion_check="0.971"),
        _figure("f7", "nine", "9", "about", "count", count, hi="10", role="killed", superseded=True),
    )  # fmt: skip


def _figure(number: str, text: str, lo: str, modifier: str, kind: str, unit: Unit, **rest: Any) -> Figure:
    span = _span(text, HEADLINE if rest.get("field") == "headline" else BODY)
    values = {"field": "body", "hi": lo, "rule": "digits", **rest}
    return Figure(id=number, text=text, lo=lo, modifier=modifier, kind=kind, unit=unit, **span, **values)  # type: ignore[arg-type]


def _span(words: str, text: str = BODY) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}
