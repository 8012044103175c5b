"""German words about when, as windows; said on Wednesday 10 February 2027 at 10:20."""

import pytest

from bot.understanding.understood import Asked, MomentReading
from bot.windows import Windows
from tests.bot.understanding.moments.asking import line, read, slots

DAYS = {
    "heute": "10/2 10:20-18:00",
    "morgen": "11/2 09:00-18:00",
    "übermorgen": "12/2 09:00-18:00",
    "uebermorgen passt mir gut": "12/2 09:00-18:00",
    "Morgen früh": "11/2 09:00-12:00",
    "in der Früh": "10/2 10:20-12:00",
    "am Freitag bitte": "12/2 09:00-18:00",
    "kommenden Montag": "15/2 09:00-18:00",
    "diesen Freitag ginge es": "12/2 09:00-18:00",
    "Dienstagnachmittag": "16/2 13:00-18:00",
    "Donnerstagabend wär super": "11/2 18:00-21:00",
    "Montagvormittag oder Dienstagabend": "15/2 09:00-12:00, 16/2 18:00-21:00",
    "Freitagfrüh": "12/2 09:00-12:00",
    "morgenabend": "11/2 18:00-21:00",
    "heut nachmittag": "10/2 13:00-18:00",
    "heute Mittag": "10/2 12:00-13:30",
    "am späten Nachmittag": "10/2 16:00-18:00",
    "am frühen Abend": "10/2 18:00-19:00",
    "Sonnabend": "13/2 09:00-18:00",
    "Sa oder So": "13/2 09:00-18:00, 14/2 09:00-18:00",
    "am Wochenende": "13/2 09:00-18:00, 14/2 09:00-18:00",
    "nach dem Wochenende": "15/2 09:00-18:00",
    "Di/Do": "11/2 09:00-18:00, 16/2 09:00-18:00",
    "Mo., 15.2.": "15/2 09:00-18:00",
    "am 18.": "18/2 09:00-18:00",
    "der 18. geht bei mir": "18/2 09:00-18:00",
    "am 3. März": "3/3 09:00-18:00",
    "am dritten März": "3/3 09:00-18:00",
    "am 5.10.": "5/10 09:00-18:00",
    "10.3. um 15 Uhr": "10/3 15:00-15:30",
    "am 03.03.2027 10:30 Uhr": "3/3 10:30-11:00",
    "Freitag, 19. Februar": "19/2 09:00-18:00",
    "Freitag den 19.": "19/2 09:00-18:00",
    "am 15. oder 16. Februar": "15/2 09:00-18:00, 16/2 09:00-18:00",
    "15.-17. Februar": "15/2 09:00-18:00, 16/2 09:00-18:00, 17/2 09:00-18:00",
    "vom 15. bis 16.2. jeweils ab 16 Uhr": "15/2 16:00-18:00, 16/2 16:00-18:00",
    "22.2.-23.2.": "22/2 09:00-18:00, 23/2 09:00-18:00",
    "am 4. Jänner um 11": "4/1 11:00-11:30",
    "nächste Woche Donnerstag": "18/2 09:00-18:00",
    "Donnerstag nächste Woche um drei": "18/2 15:00-15:30",
    "Anfang nächster Woche": "15/2 09:00-18:00, 16/2 09:00-18:00",
    "Ende nächster Woche": "18/2 09:00-18:00, 19/2 09:00-18:00",
    "Ende der Woche": "11/2 09:00-18:00, 12/2 09:00-18:00",
    "heute in einer Woche": "17/2 09:00-18:00",
    "morgen in acht Tagen": "18/2 09:00-18:00",
    "heute in 14 Tagen um zehn": "24/2 10:00-10:30",
    "Freitag in einer Woche": "19/2 09:00-18:00",
    "in zwei Wochen am Freitag": "26/2 09:00-18:00",
    "in drei Tagen um 9 Uhr": "13/2 09:00-09:30",
    "KW 7 am Mittwoch": "17/2 09:00-18:00",
    "in der 7. KW, Mittwoch": "17/2 09:00-18:00",
    "übernächste Woche Montag": "22/2 09:00-18:00",
    "der erste Montag im März": "1/3 09:00-18:00",
    "bis spätestens Freitag": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
    "Rest der Woche": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
}
TIMES = {
    "um halb drei": "10/2 14:30-15:00",
    "halb 9": "11/2 08:30-09:00",
    "viertel drei": "10/2 14:15-14:45",
    "morgen um drei viertel drei": "11/2 14:45-15:15",
    "dreiviertel elf": "10/2 10:45-11:15",
    "viertel eins": "10/2 12:15-12:45",
    "Viertel nach 4": "10/2 16:15-16:45",
    "morgen viertel vor drei": "11/2 14:45-15:15",
    "Freitag um viertel ab drei": "12/2 15:15-15:45",
    "zehn nach halb zwei": "10/2 13:40-14:10",
    "fünf vor halb vier": "10/2 15:25-15:55",
    "20 vor 5": "10/2 16:40-17:10",
    "kurz nach drei": "10/2 15:00-15:30",
    "kurz vor zwölf": "10/2 11:30-12:30",
    "gegen vier": "10/2 15:30-16:30",
    "morgen so gegen 11": "11/2 10:30-11:30",
    "um drei rum": "10/2 14:30-15:30",
    "ca. 16 Uhr": "10/2 15:30-16:30",
    "um ein Uhr": "10/2 13:00-13:30",
    "um eins": "10/2 13:00-13:30",
    "14 Uhr 15": "10/2 14:15-14:45",
    "14h15": "10/2 14:15-14:45",
    "16h": "10/2 16:00-16:30",
    "15uhr": "10/2 15:00-15:30",
    "1530 Uhr": "10/2 15:30-16:00",
    "morgen 9.30": "11/2 09:30-10:00",
    "um 8 Uhr morgens": "11/2 08:00-08:30",
    "morgen früh um acht": "11/2 08:00-08:30",
    "um acht in der Früh": "11/2 08:00-08:30",
    "morgen Abend um halb acht": "11/2 19:30-20:00",
    "morgen Abend um neun": "11/2 21:00-21:30",
    "heute Abend nach sieben": "10/2 19:00-21:00",
    "12 Uhr mittags": "10/2 12:00-12:30",
    "zwischen zehn und zwölf": "10/2 10:20-12:00",
    "morgen von 9 bis halb 11": "11/2 09:00-10:30",
    "15-17 Uhr": "10/2 15:00-17:00",
    "ab 15 Uhr": "10/2 15:00-18:00",
    "ab halb sechs": "10/2 17:30-21:00",
    "frühestens um zwei": "10/2 14:00-18:00",
    "morgen bis zwölf": "11/2 09:00-12:00",
    "morgen spätestens um 11": "11/2 09:00-11:00",
    "nicht vor zehn": "10/2 10:20-18:00",
    "morgen aber nicht vor zehn": "11/2 10:00-18:00",
    "nicht vor 11 und nicht nach 15 Uhr": (
        "10/2 11:00-15:00, 11/2 11:00-15:00, 12/2 11:00-15:00, 15/2 11:00-15:00, 16/2 11:00-15:00"
    ),
    "in der Mittagspause": "10/2 12:00-13:30",
    "Freitag nach der Mittagspause": "12/2 13:30-18:00",
    "nach Feierabend": "10/2 17:00-21:00",
    "nach der Arbeit, am besten Donnerstag": "11/2 17:00-21:00",
    "ich hab um fünf Feierabend": "10/2 17:00-21:00",
    "ich arbeite morgen bis 16 Uhr, danach gern": "11/2 16:00-18:00",
    "2 oder 3 Uhr": "10/2 14:00-14:30, 10/2 15:00-15:30",
    "in einer Stunde": "10/2 11:20-11:50",
    "in einer halben Stunde": "10/2 10:50-11:20",
    "in ner Viertelstunde": "10/2 10:35-11:05",
    "in anderthalb Stunden": "10/2 11:50-12:20",
    "in 20 min": "10/2 10:40-11:10",
    "jetzt gleich": "10/2 10:20-10:50",
    "sofort": "10/2 10:20-10:50",
    "so bald wie möglich": "10/2 10:20-18:00",
    "nachher": "10/2 11:20-18:00",
    "ab mittags": "10/2 12:00-18:00",
}
COMBINED = {
    "Donnerstag oder Freitag nach halb drei": "11/2 14:30-18:00, 12/2 14:30-18:00",
    "Do um 11 oder Mo ab 16 Uhr": "11/2 11:00-11:30, 15/2 16:00-18:00",
    "Montag bis Mittwoch ab 16 Uhr": "10/2 16:00-18:00, 15/2 16:00-18:00, 16/2 16:00-18:00",
    "nächste Woche Montag oder Dienstag am Nachmittag": "15/2 13:00-18:00, 16/2 13:00-18:00",
    "morgen den ganzen Tag, am liebsten vormittags": "11/2 09:00-12:00",
    "Mo, Di und Fr geht, aber Di erst ab 14 Uhr": "12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 14:00-18:00",
    "Freitag arbeite ich nicht, da geht es": "12/2 09:00-18:00",
    "Am liebsten wäre mir Dienstag so gegen halb elf": "16/2 10:00-11:00",
    "Hallo, morgen ab 14 Uhr bin ich erreichbar. LG": "11/2 14:00-18:00",
    "gleich morgen früh": "11/2 09:00-12:00",
    "tomorrow um vier": "11/2 16:00-16:30",
    "Mittwcoh in zwei Wochen": "24/2 09:00-18:00",
    "Donerstag um 2": "11/2 14:00-14:30",
    "Freitagnachmitag": "12/2 13:00-18:00",
    "Ruf mich am Freitag um 10 an": "12/2 10:00-10:30",
    "Könnten Sie mich morgen zwischen 12 und 13 Uhr anrufen?": "11/2 12:00-13:00",
    "Samschtig am zehni": "13/2 10:00-10:30",
}


