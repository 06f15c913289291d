"""Bookmarks, best answers, and matters that are resolved."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from microblog import access
from microblog.access import Invalid, NotAllowed
from microblog.models import BestAnswer, Bookmark, Kind, Post, Resolution, User

# What can be over and done with.
OPEN_MATTERS = (Kind.QUESTION, Kind.PAIN)


def add_bookmark(*, actor: User, post: Post) -> None:
    """Put a post aside; twice does nothing."""
    Bookmark.objects.get_or_create(person=actor, post=post)


def remove_bookmark(*, actor: User, post: Post) -> None:
    """Take a post out of one's bookmarks; without one nothing happens."""
    Bookmark.objects.filter(person=actor, post=post).delete()


@transaction.atomic
def choose_best_answer(*, actor: User, question: Post, reply: Post, now: dt.datetime) -> None:
    """Mark the reply that settles a question; it takes the place of an earlier choice.

    :raises NotAllowed: if the actor neither asked nor is a host of the community.
    :raises Invalid: if it is not a question, or the reply stands in another thread.
    """
    refuse_others(actor, question)
    if question.kind != Kind.QUESTION or question.is_reply:
        raise Invalid("id", "wrong_kind", _("Bare et spørsmål har et beste svar."))
    if reply.root_id != question.pk:
        raise Invalid("reply", "elsewhere", _("Velg et svar i samme tråd."))
    BestAnswer.objects.update_or_create(
        question=question, defaults={"reply": reply, "chosen_by": actor, "chosen_at": now}
    )


def unchoose_best_answer(*, actor: User, question: Post, reply: Post) -> None:
    """Take the choice of this reply back; if it is not chosen nothing happens.

    :raises NotAllowed: if the actor neither asked nor is a host of the community.
    """
    refuse_others(actor, question)
    BestAnswer.objects.filter(question=question, reply=reply).delete()


@transaction.atomic
def resolve(*, actor: User, post: Post, now: dt.datetime) -> None:
    """Say that a question or what hurt is resolved; twice does nothing.

    :raises NotAllowed: if the actor neither wrote it nor is a host of the community.
    :raises Invalid: if it is another kind of post.
    """
    refuse_others(actor, post)
    if post.kind not in OPEN_MATTERS or post.is_reply:
        raise Invalid("id", "wrong_kind", _("Bare spørsmål og «skoen trykker» kan være løst."))
    Resolution.objects.get_or_create(post=post, defaults={"resolved_by": actor, "resolved_at": now})


def reopen(*, actor: User, post: Post) -> None:
    """Say that a matter is open after all; if it is nothing happens.

    :raises NotAllowed: if the actor neither wrote it nor is a host of the community.
    """
    refuse_others(actor, post)
    Resolution.objects.filter(post=post).delete()


def refuse_others(actor: User, post: Post) -> None:
    if not access.can_settle(actor, post):
        raise NotAllowed(_("Bare den som skrev innlegget, og vertene i fellesskapet kan gjøre dette."))
