"""Tasks of the analytics. Each calls the one thing it is named after."""

import logging

from celery import shared_task
from django.utils import timezone

from analytics.actions import anonymous, culture, letter_mail, letters, pain_points, radar, readings
from microblog.actions.outbox import deliver

logger = logging.getLogger(__name__)


@shared_task
def record_readings(*, event_ids: list[int], **_: object) -> None:
    """Read what was published, edited, deleted or reacted to."""
    deliver(
        consumer="analytics.tasks.record_readings",
        event_ids=event_ids,
        effect=readings.record_events,
        now=timezone.now(),
    )


@shared_task
def find_open_pain_points(**_: object) -> None:
    """Compute the cells of the present period anew; they are shown when it has ended."""
    pain_points.find_pain_points(readings.period_of(timezone.now()))


@shared_task
def count_due_cultures(**_: object) -> None:
    """Count the culture of the periods whose letters are out."""
    try:
        culture.count_due_cultures()
    except letters.DisclosureRefused as refused:
        for finding in refused.findings:
            logger.error("no culture is published: %s at %s, unit %s", *finding)


@shared_task
def look_for_due_groups(**_: object) -> None:
    """Look for groups that are not on paper, once a period."""
    radar.look_for_due_groups()


@shared_task
def freeze_due_letters(**_: object) -> None:
    """Freeze the letters of the last period, if it is time and they are not."""
    try:
        letters.freeze_due_letters(now=timezone.now())
    except letters.DisclosureRefused as refused:
        for finding in refused.findings:
            logger.error("nothing is published: %s at theme %s, unit %s", *finding)


@shared_task
def destroy_old_keys(**_: object) -> None:
    """Destroy the keys of the sums whose periods are long over."""
    anonymous.destroy_old_keys(now=timezone.now())


@shared_task
def send_due_letters(**_: object) -> None:
    """Send the letters by mail whose hour has come."""
    letter_mail.send_due_letters(now=timezone.now())
