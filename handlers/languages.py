"""Reads the languages that come with the program, and keeps what was learnt from them for the next start."""

import ctypes
import json
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML

from bot.model import OwnPhrases
from bot.understanding.intents import learn
from bot.understanding.model import IntentModel
from bot.understanding.phrases import IntentTexts, read_texts
from bot.understanding.sentences import Encoder
from bot.understanding.understander import LanguageTexts, Understander
from handlers.keeping import keep, kept, place_of, user_cache
from handlers.vectors import Remembered, find_encoder

LANGUAGES = ("nl", "en", "de", "fr", "es")
"""In the order in which they are tried: the first is spoken where nothing tells."""

Plain = Mapping[str, Mapping[str, Any]]
"""What the YAML files of each language say, by the files' names, parsed."""

OURS, OWN = "model", "own"
"""What a model is learnt from: packaged phrases alone, or an agency's own among them."""

LEARNING = "Our phrases are read once after each change of them: about half a minute, and later starts take no time."


def load_understander(
    cache: Path | None = None,
    own: OwnPhrases | None = None,
    *,
    with_vectors: bool = True,
    learning: Callable[[], None] | None = None,
) -> Understander:
    """The understander of all packaged languages, and of an agency's own phrases beside theirs.

    What was parsed and learnt is kept, language by language, in the folder `cache` (the user's cache directory where
    none is given) and taken from there next time, until a text or the reading code changes. Where that folder can't be
    written, each start takes the half minute of learning anew. `learning` is called once before anything is learnt.
    """
    folder = cache or user_cache()
    first = folder is None or not any(one for kind in (OURS, OWN) for one in folder.glob(f"{kind}_*.bin"))
    if learning and first:
        learning()  # reading the files takes its time, too
    encode = find_encoder(folder) if with_vectors else None
    plain = _joined(_packaged(folder), own or {})
    shelves = [
        _Shelf(code, texts["intents"], folder, encode, OWN if own and code in own else OURS)
        for code, texts in plain.items()
    ]
    found = [shelf.kept() for shelf in shelves]
    if learning and not first and None in found:
        learning()
    models = {shelf.code: model or shelf.learnt() for shelf, model in zip(shelves, found, strict=True)}
    if None in found:
        _give_back()
    return Understander(_texts(plain), models, encode)


def _give_back() -> None:
    """Has the C library, where it can, return what learning took: hundreds of megabytes, which it would keep."""
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if give_back is not None:
        give_back(0)


def known_texts(cache: Path | None = None) -> Mapping[str, IntentTexts]:
    """What the packaged files say of intents, by language."""
    plain = _packaged(cache or user_cache())
    return {code: read_texts(code, texts["intents"]) for code, texts in plain.items()}


def phrase_encoder(code: str) -> Encoder | None:
    """Gives the sentence vectors of a language's phrases, if the encoder is installed; of ours, as they were kept."""
    folder = user_cache()
    encode = find_encoder(folder)
    return Remembered(encode, folder, code) if encode else None


def read_languages(cache: Path | None = None) -> Mapping[str, LanguageTexts]:
    """The packaged texts by language code; parsed anew where no cache is given."""
    return _texts(_packaged(cache))


def _packaged(folder: Path | None) -> Plain:
    """What the packaged files say, as it was kept, or else parsed now and kept."""
    return {code: _parsed(code, folder) for code in LANGUAGES}


def _parsed(code: str, folder: Path | None) -> Mapping[str, Any]:
    """A language's files as the values that JSON has, so that kept and fresh texts are the same."""
    place = files("bot.understanding") / "languages" / code
    named = {name: place / f"{name}.yaml" for name in ("intents", "moments")}
    raw = {name: file.read_bytes() for name, file in named.items() if file.is_file()}
    path = place_of(f"texts_{code}", raw.values(), folder)
    found = kept(path, _loaded)
    if found is not None:
        return found
    yaml = YAML(typ="safe", pure=True)
    written = json.dumps({name: yaml.load(content) for name, content in raw.items()})
    keep(path, written.encode())
    return _loaded(written.encode())


def _loaded(written: bytes | memoryview) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", json.loads(bytes(written)))


class _Shelf:
    """Where the model of a language's phrases is kept; with an agency's own among them, apart from that of ours."""

    def __init__(
        self, code: str, intents: Mapping[str, Any], folder: Path | None, encode: Encoder | None, kind: str
    ) -> None:
        self.code = code
        self._intents = intents
        self._folder = folder
        self._encode = encode
        content = (b"with vectors" if encode else b"", json.dumps(intents).encode(), *_code())
        self._path = place_of(f"{kind}_{code}", content, folder)

    def kept(self) -> IntentModel | None:
        """The model that an earlier start kept, if there is one, and a sound one."""
        return kept(self._path, IntentModel.from_bytes)

    def learnt(self) -> IntentModel:
        """The model, learnt now and kept; so are its phrases' vectors, of which a next time only new ones take time."""
        remembered = Remembered(self._encode, self._folder, self.code) if self._encode else None
        model = learn({self.code: read_texts(self.code, self._intents)}, remembered)[self.code]
        if remembered:
            remembered.keep()
        keep(self._path, model.to_bytes())
        return model


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


def _code() -> Iterator[bytes]:
    """The code that learns."""
    for source in sorted(files("bot.understanding").iterdir(), key=lambda source: source.name):
        if source.name.endswith(".py"):
            yield source.read_bytes()


def _texts(plain: Plain) -> Mapping[str, LanguageTexts]:
    return {
        code: LanguageTexts(intents=texts["intents"], moments=texts.get("moments")) for code, texts in plain.items()
    }
