"""What was learnt from the packaged languages is kept for the next start, and never trusted blindly."""

from pathlib import Path

from bot.understanding.understander import Understander
from bot.understanding.understood import Asked
from handlers.languages import LANGUAGES, LEARNING, load_understander, read_languages
from tests.bot.understanding.learnt import asked

TEXT = "Ik wil wel, maar wat verdient het?"


def models(understander: Understander) -> dict[str, bytes]:
    return {code: model.to_bytes() for code, model in understander.models.items()}


def test_every_packaged_language_has_its_texts() -> None:
    languages = read_languages()
    assert tuple(languages) == LANGUAGES
    assert [code for code in ("nl", "en") if languages[code].moments is None] == []


def test_what_was_kept_understands_as_what_was_learnt(tmp_path: Path) -> None:
    told: list[str] = []
    learnt, kept = (
        load_understander(tmp_path, with_vectors=False, learning=lambda: told.append(LEARNING)) for _ in range(2)
    )
    question = asked(Asked.OPENING)
    assert sorted(path.name.partition("-")[0] for path in tmp_path.glob("model_*.bin")) == [
        f"model_{code}" for code in sorted(LANGUAGES)
    ]
    assert told == [LEARNING]
    assert kept.understand(TEXT, question) == learnt.understand(TEXT, question)
    assert models(kept) == models(learnt)


def test_a_damaged_file_is_learnt_anew(tmp_path: Path) -> None:
    sound = models(load_understander(tmp_path, with_vectors=False))
    (kept,) = tmp_path.glob("model_nl-*.bin")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert models(load_understander(tmp_path, with_vectors=False)) == sound
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()
    assert load_understander(file / "below", with_vectors=False).understand("stop", asked()).sure
