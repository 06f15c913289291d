"""`{% icon "home" %}` in templates."""

from django import template
from django.utils.safestring import SafeString

from microblog import icons

register = template.Library()


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    return icons.icon(name, size)
