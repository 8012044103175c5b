"""Figures for Prometheus: what came in, what went out, and how late timers rang."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """One process's figures; none of them bears anything about a person."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter(
            "belmoment_events",
            "Events by what became of them: applied, seen before, kept.",
            ["outcome"],
            registry=self.registry,
        )
        self.webhooks = Counter(
            "belmoment_webhooks",
            "Webhook calls by channel and our answer.",
            ["channel", "status"],
            registry=self.registry,
        )
        self.sent = Counter(
            "belmoment_outgoing",
            "Outgoing messages by medium and outcome.",
            ["medium", "outcome"],
            registry=self.registry,
        )
        self.doubts = Counter(
            "belmoment_doubts",
            "Tries with messages of which nobody knew whether they were sent; on Telegram those may come twice.",
            ["medium"],
            registry=self.registry,
        )
        self.waiting = Gauge("belmoment_intake_waiting", "Events that wait to be written down.", registry=self.registry)
        self.timers_late = Histogram(
            "belmoment_timers_late_seconds",
            "How long after its moment a timer rang.",
            buckets=(0.5, 1, 2, 5, 15, 60, 300, 3600),
            registry=self.registry,
        )
        self.commits = Histogram(
            "belmoment_intake_seconds",
            "From taking up a batch of events to its commit.",
            buckets=(0.001, 0.005, 0.02, 0.1, 0.5, 2, 10),
            registry=self.registry,
        )

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)
