"""What holds for every record, whatever is in it."""

import re
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.item import DeadLetter, RawItem, WireItem
from streams.wire import PARSERS, Parser, read
from streams.wire.letters import MAX_PARTS
from streams.wire.shapes import MAX_BYTES
from streams.wire.text import decode

PAGE = (Path(__file__).parent / "fixtures" / "page.txt").read_bytes()
ANPA = (
    b"\x16\x16\x01G7787\x1fglbsm\r\nr d\x13\x11 BC-US--LobsterFound 1stLd 08-29 0590\r\n"
    b"\x02^BC-US--Lobster Found,127<\r\n"
    b"^$210 lobster is found<\r\n^By ANN WARDEN=\r\n\t   CHATHAM, Mass. (AP) _ A \x08lobster.\r\n^West=\r\n"
    b"\x03AP-WF-08-29-16 1626GMT<\r\n\x0c\r\n\x04"
)
NINJS = (
    b'{"uri":"urn:x:1","type":"text","version":"1","pubStatus":"usable","urgency":3,"embargoed":null,'
    b'"versionCreated":"2026-11-24T07:00:00Z","headlines":[{"role":"main","value":"Storm"}],'
    b'"bodies":[{"contentType":"text/html","value":"<p>A storm &amp; more.</p>"}],"altIds":[{"role":"a","value":"b"}],'
    b'"subjects":[{"name":"x"}],"associations":[{"name":"p","uri":"urn:p"}],"keywords":["a"],"located":"Portsea"}'
)
NO_LETTERS = (
    None,
    "",
    " ",
    "x",
    0,
    1.5,
    True,
    [],
    {},
    [[]],
    [1, "x", {}],
    {"a": 1},
    "2026-11-24",
    "<p>",
    "\u0000\u001b",
)


def record(body: bytes, **more: object) -> RawItem:
    return RawItem(body=body, feed="f", provider="p", received_at="2026-11-24T08:00:00Z", **more)


def check(raw: RawItem) -> None:
    """Never raises; parts are complete; spans lie in the decoded raw text; the item can be written and read again."""
    results = read(raw)
    assert results
    assert [result.part.index for result in results] == list(range(len(results)))
    assert {result.part.count for result in results} == {len(results)}
    for result in results:
        assert type(result).model_validate_json(result.json_bytes()) == result
        if isinstance(result, WireItem):
            decoded = decode(raw.body)
            assert decoded is not None
            assert all(row.start <= row.end <= len(decoded.text) for row in result.cleaning)
            assert list(result.cleaning) == sorted(result.cleaning, key=lambda row: (row.start, row.end))
            for text in (result.headline, result.body):
                assert text is None or (text and "\r" not in text and "\x00" not in text and "\x1b" not in text)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    check(record(body))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text: str) -> None:
    check(record(text.encode("utf-8", "replace")))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([PAGE, ANPA, NINJS]), st.data())
def test_a_damaged_record_is_read_or_refused(body: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(at, min(len(body), at + 40)))
    check(
        record(
            body[:at]
            + data.draw(st.binary(max_size=20) | st.sampled_from([b"", b"\r\n\r\n", b"\x03", b"^", b"<"]))
            + body[end:]
        )
    )


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(orjson.loads(NINJS))), JSON | st.sampled_from(NO_LETTERS))
def test_any_value_in_any_property_of_ninjs_is_read_or_refused(name: str, value: object) -> None:
    check(record(orjson.dumps(orjson.loads(NINJS) | {name: value})))


@settings(deadline=None)
@given(JSON, st.sampled_from(["pubStatus", "embargoedUntil", "embargoed"]))
def test_an_embargo_or_status_that_is_not_understood_never_leaves_an_item_usable(value: object, name: str) -> None:
    (item,) = read(record(orjson.dumps(orjson.loads(NINJS) | {name: value})))
    assert isinstance(item, WireItem)
    says_nothing = value is None or (value == "" and name == "pubStatus")
    assert says_nothing == (item.pub_status == "usable" and item.embargoed_until is None)


