"""Spanish answers that name no time, that take an offered slot, or that repeat what we said."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.speaking import long_moment, plain_moment, short_moment
from bot.understanding.understood import Asked, MomentReading
from bot.windows import Windows
from handlers.words import load_sayings
from tests.bot.understanding.moments.asking import AMSTERDAM, local, read, slots

NOTHING = [
    "tengo 5 años de experiencia",
    "mi número es el 612 34 56 78",
    "+52 55 1234 5678",
    "2500 € netos al mes",
    "entre 25.000 y 30.000 pesos",
    "40 horas a la semana",
    "busco algo de 20 horas",
    "jornada de 8 horas",
    "de 2 a 3 años",
    "calle Mayor 14, piso 3",
    "carrera 7 con 32",
    "a 3 calles de aquí",
    "vivo a 15 minutos",
    "un momento, por favor",
    "luego te digo",
    "no sé todavía",
    "buenas tardes",
    "¡buen fin de semana!",
    "primero quiero saber el sueldo",
    "tienen la descripción del puesto?",
    "soy de Mar del Plata",
    "hace 3 días",
    "sé python 3.11",
    "más o menos",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_time_in_spanish_is_no_time(text: str) -> None:
    assert read(text, "es") == MomentReading()


THURSDAY = slots("2027-02-11T10:00", "2027-02-11T13:00", "2027-02-11T15:30")
SPREAD = slots("2027-02-11T10:00", "2027-02-12T15:00", "2027-02-15T10:00")
PICKS = [
    ("la 2", THURSDAY, 1),
    ("la 1", THURSDAY, 0),
    ("me quedo con la primera", THURSDAY, 0),
    ("la tercera opción", THURSDAY, 2),
    ("la última", THURSDAY, 2),
    ("la del medio", THURSDAY, 1),
    ("la de las 10", THURSDAY, 0),
    ("a la una", THURSDAY, 1),
    ("la de las tres y media me queda perfecto", THURSDAY, 2),
    ("la del viernes", SPREAD, 1),
    ("el lunes a las 10", SPREAD, 2),
    ("el 12", SPREAD, 1),
    ("la más tarde", THURSDAY[:2], 1),
]


@pytest.mark.parametrize(("text", "offered", "index"), PICKS)
def test_a_slot_is_taken_in_spanish(text: str, offered: Windows, index: int) -> None:
    reading = read(text, "es", asked=Asked.OFFER_SLOTS, offered=offered)
    assert (reading.picked, reading.windows, reading.sure) == (index, (offered[index],), True)


SAYINGS = load_sayings()


@given(days=st.integers(0, 730), hour=st.integers(8, 19), minute=st.integers(0, 59), ahead=st.integers(1, 360))
def test_a_moment_said_in_spanish_is_understood_as_itself(days: int, hour: int, minute: int, ahead: int) -> None:
    moment = local("2027-02-11T00:00") + timedelta(days=days, hours=hour, minutes=minute)
    now = moment - timedelta(days=ahead)
    said = (
        long_moment(moment, AMSTERDAM, "es", SAYINGS, now),
        plain_moment(moment, AMSTERDAM, "es", SAYINGS),
        short_moment(moment, AMSTERDAM, "es", SAYINGS),
    )
    readings = [read(text, "es", at=f"{now:%Y-%m-%dT%H:%M}") for text in said]
    assert [[window.start for window in reading.windows] for reading in readings] == [[moment]] * 3
