"""The codec writes the headers that schemas/asyncapi.yaml lists, and no others."""

from schemas.item import ClockRecord, DeadLetter, ItemRecord, Part, RawRecord, WireItem
from streams import codec
from streams.pipeline import Publication
from tests.schemas.test_documents import CLOUDEVENTS_HEADERS, DEAD_HEADERS, RAW_HEADERS, WIRE_HEADERS


def test_the_codec_writes_no_header_that_is_not_listed():
    item = WireItem(
        uri="urn:wire:qns:1", raw_id="a" * 32, part=Part(index=0, count=1), provider="qns", feed="qns", format="text",
        received_at="2031-03-04T05:41:08Z", language="en",
    )  # fmt: skip
    record = ItemRecord(item=item)
    publication = Publication(
        ("enriched",), "created", record, item.received_at, item.raw_id, current=True, cause="kill"
    )
    records = [
        *codec.encode(publication, 7, "desk"),
        codec.encode_item(ItemRecord(item=item), "urn:copytaster:desk"),
        codec.encode_clock(ClockRecord(clock=item.received_at), "urn:copytaster:desk"),
    ]
    for record in records:
        assert {name for name, _ in record.headers} <= CLOUDEVENTS_HEADERS | WIRE_HEADERS

    raw = codec.encode_raw(
        RawRecord(body=b"x", feed="qns", received_at=item.received_at, content_type="text/plain", filename="x.txt")
    )
    assert {name for name, _ in raw.headers} == RAW_HEADERS
    letter = DeadLetter(reason="unreadable", detail="No reader took it.")
    headers = [*raw.headers, ("wire_provider", b"qns")]
    dead = codec.encode_dead(letter, b"x", headers, codec.Coordinates("desk.wire.raw", 0, 7), "a" * 32, 10)
    assert {name for name, _ in dead.headers} == DEAD_HEADERS | RAW_HEADERS
