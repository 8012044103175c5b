"""Plain answers as typed and dictated: without commas, in lists, with what was said left out the second time."""

import pytest

from tests.bot.understanding.moments.asking import read
from tests.bot.understanding.moments.meanings import meaning

ROWS = [
    # Contrasts without a comma.
    ("nl", "donderdag wel vrijdag niet", "11"),
    ("nl", "niet donderdag wel vrijdag", "12"),
    ("en", "thursday yes friday no", "11"),
    ("en", "thursday no friday yes", "12"),
    ("en", "mornings bad afternoons good", "5d 12-18"),
    ("en", "busy in the morning free after 3", "10 15-18"),
    ("de", "donnerstag geht freitag geht nicht", "11"),
    ("de", "Donnerstag ab 14 Uhr Freitag gar nicht", "11 14-18"),
    ("fr", "jeudi oui vendredi non lundi oui", "11; 15"),
    ("fr", "pas le matin plutôt l'après-midi", "5d 12-18"),
    ("es", "el jueves no el viernes sí", "12"),
    ("nl", "morgen niet vrijdag na 2", "12 14-18"),
    ("en", "not tomorrow friday after 2", "12 14-18"),
    ("fr", "début de semaine prochaine pas lundi matin", "15 12-18; 16"),
    # A "no" that corrects.
    ("nl", "donderdag, nee vrijdag", "12"),
    ("nl", "morgen om 2, nee 3", "11 =15"),
    ("nl", "morgenochtend, nee morgenmiddag", "11 12-18"),
    ("en", "tomorrow at 2, no, 4", "11 =16"),
    ("de", "Donnerstag um 10 Uhr, nein, um 14 Uhr", "11 =14"),
    ("fr", "demain, non, plutôt vendredi", "12"),
    ("es", "el jueves... no, mejor el viernes", "12"),
    ("en", "instead of Thursday, Friday", "12"),
    ("en", "tomorrow at 2pm uh 4pm sorry", "11 =16"),
    ("fr", "au lieu de jeudi, vendredi", "12"),
    # A list, and one of it once more with hours of its own.
    ("nl", "donderdag en vrijdag, vrijdag tot 12 uur", "11; 12 9-12"),
    ("en", "Thursday or Friday, Friday only after 2", "11; 12 14-18"),
    ("de", "Donnerstag und Freitag, Freitag aber nur bis 12", "11; 12 9-12"),
    ("es", "jueves y viernes, el viernes a partir de las 4", "11; 12 16-18"),
    ("nl", "do vm of vr nm, vrijdag alleen na 4", "11 9-12; 12 16-18"),
    # Every day, but one of them otherwise; or another one, too.
    ("nl", "elke dag na 3, vrijdag na 1", "10,11,15,16 15-18; 12 13-18"),
    ("de", "täglich ab 15 Uhr, freitags ab 13 Uhr", "10,11,15,16 15-18; 12 13-18"),
    ("es", "todos los días de 10 a 14, los viernes hasta las 12", "10,11,15,16 10:20-14; 11,15,16 10-14; 12 9-12"),
    ("en", "any day, weekends too", "10,11,12,13,14,15,16"),
    ("fr", "sauf jeudi, tous les jours", "10,12,15,16 ! 11"),
    ("fr", "jeudi sauf le matin, vendredi toute la journée", "11 12-18; 12"),
    ("de", "normalerweise ab 16 Uhr, freitags ab 13 Uhr", "10,11,15,16 16-18; 12 13-18"),
    ("nl", "na 4, op vrijdag na 1", "10,11,15,16 16-18; 12 13-18"),
    ("en", "always after 4 except Fridays, after 1", "10,11,15,16 16-18; 12 13-18"),
    ("en", "Fridays after 1, otherwise always after 4", "10,11,15,16 16-18; 12 13-18"),
    ("es", "los viernes a partir de la 1, los demás días a partir de las 4", "10,11,15,16 16-18; 12 13-18"),
    ("es", "siempre por la mañana menos los viernes que puedo por la tarde", "10 10:20-12; 11,15,16 9-12; 12 14-20"),
    ("en", "Monday to Friday after 5, the other days at 10", "10,11,12,15,16 17-21; 13 =10; 14 =10"),
    ("nl", "elke dag op vrijdag na", "10,11,15,16 ! 12"),
    ("de", "jeden Tag ab drei nur am Freitag nicht", "10,11,15,16 15-18 ! 12"),
    ("en", "Thursday and Friday after 3, but Friday only until 5", "11 15-18; 12 15-17"),
    ("en", "all day Thursday and Friday from 11", "11; 12 11-18"),
    # The week holds for the next day, too.
    ("nl", "volgende week dinsdagochtend of vrijdagmiddag", "16 9-12; 19 12-18"),
    ("de", "nächste Woche Dienstag 10 Uhr oder Donnerstag 15 Uhr", "16 =10; 18 =15"),
    ("fr", "la semaine prochaine mardi matin et jeudi matin", "16 9-12; 18 9-12"),
    ("en", "Thursday this week and Monday next week", "11; 15"),
    # "Or": a day, or an hour of any.
    ("nl", "zaterdag of na 5", "13; 10 17-21"),
    ("en", "Saturday or after 5", "13; 10 17-21"),
    # What is left out the second time.
    ("en", "this week or next, at 10", "11,12,15,16,17,18,19 =10"),
    ("de", "diese oder nächste Woche um 10", "11,12,15,16,17,18,19 =10"),
    ("es", "esta semana o la que viene a las 10", "11,12,15,16,17,18,19 =10"),
    ("nl", "week 7 en 8 om 10 uur", "15,16,17,18,19,22,23,24,25,26 =10"),
    ("nl", "tussen 9 en 11 of 2 en 4, morgen", "11 9-11; 11 14-16"),
    # Dates in lists, between two, and with little around them.
    ("nl", "15, 16 en 19 feb", "15; 16; 19"),
    ("en", "feb 16 or 18", "16; 18"),
    ("fr", "15, 16 et 19 février", "15; 16; 19"),
    ("es", "el 16, 17 o 19", "16; 17; 19"),
    ("de", "am 16. und 18.", "16; 18"),
    ("de", "zwischen dem 16. und 18. Februar", "16,17,18"),
    ("fr", "entre le 16 et le 18 février", "16,17,18"),
    ("es", "entre el 26 y el 2", "26; 1/3,2/3"),
    ("de", "Dienstag 16.2 vormittags", "16 9-12"),
    ("de", "ab dem 16.", "16,17,18,19,22"),
    ("nl", "di 16-2 om 11 uur", "16 =11"),
    ("nl", "dinsdag 16 na 3", "16 15-18"),
    ("en", "on the 26 after 3", "26 15-18"),
    ("es", "martes once de la mañana", "16 =11"),
    ("en", "between 1 and 2, 2:30 at the latest", "10 13-14:30"),
    ("fr", "dès que possible sinon demain à 10h", "10 10:20-18; 11 =10"),
    ("en", "I was thinking tomorrow at 11", "11 =11"),
    # Hours in a row.
    ("fr", "demain 9h-12h 14h-17h", "11 9-12; 11 14-17"),
    ("fr", "demain 10h 14h", "11 =10; 11 =14"),
    ("es", "mañana de 9 a 14 y 16 a 18", "11 9-14; 11 16-18"),
    ("en", "2, 3 or 4 tomorrow", "11 =14; 11 =15; 11 =16"),
    ("en", "tomorrow nine thirty to eleven", "11 9:30-11"),
    ("en", "after 2 before 4 tomorrow", "11 14-16"),
    ("en", "tomorrow at 230", "11 =14:30"),
    ("en", "tomorrow 1400 hrs", "11 =14"),
    ("es", "mañana a las 9,30", "11 =9:30"),
    ("fr", "demain 16h 16h30", "11 16-17"),
    ("de", "morgen 14 Uhr 16 Uhr", "11 =14; 11 =16"),
    ("fr", "entre 9h et 11h ou 15h et 17h demain", "11 9-11; 11 15-17"),
    ("nl", "morgen om 2 uur, of anders een uurtje later", "11 =14; 11 =15"),
    ("es", "mañana a las 10 o una hora después", "11 =10; 11 =11"),
    ("es", "por las mañanas de 9 a 2", "10 10:20-14; 11,12,15,16 9-14"),
    ("nl", "morgen >15u", "11 15-18"),
    ("fr", "demain, max 16h", "11 9-16"),
    ("fr", "vers le 16", "16"),
    ("en", "sat 10-12", "13 10-12"),
    ("en", "Morning! Friday after 2 works", "12 14-18"),
    # An hour beside a part of the day that does not hold it, and a delay beside "today".
    ("de", "morgen früh ab 8 Uhr", "11 8-12"),
    ("nl", "morgenmiddag tot 7", "11 12-19"),
    ("en", "today in two hours", "10 =12:20"),
    ("de", "um viertel vor eins mittags", "10 =12:45"),
    # Next but one.
    ("de", "übernächsten Montag", "22"),
]


