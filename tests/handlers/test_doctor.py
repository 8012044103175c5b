"""`belmoment doctor`: what is wrong with a running installation, in sentences."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.model import Address
from handlers.agency.folder import read_folder, sample_folder
from handlers.checkup.choices import examine_settings
from handlers.checkup.contents import of_agency, of_backlog
from handlers.checkup.data import examine_database
from handlers.checkup.finding import Finding, Level
from handlers.checkup.neighbours import examine_mail, examine_public_address, examine_server
from handlers.settings import Settings
from handlers.telegram.examining import examine_telegram
from handlers.whatsapp.channel import TwilioAccount
from handlers.whatsapp.examining import examine_whatsapp
from storage.agency import publish
from storage.condition import Backlog, Condition, backlog, condition
from storage.database import open_database, read, transact
from tests.handlers.offices import open_office
from tests.handlers.processes import Belmoment
from tests.handlers.servers import on_telegram, published, serving
from tests.mailbox import open_mailbox
from tests.standins.telegram import TOKEN, TelegramStandIn
from tests.standins.twilio import ACCOUNT, SENDER, TwilioStandIn
from tests.standins.twilio import TOKEN as TWILIO_TOKEN

CALM = Backlog(due=0, put_off=0, oldest=timedelta(), overdue=timedelta(), failed=0, set_aside=0)
SOUND = Condition(
    published=True,
    without_hours=(),
    without_chat=(),
    without_a_way=(),
    without_recruiters=(),
    refused={},
    held_up={},
    set_aside={},
)


async def all_of(findings: AsyncIterator[Finding]) -> list[Finding]:
    return [finding async for finding in findings]


def wrongs(findings: list[Finding]) -> list[str]:
    """What is wrong, as far as it is told first; each tells what it means and what to do, too."""
    wrong = [finding for finding in findings if finding.level is Level.WRONG]
    assert all(finding.means and finding.mend for finding in wrong)
    return [finding.what for finding in wrong]


def now() -> datetime:
    return datetime.now(UTC)


async def test_an_installation_that_is_well(
    surroundings: dict[str, str], tmp_path: Path, sqlite_database_url: str, belmoment: Belmoment
) -> None:
    async with TelegramStandIn() as telegram:
        await published(sqlite_database_url)
        settings = on_telegram(telegram)
        async with serving(surroundings, tmp_path, sqlite_database_url, settings) as server:
            await telegram.until(lambda: telegram.polls > 0, seconds=60)
            here = {"BELMOMENT_PORT": server.url.rpartition(":")[2], "BELMOMENT_DATABASE_URL": sqlite_database_url}
            said = await asyncio.to_thread(lambda: belmoment("doctor", **settings, **here))
            shown = await asyncio.to_thread(lambda: belmoment("doctor", "--json", **settings, **here))
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.endswith("\nAll is well.\n")
    assert "Telegram knows this bot as @belmoment_bot." in said.stdout
    assert "runs, and is ready." in said.stdout
    assert TOKEN not in said.stdout
    found = json.loads(shown.stdout)
    assert (shown.returncode, found["well"]) == (0, True)
    assert {one["level"] for one in found["findings"]} == {"well", "mind"}


def test_a_machine_on_which_nothing_is_set_up(belmoment: Belmoment, tmp_path: Path) -> None:
    said = belmoment("doctor", BELMOMENT_PORT="1")
    assert said.returncode == 1
    told = [line for line in said.stdout.splitlines() if line.startswith("WRONG")]
    assert [line.split(": ")[0].split()[-1] for line in told] == ["settings", "database", "server"]
    assert "3 things are wrong." in said.stdout
    assert list(tmp_path.glob("data/*")) == []


def test_settings_that_can_not_be_read(belmoment: Belmoment) -> None:
    said = belmoment("doctor", TWILIO_ACCOUNT_SID="AC1", BELMOMENT_PORT="many")
    assert said.returncode == 1
    assert "WRONG  settings: BELMOMENT_PORT must be a whole number." in said.stdout
    missing = belmoment("doctor", TWILIO_ACCOUNT_SID="AC1")
    assert "TWILIO_AUTH_TOKEN is missing: WhatsApp through Twilio needs it." in missing.stdout


def test_a_public_address_that_anybody_can_listen_to() -> None:
    settings = Settings.model_construct(
        telegram_bot_token="x", telegram_mode="webhook", public_url="http://bot.example", secret_key="x", api_token="x"
    )
    assert wrongs(list(examine_settings(settings))) == ["BELMOMENT_PUBLIC_URL does not begin with https://."]


async def telegrams(telegram: TelegramStandIn, webhook: str | None = None, at: datetime | None = None) -> list[str]:
    return wrongs(await all_of(examine_telegram(TOKEN, telegram.url, webhook, at or now())))


async def test_what_telegram_knows() -> None:
    async with TelegramStandIn() as telegram:
        assert await telegrams(telegram) == []
        telegram.state.webhook.url = "https://elsewhere.example/hook"
        assert "while TELEGRAM_MODE is polling" in (await telegrams(telegram))[0]
        assert "another address than ours" in (await telegrams(telegram, "https://bot.example"))[0]
        telegram.state.webhook.url = "https://bot.example/webhooks/telegram"
        assert await telegrams(telegram, "https://bot.example") == []
        telegram.state.webhook.failed = (now(), "Connection refused")
        (failed,) = await telegrams(telegram, "https://bot.example")
        assert failed.endswith("UTC: Connection refused.")
        telegram.state.webhook.failed = (now() - timedelta(hours=3), "Connection refused")
        for _ in range(101):
            telegram.write(telegram.person(1), "hallo?")
        assert await telegrams(telegram, "https://bot.example") == ["101 messages of people wait at Telegram."]


async def test_a_token_that_telegram_does_not_know_and_a_telegram_that_is_away() -> None:
    async with TelegramStandIn() as telegram:
        unknown = await all_of(examine_telegram("1:revoked", telegram.url, None, now()))
        assert wrongs(unknown) == ["Telegram does not know the bot's token."]
    (away,) = await telegrams(telegram)
    assert away.startswith("Telegram can't be reached: 127.0.0.1 does not answer")
    assert TOKEN not in away


async def test_a_clock_that_is_not_telegrams() -> None:
    async with TelegramStandIn() as telegram:
        (ahead,) = await telegrams(telegram, at=now() + timedelta(minutes=5))
        assert "seconds ahead of the platform's" in ahead


class Senders(TwilioStandIn):
    """Tells of its senders, too."""

    def __init__(self, *senders: dict[str, Any]) -> None:
        super().__init__()
        self._shown = list(senders)

    async def _senders(self, request: web.Request) -> object:
        return {"senders": self._shown, "meta": {"key": "senders"}}


HOOK = {"callback_url": "https://bot.example/webhooks/whatsapp#rc=5&rp=ct,rt,5xx", "callback_method": "POST"}
OURS = {"sid": "XE1", "sender_id": f"whatsapp:{SENDER}", "status": "ONLINE", "webhook": HOOK}


@pytest.mark.parametrize(
    ("sender", "wrong"),
    [
        (OURS, []),
        (OURS | {"status": "OFFLINE"}, ["The WhatsApp sender is not on; Twilio calls it OFFLINE."]),
        (OURS | {"webhook": None}, ["Twilio brings incoming messages to another address than ours."]),
        (
            OURS | {"sender_id": "whatsapp:+3197010200000"},
            ["Twilio has no WhatsApp sender with the number of TWILIO_WHATSAPP_FROM."],
        ),
    ],
)
async def test_what_twilio_knows(sender: dict[str, Any], wrong: list[str]) -> None:
    async with Senders(sender) as twilio:
        account = TwilioAccount(sid=ACCOUNT, token=TWILIO_TOKEN, sender=SENDER, api_url=twilio.url)
        assert wrongs(await all_of(examine_whatsapp(account, "https://bot.example", now()))) == wrong
        forgotten = replace(account, token="forgotten")
        refused = await all_of(examine_whatsapp(forgotten, "https://bot.example", now()))
        assert wrongs(refused) == ["Twilio refuses the account (it answered 401)."]
    away = wrongs(await all_of(examine_whatsapp(account, "https://bot.example", now())))
    assert [said.partition(":")[0] for said in away] == ["Twilio can't be reached"]


async def test_a_mail_server_that_answers_and_one_that_does_not() -> None:
    async with open_mailbox() as mailbox:
        port = int(mailbox.url.rpartition(":")[2].split("?")[0].split("/")[0])
        assert wrongs(await all_of(examine_mail("127.0.0.1", port, tls=False))) == []
    (dead,) = wrongs(await all_of(examine_mail("127.0.0.1", port, tls=False)))
    assert dead == f"The mail server 127.0.0.1 does not answer on port {port} (ConnectionRefusedError)."


async def test_a_server_that_is_not_ready_and_an_address_that_leads_elsewhere() -> None:
    app = web.Application()

    async def ready(_: web.Request) -> web.Response:
        return web.json_response({"error": "The disk is full. Free some space."}, status=503)

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"hello": "from somebody else"})

    app.router.add_get("/ready", ready)
    app.router.add_get("/health", health)
    async with TestServer(app) as server:
        settings = Settings.model_construct(host="127.0.0.1", port=server.port, public_url=str(server.make_url("")))
        (found,) = await all_of(examine_server(settings))
        assert (found.level, found.mend) == (Level.WRONG, "The disk is full. Free some space.")
        (elsewhere,) = wrongs(await all_of(examine_public_address(settings)))
        assert "does not lead to Belmoment" in elsewhere


async def test_a_database_that_is_not_there_or_not_migrated(database_url: str, tmp_path: Path) -> None:
    settings = Settings.model_construct(database_url=database_url, smtp_url=None)
    if database_url.startswith("sqlite"):
        assert "There is no database at" in wrongs(await all_of(examine_database(settings, now())))[0]
        assert list(tmp_path.iterdir()) == []
        (tmp_path / "belmoment.db").touch()
    assert wrongs(await all_of(examine_database(settings, now())))[0] == "The database is empty."
    await published(database_url)
    after = await all_of(examine_database(settings, now()))
    assert "The database answers, and has the shape that this version needs." in [finding.what for finding in after]
    away = Settings.model_construct(database_url="postgresql://nobody@127.0.0.1:1/nothing", smtp_url=None)
    (unreachable,) = await all_of(examine_database(away, now()))
    assert "127.0.0.1/nothing can't be reached" in unreachable.what


async def test_recruiters_and_vacancies_as_they_are_published(database_url: str) -> None:
    await published(database_url)
    database = await open_database(database_url)
    sample = read_folder(sample_folder())
    idle = tuple(replace(one, hours={}, email="") if one.id == "sanne" else one for one in sample.recruiters)
    deserted = tuple(replace(one, recruiters=()) if one.id == "servicemonteur" else one for one in sample.vacancies)
    try:
        spoilt = replace(sample, recruiters=idle, vacancies=deserted)
        await transact(database, lambda connection: publish(connection, spoilt, now()))
        found = await read(database, lambda connection: condition(connection, now()))
    finally:
        await database.close()
    assert (found.published, found.without_hours, found.without_recruiters) == (True, ["sanne"], ["servicemonteur"])
    assert found.without_a_way == ["sanne"]
    assert set(found.without_chat) == {one.id for one in sample.recruiters}
    assert [finding.what for finding in of_agency(found, mail=True)] == [
        "These recruiters have no opening hours: sanne.",
        "These open vacancies have no recruiter: servicemonteur.",
        "Nothing tells these recruiters of their calls: sanne.",
    ]


async def test_what_waits_and_what_was_refused(database_url: str) -> None:
    async with open_office(database_url) as office:
        anna = office.telegram.person(12345)
        office.telegram.faults.order("too_many", method="sendMessage", retry_after=3000)
        office.telegram.start(anna, await office.door())
        await office.telegram.deliver()
        await office.statuses(Address("telegram", "12345"), "waiting")
        ben = office.telegram.person(1)
        office.telegram.state.blocked.add(ben.id)
        office.telegram.start(ben, await office.door())
        await office.telegram.deliver()
        await office.statuses(Address("telegram", "1"), "refused")
        later = office.clock.now() + timedelta(minutes=20)
        waiting = await read(office.database, lambda connection: backlog(connection, later))
        found = await read(office.database, lambda connection: condition(connection, later))
    assert (waiting.put_off, waiting.set_aside) == (1, 0)  # a letter may be due, too
    assert timedelta(minutes=20) <= waiting.oldest < timedelta(minutes=21)
    assert found.refused["403"] == 1
    stuck, refused = [finding.sentence for finding in of_backlog(waiting, found)]
    assert "wait to go out, the oldest for 20 minutes." in stuck
    assert "too many requests, wait 3000 s" in stuck
    assert "refused in the last day" in refused and "1 × 403" in refused


def test_what_was_set_aside_and_timers_that_do_not_ring() -> None:
    bad = replace(CALM, set_aside=2, overdue=timedelta(hours=3))
    found = replace(SOUND, set_aside={"KeyError": 2})
    said = wrongs(list(of_backlog(bad, found)))
    assert said == [
        "A timer should have rung 3 hours ago.",
        "2 events were set aside after three vain tries: 2 × KeyError.",
    ]
    assert [finding.level for finding in of_backlog(CALM, SOUND)] == [Level.WELL]
    assert list(of_agency(SOUND, mail=True)) == []
