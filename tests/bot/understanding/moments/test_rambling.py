"""Answers as people type them: reasons before and behind, second thoughts, and what they leave out."""

import pytest

from bot.understanding.moments.elided import with_hours
from bot.understanding.moments.tokens import Kind, Meaning, Token
from tests.bot.understanding.moments.asking import read
from tests.bot.understanding.moments.meanings import Meaning as Meant
from tests.bot.understanding.moments.meanings import meaning

ROWS = [
    # An hour that was named beside it is left out.
    ("en", "I get a break tomorrow from 2 to quarter past", "11 14-14:15"),
    ("en", "quarter past or half past 4 tomorrow", "11 16:15-17"),
    ("nl", "morgen om vier uur of kwart over", "11 16-16:45"),
    ("de", "morgen um vier oder Viertel nach", "11 16-16:45"),
    ("nl", "ik heb tot 3 uur een training, bel maar om kwart over", "10 =15:15"),
    ("de", "Ich hab bis 15 Uhr Schulung, rufen Sie um Viertel nach an", "10 =15:15"),
    # All but what was named.
    ("en", "tomorrow I've an interview from 10 to 11, otherwise I'm free", "11 9-10,11-18 ! 11 10-11"),
    ("nl", "morgen heb ik tussen 10 en 11 een sollicitatie, verder ben ik vrij", "11 9-10,11-18 ! 11 10-11"),
    ("de", "morgen hab ich von 10 bis 11 eine Prüfung, ansonsten bin ich flexibel", "11 9-10,11-18 ! 11 10-11"),
    ("en", "any evening but Thursday", "5d 18-21 ! 11"),
    ("en", "Monday at 4 or Tuesday, I don't work then", "15 =16; 16"),
    ("en", "Thursday mornings I have pottery, any other time is fine", "5d 9-18 ! 11 9-12"),
    ("nl", "donderdagochtend heb ik pottenbakken, alle andere momenten kunnen", "5d 9-18 ! 11 9-12"),
    ("de", "Donnerstag vormittag habe ich Töpfern, alle anderen Zeiten gehen", "5d 9-18 ! 11 9-12"),
    ("fr", "jeudi matin je vais à la poterie, n'importe quel autre moment me va", "5d 9-18 ! 11 9-12"),
    ("es", "el jueves voy a cerámica por la mañana, cualquier otro momento está bien", "5d 9-18 ! 11 9-12"),
    ("en", "Friday at 3, other days are fine too", "12 =15"),
    ("en", "only Friday at 3 in the pottery, the other days I can't", "12 =15"),
    ("nl", "alleen vrijdag om 3 op de manege, andere dagen kan ik niet", "12 =15"),
    ("de", "nur Freitag um 15 Uhr in der Kantine, an den anderen Tagen arbeite ich", "12 =15"),
    # Days of which it follows that they are out.
    ("en", "Thu and Fri I'm at a wedding in Cork, so those are out. Monday around 5?", "15 ~17 ! 11,12"),
    ("nl", "donderdag en vrijdag zit ik in Keulen dus die vallen af. maandag rond 5?", "15 ~17 ! 11,12"),
    ("de", "Donnerstag und Freitag bin ich auf Montage, die fallen also weg. Montag gegen 17 Uhr?", "15 ~17 ! 11,12"),
    # A week that is said of all that came before it.
    ("en", "Tuesday 10am or Thursday 2pm, both next week please", "16 =10; 18 =14"),
    ("nl", "dinsdag om 10 of donderdag om 2, allebei volgende week", "16 =10; 18 =14"),
    ("de", "Dienstag um 10 oder Donnerstag um 14 Uhr, beides nächste Woche", "16 =10; 18 =14"),
    # What would do instead is not refused.
    ("en", "tomorrow at 2, if that doesn't work Friday at 3", "11 =14; 12 =15"),
    ("nl", "morgen om 2, mocht dat niet lukken vrijdag om 3", "11 =14; 12 =15"),
    ("de", "morgen um 14 Uhr, falls das nicht geht Freitag um 15 Uhr", "11 =14; 12 =15"),
    ("fr", "demain à 14h, si ce n'est pas possible vendredi à 15h", "11 =14; 12 =15"),
    ("es", "mañana a las 14, si no se puede el viernes a las 15", "11 =14; 12 =15"),
    ("de", "Freitag um elf? Wenn's da nicht geht, um zwölf", "12 =11; 12 =12"),
    ("en", "Friday 3.30, if I don't pick up try again at 4", "12 15:30-16:30"),
    # An hour, and from when on they are free.
    ("en", "6pm? I know that's late but I work until 5.30", "10 =18"),
    ("nl", "kan 6 uur? dat is laat maar ik werk tot half 6", "10 =18"),
    ("de", "geht auch 18 Uhr? Ich arbeite bis halb sechs", "10 =18"),
    ("en", "not before 5 I work in the daytime", "5d 17-21"),
    ("en", "I have training until 3 tomorrow, ring me at quarter past", "11 =15:15"),
    ("en", "I can't before lunch, so 2ish tomorrow", "11 ~14"),
    ("nl", "ik kan niet voor 12 dus half 2 morgen", "11 =13:30"),
    # A second thought, and why.
    ("en", "Friday at 3. Wait, that's the 12th, I'm away then. Monday at 3", "15 =15 ! 12 =15"),
    ("en", "tomorrow from 1. wait no that's the week after, tomorrow I'm working. So Friday from 1", "12 13-18"),
    ("en", "Ring me Thursday. Actually no, Thursday I've the vet at 2. Morning would be fine", "11 9-12 ! 11 =14"),
    ("nl", "bel donderdag. O nee, donderdag heb ik om 2 uur de dierenarts. 's Ochtends kan wel", "11 9-12 ! 11 =14"),
    ("de", "Donnerstag. Ach nein, Donnerstag hab ich um zwei Tierarzt. Vormittag geht", "11 9-12 ! 11 =14"),
    ("en", "I thought tomorrow at 2 but then my sister needs the car so 4 it is", "11 =16"),
    # What leads up to it.
    ("en", "Well today's Wednesday so let's say Friday, 2 o'clock", "12 =14"),
    ("nl", "het is vandaag woensdag dus laten we vrijdag doen, om 2 uur", "12 =14"),
    ("de", "heute ist Mittwoch, also sagen wir Freitag, 14 Uhr", "12 =14"),
    ("fr", "aujourd'hui c'est mercredi donc disons vendredi, 14h", "12 =14"),
    ("es", "hoy es miércoles así que digamos el viernes, a las 2", "12 =14"),
    ("en", "today is hectic, tomorrow less so, say around 3", "11 ~15 ! 10"),
    ("en", "my swim got cancelled so Thursday is free now", "11"),
    ("de", "jetzt Freitag um 15 Uhr", "12 =15"),
    # What is not known yet.
    ("en", "Monday I don't know yet, Thursday works", "11"),
    ("nl", "maandag weet ik nog niet, donderdag kan wel", "11"),
    ("de", "Montag weiß ich noch nicht, Donnerstag passt", "11"),
    ("fr", "lundi je ne sais pas encore, jeudi ça marche", "11"),
    ("es", "el lunes no sé todavía, el jueves sí", "11"),
    # Why a day is excepted, and why a time is named.
    ("en", "any day after 4 bar Thursday, I've choir at 5", "5d 16-18 ! 11"),
    ("nl", "elke dag na 4 behalve donderdag want dan heb ik koor om half 5", "5d 16-18 ! 11"),
    ("de", "jeden Tag nach 16 Uhr außer Donnerstag, da hab ich um halb fünf Chor", "5d 16-18 ! 11"),
    ("nl", "vrijdag in de voormiddag want na school heb ik de buurjongens", "12 9-12"),
    ("en", "Friday between 10:00 and 12:00 hours", "12 10-12"),
    # What they do before or after it is not done at that hour.
    ("en", "Friday 8am before my shift", "12 =8"),
    ("de", "Freitag um 19 Uhr nach dem Training", "12 =19"),
    ("es", "el viernes antes de las 9 que entro a trabajar", "12 7:30-9"),
    ("fr", "je suis absent jusqu'à dimanche. à partir de lundi 10h sans souci", "15 10-18; 16,17,18,19 ! 10,11,12,13"),
    # A picture ends what was said before it.
    ("nl", "deze week vakantie op Texel 🏖️ volgende week prima", "nw ! 10,11,12,13,14"),
    # "Both", and what only asks to agree.
    ("es", "jueves o viernes a las 5, los dos me valen", "11,12 =17"),
    ("fr", "jeudi ou vendredi à 10h, les deux me vont", "11,12 =10"),
    ("en", "Thursday's a bank holiday isn't it, so Friday morning", "12 9-12"),
    ("de", "diese Woche wird's nix mehr, nächste Woche Mittwoch früh", "17 9-12 ! 10,11,12,13,14"),
    ("nl", "liever nie in de voormiddag, namiddag is goed", "10 12-18 ! 10 9-12"),
    ("nl", "maandag sport ik, verder vrij", "10 10:20-18; 11,12,16 9-18 ! 15"),
    # What they do after it says that no later time suits.
    ("en", "tomorrow works, but only between 2 and 3, after that I have to get the twins", "11 14-15"),
    ("nl", "morgen kan, maar alleen tussen 2 en 3, daarna moet ik de tweeling halen", "11 14-15"),
    ("de", "morgen geht, aber nur zwischen 14 und 15 Uhr, danach muss ich die Zwillinge holen", "11 14-15"),
    ("fr", "demain c'est bon mais seulement entre 14h et 15h, après je dois chercher les jumelles", "11 14-15"),
    ("es", "mañana puedo pero solo de 2 a 3, después tengo que recoger a los mellizos", "11 14-15"),
]


@pytest.mark.parametrize(("language", "text", "shorthand"), ROWS)
def test_what_people_ramble_is_read(language: str, text: str, shorthand: str) -> None:
    reading = read(text, language)
    assert Meant(reading.windows, reading.exclude, reading.sure) == meaning(shorthand)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "an evening would be best, I don't get in till 6, so 7 maybe"),
    ],
)
def test_what_may_mean_the_contrary_is_asked_about(language: str, text: str) -> None:
    assert not read(text, language).sure


def test_a_half_past_without_an_hour_anywhere_stays_as_it_is() -> None:
    half = [Token("half", {Kind.FRACTION: Meaning(30)}), Token("past", {Kind.PAST: Meaning()})]
    assert with_hours(half, frozenset({Kind.FRACTION, Kind.PAST})) == half


def test_the_hour_before_a_half_past_is_said_again() -> None:
    twelve = Token("12", {Kind.NUMBER: Meaning(12)})
    half = [Token("half", {Kind.FRACTION: Meaning(30)}), Token("past", {Kind.PAST: Meaning()})]
    said = frozenset({Kind.FRACTION, Kind.PAST, Kind.NUMBER})
    assert with_hours([twelve, *half], said) == [twelve, *half, twelve]
