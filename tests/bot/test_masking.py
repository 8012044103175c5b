"""What says whose words they were is replaced; what they mean stays."""

import pytest

from bot.masking import masked


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("mijn nummer is +31 6 8765 4321", "mijn nummer is 06 12345678"),
        ("bel 06-87654321 morgen om 14:00", "bel 06 12345678 morgen om 14:00"),
        ("mail fenna.visser@example.nl maar", "mail robin@example.org maar"),
        ("Ik heet Joris van Dam, bel maar", "Ik heet Robin, bel maar"),
        ("ik ben vrij op 2026-11-26", "ik ben vrij op 2026-11-26"),
        ("my name is Anna-Lena", "my name is Robin"),
        ("groeten, fenna", "groeten, Robin"),
        ("Fenna Visser hier", "Robin hier"),
        ("morgen tussen 9 en 12", "morgen tussen 9 en 12"),
        ("zie https://linkedin.com/in/fenna", "zie [link]"),
    ],
)
def test_names_and_numbers_become_ones_that_nobody_has(said: str, shown: str) -> None:
    assert masked(said, ["Fenna Visser"]) == shown
