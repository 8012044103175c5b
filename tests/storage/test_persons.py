"""One person at several addresses: known by the number that a channel vouches for, on both databases."""

from functools import partial

from sqlalchemy import select

from bot.events import Action, ContactShared, MessageReceived, RecruiterActed
from bot.model import Address, CallStatus, Status
from handlers.forgetting import forget_what_outlived
from storage.database import read, transact
from storage.invitations import Fate
from storage.origins import record
from storage.people import candidate_at
from storage.privacy import KEPT_FOR, erase, find_people
from storage.queries import transcript
from storage.tables import addresses, calls, candidates, conversations, outbox
from tests.storage.settings import Office
from tests.storage.test_invitations import KEY, fates, invited, somebody

NUMBER = "+31612345678"
NUMBERS = (NUMBER, "+31687654321")
TELEGRAM, WHATSAPP = Address("telegram", "42"), Address("whatsapp", NUMBER)


async def shares_number(office: Office) -> None:
    shared = ContactShared(id="shared", at=office.now, address=TELEGRAM, number=NUMBER, own=True, phone=NUMBER)
    await office.take(shared)


async def writes_on_whatsapp(office: Office, text: str, id: str = "w1") -> None:
    await office.take(MessageReceived(id=id, at=office.now, address=WHATSAPP, text=text, phone=NUMBER, name="Noor"))


async def people(office: Office) -> dict[str, str]:
    """Whose each address is."""
    rows = await read(office.database, lambda c: c.execute(select(addresses)).all())
    return {f"{row.channel}:{row.peer}": row.candidate for row in rows}


async def talks(office: Office) -> list[tuple[str, str]]:
    """The status of each talk, and whose it is."""
    rows = await read(office.database, lambda c: c.execute(select(conversations).order_by(conversations.c.id)).all())
    return [(row.status, row.candidate) for row in rows]


async def test_who_writes_on_whatsapp_is_known_from_telegram_and_the_talk_goes_on_there(office: Office) -> None:
    person = office.someone("42")
    await person.start()
    await shares_number(office)
    await writes_on_whatsapp(office, "tomorrow at 14:00")
    known = await people(office)
    assert set(known) == {"telegram:42", f"whatsapp:{NUMBER}"} and len(set(known.values())) == 1
    assert await talks(office) == [(Status.OPEN, known["telegram:42"])]
    said = await read(office.database, lambda c: c.execute(select(outbox.c.recipient).order_by(outbox.c.seq)).all())
    assert said[-1].recipient == f"whatsapp:{NUMBER}"
    assert len(await read(office.database, lambda c: transcript(c, WHATSAPP))) >= 4


async def test_two_who_turn_out_to_be_one_are_brought_together(office: Office) -> None:
    await writes_on_whatsapp(office, "hello")
    await office.someone("42").start()
    assert len(set((await people(office)).values())) == 2
    await shares_number(office)
    known = await people(office)
    assert len(set(known.values())) == 1
    assert {candidate for _, candidate in await talks(office)} == set(known.values())
    assert len(await read(office.database, lambda c: c.execute(select(candidates)).all())) == 1
    candidate = await read(office.database, lambda c: candidate_at(c, TELEGRAM))
    assert candidate and (candidate.phone, candidate.verified) == (NUMBER, NUMBER)


async def test_two_who_were_both_invited_to_the_same_job_are_brought_together(office: Office) -> None:
    old, new = NUMBERS
    (first,) = await invited(office, somebody(old))
    await office.someone("42").start()
    await shares_number(office)
    (second,) = await invited(office, somebody(new))
    await office.take(ContactShared(id="new", at=office.now, address=TELEGRAM, number=new, own=True, phone=new))
    known = await people(office)
    assert (len(known), len(set(known.values()))) == (3, 1)
    proofs = [await read(office.database, lambda c, one=one: record(c, one.conversation)) for one in (first, second)]  # type: ignore[misc]
    assert [proof and proof["vacancy"] for proof in proofs] == ["driver", "driver"]


