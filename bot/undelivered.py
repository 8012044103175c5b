"""Why a message did not arrive: what the platforms' codes mean for the person and the talk."""

from enum import StrEnum


class Cause(StrEnum):
    """In the trade's words; `bot/words` and the pages say each in a sentence."""

    OPTED_OUT = "opted_out"
    """They want nothing more, by the provider's own list."""
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    """Nobody has that number there."""
    CLOSED = "closed"
    """WhatsApp's 24 hours were over, and it was no template."""
    CAPPED = "capped"
    """WhatsApp thinks that they had enough such messages."""
    FAILED = "failed"
    """Anything else."""


OPT_OUTS = frozenset({Cause.OPTED_OUT, Cause.BLOCKED})
CODES = {
    "21610": Cause.OPTED_OUT,
    "63014": Cause.BLOCKED,
    "63033": Cause.BLOCKED,
    "63003": Cause.UNKNOWN,
    "63024": Cause.UNKNOWN,
    "21211": Cause.UNKNOWN,
    "21614": Cause.UNKNOWN,
    "63016": Cause.CLOSED,
    "63049": Cause.CAPPED,
}


def cause_of(code: str) -> Cause:
    """What the code of a platform means."""
    return CODES.get(code, Cause.FAILED)
