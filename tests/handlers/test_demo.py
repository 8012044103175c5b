import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.dossier import Facts
from bot.model import Address, Agency, Answer, Button, Candidate, Conversation, Recruiter, ScriptVersion, Vacancy, Wish
from bot.outgoing import ContactCard
from handlers.console.wording import Wording
from handlers.demo.picture import Picture, parts_of
from storage.queries import Line, Notification, QueuedCall
from tests.demo_house import Client, DemoHouse, demo_house

NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
HERE = "Europe/Amsterdam"
AGENCY = Agency(name="Kade & Koers", zone=HERE)
TIAGO = Recruiter(id="tiago", name="Tiago Marques", phone="+351", zone="Europe/Lisbon", hours={}, languages=("en",))
NOOR = Candidate(id="noor", address=Address("webchat", "somebody"), name="Noor Visser", zone=HERE)
PLANNER = Vacancy(
    id="planner", title={"nl": "planner", "en": "planner"}, employer="Kade", script="x", recruiters=("tiago",)
)
TALK = Conversation(
    id="c", address=NOOR.address, candidate="noor", script=ScriptVersion("first-contact", 1), vacancy="planner",
    step="call", language="nl", wanted=Wish(text="morgen na drieën"),
    answers={"experience": Answer(value="six", text="zes jaar", at=NOW, event="e1")},
    questions=(Answer(value="", text="is er een or?", at=NOW, event="e2"),),
)  # fmt: skip


class Visitor:
    """A browser with the page open, as far as HTTP goes."""

    def __init__(self, client: Client, live: ClientResponse, door: str) -> None:
        self.client = client
        self.live = live
        self.door = door
        self.parts: dict[str, str] = {}

    async def post(self, **message: str) -> int:
        async with self.client.post("/chat", json={"id": str(uuid4()), "language": "en", **message}) as answer:
            return answer.status

    async def sees(self, part: str, words: str) -> str:
        """The part of the page, as soon as it says so."""
        async with asyncio.timeout(30):
            while words not in plain(self.parts.get(part, "")):
                line = await self.live.content.readline()
                assert line, "the stream has ended"
                if line.startswith(b"data: "):
                    self.parts.update(json.loads(line.removeprefix(b"data: ")))
        return plain(self.parts[part])


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&amp;", "&").replace("&#39;", "'").split())


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with demo_house(sqlite_database_url) as opened:
        yield opened


@asynccontextmanager
async def visit(house: DemoHouse, address: str = "/?language=en") -> AsyncIterator[Visitor]:
    async with TestClient(TestServer(house.app)) as client:
        html = await (await client.get(address)).text()
        door = re.search(r'data-door="([^"]+)"', html)
        assert door
        async with client.get("/live?language=en") as live:
            yield Visitor(client, live, door[1])


async def test_a_candidate_books_a_call_and_the_recruiter_sees_it(house: DemoHouse) -> None:
    async with visit(house) as visitor:
        assert await visitor.post(start=visitor.door) == 204
        await visitor.sees("replies", "Yes, please")
        await visitor.post(text="yes")
        await visitor.sees("thread", "When would a call")
        await visitor.post(text="tomorrow after three")
        await visitor.sees("replies", "Thu 26 Nov 15:00")
        await visitor.post(text="the first one")
        await visitor.sees("replies", "Share my number")
        await visitor.post(number="+31 6 87654301")
        queue = await visitor.sees("queue", "+31 6 87654301")
        assert "15:00 –15:20" in queue
        assert "Booked" in queue
        await visitor.sees("news", "to Sanne de Wit")
        await visitor.sees("summary", "1 call to make.")


async def test_what_is_sent_twice_is_said_once(house: DemoHouse) -> None:
    async with visit(house) as visitor:
        await visitor.post(start=visitor.door)
        await visitor.sees("replies", "Yes, please")
        id = str(uuid4())
        assert [await visitor.post(id=id, text="what does it pay?") for _ in range(3)] == [204, 204, 204]
        await visitor.sees("thread", "what does it pay?")
        await visitor.post(text="and then?")
        assert (await visitor.sees("thread", "and then?")).count("what does it pay?") == 1


async def test_the_clock_moves_on_and_says_where_it_is(house: DemoHouse) -> None:
    async with visit(house) as visitor:
        await visitor.sees("clock", "Wednesday 25 November")
        answer = await visitor.client.post("/clock/morning?language=nl")
        assert await answer.json() == {"day": "donderdag 26 november", "clock": "09:00"}
        await visitor.sees("clock", "Thursday 26 November")
        assert (await visitor.client.post("/clock/backwards")).status == 404


async def test_a_new_candidate_has_a_chat_and_a_language_of_their_own(house: DemoHouse) -> None:
    async with visit(house) as visitor:
        await visitor.post(start=visitor.door)
        await visitor.sees("thread", "heat pump service engineer")
        form = {"vacancy": "data-analist", "language": "nl"}
        answer = await visitor.client.post("/chats", data=form)
        html = await answer.text()
        assert str(answer.url.relative()) == "/?vacancy=data-analist&language=nl"
        assert '<html lang="nl">' in html
        assert '<option value="data-analist" selected>' in html
        assert "heat pump service engineer" not in html


