"""What proves that somebody wrote first: their own opening message, and the words that invited it."""

from bot import door_texts
from bot.events import Started
from bot.model import Conversation
from storage.origins import NEW, Ground, Origin, Way, is_kept, row
from storage.premises import House
from storage.talks import Talk
from storage.turns import Desk

LINK = "…"
"""In the kept wording: where the link stood."""


def keep_proof(desk: Desk, before: Talk, event: Started, talk: Conversation, house: House) -> None:
    """How this talk came about, kept with it, once; where its door leads to nothing that is known any more, nothing is.

    `before` is the talk as it was before the event.
    """
    door, premises = before.door, desk.premises
    vacancy = premises.vacancies.get(door.vacancy) if door else None
    recruiter = premises.recruiters.get(talk.recruiter)
    if door is None or vacancy is None or recruiter is None:
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
    if before.kept is None or not is_kept(desk.connection, talk.id):
        desk.pen.add(NEW, row(origin, event.at))
