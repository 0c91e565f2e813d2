"""The simulator sends what the rows say, in two forms that agree; the generator knows the truth of what it sends."""

import gzip
import os
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from bench.resends import resends
from schemas.base import ms
from schemas.ids import raw_id
from schemas.item import ItemRecord, RawItem, RawRecord, WireItem
from streams import pipeline, wire
from streams.dev.generate import generate, token_line
from streams.dev.play import NUMBER_MAX, Form, Numbering, Row, feed_index, paced, play, row_ids, rows
from streams.state import State
from tests.schemas.registry import errors, ninjs

MARKET = Row(
    id=7,
    date="1987-03-02T09:15:01.790Z",
    title="QUARRY HOLDINGS <QRY> SETS\nSPLIT",
    dateline="GRENHOLM, March 2 -",
    author="By Ida Falk, Reuters",
    body="Quarry Holdings Inc <QRY> said it set\na two-for-one split.\n"
    "    The dividend is six cts a\nshare (10 < 12 a year ago).",
    priority="u",
    slug="BC-QUARRY-HOLDINGS-<QRY>",
)
HEADLINE_ONLY = Row(
    id=8, date="1987-03-02T09:16:00.000Z", title="TARROSA TO SELL GRAIN <TG<", priority="b", slug="BC-T"
)
TABLE = Row(
    id=9,
    date="1987-03-03T00:00:01.500Z",
    body=" STOCKS....1,204 up....16\n Imports.....88 unch\n\n    Total 1,292",
    priority="h",
)
NOTHING = Row(id=10, date="1987-03-03T00:00:02.000Z")
WIRE = [MARKET, HEADLINE_ONLY, TABLE, NOTHING]


def test_rows_are_read_plain_or_zipped_and_what_is_missing_is_empty(tmp_path: Path) -> None:
    line = b'{"id": 1, "date": "1987-03-02T09:15:01.790Z", "title": null, "body": "Text.", "topics": ["grain"]}\n'
    (tmp_path / "wire.jsonl").write_bytes(line)
    (tmp_path / "wire.jsonl.gz").write_bytes(gzip.compress(line))
    expected = [Row(id=1, date="1987-03-02T09:15:01.790Z", body="Text.")]
    assert list(rows(tmp_path / "wire.jsonl")) == expected
    assert list(rows(tmp_path / "wire.jsonl.gz")) == expected


def test_ninjs_says_what_the_row_says_and_leaves_out_what_it_lacks() -> None:
    market, headline_only, table, nothing = [orjson.loads(each.body) for each in play(WIRE, "ninjs", 1)]
    assert market["headlines"][0]["value"] == "QUARRY HOLDINGS <QRY> SETS SPLIT"
    assert market["bodies"][0]["value"] == f"GRENHOLM, March 2 - {MARKET.body}"
    assert (market["urgency"], market["by"], market["located"]) == (3, "By Ida Falk, Reuters", "GRENHOLM")
    assert "bodies" not in headline_only
    assert "headlines" not in table
    assert "urgency" not in table
    assert table["bodies"][0]["value"] == TABLE.body
    assert set(nothing) == {"uri", "type", "standard", "versionCreated", "pubStatus", "language"}


def test_ninjs_of_a_row_is_valid_ninjs() -> None:
    for record in play(WIRE, "ninjs", 4):
        assert errors(ninjs(), orjson.loads(record.body)) == []


def test_anpa_has_the_lines_of_the_row_between_the_codes_of_the_standard() -> None:
    market, headline_only, _, _ = [each.body for each in play(WIRE, "anpa", 1)]
    assert market == (
        b"\x16\x16\x01a0001\x1freute\r\n"
        b"u f\x13\x11 BC-QUARRY-HOLDINGS-<QRY>     03-02 0027\r\n"
        b"\x02^BC-QUARRY-HOLDINGS-<QRY>,0027<\r\n"
        b"^QUARRY HOLDINGS <QRY> SETS SPLIT<\r\n"
        b"^By Ida Falk, Reuters=\r\n"
        b"GRENHOLM, March 2 - Quarry Holdings Inc <QRY> said it set\r\n"
        b"a two-for-one split.\r\n"
        b"    The dividend is six cts a\r\n"
        b"share (10 < 12 a year ago).\r\n"
        b"\r\n\t   \x03RW-WF-03-02-87 0915GMT<\r\n\r\n\x0c\r\n\x04"
    )
    assert b"\r\n^TARROSA TO SELL GRAIN <TG<<\r\n" in headline_only


