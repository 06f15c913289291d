import pytest

from microblog.access import Conflict, NotAllowed, is_member
from microblog.actions.communities import join_community
from microblog.actions.hosting import accept_request, invite_person, make_host, unmake_host
from microblog.models import Event, Invitation, MembershipRequest


def test_being_let_in_changes_the_rights_of_who_was_let_in(alice, charlie, closed_community):
    join_community(actor=charlie, community=closed_community)

    accept_request(actor=alice, community=closed_community, person=charlie)

    # The socket of charlie, not that of the host, reads its rights anew.
    assert Event.objects.get(type="membership.changed").actor == charlie
    assert is_member(charlie, closed_community)


def test_an_invitation_is_told_once(alice, charlie, community):
    for _ in range(2):
        invite_person(actor=alice, community=community, person=charlie)

    invitation = Invitation.objects.get()
    event = Event.objects.get(type="membership.invited")
    assert (event.subject_id, event.actor) == (invitation.pk, alice)


def test_who_is_invited_after_having_asked_is_let_in(alice, charlie, closed_community):
    join_community(actor=charlie, community=closed_community)

    invitation = invite_person(actor=alice, community=closed_community, person=charlie)

    assert invitation is None
    assert is_member(charlie, closed_community)
    assert not MembershipRequest.objects.exists()


def test_a_member_is_not_invited_again(alice, bob, community):
    with pytest.raises(Conflict):
        invite_person(actor=alice, community=community, person=bob)


def test_a_host_who_has_left_the_company_does_not_count(alice, bob, charlie, community):
    join_community(actor=charlie, community=community)
    make_host(actor=alice, community=community, person=bob)
    bob.is_active = False
    bob.save()

    with pytest.raises(Conflict):
        unmake_host(actor=alice, community=community, person=alice)


def test_only_hosts_make_hosts(bob, community):
    with pytest.raises(NotAllowed):
        make_host(actor=bob, community=community, person=bob)
