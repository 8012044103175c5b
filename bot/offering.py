"""Other moments for a call that can't be, or was not: a word on what happened, and what is free."""

from dataclasses import replace

from bot import booking
from bot.choosing import MOST_OFFERED
from bot.model import Wish
from bot.turn import Turn, first_name, template, templated
from bot.windows import Window

FEW = 2
"""Moments that are offered to who did not ask for any: a choice, and no list to read."""


def offer_anew(turn: Turn, name: str, most: int = MOST_OFFERED, **values: str) -> Turn:
    """The sentence of that name, in the form that may open a closed window too, and then the nearest free moments.

    WhatsApp's window may be closed: the word alone then goes out.
    """
    call = turn.conversation.call
    recruiter = first_name(turn.recruiter(call.slot.recruiter if call else "").name)
    filled = {"recruiter": recruiter, **values}
    said = templated(turn.say(name, **filled), template(name, turn, **filled))
    return booking.nearest(said.now(wanted=replace(said.conversation.wanted, windows=())), "propose", most)


def offer_soon(turn: Turn, lead: str, *more: tuple[str, str], **values: str) -> Turn:
    """The soonest free moments, in one message with what `lead` says; `more` are buttons beside them."""
    now = turn.context.now
    wish = Wish(
        windows=(Window(now, now),), text=turn.conversation.wanted.text, said_at=turn.conversation.wanted.said_at
    )
    return booking.nearest(turn.now(wanted=wish), lead, FEW, *more, **values)