def test_both_forms_come_on_the_same_feed_at_the_same_time_in_the_same_order() -> None:
    def envelope(form: Form) -> list[tuple[str, str]]:
        return [(each.feed, each.received_at) for each in play(WIRE, form, 4)]

    assert envelope("ninjs") == envelope("anpa")
    assert envelope("ninjs")[1] == (f"reuters-{feed_index(HEADLINE_ONLY.title, 4)}", "1987-03-02T09:16:00Z")


def test_items_are_numbered_by_feed_and_day_and_their_rows_found_again() -> None:
    assert row_ids(WIRE, 1) == {
        "urn:wire:reuters:a0001-1987-03-02": 7,
        "urn:wire:reuters:a0002-1987-03-02": 8,
        "urn:wire:reuters:a0001-1987-03-03": 9,
        "urn:wire:reuters:a0002-1987-03-03": 10,
    }
    assert [orjson.loads(each.body)["uri"] for each in play(WIRE, "ninjs", 4)] == list(row_ids(WIRE, 4))


def test_a_day_with_more_items_than_numbers_asks_for_more_feeds() -> None:
    numbering = Numbering(1)
    for _ in range(NUMBER_MAX):
        numbering.take(MARKET)
    with pytest.raises(ValueError, match="use more feeds than 1"):
        numbering.take(MARKET)


