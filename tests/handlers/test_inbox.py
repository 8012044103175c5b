"""The inbox and a talk's page, as a recruiter, a colleague, a stranger and a read-only account use them."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.events import MessageReceived, Started
from bot.model import Address, Status
from handlers.agency.folder import read_folder, sample_folder
from storage.accounts import Role
from storage.agency import publish
from storage.database import read, transact
from storage.inbox import InboxTalk, inbox, inbox_talk
from storage.people import door_code
from storage.transcripts import Line, lines_of
from tests.demo_house import NAME, PASSWORD, VACANCY, Client, DemoHouse, demo_house, with_account

ENGLISH = {"Accept-Language": "en"}
WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A house with a signed-in recruiter's browser."""

    house: DemoHouse
    client: Client

    async def someone(self, peer: str, *words: str, name: str = "Fenna", about: str = VACANCY) -> str:
        """Comes in by a door of Sanne's and writes; the talk's id."""
        code = await transact(self.house.database, lambda connection: door_code(connection, about, "sanne"))
        address, now = Address("webchat", peer), self.house.clock.now()
        start = Started(id=f"{peer}-in", at=now, address=address, code=code, language="nl", name=name)
        await self.house.receive([start])
        for number, text in enumerate(words):
            await self.writes(peer, text, number)
        return next((talk.id for talk in await self.waiting() if talk.address == address), "")

    async def writes(self, peer: str, text: str, number: int = 99) -> None:
        now, address = self.house.clock.now(), Address("webchat", peer)
        await self.house.receive([MessageReceived(id=f"{peer}-{number}", at=now, address=address, text=text)])

    async def waiting(self) -> list[InboxTalk]:
        return list(await read(self.house.database, lambda connection: inbox(connection, None)))

    async def talk(self, id: str) -> InboxTalk:
        found = await read(self.house.database, lambda connection: inbox_talk(connection, id))
        assert found is not None
        return found

    async def lines(self, id: str) -> list[Line]:
        return list(await read(self.house.database, lambda connection: lines_of(connection, [id])))

    async def html(self, path: str, status: int = 200) -> str:
        answer = await self.client.get(path)
        assert answer.status == status
        return await answer.text()

    async def send(self, id: str, action: str, **fields: str) -> tuple[int, str]:
        """What the page's own form sends, and the page after it."""
        html = await self.html(f"/inbox/{id}")
        token = re.search(r'name="form_token" value="(\w+)"', html)
        turns = re.search(r'name="turns" value="(\d+)"', html)
        hidden = {"form_token": token[1] if token else "", "turns": turns[1] if turns else ""}
        answer = await self.client.post(f"/inbox/{id}/{action}", data=hidden | fields)
        return answer.status, await answer.text()

    async def sign_in(self, name: str = NAME) -> None:
        self.client.session.cookie_jar.clear(lambda cookie: cookie.key == "belmoment")
        assert (await self.client.post("/sign-in", data={"name": name, "password": PASSWORD})).status == 200


OpenDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def desk(sqlite_database_url: str) -> AsyncIterator[Desk]:
    async def words(talk: InboxTalk, recruiter: object) -> str:
        return "Schrijf je hier terug?" if talk.candidate.name != "Nobody" else ""

    async with (
        demo_house(sqlite_database_url, window=WINDOW, words=words) as house,
        TestClient(TestServer(house.app), headers=ENGLISH) as client,
    ):
        opened = Desk(house=house, client=client)
        await opened.sign_in()
        yield opened


async def test_who_waits_longest_stands_first_and_the_answered_last(desk: Desk) -> None:
    assert "Nobody is waiting for you" in await desk.html("/inbox")
    first = await desk.someone("1", "ik wil een mens spreken", name="Fenna")
    desk.house.clock.move_to(desk.house.clock.now() + timedelta(minutes=10))
    second = await desk.someone("2", "stop, wacht even", name="Noor")
    desk.house.clock.move_to(desk.house.clock.now() + timedelta(minutes=10))
    await desk.someone("3", "ja graag", name="Ida")
    third = await desk.someone("4", "mag ik iemand spreken?", name="Bo")
    assert [talk.id for talk in await desk.waiting()] == [first, second, third]
    html = await desk.html("/inbox")
    told = ("3 people are waiting", "Asked for a person", "Perhaps a stop", "ik wil een mens spreken", "20 minutes ago")
    assert [words for words in told if words not in html] == []
    assert "Ida" not in html
    await desk.send(first, "answer", text="Zeg het maar")
    assert [talk.id for talk in await desk.waiting()] == [second, third, first]
    assert "2 people are waiting" in await desk.html("/inbox")


async def test_a_recruiter_reads_answers_and_gives_back(desk: Desk) -> None:
    id = await desk.someone("1", "ja graag", "ik wil een mens spreken")
    html = await desk.html(f"/inbox/{id}")
    for words in ("ja graag", "Assistant", "promised by today 12:30", "WhatsApp takes your own words until tomorrow"):
        assert words in html
    status, html = await desk.send(id, "answer", text="Natuurlijk, wat wil je weten?")
    assert (status, "Natuurlijk, wat wil je weten?\n– Sanne de Wit" in html) == (200, True)
    assert (await desk.lines(id))[-1].by == "sanne"
    await desk.writes("1", "wat verdient het?")
    assert [line.from_candidate for line in await desk.lines(id)][-2:] == [False, True]
    status, html = await desk.send(id, "back")
    assert (status, "Hier is de assistent weer." in html) == (200, True)
    assert ((await desk.talk(id)).status, await desk.waiting()) == (Status.OPEN, [])
    assert "The assistant is handling this talk. If you write, it falls silent." in html


