"""How a call went, by the word of the recruiter who made it, and what follows for the candidate."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from bot.events import RecruiterActed
from bot.model import AFTER, TOLD, CallOutcome, CallStatus, Pending, Status
from bot.offering import FEW, offer_anew
from bot.phones import readable
from bot.quiet import is_quiet
from bot.ringing import thanks
from bot.turn import Turn

EARLIEST = timedelta(minutes=30)
"""A call is not over this long before its time: who says so meant another one."""
MOST_MISSED = 2
"""After so many calls in vain nothing more is offered: the candidate knows where we are."""
LONGEST_IMPRESSION = 280

REACHED = {CallOutcome.SPOKEN: CallStatus.HELD, CallOutcome.NOT_INTERESTED: CallStatus.HELD}


def close(turn: Turn, event: RecruiterActed) -> Turn:
    """The first word on how a call went stands; after it only the impression can be written anew."""
    call = turn.conversation.call
    if (
        call is None
        or event.outcome is None
        or event.outcome not in TOLD
        or call.slot.start - turn.context.now > EARLIEST
    ):
        return turn
    impression = " ".join(event.impression.split())[:LONGEST_IMPRESSION]
    if call.outcome is not None and impression:
        return turn.now(call=replace(call, impression=impression, sequence=call.sequence + 1))
    if call.status is not CallStatus.BOOKED:
        return turn
    status = REACHED.get(event.outcome, CallStatus.NOT_ANSWERED)
    over = replace(call, status=status, outcome=event.outcome, impression=impression, sequence=call.sequence + 1)
    return _then(turn.now(call=over, moving=False, seeking=None).note("closed", event.outcome), event.outcome)


def _then(turn: Turn, outcome: CallOutcome) -> Turn:
    match outcome:
        case CallOutcome.SPOKEN:
            return _spoken(turn)
        case CallOutcome.NOT_INTERESTED:
            return _over(turn, Status.DECLINED)
        case CallOutcome.NO_ANSWER | CallOutcome.VOICEMAIL:
            return _missed(turn)
        case CallOutcome.NOT_CONVENIENT:
            return _anew(turn, "not_convenient")
        case CallOutcome.WRONG_NUMBER:
            number = readable(turn.candidate.phone or "")
            return _anew(turn.know(phone=None), "wrong_number", number=number)
        case CallOutcome.UNKNOWN:
            return turn  # nobody's word
        case _:
            assert_never(outcome)


def _spoken(turn: Turn) -> Turn:
    turn, rules = turn.now(missed=0), turn.context.rules
    if is_quiet(turn.context.now, turn.zone, rules.quiet_from, rules.quiet_until):
        return _over(turn, Status.DONE)
    return thanks(turn)


def _missed(turn: Turn) -> Turn:
    """A friendly word and the nearest new moments, twice at most."""
    missed = turn.conversation.missed + 1
    turn = turn.now(missed=missed)
    return _anew(turn, "missed_each_other") if missed <= MOST_MISSED else _over(turn, Status.LATER)


def _anew(turn: Turn, name: str, **values: str) -> Turn:
    """A word on what went wrong, and two other moments."""
    return offer_anew(turn, name, FEW, **values)


def _over(turn: Turn, status: Status) -> Turn:
    return turn.now(status=status, pending=Pending.NOTHING, buttons=(), rung=(*turn.conversation.rung, AFTER))
