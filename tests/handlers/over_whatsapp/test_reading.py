"""What people do on WhatsApp, and what Twilio reports, becomes events."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp

from bot.events import DeliveryReported, MediaReceived, MessageReceived, Started, Unhandled
from bot.model import Address
from bot.outgoing import Say
from handlers.whatsapp.channel import WhatsApp
from handlers.whatsapp.reading import read_form
from tests.handlers.over_whatsapp.house import ANNA, PHONE, START, YES_NO, Clock, waiting
from tests.handlers.receiver import Receiver
from tests.standins.twilio import TwilioStandIn


async def test_what_a_person_does_becomes_events(platform: TwilioStandIn, door: Receiver, channel: WhatsApp) -> None:
    anna = platform.person(PHONE, "Anna Smit")
    written = [
        platform.write(anna, "/start V-12"),
        platform.write(anna, "Hoi,\nis het een vaste baan? ✓"),
        platform.send_media(anna, "voice"),
        platform.send_media(anna, "image", caption="my bike"),
        platform.send_media(anna, "document"),
        platform.send_location(anna),
    ]
    assert await platform.deliver() == [200] * 6

    def sender(number: int) -> dict[str, Any]:
        event = f"whatsapp:{written[number].sid}"
        return {"id": event, "at": START, "address": ANNA, "name": "Anna Smit", "phone": PHONE}

    assert door.events == [
        Started(**sender(0), code="V-12"),
        MessageReceived(**sender(1), text="Hoi,\nis het een vaste baan? ✓"),
        MediaReceived(**sender(2), kind="voice"),
        MessageReceived(**sender(3), text="my bike"),
        MediaReceived(**sender(4), kind="document"),
        MediaReceived(**sender(5), kind="location"),
    ]


async def test_a_person_who_hides_the_number_has_an_address_and_no_phone(
    platform: TwilioStandIn, door: Receiver, channel: WhatsApp
) -> None:
    anna = platform.person(PHONE, hidden=True)
    written = platform.write(anna, "hello")
    await platform.deliver()
    address = Address("whatsapp", "NL.1349120865530274")
    assert door.events == [
        MessageReceived(id=f"whatsapp:{written.sid}", at=START, address=address, name="Anna", text="hello")
    ]
    await channel.send(waiting(Say(text="Hello Anna"), to=address))
    assert [(message.to, message.body) for message in platform.sent] == [("whatsapp:NL.1349120865530274", "Hello Anna")]


async def test_the_status_of_a_message_comes_back_under_its_outbox_id(
    platform: TwilioStandIn, door: Receiver, channel: WhatsApp
) -> None:
    platform.person()
    platform.state.heard[f"whatsapp:{PHONE}"] = START
    sid = await channel.send(waiting(Say(text="Hello")))
    platform.read(platform.sent[0])
    await platform.deliver(times=2, backwards=True)

    def reported(status: str) -> DeliveryReported:
        told = {"outgoing": "out/1", "status": status, "provider_id": sid}
        return DeliveryReported(id=f"whatsapp:{sid}:{status}", at=START, **told)

    twice = [reported(status) for status in ("read", "delivered", "sent") for _ in range(2)]
    assert door.events == twice


async def test_a_closed_window_that_we_did_not_know_of_is_reported(
    platform: TwilioStandIn, door: Receiver, channel: WhatsApp
) -> None:
    platform.person()
    sid = await channel.send(waiting(Say(text="Hello")))
    await platform.deliver()
    assert door.events == [
        DeliveryReported(
            id=f"whatsapp:{sid}:failed", at=START, outgoing="out/1", status="failed", code="63016", provider_id=sid
        )
    ]


async def test_a_status_of_a_message_that_is_not_ours_is_set_aside(
    platform: TwilioStandIn, door: Receiver, channel: WhatsApp
) -> None:
    platform.write(platform.person(), "hi")
    await channel.send(waiting(Say(text="Hello")))
    (sent,) = platform.sent
    platform.webhooks.waiting.clear()
    platform.state.messages[sent.sid] = replace(sent, callback="https://bot.example.org/webhooks/whatsapp/status")
    platform.fail(sent, 63014)
    await platform.deliver()
    assert [type(event) for event in door.events] == [Unhandled]


async def test_what_is_no_whatsapp_is_set_aside(platform: TwilioStandIn, door: Receiver, channel: WhatsApp) -> None:
    anna = platform.person()
    for change in ({"From": "+31612345678"}, {"Body": "", "MessageType": "reaction"}, {"Body": " "}):
        platform.write(anna, "hi")
        call = platform.webhooks.waiting.pop()
        platform.webhooks.waiting.append(replace(call, form={**call.form, **change}))
        assert await platform.deliver() == [200]
    assert [event.kind for event in door.events if isinstance(event, Unhandled)] == ["not_whatsapp", "reaction", "text"]


async def test_what_came_in_while_we_were_away_is_fetched_under_the_same_ids(
    platform: TwilioStandIn, door: Receiver, channel: WhatsApp, clock: Clock
) -> None:
    anna, ben = platform.person(), platform.person("+31687654321", "Ben")
    platform.write(anna, "before")
    await channel.send(waiting(Say(text="Shall we call?", buttons=YES_NO)))
    platform.webhooks.waiting.clear()
    door.status = 503
    clock.now += timedelta(minutes=1)
    tap = platform.tap(anna, "Yes, gladly")
    clock.now += timedelta(minutes=1)
    written = [platform.write(ben, f"message {number}") for number in range(3)]
    picture = platform.send_media(ben, "image")
    assert await platform.deliver() == [503] * 5
    one_later, two_later = START + timedelta(minutes=1), START + timedelta(minutes=2)
    bens: dict[str, Any] = {"address": Address("whatsapp", "+31687654321"), "phone": "+31687654321", "at": two_later}
    assert await channel.missed(one_later) == [
        MessageReceived(id=f"whatsapp:{tap.sid}", at=one_later, address=ANNA, phone=PHONE, text="Yes, gladly"),
        *(MessageReceived(id=f"whatsapp:{w.sid}", text=w.body, **bens) for w in written),
        MediaReceived(id=f"whatsapp:{picture.sid}", kind="other", **bens),
    ]


async def test_a_forged_call_is_turned_away(door: Receiver, channel: WhatsApp) -> None:
    form = {"MessageSid": "SM1", "From": f"whatsapp:{PHONE}", "Body": "hi"}
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {"X-Twilio-Signature": "bm9ub25v"}, {"X-Twilio-Signature": "\xff"}):
            async with session.post(f"{door.url}/webhooks/whatsapp", data=form, headers=headers) as response:
                assert response.status == 403
        async with session.post(f"{door.url}/webhooks/whatsapp", json=form) as response:
            assert response.status == 403
    assert door.events == []


async def test_a_signed_form_without_its_message_is_unreadable(
    platform: TwilioStandIn, door: Receiver, channel: WhatsApp
) -> None:
    platform.write(platform.person(), "hi")
    (call,) = platform.webhooks.waiting
    platform.webhooks.waiting = [replace(call, form={"Body": "hi"})]
    assert await platform.deliver() == [400]


def test_zeros_and_halves_of_characters_get_into_no_id() -> None:
    form = {"MessageSid": "SM\x001", "From": "whatsapp:\ud800", "Body": "hoi", "ProfileName": "\u202eAnna"}
    assert read_form(form, outgoing="", now=START) == MessageReceived(
        id="whatsapp:SM1", at=START, address=Address("whatsapp", "\ufffd"), name="Anna", text="hoi"
    )
