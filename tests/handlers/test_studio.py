"""What the studio's pages send and get, over real HTTP."""

import json
import re
from collections.abc import AsyncIterator
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from bot.events import MessageReceived, Started
from bot.model import Address
from storage.database import read, transact
from storage.people import door_code
from storage.transcripts import transcript
from tests.demo_house import VACANCY, DemoHouse
from tests.handlers.at_the_studio import EDIT, SCRIPT, seated, studio_house

VENDOR = Path(__file__).parents[2] / "handlers/studio/static/vendor"


@pytest.fixture
async def house(sqlite_database_url: str) -> AsyncIterator[DemoHouse]:
    async with studio_house(sqlite_database_url) as made:
        yield made


async def test_the_phone_says_to_the_letter_what_a_candidate_is_told(house: DemoHouse) -> None:
    moves = [{"text": "ja leuk"}, {"text": "morgen om 15:00"}, {"text": "ja"}, {"share": "+31687654321"}]
    code = await transact(house.database, lambda connection: door_code(connection, VACANCY, "sanne"))
    address, now = Address("webchat", "somebody"), house.clock.now()
    async with seated(house) as seat:
        await house.receive([Started(id="in", at=now, address=address, code=code, language="nl")])
        for number, words in enumerate(("ja leuk", "morgen om 15:00", "ja", "+31687654321")):
            await house.receive([MessageReceived(id=f"{number}", at=now, address=address, text=words)])
        lines = await read(house.database, lambda connection: transcript(connection, address))
        live = [line.text for line in lines if not line.from_candidate and not line.card]
        cast = {"vacancy": VACANCY, "language": "nl", "channel": "webchat", "at": now.isoformat()}
        _, answer = await seat.send(f"{SCRIPT}/rehearse", **cast, text=seat.text, moves=json.dumps(moves))
    shown = json.loads(answer)
    said = re.findall(r'bubble theirs.*?<span class="words">(.*?)</span>', shown["thread"], re.DOTALL)
    assert [unescape(one) for one in said] == live
    assert "Gesprek met +31 6 87654321" in shown["told"]


async def test_a_talk_on_the_phone_becomes_a_test_that_publishing_has_to_pass(house: DemoHouse) -> None:
    async with seated(house) as seat:
        form = {"vacancy": VACANCY, "language": "nl", "text": seat.text, "keep": "yes"}
        await seat.send(f"{SCRIPT}/rehearse", **form, moves=json.dumps([{"text": "ja leuk"}]))
        kept = (await seat.files())["tests/from-studio.yaml"]
        assert "- candidate: ja leuk" in kept and "- step: call" in kept
        for moves in ("[" * 100_000, "{", "[1]"):
            status, answer = await seat.send(f"{SCRIPT}/rehearse", **form, moves=moves)
            assert (status, "begin anew" in json.loads(answer)["wrong"]) == (200, True)


async def test_a_form_of_another_site_changes_nothing(house: DemoHouse) -> None:
    async with seated(house) as seat:
        for path in (EDIT, f"{SCRIPT}/rollback", f"{SCRIPT}/rehearse"):
            assert (await seat.send(path, text=seat.text, form_token="made up"))[0] == 403


def test_what_others_made_is_what_they_published() -> None:
    told = dict(re.findall(r"\| ([\w-]+\.js) \|.*`(\w{64})` \|", (VENDOR / "README.md").read_text("utf-8")))
    assert told == {path.name: sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
