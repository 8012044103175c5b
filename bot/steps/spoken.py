"""What the kinds of steps share that say something: a text, perhaps in variants, and a nudge of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

from bot.model import Texts
from bot.script import Nudge
from bot.spot import Spot
from bot.steps.arms import BASE, drawn, named_well, noted
from bot.steps.step import Reading, Step
from bot.turn import Turn, in_language

SOONEST, FIRST, LATEST = timedelta(hours=1), timedelta(hours=20), timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken(Step):
    """A step with a text. Whoever reads one of its variants reads the same one each time."""

    keys: ClassVar[tuple[str, ...]] = ("kind", "text", "variants")
    required: ClassVar[tuple[str, ...]] = ("text",)

    text: Texts
    variants: Mapping[str, Texts] = field(default_factory=dict)

    @classmethod
    def spoken(cls, at: Mapping[str, Spot], reading: Reading) -> dict[str, Any]:
        """The fields that stand under `text` and `variants`."""
        variants = {
            name: spot.texts(reading.languages, reading.variables)
            for name, spot in named_well(at["variants"].pairs()).items()
        }
        return {"text": at["text"].texts(reading.languages, reading.variables), "variants": variants}

    def words(self, turn: Turn) -> str:
        """The text as this person reads it."""
        return turn.fill(in_language(self.chosen(turn), turn.language))

    def chosen(self, turn: Turn) -> Texts:
        """The variant that this person reads, its values still open."""
        return self.variants.get(self._arm(turn), self.text)

    def compared(self, turn: Turn) -> Turn:
        """With a line for the journal that says which variant they read, where there are several."""
        return noted(turn, self.name, self._arm(turn)) if self.variants else turn

    def texts(self) -> Iterator[Texts]:
        yield self.text
        yield from self.variants.values()
        if self.nudge:
            yield self.nudge.text

    def _arm(self, turn: Turn) -> str:
        return drawn(turn, self.name, (BASE, *self.variants))


def read_nudge(spot: Spot, reading: Reading) -> Nudge | None:
    """What stands under `nudge`."""
    if not spot.present:
        return None
    at = spot.fields(("after", "text"), ("text",))
    text = at["text"].texts(reading.languages, reading.variables)
    return Nudge(after=at["after"].length(FIRST, SOONEST, LATEST), text=text)
