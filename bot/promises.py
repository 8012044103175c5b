"""Whether a booked call will really come: it is checked ahead of its time, and looked for when its time is there."""

from dataclasses import replace

from bot import booking
from bot.agenda import Agenda, is_busy
from bot.desk import button_id
from bot.events import Action
from bot.model import TOLD, Call, CallOutcome, CallStatus, Pending, Status, is_booked
from bot.offering import offer_anew, offer_soon
from bot.openings import openings
from bot.phones import readable
from bot.seeking import ask_others
from bot.turn import Turn, beside_what_is_asked, first_name, say_timed


def check(turn: Turn) -> Turn:
    """Some time ahead: is who calls still there and free, and the vacancy open? Whoever can mend it is told."""
    call = _to_come(turn)
    if call is None:
        return turn
    agenda = agenda_of(turn, call)
    if agenda is None or has_left(agenda):
        return ask_others(turn, "told_caller_gone")
    if not turn.context.vacancy.open:
        return _closed(turn, call)
    if is_busy(agenda, call.slot.window) or not _is_at_work(agenda, call):
        moment = booking.moment_of_recruiter(turn, call)
        return turn.tell("told_busy_then", call.slot.recruiter, *_mends(call), call=call.id, moment=moment)
    return turn


def caller_is_gone(turn: Turn) -> bool:
    """Whether who should make the booked call is not with the agency any more."""
    call = turn.conversation.call
    agenda = agenda_of(turn, call) if call else None
    return call is not None and (agenda is None or has_left(agenda))


def nobody_calls(turn: Turn) -> Turn:
    """Shortly before its time there is still nobody who makes the call: it is off, and that is said."""
    call = _to_come(turn)
    if call is None:
        return turn
    moment = booking.moment_of(turn, call.slot)
    return offer_anew(booking.cancel(turn), "caller_gone", moment=moment)


def no_sign(turn: Turn) -> Turn:
    """The time has come and there is no sign of the call: its recruiter is asked, and a colleague who is free."""
    call = _unsigned(turn)
    if call is None:
        return turn
    asked = turn.tell("told_no_sign", call.slot.recruiter, *booking.dialling(call.id), call=call.id)
    return ask_others(asked, "told_step_in")


def waiting(turn: Turn) -> Turn:
    """Still no sign: the candidate is told honestly, and may choose another moment; the call stands meanwhile.

    That others were asked is said where they were. Beside an open question there are no moments: it stays open. And
    whoever a call is sought for hears of that within minutes.
    """
    call, talk = _unsigned(turn), turn.conversation
    if call is None or talk.pending is Pending.CLAIM:
        return turn
    recruiter = turn.recruiter(call.slot.recruiter)
    values = {"recruiter": first_name(recruiter.name), "phone": readable(recruiter.phone)}
    said = say_timed(turn, "waiting_for_call", call.slot.end, **values)
    if talk.status is Status.WITH_HUMAN:
        return said
    if talk.pending in (Pending.ANSWER, Pending.CONFIRM, Pending.PHONE):
        return beside_what_is_asked(turn, said)
    lead = "waiting_moments_asked" if talk.seeking else "waiting_moments"
    return offer_soon(said.now(moving=True), lead)


def ask_how(turn: Turn) -> Turn:
    """Its time is over: how did it go? Its recruiter answers with one tap."""
    call = turn.conversation.call
    if call is None or call.status is not CallStatus.BOOKED:
        return turn
    buttons = ((button_id(Action.CLOSE, call.id, outcome), f"desk_{outcome}") for outcome in TOLD)
    return turn.tell("told_how", call.slot.recruiter, *buttons, call=call.id)


def close_unknown(turn: Turn) -> Turn:
    """Nobody said how it went, though it was asked: that is how it is kept, and nothing is said of it."""
    talk, call = turn.conversation, turn.conversation.call
    if call is None or call.status is not CallStatus.BOOKED:
        return turn
    over = replace(call, status=CallStatus.UNKNOWN, outcome=CallOutcome.UNKNOWN, sequence=call.sequence + 1)
    status = Status.DONE if talk.status is Status.BOOKED else talk.status
    return turn.now(call=over, status=status, seeking=None, moving=False).note("closed", CallOutcome.UNKNOWN)


def agenda_of(turn: Turn, call: Call) -> Agenda | None:
    """Of who makes the call."""
    return next((one for one in turn.agendas if one.recruiter.id == call.slot.recruiter), None)


def has_left(agenda: Agenda) -> bool:
    """Who left the agency has no hours any more."""
    return not agenda.recruiter.hours


def _to_come(turn: Turn) -> Call | None:
    call = turn.conversation.call
    return call if call and is_booked(turn.conversation) and call.slot.start > turn.context.now else None


def _unsigned(turn: Turn) -> Call | None:
    """The call whose time it is, without a sign; too late to say so once its time is over."""
    call, now = turn.conversation.call, turn.context.now
    due = call is not None and is_booked(turn.conversation) and call.slot.start <= now < call.slot.end
    return call if call and due and call.sign_at is None else None


def _closed(turn: Turn, call: Call) -> Turn:
    """The vacancy closed meanwhile: the candidate hears it plainly, and so does who calls; the call stands."""
    moment = booking.moment_of_recruiter(turn, call)
    told = turn.tell("told_closed_before_call", call.slot.recruiter, *_mends(call), call=call.id, moment=moment)
    name, time = first_name(turn.recruiter(call.slot.recruiter).name), booking.time_of(turn, call.slot)
    return say_timed(told, "closed_before_call", call.slot.start, recruiter=name, time=time)


def _mends(call: Call) -> tuple[tuple[str, str], ...]:
    return (
        (button_id(Action.ASK_TO_MOVE, call.id), "desk_move"),
        (button_id(Action.ASK_COLLEAGUES, call.id), "desk_ask"),
        (button_id(Action.CANCEL, call.id), "desk_cancel"),
    )


def _is_at_work(agenda: Agenda, call: Call) -> bool:
    """Whether the hours, days off and holidays of the recruiter leave room for it still."""
    hours = openings(agenda.recruiter, call.slot.start)
    return any(opening.start <= call.slot.start and call.slot.end <= opening.end for opening in hours)
