"""The measures of the labelled sets of breaking news, as their own scorers have them."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from bench.dedupe_score import check
from schemas.base import ms

Rows = list[dict[str, Any]]
LEVELS = {"none": 0, "update": 1, "developing": 2, "urgent": 3, "alert": 4, "flash": 5}
TICKER = re.compile(r"<([A-Z]+(?:\.[A-Z]+)?)>")
FIRING = ("fire", "raise")

# name: which of the truth rows, what is right, and the least level that says so
WIRE: dict[str, tuple[Callable[[Any], bool], Callable[[Any], bool], int]] = {
    "alert_all": (lambda _: True, lambda t: t["prio"] in "fb", 4),
    "bulletin_full_stories": (lambda t: t["form"] == "story", lambda t: t["prio"] == "b", 4),
    "urgent_up_full_stories": (lambda t: t["form"] == "story", lambda t: t["prio"] in "fbu", 3),
}


def wire(items: Rows, truth: Rows, chains: Rows, found: Rows, *, ranks: bool = True) -> dict[str, Any]:
    check("id", items, found)
    known, told = {row["id"]: row for row in truth}, {row["id"]: row for row in found}
    high = [chain for chain in chains if chain["rel"] == "high"]
    linked = sum(told[chain["alert"]]["story"] == told[chain["follow"]]["story"] for chain in high)
    out: dict[str, Any] = {"link_recall": linked / len(high), "chains": len(high)}
    out |= _company_pairs(items, told)
    ids = [row["id"] for row in items if known[row["id"]]["prio"]]
    for name, (chosen, right, least) in WIRE.items():
        rows = [each for each in ids if chosen(known[each])]
        of = prf([(right(known[each]), LEVELS[told[each]["level"]] >= least) for each in rows])
        for rank in ("score", "urgent") if ranks else ("score",):
            ranked = [right(known[each]) for each in sorted(rows, key=lambda each: (-told[each].get(rank, 0.0), each))]
            suffix = "" if rank == "score" else f" by {rank}"
            of |= {f"AP{suffix}": average_precision(ranked), f"P@5%{suffix}": _top(ranked)}
        out[name] = of
    out["alerts"] = _alerts(items, known, told, high)
    return out


def prf(pairs: list[tuple[bool, bool]]) -> dict[str, float]:
    """Precision, recall and F1 of (right, said) pairs."""
    hit = sum(right and said for right, said in pairs)
    said, right = sum(said for _, said in pairs), sum(right for right, _ in pairs)
    p, r = hit / said if said else 0.0, hit / right if right else 0.0
    return {"P": p, "R": r, "F1": 2 * p * r / (p + r) if p + r else 0.0}


def average_precision(ranked: list[bool]) -> float:
    hit, total = 0, 0.0
    for place, right in enumerate(ranked, 1):
        if right:
            hit += 1
            total += hit / place
    return total / max(1, hit)


def _top(ranked: list[bool]) -> float:
    top = ranked[: max(1, len(ranked) // 20)]
    return sum(top) / len(top)


def _company_pairs(items: Rows, told: dict[str, Any]) -> dict[str, Any]:
    stories = defaultdict(list)
    for row in items:
        if tickers := set(TICKER.findall(row["headline"])):
            stories[told[row["id"]]["story"]].append(tickers)
    pairs = [bool(a & b) for members in stories.values() for a, b in itertools.combinations(members, 2)]
    return {"company_pair_precision": sum(pairs) / len(pairs) if pairs else 1.0, "company_pairs": len(pairs)}


def _alerts(items: Rows, known: dict[str, Any], told: dict[str, Any], high: Rows) -> dict[str, Any]:
    fired = [row for row in items if told[row["id"]]["alert"]]
    ids = {row["id"] for row in fired}
    days = len({row["event_time"][:10] for row in items})
    stories = Counter(told[each]["story"] for each in ids)
    covered = [chain for chain in high if chain["alert"] in ids or chain["follow"] in ids]
    false = [row for row in fired if known[row["id"]]["prio"] in ("r", "d", "s", "h", "w", "a")]
    late = sum(0 if chain["alert"] in ids else chain["dt_s"] for chain in covered)
    return {
        "n": len(fired),
        "per_day": len(fired) / days,
        "per_story": len(fired) / max(1, len(stories)),
        "max_per_story": max(stories.values(), default=0),
        "repeats_realerted": _repeats(fired),
        "false_per_day": len(false) / days,
        "chain_coverage": len(covered) / len(high),
        "double_alerted": sum(chain["alert"] in ids and chain["follow"] in ids for chain in high) / len(high),
        "mean_delay_s": late / max(1, len(covered)),
    }


def _repeats(fired: Rows) -> int:
    """Alerts of a headline that was alerted within the last 18 hours."""
    seen: dict[str, int] = {}
    count = 0
    for row in fired:
        words, at = re.sub(r"\W+", " ", row["headline"].lower()).strip(), ms(row["event_time"])
        count += words in seen and at - seen[words] < 18 * 3_600_000
        seen[words] = at
    return count


COUNTED = (("kills", "role", "kill"), ("cancels", "action", "cancel"), ("amendments", "action", "update"))
FIELDS = ("level", "role", "action", "relation")


def scenarios(gold: Rows, found: Rows) -> dict[str, Any]:
    check("id", gold, found)
    told = {row["id"]: row for row in found}
    clear = [row for row in gold if not row.get("ambiguous")]
    out: dict[str, Any] = {"items": len(clear)}
    for field in FIELDS:
        out[f"{field} accuracy"] = _share([row[field] == told[row["id"]][field] for row in clear])
    fires = prf([(row["action"] in FIRING, told[row["id"]]["action"] in FIRING) for row in clear])
    out |= {f"firing {name}": value for name, value in fires.items()}
    traps = [row for row in clear if row.get("trap")]
    out["traps fired"] = f"{sum(told[row['id']]['action'] in FIRING for row in traps)} of {len(traps)}"
    for name, field, value in (
        ("kills", "role", "kill"),
        ("cancels", "action", "cancel"),
        ("amendments", "action", "update"),
    ):
        of = [row["id"] for row in clear if row[field] == value]
        hit = sum(told[each][field] == value for each in of)
        invented = sum(told[row["id"]][field] == value != row[field] for row in clear)
        out[f"{name} found"] = f"{hit} of {len(of)}, {invented} invented"
    out |= bcubed([row["story"] for row in clear], [told[row["id"]]["story"] for row in clear])
    story = {row["id"]: row["story"] for row in gold}
    linked = [row for row in clear if row["target"] is not None]
    exact = [told[row["id"]]["target"] == row["target"] for row in linked]
    near = [
        1.0 if same else 0.5 * (story.get(told[row["id"]]["target"]) == row["story"])
        for same, row in zip(exact, linked, strict=True)
    ]
    out |= {"target accuracy": sum(near) / len(linked), "target exact": _share(exact)}
    founders = [told[row["id"]]["target"] is not None for row in clear if row["target"] is None]
    out["founders wrongly linked"] = f"{sum(founders)} of {len(founders)}"
    return out


def _share(right: list[bool]) -> float:
    return sum(right) / max(1, len(right))


def cluster(gold: Rows, found: Rows) -> dict[str, Any]:
    check("id", gold, found)
    told = {row["id"]: row["story"] for row in found}
    want, got = [row["story"] for row in gold], [told[row["id"]] for row in gold]
    both, g, f = (_pairs(Counter(each)) for each in (zip(want, got, strict=True), want, got))
    p, r = both / f if f else 0.0, both / g if g else 0.0
    stories = {"gold stories": len(set(want)), "predicted stories": len(set(got))}
    pairs = {"pairs P": p, "pairs R": r, "pairs F1": 2 * p * r / (p + r) if p + r else 0.0}
    return {"items": len(gold)} | stories | bcubed(want, got) | pairs


def _pairs(sizes: Counter[Any]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def bcubed(gold: list[str], found: list[str]) -> dict[str, float]:
    g, f, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    p = sum(n * n / f[b] for (_, b), n in both.items()) / len(gold)
    r = sum(n * n / g[a] for (a, _), n in both.items()) / len(gold)
    return {"story B-cubed P": p, "story B-cubed R": r, "story B-cubed F1": 2 * p * r / (p + r)}
