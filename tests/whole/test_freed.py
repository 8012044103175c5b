"""A moment given back, over WhatsApp: whoever wished for it is asked, also where the 24 hours are over."""

from tests.whole.rig import WhatsAppHandset, another, open_rig

OFFER = (
    "Er is een moment vrijgekomen zoals je het eerst wilde: Sanne kan je ook vandaag, donderdag 26 november, om twee "
    "uur 's middags (14:00"
)


async def test_who_wished_for_it_is_asked_after_a_day_and_takes_it_with_one_tap(sqlite_database_url: str) -> None:
    async with open_rig(sqlite_database_url) as rig:
        first = WhatsAppHandset(rig, rig.twilio.person("+31620000001", "Kim"), "Hoi, ik zag jullie vacature")
        second = another(first, "+31620000002")
        for phone, words in (
            (first, ("bel me morgen om 14:00", "ja")),
            (second, ("bel me morgen om 14:00", "dan maandag om 14:00", "ja")),
        ):
            await phone.start()
            await phone.tap("servicemonteur")
            await phone.write("ja leuk")
            for text in words:
                await phone.write(text)
        assert await rig.calls() == [("2026-11-26 14:00", "booked"), ("2026-11-30 14:00", "booked")]
        await rig.wait(hours=25)
        await first.write("annuleer mijn afspraak")
        await rig.wait(seconds=1)
        assert second.texts[-1].startswith(OFFER)
        assert "Verzet: Sanne de Wit belt je vandaag" in await second.tap("Ja, liever dan")
        assert sorted(await rig.calls()) == [("2026-11-26 14:00", "booked"), ("2026-11-26 14:00", "cancelled")]
