"""Spanish words about when, as windows; said on Wednesday 10 February 2027 at 10:20."""

import pytest

from tests.bot.understanding.moments.asking import line, read

NEXT_WEEK = "15/2 09:00-18:00, 16/2 09:00-18:00, 17/2 09:00-18:00, 18/2 09:00-18:00, 19/2 09:00-18:00"
ANY_DAY = "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00"
AFTERNOONS = "10/2 14:00-20:00, 11/2 14:00-20:00, 12/2 14:00-20:00, 15/2 14:00-20:00, 16/2 14:00-20:00"
EVENINGS = "10/2 18:00-21:00, 11/2 18:00-21:00, 12/2 18:00-21:00, 15/2 18:00-21:00, 16/2 18:00-21:00"
NOT_THURSDAY = "10/2 10:20-18:00, 12/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00"
DAYS = {
    "mañana": "11/2 09:00-18:00",
    "mejor mañana": "11/2 09:00-18:00",
    "pasado mañana": "12/2 09:00-18:00",
    "mañana o pasado": "11/2 09:00-18:00, 12/2 09:00-18:00",
    "hoy": "10/2 10:20-18:00",
    "el lunes que viene": "15/2 09:00-18:00",
    "este viernes": "12/2 09:00-18:00",
    "el próximo martes": "16/2 09:00-18:00",
    "el martes próximo a las 5": "16/2 17:00-17:30",
    "el miércoles de la otra semana": "17/2 09:00-18:00",
    "este finde": "13/2 09:00-18:00, 14/2 09:00-18:00",
    "el sábado": "13/2 09:00-18:00",
    "después del finde": "15/2 09:00-18:00",
    "la semana que viene": NEXT_WEEK,
    "la semana q viene": NEXT_WEEK,
    "la semana entrante": NEXT_WEEK,
    "la proxima semana": NEXT_WEEK,
    "la otra semana": NEXT_WEEK,
    "la semna que viene": NEXT_WEEK,
    "el martes de la semana que viene": "16/2 09:00-18:00",
    "a principios de la semana que viene": "15/2 09:00-18:00, 16/2 09:00-18:00",
    "a finales de la semana que viene": "18/2 09:00-18:00, 19/2 09:00-18:00",
    "lo que queda de semana": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
    "la primera semana de marzo": "1/3 09:00-18:00, 2/3 09:00-18:00, 3/3 09:00-18:00, 4/3 09:00-18:00, 5/3 09:00-18:00",
    "el primer lunes de marzo": "1/3 09:00-18:00",
    "el 18": "18/2 09:00-18:00",
    "el día quince": "15/2 09:00-18:00",
    "viernes 19": "19/2 09:00-18:00",
    "el 1 de marzo": "1/3 09:00-18:00",
    "el primero de marzo": "1/3 09:00-18:00",
    "3/3": "3/3 09:00-18:00",
    "22-02": "22/2 09:00-18:00",
    "el 3 del próximo mes": "3/3 09:00-18:00",
    "del 15 al 17": "15/2 09:00-18:00, 16/2 09:00-18:00, 17/2 09:00-18:00",
    "el 18 o el 19": "18/2 09:00-18:00, 19/2 09:00-18:00",
    "a partir del 15": NEXT_WEEK,
    "antes del 15": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
    "a más tardar el viernes": "10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00",
    "desde el lunes": NEXT_WEEK,
    "no antes del lunes": NEXT_WEEK,
    "la semana del 15": NEXT_WEEK,
    "semana 8": "22/2 09:00-18:00, 23/2 09:00-18:00, 24/2 09:00-18:00, 25/2 09:00-18:00, 26/2 09:00-18:00",
    "en dos días": "12/2 09:00-18:00",
    "dentro de dos semanas": "24/2 09:00-18:00",
    "martes y jueves": "11/2 09:00-18:00, 16/2 09:00-18:00",
    "lunes/martes": "15/2 09:00-18:00, 16/2 09:00-18:00",
}
TIMES = {
    "a las tres y media": "10/2 15:30-16:00",
    "las 3 y cuarto": "10/2 15:15-15:45",
    "tres menos cuarto": "10/2 14:45-15:15",
    "un cuarto para las tres": "10/2 14:45-15:15",
    "quince para las tres": "10/2 14:45-15:15",
    "cinco pa las seis": "10/2 17:55-18:25",
    "diez para las ocho de la noche": "10/2 19:50-20:20",
    "las tres y veinte": "10/2 15:20-15:50",
    "a las 4 y 45": "10/2 16:45-17:15",
    "a las cinco y cinco": "10/2 17:05-17:35",
    "a las seis menos veinte": "10/2 17:40-18:10",
    "cuatro cuarenta y cinco": "10/2 16:45-17:15",
    "a la una": "10/2 13:00-13:30",
    "pasado mañana a la una y media": "12/2 13:30-14:00",
    "el 1 de marzo a la 1": "1/3 13:00-13:30",
    "15h": "10/2 15:00-15:30",
    "3pm": "10/2 15:00-15:30",
    "16 hs": "10/2 16:00-16:30",
    "a las 16 horas": "10/2 16:00-16:30",
    "a las 15.30": "10/2 15:30-16:00",
    "mañana a las 3 p.m.": "11/2 15:00-15:30",
    "mñn a las 10": "11/2 10:00-10:30",
    "8 de la mañana": "11/2 08:00-08:30",
    "a las 8 de la tarde": "10/2 20:00-20:30",
    "7 de la noche": "10/2 19:00-19:30",
    "a las 12 del mediodía": "10/2 12:00-12:30",
    "tipo 4": "10/2 15:30-16:30",
    "como a las 11 de la mañana": "10/2 10:30-11:30",
    "a eso de las 4": "10/2 15:30-16:30",
    "por ahí de las 4": "10/2 15:30-16:30",
    "a las 4 más o menos": "10/2 15:30-16:30",
    "entre las 3 y 5": "10/2 15:00-17:00",
    "entre la 1 y las 2": "10/2 13:00-14:00",
    "de 3 y media a 5": "10/2 15:30-17:00",
    "de 11 a la 1": "10/2 11:00-13:00",
    "desde las 2 hasta las 5": "10/2 14:00-17:00",
    "9 a 11": "10/2 10:20-11:00",
    "de 7 a 9 pm": "10/2 19:00-21:00",
    "4 o 5": "10/2 16:00-16:30, 10/2 17:00-17:30",
    "viernes a las 10 u 11": "12/2 10:00-10:30, 12/2 11:00-11:30",
    "a partir de las cinco y media": "10/2 17:30-21:00",
    "de las 4 en adelante": "10/2 16:00-18:00",
    "pasadas las 7": "10/2 19:00-21:00",
    "hasta la 1": "10/2 10:20-13:00",
    "no antes de las 11": "10/2 11:00-18:00",
    "mañana no antes del mediodía": "11/2 12:00-18:00",
}
PARTS = {
    "mañana por la mañana": "11/2 09:00-12:00",
    "mañana en la mañana": "11/2 09:00-12:00",
    "mañana a la mañana": "11/2 09:00-12:00",
    "manana x la tarde": "11/2 14:00-20:00",
    "juevs x la mñn": "11/2 09:00-12:00",
    "el sab en la mañana": "13/2 09:00-12:00",
    "mañana a primera hora": "11/2 09:00-10:00",
    "mañana temprano": "11/2 09:00-10:00",
    "a media mañana": "10/2 10:20-11:30",
    "a mediodía": "10/2 12:00-14:00",
    "lunes mediodía": "15/2 12:00-14:00",
    "a la hora del almuerzo": "10/2 12:00-14:00",
    "antes de mediodía": "10/2 10:20-12:00",
    "el viernes después de comer": "12/2 13:30-18:00",
    "en la tardecita": "10/2 14:00-20:00",
    "esta tarde después de las 5": "10/2 17:00-20:00",
    "mañana a primera hora de la tarde": "11/2 14:00-16:00",
    "viernes a media tarde": "12/2 16:00-18:00",
    "el jueves a última hora": "11/2 16:00-18:00",
    "en la noche": "10/2 19:00-21:00",
    "después del trabajo": "10/2 17:00-21:00",
    "saliendo de la chamba": "10/2 17:00-21:00",
    "por las tardes": AFTERNOONS,
    "entre semana por las tardes": AFTERNOONS,
    "cada tarde": AFTERNOONS,
    "los martes y jueves por la tarde": "11/2 14:00-20:00, 16/2 14:00-20:00",
    "por la mañana solo los martes": "16/2 09:00-12:00",
}
SOON = {
    "ahorita": "10/2 10:20-10:50",
    "ahora mismo me va bien": "10/2 10:20-10:50",
    "al rato": "10/2 11:20-18:00",
    "hoy más tarde": "10/2 11:20-18:00",
    "lo antes posible": "10/2 10:20-18:00",
    "dentro de una hora": "10/2 11:20-11:50",
    "dentro de 1h": "10/2 11:20-11:50",
    "en hora y media": "10/2 11:50-12:20",
    "en un par de horas": "10/2 12:20-12:50",
    "en unos 20 minutos": "10/2 10:40-11:10",
    "dame 15 minutos": "10/2 10:35-11:05",
    "dentro de tres cuartos de hora": "10/2 11:05-11:35",
}
COMBINED = {
    "todos los días": ANY_DAY,
    "cualquier día": ANY_DAY,
    "entre semana": ANY_DAY,
    "cuando quieras": ANY_DAY,
    "me da igual": ANY_DAY,
    "siempre después de las 6": EVENINGS,
    "entre semana no puedo antes de las 6": EVENINGS,
    "de lunes a jueves": "10/2 10:20-18:00, 11/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00",
    "de martes a jueves de 10 a 12": "10/2 10:20-12:00, 11/2 10:00-12:00, 16/2 10:00-12:00",
    "jueves o viernes a partir de las 3": "11/2 15:00-18:00, 12/2 15:00-18:00",
    "el jueves a las 10 o el viernes a las 3": "11/2 10:00-10:30, 12/2 15:00-15:30",
    "el jueves de 9 a 10 o de 16 a 17": "11/2 09:00-10:00, 11/2 16:00-17:00",
    "lunes por la mañana o martes por la tarde": "15/2 09:00-12:00, 16/2 14:00-20:00",
    "martes y jueves por la mañana, viernes todo el día": "11/2 09:00-12:00, 12/2 09:00-18:00, 16/2 09:00-12:00",
    "el lunes 22 por la mañana o el martes 23 por la tarde": "22/2 09:00-12:00, 23/2 14:00-20:00",
    "buenas tardes, el lunes puedo a partir de las 10": "15/2 10:00-18:00",
    "Hola! mañana x la tarde tipo 5 me queda bien": "11/2 16:30-17:30",
    "trabajo hasta las 5, después puedo": "10/2 17:00-21:00",
    "ahorita en la tarde": "10/2 14:00-20:00",
    "el viernes estoy libre a partir de las 12": "12/2 12:00-18:00",
    "mañana salgo a las 4": "11/2 16:00-18:00",
    "estoy en clase hasta la 1": "10/2 13:00-18:00",
    "tomorrow a las 5": "11/2 17:00-17:30",
    "maandag a las 10": "15/2 10:00-10:30",
}


