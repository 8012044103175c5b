"""What a candidate may say at every step of the starter script, in every language that it serves."""

from collections.abc import Callable, Mapping

import pytest

from bot.model import Pending, Status
from tests.bot.conftest import MakePhone
from tests.bot.talking import Phone

PHRASES: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "stop": "stop met berichten sturen",
        "erase": "verwijder al mijn gegevens",
        "wrong": "u heeft het verkeerde nummer",
        "who": "wie is dit? ben je een robot?",
        "human": "ik wil graag een mens spreken",
        "when": "vrijdag om 10 uur",
        "range": "vrijdagmiddag",
    },
    "en": {
        "stop": "stop messaging me",
        "erase": "delete all my data",
        "wrong": "you have the wrong number",
        "who": "who is this? are you a bot?",
        "human": "can I talk to a real person please",
        "when": "Friday at 10 am",
        "range": "Friday afternoon",
    },
    "de": {
        "stop": "bitte keine Nachrichten mehr",
        "erase": "löscht alle meine Daten",
        "wrong": "Sie haben die falsche Nummer",
        "who": "wer ist das? bist du ein Bot?",
        "human": "ich möchte mit einem Menschen sprechen",
        "when": "Freitag um 10 Uhr",
        "range": "Freitagnachmittag",
    },
    "fr": {
        "stop": "ne m'envoyez plus de messages",
        "erase": "supprimez toutes mes données",
        "wrong": "vous vous êtes trompé de numéro",
        "who": "c'est qui ? vous êtes un robot ?",
        "human": "je voudrais parler à une vraie personne",
        "when": "vendredi à 10h",
        "range": "vendredi après-midi",
    },
    "es": {
        "stop": "no me envíes más mensajes",
        "erase": "borra todos mis datos",
        "wrong": "te has equivocado de número",
        "who": "¿quién es? ¿eres un bot?",
        "human": "quiero hablar con una persona",
        "when": "el viernes a las 10",
        "range": "el viernes por la tarde",
    },
}


def _opening(phone: Phone, said: Mapping[str, str]) -> None:
    phone.start()


def _moment(phone: Phone, said: Mapping[str, str]) -> None:
    phone.start()
    phone.tap(phone.buttons[0])


def _slots(phone: Phone, said: Mapping[str, str]) -> None:
    _moment(phone, said)
    phone.write(said["range"])


def _confirm(phone: Phone, said: Mapping[str, str]) -> None:
    _moment(phone, said)
    phone.write(said["when"])


def _number(phone: Phone, said: Mapping[str, str]) -> None:
    _confirm(phone, said)
    phone.tap(phone.buttons[0])


def _booked(phone: Phone, said: Mapping[str, str]) -> None:
    _number(phone, said)
    phone.write("+31 6 12345678")


PLACES: Mapping[Pending | Status, Callable[[Phone, Mapping[str, str]], None]] = {
    Pending.ANSWER: _opening,
    Pending.MOMENT: _moment,
    Pending.SLOTS: _slots,
    Pending.CONFIRM: _confirm,
    Pending.PHONE: _number,
    Status.BOOKED: _booked,
}


@pytest.fixture(params=PLACES, ids=str)
def place(request: pytest.FixtureRequest) -> Pending | Status:
    """Where the talk stands."""
    where: Pending | Status = request.param
    return where


@pytest.fixture(params=PHRASES)
def language(request: pytest.FixtureRequest) -> str:
    """What the talk is held in."""
    code: str = request.param
    return code


@pytest.fixture
def standing(a_phone: MakePhone, language: str, place: Pending | Status) -> Phone:
    """A talk that stands at that place, in that language."""
    phone = a_phone(language)
    PLACES[place](phone, PHRASES[language])
    talk = phone.talk.conversation
    assert place in (talk.pending, talk.status), phone.heard
    assert talk.language == language
    return phone


@pytest.mark.parametrize("wish", ["stop", "erase", "wrong"])
def test_whoever_wants_to_be_left_alone_is(standing: Phone, language: str, wish: str) -> None:
    standing.write(PHRASES[language][wish])
    assert standing.talk.conversation.status == Status.STOPPED
    assert standing.talk.candidate.stopped_at
    assert not standing.booked
    assert standing.wait(days=90) == ""


def test_who_is_this_is_answered_and_the_talk_stays_where_it_was(standing: Phone, language: str) -> None:
    before = standing.talk.conversation
    said = standing.write(PHRASES[language]["who"])
    assert "Sanne de Wit" in said and "Kade" in said
    after = standing.talk.conversation
    assert (after.pending, after.status, after.step) == (before.pending, before.status, before.step)


def test_a_human_is_called_and_the_bot_falls_silent(standing: Phone, language: str) -> None:
    assert "Sanne" in standing.write(PHRASES[language]["human"])
    assert standing.talk.conversation.status == Status.WITH_HUMAN
    assert len(standing.notified) == 1
    assert standing.write("?") == ""
