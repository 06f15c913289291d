"""Communities in the pages."""

import re

import pytest

from microblog.models import Community, Invitation, Membership


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


def test_charlie_asks_alice_lets_in_and_both_go_on(alice, charlie, closed_community, make_post, browser_of):
    make_post(alice, closed_community, "Lønnskravet vårt")
    host, guest = browser_of(alice), browser_of(charlie)
    path = f"/c/{closed_community.slug}/"

    asked = guest.post(f"{path}membership/", {"wish": "1"}, follow=True).content.decode()
    waiting = host.get(f"{path}members/").content.decode()
    host.post(f"{path}requests/charlie/", {"wish": "1"})
    inside = guest.get(path).content.decode()

    assert "Du har spurt" in asked
    assert "Lønnskravet vårt" not in asked
    assert f'formaction="{path}requests/charlie/"' in waiting
    assert "Lønnskravet vårt" in inside


def test_a_no_leaves_charlie_outside(alice, charlie, closed_community, browser_of):
    path = f"/c/{closed_community.slug}/"
    browser_of(charlie).post(f"{path}membership/", {"wish": "1"})

    browser_of(alice).post(f"{path}requests/charlie/", {"wish": "0"})

    assert "Spør om å få bli med" in browser_of(charlie).get(path).content.decode()
    assert not Membership.objects.filter(user=charlie, community=closed_community).exists()


def test_bob_invites_charlie_into_a_hidden_community(bob, charlie, hidden_community, browser_of):
    member, guest = browser_of(bob), browser_of(charlie)
    path = f"/c/{hidden_community.slug}/"

    member.post(f"{path}members/", {"person": "charlie"})
    directory = guest.get("/communities/").content.decode()
    invited = guest.get(path).content.decode()
    joined = guest.post(f"{path}membership/", {"wish": "1"}, follow=True).content.decode()

    assert "Du er invitert" in directory
    assert "Ta imot invitasjonen" in invited
    assert "<textarea" not in invited
    assert "Medlemmer" in joined
    assert "<textarea" in joined


def test_who_says_no_to_an_invitation_is_rid_of_it(bob, charlie, hidden_community, browser_of):
    path = f"/c/{hidden_community.slug}/"
    browser_of(bob).post(f"{path}members/", {"person": "Charlie"})

    answer = browser_of(charlie).post(f"{path}membership/", {"wish": "0"})

    assert answer.url == "/communities/"
    assert browser_of(charlie).get(path).status_code == 404


@pytest.mark.parametrize("sought", ["", "nobody", "bob", "Kari", "gone"])
def test_only_one_known_colleague_is_invited_at_a_time(sought, alice, bob, community, make_person, browser_of):
    for username in ("kari1", "kari2"):
        make_person(username, name="Kari")
    make_person("gone", is_active=False)

    answer = browser_of(alice).post(f"/c/{community.slug}/members/", {"person": sought})

    assert answer.status_code == 422
    assert 'href="#id_person"' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_the_page_of_members_is_for_those_who_may_read(alice, bob, charlie, closed_community, browser_of):
    path = f"/c/{closed_community.slug}/members/"

    host, member = (browser_of(person).get(path).content.decode() for person in (alice, bob))

    assert "Gjør til vert" in host
    assert "Inviter en kollega" in host
    assert "Gjør til vert" not in member
    assert "Inviter en kollega" not in member
    assert browser_of(charlie).get(path).status_code == 404


def test_members_come_in_pages(alice, community, make_person, browser_of):
    people = [make_person(f"person{n}", name=f"Person {n}") for n in range(55)]
    Membership.objects.bulk_create(Membership(user=person, community=community) for person in people)
    browser, path = browser_of(alice), f"/c/{community.slug}/members/"

    first = browser.get(path).content.decode()
    after = re.search(r'href="\?after=(\d+)"', first)[1]
    second = browser.get(path, {"after": after}).content.decode()

    assert "Person 47<" in first
    assert "Person 48<" not in first
    assert "Person 48<" in second
    assert "Person 54<" in second
    assert "?after=" not in second


def test_the_work_of_a_host_is_shared_and_given_away(alice, bob, community, browser_of):
    path = f"/c/{community.slug}/"
    stuck = browser_of(alice).post(f"{path}membership/", {"wish": "0"})
    browser_of(alice).post(f"{path}hosts/bob/", {"wish": "1"})

    browser_of(bob).post(f"{path}hosts/alice/", {"wish": "0"})

    assert stuck.status_code == 409
    assert Membership.objects.get(community=community, is_host=True).user == bob


def test_a_host_pins_a_post_and_lets_it_go(alice, bob, community, make_post, browser_of):
    post = make_post(bob, community, "Kjettingkurs i desember")
    host, path = browser_of(alice), f"/c/{community.slug}/"
    button = f'formaction="{path}pins/{post.pk}/" name="wish" value="{{}}"'

    before = host.get(path).content.decode()
    pinned = host.post(f"{path}pins/{post.pk}/", {"wish": "1"}, follow=True).content.decode()
    seen = browser_of(bob).get(path).content.decode()
    gone = host.post(f"{path}pins/{post.pk}/", {"wish": "0"}, follow=True).content.decode()

    assert button.format("1") in before
    assert "Festet:" not in before
    assert button.format("0") in pinned
    assert "Festet av Alice" in pinned
    assert "Festet av Alice" in seen
    assert "/pins/" not in seen
    assert "Festet:" not in gone
    assert browser_of(bob).post(f"{path}pins/{post.pk}/", {"wish": "1"}).status_code == 403


def test_a_host_changes_what_the_community_is(alice, bob, community, browser_of):
    path = f"/c/{community.slug}/"
    typed = {"name": "Lageret", "about": "Alt om hyller", "visibility": "closed"}

    answer = browser_of(alice).post(f"{path}edit/", typed)

    community.refresh_from_db()
    assert answer.url == path
    assert (community.name, community.about, community.visibility) == tuple(typed.values())
    assert browser_of(bob).get(f"{path}edit/").status_code == 403
    assert browser_of(alice).post(f"{path}edit/", {**typed, "name": "x"}).status_code == 422


def test_the_rail_tells_how_alive_the_community_is(alice, bob, community, make_post, reply_to, browser_of):
    reply_to(bob, make_post(alice, community, "Hvem har nøkkelen?", kind="question"))

    page = browser_of(bob).get(f"/c/{community.slug}/").content.decode()

    assert all(words in page for words in ("2 av 2", "Innlegg siste sju dager", "1 av 1", "1 minutt"))


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
