"""Buttons that were tapped, and contacts that were shared."""

from bot import booking, earlier, keeping, reaching
from bot.agreeing import moving
from bot.answering import safety_answer
from bot.changing import replace
from bot.closing import EARLIEST
from bot.courtesies import closed_meanwhile, human, stopped
from bot.events import ContactShared, Tapped
from bot.handing_over import heard_by_person
from bot.model import OF_A_CALL, Button, Pending, Status, is_booked
from bot.offering import FEW, offer_anew
from bot.phones import readable
from bot.place import recap, reopened, step_here, where_it_was
from bot.seeking import told_claimed
from bot.turn import ABOUT_THE_CALL, ASK_RECRUITER, KEEP, TAKE, TO_STOP, Heard, Turn
from bot.understanding.understood import Intent

AS_IT_RINGS = ("not_now", "called")
"""What can only be said of a call whose time it is."""


def tap(turn: Turn, event: Tapped) -> Turn:
    """The answer to a tap: on a button that counts now, on an old one, or once more on the same."""
    heard = Heard(event=event.id, at=event.at, text=event.title)
    shown = {button.id: button for button in turn.conversation.buttons}
    kept = _about_the_call(turn, event) or _of_the_year(turn, event) or _of_an_earlier_moment(turn, event)
    button = shown.get(event.button) or kept
    if not button and event.title and not event.button:
        button = next((shown for shown in turn.conversation.buttons if shown.title == event.title), None)
    wish = None if button else _to_stop(turn, event)
    if wish:
        return stopped(replace(turn, heard=heard), wish)
    if not button:
        known = event.button == turn.conversation.tapped or turn.conversation.status == Status.WITH_HUMAN
        return turn.note("old_tap") if known else _old_tap(turn)
    if earlier.may_be_older(turn.conversation, event.button):
        return earlier.ask_again(replace(turn, heard=heard))
    value = button.id.partition(".")[2]
    return with_tap(turn.now(tapped=button.id), replace(heard, text=button.title, tap=value))


def with_tap(turn: Turn, heard: Heard) -> Turn:
    """What follows from the value of a button that counts now."""
    turn = replace(turn, heard=heard)
    talk = turn.conversation
    if talk.pending == Pending.SAFETY:
        return safety_answer(turn, heard, None)
    if heard.tap in (keeping.YES, keeping.NO):
        return keeping.answered(turn, heard.tap == keeping.YES)
    if heard.tap == ASK_RECRUITER or (not turn.context.vacancy.open and not is_booked(talk)):
        return human(turn.now(buttons=())) if heard.tap == ASK_RECRUITER else closed_meanwhile(turn)
    turn = recap(turn.now(buttons=()))
    if heard.tap in ABOUT_THE_CALL and is_booked(talk):
        return _to_the_call(turn, heard)
    if heard.tap in (TAKE, KEEP) and is_booked(talk):
        return earlier.answered(turn, heard.tap)
    return reopened(turn) if heard.tap == "move" else step_here(turn).hear(turn, heard)


def _to_the_call(turn: Turn, heard: Heard) -> Turn:
    match heard.tap:
        case "cancel":
            return booking.cancel(turn).say("cancelled", ("move", "other_moment"))
        case "not_now":
            return offer_anew(booking.cancel(turn), "not_now", FEW)
        case "called":
            return _was_called(turn)
        case _:
            return moving(turn, heard)


def _was_called(turn: Turn) -> Turn:
    """They are in the call, or were: as good a sign of it as its recruiter's."""
    call = turn.conversation.call
    if call is None:
        return turn
    asked = turn.conversation.seeking.asked if turn.conversation.seeking else ()
    signed = turn.now(call=replace(call, sign_at=call.sign_at or turn.context.now), seeking=None, moving=False)
    # What the script asks behind a call stays open.
    pending = Pending.ANSWER if turn.conversation.pending is Pending.ANSWER else Pending.NOTHING
    settled = signed.now(pending=pending, offered=(), chosen=None).note("dialled", call.id)
    return told_claimed(settled, asked, turn.recruiter(call.slot.recruiter).name).say("was_called")


