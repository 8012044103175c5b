"""Our own sentences are parsed once, and never taken from a file that is not whole."""

from pathlib import Path

from handlers.words import read_sayings


def test_what_was_kept_says_what_was_parsed(tmp_path: Path) -> None:
    parsed, kept = read_sayings(tmp_path), read_sayings(tmp_path)
    assert len(list(tmp_path.glob("sayings-*.bin"))) == 1
    assert kept == parsed
    assert sorted(kept.texts["hello"]) == ["de", "en", "es", "fr", "nl"]


def test_a_damaged_file_is_parsed_anew(tmp_path: Path) -> None:
    sound = read_sayings(tmp_path)
    (kept,) = tmp_path.glob("sayings-*.bin")
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert read_sayings(tmp_path) == sound
    assert kept.read_bytes() == whole


def test_a_folder_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.touch()
    assert read_sayings(file / "below") == read_sayings(tmp_path)
