"""What candidates do in the demo's phone, by its own means."""

from playwright.async_api import Page, expect


async def write(page: Page, words: str) -> None:
    """Types a message and sends it."""
    await page.get_by_label("Message", exact=True).fill(words)
    await page.keyboard.press("Enter")


async def book(page: Page) -> None:
    """Books Thursday 26 November at three, from the opening on."""
    await page.get_by_role("button", name="Yes, please").click()
    await expect(page.locator(".bubble.theirs").last).to_contain_text("When would a call")
    await write(page, "tomorrow after three")
    await page.get_by_role("button", name="Thu 26 Nov 15:00").click()
    await page.get_by_role("button", name="Share my number").click()
    await page.get_by_label("Your number").fill("+31 6 87654301")
    await page.get_by_role("button", name="Share", exact=True).click()
    await expect(page.get_by_role("link", name="Call Sanne")).to_be_visible()
    await expect(page.locator(".call")).to_have_count(1)


async def scrolls_sideways(page: Page) -> bool:
    """Whether anything sticks out of the page."""
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
