"""A message to typed tokens, with the words of its language first and those of the others where it is silent."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.understanding.moments.atoms import Atom, atoms
from bot.understanding.moments.numerals import numeral
from bot.understanding.moments.tokens import END, Kind, Meaning, Token
from bot.understanding.moments.vocabulary import Vocabulary
from bot.understanding.moments.written import clocked, has_dot, is_dotted_date, is_kind, ordinal_dot

_LONGEST = 512
"""Words and signs that are read."""
_KEPT = 4096
"""Words whose tokens are kept, as people write the same ones again and again."""
_SIGNS = {
    ",": Token(",", {Kind.COMMA: Meaning()}),
    "-": Token("-", {Kind.DASH: Meaning()}),
    "/": Token("/", {Kind.SLASH: Meaning()}),
    "&": Token("&", {Kind.AND: Meaning()}),
    "+": Token("+", {Kind.AND: Meaning(), Kind.PLUS: Meaning()}),
    "@": Token("@", {Kind.AT: Meaning()}),
    "%": Token("%", {Kind.COUNTED: Meaning()}),
    "€": Token("€", {Kind.MONEY: Meaning()}),
    "$": Token("$", {Kind.MONEY: Meaning()}),
    "£": Token("£", {Kind.MONEY: Meaning()}),
    "#": Token("#", {Kind.LABEL: Meaning(), Kind.OPTION: Meaning()}),
    "?": Token("?", {Kind.STOP: Meaning(1)}),
} | {sign: Token(sign, {Kind.STOP: Meaning()}) for sign in ".!;\n…"}
_PARTED = 8
"""Words over which a phrase may stretch within which adverbs stand."""
_CLOSING_NO = 3
_YES_OR_NO = {
    **{sign: Token(sign, {Kind.FINE: Meaning()}) for sign in "✅✔"},
    **{sign: Token(sign, {Kind.NOT: Meaning(_CLOSING_NO)}) for sign in "❌✖🚫👎"},
}
_STAR = Token("*", {Kind.INSTEAD: Meaning()})
"""By itself it corrects what was written before; around a word, it only stresses that."""
_RANGES = frozenset(
    {Kind.NUMBER, Kind.CLOCK, Kind.DATE, Kind.DECIMAL, Kind.ORDINAL, Kind.WEEKDAY, Kind.DAY, Kind.MONTH, Kind.PART}
    | {Kind.NAMED, Kind.AT, Kind.THE, Kind.AROUND, Kind.FRACTION, Kind.QUARTER, Kind.WEEKEND}
)
_SIDES = {">": Token(">", {Kind.AFTER: Meaning()}), "<": Token("<", {Kind.BEFORE: Meaning()})}
_POINTED_AT = frozenset({Kind.UNIT, Kind.WEEKDAY, Kind.WEEKEND})
_SHORTENED = {Kind.WEEKDAY: 4, Kind.MONTH: 3, Kind.HOUR: 1, Kind.MERIDIEM: 2, Kind.AROUND: 6}


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """A language's words, and those that the others lend it."""

    home: Vocabulary
    others: tuple[Vocabulary, ...]
    lenders: Mapping[str, tuple[Vocabulary, ...]]
    """By first word, the others that know phrases which begin with it."""
    tens: frozenset[str]
    """Words after which "five" may be the five of twenty-five."""


@lru_cache(maxsize=64)
def lexicon(home: Vocabulary, *others: Vocabulary) -> Lexicon:
    """The words of a message in the language of `home`."""
    lenders: dict[str, tuple[Vocabulary, ...]] = {}
    for other in others:
        for word in other.phrases.keys() - other.own:
            lenders[word] = (*lenders.get(word, ()), other)
    known = (item for one in (home, *others) for item in one.phrases.items())
    tens = frozenset(word for word, phrases in known if any(_is_tens(made[0]) for _, made in phrases))
    return Lexicon(home, others, lenders, tens)


