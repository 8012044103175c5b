"""Moments that are told by those around them: gaps, the rest of a day, ends of something, and slips of the tongue."""

import pytest

from tests.bot.understanding.moments.asking import read
from tests.bot.understanding.moments.meanings import Meaning as Meant
from tests.bot.understanding.moments.meanings import meaning

ROWS = [
    # What lies between two things.
    ("nl", "donderdag heb ik overleg tot 10 en weer vanaf 1, ertussen kan ik", "11 10-13"),
    ("en", "Friday I'm with a client until 11 and again from 3, in between is fine", "12 11-15"),
    ("de", "Freitag bis 9 Training und ab 12 Probe, dazwischen passt es", "12 9-12"),
    ("fr", "vendredi j'ai cours jusqu'à 10h et à partir de 14h, entre les deux je peux", "12 10-14"),
    ("es", "el viernes tengo clase hasta las 10 y desde la 1, entre medias puedo", "12 10-13"),
    ("en", "my parents are out from 1 to 4, so Friday in that window", "12 13-16"),
    # The rest of a day.
    ("nl", "vrijdag heb ik van 9 tot 11 les, de rest van de dag is prima", "12 11-18 ! 12 9-11"),
    ("en", "Friday I've a test from 9 to 11, the rest of the day is fine", "12 11-18 ! 12 9-11"),
    ("de", "am Freitag hab ich von 9 bis 11 Schule, der Rest vom Tag geht", "12 11-18 ! 12 9-11"),
    ("es", "el viernes tengo clase de 9 a 11, el resto del día me va bien", "12 11-18 ! 12 9-11"),
    ("fr", "vendredi j'ai cours de 9h à 11h, sinon je suis libre", "12 11-18 ! 12 9-11"),
    ("en", "Friday 10 to 12 works, the rest of the day I can't", "12 10-12"),
    ("en", "tomorrow until 3 I'm busy, the rest of the day is fine", "11 15-18"),
    ("en", "Friday 2 to 4 is my only gap, rest of the day I'm with patients", "12 14-16"),
    # Until somebody has to go.
    ("nl", "maandag moet ik om 1 uur weg", "15 9-13"),
    ("en", "on Monday I have to leave at 1", "15 9-13"),
    ("de", "am Montag muss ich um 13 Uhr los", "15 9-13"),
    ("fr", "lundi je dois partir à 13h", "15 9-13"),
    ("es", "el lunes tengo que irme a la 1", "15 9-13"),
    # What follows on it only says why.
    ("en", "tomorrow up to 2, after that I'm under the drill", "11 9-14"),
    ("de", "Freitag um Viertel vor vier, vorher bin ich in der Werkstatt", "12 =15:45"),
    ("fr", "vendredi jusqu'à midi, ensuite on part chez ma soeur", "12 9-12"),
    ("en", "7pm tomorrow, I'm at choir till half past six", "11 =19"),
    ("es", "mañana salgo del examen a las 12, llámame a las 12 y media", "11 =12:30"),
    ("en", "Monday 10 with my tutor, 3 works", "15 =15 ! 15 10-10:30"),
    # The end of what comes before.
    ("nl", "vrijdag na de ouderavond, die duurt tot zes", "12 18-21"),
    ("de", "am Freitag nach dem Elternabend, der dauert bis sechs", "12 18-21"),
    ("en", "tomorrow after my shift ends at 3", "11 15-18"),
    ("de", "bin bis elf beim Zahnarzt, dann frei", "10 11-18"),
    ("en", "Friday at three, then I'm free", "12 =15"),
    # Who is busy in one part of a day can be called in another.
    ("en", "Monday I'm busy all morning, from 2 is fine", "15 14-18 ! 15 9-12"),
    ("nl", "maandag ben ik de hele ochtend bezet, vanaf 2 kan", "15 14-18 ! 15 9-12"),
    # Who is away from work has time.
    ("en", "next week I'm on holiday so any time works", "nw"),
    ("fr", "la semaine prochaine je suis en congé donc quand vous voulez", "nw"),
    # A "not" beside a day, with why.
    ("en", "not this week I'm away. Monday after 11?", "15 11-18 ! 10,11,12,13,14"),
    ("de", "Donnerstag nicht Freitag nicht Montag ja", "15 ! 11,12"),
    ("nl", "elke dag na vieren, vrijdag uitgezonderd", "10,11,15,16 16-18 ! 12"),
    # Slips of the tongue keep the hour, and a star corrects.
    ("en", "Monday at 11, I mean Tuesday", "16 =11"),
    ("nl", "maandag om 11, ik bedoel dinsdag", "16 =11"),
    ("es", "el lunes a las 11, digo el martes", "16 =11"),
    ("en", "tomorrow at 3\n*4", "11 =16"),
    ("en", "*tomorrow* at 3", "11 =15"),
    ("en", "tomorrow at 3, sorry meant 4", "11 =16"),
    ("en", "quarter past two no half past two today", "10 =14:30"),
    ("nl", "vrijdag om 2, euh nee 3 uur", "12 =15"),
    # Some days of a stretch.
    ("en", "end of next week, Thursday or Friday", "18,19"),
    ("nl", "eind volgende week, donderdag of vrijdag", "18,19"),
    # Words of a neighbour, days and hours that looked like something else.
    ("nl", "jeudi om 16u graag", "11 =16"),
    ("de", "vendredi ab 10 geht", "12 10-18"),
    ("es", "mejor el 19 a las 10", "19 =10"),
    ("en", "Friday 12 February, 15.30 hrs", "12 =15:30"),
    ("nl", "met Jan, maandag kan ik", "15"),
    ("nl", "vandaag ❌ morgen ✅", "11 ! 10"),
    ("en", "early next week - I'm swamped till Friday", "15,16 ! 10,11"),
    ("fr", "dans 3/4 d'heure", "10 =11:05"),
    ("en", "a week tomorrow at 11", "18 =11"),
    # Behind the wheel is no eighth, and an end is one whatever frees somebody until then.
    ("nl", "zit achter het stuur, bel over een kwartier", "10 =10:35"),
    ("es", "hoy estoy libre hasta las cinco menos diez", "10 10:20-16:50"),
    ("nl", "vrijdag moet ik om 1 beginnen met werken, tot dan ben ik bereikbaar", "12 9-13"),
    ("fr", "vendredi AM", "12 9-12"),
    ("fr", "samedi matin si vous travaillez le week-end", "13 9-12"),
    ("en", "post 6 pm tomorrow", "11 18-21"),
]


@pytest.mark.parametrize(("language", "text", "shorthand"), ROWS)
def test_what_is_told_around_a_moment_is_read(language: str, text: str, shorthand: str) -> None:
    reading = read(text, language)
    assert Meant(reading.windows, reading.exclude, reading.sure) == meaning(shorthand)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "£13.50 an hour is what I'm on now"),
        ("en", "37.50 hrs a week"),
    ],
)
def test_pay_and_hours_of_work_are_no_moment(language: str, text: str) -> None:
    assert not read(text, language).windows


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "ik laat het je morgen weten"),
        ("fr", "je vous dirai demain"),
        ("es", "te confirmo mañana"),
        ("de", "Freitag zwischen 7.30 und 8.15"),
    ],
)
def test_what_may_not_be_an_offer_is_asked_about(language: str, text: str) -> None:
    assert not read(text, language).sure
