"""Ideas that say the same become one, and apart again: nothing that people gave is lost on either way."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ideas import access
from ideas.actions.moves import change_status
from ideas.actions.votes import count_votes
from ideas.lifecycle import UNDECIDED
from ideas.models import Credit, Idea, Merge, MergedVote, Promise, StatusChange, Vote
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.events import record_event
from microblog.models import Post, ThreadFollow, User

NOWHERE = ("draft", "withdrawn", "duplicate")


@transaction.atomic
def merge_idea(*, actor: User, idea: Idea, into: Idea, now: dt.datetime, reason: str = "") -> Merge:
    """Merge an idea into another. Its comments and promises move there; votes count there too, for each person the
    later one; its followers follow and its author has part.

    :raises NotAllowed: if the actor decides on neither.
    :raises Invalid: if they are one, would form a circle, or are not for the same readers.
    :raises Conflict: if the idea is decided, or the other is no place to go; `merged_into` names where that went.
    """
    source, target = both(idea, into)
    check_merge(actor, source, target)
    merge = Merge.objects.create(
        source=source, target=target, actor=actor, reason=reason, merged_at=now, before=source.status
    )
    bring_votes(merge)
    bring_promises(merge)
    bring_replies(merge)
    bring_followers(merge)
    bring_credit(merge)
    merge.save(update_fields=["replies", "promises", "followers"])
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    change_status(source, "duplicate", actor=actor, now=now, reason=reason)
    count_votes(target)
    return merge


@transaction.atomic
def undo_merge(*, actor: User, merge: Merge, now: dt.datetime) -> Merge:
    """Give an idea back what it was before it was merged. What people did to the target since stays there; who answered
    a comment that goes back goes with it.

    :raises NotAllowed: if the actor decides on neither idea.
    :raises Conflict: if the merge is undone, one of the ideas is gone, or the target went into another since: then
        `merge` names what has to be undone first.
    """
    source, target = both(merge.source, merge.target)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    check_undo(actor, merge, source, target)
    return_votes(merge)
    Promise.objects.filter(pk__in=merge.promises, idea=target).update(idea=source)
    return_replies(merge, source, target)
    return_followers(merge)
    merge.credits.all().delete()
    source.status, source.merged_into = merge.before, None
    source.save(update_fields=["status", "merged_into"])
    # The merge itself remembers who, when and why; the source's own log is as it was.
    StatusChange.objects.filter(idea=source, after="duplicate", moved_at=merge.merged_at).delete()
    merge.undone_at, merge.undone_by = now, actor
    merge.save(update_fields=["undone_at", "undone_by"])
    record_event("idea.moved", subject=source.post, actor=actor)
    count_votes(target)
    return merge


def both(first: Idea, second: Idea) -> tuple[Idea, Idea]:
    """Lock and return two ideas and the first posts of their threads, always in the order of their keys. Promises come
    first, as the promise keeper takes them."""
    keys = sorted({first.pk, second.pk})
    list(Promise.objects.select_for_update().filter(idea__in=keys).order_by("pk").values_list("pk"))
    rows = Idea.objects.select_for_update(of=["self"]).select_related("post__community", "challenge")
    found = {idea.pk: idea for idea in rows.filter(pk__in=keys).order_by("pk")}
    posts = [found[key].post_id for key in keys]
    # A comment that is being written now comes before or after, never half.
    list(Post.objects.select_for_update().filter(pk__in=posts).order_by("pk").values_list("pk"))
    return found[first.pk], found[second.pk]


def check_merge(actor: User, source: Idea, target: Idea) -> None:
    """:raises NotAllowed, Invalid, Conflict: as `merge_idea`."""
    if not access.decides_on_either(actor, source, target):
        raise NotAllowed(_("Bare de som svarer på en av idéene, slår dem sammen."))
    if source.pk == target.pk:
        raise Invalid("into", "itself", _("En idé kan ikke slås sammen med seg selv."))
    if source.pk in ends_of(target):
        raise Invalid("into", "circle", _("Den andre idéen er alt slått sammen med denne."))
    if source.status not in UNDECIDED:
        allowed = access.allowed_moves(actor, source)
        raise Conflict(_("Bare en idé som ikke er avgjort, kan slås sammen med en annen."), allowed=allowed)
    if target.status in NOWHERE or not target.post.is_live:
        gone_to = {"merged_into": str(target.merged_into_id)} if target.merged_into_id else {}
        raise Conflict(_("Idéen du vil slå sammen med, er selv tatt bort eller slått sammen med en annen."), **gone_to)
    if not access.same_readers(source.post, target.post):
        raise Invalid("into", "other_readers", _("Idéene står der ulike folk leser. Da kan de ikke slås sammen."))


def check_undo(actor: User, merge: Merge, source: Idea, target: Idea) -> None:
    """:raises NotAllowed, Conflict: as `undo_merge`."""
    if not access.decides_on_either(actor, source, target):
        raise NotAllowed(_("Bare de som svarer på en av idéene, skiller dem igjen."))
    if merge.undone_at is not None:
        raise Conflict(_("Idéene er alt skilt igjen."))
    if later := Merge.objects.filter(source=target, undone_at=None).first():
        detail = _("Idéen den ble slått sammen med, er siden slått sammen med en annen. Skill de to først.")
        raise Conflict(detail, merge=str(later.pk))
    if target.post.deleted_at or source.post.deleted_at:
        raise Conflict(_("En av idéene er slettet."))


def ends_of(idea: Idea) -> list[int]:
    """Return the keys of the ideas that an idea went into, one after the other."""
    found: list[int] = []
    key = idea.merged_into_id
    while key is not None:
        found.append(key)
        key = Idea.objects.values_list("merged_into", flat=True).get(pk=key)
    return found


def bring_votes(merge: Merge, people: Iterable[int] | None = None) -> None:
    """Let the source's votes, all or those of some people, count at the target where they are the later ones."""
    coming = Vote.objects.filter(idea=merge.source_id)
    if people is not None:
        coming = coming.filter(user__in=people)
    present = {vote.user_id: vote for vote in Vote.objects.filter(idea=merge.target_id)}
    ledger, new, changed = [], [], []
    for vote in coming.order_by("pk"):
        own = present.get(vote.user_id)
        if own and own.voted_at >= vote.voted_at:
            continue
        given = {"user_id": vote.user_id, "choice": vote.choice, "voted_at": vote.voted_at}
        before = {"choice_before": own.choice, "voted_before_at": own.voted_at} if own else {}
        ledger.append(MergedVote(merge=merge, **given, **before))
        if own:
            own.choice, own.voted_at = vote.choice, vote.voted_at
            changed.append(own)
        else:
            new.append(Vote(idea_id=merge.target_id, **given))
    MergedVote.objects.bulk_create(ledger)
    Vote.objects.bulk_create(new)
    Vote.objects.bulk_update(changed, ["choice", "voted_at"])


