"""Dutch words about when, as windows; said on Wednesday 10 February 2027 at 10:20."""

import pytest

from tests.bot.understanding.moments.asking import line, read

DAYS = {
    "morgen": "11/2 09:00-18:00",
    "overmorgen": "12/2 09:00-18:00",
    "aanstaande maandag": "15/2 09:00-18:00",
    "vrijdagochtend graag": "12/2 09:00-12:00",
    "dinsdagavond": "16/2 18:00-21:00",
    "vanmiddag": "10/2 12:00-18:00",
    "de 18e": "18/2 09:00-18:00",
    "op 3 maart": "3/3 09:00-18:00",
    "3/3": "3/3 09:00-18:00",
    "23-2": "23/2 09:00-18:00",
    "op 4-3": "4/3 09:00-18:00",
    "vrijdag de 19e": "19/2 09:00-18:00",
    "zaterdag": "13/2 09:00-18:00",
    "di/do": "11/2 09:00-18:00, 16/2 09:00-18:00",
    "na het weekend": "15/2 09:00-18:00",
    "volgende week donderdag": "18/2 09:00-18:00",
    "begin volgende week": "15/2 09:00-18:00, 16/2 09:00-18:00",
    "eind volgende week": "18/2 09:00-18:00, 19/2 09:00-18:00",
    "over twee weken op vrijdag": "26/2 09:00-18:00",
    "de eerste maandag van maart": "1/3 09:00-18:00",
    "uiterlijk vrijdag": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
}
TIMES = {
    "om half vijf": "10/2 16:30-17:00",
    "morgen om kwart voor drie": "11/2 14:45-15:15",
    "vrijdag vijf over half 2": "12/2 13:35-14:05",
    "om 2-4": "10/2 14:00-16:00",
    "14u15": "10/2 14:15-14:45",
    "16 uur": "10/2 16:00-16:30",
    "morgen 9.30": "11/2 09:30-10:00",
    "9 uur": "11/2 09:00-09:30",
    "zo tegen drieën": "10/2 14:30-15:30",
    "morgen rond een uur of 11": "11/2 10:30-11:30",
    "tussen 1 en 3": "10/2 13:00-15:00",
    "vanaf half 4": "10/2 15:30-18:00",
    "morgen na zessen": "11/2 18:00-21:00",
    "vrijdag voor elven": "12/2 09:00-11:00",
    "morgen tot 12 uur": "11/2 09:00-12:00",
    "niet voor 11en": "10/2 11:00-18:00",
    "morgenvroeg om half 9": "11/2 08:30-09:00",
    "eind van de ochtend": "10/2 11:00-12:00",
    "tussen de middag": "10/2 12:00-13:30",
    "vrijdag na de lunch": "12/2 13:30-18:00",
    "na mijn werk": "10/2 17:00-21:00",
    "maandagmiddag na vieren": "15/2 16:00-18:00",
    "ik heb morgen tot 3 uur les, daarna kan ik": "11/2 15:00-18:00",
    "ik werk tot 6 dus daarna": "10/2 18:00-21:00",
    "om kwart over 5 ben ik thuis": "10/2 17:15-21:00",
    "2 of 3 uur": "10/2 14:00-14:30, 10/2 15:00-15:30",
    "over een half uurtje": "10/2 10:50-11:20",
    "over anderhalf uur": "10/2 11:50-12:20",
    "nu meteen": "10/2 10:20-10:50",
    "zo snel mogelijk": "10/2 10:20-18:00",
    "straks": "10/2 11:20-18:00",
}
COMBINED = {
    "donderdag of vrijdag na half 3": "11/2 14:30-18:00, 12/2 14:30-18:00",
    "donderdag om 11 of maandag na 4": "11/2 11:00-11:30, 15/2 16:00-18:00",
    "tussen 9 en 10 op maandag en dinsdag": "15/2 09:00-10:00, 16/2 09:00-10:00",
    "volgende week maandag of dinsdag in de middag": "15/2 12:00-18:00, 16/2 12:00-18:00",
    "morgen niet voor 10 of na 3": "11/2 10:00-15:00",
    "overmorgen de hele dag, liefst 's ochtends": "12/2 09:00-12:00",
    "in het weekend, zondag na 12 bijvoorbeeld": "14/2 12:00-18:00",
    "ma, di en vr kan ik, maar di pas na 2": "12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 14:00-18:00",
    "volgende week van dinsdag tot donderdag": "16/2 09:00-18:00, 17/2 09:00-18:00, 18/2 09:00-18:00",
    "tussen de 2 en de 4": "10/2 14:00-16:00",
    "vrijdag werk ik niet, dus dan kan het": "12/2 09:00-18:00",
    "2 of 3 maart na 3": "2/3 15:00-18:00, 3/3 15:00-18:00",
    "morgen 10-11.30": "11/2 10:00-11:30",
    "tomorrow om vier uur": "11/2 16:00-16:30",
    "dondrdag om 2 uur": "11/2 14:00-14:30",
    "laat op dinsdagavond": "16/2 20:00-21:00",
    "vrijdag 19 februari om 10": "19/2 10:00-10:30",
    "van morgen 9 uur tot vrijdag 12 uur": "11/2 09:00-18:00, 12/2 09:00-12:00",
    "nou, vanmiddag dan": "10/2 12:00-18:00",
    "overmrogen": "12/2 09:00-18:00",
    "vrijdagmidag": "12/2 12:00-18:00",
}


