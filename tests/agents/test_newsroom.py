"""The reference consumer: killed at any moment, its rows are those of a fold that nothing has disturbed."""

import asyncio
import random
import sqlite3
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import newsroom
from examples.newsroom import Moved
from schemas.base import utc
from streams import admin, codec
from streams.agents.role import read_state
from streams.app import wall_ms
from streams.dev.generate import generate
from streams.dev.kafka import Node
from streams.dev.play import Row
from streams.pipeline import taste
from streams.state import State
from tests.agents.harness import Site, raw
from tests.agents.judge import Newsroom, expected_rows, rows

TOPIC = "desk.wire.enriched"


async def rows_of_a_fold(desk: Site) -> dict[tuple[str, str], dict[str, Any]]:
    """What wire.items leads to, folded once more up to where the taster has come."""
    state, published = State(), []
    reached = (await read_state(desk.settings, lambda: True))[0].position
    for each in await desk.read("wire.items"):
        if each.offset < reached:
            outcome = taste(state, each.offset, codec.decode_log(each.key, each.value or b""))
            state.apply(outcome.entries)
            for publication in outcome.publications:
                published += codec.encode(publication, each.offset, desk.settings.site)
    return expected_rows(each for each in published if each.topic == "wire.enriched")


@pytest.mark.kafka
async def test_killed_again_and_again_it_has_the_rows_of_a_fault_free_fold(
    kafka: str, site: str, tmp_path: Path
) -> None:
    wire = [
        Row(number, utc(number), title=f"Ferry {number} late", slug=f"ferry-{number}", body=f"Pier {number}.")
        for number in range(400)
    ]
    count, chance = 800, random.Random(11)
    made = generate(wire, count, seed=11, start=utc(wall_ms()), per_second=80)
    async with Site(kafka, site, tmp_path) as desk:
        reader = Newsroom(kafka, site, tmp_path)
        desk.start()
        sending = asyncio.create_task(desk.send((each.record for each in made), per_second=80))
        kills = 0
        while not sending.done():
            reader.start()
            await asyncio.sleep(chance.uniform(0.3, 1.5))
            reader.kill()
            kills += 1
        await sending
        await desk.wait(count)
        desk.kill()
        reader.read_to_end()
        found, want = rows(reader.file), await rows_of_a_fold(desk)
        assert kills > 3
        assert found == want
        assert expected_rows(await desk.read("wire.enriched")) == want
        assert {"created", "updated", "killed"} <= {row["event"] for row in found.values()}

        behind = Newsroom(kafka, site, tmp_path / "behind")  # one that has all of it to read, and is killed on the way
        for seconds in (0.5, 0.6, 0.7, 0.8):
            behind.start()
            await asyncio.sleep(seconds)
            behind.kill()
        behind.read_to_end()
        assert rows(behind.file) == want


@pytest.mark.kafka
async def test_it_goes_on_by_itself_when_the_broker_was_away_and_ctrl_c_ends_it(site: str, tmp_path: Path) -> None:
    with Node.start(quick=True) as node:
        async with Site(node.bootstrap, site, tmp_path) as desk:
            reader = Newsroom(node.bootstrap, site, tmp_path)
            reader.start()
            desk.start()
            await desk.send(raw(number, f"before {number}") for number in range(20))
            await desk.wait(20)
            node.kill()
            await asyncio.sleep(1)
            node.restart()
            await desk.send(raw(number, f"after {number}") for number in range(20, 40))
            await desk.wait(40)
            await _until(lambda: len(rows(reader.file)) == 40)
            assert reader.stop() == 0
            assert rows(reader.file) == expected_rows(await desk.read("wire.enriched"))


@pytest.mark.kafka
async def test_a_topic_made_anew_is_read_from_its_start(kafka: str, site: str, tmp_path: Path) -> None:
    async with Site(kafka, site, tmp_path) as desk:
        reader = Newsroom(kafka, site, tmp_path)
        desk.start()
        await desk.send([raw(number, f"first {number}") for number in range(30)])
        await desk.wait(30)
        reader.read_to_end()
        desk.kill()
        await admin.delete(desk.settings)
        await asyncio.sleep(1)
        await admin.create(desk.settings)
        desk.start()
        await desk.send([raw(number, f"second {number}") for number in range(3)])
        await desk.wait(3)
        reader.read_to_end()
        found = rows(reader.file)
        assert len(found) == 30
        assert found | expected_rows(await desk.read("wire.enriched")) == found
        assert "made anew" in reader.log.read_text()


