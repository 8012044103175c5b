"""What a timer that rings has to say."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot import booking, promises
from bot.dossier import dossier
from bot.events import TimerFired
from bot.inviting import follow_up
from bot.keeping import ask_to_keep
from bot.model import AFTER, Call, CallStatus, Pending, Status
from bot.outgoing import Say
from bot.phones import readable
from bot.place import call_step, step_here
from bot.quiet import is_quiet
from bot.seeking import unclaimed
from bot.steps.offer_call import OfferCall
from bot.steps.wait import Wait
from bot.templates import as_template, wording_of
from bot.timers import CHECK, HOW, NO_SIGN, NUDGE, PROMISE, SOUGHT, TOO_SOON, UNKNOWN, WAITING
from bot.turn import Turn, beside_what_is_asked, first_name, in_language, joined, say_timed, template, templated
from bot.walking import walk


def ring(turn: Turn, event: TimerFired) -> Turn:
    """One timer, if it is still set and due; a stale one says nothing."""
    due = turn.conversation.timers.get(event.name)
    if due is None or due > turn.context.now:
        return turn
    left = {name: at for name, at in turn.conversation.timers.items() if name != event.name}
    turn = turn.now(timers=left, rung=(*turn.conversation.rung, event.name)).note("rang", event.name)
    kind = KINDS.get(event.name)
    return kind(turn) if kind else _remind(turn, event.name)


def _remind(turn: Turn, name: str) -> Turn:
    """The booked call, with who will call and from which number; one that comes too late says nothing."""
    call = turn.conversation.call
    if call is None or call.status != CallStatus.BOOKED or call.slot.start <= turn.context.now:
        return turn
    if name == "reminder_day" and call.slot.start - turn.context.now < TOO_SOON:
        return turn
    if promises.caller_is_gone(turn):
        return promises.nobody_calls(turn) if name == "reminder_soon" else turn
    recruiter = turn.recruiter(call.slot.recruiter)
    values = {
        "recruiter": first_name(recruiter.name),
        "moment": booking.moment_of(turn, call.slot),
        "time": booking.time_of(turn, call.slot),
        "phone": readable(recruiter.phone),
    }
    said = beside_what_is_asked(turn, say_timed(turn, name, call.slot.start, **values))
    return _prepare(said, call) if name == "reminder_soon" else said


def _prepare(turn: Turn, call: Call) -> Turn:
    """Who calls reads what to read before dialling, and can say with one tap that they do."""
    buttons = booking.dialling(call.id)
    return turn.tell("told_soon", call.slot.recruiter, *buttons, call=call.id, dossier=dossier(turn, call))


def _nudge(turn: Turn) -> Turn:
    """A friendly word to somebody who did not answer; never in quiet hours, where it waits."""
    talk, rules = turn.conversation, turn.context.rules
    step = turn.context.script.steps.get(talk.step)
    rests = talk.pending == Pending.NOTHING
    if talk.status != Status.OPEN or not turn.context.vacancy.open or (rests and not isinstance(step, Wait)):
        return turn
    if is_quiet(turn.context.now, turn.zone, rules.quiet_from, rules.quiet_until):
        return turn.now(rung=tuple(name for name in talk.rung if name != NUDGE))
    counted = turn.now(nudges=talk.nudges + 1, rung=tuple(name for name in talk.rung if name != NUDGE))
    if rests and isinstance(step, Wait):
        return _after_wait(counted, step)
    if talk.pending == Pending.PHONE:
        asked = counted.speak(counted.phrase("nudge_phone"), ask_phone=counted.phrase("share_phone"))
        return templated(asked, template("nudge_phone", asked))
    return _own_nudge(counted) or say_timed(counted, "nudge").now(buttons=talk.buttons)


def _after_wait(turn: Turn, wait: Wait) -> Turn:
    """On to the next step: in one message without buttons, as a nudge is, though its answers count."""
    gone = walk(turn.go(wait.next))
    outgoing, form = joined(gone.outgoing), follow_up(turn, wait)
    says = [message for message in outgoing if isinstance(message, Say)]
    if form is None or len(says) != 1:
        return gone
    said = replace(says[0], buttons=(), template=form)
    return replace(gone, outgoing=tuple(said if message is says[0] else message for message in outgoing))


def _own_nudge(turn: Turn) -> Turn | None:
    """The first nudge in the words that the script has for this step."""
    step = step_here(turn)
    if step.nudge is None or turn.conversation.nudges > 1:
        return None
    wording = in_language(step.nudge.text, turn.language)
    form = as_template("nudge", turn.language, wording, turn.variables())
    return templated(turn.speak(turn.fill(wording)).now(buttons=turn.conversation.buttons), form)


def _takes_longer(turn: Turn) -> Turn:
    """Nobody answered in the promised time: owned up to, once, and the recruiter is told again; not in quiet hours."""
    talk, rules = turn.conversation, turn.context.rules
    unrung = turn.now(rung=tuple(name for name in talk.rung if name != PROMISE))
    if talk.person is None or is_quiet(turn.context.now, turn.zone, rules.quiet_from, rules.quiet_until):
        return unrung
    owned = unrung.now(person=replace(talk.person, owned_up=True)).note("promise_missed")
    who = first_name(turn.recruiter(talk.person.recruiter).name)
    return say_timed(owned, "promise_missed", recruiter=who).tell("told_waiting", talk.person.recruiter)


def _afterwards(turn: Turn) -> Turn:
    """The word of thanks; not after a call that was missed."""
    talk = turn.conversation
    if talk.call is None or talk.call.status not in (CallStatus.BOOKED, CallStatus.HELD):
        return turn
    if talk.moving and talk.call.sign_at is None:
        # As far as we know nobody called, and other moments are on offer: there is nothing to give thanks for.
        return turn.now(moving=False, seeking=None, status=Status.OPEN if talk.status is Status.BOOKED else talk.status)
    return thanks(turn)


def thanks(turn: Turn) -> Turn:
    """What the script says after a call; the talk is done."""
    step = turn.context.script.steps.get(call_step(turn))
    own = in_language(step.thanks, turn.language) if isinstance(step, OfferCall) and step.thanks else ""
    wording = own or wording_of("thanks", turn.language, turn.context.script, turn.context.sayings)
    text = turn.fill(wording)
    done = turn.now(
        status=Status.DONE, pending=Pending.NOTHING, buttons=(), moving=False, rung=(*turn.conversation.rung, AFTER)
    )
    form = as_template("thanks", turn.language, wording, turn.variables())
    return ask_to_keep(templated(done.speak(text), form))


KINDS: Mapping[str, Callable[[Turn], Turn]] = {
    NUDGE: _nudge,
    AFTER: _afterwards,
    CHECK: promises.check,
    NO_SIGN: promises.no_sign,
    WAITING: promises.waiting,
    HOW: promises.ask_how,
    UNKNOWN: promises.close_unknown,
    SOUGHT: unclaimed,
    PROMISE: _takes_longer,
}
"""All that rings, and is no reminder."""
