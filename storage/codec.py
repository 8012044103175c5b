"""Our frozen values as plain JSON and back, by their type hints."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from bot.windows import Window
from storage.moments import moment_of, text_of

T = TypeVar("T")
Json = Any
Turn = Callable[[Any], Any]
"""One way of a codec; it raises one of MISFITS for what it can't take, and tells no values: they may be private."""

TAG = "type"
"""Names the class where a union leaves several."""


MISFITS = (ValueError, TypeError, KeyError)


class Undecodable(ValueError):
    """What was stored does not have the shape of our value; the message names the field."""


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """Both ways for one type. What is decoded equals what was encoded, its time zones included."""

    encode: Callable[[T], Json]
    decode: Callable[[Json], T]
    """Raises Undecodable for a missing or wrong field; one that has a default may be missing.

    A field that this program does not know is a newer one's, which runs beside it during an upgrade: it is passed by.
    """


def codec(kind: Any) -> Codec[Any]:
    """The codec of a dataclass, a union of some, or a simple type."""
    to_json, of_json = _ways(kind)

    def decode(stored: Json) -> Any:
        try:
            return of_json(stored)
        except MISFITS as error:
            raise error if isinstance(error, Undecodable) else Undecodable(_told(error)) from error

    return Codec(to_json, decode)


@cache
def _ways(kind: Any) -> tuple[Turn, Turn]:
    if kind in SIMPLE:
        return SIMPLE[kind]
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_ways(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return str, kind
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _union_ways(parts)
    if origin is tuple:
        return _tuple_ways(parts)
    if origin is Mapping:
        return _mapping_ways(*parts)
    raise TypeError(f"{kind!r} can't be kept as JSON")


def _dataclass_ways(kind: type) -> tuple[Turn, Turn]:
    hints = get_type_hints(kind, localns={"Window": Window})  # `Windows` names it, wherever it is imported
    ways = {field.name: _ways(hints[field.name]) for field in fields(kind)}
    decoders = {name: of_json for name, (_, of_json) in ways.items()}
    needed = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]
    left_out = _empty_by_default(kind)
    encoders = [(name, None if to_json is _as_it_is else to_json) for name, (to_json, _) in ways.items()]
    defaults = [left_out.get(name, MISSING) for name in ways]
    parts = attrgetter(*ways) if len(ways) > 1 else lambda value: [getattr(value, name) for name in ways]

    def encode(value: Any) -> Json:
        return {
            name: to_json(part) if to_json else part
            for (name, to_json), default, part in zip(encoders, defaults, parts(value), strict=True)
            if part or part != default
        }

    def decode(stored: Json) -> Any:
        values = {}
        for name, part in _mapping(stored).items():
            if name not in decoders:
                continue
            try:
                values[name] = decoders[name](part)
            except MISFITS as error:
                raise _inside(name, error) from error
        try:
            return kind(**values)
        except TypeError:
            missing = [name for name in needed if name not in values]
            raise Undecodable(f"{', '.join(missing)}: missing in {kind.__name__}") from None

    return encode, decode


def _empty_by_default(kind: type) -> Mapping[str, Any]:
    """The fields that are not kept while they are empty: an older program, too, can then read what it can't know."""
    made = {f.name: f.default_factory() if f.default_factory is not MISSING else f.default for f in fields(kind)}
    return {name: default for name, default in made.items() if not default}


def _union_ways(parts: tuple[Any, ...]) -> tuple[Turn, Turn]:
    """`X | None`, or several dataclasses told apart by a tag."""
    some = tuple(part for part in parts if part is not NoneType)
    to_json, of_json = _ways(some[0]) if len(some) == 1 else _tagged_ways(some)
    if len(some) == len(parts):
        return to_json, of_json
    return (
        _as_it_is if to_json is _as_it_is else lambda value: None if value is None else to_json(value),
        lambda stored: None if stored is None else of_json(stored),
    )


