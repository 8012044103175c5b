"""Why a calendar could not be read."""

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong; each is a sentence to its owner, under the name "calendar_" and this."""

    DENIED = "denied"
    MISSING = "missing"
    BROKEN = "broken"
    SILENT = "silent"
    TOO_LARGE = "too_large"
    NONSENSE = "nonsense"
    UNSET = "unset"

    @property
    def passes(self) -> bool:
        """Whether it often mends itself, so that its owner need not know at once."""
        return self in (Reason.BROKEN, Reason.SILENT)


class Unread(Exception):
    """A calendar could not be read."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason.value}{f' ({detail})' if detail else ''}")
        self.reason = reason
