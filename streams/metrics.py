"""Every metric: name, unit, meaning. Counted in the shell from outcomes; the pure rooms count nothing."""

from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

# A series a counter with the time of its making says nothing that the scrape does not.
disable_created_metrics()  # type: ignore[no-untyped-call] # untyped upstream

FEEDS_MAX: Final = 200
"""Feeds that get a label of their own; a hostile producer could otherwise name a million."""

SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The metrics of one worker process, in a registry of their own so that a test can have several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._feeds: set[str] = set()
        self.outcomes = Counter(
            "copytaster_outcomes_total",
            "Records by agent, outcome (read, enriched, suppressed, held, dead, aside) and feed or provider.",
            ["agent", "outcome", "feed"],
            registry=self.registry,
        )
        self.latency = Histogram(
            "copytaster_latency_seconds",
            "From the append of the raw record to the commit of its first outcome, by the brokers' and this clock.",
            buckets=SECONDS,
            registry=self.registry,
        )
        self.batch = Histogram(
            "copytaster_batch_seconds",
            "Computing and sending of one transaction.",
            ["agent", "stage"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.lag = Gauge(
            "copytaster_lag_records",
            "Offsets between what an agent has committed and the end of its partition.",
            ["agent", "partition"],
            registry=self.registry,
        )
        self.stable_gap = Gauge(
            "copytaster_last_stable_gap_records",
            "Offsets between the end of the log and what readers of committed records may see: an open transaction.",
            registry=self.registry,
        )
        self.roles = Gauge(
            "copytaster_role",
            "1 while this process holds the agent's role: partitions of intake, the log of the taster.",
            ["agent"],
            registry=self.registry,
        )
        self.role_ends = Counter(
            "copytaster_role_ends_total",
            "Roles given up after an error, by its type.",
            ["agent", "error"],
            registry=self.registry,
        )
        self.rebuild = Gauge(
            "copytaster_rebuild_seconds", "Reading wire.state at the last take-over.", registry=self.registry
        )
        self.entries = Gauge("copytaster_state_entries", "Entries of the fold's state.", registry=self.registry)
        self.held = Gauge("copytaster_held_items", "Items held back now.", registry=self.registry)
        self.held_overdue = Gauge(
            "copytaster_held_overdue_seconds",
            "Age of the oldest embargo that is over and not lifted.",
            registry=self.registry,
        )
        self.log_time = Gauge(
            "copytaster_log_time_seconds",
            "The log's time: greatest received_at so far, since 1970.",
            registry=self.registry,
        )

    def feed(self, name: str) -> str:
        """The label of a feed."""
        if name not in self._feeds and len(self._feeds) >= FEEDS_MAX:
            return "other"
        self._feeds.add(name)
        return name

    def page(self) -> bytes:
        return generate_latest(self.registry)
