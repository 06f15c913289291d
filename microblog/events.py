"""Writing down what happened. Imported by actions only."""

from collections.abc import Iterable

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


def record_events(type_: str, *, subjects: Iterable[models.Model], actor: User | None) -> None:
    """Write an event per subject in one go: for imports, where thousands of things happen at once.

    :raises KeyError: if the type is missing from `config/subscribers.py`.
    """
    settings.EVENT_SUBSCRIBERS[type_]
    Event.objects.bulk_create(
        [Event(type=type_, subject_id=subject.pk, actor=actor) for subject in subjects], batch_size=5000
    )
    transaction.on_commit(nudge_relay, robust=True)


def nudge_relay() -> None:
    """Wake the relay. Losing a nudge is harmless: the clock runs the relay every second."""
    current_app.send_task("microblog.tasks.relay_events", retry=False, expires=5)
