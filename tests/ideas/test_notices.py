"""Who is told when an idea is moved."""

from django.utils import timezone

from ideas.actions.moves import answer_idea
from ideas.actions.promises import finish_promise, make_promise, remind_owners
from ideas.actions.tasks import add_task, change_task
from ideas.models import Vote
from microblog.actions.notify import notify_people
from microblog.events import record_event
from microblog.models import Event
from microblog.queries.notifications import notification_page, sentence_of


def tell() -> None:
    notify_people(list(Event.objects.filter(type="idea.moved")), now=timezone.now())
    Event.objects.all().delete()


def told(person) -> list[str]:
    return [sentence_of(row) for row in notification_page(viewer=person).rows]


def test_author_and_voters_are_told_once_how_it_stands_now(alice, bob, charlie, lena, idea):
    Vote.objects.create(idea=idea, user=bob, choice="disagree", voted_at=timezone.now())
    for status in ("under_review", "planned"):
        type(idea).objects.filter(pk=idea.pk).update(status=status)
        record_event("idea.moved", subject=idea.post, actor=lena)
        tell()

    sentence = f"Nytt om idéen «{idea.title}»: Planlagt"

    assert told(alice) == told(bob) == [sentence]
    assert told(charlie) == told(lena) == []


def tell_of(*types: str) -> None:
    notify_people(list(Event.objects.filter(type__in=types)), now=timezone.now())
    Event.objects.all().delete()


def test_an_answer_and_the_move_that_came_with_it_are_told_once(alice, bob, lena, idea):
    Vote.objects.create(idea=idea, user=bob, choice="agree", voted_at=timezone.now())

    answer_idea(actor=lena, idea=idea, text="Dette gjør vi til våren.", to="planned", now=timezone.now())
    tell_of("idea.moved", "idea.answered")

    assert told(alice) == told(bob) == [f"Nytt om idéen «{idea.title}»: Planlagt"]


def test_what_becomes_of_a_promise_is_told_to_those_who_voted(alice, bob, charlie, lena, idea):
    Vote.objects.create(idea=idea, user=charlie, choice="agree", voted_at=timezone.now())
    today = timezone.localdate()
    promise = make_promise(actor=lena, idea=idea, text="Tavla henger", owner=bob, due_on=today, now=timezone.now())

    remind_owners(now=timezone.now())
    tell_of("promise.due")
    assert told(bob) == [f"Et løfte du har ansvar for, nærmer seg fristen: «{idea.title}»"]
    assert told(charlie) == []

    finish_promise(actor=bob, promise=promise, now=timezone.now())
    tell_of("promise.done")
    assert told(charlie) == [f"Nytt om idéen «{idea.title}»: Ny"]


def test_who_leads_is_told_that_all_the_work_is_done(alice, lena, idea):
    type(idea).objects.filter(pk=idea.pk).update(status="started")
    task = add_task(actor=alice, idea=idea, title="Bestille tavla", half_hours=2, now=timezone.now())

    change_task(actor=alice, task=task, now=timezone.now(), state="done")
    tell_of("idea.tasks_done")

    assert told(lena) == [f"Alle oppgavene for «{idea.title}» er gjort. Er idéen gjennomført?"]
