"""From a moment that suits to a call in a recruiter's queue, and what becomes of it."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import agenda, choosing, two_readings
from bot.changing import replace
from bot.desk import button_id
from bot.dossier import dossier
from bot.events import Action
from bot.handing_over import to_human
from bot.model import Call, CallStatus, Pending, Slot, Status, Wish, is_awaited, is_booked, is_held
from bot.outgoing import ContactCard, Invite, Say
from bot.phones import readable
from bot.speaking import (
    clock_time,
    language_name,
    languages_named,
    listed,
    long_moment,
    plain_moment,
    short_moment,
)
from bot.templates import TIMED
from bot.turn import Turn, first_name, say_timed, speaks
from bot.understanding.understood import MomentReading
from bot.windows import Window, Windows, intersect, merge, subtract

POINT = timedelta(minutes=30)
WORKING_DAYS = 5
WHOLE_DAY = timedelta(hours=8)
CALLED = TIMED["waiting_for_call"]
MOVABLE = TIMED["other_caller"]
"""What can be done about a call that stands."""
AT_ONCE = "calls_now"
"""The sentence for a candidate whose phone will ring in a moment."""


def propose(turn: Turn, reading: MomentReading, text: str) -> Turn:
    """One free slot that fits is read back; of several, three are offered; of none, the nearest.

    What is liked best comes first. Between two meanings of the words the candidate chooses.
    """
    exclude = merge((*turn.conversation.wanted.exclude, *reading.exclude))
    windows = subtract(reading.windows, exclude)
    turn = _warned(turn)
    question = two_readings.ask(turn.now(misses=0), reading, exclude, text)
    if question:
        return question
    said_at = turn.heard.at if turn.heard else None
    turn = turn.now(wanted=Wish(windows=windows, exclude=exclude, text=text, said_at=said_at), misses=0)
    free = agenda.free_slots(turn.speakers, windows, exclude, turn.context.now)
    if not free:
        return nearest(turn, "none_free" if windows else "ask_which")
    best = tuple(slot for slot in free if not subtract((slot.window,), reading.preferred))
    if best:
        free, windows = best, reading.preferred
    if len(free) == 1 or _is_point(windows):
        return read_back(turn, free[0])
    return offer(turn, choosing.choices(free, turn.zone, turn.context.habits), "offer")


def nearest(turn: Turn, lead: str, most: int = choosing.MOST_OFFERED, *more: tuple[str, str], **values: str) -> Turn:
    """The free slots that lie nearest to the wish; the wish is kept for the recruiter."""
    wish = replace(turn.conversation.wanted, unmet=lead == "none_free")
    # Hours that are never free for them leave nothing at all: then the nearest is told all the same.
    exclude = () if wish.unmet and _every_day(wish.exclude) else wish.exclude
    slots = choosing.nearest_slots(turn.speakers, wish.windows, exclude, turn.context.now, most)
    turn = turn.now(wanted=wish, hoped=_hoping(turn, wish.windows) if wish.unmet else turn.conversation.hoped)
    if not slots:
        return to_human(turn.say("nothing_free"), "told_full")
    return offer(turn, slots, lead, *more, **values)


def nearest_offered(turn: Turn) -> Slot:
    """Of the offered slots the one nearest to the wish; the first, where all fit it."""
    wanted = turn.conversation.wanted.windows or tuple(slot.window for slot in turn.conversation.offered)
    return min(turn.conversation.offered, key=lambda slot: (choosing.distance(slot, wanted), slot.start))


def all_the_same(turn: Turn, moment: MomentReading) -> bool:
    """Whether each of the offered slots would do ("whichever you like"): then one can be read back."""
    talk = turn.conversation
    if talk.pending != Pending.SLOTS or not talk.offered or moment.exclude:
        return False
    free = all(agenda.is_free(turn.agendas, slot, turn.context.now) for slot in talk.offered)
    suits = not subtract([slot.window for slot in talk.offered], moment.windows)
    return free and (suits or _any_day(moment.windows))


def offer(turn: Turn, slots: Sequence[Slot], lead: str, *more: tuple[str, str], **values: str) -> Turn:
    """Up to three slots, as buttons that can also be answered in words or by number.

    `more` are buttons beside them, as `(value, name of the title's sentence)`; `values` fill the sentence `lead`.
    Whoever waits for a call can always say that it came.
    """
    more = (*more, *CALLED) if is_awaited(turn.conversation, turn.context.now) else more
    zones = [turn.zone_at(slot.start) for slot in slots]
    text = turn.phrase(lead, slots=listed(slots, zones, turn.language, turn.context.sayings), **values)
    buttons = [
        (f"slot{n}", short_moment(slot.start, zone, turn.language, turn.context.sayings))
        for n, (slot, zone) in enumerate(zip(slots, zones, strict=True))
    ]
    buttons += [(value, turn.phrase(title)) for value, title in more]
    wanted = replace(turn.conversation.wanted, readings=())
    offered = turn.now(pending=Pending.SLOTS, offered=tuple(slots), chosen=None, wanted=wanted)
    return offered.speak(text, *buttons).note("offered", str(len(slots)))


def read_back(turn: Turn, slot: Slot) -> Turn:
    """The moment with weekday, date, time and zone, for a yes."""
    asked = turn.now(pending=Pending.CONFIRM, chosen=slot, offered=(slot,))
    name = first_name(turn.recruiter(slot.recruiter).name)
    return asked.say(
        "confirm", ("yes", "confirm_yes"), ("other", "other_moment"), recruiter=name, moment=moment_of(turn, slot)
    )


def accept(turn: Turn, slot: Slot) -> Turn:
    """A yes to `slot`: it is booked, or the number is asked first; others are offered where it is gone."""
    if not agenda.is_free(turn.agendas, slot, turn.context.now):
        passed = slot.start <= turn.context.now
        turn = turn if passed else turn.now(hoped=_hoping(turn, (slot.window,)))
        exclude = merge((*turn.conversation.wanted.exclude, slot.window))
        turn = turn.now(wanted=replace(turn.conversation.wanted, windows=_ahead(turn, slot), exclude=exclude))
        return _again(turn, "passed" if passed else "taken")
    if not turn.candidate.phone:
        name = first_name(turn.recruiter(slot.recruiter).name)
        asked = turn.now(pending=Pending.PHONE, chosen=slot, buttons=(), misses=0)
        text = turn.phrase("ask_phone", moment=moment_of(turn, slot), recruiter=name)
        return asked.speak(text, ask_phone=turn.phrase("share_phone"))
    return book(turn, slot)


def book(turn: Turn, slot: Slot, lead: str = "") -> Turn:
    """The call stands: the candidate gets moment, name, number and card, the recruiter dossier and calendar entry.

    `lead` is the sentence that tells the candidate, where it is another than usual.
    """
    before = turn.conversation.call if is_booked(turn.conversation) else None
    number = turn.conversation.calls + (0 if before else 1)
    call = Call(id=f"{turn.conversation.id}-{number}", slot=slot, sequence=before.sequence + 1 if before else 0)
    talk = turn.conversation
    # What the script asks behind a call stays open, whoever moves it; and nobody is taken from a person by it.
    pending = talk.pending if talk.pending in (Pending.ANSWER, Pending.SAFETY) else Pending.NOTHING
    status = talk.status if talk.status is Status.WITH_HUMAN else Status.BOOKED
    changes = {"call": call, "calls": number, "status": status, "pending": pending, "rung": ()}
    turn = turn.now(**changes, chosen=None, offered=(), moving=False, misses=0, buttons=(), recruiter=slot.recruiter)
    turn = turn.now(seeking=None, earlier=None, hoped=_sooner(turn, slot))
    return _tell_recruiters(_tell_candidate(turn, call, before, lead or _lead(turn, call, before)), call, before, lead)


def cancel(turn: Turn) -> Turn:
    """The booked call is off; its slot is free at once and the recruiter knows."""
    call = turn.conversation.call
    if call is None or call.status != CallStatus.BOOKED:
        return turn
    gone = replace(call, status=CallStatus.CANCELLED, sequence=call.sequence + 1)
    turn = turn.now(call=gone, moving=False, seeking=None, earlier=None, hoped=())
    if not is_held(turn.conversation):
        turn = turn.now(status=Status.LATER, pending=Pending.NOTHING, buttons=())
    told = turn.tell("call_cancelled", call.slot.recruiter, moment=moment_of_recruiter(turn, call))
    return told.send(invite(turn, gone)).note("cancelled", call.id)


def over(turn: Turn) -> Turn:
    """The talk is done, and nothing of it is open."""
    return turn.now(status=Status.DONE, pending=Pending.NOTHING, offered=(), chosen=None, seeking=None)


def invite(turn: Turn, call: Call) -> Invite:
    """The call as a calendar entry of its recruiter."""
    return Invite(
        recruiter=call.slot.recruiter,
        uid=call.id,
        sequence=call.sequence,
        start=call.slot.start,
        end=call.slot.end,
        summary=f"{turn.called} · {turn.title(turn.tongue(call.slot.recruiter))}",
        description=dossier(turn, call),
        cancelled=call.status == CallStatus.CANCELLED,
    )


def dialling(call: str) -> tuple[tuple[str, str], ...]:
    """The buttons of a recruiter whose call is due."""
    return ((button_id(Action.DIAL, call), "desk_dial"), (button_id(Action.ASK_COLLEAGUES, call), "desk_ask"))


def moment_of(turn: Turn, slot: Slot) -> str:
    """The slot's start as the candidate says it."""
    return long_moment(slot.start, turn.zone_at(slot.start), turn.language, turn.context.sayings, turn.context.now)


