"""The methods of the Bot API that a bot like ours calls."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tests.standins import telegram_rules as rules
from tests.standins.telegram_people import Json
from tests.standins.telegram_rules import Refusal, bad_request
from tests.standins.telegram_state import Sent, State, Webhook
from tests.standins.telegram_updates import TAPS_KEPT

LONGEST_POLL = 50.0


class Bell(Protocol):
    """What the stand-in's waiting is made of."""

    async def until(self, condition: Callable[[], bool], *, seconds: float) -> None:
        """Waits until it holds, or raises TimeoutError."""
        ...

    async def changed(self) -> None:
        """Wakes whoever waits."""
        ...


class BotApi:
    """Carries out one call; a Refusal is the API's `ok: false`."""

    def __init__(self, state: State, bell: Bell) -> None:
        self._state = state
        self._bell = bell
        self.polls = 0

    async def call(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """The `result` of a call. The Bot API takes a method's name in any case."""
        methods = {
            "getme": self._get_me,
            "sendmessage": self._send_message,
            "sendcontact": self._send_contact,
            "answercallbackquery": self._answer_callback_query,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info,
        }
        if method.lower() == "getupdates":
            return await self._get_updates(parameters)
        if method.lower() not in methods:
            raise Refusal(404, "Not Found")
        return methods[method.lower()](parameters)

    def _get_me(self, _: Mapping[str, Any]) -> Json:
        abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        return self._state.bot | abilities

    def _send_message(self, parameters: Mapping[str, Any]) -> Json:
        chat = self._chat(parameters)
        if parameters.get("parse_mode"):
            raise bad_request("unsupported parse_mode")
        text = rules.check_text(parameters.get("text", ""))
        return self._keep(chat, text=text, markup=rules.check_markup(parameters.get("reply_markup")))

    def _send_contact(self, parameters: Mapping[str, Any]) -> Json:
        chat = self._chat(parameters)
        contact = rules.check_contact(parameters)
        return self._keep(chat, contact=contact, markup=rules.check_markup(parameters.get("reply_markup")))

    def _keep(self, chat: int, **content: Any) -> Json:
        sent = Sent(id=next(self._state.numbers), chat=chat, at=self._state.clock(), **content)
        self._state.sent.append(sent)
        return self._state.shown(sent)

    def _chat(self, parameters: Mapping[str, Any]) -> int:
        try:
            chat = int(parameters["chat_id"])
        except KeyError:
            raise bad_request("chat_id is empty") from None
        except ValueError:
            raise bad_request("chat not found") from None
        if chat not in self._state.people:
            raise bad_request("chat not found")
        if chat not in self._state.begun:
            raise Refusal(403, "Forbidden: bot can't initiate conversation with a user")
        if chat in self._state.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def _answer_callback_query(self, parameters: Mapping[str, Any]) -> bool:
        tap = parameters.get("callback_query_id", "")
        at = self._state.taps.get(tap)
        if at is None or self._state.clock() - at >= TAPS_KEPT:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self._state.answered.append(tap)
        return True

    def _set_webhook(self, parameters: Mapping[str, Any]) -> bool:
        url = str(parameters.get("url", ""))
        if url and not url.startswith(("https://", "http://")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        rules.check_secret(str(parameters.get("secret_token", "")))
        self._state.webhook = Webhook(
            url=url, secret=str(parameters.get("secret_token", "")), most=int(parameters.get("max_connections", 40))
        )
        self._allow(parameters)
        return self._drop_pending(parameters)

    def _delete_webhook(self, parameters: Mapping[str, Any]) -> bool:
        self._state.webhook = Webhook()
        return self._drop_pending(parameters)

    def _drop_pending(self, parameters: Mapping[str, Any]) -> bool:
        if str(parameters.get("drop_pending_updates", "false")).lower() == "true":
            self._state.updates.waiting.clear()
        return True

    def _allow(self, parameters: Mapping[str, Any]) -> None:
        # Left out, the earlier choice stays; it does not touch what waits already.
        if (allowed := parameters.get("allowed_updates")) is not None:
            self._state.updates.allowed = json.loads(allowed) if isinstance(allowed, str) else allowed

    def _get_webhook_info(self, _: Mapping[str, Any]) -> Json:
        webhook, updates = self._state.webhook, self._state.updates
        info: Json = {
            "url": webhook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(updates.pending(self._state.clock())),
            "max_connections": webhook.most,
        }
        if updates.allowed:
            info["allowed_updates"] = list(updates.allowed)
        if webhook.failed is not None:
            at, why = webhook.failed
            info |= {"last_error_date": int(at.timestamp()), "last_error_message": why}
        return info

    async def _get_updates(self, parameters: Mapping[str, Any]) -> list[Json]:
        if self._state.webhook.url:
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._allow(parameters)
        self._state.updates.confirm(int(parameters.get("offset", 0)))
        self.polls = poll = self.polls + 1
        await self._bell.changed()
        await self._wait_for_updates(poll, min(float(parameters.get("timeout", 0)), LONGEST_POLL))
        return self._pending()[: int(parameters.get("limit", 100))]

    async def _wait_for_updates(self, poll: int, seconds: float) -> None:
        if seconds and not self._pending():
            try:
                await self._bell.until(lambda: bool(self._pending()) or poll != self.polls, seconds=seconds)
            except TimeoutError:
                return
        if poll != self.polls:
            raise Refusal(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )

    def _pending(self) -> list[Json]:
        return self._state.updates.pending(self._state.clock())
