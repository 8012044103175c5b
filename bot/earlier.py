"""An earlier moment became free: whoever had wished for one and got a later may have it, once and without pressure."""

from datetime import datetime, timedelta

from bot import agenda, booking
from bot.events import DeliveryReported, Event, FromCandidate, SlotFreed, StoppedElsewhere
from bot.model import Call, CallStatus, Conversation, Pending, Slot, Status, is_booked
from bot.quiet import after_quiet
from bot.turn import IN_A_TEMPLATE, KEEP, TAKE, Heard, Turn, first_name, say_timed
from bot.understanding.understood import Intent, MomentReading, Understood
from bot.windows import Window, Windows, subtract

TIME_TO_ANSWER = timedelta(hours=1)
"""Nobody is asked about a moment sooner than this after they read of it …"""
WORTH_A_WORD = timedelta(hours=1)
"""… nor about one that is hardly sooner than what they have."""
AROUND = timedelta(hours=1)
"""A call takes room beside it, too: what is free again may be a start so near to its own."""

WHICH = "which"
"""Words that may be a no to the offer, or to the call altogether: "leave it"."""

YES = (Intent.AFFIRM, Intent.INTERESTED, Intent.PICK_OPTION)
NO = (Intent.DENY, Intent.NOT_INTERESTED, Intent.NONE_OF_THESE)


def freed(before: Conversation, event: Event, after: Conversation, now: datetime) -> Slot | None:
    """The moment that this turn gives back, where others may have it: not one at which its recruiter could not call."""
    call = before.call
    if call is None or not is_booked(before) or call.slot.start <= now:
        return None
    # A platform's word that they blocked us is their doing, too.
    given = isinstance(event, FromCandidate | StoppedElsewhere | DeliveryReported)
    if not given or not subtract((call.slot.window,), before.wanted.exclude):
        return None
    stands = after.call is not None and after.call.status is CallStatus.BOOKED and after.call.slot == call.slot
    return None if stands else call.slot


def wished(talk: Conversation, slot: Slot) -> bool:
    """Whether a moment at or beside `slot` is what they first wanted, with a later call booked and nothing open."""
    around = Window(slot.start - AROUND, slot.end + AROUND)
    return _may_be_asked(talk) and any(one.start < around.end and around.start < one.end for one in _hoped(talk))


def offer_earlier(turn: Turn, event: SlotFreed) -> Turn:
    """The soonest moment of those that they had wished for, as a question; the booked call stands meanwhile."""
    talk, call = turn.conversation, turn.conversation.call
    here = turn.context.vacancy.open and not turn.candidate.stopped_at and wished(talk, event.slot)
    slot = _soonest(turn) if here else None
    if call is None or slot is None:
        return turn
    # Asked once for a call, whatever comes of it.
    return _ask(turn.now(hoped=()), slot, call).note("earlier_offered")


def answers(talk: Conversation, button: str) -> bool:
    """Whether a tap on that button answers what is on offer; those of another offer bear another turn."""
    sent, _, value = button.partition(".")
    open_still = talk.earlier is not None and talk.pending is Pending.NOTHING and is_booked(talk)
    return open_still and value in (TAKE, KEEP) and sent in (IN_A_TEMPLATE, *map(str, talk.asked_earlier[-1:]))


def may_be_older(talk: Conversation, button: str) -> bool:
    """Whether it may have stood under an earlier offer as well: one of a template bears no turn."""
    return answers(talk, button) and button.startswith(f"{IN_A_TEMPLATE}.") and len(talk.asked_earlier) > 1


def ask_again(turn: Turn) -> Turn:
    """What is on offer now, once more: nobody has a moment that they did not read of."""
    slot, call = turn.conversation.earlier, turn.conversation.call
    if slot is None or call is None:
        return turn
    return _ask(turn, slot, call) if _is_free(turn, slot) else _too_late(turn, slot)


def answered(turn: Turn, value: str) -> Turn:
    """The first yes has it; to a no, or where somebody was first, the call stays as it is, and that is said."""
    earlier = turn.conversation.earlier
    if earlier is None:
        return turn
    if value == WHICH:
        return _which(turn)
    if value == KEEP:
        return _stands(turn, "earlier_kept")
    return booking.book(turn, earlier).note("earlier_taken") if _is_free(turn, earlier) else _too_late(turn, earlier)


def offered_last(turn: Turn, at: datetime) -> Slot | None:
    """The earlier moment, where it was offered last, in a message that could be read by then.

    In quiet hours it waits: whoever wrote meanwhile answered what they had read before.
    """
    talk, rules = turn.conversation, turn.context.rules
    shown = any(button.id.endswith(f".{TAKE}") for button in talk.buttons)
    if talk.earlier is None or talk.said_at is None or not shown:
        return None
    read = after_quiet(talk.said_at, turn.zone_at(talk.said_at), rules.quiet_from, rules.quiet_until)
    return talk.earlier if read <= at else None


