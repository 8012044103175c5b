import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser import open_page
from tests.pages.talks import book, scrolls_sideways, write


async def test_a_call_is_booked_by_typing_and_tapping_and_stands_in_the_queue(page: Page, address: str) -> None:
    await page.goto(address)
    await expect(page.get_by_text("No calls yet")).to_be_visible()
    await book(page)
    call = page.locator(".call")
    await expect(call).to_contain_text("15:00")
    await expect(call.get_by_role("link", name="+31 6 87654301")).to_have_attribute("href", "tel:+31687654301")
    await expect(call).to_contain_text("tomorrow after three")
    await expect(call).to_contain_text("Booked")
    await expect(page.get_by_text("1 call to make.")).to_be_visible()
    await expect(page.locator(".news .item").first).to_contain_text("to Sanne de Wit")
    await expect(page.get_by_role("link", name="Call Sanne")).to_have_attribute("href", "tel:+31612345678")


async def test_the_clock_moves_and_the_reminder_comes(page: Page, address: str) -> None:
    await page.goto(address)
    await book(page)
    said = await page.locator(".bubble.theirs").count()
    await page.get_by_role("button", name="Next reminder").click()
    await expect(page.locator(".bubble.theirs")).to_have_count(said + 1)
    await expect(page.get_by_text("The clock says")).to_be_attached()
    await page.get_by_role("button", name="Next morning").click()
    await expect(page.locator(".clock time")).to_contain_text("09:00")


async def test_everything_can_be_done_with_the_keyboard(page: Page, address: str) -> None:
    await page.goto(address)
    await page.get_by_role("button", name="Yes, please").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Message", exact=True)).to_be_focused()
    await expect(page.locator(".bubble.theirs").last).to_contain_text("When would a call")
    await page.keyboard.type("tomorrow after three")
    await page.keyboard.press("Enter")
    await expect(page.locator(".bubble.theirs").last).to_contain_text("Thursday 26 November")
    await page.keyboard.type("the first")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Share my number").press("Enter")
    await expect(page.get_by_label("Your number")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator(".call")).to_have_count(1)
    await page.get_by_role("button", name="Next reminder").press("Space")
    await expect(page.get_by_text("The clock says")).to_be_attached()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_at_390_pixels_nothing_sticks_out_and_tabs_tell_what_is_new(
    page: Page, address: str, scheme: str
) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.goto(address)
    await expect(page.locator(".call")).to_be_hidden()
    await book(page)
    assert not await scrolls_sideways(page)
    tab = page.get_by_role("tab", name="Recruiter")
    await expect(tab).to_contain_text("1")
    await tab.press("Enter")
    await expect(page.locator(".call")).to_be_visible()
    await expect(page.locator(".phone")).to_be_hidden()
    assert not await scrolls_sideways(page)
    await page.get_by_role("button", name="Next reminder").click()
    phone = page.get_by_role("tab", name="phone")
    await expect(phone).to_contain_text("1")
    await page.keyboard.press("Shift+Tab")
    await phone.click()
    await expect(page.locator(".phone")).to_be_visible()
    await expect(phone).not_to_contain_text("1")


async def test_a_second_candidate_appears_in_the_queue_of_a_page_that_stays_open(
    browser: Browser, page: Page, address: str
) -> None:
    await page.goto(address)
    async with open_page(browser) as other:
        await other.goto(address)
        await book(other)
    await expect(page.locator(".call")).to_have_count(1)
    await expect(page.locator(".bubble.mine")).to_have_count(0)


async def test_a_new_candidate_and_another_language_begin_anew(page: Page, address: str) -> None:
    await page.goto(address)
    await book(page)
    await page.get_by_role("combobox", name="Vacancy").select_option("planner")
    await page.get_by_role("button", name="New candidate").click()
    await expect(page.locator(".bubble.theirs")).to_have_count(1)
    await expect(page.locator(".bubble.theirs")).to_contain_text("inland shipping planner")
    await expect(page.locator(".call")).to_have_count(1)
    await page.get_by_role("button", name="Nederlands").click()
    await expect(page.locator(".bubble.theirs")).to_contain_text("planner binnenvaart")
    await expect(page.get_by_role("heading", name="Wachtrij")).to_be_visible()


async def test_a_message_that_failed_is_sent_again_and_said_once(page: Page, address: str) -> None:
    tries: list[str | None] = []

    async def lose_the_first(route: Route) -> None:
        tries.append(route.request.post_data)
        if len(tries) == 1:
            await route.abort()
        else:
            await route.continue_()

    await page.goto(address)
    await expect(page.get_by_role("button", name="Yes, please")).to_be_visible()
    await page.route("**/chat", lose_the_first)
    await write(page, "What does it pay?")
    await page.get_by_role("button", name="Not sent. Try again").click()
    await expect(page.get_by_role("button", name="Not sent. Try again")).to_have_count(0)
    await expect(page.locator(".bubble.mine")).to_have_count(1)
    await expect(page.get_by_role("img", name="Read")).to_have_count(1)
    assert tries[0] == tries[1]


async def test_a_message_that_came_through_counts_though_its_answer_was_lost(page: Page, address: str) -> None:
    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    await page.goto(address)
    await expect(page.get_by_role("button", name="Yes, please")).to_be_visible()
    await page.route("**/chat", lose_the_answer)
    await write(page, "What does it pay?")
    await expect(page.get_by_role("img", name="Read")).to_have_count(1)
    await expect(page.get_by_role("button", name="Not sent. Try again")).to_have_count(0)
    await expect(page.locator(".bubble.mine")).to_have_count(1)


async def test_a_suggestion_goes_to_the_line_and_is_sent_by_the_candidate(page: Page, address: str) -> None:
    await page.goto(address)
    await page.get_by_role("button", name="any morning except Friday").click()
    await expect(page.get_by_label("Message", exact=True)).to_have_value("any morning except Friday")
    await expect(page.locator(".bubble.mine")).to_have_count(0)


async def test_a_number_that_nobody_can_call_is_told_so(page: Page, address: str) -> None:
    await page.goto(address)
    await page.get_by_role("button", name="Yes, please").click()
    await expect(page.locator(".bubble.theirs").last).to_contain_text("When would a call")
    await write(page, "tomorrow after three")
    await page.get_by_role("button", name="Thu 26 Nov 15:00").click()
    await page.get_by_role("button", name="Share my number").click()
    await page.get_by_label("Your number").fill("12")
    await page.get_by_role("button", name="Share", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("not a number we can call")
