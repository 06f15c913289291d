"""What stands below a link: on the page and over REST, until its author takes it away."""

from django.utils import timezone

from microblog.models import LinkPreview
from tests.microblog.api.rest import Rest

LINK = "https://nrk.no/vinter"


def preview_of(post) -> LinkPreview:
    return LinkPreview.objects.create(
        post=post, address=LINK, title="Vinter <i>", description="Kaldt", site="NRK", fetched_at=timezone.now()
    )


def test_a_preview_is_words_and_a_link_and_fetches_nothing(alice, bob, community, make_post, browser_of):
    preview_of(make_post(alice, community, f"Les {LINK}"))

    html = browser_of(bob).get("/").content.decode()

    card = html[html.index('<aside class="preview">') : html.index("</aside>", html.index('<aside class="preview">'))]
    assert f'<a href="{LINK}" rel="nofollow noopener ugc">' in card
    assert "Vinter &lt;i&gt;" in card
    assert "<img" not in card
    assert "<button" not in card


def test_its_author_takes_it_away_on_the_page(alice, bob, community, make_post, browser_of):
    post = make_post(alice, community, f"Les {LINK}")
    preview_of(post)
    browser = browser_of(alice)
    address = f"/posts/{post.pk}/preview/"
    assert address in browser.get("/").content.decode()

    assert browser_of(bob).post(address, {"wish": "0"}).status_code == 403
    assert browser.post(address, {"wish": "0", "next": "/"}).url == f"/#p{post.pk}"

    assert "Vinter" not in browser.get("/").content.decode()


def test_its_author_takes_it_away_over_rest(alice, bob, community, make_post, token_of):
    post = make_post(alice, community, f"Les {LINK}")
    preview_of(post)
    rest = Rest(token_of(alice))
    assert rest.get(f"/posts/{post.pk}").json()["link_preview"] == {
        "address": LINK,
        "title": "Vinter <i>",
        "description": "Kaldt",
        "site": "NRK",
    }

    assert Rest(token_of(bob)).delete(f"/posts/{post.pk}/link-preview").status_code == 403
    assert rest.delete(f"/posts/{post.pk}/link-preview").status_code == 204

    assert rest.get(f"/posts/{post.pk}").json()["link_preview"] is None
