"""Twilio's store of content templates: finds ours again, creates what is missing, and asks for approval."""

import asyncio
import json
from typing import Any
from urllib.parse import quote

from twilio.rest import Client

from handlers.channel import Approval, InDoubt, Refused, TryLater
from handlers.whatsapp.shapes import Shape

API = "https://content.twilio.com/v1/Content"
PAGE = 500
APPROVAL_SECONDS = 60.0
SOON = 30.0
UNASKED = "unsubmitted"
WAITING = {UNASKED: "pending", "received": "pending"}
JSON_HEADERS = {"Content-Type": "application/json", "Accept": "application/json"}


class Contents:
    """The content templates of one account, remembered by name. Raises TryLater or Refused."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known: dict[str, str] | None = None
        self._approved: set[str] = set()
        self._turn = asyncio.Lock()

    async def sid(self, shape: Shape) -> str:
        """The template's ContentSid; created where the account does not have it."""
        name = shape.name
        async with self._turn:
            if self._known is None:
                self._known = await self._all()
            if name not in self._known:
                self._known[name] = (await self._call("POST", API, shape.request))["sid"]
            return self._known[name]

    async def approved_sid(self, shape: Shape) -> str:
        """The ContentSid of a template that WhatsApp approved; asks for approval first, and then TryLater."""
        sid = await self.sid(shape)
        if sid not in self._approved:
            self._insist(await self._see_approval(sid, shape))
            self._approved.add(sid)
        return sid

    async def approval(self, shape: Shape) -> Approval:
        """How far the approval is; it is asked for where nobody did."""
        return await self._see_approval(await self.sid(shape), shape)

    def forget(self, shape: Shape) -> None:
        """Somebody deleted it at Twilio: create it anew when next needed."""
        if self._known is not None:
            self._approved.discard(self._known.pop(shape.name, ""))

    async def _all(self) -> dict[str, str]:
        known: dict[str, str] = {}
        url: str | None = f"{API}?PageSize={PAGE}"
        while url is not None:
            page = await self._call("GET", url)
            known |= {content["friendly_name"]: content["sid"] for content in page["contents"]}
            url = page["meta"].get("next_page_url")
        return known

    async def _see_approval(self, sid: str, shape: Shape) -> Approval:
        found = (await self._call("GET", f"{API}/{quote(sid)}/ApprovalRequests")).get("whatsapp") or {}
        status = found.get("status") or UNASKED
        if status == UNASKED:
            request = {"name": shape.name, "category": shape.category.upper()}
            await self._call("POST", f"{API}/{quote(sid)}/ApprovalRequests/whatsapp", request)
        return Approval(
            name=shape.name,
            language=shape.language,
            category=(found.get("category") or shape.category).lower(),
            status=WAITING.get(status, status),
            reason=found.get("rejection_reason") or "",
        )

    def _insist(self, approval: Approval) -> None:
        match approval.status:
            case "approved":
                return
            case "rejected" | "paused" | "disabled" as status:
                why = approval.reason or "no reason given"
                raise Refused(f"WhatsApp has {status} the template {approval.name} ({why}): word it anew")
        raise TryLater(APPROVAL_SECONDS, f"the template {approval.name} waits for WhatsApp's approval")

    async def _call(self, method: str, url: str, data: dict[str, Any] | None = None) -> Any:
        # What is in doubt here is a template; the message that needs it was surely not sent.
        try:
            response = await self._client.request_async(method, url, data=data, headers=dict(JSON_HEADERS))
            answer = json.loads(response.text)
        except (InDoubt, ValueError) as error:
            raise TryLater(SOON, f"Twilio's content store is in trouble ({error})") from None
        if not response.ok:
            raise Refused(f"Twilio refused a content template: {response.status_code}, error {answer.get('code')}")
        return answer
