"""The story linker alone on labelled sets: chains and companies of a wire, clusters, modern scenarios.

    python -m bench.breaking_link wire DIR             link recall, company pairs, corrections
    python -m bench.breaking_link cluster ITEMS TRUTH  BCubed; items in file order with one received_at
    python -m bench.breaking_link scenarios ITEMS GOLD BCubed, founders linked, siblings kept apart and in one wave
    python -m bench.breaking_link speed [STORIES]      a synthetic wire at so many active stories (50,000)

Beside each the TF-IDF linker of breaking_tfidf.py, with the threshold that is best for it on that very file (--peers
none leaves it out). Nothing of a header is read, neither topics nor places, and truth only for the score.
"""

import argparse
import itertools
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bench import breaking_tfidf, rows, write
from schemas.base import ms
from schemas.item import Dateline, Part, WireItem
from schemas.state import StoryEntry, story_key
from streams import figures
from streams.breaking import link

LINKS_MAX = 8
CLUSTER_TIME = "2026-01-01T00:00:00Z"


class Row(NamedTuple):
    """An item as the linker sees it."""

    id: str
    at: int
    headline: str
    body: str
    link: str | None


class Folded(NamedTuple):
    stories: dict[str, str]
    """Story by item."""
    waves: dict[str, str]
    """Wave by story, for stories that are in one."""
    took_ms: list[float]


def fold(items: Iterable[Row]) -> Folded:
    """Each item in order through index and judge, as the taster's fold does it, without all the rest."""
    index, entries = link.Stories(), dict[str, StoryEntry]()
    stories, waves, took = dict[str, str](), dict[str, str](), list[float]()
    for row in items:
        start = time.perf_counter()
        placed = link.Placement("new")
        if row.link is not None:
            placed = link.place(row.link, row.at, [entries[key] for key in index.like(row.link)], {})
        key = placed.story if placed.outcome == "same" and placed.story else story_key(row.id)
        if placed.outcome == "sibling" and placed.story:
            waves[key] = waves.setdefault(placed.story, placed.story)
        if row.link is not None:
            links = [*(entries[key]["links"] if key in entries else ()), (row.link, row.at, "bench", row.id)]
            links = links if len(links) <= LINKS_MAX else [links[0], *links[1 - LINKS_MAX :]]
            entries[key] = _entry(key, links)
            index.put(key, [each[0] for each in links])
        took.append(1000 * (time.perf_counter() - start))
        stories[row.id] = key
    return Folded(stories, waves, took)


def _entry(key: str, links: list[tuple[str, int, str, str]]) -> StoryEntry:
    return StoryEntry(
        offset=0, at=0, story=key.partition(":")[2], founded=links[0][1], last=links[-1][1], links=links, members=[],
        figures={}, alerts=[], shown=False, retracted=False,
    )  # fmt: skip


# ---- the sets


def item(fields: Mapping[str, Any]) -> WireItem:
    """A row of any of the sets as an item."""
    body = fields.get("body") or ""
    body = body if isinstance(body, str) else "\n\n".join(body)
    line = fields.get("dateline") or ""
    if line and body.strip() and not body.startswith(line):
        body = f"{line} {body}"
    return WireItem(
        uri=str(fields["id"]), raw_id="0" * 32, part=Part(index=0, count=1), provider="bench", feed="bench",
        format="ninjs", received_at=fields.get("received_at") or fields.get("event_time") or CLUSTER_TIME,
        headline=fields["headline"] or None, body=body if body.strip() else None,
        dateline=Dateline(text=line, place=line.partition(",")[0]) if line and body.strip() else None,
        ed_note=fields.get("ednote"),
    )  # fmt: skip


def read(fields: Mapping[str, Any]) -> Row:
    each = item(fields)
    facts = figures.find(each.uri, None, each.headline, each.body)
    return Row(each.uri, ms(each.received_at), each.headline or "", each.body or "", link.terms(each, facts))


# ---- the scores


