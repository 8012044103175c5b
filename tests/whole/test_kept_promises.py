"""Whoever expects a call is never left alone with it: real processes, recruiters who are away, a night of DST."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web

from tests.handlers.over_calendars.servers import open_odd_server
from tests.whole.callers import begin, book, heard, wants_now
from tests.whole.fleet import eventually
from tests.whole.house import RECRUITERS, open_house
from tests.whole.owed import longest_silence
from tests.whole.rig import AMSTERDAM

THURSDAY, FRIDAY = datetime(2026, 11, 26, tzinfo=AMSTERDAM), datetime(2026, 11, 27, tzinfo=AMSTERDAM)


async def test_recruiters_who_are_away_or_race_leave_nobody_waiting(sqlite_database_url: str, tmp_path: Path) -> None:
    async with open_house(sqlite_database_url, tmp_path) as house:
        anna, kim, joris = (house.somebody(n, hour=11) for n in range(3))
        await begin(anna)
        await book(anna)

        house.clock(THURSDAY, hours=11, minutes=30)
        await begin(kim)
        await wants_now(kim)
        for name in RECRUITERS:
            await house.told(name, "wil nu gebeld worden")
            house.taps(name, "Ik bel")
        await heard(kim, "Zo meteen belt")
        await eventually(house.settled)
        won = [await house.has_read(name, "Het gesprek is van jou") for name in RECRUITERS]
        assert sorted(won) == [False, True]
        house.fleet.clock.move(timedelta(minutes=5))
        await heard(kim, "Ik zie nog niet dat")
        assert sum("Zo meteen belt" in text for text in kim.texts) == 1

        house.clock(THURSDAY, hours=12)
        await begin(joris)
        await wants_now(joris)
        house.fleet.clock.move(timedelta(seconds=180))
        await heard(joris, "Sorry, er kon nu toch niemand bellen.")

        house.clock(FRIDAY, hours=10, minutes=50)
        await heard(anna, "Zo belt Sanne je, om 11:00")
        house.clock(FRIDAY, hours=11, minutes=3)
        await house.told("sanne", "wacht op je telefoontje")
        await house.told("tiago", "verwacht een telefoontje van Sanne")
        house.clock(FRIDAY, hours=11, minutes=5)
        await heard(anna, "Ik zie nog niet dat Sanne je belt.")
        await heard(anna, "Ik heb rondgevraagd wie je nu kan bellen.")
        silences = [await longest_silence(house.fleet, one) for one in (anna, kim, joris)]
        assert silences == [timedelta(minutes=5), timedelta(minutes=5), timedelta(minutes=3)]


async def test_a_changed_calendar_and_a_closed_vacancy_leave_nobody_waiting(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    meetings = ""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{meetings}END:VCALENDAR\r\n")

    async with open_odd_server(answer) as calendar:
        own = ("    notice_minutes", "    calendar: {ics_from: SANNE_CALENDAR}\n    notice_minutes")
        async with open_house(sqlite_database_url, tmp_path, own, SANNE_CALENDAR=calendar.url) as house:
            anna, bert = house.somebody(1, hour=11), house.somebody(2, hour=12)
            for one in (anna, bert):
                await begin(one)
                await book(one)

            meetings = (
                "BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261127T093000Z\r\n"
                "DURATION:PT1H\r\nEND:VEVENT\r\n"
            )
            (server,) = house.fleet.processes
            await server.stop()
            await server.start()
            await house.told("sanne", "in je agenda staat dan nu iets anders")
            house.clock(FRIDAY, hours=10)
            await house.told("sanne", "volgens je agenda kun je dan niet")
            house.taps("sanne", "Vraag een collega")
            await house.told("tiago", "verwacht een telefoontje van Sanne")
            house.taps("tiago", "Ik bel")
            await heard(anna, "gebeld door Tiago Marques")

            await house.load(
                "vacancies.yaml", ("    script: first-contact\n", "    open: false\n    script: first-contact\n")
            )
            house.clock(FRIDAY, hours=11)
            await heard(bert, "intussen gesloten. Om 12:00 belt Sanne je nog wel")
            house.clock(FRIDAY, hours=11, minutes=5)
            await heard(anna, "Ik zie nog niet dat Tiago je belt.")
            house.clock(FRIDAY, hours=12, minutes=5)
            await heard(bert, "Ik zie nog niet dat Sanne je belt.")


async def test_in_the_night_on_which_the_clocks_change_nothing_comes_an_hour_early_or_late(
    sqlite_database_url: str, tmp_path: Path
) -> None:
    saturday, start = datetime(2026, 10, 24, 20, tzinfo=AMSTERDAM), datetime(2026, 10, 25, 8, tzinfo=UTC)
    nights = (
        '      mon-thu: ["09:00-12:30", "13:00-17:30"]\n',
        '      sun: ["09:00-17:00"]\n      mon-thu: ["09:00-12:30", "13:00-17:30"]\n',
    )
    async with open_house(sqlite_database_url, tmp_path, nights, now=saturday) as house:
        anna = house.somebody(1, hour=9)
        await begin(anna)
        anna.write("morgen om 9 uur")
        await heard(anna, "Klopt dat?")
        anna.tap("Ja, klopt")
        await heard(anna, "nummer")
        anna.give_number()
        await heard(anna, "Staat genoteerd")
        house.clock(start, minutes=-65)  # what was 08:55 the day before
        anna.write("wat verdient het?")
        await heard(anna, "bruto per maand")
        assert not any("Zo belt" in text for text in anna.texts)
        house.clock(start, minutes=-10)
        await heard(anna, "Zo belt Sanne je, om 09:00")
        house.clock(start, minutes=3)
        await house.told("sanne", "wacht op je telefoontje")
        house.clock(start, minutes=5)
        await heard(anna, "Ik zie nog niet dat Sanne je belt.")
