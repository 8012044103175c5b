"""One row of a list: what is taken, and what is said of each mistake."""

import json
import re
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from bot.model import Address, Vacancy
from handlers.console.wording import Wording
from handlers.inviting.readiness import STANDINGS
from handlers.inviting.rows import NEEDED, Desk, checked
from storage.invitations import Fate
from storage.origins import Ground, Way
from storage.wanted import Invitation

DUTCH = Wording("nl")
NOW = datetime(2026, 11, 25, 9, 20, tzinfo=UTC)
DRIVER = Vacancy(id="driver", title={"nl": "x"}, employer="x", script="s", recruiters=("sanne", "rui"))
CLOSED = Vacancy(id="planner", title={"nl": "x"}, employer="x", script="s", recruiters=("rui",), open=False)
DESK = Desk(
    now=NOW,
    zone="Europe/Amsterdam",
    vacancies={"driver": DRIVER, "planner": CLOSED},
    languages={"driver": ("nl", "en"), "planner": ("nl",)},
)
ROW = {
    "phone": "06 12345678",
    "name": "Noor  Bakker",
    "language": "NL",
    "vacancy": "driver",
    "source": "je profiel op Werkplein",
    "ground": "Legitimate interest",
    "consent": "Ja, Kade mag me appen over werk.",
    "consented_at": "2-11-2026 14:30",
}


def told(**changes: str) -> list[str]:
    return [str(wrong) for wrong in checked(ROW | changes, DESK).wrong]


def test_a_row_as_people_write_it_is_taken() -> None:
    assert checked(ROW, DESK).invitation == Invitation(
        address=Address("whatsapp", "+31612345678"),
        name="Noor Bakker",
        language="nl",
        zone="Europe/Amsterdam",
        vacancy="driver",
        recruiter="sanne",
        source="je profiel op Werkplein",
        ground=Ground.LEGITIMATE_INTEREST,
        wording="Ja, Kade mag me appen over werk.",
        agreed_at=datetime(2026, 11, 2, 13, 30, tzinfo=UTC),
        way=Way.IMPORT,
    )


@pytest.mark.parametrize(
    ("phone", "zone", "number", "kept"),
    [
        ("+351 912 345 678", "", "+351912345678", "Europe/Lisbon"),
        ("31612345678", "", "+31612345678", "Europe/Amsterdam"),
        ("+34 612 34 56 78", "Atlantic/Canary", "+34612345678", "Atlantic/Canary"),
        ("+34 612 34 56 78", "", "+34612345678", "Europe/Madrid"),
        ("+1 212 555 2368", "America/New_York", "+12125552368", "America/New_York"),
    ],
)
def test_whose_evening_is_kept_follows_the_number_unless_it_is_said(
    phone: str, zone: str, number: str, kept: str
) -> None:
    one = checked(ROW | {"phone": phone, "zone": zone}, DESK).invitation
    assert one and (one.address.peer, one.zone) == (number, kept)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("phone", "", "phone: is missing."),
        ("phone", "3.16E+10", "phone: '3.16E+10': the spreadsheet has cut the number; make the column text."),
        ("phone", "0612", "phone: '0612' is not an existing number; write it with its country, like +31612345678."),
        ("phone", "+1 212 555 2368", "zone: is needed for a number from US: which time zone is this person in?"),
        ("zone", "Europe/Amsterdm", "zone: 'Europe/Amsterdm' is not a time zone; did you mean Europe/Amsterdam?"),
        ("language", "de", "language: 'de' is not a language of the vacancy's script; there is en, nl."),
        ("vacancy", "drivr", "vacancy: there is no 'drivr'; did you mean 'driver'?"),
        ("vacancy", "planner", "vacancy: 'planner' is closed."),
        ("recruiter", "rui2", "recruiter: 'rui2' does not recruit for it; did you mean 'rui'?"),
        ("source", "", "source: is missing: say where you got this person's details; they may read it."),
        ("source", "x" * 201, "source: has 201 characters; 200 is the most."),
        (
            "ground",
            "",
            "ground: is missing: say on what ground you may write: consent, request, legitimate_interest.",
        ),
        ("ground", "because", "ground: 'because' is not a ground; there is consent, legitimate_interest, request."),
        ("consent", "", "consent: is missing: give the words under which they agreed to be written to."),
        ("consented_at", "", "consented_at: is missing: say when they agreed."),
        ("consented_at", "2027-01-01", "consented_at: '2027-01-01' is still to come."),
        (
            "consented_at",
            "3/4/2026",
            "consented_at: '3/4/2026' could be two days, as slashes are read both ways; write it as 2026-11-02 14:30.",
        ),
        (
            "consented_at",
            "31-02-2026",
            "consented_at: '31-02-2026' is not a day and time; write it as 2026-11-02 14:30.",
        ),
        (
            "consented_at",
            "last week",
            "consented_at: 'last week' is not a day and time; write it as 2026-11-02 14:30.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_mend(field: str, value: str, says: str) -> None:
    assert told(**{field: value}) == [says]
    (wrong,) = checked(ROW | {field: value}, DESK).wrong
    assert wrong.to(DUTCH).startswith(f"{wrong.field}: ") and wrong.to(DUTCH) != says


def test_a_mistake_is_told_in_the_readers_language() -> None:
    mistaken = ROW | {"vacancy": "drivr", "ground": "because", "consented_at": "2027-01-01", "source": ""}
    assert [wrong.to(DUTCH) for wrong in checked(mistaken, DESK).wrong] == [
        "source: ontbreekt: schrijf waar je de gegevens van deze persoon vandaan hebt; die kan dat lezen.",
        "vacancy: er is geen “drivr”; bedoel je “driver”?",
        "ground: “because” is geen grond; kies uit consent, legitimate_interest, request.",
        "consented_at: “2027-01-01” moet nog komen.",
    ]


def test_every_sentence_that_is_said_is_there_and_no_other() -> None:
    code = "".join(
        file.read_text("utf-8") for file in files("handlers.inviting").iterdir() if file.name.endswith(".py")
    )
    said = set(re.findall(r'"((?:row|meant|line|list|opening|fate)\.[a-z_.]+)"', code))
    said |= {f"row.missing.{name}" for name in NEEDED} | {f"opening.{standing}" for standing in STANDINGS}
    said |= {f"fate.{fate}" for fate in Fate if fate is not Fate.INVITED} | {"fate.waits.named"}
    words = json.loads((files("handlers.inviting") / "words" / "en.json").read_text("utf-8"))
    assert said == set(words)


def test_all_mistakes_of_a_row_are_named_at_once() -> None:
    assert [wrong.field for wrong in checked({"phone": "1", "language": "xx"}, DESK).wrong] == [
        "vacancy",
        "source",
        "ground",
        "consent",
        "consented_at",
        "phone",
        "language",
    ]


@pytest.mark.parametrize(
    "written", ["2026-10-22T12:30:00Z", "2026-10-22 14:30", "22.10.2026 14:30", "10/22/2026 14:30"]
)
def test_a_moment_is_read_as_people_and_machines_write_it(written: str) -> None:
    one = checked(ROW | {"consented_at": written}, DESK).invitation
    assert one and one.agreed_at == datetime(2026, 10, 22, 12, 30, tzinfo=UTC)
