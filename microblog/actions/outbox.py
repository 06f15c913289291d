"""The outbox at work: events are handed to their consumers at least once, and each consumer's effect happens once."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F

from microblog.models import MOST_ATTEMPTS, Delivery, Event

logger = logging.getLogger(__name__)

BATCH = 500
# Longer than a task may take, so that what is being worked on is not sent again.
RESEND_AFTER = dt.timedelta(seconds=90)


def relay_events(*, now: dt.datetime) -> int:
    """Hand up to `BATCH` waiting events to their consumers and return how many. Safe to run in many places at once."""
    with transaction.atomic():
        events = list(Event.objects.select_for_update(skip_locked=True).filter(relayed_at=None).order_by("id")[:BATCH])
        deliveries = [
            Delivery(event=event, consumer=consumer, sent_at=now)
            for event in events
            for consumer in settings.EVENT_SUBSCRIBERS[event.type]
        ]
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        Event.objects.filter(pk__in=[event.pk for event in events]).update(relayed_at=now)
    # After the commit: a consumer must find its deliveries. One that is lost here is sent again by the clock.
    send(deliveries)
    return len(events)


def resend_deliveries(*, now: dt.datetime) -> int:
    """Send again what was sent long ago and is not done: the broker or a worker has lost it. Return how many."""
    with transaction.atomic():
        lost = list(
            Delivery.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, sent_at__lt=now - RESEND_AFTER, attempts__lt=MOST_ATTEMPTS)
            .order_by("sent_at")[:BATCH]
        )
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in lost]).update(sent_at=now)
    send(lost)
    return len(lost)


def send(deliveries: list[Delivery]) -> None:
    """Send one task per consumer with the ids of its events."""
    ids: dict[str, list[int]] = defaultdict(list)
    for delivery in deliveries:
        ids[delivery.consumer].append(delivery.event_id)
    for consumer, event_ids in ids.items():
        current_app.send_task(consumer, kwargs={"event_ids": event_ids})


def deliver(*, consumer: str, event_ids: list[int], effect: Callable[[list[Event]], None], now: dt.datetime) -> None:
    """Run `effect` on the events that this consumer has not dealt with, in one transaction with the mark that it has.

    Attempts are counted before the work, so that an event that kills its worker stops after `MOST_ATTEMPTS` and
    stays behind as a dead letter (`done_at` empty). What failed before, or fails together, is tried one by one: a bad
    event holds up nobody else.
    """
    fresh, tried = start_attempt(consumer, event_ids)
    batches = ([fresh] if fresh else []) + [[event_id] for event_id in tried]
    while batches:
        batch = batches.pop(0)
        try:
            deliver_batch(consumer, batch, effect, now)
        except Exception:
            logger.exception("%s failed on events %s", consumer, batch)
            batches += [[event_id] for event_id in batch] if len(batch) > 1 else []


@transaction.atomic
def deliver_batch(consumer: str, batch: list[int], effect: Callable[[list[Event]], None], now: dt.datetime) -> None:
    """Run the effect on the events of a batch that are still open, and mark them."""
    open_deliveries = list(
        Delivery.objects.select_for_update(of=["self"])
        .filter(consumer=consumer, event_id__in=batch, done_at=None)
        .order_by("event_id")
        .select_related("event")
    )
    if open_deliveries:
        effect([delivery.event for delivery in open_deliveries])
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in open_deliveries]).update(done_at=now)


def start_attempt(consumer: str, event_ids: list[int]) -> tuple[list[int], list[int]]:
    """Count an attempt for the open deliveries; return the events tried for the first time, and the others."""
    with transaction.atomic():
        due = list(
            Delivery.objects.select_for_update()
            .filter(consumer=consumer, event_id__in=event_ids, done_at=None)
            .order_by("event_id")
        )
        for delivery in due:
            if delivery.attempts >= MOST_ATTEMPTS:
                logger.error("dead letter: event %s for %s", delivery.event_id, consumer)
        due = [delivery for delivery in due if delivery.attempts < MOST_ATTEMPTS]
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in due]).update(attempts=F("attempts") + 1)
    fresh = [delivery.event_id for delivery in due if delivery.attempts == 0]
    tried = [delivery.event_id for delivery in due if delivery.attempts > 0]
    return fresh, tried
