"""Many at once, and out of order: one slot, one turn, nobody sees an error."""

import asyncio
from collections import Counter

from tests.whole.rig import Rig, WhatsAppHandset, open_rig, telegram_handset


async def test_twenty_candidates_want_one_slot(database_url: str) -> None:
    async with open_rig(database_url) as rig:
        phones = [WhatsAppHandset(rig, rig.twilio.person(f"+316200000{n:02}", f"Kim {n}"), "Hallo") for n in range(20)]
        for phone in phones:
            rig.twilio.write(phone.person, "Hoi, ik zag jullie vacature")
        await _all_at_once(rig)
        for phone in phones:
            rig.twilio.tap(phone.person, "servicemonteur")
        await _all_at_once(rig)
        for phone in phones:
            rig.twilio.write(phone.person, "ja leuk, bel me morgen om 14:00")
        await _all_at_once(rig)
        assert Counter("Klopt dat?" in phone.texts[-1] for phone in phones) == {True: 20}
        for phone in phones:
            rig.twilio.tap(phone.person, "Ja, klopt")
        await _all_at_once(rig)

        booked = [phone for phone in phones if any("Staat genoteerd" in text for text in phone.texts)]
        others = [phone for phone in phones if phone not in booked]
        assert len(booked) == 1
        assert len(others) == 19
        for phone in others:
            assert "door iemand anders genomen" in phone.texts[-1]
            assert 1 <= len(phone.buttons) <= 3
        assert [call for call in await rig.calls() if call[1] == "booked"] == [("2026-11-26 14:00", "booked")]


async def test_pairs_out_of_order_make_one_turn_each(database_url: str) -> None:
    async with open_rig(database_url) as rig:
        phone = await telegram_handset(rig)
        await phone.start()
        rig.telegram.write(phone.person, "ja leuk")
        rig.telegram.write(phone.person, "vrijdag om 10 uur")
        statuses = await rig.telegram.deliver(times=2, backwards=True)
        await rig.settle()
        assert set(statuses) == {200}
        assert await rig.turns() == 3
        assert not await rig.calls()
        await phone.tap("Ja, klopt")
        await phone.give_number()
        assert await rig.calls() == [("2026-11-27 10:00", "booked")]


async def test_a_tap_that_overtakes_a_text_moves_nothing_twice(database_url: str) -> None:
    async with open_rig(database_url) as rig:
        phone = await telegram_handset(rig)
        await phone.start()
        rig.telegram.tap(phone.person, "Ja graag")
        rig.telegram.write(phone.person, "ja graag")
        await rig.telegram.deliver(times=2)
        await rig.settle()
        assert sum("Wanneer zou" in text for text in phone.texts) >= 1
        await phone.write("vrijdag om 10 uur")
        await phone.tap("Ja, klopt")
        await phone.give_number()
        assert await rig.calls() == [("2026-11-27 10:00", "booked")]


async def _all_at_once(rig: Rig) -> None:
    """Every call that waits goes out side by side."""
    calls, rig.twilio.webhooks.waiting = rig.twilio.webhooks.waiting, []
    statuses = await asyncio.gather(*(rig.twilio.webhooks.make(rig.twilio.session, call) for call in calls))
    assert set(statuses) == {200}
    await rig.settle()
