"""How an idea stands, in plain words and whole days."""

import datetime as dt

from django.utils.translation import gettext as _

from ideas.lifecycle import UNDECIDED
from ideas.models import Idea


def rank_reason(idea: Idea) -> str:
    """Say why the idea stands where it stands among the best."""
    sides = idea.agree_count + idea.disagree_count
    if not sides:
        return _("Ingen har valgt For eller Imot ennå.")
    return _("%(agree)d av %(sides)d er for. Forsiktig regnet er det minst %(share)d av 100.") % {
        "agree": idea.agree_count,
        "sides": sides,
        "share": int(100 * idea.lower_bound),
    }


def waiting_days(idea: Idea, now: dt.datetime) -> int | None:
    """Return for how many whole days an idea has waited for a yes or a no; None if it does not."""
    proposed_at = idea.post.published_at
    if idea.status not in UNDECIDED or proposed_at is None:
        return None
    return max(0, (now - proposed_at).days)