def time_of(turn: Turn, slot: Slot) -> str:
    """Only the time of the slot's start, by the clock where the candidate is then."""
    return clock_time(slot.start, turn.zone_at(slot.start), turn.language, turn.context.sayings)


def moment_of_recruiter(turn: Turn, call: Call) -> str:
    """The call's start on its recruiter's clock; without "tomorrow", for it may be read on another day."""
    zone = ZoneInfo(turn.recruiter(call.slot.recruiter).zone)
    return plain_moment(call.slot.start, zone, turn.tongue(call.slot.recruiter), turn.context.sayings)


def _tell_candidate(turn: Turn, call: Call, before: Call | None, lead: str) -> Turn:
    recruiter = turn.recruiter(call.slot.recruiter)
    values = {
        "recruiter_full": recruiter.name,
        "recruiter": first_name(recruiter.name),
        "phone": readable(recruiter.phone),
    }
    told = {**values, "moment": moment_of(turn, call.slot), "number": readable(turn.candidate.phone or "")}
    # What is a recruiter's doing may come when the window is closed.
    said = say_timed(turn, lead, **told) if lead in TIMED else turn.say(lead, *MOVABLE, **told)
    if before and before.slot.recruiter == recruiter.id:
        return said.note(lead, call.id)
    card = ContactCard(
        name=recruiter.name, phone=recruiter.phone, organisation=turn.context.agency.name, email=recruiter.email
    )
    return said.send(Say(text=turn.phrase("card", **values), card=card)).note(lead, call.id)


