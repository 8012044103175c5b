"""Lists that are sent from the console: in whose name they may be, what becomes of one, and who takes it back."""

import csv
import io
import json
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from aiohttp import ClientPayloadError, FormData, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.outgoing import Say
from handlers.agency.folder import read_folder, sample_folder
from handlers.channel import Approval
from handlers.console.pages import routes
from handlers.inviting.costing import Estimate
from handlers.inviting.inviter import Inviter, published
from handlers.inviting.spreadsheet import Spreadsheet
from handlers.inviting.taking import Taken, take
from handlers.live import Changes
from storage.accounts import Role
from storage.agency import publish
from storage.database import read, transact
from storage.origins import Way
from storage.tables import origins, topics
from tests.demo_house import NAME, OPS, PASSWORD, Client, DemoHouse, demo_house, same_house, with_account
from tests.handlers.inviting.test_inviting import ROW

FOREIGN = ROW | {"vacancy": "data-analist", "recruiter": "tiago"}


class Approves:
    """WhatsApp has approved all that is asked for, until it is asked about English."""

    async def approval(self, say: Say) -> Approval:
        assert say.template
        if say.template.language == "en":
            raise RuntimeError("trouble")
        return Approval(name="x", language=say.template.language, category="marketing", status="approved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The console's pages, and how often the sender was woken."""

    client: Client
    house: DemoHouse
    woken: list[None] = field(default_factory=list)

    async def page(self, name: str) -> str:
        """What this account sees, signed in from here on."""
        await self.client.post("/sign-in", data={"name": name, "password": PASSWORD})
        return await (await self.client.get("/invitations")).text()

    async def withdraw(self, **fields: str) -> tuple[int, str]:
        """The form of the topic that waits, sent by whoever is signed in; the page that follows."""
        async with self.client.post("/invitations/withdraw", data=fields) as answer:
            return answer.status, await answer.text()

    async def waiting(self) -> list[str]:
        """About what."""
        return list(await read(self.house.database, lambda c: c.scalars(select(topics.c.vacancy)).all()))

    async def send(
        self, name: str, *rows: dict[str, str], do: str = "send", language: str = "en"
    ) -> list[dict[str, Any]]:
        """What this account's browser reads of the list, as our own script asks for it."""
        shown = await self.page(name)
        form = FormData({"form_token": token_of(shown), "do": do}, default_to_multipart=True)
        form.add_field("list", _file(*rows), filename="people.csv", content_type="text/csv")
        headers = {"Accept": "application/x-ndjson", "Accept-Language": language}
        async with self.client.post("/invitations", data=form, headers=headers) as answer:
            read: list[dict[str, Any]] = []
            with suppress(ClientPayloadError):  # as where it breaks off
                async for line in answer.content:
                    read.append(json.loads(line))
            return read

    async def invited(self) -> list[tuple[str, str]]:
        """About what, and in whose name."""
        here = select(origins.c.vacancy, origins.c.recruiter).order_by(origins.c.due_at)
        return [
            (row.vacancy, row.recruiter) for row in await read(self.house.database, lambda c: c.execute(here).all())
        ]


def token_of(page: str) -> str:
    token = re.search(r'name="form_token" value="(\w+)"', page)
    assert token
    return token[1]


def withdrawing(page: str) -> dict[str, str]:
    """What the first button that withdraws sends; nothing where there is none."""
    form = re.search(r'<form method="post" action="/invitations/withdraw">.*?</form>', page, re.DOTALL)
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0])) if form else {}


def _file(*rows: dict[str, str]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, sorted({name for row in rows for name in row}))
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()


@pytest.fixture
async def office(sqlite_database_url: str) -> AsyncIterator[Office]:
    """The sample agency, in which Sanne and Tiago share no vacancy."""
    async with demo_house(sqlite_database_url) as house:
        contents = read_folder(sample_folder())
        apart = tuple(replace(one, recruiters=one.recruiters[:1]) for one in contents.vacancies)
        await transact(house.database, lambda c: publish(c, replace(contents, vacancies=apart), house.clock.now()))
        await with_account(house.database, house.clock.now(), OPS, Role.OPS, None)
        woken: list[None] = []
        pages = routes(
            database=house.database,
            now=house.clock.now,
            changes=Changes(),
            receive=house.receive,
            secret=b"a secret for tests",
            secure=False,
            house=same_house(),
            platform=Approves(),
            invited=lambda: woken.append(None),
        )
        app = web.Application()
        app.add_routes(pages)
        async with TestClient(TestServer(app)) as client:
            yield Office(client=client, house=house, woken=woken)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (FOREIGN, "nobody on your team recruits for it"),
        (FOREIGN | {"recruiter": ""}, "nobody on your team recruits for it"),
        (ROW | {"recruiter": "tiago"}, "&#39;tiago&#39; does not recruit for it; there is sanne"),
    ],
)
async def test_a_recruiter_sends_in_no_name_but_their_teams(office: Office, row: dict[str, str], told: str) -> None:
    answers = await office.send(NAME, row)
    assert told in answers[-1]["html"]
    assert (await office.invited(), office.woken) == ([], [])


