"""Writing decisions into the log."""

import datetime as dt

from django.db import connection, models

from microblog.models import AuditEntry, User

# One writer at a time: each entry holds the hash of the one before it.
AUDIT_LOCK = 7_310_001


def write_down(action: str, *, subject: models.Model, actor: User | None, reason: str, now: dt.datetime) -> AuditEntry:
    """Add an entry to the log, in the transaction of what it tells. `action` is `noun.verbed`."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [AUDIT_LOCK])
    last = AuditEntry.objects.order_by("-id").first()
    entry = AuditEntry(
        at=now,
        actor=actor,
        action=action,
        subject_id=subject.pk,
        reason=reason,
        previous_hash=last.hash if last else "",
    )
    entry.hash = entry.right_hash
    entry.save(force_insert=True)
    return entry