@pytest.mark.parametrize("feeds", [0, 27])
def test_there_are_as_many_feeds_as_service_letters(feeds: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 26"):
        list(play(WIRE, "anpa", feeds))


def test_pacing_keeps_the_recorded_gaps_divided_by_speed() -> None:
    records = list(play([MARKET, HEADLINE_ONLY], "ninjs", 1))
    assert [delay for delay, _ in paced(records, 2)] == [0, pytest.approx(29.105)]
    assert [delay for delay, _ in paced(records, None)] == [0, 0]
    assert [delay for delay, _ in paced(records[::-1], 1)] == [0, 0]


def test_both_forms_read_as_equal_items() -> None:
    assert_forms_agree(WIRE, feeds=2)


def test_both_forms_of_the_whole_wire_read_as_equal_items() -> None:
    assert_forms_agree(list(rows(stored_wire())), feeds=4)


def stored_wire() -> Path:
    folder = os.environ.get("COPYTASTER_DATA")
    if folder is None:
        pytest.skip("COPYTASTER_DATA names no data folder: the stored wire is not in the repository")
    return Path(folder) / "reuters" / "reuters21578-dev.jsonl.gz"


def assert_forms_agree(stored: list[Row], feeds: int) -> None:
    """uri, headline and body of each row, in ninjs and in ANPA, against the row itself."""
    uris = list(row_ids(stored, feeds))
    for form in ("ninjs", "anpa"):
        for row, uri, record in zip(stored, uris, play(stored, form, feeds), strict=True):
            item = read(record)
            assert (item.uri, item.headline, item.body) == (uri, row.headline or None, row.text or None), row.id


def read(record: RawRecord) -> WireItem:
    (item,) = wire.read(RawItem(**record.model_dump(), provider="reuters"))
    assert isinstance(item, WireItem), (record.filename, item)
    return item


# ---- the generator


def generated(count: int, **more: Any) -> list[Any]:
    arguments = {"seed": 7, "start": "2026-01-05T00:00:00Z", "per_second": 20} | more
    return list(generate(WIRE, count, **arguments))


MANY = generated(5000)


def test_the_same_seed_gives_the_same_records_and_another_seed_others() -> None:
    assert generated(300) == MANY[:300]
    assert generated(300, seed=8) != MANY[:300]


def test_every_record_is_received_after_the_one_before_it_and_is_a_raw_record_of_its_own() -> None:
    for per_second in (0.01, 20, 100_000):
        made = generated(500, per_second=per_second)
        times = [ms(each.record.received_at) for each in made]
        assert times == sorted(set(times))
        assert len({raw_id(each.record.feed, each.record.received_at, each.record.body) for each in made}) == 500


def test_texts_are_equal_only_where_a_resend_is_meant() -> None:
    texts: dict[str, list[Any]] = {}
    for each in MANY:
        body = orjson.loads(each.record.body).get("bodies", [{"value": ""}])[0]["value"]
        assert body.endswith(each.truth.token or "")
        if body:
            texts.setdefault(body, []).append(each.truth)
    for first, *copies in texts.values():
        assert [copy.outcome for copy in copies] == ["suppressed"] * len(copies)
        assert all(copy.of == first.number for copy in copies)
    assert sum(len(same) - 1 for same in texts.values()) == sum(each.truth.outcome == "suppressed" for each in MANY)


def test_troubles_come_in_the_shares_of_a_wire() -> None:
    share = Counter[str]()
    for each in MANY:
        share[each.truth.event] += 100 / len(MANY)
    assert 4 < share["suppressed"] < 6
    assert 12 < share["updated"] + share["late"] < 18
    assert 0.5 < share["killed"] < 2
    assert 1.7 < share["held"] < 3.5


def test_a_plot_ends_within_minutes_on_the_feed_where_it_began() -> None:
    for each in generated(500, per_second=0.1):
        if each.truth.of is not None:
            assert each.truth.number - each.truth.of <= 60
    by_number = {each.truth.number: each for each in MANY}
    for each in MANY:
        if each.truth.of is not None:
            assert each.record.feed == by_number[each.truth.of].record.feed


def test_the_pure_path_gives_each_generated_record_the_outcome_of_its_truth() -> None:
    state = State()
    for offset, each in enumerate(MANY[:1500]):
        (record,) = pipeline.read(RawItem(**each.record.model_dump(), provider="reuters"))
        assert isinstance(record, ItemRecord)
        outcome = pipeline.taste(state, offset, record)
        state.apply(outcome.entries)
        (published,) = outcome.publications
        assert (published.topics[0], published.event) == (each.truth.outcome, each.truth.event), each.truth


def test_generated_records_are_valid_ninjs() -> None:
    for each in MANY[:400]:
        assert errors(ninjs(), orjson.loads(each.record.body)) == []


def test_a_token_line_is_one_items_own_and_holds_no_digit() -> None:
    lines = [token_line(number) for number in range(9000)]
    assert len(set(lines)) == len(lines)
    assert not any(character.isdigit() for line in lines for character in line)


# ---- the yardstick for re-sends: bench/resends.py


def found(*stored: Row) -> list[tuple[int, int]]:
    return [(copy.id, copy.of) for copy in resends(row._asdict() for row in stored)]


def at(row: Row, id_: int, date: str, **more: str) -> Row:
    return row._replace(id=id_, date=date, **more)


RESENDS: list[tuple[str, list[Row], list[tuple[int, int]]]] = [
    (
        "white space is folded, case counts",
        [
            MARKET,
            at(MARKET, 20, "1987-03-02T10:00:00Z", body=MARKET.body.replace("\n", "  ")),
            at(MARKET, 21, "1987-03-02T10:00:00Z", title=MARKET.title.lower()),
        ],
        [(20, 7)],
    ),
    (
        "the window is counted from what was published, not from the last copy",
        [MARKET, at(MARKET, 20, "1987-03-03T03:15:01.790Z"), at(MARKET, 21, "1987-03-03T03:15:01.800Z")],
        [(20, 7)],
    ),
    (
        "a headline alone counts for an hour",
        [HEADLINE_ONLY, at(HEADLINE_ONLY, 20, "1987-03-02T10:16:00Z"), at(HEADLINE_ONLY, 21, "1987-03-02T10:16:01Z")],
        [(20, 8)],
    ),
    (
        "what is more urgent than before is no mere copy, and unknown letters are routine",
        [
            at(MARKET, 20, "1987-03-02T10:00:00Z", priority="h"),
            at(MARKET, 21, "1987-03-02T10:00:01Z", priority="u"),
            at(MARKET, 22, "1987-03-02T10:00:02Z", priority="r"),
        ],
        [(22, 20)],
    ),
    ("what is empty is never compared", [NOTHING, at(NOTHING, 20, "1987-03-03T00:00:03Z")], []),
]


@pytest.mark.parametrize(("stored", "expected"), [row[1:] for row in RESENDS], ids=[row[0] for row in RESENDS])
def test_a_resend_is_what_the_rule_says(stored: list[Row], expected: list[tuple[int, int]]) -> None:
    assert found(*stored) == expected


def test_the_stored_wire_holds_174_resends() -> None:
    copies = list(resends(row._asdict() for row in rows(stored_wire())))
    assert len(copies) == 174
    assert max(copy.gap for copy in copies) < timedelta(hours=12.4)


def test_the_yardstick_shares_no_code_with_the_program() -> None:
    source = (Path(__file__).parents[2] / "bench" / "resends.py").read_text("utf-8")
    assert not re.search(r"^\s*(import|from) (streams|schemas)\b", source, re.MULTILINE)
