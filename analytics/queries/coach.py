"""The coach: what came of what a leader wrote. For that leader alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analytics import access
from analytics.models import PainPointAnswer, Thanks
from analytics.scoring.coach import Effects, effects
from microblog.access import visible_posts
from microblog.models import Post, User

LOOKS_BACK = dt.timedelta(weeks=12)


@dataclass(frozen=True)
class Coach:
    """Numbers of the leader's own acts of the last twelve weeks, and how many colleagues replied after them."""

    thanks: int
    replies_to_thanks: int
    answers: int
    replies_to_answers: int
    effects: Effects


def coach(*, viewer: User, now: dt.datetime) -> Coach | None:
    """Return what came of what the viewer wrote, or None for who leads nothing. A fixed number of queries."""
    if not access.answers_for(viewer).filter(leader=viewer).exists():
        return None
    since = now - LOOKS_BACK
    recent = {"post__author": viewer, "post__published_at__gte": since, "post__deleted_at": None}
    thanks = moments(Thanks.objects.filter(**recent).values_list("post__root", "post__published_at"))
    answers = list(PainPointAnswer.objects.filter(**recent).values_list("post", flat=True))
    threads = replies_in({*thanks, *answers, *threads_of(viewer, since)}, viewer)
    return Coach(
        thanks=len(thanks),
        replies_to_thanks=len(
            {
                (root, author)
                for root, thanked_at in thanks.items()
                for author, when in threads[root]
                if author != viewer.pk and when > thanked_at
            }
        ),
        answers=len(answers),
        replies_to_answers=len(
            {(root, author) for root in answers for author, _when in threads[root] if author != viewer.pk}
        ),
        effects=effects(
            (
                thread
                for root, thread in threads.items()
                if root not in answers and any(author == viewer.pk for author, _when in thread)
            ),
            viewer.pk,
            now,
        ),
    )


def threads_of(viewer: User, since: dt.datetime) -> set[int]:
    """Return the threads of others in which the viewer replied."""
    own = Post.objects.live().filter(author=viewer, root__isnull=False, published_at__gte=since)
    return {root for root in own.exclude(root__author=viewer).values_list("root", flat=True) if root}


def moments(rows: Iterable[tuple[int | None, dt.datetime | None]]) -> dict[int, dt.datetime]:
    """Return the moment of each thread; thanks are replies that are out, so they have both."""
    return {root: when for root, when in rows if root and when}


def replies_in(roots: set[int], viewer: User) -> dict[int, list[tuple[int, dt.datetime]]]:
    """Return who replied in these threads and when, as far as the viewer can read them, oldest first.

    Replies without a name have no author to tell from another, so they are left out.
    """
    found: dict[int, list[tuple[int, dt.datetime]]] = defaultdict(list)
    rows = visible_posts(viewer).filter(root__in=roots, pseudonym=None).order_by("published_at", "pk")
    for root, author, when in rows.values_list("root", "author", "published_at"):
        if root and when:
            found[root].append((author, when))
    return found
