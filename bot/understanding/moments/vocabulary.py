"""A language's words about time, read from its YAML and checked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from bot.understanding.moments.atoms import atoms_of
from bot.understanding.moments.tokens import Kind, Meaning, Token

Phrase = tuple[tuple[str, ...], tuple[Token, ...]]
Phrases = Mapping[tuple[str, ...], tuple[Token, ...]]
_KEY = re.compile(r"(-?\d+|[a-z_]*)([?+]*)\Z")
_ASIDES = frozenset({Kind.WHEN, Kind.BYGONE, Kind.JOB, Kind.SOMEONE, Kind.HAVE, Kind.MINE})
"""Said of moments that are no offer, and in its own language only: the German "was" is no English one."""
_JOINED = frozenset({Kind.NUMBER, Kind.BEHIND})
_NAMED_KINDS = {Kind.PART, Kind.UNIT, Kind.EXTREME, Kind.ZONE, Kind.PLACE}
_TELLING = frozenset(
    {Kind.NUMBER, Kind.ORDINAL, Kind.WEEKDAY, Kind.MONTH, Kind.DAY, Kind.WEEKEND, Kind.WEEKDAYS, Kind.WEEK, Kind.UNIT}
    | {Kind.EVERY, Kind.HOUR, Kind.FRACTION, Kind.QUARTER, Kind.PAST, Kind.PART, Kind.NEXT, Kind.THIS, Kind.ANY}
    | {Kind.AFTER, Kind.BEFORE, Kind.FROM, Kind.UNTIL, Kind.BETWEEN, Kind.AROUND, Kind.ONWARDS, Kind.EXCEPT}
    | {Kind.NOT, Kind.BUSY, Kind.FINE, Kind.AHEAD, Kind.HENCE, Kind.LATER, Kind.NOW}
)
_NEAR = (Kind.WEEKDAY, Kind.DAY, Kind.PART, Kind.MONTH)
_SETTINGS = {"after_digits", "compounds", "own", "month_first", "hours_named", "counts_to_24", "written_as"} | {
    "filler",
    "adverbs",
    "about_call",
}


class VocabularyFault(ValueError):
    """A vocabulary that can't be used; the message lists every fault."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """A language's words about time, ready for the lexer."""

    language: str
    phrases: Mapping[str, tuple[Phrase, ...]]
    """By first word: the words that follow, longest first, and the tokens that all of them make."""
    alone: Mapping[str, Token]
    """The words that are one token whatever follows, fillers among them."""
    longer: Mapping[tuple[str, str], tuple[Phrase, ...]]
    """The same of longer phrases, by their first two words."""
    after_digits: Mapping[str, Token]
    """What letters mean that stick to digits, as in "27e" and "10pm"."""
    times: frozenset[str]
    """Words for days, hours, numbers and what lies between them, by which a message tells its language."""
    near: Mapping[str, Mapping[str, tuple[Token, ...]]]
    """By first letter, the words that a misspelt word may have been."""
    own: frozenset[str]
    """Words that mean this only in this language, and are not lent to a sentence in another."""
    filler: frozenset[str]
    """Words beside a moment that change nothing about it; empty where it lists none, and then any may stand there."""
    adverbs: frozenset[str]
    """Those of them that may stand within a phrase: the "helaas" of "zit ik helaas vol"."""
    about_call: frozenset[str]
    """Words that say of a moment that it is one for the call."""
    parts: frozenset[str]
    """The parts of the day that it names."""
    month_first: bool
    """Some who write this language put the month first: 3/4 is doubtful."""
    hours_named: bool
    """An hour is never a number alone: "mardi 3" and "le 3" are dates."""
    counts_to_24: bool
    """Hours are counted to 24: eight is in the morning, as the evening's is twenty."""