def wire(directory: Path, stories: Mapping[str, Any]) -> dict[str, Any]:
    """Chains and corrections that are in one story, and pairs of headlines in one story that name one company.

    A ticker is read here, for the score; the linker never sees one.
    """
    chains = [each for each in rows(directory / "reuters_chains.jsonl.gz") if each["rel"] == "high"]
    linked = sum(stories[each["alert"]] == stories[each["follow"]] for each in chains)
    companies = defaultdict(list)
    for each in rows(directory / "reuters_items.jsonl.gz"):
        if codes := set(TICKER.findall(each["headline"])):
            companies[stories[each["id"]]].append(codes)
    pairs = [bool(a & b) for members in companies.values() for a, b in itertools.combinations(members, 2)]
    corrections = rows(directory / "reuters_corrections.jsonl.gz")
    found = sum(stories[each["item"]] == stories[each["original"]] for each in corrections)
    return {
        "link recall": round(linked / len(chains), 4),
        "company-pair precision": round(sum(pairs) / len(pairs), 4) if pairs else 1.0,
        "company pairs": len(pairs),
        "corrections in the story of their original": f"{found} of {len(corrections)}",
        "stories": len(set(stories.values())),
    }


TICKER = re.compile(r"<([A-Z]+(?:\.[A-Z]+)?)>")


def bcubed(gold: Sequence[Any], told: Sequence[Any]) -> dict[str, Any]:
    """BCubed precision, recall and F1: over items, how pure its story is, and how much of its event is in it."""
    of_gold, of_told, both = Counter(gold), Counter(told), Counter(zip(gold, told, strict=True))
    precision = sum(n * n / of_told[b] for (_, b), n in both.items()) / len(gold)
    recall = sum(n * n / of_gold[a] for (a, _), n in both.items()) / len(gold)
    f1 = 2 * precision * recall / (precision + recall)
    return {
        "BCubed P": round(precision, 4),
        "BCubed R": round(recall, 4),
        "BCubed F1": round(f1, 4),
        "stories": len(of_told),
    }


def scenarios(gold: Sequence[Mapping[str, Any]], folded: Folded) -> dict[str, Any]:
    """BCubed, first items that were put into another story, and pairs of sibling stories kept apart, in one wave."""
    stories, waves = folded.stories, folded.waves
    seen, linked, founders = set[str](), 0, 0
    firsts, before = dict[str, str](), set[str]()
    for each in gold:
        if each["story"] not in seen:
            founders += 1
            linked += stories[each["id"]] in before
            seen.add(each["story"])
            firsts[each["story"]] = each["id"]
        before.add(stories[each["id"]])
    siblings = [
        (stories[firsts[a["story"]]], stories[firsts[b["story"]]])
        for a, b in itertools.combinations([each for each in gold if firsts[each["story"]] == each["id"]], 2)
        if a["wave"] and a["wave"] == b["wave"]
    ]
    apart = [pair for pair in siblings if pair[0] != pair[1]]
    return bcubed([each["story"] for each in gold], [stories[each["id"]] for each in gold]) | {
        "founders put into another story": f"{linked} of {founders}",
        "siblings apart": f"{len(apart)} of {len(siblings)}",
        "in one wave": f"{sum(waves.get(a, a) == waves.get(b, b) for a, b in apart)} of {len(apart)}",
    }


