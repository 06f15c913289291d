from django.core.management import call_command

from analytics.actions.company_work import merge_anew
from ideas.actions.ideas import propose_idea
from ideas.actions.merges import undo_merge
from ideas.models import Idea, Merge, Promise, StatusChange, Task
from ideas.queries.ideas import count_of_tasks
from tests.analytics.management.test_simulate_company import SMALL
from tests.conftest import NOW


def test_the_company_works_on_its_ideas(db):
    call_command("simulate_company", *(f"--{name}={value}" for name, value in SMALL.items()))

    ideas = Idea.objects.annotate(total=count_of_tasks(), done=count_of_tasks(state=Task.State.DONE))
    assert {idea.done == idea.total for idea in ideas.filter(status="completed")} <= {True}
    assert all(idea.total for idea in ideas.filter(status__in=["planned", "started"]))
    assert {"kept", "reopened"} <= set(Promise.objects.values_list("state", flat=True))
    assert Merge.objects.count() == Idea.objects.filter(status="duplicate").count()


def test_a_planned_merge_happens_as_a_leader_makes_it(alice, lena, everybody):
    words = {
        "author": alice,
        "community": everybody,
        "problem": "Vi ringer rundt.",
        "proposal": "En tavle.",
        "now": NOW,
    }
    target, source = propose_idea(title="Felles byttetavle", **words), propose_idea(title="En tavle", **words)
    StatusChange.objects.create(idea=source, before="open", after="duplicate", reason="Det samme.", moved_at=NOW)
    Idea.objects.filter(pk=source.pk).update(status="duplicate", merged_into=target)

    merge_anew(lena)
    merge = Merge.objects.get()
    source.refresh_from_db()
    assert (merge.target, merge.reason, source.status) == (target, "Det samme.", "duplicate")
    undo_merge(actor=lena, merge=merge, now=NOW)

    source.refresh_from_db()
    assert (source.status, source.merged_into) == ("open", None)
