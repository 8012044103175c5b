"""Passwords: hashed with argon2, checked one at a time, so that guessing costs the guesser and not the candidates."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5IGhhcyB0aGlzIQ$rNVyVbZs3wY1JcvFzKcXoYQ3rGHSp9bH8zJ3p4kM9cA"
"""Checked where nobody has the name, so that the answer takes as long as for somebody."""

_HASHER = PasswordHasher()
_THREAD = ThreadPoolExecutor(1, "belmoment-passwords")


def problem_with(password: str, name: str) -> str | None:
    """What to choose otherwise, as a sentence; None where nothing is wrong. No signs are prescribed: length counts."""
    if len(password) < SHORTEST:
        return f"Choose a password of at least {SHORTEST} characters; a few words in a row are fine."
    if len(password) > LONGEST:
        return f"Choose a password of at most {LONGEST} characters."
    if len(set(password)) < 5 or name.casefold() in password.casefold():
        return "Choose a password that is not the name, nor the same few characters again and again."
    return None


def hashed(password: str) -> str:
    """The password as it is kept."""
    return _HASHER.hash(password)


async def fits(password: str, kept: str) -> bool:
    """Whether that is the password that was kept so; costs a tenth of a second of another thread."""
    return await asyncio.get_running_loop().run_in_executor(_THREAD, _fits, password[: LONGEST + 1], kept)


def _fits(password: str, kept: str) -> bool:
    try:
        return _HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False
