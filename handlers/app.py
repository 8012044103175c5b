"""The one place of assembly: what touches the world is made here, and handed to what needs it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog
from aiohttp import web

from bot.events import Event
from handlers.api import Api
from handlers.candidates import Candidates
from handlers.causes import Causes
from handlers.channel import Channel
from handlers.clock import Beat, Clock
from handlers.delivery import Delivery
from handlers.dossiers import Dossiers
from handlers.entrances import Entrances
from handlers.intake import Intake
from handlers.inviting.beginning import keep_beginning
from handlers.inviting.readiness import Approving
from handlers.learning import keep_learning
from handlers.linking import Linking
from handlers.live import Changes
from handlers.metrics import Metrics
from handlers.postbag import Herald, Post, Postbag
from handlers.probes import Probes
from handlers.replicas import Loop, Replicas
from handlers.tidying import keep_tidy
from handlers.timekeeping import Timekeeper
from handlers.trouble import Troubles
from handlers.turning_away import turn_away
from handlers.webhooks import LONGEST_BODY, Receive, Webhooks
from storage.database import Database
from storage.once import Applied, Outcome
from storage.premises import House

log = structlog.get_logger(__name__)

AGAIN_SECONDS = 1.0
TO_THE_END = ("intake", "replicas")
"""The loops that go on while the others finish: what still comes in is written down, and others hear of it."""
STOPPING = "This process is told to stop: it finishes what it began, and takes up nothing new. Send calls to another."


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What an office stands in."""

    database: Database
    house: House
    clock: Clock
    channels: Mapping[str, Channel] = field(default_factory=dict)
    """Those that are on, by name."""
    mail: Post | None = None
    calendars: Post | None = None
    """Who writes into recruiters' own calendars."""
    mine: Callable[[str], str] | None = None
    """Where the reader of a message sees all that is kept of them; where there is such, the rules say `hands_out`."""
    listeners: Herald | None = None
    """Who tells other systems what happens; where there is somebody, the house `announces`."""
    api_token: str | None = None
    secret_key: bytes | None = None
    public_url: str = ""
    """Where people reach our pages; empty where nobody said."""
    entrances: Entrances = field(default_factory=Entrances)
    metrics: Metrics = field(default_factory=Metrics)
    changes: Changes = field(default_factory=Changes)
    troubles: Troubles = field(default_factory=Troubles)


