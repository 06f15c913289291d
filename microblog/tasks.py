"""Tasks of the microblog. Each calls the one thing it is named after."""

from functools import partial

from celery import shared_task
from django.utils import timezone

from microblog.actions import (
    apps,
    exports,
    files,
    mail,
    notify,
    outbox,
    polls,
    previews,
    push,
    release,
    scheduled,
    sessions,
    words,
)
from microblog.realtime import push_hints, push_notifications


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


@shared_task
def notify_people(*, event_ids: list[int], **_: object) -> None:
    """Tell everybody concerned, and their open pages."""
    now = timezone.now()
    told: list[notify.Told] = []
    outbox.deliver(
        consumer="microblog.tasks.notify_people",
        event_ids=event_ids,
        effect=lambda events: told.extend(notify.notify_people(events, now=now)),
        now=now,
    )
    push_notifications((one.recipient, one.notification, one.seq) for one in told)


@shared_task
def send_due_mail(**_: object) -> None:
    """Gather what is due into mails, and send them."""
    while mail.gather_mail(now=timezone.now()) == mail.BATCH:
        pass
    mail.send_mail(now=timezone.now())


@shared_task
def record_words(*, event_ids: list[int], **_: object) -> None:
    """Keep the words that help with spelling."""
    consumer, now = "microblog.tasks.record_words", timezone.now()
    outbox.deliver(consumer=consumer, event_ids=event_ids, effect=words.record_words, now=now)


@shared_task
def rebuild_words(**_: object) -> None:
    words.rebuild_words()


@shared_task
def warn_of_new_devices(*, event_ids: list[int], **_: object) -> None:
    """Tell people of sign-ins with a browser that was not known."""
    consumer, now = "microblog.tasks.warn_of_new_devices", timezone.now()
    outbox.deliver(consumer=consumer, event_ids=event_ids, effect=sessions.warn_of_new_devices, now=now)


@shared_task
def clear_sessions(**_: object) -> None:
    sessions.clear_sessions(now=timezone.now())
    apps.clear_app_tokens(now=timezone.now())


@shared_task
def make_exports(*, event_ids: list[int], **_: object) -> None:
    """Pack the data of people who have asked for theirs."""
    consumer, now = "microblog.tasks.make_exports", timezone.now()
    effect = partial(exports.make_exports, now=now)
    outbox.deliver(consumer=consumer, event_ids=event_ids, effect=effect, now=now)


@shared_task
def clear_exports(**_: object) -> None:
    exports.clear_exports(now=timezone.now())


@shared_task
def send_due_push(**_: object) -> None:
    """Tell devices of what is due."""
    while push.send_due_push(now=timezone.now()) == push.BATCH:
        pass


@shared_task
def release_anonymous(**_: object) -> None:
    """Open the latest slot for what bears no name; a slot that has been opened stays so."""
    release.release_due(now=timezone.now())


@shared_task
def count_polls(**_: object) -> None:
    """Count the anonymous polls that have closed, at the slots at which what bears no name comes out."""
    polls.count_due(now=timezone.now())


@shared_task
def destroy_old_keys(**_: object) -> None:
    """Destroy the keys of months that are long over."""
    release.destroy_old_keys(now=timezone.now())


@shared_task
def remove_orphans(**_: object) -> None:
    """Remove the files that nobody posted, and those of deleted posts."""
    files.remove_orphans(now=timezone.now())


@shared_task
def fetch_previews(**_: object) -> None:
    """Ask pages that are linked to what they say of themselves."""
    previews.fetch_previews(now=timezone.now())


@shared_task
def publish_due(**_: object) -> None:
    """Publish the posts whose time has come."""
    scheduled.publish_due(now=timezone.now())
