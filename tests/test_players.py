"""Chaos's candidates go on wherever a person would."""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from random import Random

import pytest

from chaos import people
from chaos.clock import START
from chaos.people import Person
from chaos.phones import Chat, Read
from chaos.words import Words

WORDS = Words("nl")
THURSDAY = "donderdag 26 november, om 09:30 (Nederlandse tijd)"
OPENING = """\
Hoi Kim. Ik ben de digitale assistent van Kade en schrijf namens Sanne. Liever geen berichten? Antwoord dan met stop.

Sanne zoekt een monteur voor Noordwijk. Zin om daar een keer kort over te bellen?"""
WHEN = "Leuk. Wanneer zou een belletje van zo'n 20 minuten je uitkomen? Zeg het gerust in je eigen woorden."
ASKED = f"Sanne belt je dan {THURSDAY}. Klopt dat?"
STANDS = f"Staat genoteerd: Sanne de Wit belt je {THURSDAY}, op +31 6 12345678.\nJe ziet dan +31 20 123 4567 in beeld."
MOVED = f"Verzet: Sanne de Wit belt je {THURSDAY}, op +31 6 12345678.\nJe ziet dan +31 20 123 4567 in beeld."


@dataclass
class Prepared:
    """A phone on which each act is answered with what was prepared for it."""

    channel: str
    answers: list[str]
    chat: Chat = field(default_factory=Chat)
    numbers: "count[int]" = field(default_factory=count)

    @property
    def read(self) -> list[Read]:
        return self.chat.read

    @property
    def address(self) -> tuple[str, str]:
        return self.channel, "1"

    def write(self, text: str) -> str:
        number = next(self.numbers)
        buttons = (WORDS.text("confirm_yes"), WORDS.text("button_move"))
        outgoing = f"talk-{number}" if self.channel == "whatsapp" else ""
        answer = Read(self.answers[number], START, buttons, outgoing=outgoing)
        asyncio.get_running_loop().call_soon(self.chat.put, answer)
        return f"{number}"

    def share_number(self) -> str:
        return self.write("")

    start = tap = write


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_a_call_that_is_moved_to_its_own_time_is_asked_about_in_the_same_words(
    channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "LONGEST_THOUGHT", 0)
    monkeypatch.setattr(people, "PATIENCE_SECONDS", 0.05)
    phone = Prepared(channel, [OPENING, WHEN, ASKED, STANDS, WORDS.text("ask_new_moment"), ASKED, MOVED])
    person = Person(phone=phone, door="", chance=Random(1), words=WORDS, ending="move")
    async with asyncio.timeout(20):
        await person.talk()
    assert (person.finished, person.told) == (True, THURSDAY)
