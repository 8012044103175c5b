"""What failed too often stands in nobody's way, can be seen, and can be tried again."""

from dataclasses import replace
from datetime import timedelta

from structlog.testing import capture_logs

from bot.sayings import Sayings
from bot.understanding.understood import Question, Understood
from handlers.clock import MovableClock
from handlers.intake import Intake
from handlers.metrics import Metrics
from storage.aside import SetAside, set_aside, try_again
from storage.database import read, transact
from storage.once import unsettled
from tests.storage.looking import outcomes
from tests.storage.settings import WEDNESDAY, Office, understand

CALL_AT = WEDNESDAY.replace(day=26, hour=13, minute=0)


def breaks_at_boom(text: str, question: Question) -> Understood:
    if text == "boom":
        raise ZeroDivisionError(text)
    return understand(text, question)


async def seen_aside(office: Office) -> list[SetAside]:
    return list(await read(office.database, set_aside))


async def tried_again(office: Office, *ids: str) -> int:
    return await transact(office.database, lambda c: try_again(c, ids or None, office.now))


async def test_what_is_set_aside_can_be_seen_and_once_it_is_mended_counts_behind_what_came_since(
    office: Office,
) -> None:
    mended = office.house
    office.house = replace(mended, understand=breaks_at_boom)
    someone = office.someone()
    await someone.start(await office.door())
    boom = someone.writes("boom")
    assert outcomes(await office.take(boom, boom, boom)) == ["failed", "failed", "set_aside"]
    assert (await someone.write("yes please")).outcome == "applied"
    expected = SetAside(
        id=boom.id, kind="message_received", conversation=None, tries=3, error="ZeroDivisionError", at=office.now
    )
    assert await seen_aside(office) == [expected]

    office.house = mended
    assert await tried_again(office, "another") == 0
    assert await tried_again(office, boom.id) == 1
    assert await seen_aside(office) == []
    again = await read(office.database, lambda c: unsettled(c, office.now, 10))
    assert outcomes(await office.take(*again)) == ["applied"]
    assert [text for text in await someone.texts() if text.startswith(">")] == ["> yes please", "> boom"]
    assert await tried_again(office) == 0


async def test_what_is_tried_again_in_vain_is_set_aside_again(office: Office) -> None:
    office.house = replace(office.house, understand=breaks_at_boom)
    someone = office.someone()
    await someone.start(await office.door())
    boom = someone.writes("boom")
    await office.take(boom, boom, boom)
    assert await tried_again(office) == 1
    assert outcomes(await office.take(boom, boom, boom)) == ["failed", "failed", "set_aside"]


async def test_a_timer_that_was_set_aside_rings_after_all(office: Office) -> None:
    someone = office.someone()
    await someone.book()
    office.now = CALL_AT - timedelta(hours=23)
    mended = office.house
    office.house = replace(mended, sayings=Sayings({}))
    for _ in range(3):
        await office.ring()
        office.pass_time(minutes=1)
    assert [(one.kind, one.conversation is not None) for one in await seen_aside(office)] == [("timer_fired", True)]

    office.house = mended
    before = len(await someone.lines())
    assert await tried_again(office) == 1
    assert await seen_aside(office) == []
    assert outcomes(await office.ring()) == ["applied"]
    assert len(await someone.lines()) == before + 1


async def test_it_is_counted_and_logged_without_a_word_of_it(office: Office) -> None:
    clock, metrics = MovableClock(WEDNESDAY), Metrics()
    house = replace(office.house, understand=breaks_at_boom)
    intake = Intake(database=office.database, house=house, clock=clock, metrics=metrics, changed=lambda: None)
    someone = office.someone()
    await someone.start(await office.door())
    await office.take(someone.writes("yes please"))
    boom = someone.writes("boom")
    office.house = house
    await office.take(boom)
    with capture_logs() as logs:
        for _ in range(3):
            clock.move(timedelta(minutes=1))
            await intake.ring()
    told = [(line["log_level"], line["outcome"], line["error"]) for line in logs]
    assert told == [("error", "failed", "ZeroDivisionError"), ("error", "set_aside", "ZeroDivisionError")]
    assert "boom" not in str(logs)
    assert 'belmoment_events_total{outcome="set_aside"} 1.0' in metrics.text().decode()
