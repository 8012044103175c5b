"""Days and hours that are named by something else: the edge of a month, a habit of one week, a "no", an "at work"."""

import pytest

from bot.understanding.understood import Asked
from tests.bot.understanding.moments.asking import read
from tests.bot.understanding.moments.meanings import Meaning as Meant
from tests.bot.understanding.moments.meanings import meaning

ROWS = [
    # The first and the last day of a month.
    ("nl", "de laatste werkdag van de maand, na tweeën", "26 14-18"),
    ("en", "last working day of the month, before 11", "26 9-11"),
    ("de", "am letzten Arbeitstag des Monats um 10", "26 =10"),
    ("fr", "le dernier jour ouvrable du mois, à 10h", "26 =10"),
    ("es", "el último día laborable del mes, a las 10", "26 =10"),
    ("en", "the 1st of next month at 3", "1/3 =15"),
    ("nl", "de eerste dag van maart om 3 uur", "1/3 =15"),
    # A habit of one week.
    ("nl", "elke middag volgende week", "15,16,17,18,19 12-18"),
    ("en", "every afternoon next week", "15,16,17,18,19 12-18"),
    ("de", "jeden Vormittag nächste Woche", "15,16,17,18,19 9-12"),
    ("fr", "tous les matins de la semaine prochaine", "15,16,17,18,19 9-12"),
    ("es", "todas las mañanas de la semana que viene", "15,16,17,18,19 9-12"),
    ("fr", "tous les jours après 18h, du lundi au vendredi", "10,11,12,15,16 18-21"),
    ("de", "übernächste Woche ab Mittwoch", "24,25,26"),
    ("en", "any day next week except not Tuesday", "15,17,18,19 ! 16"),
    # Halves of an hour.
    ("nl", "over twee en een half uur", "10 =12:50"),
    ("en", "in an hour and a half", "10 =11:50"),
    ("en", "in two and a half hours", "10 =12:50"),
    ("es", "en dos horas y media", "10 =12:50"),
    # A "no" by itself answers what was asked.
    ("nl", "donderdag? nee. vrijdag om 3 dan", "12 =15 ! 11"),
    ("fr", "demain ? non. vendredi à 15h", "12 =15 ! 11"),
    ("en", "Friday at 3? no rush", "12 =15"),
    ("nl", "kan vrijdag om 3? geen haast", "12 =15"),
    # Where a phone reaches them.
    ("nl", "bel me vrijdag op mijn werk", "12"),
    ("en", "ring me at the office on Friday, from 10", "12 10-18"),
    ("de", "rufen Sie mich am Freitag im Büro an", "12"),
    ("fr", "appelez-moi vendredi au bureau", "12"),
    ("es", "llámame el viernes a la oficina", "12"),
    ("nl", "tot 12 ben ik thuis", "10 10:20-12"),
    ("de", "um 4 bin ich daheim", "10 16-18"),
    # Not until.
    ("en", "not free until after 3 tomorrow", "11 15-18"),
    ("en", "I'm not really free until 4 on Friday", "12 16-18"),
    # An adverb within a phrase.
    ("nl", "deze week zit ik jammer vol, maandag kan wel", "15 ! 10,11,12,13,14"),
    ("de", "am Freitag habe ich leider keine Zeit, Montag um 9", "15 =9 ! 12"),
    ("en", "I can't really do Friday, Monday at 9", "15 =9 ! 12"),
    # When work ends.
    ("nl", "morgen na het werk, ik ben om 4 uur klaar", "11 16-18"),
    ("en", "tomorrow after work, I finish at 3", "11 15-18"),
    ("es", "mañana después del trabajo, salgo a las 4", "11 16-18"),
    # What somebody does on one day tells nothing of the other.
    ("en", "Thursday I'm at the dentist until 1; Friday at 2 would do", "12 =14"),
    ("en", "Saturday if possible, I work Monday to Friday 8 to 6", "13"),
    ("nl", "ik slaap tot 12, bel tussen 3 en 5", "10 15-17"),
    # Later today, or another day.
    ("en", "later today or tomorrow before 11", "10 11:20-18; 11 9-11"),
    ("nl", "straks of morgen om 10", "10 11:20-18; 11 =10"),
    ("de", "heute noch vor zwölf", "10 10:20-12"),
    ("en", "Saturday is fine, otherwise Monday first thing", "13 9-18; 15 9-10"),
    # A week holds for the days that follow, and an exception for the hours that follow.
    ("nl", "dinsdag volgende week of donderdag", "16,18"),
    ("en", "Tuesday next week or tomorrow", "16; 11"),
    ("fr", "demain sauf pendant mon cours, de 14h à 15h", "11 9-14; 11 15-18 ! 11 14-15"),
    ("en", "tomorrow except during my class, 2 to 3", "11 9-14; 11 15-18 ! 11 14-15"),
    ("en", "any day after 3, we close at 2:30", "5d 15-18"),
    # Holidays, and the week after one that has a number.
    ("nl", "tweede paasdag na 2", "29/3 14-18"),
    ("nl", "goede vrijdag om 10", "26/3 =10"),
    ("nl", "2e kerstdag om 3", "26/12 =15"),
    ("de", "am 2. Weihnachtsfeiertag um 15 Uhr", "26/12 =15"),
    ("en", "Easter Monday at 10", "29/3 =10"),
    ("nl", "week 8 ben ik weg, de week daarna kan", "1/3,2/3,3/3,4/3,5/3 ! 22,23,24,25,26,27,28"),
    ("de", "KW 8 bin ich im Urlaub, die Woche drauf geht", "1/3,2/3,3/3,4/3,5/3 ! 22,23,24,25,26,27,28"),
    ("fr", "dans deux petites heures", "10 =12:20"),
    # Numbers that are no time.
    ("es", "mi fijo es el 93 412 60 71, mañana a las 10", "11 =10"),
]


@pytest.mark.parametrize(("language", "text", "shorthand"), ROWS)
def test_a_moment_is_understood_however_it_is_named(language: str, text: str, shorthand: str) -> None:
    reading = read(text, language)
    assert Meant(reading.windows, reading.exclude, reading.sure) == meaning(shorthand)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ist das schon die 3. Anfrage von euch"),
        ("fr", "c'est au 3e étage"),
        ("en", "it's on the 2nd floor"),
    ],
)
def test_an_ordinal_of_a_thing_is_no_day(language: str, text: str) -> None:
    assert not read(text, language).windows


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "ich schick Ihnen bis 18 Uhr die Unterlagen"),
        ("en", "I'll send my papers by 6"),
        (
            "en",
            "so the thing is my sister has the car and the garage said maybe thursday but you never know with them "
            "so let us say friday or so after lunch unless the bus is late",
        ),
    ],
)
def test_what_is_sent_and_what_is_told_at_length_is_asked_about(language: str, text: str) -> None:
    assert not read(text, language).sure


def test_at_length_only_an_answer_to_when_is_asked_about() -> None:
    wish = (
        "sorry to be a pain but my aunt from the garage and I have to move that whole thing we had, say friday after "
        "lunch would be grand for me and the apprentices"
    )
    story = (
        "well it all sounds alright to me but my wife and the grandparents would have to agree with that whole plan "
        "first of course"
    )
    assert not read(wish, "en").sure
    assert read(wish, "en", asked=Asked.BOOKED).sure
    assert read(story, "en").sure
