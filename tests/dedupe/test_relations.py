"""Relations between texts through the fold: the cases of tests/specs/dedupe, and the rules of the room."""

import random
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.judgement import Relation
from streams import codec, dedupe
from streams.dedupe.fingerprint import anchors, unpack
from streams.pipeline import Outcome
from streams.state import State
from tests.dedupe.texts import COPY, PAIRS, SHORTER, STORY, TOLD
from tests.fold.stream import Stream, record

HOUR_S = 3600


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["name"])
def test_each_pair_has_its_relation(pair: dict[str, Any]) -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(pair["earlier"]))
    outcome = stream.item(2, 600, uri="two", provider=pair.get("provider", "coast"), **_said(pair["later"]))
    relation = _relation(outcome)
    assert (relation.kind if relation else "none") == pair["relation"], pair["why"]
    assert (outcome.publications[0].event == "suppressed") == pair["suppressed"], pair["why"]


def test_evidence_points_into_both_published_texts() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    relation = _relation(stream.item(2, 60, uri="two", **_said(SHORTER)))
    assert relation is not None
    assert relation.passages
    for each in relation.passages:
        here = SHORTER[each.field][each.start : each.end]
        there = STORY[each.target_field][each.target_start : each.target_end]
        assert here == there
    assert relation.share == 1.0
    assert relation.reverse_share is not None
    assert relation.reverse_share < 1


def test_a_changed_slot_is_told_with_its_old_and_new_value() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", version="1", **_said(STORY))
    changed = {**STORY, "body": STORY["body"].replace("420 passengers", "460 passengers")}
    relation = _relation(stream.item(2, 60, uri="one", version="2", **_said(changed)))
    assert relation is not None
    assert [(each.old, each.new) for each in relation.slots_conflict] == [("420", "460")]


def test_the_scale_of_a_figure_is_said_once_in_its_slot() -> None:
    one = {
        "headline": "Brask yard",
        "body": "The yard lost 4.5 million euros and 1.2 million crowns in May, Quill said.",
    }
    two = {**one, "body": one["body"].replace("1.2", "1.4")}
    relation = dedupe.compared(*[record(n, n, uri=f"n{n}", **_said(each)).item for n, each in enumerate((one, two))])[0]
    assert relation.slots_agree == ("yard lost 4.5 million euros",)
    assert [(each.slot, each.old, each.new) for each in relation.slots_conflict] == [
        ("euros and _ crowns", "1.2 million", "1.4 million")
    ]


def test_a_figure_that_only_moved_is_no_conflict_and_one_that_a_new_one_is_held_against_is() -> None:
    before = {"headline": "Toll", "body": "The storm killed 12 people in Merrin, the coast guard at Ostvik said."}
    moved = {"headline": "Toll", "body": "The storm killed 30 sheep in Merrin and 12 people at Ostvik, Quill said."}
    risen = {"headline": "Toll", "body": "The storm killed 19 people in Merrin, up from 12, the coast guard said."}
    for later, changes in ((moved, []), (risen, [("12", "19")])):
        items = [record(n, n, uri=f"n{n}", **_said(each)).item for n, each in enumerate((before, later))]
        found = dedupe.compared(*items).relation.slots_conflict
        assert [(each.old, each.new) for each in found] == changes


def test_legal_forms_and_single_letters_are_no_missing_names() -> None:
    before = {
        "headline": "Brask",
        "body": "The yard of Brask Lines Inc and J Quill Ltd was sold to Ada Strake on Monday.",
    }
    later = {"headline": "Brask", "body": "The yard of Brask Lines was sold on Monday."}
    items = [record(n, n, uri=f"n{n}", **_said(each)).item for n, each in enumerate((before, later))]
    assert dedupe.compared(*items).relation.names_missing == ("Quill", "Ada", "Strake")


def test_a_near_duplicate_comes_back_disputed_and_without_evidence_when_its_target_is_killed() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    assert stream.item(2, 60, uri="two", provider="coast", **_said(COPY)).publications[0].event == "suppressed"
    killed, restored = stream.item(3, 120, uri="one", status="canceled").publications
    assert (killed.event, restored.event) == ("killed", "restored")
    assert restored.judgement.disputed is not None
    (relation,) = restored.judgement.relations
    assert (relation.kind, relation.passages, relation.slots_agree, relation.names_missing) == (
        "near_duplicate",
        (),
        (),
        (),
    )


def test_what_waited_under_embargo_says_nothing_of_the_words_of_what_was_killed_meanwhile() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    (held,) = stream.item(2, 60, uri="two", provider="coast", embargo=600, **_said(SHORTER)).publications
    assert _relation_of(held).passages
    stream.item(3, 120, uri="one", status="canceled")
    (released,) = stream.clock(600).publications
    relation = _relation_of(released)
    assert relation.target is not None
    assert (relation.passages, relation.slots_agree, relation.names_missing, relation.share) == ((), (), (), None)


