"""Who says to be elsewhere for a while is understood, and answered, by the clock there until then."""

from tests.bot.talking import Phone
from tests.learnt import understander


def test_a_stay_abroad_holds_in_later_messages_and_ends() -> None:
    phone = Phone(understander().understand, "en")
    phone.start()
    phone.write("yes, sounds good")
    answer = phone.write("I'm in London till Friday")
    assert answer == "Good to know: until Friday 27 November I'll go by UK time. When would a call suit you?"
    answer = phone.write("tomorrow at 3")
    assert answer == "Sanne will call you tomorrow, Thursday 26 November, at 15:00 (UK time). Is that right?"
    answer = phone.write("no, make it Monday at 3")
    assert answer == "Sanne will call you Monday 30 November at 15:00 (Dutch time). Is that right?"


def test_the_moments_that_are_offered_are_those_of_the_clock_there() -> None:
    phone = Phone(understander().understand, "nl")
    phone.start()
    phone.write("ja leuk")
    phone.write("ik zit tot vrijdag in Londen")
    offered = phone.write("morgenmiddag")
    assert "(Britse tijd)" in offered
    first = phone.buttons[0][-5:]
    assert f"om {first} (Britse tijd)" in phone.write(f"die van {first}")
