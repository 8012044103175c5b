"""Teaches what was not understood: a message becomes a phrase of the agency's own, and perhaps a test."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.dictated import Meant, dictated
from bot.understanding.understood import Asked, Intent
from handlers.agency.adding_phrases import CantAdd, NewPhrase, phrases_in, with_phrase
from handlers.agency.fields import LANGUAGES
from handlers.agency.own_phrases import OWN_PHRASES
from handlers.agency.trial import played
from handlers.house import load_house
from handlers.studio.desk import Desk, desk_of
from handlers.studio.frame import AUTHORS, NAME
from handlers.studio.funnel import FROM_TALKS, MEANINGS, Funnel, NoSetting, as_said, setting_for
from storage.accounts import Account
from storage.agency import AgencyContents, ChangedMeanwhile, publish_phrases
from storage.database import read, transact
from storage.past import past_talk
from storage.scripts import add_to_file

LONGEST_PHRASE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What is to be published: the file, what it says, and a test where one is wanted."""

    text: str
    over: str
    test: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """Takes in what the work list sends."""

    funnel: Funnel

    def routes(self) -> list[web.RouteDef]:
        """`/scripts/{name}/phrases`."""
        return [web.post(f"{NAME}/phrases", self.funnel.frame.doorkeeper.act(self.teach, roles=AUTHORS))]

    async def teach(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """From now on it is understood, on every server; unless it can't be added, or a test fails with it."""
        frame = self.funnel.frame
        desk = await desk_of(frame.database, request.match_info["name"])
        try:
            lesson = await self._lesson(desk, form)
            if failed := await asyncio.to_thread(_failed, desk.contents, lesson):
                return await self.funnel.show(request, account, 409, ["teach.fails", *failed])
            await transact(frame.database, lambda connection: self._put_out(connection, lesson))
        except CantAdd as wrong:
            return await self.funnel.show(request, account, 409, ["", f"{wrong}"])
        except NoSetting:
            return await self.funnel.show(request, account, 409, ["teach.no_setting"])
        except ChangedMeanwhile:
            return await self.funnel.show(request, account, 409, ["teach.meanwhile"])
        raise web.HTTPSeeOther(f"/scripts/{quote(desk.name)}/funnel?done={'both' if lesson.test else 'phrase'}#missed")

    async def _lesson(self, desk: Desk, form: Mapping[str, str]) -> Lesson:
        new, over = await asyncio.to_thread(_phrase, desk, form), desk.contents.files.get(OWN_PHRASES, "")
        if phrases_in(over) != desk.contents.agency.phrases:
            raise CantAdd(f"{OWN_PHRASES} is not kept as it was published; publish the folder once more with load.")
        test = await self._test(desk, new, form) if form.get("do") == "test" else ""
        return Lesson(text=with_phrase(over, new), over=over, test=test)

    async def _test(self, desk: Desk, new: NewPhrase, form: Mapping[str, str]) -> str:
        """The talk up to this message, and what it means."""
        talk = await read(self.funnel.frame.database, partial(past_talk, id=form.get("talk", "")))
        if talk is None or form.get("event", "") not in {past.event.id for past in talk.events}:
            raise CantAdd("There is no such talk any more, so no test can be made of it. Add the phrase without one.")
        setting = await asyncio.to_thread(setting_for, talk, desk.contents, self.funnel.house, desk.name)
        meant = Meant(event=form["event"], intent=Intent(new.intent))
        title = f"“{new.text}” means {new.intent.replace('_', ' ')}"
        return await asyncio.to_thread(dictated, talk, setting, talk.names, title, meant)

    def _put_out(self, connection: Any, lesson: Lesson) -> None:
        now = self.funnel.frame.now()
        publish_phrases(connection, OWN_PHRASES, lesson.text, lesson.over, phrases_in(lesson.text), now)
        if lesson.test:
            add_to_file(connection, FROM_TALKS, lesson.test)


def _phrase(desk: Desk, form: Mapping[str, str]) -> NewPhrase:
    intent, language = form.get("intent") or form.get("other", ""), form.get("language", "")
    if intent not in MEANINGS or language not in LANGUAGES:
        raise CantAdd("Say what it means: choose one of the meanings.")
    opens = form.get("step") == desk.first
    return NewPhrase(
        text=as_said(form.get("words", ""))[:LONGEST_PHRASE],
        language=language,
        intent=intent,
        question=(Asked.OPENING if opens else Asked.ANY).value,
    )


def _failed(contents: AgencyContents, lesson: Lesson) -> Sequence[str]:
    """What goes wrong in the tests once this is understood; it takes some seconds to learn."""
    files = dict(contents.files)
    if lesson.test:
        files[FROM_TALKS] = f"{files.get(FROM_TALKS, '').rstrip()}\n\n{lesson.test}".lstrip()
    own = phrases_in(lesson.text)
    tried = replace(contents, files=files, agency=replace(contents.agency, phrases=own))
    return [f"{one}" for one in played(tried, load_house(own))[1]]
