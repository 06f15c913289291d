import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from microblog.actions import outbox
from microblog.events import record_event
from microblog.models import MOST_ATTEMPTS, Delivery, Event

CONSUMER = "microblog.tasks.push_events"
CONSUMERS = sorted(settings.EVENT_SUBSCRIBERS["post.published"])
NOW = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)


@pytest.fixture
def sent(monkeypatch):
    """What leaves for the broker."""
    found = []
    monkeypatch.setattr(
        outbox.current_app, "send_task", lambda name, kwargs: found.append((name, kwargs["event_ids"])), raising=False
    )
    return found


@pytest.fixture
def events(alice, sent) -> list[Event]:
    return [record_event("post.published", subject=alice, actor=alice) for _ in range(3)]


def test_the_relay_sends_one_task_per_consumer_and_batch(events, sent):
    assert outbox.relay_events(now=NOW) == 3
    assert outbox.relay_events(now=NOW) == 0

    ids = [event.pk for event in events]
    assert sorted(sent) == [(consumer, ids) for consumer in CONSUMERS]


def test_an_event_delivered_ten_times_has_one_effect(events, sent):
    outbox.relay_events(now=NOW)
    ids, seen = [event.pk for event in events], []

    for _ in range(10):
        outbox.deliver(consumer=CONSUMER, event_ids=ids, effect=seen.extend, now=NOW)

    assert [event.pk for event in seen] == ids


def test_a_poisonous_event_holds_up_nobody_and_ends_as_a_dead_letter(events, sent):
    outbox.relay_events(now=NOW)
    poison, seen, runs = events[1].pk, [], []

    def effect(batch: list[Event]) -> None:
        runs.append([event.pk for event in batch])
        if poison in runs[-1]:
            raise ValueError("poison")
        seen.extend(runs[-1])

    for _ in range(10):
        outbox.deliver(consumer=CONSUMER, event_ids=[event.pk for event in events], effect=effect, now=NOW)

    assert sorted(seen) == [events[0].pk, events[2].pk]
    assert sum(poison in run for run in runs) == MOST_ATTEMPTS + 1  # the first attempt: with the others, then alone
    dead = Delivery.objects.get(consumer=CONSUMER, done_at=None)
    assert (dead.event_id, dead.attempts) == (poison, MOST_ATTEMPTS)


def test_what_a_failed_effect_wrote_is_gone(events, sent, alice):
    outbox.relay_events(now=NOW)

    def effect(batch: list[Event]) -> None:
        alice.title = "Half-written"
        alice.save()
        raise ValueError

    outbox.deliver(consumer=CONSUMER, event_ids=[events[0].pk], effect=effect, now=NOW)

    alice.refresh_from_db()
    assert alice.title == ""


def test_what_the_broker_lost_is_sent_again(events, sent):
    outbox.relay_events(now=NOW)
    sent.clear()

    assert outbox.resend_deliveries(now=NOW + dt.timedelta(seconds=60)) == 0
    assert outbox.resend_deliveries(now=NOW + dt.timedelta(seconds=100)) == 3 * len(CONSUMERS)
    assert outbox.resend_deliveries(now=NOW + dt.timedelta(seconds=100)) == 0
    assert len(sent) == len(CONSUMERS)


def test_what_is_done_is_not_sent_again(events, sent):
    outbox.relay_events(now=NOW)
    for consumer in CONSUMERS:
        ids = [event.pk for event in events]
        outbox.deliver(consumer=consumer, event_ids=ids, effect=lambda batch: None, now=NOW)

    assert outbox.resend_deliveries(now=NOW + dt.timedelta(hours=1)) == 0


def test_an_unknown_type_of_event_is_refused(alice):
    with pytest.raises(KeyError):
        record_event("post.exploded", subject=alice, actor=alice)


@pytest.mark.django_db(transaction=True)
def test_two_relays_at_once_send_each_event_once(alice, sent):
    for _ in range(40):
        record_event("idea.voted", subject=alice, actor=None)
    sent.clear()

    def relay(_: int) -> int:
        try:
            return outbox.relay_events(now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(relay, range(4)))

    assert sum(counts) == 40
    assert sorted(key for _name, ids in sent for key in ids) == sorted(Event.objects.values_list("pk", flat=True))
