"""What follows when a recruiter does something."""

from dataclasses import replace
from typing import assert_never

from bot import agenda, booking, in_person
from bot.closing import EARLIEST, close
from bot.events import Action, RecruiterActed
from bot.model import Call, CallStatus, Status, is_booked, is_held
from bot.offering import offer_anew
from bot.seeking import ask_others, claim, told_claimed
from bot.turn import Turn, first_name


def acted(turn: Turn, event: RecruiterActed) -> Turn:  # noqa: PLR0911 (one for each kind)
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
        case Action.DIAL:
            return _dials(turn)
        case Action.CLAIM:
            return claim(turn, event.recruiter)
        case Action.ASK_COLLEAGUES:
            return _asks_colleagues(turn)
        case Action.ANSWER | Action.KNOCK | Action.HAND_BACK:
            return in_person.acted(turn, event)
        case _:
            assert_never(event.action)


def _dials(turn: Turn) -> Turn:
    """The sign that the call is being made: nobody needs to step in, and whoever was asked to hears so."""
    call = _booked(turn)
    if call is None or call.sign_at is not None or call.slot.start - turn.context.now > EARLIEST:
        return turn
    asked = turn.conversation.seeking.asked if turn.conversation.seeking else ()
    signed = turn.now(call=replace(call, sign_at=turn.context.now), seeking=None).note("dialled", call.id)
    return told_claimed(signed, asked, turn.recruiter(call.slot.recruiter).name)


def _asks_colleagues(turn: Turn) -> Turn:
    """The first colleague who claims it makes the call; until then it stays whose it is, and that is said."""
    call = _booked(turn)
    if call is None or not is_booked(turn.conversation):
        return turn
    turn = ask_others(turn, "told_step_in")
    asked = len(turn.conversation.seeking.asked) if turn.conversation.seeking else 0
    news = "told_colleagues_asked" if asked else "told_nobody_free"
    return turn.tell(news, call.slot.recruiter, call=call.id, number=str(asked))


def _asks_to_move(turn: Turn) -> Turn:
    """Other moments are offered; the call stands until one is agreed."""
    call = _booked(turn)
    if call is None or turn.conversation.status is not Status.BOOKED or is_held(turn.conversation):
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
    return offer_anew(booking.cancel(turn), "recruiter_cancelled", moment=moment)


def _booked(turn: Turn) -> Call | None:
    call = turn.conversation.call
    return call if call and call.status is CallStatus.BOOKED else None
