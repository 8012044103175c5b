"""The demo page: one browser plays a candidate, sees what the recruiter sees, and moves the clock."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from urllib.parse import urlencode
from zlib import crc32

from aiohttp import web

from bot.events import Event
from bot.model import Address, Vacancy
from handlers.channel import Forged, Unreadable
from handlers.console.rendering import assets, page, rendered
from handlers.console.sessions import form_of
from handlers.console.wording import LANGUAGES, Wording, preferred
from handlers.demo.moves import Move, moved_to
from handlers.demo.picture import Picture, parts_of
from handlers.live import Changes, Parts, stream
from handlers.webchat import COOKIE, WebChat, new_secret, peer_behind, peer_of
from storage import queries
from storage.agency import AgencyContents
from storage.database import Contended, Database, Overloaded, read, transact
from storage.people import door_code

NAMES = (
    "Noor Visser", "Daan Bakker", "Yasmin El Idrissi", "Jeroen Mulder", "Lotte Hendriks", "Emre Kaya",
    "Femke de Boer", "Ruben Smit", "Aisha Osman", "Thijs van Dam", "Merel Jansen", "Kofi Mensah",
)  # fmt: skip
NUMBERS = tuple(f"+31 6 8765{digits}" for digits in ("4301", "4312", "4323", "4334", "4345", "4356", "4367", "4378"))
SUGGESTIONS = {
    "en": (("tomorrow after three", "en"), ("any morning except Friday", "en"), ("morgen na drieën", "nl")),
    "nl": (("morgen na drieën", "nl"), ("elke ochtend behalve vrijdag", "nl"), ("tomorrow after three", "en")),
}


class MovableClock(Protocol):
    """A clock that the page may move forward."""

    def now(self) -> datetime:
        """The demo's time, aware."""
        ...

    def move_to(self, moment: datetime) -> None:
        """It is `moment` now, and time goes on from there; who waits for timers looks again."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The demo's page and what it talks to; see `routes`."""

    database: Database
    contents: AgencyContents
    clock: MovableClock
    receive: Callable[[Sequence[Event]], Awaitable[object]]
    changes: Changes
    channel: WebChat

    async def show(self, request: web.Request) -> web.Response:
        """The whole page; a browser that has no chat yet gets one."""
        secret = request.cookies.get(COOKIE) or new_secret()
        wording, vacancy = Wording(_language(request)), self._vacancy(request.query.get("vacancy", ""))
        peer = peer_behind(secret)
        html = rendered(
            "demo/page.html",
            wording=wording,
            contents=self.contents,
            vacancy=vacancy,
            name=name_of(peer),
            number=_one_of(NUMBERS, peer),
            door=await self._door(vacancy, wording.say("demo.source")),
            suggestions=SUGGESTIONS[wording.language],
            parts=await self._parts(peer, wording),
        )
        answer = page(html)
        answer.set_cookie(COOKIE, secret, httponly=True, samesite="Lax")
        return answer

    async def new_chat(self, request: web.Request) -> web.Response:
        """Another candidate opens the page, for the vacancy and in the language that the form names."""
        form = await form_of(request)
        vacancy, language = self._vacancy(form.get("vacancy", "")), form.get("language", "")
        query = {"vacancy": vacancy.id, "language": language if language in LANGUAGES else LANGUAGES[0]}
        answer = web.Response(status=303, headers={"Location": f"/?{urlencode(query)}"})
        answer.set_cookie(COOKIE, new_secret(), httponly=True, samesite="Lax")
        return answer

    async def hear(self, request: web.Request) -> web.Response:
        """The candidate did something in the chat: 204; or 400, 403 or 503 with a sentence."""
        try:
            await self.receive(await self.channel.read(request))
        except Unreadable as wrong:
            return web.Response(status=400, text=f"{wrong}")
        except Forged as stranger:
            return web.Response(status=403, text=f"{stranger}")
        except (Contended, Overloaded):
            return web.Response(status=503, text="too much is waiting; try again in a moment")
        self.changes.publish()
        return web.Response(status=204)

    async def move(self, request: web.Request) -> web.Response:
        """Moves the clock forward (a `Move`), and answers where it went, in words."""
        try:
            move = Move(request.match_info["move"])
        except ValueError:
            raise web.HTTPNotFound from None
        zone, wording = self.contents.agency.zone, Wording(_language(request))
        self.clock.move_to(moved_to(move, self.clock.now(), zone, await self._next_timer()))
        self.changes.publish()
        now = self.clock.now()
        return web.json_response({"day": wording.day(now, zone), "clock": wording.clock(now, zone)})

    async def live(self, request: web.Request) -> web.StreamResponse:
        """The page's live parts, for as long as it is open."""
        peer = peer_of(request)
        if peer is None:
            raise web.HTTPForbidden(text="this browser has no chat yet: open the page first")
        wording = Wording(_language(request))
        return await stream(request, self.changes, self.clock.now, lambda: self._parts(peer, wording))

    async def _parts(self, peer: str, wording: Wording) -> Parts:
        now, address = self.clock.now(), Address(self.channel.name, peer)
        picture = await read(
            self.database,
            lambda connection: Picture(
                now=now,
                lines=queries.transcript(connection, address),
                calls=queries.queue(connection, None, now),
                news=queries.notifications(connection, None),
                next_timer=queries.next_timer(connection),
            ),
        )
        return parts_of(picture, self.contents.agency, wording)

    async def _next_timer(self) -> datetime | None:
        return await read(self.database, queries.next_timer)

    async def _door(self, vacancy: Vacancy, source: str) -> str:
        """The code of the link that a candidate for this vacancy would have followed."""
        return await transact(
            self.database, lambda connection: door_code(connection, vacancy.id, vacancy.recruiters[0], source)
        )

    def _vacancy(self, wanted: str) -> Vacancy:
        open_ones = [vacancy for vacancy in self.contents.vacancies if vacancy.open]
        return next((vacancy for vacancy in open_ones if vacancy.id == wanted), open_ones[0])


