"""Reads the languages that come with the program, and keeps what was learnt from them for the next start."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML

from bot.model import OwnPhrases
from bot.understanding.intents import learn
from bot.understanding.model import IntentModel
from bot.understanding.phrases import IntentTexts, read_texts
from bot.understanding.sentences import Encoder
from bot.understanding.understander import LanguageTexts, Understander
from handlers.keeping import keep, user_cache
from handlers.vectors import Remembered, find_encoder

LANGUAGES = ("nl", "en", "de", "fr", "es")
"""In the order in which they are tried: the first is spoken where nothing tells."""

Raw = Mapping[str, Mapping[str, bytes]]
"""The bytes of each language's YAML files, by name."""
Plain = Mapping[str, Mapping[str, Any]]
"""What they say, parsed."""


Models = Mapping[str, IntentModel]


def load_understander(cache: Path | None = None, own: OwnPhrases | None = None) -> Understander:
    """The understander of all packaged languages, and of an agency's own phrases beside theirs.

    What was parsed and learnt is kept in the folder `cache` (the user's cache directory where none is given) and taken
    from there next time, until a text or the reading code changes. Where that folder can't be written, each start
    takes the few seconds of learning anew.
    """
    folder = cache or user_cache()
    encode = find_encoder(folder)
    plain, models = _learnt(folder, encode)
    if own:
        plain = _joined(plain, own)
        models = {**models, **_learnt_anew(plain, tuple(own), folder, encode)}
    return Understander(_texts(plain), models, encode)


def known_texts(cache: Path | None = None) -> Mapping[str, IntentTexts]:
    """What the packaged files say of intents, by language."""
    folder = cache or user_cache()
    return _intent_texts(_learnt(folder, find_encoder(folder))[0])


def read_languages() -> Mapping[str, LanguageTexts]:
    """The packaged texts by language code, parsed anew."""
    return _texts(_parsed(_packaged()))


def _learnt(folder: Path | None, encode: Encoder | None) -> tuple[Plain, Models]:
    """The packaged texts and their models, as they were kept, or else learnt now and kept."""
    raw = _packaged()
    path = folder / f"languages-{_key(raw, encode)}.bin" if folder else None
    kept = _kept(path) if path else None
    if kept is not None:
        return kept
    plain = _parsed(raw)
    models = _learn(plain, encode, folder, all_of_ours=True)
    if path:
        keep(path, _packed(plain, models))
    return plain, models


def _learn(plain: Plain, encode: Encoder | None, folder: Path | None, *, all_of_ours: bool) -> Models:
    if encode is None:
        return learn(_intent_texts(plain))
    remembered = Remembered(encode, folder)
    models = learn(_intent_texts(plain), remembered)
    if all_of_ours:
        remembered.keep()
    return models


def _learnt_anew(plain: Plain, languages: Sequence[str], folder: Path | None, encode: Encoder | None) -> Models:
    """The models of languages to which phrases were added; kept apart from those without."""
    added = {code: plain[code] for code in languages}
    content = json.dumps(added).encode()
    path = folder / f"own-{_key({'': {'': content}}, encode)}.bin" if folder else None
    kept = _kept(path) if path else None
    if kept is not None:
        return kept[1]
    models = _learn(added, encode, folder, all_of_ours=False)
    if path:
        keep(path, _packed({}, models))
    return models


def _joined(plain: Plain, own: OwnPhrases) -> Plain:
    """The texts with an agency's phrases at the end of each list of ours."""
    joined = dict(plain)
    for code, by_intent in own.items():
        intents = plain[code]["intents"]
        phrases = {intent: dict(by_asked) for intent, by_asked in intents["phrases"].items()}
        for intent, by_asked in by_intent.items():
            said = phrases.setdefault(intent, {})
            said |= {asked: [*said.get(asked, ()), *texts] for asked, texts in by_asked.items()}
        joined[code] = {**plain[code], "intents": {**intents, "phrases": phrases}}
    return joined


def _intent_texts(plain: Plain) -> dict[str, IntentTexts]:
    return {code: read_texts(code, texts["intents"]) for code, texts in plain.items()}


def _packaged() -> Raw:
    """The YAML files by language and by their names; moments.yaml may be absent."""
    folders = {code: files("bot.understanding") / "languages" / code for code in LANGUAGES}
    return {
        code: {
            name: (folder / f"{name}.yaml").read_bytes()
            for name in ("intents", "moments")
            if (folder / f"{name}.yaml").is_file()
        }
        for code, folder in folders.items()
    }


def _key(raw: Raw, encode: Encoder | None) -> str:
    """Names what is learnt: the texts, the code that learns from them, and whether sentence vectors helped."""
    digest = hashlib.sha256(b"with vectors" if encode else b"")
    for code, texts in raw.items():
        for name, content in texts.items():
            digest.update(f"{code}/{name} {len(content)}\n".encode() + content)
    for source in sorted(files("bot.understanding").iterdir(), key=lambda source: source.name):
        if source.name.endswith(".py"):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:32]


def _parsed(raw: Raw) -> Plain:
    """YAML as the values that JSON has, so that kept and fresh texts are the same."""
    yaml = YAML(typ="safe", pure=True)
    parsed = {code: {name: yaml.load(content) for name, content in texts.items()} for code, texts in raw.items()}
    return cast("Plain", json.loads(json.dumps(parsed)))


def _texts(plain: Plain) -> Mapping[str, LanguageTexts]:
    return {
        code: LanguageTexts(intents=texts["intents"], moments=texts.get("moments")) for code, texts in plain.items()
    }


def _packed(plain: Plain, models: Models) -> bytes:
    """The texts and how long each model is, a line each; then the models, each at a multiple of four bytes."""
    packed = {code: model.to_bytes() for code, model in models.items()}
    sizes = {code: len(model) for code, model in packed.items()}
    head = f"{json.dumps(plain)}\n{json.dumps(sizes)}".encode()
    return b"".join((head, b" " * (-(len(head) + 1) % 4), b"\n", *packed.values()))


def _kept(path: Path) -> tuple[Plain, Models] | None:
    """What an earlier start kept; None where there is nothing, or nothing sound."""
    try:
        with path.open("rb") as file:
            kept = mmap(file.fileno(), 0, access=ACCESS_READ)  # what is never asked for is never read
        texts, sizes = kept.readline(), kept.readline()
        return json.loads(texts), _unpacked(json.loads(sizes), memoryview(kept)[kept.tell() :])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _unpacked(sizes: Mapping[str, int], packed: memoryview) -> dict[str, IntentModel]:
    models = {}
    for code, size in sizes.items():
        models[code], packed = IntentModel.from_bytes(packed[:size]), packed[size:]
    return models
