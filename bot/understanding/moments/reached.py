"""Where somebody is to be called: "ring me at work on Monday" says no more than "ring me on Monday"."""

from dataclasses import replace

from bot.understanding.moments.clauses import ENDS
from bot.understanding.moments.phrases import Phrase, Phrased
from bot.understanding.moments.said import Mark
from bot.understanding.moments.tokens import Kind, value
from bot.understanding.moments.vocabulary import Vocabulary

_AT_WORK = 2
"""What a "busy" is worth that says where they are, and where a phone may reach them."""


def where_reached(said: Phrased, home: Vocabulary) -> Phrased:
    """The message without the "at work" at which a call is asked for."""
    if Kind.BUSY not in said.kinds:
        return said
    kept = [phrase for phrase in said.phrases if not _is_called_there(phrase, said, home)]
    return said if len(kept) == len(said.phrases) else replace(said, phrases=kept)


def _is_called_there(phrase: Phrase, said: Phrased, home: Vocabulary) -> bool:
    if not isinstance(phrase.said, Mark) or value(said.tokens[phrase.start], Kind.BUSY) != _AT_WORK:
        return False
    ends = (one.end for one in said.phrases if isinstance(one.said, Mark) and one.said.kind in ENDS)
    before = said.tokens[max((end for end in ends if end <= phrase.start), default=0) : phrase.start]
    return any(token.text in home.about_call for token in before)
