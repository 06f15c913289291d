"""Tasks of the microblog. Each calls the one thing it is named after."""

from celery import shared_task
from django.utils import timezone

from microblog.actions import mail, notify, outbox, words
from microblog.realtime import push_hints, push_notifications


@shared_task
def relay_events(**_: object) -> None:
    """Hand on what waits in the outbox, batch after batch."""
    while outbox.relay_events(now=timezone.now()) == outbox.BATCH:
        pass


@shared_task
def resend_deliveries(**_: object) -> None:
    outbox.resend_deliveries(now=timezone.now())


@shared_task
def push_events(*, event_ids: list[int], **_: object) -> None:
    """Tell open pages and phones."""
    outbox.deliver(consumer="microblog.tasks.push_events", event_ids=event_ids, effect=push_hints, now=timezone.now())


@shared_task
def notify_people(*, event_ids: list[int], **_: object) -> None:
    """Tell everybody concerned, and their open pages."""
    now = timezone.now()
    told: list[notify.Told] = []
    outbox.deliver(
        consumer="microblog.tasks.notify_people",
        event_ids=event_ids,
        effect=lambda events: told.extend(notify.notify_people(events, now=now)),
        now=now,
    )
    push_notifications((one.recipient, one.notification, one.seq) for one in told)


@shared_task
def send_due_mail(**_: object) -> None:
    """Gather what is due into mails, and send them."""
    while mail.gather_mail(now=timezone.now()) == mail.BATCH:
        pass
    mail.send_mail(now=timezone.now())


@shared_task
def record_words(*, event_ids: list[int], **_: object) -> None:
    """Keep the words that help with spelling."""
    consumer, now = "microblog.tasks.record_words", timezone.now()
    outbox.deliver(consumer=consumer, event_ids=event_ids, effect=words.record_words, now=now)


@shared_task
def rebuild_words(**_: object) -> None:
    words.rebuild_words()
