"""An agency adds its own phrases in YAML: they are understood, and told where they mislead."""

import shutil
from pathlib import Path

import pytest

from bot.understanding.understood import Asked, Intent
from handlers.agency.fields import Notebook
from handlers.agency.folder import BadFolder, read_folder, sample_folder
from handlers.agency.own_phrases import OWN_PHRASES, as_phrases, doubts, read_own_phrases
from handlers.languages import load_understander
from tests.bot.understanding.learnt import asked, texts

GOOD = """\
phrases:
  nl:
    interested:
      opening:
        - gooi maar op tafel die klus
        - brand maar los over die klus
  en:
    human:
      opening any: [fetch the gaffer]
"""
BAD = """\
phrases:
  nl:
    intrested:
      opening: [ja]
    stop:
      openin: [hou op]
    thanks:
      any: ["...", dank]
  it: {stop: {any: [basta]}}
"""


def noted(text: str) -> list[tuple[int, str]]:
    book = Notebook(OWN_PHRASES)
    read_own_phrases(text, book)
    return [(problem.line, problem.message) for problem in sorted(book.problems)]


def folder_with(path: Path, text: str) -> Path:
    folder = Path(shutil.copytree(sample_folder(), path / "agency"))
    (folder / OWN_PHRASES).write_text(text, encoding="utf-8")
    return folder


def test_an_agency_publishes_its_phrases(tmp_path: Path) -> None:
    assert read_folder(folder_with(tmp_path, GOOD)).agency.phrases == {
        "nl": {"interested": {"opening": ("gooi maar op tafel die klus", "brand maar los over die klus")}},
        "en": {"human": {"opening any": ("fetch the gaffer",)}},
    }


def test_an_agency_needs_no_phrases() -> None:
    assert read_folder(sample_folder()).agency.phrases == {}


def test_each_mistake_is_told_with_its_line() -> None:
    assert noted(GOOD) == []
    assert noted(BAD) == [
        (3, "'intrested' is not a key of nl; did you mean 'interested'?"),
        (6, "'openin' is no question; did you mean 'opening'?"),
        (8, "'...' has no words; write what a candidate would."),
        (9, "'it' is not a key of phrases; there is de, en, es, fr, nl."),
    ]


def test_a_folder_with_a_mistake_in_its_phrases_is_not_published(tmp_path: Path) -> None:
    with pytest.raises(BadFolder, match=r"phrases\.yaml:3"):
        read_folder(folder_with(tmp_path, BAD))


def test_added_phrases_are_understood_and_kept(tmp_path: Path) -> None:
    own = as_phrases(read_own_phrases(GOOD, Notebook(OWN_PHRASES)))
    learnt, kept = (load_understander(tmp_path, own, with_vectors=False) for _ in range(2))
    question = asked(Asked.OPENING)
    heard = learnt.understand("brand maar los over die klus", question)
    assert (heard.intent, heard.sure) == (Intent.INTERESTED, True)
    assert kept.understand("brand maar los over die klus", question) == heard
    files = [file.name.partition("-")[0] for file in tmp_path.iterdir()]
    assert (files.count("model_nl"), files.count("own_nl")) == (0, 1)


def test_a_phrase_that_misleads_is_told_with_what_to_do() -> None:
    text = "phrases:\n  nl:\n    interested:\n      opening:\n        - stop alsjeblieft met mij te appen\n"
    (told,) = doubts(OWN_PHRASES, read_own_phrases(text, Notebook(OWN_PHRASES)), texts())
    assert told.line == 5
    assert told.message.startswith(
        "“stop alsjeblieft met mij te appen” stands under interested, but by all other phrases it means stop, as in “"
    )
    assert told.message.endswith("put it there, say it in words that only interested has, or leave it out.")
