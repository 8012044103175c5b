"""What is turned away is told in words, to a page's own script as well as to a person, and is no error of ours."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import FormData

from handlers.console.uploads import MOST_PARTS
from handlers.studio.editing import LONGEST_SCRIPT
from tests.demo_house import DemoHouse
from tests.handlers.at_the_studio import SCRIPT, Seat, seated, studio_house

SCRIPTS_OWN = {"Accept": "*/*", "Accept-Language": "nl"}
LINES = {"Accept": "application/x-ndjson", "Accept-Language": "en"}
WHOLE = 'multipart/form-data; boundary="b"'


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with studio_house(sqlite_database_url) as made:
        yield made


@pytest.fixture
async def seat(house: DemoHouse) -> AsyncIterator[Seat]:
    async with seated(house) as taken:
        yield taken


@pytest.mark.parametrize("what", ["check", "rehearse"])
async def test_a_script_that_is_too_long_is_told_so_in_the_readers_language(seat: Seat, what: str) -> None:
    form = {"form_token": seat.token, "text": "x" * LONGEST_SCRIPT}
    async with seat.client.post(f"{SCRIPT}/{what}", data=form, headers=SCRIPTS_OWN) as answer:
        assert (answer.status, (await answer.text()).partition(",")[0]) == (
            413,
            "Dit is meer dan we in één keer aannemen",
        )


async def test_a_form_with_fields_without_end_is_turned_away(seat: Seat) -> None:
    form = FormData(default_to_multipart=True)
    for number in range(MOST_PARTS + 1):
        form.add_field(f"more{number}", "x")
    async with seat.client.post("/invitations", data=form, headers=LINES) as answer:
        assert (answer.status, (await answer.text()).partition(",")[0]) == (413, "This is more than we take in at once")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", WHOLE),
        (b"no form at all", WHOLE),
        (b'--b\r\nContent-Disposition: form-data; name="do"\r\n\r\npreview', WHOLE),
        (b'--b\r\nContent-Disposition: form-data; name="do"\r\n\r\npreview\r\n--b', WHOLE),
        (b'--b\r\nContent-Disposition: form-data; name="_charset_"\r\n\r\n' + b"x" * 40 + b"\r\n--b--\r\n", WHOLE),
        (b"--b\r\n" + b"a: b\r\n" * 200 + b"\r\nx\r\n--b--\r\n", WHOLE),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b"--b--\r\n", "multipart/form-data"),
    ],
)
async def test_a_form_that_is_none_or_breaks_off_is_told_so(seat: Seat, body: bytes, kind: str) -> None:
    headers = {**LINES, "Content-Type": kind}
    async with seat.client.post("/invitations", data=body, headers=headers) as answer:
        assert (answer.status, (await answer.text()).partition(",")[0]) == (400, "The form did not arrive in full")


async def test_a_list_from_elsewhere_is_turned_away_in_the_readers_language(seat: Seat) -> None:
    form = FormData(default_to_multipart=True)
    form.add_field("do", "send")
    async with seat.client.post("/invitations", data=form, headers=SCRIPTS_OWN) as answer:
        assert (answer.status, (await answer.text()).partition(".")[0]) == (403, "Dit formulier is verlopen")
