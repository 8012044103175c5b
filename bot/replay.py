"""Past talks, held again with a draft: where it would have understood, asked or booked otherwise.

Both the version that a talk was held with and the draft are played in the same quiet world (recruiters' hours, no other
calls), so that what differs comes from the script. What a message was understood as is taken from the journal, and
asked anew only where the draft put another question before it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.context import Understand
from bot.events import ContactShared, Event, FromCandidate, MediaReceived, MessageReceived, RecruiterActed, Tapped
from bot.model import Address, Conversation, ScriptVersion, is_booked
from bot.outgoing import Outgoing, Say
from bot.script import Script
from bot.simulator import Setting, Simulator
from bot.understanding.understood import Question, Understood

KINDS = ("booked", "went", "understood", "said")
"""How a message can lead elsewhere, the weightiest first: "said" is only other words for the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEvent:
    """Something that happened in a talk, and what it was understood as then."""

    event: Event
    understood: Understood | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTalk:
    """One talk as the journal has it."""

    id: str
    person: str
    version: ScriptVersion
    vacancy: str
    language: str
    channel: str
    zone: str
    names: tuple[str, ...] = ()
    """What the person is called, so that it can be left out."""
    events: tuple[PastEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What followed from one event on one side."""

    understood: str
    step: str
    said: tuple[str, ...]
    booked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """One event after which the two sides differ."""

    words: str
    """What the candidate said or did."""
    kind: str
    before: Side
    after: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One talk, held twice."""

    talk: PastTalk
    partings: tuple[Parting, ...]
    booked_before: bool
    booked_after: bool

    @property
    def kind(self) -> str:
        """The weightiest way in which it differs; empty where it does not."""
        kinds = {parting.kind for parting in self.partings}
        return next((kind for kind in KINDS if kind in kinds), "")


def replay(talk: PastTalk, setting: Setting, held_with: Script) -> Replayed:
    """The talk with the script that it was `held_with`, and with the draft, which is the setting's."""
    questions: dict[int, Question] = {}
    then = _played(talk, replace(setting, script=held_with), _Recalled(setting.understand, questions, first=True))
    now = _played(talk, setting, _Recalled(setting.understand, questions, first=False))
    partings = tuple(
        Parting(words=words_of(past.event), kind=kind, before=before, after=after)
        for past, before, after in zip(talk.events, then, now, strict=True)
        if (kind := _differs(before, after))
    )
    return Replayed(
        talk=talk,
        partings=partings,
        booked_before=any(side.booked for side in then),
        booked_after=any(side.booked for side in now),
    )


def totals(replayed: Sequence[Replayed]) -> Mapping[str, int]:
    """How many talks differ in which way, by the weightiest of each; "booked_before" and "booked_after" count calls."""
    counted = Counter(one.kind for one in replayed if one.kind)
    return {
        **{kind: counted[kind] for kind in KINDS},
        "booked_before": sum(one.booked_before for one in replayed),
        "booked_after": sum(one.booked_after for one in replayed),
    }


def words_of(event: Event) -> str:
    """What somebody said or did, for people to read."""
    match event:
        case MessageReceived():
            return event.text
        case Tapped():
            return f"[{event.title or event.button.partition('.')[2]}]"
        case ContactShared():
            return "[number]"
        case MediaReceived():
            return f"[{event.kind}]"
        case _:
            return f"[{type(event).__name__}]"


class _Recalled:
    """Understanding that remembers: what the journal says, wherever the question is the one that was put then."""

    def __init__(self, understand: Understand, questions: dict[int, Question], *, first: bool) -> None:
        self._understand, self._questions, self._first = understand, questions, first
        self.number = 0
        self.known: Understood | None = None

    def __call__(self, text: str, question: Question) -> Understood:
        if self._first:
            self._questions[self.number] = question
            return self.known or self._understand(text, question)
        same = self._questions.get(self.number)
        if self.known is not None and same is not None and _alike(same, question):
            return self.known
        return self._understand(text, question)


def _alike(one: Question, other: Question) -> bool:
    return (one.asked, one.offered, one.language) == (other.asked, other.offered, other.language)


def _played(talk: PastTalk, setting: Setting, recalled: _Recalled) -> list[Side]:
    begin = talk.events[0].event.at if talk.events else None
    if begin is None:
        return []
    language = talk.language if talk.language in setting.script.languages else setting.script.languages[0]
    played = Simulator(replace(setting, understand=recalled), begin, language, talk.channel, person=talk.person)
    played.candidate = replace(played.candidate, zone=talk.zone)
    sides = []
    for number, past in enumerate(talk.events):
        recalled.number, recalled.known = number, past.understood
        meanwhile = [said for _, said in played.wait_until(past.event.at)]
        said = [*meanwhile, *played.happen(fitted(past.event, played.conversation, played.candidate.address))]
        sides.append(_side(played, said))
    return sides


def fitted(event: Event, talk: Conversation, address: Address) -> Event:
    """The event as it would have happened in this talk: a tap finds its button by what it means."""
    if isinstance(event, Tapped):
        event = _fitted_tap(event, talk)
    if isinstance(event, FromCandidate):
        return replace(event, address=address)
    return replace(event, conversation=talk.id, call="") if isinstance(event, RecruiterActed) else event


def _fitted_tap(event: Tapped, talk: Conversation) -> Tapped:
    meant = event.button.partition(".")[2]
    by_value = (button for button in talk.buttons if meant and button.id.partition(".")[2] == meant)
    by_title = (button for button in talk.buttons if event.title and button.title == event.title)
    button = next(by_value, None) or next(by_title, None)
    return replace(event, button=button.id, title=button.title) if button else event


def _side(played: Simulator, outgoing: Sequence[Outgoing]) -> Side:
    talk, understood = played.conversation, played.last.understood if played.last else None
    call = talk.call if is_booked(talk) else None
    return Side(
        understood=understood.intent.value if understood else "",
        step=talk.step,
        said=tuple(_shown(outgoing)),
        booked=call.slot.start.isoformat() if call else "",
    )


def _shown(outgoing: Sequence[Outgoing]) -> Iterator[str]:
    for message in outgoing:
        if isinstance(message, Say):
            yield "\n".join([message.text, *(f"[{button.title}]" for button in message.buttons)])


def _differs(before: Side, after: Side) -> str:
    if before.booked != after.booked:
        return "booked"
    if before.step != after.step:
        return "went"
    if before.understood != after.understood:
        return "understood"
    return "said" if before.said != after.said else ""
