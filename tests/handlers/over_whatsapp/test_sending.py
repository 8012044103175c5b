"""What the bot says, as WhatsApp shows it."""

from dataclasses import replace

import pytest

from bot.events import Tapped
from bot.model import Button
from bot.outgoing import Say
from handlers.whatsapp.channel import TwilioAccount, WhatsApp
from tests.handlers.over_whatsapp.house import ANNA, CARD, PHONE, SLOTS, START, YES_NO, Clock, waiting
from tests.handlers.receiver import Receiver
from tests.standins.twilio import SERVICE, TwilioStandIn


async def test_up_to_three_buttons_can_be_tapped(platform: TwilioStandIn, door: Receiver, channel: WhatsApp) -> None:
    anna = platform.person()
    platform.write(anna, "hi")
    await channel.send(waiting(Say(text="Shall we call?\n\nEva has time.", buttons=YES_NO)))
    (sent,) = platform.sent
    assert (sent.body, sent.kind) == ("Shall we call?\n\nEva has time.", "twilio/quick-reply")
    tap = platform.tap(anna, "Yes, gladly")
    await platform.deliver()
    assert door.events[-1] == Tapped(
        id=f"whatsapp:{tap.sid}",
        at=START,
        address=ANNA,
        name="Anna",
        phone=PHONE,
        button="yes",
        title="Yes, gladly",
    )


async def test_four_to_ten_buttons_are_a_list(platform: TwilioStandIn, door: Receiver, channel: WhatsApp) -> None:
    anna = platform.person()
    platform.write(anna, "hi")
    await channel.send(waiting(Say(text="When?", buttons=SLOTS)))
    (sent,) = platform.sent
    assert (sent.kind, [button.description for button in sent.buttons]) == (
        "twilio/list-picker",
        ["with Eva", "", "", ""],
    )
    platform.tap(anna, "Tue 9:00")
    await platform.deliver()
    tapped = door.events[-1]
    assert isinstance(tapped, Tapped)
    assert (tapped.button, tapped.title) == ("slot-9", "Tue 9:00")


async def test_few_templates_serve_many_messages_also_after_a_restart(
    platform: TwilioStandIn, account: TwilioAccount, channel: WhatsApp, clock: Clock
) -> None:
    platform.write(platform.person(), "hi")
    for text in ("Shall we call?", "Is Dutch fine?"):
        await channel.send(waiting(Say(text=text, buttons=YES_NO)))
    async with WhatsApp(account, public_url="https://bot.example.org", clock=clock) as restarted:
        await restarted.send(waiting(Say(text="Are you there?", buttons=YES_NO)))
    assert [message.body for message in platform.sent] == ["Shall we call?", "Is Dutch fine?", "Are you there?"]
    assert len(platform.contents) == 1
    assert "call" not in str(platform.contents[0]), "a template holds no words of a message"


async def test_a_long_line_and_wild_blanks_go_through_a_template(platform: TwilioStandIn, channel: WhatsApp) -> None:
    platform.write(platform.person(), "hi")
    text = "word " * 90 + "end.\n\tindented      far"
    await channel.send(waiting(Say(text=text, buttons=YES_NO)))
    (sent,) = platform.sent
    assert sent.body == "word " * 90 + "end.\nindented far"


@pytest.mark.parametrize(
    "buttons",
    [
        tuple(Button(str(number), f"option {number}") for number in range(11)),
        (Button("a", "a title of more than twenty-four characters"), Button("b", "short")),
        (Button("a", "same"), Button("b", "same")),
    ],
)
async def test_buttons_that_whatsapp_can_not_show_are_numbered(
    platform: TwilioStandIn, channel: WhatsApp, buttons: tuple[Button, ...]
) -> None:
    platform.write(platform.person(), "hi")
    await channel.send(waiting(Say(text="Choose:", buttons=buttons)))
    lines = [f"{number}. {button.title}" for number, button in enumerate(buttons, start=1)]
    assert [message.body for message in platform.sent] == ["\n".join(["Choose:", "", *lines])]
    assert platform.contents == []


@pytest.mark.parametrize(("wrong", "times"), [("broken", 1), ("too_many", 1), ("garbled", 1), ("dropped", 2)])
async def test_without_its_template_a_message_is_numbered(
    platform: TwilioStandIn, channel: WhatsApp, wrong: str, times: int
) -> None:
    platform.write(platform.person(), "hi")
    # aiohttp itself asks again, once, where a question without effect was cut off.
    platform.faults.order(wrong, method="content", times=times)
    await channel.send(waiting(Say(text="Shall we call?", buttons=YES_NO)))
    await channel.send(waiting(Say(text="Shall we call?", buttons=YES_NO)))
    assert [(message.kind, message.body) for message in platform.sent] == [
        ("", "Shall we call?\n\n1. Yes, gladly\n2. No, thanks"),
        ("twilio/quick-reply", "Shall we call?"),
    ]


async def test_a_template_that_somebody_deleted_is_made_anew(platform: TwilioStandIn, channel: WhatsApp) -> None:
    platform.write(platform.person(), "hi")
    for _ in range(3):
        await channel.send(waiting(Say(text="Shall we call?", buttons=YES_NO)))
        if len(platform.sent) == 1:
            platform.state.contents.clear()
    assert [message.kind for message in platform.sent] == ["twilio/quick-reply", "", "twilio/quick-reply"]


async def test_a_contact_card_goes_out_before_its_caption(platform: TwilioStandIn, channel: WhatsApp) -> None:
    platform.write(platform.person(), "hi")
    await channel.send(waiting(Say(text="She calls from this number.", card=CARD)))
    callback = "https://bot.example.org/webhooks/whatsapp/status?outgoing=out%2F1"
    assert [(message.media, message.body, message.callback) for message in platform.sent] == [
        (("https://bot.example.org/cards/out%2F1.vcf",), "", "https://bot.example.org/webhooks/whatsapp/status?card=1"),
        ((), "She calls from this number.", callback),
    ]


async def test_a_message_goes_out_through_a_messaging_service(
    platform: TwilioStandIn, account: TwilioAccount, clock: Clock
) -> None:
    platform.write(platform.person(), "hi")
    served = replace(account, sender="", service=SERVICE)
    async with WhatsApp(served, public_url="https://bot.example.org", clock=clock) as channel:
        sent = await channel.send(waiting(Say(text="Hello")))
    assert [(message.sid, message.service) for message in platform.sent] == [(sent, SERVICE)]