@pytest.mark.parametrize(("text", "windows"), [*DAYS.items(), *TIMES.items(), *COMBINED.items()])
def test_dutch_words_become_windows(text: str, windows: str) -> None:
    reading = read(text)
    assert (line(reading.windows), reading.exclude, reading.picked, reading.sure) == (windows, (), None, True)


RECURRING = {
    "elke middag na 4": (
        "10/2 16:00-18:00, 11/2 16:00-18:00, 12/2 16:00-18:00, 15/2 16:00-18:00, 16/2 16:00-18:00",
        "",
    ),
    "'s avonds na half 8": (
        "10/2 19:30-21:00, 11/2 19:30-21:00, 12/2 19:30-21:00, 15/2 19:30-21:00, 16/2 19:30-21:00",
        "",
    ),
    "di t/m do voor 10 uur": ("11/2 09:00-10:00, 16/2 09:00-10:00, 17/2 09:00-10:00", ""),
    "doordeweeks behalve maandag": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00, 16/2 09:00-18:00",
        "15/2 00:00-16/2 00:00",
    ),
    "vrijdag kan niet, maandag wel": ("15/2 09:00-18:00", "12/2 00:00-13/2 00:00"),
    "vandaag lukt niet meer, morgen na 3": ("11/2 15:00-18:00", "10/2 10:20-11/2 00:00"),
    "morgenmiddag, maar niet tussen 1 en 2": ("11/2 12:00-13:00, 11/2 14:00-18:00", "11/2 13:00-14:00"),
    "deze week heb ik vakantie": ("15/2 09:00-18:00, 16/2 09:00-18:00", "10/2 10:20-15/2 00:00"),
    "vrijdag heb ik geen tijd": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00",
        "12/2 00:00-13/2 00:00",
    ),
    "maandag, dat lukt niet": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00, 16/2 09:00-18:00",
        "15/2 00:00-16/2 00:00",
    ),
    "nu even niet, morgen om 10": ("11/2 10:00-10:30", "10/2 10:20-10:50"),
    "ik werk van 8 tot 5": (
        "10/2 17:00-21:00, 11/2 17:00-21:00, 12/2 17:00-21:00, 15/2 17:00-21:00, 16/2 17:00-21:00",
        "10/2 10:20-17:00, 11/2 08:00-17:00, 12/2 08:00-17:00, 15/2 08:00-17:00, 16/2 08:00-17:00",
    ),
    "morgen kan ik en vrijdag niet": ("11/2 09:00-18:00", "12/2 00:00-13/2 00:00"),
    "Morgen om 5 uur. Vrijdag niet.": ("11/2 17:00-17:30", "12/2 00:00-13/2 00:00"),
    "vrijdagochtend niet, 's middags wel": ("12/2 12:00-18:00", "12/2 09:00-12:00"),
    "maakt me niet uit": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00",
        "",
    ),
}


@pytest.mark.parametrize(("text", "windows", "exclude"), [(text, *both) for text, both in RECURRING.items()])
def test_dutch_habits_and_refusals(text: str, windows: str, exclude: str) -> None:
    reading = read(text)
    assert (line(reading.windows), line(reading.exclude), reading.sure) == (windows, exclude, True)
