"""What happens to single requests and letters: a share of them goes wrong, and every one that does is counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.standins.faults import Fault, Faults, Wrong

TELEGRAM_DOORS = ("sendMessage", "sendContact", "answerCallbackQuery")
TWILIO_DOORS = ("messages", "list", "content")
TELEGRAM_WRONGS = (
    Fault(wrong=Wrong.TOO_MANY, retry_after=2),
    Fault(wrong=Wrong.BROKEN, status=502),
    Fault(wrong=Wrong.DROPPED),
    Fault(wrong=Wrong.DROPPED, taken=True),
    Fault(wrong=Wrong.GARBLED, taken=True),
)
TWILIO_WRONGS = (*TELEGRAM_WRONGS, Fault(wrong=Wrong.BROKEN, taken=True))
SILENCE = Fault(wrong=Wrong.SILENT, taken=True)
SHARE = 0.07
SCARCE = 0.05
"""How many of those never get an answer, where that is wanted."""


@dataclass(slots=True, kw_only=True)
class Mishaps(Faults):
    """In place of faults that are ordered: faults by chance, until it is `over`."""

    platform: str
    doors: Sequence[str]
    wrongs: Sequence[Fault]
    silences: bool
    chance: Random
    counts: Counter[str]
    over: bool = False

    def __post_init__(self) -> None:
        for fault in (*self.wrongs, *([SILENCE] if self.silences else [])):
            self.counts[_named(self.platform, fault)] += 0

    def take(self, method: str) -> Fault | None:
        """The fault for this request, if it is to have one."""
        if self.over or method not in self.doors or self.chance.random() >= SHARE:
            return None
        silent = self.silences and self.chance.random() < SCARCE
        fault = SILENCE if silent else self.chance.choice(self.wrongs)
        self.counts[_named(self.platform, fault)] += 1
        return fault


def _named(platform: str, fault: Fault) -> str:
    return f"{platform}: {fault.wrong}{' (taken)' if fault.taken else ''}"
