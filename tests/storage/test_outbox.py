"""In order for each recipient, side by side for different ones, and never lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Connection, insert, select

from bot.events import DeliveryReported
from bot.model import Address, Conversation, ScriptVersion
from bot.outgoing import ContactCard, Invite, Notify, Outgoing, Purpose, Say
from storage import outbox, people, reports
from storage.database import read, transact
from storage.dispatch import LEASE, RELEASE
from storage.moments import text_of
from storage.outbox import Claimed
from storage.pen import Pen
from storage.posting import put
from storage.tables import addresses, candidates
from storage.tables import outbox as rows
from tests.storage.settings import CONTENTS, PLANNER, RUI, SANNE, WEDNESDAY, Office

NOOR = Conversation(
    id="talk",
    address=Address("telegram", "1"),
    candidate="noor",
    script=ScriptVersion("short", 1),
    vacancy="driver",
    step="opening",
    language="en",
    turns=1,
)
EMRE = replace(NOOR, id="talk2", address=Address("whatsapp", "+31612345678"))
NOTE = Notify(recruiter="sanne", subject="A call", text="Noor at two")
INVITE = Invite(
    recruiter="sanne", uid="talk-1", sequence=0, start=WEDNESDAY, end=WEDNESDAY, summary="Noor", description=""
)
A, B, C = (Say(text=text) for text in "ABC")


async def send(office: Office, talk: Conversation, *outgoing: Outgoing) -> None:
    await transact(office.database, lambda c: _put(c, talk, outgoing, office.now))


def _put(connection: Connection, talk: Conversation, outgoing: Sequence[Outgoing], now: datetime) -> None:
    pen = Pen(connection)
    put(connection, pen, talk, outgoing, now)
    pen.flush()


async def claim(office: Office, limit: int = 10) -> Sequence[Claimed]:
    return await transact(office.database, lambda c: outbox.claim(c, office.now, limit))


async def claimed_texts(office: Office) -> list[str]:
    return [claimed.outgoing.text for claimed in await claim(office) if isinstance(claimed.outgoing, Say)]


async def statuses(office: Office) -> dict[str, str]:
    columns = select(rows.c.id, rows.c.status).order_by(rows.c.seq)
    return {row.id: row.status for row in await read(office.database, lambda c: c.execute(columns).all())}


async def mark_sent(office: Office, id: str) -> None:
    await transact(office.database, lambda c: outbox.sent(c, id, f"provider {id}", office.now))


async def report(office: Office, id: str, status: str, code: str = "") -> str | None:
    event = DeliveryReported(id=f"{id} {status}", at=office.now, outgoing=id, status=status, code=code)
    known = await transact(office.database, lambda c: reports.report(c, event))
    return known.conversation if known else None


async def test_each_recipient_gets_one_at_a_time_and_in_order(office: Office) -> None:
    await send(office, NOOR, A, B)
    await send(office, EMRE, C)
    assert await claimed_texts(office) == ["A", "C"]
    assert await claimed_texts(office) == []
    await mark_sent(office, "talk-1-0")
    assert await claimed_texts(office) == ["B"]
    assert await statuses(office) == {"talk-1-0": "sent", "talk-1-1": "sending", "talk2-1-0": "sending"}


async def test_a_claim_tells_all_that_sending_needs(office: Office) -> None:
    def known(connection: Connection) -> None:
        connection.execute(insert(candidates).values(id="noor", created_at=WEDNESDAY, data={}))
        connection.execute(insert(addresses).values(channel="telegram", peer="1", candidate="noor", heard_at=WEDNESDAY))

    await transact(office.database, known)
    await send(office, NOOR, A, NOTE)
    assert list(await claim(office)) == [
        Claimed(
            id="talk-1-0",
            medium="say",
            recipient="telegram:1",
            address=NOOR.address,
            recruiter=None,
            outgoing=A,
            heard_at=WEDNESDAY,
            attempts=1,
            conversation="talk",
            doubt_since=None,
        ),
        Claimed(
            id="talk-1-1",
            medium="mail",
            recipient="mail:sanne@example.org",
            address=None,
            recruiter=SANNE,
            outgoing=NOTE,
            heard_at=None,
            attempts=1,
            conversation="talk",
            doubt_since=None,
        ),
    ]


async def test_a_recruiter_is_told_by_every_way_that_they_have(office: Office) -> None:
    code = await transact(office.database, lambda c: people.new_link_code(c, "sanne", WEDNESDAY))
    await transact(office.database, lambda c: people.link_recruiter(c, code, Address("telegram", "100"), office.now))
    await send(office, NOOR, NOTE, INVITE, Notify(recruiter="rui", subject="Nowhere to go", text=""))
    media = [(claimed.medium, claimed.recipient, claimed.recruiter) for claimed in await claim(office)]
    assert media == [("telegram", "telegram:100", SANNE), ("mail", "mail:sanne@example.org", SANNE)]
    assert list(await statuses(office)) == ["talk-1-0", "talk-1-1", "talk-1-2"]


async def test_nothing_is_told_to_a_recruiter_who_left(office: Office) -> None:
    await office.publish(replace(CONTENTS, recruiters=(RUI,), vacancies=(PLANNER,)))
    await send(office, NOOR, NOTE)
    assert await claim(office) == []


async def test_a_mail_server_that_is_down_never_holds_up_a_candidate(office: Office) -> None:
    await send(office, NOOR, NOTE, INVITE, A)
    mail, _ = await claim(office)
    await transact(office.database, lambda c: outbox.later(c, mail, office.now + timedelta(hours=1), "down"))
    await mark_sent(office, "talk-1-2")
    await send(office, replace(NOOR, turns=2), B)
    assert await claimed_texts(office) == ["B"]


async def test_what_must_wait_holds_up_those_behind_it(office: Office) -> None:
    await send(office, NOOR, A, B)
    (first,) = await claim(office)
    await transact(office.database, lambda c: outbox.later(c, first, office.now + timedelta(seconds=5), "429"))
    assert await claim(office) == []
    office.pass_time(seconds=5)
    assert [(one.outgoing, one.attempts, one.doubt_since) for one in await claim(office)] == [(A, 2, None)]


async def test_what_is_in_doubt_comes_back_as_such(office: Office) -> None:
    await send(office, NOOR, A, B)
    (first,) = await claim(office)
    await transact(
        office.database, lambda c: outbox.doubtful(c, first, office.now, office.now + timedelta(seconds=5), "500")
    )
    assert await claim(office) == []
    office.pass_time(seconds=5)
    assert [(one.outgoing, one.attempts, one.doubt_since) for one in await claim(office)] == [(A, 2, WEDNESDAY)]


async def test_a_message_in_doubt_that_a_report_knows_was_sent(office: Office) -> None:
    await send(office, NOOR, A, B)
    (first,) = await claim(office)
    await transact(office.database, lambda c: outbox.doubtful(c, first, office.now, office.now + timedelta(seconds=5)))
    assert await report(office, first.id, "queued") == "talk"
    assert await claimed_texts(office) == ["B"]
    assert (await statuses(office))[first.id] == "sent"


async def test_a_crash_gives_back_what_was_claimed(office: Office) -> None:
    await send(office, NOOR, A)
    await claim(office)
    office.pass_time(seconds=LEASE.total_seconds() - 1)
    assert await claim(office) == []
    office.pass_time(seconds=1)
    assert [(one.outgoing, one.attempts, one.doubt_since) for one in await claim(office)] == [(A, 2, WEDNESDAY)]


async def test_what_is_refused_lets_the_next_one_go(office: Office) -> None:
    await send(office, NOOR, A, B)
    (first,) = await claim(office)
    await transact(office.database, lambda c: outbox.refused(c, first, "blocked", office.now))
    assert await claimed_texts(office) == ["B"]


async def test_reports_come_late_twice_and_out_of_order(office: Office) -> None:
    await send(office, NOOR, A)
    await claim(office)
    for status in ("read", "delivered", "sent", "read", "queued", "failed", "of no kind that we know"):
        await report(office, "talk-1-0", status)
    await mark_sent(office, "talk-1-0")
    assert await statuses(office) == {"talk-1-0": "read"}


async def test_a_failure_that_comes_after_the_sending_is_kept_with_its_code(office: Office) -> None:
    await send(office, NOOR, A)
    await claim(office)
    await mark_sent(office, "talk-1-0")
    await report(office, "talk-1-0", "undelivered", "63016")
    reason = select(rows.c.status, rows.c.reason, rows.c.provider_id)
    kept = await read(office.database, lambda c: c.execute(reason).all())
    assert kept == [("refused", "63016", "provider talk-1-0")]


async def test_a_report_on_a_message_that_is_not_ours_is_nobodys(office: Office) -> None:
    assert await report(office, "not-ours", "sent") is None


async def test_a_claim_takes_no_more_than_asked(office: Office) -> None:
    for n in range(5):
        await send(office, replace(NOOR, id=f"talk{n}", address=Address("telegram", f"{n}")), A)
    assert [len(await claim(office, 2)) for _ in range(4)] == [2, 2, 1, 0]


async def test_many_claim_at_once_and_each_message_is_claimed_once(office: Office) -> None:
    for n in range(20):
        await send(office, replace(NOOR, id=f"talk{n}", address=Address("telegram", f"{n}")), A, B)
    claims = await asyncio.gather(*(claim(office, 5) for _ in range(10)))
    taken = [claimed.id for one in claims for claimed in one]
    assert sorted(taken) == sorted(f"talk{n}-1-0" for n in range(20))


async def test_the_card_of_a_message(office: Office) -> None:
    card = ContactCard(name="Sanne", phone="+31201234567", organisation="Kade")
    await send(office, NOOR, A, Say(text="", card=card))
    ids = ("talk-1-0", "talk-1-1", "x")
    found = [await read(office.database, partial(outbox.card, id=id)) for id in ids]
    assert found == [None, card, None]


async def test_what_waits_for_the_end_of_quiet_hours_goes_then_or_when_they_write(office: Office) -> None:
    then = office.now + timedelta(hours=10)
    await send(office, NOOR, replace(A, not_before=then))
    await send(office, EMRE, replace(B, not_before=then))
    assert await claimed_texts(office) == []
    writes = {"to": outbox.recipient_of(NOOR.address), "now": office.now}
    await transact(office.database, lambda c: c.execute(RELEASE, writes))
    released = await claim(office)
    assert [claimed.outgoing for claimed in released] == [replace(A, not_before=then)]
    await transact(office.database, lambda c: outbox.sent(c, released[0].id, "1", office.now))
    office.now = then
    assert await claimed_texts(office) == ["B"]


async def test_what_was_tried_and_then_put_off_to_the_morning_goes_when_they_write(office: Office) -> None:
    noor = office.someone()
    await noor.start(await office.door())
    (tried,) = await claim(office)
    office.pass_time(hours=13)  # whoever was sending it died, and it is night
    assert await claim(office) == []
    await noor.write("yes please")
    (again,) = await claim(office)
    assert (again.id, again.attempts) == (tried.id, 2)
    assert again.doubt_since is not None
    await transact(office.database, lambda c: outbox.sent(c, again.id, "1", office.now))
    assert len(await claimed_texts(office)) == 1


async def test_what_waits_for_the_morning_does_not_hold_up_a_reminder(office: Office) -> None:
    then = office.now + timedelta(hours=10)
    await send(office, NOOR, replace(A, not_before=then))
    await send(office, replace(NOOR, turns=2), replace(B, purpose=Purpose.REMINDER), C)
    assert await claimed_texts(office) == ["B"]
    await mark_sent(office, "talk-2-0")
    assert await claimed_texts(office) == ["C"]
    await mark_sent(office, "talk-2-1")
    office.now = then
    assert await claimed_texts(office) == ["A"]


async def test_the_night_in_which_nothing_is_sent_is_that_of_where_they_are(office: Office) -> None:
    away = {"away_zone": "America/New_York", "away_until": text_of(WEDNESDAY + timedelta(days=9))}

    def known(connection: Connection) -> None:
        connection.execute(insert(candidates).values(id="noor", created_at=WEDNESDAY, data=away))
        connection.execute(insert(addresses).values(channel="telegram", peer="1", candidate="noor"))

    await transact(office.database, known)
    office.now = datetime(2026, 11, 25, 8, tzinfo=UTC)  # three in the night in New York
    await send(office, NOOR, replace(A, purpose=Purpose.NOTICE))
    assert await claimed_texts(office) == []
    office.now = datetime(2026, 11, 25, 22, tzinfo=UTC)  # five in the afternoon there
    assert await claimed_texts(office) == ["A"]


async def test_a_doubt_stays_when_a_later_try_surely_did_not_send(office: Office) -> None:
    await send(office, NOOR, A)
    (first,) = await claim(office)
    await transact(office.database, lambda c: outbox.doubtful(c, first, WEDNESDAY, office.now))
    office.pass_time(seconds=5)
    (second,) = await claim(office)
    await transact(office.database, lambda c: outbox.later(c, second, office.now, "429"))
    assert [one.doubt_since for one in await claim(office)] == [WEDNESDAY]
    office.pass_time(seconds=LEASE.total_seconds())
    assert [one.doubt_since for one in await claim(office)] == [WEDNESDAY]


async def test_what_is_in_doubt_is_not_said_again_to_who_stopped(office: Office) -> None:
    noor = office.someone()
    await noor.start(await office.door())
    (first,) = await claim(office)
    await transact(office.database, lambda c: outbox.doubtful(c, first, office.now, office.now))
    await noor.write("stop")
    assert [claimed.id for claimed in await claim(office)] != [first.id]
    assert (await statuses(office))[first.id] == "refused"


async def test_who_was_overtaken_changes_nothing_but_by_the_proof_that_it_went(office: Office) -> None:
    """One hung for longer than its lease, another took the message up, and then the first one wakes."""
    await send(office, NOOR, A)
    (hung,) = await claim(office)
    office.pass_time(seconds=LEASE.total_seconds())
    (taken,) = await claim(office)
    assert (taken.id, taken.attempts, taken.doubt_since) == (hung.id, 2, WEDNESDAY)
    for late in (
        partial(outbox.later, claimed=hung, until=office.now),
        partial(outbox.doubtful, claimed=hung, since=office.now, until=office.now),
        partial(outbox.refused, claimed=hung, reason="blocked", now=office.now),
    ):
        await transact(office.database, late)
    assert await statuses(office) == {hung.id: "sending"}
    assert await claim(office) == []
    await mark_sent(office, hung.id)
    await transact(office.database, lambda c: outbox.later(c, taken, office.now, "429"))
    assert await statuses(office) == {hung.id: "sent"}