def _tagged_ways(kinds: tuple[Any, ...]) -> tuple[Turn, Turn]:
    encoders = {kind: (tag_of(kind), _ways(kind)[0]) for kind in kinds}
    decoders = {tag_of(kind): _ways(kind)[1] for kind in kinds}
    if any(TAG in {field.name for field in fields(kind)} for kind in kinds):
        raise TypeError(f"a field named {TAG!r} can't be told from the tag")

    def encode(value: Any) -> Json:
        tag, to_json = encoders[type(value)]
        return {TAG: tag, **to_json(value)}

    def decode(stored: Json) -> Any:
        rest = dict(_mapping(stored))
        tag = rest.pop(TAG, None)
        if tag not in decoders:
            raise Undecodable(f"{TAG}: {tag!r} is none of {', '.join(decoders)}")
        return decoders[tag](rest)

    return encode, decode


def tag_of(kind: type) -> str:
    """ "message_received" for MessageReceived."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).lstrip("_")


def _tuple_ways(parts: tuple[Any, ...]) -> tuple[Turn, Turn]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        to_json, of_json = _ways(parts[0])
        encode = list if to_json is _as_it_is else lambda values: [to_json(value) for value in values]
        return encode, lambda stored: tuple(_each(of_json, stored))
    ways = [_ways(part) for part in parts]

    def decode(stored: Json) -> Any:
        if not isinstance(stored, list) or len(stored) != len(ways):
            raise ValueError(f"{len(ways)} entries expected, not {type(stored).__name__}")
        return tuple(of_json(part) for (_, of_json), part in zip(ways, stored, strict=True))

    return lambda values: [to_json(value) for (to_json, _), value in zip(ways, values, strict=True)], decode


def _each(of_json: Turn, stored: Json) -> list[Any]:
    if not isinstance(stored, list):
        raise TypeError(f"a list expected, not {type(stored).__name__}")
    values = []
    for number, part in enumerate(stored):
        try:
            values.append(of_json(part))
        except MISFITS as error:
            raise _inside(str(number), error) from error
    return values


def _mapping_ways(key: Any, value: Any) -> tuple[Turn, Turn]:
    of_key: Turn = {str: str, int: int}.get(key) or _ways(key)[1]
    to_json, of_json = _ways(value)

    def decode(stored: Json) -> Any:
        values = {}
        for name, part in _mapping(stored).items():
            try:
                values[of_key(name)] = of_json(part)
            except MISFITS as error:
                raise _inside(name, error) from error
        return values

    return lambda values: {str(name): to_json(part) for name, part in values.items()}, decode


def _mapping(stored: Json) -> Mapping[str, Json]:
    if not isinstance(stored, dict):
        raise TypeError(f"a mapping expected, not {type(stored).__name__}")
    return stored


def _inside(name: str, error: Exception) -> Undecodable:
    """The path grows from the inside out: "call.slot.start: …"."""
    joint = "." if isinstance(error, Undecodable) else ": "
    return Undecodable(f"{name}{joint}{_told(error)}")


def _told(error: Exception) -> str:
    """An unknown zone is a KeyError, whose text comes in quotes."""
    return str(error.args[0]) if isinstance(error, KeyError) else str(error)


def _only(kind: type) -> tuple[Turn, Turn]:
    def check(stored: Json) -> Any:
        if type(stored) is not kind:
            raise TypeError(f"{kind.__name__} expected, not {type(stored).__name__}")
        return stored

    return _as_it_is, check


def _as_it_is(value: Any) -> Json:
    return value


def _number(stored: Json) -> float:
    if type(stored) not in (int, float):
        raise TypeError(f"a number expected, not {type(stored).__name__}")
    return float(stored)


SIMPLE: Mapping[Any, tuple[Turn, Turn]] = {
    str: _only(str),
    int: _only(int),
    bool: _only(bool),
    float: (_as_it_is, _number),
    datetime: (text_of, moment_of),
    date: (date.isoformat, date.fromisoformat),
    time: (time.isoformat, time.fromisoformat),
    timedelta: (timedelta.total_seconds, lambda stored: timedelta(seconds=_number(stored))),
    ZoneInfo: (str, ZoneInfo),
}
