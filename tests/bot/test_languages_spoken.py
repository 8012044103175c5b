"""Who calls speaks the candidate's language, where somebody does."""

from dataclasses import replace

from bot.model import Recruiter
from tests.bot.conftest import MakePhone
from tests.bot.talking import RUI, SANNE


def recruiters(*spoken: tuple[str, ...]) -> tuple[Recruiter, ...]:
    return tuple(replace(one, languages=languages) for one, languages in zip((SANNE, RUI), spoken, strict=True))


def test_who_speaks_the_language_is_offered_and_nobody_else(a_phone: MakePhone) -> None:
    phone = a_phone("en", recruiters=recruiters(("nl",), ("en",)))
    phone.start()
    phone.write("yes, sounds good")
    assert "Rui will call you" in phone.write("tomorrow at 14:00")
    assert "None of us speaks" not in phone.write("yes")


def test_where_nobody_speaks_it_that_is_said_once(a_phone: MakePhone) -> None:
    phone = a_phone("en", recruiters=recruiters(("nl",), ("nl", "de")))
    phone.start()
    phone.write("yes, sounds good")
    proposed = phone.write("tomorrow at 14:00")
    assert "None of us speaks English, I'm afraid; the call would be in Dutch or German." in proposed
    assert "Sanne will call you" in proposed
    assert "None of us speaks" not in phone.write("rather friday at 10:00")


def test_whoever_does_not_say_what_they_speak_is_offered_to_all(a_phone: MakePhone) -> None:
    phone = a_phone("en", recruiters=recruiters((), ("nl",)))
    phone.start()
    phone.write("yes, sounds good")
    proposed = phone.write("tomorrow at 14:00")
    assert "Sanne will call you" in proposed
    assert "None of us" not in proposed
