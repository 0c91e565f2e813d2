"""The metrics page: what a scraper gets, and that no producer can make it grow without end."""

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from streams.metrics import FEEDS_MAX, Metrics


def families(metrics: Metrics) -> dict[str, list[Sample]]:
    return {family.name: family.samples for family in text_string_to_metric_families(metrics.page().decode())}


def test_a_feed_beyond_the_most_is_counted_as_other():
    metrics = Metrics()
    names = [metrics.feed(f"feed-{number}") for number in range(FEEDS_MAX + 50)]
    assert names[:FEEDS_MAX] == [f"feed-{number}" for number in range(FEEDS_MAX)]
    assert set(names[FEEDS_MAX:]) == {"other"}
    assert metrics.feed("feed-0") == "feed-0", "a feed that has its label keeps it"
    assert metrics.feed(f"feed-{FEEDS_MAX}") == "other"


def test_the_page_holds_every_metric_with_its_kind_and_help():
    metrics = Metrics()
    kinds: dict[type, str] = {Counter: "counter", Gauge: "gauge", Histogram: "histogram"}
    ours = [each for each in vars(metrics).values() if type(each) in kinds]
    assert len(ours) >= 12
    found = {family.name: family for family in text_string_to_metric_families(metrics.page().decode())}
    assert set(found) == {each.describe()[0].name for each in ours}
    for each in ours:
        (described,) = each.describe()
        assert found[described.name].type == kinds[type(each)]
        assert found[described.name].documentation == described.documentation


def test_what_was_counted_stands_on_the_page():
    metrics = Metrics()
    metrics.outcomes.labels("taster", "enriched", metrics.feed("qns")).inc(3)
    metrics.latency.observe(0.012)
    metrics.held.set(2)
    page = families(metrics)
    (count,) = [each for each in page["copytaster_outcomes"] if each.name == "copytaster_outcomes_total"]
    assert (count.value, count.labels) == (3, {"agent": "taster", "outcome": "enriched", "feed": "qns"})
    buckets = {each.labels["le"]: each.value for each in page["copytaster_latency_seconds"] if "le" in each.labels}
    assert (buckets["0.01"], buckets["0.02"], buckets["+Inf"]) == (0, 1, 1)
    assert page["copytaster_held_items"][0].value == 2


def test_a_hostile_feed_name_does_not_break_the_page():
    metrics = Metrics()
    name = 'x"} 1\nfake_metric 9\\'
    metrics.outcomes.labels("intake", "read", metrics.feed(name)).inc()
    page = families(metrics)
    assert "fake_metric" not in page
    assert name in {each.labels["feed"] for each in page["copytaster_outcomes"]}


def test_two_workers_of_one_process_count_apart():
    one, other = Metrics(), Metrics()
    one.entries.set(5)
    assert families(one)["copytaster_state_entries"][0].value == 5
    assert families(other)["copytaster_state_entries"][0].value == 0
