"""Timers are state: what rings when, set anew with every change."""

from datetime import datetime, timedelta

from bot.model import AFTER, Call, CallStatus, Pending, Status
from bot.outgoing import Say
from bot.place import step_here
from bot.quiet import after_quiet
from bot.turn import Turn

NUDGE = "nudge"
PROMISE = "promise"
"""A person's answer was promised by then."""
NUDGES_AFTER = (timedelta(hours=20), timedelta(days=3))
TOO_SOON = timedelta(hours=2)
"""A reminder a day ahead that would come this soon after the booking says nothing new."""

CHECK, NO_SIGN, WAITING = "check", "no_sign", "waiting"
"""Of a booked call: looked at once more, looked for, and the candidate told that there is no sign of it."""
HOW, UNKNOWN = "how_was_it", "unknown"
"""Its recruiter is asked how it went, and it is closed without an answer."""
SOUGHT = "sought"
"""Nobody has claimed the call that somebody wants now."""
ABOUT_A_CALL = (CHECK, NO_SIGN, WAITING, SOUGHT)
"""They say something to who waits for a call, and so in quiet hours too, as reminders do."""
SILENT = (CHECK, UNKNOWN)
"""They rarely have anything to say."""


def set_timers(turn: Turn) -> Turn:
    """The timers that this state of the talk calls for; all others are gone."""
    timers = call_timers(turn) | seeking_timer(turn) | nudge_timer(turn) | promise_timer(turn)
    return turn if timers == dict(turn.conversation.timers) else turn.now(timers=timers)


def call_timers(turn: Turn) -> dict[str, datetime]:
    """What the booked call waits for, before and after its time; what already rang is not set again."""
    talk, rules = turn.conversation, turn.context.rules
    call = talk.call
    if call is None or call.status is not CallStatus.BOOKED:
        return {}
    over = {HOW: call.slot.end, UNKNOWN: call.slot.end + rules.unknown_after}
    # Who may have asked to hear nothing more is told nothing until that is clear.
    if talk.status is not Status.DONE and talk.pending is not Pending.SAFETY:
        over |= _promised(turn, call) | {AFTER: quietly(turn, call.slot.end + rules.thanks_after)}
    return {name: at for name, at in over.items() if name not in talk.rung}


def seeking_timer(turn: Turn) -> dict[str, datetime]:
    """By when who wants to be called now hears of it."""
    talk = turn.conversation
    if talk.pending is not Pending.CLAIM or talk.seeking is None:
        return {}
    return {SOUGHT: talk.seeking.since + turn.context.rules.claimed_within}


def _promised(turn: Turn, call: Call) -> dict[str, datetime]:
    """Reminders and the look ahead, where there is time for them still; and, without a sign of the call, the looks."""
    rules, start = turn.context.rules, call.slot.start
    ahead = {name: start - before for name, before in rules.reminders.items()} | {CHECK: start - rules.checked_ahead}
    timers = turn.conversation.timers
    coming = {name: at for name, at in ahead.items() if name in timers or at > turn.context.now}
    unsigned = {NO_SIGN: start + rules.no_sign_after, WAITING: start + rules.waiting_after}
    return coming | ({} if call.sign_at else unsigned)


def nudge_timer(turn: Turn) -> dict[str, datetime]:
    """The next nudge to somebody whose answer we wait for; at most two, ever, and never in quiet hours."""
    talk = turn.conversation
    step = step_here(turn) if talk.step in turn.context.script.steps else None
    waits = step.waits if step and talk.pending == Pending.NOTHING else None
    waiting = talk.status == Status.OPEN and (waits or talk.pending not in (Pending.NOTHING, Pending.SAFETY))
    if (
        not waiting
        or not turn.context.vacancy.open
        or talk.nudges >= min(turn.context.rules.most_nudges, len(NUDGES_AFTER))
    ):
        return {}
    heard, now = talk.heard_at or talk.reached_at, turn.context.now
    if heard is None:  # our first word has not arrived: they have not been silent yet
        return {}
    own = waits or (step.nudge.after if step and step.nudge and talk.nudges == 0 else NUDGES_AFTER[talk.nudges])
    # What we said last was not always an answer: a nudge on its heels would be a second word before they had the time.
    says = any(isinstance(message, Say) for message in turn.outgoing)
    said = now if says else talk.said_at or now
    soonest = said + min(own, NUDGES_AFTER[0])
    return {NUDGE: quietly(turn, max(heard + own, soonest, now))}


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
    return after_quiet(moment, turn.zone_at(moment), rules.quiet_from, rules.quiet_until)
