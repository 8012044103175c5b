"""How far talks came, and where people left: read from the journal, never counted on the side."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.masking import masked
from bot.understanding.understood import Intent

FROM_CANDIDATE = {"message_received", "tapped", "contact_shared", "media_received"}
GOES_ON = {"open", "booked", "with_human"}
INTERESTED = {Intent.INTERESTED, Intent.ALREADY_EMPLOYED_BUT_OPEN, Intent.CALL_NOW, Intent.GIVE_TIME}


class Stage(IntEnum):
    """How far a talk came; who came further came past all before."""

    APPROACHED = 1
    REPLIED = 2
    INTERESTED = 3
    GAVE_A_MOMENT = 4
    BOOKED = 5
    ANSWERED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the journal, as far as it matters here."""

    event: str
    kind: str
    at: datetime
    intent: str
    sure: bool
    step_before: str
    step_after: str
    status: str
    words: str
    has_moment: bool
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A message that was not understood, without what says whose it was."""

    talk: str
    event: str
    words: str
    step: str
    language: str
    taken_for: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One talk's way."""

    talk: str
    script: str
    version: int
    vacancy: str
    channel: str
    language: str
    opening: str
    """Which variants they met in the first turn: of the first text, and of a way to it."""
    variants: tuple[tuple[str, str], ...]
    """Which variant of which step's text they read, in the order of reading."""
    begun_at: datetime
    stage: Stage
    step: str
    """Where it stands, or stood when they left."""
    status: str
    last_words: str
    """Of the candidate's, without what says whose they were."""
    missed: tuple[Missed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What the journal does not say itself."""

    id: str
    script: str
    version: int
    vacancy: str
    channel: str
    language: str
    status: str
    step: str
    names: tuple[str, ...]
    answered: bool
    """A call of theirs was held."""


BY: Mapping[str, Callable[[Passage], str]] = {
    "version": lambda passage: f"{passage.script} {passage.version}",
    "vacancy": lambda passage: passage.vacancy,
    "channel": lambda passage: passage.channel,
    "language": lambda passage: passage.language,
    "opening": lambda passage: passage.opening,
}
"""What a funnel can be told apart by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many talks came to each stage, and where those left that went no further and are over or silent."""

    reached: Mapping[Stage, int]
    left_at: Mapping[str, int]


def passage_of(talk: Talk, entries: Sequence[Entry]) -> Passage:
    """The way of one talk; entries are in their order."""
    first = next((entry.step_after for entry in entries if entry.step_after), "")
    notes = [note for entry in entries for note in entry.notes]
    said = [entry.words for entry in entries if entry.kind in FROM_CANDIDATE and entry.words]
    return Passage(
        talk=talk.id,
        script=talk.script,
        version=talk.version,
        vacancy=talk.vacancy,
        channel=talk.channel,
        language=talk.language,
        opening=_opening(entries),
        variants=tuple(dict(_variants(notes)).items()),
        begun_at=entries[0].at,
        stage=_stage(talk, entries, first),
        step=talk.step,
        status=talk.status,
        last_words=masked(said[-1], talk.names) if said else "",
        missed=tuple(
            Missed(
                talk=talk.id,
                event=entry.event,
                words=masked(entry.words, talk.names),
                step=entry.step_before,
                language=talk.language,
                taken_for=entry.intent,
            )
            for entry in entries
            if entry.kind == "message_received" and entry.words and _was_missed(entry)
        ),
    )


def counted(passages: Iterable[Passage]) -> Counts:
    """How many came how far. Each stage holds those of all later ones."""
    ways = list(passages)
    reached = {stage: sum(one.stage >= stage for one in ways) for stage in Stage}
    left = Counter(one.step or "before the first step" for one in ways if one.stage < Stage.BOOKED)
    return Counts(reached=reached, left_at=dict(left.most_common()))


def counted_by(passages: Sequence[Passage], by: str) -> Mapping[str, Counts]:
    """The same for each version, vacancy, channel, language or opening, the one with most talks first."""
    groups: dict[str, list[Passage]] = {}
    for one in passages:
        groups.setdefault(BY[by](one) or "-", []).append(one)
    return {name: counted(groups[name]) for name in sorted(groups, key=lambda name: (-len(groups[name]), name))}


def work_list(passages: Iterable[Passage]) -> Sequence[tuple[Missed, int]]:
    """Messages that were not understood, each with how often it came, the most frequent first."""
    missed = [one for passage in passages for one in passage.missed]
    often = Counter((one.words.casefold(), one.step) for one in missed)
    first: dict[tuple[str, str], Missed] = {}
    for one in missed:
        first.setdefault((one.words.casefold(), one.step), one)
    return [(first[key], times) for key, times in often.most_common()]


def _opening(entries: Sequence[Entry]) -> str:
    """Which variants they came through at once, of ways and of texts; "text" where there are none."""
    began = next((entry for entry in entries if entry.step_after), None)
    return ", ".join(arm for _, arm in _variants(began.notes)) or "text" if began else "text"


def _variants(notes: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for kind, text in notes:
        step, _, arm = text.partition("=")
        if kind == "variant":
            yield step, arm


def _stage(talk: Talk, entries: Sequence[Entry], first: str) -> Stage:
    if talk.answered:
        return Stage.ANSWERED
    if any(entry.status == "booked" for entry in entries):
        return Stage.BOOKED
    theirs = [entry for entry in entries if entry.kind in FROM_CANDIDATE and entry.step_before]
    if any(entry.has_moment and entry.status in GOES_ON for entry in theirs):
        return Stage.GAVE_A_MOMENT
    moved_on = any(entry.step_before == first != entry.step_after and entry.status in GOES_ON for entry in theirs)
    if moved_on or any(entry.intent in INTERESTED and entry.status in GOES_ON for entry in theirs):
        return Stage.INTERESTED
    return Stage.REPLIED if theirs else Stage.APPROACHED


def _was_missed(entry: Entry) -> bool:
    return any(kind == "not_understood" for kind, _ in entry.notes) or (entry.intent == Intent.OTHER and not entry.sure)
