"""What holds for the figures of any text, however odd."""

import importlib
import pkgutil
import re
from decimal import Decimal
from itertools import pairwise
from re import _constants, _parser  # the parse tree of a pattern; CPython's own, and used in this test only
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import streams.figures
from schemas.figure import Figure
from streams.figures import FIGURES_MAX, find, grammar, rejected
from streams.figures.clauses import TOKEN, Sentence
from streams.figures.window import LEFT_CHARS, fold, words_before

WORDS = (
    "1 2 10 15 1,234 1,00,000 2014 3.5 1/8 11-1/2 24-1/8 0800 .5 - – to and or between from half a third two twenty"
    " hundred million mln dlrs $ US$ £ Rs crore pct % per share km square miles hours minutes ( ) , . : one of dozen"
    " dozens tens thousands minus aged year-old May Feb Q4 nil İ ½ times points in out couple + < voted zero sixfold"
    " the 's ’ °C"
)
ODD = ["\n", "\n    ", "\r\n", "\t", "\x00", "\u2028", "٣", "ß", "\ufeff", "\U0001f4a5"]
PIECES = [*WORDS.split(), *ODD]
WIRE_LIKE = st.lists(st.sampled_from(PIECES), max_size=40).flatmap(
    lambda pieces: st.sampled_from(["", " ", "-"]).map(lambda glue: glue.join(pieces))
)
TEXTS = st.one_of(WIRE_LIKE, st.text(max_size=200))


@given(TEXTS, TEXTS)
def test_a_figure_is_where_it_says(headline: str, body: str) -> None:
    fields = {"headline": headline, "body": body}
    for figure in find("u", "1", headline, body):
        assert fields[figure.field][figure.start : figure.end] == figure.text != ""


@given(TEXTS, TEXTS)
def test_a_figure_is_one_that_the_contract_allows(headline: str, body: str) -> None:
    """The room builds its figures unvalidated; here each is validated, with what stands inside it."""
    for figure in find("u", "1", headline, body):
        assert Figure.model_validate(figure.model_dump()) == figure
        for model in (figure, figure.noun, figure.attribution, *figure.relations):
            assert model is None or list(vars(model)) == list(type(model).model_fields)


@given(st.one_of(TEXTS, st.text(alphabet="aZß1_٣.,'’-–&!(\n\xa0 ", max_size=200)))
def test_a_sentence_is_cut_as_its_pattern_says(text: str) -> None:
    low = fold(text)
    sentence = Sentence(text, low, 0, len(low), [])
    found = list(TOKEN.finditer(low))
    assert sentence.words == [token[0] for token in found]
    assert list(zip(sentence.starts, sentence.ends, strict=True)) == [token.span() for token in found]


COPY = (
    "police said killed 12 people including of them whom , . ; : — ( ) the a its and or but who which three dead"
    " injured were have been to from rose fell up down by 5 pct $3 mln according minister Ana Lopez UN - not instead"
    " revised"
    " toll aged 45 old crew all one in he she put at about more than km wide profit"
    " loss 's \" “ ” # § may May WHO us"
)
COPY_LIKE = st.lists(st.sampled_from([*COPY.split(), "\n", "\n    "]), max_size=40).map(" ".join)


@given(COPY_LIKE, COPY_LIKE)
def test_a_noun_and_a_source_are_where_they_say(headline: str, body: str) -> None:
    fields = {"headline": headline, "body": body}
    for figure in find("u", None, headline, body):
        if figure.noun and not figure.noun.implied:
            assert fields[figure.field][figure.noun.start : figure.noun.end] == figure.noun.text
            assert figure.noun.text.endswith(figure.noun.head)
        if figure.attribution:
            place = figure.attribution
            assert fields[place.field][place.start : place.end] == place.text != ""


@given(COPY_LIKE)
def test_the_figures_of_copy_are_such_that_the_contract_allows(body: str) -> None:
    for figure in find("u", "1", None, body):
        assert Figure.model_validate(figure.model_dump()) == figure


@given(COPY_LIKE)
def test_no_figure_is_related_to_itself_and_only_what_is_corrected_is_superseded(body: str) -> None:
    figures = find("u", None, None, body)
    corrected = {each.target for figure in figures for each in figure.relations if each.kind == "corrects"}
    assert all(each.target != figure.id for figure in figures for each in figure.relations)
    assert {figure.id for figure in figures if figure.superseded} == corrected


