"""Whether this process can serve, and how far behind the workers are."""

import datetime as dt

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q

from microblog.models import Delivery, Event
from microblog.models.events import MOST_ATTEMPTS


def what_is_missing() -> list[str]:
    """Return what keeps this process from serving: `database`, `migrations`, `redis`; nothing when it is ready."""
    missing = []
    try:
        if has_open_migrations():
            missing.append("migrations")
    except DatabaseError:
        missing.append("database")
    try:
        with redis.Redis.from_url(settings.LIMITS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except redis.RedisError:
        missing.append("redis")
    return missing


def has_open_migrations() -> bool:
    """Tell whether the code expects more of the database than is there.

    :raises DatabaseError: if the database does not answer.
    """
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def backlog(*, now: dt.datetime) -> dict[str, float]:
    """Return how much waits in the outbox, by the name of each figure; ages are in seconds."""
    events = Event.objects.filter(relayed_at=None).aggregate(waiting=Count("pk"), oldest=Min("created_at"))
    is_given_up = Q(attempts__gte=MOST_ATTEMPTS)
    deliveries = Delivery.objects.filter(done_at=None).aggregate(
        under_way=Count("pk", filter=~is_given_up), given_up=Count("pk", filter=is_given_up)
    )
    oldest = events["oldest"] or now
    return {
        "lest_events_waiting": events["waiting"],
        "lest_events_oldest_age_seconds": max((now - oldest).total_seconds(), 0.0),
        "lest_deliveries_under_way": deliveries["under_way"],
        "lest_deliveries_given_up": deliveries["given_up"],
    }
