"""Lists as spreadsheets write them, whichever way."""

from pathlib import Path

import pytest

from handlers.inviting.rows import NEEDED
from handlers.inviting.spreadsheet import Spreadsheet, mended_cells, to_mend
from handlers.unusable import Unusable

HEAD = ",".join([*NEEDED, "name"])


def written(place: Path, text: str, encoding: str = "utf-8") -> Path:
    path = place / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_signs_and_encodings_are_found_out(tmp_path: Path, sign: str, encoding: str) -> None:
    path = written(tmp_path, f"{HEAD}\r\n+31612345678,,,,,,,Zoë de Wít\r\n".replace(",", sign), encoding)
    with Spreadsheet(path) as sheet:
        (line,) = sheet.lines()
    assert (line.number, line.fields["phone"], line.fields["name"]) == (2, "+31612345678", "Zoë de Wít")


def test_the_header_is_read_as_people_write_it(tmp_path: Path) -> None:
    names = "Phone,Language,Vacancy,Source,Ground,Consent,Consented at,remarks"
    with Spreadsheet(written(tmp_path, f"{names}\n1,nl,,,,,2026-11-02,x\n")) as sheet:
        (line,) = sheet.lines()
    assert (line.fields["phone"], line.fields["consented_at"]) == ("1", "2026-11-02")


def test_lines_are_counted_as_the_file_has_them(tmp_path: Path) -> None:
    text = f'{HEAD}\n1,,,,,,,"A\nB"\n\n,,,,,,,\n2\n'
    with Spreadsheet(written(tmp_path, text)) as sheet:
        assert [(line.number, line.fields["phone"]) for line in sheet.lines()] == [(2, "1"), (6, "2")]


def test_a_line_that_can_not_be_read_is_told_and_the_next_ones_are_read(tmp_path: Path) -> None:
    with Spreadsheet(written(tmp_path, f"{HEAD}\n{'9' * 200_000}\n2\n")) as sheet:
        first, second = sheet.lines()
    assert (first.number, second.fields["phone"]) == (2, "2")
    assert str(first.broken) == "The line can't be read: field larger than field limit (131072)."


@pytest.mark.parametrize("text", ["", "phone,name\n", "\0\1\2"])
def test_a_list_without_its_columns_says_which(tmp_path: Path, text: str) -> None:
    with pytest.raises(Unusable, match=r"lacks the columns .*source, ground, consent, consented_at"):
        Spreadsheet(written(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="can't be read: no such file"):
        Spreadsheet(tmp_path / "list.csv")


def test_what_is_to_be_mended_can_be_run_again(tmp_path: Path) -> None:
    with Spreadsheet(written(tmp_path, f"{HEAD};x\n".replace(",", ";") + "1;nl\n")) as sheet:
        (line,) = sheet.lines()
        aside = to_mend(sheet)
        aside.write(mended_cells(sheet, line, "source: is missing."))
        aside.close()
    with Spreadsheet(aside.path) as again:
        (line,) = again.lines()
        assert (again.header[-2:], line.fields["phone"]) == (["x", "problem"], "1")
        assert mended_cells(again, line, "still wrong")[-2:] == ["", "still wrong"]