@pytest.mark.parametrize(("language", "text", "meant"), ROWS)
def test_what_is_left_out_is_understood(language: str, text: str, meant: str) -> None:
    assert read(text, language).windows == meaning(meant).windows


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "ik werk ma t/m vr"),
        ("en", "I work Monday to Friday"),
        ("fr", "je travaille du lundi au vendredi"),
        ("en", "busy all day"),
    ],
)
def test_who_only_says_when_it_does_not_suit_is_asked(language: str, text: str) -> None:
    reading = read(text, language)
    assert (reading.windows, reading.sure and bool(reading.exclude)) == ((), False)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "is it the office at 110 Station Road"), ("de", "mein Schnitt war damals 1.7"), ("en", "Version 230")],
)
def test_other_numbers_are_no_clock(language: str, text: str) -> None:
    reading = read(text, language)
    assert not reading.windows or not reading.sure


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "ik wil werken tussen 9 en 3"),
        ("en", "I can work every day except Sunday"),
        ("fr", "je suis dispo pour travailler de 8h à 17h"),
        ("es", "quiero trabajar por las mañanas"),
        ("de", "arbeiten kann ich von 8 bis 14 Uhr"),
    ],
)
def test_hours_that_somebody_wants_to_work_are_no_moment_for_the_call(language: str, text: str) -> None:
    assert not read(text, language).windows
