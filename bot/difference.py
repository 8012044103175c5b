"""What differs between two versions of a script: sentence by sentence and language by language, then the ways."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.script import Script
from bot.steps.ask import Ask
from bot.steps.branch import Branch
from bot.steps.end import End
from bot.steps.step import Step
from bot.wordings import Path, all_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was otherwise; empty where it was not there."""

    where: Path
    """The keys that lead to it."""
    language: str = ""
    """Of a text; empty for anything else."""
    before: str = ""
    after: str = ""


def differences(old: Script, new: Script) -> tuple[Change, ...]:
    """All that differs, in the order of the new version; what it no longer has stands at the end."""
    return (*_texts(old, new), *_ways(old, new))


def withdrawn(old: Script, new: Script) -> tuple[str, ...]:
    """The steps that the new version no longer has."""
    return tuple(name for name in old.steps if name not in new.steps)


def told(change: Change) -> list[str]:
    """The change in lines for a terminal."""
    where = " › ".join(change.where[1:] if change.where[0] == "steps" else change.where)
    lines = [f"{where} ({change.language})" if change.language else where]
    lines += [f"  - {line}" for line in change.before.split("\n") if change.before]
    return lines + [f"  + {line}" for line in change.after.split("\n") if change.after]


def _texts(old: Script, new: Script) -> Iterator[Change]:
    before = {(path, language): text for path, texts in all_texts(old) for language, text in texts.items()}
    after = {(path, language): text for path, texts in all_texts(new) for language, text in texts.items()}
    for key in dict.fromkeys([*after, *before]):
        if before.get(key) != after.get(key):
            path, language = key
            yield Change(where=path, language=language, before=before.get(key, ""), after=after.get(key, ""))


def _ways(old: Script, new: Script) -> Iterator[Change]:
    before, after = _facts(old), _facts(new)
    for path in dict.fromkeys([*after, *before]):
        if before.get(path) != after.get(path):
            yield Change(where=path, before=before.get(path, ""), after=after.get(path, ""))


def _facts(script: Script) -> Mapping[Path, str]:
    """What is no text: kinds, ways, what an answer is taken for."""
    facts: dict[Path, str] = {("first",): script.first, ("languages",): ", ".join(script.languages)}
    for name, step in script.steps.items():
        facts |= {("steps", name, *path): value for path, value in _facts_of(step) if value}
    return facts


def _facts_of(step: Step) -> Iterator[tuple[Path, str]]:
    yield ("kind",), type(step).__name__
    yield ("next",), getattr(step, "next", "")
    if step.nudge:
        yield ("nudge", "after"), str(step.nudge.after)
    if step.waits:
        yield ("for",), str(step.waits)
    match step:
        case Ask():
            yield ("answer",), step.answer
            yield from ((("least",), str(step.least)), (("most",), str(step.most)))
            for choice in step.choices:
                yield ("choices", choice.value, "next"), choice.next
                yield ("choices", choice.value, "intents"), ", ".join(choice.intents)
        case Branch():
            yield ("on",), " ".join(step.on).strip()
            yield from ((("when", test), way) for test, way in step.when.items())
            yield ("else",), step.otherwise
            yield from ((("variants", name), way) for name, way in step.variants.items())
        case End():
            yield ("outcome",), step.outcome.value
