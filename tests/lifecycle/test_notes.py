"""What a note to editors asks for and which item it names: tests/specs/lifecycle/notes/*.toml, each case with its why.

A case has `earlier` items (`uri`, `title`, `body`, `slug`, `provider`; `ago` in hours, 1 where absent) and a `note`
(`headline`, `body`, `note`, `slug`, `status`, `signals`, `embargo`, `uri`, `take`). `asks` is the action, absent where
the item is none; `names` are the uris it means, in the order of the note; `unsure` the uris it points at without being
sure; `flags` the codes of what it leaves to a person.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import ms, utc
from schemas.item import Part, WireItem
from streams.lifecycle import Named, Note, may_be, named, note, notes, notes_words, remembered, resolve, sought

SPECS = Path(__file__).parents[1] / "specs" / "lifecycle" / "notes"
FILES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SPECS.glob("*.toml"))}
CASES = [pytest.param(row, id=f"{stem}: {row['name']}") for stem, file in FILES.items() for row in file["case"]]
NOW = "2031-03-19T12:00:00Z"  # a Wednesday
HOUR_MS = 3_600_000


def item(number: int, **said: Any) -> WireItem:
    return WireItem(
        uri=said.get("uri", "urn:wire:pilot:20310319-0999"),
        version=said.get("version"),
        raw_id=f"{number:032x}",
        part=Part(index=0, count=1),
        provider=said.get("provider", "pilot"),
        feed="test",
        format="test",
        received_at=utc(ms(NOW) - round(said.get("ago", 0) * HOUR_MS)),
        pub_status=said.get("status", "usable"),
        embargoed_until=said.get("embargo"),
        signals=tuple(said.get("signals", ())),
        slugline=said.get("slug"),
        headline=said.get("headline", said.get("title")),
        ed_note=said.get("note"),
        body=said.get("body"),
        declared={"take": said["take"]} if "take" in said else {},
    )


def kept(each: WireItem) -> Named:
    """What the state would remember of the item."""
    entry = {
        "provider": each.provider,
        "uri": each.uri,
        "version": each.version,
        "raw_id": each.raw_id,
        "received_at": ms(each.received_at),
    }
    return remembered(entry, named(each, note(each)))


def narrowed(asked: Note, by: WireItem, earlier: list[Named]) -> list[Named]:
    """What the state gives for the note: what came under its own uri, and what it may mean otherwise."""
    words = sought(asked)

    def meant(each: Named) -> bool:
        return may_be(words, each.uri, f"{each.numbers} {each.slugline} {each.title}")

    return [each for each in earlier if each.uri == by.uri or meant(each)]


@pytest.mark.parametrize("case", CASES)
def test_the_note_is_read_and_resolved_as_written(case: dict[str, Any]) -> None:
    earlier = [kept(item(number, **{"ago": 1} | row)) for number, row in enumerate(case.get("earlier", ()), start=1)]
    asked = item(100, **case["note"])
    found = note(asked)
    assert (found.action if found else None) == case.get("asks"), f"{case['why']}: {found}"
    if found is None:
        return
    resolution = resolve(found, asked, earlier)
    why = f"{case['why']}: {found} {resolution}"
    assert [each.named.uri for each in resolution.found if each.sure] == case.get("names", []), why
    assert [each.named.uri for each in resolution.found if not each.sure] == case.get("unsure", []), why
    assert [flag.code for flag in resolution.flags] == case.get("flags", []), why
    assert found.only == case.get("only", True), why
    assert resolve(found, asked, narrowed(found, asked, earlier)) == resolution, f"{case['why']}: too few looked at"
    if "version" in case:
        assert [each.named.version for each in resolution.found] == [case["version"]], why


def test_a_name_stands_in_the_specs_once_and_every_case_says_why() -> None:
    rows = [row for file in FILES.values() for row in file["case"]]
    assert len({row["name"] for row in rows}) == len(rows) > 80
    assert all(row["why"] for row in rows)
    assert sum("asks" not in row for row in rows) > 30, "as many traps as notes, nearly"


@pytest.mark.parametrize(
    "table", [notes_words.SIGNALS, notes_words.SLUG_MARKS, dict.fromkeys(mark for _, _, mark in notes_words.MARKS)]
)
def test_the_words_are_folded_as_the_text_is(table: dict[str, Any]) -> None:
    assert [word for word in table if notes.fold(word) != word] == []


def test_a_word_stands_in_the_table_of_marks_once() -> None:
    marks = [mark for _, _, mark in notes_words.MARKS]
    assert len(set(marks)) == len(marks)


WORDS = (
    "KILL HOLD CORRECTED- (CORRECTED) : - -- * / please do not use the item story NewsAlert pilot 0176 No. Nr. is are"
    ' withdrawn killed "City wants ferry" „Stadt“ «Ville» + , . ! ? and in about on May 14 today\'s yesterday Eds:'
    " EDITORS: Dear colleagues, Achtung Redaktionen: bitte verwenden Sie die Meldung nicht wird zurückgezogen annulée"
    " dépêche merci de ne pas utiliser la nota queda anulada urn:wire:pilot:1 BC-Harbor-Fire slugged headlined before"
    " 1800 until further notice =2 İ ß \u2028 \x00 false alarm CANCELLED overview (NOT 36)"
)
PIECES = WORDS.split(" ")
TEXTS = st.one_of(
    st.none(),
    st.lists(st.sampled_from([*PIECES, "\n", "\n\n", "\n    "]), max_size=40).map(" ".join),
    st.text(max_size=80),
)
ITEMS = st.builds(
    lambda number, **said: item(number, **said),
    number=st.integers(1, 9),
    uri=st.sampled_from(("urn:a:0176", "urn:a:0183", "x", "")),
    headline=TEXTS,
    body=TEXTS,
    note=TEXTS,
    slug=st.one_of(TEXTS, st.sampled_from(("EU--Ferry-Bank,KILL", "NWA-NewsAlert", ",HOLD", "a correction"))),
    take=st.one_of(st.sampled_from(("KILL", "Lead", "")), st.text(max_size=9)),
    status=st.sampled_from(("usable", "usable", "canceled", "withheld")),
    signals=st.lists(st.sampled_from(("sig:kill", "hold", "Cancel", "advisory", "sig:", "")), max_size=2),
    provider=st.sampled_from(("pilot", "coast", "0", "a.b-c")),
    ago=st.integers(-1, 100),
)


@given(ITEMS, st.lists(ITEMS, max_size=6))
def test_any_item_may_come_and_no_other_agencys_is_ever_meant(asked: WireItem, earlier: list[WireItem]) -> None:
    found = note(asked)
    candidates = [kept(each) for each in earlier]
    for each in candidates:
        assert each.note is None or each.note in {"kill", "withdraw", "hold", "release", "correct", "retract"}
    if found is None:
        return
    resolution = resolve(found, asked, candidates)
    assert resolve(found, asked, narrowed(found, asked, candidates)) == resolution
    assert all(each.named.provider == asked.provider for each in resolution.found)
    assert all(each.named in candidates for each in resolution.found)
    assert {flag.code for flag in resolution.flags} <= {"note_ambiguous", "note_unresolved"}
    assert asked.pub_status != "canceled" or found.action in ("kill", "withdraw")
    assert resolve(found, asked, candidates) == resolution == resolve(note(asked) or found, asked, candidates)


@given(st.text())
def test_folding_keeps_every_position(text: str) -> None:
    assert len(notes.fold(text)) == len(text)


HOSTILE: dict[str, Callable[[int], str]] = {
    "quotes": lambda size: '"' * size,
    "opened quotes": lambda size: "“a" * size,
    "nouns": lambda size: "item story " * size,
    "numbers": lambda size: "item pilot 0176 " * size,
    "marks": lambda size: "KILL " * size,
    "repeated marks": lambda size: "KILL: " * size,
    "brackets": lambda size: "(" * size,
    "orders": lambda size: "please please do not use " * size,
    "halves of statements": lambda size: "bitte ist wird ziehen wir " * size,
    "correcting": lambda size: "in a story " * size + ", ",
    "please read": lambda size: "please read in item " * size,
    "slugs": lambda size: "A-" * size,
    "subjects": lambda size: "story a a a on " * size,
    "spaces": lambda size: " " * size,
    "lines": lambda size: "\n" * size,
    "indents": lambda size: "\n  " * size,
    "ends": lambda size: ".. " * size,
    "addresses": lambda size: "editors " * size,
    "stars": lambda size: "*** " * size,
    "days": lambda size: "1. de " * size,
    "uris": lambda size: "urn:" * size,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_costs_what_its_first_two_thousand_letters_cost(name: str) -> None:
    """The pattern engine's steps are not countable from here: the bound is the text that it gets to see."""
    long, short = (HOSTILE[name](size) for size in (200_000, 2_000))
    for build in (
        lambda text: item(1, headline="KILL", body=text),
        lambda text: item(1, headline=text),
        lambda text: item(1, note=text, status="canceled"),
        lambda text: item(1, slug=text, note="EDITORS: Kill the story."),
        lambda text: item(1, body=f"EDITORS: {text}"),
    ):
        asked = build(long)
        found = note(asked)
        if found is not None:
            resolve(found, asked, [kept(item(2, title=long, body=long, slug=long))])
        note(build(short))


def test_many_earlier_items_are_gone_through_once() -> None:
    pool = [
        kept(item(n, uri=f"urn:wire:pilot:{n:04d}", title=f"Ferry {n} leaves harbour for island", ago=1))
        for n in range(2000)
    ]
    asked = item(
        9000, headline="KILL", body='Please do not use the item pilot 0176 "Ferry 176 leaves harbour for island".'
    )
    found = note(asked)
    assert isinstance(found, Note)
    assert [each.named.uri for each in resolve(found, asked, pool).found] == ["urn:wire:pilot:0176"]
