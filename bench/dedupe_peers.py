"""What others do, on the same rows: TF-IDF (scikit-learn), MinHash (rensa, datasketch) and SimHash.

Each gets the threshold that is best for it on this very file. A library that is not installed is left out with a word.
"""

import re
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np

from bench import dedupe_score as score

WORD = re.compile(r"[a-z]+|\d[\d,.]*")
THRESHOLDS = [round(0.05 * step, 2) for step in range(1, 20)]
PERMUTATIONS = 128
WINDOW_S = 72 * 3600


class Peer(NamedTuple):
    """`signs` gives an array of rows, `like` the likeness of one row with each row of an array."""

    name: str
    needs: str
    signs: Callable[[list[str]], Any]
    like: Callable[[Any, Any], Any]
    bytes_each: Callable[[Any], float]


def pairs(data: list[Any]) -> dict[str, Any]:
    texts, tables = _both_sides(data), {}
    for peer, signs, seconds in _signed(texts):
        if signs is None:
            tables[peer.name] = _left_out(peer)
            continue
        scores = _alike(peer, signs, len(data))
        lines = [{"pid": each["pid"], "score": one} for each, one in zip(data, scores, strict=True)]
        best = max((score.pairs(data, lines, threshold) for threshold in THRESHOLDS), key=lambda table: table["F1"])
        best.pop("linked by kind")
        tables[peer.name] = best | {
            "items a second": round(len(texts) / seconds),
            "bytes an item": peer.bytes_each(signs),
        }
    return tables


def hand(data: list[Any], gold: list[Any]) -> dict[str, Any]:
    tables = {}
    for peer, signs, _ in _signed(_both_sides(data)):
        if signs is None:
            tables[peer.name] = _left_out(peer)
            continue
        scores = _alike(peer, signs, len(data))

        def lines(threshold: float, scores: list[float] = scores) -> list[dict[str, Any]]:
            return [
                {"pid": each["pid"], "same_story": one >= threshold, "suppress_ok": False, "label": "", "score": one}
                for each, one in zip(data, scores, strict=True)
            ]

        found = max((score.hand(gold, lines(t)) for t in THRESHOLDS), key=lambda table: table["same_story accuracy"])
        tables[peer.name] = {name: found[name] for name in ("same_story accuracy", "AUC")}
    return tables


def stream(data: list[Any], gold: list[Any]) -> dict[str, Any]:
    """Each item is linked to the earlier one most like it within 72 hours, as a duplicate, if that is like enough."""
    texts = [_text(each) for each in data]
    at = np.array([np.datetime64(each["date"].rstrip("Z")).astype("datetime64[s]").astype(int) for each in data])
    tables = {}
    for peer, signs, seconds in _signed(texts):
        if signs is None:
            tables[peer.name] = _left_out(peer)
            continue
        start = time.perf_counter()
        best, of = np.zeros(len(data)), np.zeros(len(data), dtype=int)
        for i in range(1, len(data)):
            first = int(np.searchsorted(at[:i], at[i] - WINDOW_S))
            if first < i:
                like = np.asarray(peer.like(signs[i], signs[first:i])).ravel()
                of[i], best[i] = first + int(like.argmax()), like.max()
        seconds += time.perf_counter() - start
        found = max((score.stream(gold, _lines(data, best, of, t)) for t in THRESHOLDS), key=lambda table: table["ARI"])
        kept = ("link P", "link R", "link F1", "ARI", "suppress P", "suppress R", "hard negatives linked")
        tables[peer.name] = {name: found[name] for name in kept} | {
            "items a second, all compared": round(len(data) / seconds),
            "bytes an item": peer.bytes_each(signs),
        }
    return tables


def _lines(data: list[Any], best: Any, of: Any, threshold: float) -> list[dict[str, Any]]:
    return [
        {"id": each["id"], "relation": "dup" if best[i] >= threshold else "unique",
         "of": data[of[i]]["id"] if best[i] >= threshold else None}
        for i, each in enumerate(data)
    ]  # fmt: skip


def _signed(texts: list[str]) -> Iterator[tuple[Peer, Any, float]]:
    for peer in PEERS:
        if find_spec(peer.needs) is None:
            yield peer, None, 0.0
            continue
        start = time.perf_counter()
        signs = peer.signs(texts)
        yield peer, signs, time.perf_counter() - start


def _left_out(peer: Peer) -> dict[str, Any]:
    return {"left out": f"{peer.needs} is not installed"}


def _both_sides(data: list[Any]) -> list[str]:
    """The texts a and b of each pair, one after the other."""
    return [_text(each[side]) for each in data for side in "ab"]


def _alike(peer: Peer, signs: Any, count: int) -> list[float]:
    """How alike the two sides of each pair are."""
    return [float(peer.like(signs[2 * i], signs[2 * i + 1 : 2 * i + 2])[0]) for i in range(count)]


def _text(row: dict[str, Any]) -> str:
    return f"{row['title']}\n{row['body']}".lower()


def _shingles(text: str) -> list[str]:
    words = WORD.findall(text)
    return [" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))]


def _tfidf(texts: list[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(token_pattern=WORD.pattern, sublinear_tf=True).fit_transform(texts)


def _datasketch(texts: list[str]) -> Any:
    from datasketch import MinHash

    rows = []
    for text in texts:
        sketch = MinHash(PERMUTATIONS, seed=1)
        sketch.update_batch([each.encode() for each in _shingles(text)])
        rows.append(sketch.hashvalues)
    return np.array(rows)


def _rensa(texts: list[str]) -> Any:
    from rensa import RMinHash

    rows = []
    for text in texts:
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update(_shingles(text))
        rows.append(sketch.digest())
    return np.array(rows)


def _simhash(texts: list[str]) -> Any:
    rows = []
    for text in texts:
        hashes = np.array(
            [int.from_bytes(blake2b(each.encode(), digest_size=8).digest()) for each in _shingles(text)],
            dtype=np.uint64,
        )
        bits = np.unpackbits(hashes.view(np.uint8).reshape(-1, 8), axis=1)
        rows.append(2 * bits.sum(0) > len(hashes))
    return np.array(rows)


PEERS = [
    Peer(
        "TF-IDF",
        "sklearn",
        _tfidf,
        lambda one, many: (many @ one.T).toarray().ravel(),
        lambda s: round(12 * s.nnz / s.shape[0]),
    ),
    Peer("MinHash, rensa", "rensa", _rensa, lambda one, many: (many == one).mean(1), lambda _: 4 * PERMUTATIONS),
    Peer(
        "MinHash, datasketch",
        "datasketch",
        _datasketch,
        lambda one, many: (many == one).mean(1),
        lambda _: 8 * PERMUTATIONS,
    ),
    Peer("SimHash", "numpy", _simhash, lambda one, many: 2 * (many == one).mean(1) - 1, lambda _: 8),
]
