"""The sentences that Belmoment itself says, in every language that it speaks; a script may say them otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Texts


class Unsaid(LookupError):
    """There is no such sentence, or it lacks a value."""


@dataclass(frozen=True, slots=True)
class Sayings:
    """Sentences by name and language, with `{values}`."""

    texts: Mapping[str, Texts]
    """By name, then language."""

    def say(self, name: str, language: str, /, **values: str) -> str:
        """The sentence in `language`; raises `Unsaid` where it is missing or lacks a value."""
        try:
            return self.texts[name][language].format(**values).strip()
        except (KeyError, IndexError) as missing:
            raise Unsaid(f"the sentence {name!r} in {language!r} lacks {missing}") from missing