def _lead(turn: Turn, call: Call, before: Call | None) -> str:
    if before is None:
        return "booked"
    # A candidate who moved a call did so, even where it came to the same time.
    handed_over = turn.heard is None and before.slot.start == call.slot.start
    return "other_caller" if handed_over else "moved"


def _tell_recruiters(turn: Turn, call: Call, before: Call | None, lead: str) -> Turn:
    if before and before.slot.recruiter != call.slot.recruiter:
        off = replace(before, status=CallStatus.CANCELLED, sequence=call.sequence)
        taken_over = before.slot.start == call.slot.start or lead == AT_ONCE
        moment, other = moment_of_recruiter(turn, before), turn.recruiter(call.slot.recruiter).name
        news = "told_handed_over" if taken_over else "call_cancelled"
        turn = turn.tell(news, before.slot.recruiter, moment=moment, other=other).send(invite(turn, off))
    news = "call_claimed" if lead == AT_ONCE else "call_moved" if before else "call_booked"
    told = turn.tell(
        news,
        call.slot.recruiter,
        *(dialling(call.id) if lead == AT_ONCE else ()),
        call=call.id,
        moment=moment_of_recruiter(turn, call),
        dossier=dossier(turn, call),
    )
    return told.send(invite(turn, call))


def _again(turn: Turn, lead: str) -> Turn:
    wish = turn.conversation.wanted
    free = agenda.free_slots(turn.speakers, wish.windows, wish.exclude, turn.context.now)
    return offer(turn, choosing.choices(free, turn.zone, turn.context.habits), lead) if free else nearest(turn, lead)


def _ahead(turn: Turn, slot: Slot) -> Windows:
    """What is still to come of the wish; the rest of that slot's own surroundings where nothing is."""
    coming = tuple(window for window in turn.conversation.wanted.windows if window.end > turn.context.now)
    return coming or (slot.window,)


def _hoping(turn: Turn, windows: Windows) -> Windows:
    """What they would have had if it were free, these now, too."""
    return merge((*turn.conversation.hoped, *windows))


def _sooner(turn: Turn, slot: Slot) -> Windows:
    """What they hoped for and is still to come before `slot`; nothing where that is as they wished."""
    hoped = turn.conversation.hoped
    met = not subtract((slot.window,), hoped)
    return () if met else intersect(hoped, (Window(turn.context.now, slot.start),))


def _every_day(exclude: Windows) -> bool:
    """Whether the same hours of all working days are ruled out ("I work in the daytime")."""
    return sum(window.length < timedelta(days=1) for window in exclude) >= WORKING_DAYS


def _any_day(windows: Windows) -> bool:
    """Whether all working days are named, and nothing of them: no new wish, just no preference."""
    return len(windows) >= WORKING_DAYS and all(window.length >= WHOLE_DAY for window in windows[1:])


def _warned(turn: Turn) -> Turn:
    """Where nobody speaks their language, that is said before the first moment is proposed."""
    recruiters = [agenda.recruiter for agenda in turn.speakers]
    if turn.conversation.wanted.text or any(speaks(recruiter, turn.language) for recruiter in recruiters):
        return turn
    spoken = dict.fromkeys(language for recruiter in recruiters for language in recruiter.languages)
    language, others = language_name(turn.language, turn.language), languages_named(list(spoken), turn.language)
    return turn.say("other_tongue", language=language, languages=others).note("other_tongue")


def _is_point(windows: Windows) -> bool:
    return len(windows) == 1 and windows[0].end - windows[0].start <= POINT
