from playwright.async_api import Browser, Page, expect

from tests.browser import open_page
from tests.demo_house import NAME, PASSWORD
from tests.pages.talks import book, scrolls_sideways


async def sign_in(page: Page, address: str, password: str) -> None:
    await page.goto(f"{address}queue")
    await expect(page.get_by_label("Name")).to_be_focused()
    await page.keyboard.type(NAME)
    await page.keyboard.press("Tab")
    await page.keyboard.type(password)
    await page.keyboard.press("Enter")


async def test_a_recruiter_signs_in_and_calls_appear_by_themselves(browser: Browser, page: Page, address: str) -> None:
    await sign_in(page, address, PASSWORD)
    await expect(page.get_by_role("heading", name="Queue", level=1)).to_be_visible()
    await expect(page.get_by_text("No calls yet")).to_be_visible()
    async with open_page(browser) as phone:
        await phone.goto(address)
        await book(phone)
    call = page.locator(".call")
    await expect(call.get_by_role("link", name="+31 6 87654301")).to_be_visible()
    await expect(page.get_by_text("1 call to make.")).to_be_visible()
    await page.set_viewport_size({"width": 390, "height": 844})
    assert not await scrolls_sideways(page)
    await page.get_by_role("link", name="My team’s").click()
    await expect(call.get_by_role("link", name="+31 6 87654301")).to_be_visible()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_label("Name")).to_be_visible()


async def test_a_wrong_password_is_told_so(page: Page, address: str) -> None:
    await sign_in(page, address, "wrong")
    await expect(page.get_by_role("alert")).to_contain_text("Name and password don’t belong together.")
    await expect(page.get_by_label("Name")).to_have_value(NAME)
    await expect(page.get_by_label("Password")).to_be_focused()
    assert not await scrolls_sideways(page)
