"""`belmoment doctor`: says in sentences what is wrong with a running installation, and what to do."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from handlers.checkup.choices import examine_settings
from handlers.checkup.data import examine_database
from handlers.checkup.finding import Finding, Level, wrong
from handlers.checkup.neighbours import examine_mail, examine_public_address, examine_server
from handlers.mail_server import read_mail_server
from handlers.settings import Settings, read_settings
from handlers.unusable import Unusable

MARKS = {Level.WELL: "well ", Level.MIND: "mind ", Level.WRONG: "WRONG"}


def run_doctor(as_json: bool) -> int:
    """Prints what it found; 1 where something is wrong, else 0."""
    try:
        findings = asyncio.run(_examined(read_settings()))
    except Unusable as unusable:
        means = "Nothing can be started with these settings."
        findings = [wrong("settings", line, means, "Mend it in the environment or in .env.") for line in unusable.lines]
    sick = sum(finding.level is Level.WRONG for finding in findings)
    if as_json:
        lines = [json.dumps({"well": not sick, "findings": [_shown(one) for one in findings]}, ensure_ascii=False)]
    else:
        found = (f"{MARKS[finding.level]}  {finding.about}: {finding.sentence}" for finding in findings)
        summary = f"{sick} {'thing is' if sick == 1 else 'things are'} wrong." if sick else "All is well."
        lines = [*found, "", summary]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if sick else 0


async def _examined(settings: Settings) -> Sequence[Finding]:
    """Everything that is set up, side by side; told in the order in which to mend it."""
    now = datetime.now(UTC)
    parts = [
        examine_database(settings, now),
        examine_server(settings),
        *_platforms(settings, now),
    ]
    found = await asyncio.gather(*(_all(part) for part in parts))
    return [*examine_settings(settings), *(finding for part in found for finding in part)]


def _platforms(settings: Settings, now: datetime) -> list[AsyncIterator[Finding]]:
    looks: list[AsyncIterator[Finding]] = [examine_public_address(settings)]
    if settings.telegram_bot_token is not None:
        from handlers.telegram.examining import examine_telegram

        webhook = settings.public_url if settings.telegram_mode == "webhook" else None
        token = settings.telegram_bot_token.get_secret_value()
        looks.append(examine_telegram(token, settings.telegram_api_url, webhook, now))
    if settings.twilio_account_sid and settings.twilio_auth_token and settings.public_url:
        from handlers.whatsapp.channel import TwilioAccount
        from handlers.whatsapp.examining import examine_whatsapp

        account = TwilioAccount(
            sid=settings.twilio_account_sid,
            token=settings.twilio_auth_token.get_secret_value(),
            sender=settings.twilio_whatsapp_from or "",
            service=settings.twilio_messaging_service_sid or "",
            api_url=settings.twilio_api_url or "",
        )
        looks.append(examine_whatsapp(account, settings.public_url, now))
    if settings.smtp_url is not None:
        server = read_mail_server(settings.smtp_url.get_secret_value())
        looks.append(examine_mail(server.host, server.port, server.tls))
    return looks


async def _all(findings: AsyncIterator[Finding]) -> list[Finding]:
    return [finding async for finding in findings]


def _shown(finding: Finding) -> dict[str, str]:
    return {
        "level": finding.level,
        "about": finding.about,
        "what": finding.what,
        "means": finding.means,
        "mend": finding.mend,
    }
