"""What proves that somebody wrote first: their own opening message, and the words that invited it."""

from sqlalchemy import Connection

from bot import door_texts
from bot.events import Started
from bot.model import Conversation
from storage.origins import Ground, Origin, Way, keep
from storage.people import Door
from storage.premises import House, Premises

LINK = "…"
"""In the kept wording: where the link stood."""


def keep_proof(
    connection: Connection, door: Door, event: Started, talk: Conversation, premises: Premises, house: House
) -> None:
    """How this talk came about, kept with it; where the door leads to nothing that is known any more, nothing is."""
    vacancy, recruiter = premises.vacancies.get(door.vacancy), premises.recruiters.get(talk.recruiter)
    if vacancy is None or recruiter is None:
        return
    known = door_texts.Door(code=door.code, vacancy=vacancy, recruiter=recruiter, agency=premises.agency)
    language = talk.language if talk.language in house.sayings.texts["door_message"] else "en"
    origin = Origin(
        conversation=talk.id,
        candidate=talk.candidate,
        vacancy=door.vacancy,
        recruiter=talk.recruiter,
        way=Way.DOOR,
        source=door.source,
        ground=Ground.REQUEST,
        wording=door_texts.message(known, language, house.sayings, LINK),
        agreed_at=event.at,
        words=event.text or f"/start {event.code}",
    )
    keep(connection, origin, event.at)
