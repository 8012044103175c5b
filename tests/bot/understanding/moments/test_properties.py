"""What holds of every moment: said back it is understood as itself, and courtesies and slips change nothing."""

from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.speaking import long_moment, plain_moment, short_moment
from bot.understanding.understood import Asked, Question
from bot.windows import Window
from handlers.words import load_sayings
from tests.bot.understanding.moments import talk_in_dutch, talk_in_english
from tests.bot.understanding.moments.asking import READER, read

SAYINGS = load_sayings()
HOMES = {
    "nl": "Europe/Amsterdam",
    "en": "Europe/Dublin",
    "de": "Europe/Vienna",
    "fr": "Europe/Paris",
    "es": "Europe/Madrid",
}
CALL = timedelta(minutes=30)
QUARTERS = st.integers(8 * 4, 20 * 4 + 3)
"""Quarter hours from 8:00 to 20:45."""
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001  wall-clock times
AHEAD = st.integers(1, 300)
EDGES = [
    datetime.fromisoformat(now)
    for now in (
        "2026-03-28T23:59",
        "2026-03-29T00:00",
        "2026-03-29T03:30",
        "2026-10-24T23:59:59",
        "2026-10-25T02:30",
        "2026-10-25T03:00",
        "2026-12-30T23:59",
        "2026-12-31T00:00",
        "2027-01-01T00:01",
        "2027-02-28T12:00",
        "2028-02-28T23:59",
        "2027-04-30T10:00",
        "2027-11-30T00:00",
    )
]
"""Nights on which clocks change, midnights, and the ends of months and years."""
SPOKEN = {
    "long": long_moment,
    "plain": lambda *words: plain_moment(*words[:4]),
    "short": lambda *words: short_moment(*words[:4]),
}

COURTESIES = {
    "nl": ("hoi, {}", "{} graag", "ik denk {}", "{}, groetjes", "ja {} is prima", "ehm {}", "{} 👍"),
    "en": ("hi, {}", "{} please", "I think {}", "{}, cheers", "yes {} is fine", "um {}", "{} 👍"),
    "de": ("hallo, {}", "{} bitte", "ich denke {}", "{}, danke", "ja {} passt", "ähm {}", "{} 👍"),
    "fr": ("bonjour, {}", "{} svp", "je pense {}", "{}, merci", "oui {} c'est bon", "euh {}", "{} 👍"),
    "es": ("hola, {}", "{} por favor", "creo que {}", "{}, gracias", "sí {} está bien", "eh {}", "{} 👍"),
}
ANSWERS = {
    "nl": ("morgen om 3 uur", "vrijdag na 2 uur", "maandagochtend", "elke middag behalve donderdag",
           "volgende week dinsdag", "tussen 10 en 12 morgen", "vrijdag niet, maandag wel", "over een uurtje",
           "16 februari om half drie"),
    "en": ("tomorrow at 3", "friday after 2", "monday morning", "every afternoon except thursday",
           "tuesday next week",
           "between 10 and 12 tomorrow", "not friday, monday", "in an hour", "february 16th at half past two"),
    "de": ("morgen um 15 Uhr", "Freitag nach 14 Uhr", "Montagvormittag", "jeden Nachmittag außer Donnerstag",
           "nächste Woche Dienstag", "morgen zwischen 10 und 12 Uhr", "Freitag nicht, Montag schon",
           "in einer Stunde"),
    "fr": ("demain à 15h", "vendredi après 14h", "lundi matin", "tous les après-midis sauf jeudi",
           "mardi de la semaine prochaine", "demain entre 10h et 12h", "pas vendredi, lundi", "dans une heure"),
    "es": ("mañana a las 15:00", "el viernes después de las 14:00", "el lunes por la mañana",
           "todas las tardes menos el jueves", "el martes de la semana que viene", "mañana entre las 10 y las 12",
           "el viernes no, el lunes", "dentro de una hora"),
}  # fmt: skip
SLIPS = {
    "nl": {"morgen": "mrogen", "donderdag": "donerdag", "woensdag": "wonsdag", "ochtend": "ochtnd", "middag": "middga"},
    "en": {"tomorrow": "tommorow", "thursday": "thrusday", "wednesday": "wednsday", "morning": "mornign",
           "afternoon": "afternon"},
    "de": {"Donnerstag": "Donerstag", "Mittwoch": "Mitwoch", "Nachmittag": "Nachmitag", "Vormittag": "Vormitag"},
    "fr": {"vendredi": "vendrdi", "mercredi": "mecredi", "matin": "maitn", "demain": "demian"},
    "es": {"viernes": "vierens", "miércoles": "miercoels", "mañana": "mañnaa", "jueves": "jeuves"},
}  # fmt: skip
SLIPPED = {
    "nl": "{} om 3 uur", "en": "{} at 3", "de": "{} um 15 Uhr", "fr": "{} à 15h", "es": "{} a las 15:00"
}  # fmt: skip


