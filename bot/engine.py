"""The one function that holds the conversation."""

from datetime import datetime, timedelta
from typing import Any

from bot import courtesies
from bot.arriving import reported
from bot.changing import replace
from bot.context import Context, Decision
from bot.doors import ask_vacancy
from bot.earlier import freed, offer_earlier
from bot.events import (
    Action,
    Blocked,
    ContactShared,
    DeliveryReported,
    Event,
    FromCandidate,
    Invited,
    MediaReceived,
    MessageReceived,
    RecruiterActed,
    SlotFreed,
    Started,
    StoppedElsewhere,
    Tapped,
    TimerFired,
    Unhandled,
    WrittenByHand,
)
from bot.excuses import excused
from bot.handing_over import with_nobody
from bot.hearing import hear, hear_first
from bot.in_person import written_by_hand
from bot.inviting import invited
from bot.manners import purpose_of
from bot.model import Candidate, Conversation, Pending, Status, is_booked
from bot.outgoing import Purpose, Say
from bot.place import step_here, where_it_was
from bot.quiet import after_quiet, is_quiet
from bot.recruiters import acted
from bot.ringing import ring
from bot.timers import ABOUT_A_CALL, set_timers
from bot.turn import Heard, Turn, in_language
from bot.walking import begin, walk

SOON = timedelta(hours=1)
ON_THE_CALL = (Action.CLAIM, Action.HAND_OVER, Action.ASK_TO_MOVE, Action.CANCEL)
"""What a recruiter does to a call that its candidate may be waiting for."""


def decide(conversation: Conversation, event: Event, context: Context) -> Decision:  # noqa: PLR0912 (one for each kind)
    """What follows from `event`; the same arguments always give the same decision.

    The conversation comes back as the same object where nothing happened that it needs to remember.
    """
    turn = Turn(conversation=conversation, candidate=_known(context.candidate, event), context=context)
    match event:
        case Started():
            turn = _started(turn, event)
        case MessageReceived() | Tapped() | ContactShared() | MediaReceived():
            turn = _came_in(turn, event)
        case Blocked():
            turn = courtesies.blocked(turn)
        case TimerFired():
            turn = ring(turn, event)
        case StoppedElsewhere():
            turn = courtesies.stopped_elsewhere(turn)
        case SlotFreed():
            turn = offer_earlier(turn, event)
        case RecruiterActed():
            turn = acted(turn, event)
        case WrittenByHand():
            turn = written_by_hand(turn)
        case Invited():
            turn = invited(turn, event)
        case DeliveryReported():
            turn = reported(turn, event)
        case Unhandled():
            return Decision(conversation=conversation, candidate=context.candidate)
        case _:
            raise TypeError(f"no way to handle {type(event).__name__}")
    if turn.conversation is conversation and not turn.outgoing and turn.candidate == context.candidate:
        return Decision(conversation=conversation, candidate=context.candidate, notes=turn.notes)
    turn = _in_peace(set_timers(with_nobody(walk(turn))), event, conversation)
    decision = excused(turn, event, conversation).decision()
    return replace(decision, freed=freed(conversation, event, decision.conversation, context.now))


def _in_peace(turn: Turn, event: Event, before: Conversation) -> Turn:
    """In quiet hours only an answer to what they just wrote goes out, or a word on the call that they wait for."""
    now, rules = turn.context.now, turn.context.rules
    if turn.context.candidate.stopped_at is not None and not isinstance(event, FromCandidate):
        # Whoever said stop hears nothing more, whatever timer rings or recruiter acts in whichever talk of theirs.
        return replace(turn, outgoing=tuple(one for one in turn.outgoing if not isinstance(one, Say)))
    purpose = Purpose.REMINDER if _on_the_call(event, before, now) else purpose_of(event, rules)
    turn = _marked(turn, purpose=purpose)
    answers = isinstance(event, FromCandidate) and now - event.at <= rules.answer_within
    if isinstance(event, RecruiterActed) and event.action is Action.ANSWER and turn.conversation.heard_at:
        answers = now - turn.conversation.heard_at <= rules.answer_within
    at_once = answers or purpose in (Purpose.REMINDER, Purpose.INVITATION)  # which was planned for a moment of its own
    if at_once or not is_quiet(now, turn.zone, rules.quiet_from, rules.quiet_until):
        return turn
    return _marked(turn, not_before=after_quiet(now, turn.zone, rules.quiet_from, rules.quiet_until))


