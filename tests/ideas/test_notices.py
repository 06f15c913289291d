"""Who is told when an idea is moved."""

from django.utils import timezone

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

    sentence = f"Idéen «{idea.title}» har ny status: Planlagt"

    assert told(alice) == told(bob) == [sentence]
    assert told(charlie) == told(lena) == []
