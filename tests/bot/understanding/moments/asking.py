"""How these tests ask: a reader with the house's vocabularies, and windows as one short line."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML

import bot.understanding
from bot.understanding.moments.reader import MomentReader
from bot.understanding.moments.vocabulary import Vocabulary, read_vocabulary
from bot.understanding.understood import Asked, MomentReading, Question
from bot.windows import Window, Windows

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEDNESDAY = "2027-02-10T10:20"
LANGUAGES = Path(bot.understanding.__file__).parent / "languages"


def _vocabulary(language: str) -> Vocabulary:
    text = (LANGUAGES / language / "moments.yaml").read_text(encoding="utf-8")
    return read_vocabulary(language, YAML(typ="safe", pure=True).load(text))


VOCABULARIES = {
    language: _vocabulary(language)
    for language in ("nl", "en", "de", "fr", "es")
    if (LANGUAGES / language / "moments.yaml").exists()
}
READER = MomentReader(VOCABULARIES)


def local(moment: str, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """A moment on the candidate's clock."""
    return datetime.fromisoformat(moment).replace(tzinfo=zone)


def read(
    text: str,
    language: str = "nl",
    at: str = WEDNESDAY,
    *,
    asked: Asked = Asked.ASK_MOMENT,
    offered: Windows = (),
    zone: ZoneInfo = AMSTERDAM,
) -> MomentReading:
    """What the message says, said on that moment of the candidate's clock."""
    return READER.read(text, language, Question(at=local(at, zone), zone=zone, asked=asked, offered=offered))


def slots(*starts: str) -> Windows:
    """Twenty-minute slots."""
    return tuple(Window(local(start), local(start) + timedelta(minutes=20)) for start in starts)


def line(windows: Windows) -> str:
    """The windows as "11/2 14:30-15:00, 12/2 …"."""
    return ", ".join(map(_short, windows))


def _short(window: Window) -> str:
    start, end = window.start, window.end
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end.day}/{end.month} {end:%H:%M}"
    return f"{start.day}/{start.month} {start:%H:%M}-{until}"
