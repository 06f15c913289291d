"""What a person chooses for themself on the settings page."""

from django.db import transaction

from microblog.models import Post, User


def choose_look(*, actor: User, theme: str) -> None:
    """Choose light, dark, or what the device has (`system`)."""
    User.objects.filter(pk=actor.pk).update(theme=theme)


def choose_keys(*, actor: User, single_keys: bool) -> None:
    """Choose whether single letters of the keyboard do something."""
    User.objects.filter(pk=actor.pk).update(single_keys=single_keys)


@transaction.atomic
def choose_quoting(*, actor: User, may_be_quoted: bool) -> None:
    """Let the letter quote what the actor writes from now on, or take it back for everything that stands already."""
    User.objects.filter(pk=actor.pk).update(quote_consent=may_be_quoted)
    if not may_be_quoted:
        Post.objects.filter(author=actor, may_be_quoted=True).update(may_be_quoted=False)
