"""Tasks of the ideas. Each calls the one thing it is named after."""

from celery import shared_task
from django.utils import timezone

from ideas.actions import promises


@shared_task
def run_hour(**_: object) -> None:
    """Remind owners, judge promises, bring declined ideas back."""
    promises.run_hour(now=timezone.now())
