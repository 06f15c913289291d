"""Planning a post on the pages, with and without htmx."""

import datetime as dt

import pytest
from django.utils import timezone

from microblog.actions.scheduled import publish_due
from microblog.models import Post, ScheduledPost
from tests.microblog.web.conftest import HTMX


def local(hours: int) -> str:
    return timezone.localtime(timezone.now() + dt.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def post_of(community, publish_at="", **more):
    return {"community": community.slug, "kind": "update", "text": "Ny skanner", "publish_at": publish_at, **more}


def test_a_post_is_planned_changed_and_called_off(alice, community, everybody, browser_of):
    browser = browser_of(alice)
    assert browser.post("/posts/new/", post_of(community, local(3))).url == "/scheduled/"
    row = ScheduledPost.objects.get()
    assert not Post.objects.exists()
    assert "Ny skanner" in browser.get("/scheduled/").content.decode()
    form = browser.get(f"/scheduled/{row.pk}/").content.decode()
    assert f'value="{timezone.localtime(row.publish_at):%Y-%m-%dT%H:%M}"' in form
    assert f'<option value="{community.slug}" selected>' in form

    changed = {"text": "Ny skriver", "publish_at": local(5), "community": everybody.slug}
    assert browser.post(f"/scheduled/{row.pk}/", changed).url == "/scheduled/"
    row.refresh_from_db()
    assert (row.text, row.community) == ("Ny skriver", everybody)

    browser.post(f"/scheduled/{row.pk}/cancel/")
    assert not ScheduledPost.objects.exists()
    assert "Ingenting er planlagt." in browser.get("/scheduled/").content.decode()


def test_htmx_is_led_to_what_waits(alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", post_of(community, local(3)), headers=HTMX)

    assert answer["HX-Redirect"] == "/scheduled/"


def test_without_a_time_it_comes_out_at_once(alice, community, browser_of):
    browser_of(alice).post("/posts/new/", post_of(community))

    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("publish_at", "said"),
    [
        ("2020-01-01T08:00", "Velg et tidspunkt som ikke er over."),
        ("i morgen", "Skriv dag og klokkeslett slik"),
        ("2999-01-01T08:00", "Velg et tidspunkt i løpet av det neste året."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_time_that_cannot_be_taken_leaves_the_words(publish_at, said, headers, alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", post_of(community, publish_at), headers=headers)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "Ny skanner" in html
    assert f'value="{publish_at}"' in html
    assert not Post.objects.exists()


def test_what_waits_is_published_at_once_when_its_author_says_so(alice, community, browser_of):
    browser = browser_of(alice)
    browser.post("/posts/new/", post_of(community, local(3)))

    answer = browser.post(f"/scheduled/{ScheduledPost.objects.get().pk}/publish/")

    assert answer.url == f"/posts/{Post.objects.get().pk}/"


def test_what_waits_is_its_authors_alone(alice, bob, community, browser_of):
    browser_of(alice).post("/posts/new/", post_of(community, local(3)))
    row = ScheduledPost.objects.get()
    browser = browser_of(bob)

    assert "Ny skanner" not in browser.get("/scheduled/").content.decode()
    assert browser.get(f"/scheduled/{row.pk}/").status_code == 404
    assert {browser.post(f"/scheduled/{row.pk}/{what}/").status_code for what in ("cancel", "publish")} == {404}
    assert "Ny skanner" not in browser.get("/").content.decode()


def test_a_refusal_stands_beside_the_words(alice, community, browser_of):
    browser = browser_of(alice)
    browser.post("/posts/new/", post_of(community, local(3)))
    ScheduledPost.objects.update(refusal="Bli medlem for å skrive her.")

    html = browser.get("/scheduled/").content.decode()

    assert "Bli medlem for å skrive her." in html
    assert publish_due(now=timezone.now() + dt.timedelta(days=1)) == 0
