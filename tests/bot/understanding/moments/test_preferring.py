"""Which of several moments is liked best; where nobody says so, none is."""

import pytest

from tests.bot.understanding.moments.asking import line, read
from tests.bot.understanding.moments.meanings import meaning


@pytest.mark.parametrize(
    ("language", "text", "meant", "best"),
    [
        ("nl", "liefst dinsdag, anders maandag", "15,16", "16"),
        ("nl", "vrijdag zou kunnen maar maandag heeft m'n voorkeur", "12,15", "15"),
        ("nl", "dinsdag na 3 uur, of anders maandagochtend", "16 15-18; 15 9-12", "16 15-18"),
        ("en", "Saturday is fine, but rather Friday after 5", "12 17-21; 13", "12 17-21"),
        ("en", "ideally Tuesday morning, otherwise Monday", "15; 16 9-12", "16 9-12"),
        ("en", "Monday or Tuesday, preferably Tuesday", "15,16", "16"),
        ("en", "tomorrow at 3 or failing that at 12", "11 =12; 11 =15", "11 =15"),
        ("de", "am liebsten Dienstag, sonst Montag nach 14 Uhr", "16; 15 14-18", "16"),
        ("fr", "de préférence vendredi matin, sinon jeudi", "11; 12 9-12", "12 9-12"),
        ("es", "prefiero el martes, si no el lunes", "15,16", "16"),
        # All alike: one moment, no preference, or a comparison that leaves one.
        ("nl", "liefst vrijdag", "12", "0"),
        ("nl", "maandag of dinsdag", "15,16", "0"),
        ("nl", "liever dinsdag dan vrijdag", "16", "0"),
        ("en", "rather not Friday, Monday", "15 ! 12", "0"),
    ],
)
def test_what_is_liked_best_is_told_apart(language: str, text: str, meant: str, best: str) -> None:
    reading = read(text, language)
    windows = [line(meaning(said).windows) for said in (meant, best)]
    assert [line(reading.windows), line(reading.preferred)] == windows
