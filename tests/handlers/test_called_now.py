"""Who wants to be called at once learns who calls as soon as a recruiter says so: no beat of ours lies in between.

How long it takes in all, with processes of their own, is measured by `python3 run bench claims`.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.handlers.offices import OpenOffice, open_office

WITHIN = 5.0
"""Seconds in which the candidate is to learn the name."""
BEAT = 0.9
"""A little less than the second in which our own looks and beats recur."""
NEVER = 1e6
ENOUGH = 60.0


@contextmanager
def without_timers_from(seconds: float) -> Iterator[None]:
    """Whatever waits for so long from now on, in this loop, waits for ever."""
    loop: Any = asyncio.get_running_loop()
    usual = loop.call_at

    def call_at(when: float, callback: Callable[..., object], *args: object, context: Any = None) -> object:
        later = when if when - loop.time() < seconds else when + NEVER
        return usual(later, callback, *args, context=context)

    loop.call_at = call_at
    try:
        yield
    finally:
        del loop.call_at


async def on_whatsapp(office: OpenOffice) -> Callable[[], list[str]]:
    """Somebody there who wants to be called now, and what they read."""
    anna = office.twilio.person("+31687654321")

    def read() -> list[str]:
        return [message.body for message in office.twilio.sent]

    for number, words in enumerate((f"Hoi #{await office.door()}", "ja leuk", "ik kan nu"), start=1):
        office.twilio.write(anna, words)
        assert set(await office.twilio.deliver()) == {200}
        await office.twilio.until(lambda wanted=number: len(read()) >= wanted, seconds=ENOUGH)  # type: ignore[misc]
    return read


async def on_telegram(office: OpenOffice) -> Callable[[], list[str]]:
    """The same there, which lets one message a second into a chat."""
    anna = office.telegram.person(12345, language_code="nl", phone="31687654321")

    def read() -> list[str]:
        return [sent.text for sent in office.telegram.sent if sent.chat == anna.id]

    door = await office.door()
    acts: tuple[Callable[[], object], ...] = (
        lambda: office.telegram.start(anna, door),
        lambda: office.telegram.write(anna, "ja leuk"),
        lambda: office.telegram.write(anna, "ik kan nu"),
        lambda: office.telegram.share_contact(anna),
    )
    for number, act in enumerate(acts, start=1):
        act()
        assert set(await office.telegram.deliver()) == {200}
        await office.telegram.until(lambda wanted=number: len(read()) >= wanted, seconds=ENOUGH)  # type: ignore[misc]
    return read


@pytest.mark.parametrize(("wants_now", "longest"), [(on_whatsapp, BEAT), (on_telegram, WITHIN)])
async def test_between_a_claim_and_the_word_to_who_waits_for_it_nothing_recurs_or_is_waited_for(
    sqlite_database_url: str, wants_now: Any, longest: float
) -> None:
    async with open_office(sqlite_database_url) as office, asyncio.timeout(ENOUGH):
        sanne = office.telegram.person(9000, "Sanne")
        office.telegram.start(sanne, await office.link())
        await office.telegram.deliver()
        with without_timers_from(longest):
            read = await wants_now(office)
            await office.telegram.until(lambda: "Ik bel" in titles(office, sanne.id))
            assert read()[-1].startswith("Ik vraag wie je nu kan bellen.")
            office.telegram.tap(sanne, "Ik bel")
            assert set(await office.telegram.deliver()) == {200}
            platform = office.twilio if wants_now is on_whatsapp else office.telegram
            await platform.until(lambda: any(text.startswith("Zo meteen belt Sanne de Wit je") for text in read()))


def titles(office: OpenOffice, chat: int) -> list[str]:
    """Of the buttons under what was said last there."""
    said = [sent for sent in office.telegram.sent if sent.chat == chat]
    return [title for title, _ in said[-1].buttons] if said else []
