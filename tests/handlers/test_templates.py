"""What WhatsApp approves is asked for and waited for before anything is published that needs it."""

import asyncio
from functools import partial
from pathlib import Path

from tests.handlers.processes import Belmoment
from tests.handlers.servers import on_whatsapp, webhook_address
from tests.standins.twilio import TwilioStandIn


async def test_nothing_is_published_whose_templates_are_not_approved(
    belmoment: Belmoment, agency_folder: Path, sqlite_database_url: str
) -> None:
    for tests in agency_folder.glob("tests/*.yaml"):
        tests.unlink()
    async with TwilioStandIn(webhook_url=webhook_address()) as twilio:
        settings = {**on_whatsapp(twilio), "BELMOMENT_DATABASE_URL": sqlite_database_url}

        async def run(*arguments: str) -> tuple[int, str]:
            done = await asyncio.to_thread(partial(belmoment, *arguments, **settings))
            return done.returncode, done.stdout + done.stderr

        code, told = await run("load", str(agency_folder))
        assert (code, "templates wait for WhatsApp's approval" in told, "Nothing was published." in told) == (
            2,
            True,
            True,
        )
        assert {content.approval for content in twilio.contents} == {"received"}
        assert {content.category for content in twilio.contents} == {"UTILITY", "MARKETING"}
        for content in twilio.contents:
            twilio.store.approve(content)
        twilio.store.reject(twilio.contents[0], "INVALID_FORMAT")
        code, told = await run("load", str(agency_folder))
        assert (code, "WhatsApp has rejected “opening” in nl (INVALID_FORMAT): word it anew." in told) == (2, True)
        code, told = await run("load", "--unapproved", str(agency_folder))
        assert (code, "Published script first-contact, version 1" in told) == (0, True)
        twilio.quality, twilio.limit = "LOW", "250 Customers/24hr"
        code, told = await run("templates")
        lines = told.splitlines()
        assert code == 1
        assert lines[0] == "Sender +14155238886 is online, quality low, may open 250 Customers/24hr."
        assert lines[1] == (
            "rejected  opening              nl  marketing, EUR 0.0537 to 0.1369: word it anew (INVALID_FORMAT)"
        )
        assert (
            lines[-1]
            == f"{len(twilio.contents) - 1} of {len(twilio.contents)} can go out when WhatsApp's 24 hours are over."
        )


async def test_without_whatsapp_there_is_nothing_to_approve(belmoment: Belmoment, sqlite_database_url: str) -> None:
    done = await asyncio.to_thread(partial(belmoment, "templates", BELMOMENT_DATABASE_URL=sqlite_database_url))
    assert (done.returncode, done.stderr) == (
        2,
        "WhatsApp is not set up: set the TWILIO_ names and BELMOMENT_PUBLIC_URL, see .env.example.\n",
    )
