"""What a form of a page sends twice, as by a double click, is done once."""

import datetime as dt
from typing import Any

from django.db import transaction

from microblog.actions.posts import publish_post, publish_reply
from microblog.models import Community, Post, User, key_at

TWICE = dt.timedelta(seconds=10)


@transaction.atomic
def publish_once(*, author: User, community: Community, kind: str, text: str, now: dt.datetime, **more: Any) -> Post:
    """Publish a post, or return the one with the same words that its author has published a moment ago.

    :raises NotAllowed: as `publish_post`.
    :raises Invalid: as `publish_post`.
    """
    same = said_just_now(author, now, community=community, kind=kind, text=text, parent=None)
    return same or publish_post(author=author, community=community, kind=kind, text=text, now=now, **more)


@transaction.atomic
def reply_once(*, author: User, parent: Post, text: str, now: dt.datetime, **more: Any) -> Post:
    """Answer a post, or return the same answer that its author has given a moment ago.

    :raises NotAllowed: as `publish_reply`.
    :raises Invalid: as `publish_reply`.
    """
    same = said_just_now(author, now, parent=parent, text=text)
    return same or publish_reply(author=author, parent=parent, text=text, now=now, **more)


def said_just_now(author: User, now: dt.datetime, **same: Any) -> Post | None:
    """Return what the author has just said there. Two requests at once come one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    lately = {"id__gte": key_at(now - TWICE), "published_at__gt": now - TWICE}
    return Post.objects.live().filter(author=author, **lately, **same).first()
