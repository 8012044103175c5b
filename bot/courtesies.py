"""What a candidate may say at every step, whatever the script says: stop, who is this, a person please, a question."""

from datetime import timedelta

from bot import booking
from bot.handing_over import answered_by, in_words, to_human, to_look_at
from bot.model import Answer, Call, CallStatus, Pending, Status, is_booked
from bot.outgoing import MINE
from bot.turn import ASK_RECRUITER, Heard, Turn, first_name, in_language
from bot.understanding.understood import Asked, Intent

SAFETY = {Intent.STOP, Intent.ERASE, Intent.WRONG_PERSON}
LAST_WORD = timedelta(seconds=30)
"""How long the last confirmation has to go out before all else goes."""
RETURNING = ("start", "unstop", "hervat", "verder", "resume")

ASKED = {
    Pending.NOTHING: Asked.ANY,
    Pending.ANSWER: Asked.ANY,
    Pending.MOMENT: Asked.ASK_MOMENT,
    Pending.SLOTS: Asked.OFFER_SLOTS,
    Pending.CONFIRM: Asked.CONFIRM,
    Pending.PHONE: Asked.CONFIRM,
    Pending.CLAIM: Asked.ASK_MOMENT,
    Pending.SAFETY: Asked.CONFIRM,
}


def stopped(turn: Turn, intent: Intent) -> Turn:
    """Everything stops, for good, with one last confirmation; a booked call is called off with its recruiter."""
    if is_booked(turn.conversation):
        turn = booking.cancel(turn)
    quiet = _silenced(turn.tell(f"told_{intent}"))
    if intent == Intent.ERASE:
        quiet = quiet.know(erase_at=turn.context.now + LAST_WORD)
    # Who never got as far as a vacancy knows no recruiter either; what they asked for goes to the agency.
    named = {} if turn.context.vacancy.id else {"recruiter": turn.context.agency.name}
    return quiet.know(stopped_at=turn.context.now).say(f"goodbye_{intent}", **named).note("stopped", intent)


def unsure_safety(turn: Turn, intent: Intent) -> Turn:
    """Perhaps a stop: nothing further of the script, one neutral question, and a person looks."""
    understood = turn.heard.understood if turn.heard else None
    meant = (intent, *(understood.also if understood else ()))
    feared = next((wish for wish in meant if wish in SAFETY), Intent.STOP)
    asked = turn.now(pending=Pending.SAFETY, before=turn.conversation.pending)
    told = to_look_at(asked, "told_unsure")
    buttons = ((feared.value, f"button_{feared}"), ("go_on", "button_go_on"))
    return told.say(f"ask_{feared}", *buttons).note("unsure", intent)


def feared(turn: Turn) -> Intent:
    """What the safety question asked about; its button tells."""
    values = (button.id.partition(".")[2] for button in turn.conversation.buttons)
    return next((Intent(value) for value in values if value in SAFETY), Intent.STOP)


def blocked(turn: Turn) -> Turn:
    """They blocked us: an opt-out, without a word."""
    if is_booked(turn.conversation):
        turn = booking.cancel(turn)
    told = _silenced(turn.tell("told_blocked"))
    return told.know(stopped_at=turn.context.now).note("stopped", "blocked")


def stopped_elsewhere(turn: Turn) -> Turn:
    """They said stop in another talk: a booked call of this one is off, and its recruiter knows."""
    if is_booked(turn.conversation):
        turn = booking.cancel(turn)
    return _silenced(turn.tell("told_stop")).note("stopped", "elsewhere")


def wants_back(text: str) -> bool:
    """Whether somebody who stopped asks, in so many words, to go on."""
    return text.strip().strip(".!").casefold() in RETURNING


def who_are_you(turn: Turn) -> Turn:
    """A true answer, from the candidate's own record."""
    privacy = in_language(turn.context.agency.privacy, turn.language)
    source = turn.candidate.source
    origin = turn.phrase("origin", source=source) if source else turn.phrase("origin_wrote")
    whole = turn.phrase("all_we_keep", mine=MINE) if turn.context.rules.hands_out else ""
    parts = [turn.phrase("who_we_are"), origin, turn.phrase("what_we_keep"), whole, privacy]
    return turn.speak("\n".join(part for part in parts if part)).note("told_who")


