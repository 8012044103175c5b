"""An agency's folder as the setting of a simulated talk."""

from collections.abc import Sequence

from bot.model import Vacancy
from bot.reader import read_script
from bot.simulator import Setting
from handlers.agency.fields import nearest
from handlers.unusable import Unusable
from storage.agency import AgencyContents
from storage.premises import House


def setting_of(
    contents: AgencyContents, house: House, *, script: str | None = None, vacancy: str | None = None
) -> Setting:
    """The setting of a talk about this vacancy, or about the first with this script; raises Unusable without one."""
    chosen = _vacancy(contents.vacancies, script, vacancy)
    name = script or chosen.script
    if name not in contents.scripts:
        raise Unusable(f"There is no script {name!r}{nearest(name, contents.scripts)}")
    recruiters = {recruiter.id: recruiter for recruiter in contents.recruiters}
    return Setting(
        script=read_script(contents.scripts[name]),
        vacancy=chosen,
        agency=contents.agency,
        recruiters=tuple(recruiters[recruiter] for recruiter in chosen.recruiters),
        understand=house.understand,
        sayings=house.sayings,
        rules=house.rules,
    )


def _vacancy(vacancies: Sequence[Vacancy], script: str | None, wanted: str | None) -> Vacancy:
    """The one that is wanted; else the first with the script; else the first, which then tells another script."""
    names = {vacancy.id: vacancy for vacancy in vacancies}
    if wanted is not None:
        if wanted not in names:
            raise Unusable(f"There is no vacancy {wanted!r}{nearest(wanted, names)}")
        return names[wanted]
    if not vacancies:
        raise Unusable("There is no vacancy to talk about; write one into vacancies.yaml.")
    return next((vacancy for vacancy in vacancies if vacancy.script == script), vacancies[0])