@pytest.mark.parametrize(("how", "cause"), [({"status": "canceled"}, "kill"), ({"status": "withheld"}, "version")])
def test_what_is_public_is_said_again_without_the_words_of_what_was_withdrawn(how: Any, cause: str) -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", version="1", **_said(STORY))
    (first,) = stream.item(2, 60, uri="two", provider="coast", **_said(SHORTER)).publications
    assert _relation_of(first).passages
    *_, again = stream.item(3, 120, uri="one", version="2", **how).publications
    assert (again.event, again.cause, again.topics, again.current) == ("updated", cause, ("enriched", "latest"), True)
    assert again.item == first.item
    assert again.record.figures == first.record.figures
    assert again.judgement.relations == (dedupe.bare(_relation_of(first)),)
    assert len(stream.item(4, 180, uri="one", version="3", **how).publications) == 1


def test_only_what_is_current_of_a_uri_is_said_again() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    stream.item(2, 60, uri="two", version="1", **_said(SHORTER))
    stream.item(3, 90, uri="two", version="2", headline="Ferries", body="Another matter altogether, of another day.")
    (killed,) = stream.item(4, 120, uri="one", status="canceled").publications
    assert killed.event == "killed"


def test_an_older_version_that_comes_late_quotes_nothing_that_could_be_withdrawn() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    stream.item(2, 60, uri="two", version="2", headline="Ferries", body="Another matter altogether, of another day.")
    (late,) = stream.item(3, 90, uri="two", version="1", **_said(SHORTER)).publications
    assert late.event == "late"
    assert _relation_of(late) == dedupe.bare(_relation_of(late))


ARRIVALS = st.builds(
    lambda plain, odd: plain | odd,
    st.fixed_dictionaries(
        {
            "uri": st.sampled_from(("one", "two", "three")),
            "provider": st.sampled_from(("harbour", "coast")),
            "version": st.sampled_from(("1", "2", "3")),
            "text": st.integers(0, 4),
        }
    ),
    st.sampled_from([*[{}] * 6, {"status": "canceled"}, {"status": "withheld"}, {"embargo_s": 60}, {"clock": True}]),
)


@given(st.lists(ARRIVALS, min_size=4, max_size=16))
@settings(max_examples=60, deadline=None)
def test_no_evidence_on_wire_latest_names_what_is_killed_or_withheld(steps: list[dict[str, Any]]) -> None:
    """And Stream asks a state built anew at every step, as a worker does that restarts or takes the role over."""
    stream, latest = Stream(), {}
    gone: set[tuple[str | None, str]] = set()
    for number, step in enumerate(steps, start=1):
        for publication in _folded(stream, number, step).publications:
            item = publication.item
            if publication.event in ("killed", "withheld"):
                gone.add((item.provider, item.uri))
            elif publication.current:
                gone.discard((item.provider, item.uri))
            if publication.current:
                latest[item.provider, item.uri] = publication
        for publication in latest.values():
            for each in publication.judgement.relations:
                if each.target and (each.target.provider, each.target.uri) in gone:
                    assert each == dedupe.bare(each)


def _folded(stream: Stream, number: int, step: dict[str, Any]) -> Outcome:
    if "clock" in step:
        return stream.clock(60 * number)
    said = {name: step[name] for name in ("uri", "provider", "version", "status") if name in step}
    embargo = {"embargo": 60 * number + step["embargo_s"]} if "embargo_s" in step else {}
    return stream.item(number, 60 * number, **said, **embargo, **_said(TOLD[step["text"]]))


@pytest.mark.parametrize(("how", "reason"), [({"status": "canceled"}, "killed"), ({"status": "withheld"}, "held")])
def test_a_near_duplicate_of_what_may_not_be_shown_is_disputed_and_never_suppressed(how: Any, reason: str) -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    stream.item(2, 60, uri="one", version="2", **how)
    (published,) = stream.item(3, 120, uri="two", provider="coast", **_said(COPY)).publications
    assert published.event == "created"
    assert published.judgement.disputed is not None
    assert published.judgement.disputed.reason == f"repeats_{reason}"
    (relation,) = published.judgement.relations
    assert relation.passages == ()
    assert relation.slots_agree == ()
    assert (relation.target is None) == (reason == "held")


def test_a_near_duplicate_may_lie_anywhere_in_72_hours_and_not_beyond() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    assert stream.item(2, 71 * HOUR_S, uri="two", **_said(COPY)).publications[0].event == "suppressed"
    assert _relation(stream.item(3, 73 * HOUR_S, uri="three", **_said(COPY))) is None


