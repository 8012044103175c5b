"""What the bot says on Telegram, and what Telegram refuses, delays or loses."""

import logging
from datetime import timedelta

import pytest

from bot.model import Button
from bot.outgoing import Say
from handlers.channel import InDoubt, Refused, TryLater
from handlers.telegram.channel import Telegram
from tests.handlers.over_telegram.house import CARD, YES_NO, clock, waiting
from tests.standins.telegram import TOKEN, TelegramStandIn


async def test_a_text_with_buttons_goes_out(platform: TelegramStandIn, channel: Telegram) -> None:
    platform.start(platform.person(42))
    sent = await channel.send(waiting(Say(text="Shall we *call*?", buttons=YES_NO)))
    assert [(str(m.id), m.chat, m.text, m.buttons) for m in platform.sent] == [
        (sent, 42, "Shall we *call*?", [("Yes, gladly", "yes"), ("No, thanks", "no")])
    ]


async def test_asking_for_the_number_brings_a_key_that_the_next_text_takes_away(
    platform: TelegramStandIn, channel: Telegram
) -> None:
    platform.start(platform.person(42))
    await channel.send(waiting(Say(text="Which number?", ask_phone="Share my number", buttons=YES_NO[1:])))
    await channel.send(waiting(Say(text="Thank you")))
    assert [message.markup for message in platform.sent] == [
        {
            "keyboard": [[{"text": "Share my number", "request_contact": True}], [{"text": "No, thanks"}]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
        },
        {"remove_keyboard": True},
    ]


async def test_a_contact_card_goes_out_before_its_caption(platform: TelegramStandIn, channel: Telegram) -> None:
    platform.start(platform.person(42))
    await channel.send(waiting(Say(text="She calls from this number.", card=CARD)))
    card, caption = platform.sent
    assert card.contact == {
        "phone_number": "+31201234567",
        "first_name": "Eva de Vries",
        "vcard": (
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:de Vries;Eva;;;\r\nFN:Eva de Vries\r\nORG:Acme\\; Recruiting\r\n"
            "TEL;TYPE=CELL,VOICE:+31201234567\r\nEND:VCARD\r\n"
        ),
    }
    assert caption.text == "She calls from this number."


@pytest.mark.parametrize(
    "say",
    [
        Say(text=" "),
        Say(text="x" * 4097),
        Say(text="?", buttons=(Button("é" * 33, "too long"),)),
        Say(text="?", buttons=(Button("", "empty"),)),
    ],
)
async def test_what_telegram_would_not_take_never_leaves(
    platform: TelegramStandIn, channel: Telegram, say: Say
) -> None:
    platform.start(platform.person(42))
    with pytest.raises(Refused):
        await channel.send(waiting(say))
    assert platform.sent == []


async def test_a_block_is_an_opt_out(platform: TelegramStandIn, channel: Telegram) -> None:
    anna = platform.person(42)
    platform.start(anna)
    platform.block(anna)
    with pytest.raises(Refused, match="blocked by the user") as refused:
        await channel.send(waiting(Say(text="Hello?")))
    assert refused.value.opted_out


async def test_an_unknown_chat_is_refused_without_an_opt_out(channel: Telegram) -> None:
    with pytest.raises(Refused, match="Chat not found") as refused:
        await channel.send(waiting(Say(text="Hello?")))
    assert not refused.value.opted_out


async def test_flood_control_says_when_to_try_again(platform: TelegramStandIn, channel: Telegram) -> None:
    platform.start(platform.person(42))
    platform.faults.order("too_many", method="sendMessage", retry_after=17)
    with pytest.raises(TryLater) as later:
        await channel.send(waiting(Say(text="Hello")))
    assert later.value.seconds == 17
    await channel.send(waiting(Say(text="Hello")))
    assert [message.text for message in platform.sent] == ["Hello"]


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_trouble_at_telegram_is_tried_later(platform: TelegramStandIn, channel: Telegram, status: int) -> None:
    platform.start(platform.person(42))
    platform.faults.order("broken", status=status)
    with pytest.raises(TryLater):
        await channel.send(waiting(Say(text="Hello")))


@pytest.mark.parametrize("wrong", ["silent", "dropped", "garbled"])
async def test_an_answer_that_never_came_leaves_doubt(platform: TelegramStandIn, wrong: str) -> None:
    platform.start(platform.person(42))
    platform.faults.order(wrong, method="sendMessage", taken=True)
    async with Telegram(TOKEN, clock=clock, api_url=platform.url, seconds=1) as channel:
        with pytest.raises(InDoubt):
            await channel.send(waiting(Say(text="Hello")))
    await platform.until(lambda: [message.text for message in platform.sent] == ["Hello"])


async def test_a_server_that_is_not_there_leaves_no_doubt() -> None:
    async with TelegramStandIn(clock=clock) as gone:
        pass
    async with Telegram(TOKEN, clock=clock, api_url=gone.url) as channel:
        with pytest.raises(TryLater, match="no connection"):
            await channel.send(waiting(Say(text="Hello")))


async def test_a_wrong_token_keeps_the_message_for_after_the_mend(platform: TelegramStandIn) -> None:
    async with Telegram("7654321:wrong", clock=clock, api_url=platform.url) as channel:
        with pytest.raises(TryLater, match="TELEGRAM_BOT_TOKEN") as later:
            await channel.send(waiting(Say(text="Hello")))
    assert timedelta(seconds=later.value.seconds) == timedelta(minutes=5)


async def test_the_bot_knows_its_name(channel: Telegram) -> None:
    assert await channel.username() == "belmoment_bot"


async def test_no_log_holds_the_token_or_a_word_of_a_message(
    platform: TelegramStandIn, channel: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    anna = platform.person(42)
    platform.write(anna, "a confession")
    await channel.fetch(0, wait=0)
    await channel.send(waiting(Say(text="my reply", card=CARD)))
    for wrong in ("broken", "dropped", "garbled", "too_many"):
        platform.faults.order(wrong)
        with pytest.raises((TryLater, InDoubt)):
            await channel.send(waiting(Say(text="my reply")))
    said = caplog.text
    assert not [secret for secret in (TOKEN, "confession", "my reply", CARD.phone) if secret in said]
