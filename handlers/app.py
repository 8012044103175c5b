"""The one place of assembly: what touches the world is made here, and handed to what needs it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

import structlog
from aiohttp import web

from handlers.api import Api
from handlers.channel import Channel
from handlers.clock import Beat, Clock
from handlers.delivery import Delivery
from handlers.intake import Intake
from handlers.linking import Linking
from handlers.live import Changes
from handlers.metrics import Metrics
from handlers.postbag import Post, Postbag
from handlers.probes import Probes
from handlers.turning_away import turn_away
from handlers.webhooks import LONGEST_BODY, Webhooks
from storage.database import Database
from storage.premises import House

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 1.0
Loop = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What an office stands in."""

    database: Database
    house: House
    clock: Clock
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """Those that are on, by name."""
    mail: Post | None = None
    api_token: str | None = None
    metrics: Metrics = field(default_factory=Metrics)
    changes: Changes = field(default_factory=Changes)


class Office:
    """One process's moving parts, joined: the intake, the beat, the delivery, and the routes that reach them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.intake = Intake(
            database=world.database,
            house=world.house,
            clock=world.clock,
            metrics=world.metrics,
            changed=self._changed,
        )
        self.linking = Linking(database=world.database, channels=world.channels, receive=self.intake.take)
        self.delivery = Delivery(
            database=world.database,
            clock=world.clock,
            postbag=Postbag(channels=world.channels, mail=world.mail, now=world.clock.now),
            metrics=world.metrics,
            receive=self.linking.receive,
            changed=world.changes.publish,
        )
        self.beat = Beat(self.intake.ring)

    def application(
        self, routes: Iterable[web.RouteDef] = (), loops: Mapping[str, Loop] | None = None
    ) -> web.Application:
        """The web application; `routes` and `loops` come on top of the office's own. Its loops run while it does."""
        world = self.world
        app = web.Application(client_max_size=LONGEST_BODY, middlewares=[turn_away])
        webhooks = Webhooks(
            channels=world.channels, receive=self.linking.receive, clock=world.clock, metrics=world.metrics
        )
        app.add_routes([*Probes(database=world.database, metrics=world.metrics).routes(), *webhooks.routes()])
        app.add_routes([*Api(database=world.database, token=world.api_token).routes(), *routes])
        own = {"intake": self.intake.run, "delivery": self.delivery.run, "beat": self.beat.run}
        app.cleanup_ctx.append(lambda _: _running({**own, **(loops or {})}))
        app.on_shutdown.append(self._close)
        return app

    async def _close(self, _: web.Application) -> None:
        self.world.changes.close()

    def _changed(self) -> None:
        self.delivery.wake()
        self.world.changes.publish()


async def _running(loops: Mapping[str, Loop]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(_unending(name, loop), name=name) for name, loop in loops.items()]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _unending(name: str, loop: Loop) -> None:
    """A loop that breaks is begun again: one bad moment of the database must not silence the bot."""
    while True:
        try:
            await loop()
        except Exception:
            log.exception("loop.broke", loop=name)
        else:
            return
        await asyncio.sleep(AGAIN_SECONDS)
