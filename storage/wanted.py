"""Somebody whom the agency wants to write to first, and what lets it."""

from dataclasses import dataclass
from datetime import datetime

from bot.model import Address
from storage.origins import Ground, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Whom, about what, in whose name, and the proof that they agreed."""

    address: Address
    name: str
    language: str
    zone: str
    """An IANA name: whose evening we keep."""
    vacancy: str
    recruiter: str
    source: str
    ground: Ground
    wording: str
    """What they were shown when they agreed."""
    agreed_at: datetime
    way: Way
    words: str | None = None
    """Their own opening message, where they came to a door while another talk went on."""
