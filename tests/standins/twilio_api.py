"""Twilio's rules for sending a WhatsApp message, and what becomes of it."""

from collections.abc import Mapping, Sequence

from tests.standins.twilio_content import Content, Filled, TwilioRefusal, check_shown, fill
from tests.standins.twilio_messages import Message
from tests.standins.twilio_people import PREFIX
from tests.standins.twilio_state import State

LONGEST_BODY = 1600


def create(state: State, form: Mapping[str, str], media: Sequence[str]) -> Message:
    """The new message, queued; raises TwilioRefusal for what Twilio refuses at once."""
    to, sender = _parties(state, form)
    content, filled = _content(state, form)
    body = filled.body if filled is not None else form.get("Body", "")
    if not body and not media:
        raise TwilioRefusal(400, 21619, "A text message body or media urls must be specified.")
    if len(body) > LONGEST_BODY:
        raise TwilioRefusal(400, 21617, f"The concatenated message body exceeds the {LONGEST_BODY} character limit")
    message = Message(
        sid=state.new_sid("MM" if content is not None or media else "SM"),
        direction="outbound-api",
        sender=sender,
        to=to,
        body=body,
        at=state.clock(),
        status="queued",
        callback=form.get("StatusCallback", ""),
        media=tuple(media),
        buttons=filled.buttons if filled is not None else (),
        content=content.sid if content is not None else "",
        kind=filled.kind if filled is not None else "",
        service=form.get("MessagingServiceSid", ""),
    )
    state.messages[message.sid] = message
    return message


def proceed(state: State, message: Message) -> None:
    """What WhatsApp makes of a queued message: callbacks wait for it. There is none for the first status."""
    content = state.contents.get(message.content)
    approved = content is not None and content.approval == "approved"
    if message.to not in state.people:
        state.move(message.sid, "undelivered", 63024)
    elif not approved and not state.in_window(message.to):
        state.move(message.sid, "failed", 63016)
    elif not _accepted(message, content, approved=approved):
        state.move(message.sid, "failed", 63005)
    else:
        state.move(message.sid, "sent")
        if message.to not in state.blocked:
            state.move(message.sid, "delivered")


def _parties(state: State, form: Mapping[str, str]) -> tuple[str, str]:
    to, sender = form.get("To", ""), form.get("From", "")
    if not to:
        raise TwilioRefusal(400, 21604, "A 'To' phone number is required.")
    if not to.startswith(PREFIX) or not to.removeprefix(PREFIX):
        raise TwilioRefusal(400, 21211, f"Invalid 'To' Phone Number: {to}")
    if not sender and form.get("MessagingServiceSid") == state.service:
        sender = PREFIX + state.sender
    if not sender:
        raise TwilioRefusal(400, 21603, "A 'From' phone number is required.")
    if sender != PREFIX + state.sender:
        raise TwilioRefusal(400, 63007, "Twilio could not find a Channel with the specified From address")
    if to in state.opted_out:
        raise TwilioRefusal(400, 21610, "Attempt to send to unsubscribed recipient")
    return to, sender


def _content(state: State, form: Mapping[str, str]) -> tuple[Content | None, Filled | None]:
    if "ContentSid" not in form:
        if "ContentVariables" in form:
            raise TwilioRefusal(400, 21654, "ContentSid Required")
        return None, None
    content = state.contents.get(form["ContentSid"])
    if content is None:
        raise TwilioRefusal(400, 21655, "The ContentSid is Invalid")
    return content, fill(content, form.get("ContentVariables"))


def _accepted(message: Message, content: Content | None, *, approved: bool) -> bool:
    if content is None:
        return True
    try:
        check_shown(Filled(kind=content.kind, body=message.body, buttons=message.buttons), approved=approved)
    except TwilioRefusal:
        return False
    return True