@pytest.mark.parametrize("way", SPOKEN)
@pytest.mark.parametrize("language", HOMES)
@settings(max_examples=150, deadline=None)
@given(now=NOWS, ahead=AHEAD, quarter=QUARTERS)
def test_a_moment_said_back_is_understood_as_itself(
    way: str, language: str, now: datetime, ahead: int, quarter: int
) -> None:
    zone = ZoneInfo(HOMES[language])
    at = now.replace(tzinfo=zone)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    moment = midnight + timedelta(days=ahead) + timedelta(minutes=15 * quarter)
    text = SPOKEN[way](moment, zone, language, SAYINGS, at)
    reading = READER.read(text, language, Question(at=at, zone=zone, asked=Asked.ASK_MOMENT))
    assert (text, reading.windows, reading.sure) == (text, (Window(moment, moment + CALL),), True)


@pytest.mark.parametrize("way", SPOKEN)
@pytest.mark.parametrize("language", HOMES)
@pytest.mark.parametrize("now", EDGES)
def test_a_moment_said_back_is_understood_as_itself_at_the_edges_of_the_calendar(
    way: str, language: str, now: datetime
) -> None:
    zone = ZoneInfo(HOMES[language])
    at = now.replace(tzinfo=zone)
    said = {}
    for ahead, hour in product((1, 2, 3, 31), (8, 12, 20)):
        moment = (at + timedelta(days=ahead)).replace(hour=hour, minute=45, second=0)
        text = SPOKEN[way](moment, zone, language, SAYINGS, at)
        reading = READER.read(text, language, Question(at=at, zone=zone, asked=Asked.ASK_MOMENT))
        said[text] = (reading.windows, reading.sure) == ((Window(moment, moment + CALL),), True)
    assert all(said.values()), [text for text, same in said.items() if not same]


@pytest.mark.parametrize(
    ("language", "text", "around"),
    [(code, text, around) for code, texts in ANSWERS.items() for text in texts for around in COURTESIES[code]],
)
def test_a_courtesy_changes_nothing(language: str, text: str, around: str) -> None:
    assert read(around.format(text), language) == read(text, language)


@pytest.mark.parametrize(
    ("language", "text", "around"),
    [
        (code, text, around)
        for code, talk in (("nl", talk_in_dutch), ("en", talk_in_english))
        for text in talk.SURE
        for around in COURTESIES[code][:2]
    ],
)
def test_a_greeting_or_a_please_changes_nothing_of_what_people_type(language: str, text: str, around: str) -> None:
    said = read(around.format(text), language)
    plain = read(text, language)
    assert (said.windows, said.exclude) == (plain.windows, plain.exclude)


@pytest.mark.parametrize(
    ("language", "word", "slip"), [(code, word, slip) for code, slips in SLIPS.items() for word, slip in slips.items()]
)
def test_a_slip_of_the_finger_changes_nothing(language: str, word: str, slip: str) -> None:
    assert read(SLIPPED[language].format(slip), language) == read(SLIPPED[language].format(word), language)


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in ANSWERS.items() for text in texts])
@pytest.mark.parametrize("way", ["upper", "capitalize", "stop", "spaces", "marks"])
def test_neither_capitals_nor_signs_change_anything(language: str, text: str, way: str) -> None:
    written = {
        "upper": text.upper(),
        "capitalize": text.capitalize(),
        "stop": f"{text}.",
        "spaces": f"  {text.replace(' ', '  ')} ",
        "marks": f"{text}!!",
    }[way]
    assert read(written, language) == read(text, language)
