"""The tables that the room carries, the scorer that judges it, and what of both must hold whatever they say."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import dedupe_score
from bench.dedupe import HAND, STREAM
from schemas.lists import CLOSED_LISTS
from streams.dedupe import model
from streams.dedupe import tokens as room
from streams.dedupe.compare import MEASURES, View, measure
from streams.dedupe.fingerprint import Print, folded, unpack
from streams.dedupe.index import CANDIDATES_MAX, Index
from streams.dedupe.tokens import tokens
from tests.fold.stream import record


def test_the_model_was_trained_on_the_measures_there_are() -> None:
    assert model.OF == MEASURES
    assert len(measure(_view("Tug adrift off Merrin"), _view("Tug found"))) == len(MEASURES)


def test_a_relation_is_one_of_the_closed_list_and_each_has_a_name_in_the_gold() -> None:
    assert set(STREAM) == set(CLOSED_LISTS["relation"])
    assert set(model.RELATIONS) == {"dup", "version", "correction", "alert"}
    assert set(HAND.values()) <= set(STREAM)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4.3 mln", "4,300,000"),
        ("4.3m", "4.3 million"),
        ("four", "4"),
        ("1/2", "0.5"),
        ("2,5", "2.5"),
        ("talks", "talk"),
    ],
)
def test_two_spellings_of_one_word_or_figure_have_one_code(one: str, other: str) -> None:
    assert tokens("", one).codes[0] == tokens("", other).codes[0]


@pytest.mark.parametrize(("text", "names"), [
    ("Zimmer Corp said it agreed. The company did not say.", ["Zimmer", "Corp"]),
    ("HARLOW FERRIES TO BUY TWO SHIPS", []),
    ("Mr. Smith met Dr. Quill on Monday.", ["Smith", "Dr", "Quill"]),
])  # fmt: skip
def test_a_capital_is_a_name_where_it_tells_something(text: str, names: list[str]) -> None:
    found = tokens("", text)
    spelled = [text[start : start + length] for start, length in zip(found.starts, found.lengths, strict=True)]
    told = [word for word, byte in zip(spelled, found.meta, strict=True) if byte & 3 == 1]
    assert [name for name in told if name != "Mr"] == names


@given(st.text("aZ5 .,/'’\n-", max_size=60))
def test_plain_text_has_the_tokens_that_any_alphabet_would_have(text: str) -> None:
    plain = text.replace("’", "")
    assert room._ASCII_TOKEN.split(plain) == room._TOKEN.split(plain)


@given(st.text(st.sampled_from("ab \n\t\r\x1c\x85\xa0\xad\u2028\u3000é."), max_size=40))
def test_folding_leaves_one_space_for_each_run_of_white_space(text: str) -> None:
    assert folded(text) == " ".join(text.split())


def test_a_word_too_long_to_come_again_is_not_remembered() -> None:
    long = "merrin" * 1_000
    assert tokens("", f"{long} harbour {long} mln").codes[0] == tokens("", long).codes[0]
    assert long not in room._LEXICON
    assert "harbour" in room._LEXICON


def test_an_index_answers_in_the_order_of_what_is_shared_and_the_newest_first() -> None:
    index = Index()
    for number in range(2 * CANDIDATES_MAX):
        index.put(f"n{number}", unpack(_packed(f"Brask Merrin Quill harbour note {number}")).anchors, {})
    asked = dict.fromkeys(unpack(_packed("Brask Merrin Quill harbour")).anchors, 10)
    newest = [f"n{number}" for number in reversed(range(2 * CANDIDATES_MAX))]
    assert index.like(asked) == newest[:CANDIDATES_MAX]
    for name in newest[:3]:
        index.remove(name)
    assert index.like(asked) == newest[3 : 3 + CANDIDATES_MAX]
    for name in newest[3:]:
        index.remove(name)
    assert index.like(asked) == []
    assert len(index) == 0


def test_measures_do_not_depend_on_the_order_in_which_sets_were_filled() -> None:
    chance = random.Random(3)
    words = [chance.choice(("Brask", "Merrin", "12", "7.5", "harbour", "dues")) + str(n % 7) for n in range(80)]
    one, other = _view(" ".join(words)), _view(" ".join(words[10:] + words[:20]))
    first = measure(one, other)
    assert measure(_view(" ".join(words)), _view(" ".join(words[10:] + words[:20]))) == first


def test_the_scorer_refuses_other_ids_than_those_of_the_gold() -> None:
    gold = [{"id": 1, "relation": "unique", "of": None, "kind": "plain"}]
    with pytest.raises(dedupe_score.OtherIds):
        dedupe_score.stream(gold, [])
    with pytest.raises(dedupe_score.OtherIds):
        dedupe_score.pairs([{"pid": "a", "label": "dup", "kind": "cut"}], [{"pid": "b", "score": 1.0}])


def test_a_perfect_stream_scores_one() -> None:
    gold = [
        {"id": 1, "relation": "unique", "of": None, "kind": "plain"},
        {"id": 2, "relation": "dup", "of": 1, "kind": "cut"},
        {"id": 3, "relation": "unique", "of": None, "kind": "hard_negative"},
    ]
    found = [{"id": row["id"], "relation": row["relation"], "of": row["of"]} for row in gold]
    table = dedupe_score.stream(gold, found)
    assert [table[name] for name in ("link F1", "ARI", "suppress P", "suppress R")] == [1, 1, 1, 1]


def _packed(text: str) -> str:
    from streams import dedupe

    print_ = dedupe.fingerprint(record(1, 0, uri="one", headline="Note", body=text).item)
    assert print_ is not None
    assert print_.packed is not None
    return print_.packed


def _view(text: str) -> View:
    print_: Print = unpack(_packed(text))
    return View(print_)