def test_a_version_of_a_public_uri_is_never_suppressed() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", version="1", **_said(STORY))
    (published,) = stream.item(2, 60, uri="one", version="2", **_said(COPY)).publications
    assert (published.event, _relation_of(published).kind) == ("updated", "new_version_of")


def test_a_copy_with_a_note_of_its_own_is_published() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    (published,) = stream.item(2, 60, uri="two", note="Eds: adds photo.", **_said(COPY)).publications
    assert (published.event, _relation_of(published).kind) == ("created", "near_duplicate")


def test_an_index_built_anew_in_any_order_answers_like_the_one_that_grew() -> None:
    """Stream proves it at every step for a reversed order; here for a long one with many texts to an anchor."""
    stream, chance = Stream(), random.Random(7)
    for number in range(1, 120):
        words = " ".join(chance.choice(("Brask", "Merrin", "Quill", "Tolvane", "harbour", "dues")) for _ in range(40))
        stream.item(number, 60 * number, uri=f"n{number}", headline=f"Note {number}", body=words)


@given(st.text(max_size=400), st.text(max_size=2000))
@settings(max_examples=150, deadline=None)
def test_a_packed_text_unpacks_to_tokens_that_stand_where_they_say(headline: str, body: str) -> None:
    item = record(1, 0, uri="one", headline=headline, body=body).item
    print_ = dedupe.fingerprint(item)
    if print_ is None or print_.packed is None:
        return
    own = unpack(print_.packed)
    assert list(own.anchors) == list(anchors(print_.packed))
    for i, (start, length) in enumerate(zip(own.starts, own.lengths, strict=True)):
        text = headline if i < own.head else body
        assert start + length <= len(text)
        assert text[start] not in string.punctuation + string.whitespace


@given(st.text(alphabet="aB1. \n'’<>,/-ß", max_size=600))
@settings(max_examples=150, deadline=None)
def test_a_text_is_wholly_in_itself(body: str) -> None:
    item = record(1, 0, uri="one", headline="Tug adrift", body=body).item
    relation, measures, _ = dedupe.compared(item, item)
    assert measures["words_a"] == measures["words_b"] == 1 or not body.split()
    assert relation.slots_conflict == ()


def test_words_exchanged_one_by_one_are_told_to_the_desk_with_their_places() -> None:
    """As machines do that rewrite copy; the facts stay, so it is a rewrite, and no sentence of it is to be quoted."""
    spun = STORY["body"]
    for word, other in EXCHANGED.items():
        spun = spun.replace(word, other)
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    (published,) = stream.item(2, 60, uri="two", **_said({**STORY, "body": spun})).publications
    assert _relation_of(published).kind == "rewrite_of"
    (flag,) = published.judgement.flags
    assert flag.code == "paraphrase_suspected"
    marked = {spun[each.start : each.end] for each in flag.spans}
    assert marked <= {word for other in EXCHANGED.values() for word in other.split()}
    assert len(marked) > 4


EXCHANGED = {
    "ordered": "commanded", "yard": "backyard", "enter service": "input carrier", "crossing": "traversal",
    "said": "mentioned", "burn": "incinerate", "fuel": "gasoline", "told": "instructed", "since": "because",
}  # fmt: skip


def test_no_relation_depends_on_the_uri_slug_or_urgency() -> None:
    for pair in PAIRS:
        one = record(1, 0, uri="one", urgency="f", **_said(pair["earlier"])).item
        two = record(2, 60, uri="two", urgency="d", **_said(pair["later"])).item
        bare = [each.model_copy(update={"uri": f"urn:x:{n}", "urgency": None}) for n, each in enumerate((one, two))]
        plain = dedupe.compared(*bare)
        assert dedupe.compared(one, two).measures == plain.measures


def test_the_state_entry_carries_the_fingerprint_and_no_text() -> None:
    stream = Stream()
    stream.item(1, 0, uri="one", **_said(STORY))
    (entry,) = [entry for key, entry in stream.state if key.startswith("text:")]
    stored = codec.encode_entry("text", entry).value or b""
    assert b"ordered two hybrid ships" not in stored
    assert State([("text:0:0", entry)]).texts_like(entry["packed"]) != []  # type: ignore[typeddict-item]


def _said(text: dict[str, str]) -> dict[str, Any]:
    return {"headline": text.get("headline"), "body": text.get("body")}


def _relation(outcome: Outcome) -> Relation | None:
    return next(iter(outcome.publications[0].judgement.relations), None)


def _relation_of(publication: Any) -> Relation:
    (relation, *_) = publication.judgement.relations
    assert isinstance(relation, Relation)
    return relation
