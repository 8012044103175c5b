"""The text of agency.yaml, recruiters.yaml and vacancies.yaml -> the agency, its recruiters and its vacancies."""

import difflib
from collections.abc import Collection, Iterator, Mapping

from bot.model import Agency, Recruiter, Texts, Vacancy
from bot.reader import TOPICS as SCRIPT_TOPICS
from bot.yaml_lines import Fields, Node
from handlers.agency.calendar_access import read_calendar
from handlers.agency.days_off import read_days_off, read_holidays
from handlers.agency.fields import LANGUAGES, Notebook, nearest
from handlers.agency.hours import read_hours
from handlers.agency.prices import read_inviting

_NUMBERS = {
    "call_minutes": (5, 240),
    "buffer_minutes": (0, 240),
    "buffer_before_minutes": (0, 240),
    "notice_minutes": (0, 7 * 24 * 60),
    "days_ahead": (1, 90),
    "calls_a_day": (1, 200),
}
_DAYS = ("hours", "breaks", "holidays", "days_off")
_RECRUITER = ("name", "phone", "zone", "email", "languages", *_DAYS, *_NUMBERS, "calendar")
_VACANCY = ("title", "employer", "script", "recruiters", "facts", "open")
TOPICS = (*SCRIPT_TOPICS, "employer")
"""The facts that candidates ask about; an agency may add its own."""


def read_agency(text: str, book: Notebook) -> Agency | None:
    """The agency; None where something is wrong, which stands in `book`."""
    if not (fields := book.document(text, ("name", "zone", "privacy", "invitations"), ("name", "zone"))):
        return None
    name = book.text(fields.fields.get("name"), "name")
    zone = book.zone(fields.fields.get("zone"))
    privacy = book.texts(fields.fields.get("privacy"), "privacy")
    inviting = read_inviting(fields.fields.get("invitations"), book)
    return Agency(name=name, zone=zone, privacy=privacy or {}, inviting=inviting) if name and zone else None


def read_recruiters(text: str, book: Notebook, zone: str) -> tuple[Recruiter, ...]:
    """The recruiters, in the author's order; `zone` is theirs where they give none."""
    read = (_recruiter(name, fields, book, zone) for name, fields in _named(text, book, "recruiters"))
    return tuple(recruiter for recruiter in read if recruiter)


def read_vacancies(
    text: str, book: Notebook, scripts: Mapping[str, Collection[str]], recruiters: Collection[str]
) -> tuple[Vacancy, ...]:
    """The vacancies; `scripts` gives the languages of each script there is, `recruiters` the ids."""
    read: list[Vacancy] = []
    for name, fields in _named(text, book, "vacancies"):
        if not (checked := book.fields(fields, name, _VACANCY, ("title", "employer", "script", "recruiters"))):
            continue
        if vacancy := _vacancy(name, checked, book):
            _refer(vacancy, checked, book, scripts, recruiters)
            read.append(vacancy)
    return tuple(read)


def _named(text: str, book: Notebook, of: str) -> Iterator[tuple[str, Node]]:
    """What stands under `of:` in its file, by name."""
    document = book.document(text, (of,), (of,))
    node = document.fields.get(of) if document else None
    if node is None or not (fields := book.fields(node, of)):
        return
    for name, value in fields.fields.items():
        if book.name(fields.lines[name], name, f"one of the {of}"):
            yield name, value


def _recruiter(name: str, node: Node, book: Notebook, zone: str) -> Recruiter | None:
    if not (fields := book.fields(node, name, _RECRUITER, ("name", "phone", "hours"))):
        return None
    given = fields.fields
    read = {key: book.number(given.get(key), key, *bounds) for key, bounds in _NUMBERS.items()}
    # What is wrong stands in the book, so a half-read recruiter is never published; vacancies may still name it.
    return Recruiter(
        id=name,
        name=book.text(given.get("name"), "name") or "",
        phone=book.phone(given.get("phone")) or "",
        zone=book.zone(given.get("zone")) or zone,
        hours=read_hours(given.get("hours"), book, given.get("breaks")),
        holidays=read_holidays(given.get("holidays"), book),
        days_off=read_days_off(given.get("days_off"), book),
        calendar=read_calendar(given.get("calendar"), book),
        email=book.email(given.get("email")) or "",
        languages=_languages(given.get("languages"), book),
        **{key: number for key, number in read.items() if number is not None},
    )


def _languages(node: Node | None, book: Notebook) -> tuple[str, ...]:
    words = book.words(node, "languages")
    for line, word in words:
        if word not in LANGUAGES:
            book.note(line, f"{word!r} is not a language that we speak{nearest(word, LANGUAGES)}")
    return tuple(word for _, word in words)


def _vacancy(name: str, fields: Fields, book: Notebook) -> Vacancy | None:
    given = fields.fields
    title, employer = book.texts(given.get("title"), "title"), book.text(given.get("employer"), "employer")
    script, opened = book.text(given.get("script"), "script"), book.yes_or_no(given.get("open"), "open")
    recruiters, facts = book.words(given.get("recruiters"), "recruiters"), _facts(given.get("facts"), book)
    if not (title and employer and script):
        return None
    return Vacancy(
        id=name,
        title=title,
        employer=employer,
        script=script,
        recruiters=tuple(recruiter for _, recruiter in recruiters),
        facts=facts,
        open=opened is not False,
    )


def _facts(node: Node | None, book: Notebook) -> Mapping[str, Texts]:
    if node is None or not (fields := book.fields(node, "facts")):
        return {}
    for topic in fields.fields.keys() - set(TOPICS):
        if difflib.get_close_matches(topic, TOPICS, n=1, cutoff=0.75):
            book.note(fields.lines[topic], f"{topic!r} is not a key of facts{nearest(topic, TOPICS)}")
    read = {topic: book.texts(value, topic) for topic, value in fields.fields.items()}
    return {topic: texts for topic, texts in read.items() if texts}


def _refer(
    vacancy: Vacancy,
    fields: Fields,
    book: Notebook,
    scripts: Mapping[str, Collection[str]],
    recruiters: Collection[str],
) -> None:
    """Notes what the vacancy names and the folder lacks."""
    script = fields.fields["script"]
    if vacancy.script not in scripts:
        book.note(script.line, f"There is no scripts/{vacancy.script}.yaml{nearest(vacancy.script, scripts)}")
    for line, name in book.words(fields.fields["recruiters"], "recruiters"):
        if name not in recruiters:
            book.note(line, f"There is no recruiter {name!r} in recruiters.yaml{nearest(name, recruiters)}")
    if not vacancy.recruiters:
        book.note(fields.lines["recruiters"], "Name at least one recruiter, or nobody can call.")
    for key, texts in {"title": vacancy.title, **vacancy.facts}.items():
        lacking = [language for language in scripts.get(vacancy.script, ()) if language not in texts]
        if lacking:
            book.note(_line(fields, key), f"{key} lacks {', '.join(lacking)}: the script speaks it.")


def _line(fields: Fields, key: str) -> int:
    facts = fields.fields.get("facts")
    return facts.lines[key] if isinstance(facts, Fields) and key in facts.lines else fields.lines[key]
