"""Somebody without a code: which vacancy is it about? It is asked, never guessed."""

from collections.abc import Sequence

from bot.events import Event, MessageReceived, Tapped
from bot.model import Conversation, Pending, Vacancy
from bot.turn import Turn, in_language

TITLE_LENGTH = 20
MOST_SHOWN = 10


def ask_vacancy(turn: Turn) -> Turn:
    """The open vacancies to choose from; where there is none, that is said."""
    choices = turn.context.open_vacancies[:MOST_SHOWN]
    if not choices:
        return turn.say("no_vacancies")
    titles = [(f"vacancy.{vacancy.id}", _title(vacancy, turn.language)) for vacancy in choices]
    return turn.now(pending=Pending.ANSWER).speak(turn.phrase("which_vacancy"), *titles)


def chosen_vacancy(talk: Conversation, event: Event, vacancies: Sequence[Vacancy]) -> Vacancy | None:
    """The vacancy that was tapped, numbered or named, where that was asked."""
    if talk.vacancy or talk.pending != Pending.ANSWER:
        return None
    match event:
        case Tapped():
            return next(
                (v for v in vacancies if event.button.endswith(f".vacancy.{v.id}") or _named(v, event.title)), None
            )
        case MessageReceived():
            numbered = dict(enumerate(vacancies[:MOST_SHOWN], 1))
            said = event.text.strip().rstrip(".)")
            by_number = numbered.get(int(said)) if said.isdecimal() and len(said) < 3 else None
            return by_number or next((v for v in vacancies if _named(v, said)), None)
        case _:
            return None


def _named(vacancy: Vacancy, said: str) -> bool:
    word = said.strip().casefold()
    titles = [title.casefold() for title in vacancy.title.values()]
    return bool(word) and any(word in (title, _shown(title)) for title in titles)


def _title(vacancy: Vacancy, language: str) -> str:
    return _shown(in_language(vacancy.title, language))


def _shown(title: str) -> str:
    """As much of a title as a button shows, cut between words."""
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH + 1].rsplit(" ", 1)[0][:TITLE_LENGTH]
