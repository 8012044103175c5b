"""The studio, as somebody uses it who owns the words and never saw YAML."""

from playwright.async_api import Browser, Page, expect

from handlers.agency.folder import read_folder, sample_folder
from tests.demo_house import NAME, OPS, PASSWORD
from tests.pages.talks import scrolls_sideways

SENTENCE = "I won't bother you until then."
SCROLLS = 100
"""Turns of the wheel, by which the end of any script comes in sight."""
TESTS = sum(text.count("\n- test:") for path, text in read_folder(sample_folder()).files.items() if "tests/" in path)


async def sign_in(page: Page, address: str, name: str = OPS, to: str = "scripts") -> None:
    await page.goto(f"{address}{to}")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Password")).to_have_count(0)


async def change(page: Page, before: str, after: str) -> None:
    """Types a line of the script anew, with other words."""
    line = page.locator(".cm-line").filter(has_text=before).first
    await page.locator(".cm-scroller").hover()
    for _ in range(SCROLLS):  # only what is in sight is there
        if await line.count():
            break
        await page.mouse.wheel(0, 200)
    text = (await line.inner_text()).strip().replace(before, after)
    await line.click()
    await page.keyboard.press("Home")
    await page.keyboard.press("Shift+End")
    await page.keyboard.type(text)


async def test_a_sentence_is_changed_heard_published_and_taken_back(page: Page, address: str) -> None:
    await sign_in(page, address)
    await page.get_by_role("link", name="Edit").click()
    await expect(page.locator(".cm-content")).to_be_visible()
    await page.get_by_role("button", name="Not right now").click()
    await expect(page.locator(".bubble.theirs")).to_have_count(2)
    await page.get_by_role("button", name="Change these words").last.click()
    await page.keyboard.press("End")
    for _ in SENTENCE:
        await page.keyboard.press("Backspace")
    await page.keyboard.type("Take your time.")
    await expect(page.locator(".bubble.theirs").last).to_contain_text("Take your time.", timeout=60_000)
    await expect(page.get_by_text("What you see here is not saved yet.")).to_be_visible()
    await page.get_by_role("button", name="Run the tests").click()
    await expect(page.locator(".findings")).to_contain_text(f"Tests run: {TESTS}.", timeout=60_000)
    assert "Take your time." in await page.locator("#text").input_value()

    await page.get_by_label("What changed, and why").fill("kinder")
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("status")).to_contain_text("Version 2 is published", timeout=60_000)
    await expect(page.locator(".versions li").first).to_contain_text("kinder")
    await page.get_by_role("link", name="What changed", exact=True).click()
    await expect(page.locator(".changes tbody tr")).to_have_count(1)
    await expect(page.locator("ins")).to_have_text("That's fine. Write to me whenever it suits, Take your time.")

    await page.get_by_role("link", name="Versions").click()
    await page.get_by_role("button", name="Go back to version 1").click()
    await expect(page.get_by_role("status")).to_contain_text("Version 3 is live")
    await page.get_by_role("link", name="Edit").click()
    assert SENTENCE in await page.locator("#text").input_value()
    await page.set_viewport_size({"width": 390, "height": 844})
    assert not await scrolls_sideways(page)


async def test_a_mistake_is_marked_at_its_line_and_not_published(page: Page, address: str) -> None:
    await sign_in(page, address, to="scripts/first-contact/edit")
    await change(page, "next: later", "next: latr")
    finding = page.locator(".findings li")
    await expect(finding).to_contain_text("did you mean “later”?")
    await expect(page.locator(".cm-lint-marker-error")).to_have_count(1)
    line = int((await finding.get_by_role("link").inner_text()).split()[-1])
    text = await page.locator("#text").input_value()
    assert "next: latr" in text.split("\n")[line - 1]
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("alert").filter(has_text="Not published")).to_be_visible(timeout=60_000)
    assert "next: latr" in await page.locator("#text").input_value()


async def test_two_who_edit_at_once_do_not_overwrite_each_other_also_without_javascript(
    browser: Browser, address: str
) -> None:
    context = await browser.new_context(java_script_enabled=False, locale="en-GB")
    anna = await context.new_page()
    await sign_in(anna, address, to="scripts/first-contact/edit")
    bas = await context.new_page()
    await bas.goto(f"{address}scripts/first-contact/edit")
    for person, words in ((anna, "Take your time."), (bas, "See you.")):
        box = person.get_by_label("The script first-contact")
        await box.fill((await box.input_value()).replace(SENTENCE, words))
    await anna.get_by_role("button", name="Save draft").click()
    await expect(anna.get_by_role("status")).to_contain_text("The draft is saved")
    await bas.get_by_role("button", name="Save draft").click()
    await expect(bas.get_by_role("alert")).to_contain_text("saved this draft while you were writing")
    assert "See you." in await bas.get_by_label("The script first-contact").input_value()
    await bas.get_by_text("What they saved").click()
    assert "Take your time." in await bas.locator("details textarea").input_value()
    await bas.get_by_role("button", name="Save draft").click()
    await expect(bas.get_by_role("status")).to_contain_text("The draft is saved")
    await context.close()


async def test_scripts_are_for_those_who_own_the_words(page: Page, address: str) -> None:
    await sign_in(page, address, NAME)
    await expect(page.get_by_text("Your account has no access to this page.")).to_be_visible()
    await page.goto(f"{address}queue")
    await expect(page.get_by_role("link", name="Scripts")).to_have_count(0)


async def test_the_phones_clock_is_set_ahead_and_back(page: Page, address: str) -> None:
    await sign_in(page, address, to="scripts/first-contact/edit")
    clock, told = page.get_by_label("It is"), page.locator("[data-clock]")
    await expect(told).to_have_text("Wed 25 Nov 10:20")
    await clock.fill("2026-11-26T08:31")
    await page.get_by_role("button", name="Set the clock").click()
    await expect(told).to_have_text("Thu 26 Nov 08:31")
    await expect(page.locator(".bubble.theirs")).to_have_count(2)  # the nudge
    await clock.fill("2026-11-24T09:00")
    await page.get_by_role("button", name="Set the clock").click()
    await expect(told).to_have_text("Tue 24 Nov 09:00")
    await expect(page.locator(".bubble.theirs")).to_have_count(1)