async def _until(true: Any, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        await asyncio.sleep(0.1)


def published(
    ce_id: str = "a",
    seq: int = 1,
    kind: str = "created",
    headline: str | None = "Ferry late",
    *,
    offset: int = 0,
    log: str = "desk",
    revision: int = 0,
    current: bool = True,
    provider: str = "qns",
    at: str = "2031-03-04T05:41:08.125Z",
    **more: Any,
) -> SimpleNamespace:
    """A record of wire.enriched as a consumer gets it, with a header and a field that no release has yet."""
    headers = {
        "ce_id": ce_id,
        "ce_type": f"copytaster.item.{kind}",
        "ce_time": at,
        "wire_seq": f"{log}:{seq:020d}:{revision}",
        "wire_current": "true" if current else "false",
        "wire_level": "urgent",
        "wire_status": {"killed": "canceled", "withheld": "withheld"}.get(kind, "usable"),
        "wire_provider": provider,
        "x_new": "a header that came later",
    }
    value: dict[str, Any] = {
        "uri": "urn:1",
        "pubStatus": headers["wire_status"],
        "unknown": {"new": 1},
        "enrichment": {"event": kind, "provider": provider, "breaking": {"level": "urgent", "score": 1}, **more},
    }
    if headline:
        text = {"role": "main", "contentType": "text/plain"}
        value |= {"headlines": [text | {"value": headline}], "bodies": [text | {"value": f"{headline}, they say."}]}
    return SimpleNamespace(
        offset=offset,
        key=b"urn:1",
        value=orjson.dumps(value),
        headers=[(name, text.encode()) for name, text in headers.items()],
    )


FIRST, SECOND = published("a", 1, headline="first"), published("b", 5, "updated", "second")
KILLED = published("k", 6, "killed", None)
REPEATS = {"reason": "repeats_killed", "target": {"uri": "urn:9"}}

# records in the order of arrival; the event and headline that stand; why
STANDS = [
    ([FIRST], "created", "first", "the first is the row"),
    ([FIRST, SECOND], "updated", "second", "a newer one takes its place"),
    ([FIRST, SECOND, FIRST], "updated", "second", "what was seen is dropped"),
    ([SECOND, published("b", 9, headline="again")], "updated", "second", "by its id, whatever its place"),
    ([SECOND, FIRST], "updated", "second", "what comes out of order is older, whenever it comes"),
    ([SECOND, published("z", 5, headline="again")], "updated", "second", "the same place of the log is no newer one"),
    ([SECOND, published("c", 9, "late", "older", current=False)], "updated", "second", "a late version is not current"),
    ([FIRST, KILLED], "killed", None, "the row of what was killed stays, without its text"),
    ([FIRST, KILLED, SECOND], "killed", None, "no older text comes back after a kill"),
    ([FIRST, published("w", 7, "withheld", "left in by mistake")], "withheld", None, "nor is any taken with it"),
    ([SECOND, published("d", 5, headline="promoted", revision=1)], "created", "promoted", "a promoted replay is newer"),
    ([published("d", 5, revision=9), published("e", 5, headline="10", revision=10)], "created", "10", "as a number"),
    ([SECOND, published("d", 4, revision=1)], "updated", "second", "but not than what came later on the log"),
    ([SECOND, published("f", 2, headline="rebuilt", log="new")], "created", "rebuilt", "another log: the later record"),
    ([SECOND, SimpleNamespace(offset=3, key=None, value=b"?", headers=())], "updated", "second", "what is no event"),
]  # fmt: skip


@pytest.mark.parametrize(("records", "event", "headline", "why"), STANDS, ids=[row[3] for row in STANDS])
@pytest.mark.parametrize("together", [True, False], ids=["one batch", "a batch each"])
def test_what_stands(
    records: list[Any], event: str, headline: str | None, why: str, together: bool, tmp_path: Path
) -> None:
    room, position = newsroom.Newsroom(tmp_path / "db.sqlite"), 0
    for batch in [records] if together else [[record] for record in records]:
        position, _ = room.apply(TOPIC, position, batch)
    (row,) = rows(tmp_path / "db.sqlite").values()
    assert (row["event"], row["headline"]) == (event, headline), why
    assert row["body"] == (f"{headline}, they say." if headline else None)


def test_a_row_says_all_that_a_desk_asks_and_its_provider_is_a_part_of_it(tmp_path: Path) -> None:
    room = newsroom.Newsroom(tmp_path / "db.sqlite")
    mine, theirs = published("a", 1, disputed=REPEATS), published("b", 2, "killed", None, provider="relay")
    room.apply(TOPIC, 0, [mine, theirs])
    assert rows(tmp_path / "db.sqlite") == expected_rows([mine, theirs])
    assert rows(tmp_path / "db.sqlite")["qns", "urn:1"]["disputed"] == "repeats_killed"


@pytest.mark.parametrize("table", ["items", "seen", "positions"])
def test_a_batch_that_fails_on_its_way_changes_nothing(table: str, tmp_path: Path) -> None:
    room, file = newsroom.Newsroom(tmp_path / "db.sqlite"), tmp_path / "db.sqlite"
    room.apply(TOPIC, 0, [FIRST])
    second = [published("b", 5, "updated", "second", offset=1)]
    with sqlite3.connect(file) as db:
        db.execute(f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")
    with pytest.raises(sqlite3.Error, match="disk"):
        room.apply(TOPIC, 1, second)
    assert room.position(TOPIC) == 1
    assert rows(file) == expected_rows([FIRST])
    db.execute("DROP TRIGGER full")
    db.close()
    assert room.apply(TOPIC, 1, second)[0] == 2
    assert rows(file) == expected_rows([SECOND])


def test_of_two_processes_on_one_database_the_one_that_is_behind_notices(tmp_path: Path) -> None:
    one, two = (newsroom.Newsroom(tmp_path / "db.sqlite") for _ in range(2))
    one.apply(TOPIC, 0, [FIRST])
    with pytest.raises(Moved):
        two.apply(TOPIC, 0, [FIRST])
    assert two.position(TOPIC) == 1


def test_ids_are_forgotten_by_the_time_of_the_log(tmp_path: Path) -> None:
    room = newsroom.Newsroom(tmp_path / "db.sqlite")
    times = ["2031-03-04T05:00:00Z", "2020-01-01T00:00:00Z", "2031-04-02T05:00:00Z", "2031-04-04T05:00:00Z"]
    left = []
    for number, at in enumerate(times):
        room.apply(TOPIC, number, [published(str(number), number, offset=number, at=at)])
        with sqlite3.connect(tmp_path / "db.sqlite") as db:
            left.append([ce_id for (ce_id,) in db.execute("SELECT ce_id FROM seen ORDER BY ce_id")])
        db.close()
    # An old date on a new record is no reason to forget that it came: what counts is when, in the log, it did.
    assert left == [["0"], ["0", "1"], ["0", "1", "2"], ["2", "3"]]


def test_a_file_of_another_layout_is_refused_in_plain_words(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "db.sqlite") as db:
        db.execute("PRAGMA user_version = 7")
    db.close()
    with pytest.raises(SystemExit, match="layout 7, not 1; name a new file"):
        newsroom.Newsroom(tmp_path / "db.sqlite")


@given(data=st.data())
def test_batches_cut_anywhere_and_records_that_come_again_change_no_row(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kinds = data.draw(st.lists(st.sampled_from(["created", "updated", "late", "killed"]), min_size=1, max_size=12))
    said = [
        published(
            str(seq), seq, kind, None if kind == "killed" else f"text {seq}",
            current=kind != "late", provider=data.draw(st.sampled_from(["qns", "relay"])),
        )
        for seq, kind in enumerate(kinds)
    ]  # fmt: skip
    sent: list[Any] = []
    for record in said:
        sent += [record, *data.draw(st.lists(st.sampled_from([*sent, record]), max_size=2))]
    file = tmp_path_factory.mktemp("newsroom") / "db.sqlite"
    room = newsroom.Newsroom(file)
    for number, record in enumerate(sent):
        sent[number] = SimpleNamespace(**{**vars(record), "offset": number})
    while (position := room.position(TOPIC)) < len(sent):
        size = data.draw(st.integers(1, 5))
        room.apply(TOPIC, position, sent[position : position + size])
        if data.draw(st.booleans()):
            room.close()
            room = newsroom.Newsroom(file)
    room.close()
    assert rows(file) == expected_rows(said)
