"""Other systems invite one person at a time: the same checks as a list's, and the same outcomes, as JSON."""

import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot import door_texts
from handlers.entrances import Entrances
from handlers.inviting.inviter import Answer, Inviter, Published, published
from handlers.inviting.readiness import Approving
from handlers.inviting.rows import FIELDS, Wrong, checked, plainly
from handlers.inviting.telling import reason
from storage.database import Database, transact
from storage.invitations import Fate
from storage.origins import Way
from storage.people import door_code
from storage.premises import House, NothingPublished
from storage.requests import UNDER_WAY, Answered, Request, give_up, keep_answer, take_up

Json = Mapping[str, Any]

CHANNELS = ("whatsapp", "telegram")
DOOR, NOT_READY = "door", "not_ready"
OUTCOMES = (*Fate, DOOR, NOT_READY)
OF_A_DOOR = ("vacancy", "recruiter", "language", "source")
LONGEST_KEY = 200
NOTHING: Json = dict.fromkeys(("reason", "conversation", "at", "link", "text"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Invites in the name of what is published. `changed` is told once somebody is invited.

    `key` hashes addresses, `seal` what other systems asked.
    """

    database: Database
    house: House
    now: Callable[[], datetime]
    entrances: Entrances
    changed: Callable[[], None]
    seal: bytes
    key: bytes | None = None
    platform: Approving | None = None

    async def take(self, body: Json, request: str) -> tuple[int, Json]:
        """Status and answer; where `request` names one that was answered before, that answer."""
        if len(request) > LONGEST_KEY:
            return 400, {"error": f"The header Idempotency-Key may have {LONGEST_KEY} characters."}
        return await self._once(body, request) if request else await self._taken(body)

    async def _once(self, body: Json, named: str) -> tuple[int, Json]:
        """While one request of that name is answered, no other is; what could be mended is not kept."""
        one = Request(key=self._sealed(named), told=self._sealed(json.dumps(body, sort_keys=True)), at=self.now())
        known = await transact(self.database, lambda connection: take_up(connection, one))
        if known is not None:
            return _again(known, one.told)
        kept = False
        try:
            status, answer = await self._taken(body)
            if status < 400 and answer["outcome"] != NOT_READY:
                given = Answered(told=one.told, status=status, answer=answer)
                await transact(self.database, lambda connection: keep_answer(connection, one, given))
                kept = True
        finally:
            if not kept:
                await transact(self.database, lambda connection: give_up(connection, one))
        return status, answer

    def _sealed(self, text: str) -> str:
        return hmac.digest(self.seal, text.encode("utf-8", "surrogateescape"), "sha256").hex()

    async def _taken(self, body: Json) -> tuple[int, Json]:
        wrong = _misshapen(body)
        if wrong:
            return _refused(wrong)
        try:
            current = await published(self.database, self.house, self.now(), Way.API)
        except NothingPublished:
            return 503, {"error": "No agency is published yet. Run `belmoment load FOLDER` first."}
        if body.get("channel") == "telegram":
            return await self._door(current, body)
        inviter = Inviter(
            database=self.database, house=self.house, published=current, key=self.key, platform=self.platform
        )
        (answer,) = await inviter.invite([body])
        if answer.wrong:
            return _mistaken(answer.wrong)
        if answer.verdict and answer.verdict.fate is Fate.INVITED:
            self.changed()
        return _told(answer, current)

    async def _door(self, current: Published, body: Json) -> tuple[int, Json]:
        """A bot can't write first on Telegram: the recruiter sends a link."""
        told = plainly(body)
        wrong = [one for one in checked(told, current.desk).wrong if one.field in OF_A_DOOR]
        if wrong:
            return _mistaken(wrong)
        vacancy = current.desk.vacancies[told["vacancy"]]
        recruiter = told["recruiter"] or vacancy.recruiters[0]
        place = vacancy.id, recruiter, told["source"]
        code = await transact(self.database, lambda connection: door_code(connection, *place))
        made = door_texts.Door(
            code=code, vacancy=vacancy, recruiter=current.recruiters[recruiter], agency=current.agency
        )
        language, sayings = told["language"].lower(), self.house.sayings
        link = (await self.entrances.links(made, language, sayings)).get("telegram")
        if link is None:
            return _refused([("channel", "is not set up here: set TELEGRAM_BOT_TOKEN, or write whatsapp.")])
        text = door_texts.message(made, language, sayings, link)
        return 200, {**NOTHING, "outcome": DOOR, "link": link, "text": text, "reason": "send this yourself"}


def _misshapen(body: Json) -> list[tuple[str, str]]:
    """By field: what is no field of ours, or is none that could be read."""
    known = (*FIELDS, "channel")
    wrong = [(name, f"is no field; there is {', '.join(known)}.") for name in body if name not in known]
    wrong += [(name, "must be a text.") for name in known if not isinstance(body.get(name, ""), str)]
    if not wrong and body.get("channel", CHANNELS[0]) not in CHANNELS:
        wrong.append(("channel", f"must be one of: {', '.join(CHANNELS)}."))
    return wrong


def _mistaken(wrong: Sequence[Wrong]) -> tuple[int, Json]:
    return _refused([(one.field, str(one.told)) for one in wrong])


def _refused(wrong: Sequence[tuple[str, str]]) -> tuple[int, Json]:
    problems = [{"field": field, "problem": sentence} for field, sentence in wrong]
    return 422, {"error": "; ".join(f"{field}: {sentence}" for field, sentence in wrong), "problems": problems}


def _told(answer: Answer, current: Published) -> tuple[int, Json]:
    verdict = answer.verdict
    outcome = verdict.fate if verdict else NOT_READY
    at = verdict.at.isoformat() if verdict and verdict.at and verdict.fate is Fate.INVITED else None
    told = {
        **NOTHING,
        "outcome": outcome,
        "reason": reason(answer, current.agency.zone) or None,
        "conversation": verdict.conversation if verdict else None,
        "at": at,
    }
    return 201 if outcome == Fate.INVITED else 200, told


def _again(known: Answered, told: str) -> tuple[int, Json]:
    if known.told != told:
        return 409, {"error": "This Idempotency-Key came with another body before. Give each request a key of its own."}
    if known.status == UNDER_WAY:
        return 409, {"error": "A request with this Idempotency-Key is being answered. Ask again in a moment."}
    return known.status, known.answer
