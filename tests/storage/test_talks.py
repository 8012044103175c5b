"""Which talk a message belongs to: one open topic per person, about a vacancy that was named or chosen."""

from dataclasses import replace

from tests.storage.looking import talks
from tests.storage.settings import CONTENTS, DRIVER, PLANNER, Office


async def test_somebody_without_a_code_talks_about_the_only_open_vacancy(office: Office) -> None:
    await office.someone("1").write("hello")
    await office.someone("2").start()
    await office.someone("3").start("no such code")
    assert [(talk.vacancy, talk.step) for talk in await talks(office)] == [("driver", "opening")] * 3


async def test_somebody_without_a_code_is_asked_which_vacancy_and_chooses(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    someone = office.someone()
    await someone.start()
    (talk,) = await talks(office)
    assert (talk.vacancy, [button.title for button in talk.buttons]) == ("", ["truck driver", "planner"])
    await someone.write("2")
    (talk,) = await talks(office)
    assert (talk.vacancy, talk.recruiter, talk.step) == ("planner", "rui", "opening")


async def test_a_door_settles_which_vacancy_it_is_about(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    someone = office.someone()
    await someone.start()
    await someone.start(await office.door("planner", "sanne"))
    (talk,) = await talks(office)
    assert (talk.vacancy, talk.recruiter, talk.step) == ("planner", "sanne", "opening")


async def test_one_open_topic_per_person(office: Office) -> None:
    await office.publish(replace(CONTENTS, vacancies=(DRIVER, PLANNER)))
    someone = office.someone()
    driver, planner = await office.door(), await office.door("planner", "rui")
    await someone.start(driver)
    await someone.start(planner)
    assert [talk.vacancy for talk in await talks(office)] == ["driver"]
    await someone.write("no")
    office.pass_time(days=1)
    await someone.start(planner)
    assert [(talk.vacancy, talk.status) for talk in await talks(office)] == [
        ("driver", "declined"),
        ("planner", "open"),
    ]
    await someone.write("no")
    office.pass_time(days=1)
    await someone.start(driver)
    assert [(talk.vacancy, talk.status) for talk in await talks(office)] == [
        ("driver", "open"),
        ("planner", "declined"),
    ]


async def test_the_same_door_goes_on_with_the_same_talk(office: Office) -> None:
    someone = office.someone()
    code = await office.door()
    await someone.start(code)
    await someone.start(code)
    (talk,) = await talks(office)
    assert talk.turns == 2


async def test_who_writes_is_known_on_every_channel_for_themselves(office: Office) -> None:
    code = await office.door()
    await office.someone("1", "telegram").start(code)
    await office.someone("1", "whatsapp").start(code)
    assert len({talk.candidate for talk in await talks(office)}) == 2
