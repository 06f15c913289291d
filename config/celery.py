"""The Celery application. `celery -A config worker` and `celery -A config beat` find it here."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("lest")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def tell_ready(**_: object) -> None:
    """Touch the file that `up` waits for."""
    if path := os.environ.get("LEST_READY_FILE"):
        Path(path).touch()
