"""Whether the first word of a talk may go out on WhatsApp: its template is approved before anybody is invited."""

from typing import Protocol, runtime_checkable

from bot.inviting import is_too_long, openings_in
from bot.outgoing import Say
from bot.script import Script
from handlers.channel import Approval, Refused, TryLater
from handlers.inviting.saying import Told
from storage.premises import House

STANDINGS = ("pending", "rejected", "paused", "disabled")
"""How far an approval can be without which nobody is written to."""


@runtime_checkable
class Approving(Protocol):
    """The part of the WhatsApp channel that is needed here."""

    async def approval(self, say: Say) -> Approval:
        """How far the approval of its template is; it is asked for. Raises Refused or TryLater."""
        ...


class Readiness:
    """Asks the platform once for each opening."""

    def __init__(self, platform: Approving | None, house: House) -> None:
        self._platform, self._house = platform, house
        self._known: dict[tuple[str, str], Told | None] = {}
        self._told: dict[tuple[str, str, bool], Told | None] = {}

    async def hindrance(self, script: Script, language: str, *, named: bool) -> Told | None:
        """Why this script's opening can't go out in that language; None where it can."""
        here = (script.name, language, named)
        if here not in self._told:  # a long list asks a hundred thousand times
            self._told[here] = await self._looked(script, language, named=named)
        return self._told[here]

    async def _looked(self, script: Script, language: str, *, named: bool) -> Told | None:
        forms = list(openings_in(script, self._house.sayings, language, named=named))
        if not forms or any(map(is_too_long, forms)):
            return Told("opening.too_long" if forms else "opening.none")
        if self._platform is None:
            return Told("opening.off")
        for form in forms:
            if found := await self._of(self._platform, form):
                return found
        return None

    async def _of(self, platform: Approving, opening: Say) -> Told | None:
        known = (opening.template.language if opening.template else "", opening.text)
        if known not in self._known:
            self._known[known] = await _asked(platform, opening)
        return self._known[known]


async def _asked(platform: Approving, opening: Say) -> Told | None:
    try:
        approval = await platform.approval(opening)
    except (Refused, TryLater) as failed:
        return Told("opening.untold", {"failed": failed})
    if approval.may_go:
        return None
    standing = approval.status if approval.status in STANDINGS else STANDINGS[0]
    if standing == "rejected" and approval.reason:
        return Told("opening.rejected.why", {"reason": approval.reason})
    return Told(f"opening.{standing}")
