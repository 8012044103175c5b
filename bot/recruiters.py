"""What follows when a recruiter does something."""

from dataclasses import replace
from typing import assert_never

from bot import booking
from bot.events import Action, RecruiterActed
from bot.model import CallStatus, Pending, Status
from bot.quiet import is_quiet
from bot.ringing import thanks
from bot.turn import Turn


def acted(turn: Turn, event: RecruiterActed) -> Turn:
    """An outcome, a cancellation, or the talk handed back."""
    match event.action:
        case Action.HELD:
            return _held(turn)
        case Action.NOT_ANSWERED:
            return _not_answered(turn)
        case Action.CANCEL:
            return _cancelled(turn)
        case Action.HAND_BACK:
            return _handed_back(turn)
        case _:
            assert_never(event.action)


def _held(turn: Turn) -> Turn:
    call = turn.conversation.call
    if call is None or call.status != CallStatus.BOOKED:
        return turn
    turn = turn.now(call=replace(call, status=CallStatus.HELD)).note("held", call.id)
    rules = turn.context.rules
    if is_quiet(turn.context.now, turn.zone, rules.quiet_from, rules.quiet_until):
        return turn.now(status=Status.DONE)
    return thanks(turn)


def _not_answered(turn: Turn) -> Turn:
    """They missed each other: a friendly word, and the nearest new moments."""
    call = turn.conversation.call
    if call is None or call.status != CallStatus.BOOKED:
        return turn
    missed = replace(call, status=CallStatus.NOT_ANSWERED, sequence=call.sequence + 1)
    turn = turn.now(call=missed, status=Status.OPEN, wanted=replace(turn.conversation.wanted, windows=()))
    return booking.nearest(turn.say("missed_each_other"), "propose").note("not_answered", call.id)


def _cancelled(turn: Turn) -> Turn:
    call = turn.conversation.call
    if call is None or call.status != CallStatus.BOOKED:
        return turn
    moment = booking.moment_of(turn, call.slot)
    turn = booking.cancel(turn).now(status=Status.OPEN).say("recruiter_cancelled", moment=moment)
    return booking.nearest(turn.now(wanted=replace(turn.conversation.wanted, windows=())), "propose")


def _handed_back(turn: Turn) -> Turn:
    if turn.conversation.status != Status.WITH_HUMAN:
        return turn
    call = turn.conversation.call
    booked = call is not None and call.status == CallStatus.BOOKED
    back = turn.now(status=Status.BOOKED if booked else Status.OPEN, pending=Pending.NOTHING).say("handed_back")
    step = turn.context.script.steps.get(turn.conversation.step)
    return step.repeat(back) if step and not booked else back
