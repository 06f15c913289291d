import pytest

from microblog.access import NotAllowed
from microblog.actions.communities import join_community, leave_community, open_community
from microblog.models import Membership


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


def test_nobody_walks_into_a_closed_community(charlie, closed_community):
    with pytest.raises(NotAllowed):
        join_community(actor=charlie, community=closed_community)


def test_nobody_leaves_the_community_of_everybody(alice, everybody):
    with pytest.raises(NotAllowed):
        leave_community(actor=alice, community=everybody)
