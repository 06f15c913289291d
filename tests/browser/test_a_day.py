"""A day in Lest, in a real browser: sign in, write, vote, read the letter. Real web process, real worker."""

import re

import pytest

from analytics.models import Letter
from microblog.models import Post

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Skannerne fryser når det blir kaldere enn ti minus. Noen som har et råd?"


def violations(window) -> list[tuple[str, list[str]]]:
    """Return what axe has against the page as it stands, every fold open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    window.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    found = axe.Axe().run(window).response["violations"]
    return [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]


def test_two_colleagues_and_their_leader_through_a_day(open_window):
    employee, colleague = open_window("employee"), open_window("moderator")
    errors: list[str] = []
    for window in (employee, colleague):
        window.on("pageerror", lambda error: errors.append(str(error)))
        window.goto("/")

    # One writes; the other's open page tells of it without moving, and shows it when asked.
    employee.locator("#skriv textarea").first.fill(TEXT)
    employee.locator("#skriv button.primary").first.click()
    employee.get_by_text(TEXT).first.wait_for()
    pill = colleague.locator(".newpill:visible")
    pill.wait_for(timeout=30_000)
    assert not colleague.get_by_text(TEXT).count()
    pill.click()
    colleague.get_by_text(TEXT).first.wait_for()

    # The other answers and reacts.
    colleague.locator("article", has_text=TEXT).first.locator("button.react").first.click()
    colleague.locator("article", has_text=TEXT).first.locator("button.react[aria-pressed=true]").first.wait_for()
    colleague.locator("article", has_text=TEXT).first.locator("a.react").click()
    colleague.locator("form textarea").last.fill("Ha den i innerlomma.")
    colleague.locator("form button.primary").last.click()
    colleague.get_by_text("Ha den i innerlomma.").first.wait_for()

    # Both find an idea and vote.
    employee.goto("/ideas/?order=new")
    vote = employee.locator(".idearow button.vote").first
    now_pressed = {"true": "false", "false": "true"}[vote.get_attribute("aria-pressed")]
    vote.click()
    employee.locator(f".idearow button.vote[aria-pressed={now_pressed}]").first.wait_for()

    # The top leader reads the last letter; an employee may not.
    period = Letter.objects.order_by("-period").values_list("period", flat=True).first()
    leader = open_window("top_leader")
    leader.goto("/letters/")
    leader.locator(f"main a[href*='/letters/{period}/']").first.click()
    leader.wait_for_url(f"**/letters/{period}/**")
    assert leader.locator("h1").inner_text().endswith((".", "!", "»."))
    assert employee.goto("/letters/").status == 403

    assert Post.objects.get(text=TEXT).reply_count == 1
    assert errors == []


PAGES = ["/", "/communities/", "/ideas/", "/ideas/new/", "/people/", "/settings/", "/letters/"]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_in_both_themes_and_widths(scheme, width, open_window):
    window = open_window("top_leader", scheme, width)
    home = window.content()
    post = re.search(r'href="(/posts/\d+/)"', home)
    person = re.search(r'href="(/people/[^/"]+/)"', home)
    community = re.search(r'href="(/c/[^/"]+/)"', home)
    found = [each[1] for each in (post, person, community) if each]

    for address in PAGES + found:
        answer = window.goto(address)
        assert answer.status == 200, address
        assert (address, violations(window)) == (address, [])
        assert window.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    window.goto("/letters/")
    window.locator("main a[href*='/letters/20']").first.click()
    assert violations(window) == []


def test_the_sign_in_page_is_accessible_and_says_what_went_wrong(open_window):
    window = open_window("employee")
    window.context.clear_cookies()
    window.goto("/accounts/login/")
    assert violations(window) == []

    window.locator("input[name=login]").fill("employee")
    window.locator("input[type=password]").fill("feil passord")
    window.locator("input[type=password]").press("Enter")

    window.locator("[role=alert], .error, .errsum").first.wait_for()
    assert violations(window) == []
