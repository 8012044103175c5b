"""What people and other systems read: the calls, the queue, the talk, what recruiters were told."""

import json
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.dossier import written
from bot.events import ContactShared, MediaReceived, Tapped
from bot.model import Button
from handlers.words import load_sayings
from storage import queries
from storage.database import read, transact
from storage.outbox import claim, sent
from storage.pictures import QueuedCall
from storage.queries import Line
from tests.storage.settings import CONTENTS, DRIVER, RUI, SANNE, WEDNESDAY, Office

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CALL_AT = WEDNESDAY.replace(day=26, hour=13, minute=0)


async def test_a_call_reads_as_the_contract_says(office: Office) -> None:
    applied = await office.someone().book()
    calls = await read(office.database, lambda c: queries.calls(c, None, None, None))
    assert calls == [
        {
            "id": f"{applied.conversation}-1",
            "status": "booked",
            "outcome": None,
            "start": "2026-11-26T14:00:00+01:00",
            "end": "2026-11-26T14:20:00+01:00",
            "recruiter": "sanne",
            "vacancy": "driver",
            "conversation": applied.conversation,
            "candidate": {"name": "Noor", "phone": "+31612345678", "channel": "telegram", "peer": "1"},
        }
    ]


async def test_calls_are_found_by_recruiter_and_by_the_time_that_they_take(office: Office) -> None:
    await office.someone().book()
    end, minute = CALL_AT + timedelta(minutes=20), timedelta(minutes=1)
    asked = [
        ("sanne", CALL_AT, end),
        ("rui", None, None),
        (None, end, None),
        (None, end - minute, None),
        (None, None, CALL_AT),
        (None, None, CALL_AT + minute),
    ]
    found = [len(await read(office.database, lambda c: queries.calls(c, *one))) for one in asked]  # noqa: B023
    assert found == [1, 0, 0, 1, 0, 1]


