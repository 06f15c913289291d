import random

from django.utils import timezone

from analytics.actions.company_polls import ask_praise_and_share
from analytics.company.polls import POLLS, PRAISES, VALUES
from microblog.models import Poll, PollVote, Post, Praise, PraiseValue


def test_the_company_has_polls_with_votes_praise_by_values_and_shares(alice, bob, charlie, everybody, make_post):
    post = make_post(alice, everybody)

    ask_praise_and_share(random.Random(1), now=timezone.now())

    assert Poll.objects.count() == len(POLLS)
    assert PollVote.objects.values("poll").distinct().count() == len(POLLS)
    assert PraiseValue.objects.count() == len(VALUES)
    assert Praise.objects.exclude(value=None).count() == len(PRAISES)
    assert Post.objects.get(pk=post.pk).share_count >= 1


def test_a_company_of_one_asks_nobody(alice, everybody):
    ask_praise_and_share(random.Random(1), now=timezone.now())

    assert not Post.objects.exists()
