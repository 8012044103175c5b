"""What people do at a stand-in that was started by hand, over HTTP: POST /control/<what> with a JSON object."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.standins.server import StandIn
from tests.standins.telegram import TelegramStandIn
from tests.standins.twilio import TwilioStandIn

Does = Callable[..., object]


def control(standin: StandIn, actions: Mapping[str, Does], sent: Callable[[], object]) -> None:
    """Adds the doors: one POST an action, GET /control/sent for what the bot said, POST /control/fault for trouble."""

    async def act(request: web.Request) -> web.Response:
        name = request.match_info["action"]
        if name not in actions:
            raise web.HTTPNotFound(text=f"there are: {', '.join(sorted(actions))}\n")
        try:
            result = actions[name](**await request.json())
        except (TypeError, ValueError, KeyError, StopIteration) as error:
            raise web.HTTPBadRequest(text=f"{name}: {type(error).__name__} {error}\n") from error
        return _answer(result)

    async def show(_: web.Request) -> web.Response:
        return _answer(sent())

    standin.app.router.add_post("/control/{action}", act)
    standin.app.router.add_get("/control/sent", show)


def telegram_control(telegram: TelegramStandIn) -> None:
    """`{"id": 42, "first_name": "Anna"}` says who acts; the rest is as in TelegramStandIn."""

    def by(does: Does) -> Does:
        def act(id: int, first_name: str = "Anna", **how: Any) -> object:
            return does(telegram.person(id, first_name), **how)

        return act

    people = {name: by(getattr(telegram, name)) for name in ("start", "write", "tap", "send_media", "block", "unblock")}
    fault = {"fault": telegram.faults.order}
    control(telegram, people | {"share_contact": by(telegram.share_contact)} | fault, lambda: telegram.sent)


def twilio_control(twilio: TwilioStandIn) -> None:
    """`{"number": "+31612345678", "name": "Anna"}` says who acts; the rest is as in TwilioStandIn."""

    def by(does: Does) -> Does:
        def act(number: str, name: str = "Anna", *, hidden: bool = False, **how: Any) -> object:
            return does(twilio.person(number, name, hidden=hidden), **how)

        return act

    people = {name: by(getattr(twilio, name)) for name in ("write", "tap", "send_media", "send_location")}
    refusals = {name: by(getattr(twilio, name)) for name in ("block", "opt_out")}
    messages: dict[str, Does] = {
        "read": lambda sid: twilio.read(twilio.state.messages[sid]),
        "fail": lambda sid, code: twilio.fail(twilio.state.messages[sid], code),
        "fault": twilio.faults.order,
    }
    control(twilio, people | refusals | messages, lambda: twilio.sent)


def _answer(result: object) -> web.Response:
    return web.json_response(result, dumps=lambda value: json.dumps(value, default=_plain, indent=2) + "\n")


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON")
