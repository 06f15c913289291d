"""What people do with ideas: propose them, put them better."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.models import Challenge, Idea
from microblog import access
from microblog.access import Conflict, NotAllowed
from microblog.actions.posts import edit_post, publish_post
from microblog.models import Community, Kind, OrgUnit, User


@transaction.atomic
def propose_idea(
    *,
    author: User,
    community: Community,
    title: str,
    problem: str,
    proposal: str,
    now: dt.datetime,
    expected_effect: str = "",
    units: Sequence[OrgUnit] = (),
    challenge: Challenge | None = None,
    language: str = "",
) -> Idea:
    """Propose an idea. Its root post carries the words, so that search, access and comments need nothing of their own.

    :raises NotAllowed: if the author may not write in the community.
    :raises Conflict: if the challenge takes no ideas now.
    """
    if challenge and not challenge.takes_ideas(timezone.localdate(now)):
        raise Conflict(_("Utfordringen tar ikke imot idéer nå."))
    post = publish_post(
        author=author,
        community=community,
        kind=Kind.IDEA,
        text=text_of(title, problem, proposal, expected_effect),
        language=language,
        now=now,
    )
    idea = Idea.objects.create(
        post=post,
        challenge=challenge,
        title=title,
        problem=problem,
        proposal=proposal,
        expected_effect=expected_effect,
    )
    idea.units.set(units)
    return idea


@transaction.atomic
def rewrite_idea(*, actor: User, idea: Idea, now: dt.datetime, **parts: str) -> Idea:
    """Change the words of an idea: any of `title problem proposal expected_effect`.

    :raises NotAllowed: if the idea is somebody else's.
    """
    idea = Idea.objects.select_for_update(of=["self"]).select_related("post").get(pk=idea.pk)
    if not access.can_change(actor, idea.post):
        raise NotAllowed(_("Bare den som har foreslått idéen, kan skrive den om."))
    for name, text in parts.items():
        setattr(idea, name, text)
    idea.save(update_fields=[*parts])
    text = text_of(idea.title, idea.problem, idea.proposal, idea.expected_effect)
    edit_post(actor=actor, post=idea.post, text=text, now=now)
    return idea


def text_of(*parts: str) -> str:
    """Return the parts of an idea as the text of its post, within the limit of a post."""
    return "\n\n".join(part for part in parts if part)[:10_000]
