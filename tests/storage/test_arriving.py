"""A platform's word on our messages, in any order: who was reached, who was not, and what follows."""

import itertools
from dataclasses import dataclass

import pytest

from bot.events import DeliveryReported
from bot.model import Address, Status
from bot.outgoing import Say
from storage.database import read, transact
from storage.outbox import claim, sent
from storage.records import conversation
from tests.storage.looking import talks
from tests.storage.settings import Office, Someone
from tests.storage.test_invitations import invited, somebody

NOOR = Address("whatsapp", "+31612345678")


@dataclass
class Sent:
    """The opening, as the platform has it."""

    office: Office
    id: str

    async def is_reported(self, status: str, code: str = "", copy: str = "SM1") -> None:
        office = self.office
        report = DeliveryReported(
            id=office.event_id(), at=office.now, outgoing=self.id, status=status, code=code, provider_id=copy
        )
        await office.take(report)


async def opened(office: Office) -> Sent:
    await invited(office, somebody())
    (claimed,) = await transact(office.database, lambda c: claim(c, office.now, 10))
    await transact(office.database, lambda c: sent(c, claimed.id, "SM1", office.now))
    return Sent(office, claimed.id)


@pytest.mark.parametrize("order", list(itertools.permutations(["sent", "delivered", "read"])))
async def test_silence_counts_from_when_our_first_word_arrived(office: Office, order: tuple[str, ...]) -> None:
    opening = await opened(office)
    for status in (*order, *order):
        await opening.is_reported(status)
    (talk,) = await talks(office)
    assert (talk.reached_at, list(talk.timers), talk.undelivered) == (office.now, ["nudge"], "")
    office.pass_time(hours=25)
    assert [one.outgoing for one in await office.ring()] == [1]


async def test_what_stays_sent_forever_is_no_silence(office: Office) -> None:
    opening = await opened(office)
    await opening.is_reported("sent")
    office.pass_time(days=30)
    assert await office.ring() == []


async def test_what_a_closed_window_held_back_goes_once_more_as_its_template(office: Office) -> None:
    opening = await opened(office)
    await opening.is_reported("failed", "63016")
    assert [talk.undelivered for talk in await talks(office)] == [""]
    noor = Someone(office, NOOR)
    (again,) = await transact(office.database, lambda c: claim(c, office.now, 10))
    assert isinstance(again.outgoing, Say)
    assert (again.id, again.heard_at, again.outgoing.closed) == (opening.id, None, "SM1")
    for status in ("sent", "failed", "delivered"):  # of the first copy, late
        await opening.is_reported(status, "63016" if status == "failed" else "")
    await transact(office.database, lambda c: sent(c, again.id, "SM2", office.now))
    await opening.is_reported("failed", "63016")
    assert [line.status for line in await noor.lines()] == ["sent"]
    await opening.is_reported("failed", "63016", copy="SM2")
    assert [talk.undelivered for talk in await talks(office)] == ["closed"]
    assert await transact(office.database, lambda c: claim(c, office.now, 10)) == []


@pytest.mark.parametrize(("code", "cause"), [("63024", "unknown"), ("63049", "capped"), ("30008", "failed")])
async def test_an_invitation_that_never_arrived_is_no_silence_and_is_told(
    office: Office, code: str, cause: str
) -> None:
    opening = await opened(office)
    for status in ("undelivered", "sent", "undelivered"):
        await opening.is_reported(status, code)
    (talk,) = await talks(office)
    assert (talk.undelivered, dict(talk.timers), talk.status) == (cause, {}, Status.OPEN)
    record = await read(office.database, lambda c: conversation(c, talk.id)) or {}
    line = record["transcript"][0]
    assert (record["undelivered"], line["status"], line["reason"]) == (cause, "refused", code)
    office.pass_time(days=30)
    assert await office.ring() == []
    noor = Someone(office, NOOR)
    await noor.write("hello")
    assert (await noor.texts())[-1].startswith("Hi Noor. I'm the digital assistant")
    assert [talk.undelivered for talk in await talks(office)] == [""]


@pytest.mark.parametrize("code", ["21610", "63014"])
async def test_an_opt_out_at_the_platform_stops_everything(office: Office, code: str) -> None:
    opening = await opened(office)
    await opening.is_reported("undelivered", code)
    (talk,) = await talks(office)
    assert talk.status is Status.STOPPED
    assert await invited(office, somebody(vacancy="planner")) != []


async def test_a_message_of_a_talk_that_does_not_arrive_is_told_to_the_recruiter_once(office: Office) -> None:
    opening = await opened(office)
    noor = Someone(office, NOOR)
    await noor.write("yes")
    (answer,) = await transact(office.database, lambda c: claim(c, office.now, 10))
    for id in (answer.id, answer.id):
        await Sent(office, id).is_reported("failed", "63016")
    told = await transact(office.database, lambda c: claim(c, office.now, 10))
    assert [one.medium for one in told] == ["mail"]
    assert "Noor Bakker (truck driver) did not get our last message: WhatsApp's 24 hours were over." in str(
        told[0].outgoing
    )
    assert opening.id != answer.id
