"""Showing a post to others, with words of one's own above it."""

import datetime as dt

from microblog.actions.posts import publish_post
from microblog.models import Community, Kind, Post, User


def share_post(*, actor: User, post: Post, community: Community, text: str, now: dt.datetime) -> Post:
    """Publish a post that shows another one to those who may read that other one, and to nobody else.

    :raises NotAllowed: if the actor may not write in the community.
    :raises Invalid: if the text names too many people or topics.
    """
    return publish_post(author=actor, community=community, kind=Kind.UPDATE, text=text, now=now, shared=post)
