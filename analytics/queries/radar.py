"""What a leader hardly sees: communities no leader takes part in, and groups that are not on paper."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from analytics.disclosure import LIMITS
from analytics.disclosure.bands import Band, band_of
from analytics.models import FoundGroup, RadarOptOut
from analytics.queries.pain_points import cell_units
from microblog.models import Community, JobRun, Membership, OrgUnit, Post, PostTopic, User

LOOKS_BACK = dt.timedelta(weeks=12)
MOST_COMMUNITIES = 12
MOST_TOPICS = 3


@dataclass(frozen=True)
class Group:
    """A found group as it may be shown: bands, and names of what enough of it share, never of people."""

    band: Band
    units: list[tuple[OrgUnit, Band]]
    communities: list[Community]
    topics: list[str]


@dataclass(frozen=True)
class Radar:
    """`communities` are open, alive and without leaders, the largest first, each with the topics that recur there."""

    period: str | None
    groups: list[Group]
    communities: list[tuple[Community, list[str]]]


def radar(*, viewer: User, now: dt.datetime) -> Radar:
    """Return what the radar shows a leader.

    :raises NotAllowed: if the viewer neither leads a unit nor is an analyst.
    """
    cell_units(viewer=viewer)
    period = JobRun.objects.filter(job="radar").order_by("-period").values_list("period", flat=True).first()
    return Radar(period, groups_of(period) if period else [], communities_without_leaders(now))


def groups_of(period: str) -> list[Group]:
    """Return the groups found in a period, the largest first by what is shown."""
    rows = list(FoundGroup.objects.filter(period=period))
    units = OrgUnit.objects.in_bulk([key for row in rows for key, _people in row.units])
    # What has been closed since is not named.
    open_ones = Community.objects.filter(visibility=Community.Visibility.OPEN)
    communities = open_ones.in_bulk([key for row in rows for key, _people in row.communities])
    found = []
    for row in rows:
        band = band_of(row.people)
        assert band is not None
        parts = [(units[key], part) for key, people in row.units if (part := band_of(people))]
        where = [communities[key] for key, _people in row.communities if key in communities]
        found.append(Group(band, parts, where, row.topics[:MOST_TOPICS]))
    return sorted(found, key=lambda group: (-group.band.middle, [unit.name for unit, _band in group.units]))


def communities_without_leaders(now: dt.datetime) -> list[tuple[Community, list[str]]]:
    """Return the open communities in which people write, and which no leader belongs to or has written in."""
    since = now - LOOKS_BACK
    leaders = OrgUnit.objects.filter(leader__isnull=False).values("leader")
    said = Post.objects.live().filter(community=OuterRef("pk"), published_at__gte=since)
    member = Membership.objects.filter(community=OuterRef("pk"), user__in=leaders)
    quiet = Community.objects.filter(
        Exists(said),
        ~Exists(member),
        ~Exists(said.filter(author__in=leaders)),
        visibility=Community.Visibility.OPEN,
        is_for_everybody=False,
        members_count__gte=LIMITS.people,
    )
    found = list(quiet.order_by("-members_count", "name")[:MOST_COMMUNITIES])
    topics = topics_in(found, since)
    return [(community, topics[community.pk][:MOST_TOPICS]) for community in found]


def topics_in(communities: list[Community], since: dt.datetime) -> dict[int, list[str]]:
    """Return the topics that enough people used in each community for words to be told, the most used first."""
    posts = Post.objects.live().filter(community__in=communities, published_at__gte=since)
    rows = PostTopic.objects.filter(post__in=posts).values_list("post__community", "name")
    used = rows.annotate(people=Count("post__author", distinct=True)).filter(people__gte=LIMITS.people_for_text)
    found: dict[int, list[str]] = defaultdict(list)
    for community, name, _people in used.order_by("-people", "name"):
        found[community].append(name)
    return found


def takes_part(viewer: User) -> bool:
    """Tell whether the viewer may be found among groups."""
    return not RadarOptOut.objects.filter(user=viewer).exists()
