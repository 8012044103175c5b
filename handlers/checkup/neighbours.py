"""Looks at who should answer: the server itself, the public address that leads to it, and the mail server."""

import asyncio
from collections.abc import AsyncIterator

from handlers.checkup.asking import SECONDS, NoAnswer, asked
from handlers.checkup.finding import Finding, well, wrong
from handlers.settings import Settings


async def examine_server(settings: Settings) -> AsyncIterator[Finding]:
    """Whether it runs where the settings say, and is ready."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 (what is told, not bound)
    here = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    try:
        answer = await asked(f"{here}/ready")
    except NoAnswer:
        yield wrong(
            "server",
            f"No server answers at {here}.",
            "Nobody is heard or answered, and no reminder rings, unless a replica runs elsewhere.",
            "Start `belmoment serve`, or give this command the same settings as the server.",
        )
        return
    if answer.status == 200:
        yield well("server", f"The server at {here} runs, and is ready.")
    else:
        said = answer.body.get("error") if isinstance(answer.body, dict) else None
        yield wrong(
            "server",
            f"The server at {here} runs, but is not ready (it answers {answer.status}).",
            "Platforms are told to come again.",
            said or "Another program may have this port: look which one, or set BELMOMENT_PORT to another.",
        )


async def examine_public_address(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the address that platforms call leads to us, seen from this machine."""
    if settings.public_url is None:
        return
    try:
        answer = await asked(f"{settings.public_url}/health")
        reached = answer.status == 200 and answer.body == {"status": "alive"}
        why = f"it answers {answer.status}"
    except NoAnswer as silent:
        reached, why = False, str(silent)
    if reached:
        yield well("public address", "BELMOMENT_PUBLIC_URL leads to a Belmoment that is alive.")
    else:
        yield wrong(
            "public address",
            f"BELMOMENT_PUBLIC_URL does not lead to Belmoment, seen from this machine: {why}.",
            "If it is the same from outside, nothing of WhatsApp's, or of Telegram's in webhook mode, comes in.",
            "Look at the name, its certificate, and where the server before Belmoment passes calls on to.",
        )


async def examine_mail(host: str, port: int, tls: bool) -> AsyncIterator[Finding]:
    """Whether the mail server answers."""
    try:
        async with asyncio.timeout(SECONDS):
            reader, writer = await asyncio.open_connection(host, port, ssl=tls or None)
            greeting = await reader.readline()
            writer.close()
    except (OSError, TimeoutError) as error:
        greeting, why = b"", type(error).__name__
    else:
        why = "it does not speak SMTP there"
    if greeting.startswith(b"220"):
        yield well("mail", f"The mail server {host} answers.")
    else:
        yield wrong(
            "mail",
            f"The mail server {host} does not answer on port {port} ({why}).",
            "Recruiters get no mail and no calendar entries; both wait until it answers.",
            "Look at SMTP_URL and at this machine's way there; some networks close port 25.",
        )
