"""What a proxy and a monitor are told."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from microblog.models import Delivery, Event
from tests.conftest import NOW

TOKEN = {"Authorization": "Bearer a-secret-of-the-monitor"}


@pytest.fixture
def monitored(settings, db):
    settings.METRICS_TOKEN = "a-secret-of-the-monitor"


def test_all_is_well_when_the_database_answers(client, db):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_all_is_not_well_when_it_does_not(client, db):
    with patch.object(connection, "cursor", side_effect=OperationalError):
        assert client.get("/healthz").status_code == 503


def test_it_is_ready_when_database_migrations_and_redis_are_there(client, db):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_it_is_not_ready_without_redis_and_says_so(client, db, settings):
    settings.LIMITS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"missing: redis")


def test_it_is_not_ready_while_a_migration_is_open(client, db):
    MigrationRecorder.Migration.objects.filter(app="microblog").order_by("-pk").first().delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"missing: migrations")


def test_the_figures_are_for_the_monitor_alone(client, monitored, alice):
    client.force_login(alice)

    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    assert client.get("/metrics", headers=TOKEN).status_code == 200


def test_there_are_no_figures_where_no_token_is_set(client, db, settings):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_the_figures_tell_what_waits_and_what_was_given_up(client, monitored):
    waiting = Event.objects.create(type="post.published", subject_id=1)
    Event.objects.create(type="post.published", subject_id=2, relayed_at=NOW)
    Delivery.objects.create(event=waiting, consumer="one", sent_at=NOW, attempts=1)
    Delivery.objects.create(event=waiting, consumer="two", sent_at=NOW, attempts=5)
    Delivery.objects.create(event=waiting, consumer="three", sent_at=NOW, attempts=5, done_at=NOW)

    figures = dict(
        line.split() for line in client.get("/metrics", headers=TOKEN).content.decode().splitlines() if line[0] != "#"
    )

    assert figures["lest_events_waiting"] == "1"
    assert figures["lest_deliveries_under_way"] == "1"
    assert figures["lest_deliveries_given_up"] == "1"
