"""Ideas as a reader finds them."""

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.shortcuts import get_object_or_404

from ideas import access
from ideas.models import Idea, StatusChange, Task
from microblog.models import Post, User

# How a list can be ordered: names of `api.md`, and the columns behind them.
ORDERS = {"best": ("-lower_bound", "-id"), "new": ("-id",)}
# Listed only when asked for by status.
SET_ASIDE = ("draft", "duplicate", "withdrawn")
# Something was done about the idea.
DONE = ("started", "completed", "verified")
# With these a loop is closed.
CLOSED = ("completed", "verified", "declined")
LANES = ("open", "under_review", "planned", "started", "completed")
LANE_LENGTH = 5


def ideas(*, viewer: User, order: str = "best", status: str | None = None) -> QuerySet[Idea]:
    """Return the ideas that the viewer may see, with what a row shows and the viewer's own vote.

    Merged and withdrawn ideas, and drafts, are listed only when asked for by status.
    """
    found = shown_ideas(viewer)
    found = found.filter(status=status) if status else found.exclude(status__in=SET_ASIDE)
    return found.order_by(*ORDERS[order])


def shown_ideas(viewer: User) -> QuerySet[Idea]:
    """Return the visible ideas with what a row or a page shows of them."""
    return (
        access.visible_ideas(viewer)
        .select_related(
            "post__author__unit",
            "post__community",
            "challenge",
            "merged_into",
            "answer__actor",
            "answer__on_behalf_of",
            "split",
        )
        .with_my_vote(viewer)  # type: ignore[attr-defined]
        .annotate(tasks_total=count_of_tasks(), tasks_done=count_of_tasks(state="done"))
    )


def count_of_tasks(**which: str) -> Coalesce:
    """Return the number of an idea's tasks, as a subquery: a join would multiply the rows."""
    counted = Task.objects.filter(idea=OuterRef("pk"), **which).order_by().values("idea").annotate(n=Count("pk"))
    return Coalesce(Subquery(counted.values("n")), 0)


def visible_idea(*, viewer: User, key: int) -> Idea:
    """Return one idea that the viewer may see.

    :raises Http404: if there is none, or none that is the viewer's to know.
    """
    return get_object_or_404(shown_ideas(viewer), pk=key)


def ideas_of_posts(viewer: User, posts: list[Post]) -> dict[int, Idea]:
    """Return the ideas of these posts by the key of the post, with the viewer's vote and whether there can be one."""
    found = Idea.objects.filter(post__in=posts).select_related("challenge").with_my_vote(viewer)  # type: ignore[attr-defined]
    for idea in found:
        idea.may_vote = access.can_vote(viewer, idea)  # type: ignore[attr-defined]
    return {idea.post_id: idea for idea in found}


def ideas_by_status(*, viewer: User) -> dict[str, int]:
    """Return how many ideas the viewer may see in each status; drafts and what is set aside are left out."""
    found = access.visible_ideas(viewer).exclude(status__in=SET_ASIDE).order_by()
    return dict(found.values_list("status").annotate(ideas=Count("pk")))


def said_and_done(count: int = 3) -> list[StatusChange]:
    """Return the last moves by which something was done about an idea, one for each idea, newest first.

    Only of ideas that the whole company may read, so that it is the same for every reader.
    """
    is_open = Q(idea__post__community__visibility="open", idea__post__deleted_at=None, idea__post__hidden_at=None)
    last = StatusChange.objects.filter(idea=OuterRef("idea")).order_by("-moved_at", "-id").values("pk")
    outcomes = StatusChange.objects.filter(is_open, after__in=DONE, pk=Subquery(last[:1]))
    return list(outcomes.select_related("idea__post__author").order_by("-moved_at", "-id")[:count])


def outcomes(*, viewer: User, unit: int | None = None) -> QuerySet[StatusChange]:
    """Return one line per closed loop, newest first: the moves by which an idea was done, found to work or declined,
    and those by which the promise keeper opened one again. `unit` keeps those of ideas that concern it."""
    is_reopened = Q(before="completed", after="started", actor=None)
    closed = Q(after__in=CLOSED) | is_reopened
    found = StatusChange.objects.filter(closed, idea__in=access.visible_ideas(viewer))
    if unit is not None:
        found = found.filter(idea__units=unit)
    return found.select_related("idea__post__author", "actor", "on_behalf_of").order_by("-moved_at", "-id")


def board(*, viewer: User) -> list[tuple[str, int, list[Idea]]]:
    """Return the lanes of the board as (status, how many, the first few by lower bound); two queries."""
    found = access.visible_ideas(viewer).filter(status__in=LANES)
    place = Window(RowNumber(), partition_by="status", order_by=[F("lower_bound").desc(), F("id").desc()])
    first = found.annotate(place=place).filter(place__lte=LANE_LENGTH).select_related("post").order_by("place")
    lanes: dict[str, list[Idea]] = {status: [] for status in LANES}
    for idea in first:
        lanes[idea.status].append(idea)
    counts = dict(found.order_by().values_list("status").annotate(Count("pk")))
    return [(status, counts.get(status, 0), rows) for status, rows in lanes.items()]


def moves_of(idea: Idea) -> QuerySet[StatusChange]:
    """Return the moves in the life of an idea with who made them, the first one first."""
    return StatusChange.objects.filter(idea=idea).select_related("actor", "on_behalf_of").order_by("moved_at", "id")
