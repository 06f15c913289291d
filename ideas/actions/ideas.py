"""What people do with ideas: propose them, put them better."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas.access import same_readers
from ideas.models import Challenge, Credit, Idea
from microblog import access
from microblog.access import Conflict, NotAllowed
from microblog.actions.posts import edit_post, publish_post, publish_reply, require_writer
from microblog.models import Community, Kind, OrgUnit, Post, User


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
    from_post: Post | None = None,
    draft: bool = False,
) -> Idea:
    """Propose an idea. Its root post carries the words, so that search, access and comments need nothing of their own.
    A draft is its author's alone until the author opens it. Who wrote the post that an idea is made `from` has part in
    it, and an answer there tells where it led.

    :raises NotAllowed: if the author may not write in the community.
    :raises Conflict: if the challenge takes no ideas now.
    """
    if challenge and not challenge.takes_ideas(timezone.localdate(now)):
        raise Conflict(_("Utfordringen tar ikke imot idéer nå."))
    post = write_post(
        author=author,
        community=community,
        text=text_of(title, problem, proposal, expected_effect),
        language=language,
        now=None if draft else now,
    )
    idea = Idea.objects.create(
        post=post,
        status="draft" if draft else "open",
        challenge=challenge,
        title=title,
        problem=problem,
        proposal=proposal,
        expected_effect=expected_effect,
    )
    idea.units.set(units)
    if from_post:
        credit_post(idea, from_post, now)
    return idea


def write_post(*, author: User, community: Community, text: str, language: str, now: dt.datetime | None) -> Post:
    """Publish the post of an idea; without `now`, that of a draft, keep it where nobody else sees it.

    :raises NotAllowed: if the author may not write in the community.
    """
    if now:
        return publish_post(author=author, community=community, kind=Kind.IDEA, text=text, language=language, now=now)
    require_writer(author, community, Kind.IDEA)
    return Post.objects.create(author=author, community=community, kind=Kind.IDEA, text=text, language=language)


def credit_post(idea: Idea, post: Post, now: dt.datetime) -> None:
    """Give part in an idea to the author of the post that it was made from, and say in that thread where it led; not of
    a draft, and not to readers who could not follow."""
    if post.author_id is not None:
        Credit.objects.create(idea=idea, person_id=post.author_id, post=post)
    if idea.status != "draft" and same_readers(post, idea.post):
        title = idea.title.replace("[", "\\[").replace("]", "\\]")
        text = _("Dette ble til en idé: [%(title)s](/ideas/%(key)d/)") % {"title": title, "key": idea.pk}
        publish_reply(author=idea.post.author, parent=post, text=text, now=now)  # type: ignore[arg-type]


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
