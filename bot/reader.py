"""YAML text -> Script, or every Problem with its line."""

from collections.abc import Iterator, Mapping, Sequence

from bot.script import Problem, Script
from bot.spot import Spot, spot_of
from bot.steps import KINDS
from bot.steps.spoken import Spoken
from bot.steps.step import Reading, Step
from bot.yaml_lines import Fields, Node, Text

TOPICS = ("pay", "place", "hours", "remote", "start", "contract", "car", "process")
VARIABLES = (
    "hello",
    "disclosure",
    "name",
    "recruiter",
    "recruiter_full",
    "phone",
    "agency",
    "vacancy",
    "employer",
    "minutes",
)
KEYS = ("name", "languages", "first", "steps", "phrases")
REQUIRED = ("name", "languages", "first", "steps")


class Unreadable(Exception):
    """The script has mistakes; `problems` lists all of them, in order of their lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(f"line {problem.line}: {problem.message}" for problem in problems))
        self.problems = tuple(problems)


def read_script(text: str) -> Script:
    """The script that stands in a YAML text; raises `Unreadable` with every mistake at once."""
    problems: list[Problem] = []
    top = spot_of(text, "The script", problems)
    script = _script(top) if top.present else None
    if script is not None:
        problems.extend(_loose_ends(script, top.node))
        problems.extend(_undisclosed(script))
    if script is None or problems:
        raise Unreadable(sorted(set(problems), key=lambda problem: (problem.line, problem.message)))
    return script


def _script(top: Spot) -> Script | None:
    at = top.fields(KEYS, REQUIRED)
    reading = Reading(languages=at["languages"].words() or ("nl",), variables=(*VARIABLES, *TOPICS))
    steps = {name: step for name, spot in at["steps"].pairs() if (step := _step(name, spot, reading))}
    phrases = {name: spot.texts(reading.languages, _any_variable(spot)) for name, spot in at["phrases"].pairs()}
    first = at["first"].text()
    if at["first"].present and at["steps"].present and first not in steps:
        at["first"].problem(_no_such_step("The script begins", first, steps))
    return Script(
        name=at["name"].text(),
        first=first,
        languages=reading.languages,
        steps=steps,
        phrases=phrases,
        lines=dict(_lines(top.node)),
    )


def _lines(node: Node | None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], int]]:
    if isinstance(node, Fields):
        for key, value in node.fields.items():
            yield (*path, key), node.lines[key]
            yield from _lines(value, (*path, key))


def _step(name: str, spot: Spot, reading: Reading) -> Step | None:
    spot.name = f"step “{name}”"
    kinds = dict(spot.pairs())
    if "kind" not in kinds:
        spot.problem(f"{spot.name} needs “kind”; it can be: {', '.join(KINDS)}.")
        return None
    kind = kinds["kind"].one_of(tuple(KINDS), "")
    return KINDS[kind].read(name, spot, reading) if kind else None


def _loose_ends(script: Script, top: Node | None) -> list[Problem]:
    return [
        Problem(line, _no_such_step(f"Step “{name}” goes on", target, script.steps))
        for name, step in script.steps.items()
        for target in dict.fromkeys(step.leads_to())
        if target and target not in script.steps
        for line in _written(top, ("steps", name), target) or [step.line]
    ]


def _written(node: Node | None, path: tuple[str, ...], target: str, line: int = 0) -> list[int]:
    """The lines below `path` on which this stands as a way on."""
    match node:
        case Fields(fields=fields, lines=lines):
            keys = [path[0]] if path and path[0] in fields else [] if path else list(fields)
            return [at for key in keys for at in _written(fields[key], path[1:], target, lines[key])]
        case Text(text=text) if not path and text == target:
            return [line]
        case _:
            return []


def _undisclosed(script: Script) -> list[Problem]:
    """The first message must say that an assistant writes, for whom, and how to stop; no script can switch that off."""
    return [
        Problem(
            script.lines.get(("steps", step.name, *path, language), step.line),
            f"The first text in “{language}” must contain {{disclosure}}, which says who writes and how to stop. Add it.",  # noqa: E501
        )
        for step in _openings(script)
        for path, texts in ((("text",), step.text), *((("variants", name), one) for name, one in step.variants.items()))
        for language, text in texts.items()
        if "{disclosure}" not in text
    ]


def _openings(script: Script) -> Iterator[Spoken]:
    """The steps that can be the first to say something."""
    ahead, seen = [script.first], set[str]()
    while ahead:
        name = ahead.pop()
        step = script.steps.get(name)
        if isinstance(step, Spoken) and name not in seen:
            yield step
        elif step and name not in seen:
            ahead.extend(step.leads_to())
        seen.add(name)


def _no_such_step(who: str, target: str, steps: Mapping[str, Step]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(target, list(steps), 1)
    hint = f"did you mean “{near[0]}”?" if near else f"there are: {', '.join(steps)}."
    return f"{who} at “{target}”, and there is no such step; {hint}"


def _any_variable(spot: Spot) -> tuple[str, ...]:
    return (*VARIABLES, *TOPICS, "moment", "slots", "until", "number", "source")
