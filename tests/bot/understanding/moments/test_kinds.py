"""Kinds of sentences that were misread once, in every language; said on Wednesday 10 February 2027 at 10:20."""

import pytest

from tests.bot.understanding.moments.asking import line, read

NEXT_WEEK = "15/2 09:00-18:00, 16/2 09:00-18:00, 17/2 09:00-18:00, 18/2 09:00-18:00, 19/2 09:00-18:00"
WEEK_AFTER_NEXT = "22/2 09:00-18:00, 23/2 09:00-18:00, 24/2 09:00-18:00, 25/2 09:00-18:00, 26/2 09:00-18:00"
EVERY_DAY_FROM_ONE = "10/2 13:00-18:00, 11/2 13:00-18:00, 12/2 13:00-18:00, 15/2 13:00-18:00, 16/2 13:00-18:00"
AFTERNOONS_BUT_THURSDAY = "10/2 12:00-18:00, 12/2 12:00-18:00, 15/2 12:00-18:00, 16/2 12:00-18:00"
FROM_THREE_BUT_MONDAY = "10/2 15:00-18:00, 11/2 15:00-18:00, 12/2 15:00-18:00, 16/2 15:00-18:00"
BUT_FRIDAY_AND_MONDAY = "10/2 10:20-18:00, 11/2 09:00-18:00, 16/2 09:00-18:00"
BUT_TUESDAY_AND_THURSDAY = "10/2 10:20-18:00, 12/2 09:00-18:00, 15/2 09:00-18:00"

EVENTS = [
    ("en", "tomorrow only in the morning, then it's New Year's Eve", "11/2 09:00-12:00"),
    ("en", "friday before 12, after that it's Christmas", "12/2 09:00-12:00"),
    ("de", "morgen bis spätestens 12, dann ist Silvester", "11/2 09:00-12:00"),
    ("de", "morgen nur vormittags, danach ist Heiligabend", "11/2 09:00-12:00"),
    ("nl", "morgen alleen 's ochtends, daarna is het oudejaarsavond", "11/2 09:00-12:00"),
    ("nl", "vrijdag tot uiterlijk 12 uur, dan is het kerst", "12/2 09:00-12:00"),
    ("fr", "demain matin seulement, après c'est le réveillon", "11/2 09:00-12:00"),
    ("fr", "vendredi avant 12h, ensuite c'est Noël", "12/2 09:00-12:00"),
    ("es", "mañana solo por la mañana, luego es Nochevieja", "11/2 09:00-12:00"),
    ("es", "el viernes hasta las 12, después es Navidad", "12/2 09:00-12:00"),
    ("en", "tomorrow till 11 latest, then it's Carnival", "11/2 09:00-11:00"),
    ("nl", "maandag tot 11 uur, daarna is het carnaval", "15/2 09:00-11:00"),
    ("nl", "morgen voor 12 uur, dan begint het weekend", "11/2 09:00-12:00"),
    ("de", "Freitag bis 11 Uhr, danach ist Weihnachten", "12/2 09:00-11:00"),
    ("fr", "lundi avant 11h, puis c'est Noël", "15/2 09:00-11:00"),
    ("es", "mañana hasta las 11, luego viene Navidad", "11/2 09:00-11:00"),
    ("en", "tomorrow is busy, then it's Friday at 3", "12/2 15:00-15:30"),
    ("nl", "morgen druk, daarna is het vrijdag prima", "12/2 09:00-18:00"),
]

