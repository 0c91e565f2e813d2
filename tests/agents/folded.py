"""One fold of wire.items that nothing disturbed: what every fault test compares the live outputs and state with."""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.state import LOG_KEY, LogEntry
from streams import codec
from streams.agents.role import read_state
from streams.codec import Encoded, decode_log
from streams.pipeline import taste
from streams.state import State
from tests.agents.harness import Site

OUTPUTS = ("wire.enriched", "wire.suppressed", "wire.held", "wire.latest")


class Folded(NamedTuple):
    """What the fold published, topic by topic in order, and its state."""

    outputs: dict[str, list[Encoded]]
    state: State


async def fold(desk: Site, upto: int, aside: Iterable[int] = ()) -> Folded:
    """Fold the committed log below offset `upto`; records at offsets `aside` went to wire.dead and are stepped over."""
    state, aside = State(), set(aside)
    outputs: dict[str, list[Encoded]] = {name: [] for name in OUTPUTS}
    for each in await desk.read("wire.items"):
        if each.offset >= upto:
            break
        if each.offset in aside:
            state.apply({LOG_KEY: LogEntry(offset=each.offset, at=state.time, position=each.offset + 1)})
            continue
        outcome = taste(state, each.offset, decode_log(each.key, each.value or b""))
        state.apply(outcome.entries)
        for publication in outcome.publications:
            for encoded in codec.encode(publication, each.offset, desk.settings.site):
                outputs[encoded.topic].append(encoded)
    return Folded(outputs, state)


async def differences(desk: Site) -> list[str]:
    """What of outputs or state is not what one fold without faults gives, a line each. The workers have stopped."""
    live, _ = await read_state(desk.settings, lambda: True)
    log = desk.settings.topic("wire.items")
    dead = await desk.read("wire.dead")
    aside = [int(each.headers["wire_offset"]) for each in dead if each.headers["wire_topic"] == log]
    folded = await fold(desk, live.position, aside)
    found = []
    for name in OUTPUTS:
        got = [(each.key, each.value) for each in await desk.read(name)]
        want = [(each.key, each.value) for each in folded.outputs[name]]
        if got != want and name == "wire.latest":
            got, want = sorted(dict(got).items()), sorted(dict(want).items())  # compaction may have passed over it
        if got != want:
            at = next((at for at, (one, other) in enumerate(zip(got, want, strict=False)) if one != other), None)
            found.append(f"{name}: {len(got)} records, the fold has {len(want)}; first difference at {at}")
    one, other = dict(live), dict(folded.state)
    wrong = sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))
    if wrong:
        found.append(f"wire.state: {len(one)} entries, the fold has {len(other)}; {len(wrong)} differ: {wrong[:5]}")
    return found