def answer_question(turn: Turn, heard: Heard) -> Turn:
    """From the vacancy's facts; what they don't cover goes to the recruiter, and the candidate is told so."""
    topics = heard.understood.topics if heard.understood else ()
    facts = [fact for topic in topics if (fact := _fact(turn, topic))]
    # Two questions of which the facts answer one are still open for the recruiter.
    whole = bool(facts) and len(facts) >= max(len(topics), heard.text.count("?"))
    kept = Answer(value=" ".join(facts) if whole else "", text=heard.text, at=heard.at, event=heard.event)
    turn = turn.now(questions=(*turn.conversation.questions, kept)).note("asked", ",".join(topics))
    if whole:
        return turn.speak("\n".join(facts))
    passed = turn.phrase("question_passed")
    turn = turn.speak("\n".join([*facts, passed]))
    booked = is_booked(turn.conversation)
    return turn.tell("told_question", turn.conversation.recruiter, text=heard.text) if booked else turn


def human(turn: Turn) -> Turn:
    """A person will answer, and by when; silence until then."""
    by = answered_by(turn)
    return to_human(turn.say("human", until=in_words(turn, by)), until=by)


def prefers_writing(turn: Turn) -> Turn:
    """Rather not called: the recruiter writes."""
    by = answered_by(turn)
    return to_human(turn.say("prefers_writing", until=in_words(turn, by)), "told_prefers_writing", by)


def running_late(turn: Turn) -> Turn:
    """Passed on to who will call."""
    call = turn.conversation.call
    text = turn.heard.text if turn.heard else ""
    return turn.tell("told_late", call.slot.recruiter if call else "", text=text).say("late_passed")


def restate(turn: Turn, lead: str = "call_stands") -> Turn:
    """The booked call once more, with what can be done about it; where its time has come, that there is no sign yet."""
    call = turn.conversation.call
    if call is None or call.status != CallStatus.BOOKED:
        return turn
    if call.slot.start <= turn.context.now:
        return _restate_due(turn, call, lead)
    moment = booking.moment_of(turn, call.slot)
    return turn.say(lead, *booking.MOVABLE, moment=moment)


def _restate_due(turn: Turn, call: Call, lead: str) -> Turn:
    """Nobody reads a time that has passed as one that is to come; while they talk there is little to say."""
    if call.sign_at is not None:
        return turn.say("closing_word") if lead == "see_you" else turn
    name = first_name(turn.recruiter(call.slot.recruiter).name)
    time = booking.time_of(turn, call.slot)
    buttons = (*booking.CALLED, *booking.MOVABLE)
    return turn.say("call_due", *buttons, recruiter=name, time=time)


def closed_meanwhile(turn: Turn) -> Turn:
    """The vacancy is gone: said plainly, the recruiter knows that they wrote, and may be asked for."""
    text = turn.heard.text if turn.heard else "/start"
    return booking.over(
        turn.tell("told_wrote", text=text).say("vacancy_closed", (ASK_RECRUITER, "button_ask_recruiter"))
    )


def passed_on(turn: Turn, heard: Heard) -> Turn:
    """After the talk is over: what they still write reaches the recruiter."""
    return turn.tell("told_wrote", text=heard.text).say("passed_on")


def _silenced(turn: Turn) -> Turn:
    """Nothing is waited for, nothing rings, and nobody is sought who calls."""
    return turn.now(status=Status.STOPPED, pending=Pending.NOTHING, buttons=(), timers={}, seeking=None)


def _fact(turn: Turn, topic: str) -> str:
    vacancy = turn.context.vacancy
    texts = vacancy.facts.get(topic)
    if texts:
        return _sentence(in_language(texts, turn.language))
    match topic:
        case "employer":
            return turn.phrase("fact_employer")
        case "recruiter":
            return turn.phrase("fact_recruiter")
        case _:
            return ""


def _sentence(fact: str) -> str:
    """A fact, which may be half a sentence, as one."""
    return fact[:1].upper() + fact[1:] + ("" if fact.endswith((".", "?", "!")) else ".")
