"""Other moments for a call that can't be, or was not: a word on what happened, and what is free."""

from dataclasses import replace

from bot import booking
from bot.choosing import MOST_OFFERED
from bot.model import Call, Pending, Status, Wish, is_booked, is_held
from bot.turn import Turn, first_name, say_timed
from bot.windows import Window, Windows, merge

FEW = 2
"""Moments that are offered to who did not ask for any: a choice, and no list to read."""


def offer_anew(turn: Turn, name: str, most: int = MOST_OFFERED, **values: str) -> Turn:
    """The sentence of that name, in the form that may open a closed window too, and then the nearest free moments.

    WhatsApp's window may be closed: the word alone then goes out. The call's own moment is not among the others.
    Unless a call still stands, the talk is open again.
    """
    call = turn.conversation.call
    if is_held(turn.conversation):
        return _told(turn, name, call, **values)
    if _is_over(turn):
        return _closed(turn, call)
    turn = turn if is_booked(turn.conversation) else turn.now(status=Status.OPEN)
    said = say_timed(turn, name, **{"recruiter": _caller(turn, call), **values})
    wish = replace(turn.conversation.wanted, windows=(), exclude=_but(turn, call))
    return booking.nearest(said.now(wanted=wish), "propose", most)


def _told(turn: Turn, name: str, call: Call | None, **values: str) -> Turn:
    """The word alone to whom the assistant holds back from; when else is asked once it goes on."""
    over = _is_over(turn)
    waits = turn.now(before=Pending.NOTHING if over else Pending.MOMENT)
    if turn.conversation.status is not Status.WITH_HUMAN and not is_booked(turn.conversation):
        waits = waits.now(status=Status.OPEN)
    return say_timed(waits, "closed_since" if over else name, **{"recruiter": _caller(turn, call), **values})


def offer_soon(turn: Turn, lead: str, *more: tuple[str, str], **values: str) -> Turn:
    """The soonest free moments, in one message with what `lead` says; `more` are buttons beside them."""
    if _is_over(turn):
        return _closed(turn, turn.conversation.call)
    now = turn.context.now
    wish = Wish(
        windows=(Window(now, now),), text=turn.conversation.wanted.text, said_at=turn.conversation.wanted.said_at
    )
    return booking.nearest(turn.now(wanted=wish), lead, FEW, *more, **values)


def _is_over(turn: Turn) -> bool:
    """Whether the vacancy closed meanwhile; a call that stands may still be moved."""
    return not turn.context.vacancy.open and not is_booked(turn.conversation)


def _closed(turn: Turn, call: Call | None) -> Turn:
    """No call came of it, and for a vacancy that is closed none is sought: said plainly, and a person can be asked."""
    return booking.over(say_timed(turn, "closed_since", recruiter=_caller(turn, call)))


def _caller(turn: Turn, call: Call | None) -> str:
    return first_name(turn.recruiter(call.slot.recruiter if call else "").name)


def _but(turn: Turn, call: Call | None) -> Windows:
    """What is ruled out, and the moment of the call that is off, or to be moved: it is nobody's wish any more."""
    gone = (call.slot.window,) if call and call.slot.end > turn.context.now else ()
    return merge((*turn.conversation.wanted.exclude, *gone))
