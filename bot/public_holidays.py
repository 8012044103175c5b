"""Public holidays by country and region, as the calendar of that place has them."""

import difflib
from collections.abc import Set
from datetime import date
from functools import lru_cache


class UnknownPlace(ValueError):
    """Nobody knows the holidays of that place; the message is a sentence that says what there is."""


@lru_cache(maxsize=512)
def public_holidays(place: str, year: int) -> Set[date]:
    """The days off in `year` at "NL" or "DE-BY"; none for an empty place. Raises UnknownPlace."""
    if not place:
        return frozenset()
    country, region = known_place(place)
    from holidays import country_holidays

    return frozenset(country_holidays(country, subdiv=region or None, years=year))


def known_place(place: str) -> tuple[str, str]:
    """Country and region of "NL" or "DE-BY", the region perhaps empty; raises UnknownPlace."""
    from holidays import list_supported_countries

    country, _, region = place.upper().partition("-")
    countries = list_supported_countries(include_aliases=False)
    if country not in countries:
        raise UnknownPlace(f"{place!r} is no country whose holidays we know; write its two letters, as NL or DE-BY.")
    if region and region not in countries[country]:
        raise UnknownPlace(f"{place!r}: {country} has no region {region}{_meant(region, countries[country])}")
    return country, region


def _meant(region: str, regions: list[str]) -> str:
    if not regions:
        return "; its holidays are the same everywhere, so leave the region out."
    near = difflib.get_close_matches(region, regions, n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else f"; there is {', '.join(sorted(regions))}."
