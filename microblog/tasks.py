"""Tasks of the microblog. Each calls the one thing it is named after."""

from celery import shared_task
from django.utils import timezone

from microblog.actions import outbox
from microblog.realtime import push_hints


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
