"""`belmoment serve`: everything that is set up, until somebody stops it."""

import asyncio
import gc
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from urllib.parse import quote

import structlog
from aiohttp import web

from handlers import vectors
from handlers.app import Office, World
from handlers.approvals import keep_approved
from handlers.calendars.feed import Feed
from handlers.calendars.keeping import Calendars
from handlers.calendars.writing import Writing
from handlers.catching_up import catch_up, keep_caught_up
from handlers.channel import Channel
from handlers.channels import listeners_of, mail_of, telegram_of, whatsapp_of
from handlers.clock import Clock, RealClock
from handlers.commands.databases import opened
from handlers.console.pages import routes as console_routes
from handlers.console.reach import Reaching
from handlers.ears import Ears, keep_listening
from handlers.entrances import Entrances, named_once, nameless
from handlers.forgetting import keep_forgetting
from handlers.house import house_with
from handlers.knocking import Knocking
from handlers.languages import LEARNING
from handlers.logs import set_up_logs
from handlers.mine import Mine
from handlers.replicas import Loop
from handlers.running import Stop, run_until_stopped, serve_forever
from handlers.secret_files import secrets_beside
from handlers.settings import Settings, read_settings
from handlers.telegram.polling import Telegraph, keep_polling, keep_webhook
from handlers.timekeeping import keep_time
from storage.agency import published_agency
from storage.database import Database, read

log = structlog.get_logger(__name__)

YOUNG = 10_000
"""So many new objects are left alone before those among them are looked for that only hold each other."""


def run_serve(clock: Clock | None = None) -> None:
    """Serves by the environment's settings, and by the machine's clock where none is given.

    Raises Unusable where something is wrong with the settings.
    """
    settings = read_settings()
    set_up_logs()
    stop = Stop()
    run_until_stopped(_serve(settings, clock or RealClock(), stop), stop)


async def _serve(settings: Settings, clock: Clock, stop: Stop) -> None:
    telegram, whatsapp = telegram_of(settings, clock.now), whatsapp_of(settings, clock.now)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.database_url))
        channels: dict[str, Channel] = {}
        if telegram:
            channels[telegram.name] = await stack.enter_async_context(telegram)
        if whatsapp:
            channels[whatsapp.name] = await stack.enter_async_context(whatsapp)
        agency = await read(database, published_agency)
        listeners = listeners_of(settings, clock.now)
        ears = await asyncio.to_thread(Ears, agency.phrases if agency else None, partial(log.info, LEARNING))
        house = house_with(ears)
        mine = _mine(settings, database, clock)
        rules = replace(house.rules, hands_out=mine is not None)
        world = World(
            database=database,
            house=replace(house, announces=listeners is not None, rules=rules),
            mine=mine.link if mine else None,
            clock=clock,
            channels=channels,
            mail=mail_of(settings, clock.now),
            calendars=Writing(secret=secrets_beside(Settings), now=clock.now),
            listeners=await stack.enter_async_context(listeners) if listeners else None,
            secret_key=_key(settings),
            public_url=settings.public_url or "",
            entrances=_entrances(settings, channels),
            api_token=settings.api_token.get_secret_value() if settings.api_token else None,
        )
        if agency is None:
            log.warning("No agency is published yet, so nobody is answered. Run `belmoment load FOLDER`.")
        if not vectors.is_installed():
            log.warning(vectors.WITHOUT)
        if not channels:
            log.warning("No channel is set up: set TELEGRAM_BOT_TOKEN, or the TWILIO_ names for WhatsApp.")
        office = Office(world)
        loops = dict(_telegram_loop(settings, telegram, office))
        if whatsapp is not None:
            caught_up = office.catching_up(whatsapp.name)
            loops["approvals"] = partial(keep_approved, whatsapp, office.database, world.house)
            loops["catching_up"] = partial(catch_up, whatsapp, office.database, caught_up, clock.now)
            keep = partial(keep_caught_up, whatsapp, office.database, caught_up, clock.now)
            loops["keeping_up"] = office.replicas.alone("keeping up with WhatsApp", keep)
        forgetting = partial(keep_forgetting, office.database, channels, _key(settings), clock.now)
        loops["forgetting"] = office.replicas.alone("forgetting", forgetting)
        loops["calendars"] = office.replicas.alone("reading calendars", _calendars(settings, office).run)
        loops["phrases"] = partial(keep_listening, office.database, ears)
        loops["time"] = partial(keep_time, office.timekeeper())
        app = office.application(
            [*_console(settings, office), *_feed(settings, office), *(mine.routes() if mine else ())], loops
        )
        stop.finish = office.leave
        told = partial(log.info, "serving")
        _look_past_what_stays()
        await serve_forever(app, settings.host, settings.port, lambda address: told(address=address), stop=stop)


