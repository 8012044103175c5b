"""Countries and their clocks: which country a zone lies in, and which zone a country keeps."""

from functools import lru_cache

from babel.core import get_global

PRINCIPAL = {"DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon"}
"""Of countries with far islands and enclaves: where nearly everybody lives."""

SPEAKING = {"nl": ("NL", "BE"), "en": ("GB", "IE"), "de": ("DE", "AT", "CH"), "fr": ("FR", "BE"), "es": ("ES",)}
"""Where most of those live who write in a language, the likeliest first."""


@lru_cache(maxsize=512)
def territory(zone: str) -> str:
    """The country of a zone, as "NL"; the one whose numbers need no prefix there."""
    return str(get_global("zone_territories").get(zone, "NL"))


def zone_of(country: str, likely: str) -> str | None:
    """The zone that people in `country` ("NL") live by: its only one, or `likely` where that lies there.

    None where it has several and nobody can say which.
    """
    zones = get_global("territory_zones").get(country, [])
    if likely in zones:
        return likely
    return zones[0] if len(zones) == 1 else PRINCIPAL.get(country)
