"""What other systems are told of a turn, read from how the talk was before it and is after it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.context import Decision
from bot.model import Call, CallStatus, Candidate, Conversation, Recruiter
from bot.outgoing import Announce, Happened, TheCall


def announced(
    before: Conversation, known: Candidate, decision: Decision, recruiters: Mapping[str, Recruiter], now: datetime
) -> Iterator[Announce]:
    """One word for each call that came, changed or went, its times in its recruiter's zone; one for who opted out."""
    after, candidate = decision.conversation, decision.candidate
    for what, call in _of_calls(before.call, after.call, now):
        yield _announce(what, after, candidate, now, name=candidate.name, call=_shown(call, recruiters))
    if known.stopped_at is None and candidate.stopped_at is not None:
        reason = next((note.text for note in decision.notes if note.kind == "stopped"), "stop")
        yield _announce(Happened.OPTED_OUT, after, candidate, now, reason=reason)


def _of_calls(before: Call | None, after: Call | None, now: datetime) -> Iterator[tuple[Happened, Call]]:
    if before == after:
        return
    if before and (after is None or after.id != before.id):
        if before.status is CallStatus.BOOKED and before.slot.end > now:
            yield Happened.CALL_CANCELLED, before
        before = None
    if after and before is None:
        yield Happened.CALL_BOOKED, after
    elif after and before:
        what = _change(before, after)
        if what is not None:
            yield what, after


def _change(before: Call, after: Call) -> Happened | None:
    if after.status is CallStatus.CANCELLED and before.status is not CallStatus.CANCELLED:
        return Happened.CALL_CANCELLED
    if after.outcome is not None and after.outcome != before.outcome:
        return Happened.CALL_OUTCOME
    return Happened.CALL_MOVED if after.slot != before.slot else None


def _shown(call: Call, recruiters: Mapping[str, Recruiter]) -> TheCall:
    zone = ZoneInfo(recruiters[call.slot.recruiter].zone)
    return TheCall(
        id=call.id,
        status=call.status,
        outcome=call.outcome,
        start=call.slot.start.astimezone(zone),
        end=call.slot.end.astimezone(zone),
        recruiter=call.slot.recruiter,
    )


def _announce(  # noqa: PLR0913 (all of it is told)
    what: Happened,
    talk: Conversation,
    candidate: Candidate,
    now: datetime,
    *,
    name: str = "",
    call: TheCall | None = None,
    reason: str = "",
) -> Announce:
    return Announce(
        what=what,
        at=now,
        conversation=talk.id,
        vacancy=talk.vacancy,
        channel=talk.address.channel,
        peer=talk.address.peer,
        phone=candidate.phone,
        name=name,
        call=call,
        reason=reason,
    )
