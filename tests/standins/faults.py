"""What can go wrong with a request to a stand-in, as a test orders it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Wrong(StrEnum):
    """The ways."""

    TOO_MANY = "too_many"
    """429, with `retry_after` where the platform says it."""
    BROKEN = "broken"
    """A 5xx, `status`."""
    SILENT = "silent"
    """The request is taken, and no answer ever comes."""
    DROPPED = "dropped"
    """The connection is cut without an answer."""
    GARBLED = "garbled"
    """A 200 whose body is some proxy's page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One request that goes wrong."""

    wrong: Wrong
    method: str = ""
    """Which requests: a Bot API method, or "messages", "content", "approval"; empty for any."""
    status: int = 500
    retry_after: int = 1
    """Seconds."""
    taken: bool = False
    """True where the platform did what was asked before it went wrong: the message went out all the same."""


@dataclass(slots=True)
class Faults:
    """The faults ordered, each for one request, in their order."""

    ordered: list[Fault] = field(default_factory=list)

    def order(self, wrong: Wrong | str, *, times: int = 1, **how: object) -> None:
        """The next `times` matching requests go wrong; `how` is as in Fault."""
        self.ordered += [Fault(wrong=Wrong(wrong), **how) for _ in range(times)]  # type: ignore[arg-type]

    def take(self, method: str) -> Fault | None:
        """The fault for this request, which is then used up."""
        for place, fault in enumerate(self.ordered):
            if fault.method in {"", method}:
                return self.ordered.pop(place)
        return None
