"""Which of the offered slots was taken."""

import pytest

from bot.understanding.understood import Asked, MomentReading
from bot.windows import Windows
from tests.bot.understanding.moments.asking import line, read, slots

THURSDAY = slots("2027-02-11T10:00", "2027-02-11T13:00", "2027-02-11T15:30")
SPREAD = slots("2027-02-11T10:00", "2027-02-12T15:00", "2027-02-15T10:00")
PICKS = [
    ("nl", "2", THURSDAY, 1),
    ("nl", "doe maar 3", THURSDAY, 2),
    ("nl", "optie 1 graag", THURSDAY, 0),
    ("nl", "de derde", THURSDAY, 2),
    ("nl", "de 1e", THURSDAY, 0),
    ("nl", "de laatste", THURSDAY, 2),
    ("nl", "de middelste", THURSDAY, 1),
    ("nl", "die van half 4", THURSDAY, 2),
    ("nl", "13 uur is prima", THURSDAY, 1),
    ("nl", "10", THURSDAY, 0),
    ("nl", "niet de eerste maar de tweede", THURSDAY, 1),
    ("nl", "10 uur kan niet, 13 uur wel", THURSDAY, 1),
    ("nl", "de eerste lukt me niet, de derde wel", THURSDAY, 2),
    ("nl", "de tweede gaat niet de eerste wel", THURSDAY, 0),
    ("nl", "de derde niet de tweede", THURSDAY, 2),
    ("nl", "schrap de tweede maar, de eerste is goed", THURSDAY, 0),
    ("nl", "doe die late maar", THURSDAY, 2),
    ("nl", "de vroege graag", THURSDAY, 0),
    ("de", "der dritte passt nicht, der erste schon", THURSDAY, 0),
    ("de", "streich den ersten, der dritte geht", THURSDAY, 2),
    ("de", "ich nehme den späten", THURSDAY, 2),
    ("de", "den frühen bitte", THURSDAY, 0),
    ("fr", "le deuxième ne me va pas, le premier oui", THURSDAY, 0),
    ("fr", "enlevez le deuxième, le troisième me va", THURSDAY, 2),
    ("es", "la segunda no puedo, la tercera sí", THURSDAY, 2),
    ("es", "quita la primera, la segunda me va bien", THURSDAY, 1),
    ("es", "la más temprano de todas", THURSDAY, 0),
    ("es", "el más tarde, por favor", THURSDAY, 2),
    ("en", "the third is no good, the first would be great", THURSDAY, 0),
    ("en", "skip the first, I'll take the second", THURSDAY, 1),
    ("en", "put me down for the late one", THURSDAY, 2),
    ("en", "the early slot please", THURSDAY, 0),
    ("nl", "morgenochtend dan", THURSDAY, 0),
    ("nl", "die van vrijdag", SPREAD, 1),
    ("nl", "maandag om 10", SPREAD, 2),
    ("nl", "de 12e", SPREAD, 1),
    ("en", "the second one works", THURSDAY, 1),
    ("en", "number 3 please", THURSDAY, 2),
    ("en", "1pm is good", THURSDAY, 1),
    ("en", "half past three", THURSDAY, 2),
    ("en", "the earliest", THURSDAY, 0),
    ("en", "the later one", THURSDAY[:2], 1),
    ("en", "Monday morning", SPREAD, 2),
]


@pytest.mark.parametrize(("language", "text", "offered", "index"), PICKS)
def test_a_slot_is_taken(language: str, text: str, offered: Windows, index: int) -> None:
    reading = read(text, language, asked=Asked.OFFER_SLOTS, offered=offered)
    assert (reading.picked, reading.windows, reading.sure) == (index, (offered[index],), True)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("donderdag", THURSDAY),
        ("10 uur", SPREAD),
        ("1 of 3", THURSDAY),
        ("de latere", THURSDAY),
        ("de eerste lukt niet", THURSDAY),
        ("niet de eerste en de tweede ook niet", THURSDAY),
    ],
)
def test_two_slots_match_and_we_ask(text: str, offered: Windows) -> None:
    reading = read(text, asked=Asked.OFFER_SLOTS, offered=offered)
    assert (reading.picked, reading.sure) == (None, False)


def test_another_time_is_a_moment_of_the_offered_day() -> None:
    reading = read("liever om 2 uur", asked=Asked.OFFER_SLOTS, offered=THURSDAY)
    assert (reading.picked, line(reading.windows), reading.sure) == (None, "11/2 14:00-14:30", True)


def test_another_day_is_a_moment() -> None:
    reading = read("overmorgen na 3", asked=Asked.OFFER_SLOTS, offered=THURSDAY)
    assert (reading.picked, line(reading.windows), reading.sure) == (None, "12/2 15:00-18:00", True)


def test_a_number_that_counts_something_takes_no_slot() -> None:
    assert read("ik heb 2 honden", asked=Asked.OFFER_SLOTS, offered=THURSDAY) == MomentReading()


def test_what_is_read_back_is_accepted_by_its_time() -> None:
    reading = read("ja, 10 uur is goed", asked=Asked.CONFIRM, offered=THURSDAY[:1])
    assert (reading.picked, reading.windows) == (0, THURSDAY[:1])


def test_nothing_is_taken_that_was_not_offered_now() -> None:
    assert read("de tweede", asked=Asked.ASK_MOMENT, offered=THURSDAY).picked is None


ONE = slots("2027-02-11T15:00")
FROM_THE_SLOT = [
    ("nl", "vrijdag zelfde tijd", Asked.CONFIRM, "12/2 15:00-15:30"),
    ("nl", "zelfde tijd maar dan maandag", Asked.BOOKED, "15/2 15:00-15:30"),
    ("nl", "een uur later", Asked.CONFIRM, "11/2 16:00-16:30"),
    ("nl", "half uurtje eerder", Asked.CONFIRM, "11/2 14:30-15:00"),
    ("nl", "liever vrijdag", Asked.CONFIRM, "12/2 09:00-18:00"),
    ("en", "same time friday", Asked.CONFIRM, "12/2 15:00-15:30"),
    ("en", "an hour later", Asked.CONFIRM, "11/2 16:00-16:30"),
    ("en", "half an hour earlier please", Asked.BOOKED, "11/2 14:30-15:00"),
    ("en", "rather friday", Asked.CONFIRM, "12/2 09:00-18:00"),
]


@pytest.mark.parametrize(("language", "text", "asked", "windows"), FROM_THE_SLOT)
def test_what_is_said_of_the_offered_slot_is_counted_from_it(
    language: str, text: str, asked: Asked, windows: str
) -> None:
    reading = read(text, language, asked=asked, offered=ONE)
    assert (reading.picked, line(reading.windows), reading.sure) == (None, windows, True)


def test_the_same_time_of_nothing_is_asked_about() -> None:
    assert not read("vrijdag zelfde tijd").sure
    assert not read("vrijdag zelfde tijd", asked=Asked.OFFER_SLOTS, offered=THURSDAY).sure


@pytest.mark.parametrize(("language", "text"), [("nl", "volgende week"), ("en", "next week")])
def test_a_whole_week_takes_no_slot_of_it(language: str, text: str) -> None:
    reading = read(text, language, asked=Asked.OFFER_SLOTS, offered=SPREAD)
    assert (reading.picked, bool(reading.windows)) == (None, True)
