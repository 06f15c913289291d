"""People and units in the pages."""

import re

import pytest

from microblog.models import OrgUnit, PersonFollow


def test_a_colleague_is_found_by_a_part_of_the_name(alice, make_person, browser_of):
    make_person("aase", name="Åse Ødegård")
    make_person("nils", name="Nils Berg")

    page = browser_of(alice).get("/people/", {"q": "ødeg"}).content.decode()

    assert "Åse Ødegård" in page
    assert "Nils Berg" not in page


def test_people_stand_in_the_order_of_the_norwegian_alphabet(alice, make_person, browser_of):
    for username, name in (("a", "Åse"), ("b", "Ærlend"), ("c", "Øyvind"), ("d", "Zara")):
        make_person(username, name=name)

    page = browser_of(alice).get("/people/").content.decode()

    assert page.index("Zara") < page.index("Ærlend") < page.index("Øyvind") < page.index("Åse")


def test_who_has_left_is_not_in_the_directory(alice, make_person, browser_of):
    make_person("gone", name="Gunnar Gått", is_active=False)

    assert "Gunnar" not in browser_of(alice).get("/people/").content.decode()


def test_a_search_that_finds_nobody_says_so_with_the_words_as_text(alice, browser_of):
    page = browser_of(alice).get("/people/", {"q": "<b>\0"}).content.decode()

    assert "Ingen treff på «&lt;b&gt;»" in page


def test_a_profile_shows_title_unit_place_and_what_may_be_read(
    alice, bob, charlie, community, hidden_community, make_post, browser_of
):
    alice.title, alice.place = "Planlegger", "Drammen"
    alice.save()
    make_post(alice, community, "Åpent innlegg")
    make_post(alice, hidden_community, "Skjult innlegg")

    page = browser_of(charlie).get("/people/alice/").content.decode()

    assert all(words in page for words in ("Planlegger", "Lyngholt", "Drammen", "Åpent innlegg"))
    assert "Skjult innlegg" not in page


def test_following_and_stopping(alice, bob, browser_of):
    browser = browser_of(bob)

    browser.post("/people/alice/follow/", {"wish": "1"})
    follows = PersonFollow.objects.filter(follower=bob, followed=alice).exists()
    browser.post("/people/alice/follow/", {"wish": "0"})

    assert follows
    assert not PersonFollow.objects.exists()


def test_nobody_follows_themself(alice, browser_of):
    assert browser_of(alice).post("/people/alice/follow/", {"wish": "1"}).status_code == 422
    assert "/people/alice/follow/" not in browser_of(alice).get("/people/alice/").content.decode()


def test_a_stranger_is_not_found(alice, browser_of):
    assert browser_of(alice).get("/people/nobody/").status_code == 404


def test_a_unit_shows_its_place_in_the_tree_its_leader_and_its_people(alice, lena, make_person, company, browser_of):
    transport = OrgUnit.objects.create(name="Transport", parent=company, leader=lena)
    workshop = OrgUnit.objects.create(name="Verksted", parent=transport)
    make_person("mona", name="Mona Mekaniker", unit=workshop)
    browser = browser_of(alice)

    above = browser.get(f"/units/{transport.pk}/").content.decode()
    below = browser.get(f"/units/{workshop.pk}/").content.decode()

    assert all(words in above for words in ("Lena", f'href="/units/{workshop.pk}/"', f'href="/units/{company.pk}/"'))
    assert all(words in below for words in ("Mona Mekaniker", f'href="/units/{transport.pk}/"'))
    assert browser.get("/units/999999/").status_code == 404


def test_the_directory_comes_in_pages(alice, make_person, browser_of):
    for n in range(62):
        make_person(f"person{n:02}", name=f"Person {n:02}")
    browser = browser_of(alice)

    first = browser.get("/people/", {"q": "person"}).content.decode()
    after = re.search(r'href="\?q=person&amp;after=(\d+)"', first)[1]
    second = browser.get("/people/", {"q": "person", "after": after}).content.decode()

    assert "Person 59" in first
    assert "Person 60" not in first
    assert "Person 59" not in second
    assert "Person 61" in second
    assert "after=" not in second


def test_a_person_tells_what_to_ask_about_and_colleagues_find_it(alice, bob, browser_of):
    me, colleague = browser_of(alice), browser_of(bob)

    me.post("/settings/profile/", {"ask_about": " turnus,vaktbytte,, turnus ", "languages_spoken": "bokmål, polsk"})
    page = colleague.get("/people/alice/").content.decode()
    found = colleague.get("/people/", {"q": "vaktbytte"}).content.decode()

    alice.refresh_from_db()
    assert alice.ask_about == "turnus, vaktbytte"
    assert 'href="/people/?q=vaktbytte"' in page
    assert "Språk: bokmål, polsk" in page
    assert "Alice" in found
    assert "/settings/profile/" in me.get("/people/alice/").content.decode()
    assert "/settings/profile/" not in page


@pytest.mark.parametrize(
    ("field", "value"), [("ask_about", "x" * 301), ("languages_spoken", "x" * 141), ("ask_about", "a\0b")]
)
def test_a_profile_that_cannot_be_keeps_what_was_typed(field, value, alice, browser_of):
    typed = {"ask_about": "turnus", "languages_spoken": "polsk", field: value}

    answer = browser_of(alice).post("/settings/profile/", typed)

    alice.refresh_from_db()
    assert answer.status_code == 422
    assert alice.ask_about == alice.languages_spoken == ""
    assert f'href="#id_{field}"' in answer.content.decode()


def test_a_profile_shows_the_line_of_managers_and_what_one_leads(bob, lena, make_person, browser_of):
    middle = make_person("mona", name="Mona Mellom", manager=lena)
    make_person("per", name="Per", manager=middle)
    browser = browser_of(bob)

    below = browser.get("/people/per/").content.decode()
    above = browser.get("/people/lena/").content.decode()

    assert below.index("Mona Mellom") < below.index('href="/people/lena/"')
    assert "Leder for" in above
    assert "Leder for" not in below


def test_a_profile_names_only_communities_that_the_reader_may_read(
    alice, bob, charlie, community, closed_community, hidden_community, browser_of
):
    stranger, member = (browser_of(person).get("/people/alice/").content.decode() for person in (charlie, bob))

    assert "Verkstedet" in stranger
    assert "Tillitsvalgte" not in stranger
    assert "Krisestaben" not in stranger
    assert "Tillitsvalgte" in member
    assert "Krisestaben" in member


def test_who_has_left_keeps_the_posts_and_is_marked(alice, bob, community, make_post, browser_of):
    make_post(bob, community, "Takk for meg")
    bob.is_active = False
    bob.save()
    browser = browser_of(alice)

    profile = browser.get("/people/bob/").content.decode()
    stream = browser.get(f"/c/{community.slug}/").content.decode()

    assert "Takk for meg" in profile
    assert "Har sluttet" in profile
    assert "Takk for meg" in stream
    assert "Har sluttet" in stream