@pytest.mark.parametrize(("text", "windows"), [*DAYS.items(), *TIMES.items(), *COMBINED.items()])
def test_german_words_become_windows(text: str, windows: str) -> None:
    reading = read(text, "de")
    assert (line(reading.windows), reading.exclude, reading.picked) == (windows, (), None)
    assert reading.sure is (text not in DOUBTFUL)


DOUBTFUL = {"halb 9", "Montag bis Mittwoch ab 16 Uhr", "in drei Tagen um 9 Uhr"}
HABITS = {
    "jeden Nachmittag ab vier": (
        "10/2 16:00-18:00, 11/2 16:00-18:00, 12/2 16:00-18:00, 15/2 16:00-18:00, 16/2 16:00-18:00",
        "",
    ),
    "abends nach halb acht": (
        "10/2 19:30-21:00, 11/2 19:30-21:00, 12/2 19:30-21:00, 15/2 19:30-21:00, 16/2 19:30-21:00",
        "",
    ),
    "Di-Do vor 10 Uhr": ("11/2 09:00-10:00, 16/2 09:00-10:00, 17/2 09:00-10:00", ""),
    "unter der Woche außer Montag": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00, 16/2 09:00-18:00",
        "15/2 00:00-16/2 00:00",
    ),
    "immer ausser freitags": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00",
        "12/2 00:00-13/2 00:00",
    ),
    "montags ab 10": ("15/2 10:00-18:00", ""),
    "Freitag geht leider nicht, Montag schon": ("15/2 09:00-18:00", "12/2 00:00-13/2 00:00"),
    "heute nicht mehr, morgen nach drei": ("11/2 15:00-18:00", "10/2 10:20-11/2 00:00"),
    "morgen Nachmittag, aber nicht zwischen 14 und 15 Uhr": (
        "11/2 13:00-14:00, 11/2 15:00-18:00",
        "11/2 14:00-15:00",
    ),
    "diese Woche bin ich im Urlaub": ("15/2 09:00-18:00, 16/2 09:00-18:00", "10/2 10:20-15/2 00:00"),
    "Freitag habe ich keine Zeit": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00",
        "12/2 00:00-13/2 00:00",
    ),
    "gerade nicht, morgen um 10": ("11/2 10:00-10:30", "10/2 10:20-10:50"),
    "ich arbeite von 8 bis 17 Uhr": (
        "10/2 17:00-21:00, 11/2 17:00-21:00, 12/2 17:00-21:00, 15/2 17:00-21:00, 16/2 17:00-21:00",
        "10/2 10:20-17:00, 11/2 08:00-17:00, 12/2 08:00-17:00, 15/2 08:00-17:00, 16/2 08:00-17:00",
    ),
    "Freitagvormittag nicht, nachmittags schon": ("12/2 13:00-18:00", "12/2 09:00-12:00"),
    "ist mir egal": ("10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00", ""),
    "am Montag kann ich nicht, sonst jederzeit": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00, 16/2 09:00-18:00",
        "15/2 00:00-16/2 00:00",
    ),
    "bis auf Donnerstag jeden Tag ab 15 Uhr": (
        "10/2 15:00-18:00, 12/2 15:00-18:00, 15/2 15:00-18:00, 16/2 15:00-18:00",
        "11/2 00:00-12/2 00:00",
    ),
    "Bin Mo und Di auf Dienstreise, Do passt": ("11/2 09:00-18:00", "15/2 00:00-17/2 00:00"),
}


