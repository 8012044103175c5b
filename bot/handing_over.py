"""From the assistant to a person, and back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.agenda import openings
from bot.model import HandOver, Pending, Status, is_booked
from bot.speaking import long_moment
from bot.turn import Turn

MOST_MISSES = 2
"""So often the assistant asks again what it did not understand; then a person takes over."""
IN_ONES_OWN_TIME = (Status.DONE, Status.DECLINED, Status.LATER)
"""Where nothing is waited for: a talk that a recruiter took up from there goes back there."""


def to_human(turn: Turn, reason: str = "human_wanted", until: datetime | None = None) -> Turn:
    """The recruiter is told; the assistant is silent until the talk is handed back. `until` is what was promised."""
    told = turn.tell(reason, text=turn.heard.text if turn.heard else "")
    return silent(told, HandOver(reason=reason, recruiter=turn.recruiter().id, since=_since(turn), until=until))


def to_look_at(turn: Turn, reason: str) -> Turn:
    """The recruiter is told, and looks at the talk; meanwhile it stays with the assistant."""
    told = turn.tell(reason, text=turn.heard.text if turn.heard else "")
    return told.now(person=HandOver(reason=reason, recruiter=turn.recruiter().id, since=_since(turn)))


def missed(turn: Turn, ask: Callable[[Turn, int], Turn]) -> Turn:
    """Not understood: `ask` puts the question again, in words that may differ with how often that was by now.

    The second time a recruiter is told, and then takes it over.
    """
    misses = turn.conversation.misses + 1
    turn = turn.now(misses=misses).note("not_understood")
    if misses > MOST_MISSES:
        return to_human(turn.say("give_up"), "told_lost")
    asked = ask(turn, misses)
    unclear = misses == MOST_MISSES
    return asked.tell("told_unclear", text=turn.heard.text if turn.heard else "") if unclear else asked


def silent(turn: Turn, person: HandOver) -> Turn:
    """The talk is with a person; what was waited for is remembered for when it is handed back."""
    talk = turn.conversation
    if talk.status != Status.WITH_HUMAN:
        waited = talk.before if talk.pending == Pending.SAFETY else talk.pending
        was = talk.status if talk.status in IN_ONES_OWN_TIME else Status.OPEN
        turn = turn.now(before=waited).note("handed_over", person.reason)
        person = replace(person, was=was)
    return turn.now(status=Status.WITH_HUMAN, pending=Pending.NOTHING, buttons=(), person=person)


def heard_by_person(turn: Turn, text: str) -> Turn:
    """What the candidate writes reaches who is with them, and waits for an answer again."""
    person = turn.conversation.person
    if person and person.answered_at:
        turn = turn.now(person=replace(person, since=_since(turn), answered_at=None))
    return turn.tell("told_wrote", person.recruiter if person else "", text=text)


def with_nobody(turn: Turn) -> Turn:
    """What was settled otherwise needs no person any more: nobody is asked to look at it."""
    talk = turn.conversation
    awaited = talk.status == Status.WITH_HUMAN or talk.pending == Pending.SAFETY
    return turn if awaited or talk.person is None else turn.now(person=None)


def handed_back(turn: Turn) -> Turn:
    """The assistant says that it is back, and where the talk is; the caller asks again what was asked."""
    talk, person = turn.conversation, turn.conversation.person
    was = person.was if person else Status.OPEN
    status = Status.BOOKED if is_booked(replace(talk, status=Status.BOOKED)) else was
    kept = turn.now(status=status, pending=talk.before, before=Pending.NOTHING, person=None, misses=0, buttons=())
    back = kept.say("handed_back")
    return back.say("recap") if status == Status.OPEN and turn.context.vacancy.id else back


def answered_by(turn: Turn) -> datetime:
    """By when a person will answer: so much of the recruiter's opening hours from now."""
    now, left = turn.context.now, turn.context.rules.human_answers_within
    for opening in openings(turn.recruiter(), now):
        start = max(opening.start, now)
        if opening.end - start >= left:
            return _to_quarter(start + left)
        left -= max(opening.end - start, timedelta())
    return now + timedelta(days=1)


def in_words(turn: Turn, moment: datetime) -> str:
    """The moment as the candidate reads it."""
    return long_moment(moment, turn.zone_at(moment), turn.language, turn.context.sayings, turn.context.now)


def _since(turn: Turn) -> datetime:
    return turn.heard.at if turn.heard else turn.context.now


def _to_quarter(moment: datetime) -> datetime:
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not past else moment - past + timedelta(minutes=15)
