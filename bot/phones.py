"""Telephone numbers in what people write."""

from functools import lru_cache

import phonenumbers


def number_in(text: str, *territories: str) -> str | None:
    """The first valid number in `text`, in E.164.

    One without a country code is read as in the first of `territories` ("NL") where it is valid.
    """
    if sum(character.isdigit() for character in text) < 8:
        return None
    for territory in territories:
        for match in phonenumbers.PhoneNumberMatcher(text[:500], territory):
            return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return None


@lru_cache(maxsize=256)  # a recruiter's stands in nearly every message
def readable(number: str) -> str:
    """An E.164 number with the spaces that people expect."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