class Office:
    """One process's moving parts, joined: the intake, the beat, the delivery, and the routes that reach them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.causes = Causes()
        self.database = world.troubles.watched(world.database)
        """The world's, of whose failures the world's troubles hear."""
        self._leaving = False
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.replicas = Replicas(world.database, self._heard)
        self.intake = Intake(
            database=self.database,
            house=world.house,
            clock=world.clock,
            metrics=world.metrics,
            changed=self.changed,
        )
        self.linking = Linking(database=self.database, channels=world.channels, receive=self._take)
        self.dossiers = _dossiers(world, self.database)
        self.delivery = Delivery(
            database=self.database,
            clock=world.clock,
            postbag=Postbag(
                channels=world.channels,
                mail=world.mail,
                calendars=world.calendars,
                listeners=world.listeners,
                mine=world.mine,
                now=world.clock.now,
                linked=self.dossiers.linked if self.dossiers else None,
            ),
            metrics=world.metrics,
            receive=self.linking.receive,
            changed=self._sent,
            causes=self.causes,
            holder=self.replicas.holder,
        )
        self.beat = Beat(self.intake.ring)
        world.troubles.met = lambda ailment: world.metrics.database_errors.labels(ailment.value).inc()
        world.metrics.follow(world.troubles.present)

    def application(
        self, routes: Iterable[web.RouteDef] = (), loops: Mapping[str, Loop] | None = None
    ) -> web.Application:
        """The web application; `routes` and `loops` come on top of the office's own. Its loops run while it does."""
        world = self.world
        app = web.Application(client_max_size=LONGEST_BODY, middlewares=[turn_away])
        webhooks = Webhooks(
            channels=world.channels, receive=self.linking.receive, clock=world.clock, metrics=world.metrics
        )
        probes = Probes(database=self.database, metrics=world.metrics, trouble=self._trouble, now=world.clock.now)
        app.add_routes([*probes.routes(), *webhooks.routes()])
        api = Api(database=world.database, token=world.api_token, candidates=self._candidates())
        app.add_routes([*api.routes(), *(self.dossiers.routes() if self.dossiers else ()), *routes])
        tidying = self.replicas.alone("tidying", partial(keep_tidy, self.database, world.clock.now))
        beginning = partial(keep_beginning, self.database, world.house, world.secret_key, world.clock.now, self.changed)
        own: dict[str, Loop] = {
            "intake": self.intake.run,
            "delivery": self.delivery.run,
            "beat": self.beat.run,
            "replicas": self.replicas.run,
            "tidying": tidying,
            "beginning": self.replicas.alone("beginning", beginning),
            "learning": partial(keep_learning, self.database, world.house, world.clock.now),
            "trouble": partial(world.troubles.keep_trying, world.database, world.clock.now),
        }
        app.cleanup_ctx.append(lambda _: self._running({**own, **(loops or {})}))
        app.on_shutdown.append(self._close)
        return app

    @property
    def platform(self) -> Approving | None:
        """Who approves templates, where that channel is on."""
        whatsapp = self.world.channels.get("whatsapp")
        return whatsapp if isinstance(whatsapp, Approving) else None

    def _candidates(self) -> Candidates:
        """Whom other systems invite."""
        world = self.world
        return Candidates(
            database=self.database,
            house=world.house,
            now=world.clock.now,
            entrances=world.entrances,
            changed=self.changed,
            seal=world.secret_key or (world.api_token or "").encode(),
            key=world.secret_key,
            platform=self.platform,
        )

    def timekeeper(self) -> Timekeeper:
        """Where the clock is a real one, and may jump without our doing; in the running loop."""
        elapsed = asyncio.get_running_loop().time
        return Timekeeper(database=self.database, now=self.world.clock.now, elapsed=elapsed, strike=self.beat.strike)

    def catching_up(self, channel: str) -> Receive:
        """Takes in what no webhook of this channel brought, and counts it."""
        take = partial(self._take_late, channel)
        return Linking(database=self.database, channels=self.world.channels, receive=take).receive

    async def leave(self) -> None:
        """Takes up nothing new, and returns once what was begun is done, or noted; seconds at most."""
        self._leaving = True
        self.delivery.leave()
        await _end([task for name, task in self._tasks.items() if name not in TO_THE_END])

    async def _running(self, loops: Mapping[str, Loop]) -> AsyncIterator[None]:
        self._tasks = {name: asyncio.create_task(_unending(name, loop), name=name) for name, loop in loops.items()}
        yield
        await _end(self._tasks.values())

    async def _take(self, events: Sequence[Event]) -> Sequence[Applied]:
        """Into the intake, and what it became into the figures."""
        applied = await self.intake.take(events)
        self.causes.note(events, applied)
        now, metrics = self.world.clock.now(), self.world.metrics
        for event, one in zip(events, applied, strict=True):
            if one.turn is not None:
                metrics.turns.inc()
                metrics.committed.observe((now - event.at).total_seconds())
        return applied

    async def _take_late(self, channel: str, events: Sequence[Event]) -> Sequence[Applied]:
        applied = await self._take(events)
        self.world.metrics.caught_up.labels(channel).inc(sum(one.outcome is not Outcome.SEEN for one in applied))
        return applied

    def _trouble(self) -> str:
        """Why we should not be sent calls; empty where we should."""
        return STOPPING if self._leaving else self.world.troubles.sentence

    async def _close(self, _: web.Application) -> None:
        self.world.changes.close()

    def changed(self) -> None:
        """A commit of ours moved something."""
        self.delivery.wake()
        self._sent()

    def _sent(self) -> None:
        """Something has become of a message."""
        self.world.changes.publish()
        self.replicas.tell()

    def _heard(self) -> None:
        """Another process changed something; what, everybody looks up."""
        self.delivery.wake()
        self.world.changes.publish()


def _dossiers(world: World, database: Database) -> Dossiers | None:
    """Where notices can bear an address that opens: with a key of ours, and an address of our pages."""
    if world.secret_key is None or not world.public_url:
        return None
    return Dossiers(
        database=database,
        sayings=world.house.sayings,
        now=world.clock.now,
        key=world.secret_key,
        public_url=world.public_url,
    )


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


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
