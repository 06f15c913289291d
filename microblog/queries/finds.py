"""What else is found by words: communities by name and purpose, topics by name."""

import datetime as dt

from django.db.models import Q, QuerySet

from microblog.access import is_visible
from microblog.models import Community, PostTopic, User
from microblog.queries.communities import communities
from microblog.queries.feeds import END_OF_TIME
from microblog.sought import words_of


def communities_about(*, viewer: User, query: str) -> QuerySet[Community]:
    """Return the communities that the viewer may know of with all words in name or purpose, as `communities` does."""
    found = communities(viewer=viewer)
    for word in words_of(query):
        found = found.filter(Q(name__icontains=word) | Q(about__icontains=word))
    return found if words_of(query) else found.none()


def topics_like(*, viewer: User, query: str, after: str = "", limit: int = 20) -> list[str]:
    """Return the topics that begin with the query or one of its words, of posts that the viewer may read, by name."""
    sought = Q(pk__in=[])
    for word in [query.strip().removeprefix("#").casefold(), *words_of(query)]:
        if word:
            sought |= Q(name__startswith=word)
    found = PostTopic.objects.filter(sought, is_visible(viewer, "post__"), name__gt=after)
    return list(found.order_by("name").values_list("name", flat=True).distinct()[:limit])


def key_before(day: dt.date | None, zone: dt.tzinfo) -> int | None:
    """Return the last key that was made before a local day; None without a day."""
    return None if day is None else start_key(day, zone) - 1


def key_after(day: dt.date | None, zone: dt.tzinfo) -> int | None:
    """Return the first key that is made after a local day; None without a day, or when there is none after it."""
    return None if day in (None, dt.date.max) else start_key(day + dt.timedelta(days=1), zone)


def start_key(day: dt.date, zone: dt.tzinfo) -> int:
    """Return the first key of a local day; keys begin with 1970 and end long before the year 9999."""
    start = dt.datetime.combine(day, dt.time(), zone)
    return min(max(0, round(start.timestamp() * 1000) << 16), END_OF_TIME)
