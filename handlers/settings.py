"""What the operator decides: read once from the environment and `.env`, each name also as NAME_FILE."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from handlers.announcing import keys_in
from handlers.mail_server import read_mail_server
from handlers.secret_files import SecretFileSource, misspelt
from handlers.unusable import Unusable


def _database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("must begin with sqlite:/// (as sqlite:///data/belmoment.db) or postgresql://")
    return url


def _web_address(url: str) -> str:
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, a bracket left open
        whole = False
    if not whole:
        raise ValueError("must be a whole address, beginning with https:// (or http://)")
    return url.rstrip("/")


def _sender(number: str) -> str:
    if not re.fullmatch(r"(whatsapp:)?\+[0-9]{6,15}", number):
        raise ValueError("must be the sender's number with its country and without spaces, as +14155238886")
    return number


def _mail_server(url: SecretStr) -> SecretStr:
    read_mail_server(url.get_secret_value())
    return url


def _bot_token(token: SecretStr) -> SecretStr:
    number, colon, rest = token.get_secret_value().partition(":")
    if not (number.isdecimal() and colon and rest):
        raise ValueError("must be the whole token that BotFather gave: digits, a colon, letters")
    return token


def _webhook_secret(secret: SecretStr) -> SecretStr:
    keys_in(secret.get_secret_value())
    return secret


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """Every setting, by the environment's own names; secrets never show in a repr or a message."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", case_sensitive=True
    )

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="sqlite:///data/belmoment.db", validation_alias="BELMOMENT_DATABASE_URL", repr=False
    )
    host: str = Field(default="127.0.0.1", validation_alias="BELMOMENT_HOST")
    port: int = Field(default=8080, ge=0, le=65535, validation_alias="BELMOMENT_PORT")
    public_url: WebAddress | None = Field(default=None, validation_alias="BELMOMENT_PUBLIC_URL")
    api_token: SecretStr | None = Field(default=None, validation_alias="BELMOMENT_API_TOKEN")
    secret_key: SecretStr | None = Field(default=None, validation_alias="BELMOMENT_SECRET_KEY")

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = Field(
        default=None, validation_alias="TELEGRAM_BOT_TOKEN"
    )
    telegram_mode: Literal["polling", "webhook"] = Field(default="polling", validation_alias="TELEGRAM_MODE")
    telegram_webhook_secret: SecretStr | None = Field(default=None, validation_alias="TELEGRAM_WEBHOOK_SECRET")
    telegram_api_url: WebAddress = Field(default="https://api.telegram.org", validation_alias="TELEGRAM_API_URL")

    twilio_account_sid: Annotated[str, StringConstraints(pattern="^AC")] | None = Field(
        default=None, validation_alias="TWILIO_ACCOUNT_SID"
    )
    twilio_auth_token: SecretStr | None = Field(default=None, validation_alias="TWILIO_AUTH_TOKEN")
    twilio_whatsapp_from: Annotated[str, AfterValidator(_sender)] | None = Field(
        default=None, validation_alias="TWILIO_WHATSAPP_FROM"
    )
    twilio_messaging_service_sid: Annotated[str, StringConstraints(pattern="^MG")] | None = Field(
        default=None, validation_alias="TWILIO_MESSAGING_SERVICE_SID"
    )
    twilio_api_url: WebAddress | None = Field(default=None, validation_alias="TWILIO_API_URL")

    webhook_url: WebAddress | None = Field(default=None, validation_alias="BELMOMENT_WEBHOOK_URL")
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = Field(
        default=None, validation_alias="BELMOMENT_WEBHOOK_SECRET"
    )

    smtp_url: Annotated[SecretStr, AfterValidator(_mail_server)] | None = Field(
        default=None, validation_alias="SMTP_URL"
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before `.env`; in each, a value and its NAME_FILE have the same rank."""
        return (
            init_settings,
            env_settings,
            SecretFileSource(settings_cls, env_settings),
            dotenv_settings,
            SecretFileSource(settings_cls, dotenv_settings),
        )


def read_settings() -> Settings:
    """The settings of this process; raises `Unusable` with one line a problem, and never a secret in it."""
    try:
        settings = Settings()
    except ValidationError as invalid:
        raise Unusable(*(_line(error) for error in invalid.errors(include_url=False, include_input=False))) from None
    except UnicodeDecodeError:
        raise Unusable(".env is not text in UTF-8: save it as UTF-8.") from None
    if problems := [*misspelt(Settings), *_missing(settings)]:
        raise Unusable(*problems)
    return settings


def _missing(settings: Settings) -> list[str]:
    """What one setting needs of another."""
    return [*_telegram_missing(settings), *_whatsapp_missing(settings), *_webhook_missing(settings)]


def _telegram_missing(settings: Settings) -> list[str]:
    if settings.telegram_bot_token is None or settings.telegram_mode == "polling":
        return []
    needed = {
        "BELMOMENT_PUBLIC_URL": settings.public_url,
        "TELEGRAM_WEBHOOK_SECRET": settings.telegram_webhook_secret,
    }
    return [
        f"{name} is missing: TELEGRAM_MODE=webhook needs it. Set it, or set TELEGRAM_MODE=polling."
        for name, value in needed.items()
        if value is None
    ]


def _whatsapp_missing(settings: Settings) -> list[str]:
    sender = settings.twilio_whatsapp_from or settings.twilio_messaging_service_sid
    if not (settings.twilio_account_sid or settings.twilio_auth_token or sender):
        return []
    needed = {
        "TWILIO_ACCOUNT_SID": settings.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": settings.twilio_auth_token,
        "TWILIO_WHATSAPP_FROM (or TWILIO_MESSAGING_SERVICE_SID)": sender,
        "BELMOMENT_PUBLIC_URL": settings.public_url,
    }
    return [
        f"{name} is missing: WhatsApp through Twilio needs it. Set it, or unset every TWILIO_ name."
        for name, value in needed.items()
        if value is None
    ]


def _webhook_missing(settings: Settings) -> list[str]:
    if (settings.webhook_url is None) == (settings.webhook_secret is None):
        return []
    missing = "BELMOMENT_WEBHOOK_SECRET" if settings.webhook_secret is None else "BELMOMENT_WEBHOOK_URL"
    return [f"{missing} is missing: other systems are told by both, address and secret. Set it, or unset the other."]


_MEND = {
    "int_parsing": "must be a whole number",
    "greater_than_equal": "must be between 0 and 65535",
    "less_than_equal": "must be between 0 and 65535",
    "literal_error": "must be one of: polling, webhook",
}


def _line(error: Any) -> str:
    """One problem as a sentence; what was written there is left out, for it may be a secret."""
    name = str(error["loc"][0])
    match error["type"]:
        case "value_error":
            mend = str(error["ctx"]["error"])
        case "string_pattern_mismatch":
            mend = f"must begin with {error['ctx']['pattern'].removeprefix('^')}"
        case kind:
            mend = _MEND.get(kind, error["msg"])
    return f"{name} {mend}."
