import pytest
from django.utils import timezone

from ideas.actions.votes import cast_vote
from ideas.models import Idea, Vote
from tests.microblog.web.conftest import HTMX


def test_two_people_vote_change_and_take_back(alice, bob, browser_of, make_idea):
    idea = make_idea(alice)
    address, first, second = f"/ideas/{idea.pk}/vote/", browser_of(alice), browser_of(bob)

    first.post(address, {"choice": "agree"})
    second.post(address, {"choice": "disagree"})
    second.post(address, {"choice": "agree"})
    first.post(address, {"choice": "none"})

    idea.refresh_from_db()
    assert (idea.agree_count, idea.disagree_count, idea.pass_count) == (1, 0, 0)
    assert Vote.objects.get().user == bob


def test_a_plain_form_leads_back_to_where_the_reader_was(alice, browser_of, make_idea):
    idea = make_idea(alice)

    response = browser_of(alice).post(f"/ideas/{idea.pk}/vote/", {"choice": "agree", "next": "/ideas/?order=new"})

    assert response.status_code == 303
    assert response["Location"] == f"/ideas/?order=new#p{idea.post_id}"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(elsewhere, alice, browser_of, make_idea):
    idea = make_idea(alice)

    response = browser_of(alice).post(f"/ideas/{idea.pk}/vote/", {"choice": "agree", "next": elsewhere})

    assert response["Location"].startswith(f"/ideas/{idea.pk}/")


@pytest.mark.parametrize(
    ("part", "mark"), [("row", 'class="idearow"'), ("ballot", 'id="ballot"'), ("", 'class="card post"')]
)
def test_htmx_gets_the_part_that_the_button_stands_in(part, mark, alice, browser_of, make_idea):
    idea = make_idea(alice)

    response = browser_of(alice).post(f"/ideas/{idea.pk}/vote/", {"choice": "agree", "part": part}, headers=HTMX)

    page = response.content.decode()
    assert mark in page
    assert "<html" not in page
    assert 'aria-pressed="true"' in page


def test_the_page_marks_ones_own_choice_and_nobody_elses(alice, bob, browser_of, make_idea):
    idea = make_idea(alice)
    cast_vote(actor=bob, idea=idea, choice="disagree", now=timezone.now())

    own = browser_of(bob).get(f"/ideas/{idea.pk}/").content.decode()
    other = browser_of(alice).get(f"/ideas/{idea.pk}/").content.decode()

    assert 'value="none" aria-pressed="true"' in own
    assert "Du stemte Imot." in own
    assert 'aria-pressed="true"' not in other.split('id="ballot"')[1].split("</section>")[0]
    assert "Du stemte" not in other


def test_a_vote_on_what_one_may_not_see_is_not_there(alice, charlie, browser_of, make_idea, hidden_community):
    idea = make_idea(alice, community=hidden_community)

    assert browser_of(charlie).post(f"/ideas/{idea.pk}/vote/", {"choice": "agree"}).status_code == 404
    assert not Vote.objects.exists()


def test_past_voting_the_totals_stand_without_buttons(alice, browser_of, make_idea):
    idea = make_idea(alice)
    Idea.objects.filter(pk=idea.pk).update(status="completed")

    page = browser_of(alice).get(f"/ideas/{idea.pk}/").content.decode()
    response = browser_of(alice).post(f"/ideas/{idea.pk}/vote/", {"choice": "agree"})

    assert f"/ideas/{idea.pk}/vote/" not in page
    assert response.status_code == 409


def test_an_unknown_choice_is_refused(alice, browser_of, make_idea):
    assert browser_of(alice).post(f"/ideas/{make_idea(alice).pk}/vote/", {"choice": "maybe"}).status_code == 422


def test_a_card_of_the_stream_carries_the_vote(alice, bob, browser_of, make_idea):
    idea = make_idea(alice)

    page = browser_of(bob).get("/").content.decode()

    assert f'formaction="/ideas/{idea.pk}/vote/"' in page
