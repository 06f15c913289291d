"""Writing down what happened. Imported by actions only."""

from celery import current_app
from django.conf import settings
from django.db import models, transaction

from microblog.models import Event, User


def record_event(type_: str, *, subject: models.Model, actor: User | None) -> Event:
    """Write an event into the outbox, in the transaction of what happened; the relay tells the subscribers.

    :raises KeyError: if the type is missing from `config/subscribers.py`.
    """
    settings.EVENT_SUBSCRIBERS[type_]
    event = Event.objects.create(type=type_, subject_id=subject.pk, actor=actor)
    transaction.on_commit(nudge_relay, robust=True)
    return event


def nudge_relay() -> None:
    """Wake the relay. Losing a nudge is harmless: the clock runs the relay every second."""
    current_app.send_task("microblog.tasks.relay_events", retry=False, expires=5)