async def test_who_said_stop_or_had_all_erased_is_written_to_at_no_number_of_theirs(office: Office) -> None:
    person = office.someone("42")
    await person.start(await office.door())
    await shares_number(office)
    await person.write("rather call me at +31 6 87654321")
    candidate = await read(office.database, lambda c: candidate_at(c, TELEGRAM))
    assert candidate and (candidate.verified, candidate.phone) == NUMBERS
    for number in NUMBERS:
        assert await read(office.database, partial(find_people, who=number)) == [candidate.id]
    await person.write("stop")
    assert await fates(office, *map(somebody, NUMBERS)) == [Fate.STOPPED] * 2
    await transact(office.database, partial(erase, candidate=candidate.id, key=KEY, now=office.now))
    assert await fates(office, *map(somebody, NUMBERS)) == [Fate.ERASED] * 2


async def test_of_who_said_stop_no_number_outlives_its_time(office: Office) -> None:
    person = office.someone("42")
    await person.start()
    await shares_number(office)
    await person.write("stop")
    office.pass_time(days=KEPT_FOR.days, minutes=1)
    assert await forget_what_outlived(office.database, lambda: office.now) == (1, 0)
    (left,) = await read(office.database, lambda c: c.execute(select(candidates)).all())
    assert (left.bare, left.phone, left.number, NUMBER in f"{left.data}") == (True, None, None, False)


async def test_a_number_that_was_only_typed_brings_nobody_together(office: Office) -> None:
    await writes_on_whatsapp(office, "hello")
    person = office.someone("42")
    await person.start()
    await person.write("my number is 06 12345678")
    assert len(set((await people(office)).values())) == 2
    assert len(await read(office.database, lambda c: find_people(c, NUMBER))) == 2


async def test_stop_on_one_channel_ends_every_talk_of_that_person(office: Office) -> None:
    await writes_on_whatsapp(office, "hello")
    person = office.someone("42")
    await person.book()
    await shares_number(office)
    assert sorted(status for status, _ in await talks(office)) == [Status.BOOKED, Status.OPEN]
    await writes_on_whatsapp(office, "stop", "w2")
    assert [status for status, _ in await talks(office)] == [Status.STOPPED] * 2
    booked = await read(office.database, lambda c: c.execute(select(calls.c.status)).all())
    assert [row.status for row in booked] == [CallStatus.CANCELLED]
    waiting = select(outbox.c.recipient).where(outbox.c.medium == "say", outbox.c.due_at.is_not(None))
    left = await read(office.database, lambda c: c.execute(waiting).all())
    assert [row.recipient for row in left] == [f"whatsapp:{NUMBER}"]
    office.pass_time(days=9)
    assert await office.ring() == []


async def test_a_stop_on_one_channel_holds_on_the_other_once_both_turn_out_to_be_one(office: Office) -> None:
    person = office.someone("42")
    await person.book()
    await writes_on_whatsapp(office, "stop")
    await shares_number(office)
    assert [status for status, _ in await talks(office)] == [Status.STOPPED] * 2
    booked = await read(office.database, lambda c: c.execute(select(calls.c.status)).all())
    assert [row.status for row in booked] == [CallStatus.CANCELLED]
    before = await person.texts()
    await person.write("see you tomorrow")
    office.pass_time(days=9)
    assert await office.ring() == []
    assert sorted(await person.texts()) == sorted([*before, "> see you tomorrow"])
    assert await fates(office, somebody(NUMBER)) == [Fate.STOPPED]


async def test_who_came_by_themselves_after_a_stop_elsewhere_is_answered(office: Office) -> None:
    await writes_on_whatsapp(office, "stop")
    office.pass_time(days=1)
    person = office.someone("42")
    await person.start()
    await shares_number(office)
    candidate = await read(office.database, lambda c: candidate_at(c, TELEGRAM))
    assert candidate and candidate.stopped_at is None
    assert Status.OPEN in [status for status, _ in await talks(office)]


async def test_a_recruiter_can_make_nobody_hear_more_who_said_stop(office: Office) -> None:
    person = office.someone("42")
    await person.book()
    await person.write("stop")
    before = await person.texts()
    [talk] = await read(office.database, lambda c: c.execute(select(conversations.c.id)).all())
    for number, action in enumerate((Action.CANCEL, Action.ASK_TO_MOVE, Action.ANSWER, Action.HAND_BACK)):
        act = RecruiterActed(
            id=f"act{number}",
            at=office.now,
            conversation=talk.id,
            recruiter="sanne",
            action=action,
            text="Hello?",
        )
        await office.take(act)
    assert await person.texts() == before
