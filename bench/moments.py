"""How well, and how fast, we and those of our peers that are installed read expressions of time, on the same cases.

A case is right where any of a reader's readings is, for us and for them; a peer's own test suite is left out for it.
Peers are never needed: dateparser counts where it can be imported, chrono-node and Recognizers-Text where node finds
them (`npm install chrono-node @microsoft/recognizers-text-suite`, and NODE_PATH at their folder).
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.understanding.moments.reader import MomentReader
from bot.understanding.moments.vocabulary import read_vocabulary
from bot.understanding.understood import Asked, Question
from handlers.languages import LANGUAGES, read_languages

ZONE = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
OWN = {"dateparser": "dateparser", "chrono": "chrono", "recognizers": "ms"}
"""The source of the cases that a peer was written against; they don't count for it."""
REPEATS = 3
Reading = tuple[datetime | None, datetime | None]
"""Wall-clock times without a zone, as in `Span`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An expression and what it means."""

    text: str
    language: str
    source: str
    at: datetime
    golds: tuple[tuple[datetime | None, datetime | None], ...]
    kind: str
    open: str | None
    clock_only: bool
    fuzzy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a reader found, and how long it took in microseconds; `readings` is None for a language it lacks."""

    readings: tuple[Reading, ...] | None
    took: float


Reader = Callable[[Sequence[Case]], Sequence[Answer]]


def main(arguments: Sequence[str]) -> int:
    """Prints a table of all readers and languages; 0."""
    parser = argparse.ArgumentParser(prog="run bench moments", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, help="JSON lines: text, lang, ref, kind, start, end, alts …")
    options = parser.parse_args(arguments)
    lines = (json.loads(line) for path in options.files for line in path.read_text(encoding="utf-8").splitlines())
    cases = [_case(line) for line in lines if "tod" in line]
    readers = dict(_readers())
    answers = {name: reader(cases) for name, reader in readers.items()}
    print(f"{len(cases)} cases; exact / start / lenient %, and microseconds a case")
    for name, found in answers.items():
        _print(name, cases, found, _median(answers["belmoment"]))
    return 0


def _case(line: Mapping[str, Any]) -> Case:
    ends = [(line["start"], line["end"]), *line["alts"]]
    return Case(
        text=line["text"],
        language=line["lang"],
        source=line["source"],
        at=datetime.fromisoformat(line["ref"]),
        golds=tuple((_plain(start), _plain(end)) for start, end in ends),
        kind=line["kind"],
        open=line["open"],
        clock_only=line["tod"],
        fuzzy=line["fuzzy"],
    )


def _plain(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0) if text else None


def _readers() -> Iterator[tuple[str, Reader]]:
    yield "belmoment", _ours()
    try:
        search = import_module("dateparser.search").search_dates
    except ImportError:
        print("dateparser is left out: it can't be imported")
    else:
        yield "dateparser", lambda cases: [_dateparser(case, search) for case in cases]
    for name, package in (("chrono", "chrono-node"), ("recognizers", "@microsoft/recognizers-text-suite")):
        if _node_finds(package):
            yield name, partial(_through_node, name)
        else:
            print(f"{package} is left out: node doesn't find it")
    print("Duckling is left out: it comes as Haskell source only")


def _ours() -> Reader:
    texts = {code: known.moments for code, known in read_languages().items() if known.moments is not None}
    reader = MomentReader({code: read_vocabulary(code, moments) for code, moments in texts.items()})

    def read(case: Case) -> Answer:
        question = Question(at=case.at.replace(tzinfo=ZONE), zone=ZONE, asked=Asked.ASK_MOMENT)
        found, took = _timed(partial(reader.read, case.text, case.language, question))
        readings = tuple((_local(start), _local(end)) for start, end in found.spans)
        return Answer(readings=readings, took=took)

    return lambda cases: [read(case) for case in cases]


def _timed(read: Callable[[], Any]) -> tuple[Any, float]:
    """What was read, and the microseconds of CPU that it took: the best of a few, as others use the machine, too."""
    best, found = float("inf"), None
    for _ in range(REPEATS):
        began = time.process_time_ns()
        found = read()
        best = min(best, (time.process_time_ns() - began) / 1000)
    return found, best


def _local(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=None, second=0, microsecond=0) if moment else None


def _dateparser(case: Case, search: Callable[..., Any]) -> Answer:
    """As dateparser can't tell a date from a moment, each that it finds is both."""
    settings = {"RELATIVE_BASE": case.at, "PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY"}
    try:
        found, took = _timed(partial(search, case.text, languages=[case.language], settings=settings))
    except Exception:
        found, took = [], 0.0  # A peer's fault is a case that it got wrong.
    moments = [moment.replace(tzinfo=None, second=0, microsecond=0) for _, moment in found or []]
    days = [moment.replace(hour=0, minute=0) for moment in moments]
    readings = (*((moment, moment) for moment in moments), *((day, day + DAY) for day in days))
    return Answer(readings=readings, took=took)


