"""Somebody is sought who makes a call: those who are free are asked, and the first who claims it has it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import booking
from bot.agenda import Agenda, has_call, is_open
from bot.desk import button_id
from bot.dossier import dossier
from bot.events import Action
from bot.model import Pending, Seeking, Slot, Status, is_booked
from bot.offering import offer_soon
from bot.speaking import language_name
from bot.turn import Heard, Turn, first_name
from bot.understanding.understood import Intent


def wants_now(heard: Heard | None) -> bool:
    """Whether they asked, in so many words, to be called at once."""
    if heard is None or heard.understood is None or not heard.understood.sure:
        return False
    windows = heard.understood.moment.windows
    return heard.understood.intent is Intent.CALL_NOW and (not windows or heard.at in windows[0])


def call_now(turn: Turn) -> Turn | None:
    """The free recruiters are asked, once there is a number to call; None where nobody can call now."""
    now = turn.context.now
    asked = _free(turn, now)
    if not asked:
        return None
    turn = turn.now(offered=(), chosen=None, buttons=(), misses=0)
    if not turn.candidate.phone:
        told = turn.now(pending=Pending.PHONE, seeking=Seeking(since=now))
        return told.speak(told.phrase("ask_phone_now"), ask_phone=told.phrase("share_phone"))
    turn = turn.now(pending=Pending.CLAIM, seeking=Seeking(since=now, asked=asked)).note("call_now")
    for recruiter in asked:
        button = (button_id(Action.CLAIM, turn.conversation.id), "desk_claim")
        spoken = language_name(turn.language, turn.tongue(recruiter))
        turn = turn.tell("told_call_now", recruiter, button, language=spoken)
    return turn.say("seeking")


def ask_others(turn: Turn, news: str) -> Turn:
    """Whoever of the pool is free at the booked call's time, its own recruiter apart, is asked to make it."""
    call = turn.conversation.call
    if call is None:
        return turn
    asked = tuple(id for id in _free(turn, _starts(turn)) if id != call.slot.recruiter)
    turn = turn.now(seeking=Seeking(since=turn.context.now, asked=asked) if asked else None)
    owner = turn.recruiter(call.slot.recruiter).name
    for recruiter in asked:
        button = (button_id(Action.CLAIM, turn.conversation.id), "desk_claim")
        moment = booking.moment_of_recruiter(turn, replace(call, slot=replace(call.slot, recruiter=recruiter)))
        turn = turn.tell(news, recruiter, button, call=call.id, other=owner, moment=moment)
    return turn.note("asked_others", str(len(asked)))


def claim(turn: Turn, recruiter: str) -> Turn:
    """The first who claims has the call; who comes later, or has another call then, is told."""
    talk = turn.conversation
    agenda = next((one for one in turn.agendas if one.recruiter.id == recruiter), None)
    if agenda is None:
        return turn
    if talk.seeking is None or recruiter not in talk.seeking.asked:
        return _too_late(turn, recruiter)
    minutes = timedelta(minutes=agenda.recruiter.call_minutes)
    slot = Slot(_starts(turn), _starts(turn) + minutes, recruiter)
    if has_call(agenda, slot.window):
        return turn.tell("told_claim_clash", recruiter)
    others = [one for one in talk.seeking.asked if one != recruiter]
    at_once = slot.start <= turn.context.now
    taken = booking.book(turn, slot, booking.AT_ONCE if at_once else "").note("claimed", recruiter)
    return told_claimed(taken, others, agenda.recruiter.name)


def told_claimed(turn: Turn, recruiters: Sequence[str], other: str) -> Turn:
    """Who was asked hears that somebody makes the call."""
    for recruiter in recruiters:
        turn = turn.tell("told_claimed", recruiter, other=other)
    return turn


def unclaimed(turn: Turn) -> Turn:
    """Nobody could call at once: an apology, and two near moments; a call that was booked before stands."""
    if turn.conversation.pending is not Pending.CLAIM:
        return turn
    turn = turn.now(seeking=None, pending=Pending.NOTHING)
    if is_booked(turn.conversation):
        call = turn.conversation.call
        moment = booking.moment_of(turn, call.slot) if call else ""
        return turn.say("nobody_now_booked", *booking.MOVABLE, moment=moment)
    return offer_soon(turn.now(status=Status.OPEN), "nobody_now")


def _too_late(turn: Turn, recruiter: str) -> Turn:
    call = turn.conversation.call if is_booked(turn.conversation) else None
    if call and call.slot.recruiter == recruiter:
        return turn.tell(
            "call_claimed", recruiter, *booking.dialling(call.id), call=call.id, dossier=dossier(turn, call)
        )
    other = first_name(turn.recruiter(call.slot.recruiter).name) if call else ""
    return turn.tell("told_too_late" if call else "told_not_sought", recruiter, other=other)


def _starts(turn: Turn) -> datetime:
    """When who claims it would call: at the booked time where that is to come, else at once."""
    now, call = turn.context.now.replace(second=0, microsecond=0), turn.conversation.call
    sought_now = turn.conversation.pending is Pending.CLAIM or call is None or not is_booked(turn.conversation)
    return now if sought_now or call is None else max(call.slot.start, now)


def _free(turn: Turn, start: datetime) -> tuple[str, ...]:
    """Who is open, not busy and without a call then; of those who speak the language where anybody does."""
    start = start.replace(second=0, microsecond=0)

    def could(agenda: Agenda) -> bool:
        recruiter = agenda.recruiter
        slot = Slot(start, start + timedelta(minutes=recruiter.call_minutes), recruiter.id)
        return is_open(agenda, slot, turn.context.now)

    pool = turn.context.vacancy.recruiters
    return tuple(agenda.recruiter.id for agenda in turn.speakers if agenda.recruiter.id in pool and could(agenda))
