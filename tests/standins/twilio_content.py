"""Twilio's content templates: how they are made, approved, filled, and what WhatsApp refuses of them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]

KINDS = {"twilio/text": "body", "twilio/quick-reply": "actions", "twilio/list-picker": "items"}
LONGEST_BODY = {"twilio/text": 1600, "twilio/quick-reply": 1024, "twilio/list-picker": 1024}
BLANK = re.compile(r"\{\{(\w+)\}\}")


class TwilioRefusal(Exception):
    """Twilio answers with one of its error codes."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


@dataclass(slots=True, kw_only=True)
class Content:
    """One template, and how far its approval is."""

    sid: str
    name: str
    language: str
    kind: str
    body: Json
    samples: Mapping[str, str]
    made_at: datetime
    approval: str = "unsubmitted"
    rejection: str = ""
    category: str = ""
    approval_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button of a filled template."""

    title: str
    id: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A template with its variables put in: what WhatsApp shows."""

    kind: str
    body: str
    buttons: tuple[Button, ...] = field(default=())


def check_request(request: object) -> tuple[str, Json]:
    """Kind and body of the template that is to be made."""
    match request:
        case {"friendly_name": str(), "language": str(), "types": {**types}} if len(types) == 1:
            kind, body = next(iter(types.items()))
        case _:
            raise TwilioRefusal(400, 20001, "Invalid request: friendly_name, language and one type are required")
    if kind not in KINDS:
        raise TwilioRefusal(400, 20001, f"Invalid type: {kind}")
    if not isinstance(body, dict) or not body.get("body"):
        raise TwilioRefusal(400, 20001, f"{kind}: body is required")
    _check_parts(kind, body)
    variables = request.get("variables", {}) if isinstance(request, dict) else {}
    if len(variables) > 100:
        raise TwilioRefusal(400, 92002, "The 'variables' parameter exceeds the allowed limit")
    return kind, body


def fill(content: Content, variables: str | None) -> Filled:
    """The template with `ContentVariables` put in; raises 21656 as Twilio does."""
    values = dict(content.samples) | _values(variables)
    _check_body_values(content.body["body"], values)

    def filled(text: str) -> str:
        return BLANK.sub(lambda blank: values.get(blank[1], blank[0]), text)

    parts = content.body.get("actions") or content.body.get("items") or []
    buttons = tuple(
        Button(
            title=filled(part.get("title") or part["item"]),
            id=filled(part.get("id", "")),
            description=filled(part.get("description", "")),
        )
        for part in parts
    )
    return Filled(kind=content.kind, body=filled(content.body["body"]), buttons=buttons)


def check_shown(filled: Filled, *, approved: bool) -> None:
    """What WhatsApp refuses of a filled template; Twilio says so as 63005, by a callback."""
    replies = filled.kind == "twilio/quick-reply"
    most = (10 if approved else 3) if replies else 10
    longest = 20 if replies else 24
    titles = [button.title for button in filled.buttons]
    wrong = (
        len(filled.body) > LONGEST_BODY[filled.kind]
        or len(titles) > most
        or len(set(titles)) < len(titles)
        or any(not 0 < len(title) <= longest for title in titles)
        or any(not 0 < len(button.id) <= 200 or len(button.description) > 72 for button in filled.buttons)
    )
    if wrong:
        raise TwilioRefusal(400, 63005, "Channel did not accept given content")


def shown(content: Content, account: str, url: str) -> Json:
    """The resource."""
    at = content.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    here = f"{url}/v1/Content/{content.sid}"
    links = {"approval_create": f"{here}/ApprovalRequests/whatsapp", "approval_fetch": f"{here}/ApprovalRequests"}
    return {
        "sid": content.sid,
        "account_sid": account,
        "date_created": at,
        "date_updated": at,
        "friendly_name": content.name,
        "language": content.language,
        "variables": dict(content.samples),
        "types": {content.kind: content.body},
        "url": here,
        "links": links,
    }


def submit(content: Content, request: object) -> Json:
    """Ask WhatsApp's approval; what it would never approve is refused at once."""
    match request:
        case {"name": str(name), "category": "UTILITY" | "MARKETING" | "AUTHENTICATION" as category}:
            pass
        case _:
            raise TwilioRefusal(400, 20001, "name and category are required")
    if not re.fullmatch(r"[a-z0-9_]{1,512}", name):
        raise TwilioRefusal(400, 20001, "name may have lower case letters, figures and underscores")
    if content.kind == "twilio/list-picker":
        raise TwilioRefusal(400, 20001, "twilio/list-picker is not supported for approval")
    content.approval, content.category, content.approval_name = "received", category, name
    return {"content_type": content.kind, "allow_category_change": True} | _approval(content)


def approval(content: Content, account: str, url: str) -> Json:
    """How far it is."""
    here = f"{url}/v1/Content/{content.sid}/ApprovalRequests"
    whatsapp = {"type": "whatsapp", "content_type": content.kind} | _approval(content)
    return {"sid": content.sid, "account_sid": account, "url": here, "whatsapp": whatsapp}


def _approval(content: Content) -> Json:
    return {
        "name": content.approval_name,
        "category": content.category,
        "status": content.approval,
        "rejection_reason": content.rejection,
    }


def _check_parts(kind: str, body: Json) -> None:
    if kind == "twilio/list-picker" and not body.get("button"):
        raise TwilioRefusal(400, 20001, f"{kind}: button is required")
    if kind == "twilio/text":
        return
    parts = body.get(KINDS[kind])
    title = "title" if kind == "twilio/quick-reply" else "item"
    if not isinstance(parts, list) or not 1 <= len(parts) <= 10 or not all(part.get(title) for part in parts):
        raise TwilioRefusal(400, 20001, f"{kind}: between 1 and 10 {KINDS[kind]} are required, each with a {title}")


def _values(variables: str | None) -> dict[str, str]:
    if variables is None:
        return {}
    invalid = TwilioRefusal(400, 21656, "The ContentVariables Parameter is invalid")
    try:
        values = json.loads(variables)
    except ValueError:
        raise invalid from None
    if not isinstance(values, dict) or not values:
        raise invalid
    if not all(isinstance(value, str) and value and len(name) <= 16 for name, value in values.items()):
        raise invalid
    return values


def _check_body_values(body: str, values: Mapping[str, str]) -> None:
    for name in BLANK.findall(body):
        if name not in values or re.search(r"[\n\t]| {5,}", values[name]) or len(values[name]) > 1600:
            raise TwilioRefusal(400, 21656, "The ContentVariables Parameter is invalid")
