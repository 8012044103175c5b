"""Outside the 24 hours only what WhatsApp approved goes out."""

from datetime import datetime, timedelta

import pytest

from bot.outgoing import Say
from handlers.channel import Refused, TryLater
from handlers.whatsapp.channel import WhatsApp
from tests.handlers.over_whatsapp.house import REMINDER, SLOTS, START, YES_NO, waiting
from tests.handlers.receiver import Receiver
from tests.standins.twilio import TwilioStandIn


@pytest.mark.parametrize("heard_at", [None, START - timedelta(hours=24)])
async def test_outside_the_window_a_message_without_a_template_is_refused(
    platform: TwilioStandIn, channel: WhatsApp, heard_at: datetime | None
) -> None:
    with pytest.raises(Refused, match="outside the 24-hour window"):
        await channel.send(waiting(Say(text="Hello"), heard_at=heard_at))
    assert platform.sent == []


async def test_outside_the_window_an_approved_template_goes_out(
    platform: TwilioStandIn, door: Receiver, channel: WhatsApp
) -> None:
    platform.person()
    reminder = waiting(Say(text="in other words", template=REMINDER, buttons=YES_NO), heard_at=None)
    for status in ("unsubmitted", "received"):
        assert [content.approval for content in platform.contents] in ([], [status])
        with pytest.raises(TryLater, match="waits for WhatsApp's approval"):
            await channel.send(reminder)
    (content,) = platform.contents
    assert (content.body["body"], content.category, set(content.samples.values())) == (
        REMINDER.body,
        "UTILITY",
        {"example"},
    )
    assert content.approval_name.startswith("reminder_")
    platform.store.approve(content)
    sid = await channel.send(reminder)
    (sent,) = platform.sent
    assert (sent.body, [button.title for button in sent.buttons]) == (
        "Hello Anna, Eva calls you soon.",
        ["Yes, gladly", "No, thanks"],
    )
    await platform.deliver()
    assert [event.id for event in door.events] == [f"whatsapp:{sid}:sent", f"whatsapp:{sid}:delivered"]


async def test_an_approved_template_that_somebody_deleted_is_asked_for_again(
    platform: TwilioStandIn, channel: WhatsApp
) -> None:
    platform.person()
    platform.store.approves = True
    message = waiting(Say(text="x", template=REMINDER), heard_at=None)
    with pytest.raises(TryLater, match="waits for WhatsApp's approval"):
        await channel.send(message)
    await channel.send(message)
    platform.state.contents.clear()
    with pytest.raises(TryLater, match="made anew"):
        await channel.send(message)
    with pytest.raises(TryLater, match="waits for WhatsApp's approval"):
        await channel.send(message)
    await channel.send(message)
    assert await channel.copies(message, since=START) == [sent.sid for sent in platform.sent]
    assert [sent.body for sent in platform.sent] == ["Hello Anna, Eva calls you soon."] * 2


async def test_moments_on_buttons_do_not_multiply_templates(platform: TwilioStandIn, channel: WhatsApp) -> None:
    platform.person()
    platform.store.approves = True
    for buttons in (SLOTS[:2], SLOTS[2:]):
        message = waiting(Say(text="When?", template=REMINDER, buttons=buttons), heard_at=None)
        if not platform.contents:
            with pytest.raises(TryLater):
                await channel.send(message)
        await channel.send(message)
    assert [content.kind for content in platform.contents] == ["twilio/text"]


async def test_a_rejected_template_is_refused_with_its_reason(platform: TwilioStandIn, channel: WhatsApp) -> None:
    message = waiting(Say(text="x", template=REMINDER), heard_at=None)
    with pytest.raises(TryLater):
        await channel.send(message)
    platform.store.reject(platform.contents[0], "INVALID_FORMAT")
    with pytest.raises(Refused, match="INVALID_FORMAT"):
        await channel.send(message)
