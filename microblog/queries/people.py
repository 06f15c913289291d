"""People as a reader finds them."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import CharField, Exists, F, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from microblog.models import NOBODY, WORKS_HERE, AccessToken, OrgUnit, PersonFollow, User

# The order of the directory, for pages by key.
BY_NAME = ("sort_name", "id")
# Where each word of a search is looked for.
SOUGHT = ("name", "username", "title", "place", "ask_about", "unit__name")
MOST_WORDS = 8

LINE_SQL = """
    with recursive line as (
        select manager_id as id, 1 as step from microblog_user where id = %(person)s
        union all
        select u.manager_id, step + 1 from microblog_user u join line on u.id = line.id where step < 10
    )
    select id from line where id is not null and id <> %(person)s order by step
"""


class SortName(Func):
    """A name as the Norwegian alphabet orders it: æ ø å last; the database's own order is that of code points."""

    function = "translate"
    template = "%(function)s(%(expressions)s, 'æøå', '{|}')"
    output_field = CharField()


def people(*, viewer: User, text: str = "", units: Iterable[OrgUnit] | None = None) -> QuerySet[User]:
    """Return the people who work here as `known_people` does: all, those of some units, or those in whose name,
    title, place, unit or topics every word of `text` is found."""
    found = known_people(viewer).filter(WORKS_HERE)
    for word in text.split()[:MOST_WORDS]:
        found = found.filter(has_somewhere(word))
    if units is not None:
        found = found.filter(unit__in=[unit.pk for unit in units])
    return found


def people_named(people: QuerySet[User], words: str) -> list[User]:
    """Return who of them is meant by a username or a whole name: nobody, one, or two where it is not clear who."""
    return list(people.filter(Q(username=words) | Q(name__iexact=words))[:2])


def has_somewhere(word: str) -> Q:
    """Return the condition that a word is found in something that a profile shows."""
    condition = Q()
    for field in SOUGHT:
        condition |= Q(**{f"{field}__icontains": word})
    return condition


def known_people(viewer: User) -> QuerySet[User]:
    """Return everybody, also those who have left, with `is_following` and `sort_name`."""
    follows = PersonFollow.objects.filter(follower=viewer, followed=OuterRef("pk"))
    return (
        User.objects.exclude(username=NOBODY)
        .select_related("unit")
        .annotate(is_following=Exists(follows), sort_name=SortName(Lower(F("name"))))
    )


def manager_line(person: User) -> list[User]:
    """Return who leads a person, and who leads them: nearest first, at most ten; a ring in it ends."""
    with connection.cursor() as cursor:
        cursor.execute(LINE_SQL, {"person": person.pk})
        keys = dict.fromkeys(key for (key,) in cursor.fetchall())
    found = User.objects.in_bulk(keys)
    return [found[key] for key in keys]


def known_person(*, viewer: User, key: int) -> User:
    """Return one person, also one who has left.

    :raises Http404: if there is none.
    """
    return get_object_or_404(known_people(viewer), pk=key)


def live_tokens(*, viewer: User) -> QuerySet[AccessToken]:
    """Return the viewer's own tokens that have not been revoked."""
    return AccessToken.objects.filter(user=viewer, revoked_at=None)
