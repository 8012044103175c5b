"""Whatever is typed, the reader answers, and with windows that hold."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.understood import Asked, MomentReading, Question
from bot.windows import Window, Windows
from tests.bot.understanding.moments.asking import READER, VOCABULARIES, read

ZONES = ["Europe/Amsterdam", "Europe/Lisbon", "America/New_York", "Africa/Cairo", "Asia/Beirut", "Pacific/Apia", "UTC"]
WORDS = sorted(
    {
        " ".join((first, *rest))
        for known in VOCABULARIES.values()
        for first, follow in known.phrases.items()
        for rest, _ in follow
    }
)
SIGNS = [
    "1",
    "2",
    "12",
    "24",
    "31",
    "99",
    "3.30",
    "12:30",
    "29/2",
    "31-11",
    "2026-02-30",
    "-",
    ",",
    ".",
    "/",
    "€ 5",
    "zxq",
]
SENTENCES = st.lists(st.sampled_from(WORDS + SIGNS), max_size=14).map(" ".join)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def ordered(windows: Windows) -> bool:
    return all(before.end <= after.start for before, after in pairwise(windows)) and all(
        window.start < window.end and window.start.tzinfo and window.end.tzinfo for window in windows
    )


def check(reading: MomentReading, at: datetime) -> None:
    assert ordered(reading.windows)
    assert ordered(reading.exclude)
    assert reading.picked is not None or all(window.start >= at for window in reading.windows)
    assert all((start is None or start.tzinfo) and (end is None or end.tzinfo) for start, end in reading.spans)


@given(
    text=st.one_of(st.text(), SENTENCES),
    at=MOMENTS,
    zone=st.sampled_from(ZONES),
    language=st.sampled_from(["nl", "en", "de", "fr", "es", "xx"]),
)
def test_any_text_gives_sorted_disjoint_aware_windows_from_now_on(
    text: str, at: datetime, zone: str, language: str
) -> None:
    question = Question(at=at, zone=ZoneInfo(zone), asked=Asked.ASK_MOMENT)
    check(READER.read(text, language, question), at)


@given(text=SENTENCES, at=MOMENTS, asked=st.sampled_from(Asked), ahead=st.lists(st.integers(1, 90), max_size=4))
def test_any_answer_to_an_offer_takes_one_of_its_slots_or_none(
    text: str, at: datetime, asked: Asked, ahead: list[int]
) -> None:
    starts = [at + timedelta(hours=hours) for hours in sorted(set(ahead))]
    offered = tuple(Window(start, start + timedelta(minutes=20)) for start in starts)
    reading = READER.read(text, "nl", Question(at=at, zone=ZoneInfo("Europe/Amsterdam"), asked=asked, offered=offered))
    check(reading, at)
    assert reading.picked is None or 0 <= reading.picked < len(offered)


@pytest.mark.parametrize(
    "part",
    [
        "1 ",
        "1-",
        "om ",
        "tussen 1 en ",
        "half ",
        "behalve ma, ",
        "(0 ",
        "ﷺ",
        "é",
        "a.b.",
        "+",
        "niet ",
        "als niet ",
        "was om 3 ",
        "heb ",
        "\u200d",
        "\u202e3 uur",
        "zelfde tijd ",
        "mijn vrouw om ",
        "3 uur later ",
    ],
)
def test_a_very_long_message_is_read_to_its_limit(part: str) -> None:
    check(read(part * 5000), datetime(2027, 2, 10, 9, 20, tzinfo=UTC))


def test_nothing_said_is_nothing_found() -> None:
    assert read("   \n\t ") == MomentReading()
