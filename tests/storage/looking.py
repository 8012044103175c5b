"""What the tests look at in the database."""

from collections.abc import Sequence

from sqlalchemy import Table, func, select

from bot.model import Conversation
from storage.database import Database, read
from storage.forms import CONVERSATION
from storage.ledger import Applied
from storage.tables import conversations
from tests.storage.settings import Office


async def count(database: Database, table: Table) -> int:
    return await read(database, lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())


async def talks(office: Office) -> list[Conversation]:
    columns = select(conversations.c.data).order_by(conversations.c.created_at, conversations.c.id)
    return [CONVERSATION.decode(data) for data in await read(office.database, lambda c: c.scalars(columns).all())]


def outcomes(applied: Sequence[Applied]) -> list[str]:
    return [one.outcome for one in applied]
