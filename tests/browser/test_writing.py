"""Writing in a real browser: with a picture, and with a session that ends in the middle of it."""

import io

import pytest

from microblog.models import Post
from tests.microblog.pictures import picture

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "Dette skal stå her når jeg er tilbake."


def sign_in_again(window, account: dict[str, str]) -> None:
    window.wait_for_url("**/accounts/login/**")
    window.locator("input[name=login]").fill(account["username"])
    window.locator("input[type=password]").fill(account["password"])
    window.locator("input[type=password]").press("Enter")


def test_a_picture_goes_out_with_its_words_and_a_double_click_makes_one_post(open_window):
    window = open_window("employee")
    window.locator("#skriv textarea[name=text]").fill("Porten i går")
    chosen = {"name": "port.jpg", "mimeType": "image/jpeg", "buffer": io.BytesIO(picture(size=(800, 500))).getvalue()}
    window.locator("#skriv input[name=files]").set_input_files([chosen])
    window.locator("#skriv input[name=descriptions]").fill("En grønn port")

    window.locator("#skriv button.primary").dblclick()

    card = window.locator("article", has_text="Porten i går").first
    card.locator("img[alt='En grønn port']").wait_for()
    assert Post.objects.filter(text="Porten i går").count() == 1


def test_words_survive_a_session_that_ends_while_they_are_written(open_window, accounts):
    window = open_window("employee")
    field = "#skriv textarea[name=text]"

    for page in ("/", "/posts/new/"):
        window.goto(page)
        window.locator(field).fill(WORDS)
        window.context.clear_cookies(name="sessionid")
        window.locator("#skriv button.primary").click()
        sign_in_again(window, accounts["employee"])
        window.locator(field).wait_for()
        assert window.locator(field).input_value() == WORDS

    window.locator("#skriv button.primary").click()
    window.locator("article", has_text=WORDS).first.wait_for()
    window.goto("/posts/new/")
    assert window.locator(field).input_value() == ""
    assert Post.objects.filter(text=WORDS).count() == 1
