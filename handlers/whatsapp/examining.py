"""Asks Twilio how it sees us: whether it knows the account, whether the sender is on, and where it calls."""

import base64
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag

from handlers.checkup.asking import Answer, NoAnswer, asked, astray
from handlers.checkup.finding import Finding, mind, well, wrong
from handlers.whatsapp.channel import TwilioAccount
from handlers.whatsapp.reading import PREFIX

ABOUT = "whatsapp"
API, MESSAGING = "https://api.twilio.com", "https://messaging.twilio.com"
WEBHOOK_PATH = "/webhooks/whatsapp"
RETRIES = "#rc=5&rp=ct,rt,5xx"
"""Has Twilio try again where it could not reach us."""
ON = ("ONLINE", "ONLINE:UPDATING")


async def examine_whatsapp(account: TwilioAccount, public_url: str, now: datetime) -> AsyncIterator[Finding]:
    """What there is to say."""
    credentials = base64.b64encode(f"{account.sid}:{account.token}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    try:
        messages = f"{account.api_url or API}/2010-04-01/Accounts/{account.sid}/Messages.json?PageSize=1"
        known = await asked(messages, headers=headers)
        if known.status != 200:
            yield _unknown(known)
            return
        senders = f"{account.api_url or MESSAGING}/v2/Channels/Senders?Channel=whatsapp&PageSize=100"
        listed = await asked(senders, headers=headers)
    except NoAnswer as silent:
        yield wrong(
            ABOUT,
            f"Twilio can't be reached: {silent}.",
            "Nobody on WhatsApp is answered.",
            "Look at this machine's way to the internet.",
        )
        return
    yield well(ABOUT, "Twilio knows the account.")
    for finding in _of_sender(listed, account, public_url + WEBHOOK_PATH):
        yield finding
    late = astray(ABOUT, known, now)
    if late:
        yield late


def _unknown(answer: Answer) -> Finding:
    if answer.status in (401, 403, 404):
        return wrong(
            ABOUT,
            f"Twilio refuses the account (it answered {answer.status}).",
            "Nobody on WhatsApp is answered, and what Twilio brings counts as forged.",
            "Copy Account SID and Auth Token from Twilio's console into TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.",
        )
    return wrong(
        ABOUT,
        f"Twilio answered {answer.status} when asked for the account.",
        "It may be down, or hold us back for a while.",
        "Try again in some minutes; status.twilio.com says more.",
    )


def _of_sender(listed: Answer, account: TwilioAccount, webhook: str) -> Iterator[Finding]:
    senders = listed.body.get("senders") if listed.status == 200 and isinstance(listed.body, dict) else None
    if account.service or senders is None:
        yield mind(
            ABOUT,
            "Which sender is used, and where it brings messages, can't be seen from here.",
            "",
            f"In Twilio's console, its address for incoming messages should be {webhook}{RETRIES}",
        )
        return
    wanted = PREFIX + account.sender.removeprefix(PREFIX)
    sender = next((one for one in senders if one.get("sender_id") == wanted), None)
    yield from _of_own(sender, webhook) if sender else [_missing()]


def _missing() -> Finding:
    return wrong(
        ABOUT,
        "Twilio has no WhatsApp sender with the number of TWILIO_WHATSAPP_FROM.",
        "Every message is refused. (Twilio's sandbox is not listed; with it, this is as it should be.)",
        "Register the number as a WhatsApp sender in Twilio's console, or set TWILIO_WHATSAPP_FROM to one that is.",
    )


def _of_own(sender: Mapping[str, Any], webhook: str) -> Iterator[Finding]:
    status = str(sender.get("status"))
    if status in ON:
        yield well(ABOUT, "The WhatsApp sender is on.")
    else:
        yield wrong(
            ABOUT,
            f"The WhatsApp sender is not on; Twilio calls it {status}.",
            "Nothing goes out, and perhaps nothing comes in.",
            "See in Twilio's console, under Senders, what is missing.",
        )
    calls, wishes = urldefrag(str((sender.get("webhook") or {}).get("callback_url") or ""))
    if calls != webhook:
        yield wrong(
            ABOUT,
            "Twilio brings incoming messages to another address than ours.",
            "What people write does not reach this installation at once, or at all.",
            f"In Twilio's console, under the sender, set the address for incoming messages to {webhook}{RETRIES}",
        )
    elif "rc=" not in wishes:
        yield mind(
            ABOUT,
            "Twilio calls once for each incoming message, whatever the answer.",
            "What falls into a restart is only found minutes later.",
            f"Append {RETRIES} to the address {webhook} in Twilio's console.",
        )
