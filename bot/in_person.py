"""What follows when a recruiter talks with a candidate themselves, and gives the talk back."""

from dataclasses import replace

from bot.events import Action, RecruiterActed
from bot.handing_over import handed_back, silent
from bot.model import HandOver, Pending, Recruiter, Status, is_booked
from bot.outgoing import Say
from bot.place import step_here, where_it_was
from bot.turn import Turn, first_name, say_timed

TAKEN_OVER = "taken_over"
"""Why the talk is with a person: nobody asked for one, a recruiter wrote."""
LONGEST_ANSWER = 1000
"""Of a recruiter's message; with their name it fits every channel."""


def acted(turn: Turn, event: RecruiterActed) -> Turn:
    """They wrote, asked the candidate to write, or gave the talk back."""
    match event.action:
        case Action.ANSWER:
            return _answer(turn, event)
        case Action.KNOCK:
            return _knock(turn, event)
        case _:
            return _hand_back(turn)


def written_by_hand(turn: Turn) -> Turn:
    """A person of the agency wrote from the channel itself: the talk is with its recruiter, and nothing is added."""
    talk = turn.conversation
    if not talk.step or turn.candidate.stopped_at is not None or talk.status == Status.STOPPED:
        return turn
    return _with(turn, turn.recruiter()).note("written_by_hand")


def _answer(turn: Turn, event: RecruiterActed) -> Turn:
    """Their words go out under their name; the assistant is silent from here on. Nothing for who said stop."""
    who, text = _who(turn, event), event.text.strip()[:LONGEST_ANSWER]
    if who is None or not text:
        return turn
    return _with(turn, who).send(Say(text=f"{text}\n– {who.name}", by=who.id))


def _knock(turn: Turn, event: RecruiterActed) -> Turn:
    """The candidate is asked to write back, in the words that WhatsApp approved."""
    who = _who(turn, event)
    if who is None:
        return turn
    return say_timed(_with(turn, who), "knock", recruiter=first_name(who.name))


def _hand_back(turn: Turn) -> Turn:
    """The assistant goes on where the talk was; an unsure safety case that a person has looked at goes on, too."""
    talk = turn.conversation
    if talk.status != Status.WITH_HUMAN and (talk.pending != Pending.SAFETY or talk.person is None):
        return turn
    if talk.status != Status.WITH_HUMAN:
        looked_at = turn.now(pending=talk.before, before=Pending.NOTHING, buttons=(), person=None)
        return where_it_was(looked_at.say("going_on"))
    back = handed_back(turn)
    here = back.conversation
    if here.status == Status.OPEN and not turn.context.vacancy.open:
        return turn.now(status=Status.DONE, before=Pending.NOTHING).say("vacancy_closed")
    begun = here.step in turn.context.script.steps
    if here.pending == Pending.NOTHING and (is_booked(here) or here.status != Status.OPEN or not begun):
        return where_it_was(back)
    return step_here(back).repeat(back) if begun else back


def _who(turn: Turn, event: RecruiterActed) -> Recruiter | None:
    """Who writes, where they may: one of the talk's recruiters, to somebody who wants to hear from us."""
    if turn.candidate.stopped_at is not None or turn.conversation.status == Status.STOPPED:
        return None
    known = [agenda.recruiter for agenda in turn.context.agendas]
    return next((one for one in known if one.id == event.recruiter), None)


def _with(turn: Turn, who: Recruiter) -> Turn:
    """The talk is with them, and they have written."""
    now, person = turn.context.now, turn.conversation.person
    asked = person or HandOver(reason=TAKEN_OVER, recruiter=who.id, since=now)
    return silent(turn, replace(asked, recruiter=who.id, until=None, answered_at=now))
