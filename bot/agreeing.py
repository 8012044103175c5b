"""How a moment is agreed on: what somebody says to when a call would suit, and to the moments that are offered."""

from bot import agenda, booking, two_readings
from bot.changing import replace
from bot.courtesies import restate
from bot.handing_over import missed
from bot.keeping import ask_to_keep
from bot.model import Pending, Slot, Status, Wish, is_booked
from bot.offering import offer_soon
from bot.seeking import call_now, wants_now
from bot.speaking import date_of, zone_name
from bot.turn import Heard, Turn
from bot.understanding.understood import Intent, MomentReading
from bot.windows import Windows, merge

SOME_DIGITS = 5
YES = {Intent.AFFIRM, Intent.INTERESTED, Intent.PICK_OPTION, Intent.ALREADY_EMPLOYED_BUT_OPEN}
NO = {Intent.DENY, Intent.NONE_OF_THESE, Intent.RESCHEDULE}
LEAVING = {
    Intent.NOT_INTERESTED: Status.DECLINED,
    Intent.DENY: Status.DECLINED,
    Intent.CANCEL: Status.DECLINED,
    Intent.MAYBE_LATER: Status.LATER,
}


def hear(turn: Turn, heard: Heard) -> Turn:
    """What follows from their answer: to when, to the moments on offer, to the one read back, or to their number."""
    if heard.tap:
        return _tapped(turn, heard.tap)
    moment = moment_in(heard)
    if turn.conversation.pending == Pending.PHONE and not moment:
        return _number(turn, heard)
    if wants_now(heard) or (turn.conversation.pending == Pending.CLAIM and not moment):
        return _at_once(turn, heard)
    return _when(turn, heard, moment)


def ask_again(turn: Turn) -> Turn:  # noqa: PLR0911 (one for each kind)
    """The open question again: the moment, the slots, the yes, or the number."""
    talk = turn.conversation
    match talk.pending:
        case Pending.SLOTS if two_readings.asked(turn):
            return two_readings.again(turn)
        case Pending.SLOTS:
            return _offer_still_free(turn)
        case Pending.CONFIRM if talk.chosen and _still_free(turn, talk.chosen):
            return booking.read_back(turn, talk.chosen)
        case Pending.PHONE if talk.chosen:
            return booking.accept(turn, talk.chosen)
        case Pending.PHONE if talk.seeking:
            return _call_now(turn)
        case Pending.CLAIM:
            return turn.say("still_seeking")
        case Pending.CONFIRM if talk.chosen:
            return booking.accept(turn, talk.chosen)
        case _:
            return turn.now(pending=Pending.MOMENT).say("ask_moment")


def moving(turn: Turn, heard: Heard) -> Turn:
    """A booked call is to move: the old moment stands until a new one is agreed."""
    turn = turn.now(
        moving=True, status=Status.BOOKED, pending=Pending.MOMENT, offered=(), chosen=None, buttons=(), misses=0
    )
    moment = moment_in(heard)
    kept = replace(turn.conversation.wanted, windows=(), readings=(), unmet=False)
    turn = turn.now(wanted=replace(kept, exclude=()), hoped=(), earlier=None)
    if moment and moment.windows:
        return booking.propose(turn, moment, heard.text)
    if moment and moment.exclude:
        turn = turn.now(wanted=replace(turn.conversation.wanted, exclude=moment.exclude))
    return turn.say("ask_new_moment")


def moment_in(heard: Heard | None) -> MomentReading | None:
    """What was said about when, if anything was."""
    if heard is None or heard.understood is None:
        return None
    moment = heard.understood.moment
    return moment if moment.windows or moment.exclude or moment.picked is not None else None


def _tapped(turn: Turn, tap: str) -> Turn:
    talk = turn.conversation
    if tap.startswith("slot") and tap[4:].isdigit() and int(tap[4:]) < len(talk.offered):
        place = int(tap[4:])
        asked = two_readings.asked(turn)
        return _meant(turn, place) if asked else booking.accept(turn, talk.offered[place])
    if tap == "yes" and talk.chosen:
        return booking.accept(turn, talk.chosen)
    if tap == "no_call":
        return _leave(turn, Intent.NOT_INTERESTED)
    return _other(turn)


