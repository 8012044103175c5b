"""Which variant of a text leads to more answered calls: a verdict that may be looked at every day.

Each day's people are one block. Before it is looked at, every arm's rate is guessed from the days before; the block
then multiplies the evidence by how much better these guesses foretell it than one rate for all would (Turner, Ly and
Grünwald, "Generic E-variables for exact sequential k-sample tests that allow for optional stopping", 2024, theorem 1).
Were all arms the same, evidence would reach 20 in at most one of 20 trials, however often one looks; so what was once
clear stays so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import exp, log

from bot.funnel import Passage, Stage
from bot.script import Halted

ENOUGH = 20.0
"""Evidence at which a verdict is given: one over the share of false ones that is borne, 5%."""
SETTLED_AFTER = timedelta(days=7)
"""A talk counts once its call can have been answered."""
STOPPED_BY = timedelta(days=1)
"""Who wants no more messages mostly says so at once, and what drives people away must not go on for a week."""
GUESS = 0.5
MOST = 700.0
"""The greatest power of e that a float holds, nearly."""
"""What is known of a rate before anybody came: half a yes and half a no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """How a variant did."""

    name: str
    people: int
    """Who read it long enough ago for their call to be answered."""
    answered: int
    seen: int
    """Who read it long enough ago to have said stop."""
    stopped: int

    @property
    def rate(self) -> float:
        """The share of people whose call was answered."""
        return self.answered / self.people if self.people else 0.0

    @property
    def stop_rate(self) -> float:
        """The share of those who wanted no more messages."""
        return self.stopped / self.seen if self.seen else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The variants of one text in one version, compared."""

    script: str
    version: int
    step: str
    arms: tuple[Arm, ...]
    evidence: float
    """That their calls are answered more or less often."""
    alarm: float
    """Evidence that they are stopped more or less often."""

    @property
    def people(self) -> int:
        """How many read one of them, and are settled."""
        return sum(arm.people for arm in self.arms)

    @property
    def better(self) -> Arm | None:
        """The arm that does best, once that is clear."""
        return max(self.arms, key=lambda arm: arm.rate) if self.evidence >= ENOUGH else None

    @property
    def to_stop(self) -> Arm | None:
        """The arm that drives people away, once that is clear."""
        return max(self.arms, key=lambda arm: arm.stop_rate) if self.alarm >= ENOUGH else None


Block = Mapping[str, tuple[int, int]]
"""How many people an arm had on one day, and how many of them did what is counted."""


def trials(passages: Iterable[Passage], now: datetime) -> tuple[Trial, ...]:
    """Every text that is told in variants, by version; the latest version first."""
    groups: dict[tuple[str, int, str], list[tuple[str, Passage]]] = {}
    for one in passages:
        for step, arm in one.variants:
            groups.setdefault((one.script, one.version, step), []).append((arm, one))
    found = (_trial(key, people, now) for key, people in groups.items())
    return tuple(sorted(found, key=lambda trial: (trial.script, -trial.version, trial.step)))


def evidence(blocks: Iterable[Block]) -> Iterator[float]:
    """How strongly the days up to each one speak against one rate for all arms; 1 where they say nothing."""
    seen: dict[str, tuple[int, int]] = {}
    total = 0.0
    for block in blocks:
        guesses = {arm: _guess(*seen.get(arm, (0, 0))) for arm in block}
        people = sum(number for number, _ in block.values())
        shared = sum(block[arm][0] * guesses[arm] for arm in block) / people
        for arm, (number, yes) in block.items():
            total += yes * log(guesses[arm] / shared) + (number - yes) * log((1 - guesses[arm]) / (1 - shared))
            before = seen.get(arm, (0, 0))
            seen[arm] = (before[0] + number, before[1] + yes)
        yield exp(min(total, MOST))


def halted(found: Iterable[Trial]) -> Halted:
    """The variants that nobody should read any more."""
    return frozenset(
        (trial.script, trial.version, trial.step, trial.to_stop.name) for trial in found if trial.to_stop is not None
    )


def _trial(key: tuple[str, int, str], people: Sequence[tuple[str, Passage]], now: datetime) -> Trial:
    script, version, step = key
    settled = [(arm, one) for arm, one in people if now - one.begun_at >= SETTLED_AFTER]
    seen = [(arm, one) for arm, one in people if now - one.begun_at >= STOPPED_BY]
    return Trial(
        script=script,
        version=version,
        step=step,
        arms=tuple(_arm(name, settled, seen) for name in sorted({arm for arm, _ in people})),
        evidence=max(evidence(_by_day(settled, _answered)), default=1.0),
        alarm=max(evidence(_by_day(seen, _stopped)), default=1.0),
    )


def _arm(name: str, settled: Sequence[tuple[str, Passage]], seen: Sequence[tuple[str, Passage]]) -> Arm:
    answered = [_answered(one) for arm, one in settled if arm == name]
    stopped = [_stopped(one) for arm, one in seen if arm == name]
    return Arm(name=name, people=len(answered), answered=sum(answered), seen=len(stopped), stopped=sum(stopped))


def _by_day(people: Sequence[tuple[str, Passage]], counts: Callable[[Passage], bool]) -> list[Block]:
    days: dict[date, dict[str, tuple[int, int]]] = {}
    for arm, one in sorted(people, key=lambda person: person[1].begun_at):
        block = days.setdefault(one.begun_at.date(), {})
        number, yes = block.get(arm, (0, 0))
        block[arm] = (number + 1, yes + counts(one))
    return list(days.values())


def _answered(one: Passage) -> bool:
    return one.stage is Stage.ANSWERED


def _stopped(one: Passage) -> bool:
    return one.status == "stopped"


def _guess(people: int, yes: int) -> float:
    return (yes + GUESS) / (people + 2 * GUESS)
