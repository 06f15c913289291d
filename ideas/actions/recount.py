"""The sums of votes, and what follows from them, rebuilt from the votes."""

from math import isclose

from django.db import transaction

from ideas.models import Choice, Idea
from ideas.ranking import wilson_lower_bound
from microblog.actions.recount import Counter, Difference, recount

COUNTERS = tuple(
    Counter("ideas_idea", f"{choice}_count", "ideas_vote", "idea_id", f"choice = '{choice}'")
    for choice in Choice.values
)


def recount_ideas(*, check: bool) -> list[Difference]:
    """Rebuild the sums of votes and the lower bounds; with `check` only compare. Returns what differed."""
    return [*recount(COUNTERS, check=check), *recount_lower_bounds(check=check)]


@transaction.atomic
def recount_lower_bounds(*, check: bool) -> list[Difference]:
    """Compare each lower bound with its formula on the stored sums; unless `check`, set it right."""
    wrong = [idea for idea in Idea.objects.order_by("pk") if not isclose(idea.lower_bound, bound_of(idea))]
    found = [Difference("ideas_idea", idea.pk, "lower_bound", idea.lower_bound, bound_of(idea)) for idea in wrong]
    if not check:
        locked = list(Idea.objects.select_for_update(no_key=True).filter(pk__in=[idea.pk for idea in wrong]))
        for idea in locked:
            idea.lower_bound = bound_of(idea)
        Idea.objects.bulk_update(locked, ["lower_bound"], batch_size=1000)
    return found


def bound_of(idea: Idea) -> float:
    return wilson_lower_bound(idea.agree_count, idea.disagree_count)
