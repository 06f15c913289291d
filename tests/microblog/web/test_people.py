"""People and units in the pages."""

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