@given(TEXTS, TEXTS)
def test_figures_stand_in_text_order_and_apart(headline: str, body: str) -> None:
    places = [(figure.field == "body", figure.start, figure.end) for figure in find("u", "1", headline, body)]
    for (field, _, end), (next_field, start, _) in pairwise(places):
        assert (field, end) <= (next_field, start) or field < next_field


@given(TEXTS)
def test_the_lower_bound_is_not_above_the_upper(body: str) -> None:
    for figure in find("u", None, None, body):
        assert Decimal(figure.lo) <= Decimal(figure.hi)


@given(TEXTS)
def test_ids_are_unique_and_every_relation_points_at_one(body: str) -> None:
    figures = find("u", None, body, body)
    ids = [figure.id for figure in figures]
    assert len(ids) == len(set(ids))
    assert {relation.target for figure in figures for relation in figure.relations} <= set(ids)


@given(TEXTS)
def test_the_same_text_has_the_same_figures(body: str) -> None:
    assert find("u", "2", None, body) == find("u", "2", None, body)


@given(TEXTS)
def test_what_is_written_can_be_read_again(body: str) -> None:
    for figure in find("u", None, None, body):
        assert Figure.model_validate_json(figure.json_bytes()) == figure


@given(TEXTS)
def test_a_rejected_number_is_where_it_says(text: str) -> None:
    for rejection in rejected(text, text):
        assert text[rejection.start : rejection.end] == rejection.text != ""


@given(st.text())
def test_folding_moves_no_character(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_an_item_without_text_has_no_figures() -> None:
    assert find("u", None, None, None) == find("u", None, "", "") == ()


def test_an_item_keeps_its_first_five_hundred_figures() -> None:
    figures = find("u", None, "12 km", "7 kg, " * 2000)
    assert len(figures) == FIGURES_MAX
    assert figures[0].text == "12 km"


def test_the_id_changes_with_the_version_and_the_field() -> None:
    ids = {find("u", version, *fields)[0].id for version in ("1", "2") for fields in (("9 km", None), (None, "9 km"))}
    assert len(ids) == 4


HOSTILE = [
    "1",
    "1,",
    "1-",
    "1.",
    "1/",
    "one-",
    "one ",
    "a hundred ",
    "half a ",
    "\n ",
    "$",
    "2014 ",
    "section 1 ",
    "tens of ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_work_grows_with_the_anchors_alone(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    places: list[int] = []
    at = grammar._at

    def counted(text: str, low: str, begin: int, *rest: Any) -> Any:
        places.append(begin)
        return at(text, low, begin, *rest)

    monkeypatch.setattr(grammar, "_at", counted)
    text = piece * 3000
    find("u", None, None, text)
    # Each place is looked at once and from left to right, so the calls cannot outnumber the pieces.
    assert places == sorted(set(places))
    assert len(places) <= text.count(piece)


@given(st.text(alphabet="ab1 \n-", min_size=LEFT_CHARS * 2, max_size=LEFT_CHARS * 4))
def test_the_window_to_the_left_has_a_fixed_size(text: str) -> None:
    assert sum(map(len, words_before(text, len(text)))) <= LEFT_CHARS


def patterns() -> list[Any]:
    found = []
    for info in pkgutil.iter_modules(streams.figures.__path__, "streams.figures."):
        module = importlib.import_module(info.name)
        names = [name for name, value in vars(module).items() if isinstance(value, re.Pattern)]
        found += [pytest.param(vars(module)[name], id=f"{info.name}.{name}") for name in names]
    return found


@pytest.mark.parametrize("pattern", patterns())
def test_no_unbounded_repeat_holds_another_repeat(pattern: re.Pattern[str]) -> None:
    """Nested repeats are what makes a search explode; here only classes of characters repeat without a bound."""
    for repeat in _unbounded(_parser.parse(pattern.pattern)):
        assert not list(_repeats(repeat)), pattern.pattern


def _repeats(tree: Any) -> Any:
    for op, argument in tree:
        if op in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            yield argument
        yield from (inner for child in _children(argument) for inner in _repeats(child))


def _unbounded(tree: Any) -> Any:
    return [body for _, high, body in _repeats(tree) if high == _constants.MAXREPEAT]


def _children(argument: Any) -> list[Any]:
    if isinstance(argument, _parser.SubPattern):
        return [argument]
    if isinstance(argument, list | tuple):
        return [child for part in argument for child in _children(part)]
    return []