async def test_a_form_sent_twice_counts_once(desk: Desk) -> None:
    id = await desk.someone("1", "ik wil een mens spreken")
    token = re.search(r'name="form_token" value="(\w+)"', await desk.html(f"/inbox/{id}"))
    assert token
    for _ in range(2):
        fields = {"form_token": token[1], "turns": "7", "text": "Hoi"}
        assert (await desk.client.post(f"/inbox/{id}/answer", data=fields)).status == 200
    assert [line.text for line in await desk.lines(id) if line.by] == ["Hoi\n– Sanne de Wit"]


async def test_when_the_window_is_closed_only_approved_words_go_out(desk: Desk) -> None:
    id = await desk.someone("1", "ik wil een mens spreken")
    await desk.someone("2", "ik wil een mens spreken", name="Nobody")
    desk.house.clock.move_to(desk.house.clock.now() + WINDOW)
    await desk.sign_in()
    html = await desk.html(f"/inbox/{id}")
    assert ("The 24 hours are over." in html, "Schrijf je hier terug?" in html, "<textarea" in html) == (
        True,
        True,
        False,
    )
    status, html = await desk.send(id, "answer", text="Te laat")
    assert (status, "Te laat</textarea>" in html, (await desk.lines(id))[-1].by) == (409, True, "")
    await desk.send(id, "knock")
    assert "Sanne wil je graag zelf antwoorden" in (await desk.lines(id))[-1].text
    [other] = [talk for talk in await desk.waiting() if talk.candidate.name == "Nobody"]
    assert "There is no approved message for this yet." in await desk.html(f"/inbox/{other.id}")


async def test_a_window_that_closes_before_the_morning_is_closed_in_the_evening(desk: Desk) -> None:
    id = await desk.someone("1", "ik wil een mens spreken")
    desk.house.clock.move_to(desk.house.clock.now().replace(hour=20))
    await desk.sign_in()
    html = await desk.html(f"/inbox/{id}")
    assert "your message goes out tomorrow 08:30" in html
    desk.house.clock.move_to(desk.house.clock.now().replace(day=28, hour=9))
    await desk.writes("1", "hallo?")
    desk.house.clock.move_to(desk.house.clock.now().replace(day=29, hour=8, minute=0))
    await desk.sign_in()
    assert "The 24 hours are over." in await desk.html(f"/inbox/{id}")


async def test_an_empty_answer_is_not_sent(desk: Desk) -> None:
    id = await desk.someone("1", "ik wil een mens spreken")
    status, html = await desk.send(id, "answer", text=" \n ")
    assert (status, "Write something first, then send it." in html) == (409, True)


async def test_nothing_can_be_written_to_who_said_stop(desk: Desk) -> None:
    id = await desk.someone("1", "ik wil een mens spreken")
    await desk.writes("1", "stop")
    html = await desk.html(f"/inbox/{id}")
    assert ("This person said stop" in html, "<textarea" in html) == (True, False)
    before = [line.text for line in await desk.lines(id)]
    assert (await desk.send(id, "answer", text="Toch nog even"))[0] == 403
    assert [line.text for line in await desk.lines(id)] == before


async def test_another_teams_talk_is_not_there(desk: Desk) -> None:
    id = await desk.someone("1", "ik wil een mens spreken")
    contents = read_folder(sample_folder())
    noor = replace(contents.recruiters[0], id="noor", name="Noor", email="")
    wider = replace(contents, recruiters=(*contents.recruiters, noor))
    await transact(desk.house.database, lambda c: publish(c, wider, desk.house.clock.now()))
    await with_account(desk.house.database, desk.house.clock.now(), "stranger", Role.RECRUITER, "noor")
    own = re.search(r'name="form_token" value="(\w+)"', await desk.html(f"/inbox/{id}"))
    await desk.sign_in("stranger")
    assert "Fenna" not in await desk.html("/inbox")
    for path in (f"/inbox/{id}", f"/inbox/{id}/live", "/inbox/nothing", "/inbox/%00"):
        await desk.html(path, status=404)
    assert own and (await desk.client.post(f"/inbox/{id}/answer", data={"form_token": own[1]})).status == 403
    token = re.search(r'name="form_token" value="(\w+)"', await desk.html("/inbox")) or [0, ""]
    for action in ("answer", "knock", "back"):
        fields = {"form_token": str(token[1]), "text": "Hoi"}
        assert (await desk.client.post(f"/inbox/{id}/{action}", data=fields)).status in (403, 404)
    assert [line.by for line in await desk.lines(id)] == [""] * len(await desk.lines(id))


async def test_who_may_only_read_gets_no_box(desk: Desk) -> None:
    id = await desk.someone("1", "ik wil een mens spreken")
    await with_account(desk.house.database, desk.house.clock.now(), "ops", Role.OPS, None)
    await desk.sign_in("ops")
    html = await desk.html(f"/inbox/{id}")
    assert ("Those who recruit for this vacancy can answer it." in html, "<textarea" in html) == (True, False)


async def test_a_colleague_answers_under_their_own_name(desk: Desk) -> None:
    id = await desk.someone("1", "ik wil een mens spreken", about="planner")
    of_sanne = await desk.someone("2", "ik wil een mens spreken")
    await with_account(desk.house.database, desk.house.clock.now(), "tiago", Role.RECRUITER, "tiago")
    await desk.sign_in("tiago")
    assert "Those who recruit for this vacancy can answer it." in await desk.html(f"/inbox/{of_sanne}")
    await desk.send(id, "answer", text="Hoi")
    last = (await desk.lines(id))[-1]
    assert (last.by, last.text.startswith("Hoi\n– Tiago")) == ("tiago", True)
