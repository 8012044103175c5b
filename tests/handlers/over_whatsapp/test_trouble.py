"""What Twilio refuses, delays or loses."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.outgoing import Say
from handlers.channel import InDoubt, Refused, TryLater
from handlers.whatsapp.channel import TwilioAccount, WhatsApp
from tests.handlers.over_whatsapp.house import CARD, PHONE, START, YES_NO, Clock, waiting
from tests.standins.faults import Fault, Faults, Wrong
from tests.standins.twilio import ACCOUNT, SENDER, TOKEN, TwilioStandIn


@pytest.mark.parametrize("wrong", ["broken", "too_many", "garbled"])
async def test_a_list_that_does_not_come_is_asked_for_later(
    platform: TwilioStandIn, channel: WhatsApp, wrong: str
) -> None:
    platform.faults.order(wrong, method="list", times=2)
    with pytest.raises(TryLater):
        await channel.missed(START)
    with pytest.raises(TryLater):
        await channel.copies(waiting(Say(text="Hello")), since=START)


@pytest.mark.parametrize(
    ("say", "reason"),
    [
        (Say(text=" "), "empty"),
        (Say(text="x" * 1601), "1601 characters"),
        (Say(text="x" * 1601, card=CARD), "1601 characters"),
    ],
)
async def test_what_whatsapp_would_not_take_never_leaves(
    platform: TwilioStandIn, channel: WhatsApp, say: Say, reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        await channel.send(waiting(say))
    assert platform.sent == []


async def test_an_opt_out_at_twilio_is_an_opt_out(platform: TwilioStandIn, channel: WhatsApp) -> None:
    platform.opt_out(platform.person())
    with pytest.raises(Refused, match="21610") as refused:
        await channel.send(waiting(Say(text="Hello")))
    assert (refused.value.opted_out, refused.value.code) == (True, "21610")


async def test_too_many_requests_say_when_to_try_again(platform: TwilioStandIn, channel: WhatsApp) -> None:
    platform.faults.order("too_many", method="messages", retry_after=17)
    with pytest.raises(TryLater) as later:
        await channel.send(waiting(Say(text="Hello")))
    assert (later.value.seconds, platform.sent) == (17, [])


@pytest.mark.parametrize("wrong", ["broken", "silent", "dropped", "garbled"])
async def test_an_answer_that_never_came_leaves_doubt_which_the_list_resolves(
    platform: TwilioStandIn, account: TwilioAccount, clock: Clock, wrong: str
) -> None:
    platform.write(platform.person(), "hi")
    platform.faults.order(wrong, method="messages", taken=True)
    message = waiting(Say(text="Shall we call?", buttons=YES_NO))
    async with WhatsApp(account, public_url="https://bot.example.org", clock=clock, seconds=1) as channel:
        with pytest.raises(InDoubt):
            await channel.send(message)
    await platform.until(lambda: len(platform.sent) == 1)
    async with WhatsApp(account, public_url="https://bot.example.org", clock=clock) as channel:
        assert await channel.copies(message, since=START) == [platform.sent[0].sid]
        other = waiting(Say(text="Something else"))
        assert await channel.copies(other, since=START) == []
        assert await channel.copies(message, since=START + timedelta(minutes=59)) == [platform.sent[0].sid]
        assert await channel.copies(message, since=START + timedelta(minutes=61)) == []
        assert await channel.copies(replace(message, earlier=[platform.sent[0].sid]), since=START) == []


async def test_a_server_that_is_not_there_leaves_no_doubt(clock: Clock) -> None:
    async with TwilioStandIn(clock=clock) as gone:
        pass
    account = TwilioAccount(sid=ACCOUNT, token=TOKEN, sender=SENDER, api_url=gone.url)
    async with WhatsApp(account, public_url="https://bot.example.org", clock=clock) as channel:
        with pytest.raises(TryLater, match="no connection"):
            await channel.send(waiting(Say(text="Hello")))


async def test_a_wrong_account_keeps_the_message_for_after_the_mend(account: TwilioAccount, clock: Clock) -> None:
    async with WhatsApp(replace(account, token="wrong"), public_url="https://x.example", clock=clock) as channel:
        with pytest.raises(TryLater, match="TWILIO_AUTH_TOKEN"):
            await channel.send(waiting(Say(text="Hello")))


async def test_no_log_holds_the_token_a_number_or_a_word_of_a_message(
    platform: TwilioStandIn, channel: WhatsApp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    platform.write(platform.person(), "a confession")
    await platform.deliver()
    await channel.send(waiting(Say(text="my reply", buttons=YES_NO, card=CARD)))
    await channel.missed(START)
    for wrong in ("broken", "dropped", "garbled", "too_many"):
        platform.faults.order(wrong)
        with pytest.raises((TryLater, InDoubt)):
            await channel.send(waiting(Say(text="my reply")))
    said = caplog.text
    assert not [secret for secret in (TOKEN, PHONE[1:], "confession", "my reply", CARD.phone) if secret in said]


class SecondTooMany(Faults):
    """The first message goes through, the second meets a 429, those after it go through."""

    asked = 0

    def take(self, method: str) -> Fault | None:
        self.asked += method == "messages"
        return Fault(wrong=Wrong.TOO_MANY) if method == "messages" and self.asked == 2 else None


async def test_a_card_whose_text_had_to_wait_goes_out_once(platform: TwilioStandIn, channel: WhatsApp) -> None:
    platform.write(platform.person(), "hi")
    platform.faults = SecondTooMany()
    message = waiting(Say(text="She calls from this number.", card=CARD))
    with pytest.raises(InDoubt):
        await channel.send(message)
    await channel.send(replace(message, doubt_since=START))
    assert [bool(sent.media) for sent in platform.sent] == [True, False]


async def test_the_card_of_an_earlier_message_is_no_proof(platform: TwilioStandIn, channel: WhatsApp) -> None:
    platform.write(platform.person(), "hi")
    booked = await channel.send(waiting(Say(text="She calls at two.", card=CARD)))
    moved = waiting(Say(text="She calls at three.", card=CARD))
    await channel.send(replace(moved, doubt_since=START, earlier=[booked]))
    assert [bool(sent.media) for sent in platform.sent] == [True, False, True, False]
