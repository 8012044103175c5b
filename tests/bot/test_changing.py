"""What a turn changes is changed as `dataclasses.replace` would."""

import dataclasses
from datetime import UTC, datetime

import pytest

from bot.agenda import Agenda
from bot.changing import replace
from bot.model import Address, Conversation, Recruiter, ScriptVersion, Slot, Status

TALK = Conversation(
    id="talk",
    address=Address("telegram", "7"),
    candidate="noor",
    script=ScriptVersion("zorg", 3),
    vacancy="thuiszorg",
    step="call",
    language="nl",
    offered=(Slot(datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 24, 9, 20, tzinfo=UTC), "sanne"),),
)


def test_a_changed_value_is_the_one_that_the_standard_library_makes() -> None:
    changed = replace(TALK, step="end", status=Status.DONE)
    assert changed == dataclasses.replace(TALK, step="end", status=Status.DONE)
    assert (TALK.step, TALK.status) == ("call", Status.OPEN)


def test_a_field_that_there_is_not_is_not_changed() -> None:
    with pytest.raises(KeyError):
        replace(TALK, mood="fine")  # type: ignore[call-arg]


def test_what_was_worked_out_for_one_agenda_is_not_taken_over_by_another() -> None:
    sanne = Recruiter(id="sanne", name="Sanne de Wit", phone="+31612345678", zone="Europe/Amsterdam", hours={})
    with pytest.raises(TypeError, match="Agenda makes something of its fields"):
        replace(Agenda(recruiter=sanne), version=2)
