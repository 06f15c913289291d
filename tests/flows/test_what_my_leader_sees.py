"""The sentence in the composer against what the leader's account can really fetch, from every address that tells of
posts, in both faces."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from microblog.actions.communities import join_community
from microblog.actions.people import issue_token
from microblog.models import Kind, Membership
from tests.microblog.api.rest import Rest

WORDS = "Kornblomster vokser i hall sju"
KINDS = [kind.value for kind in Kind if kind not in (Kind.IDEA, Kind.ANNOUNCEMENT)]


def rest_as(person) -> Rest:
    _token, secret = issue_token(user=person, name="test", scopes=["read", "write"])
    return Rest(secret)


def browser_as(person) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def addresses_of(post: str, author, community) -> tuple[list[str], list[str]]:
    """Return the addresses of the REST face and of the pages where a post stands."""
    rest = [
        *(f"/posts/{post}", f"/posts/{post}/thread", "/feeds/home", f"/communities/{community.pk}/posts"),
        *(f"/people/{author.pk}/posts", f"/feeds/unit/{author.unit_id}", "/search?q=kornblomster"),
        f"/communities/{community.pk}",
    ]
    pages = [f"/posts/{post}/", "/", f"/c/{community.slug}/", f"/people/{author.username}/", "/search/?q=kornblomster"]
    return rest, pages


@pytest.fixture
def led(alice, lena):
    """Alice, whom lena leads."""
    alice.manager = lena
    alice.save()
    return alice


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("room", ["community", "closed_community", "hidden_community"])
@pytest.mark.parametrize("is_member", [True, False])
def test_the_leader_sees_what_the_composer_said(kind, room, is_member, led, lena, request):
    community = request.getfixturevalue(room)
    if is_member:
        Membership.objects.create(user=lena, community=community)
    body = {"kind": kind, "text": WORDS, "community": str(community.pk)}
    if kind == "poll":
        closes = (timezone.now() + dt.timedelta(days=1)).isoformat()
        body["poll"] = {"options": ["Ja", "Nei"], "closes_at": closes}
    author, leader, browser = rest_as(led), rest_as(lena), browser_as(lena)

    said = author.post("/posts/preview", {"kind": kind, "text": WORDS, "community": str(community.pk)}).json()
    post = author.post("/posts", body).json()["id"]

    rest, pages = addresses_of(post, led, community)
    told = [leader.get(path).content.decode() for path in rest] + [browser.get(path).content.decode() for path in pages]
    found = [text for text in told if WORDS in text]
    assert said["leader_reads"] == bool(found) == (room == "community" or is_member)
    assert said["leader_sees_name"] == any("Alice" in text for text in found)
    assert ("kan ikke lese dette" in said["sentence"]) == (not found)
    assert said["audience"] == ("everybody" if room == "community" else "members")


def test_the_page_says_the_same_and_keeps_what_was_written(led, lena, community):
    sent = {"kind": "question", "text": f"**{WORDS}**", "community": community.slug}

    html = browser_as(led).post("/posts/preview/", sent).content.decode()

    assert "Lederen din, Lena, kan lese dette og ser navnet ditt." in html
    assert f"<strong>{WORDS}</strong>" in html
    assert f"**{WORDS}**</textarea>" in html


def test_who_has_no_leader_is_told_who_reads(lena, community):
    join_community(actor=lena, community=community)

    said = rest_as(lena).post("/posts/preview", {"kind": "update", "community": str(community.pk)}).json()

    assert said["leader"] is None
    assert "Du har ingen leder over deg" in said["sentence"]


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
def test_nothing_is_told_of_rooms_that_one_may_not_read(room, charlie, request):
    community = request.getfixturevalue(room)

    answer = rest_as(charlie).post("/posts/preview", {"kind": "update", "community": str(community.pk)})

    assert answer.status_code == 404
