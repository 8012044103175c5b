"""One turn in the making: the talk so far, and what is being said; every method returns a new one."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.agenda import Agenda
from bot.changing import replace
from bot.context import Context, Decision, Note
from bot.model import Button, Candidate, Conversation, Pending, Recruiter
from bot.outgoing import Notify, Outgoing, Say, Template
from bot.phones import readable
from bot.templates import TIMED, as_template, wording_of
from bot.understanding.understood import Intent, Understood

MERGED_LENGTH = 900
ASK_RECRUITER = "recruiter"
"""The button that asks for a person where the job is gone."""
TAKE, KEEP = "earlier", "keep_time"
"""Of an earlier moment than their call's: to have it, or to leave things as they are."""
ABOUT_THE_CALL = ("move", "cancel", "not_now", "called")
TO_STOP = (Intent.STOP.value, Intent.ERASE.value, Intent.WRONG_PERSON.value)
"""A yes to whether to stop: it holds however the talk went on."""
LASTING = (*ABOUT_THE_CALL, ASK_RECRUITER, *TO_STOP)
"""Their buttons mean the same whenever they are tapped, and may stand in an approved template, where no turn can."""
IN_A_TEMPLATE = "call"
"""What stands before a button's value where no turn does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the candidate said, as far as it was understood; `tap` is the value of a tapped button."""

    event: str
    at: datetime
    text: str = ""
    tap: str = ""
    understood: Understood | None = None
    apart: Understood | None = None
    """The same words without the booked call in mind, where an earlier moment than the call's was offered last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The talk, the person and the picture in which we decide, with what goes out so far."""

    conversation: Conversation
    candidate: Candidate
    context: Context
    heard: Heard | None = None
    outgoing: tuple[Outgoing, ...] = ()
    notes: tuple[Note, ...] = ()
    goto: str = ""
    after_gap: bool = False
    """So much time went by that a line of recap helps."""

    @property
    def zone(self) -> ZoneInfo:
        """The candidate's, now."""
        return self.zone_at(self.context.now)

    def zone_at(self, moment: datetime) -> ZoneInfo:
        """The candidate's at that moment."""
        return self.candidate.zone_at(moment)

    @property
    def language(self) -> str:
        """What the talk is held in."""
        return self.conversation.language

    @property
    def agendas(self) -> tuple[Agenda, ...]:
        """Of the vacancy's recruiters, the talk's own first, as if its own call were not booked."""
        own = [agenda.without(self.conversation.call) for agenda in self.context.agendas]
        return tuple(sorted(own, key=lambda agenda: agenda.recruiter.id != self.conversation.recruiter))

    @property
    def speakers(self) -> tuple[Agenda, ...]:
        """Of those the ones who speak the candidate's language; all of them where nobody does."""
        return tuple(agenda for agenda in self.agendas if speaks(agenda.recruiter, self.language)) or self.agendas

    def recruiter(self, id: str = "") -> Recruiter:
        """By id; without one, whose name the talk bears."""
        wanted = id or self.conversation.recruiter
        known = [agenda.recruiter for agenda in self.context.agendas]
        return next((recruiter for recruiter in known if recruiter.id == wanted), known[0])

    def now(self, **changes: Any) -> "Turn":
        """With these fields of the conversation changed."""
        return replace(self, conversation=replace(self.conversation, **changes))

    def know(self, **changes: Any) -> "Turn":
        """With these fields of the candidate changed."""
        return replace(self, candidate=replace(self.candidate, **changes))

    def go(self, step: str) -> "Turn":
        """On to another step, which is entered next."""
        return replace(self, goto=step)

    def note(self, kind: str, text: str = "") -> "Turn":
        """With a line for the journal."""
        return replace(self, notes=(*self.notes, Note(kind=kind, text=text)))

    def send(self, outgoing: Outgoing) -> "Turn":
        """With one more message leaving the house."""
        return replace(self, outgoing=(*self.outgoing, outgoing))

    def say(self, sentence: str, *buttons: tuple[str, str], **values: str) -> "Turn":
        """One of Belmoment's own sentences; buttons are `(value, name of the title's sentence)`."""
        titled = tuple((value, self.phrase(title)) for value, title in buttons)
        return self.speak(self.phrase(sentence, **values), *titled)

    def speak(self, text: str, *buttons: tuple[str, str], ask_phone: str = "") -> "Turn":
        """A text with buttons, given as `(value, title)`. Each bears the turn, so that an old one is known.

        What concerns the booked call bears no turn: it means that call wherever it stands.
        """
        turn = self.conversation.turns
        shown = tuple(Button(f"{IN_A_TEMPLATE if v in LASTING else turn}.{v}", title) for v, title in buttons)
        # Whether to stop is asked once: its buttons hold on whatever is said beside it.
        kept = self.conversation.buttons if self.conversation.pending == Pending.SAFETY and not shown else shown
        return self.send(Say(text=text, buttons=shown, ask_phone=ask_phone)).now(buttons=kept)

    def tongue(self, recruiter: str = "") -> str:
        """In which that recruiter reads."""
        return tongue_of(self.recruiter(recruiter), self.language)

    def tell(
        self, name: str, recruiter: str = "", /, *buttons: tuple[str, str], call: str = "", **values: str
    ) -> "Turn":
        """A message to a recruiter, from the sentences `name` and `name_subject` in their tongue.

        `buttons` are `(id, name of the title's sentence)`; `call` is the id of the call that it is about.
        """
        receiver, language = self.recruiter(recruiter), self.tongue(recruiter)
        say = self.context.sayings.say
        vacancy = self.title(language) if self.context.vacancy.id else say("no_vacancy_yet", language)
        told = {"candidate": self.called, "vacancy": vacancy, **values}
        subject = say(f"{name}_subject", language, **told)
        shown = tuple(Button(id, say(title, language)) for id, title in buttons)
        text = say(name, language, **told)
        return self.send(Notify(recruiter=receiver.id, subject=subject, text=text, buttons=shown, call=call))

    @property
    def called(self) -> str:
        """What to call the candidate when talking about them."""
        known = self.candidate.name or readable(self.candidate.phone or "")
        return known or self.candidate.address.peer

    def title(self, language: str = "") -> str:
        """The vacancy's title."""
        return in_language(self.context.vacancy.title, language or self.language)

    def phrase(self, name: str, /, **values: str) -> str:
        """A sentence in the candidate's language; the script's own wording goes first, unless it can't be filled."""
        filled = {**self.variables(), **values}
        own = self.context.script.phrases.get(name, {}).get(self.language)
        if own:
            with suppress(KeyError):
                return own.format(**filled).strip()
        return self.context.sayings.say(name, self.language, **filled)

    def fill(self, text: str) -> str:
        """A text of the script with its `{variables}` filled; a fact that the vacancy lost meanwhile is left open."""
        return text.format_map(_LeftOpen({**self.variables(), **self._greetings()})).strip()

    def variables(self) -> Mapping[str, str]:
        """What a text may name: who, for whom, about what, and the vacancy's facts."""
        vacancy = self.context.vacancy
        if not vacancy.id:
            return {"agency": self.context.agency.name}
        recruiter = self.recruiter()
        facts = {topic: in_language(texts, self.language) for topic, texts in vacancy.facts.items()}
        return facts | {
            "name": first_name(self.candidate.name),
            "recruiter": first_name(recruiter.name),
            "recruiter_full": recruiter.name,
            "phone": readable(recruiter.phone),
            "agency": self.context.agency.name,
            "vacancy": self.title(),
            "employer": vacancy.employer,
            "minutes": str(recruiter.call_minutes),
        }

    def decision(self) -> Decision:
        """What follows, with neighbouring texts joined into one message."""
        said = any(isinstance(message, Say) for message in self.outgoing)
        conversation = replace(self.conversation, turns=self.conversation.turns + 1)
        if said:
            conversation = replace(conversation, said_at=self.context.now)
        understood = self.heard.understood if self.heard else None
        return Decision(
            conversation=conversation,
            candidate=self.candidate,
            outgoing=joined(self.outgoing),
            understood=understood,
            notes=self.notes,
        )

    def _greetings(self) -> Mapping[str, str]:
        name = first_name(self.candidate.name)
        hello = "hello_name" if name else "hello"
        return {"hello": self.phrase(hello), "disclosure": self.phrase("disclosure")}


