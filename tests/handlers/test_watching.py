"""What ops see of a running server: figures that are right, and one id from the webhook to the send."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.handlers.offices import eventually
from tests.handlers.servers import on_telegram, on_whatsapp, published, serving, webhook_address
from tests.standins.telegram import TelegramStandIn
from tests.standins.twilio import TwilioStandIn

PEER = "+31687654321"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramStandIn]:
    async with TelegramStandIn() as standin:
        yield standin


async def test_the_figures_after_a_talk(
    surroundings: dict[str, str], tmp_path: Path, sqlite_database_url: str, telegram: TelegramStandIn
) -> None:
    door = await published(sqlite_database_url)
    async with TwilioStandIn(webhook_url=webhook_address()) as twilio:
        before = twilio.write(twilio.person("+31600000001"), "hoi, ben je er?")
        twilio.webhooks.waiting.clear()  # this one fell into an outage
        settings = on_telegram(telegram) | on_whatsapp(twilio)
        async with serving(surroundings, tmp_path, sqlite_database_url, settings) as server:
            anna = telegram.person(12345)
            telegram.faults.order("broken", method="sendMessage", status=502)
            telegram.start(anna, door)
            await telegram.until(lambda: len(telegram.sent) == 1, seconds=120)
            telegram.write(anna, "wat schuift het?")
            await telegram.until(lambda: len(telegram.sent) == 2, seconds=60)
            telegram.faults.order("dropped", method="sendMessage", taken=True)
            telegram.write(anna, "en waar is het?")
            await twilio.until(lambda: any(one.to == before.sender for one in twilio.sent), seconds=60)

            async def noted() -> bool:
                return await server.figure('belmoment_outbox{state="put_off"}') == 1

            await eventually(noted)
            seen = {name: await server.figure(name) for name in EXPECTED}
            sums = [await server.figure(f"belmoment_event_to_{what}_seconds_sum") for what in ("commit", "sent")]
    assert seen == EXPECTED
    assert all(0 <= seconds < 3600 for seconds in sums)


EXPECTED = {
    "belmoment_turns_total": 4,
    "belmoment_event_to_commit_seconds_count": 4,
    "belmoment_event_to_sent_seconds_count": 3,
    'belmoment_outgoing_total{medium="say",outcome="sent"}': 3,
    'belmoment_outgoing_total{medium="say",outcome="later"}': 1,
    'belmoment_retries_total{medium="say"}': 1,
    'belmoment_caught_up_total{channel="whatsapp"}': 1,
    'belmoment_outbox{state="due"}': 0,
    'belmoment_outbox{state="put_off"}': 1,
    "belmoment_timers_overdue_seconds": 0,
    'belmoment_events_unsettled{outcome="set_aside"}': 0,
    'belmoment_trouble{trouble="full"}': 0,
    'belmoment_database_errors_total{trouble="away"}': 0,
}


async def test_one_id_leads_from_the_webhook_to_what_was_sent(
    surroundings: dict[str, str], tmp_path: Path, sqlite_database_url: str
) -> None:
    await published(sqlite_database_url)
    async with (
        TwilioStandIn(webhook_url=webhook_address()) as twilio,
        serving(surroundings, tmp_path, sqlite_database_url, on_whatsapp(twilio)) as server,
    ):
        noor = twilio.person(PEER, "Noortje")
        twilio.write(noor, "hoi")
        assert await twilio.deliver() == [200]
        await twilio.until(lambda: len(twilio.sent) == 1, seconds=60)
        message = twilio.write(noor, "servicemonteur, zei mijn buurvrouw")
        await twilio.deliver()
        await twilio.until(lambda: len(twilio.sent) == 2, seconds=60)

        async def both_are_noted() -> bool:
            return len(server.told("sent")) == 2

        await eventually(both_are_noted)
        log = server.log.read_text()
    found = [json.loads(line) for line in log.splitlines() if message.sid in line]
    assert [line["event"] for line in found] == ["turn", "sent"]
    turn, sent = found
    assert turn["event_id"] == sent["event_id"] == f"whatsapp:{message.sid}"
    assert turn["trace"] == sent["trace"] == f"{turn['conversation']}-{turn['turn']}"
    assert sent["outgoing"].startswith(f"{turn['trace']}-")
    for secret in ("Noortje", "buurvrouw", PEER, PEER[1:], "servicemonteur"):
        assert secret not in log
