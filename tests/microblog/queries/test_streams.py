import pytest
from django.utils import timezone

from microblog.actions import outbox
from microblog.actions.people import follow_person
from microblog.models import Event
from microblog.queries.streams import missed_hints, rights_of, stream_is_readable, streams_of


@pytest.fixture
def relayed(monkeypatch):
    monkeypatch.setattr(outbox, "send", lambda deliveries: None)
    return lambda: outbox.relay_events(now=timezone.now())


@pytest.mark.parametrize(
    "stream", ["", "home:1", "community:", "community:x", "community:٣", "thread:99", "all", "a" * 99]
)
def test_a_stream_that_does_not_exist_is_refused(stream, alice):
    assert not stream_is_readable(alice, stream)


def test_the_streams_of_a_hidden_community_exist_for_members_alone(alice, charlie, hidden_community, make_post):
    post = make_post(alice, hidden_community)

    for stream in (f"community:{hidden_community.pk}", f"thread:{post.pk}"):
        assert stream_is_readable(alice, stream)
        assert not stream_is_readable(charlie, stream)


def test_a_post_is_told_at_home_in_its_community_and_thread(alice, bob, community, make_post):
    post = make_post(alice, community)

    told = streams_of(rights=rights_of(bob), **post.place)

    assert told == {"home", f"community:{community.pk}", f"thread:{post.pk}"}


def test_a_reply_is_told_in_its_thread_alone(alice, bob, community, make_post, reply_to):
    reply = reply_to(alice, make_post(alice, community))

    assert streams_of(rights=rights_of(bob), **reply.place) == {f"thread:{reply.root_id}"}


def test_an_outsider_hears_nothing_of_a_closed_community(alice, charlie, closed_community, make_post):
    follow_person(actor=charlie, person=alice)
    post = make_post(alice, closed_community)

    assert streams_of(rights=rights_of(charlie), **post.place) == set()


def test_what_was_missed_is_told_once_and_in_order(alice, bob, community, make_post, relayed):
    first = make_post(alice, community)
    relayed()
    last_seen = Event.objects.latest("pk").pk
    later = [make_post(alice, community) for _ in range(3)]
    relayed()

    hints = missed_hints(rights_of(bob), "home", last_seen)

    assert [hint["id"] for hint in hints] == [str(post.pk) for post in later]
    assert str(first.pk) not in {hint["id"] for hint in hints}


def test_what_was_relayed_late_is_told_though_its_key_is_lower(alice, bob, community, make_post, relayed):
    slow, quick = make_post(alice, community), make_post(alice, community)
    seen = Event.objects.get(subject_id=quick.pk)
    Event.objects.filter(pk=seen.pk).update(relayed_at=timezone.now())
    relayed()

    hints = missed_hints(rights_of(bob), "home", seen.pk)

    assert str(slow.pk) in {hint["id"] for hint in hints}


def test_too_much_or_too_old_is_to_be_fetched_anew(alice, bob, community, make_post, relayed):
    for _ in range(201):
        make_post(alice, community)
    while relayed():
        pass

    assert missed_hints(rights_of(bob), "home", 0) is None
    assert missed_hints(rights_of(bob), "home", 2**40) is None
