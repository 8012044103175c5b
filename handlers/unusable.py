"""What a person at the terminal can mend."""


class Unusable(Exception):
    """A command can't be carried out as things stand; each line names a thing and its mend."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