@pytest.mark.parametrize(("text", "windows"), [*DAYS.items(), *TIMES.items(), *PARTS.items(), *SOON.items()])
def test_spanish_words_become_windows(text: str, windows: str) -> None:
    reading = read(text, "es")
    assert (line(reading.windows), reading.exclude, reading.picked, reading.sure) == (windows, (), None, True)


@pytest.mark.parametrize(("text", "windows"), COMBINED.items())
def test_spanish_days_and_times_go_together(text: str, windows: str) -> None:
    reading = read(text, "es")
    assert (line(reading.windows), reading.exclude, reading.picked, reading.sure) == (windows, (), None, True)


REFUSALS = {
    "el jueves no puedo": (NOT_THURSDAY, "11/2 00:00-12/2 00:00"),
    "los jueves no puedo": (NOT_THURSDAY, "11/2 00:00-12/2 00:00"),
    "no puedo el jueves, pero el viernes sí": ("12/2 09:00-18:00", "11/2 00:00-12/2 00:00"),
    "hoy imposible, mejor mañana": ("11/2 09:00-18:00", "10/2 10:20-11/2 00:00"),
    "mañana por la mañana no puedo, por la tarde sí": ("11/2 14:00-20:00", "11/2 09:00-12:00"),
    "la semana que viene menos el jueves": (
        "15/2 09:00-18:00, 16/2 09:00-18:00, 17/2 09:00-18:00, 19/2 09:00-18:00",
        "18/2 00:00-19/2 00:00",
    ),
    "todos los días excepto los viernes": (
        "10/2 10:20-18:00, 11/2 09:00-18:00, 15/2 09:00-18:00, 16/2 09:00-18:00",
        "12/2 00:00-13/2 00:00",
    ),
    "cualquier tarde menos hoy": (
        "11/2 14:00-20:00, 12/2 14:00-20:00, 15/2 14:00-20:00, 16/2 14:00-20:00",
        "10/2 10:20-11/2 00:00",
    ),
    "tengo clase de 10 a 12, después libre": ("10/2 12:00-18:00", "10/2 10:20-12:00"),
    "ni lunes ni martes": ("10/2 10:20-18:00, 11/2 09:00-18:00, 12/2 09:00-18:00", "15/2 00:00-17/2 00:00"),
    "este sabado no, el domingo si": ("14/2 09:00-18:00", "13/2 00:00-14/2 00:00"),
    "ahorita no puedo, al rato sí": ("10/2 11:20-18:00", "10/2 10:20-10:50"),
}


@pytest.mark.parametrize(("text", "windows", "exclude"), [(text, *both) for text, both in REFUSALS.items()])
def test_spanish_refusals(text: str, windows: str, exclude: str) -> None:
    reading = read(text, "es")
    assert (line(reading.windows), line(reading.exclude), reading.sure) == (windows, exclude, True)


@pytest.mark.parametrize("text", ["el miércoles", "a las 8", "siete y media", "el próximo viernes", "hoy hasta las 8"])
def test_spanish_with_two_readings_is_asked_about(text: str) -> None:
    assert not read(text, "es").sure