NOTHING = [
    ("en", "nothing before 1pm", EVERY_DAY_FROM_ONE),
    ("nl", "niets voor 13 uur", EVERY_DAY_FROM_ONE),
    ("nl", "niks voor 13.00", EVERY_DAY_FROM_ONE),
    ("de", "nichts vor 13 Uhr", EVERY_DAY_FROM_ONE),
    ("fr", "rien avant 13h", EVERY_DAY_FROM_ONE),
    ("es", "nada antes de las 13h", EVERY_DAY_FROM_ONE),
    ("es", "nada antes de la una de la tarde", EVERY_DAY_FROM_ONE),
    ("en", "any weekday except Thursday, afternoons only", AFTERNOONS_BUT_THURSDAY),
    ("nl", "elke werkdag behalve donderdag, alleen 's middags", AFTERNOONS_BUT_THURSDAY),
    (
        "de",
        "jeden Werktag außer Donnerstag, nur nachmittags",
        "10/2 13:00-18:00, 12/2 13:00-18:00, 15/2 13:00-18:00, 16/2 13:00-18:00",
    ),
    ("fr", "tous les jours sauf jeudi, l'après-midi uniquement", AFTERNOONS_BUT_THURSDAY),
    (
        "es",
        "cualquier día menos el jueves, solo por las tardes",
        "10/2 14:00-20:00, 12/2 14:00-20:00, 15/2 14:00-20:00, 16/2 14:00-20:00",
    ),
    ("en", "nothing tomorrow, friday at 2 works", "12/2 14:00-14:30"),
    ("en", "nothing before 10 on friday", "12/2 10:00-18:00"),
    (
        "nl",
        "niks na 16 uur",
        "10/2 10:20-16:00, 11/2 09:00-16:00, 12/2 09:00-16:00, 15/2 09:00-16:00, 16/2 09:00-16:00",
    ),
    ("de", "am Freitag nichts vor 11 Uhr", "12/2 11:00-18:00"),
    ("fr", "rien avant 11h vendredi", "12/2 11:00-18:00"),
    ("es", "el viernes nada antes de las 11", "12/2 11:00-18:00"),
    ("en", "every weekday except Monday, after 3", FROM_THREE_BUT_MONDAY),
    ("nl", "alle werkdagen behalve maandag, na 15 uur", FROM_THREE_BUT_MONDAY),
    ("de", "alle Tage außer Montag, ab 15 Uhr", FROM_THREE_BUT_MONDAY),
    ("fr", "tous les jours sauf lundi, après 15h", FROM_THREE_BUT_MONDAY),
    ("es", "todos los días menos el lunes, después de las 15", FROM_THREE_BUT_MONDAY),
]

BACKGROUND = [
    ("en", "today is hectic. monday 3ish", "15/2 14:30-15:30"),
    ("en", "I work on saturday. monday at 3 is good", "15/2 15:00-15:30"),
    ("en", "tomorrow is packed, friday 10am", "12/2 10:00-10:30"),
    ("nl", "vandaag is druk. maandag rond 3 uur", "15/2 14:30-15:30"),
    ("nl", "vrijdag heb ik dienst, maandag om 10 uur", "15/2 10:00-10:30"),
    ("nl", "morgen zit vol, vrijdag om 11:00", "12/2 11:00-11:30"),
    ("de", "heute ist stressig. Montag gegen 15 Uhr", "15/2 14:30-15:30"),
    ("de", "Freitag habe ich Dienst, Montag um 10 Uhr", "15/2 10:00-10:30"),
    ("fr", "pas avant 14h lundi, je fais la nuit dimanche", "15/2 14:00-18:00"),
    ("fr", "vendredi je travaille, lundi à 10h", "15/2 10:00-10:30"),
    ("es", "hoy es un lío. el lunes a las 15:00", "15/2 15:00-15:30"),
    ("es", "el viernes trabajo, el lunes a las 10:00", "15/2 10:00-10:30"),
    ("en", "thursday is a mess, friday 2pm please", "12/2 14:00-14:30"),
    ("nl", "donderdag is een gekkenhuis, vrijdag 14 uur", "12/2 14:00-14:30"),
    ("de", "Donnerstag ist hektisch, Freitag 14 Uhr", "12/2 14:00-14:30"),
    ("fr", "jeudi c'est la folie, vendredi 14h", "12/2 14:00-14:30"),
    ("es", "el jueves estoy a tope, el viernes a las 14:00", "12/2 14:00-14:30"),
]

