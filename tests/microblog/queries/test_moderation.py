import pytest
from django.http import Http404
from django.utils import timezone

from microblog.access import NotAllowed
from microblog.actions import outbox
from microblog.actions.moderation import decide_case, report_post
from microblog.models import Delivery, Event, ModerationCase
from microblog.queries.menu import read_menu
from microblog.queries.moderation import case_in_queue, own_case, queue, words_of
from microblog.queries.streams import missed_hints, rights_of


def report(actor, post, words=""):
    report_post(actor=actor, post=post, reason="rude", words=words, now=timezone.now())
    return ModerationCase.objects.get(post=post)


def test_moderators_see_what_is_reported_in_every_room_and_hosts_their_own(
    alice, bob, lena, moderator, hidden_community, everybody, make_post
):
    inside, outside = make_post(bob, hidden_community), make_post(bob, everybody)
    mine, other = report(alice, inside), report(alice, outside)

    assert set(queue(viewer=moderator, is_open=True)) == {mine, other}
    assert list(queue(viewer=alice, is_open=True)) == [mine]
    with pytest.raises(Http404):
        case_in_queue(viewer=alice, key=other.pk)
    with pytest.raises(NotAllowed):
        queue(viewer=lena, is_open=True)


def test_nobody_judges_their_own(alice, bob, community, make_post):
    case = report(bob, make_post(alice, community))

    with pytest.raises(Http404):
        case_in_queue(viewer=alice, key=case.pk)


def test_the_words_of_a_report_are_for_moderators(alice, bob, moderator, charlie, community, make_post):
    case = report(charlie, make_post(bob, community), "Jeg sto der selv")

    assert words_of(case, moderator) == ["Jeg sto der selv"]
    assert words_of(case, alice) == []


@pytest.mark.parametrize("size", [1, 10])
def test_the_queue_costs_the_same_for_any_length(
    size, bob, charlie, moderator, community, make_post, django_assert_num_queries
):
    for _n in range(size):
        report(charlie, make_post(bob, community))

    with django_assert_num_queries(2):
        assert len([words_of(case, moderator) for case in queue(viewer=moderator, is_open=True)]) == size


def test_the_menu_names_moderation_while_something_waits(alice, bob, charlie, moderator, community, make_post):
    assert read_menu(viewer=moderator).duties == (False, False)
    case = report(charlie, make_post(bob, community))
    people = (moderator, alice, bob, charlie)
    assert [read_menu(viewer=person).has_cases for person in people] == [True, True, False, False]

    decide_case(actor=moderator, case=case, decision="hide", reason="Dette er ikke greit.", now=timezone.now())

    assert [read_menu(viewer=person).has_cases for person in people] == [False] * 4
    assert [read_menu(viewer=person).has_hidden for person in people] == [False, False, True, False]


def test_a_hidden_post_is_told_to_its_author_alone(alice, bob, charlie, moderator, community, make_post):
    post = make_post(bob, community)
    case = report(charlie, post)
    with pytest.raises(Http404):
        own_case(author=bob, post=post.pk)

    decide_case(actor=moderator, case=case, decision="hide", reason="Dette er ikke greit.", now=timezone.now())

    assert own_case(author=bob, post=post.pk) == case
    with pytest.raises(Http404):
        own_case(author=alice, post=post.pk)


def test_hiding_is_told_to_open_pages_by_the_key_alone(bob, charlie, moderator, community, make_post, monkeypatch):
    monkeypatch.setattr(outbox, "send", lambda deliveries: None)
    post = make_post(bob, community)
    case = report(charlie, post)
    outbox.relay_events(now=timezone.now())
    last_seen = Event.objects.latest("pk").pk

    decide_case(actor=moderator, case=case, decision="hide", reason="Dette er ikke greit.", now=timezone.now())
    outbox.relay_events(now=timezone.now())

    (hint,) = missed_hints(rights_of(bob), f"community:{community.pk}", last_seen)
    assert hint == {
        "type": "post.hidden",
        "stream": f"community:{community.pk}",
        "id": str(post.pk),
        "seq": Event.objects.latest("pk").pk,
    }
    assert Delivery.objects.filter(event=hint["seq"], consumer="analytics.tasks.record_readings").exists()
