"""One person on a list, or in a request: every field checked, and an invitation made of them, or all that is wrong."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import phonenumbers

from bot.model import Address, Vacancy
from bot.territories import territory, zone_of
from handlers.agency.fields import LANGUAGES, NoZone, zone_named
from handlers.console.wording import Wording
from handlers.inviting.moments import moment_in
from handlers.inviting.saying import ENGLISH, Amiss, Told, meant
from handlers.plain_text import mended
from storage.origins import Ground, Way
from storage.wanted import Invitation

T = TypeVar("T")

FIELDS = ("phone", "name", "language", "vacancy", "recruiter", "zone", "source", "ground", "consent", "consented_at")
NEEDED = ("phone", "language", "vacancy", "source", "ground", "consent", "consented_at")
LONGEST = {"name": 100, "source": 200, "consent": 1000}
USUAL = 100


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one field, and what to do."""

    field: str
    told: Told

    def to(self, reader: Wording) -> str:
        """In the reader's language, behind the field's name as it stands in the first line."""
        return f"{self.field}: {self.told.to(reader)}"

    def __str__(self) -> str:
        return self.to(ENGLISH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What rows are checked against."""

    now: datetime
    zone: str
    """The agency's: whose numbers need no country, and whose clock is meant where none is named."""
    vacancies: Mapping[str, Vacancy]
    languages: Mapping[str, tuple[str, ...]]
    """What each vacancy's script speaks."""
    way: Way = Way.IMPORT
    whose: Collection[str] | None = None
    """In which recruiters' names rows may be; None: in anybody's."""


@dataclass(slots=True)
class Checked:
    """A row: the invitation, or what is wrong with it."""

    invitation: Invitation | None = None
    wrong: list[Wrong] = field(default_factory=list)


def checked(given: Mapping[str, str], desk: Desk) -> Checked:
    """The row's fields by name, each as it was written."""
    return _Row(plainly(given), desk).read()


def plainly(given: Mapping[str, str]) -> Mapping[str, str]:
    """Every field there can be, on one line and without what no database takes; empty where it was not given."""
    return {name: " ".join(mended(given.get(name, "")).split()) for name in FIELDS}


class _Row:
    """One row while it is read."""

    def __init__(self, given: Mapping[str, str], desk: Desk) -> None:
        self._given, self._desk = given, desk
        self._wrong: list[Wrong] = []

    def read(self) -> Checked:
        for name in NEEDED:
            if not self._given[name]:
                self._note(name, Told(f"row.missing.{name}", {"grounds": ", ".join(Ground)}))
        for name, text in self._given.items():
            most = LONGEST.get(name, USUAL)
            if len(text) > most:
                self._note(name, Told("row.too_long", {"number": len(text), "most": most}))
        number, vacancy = self._try("phone", self._number), self._try("vacancy", self._vacancy)
        zone = self._try("zone", lambda: self._zone(number))
        language = self._try("language", lambda: self._language(vacancy))
        recruiter = self._try("recruiter", lambda: self._recruiter(vacancy))
        ground, agreed_at = self._try("ground", self._ground), self._try("consented_at", self._agreed_at)
        if self._wrong or not (number and vacancy and zone and language and ground and agreed_at):
            return Checked(wrong=self._wrong)
        invitation = Invitation(
            address=Address("whatsapp", number),
            name=self._given["name"],
            language=language,
            zone=zone,
            vacancy=vacancy.id,
            recruiter=recruiter or "",
            source=self._given["source"],
            ground=ground,
            wording=self._given["consent"],
            agreed_at=agreed_at,
            way=self._desk.way,
        )
        return Checked(invitation=invitation)

    def _number(self) -> str | None:
        text = self._given["phone"]
        if not text:
            return None
        if re.search(r"\d[eE]\+?\d", text):
            raise Amiss("row.number.cut", text=text)
        number = _parsed(text, territory(self._desk.zone))
        if number is None:
            raise Amiss("row.number.none", text=text)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def _vacancy(self) -> Vacancy | None:
        name, known = self._given["vacancy"], self._desk.vacancies
        vacancy = known.get(name)
        if name and vacancy is None:
            raise Amiss("row.vacancy.none", text=name, meant=meant(name, [id for id, one in known.items() if one.open]))
        if vacancy and not vacancy.open:
            raise Amiss("row.vacancy.closed", text=name)
        return vacancy

    def _recruiter(self, vacancy: Vacancy | None) -> str:
        name = self._given["recruiter"]
        if vacancy is None:
            return ""
        whose = self._desk.whose
        theirs = [one for one in vacancy.recruiters if whose is None or one in whose]
        if vacancy.recruiters and not theirs:
            raise Amiss("row.recruiter.nobody_of_yours")
        if not name:
            return theirs[0] if theirs else ""
        if name not in vacancy.recruiters:
            raise Amiss("row.recruiter.none", text=name, meant=meant(name, theirs))
        if name not in theirs:
            raise Amiss("row.recruiter.not_yours", text=name, meant=meant(name, theirs))
        return name

    def _language(self, vacancy: Vacancy | None) -> str | None:
        language = self._given["language"].lower()
        spoken = self._desk.languages.get(vacancy.id, ()) if vacancy else LANGUAGES
        if language and language not in spoken:
            raise Amiss("row.language.none", text=language, meant=meant(language, spoken))
        return language or None

    def _zone(self, number: str | None) -> str | None:
        if given := self._given["zone"]:
            return _zone_named(given)
        if number is None:
            return None
        country = phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
        zone = zone_of(country, self._desk.zone)
        if zone is None:
            raise Amiss("row.zone.needed", country=country or "?")
        return zone

    def _ground(self) -> Ground | None:
        text = self._given["ground"].lower().replace(" ", "_").replace("-", "_")
        if text and text not in list(Ground):
            raise Amiss("row.ground.none", text=text, meant=meant(text, Ground))
        return Ground(text) if text else None

    def _agreed_at(self) -> datetime | None:
        text = self._given["consented_at"]
        if not text:
            return None
        moment = moment_in(text, ZoneInfo(self._desk.zone))
        if moment > self._desk.now:
            raise Amiss("row.moment.to_come", text=text)
        return moment

    def _try(self, name: str, read: Callable[[], T]) -> T | None:
        """What the field says; None where that is wrong, which is noted."""
        try:
            return read()
        except Amiss as wrong:
            self._note(name, wrong.told)
            return None

    def _note(self, name: str, told: Told) -> None:
        self._wrong.append(Wrong(name, told))


def _zone_named(text: str) -> str:
    try:
        return zone_named(text)
    except NoZone as wrong:
        like = Told("row.zone.near", {"near": wrong.near}) if wrong.near else Told("row.zone.as")
        raise Amiss("row.zone.none", text=text, meant=like) from None


def _parsed(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    """As it stands, by the agency's country, or with the plus that spreadsheets drop."""
    digits = re.sub(r"\D", "", text)
    for written, region in ((text, country), (f"+{digits}", None)):
        try:
            number = phonenumbers.parse(written, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return number
    return None
