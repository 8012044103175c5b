"""What proves that somebody wrote first: their own opening message, and the words that invited it."""

from bot import door_texts
from bot.events import Started
from bot.model import Conversation
from storage.origins import NEW, Ground, Origin, Way, is_kept, row
from storage.people import Door
from storage.premises import House
from storage.talks import Talk
from storage.topics import put_off
from storage.turns import Desk
from storage.wanted import Invitation

LINK = "…"
"""In the kept wording: where the link stood."""


def keep_proof(desk: Desk, before: Talk, event: Started, talk: Conversation, house: House) -> None:
    """How this talk came about, kept with it, once; where its door leads to nothing that is known any more, nothing is.

    `before` is the talk as it was before the event.
    """
    door = before.door
    wording = _wording(desk, door, talk.recruiter, talk.language, house) if door else None
    if door is None or wording is None:
        return
    origin = Origin(
        conversation=talk.id,
        candidate=talk.candidate,
        vacancy=door.vacancy,
        recruiter=talk.recruiter,
        way=Way.DOOR,
        source=door.source,
        ground=Ground.REQUEST,
        wording=wording,
        agreed_at=event.at,
        words=_words(event),
    )
    if before.kept is None or not is_kept(desk.connection, talk.id):
        desk.pen.add(NEW, row(origin, event.at))


def wait_at_door(desk: Desk, before: Talk, event: Started, talk: Conversation, house: House) -> None:
    """They came to another job's door while this talk goes on: that one waits, with the same proof."""
    door = before.elsewhere
    wording = _wording(desk, door, door.recruiter, talk.language, house) if door else None
    if door is None or wording is None:
        return
    wanted = Invitation(
        address=event.address,
        name=before.candidate.name or event.name,
        language=talk.language,
        zone=before.candidate.zone,
        vacancy=door.vacancy,
        recruiter=door.recruiter,
        source=door.source,
        ground=Ground.REQUEST,
        wording=wording,
        agreed_at=event.at,
        way=Way.DOOR,
        words=_words(event),
    )
    put_off(desk.connection, talk.candidate, wanted, desk.now)


def _wording(desk: Desk, door: Door, recruiter: str, language: str, house: House) -> str | None:
    """The words that invited them; None where the door leads to nothing that is known any more."""
    premises = desk.premises
    vacancy, who = premises.vacancies.get(door.vacancy), premises.recruiters.get(recruiter)
    if vacancy is None or who is None:
        return None
    known = door_texts.Door(code=door.code, vacancy=vacancy, recruiter=who, agency=premises.agency)
    spoken = language if language in house.sayings.texts["door_message"] else "en"
    return door_texts.message(known, spoken, house.sayings, LINK)


def _words(event: Started) -> str:
    return event.text or f"/start {event.code}"
