"""Who says to be elsewhere for a while is understood, and answered, by the clock there until then."""

from dataclasses import replace
from datetime import timedelta

from tests.bot.conftest import MakePhone
from tests.bot.talking import MONTEUR, SANNE, WEDNESDAY, Phone
from tests.learnt import understander


def test_a_stay_abroad_holds_in_later_messages_and_ends() -> None:
    phone = Phone(understander().understand, "en")
    phone.start()
    phone.write("yes, sounds good")
    answer = phone.write("I'm in London till Friday")
    assert answer == "Good to know: until Friday 27 November I'll go by UK time. When would a call suit you?"
    answer = phone.write("tomorrow at 3")
    assert answer == (
        "Sanne will call you tomorrow, Thursday 26 November, at three o'clock in the afternoon (15:00, UK time). "
        "Is that right?"
    )
    answer = phone.write("no, make it Monday at 3")
    assert answer == (
        "Sanne will call you Monday 30 November at three o'clock in the afternoon (15:00, Dutch time). Is that right?"
    )


def test_moments_on_both_sides_of_the_way_home_are_each_told_by_the_clock_there(a_phone: MakePhone) -> None:
    phone = a_phone("en", recruiters=(SANNE,), vacancy=replace(MONTEUR, recruiters=("sanne",)))
    phone.start()
    phone.write("yes, sounds good")
    phone.talk.candidate = replace(
        phone.talk.candidate, away_zone="Europe/London", away_until=WEDNESDAY + timedelta(days=1)
    )
    answer = phone.write("today or tomorrow after three")
    assert [line for line in answer.split("\n") if line[:1].isdigit()] == [
        "1. Wednesday 25 November, 15:00 (UK time)",
        "2. Wednesday 25 November, 15:30 (UK time)",
        "3. Thursday 26 November, 15:00 (Dutch time)",
    ]
    assert phone.buttons == ["Wed 25 Nov 15:00", "Wed 25 Nov 15:30", "Thu 26 Nov 15:00"]


def away_until_just_before_the_call(phone: Phone, zone: str) -> None:
    call = phone.talk.conversation.call
    assert call
    back = call.slot.start - timedelta(minutes=2)
    phone.talk.candidate = replace(phone.talk.candidate, away_zone=zone, away_until=back)


def test_the_reminder_tells_the_time_by_the_clock_where_they_are_called(english: Phone) -> None:
    english.book()
    away_until_just_before_the_call(english, "Europe/London")
    assert "at 14:00" in english.wait(hours=27, minutes=35).split("\n")[-1]


def test_the_recruiter_reads_which_time_it_is_where_they_are_called(english: Phone) -> None:
    english.book()
    away_until_just_before_the_call(english, "Europe/Lisbon")
    english.talk.candidate = replace(english.talk.candidate, away_until=WEDNESDAY + timedelta(days=9))
    english.write("change it to 15:00")
    english.write("ja")
    (entry,) = english.invites
    assert "Voor de kandidaat: donderdag 26 november om 15:00 (Portugese tijd)" in entry.description


def test_what_is_said_after_the_call_minds_the_night_where_they_are_then(english: Phone) -> None:
    english.book()
    soon = english.talk.conversation.timers["after"]
    away_until_just_before_the_call(english, "America/Los_Angeles")
    english.write("thanks")
    assert english.talk.conversation.timers["after"] == soon


def test_an_answer_that_is_promised_is_told_by_the_clock_where_they_are_then(english: Phone) -> None:
    english.start()
    english.talk.candidate = replace(
        english.talk.candidate, away_zone="Europe/London", away_until=WEDNESDAY + timedelta(minutes=1)
    )
    assert ", Dutch time)" in english.write("can I talk to a person please?")


def test_the_moments_that_are_offered_are_those_of_the_clock_there() -> None:
    phone = Phone(understander().understand, "nl")
    phone.start()
    phone.write("ja leuk")
    phone.write("ik zit tot vrijdag in Londen")
    offered = phone.write("morgenmiddag")
    assert "(Britse tijd)" in offered
    first = phone.buttons[0][-5:]
    assert f"({first}, Britse tijd)" in phone.write(f"die van {first}")
