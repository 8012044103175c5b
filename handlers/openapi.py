"""The API's description for machines (OpenAPI 3.1)."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bot.model import CallOutcome, CallStatus, Status
from bot.outgoing import Happened
from bot.undelivered import Cause
from handlers.agency.fields import LANGUAGES
from handlers.candidates import CHANNELS, OF_A_DOOR, OUTCOMES
from handlers.inviting.rows import FIELDS, NEEDED
from storage.origins import Ground, Way

Schema = Mapping[str, Any]


def document() -> Schema:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Belmoment",
            "version": _version(),
            "description": "Calls that candidates booked, the talks that led to them, invitations. Times have offsets.",
        },
        "security": [{"token": []}],
        "paths": {
            "/api/calls": {"get": _calls()},
            "/api/conversations/{id}": {"get": _conversation()},
            "/api/candidates": {"post": _invite()},
            "/api/openapi.json": {"get": _openapi()},
        },
        "webhooks": {kind.value: {"post": _webhook(kind)} for kind in Happened},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Call": CALL, "Conversation": CONVERSATION, "Problem": PROBLEM, "OptedOut": OPTED_OUT},
        },
    }


def _record(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _maybe(record: Schema) -> Schema:
    return {**record, "type": ["object", "null"]}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
TIME: Schema = {"type": "string", "format": "date-time"}
SAID: Mapping[str, Schema] = {"value": TEXT, "text": TEXT, "at": TIME, "event": TEXT}
PARTY: Mapping[str, Schema] = {"name": TEXT, "phone": MAYBE, "channel": TEXT, "peer": TEXT}

PROBLEM = _record(error=TEXT)
CALL = _record(
    id=TEXT,
    status={"type": "string", "enum": list(CallStatus)},
    outcome={"type": ["string", "null"], "enum": [*CallOutcome, None]},
    start=TIME,
    end=TIME,
    recruiter=TEXT,
    vacancy=TEXT,
    conversation=TEXT,
    candidate=_record(**PARTY),
)
ORIGIN = _record(
    way={"type": "string", "enum": list(Way)},
    vacancy=TEXT,
    recruiter=TEXT,
    source=TEXT,
    ground={"type": "string", "enum": list(Ground)},
    wording=TEXT,
    words=MAYBE,
    agreed_at=TIME,
    written_first_at={"type": ["string", "null"], "format": "date-time"},
)
LINE = _record(
    **{"from": {"type": "string", "enum": ["candidate", "bot", "recruiter"]}},
    id=TEXT,
    at=TIME,
    text=TEXT,
    buttons=_list(TEXT),
    status=MAYBE,
    reason=MAYBE,
)
CONVERSATION = _record(
    id=TEXT,
    status={"type": "string", "enum": list(Status)},
    vacancy=TEXT,
    recruiter=TEXT,
    script=_record(name=TEXT, number=COUNT),
    step=TEXT,
    turns=COUNT,
    undelivered={"type": ["string", "null"], "enum": [*Cause, None]},
    wish=_record(text=TEXT, unmet={"type": "boolean"}),
    answers=_list(_record(question=TEXT, **SAID)),
    questions=_list(_record(**SAID)),
    created_at=TIME,
    touched_at=TIME,
    candidate=_record(**PARTY, language=TEXT, zone=TEXT),
    origin=_maybe(ORIGIN),
    calls=_list({"$ref": "#/components/schemas/Call"}),
    transcript=_list(LINE),
)


OPTED_OUT = _record(
    conversation=TEXT,
    vacancy=TEXT,
    reason={"type": "string", "enum": ["stop", "erase", "wrong_person", "blocked"]},
    candidate=_record(**{name: schema for name, schema in PARTY.items() if name != "name"}),
)
TOLD: Mapping[Happened, str] = {
    Happened.CALL_BOOKED: "A candidate agreed on a moment.",
    Happened.CALL_MOVED: "A call has another time, or another recruiter; it keeps its id.",
    Happened.CALL_CANCELLED: "A call is off.",
    Happened.CALL_OUTCOME: "The recruiter said how a call went.",
    Happened.OPTED_OUT: "Somebody wants nothing more from us.",
}


def _webhook(kind: Happened) -> Schema:
    """What is posted to BELMOMENT_WEBHOOK_URL."""
    about = "OptedOut" if kind is Happened.OPTED_OUT else "Call"
    kinds = {"type": "string", "const": kind.value}
    schema = _record(type=kinds, timestamp=TIME, data={"$ref": f"#/components/schemas/{about}"})
    return {
        "operationId": kind.value,
        "summary": TOLD[kind],
        "security": [],
        "parameters": [
            _header("webhook-id", "The same at every try: the same is told again where the answer was lost."),
            _header("webhook-timestamp", "Seconds since 1970; refuse what is more than five minutes off."),
            _header("webhook-signature", "One or more, parted by spaces: `v1,` and HMAC-SHA256 in base64."),
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {
            "2XX": {"description": "It was heard."},
            "410": {"description": "This one should not come again."},
            "default": {"description": "Anything else: it is tried again later."},
        },
    }


def _header(name: str, description: str) -> Schema:
    return {"name": name, "in": "header", "required": True, "description": description, "schema": TEXT}


WORDS: Schema = {"type": "string", "minLength": 1}
ON_WHATSAPP = [name for name in NEEDED if name not in OF_A_DOOR]
INVITATION = {
    "type": "object",
    "description": f"On WhatsApp, {', '.join(ON_WHATSAPP)} are needed, too; on Telegram none of them is asked for.",
    "properties": {
        **dict.fromkeys(FIELDS, TEXT),
        **dict.fromkeys(NEEDED, WORDS),
        "channel": {"type": "string", "enum": list(CHANNELS), "default": CHANNELS[0]},
        "language": {"type": "string", "enum": list(LANGUAGES)},
        "ground": {"type": "string", "enum": list(Ground)},
        "consented_at": {**WORDS, "description": "As 2026-11-02T14:30:00+01:00."},
    },
    "required": [name for name in NEEDED if name in OF_A_DOOR],
    "additionalProperties": False,
}
INVITED = _record(
    outcome={"type": "string", "enum": list(OUTCOMES)},
    reason=MAYBE,
    conversation=MAYBE,
    at={"type": ["string", "null"], "format": "date-time"},
    link=MAYBE,
    text=MAYBE,
)
WRONG = _record(error=TEXT, problems=_list(_record(field=TEXT, problem=TEXT)))


def _calls() -> Schema:
    return {
        "operationId": "calls",
        "summary": "The calls that overlap the time from `from` up to `to`, in order of their start.",
        "parameters": [
            _parameter("recruiter", "A recruiter's id; without it, all.", TEXT),
            _parameter("from", "A time with its offset.", TIME),
            _parameter("to", "A time with its offset.", TIME),
        ],
        "responses": _answers("The calls.", _list({"$ref": "#/components/schemas/Call"})),
    }


def _conversation() -> Schema:
    answers = _answers("The conversation.", {"$ref": "#/components/schemas/Conversation"})
    return {
        "operationId": "conversation",
        "summary": "One conversation: where it stands, what was answered, its calls and its words.",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
        "responses": answers | {"404": _problem("There is no such conversation.")},
    }


def _invite() -> Schema:
    key = {"name": "Idempotency-Key", "in": "header", "required": False, "schema": {"type": "string", "maxLength": 200}}
    answer = {"application/json": {"schema": INVITED}}
    return {
        "operationId": "invite",
        "summary": "Invite one person to talk. The same person is invited to the same vacancy once.",
        "parameters": [{**key, "description": "The same key and body are answered as they were the first time."}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": INVITATION}}},
        "responses": {
            "201": {"description": "They are invited; the message waits until `at`.", "content": answer},
            "200": {
                "description": "They are not written to: see `reason`; or a link to send.",
                "content": answer,
            },
            "400": _problem("The body is no JSON object, or a parameter or header can't be read."),
            "401": _problem("The token is missing or wrong."),
            "409": _problem("The Idempotency-Key came with another body before, or its request is being answered."),
            "413": {"description": "The body is too long."},
            "422": {"description": "Fields are wrong.", "content": {"application/json": {"schema": WRONG}}},
            "503": _problem("The API is off, no agency is published, or the database does not answer."),
        },
    }


def _openapi() -> Schema:
    return {
        "operationId": "openapi",
        "summary": "This document.",
        "responses": _answers("The document.", {"type": "object"}),
    }


def _parameter(name: str, description: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _answers(description: str, schema: Schema) -> dict[str, Schema]:
    return {
        "200": {"description": description, "content": {"application/json": {"schema": schema}}},
        "400": _problem("A parameter is unknown or can't be read."),
        "401": _problem("The token is missing or wrong."),
        "503": _problem("No token is set, so the API is off; or the database does not answer."),
    }


def _problem(description: str) -> Schema:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _version() -> str:
    try:
        return version("belmoment")
    except PackageNotFoundError:
        return "unreleased"
