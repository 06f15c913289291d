import datetime as dt

import pytest
from django.utils import timezone

from microblog.access import Invalid
from microblog.actions.people import follow_person, issue_token, revoke_token, unfollow_person
from microblog.models import AccessToken, PersonFollow
from microblog.queries.tokens import live_token


def test_a_token_opens_until_it_is_revoked(alice):
    now = timezone.now()
    token, secret = issue_token(user=alice, name="phone", scopes=["read"])
    assert live_token(secret, now=now).user == alice

    revoke_token(token=token, now=now)

    assert live_token(secret, now=now) is None


def test_the_secret_of_a_token_is_not_kept(alice):
    token, secret = issue_token(user=alice, name="phone", scopes=["read"])

    assert secret not in str(AccessToken.objects.filter(pk=token.pk).values())


def test_a_token_ends_with_its_time_and_with_its_person(alice):
    now = timezone.now()
    _token, secret = issue_token(user=alice, name="x", scopes=["read"], expires_at=now + dt.timedelta(days=1))
    assert live_token(secret, now=now + dt.timedelta(days=2)) is None

    alice.is_active = False
    alice.save()
    assert live_token(secret, now=now) is None


def test_an_unknown_scope_is_refused(alice):
    with pytest.raises(Invalid):
        issue_token(user=alice, name="x", scopes=["read", "rule:world"])


def test_following_twice_counts_once_and_oneself_never(alice, bob):
    follow_person(actor=alice, person=bob)
    follow_person(actor=alice, person=bob)
    assert PersonFollow.objects.count() == 1

    unfollow_person(actor=alice, person=bob)
    assert not PersonFollow.objects.exists()

    with pytest.raises(Invalid):
        follow_person(actor=alice, person=alice)
