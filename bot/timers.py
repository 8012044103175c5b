"""Timers are state: what rings when, set anew with every change."""

from datetime import datetime, timedelta

from bot.model import AFTER, CallStatus, Pending, Status
from bot.quiet import after_quiet
from bot.turn import Turn

NUDGE = "nudge"
PROMISE = "promise"
"""A person's answer was promised by then."""
NUDGES_AFTER = (timedelta(hours=20), timedelta(days=3))
TOO_SOON = timedelta(hours=2)
"""A reminder a day ahead that would come this soon after the booking says nothing new."""


def set_timers(turn: Turn) -> Turn:
    """The timers that this state of the talk calls for; all others are gone."""
    timers = call_timers(turn) | nudge_timer(turn) | promise_timer(turn)
    return turn if timers == dict(turn.conversation.timers) else turn.now(timers=timers)


def call_timers(turn: Turn) -> dict[str, datetime]:
    """Reminders of the booked call and the word afterwards; one that already rang is not set again."""
    call, rung = turn.conversation.call, set(turn.conversation.rung)
    if call is None or call.status != CallStatus.BOOKED or turn.conversation.status == Status.DONE:
        return {}
    if turn.conversation.pending == Pending.SAFETY:  # they may have asked to hear nothing more
        return {}
    ahead = {name: call.slot.start - before for name, before in turn.context.rules.reminders.items()}
    coming = {
        name: at
        for name, at in ahead.items()
        if name not in rung and (name in turn.conversation.timers or at > turn.context.now)
    }
    afterwards = quietly(turn, call.slot.end + turn.context.rules.thanks_after)
    return coming | ({AFTER: afterwards} if AFTER not in rung else {})


def nudge_timer(turn: Turn) -> dict[str, datetime]:
    """The next nudge to somebody whose answer we wait for; at most two, ever, and never in quiet hours."""
    talk = turn.conversation
    waiting = talk.status == Status.OPEN and talk.pending not in (Pending.NOTHING, Pending.SAFETY)
    if not waiting or talk.nudges >= min(turn.context.rules.most_nudges, len(NUDGES_AFTER)):
        return {}
    since = talk.heard_at or talk.reached_at
    if since is None:  # our first word has not arrived: they have not been silent yet
        return {}
    step = turn.context.script.steps.get(talk.step)
    own = step.nudge.after if step and step.nudge and talk.nudges == 0 else NUDGES_AFTER[talk.nudges]
    return {NUDGE: quietly(turn, max(since + own, turn.context.now))}


def promise_timer(turn: Turn) -> dict[str, datetime]:
    """When a promised answer is due that nobody has given yet."""
    person = turn.conversation.person
    if turn.conversation.status != Status.WITH_HUMAN or person is None or person.until is None:
        return {}
    if person.answered_at or person.owned_up:
        return {}
    return {PROMISE: quietly(turn, max(person.until, turn.context.now))}


def quietly(turn: Turn, moment: datetime) -> datetime:
    """`moment`, or the first one after the candidate's quiet hours."""
    rules = turn.context.rules
    return after_quiet(moment, turn.zone, rules.quiet_from, rules.quiet_until)
