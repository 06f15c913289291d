"""Merged and split ideas as readers find them."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from ideas import access
from ideas.models import Credit, Idea, Merge
from microblog.access import visible_posts
from microblog.models import Post, User

MOST_CANDIDATES = 20


def merges_of(idea: Idea) -> QuerySet[Merge]:
    """Return the merges of other ideas into this one and of this one into others, undone ones too, oldest first."""
    return with_parts(Merge.objects.filter(Q(target=idea) | Q(source=idea)))


def merged_here(idea: Idea) -> QuerySet[Merge]:
    """Return the merges by which other ideas are part of this one now."""
    return with_parts(Merge.objects.filter(target=idea, undone_at=None))


def with_parts(merges: QuerySet[Merge]) -> QuerySet[Merge]:
    return merges.select_related("source__post__author", "target__post", "actor", "undone_by").order_by(
        "merged_at", "id"
    )


def visible_merge(*, viewer: User, key: int) -> Merge:
    """Return a merge of ideas that the viewer may see.

    :raises Http404: if there is none.
    """
    found = with_parts(Merge.objects.filter(source__in=access.visible_ideas(viewer)))
    return get_object_or_404(found, pk=key)


def can_undo(viewer: User, merge: Merge) -> bool:
    """Tell whether the viewer can undo a merge now."""
    is_last = merge.undone_at is None and merge.target.merged_into_id is None
    is_there = merge.source.post.deleted_at is None and merge.target.post.deleted_at is None
    return is_last and is_there and access.decides_on_either(viewer, merge.source, merge.target)


def where_it_went(*, viewer: User, idea: Idea) -> Idea | None:
    """Return the idea that a merged one is part of at last; None if it went nowhere that the viewer may see."""
    end = idea
    while end.merged_into:
        end = end.merged_into
    is_elsewhere = end.pk != idea.pk
    return access.visible_ideas(viewer).filter(pk=end.pk).first() if is_elsewhere else None


def part_owners(idea: Idea) -> QuerySet[User]:
    """Return those who have part in an idea beside its author, by name."""
    people = User.objects.filter(pk__in=Credit.objects.filter(idea=idea).values("person"))
    return people.exclude(pk=idea.post.author_id).order_by("name", "id")


def origin_of(*, viewer: User, idea: Idea) -> Post | None:
    """Return the post that an idea was made from, if the viewer may read it."""
    return visible_posts(viewer).filter(pk__in=Credit.objects.filter(idea=idea).values("post")).first()


def merge_candidates(*, viewer: User, idea: Idea, sought: str = "") -> QuerySet[Idea]:
    """Return ideas into which this one could be merged: those whose title has the words, the newest first."""
    found = access.visible_ideas(viewer).exclude(pk=idea.pk).exclude(status__in=("draft", "withdrawn", "duplicate"))
    for word in sought.split():
        found = found.filter(title__icontains=word)
    return found.select_related("post__author").order_by("-id")[:MOST_CANDIDATES]
