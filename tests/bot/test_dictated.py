"""A talk in the simulator writes itself down, and what it wrote goes well."""

from datetime import timedelta

import pytest

from bot.context import Understand
from bot.dictated import Dictated, dictated
from bot.events import Event, MessageReceived, Started
from bot.journey import Journey, play, read_journeys
from bot.model import Address, ScriptVersion
from bot.reader import read_script
from bot.replay import PastEvent, PastTalk
from bot.script import Problem
from bot.simulator import Setting, Simulator
from handlers.words import load_sayings
from tests.bot.talking import AGENCY, AMSTERDAM, MONTEUR, RUI, SANNE, SCRIPT, WEDNESDAY


@pytest.fixture
def setting(understand: Understand) -> Setting:
    return Setting(
        script=read_script(SCRIPT.read_text("utf-8")),
        vacancy=MONTEUR,
        agency=AGENCY,
        recruiters=(SANNE, RUI),
        understand=understand,
        sayings=load_sayings(),
    )


def misses(test: str, setting: Setting) -> list[Problem]:
    def begin(journey: Journey) -> Simulator:
        now = journey.at.replace(tzinfo=AMSTERDAM)
        return Simulator(setting, now, journey.language, journey.channel, journey.phone or None)

    problems: list[Problem] = []
    (journey,) = read_journeys(test, problems)
    return [*problems, *play(journey, begin)]


def test_a_talk_writes_itself_down_as_a_dialogue_that_goes_well(setting: Setting) -> None:
    talk = Dictated(setting, WEDNESDAY, "nl", "telegram")
    talk.start()
    talk.tap(1)
    talk.hear("morgen om 14:00")
    talk.hear("ja: klopt")
    talk.share("+31687654321")
    talk.wait_until(talk.now + timedelta(hours=2))
    test = talk.as_test("Van ja tot afspraak")
    assert (
        test
        == """\
- test: Van ja tot afspraak
  vacancy: monteur
  language: nl
  at: "2026-11-25 10:20"
  channel: telegram
  talk:
    - start
    - step: opening
    - tap: Ja graag
    - step: call
    - candidate: "morgen om 14:00"
    - understood: give_time
    - candidate: "ja: klopt"
    - understood: affirm
    - share: "+31687654321"
    - status: booked
    - booked: "2026-11-26 14:00"
    - wait: "2026-11-25 12:20"
"""
    )
    assert misses(test, setting) == []


def test_what_no_longer_goes_so_is_told_after_which_words(setting: Setting) -> None:
    talk = Dictated(setting, WEDNESDAY, "nl", "telegram")
    talk.start()
    talk.hear("ja leuk")
    test = talk.as_test("Belangstelling").replace("step: call", "step: later")
    (miss,) = misses(test, setting)
    assert miss.message == "“Belangstelling”: expected step later, but it is call (after “ja leuk”)"


def test_a_past_talk_becomes_a_test_without_whose_it_was(setting: Setting) -> None:
    address = Address("whatsapp", "+31687654321")
    said = ("ik heet Fenna, ja leuk", "morgen om 14:00", "ja")
    events: list[Event] = [Started(id="in", at=WEDNESDAY, address=address, name="Fenna Visser", phone="+31687654321")]
    for number, text in enumerate(said):
        at = WEDNESDAY + timedelta(minutes=number)
        events.append(MessageReceived(id=f"{number}", at=at, address=address, text=text, phone="+31687654321"))
    talk = PastTalk(
        id="talk",
        person="fenna",
        version=ScriptVersion("first-contact", 1),
        vacancy="monteur",
        language="nl",
        channel="whatsapp",
        zone="Europe/Amsterdam",
        names=("Fenna Visser",),
        events=tuple(PastEvent(event=event) for event in events),
    )
    test = dictated(talk, setting, talk.names, "Fenna boekt")
    assert "fenna" not in test.replace("Fenna boekt", "").casefold() and "87654321" not in test
    assert "ik heet Robin, ja leuk" in test and "2026-11-26 14:00" in test
    assert misses(test, setting) == []
