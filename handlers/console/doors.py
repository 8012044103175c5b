"""The page of doors: for a vacancy, recruiter and source the links, their QR codes, and texts ready to be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot import door_texts
from bot.door_texts import Door
from handlers import qr
from handlers.agency.fields import LANGUAGES
from handlers.console.doorkeeper import Doorkeeper
from handlers.console.rendering import HEADERS, page, rendered, wording_for
from handlers.entrances import Entrances
from storage.accounts import Account
from storage.database import Database, read, transact
from storage.people import door, door_code
from storage.premises import House, NothingPublished, Premises, premises_of

LONGEST_SOURCE = 100
KINDS = {"svg": ("image/svg+xml", qr.svg), "png": ("image/png", qr.png)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """One way in, and the words that lead to it."""

    channel: str
    link: str
    message: str
    subject: str
    mail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorPages:
    """Shows the doors of what is published."""

    database: Database
    house: House
    doorkeeper: Doorkeeper
    entrances: Entrances

    def routes(self) -> list[web.RouteDef]:
        """`/doors`, and the pictures on it."""
        picture = r"/doors/{code:[\w-]+}/{channel:whatsapp|telegram}-{language:[a-z]{2}}.{kind:svg|png}"
        return [
            web.get("/doors", self.doorkeeper.page(self.show)),
            web.get(picture, self.doorkeeper.part(self.picture)),
        ]

    async def show(self, request: web.Request, account: Account) -> web.Response:
        """The door that was chosen, or the first there is."""
        premises = await self._premises()
        chosen: Mapping[str, str] = {}
        ways: Sequence[Ready] = ()
        if premises and premises.open_vacancies:
            chosen = await self._coded(_chosen(request.query, premises, account))
            made = _door(premises, chosen["vacancy"], chosen["recruiter"], chosen["code"])
            ways = await self._ways(made, chosen["language"])
        html = rendered(
            "console/doors.html",
            wording=wording_for(request),
            account=account,
            chosen=chosen,
            ways=ways,
            vacancies=premises.open_vacancies if premises else (),
            recruiters=premises.recruiters if premises else {},
            languages=LANGUAGES,
            longest=LONGEST_SOURCE,
        )
        return page(html)

    async def picture(self, request: web.Request, _: Account) -> web.Response:
        """A link's QR code; 404 for a door that is not there."""
        match, premises = request.match_info, await self._premises()
        known = await read(self.database, lambda connection: door(connection, match["code"]))
        if premises is None or known is None or match["language"] not in LANGUAGES:
            raise web.HTTPNotFound
        made = _door(premises, known.vacancy, known.recruiter, known.code)
        links = await self.entrances.links(made, match["language"], self.house.sayings)
        if match["channel"] not in links:
            raise web.HTTPNotFound
        kind, draw = KINDS[match["kind"]]
        return web.Response(body=draw(links[match["channel"]]), content_type=kind, headers=HEADERS)

    async def _coded(self, chosen: Mapping[str, str]) -> Mapping[str, str]:
        """With the code of its door, which is made where there is none yet."""
        place = chosen["vacancy"], chosen["recruiter"], chosen["source"]
        code = await transact(self.database, lambda connection: door_code(connection, *place))
        return {**chosen, "code": code}

    async def _ways(self, made: Door, language: str) -> Sequence[Ready]:
        sayings, ways = self.house.sayings, []
        for channel, link in (await self.entrances.links(made, language, sayings)).items():
            subject, mail = door_texts.mail(made, language, sayings, link)
            message = door_texts.message(made, language, sayings, link)
            ways.append(Ready(channel=channel, link=link, message=message, subject=subject, mail=mail))
        return ways

    async def _premises(self) -> Premises | None:
        try:
            return await read(self.database, lambda connection: premises_of(connection, self.house))
        except NothingPublished:
            return None


def _chosen(query: Mapping[str, str], premises: Premises, account: Account) -> Mapping[str, str]:
    """What the form asks for; where it names nothing that is there, the nearest that is."""
    vacancies = {vacancy.id: vacancy for vacancy in premises.open_vacancies}
    vacancy = vacancies.get(query.get("vacancy", "")) or next(iter(vacancies.values()))
    wanted = query.get("recruiter") or account.recruiter or ""
    recruiter = wanted if wanted in vacancy.recruiters else vacancy.recruiters[0]
    language = query.get("language", "")
    return {
        "vacancy": vacancy.id,
        "recruiter": recruiter,
        "source": " ".join(query.get("source", "").split())[:LONGEST_SOURCE],
        "language": language if language in LANGUAGES else next(iter(vacancy.title)),
    }


def _door(premises: Premises, vacancy: str, recruiter: str, code: str) -> Door:
    return Door(
        code=code,
        vacancy=premises.vacancies[vacancy],
        recruiter=premises.recruiters[recruiter],
        agency=premises.agency,
    )
