"""`{{ wait|how_long }}`: a length of time in words."""

import datetime as dt

from django import template

from microblog.times import length_words

register = template.Library()


@register.filter
def how_long(length: dt.timedelta) -> str:
    return length_words(length)