def return_votes(merge: Merge) -> None:
    """Take the votes back that came with the merge, where nobody has voted anew since."""
    others = list(Merge.objects.filter(target=merge.target_id, undone_at=None).exclude(pk=merge.pk).order_by("pk"))
    later = {
        (row.user_id, row.choice_before, row.voted_before_at): row
        for row in MergedVote.objects.filter(merge__in=others)
    }
    present = {vote.user_id: vote for vote in Vote.objects.filter(idea=merge.target_id)}
    returned = []
    for row in merge.votes.all():
        vote = present.get(row.user_id)
        if vote and (vote.choice, vote.voted_at) == (row.choice, row.voted_at):
            put_back(vote, row)
            returned.append(row.user_id)
        elif heir := later.get((row.user_id, row.choice, row.voted_at)):
            # Another merge has covered this vote: when that is undone too, what was here before comes back.
            heir.choice_before, heir.voted_before_at = row.choice_before, row.voted_before_at
            heir.save(update_fields=["choice_before", "voted_before_at"])
    merge.votes.all().delete()
    for other in others:
        bring_votes(other, returned)


def put_back(vote: Vote, row: MergedVote) -> None:
    if not row.choice_before:
        vote.delete()
        return
    Vote.objects.filter(pk=vote.pk).update(choice=row.choice_before, voted_at=row.voted_before_at)


def bring_promises(merge: Merge) -> None:
    moved = Promise.objects.filter(idea=merge.source_id)
    merge.promises = list(moved.order_by("pk").values_list("pk", flat=True))
    moved.update(idea=merge.target_id)


def bring_replies(merge: Merge) -> None:
    """Move the comments, also those that are hidden or deleted, into the target's thread."""
    source, target = merge.source.post, merge.target.post
    moved = Post.objects.filter(root=source)
    merge.replies = list(moved.order_by("pk").values_list("pk", flat=True))
    move_replies(merge.replies, source, target)


def return_replies(merge: Merge, source: Idea, target: Idea) -> None:
    """Move the comments back; an answer to one of them, written since, goes with it."""
    going = set(merge.replies)
    for key, parent in Post.objects.filter(root=target.post_id).order_by("pk").values_list("pk", "parent"):
        if parent in going:
            going.add(key)
    move_replies(going, target.post, source.post)


def move_replies(keys: Iterable[int], before: Post, after: Post) -> None:
    """Hang comments from one thread into another and count both anew."""
    moved = Post.objects.filter(pk__in=list(keys), root=before)
    moved.filter(parent=before).update(parent=after)
    moved.update(root=after, community=after.community_id)
    for root in (before, after):
        count = Post.objects.live().filter(root=root).count()  # type: ignore[attr-defined]
        Post.objects.filter(pk=root.pk).update(reply_count=count)


def bring_followers(merge: Merge) -> None:
    """Let those who follow the source follow the target too, but for those who have said that they do not want to."""
    merge.followers = sorted(followers(merge.source) - set(wishes(merge.target).values_list("person", flat=True)))
    ThreadFollow.objects.bulk_create(
        ThreadFollow(root_id=merge.target.post_id, person_id=key, is_following=True) for key in merge.followers
    )


def return_followers(merge: Merge) -> None:
    """Let those follow the target no longer who came with the merge, have not written there since, and have not come
    with another."""
    writers = Post.objects.filter(root=merge.target.post_id).values_list("author", flat=True)
    leaving = set(merge.followers) - set(writers)
    others = Merge.objects.filter(target=merge.target_id, undone_at=None).exclude(pk=merge.pk)
    for other in others.select_related("source").order_by("pk"):
        heirs = leaving & followers(other.source)
        other.followers = sorted({*other.followers, *heirs})
        other.save(update_fields=["followers"])
        leaving -= heirs
    wishes(merge.target).filter(person__in=leaving, is_following=True).delete()


def wishes(idea: Idea) -> QuerySet[ThreadFollow]:
    return ThreadFollow.objects.filter(root=idea.post_id)


def followers(idea: Idea) -> set[int]:
    return set(wishes(idea).filter(is_following=True).values_list("person", flat=True))


def bring_credit(merge: Merge) -> None:
    """Give part in the target to the author of the source and to all who have part in it."""
    people = part_owners(merge.source) - {merge.target.post.author_id}
    Credit.objects.bulk_create(Credit(idea=merge.target, person_id=key, merge=merge) for key in sorted(people))


def part_owners(idea: Idea) -> set[int]:
    """Return the keys of an idea's author and of all who have part in it."""
    return {idea.post.author_id, *Credit.objects.filter(idea=idea).values_list("person", flat=True)}
