"""What people do on Telegram becomes events, by webhook and by polling."""

from typing import Any

import aiohttp
import pytest

from bot.events import Blocked, ContactShared, MediaReceived, MessageReceived, Started, Tapped, Unhandled
from bot.outgoing import Say
from handlers.channel import TryLater
from handlers.telegram.channel import SECRET_HEADER, Telegram
from handlers.telegram.reading import read_update
from tests.handlers.over_telegram.house import ANNA, NOW, SECRET, YES_NO, clock, waiting
from tests.handlers.receiver import Receiver
from tests.standins.telegram import TOKEN, TelegramStandIn


async def test_what_a_person_does_becomes_events(platform: TelegramStandIn, door: Receiver, channel: Telegram) -> None:
    anna = platform.person(42, "Anna", last_name="Smit", language_code="nl-NL", phone="31612345678")
    platform.start(anna, "V-12_x")
    platform.start(anna)
    platform.write(anna, "Hallo\ud800 daar\x00!")
    platform.send_media(anna, "voice")
    platform.send_media(anna, "photo")
    platform.send_media(anna, "document", caption="my cv")
    platform.share_contact(anna)
    platform.share_contact(anna, own=False, phone="31600000000", name="Bob")
    platform.block(anna)
    assert await platform.deliver() == [200] * 9

    def sender(number: int) -> dict[str, Any]:
        event = f"telegram:7654321:{700_000_000 + number}"
        return {"id": event, "at": NOW, "address": ANNA, "name": "Anna Smit", "language": "nl"}

    own: dict[str, Any] = {"number": "+31612345678", "own": True, "phone": "+31612345678"}
    assert door.events == [
        Started(**sender(1), code="V-12_x"),
        Started(**sender(2)),
        MessageReceived(**sender(3), text="Hallo\ufffd daar!"),
        MediaReceived(**sender(4), kind="voice"),
        MediaReceived(**sender(5), kind="image"),
        MessageReceived(**sender(6), text="my cv"),
        ContactShared(**sender(7), **own),
        ContactShared(**sender(8), number="+31600000000", own=False),
        Blocked(**sender(9)),
    ]


async def test_a_tap_brings_its_button_and_is_answered(
    platform: TelegramStandIn, door: Receiver, channel: Telegram
) -> None:
    anna = platform.person(42)
    platform.start(anna)
    await platform.deliver()
    await channel.send(waiting(Say(text="Shall we call?", buttons=YES_NO)))
    platform.tap(anna, "Yes, gladly")
    await platform.deliver()
    await platform.until(lambda: len(platform.state.answered) == 1)
    expected = Tapped(
        id="telegram:7654321:700000002", at=NOW, address=ANNA, name="Anna", button="yes", title="Yes, gladly"
    )
    assert door.events[1:] == [expected]


async def test_a_tap_that_expired_still_counts(platform: TelegramStandIn, channel: Telegram) -> None:
    anna = platform.person(42)
    platform.start(anna)
    await channel.send(waiting(Say(text="Shall we call?", buttons=YES_NO)))
    platform.tap(anna, "No, thanks")
    platform.state.taps.clear()
    events, _ = await channel.fetch(0, wait=0)
    assert [type(event).__name__ for event in events] == ["Started", "Tapped"]


async def test_what_we_do_not_act_on_is_reported_without_its_words(
    platform: TelegramStandIn, channel: Telegram
) -> None:
    anna = platform.person(42)
    await channel.fetch(0, wait=0)
    platform.edit(anna, 7, "I changed my mind")
    platform.write_in_group(anna, "hello colleagues")
    platform.unblock(anna)
    platform.state.updates.add("message_reaction", {"chat": anna.chat, "date": 5}, NOW)
    platform.state.updates.add("message", {"chat": {"type": "private"}, "from": {"id": 1}, "date": 10**18}, NOW)
    events, _ = await channel.fetch(0, wait=0)
    assert [(event.kind, event.body) for event in events if isinstance(event, Unhandled)] == [
        ("edited_message", "{chat, date, edit_date, from, message_id, text}"),
        ("message", "{chat, date, from, message_id, text}"),
        ("my_chat_member", "{chat, date, from, new_chat_member, old_chat_member}"),
        ("unreadable", ""),
    ]
    assert len(events) == 4, "a reaction was not asked for, so Telegram does not send it"


async def test_polling_confirms_only_what_the_caller_has_kept(platform: TelegramStandIn, channel: Telegram) -> None:
    anna = platform.person(42)
    platform.write(anna, "one")
    platform.write(anna, "two")
    first, offset = await channel.fetch(0, wait=0)
    again, _ = await channel.fetch(0, wait=0)
    assert [event.id for event in first] == ["telegram:7654321:700000001", "telegram:7654321:700000002"]
    assert again == first
    platform.write(anna, "three")
    later, offset = await channel.fetch(offset, wait=0)
    assert [event.id for event in later] == ["telegram:7654321:700000003"]
    assert await channel.fetch(offset, wait=0) == ([], offset)


async def test_polling_after_a_webhook_is_refused_until_it_is_taken_off(
    platform: TelegramStandIn, door: Receiver, channel: Telegram
) -> None:
    with pytest.raises(TryLater):
        await channel.fetch(0, wait=0)
    await channel.use_polling()
    assert await channel.fetch(0, wait=0) == ([], 0)


@pytest.mark.parametrize("secret", [None, "", "another", "s3cret_of-the-webhook\xff"])
async def test_a_forged_call_is_turned_away(door: Receiver, secret: str | None) -> None:
    headers = {} if secret is None else {SECRET_HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{door.url}/webhooks/telegram", json={"update_id": 1}, headers=headers) as response,
    ):
        assert (response.status, door.events) == (403, [])


async def test_without_a_secret_every_call_is_forged(platform: TelegramStandIn, door: Receiver) -> None:
    door.channel = Telegram(TOKEN, clock=clock, api_url=platform.url)
    platform.write(platform.person(42), "hello")
    assert await platform.deliver() == [403]


@pytest.mark.parametrize("body", ["no json", "[]", '{"message": {}}', '{"update_id": "seven"}'])
async def test_a_body_that_is_no_update_is_unreadable(door: Receiver, body: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{door.url}/webhooks/telegram", data=body, headers={SECRET_HEADER: SECRET}) as response,
    ):
        assert (response.status, door.events) == (400, [])


def test_a_clock_that_runs_ahead_is_set_right() -> None:
    sender = {"chat": {"id": 42, "type": "private"}, "from": {"id": 42}}
    update = {"update_id": 1, "message": {**sender, "date": 253402300799, "text": "morgen"}}
    assert read_update(update, bot="7", now=NOW).at == NOW


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Anna\r\nBcc: x@example.org", "Anna Bcc: x@example.org"),
        ("\u202eannA", "annA"),
        ("\u200b\u200d", ""),
        ("A" * 5000, "A" * 128),
        ("می\u200cنا", "می\u200cنا"),
    ],
)
def test_a_name_stands_on_one_line_and_turns_nothing_around(written: str, shown: str) -> None:
    person = {"id": 42, "first_name": written, "language_code": "\ud800"}
    sender = {"chat": {"id": 42, "type": "private"}, "from": person}
    event = read_update({"update_id": 1, "message": {**sender, "date": 1, "text": "hoi"}}, bot="7", now=NOW)
    assert isinstance(event, MessageReceived)
    assert (event.name, event.language) == (shown, None)
