"""taster: wire.items -> every other topic. A fold over the log; its state is in memory and in wire.state.

The entries of a record are put at once, so that the next record of the batch sees them; the last entry of each key goes
to wire.state once a batch, in the transaction of the outputs. After any error the whole state is dropped and read anew.
"""

from collections.abc import Callable

from schemas.base import utc
from schemas.item import ClockRecord, DeadLetter
from schemas.state import LOG_KEY, Entry, LogEntry
from streams import codec
from streams.agents.step import Batch, Computed, Deadline, Limits, Record, Tally, dead, headers_of, reason_of
from streams.pipeline import Taste
from streams.settings import Settings
from streams.state import State


class StateDamaged(Exception):
    """An entry could not be put: what is in memory is worth nothing any more. Carries the offset that did it."""

    def __init__(self, offset: int, cause: BaseException) -> None:
        super().__init__(f"the state broke at offset {offset}: {reason_of(cause)}")
        self.offset = offset


class Taster:
    """The step of the taster agent. `state` is None while the process does not own the role."""

    def __init__(self, settings: Settings, taste: Taste, limits: Limits, wall_ms: Callable[[], int]) -> None:
        self._settings, self._taste, self._limits, self._wall_ms = settings, taste, limits, wall_ms
        self.state: State | None = None
        self.clock_due = True
        """Whether a clock record appended earlier has been folded, so that the next one would find something new."""

    def compute(self, batch: Batch) -> Computed:
        state = self.state
        assert state is not None, "a batch reached the taster without a state"
        computed, deadline = Computed(), Deadline(self._settings.batch_ms)
        dirty: dict[str, Entry | None] = {}
        for record in batch.records:
            if record.offset < state.position:
                raise AssertionError(f"offset {record.offset} again; the state has read up to {state.position}")
            self._one(state, record, batch, computed, dirty)
            computed.count += 1
            if deadline.passed():
                break
        computed.sends += [codec.encode_entry(key, entry) for key, entry in dirty.items()]
        return computed

    def _one(
        self, state: State, record: Record, batch: Batch, computed: Computed, dirty: dict[str, Entry | None]
    ) -> None:
        condemned = batch.condemned.get(record.offset)
        if condemned:
            letter = DeadLetter(reason=condemned.reason, detail=condemned.detail)
            sends, entries = self._aside(state, record, letter, keep_bytes=condemned.keep_bytes)
        else:
            sends, entries = self._guarded(state, record)
        try:
            state.apply(entries)
        except Exception as error:  # whatever broke, the map and its indexes may now differ
            raise StateDamaged(record.offset, error) from error
        dirty.update(entries)
        computed.sends += sends
        computed.tallies += self._tallies(record, sends)

    def _guarded(self, state: State, record: Record) -> tuple[list[codec.Encoded], dict[str, Entry | None]]:
        try:
            decoded = codec.decode_log(record.key, record.value or b"")
            if isinstance(decoded, ClockRecord):
                self.clock_due = True
            outcome = self._taste(state, record.offset, decoded)
            sends = codec.encode_outcome(outcome, record.offset, self._settings.site)
            too_large = self._limits.too_large(sends)
        except Exception as error:  # noqa: BLE001 - the one guard of the taster: a bad record never stops the log
            return self._aside(state, record, DeadLetter(reason="taster_raised", detail=reason_of(error)))
        if too_large:
            return self._aside(state, record, DeadLetter(reason="too_large", detail=too_large))
        stamp = ("wire_processed_at", utc(self._wall_ms()).encode())
        for each in sends:
            if not each.headers or each.headers[-1][0] != stamp[0]:
                each.headers.append(stamp)
        return sends, outcome.entries

    def _aside(
        self, state: State, record: Record, letter: DeadLetter, *, keep_bytes: bool = True
    ) -> tuple[list[codec.Encoded], dict[str, Entry | None]]:
        """The record goes to wire.dead and the fold steps over it: only the position moves."""
        given = codec.texts(headers_of(record))
        raw_id = given.get("wire_raw", "")
        entry = LogEntry(offset=record.offset, at=state.time, position=record.offset + 1)
        return [dead(record, letter, raw_id, self._limits, keep_bytes=keep_bytes)], {LOG_KEY: entry}

    def _tallies(self, record: Record, sends: list[codec.Encoded]) -> list[Tally]:
        given = codec.texts(headers_of(record))
        appended_ms = int(given.get("wire_appended_at", "0"))
        outcomes = [each.topic.removeprefix("wire.") for each in sends if each.topic not in BESIDE]
        return [Tally(outcome, given.get("wire_provider", ""), appended_ms) for outcome in outcomes]


BESIDE = ("wire.latest", "wire.stories", "wire.alerts")
"""Topics that say more of an item whose outcome stands on another one."""