@dataclass(slots=True)
class _Draft:
    """The words gathered so far, with what each may mean."""

    words: dict[tuple[str, ...], dict[Kind, Meaning]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_vocabulary(language: str, raw: Mapping[str, object]) -> Vocabulary:
    """The vocabulary in a parsed YAML document.

    A section bears the name of a `Kind` and maps a value to its spellings, or lists spellings. A value ends in `?`
    where the word may well mean something else, in `+` where it is a habit ("Fridays").
    Raises VocabularyFault with every fault found.
    """
    draft = _Draft()
    for section, entries in raw.items():
        if section not in _SETTINGS:
            _section(section, entries, draft)
    after_digits = _after_digits(raw.get("after_digits", {}), draft)
    phrases: dict[tuple[str, ...], tuple[Token, ...]] = {
        words: (Token(" ".join(words), meanings),) for words, meanings in draft.words.items()
    }
    phrases |= _written_as(phrases, raw.get("written_as", {}), draft)
    phrases = dict(_compounds(phrases, raw.get("compounds", []))) | phrases
    if draft.faults:
        raise VocabularyFault(f"{language}: " + "; ".join(draft.faults))
    by_first_word = _by_first_word(phrases)
    filler = _folded(raw.get("filler", []))
    return Vocabulary(
        language=language,
        phrases=by_first_word,
        alone=dict(_alone(by_first_word, filler)),
        longer=_by_two_words(by_first_word),
        after_digits=after_digits,
        times=frozenset(words[0] for words, made in draft.words.items() if len(words) == 1 and _TELLING & made.keys()),
        near=_near(phrases),
        own=frozenset(_spellings(raw.get("own", []))) | _asides(draft),
        filler=filler,
        adverbs=_folded(raw.get("adverbs", [])),
        about_call=_folded(raw.get("about_call", [])),
        parts=frozenset(meanings[Kind.PART].name for meanings in draft.words.values() if Kind.PART in meanings),
        month_first=raw.get("month_first") is True,
        hours_named=raw.get("hours_named") is True,
        counts_to_24=raw.get("counts_to_24") is True,
    )


def _asides(draft: _Draft) -> frozenset[str]:
    """First words of nothing but asides: of "vendredi dernier" the "vendredi" is lent all the same."""
    first = {words[0] for words, meanings in draft.words.items() if words and _ASIDES.issuperset(meanings)}
    return frozenset(first - {words[0] for words, made in draft.words.items() if words and not made.keys() <= _ASIDES})


def _folded(raw: object) -> frozenset[str]:
    return frozenset(piece for spelling in _spellings(raw) for piece in atoms_of(spelling))


def _section(section: str, entries: object, draft: _Draft) -> None:
    if section not in set(Kind):
        draft.faults.append(f"no such section: {section}")
        return
    kind = Kind(section)
    for key, spellings in _entries(entries):
        meaning = _meaning(kind, key)
        if meaning is None or spellings is None:
            draft.faults.append(f"{section}: {key!r} is not a value with a list of spellings")
            continue
        for spelling in spellings:
            draft.words.setdefault(atoms_of(spelling), {})[kind] = meaning


def _entries(entries: object) -> Iterator[tuple[str, list[str] | None]]:
    if isinstance(entries, Mapping):
        for key, spellings in entries.items():
            yield str(key), list(_spellings(spellings)) if isinstance(spellings, list) else None
    else:
        yield "", list(_spellings(entries)) if isinstance(entries, list) else None


def _spellings(raw: object) -> Iterable[str]:
    return (str(spelling) for spelling in raw) if isinstance(raw, list) else ()


def _meaning(kind: Kind, key: str) -> Meaning | None:
    found = _KEY.match(key)
    if found is None:
        return None
    body, marks = found.groups()
    number = body.lstrip("-").isdigit()
    if bool(body) and number == (kind in _NAMED_KINDS):
        return None
    return Meaning(
        value=int(body) if number else 0, name="" if number else body, doubtful="?" in marks, plural="+" in marks
    )


def _after_digits(raw: object, draft: _Draft) -> dict[str, Token]:
    nested = _Draft()
    for section, entries in raw.items() if isinstance(raw, Mapping) else ():
        _section(section, entries, nested)
    draft.faults.extend(f"after_digits: {fault}" for fault in nested.faults)
    return {words[0]: Token(words[0], meanings, glued=True) for words, meanings in nested.words.items() if words}


def _written_as(phrases: Phrases, raw: object, draft: _Draft) -> dict[tuple[str, ...], tuple[Token, ...]]:
    """Words that stand for others ("vanavond" for "vandaag avond")."""
    found = {}
    for spelling, words in raw.items() if isinstance(raw, Mapping) else ():
        made = [token for word in atoms_of(str(words)) for token in phrases.get((word,), ())]
        if not made:
            draft.faults.append(f"written_as: {spelling!r} stands for unknown words")
        found[atoms_of(str(spelling))] = tuple(made)
    return found


def _compounds(phrases: Phrases, raw: object) -> Iterator[tuple[tuple[str, ...], tuple[Token, ...]]]:
    """Words written as one ("dinsdagochtend"), each as the two that it is made of."""
    for pair in raw if isinstance(raw, list) else ():
        first, second = (_single(phrases, Kind(kind)) for kind in pair)
        for (head, head_token), (tail, tail_token) in product(first, second):
            yield (head + tail,), (head_token, tail_token)


def _single(phrases: Phrases, kind: Kind) -> list[tuple[str, Token]]:
    """The one-word phrases of that kind, as nothing but that kind."""
    return [
        (words[0], replace(made[0], meanings={kind: made[0].meanings[kind]}))
        for words, made in phrases.items()
        if len(words) == len(made) == 1 and kind in made[0].meanings and len(words[0]) > 3
    ]


def _by_first_word(phrases: Phrases) -> dict[str, tuple[Phrase, ...]]:
    ordered: dict[str, list[Phrase]] = {}
    for words, made in sorted(phrases.items(), key=lambda item: -len(item[0])):
        if words:
            ordered.setdefault(words[0], []).append((words[1:], made))
    return {first: tuple(rest) for first, rest in ordered.items()}


def _by_two_words(phrases: Mapping[str, tuple[Phrase, ...]]) -> dict[tuple[str, str], tuple[Phrase, ...]]:
    found: dict[tuple[str, str], list[Phrase]] = {}
    for word, known in phrases.items():
        for rest, made in known:
            if rest:
                found.setdefault((word, rest[0]), []).append((rest, made))
    return {words: tuple(rest) for words, rest in found.items()}


def _alone(phrases: Mapping[str, tuple[Phrase, ...]], filler: frozenset[str]) -> Iterator[tuple[str, Token]]:
    """Words that begin no longer phrase, and that the lexer joins with no other."""
    for word, ((rest, made), *others) in phrases.items():
        if not (rest or others) and len(made) == 1 and _JOINED.isdisjoint(made[0].kinds):
            yield word, made[0]
    yield from ((word, Token(word)) for word in filler if word not in phrases)


def _near(phrases: Phrases) -> dict[str, dict[str, tuple[Token, ...]]]:
    found: dict[str, dict[str, tuple[Token, ...]]] = {}
    for words, made in phrases.items():
        if len(words) == 1 and len(words[0]) > 5 and any(kind in made[0].meanings for kind in _NEAR):
            found.setdefault(words[0][0], {})[words[0]] = made
    return found
