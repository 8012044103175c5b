"""What lies before whoever edits: the draft of a script, and what is published around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from bot.reader import Unreadable, read_script
from storage.agency import AgencyContents, published_contents
from storage.database import Database, read
from storage.drafts import Draft, draft_of
from storage.scripts import newest_version

NO_SUCH_SCRIPT = "There is no such script. Go back to /scripts; it lists all there are."


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What lies before whoever edits."""

    contents: AgencyContents
    draft: Draft
    """With edit 0 where nobody has saved one yet."""
    newest: int

    @property
    def name(self) -> str:
        """The script's."""
        return self.draft.script

    @property
    def path(self) -> str:
        """The script's file in the agency's folder."""
        return f"scripts/{self.name}.yaml"

    @property
    def first(self) -> str:
        """The step with which a talk begins now; empty where what is published is no longer read."""
        try:
            return read_script(self.contents.scripts[self.name]).first
        except Unreadable:
            return ""

    def languages(self) -> Sequence[str]:
        """The draft's; those of what is published, where the draft can't be read."""
        try:
            return read_script(self.draft.text).languages
        except Unreadable:
            return read_script(self.contents.scripts[self.name]).languages

    def seen_with(self, text: str, form: Mapping[str, str]) -> "Desk":
        """The desk as the sender of the form saw it, with their text on it."""
        edit, base = number_of(form.get("edit", ""), self.draft.edit), number_of(form.get("base", ""), self.draft.base)
        return replace(self, draft=replace(self.draft, text=text, edit=edit, base=base))


async def desk_of(database: Database, name: str) -> Desk:
    """The desk of this script; raises HTTPNotFound where there is none."""
    contents, draft, newest = await read(
        database, lambda c: (published_contents(c), draft_of(c, name), newest_version(c, name))
    )
    if contents is None or newest is None or name not in contents.scripts:
        raise web.HTTPNotFound(text=NO_SUCH_SCRIPT)
    fresh = Draft(
        script=name,
        text=contents.scripts[name],
        base=newest.number,
        edit=0,
        author="",
        saved_at=newest.published_at,
    )
    return Desk(contents=contents, draft=draft or fresh, newest=newest.number)


def number_of(text: str, default: int) -> int:
    """What a form or an address says as a number; the default where it says none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else default
