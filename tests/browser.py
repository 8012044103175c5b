"""A real browser for tests: the system's Chromium, driven by Playwright in the test's own loop."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # which root needs
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


class NoBrowser(Exception):
    """There is no Chromium on this machine."""


class ScriptTrouble(Exception):
    """A page's script failed, or its Content-Security-Policy refused something."""


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """The system's Chromium, without a window; raises NoBrowser."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise NoBrowser(f"no browser on PATH (looked for {', '.join(NAMES)})")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def open_page(browser: Browser) -> AsyncIterator[Page]:
    """A page with a memory of its own; raises ScriptTrouble at the end, if a script on it failed or was refused."""
    context = await browser.new_context(locale="en-GB", timezone_id="Europe/Amsterdam")
    page = await context.new_page()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", listen)
    yield page
    await context.close()
    if complaints:
        raise ScriptTrouble("\n".join(complaints))
