"""What is said together belongs together: times that narrow each other, events, "the same time", other clocks."""

import pytest

from tests.bot.understanding.moments.asking import line, read
from tests.bot.understanding.moments.meanings import meaning

ROWS = [
    # An open end that says no more than what comes after it.
    ("nl", "ik ben morgen om 9 uur klaar, maar eerst douchen, na 11 uur", "11 11-18"),
    ("en", "I sleep till about 1. Between 2 and 4 is good, any weekday", "5d 14-16"),
    ("es", "el jueves a las 3, a las 4 como muy tarde", "11 15-16"),
    ("fr", "vendredi 14h, 15h grand maximum", "12 14-15"),
    # Who is busy for days tells at what hours they are not.
    ("nl", "vanaf maandag heb ik nachtdienst, dus alleen de middagen volgende week", "nw 12-18"),
    ("en", "I'm on lates this week so Friday before 11", "12 9-11"),
    ("es", "desde el lunes estoy de viaje, así que la semana que viene por las tardes", "nw 14-20"),
    ("nl", "slaap overdag, bel maar na vieren", "5d 16-18"),
    ("de", "abends ab 18:30, tagsüber auf Baustelle", "5d 18:30-21 ! 5d 9-18"),
    # A time at which something else begins or ends.
    ("en", "ring me before I set off for college at 2, tomorrow", "11 9-14"),
    ("de", "morgen, bevor ich um elf zum Sport gehe", "11 9-11"),
    ("nl", "vrijdag voordat ik om 1 uur naar mijn oma ga", "12 9-13"),
    # What is spoken of again.
    ("nl", "donderdag om 16u, anders vrijdag zelfde tijd", "11,12 =16"),
    ("fr", "jeudi à 10h ou vendredi à la même heure", "11,12 =10"),
    ("de", "Freitag um drei, sonst Montag zur gleichen Zeit", "12,15 =15"),
    ("en", "Friday is out, the day after is fine", "13"),
    ("nl", "vrijdag niet, de dag erna wel", "13"),
    # The time that it is now.
    ("en", "this time tomorrow", "11 =10:20"),
    ("de", "morgen zur gleichen Zeit wie jetzt", "11 =10:20"),
    ("es", "mañana a la misma hora que ahora", "11 =10:20"),
    ("fr", "demain à la même heure que maintenant", "11 =10:20"),
    # From now on.
    ("nl", "tussen nu en 12 uur", "10 10:20-12"),
    ("en", "anytime between now and noon", "10 10:20-12"),
    ("es", "cuando quieras de aquí a la 1", "10 10:20-13"),
    # A "no" behind a day, and a day that is named again.
    ("nl", "donderdag nee, vrijdag ja", "12"),
    ("de", "Donnerstag nein, Freitag ja", "12"),
    ("en", "Thursday no, Friday yes", "12"),
    ("fr", "samedi vers 11h si vous travaillez le samedi", "13 ~11"),
    ("en", "we fly out on Friday so before then please", "10,11"),
    # The day of an hour that was refused, and an end said after the day.
    ("fr", "j'ai dentiste vendredi à 15h, appelez plutôt le matin", "12 9-12"),
    ("es", "el viernes a las 4 tengo dentista, mejor por la mañana", "12 9-12"),
    ("en", "I'd say 2pm on Friday, 3 at the latest", "12 14-15"),
    ("nl", "morgen nachtdienst, vrijdag slaap ik uit tot 2 uur, daarna is goed", "12 14-18"),
    ("fr", "en fin de semaine, samedi ou dimanche", "13,14"),
    ("de", "übermorgen fang ich um elf an", "12 9-11"),
    ("nl", "tegen een uurtje of vier vanmiddag", "10 ~16"),
    # What follows an end at which nothing suits any more, and what does.
    ("nl", "kan tot drie uur, daarna moet ik de kinderen halen", "10 10:20-15"),
    ("nl", "donderdag tot 3, daarna niet", "11 9-15"),
    ("nl", "ik werk tot 5, daarna kan het", "10 17-21"),
    ("de", "bis 16 Uhr erreichbar, danach nicht", "10 10:20-16"),
    ("en", "free till 3, after that I'm busy", "10 10:20-15"),
    ("fr", "je suis libre jusqu'à 15h, après non", "10 10:20-15"),
    ("es", "puedo hasta las 3, después no", "10 10:20-15"),
    # A weekday that is not tomorrow is the one after.
    ("fr", "jeudi vers 15h mais pas demain", "18 ~15"),
    ("es", "el jueves a eso de las 3 pero no mañana", "18 ~15"),
    ("nl", "donderdag om drie uur maar niet morgen", "18 =15"),
    ("nl", "donderdag of vrijdag, niet morgen", "12"),
    # A morning of any day, and an hour that somebody could do.
    ("es", "cualquier mañana menos el viernes", "10 10:20-12; 11,15,16 9-12"),
    ("en", "I could do 4, or 4:30", "10 16-17"),
    # One of two hours is no habit.
    ("nl", "half 4 of half 5 maakt me niet uit, vrijdag", "12 =15:30; 12 =16:30"),
]


def test_what_follows_an_end_is_asked_about_where_it_may_be_the_end_of_something_else() -> None:
    assert read("kan tot drie uur, daarna niet", "nl").sure
    assert read("kan tot drie uur, daarna moet ik de kinderen halen", "nl").sure
    assert not read("I can stay in bed until 11, call me after that", "en").sure


@pytest.mark.parametrize(("language", "text", "meant"), ROWS)
def test_what_is_said_together_belongs_together(language: str, text: str, meant: str) -> None:
    assert line(read(text, language).windows) == line(meaning(meant).windows)


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [
        ("en", "4pm London time tomorrow", "11 =17"),
        ("en", "tomorrow 11am eastern", "11 =17"),
        ("es", "mañana a las 4 de la tarde de Londres", "11 =17"),
        ("nl", "morgen 16 uur Londense tijd", "11 =17"),
    ],
)
def test_a_time_by_another_clock_is_told_by_their_own_and_asked_about(language: str, text: str, meant: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (line(meaning(meant).windows), False)


def test_a_place_with_the_same_clock_is_not_asked_about() -> None:
    reading = read("tomorrow 4pm Paris time", "en")
    assert (line(reading.windows), reading.sure) == (line(meaning("11 =16").windows), True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "ten to twelve on Friday suits"),
        ("es", "no tengo ni idea, vivo en el 4º C y el timbre no suena"),
        ("en", "tomorrow same time"),
        ("fr", "demain même heure"),
        ("nl", "maandag kan ik niet, tenzij na zes uur"),
        ("fr", "je tourne en 12h (7h-19h). Mon jour de repos c'est vendredi, vers 15h"),
    ],
)
def test_what_does_not_fit_together_is_asked_about(language: str, text: str) -> None:
    assert not read(text, language).sure
