"""On which number somebody is called: kept where they give one, and told to who will call them."""

from bot import booking
from bot.changing import replace
from bot.events import ContactShared
from bot.model import OF_A_CALL, Pending, is_booked
from bot.phones import number_in, readable
from bot.territories import SPEAKING, territory
from bot.turn import Turn
from bot.understanding.understood import Intent, Understood


def typed(turn: Turn, text: str, language: str) -> str | None:
    """A number of theirs in what they wrote; who has a call was told who calls from which number, and may speak of it.

    Where it is none of their country's, it may be one of those in which their language is at home.
    """
    number = number_in(text, territory(turn.candidate.zone), *SPEAKING.get(language, ()))
    told = is_booked(turn.conversation) and turn.conversation.pending != Pending.PHONE
    return None if told and number in {agenda.recruiter.phone for agenda in turn.context.agendas} else number


def shared(event: ContactShared) -> str | None:
    """The number of a contact that they shared, where it is their own."""
    number = event.number if event.number.startswith("+") else f"+{event.number}"
    return number_in(number, "") if event.own else None


def keep(turn: Turn, number: str, how: str) -> Turn:
    """It is kept, and not asked again; who will call them on another one hears of it."""
    known = turn.know(phone=number).note("phone", how)
    call = turn.conversation.call
    if call is None or not is_booked(turn.conversation) or number == turn.candidate.phone:
        return known
    renewed = replace(call, sequence=call.sequence + 1)
    moment = booking.moment_of_recruiter(known, renewed)
    told = known.now(call=renewed).tell(
        "told_number", call.slot.recruiter, call=call.id, moment=moment, number=readable(number)
    )
    return told.send(booking.invite(told, renewed))


def was_given(turn: Turn) -> bool:
    """Whether there was one in what they just sent."""
    return any(note.kind == "phone" for note in turn.notes)


def by_who_agreed(turn: Turn, understood: Understood) -> Understood:
    """What is meant beside a number by who agreed to be called: hardly that we have the wrong person.

    "Wrong number, it's 06 …" is asked about; "I have a new number" needs no question.
    """
    talk = turn.conversation
    agreed = talk.pending in OF_A_CALL or is_booked(talk)
    if not agreed or Intent.WRONG_PERSON not in (understood.intent, *understood.also):
        return understood
    if understood.sure and understood.intent == Intent.WRONG_PERSON:
        return replace(understood, sure=False)
    rest = [meant for meant in (understood.intent, *understood.also) if meant != Intent.WRONG_PERSON]
    first, *more = rest or [Intent.OTHER]
    return replace(understood, intent=first, also=tuple(more))
