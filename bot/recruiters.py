"""What follows when a recruiter does something."""

from dataclasses import replace
from typing import assert_never

from bot import agenda, booking, in_person
from bot.closing import close, offer_anew
from bot.events import Action, RecruiterActed
from bot.model import Call, CallStatus, Status
from bot.turn import Turn, first_name


def acted(turn: Turn, event: RecruiterActed) -> Turn:
    """An outcome, a change of the call, or the talk handed back; nothing where that call has been replaced since."""
    call = turn.conversation.call
    if event.call and (call is None or call.id != event.call):
        return turn
    match event.action:
        case Action.CLOSE:
            return close(turn, event)
        case Action.ASK_TO_MOVE:
            return _asks_to_move(turn)
        case Action.HAND_OVER:
            return _hands_over(turn, event)
        case Action.CANCEL:
            return _cancelled(turn)
        case Action.ANSWER | Action.KNOCK | Action.HAND_BACK:
            return in_person.acted(turn, event)
        case _:
            assert_never(event.action)


def _asks_to_move(turn: Turn) -> Turn:
    """Other moments are offered; the call stands until one is agreed."""
    call = _booked(turn)
    if call is None or turn.conversation.status is not Status.BOOKED:
        return turn
    moment = booking.moment_of(turn, call.slot)
    return offer_anew(turn.now(moving=True, misses=0), "recruiter_moves", moment=moment)


def _hands_over(turn: Turn, event: RecruiterActed) -> Turn:
    """The same time with another recruiter, if they are free then; else both it and the candidate's call stand."""
    call = _booked(turn)
    known = {one.recruiter.id: one.recruiter for one in turn.context.agendas}
    if call is None or event.to not in known or event.to == call.slot.recruiter:
        return turn
    slot = replace(call.slot, recruiter=event.to)
    values = {"other": known[event.to].name, "moment": booking.moment_of_recruiter(turn, call)}
    if not agenda.is_free(turn.agendas, slot, turn.context.now):
        name = first_name(turn.recruiter(call.slot.recruiter).name)
        return turn.tell("told_not_free", event.recruiter, recruiter=name, **values)
    return booking.book(turn, slot)


def _cancelled(turn: Turn) -> Turn:
    call = _booked(turn)
    if call is None:
        return turn
    moment = booking.moment_of(turn, call.slot)
    return offer_anew(booking.cancel(turn).now(status=Status.OPEN), "recruiter_cancelled", moment=moment)


def _booked(turn: Turn) -> Call | None:
    call = turn.conversation.call
    return call if call and call.status is CallStatus.BOOKED else None
