"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest

from microblog import cards
from microblog.queries.communities import joined_communities
from microblog.queries.units import unit_tree


def frame(request: HttpRequest) -> dict[str, Any]:
    """Add the menu's content, read only when the template asks for it."""
    viewer = getattr(request, "user", None)
    if viewer is None or not viewer.is_authenticated:
        return {}
    return {
        "company": lambda: unit_tree().root,
        "my_communities": lambda: joined_communities(viewer=viewer),
        "reads_letters": lambda: cards.reads_letters(viewer),
    }
