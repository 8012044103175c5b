"""Figures for Prometheus: what came in, what went out, how long that took, what waits, and what is wrong."""

from collections.abc import Collection
from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from storage.ailments import Ailment
from storage.condition import Backlog

TO_COMMIT = (0.005, 0.02, 0.1, 0.5, 1, 2, 5, 15, 60, 600, 3600)
TO_SENT = (0.02, 0.1, 0.5, 1, 2, 5, 15, 60, 300, 900, 3600)


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

        self.turns = Counter(
            "belmoment_turns",
            "Turns of talks that this process wrote because of what somebody did; "
            "those of timers are belmoment_timers_late_seconds_count.",
            registry=self.registry,
        )
        self.committed = Histogram(
            "belmoment_event_to_commit_seconds",
            "From an event, by the platform's clock where it tells the time, to its being written down.",
            buckets=TO_COMMIT,
            registry=self.registry,
        )
        self.answered = Histogram(
            "belmoment_event_to_sent_seconds",
            "From an event to the platform's taking our answer, of events that the same process took in.",
            buckets=TO_SENT,
            registry=self.registry,
        )
        self.retries = Counter(
            "belmoment_retries", "Tries to send after the first one, by medium.", ["medium"], registry=self.registry
        )
        self.caught_up = Counter(
            "belmoment_caught_up",
            "Events that no webhook brought, found in a platform's own list.",
            ["channel"],
            registry=self.registry,
        )
        self.database_errors = Counter(
            "belmoment_database_errors",
            "Works that the database did not do, by what ailed it.",
            ["trouble"],
            registry=self.registry,
        )
        self.trouble = Gauge(
            "belmoment_trouble", "1 for what ails the database now; see /ready.", ["trouble"], registry=self.registry
        )
        for ailment in Ailment:
            self.database_errors.labels(ailment.value)
            self.trouble.labels(ailment.value)
        self.outbox = Gauge(
            "belmoment_outbox",
            "Messages that wait: due to be sent or on their way, or put off (quiet hours, a platform's wish).",
            ["state"],
            registry=self.registry,
        )
        self.outbox_oldest = Gauge(
            "belmoment_outbox_oldest_seconds",
            "Age of the oldest message that should have gone out; 0 where none waits.",
            registry=self.registry,
        )
        self.overdue = Gauge(
            "belmoment_timers_overdue_seconds",
            "How late the latest timer is that has not rung yet; 0 where none is.",
            registry=self.registry,
        )
        self.unsettled = Gauge(
            "belmoment_events_unsettled",
            "Events that failed: tried again, or set aside for people to look at.",
            ["outcome"],
            registry=self.registry,
        )

    def follow(self, present: Collection[Ailment]) -> None:
        """What ails the database, as `present` has it at each scrape."""
        for ailment in Ailment:
            self.trouble.labels(ailment.value).set_function(partial(_is_in, present, ailment))

    def show(self, backlog: Backlog) -> None:
        """What waits in the database."""
        self.outbox.labels("due").set(backlog.due)
        self.outbox.labels("put_off").set(backlog.put_off)
        self.outbox_oldest.set(backlog.oldest.total_seconds())
        self.overdue.set(backlog.overdue.total_seconds())
        self.unsettled.labels("failed").set(backlog.failed)
        self.unsettled.labels("set_aside").set(backlog.set_aside)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(self.registry)


def _is_in(present: Collection[Ailment], ailment: Ailment) -> float:
    return float(ailment in present)
