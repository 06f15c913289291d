import pytest

from microblog.models import ModerationCase, Role

REASON = "Ta ut navnet, så blir det fint."


@pytest.fixture
def post(bob, community, make_post):
    return make_post(bob, community, "Kantina er dårlig")


@pytest.fixture
def case(browser_of, charlie, post) -> ModerationCase:
    answer = browser_of(charlie).post(f"/posts/{post.pk}/report/", {"reason": "rude", "words": "Jeg lager maten"})
    assert answer.url == f"/c/{post.community.slug}/"
    return ModerationCase.objects.get()


def test_the_card_of_anothers_post_leads_to_the_report(browser_of, bob, charlie, post):
    page = f"/c/{post.community.slug}/"

    assert f'href="/posts/{post.pk}/report/"' in browser_of(charlie).get(page).content.decode()
    assert f'href="/posts/{post.pk}/report/"' not in browser_of(bob).get(page).content.decode()
    assert browser_of(bob).get(f"/posts/{post.pk}/report/").status_code == 403


def test_a_report_without_a_reason_comes_back_with_the_words(browser_of, charlie, post):
    answer = browser_of(charlie).post(f"/posts/{post.pk}/report/", {"words": "Dette er for dumt"})

    assert answer.status_code == 422
    assert "Velg hva som er galt." in answer.content.decode()
    assert "Dette er for dumt" in answer.content.decode()


def test_from_report_to_rewriting_to_restored(browser_of, moderator, bob, alice, post, case):
    queue = browser_of(moderator).get("/moderation/").content.decode()
    assert "Uhøflig eller trakasserende" in queue
    assert "Én sak venter." in queue
    assert 'href="/moderation/"' in browser_of(moderator).get("/").content.decode()

    sent = {"decision": "ask_rewrite", "reason": REASON}
    assert browser_of(moderator).post(f"/moderation/{case.pk}/decision/", sent).url == "/moderation/"
    assert browser_of(alice).get(f"/posts/{post.pk}/").status_code == 404
    assert 'href="/hidden/"' in browser_of(bob).get("/").content.decode()
    assert REASON in browser_of(bob).get(f"/posts/{post.pk}/hidden/").content.decode()
    assert browser_of(alice).get(f"/posts/{post.pk}/hidden/").status_code == 404

    browser_of(bob).post(f"/posts/{post.pk}/rewriting/", {"text": "Kantina kan bli bedre"})
    assert "Skrevet om" in browser_of(moderator).get("/moderation/").content.decode()
    browser_of(moderator).post(f"/moderation/{case.pk}/decision/", {"decision": "keep"})
    assert "Kantina kan bli bedre" in browser_of(alice).get(f"/posts/{post.pk}/").content.decode()
    assert "Ingen saker venter." in browser_of(moderator).get("/moderation/").content.decode()


def test_from_hiding_to_appeal_to_another_moderator(browser_of, moderator, make_person, bob, post, case):
    other = make_person("mats", roles=[Role.MODERATOR])
    address = f"/moderation/{case.pk}/decision/"
    browser_of(moderator).post(address, {"decision": "hide", "reason": REASON})

    empty = browser_of(bob).post(f"/posts/{post.pk}/appeal/", {"appeal": ""})
    assert empty.status_code == 422
    browser_of(bob).post(f"/posts/{post.pk}/appeal/", {"appeal": "Alle er enige"})
    assert browser_of(moderator).post(address, {"decision": "keep"}).status_code == 403
    assert "Alle er enige" in browser_of(other).get(f"/moderation/{case.pk}/").content.decode()
    browser_of(other).post(address, {"decision": "keep"})

    assert browser_of(bob).get(f"/posts/{post.pk}/").status_code == 200
    assert "Ingen av innleggene dine er skjult." in browser_of(bob).get("/hidden/").content.decode()


def test_a_decision_without_a_reason_is_shown_at_its_field(browser_of, moderator, case):
    answer = browser_of(moderator).post(f"/moderation/{case.pk}/decision/", {"decision": "hide", "reason": ""})

    assert answer.status_code == 422
    assert "Gi forfatteren en grunn på minst ti tegn." in answer.content.decode()


def test_the_queue_is_no_page_for_others(browser_of, charlie, case):
    assert browser_of(charlie).get("/moderation/").status_code == 403
    assert browser_of(charlie).get(f"/moderation/{case.pk}/").status_code == 403
    assert 'href="/moderation/"' not in browser_of(charlie).get("/").content.decode()


def test_what_is_decided_can_be_opened_and_restored(browser_of, moderator, alice, post, case):
    browser_of(moderator).post(f"/moderation/{case.pk}/decision/", {"decision": "hide", "reason": REASON})
    assert f"/moderation/{case.pk}/" in browser_of(moderator).get("/moderation/?state=closed").content.decode()
    assert "Vis innlegget igjen" in browser_of(moderator).get(f"/moderation/{case.pk}/").content.decode()

    browser_of(moderator).post(f"/moderation/{case.pk}/decision/", {"decision": "keep"})

    assert browser_of(alice).get(f"/posts/{post.pk}/").status_code == 200


def test_the_log_shows_decisions_to_the_administrator(browser_of, moderator, make_person, charlie, case):
    admin = make_person("anne", roles=[Role.ADMIN])
    browser_of(moderator).post(f"/moderation/{case.pk}/decision/", {"decision": "hide", "reason": REASON})

    assert REASON in browser_of(admin).get("/settings/audit/").content.decode()
    assert "Loggen er tom." in browser_of(charlie).get("/settings/audit/").content.decode()


def test_a_hidden_post_stands_on_no_page(browser_of, moderator, alice, bob, charlie, post, case):
    browser_of(charlie).post(f"/posts/{post.pk}/bookmark/", {"wish": "1"})
    pages = ["/", f"/c/{post.community.slug}/", f"/people/{bob.username}/", "/bookmarks/", "/notifications/"]
    pages += ["/search/?q=Kantina", "/ideas/"]
    seen = "".join(browser_of(charlie).get(page).content.decode() for page in pages)
    assert "Kantina er dårlig" in seen

    browser_of(moderator).post(f"/moderation/{case.pk}/decision/", {"decision": "hide", "reason": REASON})

    for person in (alice, bob, charlie, moderator):
        for page in pages:
            assert "Kantina er dårlig" not in browser_of(person).get(page).content.decode()
        assert browser_of(person).get(f"/posts/{post.pk}/").status_code == 404
