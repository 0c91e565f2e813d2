"""Stories by the linker alone: link recall and company pairs of a wire, BCubed of clusters, beside a TF-IDF linker."""
import argparse
import gzip
import itertools
import math
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from bench import breaking_tfidf
from schemas.base import ms
from schemas.item import Dateline, Part, WireItem
from schemas.state import StoryEntry, story_key
from streams import figures
from streams.breaking import link, link_terms
from streams.dev import play


class Row(NamedTuple):
    id: str
    at: int
    headline: str
    body: str
    link: str


def rows(path: Path) -> list[dict[str, Any]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return [orjson.loads(line) for line in text.splitlines() if line.strip()]


def item(fields: Mapping[str, Any]) -> WireItem:
    """A row of any of the sets as an item, nothing of its header."""
    at = fields.get("received_at") or fields.get("event_time") or "2026-01-01T00:00:00Z"
    body = fields.get("body") or ""
    if not isinstance(body, str):
        body = "\n\n".join(body)
    line = fields.get("dateline") or ""
    if line and not body.startswith(line):
        body = f"{line} {body}" if body.strip() else ""
    return WireItem(
        uri=fields["id"], raw_id="0" * 32, part=Part(index=0, count=1), provider=str(fields.get("provider", "x")).lower(),
        feed="bench", format="ninjs", received_at=at, headline=fields["headline"] or None, body=body or None,
        dateline=Dateline(text=line, place=line.partition(",")[0]) if line and body else None,
        ed_note=fields.get("ednote"), slugline=fields.get("slug"),
    )  # fmt: skip


def read(path: Path) -> list[Row]:
    found = []
    for fields in rows(path):
        each = item(fields)
        facts = figures.find(each.uri, None, each.headline, each.body)
        packed = link.terms(each, facts) or ""
        found.append(Row(each.uri, ms(each.received_at), each.headline or "", each.body or "", packed))
    return found


def fold(items: Sequence[Row], place=link.place, see=None) -> tuple[dict[str, str], list[float], dict]:
    """id -> story; seconds of each item; waves."""
    stories = link.Stories()
    entries: dict[str, StoryEntry] = {}
    told, took, waves = {}, [], {}
    for row in items:
        start = time.perf_counter()
        likely = [entries[key] for key in stories.like(row.link)] if row.link else []
        found = place(row.link, row.at, likely, {}) if row.link else link.Placement("new")
        if found.outcome == "same":
            key = found.story
            entry = entries[key]
        else:
            key = story_key(row.id)
            entry = {"story": row.id, "links": [], "founded": row.at, "last": row.at}
            if found.outcome == "sibling":
                waves[row.id] = waves.setdefault(found.story.removeprefix("story:"), found.story)
        links = [*entry["links"], (row.link, row.at, "x", row.id)]
        entry["links"] = links if len(links) <= 8 else [links[0], *links[-7:]]
        entries[key] = entry
        if row.link:
            stories.put(key, [each[0] for each in entry["links"]])
        took.append(time.perf_counter() - start)
        told[row.id] = key
    return told, took, waves


TICKER = re.compile(r"<([A-Z]+(?:\.[A-Z]+)?)>")


def wire_links(told: Mapping[str, str], directory: Path) -> dict[str, Any]:
    chains = [each for each in rows(directory / "reuters_chains.jsonl.gz") if each["rel"] == "high"]
    hit = sum(told[each["alert"]] == told[each["follow"]] for each in chains)
    companies = defaultdict(list)
    for each in rows(directory / "reuters_items.jsonl.gz"):
        if codes := set(TICKER.findall(each["headline"])):
            companies[told[each["id"]]].append(codes)
    pairs = [bool(a & b) for members in companies.values() for a, b in itertools.combinations(members, 2)]
    corrections = rows(directory / "reuters_corrections.jsonl.gz")
    return {
        "link_recall": round(hit / len(chains), 4),
        "company_pair_precision": round(sum(pairs) / max(1, len(pairs)), 4),
        "company_pairs": len(pairs),
        "corrections": sum(told[each["item"]] == told[each["original"]] for each in corrections),
        "of": len(corrections),
        "stories": len(set(told.values())),
        "biggest": Counter(told.values()).most_common(1)[0][1],
    }


def bcubed(gold: Sequence[str], told: Sequence[Any]) -> dict[str, float]:
    of_gold, of_told, both = Counter(gold), Counter(told), Counter(zip(gold, told, strict=True))
    precision = sum(n * n / of_told[b] for (_, b), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[a] for (a, _), n in both.items()) / len(gold)
    f1 = 2 * precision * recall / (precision + recall)
    return {"P": round(precision, 4), "R": round(recall, 4), "F1": round(f1, 4), "stories": len(of_told)}


def words(dictionary: Path, wire: Path, version: str) -> None:
    """Write link_words.json: rarity of a stem as the mean of its shares in a wire's items and in general English."""
    general: Counter[str] = Counter()
    for line in dictionary.read_text(encoding="utf-8-sig").splitlines():
        word, count = line.split()
        general[link_terms.stem(word)] += int(count)
    total = sum(general.values())
    items = 0
    in_wire: Counter[str] = Counter()
    for row in play.rows(wire):
        items += 1
        low = f"{row.headline}\n{row.body}".lower()
        in_wire.update({link_terms.stem(word.replace(".", "")) for word in link_terms._WORD.findall(low)})
    weights = {}
    for stem in sorted(general.keys() | in_wire.keys()):
        share = (1 - math.exp(-130 * general[stem] / total) + (in_wire[stem] if in_wire[stem] >= 5 else 0) / items) / 2
        if share > 0 and (weight := round(3 * math.log(1 / share))) < link_terms.UNKNOWN:
            weights[stem] = weight
    out = Path(link_terms.__file__).with_name("link_words.json")
    out.write_bytes(orjson.dumps({"version": version, "weights": weights}) + b"\n")
    print(len(weights), out.stat().st_size)


if __name__ == "__main__":
    words(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
