"""A talk, held again with another script."""

from collections.abc import Mapping

import pytest

from bot.context import Understand
from bot.events import Event, MessageReceived, Started, Tapped
from bot.model import Address, ScriptVersion
from bot.reader import read_script
from bot.replay import PastEvent, PastTalk, replay, totals
from bot.simulator import Setting, Simulator
from handlers.words import load_sayings
from tests.bot.talking import AGENCY, MONTEUR, RUI, SANNE, SCRIPT, WEDNESDAY

TEXT = SCRIPT.read_text("utf-8")
HELD_WITH = read_script(TEXT)
ADDRESS = Address("telegram", "4711")
WORDS = ("ja leuk", "morgen om 14:00", "ja", "06 12345678")


@pytest.fixture
def setting(understand: Understand) -> Setting:
    return Setting(
        script=HELD_WITH,
        vacancy=MONTEUR,
        agency=AGENCY,
        recruiters=(SANNE, RUI),
        understand=understand,
        sayings=load_sayings(),
    )


def past(setting: Setting, *words: str) -> PastTalk:
    """A talk as it was held; a word in brackets is a tap on the button of that title."""
    talk, events = Simulator(setting, WEDNESDAY, "nl", "telegram", person="anna"), list[PastEvent]()

    def happened(event: Event) -> None:
        talk.happen(event)
        assert talk.last
        events.append(PastEvent(event=event, understood=talk.last.understood))

    happened(Started(id="in", at=WEDNESDAY, address=ADDRESS))
    for number, text in enumerate(words):
        buttons = {f"[{button.title}]": button for button in talk.conversation.buttons}
        if text in buttons:
            button = buttons[text]
            happened(Tapped(id=f"{number}", at=WEDNESDAY, address=ADDRESS, button=button.id, title=button.title))
        else:
            happened(MessageReceived(id=f"{number}", at=WEDNESDAY, address=ADDRESS, text=text))
    return PastTalk(
        id="talk-1",
        person="anna",
        version=ScriptVersion("first-contact", 1),
        vacancy="monteur",
        language="nl",
        channel="telegram",
        zone="Europe/Amsterdam",
        events=tuple(events),
    )


def drafted(setting: Setting, changes: Mapping[str, str]) -> Setting:
    from dataclasses import replace

    text = TEXT
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after, 1)
    return replace(setting, script=read_script(text))


def test_the_same_script_holds_the_same_talk(setting: Setting) -> None:
    replayed = replay(past(setting, *WORDS), setting, HELD_WITH)
    assert (replayed.kind, replayed.partings) == ("", ())
    assert (replayed.booked_before, replayed.booked_after) == (True, True)


def test_other_words_for_the_same_are_told_apart_from_another_way(setting: Setting) -> None:
    draft = drafted(setting, {"Wanneer zou een belletje van": "Wanneer komt een belletje van"})
    replayed = replay(past(setting, *WORDS), draft, HELD_WITH)
    assert replayed.kind == "said"
    assert [parting.words for parting in replayed.partings] == ["ja leuk"]


def test_where_a_draft_loses_a_call_the_message_is_named(setting: Setting) -> None:
    draft = drafted(setting, {"[interested, affirm, already_employed_but_open, give_time, call_now]": "[call_now]"})
    replayed = replay(past(setting, "ja leuk"), draft, HELD_WITH)
    (parting,) = replayed.partings
    assert (parting.words, parting.kind) == ("ja leuk", "went")
    assert (parting.before.step, parting.after.step) == ("call", "opening")
    assert totals([replayed]) == {
        "booked": 0,
        "went": 1,
        "understood": 0,
        "said": 0,
        "booked_before": 0,
        "booked_after": 0,
    }


def test_a_tap_finds_its_button_by_what_it_means(setting: Setting) -> None:
    draft = drafted(setting, {"nl: Ja graag": "nl: Ja hoor"})
    replayed = replay(past(setting, "[Ja graag]", *WORDS[1:]), draft, HELD_WITH)
    assert (replayed.kind, replayed.booked_after) == ("said", True)
