"""How well replies are understood that were not learnt from: `python3 run bench understanding FILES…`.

Each file holds JSON lines with `text`, `lang`, `context`, `intent`, `also` (other right answers), perhaps `safety`.
Phrases of ours that a scored row also says are left out of what is learnt; with `--as-shipped` they stay in.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.understanding.heard import Heard
from bot.understanding.intents import learn
from bot.understanding.model import IntentModel
from bot.understanding.phrases import read_texts
from bot.understanding.sentences import Encoder
from bot.understanding.understander import LanguageTexts, Understander
from bot.understanding.understood import Asked, Intent, Question
from bot.understanding.wording import words
from bot.windows import Window
from handlers.keeping import user_cache
from handlers.languages import read_languages
from handlers.vectors import Remembered, find_encoder

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 25, 10, 20, tzinfo=ZONE)
SAME = {Intent.ERASE: Intent.STOP}
"""Rows mark a wish to be erased as `stop`, and tell it by their `safety`."""
STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A reply with what it means, and further meanings that would also be right."""

    text: str
    language: str
    asked: Asked
    intent: Intent
    also: frozenset[str]
    safety: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was heard in a row, and how long that took in seconds of CPU."""

    row: Row
    heard: Heard
    took: float

    @property
    def said(self) -> Intent:
        return SAME.get(self.heard.intent, self.heard.intent)

    @property
    def strict(self) -> bool:
        return self.said is self.row.intent

    @property
    def lenient(self) -> bool:
        return self.strict or self.said in self.row.also


def main(arguments: Sequence[str]) -> int:
    """Prints the tables of each file; 0."""
    parser = argparse.ArgumentParser(prog="run bench understanding", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--as-shipped", action="store_true", help="learn from all phrases, also those that rows say")
    parser.add_argument("--without-vectors", action="store_true", help="as where the encoder's package is missing")
    parser.add_argument("--misses", action="store_true", help="list what was understood wrongly")
    options = parser.parse_args(arguments)
    languages, encode = read_languages(user_cache()), None if options.without_vectors else find_encoder(user_cache())
    for path in options.files:
        rows = [_row(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
        hidden = set() if options.as_shipped else {_folded(row.text) for row in rows}
        reader, left_out = _learnt_without(hidden, languages, encode)
        print(f"\n{path.name}: {len(rows)} rows, {left_out} phrases left out of what was learnt")
        answers = [_answer(reader, row) for row in rows]
        _print(answers)
        if options.misses:
            _print_misses(answers)
    return 0


def _row(plain: Mapping[str, Any]) -> Row:
    return Row(
        text=plain["text"],
        language=plain["lang"],
        asked=Asked(plain.get("context") or Asked.ANY),
        intent=Intent(plain["intent"]),
        also=frozenset(plain["also"]),
        safety=plain.get("safety"),
    )


def _learnt_without(
    hidden: set[str], languages: Mapping[str, LanguageTexts], encode: Encoder | None
) -> tuple[Understander, int]:
    """An understander that never saw the hidden phrases, and how many those were."""
    seen = {code: replace(texts, intents=_without(hidden, texts.intents)) for code, texts in languages.items()}
    left_out = sum(_phrases(languages[code].intents) - _phrases(texts.intents) for code, texts in seen.items())
    models = {code: _learnt(code, texts, encode) for code, texts in seen.items()}
    return Understander(seen, models, encode), left_out


def _learnt(code: str, texts: LanguageTexts, encode: Encoder | None) -> IntentModel:
    remembered = Remembered(encode, user_cache(), code) if encode else None
    return learn({code: read_texts(code, texts.intents)}, remembered)[code]


def _without(hidden: set[str], plain: Mapping[str, Any]) -> Mapping[str, Any]:
    phrases = {
        intent: {asked: [text for text in texts if _folded(text) not in hidden] for asked, texts in by_asked.items()}
        for intent, by_asked in plain["phrases"].items()
    }
    return {**plain, "phrases": phrases}


def _phrases(plain: Mapping[str, Any]) -> int:
    return sum(len(texts) for by_asked in plain["phrases"].values() for texts in by_asked.values())


def _folded(text: str) -> str:
    """A text without what differs only by the way of writing it."""
    return " ".join(words(text)).replace("'", "")


def _answer(reader: Understander, row: Row) -> Answer:
    question = _question(row)
    began = time.process_time()
    heard = reader.hear(row.text, question)
    return Answer(row=row, heard=heard, took=time.process_time() - began)


def _question(row: Row) -> Question:
    """The question that a row answers; slots at ten, one and three tomorrow, of which the first is the booked one."""
    day = NOW.replace(hour=0, minute=0) + timedelta(days=1)
    slots = [day.replace(hour=hour) for hour in (10, 13, 15)]
    offered = [Window(start, start + timedelta(minutes=20)) for start in slots]
    shown = {Asked.OFFER_SLOTS: 3, Asked.CONFIRM: 1, Asked.BOOKED: 1}.get(row.asked, 0)
    return Question(at=NOW, zone=ZONE, asked=row.asked, offered=tuple(offered[:shown]), language=row.language)


def _print(answers: Sequence[Answer]) -> None:
    print(f"{'':6}{'rows':>6}{'strict':>8}{'lenient':>9}{'F1':>7}{'acted':>8}{'right':>8}")
    for language in dict.fromkeys(answer.row.language for answer in answers):
        _print_line(language, [answer for answer in answers if answer.row.language == language])
    _print_line("all", answers)
    _print_safety(answers)
    _print_calibration(answers)
    took = sorted(answer.took for answer in answers)
    print(f"CPU a message: median {took[len(took) // 2] * 1000:.2f} ms, p95 {took[len(took) * 19 // 20] * 1000:.2f} ms")


def _print_line(name: str, answers: Sequence[Answer]) -> None:
    acted = [answer for answer in answers if answer.heard.sure]
    shares = (
        _share(answer.strict for answer in answers),
        _share(answer.lenient for answer in answers),
        _macro_f1(answers),
        _share(answer.heard.sure for answer in answers),
        _share(answer.lenient for answer in acted),
    )
    strict, lenient, f1, sure, right = (f"{100 * share:.1f}" for share in shares)
    print(f"{name:6}{len(answers):6}{strict:>8}{lenient:>9}{f1:>7}{sure:>8}{right:>8}")


def _print_safety(answers: Sequence[Answer]) -> None:
    """How often a wish to leave was neither heard nor asked about, and how often one was made up."""
    leaving = {Intent.STOP, Intent.WRONG_PERSON}
    wishes = [answer for answer in answers if answer.row.safety]
    missed = [answer for answer in wishes if answer.heard.sure and answer.said not in leaving]
    others = [answer for answer in answers if not answer.row.safety and answer.row.intent is not Intent.ABUSE]
    made_up = [answer for answer in others if answer.said in leaving]
    false = [answer for answer in made_up if answer.heard.sure]
    print(
        f"safety: {len(missed)} of {len(wishes)} wishes to leave missed; of {len(others)} others "
        f"{len(false)} falsely acted on, {len(made_up) - len(false)} falsely asked about"
    )


def _print_calibration(answers: Sequence[Answer]) -> None:
    print("how sure -> how often right: ", end="")
    bounds = zip(STEPS, (*STEPS[1:], 1.01), strict=True)
    binned = [(low, [answer for answer in answers if low <= answer.heard.probability < high]) for low, high in bounds]
    shown = (f"{low:.2f}+ {100 * _share(one.lenient for one in found):.0f}% of {len(found)}" for low, found in binned)
    print(", ".join(shown))


def _print_misses(answers: Sequence[Answer]) -> None:
    for answer in answers:
        if not answer.lenient:
            row, sure = answer.row, "sure" if answer.heard.sure else "asks"
            print(f"  {row.language} {row.asked} {row.text!r}: {answer.said} ({sure}), not {row.intent}")


def _share(marks: Iterable[bool]) -> float:
    counted = list(marks)
    return sum(counted) / len(counted) if counted else 0.0


def _macro_f1(answers: Sequence[Answer]) -> float:
    scores = list(_f1s(answers))
    return sum(scores) / len(scores) if scores else 0.0


def _f1s(answers: Sequence[Answer]) -> Iterator[float]:
    """The F1 of each intent that the rows bear, strictly."""
    for intent in {answer.row.intent for answer in answers}:
        meant = sum(answer.row.intent is intent for answer in answers)
        said = sum(answer.said is intent for answer in answers)
        both = sum(answer.strict and answer.said is intent for answer in answers)
        yield 2 * both / (meant + said)
