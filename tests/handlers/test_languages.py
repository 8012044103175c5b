"""What was learnt from the packaged languages is kept for the next start, and never trusted blindly."""

from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from bot.understanding.understander import Understander
from bot.understanding.understood import Asked, Intent
from handlers.languages import LANGUAGES, LEARNING, load_understander, read_languages
from tests.bot.understanding.learnt import asked

TEXT = "Ik wil wel, maar wat verdient het?"


def models(understander: Understander) -> dict[str, bytes]:
    return {code: model.to_bytes() for code, model in understander.models.items()}


def test_every_packaged_language_has_its_texts() -> None:
    languages = read_languages()
    assert tuple(languages) == LANGUAGES
    assert [code for code in ("nl", "en") if languages[code].moments is None] == []


@dataclass(frozen=True)
class Learnt:
    """What a first start learnt, and kept in this folder."""

    folder: Path
    understander: Understander
    told: list[str]

    def copied(self, to: Path) -> Path:
        """Its folder, to be changed."""
        return Path(copytree(self.folder, to / "cache"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Learnt:
    folder, told = tmp_path_factory.mktemp("cache"), list[str]()
    learnt = load_understander(folder, with_vectors=False, learning=lambda: told.append(LEARNING))
    return Learnt(folder, learnt, told)


def kept_in(folder: Path) -> list[str]:
    """Which models."""
    names = [path.name.partition("-")[0] for path in folder.glob("*_??-*.bin")]
    return sorted(name for name in names if not name.startswith("texts_"))


def test_what_was_kept_understands_as_what_was_learnt(first: Learnt) -> None:
    told: list[str] = []
    kept = load_understander(first.folder, with_vectors=False, learning=lambda: told.append(LEARNING))
    question = asked(Asked.OPENING)
    assert kept_in(first.folder) == [f"model_{code}" for code in sorted(LANGUAGES)]
    assert (first.told, told) == ([LEARNING], [])
    assert kept.understand(TEXT, question) == first.understander.understand(TEXT, question)
    assert models(kept) == models(first.understander)


def test_a_language_with_an_agencys_own_phrases_is_learnt_once_and_found_again(first: Learnt, tmp_path: Path) -> None:
    folder, told = first.copied(tmp_path), list[str]()
    for packaged in folder.glob("model_nl-*.bin"):
        packaged.unlink()
    own = {"nl": {"interested": {"opening": ("brand maar los",)}}}
    learnt, kept = (
        load_understander(folder, own, with_vectors=False, learning=lambda: told.append(LEARNING)) for _ in range(2)
    )
    assert learnt.understand("Brand maar los!", asked(Asked.OPENING)).intent is Intent.INTERESTED
    assert kept_in(folder) == [*(f"model_{code}" for code in sorted(LANGUAGES) if code != "nl"), "own_nl"]
    assert told == [LEARNING]
    assert models(kept) == models(learnt)


def test_a_damaged_file_is_learnt_anew(first: Learnt, tmp_path: Path) -> None:
    folder = first.copied(tmp_path)
    (kept,) = folder.glob("model_nl-*.bin")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert models(load_understander(folder, with_vectors=False)) == models(first.understander)
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()
    assert load_understander(file / "below", with_vectors=False).understand("stop", asked()).sure
