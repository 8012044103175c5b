"""What follows from a message that was understood."""

from bot import booking, courtesies, earlier, keeping, reaching
from bot.agreeing import moving
from bot.changing import replace
from bot.handing_over import heard_by_person
from bot.manners import A_DAY
from bot.model import Pending, Status, is_booked
from bot.place import recap, reopened, step_here, where_it_was
from bot.seeking import call_now, wants_now
from bot.steps.ask import Ask
from bot.turn import Heard, Turn
from bot.understanding.understood import Intent, Understood
from bot.windows import subtract

WITH_A_CALL = {
    Intent.GIVE_TIME,
    Intent.INTERESTED,
    Intent.AFFIRM,
    Intent.CALL_NOW,
    Intent.RESCHEDULE,
    Intent.ALREADY_EMPLOYED_BUT_OPEN,
}
OF_THE_CALL = {Intent.RESCHEDULE, Intent.CANCEL, Intent.RUNNING_LATE, Intent.CALL_NOW}
WRITING = {Intent.PREFERS_TEXT, Intent.PREFERS_EMAIL}
INTEREST = {Intent.INTERESTED, Intent.ALREADY_EMPLOYED_BUT_OPEN}
POLITE = {Intent.AFFIRM, Intent.THANKS}
NOTHING_MUCH = {Intent.OTHER, Intent.AFFIRM, Intent.THANKS, Intent.GREETING}
BESIDE_A_QUESTION = {Intent.GREETING, Intent.THANKS, Intent.OTHER}
"""Beside a question that is answered these want no answer of their own."""
SMALL_TALK = {Intent.THANKS, Intent.GREETING, Intent.AFFIRM, Intent.INTERESTED, Intent.PICK_OPTION}


def answer(turn: Turn, heard: Heard, understood: Understood) -> Turn:
    """Safety first, then what is over or with a person, then the talk."""
    intent = understood.intent
    if intent in courtesies.SAFETY and understood.sure:
        return courtesies.stopped(turn, intent)
    if turn.conversation.status == Status.WITH_HUMAN:
        return heard_by_person(turn, heard.text)
    if turn.conversation.pending == Pending.SAFETY:
        return safety_answer(turn, heard, understood)
    if courtesies.SAFETY & {intent, *understood.also} or (intent == Intent.ABUSE and understood.sure):
        return courtesies.unsure_safety(turn, intent)
    if not turn.context.vacancy.open and not is_booked(turn.conversation):
        asked = intent == Intent.HUMAN and understood.sure
        return courtesies.human(turn) if asked else courtesies.closed_meanwhile(turn)
    return _in_order(recap(turn), heard, understood)


def safety_answer(turn: Turn, heard: Heard, understood: Understood | None) -> Turn:
    """A yes is what was feared; anything else lets the talk go on, at the moment that it names where it names one."""
    meant = understood.intent if understood else Intent.OTHER
    back = turn.now(pending=turn.conversation.before, before=Pending.NOTHING, buttons=())
    if heard.tap in courtesies.SAFETY or (not heard.tap and meant in (Intent.AFFIRM, Intent.NOT_INTERESTED)):
        return courtesies.stopped(back, courtesies.feared(turn))
    if understood and _says_when(understood):
        return _go_on(back.say("going_on"), heard, understood)
    return where_it_was(back.say("going_on"))


def _in_order(turn: Turn, heard: Heard, understood: Understood) -> Turn:
    """First what they asked, then where the talk was."""
    meant = (understood.intent, *understood.also)
    if understood.intent == Intent.HUMAN and (understood.sure or not _says_when(understood)):
        return courtesies.human(turn)
    if _rather_writes(turn, understood):
        return courtesies.prefers_writing(turn)
    if meant == (Intent.OTHER,) and any(note.kind == "language" for note in turn.notes):
        return _in_the_new_language(turn)
    asked = [intent for intent in meant if intent in (Intent.WHO_ARE_YOU, Intent.NEED_MORE_INFO)]
    if not asked:
        return _go_on(turn, heard, understood)
    if Intent.WHO_ARE_YOU in asked:
        turn = courtesies.who_are_you(turn)
    if Intent.NEED_MORE_INFO in asked:
        turn = courtesies.answer_question(turn, heard)
    rest = tuple(intent for intent in meant if intent not in asked and intent not in BESIDE_A_QUESTION)
    if rest or _says_when(understood):
        left = replace(understood, intent=rest[0] if rest else Intent.GIVE_TIME, also=rest[1:])
        return _go_on(turn, replace(heard, understood=left), left)
    return where_it_was(turn)


def _rather_writes(turn: Turn, understood: Understood) -> bool:
    """Rather not called; in doubt too, unless a moment for a call was said. Interest does not speak against it."""
    if understood.intent in WRITING:
        return understood.sure or not _says_when(understood)
    open_still = turn.conversation.pending in (Pending.ANSWER, Pending.MOMENT)
    beside = understood.intent in INTEREST and not WRITING.isdisjoint(understood.also)
    return open_still and beside and not _says_when(understood)


def _in_the_new_language(turn: Turn) -> Turn:
    """They asked for their language and nothing else: the question again, and the whole opening where it was that."""
    if turn.conversation.pending == Pending.ANSWER:
        return step_here(turn).enter(turn)
    return where_it_was(turn)


