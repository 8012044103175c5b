"""From the opening to the word of thanks, once per channel, in Dutch and in English, on both databases."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from tests.whole.rig import AMSTERDAM, Rig, TelegramHandset, WhatsAppHandset, link_recruiter, open_rig, telegram_handset


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said in one language, and what is read."""

    interested: str
    when: str
    confirm: str
    yes: str
    booked: str
    move: str
    new_moment: str
    moved: str
    reminder: str
    soon: str
    cancel: str
    cancelled: str
    title: str


DUTCH = Words(
    interested="ja leuk, vertel maar",
    when="vrijdag om 10 uur",
    confirm="vrijdag 27 november om tien uur 's ochtends (10:00, Nederlandse tijd). Klopt dat?",
    yes="Ja, klopt",
    booked="Sanne de Wit belt je vrijdag 27 november om tien uur 's ochtends (10:00, Nederlandse tijd)",
    move="Verzetten",
    new_moment="maandag om 11 uur",
    moved="Sanne de Wit belt je maandag 30 november om elf uur 's ochtends (11:00, Nederlandse tijd)",
    reminder="Even ter herinnering: Sanne belt je morgen, maandag 30 november, om elf uur 's ochtends (11:00",
    soon="Zo belt Sanne je, om 11:00",
    cancel="Afzeggen",
    cancelled="Je afspraak is afgezegd",
    title="servicemonteur",
)
ENGLISH = Words(
    interested="sounds good, tell me more",
    when="Friday at 10 am",
    confirm="Friday 27 November at ten o'clock in the morning (10:00, Dutch time). Is that right?",
    yes="Yes, that's right",
    booked="Sanne de Wit will call you Friday 27 November at ten o'clock in the morning (10:00, Dutch time)",
    move="Move the call",
    new_moment="Monday at 11 am",
    moved="Sanne de Wit will now call you Monday 30 November at eleven o'clock in the morning (11:00, Dutch time)",
    reminder="A quick reminder: Sanne will call you tomorrow, Monday 30 November, at eleven o'clock",
    soon="In a moment Sanne will call you, at 11:00",
    cancel="Cancel the call",
    cancelled="Your call is cancelled",
    title="heat pump service",
)
WORDS = {"nl": DUTCH, "en": ENGLISH}


async def candidate(rig: Rig, channel: str, language: str, times: int = 1) -> TelegramHandset | WhatsAppHandset:
    """Somebody at the door of the vacancy, in their channel."""
    if channel == "telegram":
        handset = await telegram_handset(rig, language=language)
        handset.times = times
        assert "stop" in await handset.start()
        return handset
    opening = "Hoi, ik zag jullie vacature" if language == "nl" else "Hello, I saw your vacancy"
    phone = WhatsAppHandset(rig, rig.twilio.person("+31687654321", "Noor"), opening, times)
    assert "stop" in await phone.start()
    title = next(button for button in phone.buttons if button.startswith(WORDS[language].title))
    assert "stop" in await phone.tap(title)
    return phone


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_the_whole_talk_with_a_move_and_a_cancel(database_url: str, channel: str, language: str) -> None:
    words = WORDS[language]
    async with open_rig(database_url) as rig:
        recruiter = await link_recruiter(rig, "sanne", 99)
        phone = await candidate(rig, channel, language)
        await phone.write(words.interested)
        assert words.confirm in await phone.write(words.when)
        said = await phone.tap(words.yes) + await phone.give_number()
        assert words.booked in said
        assert "+31 6 12345678" in said
        assert ("[card]" if channel == "telegram" else ".vcf") in said
        assert await rig.calls() == [("2026-11-27 10:00", "booked")]
        assert "Noor" in recruiter.texts[-1]

        await phone.tap(words.move)
        await phone.write(words.new_moment)
        assert words.moved in await phone.tap(words.yes)
        assert await rig.calls() == [("2026-11-30 11:00", "booked")]

        await rig.move_to(datetime(2026, 11, 29, 11, 1, tzinfo=AMSTERDAM))
        assert words.reminder in phone.texts[-1]
        await rig.move_to(datetime(2026, 11, 30, 10, 51, tzinfo=AMSTERDAM))
        assert words.soon in phone.texts[-1]

        assert words.cancelled in await phone.tap(words.cancel)
        assert await rig.calls() == [("2026-11-30 11:00", "cancelled")]
        read = len(phone.texts)
        await rig.wait(days=5)
        assert len(phone.texts) == read

        entries = [_entry(letter) for letter in rig.mailbox.letters]
        entries = [entry for entry in entries if entry]
        assert [entry["METHOD"] for entry in entries] == ["REQUEST", "REQUEST", "CANCEL"]
        assert [entry["SEQUENCE"] for entry in entries] == ["0", "1", "2"]
        assert len({entry["UID"] for entry in entries}) == 1