def test_the_same_copy_is_equal_as_anpa_and_as_ninjs() -> None:
    body = "PORTSEA, Feb 26 - Portsea Oil Co <PSO>\nplans a unit. =\n    It said so  "
    head = (
        b"\x01F0708\x1freute\r\nd f\x13\x11 BC-OIL 02-26 0105\r\n\x02^BC-OIL,0105<\r\n^PORTSEA OIL <PSO> TO FORM<\r\n"
    )
    (anpa,) = read(
        record(head + body.replace("\n", "\r\n").encode() + b"\r\n\x03RW-WF-02-26-87 1502GMT<\r\n\x0c\r\n\x04")
    )
    (ninjs,) = read(
        record(
            orjson.dumps(
                {"uri": "x", "headlines": [{"value": "PORTSEA OIL <PSO> TO FORM"}], "bodies": [{"value": body}]}
            )
        )
    )
    assert isinstance(anpa, WireItem)
    assert isinstance(ninjs, WireItem)
    assert (anpa.headline, anpa.body, anpa.dateline) == (ninjs.headline, body, ninjs.dateline)
    assert anpa.body == ninjs.body


def test_a_list_is_several_items_and_what_is_no_ninjs_in_it_is_a_letter() -> None:
    for envelope in ("%s", '{"items": %s}', '{"total": 3, "item": %s}'):
        one, two, three = read(
            record((envelope % '[{"uri":"a","type":"text"},{"b":1},{"uri":"c","type":"event"}]').encode())
        )
        assert isinstance(one, WireItem)
        assert isinstance(two, DeadLetter)
        assert isinstance(three, DeadLetter)
        assert (two.reason, three.outcome, three.part.index, three.part.count) == ("unknown_format", "aside", 2, 3)


def test_messages_behind_each_other_are_several_items() -> None:
    results = read(record(ANPA + ANPA.replace(b"G7787", b"G7788")))
    assert [result.uri for result in results if isinstance(result, WireItem)] == [
        "urn:wire:p:G7787-2016-08-29",
        "urn:wire:p:G7788-2016-08-29",
    ]
    check(record(ANPA + ANPA))


def test_items_without_an_id_in_one_record_have_uris_of_their_own() -> None:
    item = '{"headlines": [{"value": "Storm"}], "bodies": [{"value": "A storm."}]}'
    uris = {result.uri for result in read(record(f"[{item},{item}]".encode())) if isinstance(result, WireItem)}
    assert len(uris) == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"a" * (MAX_BYTES + 1), "too_large"),
        (b"[" * 100_000, "too_deep"),
        (b'{"uri":"a","type":"text","associations":' + b"[" * 100 + b"]" * 100 + b"}", "too_deep"),
        (b"[" + b",".join([b'{"uri":"a","type":"text"}'] * (MAX_PARTS + 1)) + b"]", "too_many_items"),
        (b"a\x08" * 5000, "unknown_format"),
    ],
)
def test_what_would_cost_too_much_is_refused(body: bytes, reason: str) -> None:
    (letter,) = read(record(body))
    assert isinstance(letter, DeadLetter)
    assert letter.reason == reason


def test_a_hint_puts_a_reader_first_but_does_not_make_it_read_what_it_cannot_prove() -> None:
    (item,) = read(record(NINJS, format_hint="plain"))
    assert isinstance(item, WireItem)
    assert item.format == "ninjs"
    own = Parser("own", lambda look: True, lambda look: (DeadLetter(reason="mine", detail="Mine."),))
    (letter,) = read(record(NINJS, format_hint="own"), (*PARSERS, own))
    assert isinstance(letter, DeadLetter)
    assert letter.reason == "mine"


def test_the_raw_record_says_whose_the_item_is() -> None:
    (item,) = read(record(PAGE, profile="papers", use="test", clock_wrong=True, ahead_ms=90_000))
    assert isinstance(item, WireItem)
    assert (item.feed, item.provider, item.profile, item.use) == ("f", "p", "papers", "test")
    assert "received_at_ahead" in [flag.code for flag in item.flags]
    assert item.sent_at is None


def test_deep_markup_costs_nothing_and_loses_nothing() -> None:
    body = "<div>" * 20_000 + "deep" + "</div>" * 20_000 + "<p>after</p>"
    (item,) = read(record(orjson.dumps({"uri": "a", "headline": "Storm", "body_html": body})))
    assert isinstance(item, WireItem)
    assert item.body == "deep\n\nafter"


def test_entities_are_not_fetched_or_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]><p>Storm &b; &eacute;</p>'
    (item,) = read(record(orjson.dumps({"uri": "a", "headline": "Storm", "body_html": bomb})))
    assert isinstance(item, WireItem)
    assert item.body is not None
    assert "Storm &b; é" in item.body
    assert "root" not in item.body


def test_the_page_on_formats_names_every_reader_and_every_flag() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "streams" / "wire").glob("*.py"))
    flags = set(re.findall(r'Flag\(\s*code="(\w+)"', sources))
    assert len(flags) > 10
    assert all(f"`{name}`" in page for name in {*flags, *(parser.name for parser in PARSERS)})
