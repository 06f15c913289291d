"""Writing a company for measurements: a million posts over a year, in bulk and in one transaction."""

from array import array
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from analytics.actions.company import (
    BATCH,
    PASSWORD,
    POST_FIELDS,
    copy_rows,
    read_everything,
    refresh_statistics,
    refuse_unless_empty,
)
from analytics.company.bench import BenchPlan, bench_posts, bench_reactions
from microblog.models import Community, Membership, OrgUnit, PersonFollow, Post, Reaction, ReactionKind, User, key_at


@transaction.atomic
def build_bench(plan: BenchPlan, *, with_readings: bool) -> tuple[list[User], list[User]]:
    """Write the company and return its lively and its dormant readers, who sign in with `PASSWORD`.

    Readings take longer than all the rest; facts and letters are not made.

    :raises NotEmpty: if somebody is there already.
    """
    refuse_unless_empty()
    users = write_people(plan)
    write_posts(plan, users, write_communities(plan, users))
    refresh_statistics()
    if with_readings:
        read_everything()
    return users[len(plan.dormant) :], users[: len(plan.dormant)]


def write_people(plan: BenchPlan) -> list[User]:
    """Write people, all in one unit, and whom they follow."""
    unit = OrgUnit.objects.create(name="Lyngholt Frakt")
    password = make_password(PASSWORD)
    rows = [
        User(username=f"person{n}", name=f"Person {n}", unit=unit, password=password, joined_at=plan.begin)
        for n in range(plan.people)
    ]
    users = User.objects.bulk_create(rows, batch_size=BATCH)
    copy_rows(PersonFollow, ["follower", "followed"], ((users[one].pk, users[other].pk) for one, other in plan.follows))
    return users


def write_communities(plan: BenchPlan, users: list[User]) -> list[Community]:
    """Write communities and memberships; their posts are counted when these are written."""
    communities = Community.objects.bulk_create(
        Community(
            slug=f"room-{n}",
            name=f"Room {n}",
            visibility="closed" if plan.is_private[n] else "open",
            created_at=plan.begin,
            members_count=len(members),
        )
        for n, members in enumerate(plan.members)
    )
    pairs = ((users[one].pk, communities[n].pk, False) for n, members in enumerate(plan.members) for one in members)
    copy_rows(Membership, ["user", "community", "is_host"], pairs)
    return communities


def write_posts(plan: BenchPlan, users: list[User], communities: list[Community]) -> None:
    """Write posts and reactions. The posts are drawn twice, for a million of them do not fit in memory."""
    keys = array("q")
    replies: Counter[int] = Counter()
    roots: Counter[int] = Counter()
    for post in bench_posts(plan):
        keys.append(key_at(post.at, post.number))
        if post.root is None:
            roots[post.community] += 1
        else:
            replies[post.root] += 1
    agrees = Counter(number for number, _person in bench_reactions(plan))
    counters = [f"{kind}_count" for kind in ReactionKind.values]
    copy_rows(Post, [*POST_FIELDS, *counters], post_rows(plan, users, communities, keys, replies, agrees))
    reactions = ((keys[number], users[person].pk, "agree") for number, person in bench_reactions(plan))
    copy_rows(Reaction, ["post", "user", "kind"], reactions)
    for number, community in enumerate(communities):
        community.posts_count = roots[number]
    Community.objects.bulk_update(communities, ["posts_count"])


def post_rows(
    plan: BenchPlan,
    users: list[User],
    communities: list[Community],
    keys: "array[int]",
    replies: Counter[int],
    agrees: Counter[int],
) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of POST_FIELDS and the counters of reactions."""
    user_keys, community_keys = [user.pk for user in users], [community.pk for community in communities]
    for post in bench_posts(plan):
        root = None if post.root is None else keys[post.root]
        yield (
            keys[post.number],
            user_keys[post.author],
            community_keys[post.community],
            post.kind,
            root,
            root,
            post.text,
            post.language,
            False,
            "",
            post.at,
            post.at,
            replies[post.number],
            *(agrees[post.number] if kind == "agree" else 0 for kind in ReactionKind.values),
        )