def _node_finds(package: str) -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    code = f"require.resolve({json.dumps(package)})"
    return subprocess.run([node, "-e", code], capture_output=True, check=False).returncode == 0  # noqa: S603


def _through_node(name: str, cases: Sequence[Case]) -> list[Answer]:
    asked = [{"text": case.text, "language": case.language, "at": f"{case.at:%Y-%m-%dT%H:%M:%S}"} for case in cases]
    script = Path(__file__).with_name("moment_peers.js")
    said = subprocess.run(  # noqa: S603
        [shutil.which("node") or "node", str(script), name],
        input="".join(json.dumps(line) + "\n" for line in asked),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "UTC"},
    )
    answers = [json.loads(line) for line in said.stdout.splitlines()]
    return [Answer(readings=_readings(answer["spans"]), took=answer["microseconds"]) for answer in answers]


def _readings(spans: Sequence[Sequence[str | None]] | None) -> tuple[Reading, ...] | None:
    return None if spans is None else tuple((_plain(start), _plain(end)) for start, end in spans)


def _print(name: str, cases: Sequence[Case], answers: Sequence[Answer], ours: float) -> None:
    shown = [f"{name:12}"]
    counted = [pair for pair in zip(cases, answers, strict=True) if pair[0].source != OWN.get(name)]
    for language in LANGUAGES:
        asked = [(case, answer.readings) for case, answer in counted if case.language == language]
        known = [_marks(case, readings) for case, readings in asked if readings is not None]
        shares = [100 * sum(mark[n] for mark in known) / len(known) for n in range(3)] if known else []
        shown.append(f"{language} " + ("/".join(f"{share:.0f}" for share in shares) or "none").ljust(9))
    took = sorted(answer.took for answer in answers if answer.readings is not None)
    last = took[int(len(took) * 0.95)] if took else 0.0
    shown.append(f"median {_median(answers):.0f} us, p95 {last:.0f} us, {_median(answers) / ours:.1f} times ours")
    print("  ".join(shown))


def _median(answers: Sequence[Answer]) -> float:
    return statistics.median([answer.took for answer in answers if answer.readings is not None] or [0.0])


def _marks(case: Case, readings: Sequence[Reading]) -> tuple[bool, bool, bool]:
    """Whether any reading is exact, begins rightly, or is near enough."""
    found = [_mark(case, reading, gold) for reading in readings for gold in case.golds]
    exact, start, lenient = (any(mark[n] for mark in found) for n in range(3))
    return exact, start or exact, lenient or exact


def _mark(case: Case, reading: Reading, gold: Reading) -> tuple[bool, bool, bool]:
    start, end = reading
    begins, ends = _same(case, start, gold[0]), _same(case, end, gold[1])
    length = end - start if start and end else None
    match case.kind, case.open:
        case "instant" | "time", _:
            right = begins and length is not None and length < DAY
            return right and length is not None and length <= timedelta(hours=1), right, False
        case "date", _:
            right = start is not None and gold[0] is not None and start.date() == gold[0].date()
            return right and (case.fuzzy or length == DAY), right, False
        case _, "after":
            return begins and end is None, begins, False
        case _, "before":
            return ends and start is None, ends, False
        case _:
            stretch = bool(length)
            return begins and ends and stretch, begins and stretch, stretch and _near(case, reading, gold)


def _same(case: Case, one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return False
    return one.time() == other.time() if case.clock_only else one == other


def _near(case: Case, reading: Reading, gold: Reading) -> bool:
    """Whether two stretches share half of the time that either takes; of a part of the day, half of the shorter."""
    if not (reading[0] and reading[1] and gold[0] and gold[1]):
        return False
    (start, end), (begins, ends) = _clocked(case, reading[0], reading[1]), _clocked(case, gold[0], gold[1])
    both = min(end, ends) - max(start, begins)
    either = max(end, ends) - min(start, begins)
    short, long = sorted((end - start, ends - begins))
    if either > timedelta() and both / either >= 0.5:
        return True
    loose = case.fuzzy and short > timedelta() and start.date() == begins.date()
    return loose and both / short >= 0.5 and long / short <= 3


def _clocked(case: Case, start: datetime, end: datetime) -> tuple[datetime, datetime]:
    if not case.clock_only:
        return start, end
    day = datetime(2000, 1, 1)  # noqa: DTZ001  wall-clock times all through
    start, end = datetime.combine(day, start.time()), datetime.combine(day, end.time())
    return start, end + DAY if end <= start else end
