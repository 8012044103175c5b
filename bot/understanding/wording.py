"""The words of a message, freed of what differs only by the way of writing."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from rapidfuzz.distance import OSA

NAME = "{name}"
"""Stands for a person's name, in our phrases and in what was read."""
GUESSED = "{name?}"
"""Stands for what looks like a name, of whomever."""

KEPT = 4096
"""Words of which we keep what we made out, as people write the same ones again and again."""

SHORTEST_ERRING = 7
"""The letters of the shortest word that is read as a longer one with a typing error."""

Words = tuple[str, ...]

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_QUIET = re.compile("[\ufe0e\ufe0f\u200d\u20e3\U0001f3fb-\U0001f3ff]")
_WORD = re.compile(
    r"\{name\}(?:'s)?|<\w+>|\d+(?:[:.]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*|[?]|[^\w\s.,;:!'\"()\[\]/+<>*&%€$£#-]"
)
_SENTENCE = re.compile(r"[.!?;\n]\s*|^")
_CLAUSE = re.compile(r"(?<=[?])|[.!;,\n…]+(?!\d)|\s[-–]\s")
_REPEATED = re.compile(r"(.)\1+")


def words(text: str) -> Words:
    """Lower-case words without accents, numbers, question marks and emoji; mail and links as `<mail>`, `<link>`."""
    return tuple(match.casefold() for match in _WORD.findall(_plain(text)))


def named(text: str, names: Collection[str], known: Collection[str], *, guess: bool) -> Words:
    """The words of a text with `{name}` for each of `names`, and, to `guess`, `{name?}` for capitals on unknown words.

    A name that is also a word (Will, Roos) counts only where it is written with a capital.
    """
    plain = _plain(text)
    shouted = plain.isupper()
    starts = {match.end() for match in _SENTENCE.finditer(plain)}
    found = []
    for match in _WORD.finditer(plain):
        word, capital = match.group().casefold(), match.group()[0].isupper() and not shouted
        bare = word.removesuffix("'s")
        is_name = bare in names and (capital or bare not in known)
        guessed = guess and capital and len(bare) > 1 and match.start() not in starts and bare not in known
        found.append(word.replace(bare, NAME if is_name else GUESSED) if is_name or guessed else word)
    return tuple(found)


def name_words(names: Collection[str]) -> frozenset[str]:
    """The words of full names that stand for the person: without particles (de, van) and initials."""
    parts = (part for name in names for part in _plain(name).split())
    return frozenset(part.casefold() for part in parts if len(part) > 1 and not part[0].islower())


def pieces(text: str) -> list[str]:
    """The parts of a message between punctuation, as they are written."""
    return [part for part in _CLAUSE.split(text) if words(part)]


def clauses(text: str) -> list[Words]:
    """The words of the parts of a message between punctuation; a question keeps its mark."""
    return [said for part in _CLAUSE.split(text) if (said := words(part))]


def split(parts: Iterable[Words], joins: Collection[str]) -> list[Words]:
    """The parts of a message, also between the words that join."""
    found: list[list[str]] = []
    for part in parts:
        found.append([])
        for word in part:
            if word in joins:
                found.append([])
            else:
                found[-1].append(word)
    return [tuple(clause) for clause in found if clause]


def sloppy(word: str) -> str:
    """The word as who writes sloppily might: without apostrophes, and no letter doubled."""
    return _REPEATED.sub(r"\1", word.replace("'", ""))


def misspelt(said: str, meant: str) -> bool:
    """Whether a word is a longer one with a typing error, or two in a very long one; both as `sloppy` gives them."""
    if len(meant) <= SHORTEST_ERRING or said[0] != meant[0]:
        return False
    allowed = 1 if len(meant) < 11 else 2
    return OSA.distance(said, meant, score_cutoff=allowed) <= allowed


def folded(text: str) -> str:
    """The text in lower case without accents, which hasty people leave out."""
    return _without_accents(text).casefold()


def _plain(text: str) -> str:
    text = text.replace("`", "'")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("’", "'").replace("´", "'"))
        text = _without_accents(_QUIET.sub("", text))
    text = text.replace("<", " ").replace(">", " ")
    if "@" in text:
        text = _MAIL.sub(" <mail> ", text)
    return _LINK.sub(" <link> ", text) if "." in text or "/" in text else text


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
