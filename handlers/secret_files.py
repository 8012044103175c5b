"""NAME_FILE: a setting whose value stands in a file, as container platforms hand out secrets."""

import difflib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource
from pydantic_settings.sources import DotEnvSettingsSource, EnvSettingsSource

from handlers.unusable import Unusable


class SecretFileSource(PydanticBaseSettingsSource):
    """The settings that another source names as NAME_FILE; raises `Unusable` for a file that can't be read."""

    def __init__(self, settings_cls: type[BaseSettings], beside: PydanticBaseSettingsSource) -> None:
        super().__init__(settings_cls)
        assert isinstance(beside, EnvSettingsSource)
        self._written: Mapping[str, str | None] = beside.env_vars

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The value for one field, the name under which it is validated, and that it is not JSON."""
        name = str(field.validation_alias)
        path = self._written.get(f"{name}_FILE")
        if not path:
            return None, name, False
        if self._written.get(name):
            raise Unusable(f"{name} and {name}_FILE are both set: unset one of the two.")
        return _content(name, path), name, False

    def __call__(self) -> dict[str, Any]:
        """Every value found, by the environment's name."""
        found = (self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items())
        return {name: value for value, name, _ in found if value is not None}


def secrets_beside(settings_cls: type[BaseSettings]) -> Callable[[str], str | None]:
    """Tells what the environment or `.env` holds under a name that an agency chose, also as NAME_FILE; None without."""
    sources = [EnvSettingsSource(settings_cls), DotEnvSettingsSource(settings_cls)]

    def secret(name: str) -> str | None:
        for source in sources:
            if value := source.env_vars.get(name):
                return value
            if path := source.env_vars.get(f"{name}_FILE"):
                with suppress(Unusable):
                    return _content(name, path)
        return None

    return secret


def misspelt(settings_cls: type[BaseSettings]) -> Iterator[str]:
    """A line for each name of the environment that is nearly one of ours, and so surely meant as one."""
    ours = [str(field.validation_alias) for field in settings_cls.model_fields.values()]
    known = {*ours, *(f"{name}_FILE" for name in ours)}
    for name in os.environ:
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.88)
        if name not in known and near:
            yield f"{name} is not a setting. Did you mean {near[0]}?"


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        reason = (error.strerror or "can't be read").lower()
    except UnicodeDecodeError:
        reason = "is not text in UTF-8"
    raise Unusable(f"{name}_FILE names {path}: {reason}. Point it at a file that holds the value of {name}.")
