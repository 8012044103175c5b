"""Whom the agency may write to first: weighed, invited once, planned in peace, and told why not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.model import Address, Inviting
from bot.outgoing import Category, Purpose, Say
from storage.database import read, transact
from storage.invitations import Fate, Verdict, Weighing, invite, weigh
from storage.origins import Ground, Way
from storage.outbox import Claimed, claim, sent
from storage.privacy import KEPT_FOR, erase, everything_about
from storage.tables import conversations, origins
from storage.wanted import Invitation
from tests.storage.looking import count, talks
from tests.storage.settings import AGENCY, CONTENTS, DRIVER, PLANNER, WEDNESDAY, Office, Someone

KEY = b"a key"


def somebody(number: str = "+31612345678", **changes: object) -> Invitation:
    made = Invitation(
        address=Address("whatsapp", number),
        name="Noor Bakker",
        language="en",
        zone="Europe/Amsterdam",
        vacancy="driver",
        recruiter="sanne",
        source="your profile on Werkplein",
        ground=Ground.CONSENT,
        wording="Yes, Kade may write to me on WhatsApp about jobs.",
        agreed_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        way=Way.IMPORT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def by(office: Office, **inviting: int) -> Weighing:
    return Weighing(now=office.now, key=KEY, inviting=Inviting(**inviting))


async def invited(office: Office, *wanted: Invitation, **inviting: int) -> Sequence[Verdict]:
    return await transact(office.database, lambda c: invite(c, office.house, wanted, by(office, **inviting)))


async def fates(office: Office, *wanted: Invitation, **inviting: int) -> list[Fate]:
    return [verdict.fate for verdict in await invited(office, *wanted, **inviting)]


async def to_send(office: Office) -> Sequence[Claimed]:
    return await transact(office.database, lambda c: claim(c, office.now, 10))


async def sent_off(office: Office) -> list[str]:
    """All that may go, taken by the platform; what was said."""
    claimed = await to_send(office)
    for one in claimed:
        await transact(office.database, lambda c, id=one.id: sent(c, id, f"P-{id}", office.now))  # type: ignore[misc]
    return [one.outgoing.text for one in claimed if isinstance(one.outgoing, Say)]


async def test_the_first_word_is_the_scripts_own_opening_and_the_answer_goes_on_from_there(office: Office) -> None:
    (verdict,) = await invited(office, somebody())
    assert (verdict.fate, verdict.at) == (Fate.INVITED, WEDNESDAY)
    (claimed,) = await to_send(office)
    said = claimed.outgoing
    assert isinstance(said, Say) and said.template
    opening = (
        "Hi Noor. I'm the digital assistant of Kade, writing for Sanne. If you'd rather not get messages, reply stop. "
        "Would you be open to a call about truck driver?"
    )
    assert (said.text, said.purpose, said.template.category) == (opening, Purpose.INVITATION, Category.MARKETING)
    assert said.template.body == (
        "Hi {{1}}. I'm the digital assistant of {{2}}, writing for {{3}}. If you'd rather not get messages, reply stop."
        " Would you be open to a call about {{4}}?"
    )
    assert said.template.values == ("Noor", "Kade", "Sanne", "truck driver")
    assert [button.id for button in said.buttons] == ["0.yes", "0.no"]
    await transact(office.database, lambda c: sent(c, claimed.id, "SM1", office.now))
    noor = Someone(office, Address("whatsapp", "+31612345678"))
    office.pass_time(hours=3)
    await noor.write("yes")
    assert await noor.texts() == [opening, "> yes", "When would a call suit you?"]


async def test_the_same_list_twice_invites_nobody_twice(office: Office) -> None:
    first, again = somebody(), somebody()
    assert await fates(office, first, again) == [Fate.INVITED, Fate.ALREADY]
    assert await fates(office, first) == [Fate.ALREADY]
    assert (await count(office.database, conversations), await count(office.database, origins)) == (1, 1)


async def test_who_stopped_was_erased_is_in_a_talk_or_was_in_touch_is_left_alone(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    stopped, talking, lately, erased = (office.someone(f"+3161234567{n}", "whatsapp") for n in range(4))
    for person in (stopped, talking, lately, erased):
        await person.start(await office.door())
    await stopped.write("stop")
    await lately.write("no")
    (gone,) = [talk.candidate for talk in await talks(office) if talk.address == erased.address]
    await transact(office.database, lambda c: erase(c, gone, KEY, office.now))
    wanted = [
        somebody(person.address.peer, vacancy="planner", recruiter="rui")
        for person in (stopped, talking, lately, erased)
    ]
    (talk,) = [talk.id for talk in await talks(office) if talk.address == talking.address]
    assert await invited(office, *wanted) == [
        Verdict(fate=Fate.STOPPED),
        Verdict(fate=Fate.WAITS, conversation=talk, vacancy="driver", recruiter="sanne"),
        Verdict(fate=Fate.LATELY, at=office.now),
        Verdict(fate=Fate.ERASED),
    ]
    office.pass_time(days=31)
    assert await fates(office, wanted[2]) == [Fate.INVITED]
    assert await to_send(office) != []


async def test_somebody_is_known_by_their_number_on_another_channel_too(office: Office) -> None:
    person = office.someone()
    await person.book()
    await person.write("stop")
    assert await fates(office, somebody("+31612345678")) == [Fate.STOPPED]


async def test_so_many_a_day_and_none_in_the_evening_where_they_live(office: Office) -> None:
    office.now = datetime(2026, 11, 25, 19, 45, tzinfo=UTC)  # 20:45 in Amsterdam, 19:45 in Lisbon
    wanted = [somebody(f"+3161234560{n}") for n in range(3)]
    wanted[1] = replace(wanted[1], zone="Europe/Lisbon")
    verdicts = await invited(office, *wanted, new_a_day=2)
    morning = datetime(2026, 11, 26, 7, 30, tzinfo=UTC)
    assert [verdict.at for verdict in verdicts] == [morning, office.now, morning + timedelta(days=1)]
    looked = await read(office.database, lambda c: weigh(c, office.house, [somebody("+31612345699")], by(office)))
    assert looked == [Verdict(fate=Fate.INVITED, at=morning)]


async def test_whom_the_sender_would_reach_only_after_their_time_is_not_taken(office: Office) -> None:
    wanted = [somebody(f"+316123456{n:02}") for n in range(30)]
    verdicts = await invited(office, *wanted, new_a_day=1)
    taken = [verdict for verdict in verdicts if verdict.fate is Fate.INVITED]
    assert {verdict.fate for verdict in verdicts[len(taken) :]} == {Fate.NO_ROOM}
    assert max(verdict.at for verdict in taken if verdict.at) < office.now + KEPT_FOR
    assert await count(office.database, origins) == len(taken) > 20


async def test_the_sender_itself_opens_no_more_talks_than_it_may(office: Office) -> None:
    agency = replace(AGENCY, inviting=Inviting(new_a_day=2))
    await office.publish(replace(CONTENTS, agency=agency))
    await invited(office, *(somebody(f"+3161234560{n}") for n in range(3)), new_a_day=1000)
    assert len(await sent_off(office)) == 2
    office.pass_time(hours=23)
    assert await sent_off(office) == []
    office.pass_time(hours=1)
    assert len(await sent_off(office)) == 1


async def test_nobody_is_nudged_before_our_first_word_arrived(office: Office) -> None:
    await invited(office, somebody())
    await sent_off(office)
    assert [dict(talk.timers) for talk in await talks(office)] == [{}]


async def test_who_writes_before_our_first_word_went_is_answered_and_not_invited(office: Office) -> None:
    office.now = datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
    await invited(office, somebody())
    noor = Someone(office, Address("whatsapp", "+31612345678"))
    await noor.write("hello")
    assert [line.status for line in await noor.lines() if not line.from_candidate] == ["refused", "waiting"]
    assert (await noor.texts())[-1].endswith("Would you be open to a call about truck driver?")


async def test_a_closed_vacancy_invites_nobody(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(replace(DRIVER, open=False), PLANNER)))
    await invited(office, somebody())
    assert await to_send(office) == []


async def test_what_lets_us_write_is_kept_and_handed_out(office: Office) -> None:
    await invited(office, somebody())
    (talk,) = await talks(office)
    (how,) = (await read(office.database, lambda c: everything_about(c, talk.candidate)) or {})["how_we_came_to_talk"]
    assert how == {
        "way": "import",
        "vacancy": "driver",
        "recruiter": "sanne",
        "source": "your profile on Werkplein",
        "ground": "consent",
        "wording": "Yes, Kade may write to me on WhatsApp about jobs.",
        "words": None,
        "agreed_at": "2026-11-20T12:00:00+00:00",
        "written_first_at": WEDNESDAY.isoformat(),
    }
    await transact(office.database, lambda c: erase(c, talk.candidate, KEY, office.now))
    assert await read(office.database, lambda c: c.execute(select(origins)).all()) == []
