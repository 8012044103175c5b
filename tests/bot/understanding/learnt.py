"""The packaged languages, learnt once for all tests."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from bot.understanding.language import LanguageReader
from bot.understanding.moments.vocabulary import read_vocabulary
from bot.understanding.phrases import IntentTexts, read_texts
from bot.understanding.understood import Asked, Question, Understood
from bot.windows import Window
from handlers.languages import read_languages
from tests.learnt import CACHE, understander

ZONE = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
"""A Monday."""
SLOTS = tuple(
    Window(datetime(2026, 11, 24, hour, 0, tzinfo=ZONE), datetime(2026, 11, 24, hour, 20, tzinfo=ZONE))
    for hour in (10, 13, 15)
)


@cache
def texts() -> Mapping[str, IntentTexts]:
    """What the packaged files say of intents."""
    return {code: read_texts(code, language.intents) for code, language in read_languages(CACHE / "belmoment").items()}


@cache
def spoken() -> LanguageReader:
    """Tells the packaged languages."""
    raw = {code: language.moments for code, language in read_languages(CACHE / "belmoment").items()}
    return LanguageReader(texts(), {code: read_vocabulary(code, words).times for code, words in raw.items() if words})


def asked(asked: Asked = Asked.ANY, language: str | None = "nl", names: tuple[str, ...] = ("Sam de Wit",)) -> Question:
    """A question put on Monday 23 November 2026 at 10:00, with three slots tomorrow where some were offered."""
    offered = SLOTS if asked is Asked.OFFER_SLOTS else SLOTS[:1] if asked in (Asked.CONFIRM, Asked.BOOKED) else ()
    return Question(at=NOW, zone=ZONE, asked=asked, offered=offered, language=language, names=names)


def understood(text: str, question: Question) -> Understood:
    """What a message means to the packaged understander."""
    return understander().understand(text, question)