LAST_WORD = [
    ("en", "tmrw afternoon works, say 2.30", "11/2 14:30-15:00"),
    ("en", "tomorrow at 3, no wait, friday at 4pm", "12/2 16:00-16:30"),
    ("en", "tomorrow 3pm sorry 4pm", "11/2 16:00-16:30"),
    ("nl", "morgenmiddag is goed, zeg half drie", "11/2 14:30-15:00"),
    ("nl", "morgen om 3 uur, nee wacht, vrijdag om 4 uur", "12/2 16:00-16:30"),
    ("nl", "morgen 15:00 sorry 16:00", "11/2 16:00-16:30"),
    ("de", "morgen Nachmittag passt, sagen wir 14:30", "11/2 14:30-15:00"),
    ("de", "morgen um 15 Uhr, nein doch Freitag um 16 Uhr", "12/2 16:00-16:30"),
    ("de", "morgen 15 Uhr, sorry, 16 Uhr", "11/2 16:00-16:30"),
    ("fr", "demain après-midi ça va, disons 14h30", "11/2 14:30-15:00"),
    ("fr", "demain à 15h, euh non pardon, vendredi à 16h", "12/2 16:00-16:30"),
    ("es", "mañana por la tarde va bien, digamos a las 16:30", "11/2 16:30-17:00"),
    ("es", "mañana a las 15:00, no, perdón, el viernes a las 16:00", "12/2 16:00-16:30"),
    ("en", "sorry for the late reply, friday at 3pm", "12/2 15:00-15:30"),
    ("en", "friday at 3pm, sorry for the late reply", "12/2 15:00-15:30"),
    ("en", "sorry, tomorrow I can't, friday at 3pm", "12/2 15:00-15:30"),
    ("en", "tomorrow I can't, sorry. friday at 3pm", "12/2 15:00-15:30"),
    ("nl", "sorry, vrijdag lukt niet, maandag 14 uur", "15/2 14:00-14:30"),
    ("en", "tomorrow 10 or friday 11, sorry saturday 11", "13/2 11:00-11:30"),
    ("en", "did I say 3? say friday", "12/2 15:00-15:30"),
    ("en", "tomorrow morning, oops, tomorrow at 11", "11/2 11:00-11:30"),
    ("nl", "maandag om 10 uur, nee sorry, dinsdag om 11 uur", "16/2 11:00-11:30"),
    ("de", "Montag um 10 Uhr, nein warte, Dienstag um 11 Uhr", "16/2 11:00-11:30"),
    ("fr", "lundi à 10h, pardon, mardi à 11h", "16/2 11:00-11:30"),
    ("fr", "lundi à 10h, non attendez, mardi à 11h", "16/2 11:00-11:30"),
    ("es", "el lunes a las 10, perdón, el martes a las 11", "16/2 11:00-11:30"),
    ("es", "el lunes a las 10, mejor dicho a las 11", "15/2 11:00-11:30"),
]

BOTH_SIDES = [
    ("en", "friday before 10 or after 4", "12/2 09:00-10:00, 12/2 16:00-18:00"),
    ("nl", "vrijdag voor 10 uur of na 16 uur", "12/2 09:00-10:00, 12/2 16:00-18:00"),
    ("de", "Freitag vor 10 oder nach 16 Uhr", "12/2 09:00-10:00, 12/2 16:00-18:00"),
    ("fr", "vendredi avant 10h ou après 16h", "12/2 09:00-10:00, 12/2 16:00-18:00"),
    ("es", "el viernes antes de las 10 o después de las 16", "12/2 09:00-10:00, 12/2 16:00-18:00"),
    ("en", "tuesday before 11 or after 3", "16/2 09:00-11:00, 16/2 15:00-18:00"),
    ("nl", "dinsdag voor 11 uur of na 15 uur", "16/2 09:00-11:00, 16/2 15:00-18:00"),
    ("de", "Dienstag vor 11 oder nach 15 Uhr", "16/2 09:00-11:00, 16/2 15:00-18:00"),
    ("fr", "mardi avant 11h ou après 15h", "16/2 09:00-11:00, 16/2 15:00-18:00"),
    ("es", "el martes antes de las 11 o después de las 15", "16/2 09:00-11:00, 16/2 15:00-18:00"),
    ("es", "mañana a las 10 o después", "11/2 10:00-18:00"),
]

