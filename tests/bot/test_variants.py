"""Variants of a text, and a nudge of a step's own, told by talking."""

from dataclasses import replace

from bot.model import ScriptVersion
from bot.reader import read_script
from bot.steps.spoken import arm
from tests.bot.conftest import MakePhone
from tests.bot.talking import SCRIPT

VARIANTS = """
    nudge:
      after: 4h
      text: {nl: "Heb je even kunnen kijken, {name}?", en: x, de: x, fr: x, es: x}
    variants:
      shorter:
        nl: "{hello}. {disclosure} Even bellen?"
        en: "{disclosure}"
        de: "{disclosure}"
        fr: "{disclosure}"
        es: "{disclosure}"
"""
TRIED = read_script(SCRIPT.read_text("utf-8").replace("\n    again:", f"{VARIANTS}    again:", 1))


def test_the_same_person_reads_the_same_variant_and_as_many_read_each() -> None:
    arms = ("text", "shorter", "warmer")
    drawn = [arm(f"person-{number}", "first-contact", "opening", arms) for number in range(3000)]
    assert drawn == [arm(f"person-{number}", "first-contact", "opening", arms) for number in range(3000)]
    assert all(900 < drawn.count(one) < 1100 for one in arms)


def test_what_a_person_read_is_said_and_noted(a_phone: MakePhone) -> None:
    told = {}
    for number in range(8):
        phone = a_phone(script=TRIED)
        phone.talk.candidate = replace(phone.talk.candidate, id=f"person-{number}")
        phone.talk.conversation = replace(
            phone.talk.conversation, candidate=f"person-{number}", script=ScriptVersion("first-contact", 2)
        )
        said = phone.start()
        assert phone.talk.last
        (note,) = (note.text for note in phone.talk.last.notes if note.kind == "variant")
        told[note] = said.rpartition(". ")[2].rpartition("stop. ")[2]
    assert set(told) == {"opening=text", "opening=shorter"}
    assert "Even bellen?" in told["opening=shorter"] and "Even bellen?" not in told["opening=text"]


def test_a_step_nudges_in_its_own_words_at_its_own_time_and_then_as_all_do(a_phone: MakePhone) -> None:
    phone = a_phone(script=TRIED)
    phone.start()
    assert phone.wait(hours=3, minutes=59) == ""
    assert phone.wait(minutes=2) == "Heb je even kunnen kijken, ?"
    assert "Heb je even" not in phone.wait(days=3)
    assert phone.talk.conversation.nudges == 2


def test_a_halted_variant_is_read_by_nobody(a_phone: MakePhone) -> None:
    for number in range(8):
        phone = a_phone(script=TRIED)
        phone.talk.conversation = replace(
            phone.talk.conversation, candidate=f"person-{number}", script=ScriptVersion("first-contact", 2)
        )
        phone.talk.setting = replace(phone.talk.setting, halted=frozenset({("first-contact", 2, "opening", "shorter")}))
        assert "Even bellen?" not in phone.start()
