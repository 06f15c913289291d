"""The values by which people praise, and the praise that a person has got."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from microblog import access
from microblog.models import Praised, PraiseValue, User


def offered_values() -> QuerySet[PraiseValue]:
    """Return the values that a praise can name, in the company's order."""
    return PraiseValue.objects.filter(is_offered=True).order_by("place", "key")


def value_words(value: dict[str, str]) -> str:
    """Return what a value is called in the reader's language."""
    return value.get(get_language() or "nb") or value["nb"]


def praise_of(*, viewer: User, person: User, limit: int) -> Sequence[Praised]:
    """Return the latest praise of a person that the viewer may read, with its post and author."""
    rows = Praised.objects.filter(access.is_visible(viewer, "post__"), person=person)
    rows = rows.select_related("post__author")
    return list(rows.order_by("-post")[:limit])


def praised_for(*, viewer: User, person: User) -> Sequence[PraiseValue]:
    """Return the values that others have seen in a person, the most frequent first, each with its `times`."""
    posts = access.visible_posts(viewer).filter(praised__person=person)
    values = PraiseValue.objects.filter(praises__post__in=posts)
    return list(values.annotate(times=Count("praises")).order_by("-times", "place", "key"))
