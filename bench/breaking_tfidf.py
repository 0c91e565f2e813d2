"""The linker to beat: cosine of TF-IDF over headline and lede against the stories of the last days.

What reference measurements call the TF-IDF linker, built again: words of the headline count double, capitalised ones
half as much again, document frequencies are counted as the items come, a story is its centre and its six newest
members, and with time a story fades. The threshold is the best of THRESHOLDS for it on the very file.
"""

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from streams.breaking.link_words import FUNCTION_WORDS

THRESHOLDS = (0.06, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18, 0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.45, 0.5)
WORD = re.compile(r"[A-Za-z][A-Za-z.&'-]*|\d[\d.,]*")
LEDE_CHARACTERS = 500
HEADLINE, CAPITAL = 2.0, 1.5
TELLING = 12
CANDIDATES = 25
MEMBERS = 6
LIFE_MS = 96 * 3_600_000

Vector = dict[str, float]


@dataclass
class Cluster:
    last: int
    centre: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    members: deque[Vector] = field(default_factory=lambda: deque(maxlen=MEMBERS))


class Tfidf:
    def __init__(self, threshold: float, half_life_h: float) -> None:
        self._threshold, self._fade_ms = threshold, half_life_h * 3_600_000
        self._clusters: list[Cluster] = []
        self._words: dict[str, list[int]] = defaultdict(list)
        self._seen: Counter[str] = Counter()
        self._items = 0

    def add(self, headline: str, body: str, at: int) -> int:
        """The number of the story that the item is put into."""
        vector = self._vector(headline, body)
        telling = sorted(vector, key=lambda word: (-vector[word], word))[:TELLING]
        found: Counter[int] = Counter()
        for word in telling:
            for number in self._words[word]:
                found[number] += vector[word]  # type: ignore[assignment]
        ranked = sorted(found.items(), key=lambda each: (-each[1], each[0]))[:CANDIDATES]
        score, number = max([(self._like(vector, at, number), -number) for number, _ in ranked], default=(0.0, 0))
        number = -number
        if score < self._threshold:
            number = len(self._clusters)
            self._clusters.append(Cluster(at))
        cluster = self._clusters[number]
        for word, value in vector.items():
            cluster.centre[word] += value
        for word in telling:
            if number not in self._words[word]:
                self._words[word].append(number)
        cluster.members.append(vector)
        cluster.last = max(cluster.last, at)
        return number

    def _vector(self, headline: str, body: str) -> Vector:
        counts: dict[str, float] = defaultdict(float)
        capitals = set()
        for text, weight in ((headline, HEADLINE), (" ".join(body.split())[:LEDE_CHARACTERS], 1.0)):
            # In a headline of capitals they mark nothing.
            marks = text != text.upper()
            for token in WORD.findall(text):
                word = token.lower().strip(".'-").removesuffix("'s")
                if word and word not in FUNCTION_WORDS and (len(word) > 1 or word.isdigit()):
                    counts[word] += weight
                    if marks and token[0].isupper():
                        capitals.add(word)
        vector = {
            word: (1 + math.log(count))
            * max(0.05, math.log((self._items + 2) / (self._seen[word] + 1)) + 0.1)
            * (CAPITAL if word in capitals else 1.0)
            for word, count in counts.items()
        }
        self._items += 1
        self._seen.update(vector.keys())
        norm = math.sqrt(sum(value * value for value in vector.values())) or 1.0
        return {word: value / norm for word, value in vector.items()}

    def _like(self, vector: Vector, at: int, number: int) -> float:
        cluster = self._clusters[number]
        age = max(0, at - cluster.last)
        if age > LIFE_MS:
            return 0.0
        norm = math.sqrt(sum(value * value for value in cluster.centre.values())) or 1.0
        centre = sum(value * cluster.centre.get(word, 0.0) for word, value in vector.items()) / norm
        nearest = max(sum(value * one.get(word, 0.0) for word, value in vector.items()) for one in cluster.members)
        return (centre + nearest) / 2 * (0.5 + 0.5 * math.exp(-age / self._fade_ms))


def stories(rows: Sequence[tuple[str, str, int]], threshold: float, half_life_h: float = 24.0) -> list[int]:
    """The story of each row of headline, body and time in milliseconds."""
    linker = Tfidf(threshold, half_life_h)
    return [linker.add(*row) for row in rows]


def best(
    rows: Sequence[tuple[str, str, int]], worth: Callable[[list[int]], float], among: Iterable[float] = THRESHOLDS
) -> tuple[float, list[int]]:
    """The threshold that is worth most, and its stories."""
    runs = [(threshold, stories(rows, threshold)) for threshold in among]
    return max(runs, key=lambda run: worth(run[1]))
