"""`belmoment understand`: a message a line in, what it means a line out."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, BinaryIO, TextIO
from zoneinfo import ZoneInfo

from bot.understanding.understander import Understander
from bot.understanding.understood import Asked, Intent, Question, Understood
from bot.windows import Window, Windows
from handlers.languages import load_understander


class BadLine(ValueError):
    """A line that asks nothing we can answer; the message is a sentence."""


def run_understand(lines: BinaryIO, answers: TextIO, complaints: TextIO) -> int:
    """Answers every line in order, each as soon as it is read; 2 where one of them could not be, else 0."""
    understander = load_understander()
    code = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = _asked(line)
            answer = _answer(understander, asked)
        except BadLine as bad:
            code = 2
            complaints.write(f"line {number}: {bad}\n")
        else:
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
    return code


def _asked(line: bytes) -> Mapping[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine("this is not JSON. Write one object a line, in UTF-8.") from None
    if not isinstance(asked, dict):
        raise BadLine('this is not a JSON object. Write it as {"id": "1", "text": "…", "at": "…", "tz": "…"}.')
    return asked


def _answer(understander: Understander, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    zone = _zone(_text(asked, "tz"))
    question = Question(
        at=_moment(asked.get("at"), "at", zone),
        zone=zone,
        asked=_one_of(asked.get("asked")),
        offered=_offered(asked.get("offered"), zone),
        language=_text(asked, "lang") if asked.get("lang") is not None else None,
    )
    try:
        return _said(asked.get("id"), understander.understand(_text(asked, "text"), question), zone)
    except OverflowError:
        raise BadLine('"at" lies at the end of all years.') from None


def _said(name: object, understood: Understood, zone: ZoneInfo) -> Mapping[str, Any]:
    moment = understood.moment
    return {
        "id": name,
        "lang": understood.language,
        "intent": _intent(understood.intent),
        "also": list(dict.fromkeys(map(_intent, understood.also))),
        "windows": _written(((window.start, window.end) for window in moment.windows), zone),
        "exclude": _written(((window.start, window.end) for window in moment.exclude), zone),
        "spans": _written(moment.spans, zone),
        "picked": moment.picked,
        "sure": understood.sure and moment.sure,
    }


def _intent(intent: Intent) -> str:
    """The contract has one word for all that ends a talk for good."""
    return Intent.STOP.value if intent is Intent.ERASE else intent.value


def _written(pairs: Iterable[tuple[datetime | None, datetime | None]], zone: ZoneInfo) -> list[list[str | None]]:
    return [[_iso(start, zone), _iso(end, zone)] for start, end in pairs]


def _iso(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return moment.astimezone(zone).isoformat() if moment else None


def _text(asked: Mapping[str, Any], key: str) -> str:
    if key not in asked:
        raise BadLine(f'"{key}" is missing.')
    if not isinstance(asked[key], str):
        raise BadLine(f'"{key}" must be a text.')
    # JSON can escape half of a character; nobody can have typed that.
    return str(asked[key]).encode("utf-8", "replace").decode()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        raise BadLine(f'"tz" must be a time zone, as Europe/Amsterdam, not {name!r}.') from None


def _moment(written: object, key: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(written if isinstance(written, str) else "")
        # A wall clock without an offset is the reader's guess, and not ours to make.
        if moment.tzinfo is not None:
            return moment.astimezone(zone)
    except (ValueError, OverflowError):
        pass
    raise BadLine(f'"{key}" must be a time with its offset, as 2026-11-23T10:00:00+01:00.')


def _one_of(asked: object) -> Asked:
    if asked is None:
        return Asked.ANY
    try:
        return Asked(str(asked))
    except ValueError:
        raise BadLine(f'"asked" must be one of {", ".join(Asked)}.') from None


def _offered(offered: object, zone: ZoneInfo) -> Windows:
    if offered is None:
        return ()
    if not isinstance(offered, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in offered):
        raise BadLine('"offered" must be a list of [start, end].')
    return tuple(Window(_moment(start, "offered", zone), _moment(end, "offered", zone)) for start, end in offered)
