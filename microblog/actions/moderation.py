"""Reports, what is decided on them, and what the author can answer."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from microblog import access
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.actions.audit import write_down
from microblog.actions.posts import count_post, edit_post
from microblog.events import record_event
from microblog.models import Kind, ModerationCase, Post, Report, User

REPORTS_THAT_HIDE = 3
SHORTEST_REASON = 10

State = ModerationCase.State
DECISIONS = {"keep": State.KEPT, "hide": State.HIDDEN, "ask_rewrite": State.ASKED}


@transaction.atomic
def report_post(*, actor: User, post: Post, reason: str, words: str, now: dt.datetime) -> None:
    """Tell the moderators that a post breaks the rules; twice counts once. The third person's report hides it until
    a moderator has looked.

    :raises NotAllowed: if the post is the actor's own.
    :raises Conflict: if the post has just gone.
    """
    if post.author_id == actor.pk or actor.is_service:
        raise NotAllowed(_("Du kan ikke melde ditt eget innlegg."))
    # Reports of one post wait for each other here, so that exactly one of them is the third.
    post = Post.objects.select_for_update().get(pk=post.pk)
    if not post.is_live:
        raise Conflict(_("Innlegget er borte."))
    case, _is_new = ModerationCase.objects.exclude(state=State.KEPT).get_or_create(
        post=post, defaults={"opened_at": now}
    )
    Report.objects.get_or_create(case=case, reporter=actor, defaults={"reason": reason, "words": words})
    if case.reports.count() >= REPORTS_THAT_HIDE and not was_looked_at(post):
        hide(post, now)
        write_down("post.hidden_by_reports", subject=post, actor=None, reason="", now=now)


def was_looked_at(post: Post) -> bool:
    """Tell whether a moderator has let the present wording stand."""
    kept = ModerationCase.objects.filter(post=post, state=State.KEPT)
    return (kept.filter(decided_at__gt=post.edited_at) if post.edited_at else kept).exists()


@transaction.atomic
def decide_case(*, actor: User, case: ModerationCase, decision: str, reason: str, now: dt.datetime) -> None:
    """Let a reported post stand (`keep` also restores it), hide it, or hide it until its author has rewritten it.

    :raises Invalid: if the author is given no reason, or the post is an idea, which has no text of its own to rewrite.
    :raises Conflict: if that has been decided already, or the post is gone.
    :raises NotAllowed: if somebody else has to look at this appeal.
    """
    post = Post.objects.select_for_update().get(pk=case.post_id)
    case = ModerationCase.objects.select_for_update().get(pk=case.pk)
    check_decision(actor, case, post, decision, reason)
    case.state, case.reason = DECISIONS[decision], reason
    case.decided_by, case.decided_at = actor, now
    case.save()
    write_down(f"post.{case.state}", subject=post, actor=actor, reason=reason, now=now)
    if decision == "keep":
        show(post)
    else:
        hide(post, now)


def check_decision(actor: User, case: ModerationCase, post: Post, decision: str, reason: str) -> None:
    """Refuse what cannot be decided; see `decide_case`."""
    is_settled = case.state == State.KEPT or case.state == DECISIONS[decision]
    if post.deleted_at is not None or is_settled or (decision == "ask_rewrite" and not case.is_open):
        raise Conflict(_("Saken er avgjort."))
    if case.state == State.APPEALED and not access.may_decide_appeal(actor, case):
        raise NotAllowed(_("En annen enn den som skjulte innlegget, avgjør klagen."))
    if decision != "keep" and len(reason) < SHORTEST_REASON:
        raise Invalid("reason", "too_short", _("Gi forfatteren en grunn på minst ti tegn."))
    if decision == "ask_rewrite" and post.kind == Kind.IDEA and not post.is_reply:
        raise Invalid("decision", "not_for_ideas", _("En idé kan ikke sendes til omskriving."))
    if decision == "ask_rewrite" and post.pseudonym:
        raise Invalid(
            "decision", "nobody_to_ask", _("Ingen vet hvem som kan skrive om dette. La det stå, eller skjul det.")
        )


@transaction.atomic
def appeal_decision(*, author: User, case: ModerationCase, text: str, now: dt.datetime) -> None:
    """Ask for another look at one's hidden post, once.

    :raises Conflict: if there is no decision to appeal, or it was appealed before.
    """
    case = ModerationCase.objects.select_for_update().get(pk=case.pk)
    if not case.can_appeal:
        raise Conflict(_("Du kan klage én gang, etter at noen har avgjort saken."))
    case.state, case.appeal = State.APPEALED, text
    case.save()
    write_down("post.appealed", subject=case.post, actor=author, reason="", now=now)


@transaction.atomic
def rewrite_post(*, author: User, case: ModerationCase, text: str, now: dt.datetime) -> None:
    """Change one's post as a moderator has asked; it stays hidden until one has looked again.

    :raises Conflict: if nobody has asked for it.
    :raises Invalid: if the text is the same.
    """
    post = Post.objects.select_for_update().get(pk=case.post_id)
    case = ModerationCase.objects.select_for_update().get(pk=case.pk)
    if case.state != State.ASKED:
        raise Conflict(_("Ingen har bedt deg om å skrive om dette nå."))
    if text == post.text:
        raise Invalid("text", "unchanged", _("Skriv om innlegget før du sender det."))
    edit_post(actor=author, post=post, text=text, now=now)
    case.state = State.REWRITTEN
    case.save()
    write_down("post.rewritten", subject=post, actor=author, reason="", now=now)


def hide(post: Post, now: dt.datetime) -> None:
    """Take a post from everybody's sight; one that is hidden stays so. The event names nobody."""
    if post.hidden_at is None:
        post.hidden_at = now
        post.save(update_fields=["hidden_at"])
        record_event("post.hidden", subject=post, actor=None)
        count_post(post, -1)


def show(post: Post) -> None:
    """Let a hidden post be seen again."""
    if post.hidden_at is not None:
        post.hidden_at = None
        post.save(update_fields=["hidden_at"])
        record_event("post.restored", subject=post, actor=None)
        count_post(post, 1)
