"""How pages speak: their words in the reader's language, and times as people say them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_timedelta, get_timezone_location

ROOMS = ("handlers.console", "handlers.inviting", "handlers.studio")
"""Whose words these are."""
LANGUAGES = ("en", "nl")
"""Of those who work here."""
OF_CANDIDATES = (*LANGUAGES, "de", "fr", "es")
MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Wording:
    """Words and times in one of `OF_CANDIDATES`. Moments are aware; zones are IANA names."""

    language: str

    def say(self, name: str, /, **values: object) -> str:
        """The words of that name, with `{values}` filled in; raises KeyError where there are none."""
        return words_in(self.language)[name].format(**values)

    def count(self, name: str, number: int) -> str:
        """The words `name.one` or `name.many`, with the number."""
        return self.say(f"{name}.one" if number == 1 else f"{name}.many", number=number)

    def clock(self, moment: datetime, zone: str) -> str:
        """As "14:30"."""
        return self._written(moment, zone, "HH:mm")

    def day(self, moment: datetime, zone: str) -> str:
        """As "Wednesday 25 November"."""
        return self._written(moment, zone, "EEEE d MMMM")

    def short_day(self, moment: datetime, zone: str) -> str:
        """As "Wed 25 Nov"."""
        return self._written(moment, zone, "EEE d MMM").replace(".", "")

    def dated(self, moment: datetime, zone: str) -> str:
        """As "25 Nov 2026"."""
        return self._written(moment, zone, "d MMM y").replace(".", "")

    def weekday(self, day: date) -> str:
        """As "Wed"."""
        return str(Locale.parse(self.language).days["stand-alone"]["abbreviated"][day.weekday()]).rstrip(".")

    def weekday_of(self, number: int) -> str:
        """The same by its number; Monday is 0."""
        return self.weekday(MONDAY + timedelta(days=number))

    def named_day(self, moment: datetime, zone: str, now: datetime) -> str:
        """As "Today", "Tomorrow", "Yesterday" or "Wednesday 25 November"."""
        days = (_local(moment, zone).date() - _local(now, zone).date()).days
        names = {-1: "day.yesterday", 0: "day.today", 1: "day.tomorrow"}
        return self.say(names[days]) if days in names else self.day(moment, zone)

    def relative(self, moment: datetime, now: datetime) -> str:
        """As "in 20 minutes", "3 hours ago" or, within half a minute, "now"."""
        apart = moment - now
        if abs(apart) < timedelta(seconds=30):
            return self.say("time.now")
        rough = timedelta(minutes=round(apart / timedelta(minutes=1)))
        return format_timedelta(rough, granularity="minute", threshold=1.5, add_direction=True, locale=self.language)

    def elsewhere(self, moment: datetime, here: str, zones: Iterable[str]) -> list[str]:
        """As ["14:00 Lisbon"]: the same moment where the clocks do not show what they show `here`."""
        seen = {_local(moment, here).utcoffset()}
        others = []
        for zone in zones:
            offset = _local(moment, zone).utcoffset()
            if offset not in seen:
                seen.add(offset)
                others.append(f"{self.clock(moment, zone)} {self.city(zone)}")
        return others

    def city(self, zone: str) -> str:
        """Whose clock it is, as "Amsterdam"."""
        return get_timezone_location(zone, locale=self.language, return_city=True)

    def language_name(self, code: str) -> str:
        """As "Dutch"."""
        return str(Locale.parse(self.language).languages.get(code, code))

    def _written(self, moment: datetime, zone: str, pattern: str) -> str:
        return format_datetime(_local(moment, zone), pattern, locale=self.language)


@cache
def words_in(language: str) -> Mapping[str, str]:
    """Every word of the pages in that language; what only candidates' pages have in it is English else."""
    words: dict[str, str] = {} if language in LANGUAGES else dict(words_in("en"))
    for room in ROOMS:
        own = files(room) / "words" / f"{language}.json"
        words |= json.loads(own.read_text("utf-8")) if own.is_file() else {}
    return words


def preferred(accepted: str, spoken: Sequence[str] = LANGUAGES) -> str:
    """The first of `spoken` that a browser's Accept-Language header names; English where it names none."""
    named = (part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))
    return next((language for language in named if language in spoken), "en")


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))