def routes(
    *,
    database: Database,
    contents: AgencyContents,
    clock: MovableClock,
    receive: Callable[[Sequence[Event]], Awaitable[object]],
    changes: Changes,
    channel: WebChat,
) -> list[web.RouteDef]:
    """The demo's routes: `/`, `/chat`, `/chats`, `/clock/{move}`, `/live` and `/static/…`.

    `contents` is the agency that was published to `database`. `receive` gives events to the ledger and returns once
    they are committed. `changes` is told by whoever changes something: after each delivery and each timer that fired
    (the routes tell it of their own), and is closed when the application shuts down (`on_shutdown`), so that open
    pages let go. `channel` is the same web chat that the delivery sends through; see `web_chat`.
    """
    demo = Demo(database=database, contents=contents, clock=clock, receive=receive, changes=changes, channel=channel)
    return [
        web.get("/", demo.show),
        web.get("/live", demo.live),
        web.post("/chat", demo.hear),
        web.post("/chats", demo.new_chat),
        web.post("/clock/{move}", demo.move),
        assets("console"),
        assets("demo"),
    ]


def web_chat(changes: Changes, now: Callable[[], datetime], *, pause: float = 0.6) -> WebChat:
    """The demo's channel: every candidate has a name, and the bot writes at a pace that can be followed."""
    return WebChat(changes=changes, now=now, name_of=name_of, pause=pause)


def name_of(peer: str) -> str:
    """What the candidate with this phone is called."""
    return _one_of(NAMES, peer)


def _one_of(choices: Sequence[str], peer: str) -> str:
    return choices[crc32(peer.encode()) % len(choices)]


def _language(request: web.Request) -> str:
    wanted = request.query.get("language", "")
    return wanted if wanted in LANGUAGES else preferred(request.headers.get("Accept-Language", ""))
