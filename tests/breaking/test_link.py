"""Which story an item goes to: by who acts, where and how many, and not by the form of the words."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.item import Dateline, Part, WireItem
from schemas.state import StoryEntry, story_key
from streams import figures
from streams.breaking import link, link_model
from streams.breaking.link import Placement, Stories, place
from streams.breaking.link_measures import MEASURES, cosine, measure, view_of
from streams.breaking.link_terms import FIGURES_MAX, TERMS_MAX, codes, stem, terms, unpack

HOUR_MS = 3_600_000
FERRY = "FERRY CAPSIZES OFF PORT MERRIN WITH MORE THAN 100 ABOARD, 12 DEAD"


def _item(headline: str | None, body: str | None = None, **fields: Any) -> WireItem:
    return WireItem(
        uri="urn:x", raw_id="0" * 32, part=Part(index=0, count=1), provider="x", feed="x", format="ninjs",
        received_at="2026-03-02T09:00:00Z", headline=headline, body=body, **fields,
    )  # fmt: skip


def _link(headline: str | None, body: str | None = None, **fields: Any) -> str:
    item = _item(headline, body, **fields)
    packed = terms(item, figures.find(item.uri, None, item.headline, item.body))
    assert packed is not None
    return packed


def _story(name: str, *links: tuple[str, int]) -> StoryEntry:
    return StoryEntry(
        offset=0, at=0, story=name, last=links[-1][1],
        links=[[packed, at, "x", f"{name}{number}"] for number, (packed, at) in enumerate(links)],
        members=[], figures={}, alerts=[], shown=False, retracted=False,
    )  # fmt: skip


def _placed(headline: str, *told: tuple[str, str | None], body: str | None = None, after_h: float = 0.2) -> Placement:
    stories = [_story(f"s{number}", (_link(*each), 0)) for number, each in enumerate(told)]
    return place(_link(headline, body), round(after_h * HOUR_MS), stories, {})


@pytest.mark.parametrize(
    "later",
    [
        "Nineteen dead as ferry sinks off Port Merrin",
        "BREAKING: Ferry capsizes off Port Merrin with more than 100 aboard, 12 dead",
        "At least 12 killed as ferry with over 100 aboard capsizes off Port Merrin - coastguard",
    ],
)
def test_one_event_in_other_words_is_one_story_in_capitals_or_not(later: str) -> None:
    found = _placed(later, ("Rail strike in Ostrava called off", None), (FERRY, None))
    assert (found.outcome, found.story) == ("same", story_key("s1"))


def test_an_alert_and_the_text_that_expands_it_are_one_story() -> None:
    body = "Arden Trust Co said it is raising its prime lending rate to 7-3/4 pct from 7-1/2, effective immediately."
    assert _placed("Arden Trust lifts prime rate", ("ARDEN TRUST RAISES PRIME RATE", None), body=body).outcome == "same"


def test_the_same_act_of_another_actor_is_a_sibling_and_no_part_of_the_story() -> None:
    earlier = "Zorvan Foods Ltd said it will close its canning plant in Tarvik and cut 140 jobs by June."
    body = "Quellmer Foods Ltd said it will close its canning plant in Ostrel and cut 320 jobs by June."
    told = ("Zorvan Foods to close canning plant", earlier)
    found = _placed("Quellmer Foods to close canning plant", told, body=body)
    assert (found.outcome, found.story) == ("sibling", story_key("s0"))


def test_a_sibling_of_days_ago_is_none() -> None:
    earlier = "Zorvan Foods Ltd said it will close its canning plant in Tarvik and cut 140 jobs by June."
    body = "Quellmer Foods Ltd said it will close its canning plant in Ostrel and cut 320 jobs by June."
    told = ("Zorvan Foods to close canning plant", earlier)
    assert _placed("Quellmer Foods to close canning plant", told, body=body, after_h=35).outcome == "new"


def test_what_has_nothing_in_common_founds_a_story() -> None:
    assert _placed("Council votes on parking fees in Tarvik", (FERRY, None)) == Placement("new")
    assert place(_link(FERRY), 0, [], {}) == Placement("new")


def test_only_a_marked_correction_looks_back_further_than_a_day_and_a_half() -> None:
    assert _placed("Ferry capsizes off Port Merrin, 12 dead", (FERRY, None), after_h=37).outcome == "new"
    assert _placed("CORRECTED - Ferry capsizes off Port Merrin, 21 dead", (FERRY, None), after_h=71).outcome == "same"
    assert _placed("CORRECTED - Ferry capsizes off Port Merrin, 21 dead", (FERRY, None), after_h=73).outcome == "new"


def test_a_ticker_is_never_seen() -> None:
    body = "Zorvan Inc <ZRVN> said it agreed to buy Quellmer <QLM.L> for 40 mln dlrs."
    plain = body.replace(" <ZRVN>", "").replace(" <QLM.L>", "")
    assert _link("ZORVAN <ZRVN> TO BUY QUELLMER", body) == _link("ZORVAN TO BUY QUELLMER", plain)


def test_a_dateline_says_where_a_text_was_filed_and_is_not_compared() -> None:
    line = "PORT MERRIN, March 2"
    told = unpack(_link("Zorvan wins order", f"{line} - Zorvan won an order.", dateline=Dateline(text=line, place="x")))
    assert told.terms.keys() == unpack(_link("Zorvan wins order", "- Zorvan won an order.")).terms.keys()


def test_a_relation_is_a_hint_and_not_a_command() -> None:
    story = _story("s0", (_link("Zorvan chairman to leave in spring"), 0))
    item = _link("Zorvan names successor for chairman")
    free = place(item, 20 * HOUR_MS, [story], {})
    hinted = place(item, 20 * HOUR_MS, [story], {story_key("s0"): "near_duplicate"})
    assert hinted.outcome == "same"
    assert hinted.score > free.score
    assert place(item, 20 * HOUR_MS, [story], {story_key("s0"): "unique"}) == free


def test_the_answer_says_which_member_it_is_nearest_to() -> None:
    links = [(_link("Fire at Tarvik refinery"), 0), (_link("Tarvik refinery fire: Zorvan shares fall"), 1000)]
    assert place(_link("Zorvan shares fall after Tarvik refinery fire"), 2000, [_story("s", *links)], {}).member == 1


def test_an_item_without_text_has_no_link() -> None:
    assert terms(_item(None)) is None
    assert terms(_item("...", "12.3 4")) is None


def test_an_item_without_a_headline_is_read_from_its_first_words() -> None:
    found = view_of(_link(None, "A ferry capsized off Port Merrin, and twelve people died."))
    assert found.head.keys() == view_of(_link("Ferry capsized off Port Merrin, twelve people died")).head.keys()


@given(st.text(max_size=300), st.text(max_size=4_000))
def test_any_text_packs_into_a_kilobyte_and_back(headline: str, body: str) -> None:
    packed = terms(_item(headline, body), figures.find("x", None, headline, body))
    if packed is not None:
        assert len(packed) <= 1_000
        told = unpack(packed)
        assert len(told.terms) <= TERMS_MAX
        assert len(told.figures) <= FIGURES_MAX
        assert 0 <= cosine(view_of(packed), view_of(packed)) <= 1.000001


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sinks", "sinking"),
        ("resigned", "resigns"),
        ("stopped", "stops"),
        ("companies", "company"),
        ("raise", "raised"),
    ],
)
def test_two_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


# ---- the index


def test_the_index_answers_alike_however_it_came_to_hold_what_it_holds() -> None:
    links = {f"story:{n}": [_link(f"Zorvan{n % 5}x {verb} Tarvik plant {n}")] for n, verb in enumerate(VERBS * 8)}
    grown, anew = Stories(), Stories()
    for key, each in links.items():
        grown.put(key, [_link("Something else for now")])
        grown.put("story:gone", each)
        grown.put(key, each)
        anew.put(key, each)
    grown.remove("story:gone")
    assert len(grown) == len(anew) == len(links)
    for asked in ("Zorvan3x closes Tarvik plant", "Tarvik plant sold", "Unheard of"):
        assert grown.like(_link(asked)) == anew.like(_link(asked))


VERBS = ["closes", "sells", "opens", "buys", "expands"]


def test_a_story_is_found_by_any_of_its_links_and_not_after_it_is_gone() -> None:
    stories = Stories()
    stories.put("story:a", [_link("Fire at Tarvik refinery"), _link("Zorvan shares suspended")])
    assert stories.like(_link("Zorvan shares resume trading")) == ["story:a"]
    assert stories.like(_link("Blaze in Tarvik")) == ["story:a"]
    stories.put("story:a", [_link("Blaze in Tarvik")])
    assert stories.like(_link("Zorvan shares resume trading")) == []
    stories.remove("story:a")
    assert stories.like(_link("Blaze in Tarvik")) == []


def test_a_question_to_a_full_index_gets_few_answers_the_likeliest_first() -> None:
    stories = Stories()
    for number in range(300):
        stories.put(f"story:{number}", [_link(f"Minister number{number:03} visits Tarvik")])
    found = stories.like(_link("Minister number007 visits Tarvik"))
    assert found[0] == "story:7" or "story:7" not in found
    assert len(found) <= 20
    assert len(set(found)) == len(found)


# ---- the model


def test_the_model_was_trained_on_the_measures_there_are() -> None:
    assert link_model.OF == MEASURES
    view = view_of(_link(FERRY))
    told = measure(view, HOUR_MS, [(_link(FERRY), 0)], [cosine(view, view)])
    assert len(told) == len(MEASURES)


def test_more_in_common_never_speaks_against_a_story_and_time_never_for_it() -> None:
    middle = [5.0 if name in ("names", "rarest", "length", "length_of") else 0.4 for name in MEASURES]
    for name, sign in {"cosine": 1, "head": 1, "actor_in": 1, "names": 1, "rival": -1, "gap": -1}.items():
        at = MEASURES.index(name)
        scores = [link_model.same([*middle[:at], value, *middle[at + 1 :]]) for value in (0.0, 0.3, 0.6, 1.0, 20.0)]
        assert all(sign * (b - a) >= 0 for a, b in itertools.pairwise(scores)), name


def test_the_order_of_equal_stories_decides_and_nothing_else() -> None:
    twins = [_story(name, (_link(FERRY), 0)) for name in ("b", "a")]
    assert place(_link(FERRY), 1000, twins, {}).story == story_key("b")
    assert link.place(_link(FERRY), 1000, twins[::-1], {}).story == story_key("a")


FORM = (("TOLVANE RAISES CRUDE POSTINGS 50 CENTS", None), ("MERRIN RAISES CRUDE POSTINGS 50 CENTS", None))
DAY = (("SUN RAISES CRUDE POSTINGS 50 CENTS", None), ("MERRIN RAISES CRUDE POSTINGS 50 CENTS", None))
RELEASE = (("Tolvane Foods full-year profit rises", None), ("Tolvane Foods sets special dividend", None))
COMMON_NAME = (
    ("SUMMER FOODS INC 3RD QTR NET", "Shr six cts vs 10 cts. Revs 2.1 mln vs 3.4 mln."),
    ("SUMMER FOODS NAMES NEW PRESIDENT", "The company said its board had met in the north."),
)
JUDGED = (
    ("MOODY'S DOWNGRADES SEASIDE GROUP CASINO BONDS", "Moody's said it cut Seaside Group, which builds on the coast."),
    ("MOODY'S DOWNGRADES NORTHERN AIR AFTER STRIKE", "Moody's said it cut Northern Air, whose pilots walked out."),
)
BID = (
    ("Tolvane makes takeover offer for Merrin", None),
    ("Merrin sees no need to sell; calls hostile bid too low", None),
)
NO_BID = (("Tolvane hires new chief for Merrin", None), ("Merrin sees no need to sell; calls price too low", None))


@pytest.mark.parametrize(
    ("texts", "after_h", "outcome", "why"),
    [
        (FORM, 0.02, "sibling", "one form, other actors: another company's step"),
        (DAY, 0.02, "sibling", "no day of the week begins a headline: Sun Co"),
        (RELEASE, 0.02, "same", "one actor within the hour: one statement"),
        (COMMON_NAME, 1.5, "same", "an actor may be named by common words with which both headlines begin"),
        (JUDGED, 1.5, "new", "who judges two companies makes no one story of them"),
        (BID, 20, "same", "a takeover is one story, also a day later"),
        (NO_BID, 20, "new", "the same company a day later, and nothing else"),
    ],
)
def test_an_agency_tells_its_own_stories_apart(
    texts: tuple[tuple[str, str | None], tuple[str, str | None]], after_h: float, outcome: str, why: str
) -> None:
    first, second = [_link(*text) for text in texts]
    entry = _entry(first, "harbour")
    assert place(second, round(after_h * HOUR_MS), [entry], {}, "harbour").outcome == outcome, why


def test_a_word_that_is_silent_but_a_name_in_first_place_is_one_there_only() -> None:
    assert codes(["may"]) <= unpack(_link("MAY STORES FEBRUARY SALES UP")).terms.keys()
    assert not codes(["may"]) & unpack(_link("STORES MAY CLOSE IN TARVIK")).terms.keys()


def test_a_note_of_many_empty_lines_is_read_line_by_line() -> None:
    assert not unpack(_link("Fire in Tarvik", ed_note="\n" * 200_000 + "x")).corrects
    assert unpack(_link("Fire in Tarvik", ed_note="Of the desk\n\n (Corrects name)")).corrects


def _entry(packed: str, provider: str) -> StoryEntry:
    return StoryEntry(
        offset=0, at=0, story="s", last=0, links=[[packed, 0, provider, "urn:test:0"]], members=[], figures={},
        alerts=[], shown=False, retracted=False,
    )  # fmt: skip
