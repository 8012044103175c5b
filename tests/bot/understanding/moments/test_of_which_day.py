"""Of which of the days that are named a time is, and of which being busy."""

import pytest

from tests.bot.understanding.moments.asking import line, read
from tests.bot.understanding.moments.meanings import meaning

ROWS = [
    # Who is busy now says nothing of the day beside it, though no comma stands between.
    ("nl", "morgen graag ben nu aan het werk", "11"),
    ("nl", "zit nu in overleg over een half uur kan ik", "10 10:50-11:20"),
    ("en", "friday please im at work right now", "12"),
    ("en", "in a meeting right now in half an hour im free", "10 10:50-11:20"),
    ("de", "bin grade auf arbeit morgen bitte", "11"),
    ("de", "bin gerade in einer besprechung in einer halben stunde gehts", "10 10:50-11:20"),
    ("fr", "plutôt vendredi là je suis débordé", "12"),
    ("fr", "plutôt jeudi en ce moment je suis débordée", "11"),
    ("es", "mejor el viernes ahora estoy liado", "12"),
    ("es", "ahora estoy currando en una hora puedo", "10 11:20-11:50"),
    # Who works in shifts tells of their days at what hours they are called.
    ("nl", "volgende week heb ik vroege dienst, van 6 tot 2. Bel maar tussen 4 en 7", "nw 16-19"),
    ("nl", "volgende week nachtdienst, na vieren kan", "nw 16-18"),
    ("en", "next week I'm on earlies, 6 till 2. You can call between 4 and 7", "nw 16-19"),
    (
        "de",
        "nächste Woche hab ich Frühschicht, von 6 bis 14 Uhr. Zwischen 16 und 19 Uhr können Sie anrufen",
        "nw 16-19",
    ),
    ("fr", "la semaine prochaine je suis du matin, de 6h à 14h. Appelez-moi entre 16h et 19h", "nw 16-19"),
    ("es", "la semana que viene voy de noches, llámame por la tarde", "nw 14-20"),
    ("es", "la semana que viene estoy de mañanas, de 6 a 14. Me puede llamar de 4 a 7 de la tarde", "nw 16-19"),
    # The hour after an appointment is of its day.
    ("nl", "morgen om 10 uur tandarts, dus bel na half 12", "11 11:30-18"),
    ("fr", "demain j'ai un rdv à 10h, appelez après 11h30", "11 11:30-18"),
    ("es", "mañana a las 10 tengo cita con el dentista, llámame después de las once y media", "11 11:30-18"),
    # The day that is excepted has a time of its own.
    ("nl", "ik ben elke dag om half zes klaar behalve vrijdag dan om twee uur", "10,11,15,16 17:30-21; 12 14-18"),
    ("en", "I finish at 5:30 every day except Fridays when I finish at 2", "10,11,15,16 17:30-21; 12 14-18"),
    ("de", "ich hab jeden Tag um halb sechs Feierabend außer freitags da um zwei", "10,11,15,16 17:30-21; 12 14-18"),
    ("fr", "je finis tous les jours à 17h30 sauf le vendredi où je finis à 14h", "10,11,15,16 17:30-21; 12 14-18"),
    (
        "es",
        "salgo todos los días a las cinco y media menos los viernes que salgo a las dos",
        "10,11,15,16 17:30-21; 12 14-18",
    ),
    # One day of several is limited.
    ("nl", "donderdag, vrijdag ook, en maandag alleen tot 12", "11,12 9-18; 15 9-12 ?"),
    ("en", "thursday, friday, and monday only before 12", "11,12 9-18; 15 9-12 ?"),
    ("de", "Donnerstag, Freitag auch, und Montag nur bis 12", "11,12 9-18; 15 9-12 ?"),
    ("fr", "jeudi ou vendredi, lundi que le matin", "11,12 9-18; 15 9-12"),
    ("es", "jueves y viernes, el lunes solo por la mañana", "11,12 9-18; 15 9-12"),
    ("en", "Thursday and Monday only after 4", "11,15 16-18"),
    # The week that was spoken of, and the weekdays.
    ("nl", "ik ben terug in de week van de 22e, die week kan ik 's middags", "aw 12-18"),
    ("nl", "volgende week zit ik vol, dus die week daarna graag", "aw"),
    ("en", "Friday the 19th is free, that day after 2", "19 14-18"),
    ("fr", "la semaine prochaine je suis en congé, donc pas cette semaine-là, celle d'après", "aw"),
    ("es", "vuelvo la semana del 22, esa semana por la mañana", "aw 9-12 ?"),
    ("fr", "ce week-end svp, la semaine je travaille", "13,14"),
    # What presses is no moment for the call.
    ("nl", "zsm graag want ik moet vrijdag iets laten weten aan een ander bedrijf", "10"),
    ("en", "as soon as possible, I've another offer and need to let them know by Friday", "10"),
    ("de", "asap bitte, hab ein anderes Angebot und muss bis Freitag zusagen", "10"),
    ("fr", "dès que possible, j'ai une autre offre et je dois répondre avant vendredi", "10"),
    ("es", "lo antes posible es que tengo que contestarles hoy", "10"),
    ("es", "lo antes posible, mañana no puedo", "10"),
    # A quarter is no day of the month, and a break that is told of no other time.
    ("es", "viernes un cuarto para las 3 me queda bien", "12 =14:45"),
    ("fr", "à cinq heures moins le quart cet aprem, c'est ma pause", "10 =16:45"),
]


@pytest.mark.parametrize(("language", "text", "meant"), ROWS)
def test_a_time_is_of_the_day_that_is_meant(language: str, text: str, meant: str) -> None:
    reading, expected = read(text, language), meaning(meant)
    assert (line(reading.windows), reading.sure) == (line(expected.windows), expected.sure)