class _LeftOpen(dict[str, str]):
    """Values by name, and three dots for one that is not there: a talk must not end for want of a fact."""

    def __missing__(self, name: str) -> str:
        return "…"


def joined(outgoing: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
    """Plain texts flow into the text that follows them: one message says it all, and in order."""
    kept: list[Outgoing] = []
    for message in outgoing:
        last = kept[-1] if kept else None
        if isinstance(last, Say) and isinstance(message, Say) and _may_join(last, message):
            kept[-1] = replace(message, text=f"{last.text}\n\n{message.text}", template=None)
        else:
            kept.append(message)
    return tuple(kept)


def _may_join(first: Say, second: Say) -> bool:
    plain = not (first.buttons or first.card or first.ask_phone or first.template or second.card)
    return plain and len(first.text) + len(second.text) <= MERGED_LENGTH


def speaks(recruiter: Recruiter, language: str) -> bool:
    """Whether they can talk in that language, as far as we know."""
    return not recruiter.languages or language in recruiter.languages


def tongue_of(recruiter: Recruiter, otherwise: str) -> str:
    """In which they read: the first of their languages, as far as we know any."""
    return recruiter.languages[0] if recruiter.languages else otherwise


def first_name(name: str) -> str:
    """ "Sanne" of "Sanne de Wit"."""
    return name.split(maxsplit=1)[0] if name.split() else ""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in `language`, else in the first that it has."""
    return texts.get(language) or next(iter(texts.values()), "")


def template(name: str, turn: Turn, **values: str) -> Template:
    """A sentence of ours as a template, filled for this talk."""
    wording = wording_of(name, turn.language, turn.context.script, turn.context.sayings)
    return as_template(name, turn.language, wording, {**turn.variables(), **values})


def say_timed(turn: Turn, name: str, until: datetime | None = None, /, **values: str) -> Turn:
    """A sentence of ours that a timer or a recruiter has us say: with its buttons, and as a template, too."""
    buttons = TIMED.get(name, ())
    said, form = turn.say(name, *buttons, **values), template(name, turn, **values)
    approved = tuple(Button(f"{IN_A_TEMPLATE}.{value}", turn.phrase(title)) for value, title in buttons)
    # Their ids are approved with the words: what bears a turn in the talk can't there.
    differs = any(value not in LASTING for value, _ in buttons)
    return templated(said, replace(form, buttons=approved) if differs else form, until)


def beside_what_is_asked(asked: Turn, said: Turn) -> Turn:
    """What was said beside a question that was open in `asked`: the question's buttons go on counting, too."""
    buttons = asked.conversation.buttons if asked.conversation.pending is not Pending.NOTHING else ()
    shown = {button.id for button in said.conversation.buttons}
    return said.now(buttons=(*(one for one in buttons if one.id not in shown), *said.conversation.buttons))


def templated(turn: Turn, form: Template, until: datetime | None = None) -> Turn:
    """The last message, with the form in which it may go out when WhatsApp's window is closed."""
    last = turn.outgoing[-1]
    if not isinstance(last, Say):
        return turn
    return replace(turn, outgoing=(*turn.outgoing[:-1], replace(last, template=form, until=until)))