def _number(turn: Turn, heard: Heard) -> Turn:
    """The number they gave; a "rather not" is told what it is for, and the third vain try brings a person."""
    talk = turn.conversation
    if talk.chosen and turn.candidate.phone:
        return booking.accept(turn, talk.chosen)
    if talk.seeking and turn.candidate.phone:
        return _call_now(turn)
    meant = heard.understood.intent if heard.understood and heard.understood.sure else Intent.OTHER
    if meant in LEAVING and meant != Intent.DENY:
        return _leave(turn, meant)
    tried = sum(character.isdigit() for character in heard.text) >= SOME_DIGITS
    asked = turn.phrase("phone_again" if tried else "phone_why")
    return missed(turn, lambda turn, _: turn.speak(asked, ask_phone=turn.phrase("share_phone")))


def _at_once(turn: Turn, heard: Heard) -> Turn:
    """They want to be called now; while somebody is sought who does, they may leave, or wait."""
    if turn.conversation.pending != Pending.CLAIM:
        return call_now(turn) or _when(turn, heard, moment_in(heard))
    meant = heard.understood.intent if heard.understood and heard.understood.sure else Intent.OTHER
    if meant not in LEAVING:
        return turn.say("still_seeking")
    if not is_booked(turn.conversation):
        return _leave(turn.now(seeking=None), meant)
    if meant == Intent.CANCEL:
        return booking.cancel(turn).say("cancelled", ("move", "other_moment"))
    return restate(turn.now(pending=Pending.NOTHING, seeking=None))


def _when(turn: Turn, heard: Heard, moment: MomentReading | None) -> Turn:
    if turn.conversation.pending in (Pending.CLAIM, Pending.PHONE):
        # Not at once, then; a colleague who is sought for a booked call may still come while they think.
        turn = turn.now(seeking=None)
    if moment and moment.picked is not None and turn.conversation.offered:
        return _picked(turn, moment)
    return _wished(turn, heard, moment) if moment else _words(turn, heard)


def _picked(turn: Turn, moment: MomentReading) -> Turn:
    offered = turn.conversation.offered
    place = moment.picked if moment.picked and moment.picked < len(offered) else 0
    if two_readings.asked(turn):
        return _meant(turn, place)
    slot = offered[place]
    return booking.accept(turn, slot) if moment.sure else booking.read_back(turn, slot)


def _wished(turn: Turn, heard: Heard, moment: MomentReading) -> Turn:
    named = two_readings.named(turn, moment.windows) if two_readings.asked(turn) else None
    if named is not None:
        return _meant(turn, named, moment.windows)
    if not _refuses(heard) and booking.all_the_same(turn, moment):
        return booking.read_back(turn, booking.nearest_offered(turn))
    return booking.propose(turn, moment, heard.text)


def _meant(turn: Turn, place: int, said: Windows = ()) -> Turn:
    """Of two readings the one that was meant: a moment that was read out is taken, of a day times are offered."""
    if two_readings.is_moment(turn, place):
        return booking.accept(turn, turn.conversation.offered[place])
    return booking.propose(turn, two_readings.narrowed(turn, place, said), turn.conversation.wanted.text)


def _words(turn: Turn, heard: Heard) -> Turn:  # noqa: PLR0911 (one for each kind)
    talk = turn.conversation
    meant = heard.understood.intent if heard.understood else Intent.OTHER
    offered = talk.pending in (Pending.SLOTS, Pending.CONFIRM)
    if any(button.id.endswith(".no_call") for button in talk.buttons):
        return _whether(turn, meant)
    if heard.understood and not heard.understood.sure:
        no = meant in NO or meant in LEAVING
        return _other(turn, "ask_whether") if offered and no and not talk.moving else _missed(turn)
    if meant == Intent.GREETING:
        return ask_again(turn)
    if offered and (meant in YES or meant in NO):
        return _yes(turn) if meant in YES else _other(turn)
    if meant == Intent.CANCEL and talk.moving:
        return booking.cancel(turn).say("cancelled", ("move", "other_moment"))
    if meant in LEAVING and not talk.moving:
        return _leave(turn, meant)
    return _missed(turn)


