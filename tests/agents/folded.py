"""One fold of wire.items that nothing disturbed: what every fault test compares the live outputs and state with."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.state import LOG_KEY, LogEntry
from streams import codec
from streams.agents.role import read_state
from streams.codec import decode_log
from streams.pipeline import taste
from streams.settings import Settings
from streams.state import State
from streams.tail import read_topic
from tests.agents.judge import Rows, expected_rows

OUTPUTS = ("wire.enriched", "wire.suppressed", "wire.held", "wire.latest", "wire.stories", "wire.alerts")
COMPACTED = ("wire.latest", "wire.stories")

Print = tuple[bytes | None, bytes]
"""A record's key and the digest of its value: a long run's values would fill the memory."""


@dataclass
class Folded:
    """What the fold published, topic by topic in order; its state; the rows that a newsroom must have."""

    outputs: dict[str, list[Print]] = field(default_factory=lambda: {name: [] for name in OUTPUTS})
    state: State = field(default_factory=State)
    rows: Rows = field(default_factory=dict)


async def fold(settings: Settings, upto: int, aside: Iterable[int] = ()) -> Folded:
    """Fold the committed log below offset `upto`; records at offsets `aside` went to wire.dead and are stepped over."""
    folded, aside = Folded(), set(aside)
    state = folded.state
    async for each in read_topic(settings, "wire.items", to_end=True):
        if each.offset >= upto:
            break
        if each.offset in aside:
            state.apply({LOG_KEY: LogEntry(offset=each.offset, at=state.time, position=each.offset + 1)})
            continue
        outcome = taste(state, each.offset, decode_log(each.key, each.value or b""))
        state.apply(outcome.entries)
        for encoded in codec.encode_outcome(outcome, each.offset, settings.site):
            folded.outputs[encoded.topic].append(_print(encoded.key, encoded.value))
            if encoded.topic == "wire.enriched":
                folded.rows.update(expected_rows([encoded]))
    return folded


async def differences(settings: Settings) -> tuple[list[str], Folded]:
    """What of outputs or state is not what one fold without faults gives, a line each. The workers have stopped."""
    live, _ = await read_state(settings, lambda: True)
    log = settings.topic("wire.items")
    dead = [each async for each in read_topic(settings, "wire.dead", to_end=True)]
    aside = [int(each.headers["wire_offset"]) for each in dead if each.headers["wire_topic"] == log]
    folded = await fold(settings, live.position, aside)
    found = []
    for name in OUTPUTS:
        got = [_print(each.key, each.value) async for each in read_topic(settings, name, to_end=True)]
        want = folded.outputs[name]
        if name in COMPACTED:  # compaction may have passed over it: the last record of each key is what counts
            got, want = sorted(dict(got).items()), sorted(dict(want).items())
        if got != want:
            at = next((at for at, (one, other) in enumerate(zip(got, want, strict=False)) if one != other), "its end")
            found.append(f"{name}: {len(got)} records, the fold has {len(want)}; they differ from {at} on")
    one, other = dict(live), dict(folded.state)
    wrong = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
    if wrong:
        found.append(f"wire.state: {len(one)} entries, the fold has {len(other)}; {len(wrong)} differ: {wrong[:5]}")
    return found, folded


def _print(key: bytes | None, value: bytes | None) -> Print:
    return key, hashlib.blake2b(value or b"", digest_size=16).digest()
