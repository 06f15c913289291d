import pytest

from microblog.access import Conflict, NotAllowed, is_member
from microblog.actions.communities import describe_community, join_community, leave_community, open_community
from microblog.models import Event, Membership, MembershipRequest


def test_who_opens_a_community_hosts_it(alice):
    community = open_community(actor=alice, name="Grønn frakt")

    assert community.slug == "gronn-frakt"
    assert Membership.objects.get(community=community).is_host
    assert community.members_count == 1


def test_two_communities_of_one_name_have_two_addresses(alice, bob):
    first = open_community(actor=alice, name="Kaffe")
    second = open_community(actor=bob, name="Kaffe")

    assert (first.slug, second.slug) == ("kaffe", "kaffe-2")


def test_joining_and_leaving_twice_counts_once(charlie, community):
    for _ in range(2):
        join_community(actor=charlie, community=community)
    community.refresh_from_db()
    assert community.members_count == 3

    for _ in range(2):
        leave_community(actor=charlie, community=community)
    community.refresh_from_db()
    assert community.members_count == 2


def test_who_would_like_into_a_closed_community_asks_once(charlie, closed_community):
    for _ in range(2):
        assert not join_community(actor=charlie, community=closed_community)

    request = MembershipRequest.objects.get()
    events = Event.objects.filter(type="membership.requested")
    assert [(event.subject_id, event.actor) for event in events] == [(request.pk, charlie)]
    assert not is_member(charlie, closed_community)


def test_nobody_asks_to_be_let_into_a_hidden_community(charlie, hidden_community):
    with pytest.raises(NotAllowed):
        join_community(actor=charlie, community=hidden_community)


def test_leaving_takes_back_the_question(charlie, closed_community):
    join_community(actor=charlie, community=closed_community)

    leave_community(actor=charlie, community=closed_community)

    assert not MembershipRequest.objects.exists()


def test_who_has_asked_belongs_to_a_community_that_opens(alice, charlie, closed_community):
    join_community(actor=charlie, community=closed_community)

    describe_community(actor=alice, community=closed_community, name="Rom", about="", visibility="open")

    closed_community.refresh_from_db()
    assert is_member(charlie, closed_community)
    assert closed_community.members_count == 3
    assert not MembershipRequest.objects.exists()


def test_open_sockets_hear_of_a_change_of_visibility_and_of_no_other(alice, community):
    describe_community(actor=alice, community=community, name="Rom", about="", visibility="open")
    quiet = Event.objects.filter(type="community.changed").count()

    describe_community(actor=alice, community=community, name="Rom", about="", visibility="closed")

    assert quiet == 0
    assert Event.objects.filter(type="community.changed", subject_id=community.pk).count() == 1


def test_the_last_host_leaves_with_the_last_member(alice, bob, community):
    with pytest.raises(Conflict):
        leave_community(actor=alice, community=community)

    leave_community(actor=bob, community=community)
    leave_community(actor=alice, community=community)

    assert not Membership.objects.filter(community=community).exists()


def test_nobody_leaves_the_community_of_everybody(alice, everybody):
    with pytest.raises(NotAllowed):
        leave_community(actor=alice, community=everybody)
