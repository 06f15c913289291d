"""How an idea stands, in plain words and whole days."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.lifecycle import UNDECIDED
from ideas.models import Idea, StatusChange

# Why the house itself moved an idea; said in the reader's language.
OWN_REASONS = {
    "pain_stayed": gettext_lazy("Det som skulle bli bedre, er ikke blitt det. Løftet er åpnet igjen av seg selv."),
    "revisit_day": gettext_lazy("Dagen for ny vurdering er kommet."),
    "doubled": gettext_lazy("Dobbelt så mange er for som da svaret ble gitt."),
}


def reason_of(move: StatusChange) -> str:
    """Return why an idea was moved, in the words of who did it or in ours."""
    return move.reason or str(OWN_REASONS.get(move.reason_kind, ""))


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
