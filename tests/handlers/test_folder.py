"""An agency's folder: what is read from it, and every mistake in it with its file and line."""

import shutil
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from bot.model import Agency, Recruiter, Vacancy
from handlers.agency.folder import BadFolder, read_folder, sample_folder
from handlers.unusable import Unusable
from storage.agency import AgencyContents

AGENCY = "name: Kade\nzone: Europe/Amsterdam\nprivacy: {nl: Kort., en: Short.}\n"
RECRUITERS = """\
recruiters:
  anna:
    name: Anna Bos
    phone: +31 6 12345678
    email: anna@kade.example
    languages: [nl, en]
    hours:
      mon-wed: ["09:00-12:30", "13:00-17:30"]
      fri: 9:00-12:00
    call_minutes: 15
"""
VACANCIES = """\
vacancies:
  planner:
    title: {nl: planner, en: planner}
    employer: Waal
    script: hello
    recruiters: [anna]
    open: no
    facts:
      pay: {nl: "3000", en: "3000"}
"""
SCRIPT = """\
name: hello
languages: [nl, en]
first: opening
steps:
  opening:
    kind: end
    outcome: declined
    text: {nl: "{hello}. {disclosure}", en: "{hello}. {disclosure}"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small folder without a mistake."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "agency.yaml").write_text(AGENCY)
    (tmp_path / "recruiters.yaml").write_text(RECRUITERS)
    (tmp_path / "vacancies.yaml").write_text(VACANCIES)
    (tmp_path / "scripts" / "hello.yaml").write_text(SCRIPT)
    return tmp_path


def problems(folder: Path) -> list[str]:
    """What is wrong, with paths from the folder on."""
    with pytest.raises(BadFolder) as bad:
        read_folder(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in bad.value.problems]


def test_the_sample_agency_has_no_mistake() -> None:
    contents = read_folder(sample_folder())
    assert [recruiter.zone for recruiter in contents.recruiters] == ["Europe/Amsterdam", "Europe/Lisbon"]
    assert [vacancy.id for vacancy in contents.vacancies] == ["servicemonteur", "planner", "data-analist"]


def test_a_folder_is_read_as_it_is_written(folder: Path) -> None:
    opening = ((time(9), time(12, 30)), (time(13), time(17, 30)))
    contents = read_folder(folder)
    assert contents.files == {name: (folder / name).read_text() for name in sorted(contents.files)}
    assert set(contents.files) == {"agency.yaml", "recruiters.yaml", "vacancies.yaml"}
    assert replace(contents, files={}) == AgencyContents(
        agency=Agency(name="Kade", zone="Europe/Amsterdam", privacy={"nl": "Kort.", "en": "Short."}),
        recruiters=(
            Recruiter(
                id="anna",
                name="Anna Bos",
                phone="+31612345678",
                zone="Europe/Amsterdam",
                hours={0: opening, 1: opening, 2: opening, 4: ((time(9), time(12)),)},
                email="anna@kade.example",
                languages=("nl", "en"),
                call_minutes=15,
            ),
        ),
        vacancies=(
            Vacancy(
                id="planner",
                title={"nl": "planner", "en": "planner"},
                employer="Waal",
                script="hello",
                recruiters=("anna",),
                facts={"pay": {"nl": "3000", "en": "3000"}},
                open=False,
            ),
        ),
        scripts={"hello": SCRIPT},
    )


def test_a_plain_text_serves_every_language(folder: Path) -> None:
    (folder / "vacancies.yaml").write_text(VACANCIES.replace("{nl: planner, en: planner}", "Planner"))
    assert read_folder(folder).vacancies[0].title == dict.fromkeys(("nl", "en", "de", "fr", "es"), "Planner")


def test_nothing_is_taken_for_a_number_or_a_yes(folder: Path) -> None:
    (folder / "agency.yaml").write_text("name: no\nzone: Europe/Amsterdam\n")
    (folder / "recruiters.yaml").write_text(RECRUITERS.replace("Anna Bos", "12:30"))
    contents = read_folder(folder)
    assert (contents.agency.name, contents.recruiters[0].name) == ("no", "12:30")


def test_all_mistakes_of_all_files_are_named_at_once(folder: Path) -> None:
    (folder / "agency.yaml").write_text("naam: Kade\nzone: Europe/Amsterdm\n")
    (folder / "recruiters.yaml").write_text(
        "recruiters:\n"
        "  anna:\n"
        "    phone: +31 6 1234\n"
        "    email: anna\n"
        "    languages: [nl, xx]\n"
        "    call_minuts: 20\n"
        "    notice_minutes: soon\n"
        "    hours:\n"
        "      mon-fry: 9:00-12:00\n"
        "      tue: [17:00-9:00]\n"
        "      wed: [9:00-12:00, 11:00-13:00]\n"
        "      mon-wed: 9:00-10:00\n"
        "  Ben Smit: {}\n"
    )
    (folder / "vacancies.yaml").write_text(
        "vacancies:\n"
        "  planner:\n"
        "    title: {nl: planner, xx: planner}\n"
        "    employer:\n"
        "    script: helo\n"
        "    recruiters: [ana]\n"
        "    open: maybe\n"
        "    facts:\n"
        "      plaec: Utrecht\n"
    )
    (folder / "scripts" / "bad.yaml").write_text("name: x\n\tlanguages: [nl]\n")
    found = problems(folder)
    assert [line.split(":")[:2] for line in found if line.startswith("scripts/")] == [["scripts/bad.yaml", "2"]]
    assert [line for line in found if not line.startswith("scripts/")] == [
        "agency.yaml:1: 'naam' is not a key of the file; did you mean 'name'?",
        "agency.yaml:1: 'name' is missing in the file.",
        "agency.yaml:2: 'Europe/Amsterdm' is not a time zone; did you mean Europe/Amsterdam?",
        "recruiters.yaml:3: 'name' is missing in anna.",
        "recruiters.yaml:3: No phone has the number '+31 6 1234'; look whether a digit is missing or too many.",
        "recruiters.yaml:4: 'anna' is not a mail address; write it as name@agency.example.",
        "recruiters.yaml:5: 'xx' is not a language that we speak; there is de, en, es, fr, nl.",
        "recruiters.yaml:6: 'call_minuts' is not a key of anna; did you mean 'call_minutes'?",
        "recruiters.yaml:7: notice_minutes must be a whole number from 0 to 10080, not 'soon'.",
        "recruiters.yaml:9: 'mon-fry' is not a weekday or a range of them; write mon, or mon-fri.",
        "recruiters.yaml:10: '17:00-9:00' is not a stretch of time; write it as 09:00-12:30.",
        "recruiters.yaml:11: '11:00-13:00' begins before the stretch above it ends.",
        "recruiters.yaml:12: Tuesday has hours twice; keep one line for it.",
        "recruiters.yaml:12: Wednesday has hours twice; keep one line for it.",
        "recruiters.yaml:13: 'Ben Smit' can't name one of the recruiters: "
        "use a-z, 0-9, - and _, at most 40 characters.",
        "vacancies.yaml:3: 'xx' is not a key of title; there is de, en, es, fr, nl.",
        "vacancies.yaml:4: Expected words for employer.",
        "vacancies.yaml:7: open must be yes or no, not 'maybe'.",
        "vacancies.yaml:9: 'plaec' is not a key of facts; did you mean 'place'?",
    ]


def test_what_a_vacancy_names_must_be_there(folder: Path) -> None:
    (folder / "vacancies.yaml").write_text(
        VACANCIES.replace("script: hello", "script: helo").replace("[anna]", "[ana, anna]")
    )
    assert problems(folder) == [
        "vacancies.yaml:5: There is no scripts/helo.yaml; did you mean 'hello'?",
        "vacancies.yaml:6: There is no recruiter 'ana' in recruiters.yaml; did you mean 'anna'?",
    ]


def test_a_vacancy_needs_what_its_script_speaks(folder: Path) -> None:
    (folder / "vacancies.yaml").write_text(
        VACANCIES.replace("{nl: planner, en: planner}", "{nl: planner}").replace("[anna]", "[]")
    )
    assert problems(folder) == [
        "vacancies.yaml:3: title lacks en: the script speaks it.",
        "vacancies.yaml:6: Name at least one recruiter, or nobody can call.",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "1: The file is empty."),
        (b"# only a remark\n", "1: The file is empty."),
        (b"name: Kade\n\tzone: x\n", "2: This line is indented with a tab; YAML wants spaces."),
        (b"name: Kade\nname: Koers\n", "2: 'name' stands here twice (first in line 1); keep one."),
        (b"name: Kade\n---\nname: Koers\n", "2: A second document begins here (---); keep one per file."),
        (b"name: Kade\nzone: M\xfcnchen\n", "2: The file is not text in UTF-8; save it as UTF-8."),
        (b"&a [*a]\n", "1: A part of the file contains itself (an alias, *); write it out."),
        (b"- Kade\n", "1: Expected keys with values for the file."),
        (b"? [a]\n: b\n", "1: A key must be a word."),
        (
            b"name: Ka\x00de\n",
            "1: This is not YAML: unacceptable character #x0000: special characters are not allowed.",
        ),
    ],
)
def test_a_file_that_is_no_yaml_is_told_in_a_sentence(folder: Path, content: bytes, problem: str) -> None:
    (folder / "agency.yaml").write_bytes(content)
    assert problems(folder) == [f"agency.yaml:{problem}"]


def test_a_folded_text_is_one_line(folder: Path) -> None:
    (folder / "agency.yaml").write_text("name: >-\n  Kade\n  & Koers\nzone: Europe/Amsterdam\n")
    assert read_folder(folder).agency.name == "Kade & Koers"


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "recruiters.yaml").unlink()
    (folder / "vacancies.yaml").write_text("vacancies: {}\n")
    shutil.rmtree(folder / "scripts")
    assert problems(folder) == [
        "recruiters.yaml:1: The file is missing.",
        "scripts:1: There is no script; write one as scripts/first-contact.yaml.",
    ]


def test_a_folder_that_is_not_there_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="There is no folder"):
        read_folder(tmp_path / "nowhere")


def test_a_byte_order_mark_is_no_mistake(folder: Path) -> None:
    (folder / "agency.yaml").write_bytes(b"\xef\xbb\xbf" + AGENCY.encode())
    assert read_folder(folder).agency.name == "Kade"


def test_a_vacancy_without_a_title_is_not_passed_over(folder: Path) -> None:
    (folder / "vacancies.yaml").write_text(VACANCIES.replace("{nl: planner, en: planner}", "{}"))
    assert problems(folder) == ["vacancies.yaml:3: Expected words for title."]


def test_a_fact_that_no_channel_could_carry_is_named(folder: Path) -> None:
    (folder / "vacancies.yaml").write_text(VACANCIES.replace('{nl: "3000", en: "3000"}', "x" * 1025))
    assert problems(folder) == ["vacancies.yaml:9: pay has 1025 characters; 1024 is the most. Shorten it."]


def test_a_folder_in_place_of_a_file_is_named(folder: Path) -> None:
    (folder / "agency.yaml").unlink()
    (folder / "agency.yaml").mkdir()
    assert problems(folder) == ["agency.yaml:1: This is not a file with words in it; put one here."]
