"""Rules about languages and wording: what is missing, forgotten or not known."""

from collections.abc import Iterator

from bot.lint.look import Look, named
from bot.reader import TOPICS, VARIABLES
from bot.script import Problem
from bot.wordings import texts_of

LONG_ENOUGH = 25
"""Shorter texts may well be the same in two languages, as "Stop" is."""


def unspoken_language(look: Look) -> Iterator[Problem]:
    """A script serves languages that Belmoment speaks.

    Good:
    ```yaml
    languages: [nl, en]
    steps:
      hello: {kind: say, text: {nl: Hallo, en: Hello}, next: call}
      call: {kind: offer_call, text: {nl: Wanneer komt het uit?, en: When would it suit you?}}
    ```
    Bad:
    ```yaml
    languages: [nl, pt]
    steps:
      hello: {kind: say, text: {nl: Hallo, pt: Olá}, next: call}
      call: {kind: offer_call, text: {nl: Wanneer komt het uit?, pt: Quando lhe convém?}}
    ```
    """
    spoken = set(look.sayings.texts.get("disclosure", {}))
    for language in look.script.languages:
        if language not in spoken:
            yield look.problem(
                f"Belmoment does not speak “{language}” yet; it speaks {', '.join(sorted(spoken))}.", "languages"
            )


def untranslated(look: Look) -> Iterator[Problem]:
    """A text is not the same in two languages.

    Good:
    ```yaml
    languages: [nl, en]
    steps:
      hello: {kind: say, text: {nl: Wat fijn dat je antwoordt., en: How nice of you to answer.}, next: call}
      call: {kind: offer_call, text: {nl: Wanneer komt het uit?, en: When would it suit you?}}
    ```
    Bad:
    ```yaml
    languages: [nl, en]
    steps:
      hello: {kind: say, text: {nl: Wat fijn dat je antwoordt., en: Wat fijn dat je antwoordt.}, next: call}
      call: {kind: offer_call, text: {nl: Wanneer komt het uit?, en: When would it suit you?}}
    ```
    """
    for step in look.script.steps.values():
        for path, texts in texts_of(step):
            seen: dict[str, str] = {}
            for language, text in texts.items():
                other = seen.setdefault(text, language)
                if other != language and len(text) >= LONG_ENOUGH:
                    yield look.at(
                        step, f"This text is the same in “{other}” and “{language}”; translate it.", *path, language
                    )


def same_variant(look: Look) -> Iterator[Problem]:
    """Variants of a text differ.

    Good:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Fijn dat je er bent.}, variants: {short: {nl: Hallo.}}, next: call}
    ```
    Bad:
    ```yaml
    steps:
      hello: {kind: say, text: {nl: Hallo.}, variants: {short: {nl: Hallo.}}, next: call}
    ```
    """
    for step in look.script.steps.values():
        seen: list[object] = []
        for path, texts in texts_of(step):
            if path[0] in ("text", "variants"):
                if texts in seen:
                    yield look.at(
                        step, f"The variant “{path[-1]}” says what another says; change it, or take it out.", *path
                    )
                seen.append(texts)


def variant_names_less(look: Look) -> Iterator[Problem]:
    """Every variant of the opening says for whom and about what.

    Good:
    ```yaml
    first: hello
    steps:
      hello:
        kind: say
        text: {nl: "{disclosure} Het gaat om {vacancy}."}
        variants: {short: {nl: "{disclosure} Over {vacancy}."}}
        next: call
    ```
    Bad:
    ```yaml
    first: hello
    steps:
      hello:
        kind: say
        text: {nl: "{disclosure} Het gaat om {vacancy}."}
        variants: {short: {nl: "{disclosure} Tijd om te bellen."}}
        next: call
    ```
    """
    first = look.script.steps.get(look.script.first)
    wanted: set[str] | None = None
    if first is None:
        return
    for path, texts in texts_of(first):
        if path[0] in ("text", "variants"):
            told = named(texts) & {"vacancy", "employer"}
            wanted = told if wanted is None else wanted
            if wanted and not told:
                yield look.at(
                    first,
                    f"The variant “{path[-1]}” does not say what it is about; name {{vacancy}} or {{employer}}.",
                    *path,
                )


def unknown_phrase(look: Look) -> Iterator[Problem]:
    """What stands under `phrases` is a sentence of Belmoment's.

    Good:
    ```yaml
    phrases:
      confirm_yes: {nl: Klopt helemaal}
    ```
    Bad:
    ```yaml
    phrases:
      confirm_yess: {nl: Klopt helemaal}
    ```
    """
    for name in look.script.phrases:
        if name not in look.sayings.texts:
            yield look.problem(
                f"“{name}” under “phrases” is no sentence of Belmoment's; see bot/words for their names.",
                "phrases",
                name,
            )


def unknown_in_phrase(look: Look) -> Iterator[Problem]:
    """A sentence said otherwise names what is known in it.

    Good:
    ```yaml
    phrases:
      going_on: {nl: "Dan gaan we verder, namens {recruiter}."}
    ```
    Bad:
    ```yaml
    phrases:
      going_on: {nl: "Dan gaan we verder op {moment}."}
    ```
    """
    for name, texts in look.script.phrases.items():
        if name not in look.sayings.texts:
            continue
        known = {*VARIABLES, *TOPICS, *named(look.sayings.texts[name])} - {"hello", "disclosure"}
        for variable in sorted(named(texts) - known):
            yield look.problem(
                f"“{name}” under “phrases” names {{{variable}}}, which is not known there; take it out.",
                "phrases",
                name,
            )


def phrase_lost_a_value(look: Look) -> Iterator[Problem]:
    """A sentence said otherwise still names the moment, the slots or the number that it is about.

    Good:
    ```yaml
    phrases:
      confirm: {nl: "Dus {moment}. Klopt dat?"}
    ```
    Bad:
    ```yaml
    phrases:
      confirm: {nl: "Klopt dat?"}
    ```
    """
    weighty = {"moment", "slots", "phone", "number"}
    for name, texts in look.script.phrases.items():
        lost = (named(look.sayings.texts.get(name, {})) & weighty) - named(texts)
        for variable in sorted(lost):
            yield look.problem(
                f"“{name}” under “phrases” no longer says {{{variable}}}, which is what it is for; put it in.",
                "phrases",
                name,
            )