@pytest.mark.parametrize(("text", "windows", "exclude"), [(text, *both) for text, both in HABITS.items()])
def test_german_habits_and_refusals(text: str, windows: str, exclude: str) -> None:
    reading = read(text, "de")
    assert (line(reading.windows), line(reading.exclude), reading.sure) == (windows, exclude, True)


def test_every_second_day_may_begin_today_or_tomorrow() -> None:
    reading = read("jeden zweiten Tag ab 15 Uhr", "de")
    assert (line(reading.windows), reading.sure) == ("10/2 15:00-18:00, 12/2 15:00-18:00, 16/2 15:00-18:00", False)


@pytest.mark.parametrize("text", ["nächsten Freitag", "Mittwoch um drei", "morgen um acht", "am 29. Februar 2027"])
def test_german_with_two_readings_is_asked_about(text: str) -> None:
    assert not read(text, "de").sure


NOTHING = [
    "meine Nummer ist 0176 24681012",
    "+43 664 2468101",
    "079 246 81 01",
    "ich bin 41 Jahre alt",
    "mindestens 3.200 Euro brutto im Monat",
    "4.500.- CHF",
    "zwischen 2.500 und 3.000 €",
    "38,5 Stunden pro Woche",
    "ich suche 20 Stunden die Woche",
    "8 Jahre Erfahrung als Schlosser",
    "zwei bis drei Jahre",
    "Hauptstraße 14",
    "einen Moment bitte",
    "1 Moment",
    "ich habe 3 Kinder",
    "keine Ahnung, ich melde mich",
    "Guten Morgen!",
    "schönes Wochenende",
    "es sind 15 km",
    "ich kenne Python 3.11",
    "8010 Graz",
    "was zahlt ihr so?",
    "ich bin gerade auf Jobsuche",
    "nichts",
    "wir mögen das",
    "im Dienste der Firma",
    "vor Ort oder im Homeoffice?",
    "ich nehme jede Stelle",
    "bis bald!",
    "Entgeltgruppe 9",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_time_in_german_is_no_time(text: str) -> None:
    assert read(text, "de") == MomentReading()


THURSDAY = slots("2027-02-11T10:00", "2027-02-11T13:00", "2027-02-11T15:30")
SPREAD = slots("2027-02-11T10:00", "2027-02-12T15:00", "2027-02-15T10:00")
PICKS = [
    ("die zweite bitte", THURSDAY, 1),
    ("Nr. 3", THURSDAY, 2),
    ("Option 1", THURSDAY, 0),
    ("die 2. passt", THURSDAY, 1),
    ("der letzte Termin", THURSDAY, 2),
    ("halb vier passt", THURSDAY, 2),
    ("den um 13 Uhr nehme ich", THURSDAY, 1),
    ("nicht der erste, sondern der zweite", THURSDAY, 1),
    ("der Freitag", SPREAD, 1),
    ("Montag um zehn", SPREAD, 2),
    ("der 12.", SPREAD, 1),
    ("der spätere", THURSDAY[:2], 1),
    ("2", THURSDAY, 1),
]


@pytest.mark.parametrize(("text", "offered", "index"), PICKS)
def test_a_slot_is_taken_in_german(text: str, offered: Windows, index: int) -> None:
    reading = read(text, "de", asked=Asked.OFFER_SLOTS, offered=offered)
    assert (reading.picked, reading.windows, reading.sure) == (index, (offered[index],), True)
