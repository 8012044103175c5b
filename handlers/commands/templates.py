"""`belmoment templates`: what WhatsApp has approved of what a closed window may need, and what each costs."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from bot.model import Agency, Prices
from bot.prices import ELSEWHERE
from handlers.channel import Sender
from handlers.channels import whatsapp_of
from handlers.commands.databases import opened
from handlers.house import mute_house
from handlers.settings import Settings, read_settings
from handlers.templates_standing import MEANS, Standing, senders_of, standing
from handlers.unusable import Unusable
from storage.agency import published_agency
from storage.database import read
from storage.premises import newest_scripts


def run_templates() -> int:
    """Prints one line a template; 1 where one can't go out, else 0. Raises Unusable without WhatsApp."""
    settings = read_settings()
    agency, found, senders = asyncio.run(_found(settings))
    for line in (*_rated(senders), *_lines(found, agency.prices if agency else None)):
        sys.stdout.write(f"{line}\n")
    return 0 if all(one.status == "approved" for one in found) else 1


async def _found(settings: Settings) -> tuple[Agency | None, Sequence[Standing], Sequence[Sender]]:
    whatsapp = whatsapp_of(settings, lambda: datetime.now(UTC))
    if whatsapp is None:
        raise Unusable("WhatsApp is not set up: set the TWILIO_ names and BELMOMENT_PUBLIC_URL, see .env.example.")
    house = mute_house()
    async with opened(settings.database_url) as database, whatsapp:
        agency = await read(database, published_agency)
        scripts = await read(database, lambda connection: newest_scripts(connection, house))
        return agency, await standing(whatsapp, scripts, house.sayings), await senders_of(whatsapp)


def _rated(senders: Sequence[Sender]) -> Iterator[str]:
    for one in senders:
        limit = f", may open {one.limit}" if one.limit else ""
        yield f"Sender {one.number} is {one.status or 'unknown'}, quality {one.quality or 'not rated yet'}{limit}."


def _lines(found: Sequence[Standing], prices: Prices | None) -> Iterator[str]:
    if not found:
        yield "No script is published yet. Run `belmoment load FOLDER`."
        return
    for one in sorted(found, key=lambda one: (one.status == "approved", one.use, one.language)):
        approval = one.approval
        category = approval.category if approval else "?"
        cost = f", {_price(prices, category)}" if prices else ""
        why = f" ({approval.reason})" if approval and approval.reason else ""
        meaning = MEANS.get(one.status, "Twilio did not say; try again")
        yield f"{one.status:9} {one.use:20} {one.language}  {category}{cost}: {meaning}{why}"
    done = sum(one.status == "approved" for one in found)
    if prices:
        yield "Prices are those of prices.yaml, and assumptions until you copy your provider's list into it."
    yield f"{done} of {len(found)} can go out when WhatsApp's 24 hours are over."


def _price(prices: Prices, category: str) -> str:
    """From the cheapest country of the table to the dearest."""
    known = sorted(prices.message + table[category] for table in prices.templates.values() if category in table)
    if not known:
        return f"no price for {category} in the table ({ELSEWHERE})"
    return f"{prices.currency} {known[0]:.4f} to {known[-1]:.4f}"
