"""Our signature check against Twilio's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from handlers.whatsapp.signature import is_signed, signature

TOKEN = "fedcba9876543210fedcba9876543210"
URLS = st.sampled_from(
    [
        "https://bot.example.org/webhooks/whatsapp",
        "https://bot.example.org:8443/webhooks/whatsapp?a=1&b=%2F",
        "http://bot.example.org/bot/webhooks/whatsapp/status?outgoing=out-1",
        "http://127.0.0.1:8080/",
    ]
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
READABLE = st.lists(st.tuples(WORDS, WORDS), max_size=6).map(MultiDict)


@given(URLS, READABLE)
def test_we_sign_as_twilio_does(url: str, form: MultiDict[str]) -> None:
    ours = signature(TOKEN, url, form.items()).decode()
    assert RequestValidator(TOKEN).validate(url, form, ours)


@given(URLS, READABLE)
def test_we_take_what_twilio_signs_with_and_without_the_port(url: str, form: MultiDict[str]) -> None:
    validator = RequestValidator(TOKEN)
    assert is_signed(TOKEN, url, form.items(), validator.compute_signature(url, form))


@pytest.mark.parametrize(
    ("ours", "signed"),
    [
        ("https://bot.example.org/x", "https://bot.example.org:443/x"),
        ("http://bot.example.org/x", "http://bot.example.org:80/x"),
        ("https://bot.example.org:8443/x", "https://bot.example.org/x"),
    ],
)
def test_twilio_may_add_or_drop_the_port(ours: str, signed: str) -> None:
    form = MultiDict({"MessageSid": "SM1"})
    assert is_signed(TOKEN, ours, form.items(), RequestValidator(TOKEN).compute_signature(signed, form))


@given(URLS, READABLE, st.text(max_size=40))
def test_nothing_else_passes(url: str, form: MultiDict[str], given_signature: str) -> None:
    expected = RequestValidator(TOKEN).validate(url, form, given_signature)
    assert is_signed(TOKEN, url, form.items(), given_signature) == expected


def test_another_token_another_address_or_another_field_fails() -> None:
    url, form = "https://bot.example.org/webhooks/whatsapp", MultiDict({"Body": "yes", "MessageSid": "SM1"})
    proof = signature(TOKEN, url, form.items()).decode()
    assert is_signed(TOKEN, url, form.items(), proof)
    assert not is_signed("another", url, form.items(), proof)
    assert not is_signed(TOKEN, "https://evil.example/webhooks/whatsapp", form.items(), proof)
    assert not is_signed(TOKEN, url, [("Body", "no"), ("MessageSid", "SM1")], proof)
