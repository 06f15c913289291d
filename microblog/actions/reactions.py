"""Reactions: added once, taken back, counted on the post."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from microblog.access import Invalid
from microblog.events import record_event
from microblog.models import Kind, Post, Reaction, ReactionKind, User

# "Me too" is for what hurts, "I wonder too" for questions; the rest is for everything.
ONLY_ON = {ReactionKind.ME_TOO: Kind.PAIN, ReactionKind.WONDER: Kind.QUESTION}


@transaction.atomic
def add_reaction(*, actor: User, post: Post, kind: str) -> None:
    """React to a post; a second time does nothing.

    :raises Invalid: if the reaction does not belong to this kind of post.
    """
    wanted = ONLY_ON.get(ReactionKind(kind))
    if wanted and post.kind != wanted:
        raise Invalid("kind", "wrong_kind", _("Denne reaksjonen passer ikke til innlegget."))
    _reaction, is_new = Reaction.objects.get_or_create(post=post, user=actor, kind=kind)
    if is_new:
        Post.objects.filter(pk=post.pk).update(**{f"{kind}_count": F(f"{kind}_count") + 1})
        record_event("reaction.added", subject=post, actor=actor)


@transaction.atomic
def remove_reaction(*, actor: User, post: Post, kind: str) -> None:
    """Take a reaction back; without one nothing happens."""
    removed, _rows = Reaction.objects.filter(post=post, user=actor, kind=kind).delete()
    if removed:
        Post.objects.filter(pk=post.pk).update(**{f"{kind}_count": F(f"{kind}_count") - 1})
        record_event("reaction.removed", subject=post, actor=actor)