async def test_what_is_wrong_is_told_in_a_sentence(house: DemoHouse) -> None:
    async with TestClient(TestServer(house.app)) as client:
        message = {"id": str(uuid4()), "text": "hi"}
        stranger = await client.post("/chat", json=message)
        assert (stranger.status, await stranger.text()) == (403, "this browser has no chat yet: open the page first")
        assert (await client.get("/live")).status == 403
        await client.get("/")
        wrong = await client.post("/chat", json={**message, "text": ""})
        assert (wrong.status, await wrong.text()) == (400, '"text" is a text that is not empty')


async def test_the_page_runs_nothing_that_is_not_its_own(house: DemoHouse) -> None:
    async with TestClient(TestServer(house.app)) as client:
        page = await client.get("/")
        html = await page.text()
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        assert not re.findall(r"<style|\sstyle=|<script(?! type=\"module\" src=\"/)|\son\w+=|https?://", html)
        for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
            assert (await client.get(address)).status == 200
        assert (await client.get("/static/demo/%2e%2e/pages.py")).status == 404
        assert (await client.get("/static/demo/nothing.css")).status == 404


def parts(language: str = "en", **shown: object) -> Mapping[str, str]:
    empty: dict[str, object] = {"now": NOW, "lines": (), "calls": (), "news": (), "next_timer": None}
    picture = Picture(**{**empty, **shown})  # type: ignore[arg-type]
    return {name: plain(html) for name, html in parts_of(picture, AGENCY, Wording(language)).items()}


def said(text: str, *, status: str = "sent", buttons: tuple[Button, ...] = (), card: ContactCard | None = None) -> Line:
    return Line(id=text, at=NOW, from_candidate=False, text=text, status=status, buttons=buttons, card=card)


def heard(text: str) -> Line:
    return Line(id=f"webchat:me:{text}", at=NOW, from_candidate=True, text=text)


def test_an_empty_page_says_how_to_fill_it() -> None:
    assert parts() == {
        "clock": "Demo clock Wednesday 25 November Wed 25 Nov , 10:20 Amsterdam "
        "+10 min +1 hour Next morning Next reminder",
        "thread": "",
        "typing": "",
        "replies": "",
        "summary": "",
        "queue": "No calls yet Answer the assistant on the phone and agree on a moment: "
        "the call appears here by itself.",
        "news": "Nothing yet. A booked, moved or cancelled call is told here at once.",
    }


def test_what_is_on_its_way_is_not_read_yet() -> None:
    shown = parts(lines=[said("Hello"), said("Next", status="sending"), said("Gone", status="refused")])
    assert shown["thread"] == "Today Assistant: Hello 10:20"
    html = parts_of(
        Picture(now=NOW, lines=[said("Next", status="waiting")], calls=(), news=(), next_timer=None),
        AGENCY,
        Wording("en"),
    )
    assert "The assistant is writing" in html["typing"]


def test_answers_can_be_tapped_until_something_is_said() -> None:
    asked = said("Would that suit?", buttons=(Button("a", "Yes"), Button("b", "No")))
    assert parts(lines=[asked, said("By the way")])["replies"] == "Yes No"
    assert parts(lines=[asked, heard("hm")])["replies"] == ""


def test_the_card_of_who_calls_can_be_tapped() -> None:
    card = ContactCard(name="Sanne de Wit", phone="+31612345678", organisation="Kade & Koers")
    thread = parts(lines=[said("", card=card)])["thread"]
    assert thread == "Today Assistant: SW Sanne de Wit Kade & Koers +31 6 12345678 Call Sanne 10:20"


def test_what_people_write_is_never_markup() -> None:
    shown = parts_of(
        Picture(now=NOW, lines=[heard("<img src=x onerror=alert(1)>")], calls=(), news=(), next_timer=None),
        AGENCY,
        Wording("en"),
    )
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown["thread"]
    assert "<img" not in shown["thread"]


def test_a_call_tells_what_to_know_before_dialling() -> None:
    start = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
    call = QueuedCall(
        id="1", status="booked", start=start, end=start.replace(minute=30), conversation="c", sequence=0,
        outcome=None, impression="",
        facts=Facts(talk=TALK, candidate=NOOR, recruiter=TIAGO, vacancy=PLANNER, start=start),
    )  # fmt: skip
    shown = parts(calls=[call])
    assert shown["summary"] == "1 call to make. Next: Noor Visser, tomorrow 15:00."
    assert shown["queue"] == (
        "Tomorrow Thursday 26 November 15:00 –15:30 in 29 hours 14:00 Lisbon Noor Visser "
        "Planner · Tiago Marques calls · Dutch No number yet Booked Thursday 26 November at 14:00 (Portuguese time) "
        "Noor Visser, number not known yet, speaks Dutch planner at Kade "
        "For the candidate: Thursday 26 November at 15:00 (Dutch time) "
        "“zes jaar” (25-11 10:20) Asked for: “morgen na drieën” "
        "Asked: “is er een or?” (still to be answered) (25-11 10:20)"
    )


def test_a_recruiters_messages_stand_with_the_way_they_went() -> None:
    told = Notification(
        id="1", at=NOW, medium="mail", recruiter="sanne", recruiter_name="Sanne de Wit", conversation="c",
        subject="Call booked", text="Tomorrow at 15:00",
    )  # fmt: skip
    assert parts(language="nl", news=[told])["news"] == (
        "E-mail aan Sanne de Wit 10:20 Call booked Lees het bericht Tomorrow at 15:00"
    )
