"""What people do with posts."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from microblog import access
from microblog.access import Invalid, NotAllowed
from microblog.actions.carried import Carried, NewPain, NewPraise, check_carried, write_carried
from microblog.actions.files import attach_files
from microblog.actions.mentions import checked_names, rewrite_names, write_names
from microblog.actions.polls import NewPoll
from microblog.actions.previews import note_link
from microblog.events import record_event
from microblog.models import Community, Kind, Post, PostEdit, User

TIME_TO_UNDO = dt.timedelta(seconds=10)


@transaction.atomic
def publish_post(
    *,
    author: User,
    community: Community,
    kind: str,
    text: str,
    now: dt.datetime,
    language: str = "",
    may_be_quoted: bool | None = None,
    quote_wording: str = "",
    media: Sequence[int] = (),
    poll: NewPoll | None = None,
    praise: NewPraise | None = None,
    pain: NewPain | None = None,
    shared: Post | None = None,
) -> Post:
    """Publish a post and tell the rest of the system. `shared` is a post of others that it shows below its words.

    :raises NotAllowed: if the author may read but not write here, or may not announce.
    :raises Invalid: if the text names too many people or topics, or one of the files of `media`, the poll, the praise
        or what is said of the pain can't be posted.
    """
    carried = Carried(poll, praise, pain)
    names = checked_names(text)
    require_writer(author, community, kind)
    check_carried(kind, carried, author=author, now=now)
    post = Post.objects.create(
        author=author,
        community=community,
        kind=kind,
        shared=shared,
        text=text,
        language=language,
        # Who has not said it of this post has said it in the settings.
        may_be_quoted=author.quote_consent if may_be_quoted is None else may_be_quoted,
        quote_wording=quote_wording,
        published_at=now,
    )
    write_names(post, names)
    write_carried(post, carried)
    attach_files(author=author, media=media, post=post)
    note_link(post)
    record_event("post.published", subject=post, actor=author)
    count_post(post, 1)
    return post


def require_writer(author: User, community: Community, kind: str) -> None:
    """:raises NotAllowed: if the author may read but not write here, or may not announce."""
    require_member(author, community)
    if kind == Kind.ANNOUNCEMENT and not access.can_announce(author, community):
        raise NotAllowed(_("Kunngjøringer er for ledere og verter."))


def require_member(author: User, community: Community) -> None:
    """:raises NotAllowed: if the author may read but not write here."""
    if not access.can_read(author, community):
        raise NotAllowed(_("Bli medlem for å skrive her."))


@transaction.atomic
def publish_reply(
    *, author: User, parent: Post, text: str, now: dt.datetime, language: str = "", media: Sequence[int] = ()
) -> Post:
    """Answer a post. A reply to a reply stands in the same thread, one level under its root.

    :raises NotAllowed: if the author may not write in the community.
    :raises Invalid: if the text names too many people or topics, or one of the files of `media` can't be posted.
    """
    names = checked_names(text)
    require_member(author, parent.community)
    reply = Post.objects.create(
        author=author,
        community_id=parent.community_id,
        parent=parent,
        root_id=parent.thread_id,
        text=text,
        language=language,
        published_at=now,
    )
    write_names(reply, names)
    attach_files(author=author, media=media, post=reply)
    note_link(reply)
    record_event("post.published", subject=reply, actor=author)
    count_post(reply, 1)
    return reply


@transaction.atomic
def edit_post(*, actor: User, post: Post, text: str, now: dt.datetime) -> Post:
    """Change the wording of a post; the former one is kept in its history.

    :raises NotAllowed: if the post is somebody else's.
    :raises Invalid: if the text names too many people or topics.
    """
    post = own_post(actor, post)
    if post.text != text:
        reword(post, text, actor=actor, now=now)
        note_link(post)
    return post


def reword(post: Post, text: str, *, actor: User, now: dt.datetime) -> None:
    """Give a locked post other words, and keep the former ones.

    :raises Invalid: if the text names too many people or topics.
    """
    names = checked_names(text)
    PostEdit.objects.create(post=post, text=post.text, replaced_at=now)
    post.text, post.edited_at = text, now
    post.save(update_fields=["text", "edited_at"])
    rewrite_names(post, names)
    record_event("post.edited", subject=post, actor=actor)


@transaction.atomic
def delete_post(*, actor: User, post: Post, now: dt.datetime) -> None:
    """Take a post away. It can be restored for ten seconds.

    :raises NotAllowed: if the post is somebody else's.
    """
    post = own_post(actor, post)
    if post.deleted_at is None:
        take_away(post, actor=actor, now=now)


def take_away(post: Post, *, actor: User, now: dt.datetime) -> None:
    """Delete a locked post that is not deleted."""
    was_live = post.is_live
    post.deleted_at = now
    post.save(update_fields=["deleted_at"])
    if was_live:
        count_post(post, -1)
    record_event("post.deleted", subject=post, actor=actor)


@transaction.atomic
def restore_post(*, actor: User, post: Post, now: dt.datetime) -> Post:
    """Undo a deletion within ten seconds.

    :raises NotAllowed: if the post is somebody else's.
    :raises Invalid: if the time to undo has passed.
    """
    post = own_post(actor, post)
    if post.deleted_at is None:
        return post
    if now - post.deleted_at > TIME_TO_UNDO:
        raise Invalid("id", "too_late", _("Det er for sent å angre. Innlegget er slettet."))
    post.deleted_at = None
    post.save(update_fields=["deleted_at"])
    if post.is_live:
        count_post(post, 1)
    record_event("post.restored", subject=post, actor=actor)
    return post


def own_post(actor: User, post: Post) -> Post:
    """Lock and return the post if it is the actor's own.

    :raises NotAllowed: if it is somebody else's.
    """
    if not access.can_change(actor, post):
        raise NotAllowed(_("Bare den som har skrevet innlegget, kan endre det."))
    return Post.objects.select_for_update().get(pk=post.pk)


def count_post(post: Post, step: int) -> None:
    """Count a post that came or went: a reply on its root, a root on its community, a share on what it shows."""
    if post.shared_id is not None:
        Post.objects.filter(pk=post.shared_id).update(share_count=F("share_count") + step)
    # The community's row is the busiest lock, so it comes last.
    if post.is_reply:
        Post.objects.filter(pk=post.thread_id).update(reply_count=F("reply_count") + step)
    else:
        Community.objects.filter(pk=post.community_id).update(posts_count=F("posts_count") + step)
