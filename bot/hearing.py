"""What the candidate sent, understood in its place."""

from typing import assert_never
from zoneinfo import ZoneInfo

from bot import courtesies, reaching
from bot.answering import answer
from bot.changing import replace
from bot.door_texts import without_code
from bot.doors import ask_vacancy
from bot.earlier import offered_last
from bot.events import ContactShared, MediaReceived, MessageReceived, Started, Tapped
from bot.handing_over import heard_by_person
from bot.model import Pending, Status, is_booked
from bot.place import recap, where_it_was
from bot.tapping import as_tap, contact, tap, with_tap
from bot.turn import ASK_RECRUITER, Heard, Turn
from bot.understanding.understood import Asked, Intent, Question, Stay, Understood
from bot.walking import begin

Message = MessageReceived | Tapped | ContactShared | MediaReceived


def hear(turn: Turn, event: Message) -> Turn:
    """The answer to one message of the candidate."""
    turn = replace(turn.now(heard_at=event.at), after_gap=_after_gap(turn, event))
    match event:
        case MessageReceived():
            return _text(turn, Heard(event=event.id, at=event.at, text=event.text))
        case Tapped():
            return tap(turn, event)
        case ContactShared():
            return contact(turn, event)
        case MediaReceived():
            return _media(recap(turn), event)
        case _:
            assert_never(event)


def hear_first(turn: Turn, event: Message | Started) -> Turn:
    """The first words of somebody who wrote by themselves: the talk begins in their language, unless they want none."""
    turn = turn.now(heard_at=event.at)
    text = without_code(event.text) if isinstance(event, MessageReceived | Started) else ""
    if text:
        heard = Heard(event=event.id, at=event.at, text=text)
        understood = turn.context.understand(text, question(turn, heard))
        turn = _speak_theirs(replace(turn, heard=replace(heard, understood=understood)), understood)
        if understood.intent in courtesies.SAFETY and understood.sure:
            return courtesies.stopped(turn, understood.intent)
    if not turn.context.vacancy.id:
        return ask_vacancy(turn)
    if not turn.context.vacancy.open and _wants_a_person(turn, event):
        return courtesies.human(turn)
    return begin(turn)


def _wants_a_person(turn: Turn, event: Message | Started) -> bool:
    """Whether somebody asks for the recruiter of a job that is gone."""
    if isinstance(event, Tapped):
        return event.button.partition(".")[2] == ASK_RECRUITER
    understood = turn.heard.understood if turn.heard else None
    asked = understood is not None and understood.intent == Intent.HUMAN and understood.sure
    return asked or (turn.heard is not None and as_tap(turn, turn.heard) == ASK_RECRUITER)


def question(turn: Turn, heard: Heard) -> Question:
    """What the message answers, as understanding needs to know it."""
    talk = turn.conversation
    booked = (offered_last(turn, heard.at) or talk.call.slot) if talk.call and is_booked(talk) else None
    slots = talk.offered or ((booked,) if booked else ())
    offered = tuple(slot.window for slot in slots)
    names = (turn.candidate.name,) if turn.candidate.name else ()
    person = turn.candidate
    stay = Stay(ZoneInfo(person.away_zone), person.away_until) if person.away_until else None
    zone = ZoneInfo(person.zone)
    return Question(
        at=heard.at, zone=zone, stay=stay, asked=_asked(turn), offered=offered, language=talk.language, names=names
    )


def _asked(turn: Turn) -> Asked:
    """What we asked last, as far as it matters; who was left to think it over thinks of whether they are interested."""
    talk = turn.conversation
    step = turn.context.script.steps.get(talk.step)
    if is_booked(talk) and talk.pending == Pending.NOTHING:
        return Asked.BOOKED
    opens = talk.pending == Pending.ANSWER and talk.step == turn.context.script.first
    rests = talk.pending == Pending.NOTHING and talk.status == Status.OPEN and step is not None and step.waits
    return Asked.OPENING if opens or rests else courtesies.ASKED[talk.pending]


def _after_gap(turn: Turn, event: Message) -> bool:
    """Whether so much time went by that a line of recap helps; not for who answers our first word."""
    if turn.conversation.heard_at is None:
        return False
    last = max(filter(None, (turn.conversation.said_at, turn.conversation.heard_at)), default=event.at)
    return event.at - last >= turn.context.rules.recap_after


def _text(turn: Turn, heard: Heard) -> Turn:
    tapped = as_tap(turn, heard)
    if tapped and turn.conversation.pending != Pending.PHONE:
        return with_tap(turn, replace(heard, tap=tapped))
    asked = question(turn, heard)
    understood = turn.context.understand(heard.text, asked)
    offered = offered_last(turn, heard.at) is not None
    apart = turn.context.understand(heard.text, replace(asked, asked=Asked.ANY)) if offered else None
    number = reaching.typed(turn, heard.text, understood.language)
    understood = reaching.by_who_agreed(turn, understood) if number else understood
    heard = replace(heard, understood=understood, apart=apart)
    turn = replace(turn, heard=heard)
    turn = reaching.keep(turn, number, "typed") if number and understood.intent != Intent.WRONG_PERSON else turn
    return answer(_speak_theirs(_keep_stay(turn, understood), understood), heard, understood)


def _media(turn: Turn, event: MediaReceived) -> Turn:
    """A voice note or a picture gets a fitting word, and the talk goes on."""
    if turn.conversation.status == Status.WITH_HUMAN:
        return heard_by_person(turn, f"[{event.kind}]")
    return where_it_was(turn.say("media_voice" if event.kind == "voice" else "media"))


def _keep_stay(turn: Turn, understood: Understood) -> Turn:
    """Where they say that they are for a while, and until when."""
    stay = understood.moment.stay
    return turn.know(away_zone=stay.zone.key, away_until=stay.until) if stay else turn


def _speak_theirs(turn: Turn, understood: Understood) -> Turn:
    """The talk goes on in the language that they use, where the script has it."""
    language = understood.language
    if language == turn.language or language not in turn.context.script.languages:
        return turn
    return turn.now(language=language).know(language=language).note("language", language)
