"""Where the talk stands, and how to go back there."""

from bot.courtesies import restate
from bot.model import OF_A_CALL, Pending, Status, is_booked
from bot.steps.offer_call import OfferCall
from bot.steps.step import Step
from bot.turn import Turn


def where_it_was(turn: Turn) -> Turn:
    """The open question again, or the call that stands; whether to stop is asked once only."""
    if turn.conversation.pending == Pending.SAFETY:
        return turn
    if turn.conversation.pending != Pending.NOTHING:
        return step_here(turn).repeat(turn)
    return restate(turn) if is_booked(turn.conversation) else turn


def recap(turn: Turn) -> Turn:
    """One line on where we were, for whoever comes back after a while."""
    if not turn.after_gap or is_booked(turn.conversation) or turn.conversation.pending == Pending.NOTHING:
        return turn
    return turn.say("recap")


def reopened(turn: Turn) -> Turn:
    """Somebody who had closed the talk wants a call after all."""
    step = call_step(turn)
    return turn.now(status=Status.OPEN, moving=False).go(step) if step else turn.say("closing_word")


def step_here(turn: Turn) -> Step:
    """The step that hears what comes: where the talk stands, or, of what is open about a call, which books calls."""
    about_a_call = turn.conversation.pending in OF_A_CALL
    return turn.context.script.steps[(about_a_call and call_step(turn)) or turn.conversation.step]


def call_step(turn: Turn) -> str:
    """The step that books calls: the one on which the talk stands, or the script's first; empty where it has none."""
    steps = turn.context.script.steps
    here = turn.conversation.step
    if here in steps and isinstance(steps[here], OfferCall):
        return here
    return next((name for name, step in steps.items() if isinstance(step, OfferCall)), "")
