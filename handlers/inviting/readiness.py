"""Whether the first word of a talk may go out on WhatsApp: its template is approved before anybody is invited."""

from typing import Protocol, runtime_checkable

from bot.inviting import is_too_long, openings_in
from bot.outgoing import Say
from bot.script import Script
from handlers.channel import Approval, Refused, TryLater
from storage.premises import House

TOLD = {
    "pending": "the opening waits for WhatsApp's approval; try again once it has it (see belmoment templates)",
    "rejected": "WhatsApp rejected the opening ({reason}); word it anew in the script and publish it",
    "paused": "WhatsApp has paused the opening, since people complained; word it anew in the script and publish it",
    "disabled": "WhatsApp has disabled the opening; word it anew in the script and publish it",
}
OFF = "WhatsApp is not set up: set the TWILIO_ names, see .env.example"
NO_OPENING = "the script does not open in the same way for everybody; see belmoment check"
TOO_LONG = "the script's opening is too long for one message; see belmoment check"


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
        self._known: dict[tuple[str, str], str] = {}
        self._told: dict[tuple[str, str, bool], str] = {}

    async def hindrance(self, script: Script, language: str, *, named: bool) -> str:
        """Why this script's opening can't go out in that language; empty where it can."""
        here = (script.name, language, named)
        if here not in self._told:  # a long list asks a hundred thousand times
            self._told[here] = await self._looked(script, language, named=named)
        return self._told[here]

    async def _looked(self, script: Script, language: str, *, named: bool) -> str:
        forms = list(openings_in(script, self._house.sayings, language, named=named))
        if not forms or any(map(is_too_long, forms)):
            return TOO_LONG if forms else NO_OPENING
        if self._platform is None:
            return OFF
        for form in forms:
            if found := await self._of(self._platform, form):
                return found
        return ""

    async def _of(self, platform: Approving, opening: Say) -> str:
        known = (opening.template.language if opening.template else "", opening.text)
        if known not in self._known:
            self._known[known] = await _asked(platform, opening)
        return self._known[known]


async def _asked(platform: Approving, opening: Say) -> str:
    try:
        approval = await platform.approval(opening)
    except (Refused, TryLater) as failed:
        return f"Twilio did not tell whether the opening is approved ({failed}); run this again"
    if approval.may_go:
        return ""
    return TOLD.get(approval.status, TOLD["pending"]).format(reason=approval.reason or "no reason given")
