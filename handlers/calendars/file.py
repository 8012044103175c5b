"""A calendar that is one file at a web address, as Google and Outlook publish it."""

from yarl import URL

from handlers.calendars.asking import Asking, judged


class CalendarFile:
    """The file at `url`. It is fetched again only where the server says that it changed."""

    def __init__(self, asking: Asking, url: str) -> None:
        self._asking = asking
        self._url = URL(url)
        self._marks: dict[str, str] = {}

    async def read(self) -> tuple[str, ...] | None:
        """Its text; None where it is as it was. Raises Unread."""
        answer = judged(await self._asking.ask("GET", self._url, Accept="text/calendar, */*;q=0.1", **self._marks))
        if answer.status == 304:
            return None
        known = {"If_None_Match": answer.headers.get("ETag"), "If_Modified_Since": answer.headers.get("Last-Modified")}
        self._marks = {name: value for name, value in known.items() if value}
        return (answer.text,)

    def forget(self) -> None:
        """Fetch it anew next time, whatever the server says."""
        self._marks = {}
