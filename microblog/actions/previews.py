"""What the pages behind links say of themselves: fetched once for a post, shown until its author takes it away."""

import datetime as dt
import html
import re

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from microblog import access
from microblog.access import NotAllowed
from microblog.fetching import LONGEST_ADDRESS, Door, Unfetched, fetch_head
from microblog.models import LinkPreview, Post, User
from microblog.texts import to_html

BATCH = 20
FIRST_LINK = re.compile(r'<a href="(https?://[^"]+)"')


def first_link(text: str) -> str:
    """Return the first address of the outside that a text links to, "" if there is none."""
    found = FIRST_LINK.search(to_html(text)) if "://" in text else None
    address = html.unescape(found[1]) if found else ""
    return address if len(address) <= LONGEST_ADDRESS else ""


def note_link(post: Post) -> None:
    """Write down which page is to be asked for a post; what is known of the same page stays."""
    if not settings.LINK_PREVIEWS:
        return
    link = first_link(post.text)
    known = LinkPreview.objects.filter(post=post)
    if link and known.filter(address=link).exists():
        return
    known.delete()
    if link:
        LinkPreview.objects.create(post=post, address=link)
        # Losing this nudge is harmless: the clock asks for what is left.
        transaction.on_commit(lambda: current_app.send_task("microblog.tasks.fetch_previews"), robust=True)


def fetch_previews(*, now: dt.datetime, door: Door | None = None) -> int:
    """Ask some of the pages that are still to be asked; return how many."""
    claimed = claim(now)
    for preview in claimed:
        try:
            head = fetch_head(preview.address, door=door)
        except Unfetched:
            continue
        LinkPreview.objects.filter(pk=preview.pk, address=preview.address).update(
            title=head.title, description=head.description, site=head.site
        )
    return len(claimed)


@transaction.atomic
def claim(now: dt.datetime) -> list[LinkPreview]:
    """Return previews that nobody else fetches. They count as fetched from here on: no page is asked twice."""
    waiting = LinkPreview.objects.filter(fetched_at=None).select_for_update(skip_locked=True)
    found = list(waiting.order_by("pk")[:BATCH])
    LinkPreview.objects.filter(pk__in=[preview.pk for preview in found]).update(fetched_at=now)
    return found


def remove_preview(*, actor: User, post: Post, now: dt.datetime) -> None:
    """Take away what stands below a link in one's own post; twice does nothing.

    :raises NotAllowed: if the post is somebody else's.
    """
    if not access.can_change(actor, post):
        raise NotAllowed(_("Bare den som har skrevet innlegget, kan endre det."))
    LinkPreview.objects.filter(post=post, removed_at=None).update(removed_at=now)