async def test_a_recruiter_sends_in_their_own_name_and_ops_in_anybodys(office: Office) -> None:
    await office.send(NAME, ROW)
    await office.send(OPS, FOREIGN | {"phone": "+31687654322"})
    assert await office.invited() == [("servicemonteur", "sanne"), ("data-analist", "tiago")]
    assert len(office.woken) == 2


async def test_what_is_wrong_is_told_in_the_readers_language_on_the_page_and_in_the_file_to_mend(
    office: Office,
) -> None:
    gone = ROW | {"vacancy": "servicemonter"}
    (*_, shown) = await office.send(NAME, gone, ROW, ROW, do="preview", language="nl")
    told = "vacancy: er is geen “servicemonter”; bedoel je “servicemonteur”?"
    assert told in shown["html"] and quote(told) in shown["html"]
    assert "Is al eerder voor deze vacature uitgenodigd" in shown["html"]
    (*_, lacking) = await office.send(NAME, {"phone": "1"}, language="nl")
    assert "In de eerste regel van people.csv ontbreken de kolommen language, vacancy" in lacking["html"]


async def test_what_waits_is_withdrawn_by_whoever_may_send_it_and_by_nobody_else(office: Office) -> None:
    await with_account(office.house.database, office.house.clock.now(), "tiago", Role.RECRUITER, "tiago")
    await office.send(NAME, ROW, ROW | {"vacancy": "planner"})
    assert await office.waiting() == ["planner"]
    form = withdrawing(await office.page(NAME))
    others = await office.page("tiago")
    assert withdrawing(others) == {}
    foreign = form | {"form_token": token_of(others)}
    status, told = await office.withdraw(**foreign)
    assert (status, "Nothing was withdrawn" in told, await office.waiting()) == (200, True, ["planner"])
    form = withdrawing(await office.page(NAME))
    assert (await office.withdraw(**form | {"form_token": "x"}))[0] == 403
    assert await office.waiting() == ["planner"]
    status, told = await office.withdraw(**form)
    assert (status, "Withdrawn: it does not begin" in told, await office.waiting()) == (200, True, [])
    assert withdrawing(told) == {}
    _, told = await office.withdraw(**form)
    assert "Nothing was withdrawn: it is no longer waiting." in told
    assert await office.invited() == [("servicemonteur", "sanne")]


async def test_ops_withdraws_in_anybodys_name_and_who_is_signed_out_in_nobodys(office: Office) -> None:
    await office.send(NAME, ROW, ROW | {"vacancy": "planner"})
    form = withdrawing(await office.page(OPS))
    await office.client.post("/sign-out")
    assert ((await office.withdraw(**form))[0], await office.waiting()) == (403, ["planner"])
    status, told = await office.withdraw(**withdrawing(await office.page(OPS)))
    assert (status, "Withdrawn: it does not begin" in told, await office.waiting()) == (200, True, [])


async def test_whoever_was_invited_is_written_to_where_a_list_breaks_off(office: Office) -> None:
    rows = [ROW | {"phone": f"+316876543{number}"} for number in range(10, 35)]
    answers = await office.send(NAME, *rows, ROW | {"phone": "+31687654399", "language": "en"})
    assert [one["lines"] for one in answers] == [20]
    assert (len(await office.invited()), len(office.woken)) == (20, 1)


async def test_what_is_to_be_mended_is_written_where_a_list_breaks_off(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_bytes(_file(*(ROW | {"phone": f"{number}"} for number in range(3))))
    database, now = office.house.database, office.house.clock.now()
    current = await published(database, same_house(), now, Way.IMPORT)
    inviter = Inviter(database=database, house=same_house(), published=current, key=None, platform=Approves())
    with Spreadsheet(file) as sheet:
        taken = Taken(sheet=sheet, estimate=Estimate(current.agency))
        portions = take(inviter, taken, preview=True, at_once=2)
        await anext(portions)
        await portions.aclose()
    assert len(taken.to_mend.path.read_text().splitlines()) == 3