def _yes(turn: Turn) -> Turn:
    """A yes to what was read back; to several slots it leaves open which."""
    talk = turn.conversation
    if talk.pending == Pending.CONFIRM and talk.chosen:
        return booking.accept(turn, talk.chosen)
    if len(talk.offered) == 1:
        return booking.read_back(turn, talk.offered[0])
    return ask_again(turn.say("which_one"))


def _other(turn: Turn, question: str = "ask_other_moment") -> Turn:
    """None of these: what was offered is ruled out, and the candidate says when it does suit, if at all."""
    talk = turn.conversation
    ruled_out = merge((*talk.wanted.exclude, *(slot.window for slot in talk.offered)))
    wish = Wish(exclude=ruled_out, text=talk.wanted.text, said_at=talk.wanted.said_at)
    buttons = (("other", "other_moment"), ("no_call", "button_no_call")) if question == "ask_whether" else ()
    return turn.now(pending=Pending.MOMENT, wanted=wish, offered=(), chosen=None).say(question, *buttons)


def _whether(turn: Turn, meant: Intent) -> Turn:
    """The answer to "another time, or no call at all?": a second no is one to the call, however it is put."""
    if meant in {*LEAVING, Intent.NONE_OF_THESE} - {Intent.MAYBE_LATER}:
        return _leave(turn, Intent.NOT_INTERESTED)
    if meant == Intent.MAYBE_LATER:
        return _leave(turn, meant)
    return _other(turn) if meant in YES or meant in NO else _missed(turn)


def _leave(turn: Turn, meant: Intent) -> Turn:
    status = LEAVING[meant]
    closed = turn.now(status=status, pending=Pending.NOTHING, offered=(), chosen=None, buttons=())
    left = closed.say(f"left_{status}").note("closed", status)
    return ask_to_keep(left) if status == Status.LATER else left


def _missed(turn: Turn) -> Turn:
    """Not understood: first in other words, then with proposals, then a person."""
    if _only_a_stay(turn):
        zone, back = turn.zone, turn.candidate.away_until or turn.context.now
        sayings = turn.context.sayings
        date = date_of(back, zone, turn.language, sayings)
        return turn.say("stay_noted", zone=zone_name(zone, turn.language, sayings), date=date)
    return missed(turn, _once_more)


def _once_more(turn: Turn, misses: int) -> Turn:
    if turn.conversation.pending != Pending.MOMENT:
        return ask_again(turn.say("not_understood"))
    return turn.say("moment_again") if misses == 1 else booking.nearest(turn, "propose").now(misses=misses)


def _only_a_stay(turn: Turn) -> bool:
    """Whether we asked when, and they say where they are for a while, which tells by which clock to read the answer."""
    understood = turn.heard.understood if turn.heard else None
    told = understood is not None and understood.moment.stay is not None and not understood.moment.windows
    return told and turn.conversation.pending == Pending.MOMENT


def _call_now(turn: Turn) -> Turn:
    """They want to be called at once, and gave the number meanwhile; where nobody can any more, when else."""
    return call_now(turn) or offer_soon(turn.now(seeking=None), "nobody_now")


def _refuses(heard: Heard) -> bool:
    return heard.understood is not None and heard.understood.sure and heard.understood.intent in NO


def _offer_still_free(turn: Turn) -> Turn:
    talk = turn.conversation
    left = [slot for slot in talk.offered if _still_free(turn, slot)]
    if left:
        return booking.offer(turn, left, "offer_again")
    coming = tuple(window for window in talk.wanted.windows if window.end > turn.context.now)
    if coming:
        return booking.propose(turn, MomentReading(windows=coming), talk.wanted.text)
    # What they wished for is long over: nothing that was said lately is to be borne in mind.
    return booking.nearest(turn.now(wanted=replace(talk.wanted, windows=(), readings=())), "propose")


def _still_free(turn: Turn, slot: Slot) -> bool:
    return agenda.is_free(turn.agendas, slot, turn.context.now)