def _look_past_what_stays() -> None:
    """What is loaded by now lives as long as we do: the collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    gc.enable()  # whoever started us may have let it rest


def _console(settings: Settings, office: Office) -> Sequence[web.RouteDef]:
    """The pages, for those who have an account."""
    world, key = office.world, _key(settings)
    if key is None:
        log.warning(
            "BELMOMENT_SECRET_KEY is not set: each start signs everybody out of the pages, and whoever was erased "
            "could be brought back by a later import."
        )
    return console_routes(
        database=world.database,
        now=world.clock.now,
        changes=world.changes,
        receive=office.intake.take,
        house=world.house,
        secret=key or secrets.token_bytes(32),
        secure=bool(settings.public_url and settings.public_url.startswith("https://")),
        reaching=_reaching(office),
        entrances=world.entrances,
        platform=office.platform,
        key=key,
        invited=office.changed,
    )


def _entrances(settings: Settings, channels: Mapping[str, Channel]) -> Entrances:
    """Where candidates come in."""
    telegram = channels.get("telegram")
    number = (settings.twilio_whatsapp_from or "").removeprefix("whatsapp:")
    return Entrances(number=number, bot=named_once(telegram) if telegram else nameless)


def _mine(settings: Settings, database: Database, clock: Clock) -> Mine | None:
    """Where people read what is kept of them; without an address of ours, or a key to sign with, nowhere."""
    key = _key(settings)
    if key is None or settings.public_url is None:
        return None
    return Mine(database=database, now=clock.now, key=key, public_url=settings.public_url)


def _reaching(office: Office) -> Reaching:
    """What a recruiter's own words can pass, and what can in their place."""
    world = office.world
    windows = {name: channel.window for name, channel in world.channels.items() if channel.window is not None}
    knocking = Knocking(database=office.database, house=world.house, channels=world.channels)
    return Reaching(now=world.clock.now, rules=world.house.rules, windows=windows, words=knocking.words)


def _calendars(settings: Settings, office: Office) -> Calendars:
    """Reads recruiters' own calendars."""
    return Calendars(
        database=office.database,
        now=office.world.clock.now,
        sayings=office.world.house.sayings,
        secret=secrets_beside(Settings),
        told=office.delivery.wake,
        link=_call_page(settings),
    )


def _feed(settings: Settings, office: Office) -> Sequence[web.RouteDef]:
    """Recruiters' calls as calendars; without a key of ours their addresses would change with each start."""
    key = _key(settings)
    if key is None:
        return []
    return Feed(database=office.database, now=office.world.clock.now, key=key, link=_call_page(settings)).routes()


def _call_page(settings: Settings) -> Callable[[str], str]:
    """Where a call's page is, by the call's id."""
    return lambda call: f"{settings.public_url or ''}/calls/{quote(call)}"


def _key(settings: Settings) -> bytes | None:
    return settings.secret_key.get_secret_value().encode() if settings.secret_key else None


def _telegram_loop(settings: Settings, telegram: Telegraph | None, office: Office) -> Mapping[str, Loop]:
    if telegram is None:
        return {}
    public_url = settings.public_url
    if settings.telegram_mode == "webhook" and public_url is not None:
        return {"telegram": lambda: keep_webhook(telegram, public_url)}
    # Telegram hands its updates to one who asks, and complains where two do.
    polling = partial(keep_polling, telegram, office.linking.receive)
    return {"telegram": office.replicas.alone("asking Telegram", polling)}
