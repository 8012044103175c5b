"""Reasons and corrections leave the moment that is meant."""

import pytest

from tests.bot.understanding.moments.asking import line, read

EVERY_EVENING = "10/2 17:00-21:00, 11/2 17:00-21:00, 12/2 17:00-21:00, 15/2 17:00-21:00, 16/2 17:00-21:00"


@pytest.mark.parametrize(
    ("language", "text", "meant"),
    [
        ("en", "tomorrow at 10. wait no that's my physio, 11 is better", "11/2 11:00-11:30"),
        ("en", "tomorrow. no hang on, tomorrow's the funeral. Friday at noon", "12/2 12:00-12:30"),
        ("en", "I only have Wednesdays off so next Wednesday, whatever time", "17/2 09:00-18:00"),
        ("de", "ich hab nur mittwochs frei, also nächsten Mittwoch, Uhrzeit egal", "17/2 09:00-18:00"),
        ("en", "we're moving on Saturday so tomorrow is chaos, Friday any time", "12/2 09:00-18:00"),
        ("en", "I'm on the train now, in half an hour is fine", "10/2 10:50-11:20"),
        ("nl", "ik zit nu in de trein, over een half uur kan", "10/2 10:50-11:20"),
        ("de", "am Samstag bin ich am See, aber Montag geht", "15/2 09:00-18:00"),
        ("es", "a las 2 recojo al niño, así que antes", "10/2 10:20-14:00"),
        ("en", "any time after five", EVERY_EVENING),
        ("en", "5 works, any time after", EVERY_EVENING),
        ("en", "let me think about it first", ""),
        ("de", "morgen um 10. ach ne da hab ich Physio, 11 ist besser", "11/2 11:00-11:30"),
        ("de", "bin noch bis ca. halb zwölf im Auto, danach erreichst du mich", "10/2 11:30-18:00"),
        ("en", "Thursday I have an exam so I'm busy, Friday at 3 then", "12/2 15:00-15:30"),
    ],
)
def test_what_was_only_told_is_no_moment(language: str, text: str, meant: str) -> None:
    assert line(read(text, language).windows) == meant
