"""What simple rules make of the same items: the keyword, the form, a burst, and a bag of words where scikit-learn is.

    keyword       "breaking" stands somewhere in the text
    signal words  or urgent, flash, bulletin
    form          a headline without a body
    burst         the second item of its story within 30 minutes, by shared words of headlines
    bag of words  logistic regression over words of headline and lede, learnt from the first half, told of the second

Each gives a level of alert or none; what it calls an alert it fires, unless its story has had one that day.
"""

import re
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from bench import breaking_score as score
from schemas.base import ms

Rows = list[dict[str, Any]]
BURST_MS = 30 * 60_000
LIVES_MS = 24 * 3_600_000


def _text(row: dict[str, Any]) -> str:
    body = row.get("body") or ""
    return f"{row['headline']}\n{body if isinstance(body, str) else chr(10).join(body)}"


KEYWORD = re.compile(r"\bbreaking\b", re.IGNORECASE)
SIGNAL_WORDS = re.compile(r"\b(breaking|urgent|flash|bulletin)\b", re.IGNORECASE)
RULES: dict[str, Callable[[dict[str, Any]], bool]] = {
    "keyword": lambda row: re.search(r"\bbreaking\b", _text(row), re.IGNORECASE) is not None,
    "signal words": lambda row: (
        re.search(r"\b(breaking|urgent|flash|bulletin)\b", _text(row), re.IGNORECASE) is not None
    ),
    "form": lambda row: not (row.get("body") or ""),
}


def wire(items: Rows, truth: Rows, chains: Rows) -> dict[str, Any]:
    stories = _stories(items)
    tables = {}
    for name, rule in RULES.items():
        tables[name] = _of(items, truth, chains, stories, [rule(row) for row in items])
    tables["burst"] = _of(items, truth, chains, stories, _bursts(items, stories))
    if find_spec("sklearn") is None:
        tables["bag of words"] = {"left out": "scikit-learn is not installed"}
    else:
        tables["bag of words, second half"] = _bag(items, truth)
    return tables


def _of(items: Rows, truth: Rows, chains: Rows, stories: dict[str, str], said: list[bool]) -> dict[str, Any]:
    alerted: dict[str, int] = {}
    lines = []
    for row, says in zip(items, said, strict=True):
        story, at = stories[row["id"]], ms(row["event_time"])
        fires = says and at - alerted.get(story, -LIVES_MS) >= LIVES_MS
        if fires:
            alerted[story] = at
        level = "alert" if says else "none"
        lines.append({"id": row["id"], "story": story, "level": level, "score": float(says), "alert": fires})
    found = score.wire(items, truth, chains, lines, ranks=False)
    return {name: found[name] for name in ("alert_all", "bulletin_full_stories", "alerts")}


def _stories(items: Rows) -> dict[str, str]:
    """Each item with the earlier one of a day whose headline shares half of its words, the newest first."""
    recent: list[tuple[int, frozenset[str], str]] = []
    found = {}
    for row in items:
        at, words = ms(row["event_time"]), frozenset(re.findall(r"[a-z]{3,}", row["headline"].lower()))
        recent = [each for each in recent if at - each[0] < LIVES_MS]
        like = (
            each[2] for each in reversed(recent) if words and 2 * len(words & each[1]) >= min(len(words), len(each[1]))
        )
        found[row["id"]] = next(like, row["id"])
        recent.append((at, words, found[row["id"]]))
    return found


def _alike(words: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(words & other) >= min(len(words), len(other))


def _bursts(items: Rows, stories: dict[str, str]) -> list[bool]:
    last: dict[str, int] = {}
    said = []
    for row in items:
        story, at = stories[row["id"]], ms(row["event_time"])
        said.append(story in last and at - last[story] <= BURST_MS)
        last[story] = at
    return said


def _bag(items: Rows, truth: Rows) -> dict[str, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    known = {row["id"]: row for row in truth}
    rows = [row for row in items if known[row["id"]]["prio"] and known[row["id"]]["form"] == "story"]
    half = len(rows) // 2
    texts = [f"{row['headline']} {' '.join((row['body'] or '').split()[:60])}".lower() for row in rows]
    vectors = TfidfVectorizer(min_df=5, ngram_range=(1, 2), sublinear_tf=True).fit(texts[:half])
    table: dict[str, Any] = {}
    for name, letters in (("bulletin", "b"), ("urgent", "fbu")):
        right = [known[row["id"]]["prio"] in letters for row in rows]
        model = LogisticRegression(C=5, max_iter=500).fit(vectors.transform(texts[:half]), right[:half])
        marks = model.decision_function(vectors.transform(texts[half:]))
        ranked = [each for _, each in sorted(zip(-marks, right[half:], strict=True), key=lambda pair: pair[0])]
        table[f"{name} AP"] = score.average_precision(ranked)
        table[f"{name} P@5%"] = sum(ranked[: len(ranked) // 20]) / max(1, len(ranked) // 20)
    return table


def scenarios(data: Rows, gold: Rows, profiles: Any) -> dict[str, Any]:
    """The keyword, and the declared alert grade taken at its word; each item a story of its own."""
    rules: dict[str, Callable[[dict[str, Any]], bool]] = {
        "keyword": RULES["keyword"],
        "declared alert grade": lambda row: _grade(row, profiles) in ("alert", "flash"),
    }
    tables = {}
    for name, rule in rules.items():
        lines = [
            {
                "id": row["id"], "level": "alert" if rule(row) else "none", "role": "first",
                "action": "fire" if rule(row) else "none", "story": row["id"], "relation": "unique", "target": None,
            }
            for row in data
        ]  # fmt: skip
        found = score.scenarios(gold, lines)
        kept = ("level accuracy", "firing P", "firing R", "firing F1", "traps fired")
        tables[name] = {key: found[key] for key in kept}
    return tables


def _grade(row: dict[str, Any], profiles: Any) -> str | None:
    value = str(row["urgency"]).lower()
    rows = profiles[row["provider"].lower()].grades
    return next((each.grade for (_, known), each in rows.items() if known == value), None)
