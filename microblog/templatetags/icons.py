"""`{% icon "home" %}` and `{% avatar person "s" %}` in templates."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from microblog import icons

register = template.Library()

FACE = '<img class="{}" src="/pictures/{}/{}" alt="" width="40" height="40" loading="lazy" decoding="async">'


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    return icons.icon(name, size)


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """Show how a person looks, else the initials. `person` has `picture`, `initials` and `hue`; `size` is `xs`, `s`,
    `l`, `xl` or nothing. The name always stands beside it, so it says nothing to who can't see it."""
    look = f"av {person.hue} {size}".strip()
    if person.picture:
        return format_html(FACE, look, person.picture, "" if size == "xl" else "small/")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', look, person.initials)
