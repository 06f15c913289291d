import pytest

from ideas.actions.votes import cast_vote
from ideas.models import Idea, Merge
from tests.conftest import NOW


@pytest.fixture
def other(bob, make_idea) -> Idea:
    return make_idea(bob, "En tavle for bytter")


@pytest.fixture
def idea(alice, make_idea) -> Idea:
    return make_idea(alice)


def text_of(response) -> str:
    return response.content.decode()


def test_a_leader_merges_two_ideas_and_parts_them_again(lena, charlie, idea, other, browser_of):
    cast_vote(actor=charlie, idea=idea, choice="agree", now=NOW)
    leader = browser_of(lena)

    form = text_of(leader.get(f"/ideas/{idea.pk}/merge/?q=bytter tavle"))
    merged = leader.post(f"/ideas/{idea.pk}/merge/", {"into": other.pk, "reason": ""})
    went = leader.get(f"/ideas/{idea.pk}/")
    page = text_of(leader.get(went.url))
    listed = text_of(leader.get("/ideas/"))
    back = leader.post(f"/merges/{Merge.objects.get().pk}/undo/")

    assert "En tavle for bytter" in form
    assert merged.status_code == 303
    assert (went.status_code, went.url) == (302, f"/ideas/{other.pk}/?from={idea.pk}")
    assert "«Felles byttetavle» er slått sammen med denne idéen." in page
    assert "Har del i idéen:" in page
    assert "Skill dem igjen" in page
    assert f'href="/ideas/{idea.pk}/"' not in listed
    assert back.url == f"/ideas/{idea.pk}/"
    assert "Ny" in text_of(leader.get(back.url))


def test_a_merge_without_a_choice_keeps_what_was_written(lena, idea, browser_of):
    refused = browser_of(lena).post(f"/ideas/{idea.pk}/merge/", {"reason": "De sier det samme"})

    assert refused.status_code == 422
    assert "Velg en idé." in text_of(refused)
    assert "De sier det samme" in text_of(refused)


def test_a_part_becomes_an_idea_that_points_back(lena, idea, browser_of):
    leader = browser_of(lena)
    words = {"title": "Bare varslingen", "problem": "Vi får vite det for sent.", "proposal": "En melding til alle."}

    form = leader.get(f"/ideas/{idea.pk}/split/")
    made = leader.post(f"/ideas/{idea.pk}/split/", words)
    page = text_of(leader.get(made.url))
    refused = leader.post(f"/ideas/{idea.pk}/split/", {**words, "title": ""})

    assert form.status_code == 200
    assert "Skilt ut fra" in page
    assert "Har del i idéen:" in page
    assert refused.status_code == 422
    assert "Vi får vite det for sent." in text_of(refused)


def test_others_neither_see_nor_reach_it(bob, idea, other, browser_of):
    browser = browser_of(bob)

    page = text_of(browser.get(f"/ideas/{idea.pk}/"))

    assert "Skill ut en del" not in page
    assert browser.get(f"/ideas/{idea.pk}/merge/").status_code == 403
    assert browser.get(f"/ideas/{idea.pk}/split/").status_code == 403