def contact(turn: Turn, event: ContactShared) -> Turn:
    """The shared number is kept, if it is the sender's own, and the talk goes on."""
    heard = Heard(event=event.id, at=event.at, text=event.number)
    turn = replace(turn, heard=heard)
    if turn.conversation.status == Status.WITH_HUMAN:
        return _to_person(turn, event)
    number = reaching.shared(event)
    if not number:
        return _no_number(turn, event)
    turn = reaching.keep(turn, number, "shared")
    if not turn.context.vacancy.open and not is_booked(turn.conversation):
        return closed_meanwhile(turn)
    turn = recap(turn)
    if turn.conversation.pending == Pending.PHONE:
        return step_here(turn).hear(turn, heard)
    return where_it_was(turn.say("number_kept"))


def _to_person(turn: Turn, event: ContactShared) -> Turn:
    """The number is kept without a word, and reaches who is with them."""
    number = reaching.shared(event)
    known = reaching.keep(turn, number, "shared") if number else turn
    return heard_by_person(known, readable(number) if number else "[contact]")


def _no_number(turn: Turn, event: ContactShared) -> Turn:
    """Somebody else's, or none: asked again where one was asked for, else it is as good as a picture."""
    if turn.conversation.pending != Pending.PHONE:
        return where_it_was(turn.say("media"))
    asked = turn.phrase("phone_again" if event.own else "not_your_number")
    return turn.speak(asked, ask_phone=turn.phrase("share_phone"))


def as_tap(turn: Turn, heard: Heard) -> str:
    """A button answered by its number or its very title."""
    said = heard.text.strip().rstrip(".!)").casefold()
    values = [button.id.partition(".")[2] for button in turn.conversation.buttons]
    if TAKE in values and not earlier.offered_last(turn, heard.at):
        return ""
    for number, (button, value) in enumerate(zip(turn.conversation.buttons, values, strict=True), 1):
        if said in (str(number), button.title.casefold()):
            return value
    return ""


def _about_the_call(turn: Turn, event: Tapped) -> Button | None:
    """Move and cancel mean the booked call, whichever message they stand under; what is under way already moves."""
    talk, value = turn.conversation, event.button.partition(".")[2]
    if talk.call is None or value not in ABOUT_THE_CALL or not is_booked(talk) or talk.pending == Pending.SAFETY:
        return None
    early = value in AS_IT_RINGS and talk.call.slot.start - turn.context.now > EARLIEST
    under_way = value == "move" and talk.pending in OF_A_CALL
    return None if early or under_way else Button(event.button, event.title)


def _to_stop(turn: Turn, event: Tapped) -> Intent | None:
    """A yes to whether to stop, which holds however the talk went on; a script's own choice bears other words."""
    value = event.button.partition(".")[2]
    if value not in TO_STOP:
        return None
    # Those that were sent under the turn's number are known by their title, in whatever language the talk was then.
    titles = (turn.phrase(f"button_{value}"), *turn.context.sayings.texts[f"button_{value}"].values())
    return Intent(value) if event.button == f"call.{value}" or event.title in titles else None


def _of_the_year(turn: Turn, event: Tapped) -> Button | None:
    """Whether their data may be kept is theirs to say, and to say otherwise, after other words too."""
    talk, value = turn.conversation, event.button.partition(".")[2]
    open_still = talk.pending == Pending.NOTHING and talk.status != Status.WITH_HUMAN and event.button != talk.tapped
    asked = value in (keeping.YES, keeping.NO) and turn.candidate.keep_asked_at is not None
    return Button(event.button, event.title) if asked and open_still else None


def _of_an_earlier_moment(turn: Turn, event: Tapped) -> Button | None:
    """What was offered can be answered after other words, too."""
    return Button(event.button, event.title) if earlier.answers(turn.conversation, event.button) else None


def _old_tap(turn: Turn) -> Turn:
    """A button of an earlier message moves nothing; where the talk stands is said again."""
    return where_it_was(turn.say("old_button")).note("old_tap")
