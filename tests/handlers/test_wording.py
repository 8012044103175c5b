import json
import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files

import pytest

from handlers.console.wording import LANGUAGES, ROOMS, Wording, preferred, words_in

EN, NL = Wording("en"), Wording("nl")
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
HERE = "Europe/Amsterdam"


def test_every_language_says_the_same_things_with_the_same_values() -> None:
    def shape(language: str) -> dict[str, list[str]]:
        return {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in words_in(language).items()}

    assert [shape(language) for language in LANGUAGES] == [shape("en")] * len(LANGUAGES)


def test_no_word_has_two_meanings() -> None:
    for language in LANGUAGES:
        texts = [(files(room) / "words" / f"{language}.json").read_text("utf-8") for room in ROOMS]
        names = [name for text in texts for name, _ in json.loads(text, object_pairs_hook=list)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("after", "english", "dutch"),
    [
        (timedelta(seconds=20), "now", "nu"),
        (timedelta(minutes=20), "in 20 minutes", "over 20 minuten"),
        (timedelta(minutes=-1), "1 minute ago", "1 minuut geleden"),
        (timedelta(hours=3), "in 3 hours", "over 3 uur"),
        (timedelta(days=2), "in 2 days", "over 2 dagen"),
    ],
)
def test_times_are_told_as_people_say_them(after: timedelta, english: str, dutch: str) -> None:
    assert (EN.relative(NOW + after, NOW), NL.relative(NOW + after, NOW)) == (english, dutch)


def test_a_moment_is_written_in_the_readers_language_and_zone() -> None:
    assert (EN.day(NOW, HERE), EN.clock(NOW, HERE)) == ("Wednesday 25 November", "10:20")
    assert (NL.day(NOW, HERE), NL.short_day(NOW, HERE)) == ("woensdag 25 november", "wo 25 nov")
    assert (EN.dated(NOW, HERE), NL.dated(NOW, HERE)) == ("25 Nov 2026", "25 nov 2026")


def test_near_days_have_names() -> None:
    days = [EN.named_day(NOW + timedelta(days=n), HERE, NOW) for n in (-2, -1, 0, 1, 2)]
    assert days == ["Monday 23 November", "Yesterday", "Today", "Tomorrow", "Friday 27 November"]


def test_a_day_changes_at_midnight_on_the_readers_wall() -> None:
    assert EN.named_day(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), HERE, NOW) == "Tomorrow"


def test_another_zone_is_told_only_where_its_clocks_differ() -> None:
    zones = ["Europe/Lisbon", "Europe/Brussels", "Europe/London"]
    assert EN.elsewhere(NOW, HERE, zones) == ["09:20 Lisbon"]
    assert NL.elsewhere(NOW, HERE, zones) == ["09:20 Lissabon"]


@pytest.mark.parametrize(
    ("accepted", "language"), [("nl-BE,nl;q=0.9", "nl"), ("de-DE,de;q=0.9,nl;q=0.5", "nl"), ("fr", "en"), ("", "en")]
)
def test_a_page_speaks_what_the_browser_prefers(accepted: str, language: str) -> None:
    assert preferred(accepted) == language
