"""The studio's phone shows to the letter what a channel's does: its limits, 24 hours, quiet hours, changed clocks."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model import Button
from bot.outgoing import Say
from bot.reader import read_script
from handlers.agency.folder import read_folder, sample_folder
from handlers.studio.screens import on_screen
from handlers.studio.trying import Casting, rehearse
from handlers.templates_standing import standing
from tests.handlers.offices import OpenOffice, eventually, house, open_office
from tests.standins.telegram_state import Sent

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SATURDAY = datetime(2027, 10, 30, 14, 0, tzinfo=AMSTERDAM)
"""In the night that follows clocks go an hour back."""
Shown = tuple[str, tuple[str, ...]]
"""A text, and what stands on its buttons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whoever holds the real phone."""

    act: Callable[[OpenOffice, dict[str, str], str], None]
    shown: Callable[[OpenOffice], list[Shown]]


def on_whatsapp(office: OpenOffice, move: dict[str, str], code: str) -> None:
    person = office.twilio.person("+31687654321", name="")
    office.twilio.write(person, move.get("text", f"/start {code}"))


def on_telegram(office: OpenOffice, move: dict[str, str], code: str) -> None:
    person = office.telegram.person(5001, first_name="", language_code="nl", phone="31687654321")
    if "share" in move:
        office.telegram.share_contact(person)
    elif "text" in move:
        office.telegram.write(person, move["text"])
    else:
        office.telegram.start(person, code)


def keys_of(sent: Sent) -> tuple[str, ...]:
    """What can be tapped: below the message, or in place of the typing keyboard."""
    rows = (sent.markup or {}).get("keyboard", [])
    return tuple(title for title, _ in sent.buttons) or tuple(key["text"] for row in rows for key in row)


OWNERS = {
    "whatsapp": Owner(
        act=on_whatsapp,
        shown=lambda office: [
            (one.body, tuple(button.title for button in one.buttons)) for one in office.twilio.sent if not one.media
        ],
    ),
    "telegram": Owner(
        act=on_telegram,
        shown=lambda office: [(one.text, keys_of(one)) for one in office.telegram.sent if one.text],
    ),
}
MOVES: dict[str, list[dict[str, str]]] = {
    "whatsapp": [
        {"text": "ja leuk"},
        {"until": "2027-10-31T10:00"},  # a Sunday
        {"until": "2027-11-01T08:31"},  # the nudge, in winter time, and more than 24 hours later
        {"text": "dinsdag om 15:00"},
        {"text": "ja"},
        {"until": "2027-11-01T15:01"},
        {"until": "2027-11-02T14:51"},
    ],
    "telegram": [
        {"text": "ja leuk"},
        {"until": "2027-10-31T10:00"},
        {"until": "2027-11-01T08:31"},
        {"text": "dinsdag om 15:00"},
        {"text": "ja"},
        {"share": "+31687654321"},
        {"until": "2027-11-01T15:01"},
        {"until": "2027-11-02T14:51"},
    ],
}


def rehearsed(channel: str, moves: list[dict[str, str]]) -> list[Shown]:
    casting = Casting(vacancy="servicemonteur", language="nl", channel=channel, now=SATURDAY)
    contents = read_folder(sample_folder())
    talk = rehearse(contents, house(), "first-contact", casting, json.dumps(moves))
    return [
        (line.text, tuple(button.title for button in line.buttons) or tuple(filter(None, [line.ask_phone])))
        for line in talk.lines
        if not line.from_candidate and line.text
    ]


async def live(office: OpenOffice, channel: str, moves: list[dict[str, str]]) -> list[Shown]:
    """The same, over the channel; after each move all that follows is waited for."""
    owner, code = OWNERS[channel], await office.door()
    office.clock.move_to(SATURDAY)
    for number, move in enumerate([{"start": ""}, *moves]):
        if "until" in move:
            office.clock.move_to(datetime.fromisoformat(move["until"]).replace(tzinfo=AMSTERDAM))
            await office.ring()
        else:
            owner.act(office, move, code)
            await office.telegram.deliver()
            await office.twilio.deliver()
        wanted = len(rehearsed(channel, moves[:number]))

        async def arrived(wanted: int = wanted) -> bool:
            return len(owner.shown(office)) >= wanted

        await eventually(arrived)
    return owner.shown(office)


@pytest.mark.parametrize("channel", ["whatsapp", "telegram"])
async def test_the_phone_shows_what_the_channel_does_through_a_night_of_changed_clocks(
    channel: str, sqlite_database_url: str
) -> None:
    async with open_office(sqlite_database_url) as office:
        office.twilio.store.approves = True
        assert office.office.platform
        script = read_script(read_folder(sample_folder()).scripts["first-contact"])
        await standing(office.office.platform, [script], house().sayings)
        assert await live(office, channel, MOVES[channel]) == rehearsed(channel, MOVES[channel])


def buttons(number: int, length: int = 10) -> tuple[Button, ...]:
    return tuple(Button(f"{n}", f"{n}".ljust(length, "x")) for n in range(1, number + 1))


@pytest.mark.parametrize(
    ("say", "minutes", "how", "lost", "kept"),
    [
        (Say(text="Hoi", buttons=buttons(3)), 1, "", "", 3),
        (Say(text="Hoi", buttons=buttons(4)), 1, "list", "", 4),
        (Say(text="Hoi", buttons=buttons(4, 25)), 1, "numbered", "", 0),
        (Say(text="Hoi", buttons=buttons(3), ask_phone="Deel"), 24 * 60 - 1, "", "", 3),
        (Say(text="Hoi", buttons=buttons(3)), 24 * 60, "", "window_closed", 3),
        (Say(text="a" * 1601), 1, "", "too_long", 0),
        (Say(text="a" * 1599, buttons=buttons(3)), 1, "", "too_long", 3),
    ],
)
def test_whatsapp_shows_what_it_can(say: Say, minutes: int, how: str, lost: str, kept: int) -> None:
    screen = on_screen("whatsapp", say, SATURDAY, SATURDAY - timedelta(minutes=minutes))
    assert (screen.how, screen.lost, len(screen.say.buttons), screen.say.ask_phone if not lost else "") == (
        how,
        lost,
        kept,
        "",
    )


def test_telegram_takes_more_and_not_everything() -> None:
    assert on_screen("telegram", Say(text="a" * 4096), SATURDAY, None).lost == ""
    assert on_screen("telegram", Say(text="a" * 4097), SATURDAY, None).lost == "too_long"


def test_hours_pass_as_they_do_when_clocks_are_changed() -> None:
    casting = Casting(vacancy="servicemonteur", language="nl", channel="telegram", now=SATURDAY)
    contents = read_folder(sample_folder())
    talk = rehearse(contents, house(), "first-contact", casting, json.dumps([{"wait": "1d"}]))
    assert talk.now.astimezone(AMSTERDAM).isoformat() == "2027-10-31T13:00:00+01:00"


def test_time_only_goes_ahead() -> None:
    casting = Casting(vacancy="servicemonteur", language="nl", channel="telegram", now=SATURDAY)
    moves = [{"until": "2026-01-01T10:00"}, {"wait": "soon"}, {"until": "never"}]
    talk = rehearse(read_folder(sample_folder()), house(), "first-contact", casting, json.dumps(moves))
    assert talk.now == SATURDAY
