"""How well answers of our own are understood: of the half that the code was mended by, and of the one that is shut."""

import argparse
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.understanding.understander import Understander
from bot.understanding.understood import Asked, Question
from bot.windows import Windows, intersect
from handlers.languages import load_understander
from tests.bot.understanding.moments.asking import AMSTERDAM, WEDNESDAY, line, local
from tests.bot.understanding.moments.meanings import meaning

TOLD = Path(__file__).parent / "told_answers"
LANGUAGES = ("nl", "en", "de", "fr", "es")
Marks = dict[str, bool]


def main(arguments: Sequence[str]) -> int:
    """Prints the figures of both halves by language; 0."""
    parser = argparse.ArgumentParser(prog="run bench told", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list those of the open half")
    parser.add_argument("--second", action="store_true", help="the second set, in English and German")
    options = parser.parse_args(arguments)
    understander = load_understander()
    sums: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for language, half, text, shorthand in _second() if options.second else _first():
        windows, marks = _marks(understander, language, text, shorthand)
        for name, mark in marks.items():
            sums[half, name, language].append(mark)
            sums[half, name, "all"].append(mark)
        if options.misses and half == "open" and not marks["overlap"]:
            print(f"  {language} {text!r}: {line(windows) or 'nothing'}, not {shorthand}")
    for half, name in dict.fromkeys((half, name) for half, name, _ in sorted(sums)):
        cells = ((code, sums[half, name, code]) for code in (*LANGUAGES, "all"))
        print(f"{half}  {name:16}", *(f"{code} {100 * sum(of) / len(of):5.1f} " for code, of in cells if of))
    return 0


def _first() -> Iterator[tuple[str, str, str, str]]:
    for language in LANGUAGES:
        for text, shorthand in _rows(f"{language}.txt"):
            yield language, "shut" if zlib.crc32(text.encode()) % 2 else "open", text, shorthand


def _second() -> Iterator[tuple[str, str, str, str]]:
    """Every second one is shut, as both languages say much the same in the same order."""
    for language in ("en", "de"):
        for n, (text, shorthand) in enumerate(_rows(f"{language}_second.txt")):
            yield language, "shut" if n % 2 else "open", text, shorthand


def _rows(name: str) -> Iterator[tuple[str, str]]:
    for row in (TOLD / name).read_text(encoding="utf-8").splitlines():
        text, _, shorthand = row.rpartition("|")
        yield text.strip(), shorthand.strip()


def _marks(understander: Understander, language: str, text: str, shorthand: str) -> tuple[Windows, Marks]:
    question = Question(at=local(WEDNESDAY), zone=AMSTERDAM, asked=Asked.ASK_MOMENT, language=language)
    understood = understander.understand(text, question)
    sure = understood.sure and understood.moment.sure
    mine, meant = understood.moment.windows, meaning(shorthand).windows
    if not mine or not meant:
        same = fits = not mine and not meant
    else:
        both = _length(intersect(mine, meant))
        same = both / (_length(mine) + _length(meant) - both) >= 0.5
        fits = any(mine[0].start in window for window in meant)
    marks = {
        "overlap": same,
        "first call fits": fits,
        "right or asked": same or not sure,
        "acted wrongly": sure and not fits,
    }
    return mine, marks | ({"right, yet asked": same and not sure} if meant else {})


def _length(windows: Windows) -> float:
    return sum(window.length.total_seconds() for window in windows)
