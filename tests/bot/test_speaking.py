"""Moments as people say them, in every language that we speak."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model import Slot
from bot.sayings import Sayings
from bot.speaking import clock_time, language_name, listed, long_moment, plain_moment, short_moment, zone_name
from handlers.words import load_sayings

SAYINGS = load_sayings()
LANGUAGES = ("nl", "en", "de", "fr", "es")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LISBON = ZoneInfo("Europe/Lisbon")
MEXICO = ZoneInfo("America/Mexico_City")

WEDNESDAY = datetime(2026, 11, 25, 10, 20, tzinfo=AMSTERDAM)
TOMORROW = datetime(2026, 11, 26, 14, 30, tzinfo=AMSTERDAM)
THE_FIRST = datetime(2026, 12, 1, 9, 0, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("language", "today", "tomorrow", "later"),
    [
        (
            "nl",
            "vandaag, woensdag 25 november, om 10:20 (Nederlandse tijd)",
            "morgen, donderdag 26 november, om half drie 's middags (14:30, Nederlandse tijd)",
            "dinsdag 1 december om negen uur 's ochtends (09:00, Nederlandse tijd)",
        ),
        (
            "en",
            "today, Wednesday 25 November, at 10:20 (Dutch time)",
            "tomorrow, Thursday 26 November, at half past two in the afternoon (14:30, Dutch time)",
            "Tuesday 1 December at nine o'clock in the morning (09:00, Dutch time)",
        ),
        (
            "de",
            "heute, Mittwoch, 25. November, um 10:20 Uhr (niederländische Zeit)",
            "morgen, Donnerstag, 26. November, um halb drei nachmittags (14:30 Uhr, niederländische Zeit)",
            "am Dienstag, 1. Dezember, um neun Uhr vormittags (09:00 Uhr, niederländische Zeit)",
        ),
        (
            "fr",
            "aujourd'hui, mercredi 25 novembre, à 10h20 (heure des Pays-Bas)",
            "demain, jeudi 26 novembre, à 14h30 (heure des Pays-Bas)",
            "mardi 1er décembre à 9h00 (heure des Pays-Bas)",
        ),
        (
            "es",
            "hoy, miércoles 25 de noviembre, a las 10:20 (hora de los Países Bajos)",
            "mañana, jueves 26 de noviembre, a las dos y media de la tarde (14:30, hora de los Países Bajos)",
            "el martes 1 de diciembre, a las nueve de la mañana (09:00, hora de los Países Bajos)",
        ),
    ],
)
def test_a_moment_reads_as_people_say_it(language: str, today: str, tomorrow: str, later: str) -> None:
    said = [long_moment(at, AMSTERDAM, language, SAYINGS, WEDNESDAY) for at in (WEDNESDAY, TOMORROW, THE_FIRST)]
    assert said == [today, tomorrow, later]


def test_tomorrow_is_reckoned_in_the_candidates_zone() -> None:
    late = datetime(2026, 11, 25, 23, 30, tzinfo=LISBON)
    after = datetime(2026, 11, 26, 0, 30, tzinfo=AMSTERDAM)
    assert (
        long_moment(after, LISBON, "nl", SAYINGS, late)
        == "vandaag, woensdag 25 november, om half twaalf 's avonds (23:30, Portugese tijd)"
    )
    assert long_moment(after, AMSTERDAM, "nl", SAYINGS, WEDNESDAY).startswith(
        "morgen, donderdag 26 november, om half één 's nachts (00:30"
    )


def test_what_is_read_on_another_day_never_says_tomorrow() -> None:
    assert [plain_moment(TOMORROW, AMSTERDAM, language, SAYINGS) for language in LANGUAGES] == [
        "donderdag 26 november om 14:30 (Nederlandse tijd)",
        "Thursday 26 November at 14:30 (Dutch time)",
        "am Donnerstag, 26. November, um 14:30 Uhr (niederländische Zeit)",
        "jeudi 26 novembre à 14h30 (heure des Pays-Bas)",
        "el jueves 26 de noviembre, a las 14:30 (hora de los Países Bajos)",
    ]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("nl", ["1. donderdag 26 november, 14:30", "2. dinsdag 1 december, 09:00", "(Nederlandse tijd)"]),
        ("en", ["1. Thursday 26 November, 14:30", "2. Tuesday 1 December, 09:00", "(Dutch time)"]),
        (
            "de",
            ["1. Donnerstag, 26. November, 14:30 Uhr", "2. Dienstag, 1. Dezember, 09:00 Uhr", "(niederländische Zeit)"],
        ),
        ("fr", ["1. jeudi 26 novembre, 14h30", "2. mardi 1er décembre, 9h00", "(heure des Pays-Bas)"]),
        ("es", ["1. jueves 26 de noviembre, 14:30", "2. martes 1 de diciembre, 09:00", "(hora de los Países Bajos)"]),
    ],
)
def test_slots_stand_in_numbered_lines_with_the_zone_once(language: str, lines: list[str]) -> None:
    slots = [Slot(start, start + timedelta(minutes=20), "sanne") for start in (TOMORROW, THE_FIRST)]
    assert listed(slots, [AMSTERDAM] * 2, language, SAYINGS).split("\n") == lines


def test_a_button_shows_weekday_date_and_time() -> None:
    assert [short_moment(TOMORROW, AMSTERDAM, language, SAYINGS) for language in LANGUAGES] == [
        "do 26 nov 14:30",
        "Thu 26 Nov 14:30",
        "Do, 26. Nov, 14:30",
        "jeu. 26 nov. 14h30",
        "jue 26 nov 14:30",
    ]
    assert short_moment(THE_FIRST, AMSTERDAM, "fr", SAYINGS) == "mar. 1er déc. 9h00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_every_year_fits_on_a_button(language: str) -> None:
    # In these 28 years each date falls on each weekday.
    days = (datetime(2026, 1, 1, 22, 30, tzinfo=UTC) + timedelta(days=n) for n in range(28 * 366))
    assert [day for day in days if len(short_moment(day, ZoneInfo("UTC"), language, SAYINGS)) > 20] == []


def test_a_time_alone_is_written_as_in_a_moment() -> None:
    assert [clock_time(TOMORROW, LISBON, language, SAYINGS) for language in LANGUAGES] == [
        "13:30",
        "13:30",
        "13:30",
        "13h30",
        "13:30",
    ]


def test_a_zone_without_a_name_of_ours_is_named_by_its_city() -> None:
    assert [zone_name(MEXICO, language, SAYINGS) for language in LANGUAGES] == [
        "tijd in Mexico-Stad",
        "Mexico City time",
        "Zeit in Mexiko-Stadt",
        "heure locale, Mexico",
        "hora de Ciudad de México",
    ]


def test_languages_are_named_in_the_readers_language() -> None:
    assert [language_name("nl", language) for language in LANGUAGES] == [
        "Nederlands",
        "Dutch",
        "Niederländisch",
        "néerlandais",
        "neerlandés",
    ]


def test_a_script_that_names_too_few_hours_has_the_clock_say_them() -> None:
    texts = {**SAYINGS.texts, "hours_said": {"nl": "twaalf | één"}}
    said = long_moment(TOMORROW, AMSTERDAM, "nl", Sayings(texts), WEDNESDAY)
    assert said == "morgen, donderdag 26 november, om 14:30 (Nederlandse tijd)"


def test_an_agency_may_have_its_french_hours_said() -> None:
    hours = (
        "douze heures | une heure | deux heures | trois heures | quatre heures | cinq heures | six heures | sept heures"
    )
    texts = {**SAYINGS.texts, "hours_said": {"fr": f"{hours} | huit heures | neuf heures | dix heures | onze heures"}}
    said = long_moment(TOMORROW, AMSTERDAM, "fr", Sayings(texts), WEDNESDAY)
    assert said == "demain, jeudi 26 novembre, à deux heures et demie de l'après-midi (14h30, heure des Pays-Bas)"