def lex(folded: str, known: Lexicon) -> list[Token]:
    """The tokens of a folded text; words without a meaning stay, as they part what stands beside them."""
    pieces = atoms(folded)[:_LONGEST]
    words = [piece.text for piece in pieces]
    known = _by_fit(words, known)
    words.append("")
    alone = known.home.alone
    found: list[Token] = []
    stars = words.count("*")
    i = 0
    while i < len(pieces):
        text, sort, glued = pieces[i]
        if sort == "word" and not glued:
            token = alone.get(text)
            if token is not None:
                found.append(token)
                i += 1
                continue
            made, length = _word(words, i, known)
        else:
            made, length = _next(pieces, words, i, known)
        if text == "*" and stars == 1 and found:
            made = (_STAR,)
        if text != "." or not (
            _closes_abbreviation(found, pieces[i + 1 : i + 2], known.home) or _is_about(words[i - 1], known.home)
        ):
            found += made
        if Kind.BEHIND in made[0].meanings:
            _put_before_noun(found)
        i += length
    if "-" in words and not any(piece.text == "-" and piece.glued for piece in pieces):
        found = [_pause(found, i) for i in range(len(found))]
    return found if known.tens.isdisjoint(words) else list(_joined(found))


def _pause(found: Sequence[Token], i: int) -> Token:
    """A dash by itself with nothing about time behind it parts clauses: "early next week - I'm away until then"."""
    if found[i].text != "-" or not 0 < i < len(found) - 1:
        return found[i]
    return found[i] if not _RANGES.isdisjoint(found[i + 1].kinds) or found[i + 1].glued else _SIGNS[","]


def _by_fit(words: Sequence[str], known: Lexicon) -> Lexicon:
    """The message's own language first, unless another one knows clearly more of its words."""
    home = known.home
    here = sum(map(home.phrases.__contains__, words))
    if not known.others or here + 1 >= sum(map(str.isalpha, words)):
        return known
    best = max(known.others, key=lambda other: sum(map(other.phrases.__contains__, words)))
    if sum(word in best.phrases and word not in best.own for word in words) <= here + 1:
        return known
    return lexicon(best, home, *(other for other in known.others if other is not best))


def _next(pieces: Sequence[Atom], words: Sequence[str], i: int, known: Lexicon) -> tuple[tuple[Token, ...], int]:
    piece, home = pieces[i], known.home
    if written := clocked(pieces, i, home):
        return (written,), 1
    if piece.sort == "sign":
        dot = ordinal_dot(pieces, i, home) if piece.text in home.after_digits else None
        side = _SIDES.get(piece.text) if _is_beside_number(pieces, i) else None
        return (dot or side or _SIGNS.get(piece.text) or _picture(piece.text) or Token(piece.text),), 1
    if is_dotted_date(pieces, i, home):
        return (numeral(piece._replace(sort="dm")),), 1 + has_dot(pieces, i)
    if piece.sort not in ("word", "dotted", "always"):
        return (numeral(piece),), 1
    if piece.glued and i and pieces[i - 1].sort not in ("sign", "word"):
        suffix = home.after_digits.get(piece.text) or _lent_suffix(piece.text, known.others)
        if suffix and not (Kind.ORDINAL in suffix.kinds and _is_glued_number(pieces, i + 1)):
            return (suffix,), 1
    return _word(words, i, known)


def _is_beside_number(pieces: Sequence[Atom], i: int) -> bool:
    """Whether this is the sign of ">15u", and not that of an arrow."""
    arrow = i > 0 and pieces[i - 1].text in ("-", "=", "<", ">")
    return not arrow and i + 1 < len(pieces) and pieces[i + 1].sort in ("number", "hm", "hmh", "decimal")


def _is_glued_number(pieces: Sequence[Atom], i: int) -> bool:
    """Whether a number stands here without a space before it: the 12 of "10a12"."""
    return i < len(pieces) and pieces[i].glued and pieces[i].sort == "number"


def _picture(sign: str) -> Token | None:
    """An emoji parts what stands beside it, as a comma does, unless it says yes or no."""
    if sign in _YES_OR_NO:
        return _YES_OR_NO[sign]
    return Token(sign, {Kind.COMMA: Meaning()}) if unicodedata.category(sign) == "So" else None


def _word(words: Sequence[str], i: int, known: Lexicon) -> tuple[tuple[Token, ...], int]:
    word, home = words[i], known.home
    found = _phrase(words, i, home) if word in home.phrases else None
    if found:
        return found
    if word in home.filler:
        return (home.alone.get(word) or Token(word),), 1
    lent = _lent(words, i, known.lenders[word]) if word in known.lenders else None
    return lent or (_misspelt(word, home), 1)


