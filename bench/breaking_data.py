"""The sets of breaking news as items of the product. What is of the set alone is translated here, never in the product.

Wire: rows go through the feed simulator and the reader of ninjs with an empty header: no slug, no priority.
Scenarios: items of invented agencies, whose forms are read here field by field, and whose profiles become Profile rows.
"""

import re
from collections.abc import Mapping
from typing import Any

from bench.dedupe_data import item as _item
from schemas.ids import digest
from schemas.item import Cleaning, Dateline, DeclaredUrgency, Part, WireItem
from schemas.traits import Grade
from streams.breaking.profiles import Declared, Profile


def wire_item(row: dict[str, Any], number: int) -> WireItem:
    """A row of reuters_items. Its id is not shown to the product, and neither are topics and places."""
    fields = {"title": row["headline"], "dateline": row.get("dateline") or "", "body": row.get("body") or ""}
    return _item({"id": number, "date": row["event_time"], **fields})


def cluster_item(row: dict[str, Any]) -> WireItem:
    return WireItem(
        uri=row["id"],
        raw_id=digest("cluster", row["id"]),
        part=Part(index=0, count=1),
        provider=row["id"].lower(),
        feed="cluster",
        format="plain",
        received_at="2026-01-01T00:00:00Z",
        headline=row["headline"] or None,
        body=row.get("body") or None,
    )


SCHEMES = {"newsml-g2": "iptc", "ninjs": "iptc", "anpa": "anpa", "plain": "letter", "web": "none"}


def scenario_item(row: dict[str, Any], profiles: Mapping[str, Profile]) -> WireItem:
    provider = row["provider"].lower()
    body, cleaning = _body(row["body"], profiles[provider])
    dateline = row["dateline"]
    place = re.split(r",", dateline)[0] if dateline else ""
    dated = re.search(r"[A-Z][a-z]+ \d{1,2}(, \d{4})?$", dateline) if dateline else None
    return WireItem(
        # Where a wire gives no uri, the product makes one of the text; here the id stands for it.
        uri=row["uri"] or f"urn:wire:{provider}:{row['id']}",
        version=None if row["version"] is None else str(row["version"]),
        raw_id=digest("scenario", row["id"]),
        part=Part(index=0, count=1),
        provider=provider,
        feed=provider,
        profile=provider,
        format=row["source_form"] if row["source_form"] != "web" else "plain",
        received_at=row["received_at"],
        sent_at=row["sent_at"],
        language=row["language"],
        urgency=_urgency(row),
        pub_status=row["pubstatus"] or "usable",
        embargoed_until=row["embargoed_until"],
        signals=(row["signal"],) if row["signal"] else (),
        slugline=row["slug"],
        keywords=tuple(row["keywords"]),
        headline=row["headline"],
        dateline=Dateline(text=dateline, place=place, date=dated[0] if dated else None) if dateline else None,
        ed_note=row["ednote"],
        body=body or None,
        cleaning=cleaning,
    )


def _urgency(row: dict[str, Any]) -> DeclaredUrgency | None:
    value = row["urgency"]
    if value is None:
        return None
    word = isinstance(value, str) and len(value) > 1
    return DeclaredUrgency(scheme="cap" if word else SCHEMES[row["source_form"]], value=str(value))


def _body(paragraphs: list[str], known: Profile) -> tuple[str, tuple[Cleaning, ...]]:
    """The paragraphs as one text, without a page's label above it and the widget below, as the reader of plain text
    would have it."""
    if not known.site:
        return "\n\n".join(paragraphs), ()
    label = paragraphs and paragraphs[0] == "Breaking News"
    kept = [each for each in paragraphs[1 if label else 0 :] if each != "No comments"]
    rows = (Cleaning(rule="section-label", action="removed", start=0, end=13),) if label else ()
    return "\n\n".join(kept), rows


def scenario_profiles(table: dict[str, Any]) -> dict[str, Profile]:
    return {name.lower(): _profile(each) for name, each in table["providers"].items()}


def _profile(each: dict[str, Any]) -> Profile:
    marks = {}
    if "C" in each.get("labels", {}):
        # `headline starts URGENT: (urgent grade, not alert grade)`.
        marks["urgent"] = Declared("urgent")
    rarity = each.get("rarity", {})
    for name, text in rarity.items():
        if name.endswith(":") and "%" in text:
            # `URGENT DISCLOSURE:` on 40 % of 700 items: what is sent so often claims nothing.
            share, total = (float(number) for number in re.findall(r"[\d.]+", text)[:2])
            marks[name.rstrip(":").casefold()] = Declared("alert", share / 100 * total)
    not_marks = [re.sub(r" \(.*", "", each_) for text in each.get("not_marks", []) for each_ in re.split(r",|:", text)]
    return Profile(
        grades=_grades(each),
        marks=marks,
        not_marks=tuple(name.strip().casefold() for name in not_marks if name.strip()),
        own=each.get("own_reporting", True),
        site=each["forms"] == ["web"],
        reviews=any("REVIEWED" in mark for mark in each.get("marks", [])),
    )


def _grades(each: dict[str, Any]) -> dict[tuple[str, str], Declared]:
    found: dict[tuple[str, str], Declared] = {}
    flash, alert, urgent = (each.get(f"{name}_grade", []) for name in ("flash", "alert", "urgent"))
    ninjs = each.get("ninjs_to_letter", {})
    for value in [*each.get("labels", {}), *ninjs]:
        name = ninjs.get(value, value)
        grade: Grade = "routine"
        needs = None
        for listed, claim in ((urgent, "urgent"), (alert, "alert"), (flash, "flash")):
            for text in listed:
                if text.split()[0] == name:
                    grade = claim  # type: ignore[assignment]
                    condition = re.search(r"(?:signal|keyword) (\w+)", text)
                    needs = condition[1].lower() if condition else None
        for scheme in ("iptc", "anpa", "letter", "cap"):
            found[scheme, value.lower()] = Declared(grade, _a_day(each["rarity"].get(name)), needs)
    return found


def _a_day(text: str | None) -> float | None:
    """`1,200 a day, two thirds of them …` -> 1200; `1-2 a year` -> 0.004."""
    found = re.match(r"([\d,.]+)(?:-([\d,.]+))? a (day|year)", text or "")
    if not found:
        return None
    number = float((found[2] or found[1]).replace(",", ""))
    return number if found[3] == "day" else round(number / 365, 4)