def speed(count: int) -> dict[str, Any]:
    """Terms, index and judge at `count` stories of a wire of invented words, every fourth item a company's second."""
    items = [item(_synthetic(number)) for number in range(count * 4 // 3 + SPEED_ITEMS)]
    start = time.perf_counter()
    made = [Row(each.uri, ms(each.received_at), "", "", link.terms(each)) for each in items]
    terms_s = time.perf_counter() - start
    folded = fold(made)
    last = sorted(folded.took_ms[-SPEED_ITEMS:])
    return {
        "active stories": len(set(folded.stories.values())),
        "terms, us an item": round(1e6 * terms_s / len(items)),
        "link, us an item": round(1000 * sum(last) / len(last)),
        "link p50 ms": round(last[len(last) // 2], 2),
        "link p99 ms": round(last[len(last) * 99 // 100], 2),
        "terms and link, items a second": round(1 / (terms_s / len(items) + sum(last) / len(last) / 1000)),
    }


SPEED_ITEMS = 5_000


def _synthetic(number: int) -> dict[str, Any]:
    """One item of a wire of templates: three in four found a story, and all share their verbs, nouns and places."""
    story = number * 3 // 4
    name = f"{_NAMES[story % 89]}{_NAMES[story // 89 % 83]}{_NAMES[story // 7387 % 79]}".capitalize()
    place = f"{_NAMES[story % 61]}ville".capitalize()
    verb, noun = _VERBS[story % len(_VERBS)], _NOUNS[story // 7 % len(_NOUNS)]
    text = (
        f"{name} Holdings {verb} its {noun} in {place} by {number % 900} million dollars, the company said. "
        f"Analysts had expected the {noun} of {name} to be {verb} later this year after talks with banks in {place}."
    )
    at = number * 2_000  # fifty thousand in a day
    day, rest = divmod(at // 1000, 86_400)
    return {
        "id": f"s{number}",
        "headline": f"{name} {verb} {noun} in {place}",
        "body": text,
        "received_at": f"2026-01-{1 + day:02}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}Z",
    }


_NAMES = [a + b for a in "bdfgklmnprstvz" for b in ("an", "el", "ir", "os", "um", "ath", "eck")]
_VERBS = ("raises", "cuts", "sells", "buys", "closes", "expands", "reviews", "sets", "denies", "confirms")
_NOUNS = ("dividend", "stake", "plant", "loan", "forecast", "offer", "contract", "fund", "pipeline", "mine", "bank")


# ---- the tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("wire", "cluster", "scenarios", "speed"))
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--peers", choices=("all", "none"), default="all")
    parser.add_argument("--json")
    given = parser.parse_args()
    if given.what == "speed":
        report = {"linker": speed(int(given.paths[0]) if given.paths else 50_000)}
    else:
        report = measure(given.what, [Path(each) for each in given.paths], peers=given.peers == "all")
    if given.json:
        write(report, given.json)
        return
    for name, table in report.items():
        print(name)
        for row in table.items():
            print("  {:<44}{}".format(*row))


def measure(what: str, paths: Sequence[Path], *, peers: bool) -> dict[str, dict[str, Any]]:
    items_path = paths[0] / "reuters_items.jsonl.gz" if what == "wire" else paths[0]
    start = time.perf_counter()
    items = [read(fields) for fields in rows(items_path)]
    read_s = time.perf_counter() - start
    folded = fold(items)
    took = sorted(folded.took_ms)
    table = _score(what, paths, folded) | {
        "figures and terms, items a second": round(len(items) / read_s),
        "link, items a second": round(1000 * len(items) / sum(took)),
        "link p99 ms": round(took[len(took) * 99 // 100], 2),
    }
    report = {"linker": table}
    if peers:
        data = [(row.headline, row.body, row.at) for row in items]

        def scored(stories: list[int]) -> dict[str, Any]:
            told = {row.id: f"story:{story}" for row, story in zip(items, stories, strict=True)}
            return _score(what, paths, Folded(told, {}, []))

        def worth(stories: list[int]) -> float:
            found = scored(stories)
            if what != "wire":
                return float(found["BCubed F1"])
            recall, precision = found["link recall"], found["company-pair precision"]
            return float(2 * recall * precision / (recall + precision))

        threshold, best = breaking_tfidf.best(data, worth)
        report[f"TF-IDF, threshold {threshold}"] = scored(best)
    return report


def _score(what: str, paths: Sequence[Path], folded: Folded) -> dict[str, Any]:
    if what == "wire":
        return wire(paths[0], folded.stories)
    gold = rows(paths[1])
    if what == "scenarios":
        return scenarios(gold, folded)
    return bcubed([each["story"] for each in gold], [folded.stories[each["id"]] for each in gold])


if __name__ == "__main__":
    main()
