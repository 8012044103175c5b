"""What the recruiter reads before dialling: facts and literal quotes; what was not asked is said to be not asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model import Answer, Call, Candidate, Conversation, Recruiter, Vacancy
from bot.phones import readable
from bot.sayings import Sayings
from bot.speaking import language_name, plain_moment
from bot.turn import Turn, in_language, tongue_of

QUOTE_LENGTH = 90
MOST_QUOTES = 4
MOST_WORDS = 120
"""On one screen, and read within half a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a dossier is made of: it reads the same wherever it is shown."""

    talk: Conversation
    candidate: Candidate
    recruiter: Recruiter
    vacancy: Vacancy | None
    start: datetime

    @property
    def tongue(self) -> str:
        """The recruiter's."""
        return tongue_of(self.recruiter, self.talk.language)


def dossier(turn: Turn, call: Call) -> str:
    """Who, about what, when in the recruiter's zone, and what was said; in the recruiter's language."""
    facts = Facts(
        talk=turn.conversation,
        candidate=turn.candidate,
        recruiter=turn.recruiter(call.slot.recruiter),
        vacancy=turn.context.vacancy,
        start=call.slot.start,
    )
    return written(facts, turn.context.sayings)


def written(facts: Facts, sayings: Sayings) -> str:
    """The dossier as lines, of at most `MOST_WORDS` words: what was said earliest gives way first."""
    head = list(_head(facts, sayings))
    left = MOST_WORDS - sum(len(line.split()) for line in head)
    said = list(_said(facts, sayings))
    kept: list[str] = []
    # The last lines are what they asked: those are kept before what they answered.
    for line in reversed(said):
        left -= len(line.split())
        if left < 0:
            break
        kept.insert(0, line)
    return "\n".join([*head, *kept])


def _head(facts: Facts, sayings: Sayings) -> Iterator[str]:
    candidate, tongue, say = facts.candidate, facts.tongue, sayings.say
    yield say("dossier_when", tongue, moment=plain_moment(facts.start, ZoneInfo(facts.recruiter.zone), tongue, sayings))
    yield say(
        "dossier_who",
        tongue,
        candidate=candidate.name or say("dossier_unnamed", tongue),
        phone=readable(candidate.phone) if candidate.phone else say("dossier_no_number", tongue),
        spoken=language_name(facts.talk.language, tongue),
    )
    if facts.vacancy is not None:
        title = in_language(facts.vacancy.title, tongue)
        yield say("dossier_what", tongue, vacancy=title, employer=facts.vacancy.employer)
    there = candidate.zone_at(facts.start)
    if facts.recruiter.zone != there.key:
        theirs = plain_moment(facts.start, there, tongue, sayings)
        yield say("dossier_theirs", tongue, moment=theirs)


def _said(facts: Facts, sayings: Sayings) -> Iterator[str]:
    talk, tongue, say = facts.talk, facts.tongue, sayings.say
    yield from [_quote(answer, facts) for answer in talk.answers.values() if answer.text][-MOST_QUOTES:]
    if talk.wanted.text:
        when = f" ({_clock(talk.wanted.said_at, facts)})" if talk.wanted.said_at else ""
        yield say("dossier_wish", tongue, quote=_short(talk.wanted.text)) + when
    if talk.wanted.unmet:
        yield say("dossier_unmet", tongue)
    for question in talk.questions[-MOST_QUOTES:]:
        asked = say("dossier_question", tongue, quote=_short(question.text), open=_answer(question, tongue, sayings))
        yield f"{asked.strip()} ({_clock(question.at, facts)})"
    if not talk.questions:
        yield say("dossier_no_questions", tongue)


def _quote(answer: Answer, facts: Facts) -> str:
    return f"“{_short(answer.text)}” ({_clock(answer.at, facts)})"


def _answer(question: Answer, tongue: str, sayings: Sayings) -> str:
    """What they were told, or that it is still open."""
    return f"→ {_short(question.value)}" if question.value else sayings.say("dossier_open", tongue)


def _clock(at: datetime, facts: Facts) -> str:
    return f"{at.astimezone(ZoneInfo(facts.candidate.zone)):%d-%m %H:%M}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_LENGTH else f"{flat[: QUOTE_LENGTH - 1]}…"
