"""A phrase is added to phrases.yaml where its like stand, and nothing else of the file changes."""

import pytest

from handlers.agency.adding_phrases import CantAdd, NewPhrase, phrases_in, with_phrase

MINE = NewPhrase(text="top: doe maar", language="nl", intent="interested", question="opening")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "",
            'phrases:\n  nl:\n    interested:\n      opening:\n        - "top: doe maar"\n',
        ),
        (
            "# ours\nphrases:\n  en:\n    stop: {any: [enough now]}  # says Bas\n",
            "# ours\nphrases:\n  en:\n    stop: {any: [enough now]}  # says Bas\n"
            '  nl:\n    interested:\n      opening:\n        - "top: doe maar"\n',
        ),
        (
            "phrases:\n    nl:\n        interested:\n            opening:\n            - brand los # Anna\n\n# the end",
            "phrases:\n    nl:\n        interested:\n            opening:\n            - brand los # Anna\n"
            '            - "top: doe maar"\n\n# the end',
        ),
        (
            "phrases:\n  nl:\n    interested:\n      opening: [brand los, ja]  # both\n    stop: {any: [kap ermee]}\n",
            "phrases:\n  nl:\n    interested:\n"
            '      opening: [brand los, ja, "top: doe maar"]  # both\n    stop: {any: [kap ermee]}\n',
        ),
        (
            "phrases:\r\n  nl:\r\n    interested:\r\n      any:\r\n        - ja\r\n    stop:\r\n      any: [kap ermee]",
            "phrases:\r\n  nl:\r\n    interested:\r\n      any:\r\n        - ja\r\n"
            '      opening:\r\n        - "top: doe maar"\r\n    stop:\r\n      any: [kap ermee]',
        ),
    ],
)
def test_only_the_phrase_is_new(before: str, after: str) -> None:
    assert with_phrase(before, MINE) == after
    assert phrases_in(after)["nl"]["interested"]["opening"][-1] == "top: doe maar"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("phrases: {nl: {stop: {any: [kap ermee]}}}\n", "laid out in a way"),
        ("phrases:\n  nl:\n    interested:\n      opening: ja hoor\n", "laid out in a way"),
        ("phrases:\n\tnl: x\n", "line 2"),
        ("phrases:\n  it: {stop: {any: [basta]}}\n", "'it' is not a key"),
    ],
)
def test_where_it_can_not_be_added_it_says_what_to_do(before: str, told: str) -> None:
    with pytest.raises(CantAdd, match=told):
        with_phrase(before, MINE)


def test_what_has_no_words_is_no_phrase() -> None:
    with pytest.raises(CantAdd, match="has no words"):
        with_phrase("", NewPhrase(text="...", language="nl", intent="stop", question="any"))
