"""What the recruiter reads before dialling: facts and literal quotes; what was not asked is said to be not asked."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model import Answer, Call
from bot.phones import readable
from bot.speaking import language_name, plain_moment
from bot.turn import Turn

QUOTE_LENGTH = 90
MOST_QUOTES = 4


def dossier(turn: Turn, call: Call) -> str:
    """Who, about what, when in the recruiter's zone, and what was said; in the recruiter's language."""
    recruiter = turn.recruiter(call.slot.recruiter)
    tongue = recruiter.languages[0] if recruiter.languages else turn.language
    say = turn.context.sayings.say
    moment = plain_moment(call.slot.start, ZoneInfo(recruiter.zone), tongue, turn.context.sayings)
    lines = [
        say("dossier_when", tongue, moment=moment),
        say(
            "dossier_who",
            tongue,
            candidate=turn.candidate.name or say("dossier_unnamed", tongue),
            phone=readable(turn.candidate.phone or ""),
            spoken=language_name(turn.language, tongue),
        ),
        say("dossier_what", tongue, vacancy=turn.title(tongue), employer=turn.context.vacancy.employer),
    ]
    if recruiter.zone != turn.candidate.zone:
        theirs = plain_moment(call.slot.start, turn.zone, tongue, turn.context.sayings)
        lines.append(say("dossier_theirs", tongue, moment=theirs))
    return "\n".join([*lines, *_said(turn, tongue)])


def _said(turn: Turn, tongue: str) -> list[str]:
    talk, say = turn.conversation, turn.context.sayings.say
    wish = [say("dossier_wish", tongue, quote=_short(talk.wanted.text))] if talk.wanted.text else []
    unmet = [say("dossier_unmet", tongue)] if talk.wanted.unmet else []
    answers = [_quote(answer, turn) for answer in talk.answers.values() if answer.text][-MOST_QUOTES:]
    asked = [
        say("dossier_question", tongue, quote=_short(question.text), open=_open(question, tongue, turn))
        for question in talk.questions
    ]
    return [*wish, *unmet, *answers, *(asked[-MOST_QUOTES:] or [say("dossier_no_questions", tongue)])]


def _quote(answer: Answer, turn: Turn) -> str:
    return f"“{_short(answer.text)}” ({_clock(answer.at, turn)})"


def _open(question: Answer, tongue: str, turn: Turn) -> str:
    return "" if question.value else turn.context.sayings.say("dossier_open", tongue)


def _clock(at: datetime, turn: Turn) -> str:
    return f"{at.astimezone(turn.zone):%d-%m %H:%M}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_LENGTH else f"{flat[: QUOTE_LENGTH - 1]}…"