async def test_the_queue_tells_what_to_read_before_dialling(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    await someone.write("yes please")
    await someone.write("what does it pay?")
    await someone.write("tomorrow at 14:00")
    await someone.write("yes")
    applied = await someone.write("+31 6 12345678")
    queue = await read(office.database, lambda c: queries.queue(c, ["sanne"], office.now))
    assert queue == [
        QueuedCall(
            id=f"{applied.conversation}-1",
            status="booked",
            start=CALL_AT.astimezone(AMSTERDAM),
            end=(CALL_AT + timedelta(minutes=20)).astimezone(AMSTERDAM),
            conversation=applied.conversation or "",
            facts=queue[0].facts,
            sequence=0,
            outcome=None,
            impression="",
        )
    ]
    assert written(queue[0].facts, load_sayings()).splitlines() == [
        "Thursday 26 November at 14:00 (Dutch time)",
        "Noor, +31 6 12345678, speaks English",
        "truck driver at Waalhaven",
        "“yes please” (25-11 10:20)",
        "Asked for: “tomorrow at 14:00” (25-11 10:20)",
        "Asked: “what does it pay?” (still to be answered) (25-11 10:20)",
    ]
    (call,) = queue
    assert (call.recruiter, call.recruiter_name, call.recruiter_zone) == ("sanne", "Sanne de Wit", "Europe/Amsterdam")
    assert (call.candidate, call.candidate_zone, call.phone) == ("Noor", "Europe/Amsterdam", "+31612345678")
    assert (call.channel, call.peer, call.language) == ("telegram", "1", "en")
    assert (call.vacancy, call.vacancy_title, call.current, call.sign_at) == ("driver", DRIVER.title, True, None)
    assert await read(office.database, lambda c: queries.queue(c, ["rui"], office.now)) == []


async def test_a_booked_call_stays_in_the_queue_for_a_week_unless_something_became_of_it(office: Office) -> None:
    someone = office.someone()
    await someone.book()

    async def shown(days: int) -> list[str]:
        later = office.now + timedelta(days=days)
        return [call.status for call in await read(office.database, lambda c: queries.queue(c, None, later))]

    assert [await shown(days) for days in (0, 5, 30)] == [["booked"], ["booked"], []]
    await someone.write("cancel")
    assert [await shown(days) for days in (0, 5, 30)] == [["cancelled"], [], []]


async def test_a_transcript_has_both_sides_in_order(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    tap = Tapped(id="tap", at=office.now, address=someone.address, button="0.yes", title="Yes")
    photo = MediaReceived(id="photo", at=office.now, address=someone.address, kind="image")
    number = ContactShared(id="number", at=office.now, address=someone.address, number="+31612345678", own=True)
    await office.take(tap, photo, number)
    first, second = (await someone.lines())[:2]
    talk = first.id.split("-")[0]
    assert first == Line(
        id=f"{talk}-1-0",
        at=WEDNESDAY,
        from_candidate=False,
        text=first.text,
        buttons=(Button("0.yes", "Yes"), Button("0.no", "No")),
        status="waiting",
    )
    assert second == Line(id="tap", at=WEDNESDAY, from_candidate=True, text="Yes")
    assert [text for text in await someone.texts() if text.startswith(">")] == ["> Yes", "> [image]", "> +31612345678"]


async def test_a_line_of_the_bot_tells_when_it_was_sent(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    later = office.now + timedelta(seconds=3)
    (claimed,) = await transact(office.database, lambda c: claim(c, office.now, 10))
    await transact(office.database, lambda c: sent(c, claimed.id, "provider", later))
    assert [(line.status, line.at) for line in await someone.lines()] == [("sent", later)]


async def test_a_stranger_has_no_transcript(office: Office) -> None:
    assert await office.someone().lines() == []


async def test_what_recruiters_were_told_and_how(office: Office) -> None:
    someone = office.someone()
    await someone.book()
    office.pass_time(minutes=1)
    await someone.write("cancel")
    told = await read(office.database, lambda c: queries.notifications(c, None))
    assert [(one.medium, one.recruiter_name, one.at) for one in told] == [
        ("mail", "Sanne de Wit", office.now),
        ("cancelled", "Sanne de Wit", office.now),
        ("mail", "Sanne de Wit", WEDNESDAY),
        ("invite", "Sanne de Wit", WEDNESDAY),
    ]
    assert await read(office.database, lambda c: queries.notifications(c, ["rui"])) == []


async def test_a_recruiter_with_no_way_to_be_told_finds_it_on_the_page(office: Office) -> None:
    someone = office.someone()
    await someone.start(await office.door())
    await office.publish(replace(CONTENTS, recruiters=(replace(SANNE, email=""), RUI)))
    for text in ("yes please", "tomorrow at 14:00", "yes", "+31 6 12345678"):
        await someone.write(text)
    told = await read(office.database, lambda c: queries.notifications(c, ["sanne"]))
    assert [one.medium for one in told] == ["queue", "invite"]


async def test_a_whole_conversation_reads_as_json(office: Office) -> None:
    someone = office.someone()
    applied = await someone.book()
    found = await read(office.database, lambda c: queries.conversation(c, applied.conversation or ""))
    assert found is not None
    record = json.loads(json.dumps(found))
    assert {
        key: record[key] for key in ("id", "status", "vacancy", "recruiter", "script", "step", "turns", "wish")
    } == {
        "id": applied.conversation,
        "status": "booked",
        "vacancy": "driver",
        "recruiter": "sanne",
        "script": {"name": "short", "number": 1},
        "step": "call",
        "turns": 5,
        "wish": {"text": "tomorrow at 14:00", "unmet": False},
    }
    assert [line["from"] for line in record["transcript"]] == ["bot", *["candidate", "bot"] * 4, "bot"]
    assert [call["status"] for call in record["calls"]] == ["booked"]
    assert await read(office.database, lambda c: queries.conversation(c, "no such talk")) is None
