"""Who talked with whom in open communities, for the search for groups: pairs and how much they share.

Private spaces add nothing. Who does not want to be counted among groups, has left or is no person is left out.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from itertools import combinations

from django.db import connection
from django.db.models import Count, QuerySet

from analytics.disclosure import LIMITS
from analytics.models import RadarOptOut
from analytics.scoring.groups import Tie
from microblog.models import WORKS_HERE, Community, Membership, Mention, Post, PostTopic, User

# A topic of more people brings nobody together.
MOST_WITH_TOPIC = 20

REPLIES_SQL = """
    select r.author_id, p.author_id, count(*)
    from microblog_post r
    join microblog_post p on p.id = r.parent_id and p.author_id <> r.author_id
    join microblog_community c on c.id = r.community_id and c.visibility = 'open'
    where r.published_at >= %(start)s and r.published_at < %(end)s
      and r.deleted_at is null and r.hidden_at is null and p.deleted_at is null and p.hidden_at is null
    group by r.author_id, p.author_id
"""


def units_of_people() -> dict[int, int]:
    """Return the unit of everybody who may be found in a group."""
    people = User.objects.filter(WORKS_HERE, unit__isnull=False)
    people = people.exclude(pk__in=RadarOptOut.objects.values("user"))
    return dict(people.values_list("pk", "unit_id"))


def ties(start: dt.datetime, end: dt.datetime) -> Iterator[Tie]:
    """Yield pairs of people and how often they met: in replies, in mentions, and a little in rare topics."""
    with connection.cursor() as cursor:
        cursor.execute(REPLIES_SQL, {"start": start, "end": end})
        yield from ((one, other, float(times)) for one, other, times in cursor.fetchall())
    mentions = Mention.objects.filter(post__in=open_posts(start, end)).values_list("post__author", "person")
    yield from ((one, other, float(times)) for one, other, times in mentions.annotate(times=Count("pk")))
    for people in people_by_topic(start, end).values():
        if len(people) <= MOST_WITH_TOPIC:
            yield from ((one, other, 1 / (len(people) - 1)) for one, other in combinations(sorted(people), 2))


def open_posts(start: dt.datetime, end: dt.datetime) -> QuerySet[Post]:
    """Return what was said in open communities in a time, to be used inside another query."""
    return Post.objects.live().filter(
        pseudonym=None,
        published_at__gte=start,
        published_at__lt=end,
        community__visibility=Community.Visibility.OPEN,
    )


def people_by_topic(start: dt.datetime, end: dt.datetime) -> dict[str, set[int]]:
    """Return who used each topic in the open."""
    rows = PostTopic.objects.filter(post__in=open_posts(start, end)).values_list("name", "post__author").distinct()
    found: dict[str, set[int]] = defaultdict(set)
    for name, author in rows:
        found[name].add(author)
    return found


def people_by_community(start: dt.datetime, end: dt.datetime) -> dict[int, set[int]]:
    """Return who wrote in each open community but the one of everybody."""
    posts = open_posts(start, end).filter(community__is_for_everybody=False)
    found: dict[int, set[int]] = defaultdict(set)
    for community, author in posts.values_list("community_id", "author_id").distinct():
        found[community].add(author)
    return found


def groups_on_paper(units: Mapping[int, int]) -> list[Set[int]]:
    """Return the people of every unit and of every community, private ones too: whoever is in one is no find."""
    by_unit: dict[int, set[int]] = defaultdict(set)
    for person, unit in units.items():
        by_unit[unit].add(person)
    by_community: dict[int, set[int]] = defaultdict(set)
    members = Membership.objects.filter(community__is_for_everybody=False)
    for community, person in members.values_list("community_id", "user_id"):
        by_community[community].add(person)
    return [*by_unit.values(), *by_community.values()]


def shared(group: Set[int], people: Mapping[int, set[int]], least: int = LIMITS.people) -> list[list[int]]:
    """Return [key, people] of the things that enough of a group have in common, by key."""
    return [[key, len(group & found)] for key, found in sorted(people.items()) if len(group & found) >= least]
