"""How far talks came, each bar open to its talks; and what was not understood, as a work list."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot import masking
from bot.dictated import dictated
from bot.experiment import trials
from bot.funnel import BY, Missed, Passage, Stage, counted, counted_by, work_list
from bot.model import OwnPhrases
from bot.reader import Unreadable
from bot.replay import PastTalk
from bot.script import Script
from bot.simulator import Setting
from bot.steps.ask import Ask
from bot.understanding.understood import Intent
from handlers.agency.rehearsal import setting_of
from handlers.console.rendering import in_language, wording_for
from handlers.studio.desk import NO_SUCH_SCRIPT
from handlers.studio.frame import AUTHORS, NAME, Frame
from handlers.unusable import Unusable
from storage.accounts import Account
from storage.agency import AgencyContents
from storage.database import read, transact
from storage.passages import passages
from storage.past import past_talk
from storage.premises import House, premises_of, script_of
from storage.scripts import add_to_file
from storage.transcripts import lines_of

DAYS = 28
MOST_LISTED = 50
FROM_TALKS = "tests/from-talks.yaml"
MEANINGS = tuple(intent.value for intent in Intent if intent is not Intent.OTHER)
TALK = NAME + r"/talks/{talk:[\w-]+}"


class NoSetting(Exception):
    """What a past talk was about is published no more, so that it can't be held again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Shows what became of talks, and the talks themselves."""

    frame: Frame
    house: House

    def routes(self) -> list[web.RouteDef]:
        """`/scripts/{name}/funnel` and the talks behind it."""
        show, act = (partial(way, roles=AUTHORS) for way in (self.frame.doorkeeper.page, self.frame.doorkeeper.act))
        return [
            web.get(f"{NAME}/funnel", show(self.show)),
            web.get(TALK, show(self.talk)),
            web.post(f"{TALK}/test", act(self.keep_as_test)),
        ]

    async def show(
        self, request: web.Request, account: Account, status: int = 200, refused: Sequence[str] = ()
    ) -> web.Response:
        """The bars, what was not understood, and the talks behind what was opened; `refused` says what went wrong."""
        name, by = request.match_info["name"], request.query.get("by", "")
        now = self.frame.now()
        since = now - timedelta(days=DAYS)
        script, own = await read(self.frame.database, partial(self._published, name=name))
        ways = await read(self.frame.database, partial(passages, since=since, script=name))
        known = _phrases(own)
        missed = [one for one in work_list(ways) if _phrase(one[0]) not in known]
        shown = _shown(ways, request.query, by)
        return await self.frame.page(
            request,
            account,
            "funnel",
            status,
            name=name,
            by=by if by in BY else "",
            ways=tuple(BY),
            groups=counted_by(ways, by) if by in BY else {"": counted(ways)},
            everything=counted(ways),
            missed=missed[:MOST_LISTED],
            answers=_answers(script, wording_for(request).language),
            meanings=MEANINGS,
            trials=trials(ways, now),
            shown=shown[:MOST_LISTED] if shown is not None else None,
            Stage=Stage,
            days=DAYS,
            done=request.query.get("done", ""),
            refused=refused,
            **{key: request.query.get(key, "") for key in ("stage", "step", "group")},
        )

    async def talk(self, request: web.Request, account: Account) -> web.Response:
        """One talk that the funnel counts, without whose it was."""
        name, id = request.match_info["name"], request.match_info["talk"]
        talk = await read(self.frame.database, partial(past_talk, id=id))
        if talk is None or talk.version.name != name:
            raise web.HTTPNotFound(text="There is no such talk any more.")
        lines = await read(self.frame.database, lambda connection: lines_of(connection, [id]))
        about: dict[str, Any] = {"talk": talk, "lines": lines, "names": talk.names}
        return await self.frame.page(request, account, "talk", name=name, done=request.query.get("done", ""), **about)

    async def keep_as_test(self, request: web.Request, account: Account, form: Mapping[str, str]) -> web.Response:
        """The talk becomes a test of the agency's, names and numbers replaced."""
        name, id = request.match_info["name"], request.match_info["talk"]
        talk = await read(self.frame.database, partial(past_talk, id=id))
        contents = await self.frame.contents()
        if talk is None or name not in contents.scripts:
            raise web.HTTPNotFound(text="There is no such talk any more.")
        title = f"As in a talk of {self.frame.now():%d %B %Y}"
        try:
            setting = await asyncio.to_thread(setting_for, talk, contents, self.house, name)
        except NoSetting:
            raise web.HTTPConflict(text="talk.no_setting") from None
        test = await asyncio.to_thread(dictated, talk, setting, talk.names, title)
        await transact(self.frame.database, lambda connection: add_to_file(connection, FROM_TALKS, test))
        raise web.HTTPSeeOther(f"/scripts/{quote(name)}/talks/{quote(id)}?done=test")

    def _published(self, connection: Any, name: str) -> tuple[Script, OwnPhrases]:
        """The script as it is live, and the agency's own phrases."""
        premises = premises_of(connection, self.house)
        if name not in premises.newest:
            raise web.HTTPNotFound(text=NO_SUCH_SCRIPT)
        return script_of(connection, self.house, premises, premises.newest[name]), premises.agency.phrases


def setting_for(talk: PastTalk, contents: AgencyContents, house: House, script: str) -> Setting:
    """In which the talk can be held again with this script as it is now; raises NoSetting."""
    try:
        return setting_of(contents, house, script=script, vacancy=talk.vacancy or None)
    except (Unusable, Unreadable):
        raise NoSetting from None


def as_said(words: str) -> str:
    """What somebody said, as a phrase: where a name stood, any name may."""
    return words.replace(masking.NAME, "{name}").strip()


def _phrase(missed: Missed) -> tuple[str, str]:
    """Its language, and itself, as it is compared with the agency's own."""
    return missed.language, as_said(missed.words).casefold()


def _phrases(own: OwnPhrases) -> frozenset[tuple[str, str]]:
    """The agency's own: what was not understood before may have become one of them meanwhile."""
    return frozenset(
        (language, text.casefold())
        for language, by_intent in own.items()
        for by_question in by_intent.values()
        for texts in by_question.values()
        for text in texts
    )


def _answers(script: Script, language: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """By step, what its buttons mean and what stands on them: what was not understood was most likely one of these."""
    return {
        step.name: [
            (choice.intents[0], in_language(choice.title, language)) for choice in step.choices if choice.intents
        ]
        for step in script.steps.values()
        if isinstance(step, Ask)
    }


def _shown(ways: Sequence[Passage], query: Mapping[str, str], by: str) -> Sequence[Passage] | None:
    """The talks behind the bar or the step that was opened; None where none was."""
    stage, step, group = query.get("stage", ""), query.get("step", ""), query.get("group", "")
    if not stage and not step:
        return None
    here = [way for way in ways if not group or by not in BY or BY[by](way) == group]
    if step:
        return [way for way in here if way.step == step and way.stage < Stage.BOOKED]
    least = next((one for one in Stage if one.name.lower() == stage), Stage.APPROACHED)
    return [way for way in here if way.stage >= least]
