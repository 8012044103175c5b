"""What follows from a platform's word on a message of ours: it arrived, or it did not."""

from bot.courtesies import blocked
from bot.events import DeliveryReported
from bot.model import Pending, Status
from bot.turn import Turn
from bot.undelivered import OPT_OUTS, cause_of

ARRIVED = ("delivered", "read")
FAILED = ("failed", "undelivered")


def reported(turn: Turn, event: DeliveryReported) -> Turn:
    """Only what arrived can have been left unanswered; what did not is seen by the recruiter, and is no silence."""
    if event.status in ARRIVED:
        return _arrived(turn, event)
    return _failed(turn, event) if event.status in FAILED else turn


def _arrived(turn: Turn, event: DeliveryReported) -> Turn:
    talk = turn.conversation
    if talk.heard_at is not None or talk.reached_at is not None:
        return turn.now(undelivered="") if talk.undelivered else turn
    return turn.now(reached_at=event.at, undelivered="").note("reached")


def _failed(turn: Turn, event: DeliveryReported) -> Turn:
    talk, cause = turn.conversation, cause_of(event.code)
    noted = turn.now(undelivered=cause.value).note("undelivered", cause)
    if cause in OPT_OUTS:
        return noted if talk.status == Status.STOPPED else blocked(noted)
    if talk.heard_at is None and talk.reached_at is None:  # our first word: whoever writes one day begins anew
        return noted.now(step="", pending=Pending.NOTHING, buttons=())
    if talk.undelivered == cause:
        return noted
    return noted.tell("told_undelivered", why=turn.context.sayings.say(f"undelivered_{cause}", turn.tongue()))
