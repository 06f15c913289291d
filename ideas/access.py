"""Who may see and do what with ideas. What a post's reader may see decides; a draft is its author's alone."""

from django.db.models import Q, QuerySet

from ideas.lifecycle import VOTABLE
from ideas.models import Idea
from microblog import access
from microblog.models import User


def visible_ideas(viewer: User) -> QuerySet[Idea]:
    """Ideas whose post the viewer may read, and the viewer's own drafts."""
    is_my_draft = Q(status="draft", post__author=viewer, post__deleted_at=None)
    return Idea.objects.filter(access.is_visible(viewer, "post__") | is_my_draft)


def can_vote(viewer: User, idea: Idea) -> bool:
    """Votes count while the idea can still turn out either way, and its challenge, if any, is open."""
    is_open = idea.challenge is None or idea.challenge.closed_at is None
    return idea.status in VOTABLE and is_open and not viewer.is_service
