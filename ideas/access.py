"""Who may see and do what with ideas. What a post's reader may see decides; a draft is its author's alone."""

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from ideas import delegates
from ideas.lifecycle import MOVES, VOTABLE
from ideas.models import Assessor, Idea
from microblog import access
from microblog.models import Community, OrgUnit, Post, User


def visible_ideas(viewer: User) -> QuerySet[Idea]:
    """Ideas whose post the viewer may read, and the viewer's own drafts."""
    is_my_draft = Q(status="draft", post__author=viewer, post__deleted_at=None)
    return Idea.objects.filter(access.is_visible(viewer, "post__") | is_my_draft)


def can_vote(viewer: User, idea: Idea) -> bool:
    """Votes count while the idea can still turn out either way, and its challenge, if any, is open.

    What is declined for now can be voted back.
    """
    is_open = idea.challenge is None or idea.challenge.takes_votes(timezone.localdate())
    is_votable = idea.status in VOTABLE or (idea.status == "declined" and idea.revisit_on is not None)
    return is_votable and is_open and not viewer.is_service


def decides(viewer: User, idea: Idea) -> bool:
    """Leaders of the concerned units decide, the top leader, and their delegates. An idea that names no unit concerns
    all of the first level."""
    return not viewer.is_service and led_units(viewer, idea).exists()


def led_units(viewer: User, idea: Idea) -> QuerySet[OrgUnit]:
    """The units for which the viewer can decide on an idea: as their leader, or as the delegate of that leader."""
    named = idea.units.order_by().values("pk")
    concerned = Q(pk__in=named) | (Q(parent__parent=None) & ~Exists(named))
    led = Q(leader=viewer)
    for leaders in delegates.leaders_of:
        led |= Q(leader__in=leaders(viewer))
    return OrgUnit.objects.filter(concerned | Q(parent=None)).filter(led)


def acts_for(viewer: User, idea: Idea) -> User | None:
    """Return the leader on whose behalf the viewer decides on an idea; None where the viewer decides in own right."""
    units = led_units(viewer, idea).select_related("leader").order_by("id")
    leaders = [unit.leader for unit in units]
    return None if viewer in leaders or not leaders else leaders[0]


def decides_on_either(viewer: User, first: Idea, second: Idea) -> bool:
    return decides(viewer, first) or decides(viewer, second)


def same_readers(first: Post, second: Post) -> bool:
    """Tell whether what is said under one post may be read by exactly those who read the other."""
    both_open = all(post.community.visibility == Community.Visibility.OPEN for post in (first, second))
    return both_open or first.community_id == second.community_id


def movers_of(viewer: User, idea: Idea) -> str:
    """Return the letters of `lifecycle.py` that the viewer holds for an idea."""
    is_author = idea.post.author_id == viewer.pk and not viewer.is_service
    is_assignee = idea.assignee_id == viewer.pk
    held = {"A": is_author, "L": decides(viewer, idea), "O": is_assignee}
    return "".join(letter for letter, holds in held.items() if holds)


def allowed_moves(viewer: User, idea: Idea) -> list[str]:
    """Return the states to which the viewer may move an idea. A merge is an act of its own and not among them."""
    return moves_for(movers_of(viewer, idea), idea)


def moves_for(held: str, idea: Idea) -> list[str]:
    """Return the states to which who holds these letters may move an idea."""
    possible = MOVES[idea.status].items()
    return [after for after, movers in possible if set(held) & set(movers) and after != "duplicate"]


def takes_work(idea: Idea) -> bool:
    """Tasks belong to ideas that will be done and are not done yet."""
    return idea.status in ("planned", "started")


def can_plan(viewer: User, idea: Idea) -> bool:
    """Who proposed an idea, carries it on or decides on it says what there is to do."""
    return bool(movers_of(viewer, idea))


def assesses(viewer: User, idea: Idea) -> bool:
    """Who was asked to assess an idea fills in a card."""
    return Assessor.objects.filter(idea=idea, person=viewer).exists()


def can_ask(viewer: User) -> bool:
    """Challenges are asked by leaders."""
    return OrgUnit.objects.filter(leader=viewer).exists() and not viewer.is_service
