"""Variants of a text, and a nudge of a step's own, told by talking."""

from dataclasses import replace

import pytest

from bot.model import ScriptVersion
from bot.reader import Unreadable, read_script
from bot.steps.arms import arm
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


WAYS = """\
name: first-contact
languages: [nl]
first: hello
steps:
  hello: {kind: say, text: {nl: "{disclosure} Over {vacancy}."}, next: how_much}
  how_much:
    kind: branch
    variants:
      at_once: call
      licence_first: licence
  licence: {kind: ask, answer: text, text: {nl: Welk rijbewijs heb je?}, next: call}
  call: {kind: offer_call, text: {nl: Wanneer komt een belletje uit?}}
"""


def ways_of(
    phone: MakePhone, number: int, halted: frozenset[tuple[str, int, str, str]] = frozenset()
) -> tuple[str, str]:
    """The way that a person goes, as the journal has it, and the step to which it leads."""
    made = phone(script=read_script(WAYS))
    person = f"person-{number}"
    made.talk.setting = replace(made.talk.setting, halted=halted)
    made.talk.candidate = replace(made.talk.candidate, id=person)
    made.talk.conversation = replace(made.talk.conversation, candidate=person, script=ScriptVersion("first-contact", 2))
    made.start()
    assert made.talk.last
    (note,) = (note.text for note in made.talk.last.notes if note.kind == "variant")
    return note, made.talk.conversation.step


def test_people_go_one_of_several_ways_and_always_the_same(a_phone: MakePhone) -> None:
    went = [ways_of(a_phone, number) for number in range(12)]
    assert set(went) == {("how_much=at_once", "call"), ("how_much=licence_first", "licence")}
    assert went == [ways_of(a_phone, number) for number in range(12)]


def test_a_halted_way_is_gone_by_nobody(a_phone: MakePhone) -> None:
    halted = frozenset({("first-contact", 2, "how_much", "licence_first")})
    assert {ways_of(a_phone, number, halted) for number in range(12)} == {("how_much=at_once", "call")}


def test_a_branch_decides_by_what_is_known_or_by_variants_and_says_where_it_can_not() -> None:
    both = WAYS.replace("    variants:\n", "    on: language\n    variants:\n")
    for text, line, told in (
        (both, 8, "“on” decides nothing where “variants” do; take one of them out."),
        (WAYS.replace("      licence_first: licence\n", ""), 8, "One way alone can't be compared with anything"),
        (WAYS.replace("at_once: call", "at_once: cal"), 9, "did you mean “call”?"),
        (WAYS.replace("at_once:", "text:"), 9, "A variant can't be named “text”"),
    ):
        with pytest.raises(Unreadable) as caught:
            read_script(text)
        assert [(one.line, told in one.message) for one in caught.value.problems] == [(line, True)]
