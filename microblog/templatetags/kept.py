"""`{% kept a b %}…{% endkept %}`: a part of a page that is rendered once for each value of its keys.

What stands inside may depend on the keys and the language alone. Unlike Django's `{% cache %}` nothing runs out: a part
whose keys hold all that it shows is never out of date. The least recently used parts make room for new ones.
"""

from collections import OrderedDict
from itertools import count

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

register = template.Library()

MOST_KEPT = 3000
parts: OrderedDict[tuple[object, ...], str] = OrderedDict()
numbers = count()


class Kept(template.Node):
    def __init__(self, keys: list[FilterExpression], nodelist: NodeList) -> None:
        self.keys = keys
        self.nodelist = nodelist
        self.number = next(numbers)

    def render(self, context: Context) -> str:
        key = (self.number, get_language(), *(value.resolve(context) for value in self.keys))
        try:
            parts.move_to_end(key)
            return parts[key]
        except KeyError:
            parts[key] = html = self.nodelist.render(context)
            if len(parts) > MOST_KEPT:
                parts.popitem(last=False)
            return html


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    keys = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(keys, nodelist)
