"""The queue of reported posts, and what authors see of their own."""

from collections import Counter

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from microblog import access
from microblog.access import NotAllowed
from microblog.models import ModerationCase, User


def queue(*, viewer: User, is_open: bool) -> QuerySet[ModerationCase]:
    """Return the cases that wait, or those that are decided, with all that is shown of them and no reporter.

    :raises NotAllowed: if the viewer moderates nothing.
    """
    if not access.moderates(viewer):
        raise NotAllowed
    cases = shown(access.moderated_cases(viewer))
    return cases.filter(state__in=ModerationCase.OPEN) if is_open else cases.exclude(state__in=ModerationCase.OPEN)


def case_in_queue(*, viewer: User, key: int) -> ModerationCase:
    """Return one case that is the viewer's to look at.

    :raises NotAllowed: if the viewer moderates nothing.
    :raises Http404: if it is not the viewer's.
    """
    if not access.moderates(viewer):
        raise NotAllowed
    return get_object_or_404(shown(access.moderated_cases(viewer)), pk=key)


def own_cases(*, author: User) -> QuerySet[ModerationCase]:
    """Return the cases of the author's own posts that are hidden now."""
    cases = ModerationCase.objects.filter(post__author=author, post__hidden_at__isnull=False, post__deleted_at=None)
    return cases.exclude(state=ModerationCase.State.KEPT).select_related("post__community").order_by("-id")


def own_case(*, author: User, post: int) -> ModerationCase:
    """Return the case of one of the author's hidden posts.

    :raises Http404: if there is none.
    """
    return get_object_or_404(own_cases(author=author), post=post)


def shown(cases: QuerySet[ModerationCase]) -> QuerySet[ModerationCase]:
    return cases.select_related("post__author__unit", "post__community", "decided_by").prefetch_related("reports")


def reasons_of(case: ModerationCase) -> dict[str, int]:
    """Return how many have given each reason, the most frequent first."""
    return dict(Counter(report.reason for report in case.reports.all()).most_common())


def words_of(case: ModerationCase, viewer: User) -> list[str]:
    """Return what the reports say, without who. Hosts know their people's voice, so words are for moderators."""
    if not access.is_moderator(viewer):
        return []
    return sorted(report.words for report in case.reports.all() if report.words)
