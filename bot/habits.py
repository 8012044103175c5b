"""At which hours of the week calls are answered, learned from what became of earlier ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

Hour = tuple[int, int]
"""Weekday (Monday is 0) and hour, by the candidate's clock."""

PRIOR_CALLS = 20.0
"""How many calls an hour must have had before its own share counts as much as everybody's."""
USUAL_SHARE = 0.5
"""Of calls that are answered, until we know better."""
USUAL_CALLS = 2.0


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How often calls were answered at the first try, by the hour at which they began."""

    tried: Mapping[Hour, tuple[int, int]] = field(default_factory=dict)
    """Answered ones, and all; what became of a call must be known for it to count."""

    def share(self, moment: datetime, zone: ZoneInfo) -> float:
        """Which part of the calls at that hour of the week we expect to be answered, from 0 to 1.

        The mean of a Beta distribution: an hour that we know little of lies near the share of all hours.
        """
        local = moment.astimezone(zone)
        answered, calls = self.tried.get((local.weekday(), local.hour), (0, 0))
        return (answered + self._overall * PRIOR_CALLS) / (calls + PRIOR_CALLS)

    @cached_property
    def _overall(self) -> float:
        answered = sum(answered for answered, _ in self.tried.values())
        calls = sum(calls for _, calls in self.tried.values())
        return (answered + USUAL_SHARE * USUAL_CALLS) / (calls + USUAL_CALLS)


NO_HABITS = Habits()
"""Nothing is known yet: then all moments are alike, and the soonest goes first."""
