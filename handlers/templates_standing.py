"""How far WhatsApp is with approving what a closed window may need: every template of what is or will be published."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.outgoing import Say
from bot.planning import planned
from bot.sayings import Sayings
from bot.script import Script
from handlers.channel import Approval, Refused, Sender, TryLater
from handlers.inviting.readiness import Approving

GONE_WRONG = ("rejected", "paused", "disabled")
MEANS = {
    "approved": "can go out",
    "pending": "waits for WhatsApp",
    "rejected": "word it anew",
    "paused": "people complained: word it anew",
    "disabled": "people complained too often: word it anew",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One template: what it is for, and how far it is."""

    use: str
    """ "opening", "reminder_day" …"""
    language: str
    body: str
    scripts: tuple[str, ...]
    approval: Approval | None
    """None where Twilio did not say."""

    @property
    def status(self) -> str:
        """In a word."""
        return self.approval.status if self.approval else "unknown"


@runtime_checkable
class Rated(Protocol):
    """A platform that tells how it rates the numbers that we send from."""

    async def senders(self) -> Sequence[Sender]:
        """Each of them. Raises Refused or TryLater."""
        ...


async def senders_of(platform: object) -> Sequence[Sender]:
    """The numbers that we send from, as the platform rates them; none where it does not tell."""
    try:
        return await platform.senders() if isinstance(platform, Rated) else ()
    except (Refused, TryLater):
        return ()


async def standing(
    platform: Approving, scripts: Iterable[Script], sayings: Sayings, besides: Iterable[Script] = ()
) -> Sequence[Standing]:
    """Every template that these scripts need, each once; approval is asked for where nobody did.

    What the scripts in `besides` need too is left out: it is needed already.
    """
    found = []
    known = {_key(say) for say, _ in _needed(besides, sayings)}
    for say, names in _needed(scripts, sayings):
        if _key(say) in known:
            continue
        assert say.template is not None
        try:
            approval: Approval | None = await platform.approval(say)
        except (Refused, TryLater):
            approval = None
        found.append(
            Standing(
                use=say.template.name,
                language=say.template.language,
                body=say.template.body,
                scripts=names,
                approval=approval,
            )
        )
    return found


def hindrances(found: Sequence[Standing]) -> Iterator[str]:
    """Why these scripts should not be published yet: a sentence for each template that can't go out."""
    for one in found:
        if one.status in GONE_WRONG:
            why = f" ({one.approval.reason})" if one.approval and one.approval.reason else ""
            yield f"WhatsApp has {one.status} “{one.use}” in {one.language}{why}: {MEANS[one.status]}."
    waiting = [f"{one.use} ({one.language})" for one in found if one.status not in (*GONE_WRONG, "approved")]
    if waiting:
        yield (
            f"{len(waiting)} template{'s wait' if len(waiting) > 1 else ' waits'} for WhatsApp's approval, which takes "
            f"minutes to a day: {', '.join(waiting[:5])}{' …' if len(waiting) > 5 else ''}. See `belmoment templates`."
        )


def _needed(scripts: Iterable[Script], sayings: Sayings) -> Sequence[tuple[Say, tuple[str, ...]]]:
    """Equal ones are one template."""
    needed: dict[tuple[object, ...], tuple[Say, tuple[str, ...]]] = {}
    for script in scripts:
        for say in planned(script, sayings):
            key = _key(say)
            known = needed.get(key)
            needed[key] = (say, (*known[1], script.name) if known else (script.name,))
    return list(needed.values())


def _key(say: Say) -> tuple[object, ...]:
    assert say.template is not None
    return say.template.name, say.template.language, say.template.body, say.buttons
