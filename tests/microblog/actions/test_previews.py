import pytest
from django.utils import timezone

from microblog.access import NotAllowed
from microblog.actions import previews
from microblog.actions.posts import edit_post
from microblog.actions.previews import fetch_previews, first_link, remove_preview
from microblog.fetching import Unfetched
from microblog.models import LinkPreview
from microblog.pagehead import PageHead
from microblog.queries.parts import add_parts, parts_of

LINK = "https://nrk.no/vinter"


@pytest.fixture(autouse=True)
def asked(settings, monkeypatch) -> list[str]:
    """Previews are on; returns the pages that were asked."""
    settings.LINK_PREVIEWS = True
    pages = []

    def fetch(address, *, door=None):
        pages.append(address)
        if "borte" in address:
            raise Unfetched
        return PageHead("Vinter", "Kaldt", "NRK")

    monkeypatch.setattr(previews, "fetch_head", fetch)
    return pages


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (f"Les {LINK}.", LINK),
        (f"[her]({LINK}?a=1&b=2) og https://vg.no", f"{LINK}?a=1&b=2"),
        ("`https://nrk.no`", ""),
        ("mailto:a@b.no", ""),
        ("Ingen lenke", ""),
        ("https://nrk.no/" + "x" * 3000, ""),
    ],
)
def test_the_first_link_of_a_text_is_found(text, link):
    assert first_link(text) == link


def test_a_page_is_asked_once(alice, community, make_post, asked):
    post = make_post(alice, community, f"Les {LINK}")
    make_post(alice, community, "Ingen lenke")

    assert fetch_previews(now=timezone.now()) == 1
    assert fetch_previews(now=timezone.now()) == 0

    assert asked == [LINK]
    post.link_preview.refresh_from_db()
    assert (post.link_preview.title, post.link_preview.site) == ("Vinter", "NRK")


def test_nothing_is_asked_while_previews_are_off(alice, community, make_post, asked, settings):
    settings.LINK_PREVIEWS = False
    make_post(alice, community, f"Les {LINK}")

    assert fetch_previews(now=timezone.now()) == 0
    assert not LinkPreview.objects.exists()


def test_another_link_is_asked_anew_and_none_takes_the_preview_away(alice, community, make_post, asked):
    post = make_post(alice, community, f"Les {LINK}")
    fetch_previews(now=timezone.now())

    edit_post(actor=alice, post=post, text=f"Les heller {LINK}", now=timezone.now())
    assert fetch_previews(now=timezone.now()) == 0
    edit_post(actor=alice, post=post, text="Les https://borte.no", now=timezone.now())
    assert fetch_previews(now=timezone.now()) == 1
    assert LinkPreview.objects.get().title == ""
    edit_post(actor=alice, post=post, text="Glem det", now=timezone.now())

    assert not LinkPreview.objects.exists()
    assert asked == [LINK, "https://borte.no"]


def test_its_author_takes_a_preview_away_for_good(alice, bob, community, make_post):
    post = make_post(alice, community, f"Les {LINK}")
    fetch_previews(now=timezone.now())

    with pytest.raises(NotAllowed):
        remove_preview(actor=bob, post=post, now=timezone.now())
    remove_preview(actor=alice, post=post, now=timezone.now())
    edit_post(actor=alice, post=post, text=f"Les nå {LINK}", now=timezone.now())

    assert fetch_previews(now=timezone.now()) == 0
    assert LinkPreview.objects.get().removed_at is not None


def test_a_preview_stands_on_the_card_and_in_the_api(alice, bob, community, make_post):
    post = make_post(alice, community, f"Les {LINK}")
    fetch_previews(now=timezone.now())

    add_parts(bob, [post])

    assert parts_of(post).preview == {"address": LINK, "title": "Vinter", "description": "Kaldt", "site": "NRK"}
    remove_preview(actor=alice, post=post, now=timezone.now())
    add_parts(bob, [post])
    assert parts_of(post).preview is None
