"""What every page shows around its content."""

from functools import cache
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest

from microblog import cards
from microblog.models import Community, User
from microblog.queries.menu import may_announce, menu_communities
from microblog.queries.units import unit_tree
from microblog.web.answers import key_in


def frame(request: HttpRequest) -> dict[str, Any]:
    """Add the menu's content, read only when the template asks for it, and then once."""
    viewer = getattr(request, "user", None)
    if viewer is None or not viewer.is_authenticated:
        return {}
    communities = cache(lambda: menu_communities(viewer=viewer))
    reads_letters = cache(lambda: cards.reads_letters(viewer))
    return {
        "company": company_name,
        "my_communities": communities,
        "may_announce": lambda: may_announce(communities()),
        "reads_letters": reads_letters,
        # All that the menu shows, so that it is rendered once for each menu and not for each request.
        "menu_key": cache(lambda: (company_name(), face(viewer), reads_letters(), *map(face, communities()))),
        "undo": key_in(request.GET.get("deleted")),
    }


def face(shown: User | Community) -> tuple[str, ...]:
    """Return what the menu shows of a person or a community."""
    address = shown.username if isinstance(shown, User) else shown.slug
    return address, shown.name, shown.hue


def company_name() -> str:
    """Return the company's name, read once a minute in each process."""
    return caches["process"].get_or_set("company", lambda: getattr(unit_tree().root, "name", "")) or ""
