"""What every page shows around its content."""

from functools import cache
from typing import Any

from django.core.cache import caches

from microblog import cards
from microblog.models import Community, User
from microblog.queries.menu import Menu, read_menu
from microblog.queries.praise import offered_values, value_words
from microblog.queries.units import unit_tree
from microblog.web.answers import PersonRequest, key_in
from microblog.web.devices import account_mark


def frame(request: PersonRequest) -> dict[str, Any]:
    """Add the menu's content, read only when the template asks for it, and then once."""
    viewer = getattr(request, "user", None)
    if viewer is None or not viewer.is_authenticated:
        return {}
    reads_letters = cache(lambda: cards.reads_letters(viewer))
    return {
        "company": company_name,
        "account": account_mark(viewer),
        "my_communities": lambda: menu_of(request).communities,
        "unread": lambda: menu_of(request).unread,
        "has_cases": lambda: menu_of(request).has_cases,
        "has_hidden": lambda: menu_of(request).has_hidden,
        "may_announce": lambda: menu_of(request).may_announce,
        "praise_values": praise_values,
        "may_stay_unnamed": lambda: menu_of(request).may_stay_unnamed,
        "reads_letters": reads_letters,
        # All that the menu shows, so that it is rendered once for each menu and not for each request.
        "menu_key": cache(
            lambda: (
                company_name(),
                face(viewer),
                reads_letters(),
                menu_of(request).duties,
                *map(face, menu_of(request).communities),
            )
        ),
        "undo": key_in(request.GET.get("deleted")),
    }


def praise_values() -> tuple[tuple[str, str], ...]:
    """Return the values that a praise can name, each with its word; asked for by every composer, so remembered for a
    minute."""
    found = caches["process"].get_or_set("values", lambda: list(offered_values()), 60) or ()
    return tuple((value.key, value_words(value.words)) for value in found)


def menu_of(request: PersonRequest) -> Menu:
    """Return the menu of whoever asks, read once for each request."""
    if not hasattr(request, "menu"):
        request.menu = read_menu(viewer=request.user)
    return request.menu


def face(shown: User | Community) -> tuple[str, ...]:
    """Return what the menu shows of a person or a community."""
    if isinstance(shown, User):
        return shown.username, shown.name, shown.hue, shown.picture
    return shown.slug, shown.name, shown.hue


def company_name() -> str:
    """Return the company's name, read once a minute in each process."""
    return caches["process"].get_or_set("company", lambda: getattr(unit_tree().root, "name", "")) or ""
