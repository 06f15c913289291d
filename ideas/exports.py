"""What a person's own data holds of ideas: those they proposed and what they voted, each under its own name."""

from ideas.models import Idea, Vote
from microblog.exports import add_part

add_part(
    "ideas",
    lambda person: (
        Idea.objects.filter(post__author=person, post__deleted_at=None)
        .order_by("id")
        .values("id", "title", "problem", "proposal", "expected_effect", "status")
    ),
)
add_part("votes", lambda person: Vote.objects.filter(user=person).order_by("pk").values("idea", "choice", "voted_at"))