def meant(turn: Turn, heard: Heard, understood: Understood) -> str:
    """What words say to the moment that was offered last, as the value of its button; empty where they say neither.

    "See you then", "as agreed" are a yes to the call: one to the offer is a yes without the call in mind, too.
    """
    slot, moment = offered_last(turn, heard.at), understood.moment
    if slot is None:
        return ""
    if moment.windows:
        return _named(turn, moment, slot)
    if understood.intent in NO or not subtract((slot.window,), moment.exclude):
        return KEEP if _suits_still(turn, moment) else ""
    if understood.intent is Intent.CANCEL and not moment.exclude:
        return WHICH
    if understood.intent in YES and understood.sure:
        return TAKE if heard.apart and heard.apart.sure and heard.apart.intent in YES else KEEP
    return ""


def _named(turn: Turn, moment: MomentReading, slot: Slot) -> str:
    """The offered moment itself, read out before, is taken; when what they name holds the call's, that is kept."""
    first = moment.windows[0]
    if moment.sure and len(moment.windows) == 1 and first.start == slot.start and first.length <= booking.POINT:
        return TAKE
    offered = subtract((slot.window,), moment.windows)
    return KEEP if offered and _suits_still(turn, moment) else ""


def _suits_still(turn: Turn, moment: MomentReading) -> bool:
    """Whether what they say of when leaves the booked call where it is."""
    call = turn.conversation.call
    if call is None or not subtract((call.slot.window,), moment.exclude):
        return False
    return not moment.windows or not subtract((call.slot.window,), moment.windows)


def _may_be_asked(talk: Conversation) -> bool:
    quiet = talk.pending is Pending.NOTHING and not talk.moving and talk.seeking is None
    return quiet and talk.status is Status.BOOKED and is_booked(talk)


def _hoped(talk: Conversation) -> Windows:
    """What is left of what they wished for: nothing that they ruled out."""
    return subtract(talk.hoped, talk.wanted.exclude)


def _soonest(turn: Turn) -> Slot | None:
    """The first free moment of their wish that is worth a word, and that they can still answer in time."""
    talk, rules, now = turn.conversation, turn.context.rules, turn.context.now
    call = talk.call
    if call is None:
        return None
    first = after_quiet(now, turn.zone, rules.quiet_from, rules.quiet_until) + TIME_TO_ANSWER
    last = call.slot.start - WORTH_A_WORD
    free = agenda.free_slots(turn.speakers, talk.hoped, talk.wanted.exclude, now)
    return next((slot for slot in free if first <= slot.start <= last), None)


def _ask(turn: Turn, slot: Slot, call: Call) -> Turn:
    """The moment as a question; the buttons bear this turn."""
    recruiter = turn.recruiter(slot.recruiter)
    values = {
        "recruiter": first_name(recruiter.name),
        "moment": booking.moment_of(turn, slot),
        "stands": booking.moment_of(turn, call.slot),
    }
    said = say_timed(turn, "earlier_free", slot.start - timedelta(minutes=recruiter.notice_minutes), **values)
    return said.now(earlier=slot, asked_earlier=(*turn.conversation.asked_earlier, turn.conversation.turns))


def _is_free(turn: Turn, slot: Slot) -> bool:
    return agenda.is_free(turn.agendas, slot, turn.context.now)


def _too_late(turn: Turn, slot: Slot) -> Turn:
    """Somebody was first, or it is too near by now."""
    soon = timedelta(minutes=turn.recruiter(slot.recruiter).notice_minutes)
    return _stands(turn, "earlier_passed" if slot.start < turn.context.now + soon else "earlier_taken")


def _which(turn: Turn) -> Turn:
    """Whether the call stays or goes; the offer is over for words, and its buttons count still."""
    call = turn.conversation.call
    if call is None:
        return turn
    recruiter = first_name(turn.recruiter(call.slot.recruiter).name)
    buttons = (KEEP, "button_keep_time"), ("cancel", "button_cancel")
    return turn.say("earlier_or_off", *buttons, recruiter=recruiter, moment=booking.moment_of(turn, call.slot))


def _stands(turn: Turn, name: str) -> Turn:
    """That sentence, with the moment at which the call stays."""
    call = turn.conversation.call
    if call is None:
        return turn
    recruiter = first_name(turn.recruiter(call.slot.recruiter).name)
    kept = turn.now(earlier=None, buttons=())
    moment = booking.moment_of(turn, call.slot)
    return kept.say(name, *booking.MOVABLE, recruiter=recruiter, moment=moment)