def _go_on(turn: Turn, heard: Heard, understood: Understood) -> Turn:
    turn = replace(turn, heard=heard)
    if _gave_a_number(turn, understood):
        return where_it_was(turn.say("number_kept"))
    return _from_here(turn, heard, understood)


def _from_here(turn: Turn, heard: Heard, understood: Understood) -> Turn:
    talk = turn.conversation
    if talk.pending != Pending.NOTHING:
        of_the_call = talk.pending == Pending.ANSWER and is_booked(talk) and _of_the_call(turn, heard, understood)
        return _about_the_call(turn, heard, understood) if of_the_call else step_here(turn).hear(turn, heard)
    if talk.status == Status.OPEN and step_here(turn).waits:
        return _out_of_a_rest(turn, heard, understood)
    if is_booked(talk) and (said := earlier.meant(turn, heard, understood)):
        return earlier.answered(turn, said)
    if is_booked(talk):
        return _about_the_call(turn, heard, understood)
    if keeping.is_asked(talk) and understood.sure and understood.intent in keeping.SAID:
        return keeping.answered(turn, keeping.SAID[understood.intent])
    return _afterwards(turn, heard, understood)


def _gave_a_number(turn: Turn, understood: Understood) -> bool:
    """Whether that is all, beside a call or a question, and not what was asked."""
    talk = turn.conversation
    asked = talk.pending == Pending.PHONE or (talk.pending == Pending.ANSWER and not _among_choices(turn))
    beside = talk.pending != Pending.NOTHING or is_booked(talk)
    if not reaching.was_given(turn) or asked or not beside or _says_when(understood):
        return False
    return not understood.sure or understood.intent in NOTHING_MUCH


def _among_choices(turn: Turn) -> bool:
    """Whether the open question has answers to choose from: other words are no answer to it."""
    step = step_here(turn)
    return isinstance(step, Ask) and bool(step.choices)


def _out_of_a_rest(turn: Turn, heard: Heard, understood: Understood) -> Turn:
    """What they write while the script lets time pass goes on; an "ok, thanks" to its last word lets it pass.

    After more than a day that may be a yes: then it is asked to what.
    """
    thanked = Intent.THANKS in understood.also and not understood.sure
    if _says_when(understood) or not (understood.intent in POLITE or thanked):
        return step_here(turn).hear(turn, heard)
    said_at = turn.conversation.said_at
    if said_at is not None and heard.at - said_at > A_DAY:
        return step_here(turn).hear(turn, replace(heard, understood=None))
    return turn.say("closing_word")


def _of_the_call(turn: Turn, heard: Heard, understood: Understood) -> bool:
    """Whether they speak of the call that stands, and not of what the script asks behind it."""
    # A time is no choice; it may well be an answer in words of their own.
    meant = OF_THE_CALL | {Intent.GIVE_TIME} if _among_choices(turn) else OF_THE_CALL
    return understood.sure and understood.intent in meant and not step_here(turn).is_answered(heard)


def _afterwards(turn: Turn, heard: Heard, understood: Understood) -> Turn:
    """Nothing is waited for any more."""
    talk = turn.conversation
    if understood.intent in WITH_A_CALL or _says_when(understood):
        return reopened(turn)
    if understood.intent == Intent.GREETING and turn.after_gap and talk.status in (Status.DECLINED, Status.LATER):
        return turn.say("nudge")
    if understood.intent in SMALL_TALK:
        return turn.say("closing_word")
    return courtesies.passed_on(turn, heard)


def _about_the_call(turn: Turn, heard: Heard, understood: Understood) -> Turn:
    """What they say of the call that stands."""
    sooner = call_now(turn) if wants_now(heard) else None
    return sooner or _booked(turn, heard, understood)


def _booked(turn: Turn, heard: Heard, understood: Understood) -> Turn:
    match understood.intent:
        case Intent.CANCEL | Intent.NOT_INTERESTED if understood.sure and not _says_when_else(turn, understood):
            return booking.cancel(turn).say("cancelled", ("move", "other_moment"))
        case Intent.RUNNING_LATE if understood.sure:
            return courtesies.running_late(turn)
        case Intent.RESCHEDULE | Intent.GIVE_TIME | Intent.DENY | Intent.NONE_OF_THESE | Intent.CALL_NOW:
            return moving(turn, heard)
        case _ if _says_when(understood):
            return moving(turn, heard)
        case Intent.THANKS | Intent.GREETING | Intent.AFFIRM | Intent.INTERESTED | Intent.PICK_OPTION:
            return courtesies.restate(turn, "see_you")
        case _:
            return courtesies.restate(turn.tell("told_wrote", text=heard.text).say("passed_on"))


def _says_when_else(turn: Turn, understood: Understood) -> bool:
    """Whether they name a time that is not the call's: then they want it then, whatever they think of this one."""
    call, windows = turn.conversation.call, understood.moment.windows
    return call is not None and bool(windows) and bool(subtract((call.slot.window,), windows))


def _says_when(understood: Understood) -> bool:
    return bool(understood.moment.windows) or understood.moment.picked is not None
