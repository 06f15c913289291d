"""The log of decisions, and whether it is whole."""

from django.db.models import QuerySet

from microblog import access
from microblog.models import AuditEntry, User


def audit_entries(*, viewer: User) -> QuerySet[AuditEntry]:
    """Return the entries that the viewer may read: all for administrator and representative, else one's own."""
    entries = AuditEntry.objects.select_related("actor")
    return entries if access.reads_audit(viewer) else entries.filter(actor=viewer)


def first_broken_entry() -> AuditEntry | None:
    """Return the first entry that does not follow from the one before it, or was changed; None if all is whole."""
    previous = ""
    for entry in AuditEntry.objects.order_by("id").iterator():
        if entry.previous_hash != previous or entry.hash != entry.right_hash:
            return entry
        previous = entry.hash
    return None