def _phrase(words: Sequence[str], i: int, vocabulary: Vocabulary) -> tuple[tuple[Token, ...], int] | None:
    """The longest phrase of the vocabulary that begins with the word at `i`."""
    known = vocabulary.phrases.get(words[i])
    if known is None:
        return None
    for rest, made in vocabulary.longer.get((words[i], words[i + 1]), ()):
        if tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
            return made, 1 + len(rest)
    parted = None if vocabulary.adverbs.isdisjoint(words[i + 1 : i + 3]) else _parted_phrase(words, i, vocabulary)
    alone, made = known[-1]
    return parted or (None if alone else (made, 1))


def _parted_phrase(words: Sequence[str], i: int, vocabulary: Vocabulary) -> tuple[tuple[Token, ...], int] | None:
    """A phrase within which an adverb stands: "zit ik helaas vol"."""
    places = [i, *(k for k in range(i + 1, min(i + _PARTED, len(words))) if words[k] not in vocabulary.adverbs)]
    following = words[places[1]] if len(places) > 1 else ""
    for rest, made in vocabulary.longer.get((words[i], following), ()):
        if tuple(words[k] for k in places[1 : 1 + len(rest)]) == rest:
            return made, places[len(rest)] - i + 1
    return None


def _lent(words: Sequence[str], i: int, lenders: Sequence[Vocabulary]) -> tuple[tuple[Token, ...], int] | None:
    for other in lenders:
        if found := _phrase(words, i, other):
            return found
    return None


def _lent_suffix(text: str, others: Sequence[Vocabulary]) -> Token | None:
    return next((other.after_digits[text] for other in others if text in other.after_digits), None)


@lru_cache(maxsize=_KEPT)
def _misspelt(word: str, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """What an unknown word of five letters or more was to be: a word about days one slip away, two if it is long."""
    likely = vocabulary.near.get(word[0], {}) if 5 <= len(word) <= 20 else {}
    found = process.extractOne(word, likely.keys(), scorer=OSA.distance, score_cutoff=2)
    if found is None or found[1] > (1 if len(found[0]) < 8 else 2):
        return (Token(word),)
    return likely[found[0]]


def _closes_abbreviation(before: Sequence[Token], after: Sequence[Atom], home: Vocabulary) -> bool:
    """Whether a dot here is that of "ma." or "dec.", which ends no sentence.

    That of "14h." does but for "14h. 30"; those of "geen 5 mei. Vrijdag" and "geen vr. Rest na 4" do, too.
    """
    last = before[-1] if before else END
    if after and after[0].sort == "word":
        dated = Kind.MONTH in last.kinds and is_kind(Kind.WEEKDAY, after[0], home)
        if Kind.HOUR in last.kinds or dated or is_kind(Kind.REST, after[0], home):
            return False
    return any(kind in last.meanings and len(last.text) <= letters for kind, letters in _SHORTENED.items())


def _is_about(word: str, home: Vocabulary) -> bool:
    """Whether this is the "ca" of "bis ca."."""
    known = home.phrases.get(word)
    around = known[-1][1][0].meanings.keys() == {Kind.AROUND} if known else False
    return around and len(word) <= _SHORTENED[Kind.AROUND]


def _put_before_noun(found: list[Token]) -> None:
    """ "Semaine prochaine" as "prochaine semaine": the grammar knows one order."""
    if len(found) > 1 and not _POINTED_AT.isdisjoint(found[-2].meanings):
        found[-2:] = found[-1], found[-2]


def _joined(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with number words made one: twenty-five, thirty first."""
    i = 0
    while i < len(tokens):
        j = i + 2 if i + 1 < len(tokens) and Kind.DASH in tokens[i + 1].meanings else i + 1
        made = _tens_and_ones(tokens[i], tokens[j]) if j < len(tokens) and _is_tens(tokens[i]) else None
        yield made or tokens[i]
        i = j + 1 if made else i + 1


def _is_tens(token: Token) -> bool:
    ten = token.meanings.get(Kind.NUMBER)
    return ten is not None and ten.value in (20, 30, 40, 50) and not token.text.isdigit()


def _tens_and_ones(tens: Token, ones: Token) -> Token | None:
    ten = tens.meanings[Kind.NUMBER]
    if ones.text.isdigit():
        return None
    for kind in (Kind.NUMBER, Kind.ORDINAL):
        one = ones.meanings.get(kind)
        if one is not None and 1 <= one.value <= 9:
            return Token(f"{tens.text} {ones.text}", {kind: Meaning(ten.value + one.value)})
    return None
