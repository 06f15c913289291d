import datetime as dt

import pytest

from analytics.company.bench import SILENT_AFTER_WEEKS, BenchPlan, bench_posts, bench_reactions, plan_bench

NOW = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def plan() -> BenchPlan:
    return plan_bench(people=500, posts=4000, now=NOW, seed=1)


def rooms_of(plan: BenchPlan, person: int) -> set[int]:
    return {room for room, members in enumerate(plan.members) if person in members}


def followed_by(plan: BenchPlan, person: int) -> set[int]:
    return {other for one, other in plan.follows if one == person}


def test_a_reader_has_thirty_communities_and_follows_about_150(plan):
    assert len(rooms_of(plan, 100)) == 30
    assert 149 <= len(followed_by(plan, 100)) <= 150


def test_what_a_dormant_reader_knows_fell_silent_long_ago(plan):
    for reader in plan.dormant:
        rooms, people = rooms_of(plan, reader), followed_by(plan, reader)
        last = max(post.at for post in bench_posts(plan) if post.community in rooms or post.author in people)
        assert (len(rooms), len(people)) == (3, 5)
        assert last < plan.begin + dt.timedelta(weeks=SILENT_AFTER_WEEKS, days=1)


def test_posts_are_the_same_each_time_and_in_order(plan):
    posts = list(bench_posts(plan))

    assert posts == list(bench_posts(plan))
    assert [post.at for post in posts] == sorted(post.at for post in posts)
    assert len(posts) == 4000


def test_members_write_and_replies_stand_in_the_community_of_their_post(plan):
    posts = list(bench_posts(plan))

    for post in posts:
        assert post.author in plan.members[post.community]
        assert post.root is None or posts[post.root].community == post.community


def test_a_tenth_of_the_communities_is_private(plan):
    assert 25 <= sum(plan.is_private) <= 30


def test_nobody_reacts_twice(plan):
    reactions = list(bench_reactions(plan))

    assert len(set(reactions)) == len(reactions) > 1000
