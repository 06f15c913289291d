"""Communities in the pages."""

import pytest

from microblog.models import Community, Membership


def test_a_hidden_community_is_not_found_by_others(bob, charlie, hidden_community, browser_of):
    path = f"/c/{hidden_community.slug}/"

    assert browser_of(bob).get(path).status_code == 200
    assert browser_of(charlie).get(path).status_code == 404
    assert browser_of(charlie).post(f"{path}membership/", {"wish": "1"}).status_code == 404
    assert "Krisestaben" not in browser_of(charlie).get("/communities/").content.decode()


def test_a_closed_community_shows_what_it_is_for_and_nothing_more(
    alice, charlie, closed_community, make_post, browser_of
):
    make_post(alice, closed_community, "Lønnskravet vårt")

    page = browser_of(charlie).get(f"/c/{closed_community.slug}/").content.decode()

    assert "Dette fellesskapet er lukket." in page
    assert "Alice" in page
    assert "Lønnskravet vårt" not in page
    assert "<textarea" not in page


def test_nobody_joins_a_closed_community_unasked(charlie, closed_community, browser_of):
    answer = browser_of(charlie).post(f"/c/{closed_community.slug}/membership/", {"wish": "1"})

    assert answer.status_code == 403
    assert not Membership.objects.filter(user=charlie, community=closed_community).exists()


def test_joining_is_one_press_and_so_is_leaving(charlie, community, browser_of):
    browser = browser_of(charlie)
    path = f"/c/{community.slug}/"

    joined = browser.post(f"{path}membership/", {"wish": "1"}, follow=True).content.decode()
    left = browser.post(f"{path}membership/", {"wish": "0"}, follow=True).content.decode()

    assert 'name="wish" value="0" aria-pressed="true"' in joined
    assert 'name="wish" value="1" aria-pressed="false"' in left


def test_who_leaves_a_hidden_community_is_led_out_of_it(bob, hidden_community, browser_of):
    answer = browser_of(bob).post(f"/c/{hidden_community.slug}/membership/", {"wish": "0"})

    assert answer.url == "/communities/"


def test_a_new_community_opens_with_its_maker_as_host(charlie, browser_of):
    answer = browser_of(charlie).post(
        "/communities/", {"name": "Grønn frakt", "about": "Mindre diesel", "visibility": "open"}
    )

    opened = Community.objects.get(slug="gronn-frakt")
    assert answer.url == "/c/gronn-frakt/"
    assert opened.memberships.get().is_host


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "ab"),
        ("name", "x" * 81),
        ("name", "a\0bc"),
        ("about", "x" * 2001),
        ("visibility", "secret"),
    ],
)
def test_a_bad_community_keeps_what_was_typed(field, value, charlie, browser_of):
    typed = {"name": "Grønn frakt", "about": "Mindre diesel", "visibility": "open", field: value}

    answer = browser_of(charlie).post("/communities/", typed)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert not Community.objects.filter(created_by=charlie).exists()
    assert f'href="#id_{field}"' in html
    assert ("Mindre diesel" if field == "name" else "Grønn frakt") in html
