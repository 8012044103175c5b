"""Script tests: whole talks in YAML that read as a dialogue, played through the live engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import is_booked
from bot.outgoing import Notify, Outgoing, Say
from bot.script import Problem
from bot.simulator import Simulator
from bot.spot import Spot, spot_of
from bot.yaml_lines import Text

KEYS = ("test", "vacancy", "language", "at", "phone", "channel", "talk")
LINES = (
    "start",
    "candidate",
    "tap",
    "share",
    "wait",
    "bot",
    "not",
    "recruiter",
    "understood",
    "step",
    "status",
    "booked",
    "silent",
)
UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a test: something that happens ("candidate", "tap", "wait"), or something expected."""

    kind: str
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One talk, from its own moment on (wall clock of the candidate)."""

    name: str
    line: int
    vacancy: str
    language: str
    at: datetime
    phone: str
    channel: str
    talk: tuple[Line, ...]


def read_journeys(text: str, problems: list[Problem]) -> tuple[Journey, ...]:
    """The tests in a YAML text; what can't be read is added to `problems`."""
    top = spot_of(text, "The test file", problems)
    return tuple(_journey(spot, problems) for spot in top.items())


def play(journey: Journey, begin: Callable[[Journey], Simulator]) -> Sequence[Problem]:
    """Every expectation that the talk does not meet; `begin` makes the simulator it runs in."""
    simulator = begin(journey)
    heard: list[Outgoing] = []
    failed: list[Problem] = []
    after = ""
    for line in journey.talk:
        try:
            said = _happen(simulator, line)
        except (IndexError, ValueError) as error:
            failed.append(Problem(line.line, f"“{journey.name}”: {error}"))
            continue
        if said is None:
            failed.extend(
                Problem(line.line, f"“{journey.name}”: {miss}{after}") for miss in _misses(simulator, line, heard)
            )
        else:
            heard, after = said, f" (after “{line.text}”)" if line.text else ""
    return failed


def _journey(spot: Spot, problems: list[Problem]) -> Journey:
    at = spot.fields(KEYS, ("test", "talk"))
    return Journey(
        name=at["test"].text("?"),
        line=spot.line,
        vacancy=at["vacancy"].text(),
        language=at["language"].text("nl"),
        at=_moment(at["at"], problems),
        phone=at["phone"].text(),
        channel=at["channel"].text("simulator"),
        talk=tuple(line for item in at["talk"].items() for line in _lines(item)),
    )


def _lines(item: Spot) -> Sequence[Line]:
    if isinstance(item.node, Text):
        word = item.text()
        if word not in ("start", "silent"):
            item.problem(f"“{word}” is no line of a talk; it can be: {', '.join(LINES)}.")
        return [Line(kind=word, text="", line=item.line)]
    found = item.fields(LINES)
    return [Line(kind=key, text=spot.text(), line=spot.line) for key, spot in found.items() if spot.present]


def _moment(spot: Spot, problems: list[Problem]) -> datetime:
    said = spot.text("2026-11-25 10:20")
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        problems.append(Problem(spot.line, f"“{said}” is no moment; write it as 2026-11-25 10:20."))
        return datetime.fromisoformat("2026-11-25 10:20")


def _happen(simulator: Simulator, line: Line) -> list[Outgoing] | None:
    """What the talk answers to this line; None where the line only expects something."""
    match line.kind:
        case "start":
            return list(simulator.start())
        case "candidate":
            return list(simulator.hear(line.text))
        case "tap":
            return list(simulator.tap(_button(simulator, line.text)))
        case "share":
            return list(simulator.share(line.text))
        case "wait":
            return [outgoing for _, outgoing in simulator.wait_until(_until(simulator, line.text))]
        case _:
            return None


def _button(simulator: Simulator, said: str) -> int:
    titles = [button.title for button in simulator.conversation.buttons]
    if said.isdigit() and 0 < int(said) <= len(titles):
        return int(said)
    if said in titles:
        return titles.index(said) + 1
    raise ValueError(f"there is no button “{said}” to tap; there are: {', '.join(titles) or 'none'}")


def _until(simulator: Simulator, said: str) -> datetime:
    zone = ZoneInfo(simulator.candidate.zone)
    if said[:-1].isdigit() and said[-1:] in UNITS:
        return simulator.now + int(said[:-1]) * UNITS[said[-1]]
    try:
        return datetime.fromisoformat(said).replace(tzinfo=zone)
    except ValueError:
        raise ValueError(f"“{said}” is no wait; write 2h, 10m, 3d, or a moment such as 2026-11-26 15:00") from None


def _misses(simulator: Simulator, line: Line, heard: Sequence[Outgoing]) -> list[str]:
    match line.kind:
        case "bot":
            said = "\n".join(_shown(message) for message in heard if isinstance(message, Say))
            return (
                []
                if _within(line.text, said)
                else [f"expected the bot to say “{line.text}”, but it said: {_quote(said)}"]
            )
        case "not":
            said = "\n".join(_shown(message) for message in heard if isinstance(message, Say))
            return (
                [f"the bot was not to say “{line.text}”, but it said: {_quote(said)}"]
                if _within(line.text, said)
                else []
            )
        case "silent":
            said = "\n".join(message.text for message in heard if isinstance(message, Say))
            return [f"expected silence, but the bot said: {_quote(said)}"] if said else []
        case "recruiter":
            told = "\n".join(f"{n.subject}\n{n.text}" for n in heard if isinstance(n, Notify))
            return (
                []
                if _within(line.text, told)
                else [f"expected the recruiter to read “{line.text}”, but it was: {_quote(told)}"]
            )
        case _:
            return _state_misses(simulator, line)


def _state_misses(simulator: Simulator, line: Line) -> list[str]:
    is_now = _state(simulator, line.kind)
    return [] if line.text == is_now else [f"expected {line.kind} {line.text}, but it is {is_now}"]


def _state(simulator: Simulator, kind: str) -> str:
    talk = simulator.conversation
    match kind:
        case "understood":
            understood = simulator.last.understood if simulator.last else None
            return understood.intent.value if understood else "nothing"
        case "step":
            return talk.step
        case "status":
            return talk.status.value
        case _:
            call = talk.call if is_booked(talk) else None
            return (
                f"{call.slot.start.astimezone(ZoneInfo(simulator.candidate.zone)):%Y-%m-%d %H:%M}"
                if call
                else "nothing"
            )


def _shown(message: Say) -> str:
    return "\n".join([message.text, *(f"[{button.title}]" for button in message.buttons)])


def _within(wanted: str, said: str) -> bool:
    return " ".join(wanted.casefold().split()) in " ".join(said.casefold().split())


def _quote(said: str) -> str:
    flat = " / ".join(said.split("\n"))
    return f"“{flat}”" if flat else "nothing"
