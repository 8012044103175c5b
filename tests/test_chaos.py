"""A short storm, as CI sees it: nothing lost, nothing twice. And the judge is no yes-man."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chaos.people import Act, Person
from chaos.run import Evidence, Plan, judge, run

PLAN = Plan(talks=30, at_once=30, seed=7, kills=5, every=1, speed=60)


async def test_thirty_talks_survive_five_kills(sqlite_database_url: str, tmp_path: Path) -> None:
    seen = await run(PLAN, sqlite_database_url, tmp_path)
    assert (complaints(seen), seen.counts["talks"], seen.counts["kills"]) == ([], 30, 5)

    noor = next(person for person in seen.people if person.phone.address[0] == "whatsapp" and person.told)
    with tampered(noor, told="maandag 30 november om 23:00"):
        assert complaints(seen) == ["calls other than the candidate was told"]
    with tampered(noor, acts=[*noor.acts, Act("whatsapp:SMnever", "call")]):
        assert complaints(seen) == ["events lost"]
    with tampered(noor, acts=noor.acts[:-1]):
        assert "events that counted twice, or are nobody's" in complaints(seen)
    with tampered(noor, finished=False):
        assert "talks that never came to their end" in complaints(seen)
    for channel, complaint in (
        ("whatsapp", "WhatsApp messages missing, twice or out of order"),
        ("telegram", "Telegram messages missing, or twice without a doubt"),
    ):
        read = next(person.phone.read for person in seen.people if person.phone.address[0] == channel)
        whole = list(read)
        read.append(read[0])
        assert complaints(seen) == [complaint]
        read[:] = whole[:-1]
        assert complaint in complaints(seen)
        read[:] = whole
    seen.mailbox.letters.pop()
    assert "letters missing, or twice without a doubt" in complaints(seen)


def complaints(seen: Evidence) -> list[str]:
    return [finding.question for finding in judge(seen) if finding.wrongs]


@contextmanager
def tampered(person: Person, **changes: object) -> Iterator[None]:
    """As if something else had happened to this person."""
    before = {name: getattr(person, name) for name in changes}
    for name, value in changes.items():
        setattr(person, name, value)
    yield
    for name, value in before.items():
        setattr(person, name, value)
