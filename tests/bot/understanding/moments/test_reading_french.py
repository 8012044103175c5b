"""French words about when, as windows; said on Wednesday 10 February 2027 at 10:20."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speaking import long_moment, short_moment
from bot.understanding.understood import Asked, MomentReading
from bot.windows import Window, Windows
from handlers.words import load_sayings
from tests.bot.understanding.moments.asking import AMSTERDAM, line, local, read, slots

DAYS = {
    "demain": "11/2 09:00-18:00",
    "après-demain": "12/2 09:00-18:00",
    "apres demain dans l'après midi": "12/2 12:00-18:00",
    "vendredi matin svp": "12/2 09:00-12:00",
    "mardi en huit": "23/2 09:00-18:00",
    "lundi en quinze": "1/3 09:00-18:00",
    "lundi prochain vers 9h30": "15/2 09:00-10:00",
    "le 18": "18/2 09:00-18:00",
    "le 18 au matin": "18/2 09:00-12:00",
    "le 24 à 16 heures": "24/2 16:00-16:30",
    "le 1er mars": "1/3 09:00-18:00",
    "le premier mars": "1/3 09:00-18:00",
    "le vingt-six": "26/2 09:00-18:00",
    "le 12-02": "12/2 09:00-18:00",
    "12.02 à 14h": "12/2 14:00-14:30",
    "3/3": "3/3 09:00-18:00",
    "jeudi 18": "18/2 09:00-18:00",
    "le mardi 16 à 14h": "16/2 14:00-14:30",
    "mardi 23 ou mercredi 24": "23/2 09:00-18:00, 24/2 09:00-18:00",
    "le 15 ou 16": "15/2 09:00-18:00, 16/2 09:00-18:00",
    "du 15 au 17": "15/2 09:00-18:00, 16/2 09:00-18:00, 17/2 09:00-18:00",
    "entre le 22 et le 24": "22/2 09:00-18:00, 23/2 09:00-18:00, 24/2 09:00-18:00",
    "mar/jeu": "11/2 09:00-18:00, 16/2 09:00-18:00",
    "début de semaine prochaine": "15/2 09:00-18:00, 16/2 09:00-18:00",
    "en fin de semaine prochaine": "18/2 09:00-18:00, 19/2 09:00-18:00",
    "mardi de la semaine prochaine": "16/2 09:00-18:00",
    "la semaine prochaine, jeudi matin": "18/2 09:00-12:00",
    "d'ici vendredi": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
    "vendredi au plus tard": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
    "d'ici vendredi midi": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-12:00",
    "avant demain midi": "10/2 10:20-18:00, 11/2 09:00-12:00",
    "avant vendredi": "10/2 10:20-18:00, 11/2 09:00-18:00",
    "dans la semaine": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
    "ce week-end": "13/2 09:00-18:00, 14/2 09:00-18:00",
    "samedi après-midi": "13/2 12:00-18:00",
    "après le week-end": "15/2 09:00-18:00",
    "dans quinze jours": "24/2 09:00-18:00",
    "dans un mois": "10/3 09:00-18:00",
    "cet aprem": "10/2 12:00-18:00",
    "ce soir ou demain matin": "10/2 18:00-21:00, 11/2 09:00-12:00",
    "demain avant-midi": "11/2 09:00-12:00",
    "lundi première heure": "15/2 09:00-10:00",
    "demain en début d'aprem": "11/2 12:00-14:00",
    "demain en fin de matinée": "11/2 11:00-12:00",
    "idéalement jeudi en fin de journée": "11/2 16:00-18:00",
    "semaine pro": ", ".join(f"{day}/2 09:00-18:00" for day in range(15, 20)),
    "à partir de demain 10h": "11/2 10:00-18:00, "
    "12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00, 17/2 09:00-18:00",
    "pas avant lundi": ", ".join(f"{day}/2 09:00-18:00" for day in range(15, 20)),
}
TIMES = {
    "15h30": "10/2 15:30-16:00",
    "15 h": "10/2 15:00-15:30",
    "à 13 h. 30": "10/2 13:30-14:00",
    "quinze heures trente": "10/2 15:30-16:00",
    "dix-huit heures trente": "10/2 18:30-19:00",
    "trois heures et demie": "10/2 15:30-16:00",
    "3h et quart": "10/2 15:15-15:45",
    "4h moins le quart": "10/2 15:45-16:15",
    "quatre heures moins dix": "10/2 15:50-16:20",
    "à quinze heures et vingt minutes": "10/2 15:20-15:50",
    "à midi et demi": "10/2 12:30-13:00",
    "midi moins le quart": "10/2 11:45-12:15",
    "midi trente": "10/2 12:30-13:00",
    "à une heure": "10/2 13:00-13:30",
    "3h de l'aprem": "10/2 15:00-15:30",
    "8h du matin": "11/2 08:00-08:30",
    "7h du soir": "10/2 19:00-19:30",
    "jeudi à 8h": "11/2 08:00-08:30",
    "demain soir à 8h": "11/2 20:00-20:30",
    "15h environ": "10/2 14:30-15:30",
    "aux alentours de 11h": "10/2 10:30-11:30",
    "vers 17h-17h30": "10/2 17:00-17:30",
    "entre midi et deux": "10/2 12:00-14:00",
    "entre 12 et 2": "10/2 12:00-14:00",
    "de 9h à 11h": "10/2 10:20-11:00",
    "14-16h": "10/2 14:00-16:00",
    "midi-14h": "10/2 12:00-14:00",
    "mardi 9h à 11h": "16/2 09:00-11:00",
    "dès 16h": "10/2 16:00-18:00",
    "17h ou après": "10/2 17:00-21:00",
    "pas avant 14h": "10/2 14:00-18:00",
    "jusqu'à 15h": "10/2 10:20-15:00",
    "au plus tard à 16h": "10/2 10:20-16:00",
    "d'ici 15h": "10/2 10:20-15:00",
    "fin d'après-midi": "10/2 16:00-18:00",
    "en soirée": "10/2 18:00-21:00",
    "après le boulot": "10/2 17:00-21:00",
    "après le déjeuner": "10/2 13:30-18:00",
    "le temps de midi": "10/2 12:00-13:30",
    "dans une heure": "10/2 11:20-11:50",
    "dans une heure et demie": "10/2 11:50-12:20",
    "dans 1h30": "10/2 11:50-12:20",
    "dans 2h": "10/2 12:20-12:50",
    "dans un petit quart d'heure": "10/2 10:35-11:05",
    "dans une dizaine de minutes": "10/2 10:30-11:00",
    "dans l'heure": "10/2 10:20-11:20",
    "à c't'heure": "10/2 10:20-10:50",
    "le plus tôt sera le mieux": "10/2 10:20-18:00",
    "plus tard dans la journée": "10/2 11:20-18:00",
}
COMBINED = {
    "mardi à 10h ou jeudi après 15h": "11/2 15:00-18:00, 16/2 10:00-10:30",
    "demain ou jeudi après 14h": "11/2 14:00-18:00",
    "lundi, mardi ou vendredi": "12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00",
    "lundi ou mardi entre 10h et midi": "15/2 10:00-12:00, 16/2 10:00-12:00",
    "vendredi en avant-midi ou lundi en après-midi": "12/2 09:00-12:00, 15/2 12:00-18:00",
    "dispo demain entre 10h et midi ou après 16h": "11/2 10:00-12:00, 11/2 16:00-18:00",
    "Bonjour, je suis disponible jeudi après-midi à partir de 14h": "11/2 14:00-18:00",
    "jeudi aprem mais pas avant 15h": "11/2 15:00-18:00",
    "je ne suis libre qu'après 17h": "10/2 17:00-21:00",
    "je finis à 16h30": "10/2 16:30-18:00",
    "je bosse jusqu'à 18h donc après": "10/2 18:00-21:00",
    "je suis en cours jusqu'à 16h, après je suis dispo": "10/2 16:00-18:00",
    "je commence à 14h": "10/2 10:20-14:00",
    "je travaille pas vendredi": "12/2 09:00-18:00",
    "je suis d'équipe du matin cette semaine donc après 14h": "10/2 14:00-18:00, 11/2 14:00-18:00, 12/2 14:00-18:00",
    "on peut remettre ça à demain": "11/2 09:00-18:00",
    "demin matin": "11/2 09:00-12:00",
    "vendrdi aprem": "12/2 12:00-18:00",
    "dmain a 10H": "11/2 10:00-10:30",
    "ajd 17h": "10/2 17:00-17:30",
    "jeu. 10h": "11/2 10:00-10:30",
    "demain om 15 uur": "11/2 15:00-15:30",
}


@pytest.mark.parametrize(("text", "windows"), [*DAYS.items(), *TIMES.items(), *COMBINED.items()])
def test_french_words_become_windows(text: str, windows: str) -> None:
    reading = read(text, "fr")
    assert (line(reading.windows), reading.exclude, reading.picked, reading.sure) == (windows, (), None, True)


def five(hours: str) -> str:
    """Those hours on each of the five working days that "every" means."""
    return ", ".join(f"{day}/2 {hours}" for day in (10, 11, 12, 15, 16))


RECURRING = {
    "le soir après 19h": (five("19:00-21:00"), ""),
    "tous les jours entre midi et deux": (five("12:00-14:00"), ""),
    "tlj après 17h": (five("17:00-21:00"), ""),
    "lun-ven après 18h": (five("18:00-21:00"), ""),
    "le soir en semaine à partir de 18h30": (five("18:30-21:00"), ""),
    "n'importe quand après 16h": (five("16:00-18:00"), ""),
    "le midi": (five("12:00-14:00"), ""),
    "les lundis": ("15/2 09:00-18:00", ""),
    "le mardi et le jeudi": ("11/2 09:00-18:00, 16/2 09:00-18:00", ""),
    "tous les soirs sauf vendredi": (
        "10/2 18:00-21:00, 11/2 18:00-21:00, 15/2 18:00-21:00, 16/2 18:00-21:00",
        "12/2 00:00-13/2 00:00",
    ),
    "ni lundi ni mardi": ("10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00", "15/2 00:00-17/2 00:00"),
    "lundi non mais mardi oui": ("16/2 09:00-18:00", "15/2 00:00-16/2 00:00"),
    "non, lundi": ("15/2 09:00-18:00", ""),
    "demain c'est mort, après-demain ok": ("12/2 09:00-18:00", "11/2 00:00-12/2 00:00"),
    "demain, mais pas entre 12h et 14h": ("11/2 09:00-12:00, 11/2 14:00-18:00", "11/2 12:00-14:00"),
    "je suis pas dispo demain, plutôt vendredi": ("12/2 09:00-18:00", "11/2 00:00-12/2 00:00"),
    "vendredi c'est compliqué, sinon lundi matin": ("15/2 09:00-12:00", "12/2 00:00-13/2 00:00"),
    "je suis absent jusqu'à lundi": ("15/2 09:00-18:00, 16/2 09:00-18:00", "10/2 10:20-15/2 00:00"),
    "je suis en congé jusqu'au 16": ("16/2 09:00-18:00", "10/2 10:20-16/2 00:00"),
    "pas à 10h30 mais à 11h": ("10/2 11:00-11:30", "10/2 10:30-11:00"),
    "ne m'appelez pas demain": (
        "10/2 10:20-18:00, 12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00",
        "11/2 00:00-12/2 00:00",
    ),
    "je travaille de 8h30 à 17h": (
        five("17:00-21:00"),
        "10/2 10:20-17:00, 11/2 08:30-17:00, 12/2 08:30-17:00, 15/2 08:30-17:00, 16/2 08:30-17:00",
    ),
}


@pytest.mark.parametrize(("text", "windows", "exclude"), [(text, *both) for text, both in RECURRING.items()])
def test_french_habits_and_refusals(text: str, windows: str, exclude: str) -> None:
    reading = read(text, "fr")
    assert (line(reading.windows), line(reading.exclude), reading.sure) == (windows, exclude, True)


@pytest.mark.parametrize(
    "text", ["vendredi prochain", "mercredi à 15h", "tantôt", "à 7h45", "dans 3 jours", "d'ici une demi-heure"]
)
def test_french_with_two_readings_is_asked_about(text: str) -> None:
    assert not read(text, "fr").sure


NOTHING = [
    *("mon numéro est le 0470 12 34 56", "j'ai 42 ans", "5 ans d'expérience", "un contrat de 20h", "20h/semaine"),
    *("35 heures par semaine", "entre 2000 et 2500 euros", "15 euros de l'heure", "14 rue de la gare", "bac +3"),
    *("c'est à 20 minutes de chez moi", "un moment svp", "bonne soirée à vous", "bon week-end !", "à bientôt"),
    *("merci, à demain !", "je ne sais pas encore", "il y a 3 ans", "équipe de nuit", "je travaille en 3/8"),
    *("aucun des trois", "option 2", "à quelle heure ?", "je suis vendeuse", "la prochaine fois", "le premier contact"),
]


@pytest.mark.parametrize("text", NOTHING)
def test_french_without_a_time_says_none(text: str) -> None:
    assert read(text, "fr") == MomentReading()


THURSDAY = slots("2027-02-11T10:00", "2027-02-11T13:00", "2027-02-11T15:30")
SPREAD = slots("2027-02-11T10:00", "2027-02-12T15:00", "2027-02-15T10:00")
PICKS = [
    *[("le 2", THURSDAY, 1), ("la deuxième option", THURSDAY, 1), ("le 3ème", THURSDAY, 2), ("n°1", THURSDAY, 0)],
    *[("le dernier me convient", THURSDAY, 2), ("le plus tôt", THURSDAY, 0), ("celui du milieu", THURSDAY, 1)],
    *[("celui de 15h30, parfait", THURSDAY, 2), ("10h non, 13h oui", THURSDAY, 1), ("va pour 13h", THURSDAY, 1)],
    *[("celui de vendredi", SPREAD, 1), ("le 12", SPREAD, 1), ("lundi 10h ça me va", SPREAD, 2)],
]


@pytest.mark.parametrize(("text", "offered", "index"), PICKS)
def test_a_slot_is_taken_in_french(text: str, offered: Windows, index: int) -> None:
    reading = read(text, "fr", asked=Asked.OFFER_SLOTS, offered=offered)
    assert (reading.picked, reading.windows, reading.sure) == (index, (offered[index],), True)


SAYINGS = load_sayings()


@given(st.integers(0, 730), st.integers(1, 60), st.integers(8 * 12, 20 * 12), st.booleans())
def test_what_we_say_in_french_is_understood_as_itself(since: int, days: int, fives: int, short: bool) -> None:
    now = local("2026-01-01T10:20") + timedelta(days=since)
    moment = now.replace(hour=fives // 12, minute=fives % 12 * 5) + timedelta(days=days)
    said = (
        short_moment(moment, AMSTERDAM, "fr", SAYINGS) if short else long_moment(moment, AMSTERDAM, "fr", SAYINGS, now)
    )
    reading = read(said, "fr", now.replace(tzinfo=None).isoformat())
    assert (reading.windows, reading.sure) == ((Window(moment, moment + timedelta(minutes=30)),), True)