def _marked(turn: Turn, **marks: Any) -> Turn:
    """With this said of every message to the candidate."""
    said = (replace(message, **marks) if isinstance(message, Say) else message for message in turn.outgoing)
    return replace(turn, outgoing=tuple(said))


def _on_the_call(event: Event, before: Conversation, now: datetime) -> bool:
    """Whether it is about the call that they wait for: as good as a reminder."""
    match event:
        case TimerFired():
            return event.name in ABOUT_A_CALL
        case RecruiterActed():
            return event.action in ON_THE_CALL and _waits(before, now)
        case _:
            return False


def _waits(before: Conversation, now: datetime) -> bool:
    """Whether they sit beside the phone, for a call that is due or for one that they want at once."""
    if before.pending is Pending.CLAIM:
        return True
    return before.call is not None and is_booked(before) and before.call.slot.start - now <= SOON


def _known(candidate: Candidate, event: Event) -> Candidate:
    """The candidate, with what the channel tells of them."""
    if not isinstance(event, FromCandidate):
        return candidate
    return replace(
        candidate,
        name=candidate.name or event.name,
        phone=candidate.phone or event.phone,
        verified=event.phone or candidate.verified,
        language=candidate.language or event.language,
    )


def _started(turn: Turn, event: Started) -> Turn:
    """They came through a door: a new talk begins; one that is under way goes on where it was."""
    turn = turn.know(stopped_at=None, erase_at=None).now(heard_at=event.at, undelivered="")
    talk = turn.conversation
    if not turn.context.vacancy.id:
        return ask_vacancy(turn)
    if not talk.step or talk.status == Status.STOPPED:
        return hear_first(turn.now(status=Status.OPEN, step=""), event)
    if turn.context.elsewhere is not None and talk.status != Status.WITH_HUMAN:
        turn = turn.say("topic_waits", other=in_language(turn.context.elsewhere.title, turn.language))
    if talk.status == Status.WITH_HUMAN:
        return turn
    if talk.pending == Pending.SAFETY:  # who comes in again wants to go on
        turn = turn.now(pending=talk.before, before=Pending.NOTHING, buttons=())
    if talk.status == Status.BOOKED:
        return where_it_was(turn)
    if talk.status == Status.OPEN and turn.context.vacancy.open:
        return _back(turn, event)
    return begin(turn.now(status=Status.OPEN, step=""))


def _back(turn: Turn, event: Started) -> Turn:
    """The open question again; where the script lets time pass, it goes on as with any word of theirs."""
    step = step_here(turn)
    if turn.conversation.pending != Pending.NOTHING:
        return step.repeat(turn.say("recap"))
    if step.waits:
        return step.hear(turn, Heard(event=event.id, at=event.at))
    return begin(turn.now(step=""))


def _came_in(turn: Turn, event: MessageReceived | Tapped | ContactShared | MediaReceived) -> Turn:
    if turn.candidate.stopped_at is not None:
        return _after_stop(turn, event)
    turn = turn.now(undelivered="") if turn.conversation.undelivered else turn
    if not turn.context.vacancy.id or not turn.conversation.step:
        return hear_first(turn, event)
    return hear(turn, event)


def _after_stop(turn: Turn, event: FromCandidate) -> Turn:
    """Silence, until they themselves ask to go on."""
    if not isinstance(event, MessageReceived) or not courtesies.wants_back(event.text):
        return turn
    turn = turn.know(stopped_at=None, erase_at=None).now(heard_at=event.at, status=Status.OPEN, step="")
    return begin(turn) if turn.context.vacancy.id else ask_vacancy(turn)