OTHER_DAYS = [
    ("en", "not Friday, not Monday, rest of the days good", BUT_FRIDAY_AND_MONDAY),
    ("nl", "niet vrijdag, niet maandag, de rest van de dagen is goed", BUT_FRIDAY_AND_MONDAY),
    ("de", "nicht Freitag, nicht Montag, die anderen Tage passen", BUT_FRIDAY_AND_MONDAY),
    ("fr", "pas vendredi, pas lundi, les autres jours c'est bon", BUT_FRIDAY_AND_MONDAY),
    ("es", "viernes no, lunes no, los demás días bien", BUT_FRIDAY_AND_MONDAY),
    ("en", "not Thursday, not Tuesday, the other days are fine", BUT_TUESDAY_AND_THURSDAY),
    ("nl", "niet donderdag, niet dinsdag, de andere dagen prima", BUT_TUESDAY_AND_THURSDAY),
    ("de", "nicht Donnerstag, nicht Dienstag, die übrigen Tage gehen", BUT_TUESDAY_AND_THURSDAY),
    ("fr", "pas jeudi, pas mardi, les autres jours ça va", BUT_TUESDAY_AND_THURSDAY),
    ("es", "jueves no, martes no, los otros días bien", BUT_TUESDAY_AND_THURSDAY),
]

WEEKS = [
    ("nl", "deze week vakantie, de week erna", NEXT_WEEK),
    ("nl", "volgende week vakantie, de week erna is goed", WEEK_AFTER_NEXT),
    ("de", "nächste Woche Urlaub, übernächste", WEEK_AFTER_NEXT),
    ("de", "nächste Woche Urlaub, die Woche danach", WEEK_AFTER_NEXT),
    ("en", "next week I'm on holiday, the week after", WEEK_AFTER_NEXT),
    ("en", "on holiday this week, the week after is fine", NEXT_WEEK),
    ("fr", "cette semaine vacances, la semaine d'après", NEXT_WEEK),
    ("fr", "la semaine prochaine je suis en vacances, la suivante", WEEK_AFTER_NEXT),
    ("es", "esta semana vacaciones, la siguiente", NEXT_WEEK),
    ("es", "la semana que viene vacaciones, la semana siguiente", WEEK_AFTER_NEXT),
    ("es", "la siguiente semana el martes", "16/2 09:00-18:00"),
    ("de", "nächste Woche Urlaub, übernächste", WEEK_AFTER_NEXT),
    ("de", "diese Woche Urlaub, übernächste gerne", WEEK_AFTER_NEXT),
    ("de", "übernächste Woche Montag", "22/2 09:00-18:00"),
    ("nl", "volgende week vakantie, daarna de week erop prima", WEEK_AFTER_NEXT),
    ("en", "this week is full, the week after that works", NEXT_WEEK),
    ("de", "diese Woche Urlaub, die Woche darauf passt", NEXT_WEEK),
    ("fr", "en vacances cette semaine, la suivante ça va", NEXT_WEEK),
]


@pytest.mark.parametrize(("language", "text", "windows"), EVENTS)
def test_a_day_that_only_explains_leaves_the_limit_as_it_was(language: str, text: str, windows: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (windows, True)


@pytest.mark.parametrize(("language", "text", "windows"), NOTHING)
def test_nothing_before_an_hour_and_afternoons_only_say_what_is_left(language: str, text: str, windows: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (windows, True)


@pytest.mark.parametrize(("language", "text", "windows"), BACKGROUND)
def test_a_day_named_as_a_circumstance_is_no_offer(language: str, text: str, windows: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (windows, True)


@pytest.mark.parametrize(("language", "text", "windows"), LAST_WORD)
def test_what_is_said_last_holds(language: str, text: str, windows: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (windows, True)


@pytest.mark.parametrize(("language", "text", "windows"), BOTH_SIDES)
def test_before_or_after_is_both_sides_of_the_day(language: str, text: str, windows: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (windows, True)


@pytest.mark.parametrize(("language", "text", "windows"), OTHER_DAYS)
def test_the_days_that_are_left_are_the_others(language: str, text: str, windows: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (windows, True)


@pytest.mark.parametrize(("language", "text", "windows"), WEEKS)
def test_the_week_after_is_counted_from_the_week_that_was_named(language: str, text: str, windows: str) -> None:
    reading = read(text, language)
    assert (line(reading.windows), reading.sure) == (windows, True)
