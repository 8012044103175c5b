"""Parts of months and weeks, days that have hours of their own, and what a correction keeps."""

import pytest

from tests.bot.understanding.moments.asking import read
from tests.bot.understanding.moments.meanings import meaning

ROWS = [
    # Halves: of a month up to the 15th, of a week its first or last two days.
    ("nl", "in de tweede helft van volgende week", "18,19"),
    ("nl", "de 1e helft van de ochtend, donderdag", "11 9-10"),
    ("en", "the latter half of next week, after 2", "18,19 14-18"),
    ("de", "in der ersten Wochenhälfte vormittags", "15,16 9-12"),
    ("fr", "la première moitié de la semaine prochaine, le matin", "15,16 9-12"),
    ("es", "en la segunda mitad de la semana que viene, a las 11", "18 =11; 19 =11"),
    # The first and the last few of a month.
    ("en", "the last two working days of the month at 3", "25 =15; 26 =15"),
    ("nl", "de laatste twee werkdagen van de maand om 3 uur", "25 =15; 26 =15"),
    ("fr", "les deux premiers jours de mars, à 10h", "1/3 =10; 2/3 =10"),
    ("es", "las dos primeras semanas de marzo, los lunes a las 10", "1/3 =10; 8/3 =10"),
    ("de", "an den ersten zwei Tagen im März um 10", "1/3 =10; 2/3 =10"),
    # One of several days has hours of its own.
    ("nl", "ma t/m vr kan, vrijdag alleen voor 12", "10,11,15,16; 12 9-12"),
    ("en", "Monday to Friday, Fridays only before noon", "10,11,15,16; 12 9-12"),
    ("de", "Montag bis Freitag, freitags nur bis 12", "10,11,15,16; 12 9-12"),
    ("fr", "du lundi au vendredi, le vendredi pas avant 15h", "10,11,15,16; 12 15-18"),
    ("es", "de lunes a viernes, el viernes solo por la mañana", "10,11,15,16; 12 9-12"),
    ("en", "any day next week, Tuesday only after 4", "15,17,18,19; 16 16-18"),
    ("nl", "in het weekend, zondag niet voor 2", "13; 14 14-18"),
    # Of a week the day that follows is all that is left.
    ("nl", "volgende week, donderdag na 3", "18 15-18"),
    ("en", "next week, Thursday after 3", "18 15-18"),
    # "This" tells the week, whatever week was named before it.
    ("nl", "volgende week dinsdag of deze vrijdag", "16; 12"),
    ("en", "next week Tuesday or this Friday", "16; 12"),
    ("fr", "mardi de la semaine prochaine ou ce vendredi", "16; 12"),
    # A correction stays in the week that was named …
    ("nl", "volgende week maandag, nee wacht, woensdag", "17"),
    ("en", "next week Monday, no wait, Wednesday", "17"),
    ("de", "nächste Woche Montag, ach nee, Mittwoch", "17"),
    ("fr", "lundi de la semaine prochaine, ah non, mercredi", "17"),
    ("es", "el lunes de la semana que viene, no espera, el miércoles", "17"),
    ("en", "tomorrow at 2, no wait, Friday at 2", "12 =14"),
    # … and keeps the hour where the day was only misspoken; an hour may follow on it.
    ("nl", "donderdag om 3 uur, o nee vrijdag bedoel ik", "12 =15"),
    ("de", "Donnerstag, nein, Freitag meinte ich, halb drei", "12 =14:30"),
    ("fr", "jeudi à 15h, euh non vendredi je veux dire", "12 =15"),
    # An apology at the start corrects nothing.
    ("en", "Sorry for the late reply! Tomorrow at 3 works", "11 =15"),
    ("nl", "Sorry, ik was onderweg. Morgen om 3 uur kan", "11 =15"),
    # That week is the one that was named.
    ("nl", "in week 9 ben ik terug, dinsdag van die week om 2 uur", "2/3 =14"),
    ("en", "I'm back in week 9, the Tuesday of that week at 2", "2/3 =14"),
    # Hours of work beside another day tell only why, unless one of them is offered.
    ("nl", "morgen werk ik van 9 tot 5, maar vrijdag ben ik vrij", "12"),
    ("en", "tomorrow I work 9 to 5, Friday I'm free", "12"),
    ("es", "mañana trabajo de 9 a 5, pero el viernes estoy libre", "12"),
    ("en", "tomorrow I work 9 to 5 so after that, or Friday morning", "11 17-21; 12 9-12"),
    # The dot of a short name ends a sentence where another day, or all the rest, follows.
    ("nl", "liever niet op 3 mrt. vrijdag om 11 uur?", "12 =11"),
    ("nl", "niet op vr. rest kan tussen 9 en 10", "11,15,16,17 9-10 ! 12"),
    # As people type.
    ("nl", "do vm of vr nm", "11 9-12; 12 12-18"),
    ("nl", "morgen vnf 3 uur", "11 15-18"),
    ("en", "2moro aft or 2nite after 7", "11 12-18; 10 19-21"),
    ("en", "nxt wk any time", "nw"),
    ("fr", "2main 15h", "11 =15"),
    ("de", "morgn nami", "11 13-18"),
    ("es", "mñn dsp de las 5", "11 17-21"),
    ("nl", "over een klein half uurtje", "10 =10:50"),
]


@pytest.mark.parametrize(("language", "text", "meant"), ROWS)
def test_the_days_and_hours_that_are_left(language: str, text: str, meant: str) -> None:
    assert read(text, language).windows == meaning(meant).windows


def test_a_long_lie_in_is_known_for_one() -> None:
    assert read("I can sleep until 11, call me after that", "en").windows == meaning("10 11-18").windows
    assert not read("I can potter about until 11, call me after that", "en").sure
