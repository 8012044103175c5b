"""The inbox in a browser: a person is asked for, a recruiter answers, and the talk goes back."""

from playwright.async_api import Browser, Page, expect

from tests.browser import open_page
from tests.demo_house import PASSWORD
from tests.pages.talks import scrolls_sideways, write
from tests.pages.test_queue_page import sign_in


async def test_a_recruiter_answers_by_keyboard_and_gives_the_talk_back(
    browser: Browser, page: Page, address: str
) -> None:
    await sign_in(page, address, PASSWORD)
    await page.get_by_role("navigation", name="Pages").get_by_role("link", name="Inbox").click()
    await expect(page.get_by_text("Nobody is waiting for you")).to_be_visible()
    async with open_page(browser) as phone:
        await phone.goto(address)
        await expect(phone.locator(".bubble.theirs").last).to_contain_text("assistant")
        await write(phone, "can I talk to a human please?")
        await expect(page.get_by_role("status").filter(has_text="1 person is waiting")).to_be_visible()
        await page.set_viewport_size({"width": 390, "height": 844})
        assert not await scrolls_sideways(page)
        await page.locator(".open-talk").focus()
        await page.keyboard.press("Enter")
        box = page.get_by_role("textbox", name="Answer")
        await box.fill("Hi, Sanne here. What would you like to know?")
        await write(phone, "are you there?")
        await expect(page.locator(".bubbles .theirs").last).to_contain_text("are you there?")
        await expect(box).to_have_value("Hi, Sanne here. What would you like to know?")
        assert not await scrolls_sideways(page)
        await box.press("Control+Enter")
        await expect(page.locator(".bubbles .person")).to_contain_text("Sanne de Wit")
        await expect(phone.locator(".bubble.theirs").last).to_contain_text("What would you like to know?")
        await page.get_by_role("button", name="Give back to the assistant").click()
        await expect(page.get_by_role("status").filter(has_text="The assistant is handling this talk.")).to_be_visible()
        await expect(phone.locator(".bubble.theirs").last).to_contain_text("The assistant is back.")
