"""`belmoment serve`: everything that is set up, until somebody stops it."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial

import structlog
from aiohttp import web

from handlers.app import Loop, Office, World
from handlers.approvals import keep_approved
from handlers.catching_up import keep_caught_up
from handlers.channel import Channel
from handlers.channels import mail_of, telegram_of, whatsapp_of
from handlers.clock import Clock, RealClock
from handlers.commands.databases import opened
from handlers.console.pages import routes as console_routes
from handlers.house import load_house
from handlers.logs import set_up_logs
from handlers.running import run_until_stopped, serve_forever
from handlers.settings import Settings, read_settings
from handlers.telegram.polling import Telegraph, keep_polling, keep_webhook
from storage.agency import published_agency
from storage.database import read

log = structlog.get_logger(__name__)


def run_serve(clock: Clock | None = None) -> None:
    """Serves by the environment's settings, and by the machine's clock where none is given.

    Raises Unusable where something is wrong with the settings.
    """
    settings = read_settings()
    set_up_logs()
    run_until_stopped(_serve(settings, clock or RealClock()))


async def _serve(settings: Settings, clock: Clock) -> None:
    telegram, whatsapp = telegram_of(settings, clock.now), whatsapp_of(settings, clock.now)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.database_url))
        channels: dict[str, Channel] = {}
        if telegram:
            channels[telegram.name] = await stack.enter_async_context(telegram)
        if whatsapp:
            channels[whatsapp.name] = await stack.enter_async_context(whatsapp)
        world = World(
            database=database,
            house=await asyncio.to_thread(load_house),
            clock=clock,
            channels=channels,
            mail=mail_of(settings, clock.now),
            api_token=settings.api_token.get_secret_value() if settings.api_token else None,
        )
        if await read(database, published_agency) is None:
            log.warning("No agency is published yet, so nobody is answered. Run `belmoment load FOLDER`.")
        if not channels:
            log.warning("No channel is set up: set TELEGRAM_BOT_TOKEN, or the TWILIO_ names for WhatsApp.")
        office = Office(world)
        loops = dict(_telegram_loop(settings, telegram, office))
        if whatsapp is not None:
            loops["approvals"] = partial(keep_approved, whatsapp, database, world.house)
            loops["catching_up"] = partial(keep_caught_up, whatsapp, database, office.linking.receive, clock.now)
        app = office.application(_console(settings, world), loops)
        await serve_forever(app, settings.host, settings.port, lambda address: log.info("serving", address=address))


def _console(settings: Settings, world: World) -> Sequence[web.RouteDef]:
    """The pages, for those who have an account."""
    key = settings.secret_key.get_secret_value() if settings.secret_key else ""
    if not key:
        log.warning("BELMOMENT_SECRET_KEY is not set: whoever is signed in to the pages is signed out at each start.")
    return console_routes(
        database=world.database,
        now=world.clock.now,
        changes=world.changes,
        secret=key.encode() or secrets.token_bytes(32),
        secure=bool(settings.public_url and settings.public_url.startswith("https://")),
    )


def _telegram_loop(settings: Settings, telegram: Telegraph | None, office: Office) -> Mapping[str, Loop]:
    if telegram is None:
        return {}
    public_url = settings.public_url
    if settings.telegram_mode == "webhook" and public_url is not None:
        return {"telegram": lambda: keep_webhook(telegram, public_url)}
    return {"telegram": lambda: keep_polling(telegram, office.linking.receive)}
