"""Topics, bookmarks, and what the composer proposes while somebody writes."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from microblog import access
from microblog.models import WORKS_HERE, Bookmark, Community, Membership, PostTopic, TopicFollow, User
from microblog.queries.cards import cards
from microblog.queries.feeds import Page
from microblog.texts import topic_name

MOST_PROPOSED = 8


def known_topic(written: object) -> str:
    """Return a topic as it is kept.

    :raises Http404: if it can't be one.
    """
    name = topic_name(str(written))
    if name is None:
        raise Http404
    return name


def follows_topic(*, viewer: User, name: str) -> bool:
    return TopicFollow.objects.filter(person=viewer, name=name).exists()


def followed_topics(*, viewer: User) -> list[str]:
    """Return the topics that the viewer follows, by name."""
    return list(TopicFollow.objects.filter(person=viewer).order_by("name").values_list("name", flat=True))


def topics_beginning_with(*, viewer: User, text: str) -> list[str]:
    """Return topics of posts that the viewer may read, most used first."""
    topics = PostTopic.objects.filter(access.is_visible(viewer, "post__"), name__startswith=text)
    most_used = topics.values("name").annotate(n=Count("id")).order_by("-n", "name")
    return [row["name"] for row in most_used[:MOST_PROPOSED]]


def people_beginning_with(*, text: str, community: Community | None) -> QuerySet[User]:
    """Return people whose username, or a name of theirs, begins with a text; if the community is not open, only
    those who may read it."""
    people = User.objects.filter(WORKS_HERE)
    if community is not None and community.visibility != Community.Visibility.OPEN:
        people = people.filter(pk__in=Membership.objects.filter(community=community).values("user"))
    begins = Q(username__istartswith=text) | Q(name__istartswith=text) | Q(name__icontains=f" {text}")
    return people.filter(begins).select_related("unit").order_by("name", "id")[:MOST_PROPOSED]


def bookmarks(*, viewer: User) -> QuerySet[Bookmark]:
    """Return the viewer's bookmarks of posts that the viewer may still read."""
    return Bookmark.objects.filter(access.is_visible(viewer, "post__"), person=viewer)


def bookmarked_posts(*, viewer: User, before: int | None = None, limit: int = 20) -> tuple[Page, int | None]:
    """Return a page of what the viewer has put aside, latest first, and the key of its last bookmark if there are
    more."""
    rows = bookmarks(viewer=viewer).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.values_list("id", "post_id")[: limit + 1])
    has_more = len(found) > limit
    posts = cards(viewer, [post for _key, post in found[:limit]])
    return Page(posts=posts, has_more=has_more), found[limit - 1][0] if has_more else None
