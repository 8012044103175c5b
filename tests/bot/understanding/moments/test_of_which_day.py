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
    # "Not before ten" is no time of being busy, though the reason stands beside it.
    ("nl", "niet voor tien uur dan slaap ik, morgen", "11 10-18 ?"),
    ("en", "tomorrow not before 11 im working", "11 11-18 ?"),
    ("de", "morgen nicht vor 11 ich arbeite", "11 11-18 ?"),
    ("fr", "demain pas avant 11h je travaille", "11 11-18"),
    ("es", "mañana no antes de las 11 que estoy trabajando", "11 11-18"),
    # What is not to be too late ends nothing, an hour behind it does.
    ("en", "friday afternoon but not too late, 5 at the latest", "12 12-17"),
    ("fr", "vendredi aprèm mais pas trop tard, 17h max", "12 12-17"),
    # The day after a busy one, that is busy too.
    ("en", "Monday I'm working, Tuesday as well, Wednesday works", "17 ?"),
    ("de", "Donnerstag arbeite ich, Freitag genauso, Montag geht", "15"),
    ("fr", "jeudi je travaille, vendredi aussi, lundi c'est bon", "15"),
    ("es", "el jueves trabajo, el viernes igual, el lunes bien", "15"),
    ("nl", "donderdag werk ik, vrijdag kan ook", "12"),
    # Twice a day, and not never.
    ("nl", "morgen voor negen is top, anders na zessen", "11 7:30-9,18-21"),
    ("en", "before 9 tomorrow is great, otherwise after 6", "11 7:30-9,18-21"),
    ("de", "morgen vor neun wäre super, sonst nach 18 uhr", "11 7:30-9,18-21"),
    ("es", "mañana antes de las 9 genial, si no después de las 6", "11 7:30-9,18-21"),
    ("en", "at 3 tomorrow or at 5", "11 =15;11 =17"),
    # A time that is told by another.
    ("nl", "vrijdag een kwartiertje na drie uur", "12 =15:15"),
    ("en", "tomorrow half an hour before noon", "11 =11:30"),
    ("de", "Freitag eine Viertelstunde nach drei", "12 =15:15"),
    ("fr", "demain une demi-heure avant 15h", "11 =14:30"),
    ("es", "mañana media hora antes de las 12", "11 =11:30"),
    # The week after that of the day until which they are away.
    ("nl", "tot vrijdag zit ik op cursus, dus de week erna", "nw"),
    ("en", "I'm on a course until Friday so the week after", "nw"),
    ("de", "bis Freitag bin ich auf Schulung, also die Woche danach", "nw"),
    ("fr", "jusqu'à vendredi je suis en formation, donc la semaine d'après", "nw"),
    # What an exception is for is no other time, and the hours of work are only why.
    ("es", "el viernes estoy todo el día menos de 11 a 12 que tengo médico", "12 9-11,12-18"),
    ("fr", "vendredi toute la journée sauf entre 11h et midi où j'ai le médecin", "12 9-11,12-18"),
    ("nl", "ik zit van 6 tot 14 uur in de fabriek. Dus vanaf 14u30 elke dag", "5d 14:30-18"),
    ("de", "ich bin von 6 bis 14 Uhr im Werk. Also ab 15 Uhr, egal welcher Tag", "5d 15-18"),
]


@pytest.mark.parametrize(("language", "text", "meant"), ROWS)
def test_a_time_is_of_the_day_that_is_meant(language: str, text: str, meant: str) -> None:
    reading, expected = read(text, language), meaning(meant)
    assert (line(reading.windows), reading.sure) == (line(expected.windows), expected.sure)
