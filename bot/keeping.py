"""Whether somebody's data may be kept for a year: asked once, where a talk ends well, and theirs to answer."""

from datetime import timedelta

from bot.model import Conversation
from bot.turn import Turn
from bot.understanding.understood import Intent

YES, NO = "keep", "dont_keep"
SAID = {Intent.AFFIRM: True, Intent.DENY: False, Intent.NOT_INTERESTED: False}
"""In their own words."""
A_YEAR = timedelta(days=365)
LATELY = timedelta(hours=24)
"""Who did not write for longer is left in peace, and may not be reached by free words any more."""


def ask_to_keep(turn: Turn) -> Turn:
    """The question, to who was here lately and was never asked."""
    heard_at, known = turn.conversation.heard_at, turn.candidate
    if known.keep_asked_at or known.stopped_at or heard_at is None or turn.context.now - heard_at > LATELY:
        return turn
    asked = turn.know(keep_asked_at=turn.context.now)
    return asked.say("ask_keep", (YES, "button_keep"), (NO, "button_dont_keep"))


def is_asked(talk: Conversation) -> bool:
    """Whether that is the question that stands open."""
    return any(button.id.endswith(f".{YES}") for button in talk.buttons)


def answered(turn: Turn, yes: bool) -> Turn:
    """What they said is kept with the day on which it ends; a no is as good as a yes."""
    now = turn.context.now
    known = turn.know(keep_until=now + A_YEAR if yes else None).now(buttons=())
    return known.say("kept_a_year" if yes else "kept_no_longer").note("consent", "a year" if yes else "28 days")
