"""Settings: from the environment, from .env and from files; each problem is one line, and no line holds a secret."""

from pathlib import Path

import pytest

from handlers.settings import Settings, read_settings
from handlers.unusable import Unusable


@pytest.fixture(autouse=True)
def _empty_house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the machine's environment nor a .env of the developer's plays a part."""
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)
        monkeypatch.delenv(f"{field.validation_alias}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)


def problems() -> tuple[str, ...]:
    with pytest.raises(Unusable) as unusable:
        read_settings()
    return unusable.value.lines


def test_nothing_set_is_a_bot_on_this_machine_with_a_file_for_a_database() -> None:
    settings = read_settings()
    assert (settings.database_url, settings.host, settings.port) == ("sqlite:///data/belmoment.db", "127.0.0.1", 8080)
    assert (settings.telegram_mode, settings.telegram_api_url) == ("polling", "https://api.telegram.org")
    assert {settings.telegram_bot_token, settings.twilio_account_sid, settings.smtp_url, settings.api_token} == {None}


def test_the_environment_goes_before_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("BELMOMENT_PORT=9001\nBELMOMENT_HOST=0.0.0.0\n")
    monkeypatch.setenv("BELMOMENT_PORT", "9002")
    settings = read_settings()
    assert (settings.host, settings.port) == ("0.0.0.0", 9002)


def test_an_empty_value_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELMOMENT_PORT", "")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "")
    settings = read_settings()
    assert (settings.port, settings.telegram_bot_token) == (8080, None)


@pytest.mark.parametrize("name", [str(field.validation_alias) for field in Settings.model_fields.values()])
def test_every_setting_can_stand_in_a_file(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    right = {
        "BELMOMENT_DATABASE_URL": "sqlite:///other.db",
        "BELMOMENT_PORT": "9000",
        "TELEGRAM_BOT_TOKEN": "12:ab",
        "TELEGRAM_MODE": "polling",
        "SMTP_URL": "smtp://mail.example",
        "TWILIO_ACCOUNT_SID": "AC1",
        "TWILIO_MESSAGING_SERVICE_SID": "MG1",
        "TWILIO_WHATSAPP_FROM": "+14155238886",
        "BELMOMENT_WEBHOOK_SECRET": f"whsec_{'A' * 32}",
    }
    value = right.get(name, "https://bot.example" if name.endswith("_URL") else "some-value")
    (tmp_path / "secret").write_text(f"{value}\n")
    # WhatsApp's names need each other, and so do an address and the secret that signs what goes there.
    for needed in ("BELMOMENT_WEBHOOK_URL", "BELMOMENT_WEBHOOK_SECRET"):
        if name.startswith("BELMOMENT_WEBHOOK_") and needed != name:
            monkeypatch.setenv(needed, right.get(needed, "https://bot.example"))
    for needed in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_WHATSAPP_FROM", "BELMOMENT_PUBLIC_URL"):
        if name.startswith("TWILIO_") and needed != name:
            monkeypatch.setenv(needed, right.get(needed, "https://bot.example"))
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "secret"))
    field = next(key for key, field in Settings.model_fields.items() if field.validation_alias == name)
    read = getattr(read_settings(), field)
    assert str(read.get_secret_value() if hasattr(read, "get_secret_value") else read) == value


def test_an_address_to_tell_needs_the_secret_that_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELMOMENT_WEBHOOK_URL", "https://ats.example")
    assert problems() == (
        "BELMOMENT_WEBHOOK_SECRET is missing: other systems are told by both, address and secret. Set it, or unset the "
        "other.",
    )
    monkeypatch.setenv("BELMOMENT_WEBHOOK_SECRET", "short")
    assert problems() == ("BELMOMENT_WEBHOOK_SECRET must be whsec_ and then 24 to 64 bytes in base64.",)


def test_a_file_can_be_named_in_the_env_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("12:from-a-file\n")
    Path(".env").write_text(f"TELEGRAM_BOT_TOKEN_FILE={tmp_path / 'token'}\n")
    token = read_settings().telegram_bot_token
    assert token is not None
    assert token.get_secret_value() == "12:from-a-file"


def test_a_value_and_its_file_at_once_are_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("b")
    monkeypatch.setenv("BELMOMENT_SECRET_KEY", "a")
    monkeypatch.setenv("BELMOMENT_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert problems() == ("BELMOMENT_SECRET_KEY and BELMOMENT_SECRET_KEY_FILE are both set: unset one of the two.",)


def test_a_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URL_FILE", "/nowhere/smtp")
    assert problems() == (
        "SMTP_URL_FILE names /nowhere/smtp: no such file or directory. "
        "Point it at a file that holds the value of SMTP_URL.",
    )


def test_every_bad_value_is_named_at_once_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "sesame"
    for name in (
        "BELMOMENT_DATABASE_URL",
        "BELMOMENT_PORT",
        "BELMOMENT_PUBLIC_URL",
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_MODE",
        "TELEGRAM_API_URL",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_MESSAGING_SERVICE_SID",
        "SMTP_URL",
    ):
        monkeypatch.setenv(name, secret)
    lines = problems()
    assert [line.split()[0] for line in lines] == [
        "BELMOMENT_DATABASE_URL",
        "BELMOMENT_PORT",
        "BELMOMENT_PUBLIC_URL",
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_MODE",
        "TELEGRAM_API_URL",
        "TWILIO_ACCOUNT_SID",
        "TWILIO_MESSAGING_SERVICE_SID",
        "SMTP_URL",
    ]
    assert lines[1] == "BELMOMENT_PORT must be a whole number."
    assert lines[4] == "TELEGRAM_MODE must be one of: polling, webhook."
    assert not [line for line in lines if secret in line]


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_has_bounds(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELMOMENT_PORT", port)
    assert problems() == ("BELMOMENT_PORT must be between 0 and 65535.",)


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "12:sesame")
    monkeypatch.setenv("BELMOMENT_API_TOKEN", "sesame")
    monkeypatch.setenv("BELMOMENT_DATABASE_URL", "postgresql://belmoment:sesame@db/belmoment")
    monkeypatch.setenv("SMTP_URL", "smtp://u:sesame@mail.example")
    assert "sesame" not in repr(read_settings())


def test_half_of_whatsapp_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC1")
    need = "WhatsApp through Twilio needs it. Set it, or unset every TWILIO_ name."
    assert problems() == (
        f"TWILIO_AUTH_TOKEN is missing: {need}",
        f"TWILIO_WHATSAPP_FROM (or TWILIO_MESSAGING_SERVICE_SID) is missing: {need}",
        f"BELMOMENT_PUBLIC_URL is missing: {need}",
    )


def test_a_telegram_webhook_needs_an_address_and_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "12:ab")
    monkeypatch.setenv("TELEGRAM_MODE", "webhook")
    need = "TELEGRAM_MODE=webhook needs it. Set it, or set TELEGRAM_MODE=polling."
    assert problems() == (
        f"BELMOMENT_PUBLIC_URL is missing: {need}",
        f"TELEGRAM_WEBHOOK_SECRET is missing: {need}",
    )


def test_a_misspelt_name_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELMOMENT_DATABSE_URL", "sqlite:///x.db")
    assert problems() == ("BELMOMENT_DATABSE_URL is not a setting. Did you mean BELMOMENT_DATABASE_URL?",)


def test_a_public_url_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELMOMENT_PUBLIC_URL", "https://bot.example/")
    assert read_settings().public_url == "https://bot.example"


@pytest.mark.parametrize("address", ["https://bot.example:many", "http://[::1", "https://bot.example:70000"])
def test_an_address_is_whole_down_to_its_port(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELMOMENT_PUBLIC_URL", address)
    assert problems() == ("BELMOMENT_PUBLIC_URL must be a whole address, beginning with https:// (or http://).",)


def test_a_sender_is_a_number_with_its_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_WHATSAPP_FROM", "our number")
    (line,) = problems()
    assert line.startswith("TWILIO_WHATSAPP_FROM must be the sender's number with its country")
