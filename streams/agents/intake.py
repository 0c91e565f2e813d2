"""intake: wire.raw -> wire.items. Stateless: sniff, read, find figures, fingerprint."""

from schemas.ids import raw_id
from schemas.item import DeadLetter, ItemRecord, RawItem
from streams import codec
from streams.agents.step import Batch, Computed, Deadline, Limits, Record, Tally, dead, headers_of, reason_of
from streams.pipeline import Read
from streams.settings import Settings


class Intake:
    """The step of the intake agent."""

    def __init__(self, settings: Settings, read: Read, limits: Limits) -> None:
        self._settings, self._read, self._limits = settings, read, limits
        self._source = codec.source(settings.site)

    def compute(self, batch: Batch) -> Computed:
        computed, deadline = Computed(), Deadline(self._settings.batch_ms)
        for record in batch.records:
            self._one(record, batch, computed)
            computed.count += 1
            if deadline.passed():
                break
        return computed

    def _one(self, record: Record, batch: Batch, computed: Computed) -> None:
        raw = codec.decode_raw(record.value, headers_of(record), record.timestamp, self._settings.feed_table)
        condemned = batch.condemned.get(record.offset)
        if condemned:
            letter = DeadLetter(reason=condemned.reason, detail=condemned.detail)
            results: list[codec.Encoded] = [self._dead(record, raw, letter, keep_bytes=condemned.keep_bytes)]
        else:
            results = self._guarded(record, raw)
        computed.sends += results
        computed.tallies += [Tally(_outcome(each), raw.feed, record.timestamp) for each in results]

    def _guarded(self, record: Record, raw: RawItem) -> list[codec.Encoded]:
        try:
            return [self._encode(record, raw, each) for each in self._read(raw)]
        except Exception as error:  # noqa: BLE001 - the one guard of intake: a bad record never stops the feed
            letter = DeadLetter(reason="reader_raised", detail=reason_of(error))
            return [self._dead(record, raw, letter)]

    def _encode(self, record: Record, raw: RawItem, result: ItemRecord | DeadLetter) -> codec.Encoded:
        if isinstance(result, DeadLetter):
            return self._dead(record, raw, result)
        encoded = codec.encode_item(result, self._source)
        encoded.headers.append(("wire_appended_at", str(record.timestamp).encode()))
        if too_large := self._limits.too_large([encoded]):
            return self._dead(record, raw, DeadLetter(reason="too_large", detail=too_large, part=result.item.part))
        return encoded

    def _dead(self, record: Record, raw: RawItem, letter: DeadLetter, *, keep_bytes: bool = True) -> codec.Encoded:
        identity = raw_id(raw.feed, raw.received_at, raw.body)
        return dead(record, letter, identity, self._limits, keep_bytes=keep_bytes)


def _outcome(encoded: codec.Encoded) -> str:
    return "read" if encoded.topic == "wire.items" else dict(encoded.headers)["wire_outcome"].decode()
