"""Reads what a message says about when a call would suit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.understanding.moments.at_odds import at_odds
from bot.understanding.moments.atoms import fold
from bot.understanding.moments.circumstances import around_events
from bot.understanding.moments.claims import claims
from bot.understanding.moments.corrected import corrected
from bot.understanding.moments.every_day import with_every_day
from bot.understanding.moments.gaps import gaps
from bot.understanding.moments.groups import groups
from bot.understanding.moments.hours import Hours
from bot.understanding.moments.lexer import lex, lexicon
from bot.understanding.moments.offers import offers
from bot.understanding.moments.phrases import phrases
from bot.understanding.moments.picking import pick
from bot.understanding.moments.preferring import preferred
from bot.understanding.moments.reached import where_reached
from bot.understanding.moments.resolving import resolve
from bot.understanding.moments.said import Claims, Scene
from bot.understanding.moments.staying import on_both_clocks, stay
from bot.understanding.moments.tokens import Kind, Token, value
from bot.understanding.moments.unclear import rambles
from bot.understanding.moments.vocabulary import Vocabulary, VocabularyFault
from bot.understanding.moments.zones import named_zone, on_own_clock
from bot.understanding.understood import Asked, MomentReading, Question, Stay
from bot.windows import Window, Windows, intersect

_OFFERS = (Asked.OFFER_SLOTS, Asked.CONFIRM)


class MomentReader:
    """Reads words about time in every language that it has a vocabulary of."""

    def __init__(self, vocabularies: Mapping[str, Vocabulary], hours: Hours | None = None) -> None:
        """`vocabularies` by language code; the first is the one of a message in a language without one.

        Raises VocabularyFault where a vocabulary names a part of the day that the hours don't know.
        """
        if not vocabularies:
            raise ValueError("A moment reader needs at least one vocabulary.")
        self._vocabularies = dict(vocabularies)
        self._hours = hours or Hours()
        for vocabulary in vocabularies.values():
            if unknown := vocabulary.parts - self._hours.parts.keys():
                raise VocabularyFault(f"{vocabulary.language}: no hours for {', '.join(sorted(unknown))}")

    def read(self, text: str, language: str, question: Question) -> MomentReading:
        """What the message says about when, in the zone of the question; empty where it says nothing.

        `language` is the message's, as "nl"; words that it lacks are looked for in the other languages.
        """
        home = self._vocabularies.get(language) or next(iter(self._vocabularies.values()))
        tokens = lex(fold(text), lexicon(home, *[other for other in self._vocabularies.values() if other is not home]))
        said = frozenset[Kind]().union(*[token.kinds for token in tokens])
        if not said:
            return MomentReading()
        scene = self._scene(question, home, said)
        other = named_zone(tokens, scene)
        if other and other is not scene.zone:
            away = self._reading([*tokens], home, self._scene(replace(question, zone=other), home, said), question)
            return on_own_clock(away, self._reading(tokens, home, scene, question), scene.zone)
        said_now = stay(tokens, scene) if Kind.PLACE in said and not other else None
        if said_now:
            return self._abroad(said_now, home, question)
        known = question.stay
        if known and question.at < known.until:
            there = known, known.until.astimezone(known.zone).date(), tokens
            return replace(self._abroad(there, home, question), stay=None)
        return self._reading(tokens, home, scene, question)

    def _abroad(self, staying: tuple[Stay, date, list[Token]], home: Vocabulary, question: Question) -> MomentReading:
        """The reading of somebody who says where they are for a while, and perhaps when a call would suit."""
        there, day, tokens = staying
        said = frozenset[Kind]().union(*[token.kinds for token in tokens])
        away, own = (
            self._reading([*tokens], home, self._scene(replace(question, zone=zone), home, said), question)
            for zone in (there.zone, question.zone)
        )
        return on_both_clocks(away, own, there, day, question.zone)

    def _reading(self, tokens: list[Token], home: Vocabulary, scene: Scene, question: Question) -> MomentReading:
        phrased = around_events(gaps(where_reached(phrases(tokens, scene), home), home))
        offered = offers(phrased, home)
        said = claims(with_every_day(corrected(offered.items, scene.said), scene.said), scene)
        wanted = groups(said.wanted)
        reading = resolve(said, wanted, scene)
        best = preferred(phrased)
        if best:
            liked = claims(best, scene)
            reading = replace(reading, preferred=_liked(resolve(liked, groups(liked.wanted), scene), reading))
        if offered.told:
            told = resolve(Claims(), groups(offered.told), scene)
            reading = replace(reading, spans=(*reading.spans, *told.spans))
        doubt = Kind.DOUBT in scene.said and _in_doubt(tokens, scene, reading)
        doubt = doubt or (scene.bare and bool(reading.windows) and rambles(phrased, home))
        if doubt or not offered.certain or at_odds(said, wanted, reading.windows, len(tokens), scene):
            reading = replace(reading, sure=False)
        taken = pick(tokens, wanted, question.offered, scene) if question.asked in _OFFERS else None
        if taken is None:
            return reading
        if taken.index is None:
            return MomentReading(sure=False) if taken.listed else replace(reading, sure=False)
        slot = question.offered[taken.index]
        start, end = slot.start.astimezone(scene.zone), slot.end.astimezone(scene.zone)
        exclude = () if taken.listed else reading.exclude
        return MomentReading(windows=(Window(start, end),), exclude=exclude, spans=((start, end),), picked=taken.index)

    def _scene(self, question: Question, home: Vocabulary, said: frozenset[Kind]) -> Scene:
        at = question.at if question.at.tzinfo is question.zone else question.at.astimezone(question.zone)
        return Scene(
            at=at,
            zone=question.zone,
            today=at.date(),
            minute=at.hour * 60 + at.minute + bool(at.second or at.microsecond),
            hours=self._hours,
            month_first=home.month_first,
            hours_named=home.hours_named,
            counts_to_24=home.counts_to_24,
            said=said,
            bare=question.asked in (Asked.ASK_MOMENT, Asked.OFFER_SLOTS),
            offered_day=_offered_day(question) if question.offered else None,
            offered=tuple(slot.start.astimezone(question.zone) for slot in question.offered)
            if question.offered
            else (),
        )


def _in_doubt(tokens: Sequence[Token], scene: Scene, reading: MomentReading) -> bool:
    """Whether asking is best: "on even days" always, "I'll call you" where a moment is said with it."""
    if Kind.THEN_IS in scene.said:
        return False
    return bool(reading.windows) or any(value(token, Kind.DOUBT) == 0 for token in tokens)


def _liked(best: MomentReading, reading: MomentReading) -> Windows:
    """Those of the reading's windows in which what is liked best lies; none where that is all of them."""
    shared = intersect(best.windows, reading.windows)
    return () if shared == reading.windows else shared


def _offered_day(question: Question) -> date | None:
    """The day of all offered slots, if it is one: a time that answers them is a time of that day."""
    days = {slot.start.astimezone(question.zone).date() for slot in question.offered}
    return days.pop() if len(days) == 1 else None