@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
async def test_every_message_delivered_twice_makes_one_turn(database_url: str, channel: str) -> None:
    async with open_rig(database_url) as rig:
        phone = await candidate(rig, channel, "nl", times=2)
        await phone.write(DUTCH.interested)
        await phone.write(DUTCH.when)
        await phone.tap(DUTCH.yes)
        await phone.give_number()
        assert await rig.calls() == [("2026-11-27 10:00", "booked")]
        assert len([text for text in phone.texts if DUTCH.confirm in text]) == 1
        assert len([text for text in phone.texts if DUTCH.booked in text]) == 1


async def test_after_the_call_comes_a_word_of_thanks(database_url: str) -> None:
    async with open_rig(database_url) as rig:
        recruiter = await link_recruiter(rig, "sanne", 99)
        phone = await candidate(rig, "whatsapp", "nl")
        await phone.write(DUTCH.interested)
        await phone.write("morgen om 14:00")
        await phone.tap(DUTCH.yes)
        await rig.move_to(datetime(2026, 11, 26, 14, 0, tzinfo=AMSTERDAM))
        assert "zien dat je belt" in await recruiter.tap("Ik bel nu")
        await rig.wait(hours=2)
        assert [text.split("\n")[0][:25] for text in phone.texts[-3:]] == [
            "Even ter herinnering: San",
            "Zo belt Sanne je, om 14:0",
            "Hopelijk was het een fijn",
        ]
        assert "Genoteerd" in await recruiter.tap("We spraken elkaar")
        assert "Je indruk van Noor" in await recruiter.write("Rustig en direct.\nWil dichter bij huis werken.")
        assert await rig.calls() == [("2026-11-26 14:00", "held")]


async def test_a_call_that_does_not_come_is_noticed_before_the_candidate_has_to_ask(database_url: str) -> None:
    async with open_rig(database_url) as rig:
        recruiter = await link_recruiter(rig, "sanne", 99)
        phone = await candidate(rig, "whatsapp", "nl")
        await phone.write(DUTCH.interested)
        await phone.write("morgen om 14:00")
        await phone.tap(DUTCH.yes)
        await rig.move_to(datetime(2026, 11, 26, 14, 4, tzinfo=AMSTERDAM))
        assert recruiter.texts[-1].startswith("Bel je Noor?")
        await rig.move_to(datetime(2026, 11, 26, 14, 5, tzinfo=AMSTERDAM))
        assert "Sorry dat je moet wachten" in phone.texts[-1]
        await rig.wait(days=2)
        assert await rig.calls() == [("2026-11-26 14:00", "unknown")]


async def test_a_second_call_leaves_the_first_one_as_it_was(database_url: str) -> None:
    async with open_rig(database_url) as rig:
        phone = await candidate(rig, "whatsapp", "nl")
        await phone.write(DUTCH.interested)
        await phone.write("morgen om 14:00")
        await phone.tap(DUTCH.yes)
        await rig.wait(days=2)
        await phone.write("kan ik je maandag om 10 uur nog eens spreken?")
        await phone.tap(DUTCH.yes)
        assert await rig.calls() == [("2026-11-26 14:00", "unknown"), ("2026-11-30 10:00", "booked")]


def _entry(letter: object) -> dict[str, str]:
    """The calendar entry in a letter, by property; empty where there is none."""
    parts = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]  # type: ignore[attr-defined]
    if not parts:
        return {}
    lines = parts[0].get_content().replace("\r\n ", "").splitlines()
    return {line.split(":")[0].split(";")[0]: line.partition(":")[2] for line in reversed(lines)}
