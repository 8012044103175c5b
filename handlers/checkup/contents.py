"""Looks at what stands in the database: what waits, what was given up, and whom nobody could call."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from handlers.checkup.finding import Finding, mind, well, wrong
from storage.condition import Backlog, Condition

STUCK = timedelta(minutes=10)
LATE = timedelta(minutes=2)


def of_backlog(waiting: Backlog, found: Condition) -> Iterator[Finding]:
    """What waits, and what went wrong."""
    if waiting.oldest > STUCK:
        yield wrong(
            "outbox",
            f"{waiting.due + waiting.put_off} messages wait to go out, the oldest for {_length(waiting.oldest)}.",
            f"Whoever they are for is kept waiting. {_reasons('What was said of late', found.held_up)}",
            "See that `belmoment serve` runs, and what its log says of delivery.",
        )
    elif waiting.due:
        yield mind("outbox", f"{waiting.due} messages are on their way out.")
    else:
        yield well("outbox", "Nothing waits to go out that should have gone.")
    if found.refused:
        yield mind(
            "outbox",
            f"{sum(found.refused.values())} messages were refused in the last day: {_counted(found.refused)}.",
            "They are not tried again.",
            "Numbers are the platform's own error codes, which its documentation explains.",
        )
    if waiting.overdue > LATE:
        yield wrong(
            "timers",
            f"A timer should have rung {_length(waiting.overdue)} ago.",
            "Reminders come late, or not at all.",
            "See that `belmoment serve` runs.",
        )
    if waiting.set_aside:
        yield wrong(
            "events",
            f"{waiting.set_aside} events were set aside after three vain tries: {_counted(found.set_aside)}.",
            "What somebody wrote or did there had no effect, though it is kept.",
            "Report the names of these errors, with the log lines that bear the same event_id.",
        )


def of_agency(found: Condition, *, mail: bool) -> Iterator[Finding]:
    """What is published; `mail` says whether letters can be sent."""
    if not found.published:
        yield wrong(
            "agency",
            "No agency is published.",
            "Nobody is answered, and platforms are told to come again.",
            "Run `belmoment load FOLDER`.",
        )
        return
    if found.without_hours:
        yield wrong(
            "agency",
            f"These recruiters have no opening hours: {', '.join(found.without_hours)}.",
            "No call with them can be offered.",
            "Write their hours into recruiters.yaml, and run `belmoment load FOLDER`.",
        )
    if found.without_recruiters:
        yield wrong(
            "agency",
            f"These open vacancies have no recruiter: {', '.join(found.without_recruiters)}.",
            "Candidates are told that no moment is free.",
            "Name their recruiters in vacancies.yaml, or close them, and run `belmoment load FOLDER`.",
        )
    silent = found.without_a_way if mail else found.without_chat
    if silent:
        yield mind(
            "agency",
            f"Nothing tells these recruiters of their calls: {', '.join(silent)}.",
            "They only see them on their page.",
            "Have them open their Telegram link (`belmoment load FOLDER --new-links`), or give them an e-mail address "
            "and set SMTP_URL.",
        )


def _counted(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{count} × {reason}" for reason, count in sorted(reasons.items(), key=lambda one: -one[1]))


def _reasons(lead: str, reasons: Mapping[str, int]) -> str:
    return f"{lead}: {_counted(reasons)}." if reasons else ""


def _length(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"
