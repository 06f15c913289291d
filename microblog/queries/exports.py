"""A person's own data, table by table, and the file that holds it."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from microblog.exports import Row, add_part
from microblog.models import (
    Attachment,
    AuditEntry,
    Bookmark,
    DataExport,
    Membership,
    NotificationPreference,
    PersonFollow,
    Post,
    Reaction,
    SignIn,
    User,
)


def last_export(*, viewer: User, now: dt.datetime) -> DataExport | None:
    """Return the export that the viewer asked for last, unless it has expired."""
    found = DataExport.objects.filter(user=viewer).order_by("-asked_at").first()
    return None if found and found.expires_at and found.expires_at <= now else found


def own_files(person: User) -> QuerySet[Attachment]:
    """Return what the person has uploaded to posts that stand."""
    return Attachment.objects.filter(owner=person, post__deleted_at=None).exclude(post=None)


def posts(person: User) -> Iterable[Row]:
    rows = Post.objects.filter(author=person, deleted_at=None).order_by("id")
    names = ("id", "kind", "community__name", "parent", "text", "language", "published_at", "edited_at")
    for row in rows.values(*names, "may_be_quoted").iterator():
        yield {**row, "community": row.pop("community__name")}


def profile(person: User) -> Iterable[Row]:
    names = ("username", "name", "email", "title", "place", "language", "ask_about", "languages_spoken", "theme")
    shown = {name: getattr(person, name) for name in (*names, "single_keys", "quote_consent", "joined_at")}
    yield {**shown, "unit": person.unit.name if person.unit else "", "roles": ", ".join(person.roles)}


def files(person: User) -> Iterable[Row]:
    return map(dict, own_files(person).values("id", "name", "description", "content_type", "size", "post"))


add_part("profile", profile)
add_part("posts", posts)
add_part("reactions", lambda person: Reaction.objects.filter(user=person).values("post", "kind", "created_at"))
add_part("bookmarks", lambda person: Bookmark.objects.filter(person=person).values("post", "created_at"))
add_part(
    "communities",
    lambda person: Membership.objects.filter(user=person).values("community__name", "is_host", "joined_at"),
)
add_part("follows", lambda person: PersonFollow.objects.filter(follower=person).values("followed__username"))
add_part(
    "notifications",
    lambda person: NotificationPreference.objects.filter(person=person).values("kind", "page", "mail", "push"),
)
add_part("sessions", lambda person: SignIn.objects.filter(user=person).values("browser", "began_at", "last_used_on"))
add_part("log", lambda person: AuditEntry.objects.filter(actor=person).values("at", "action", "subject_id", "reason"))
add_part("files", files)
