"""The first page: the reader's own stream."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from microblog import cards
from microblog.queries.feeds import home_feed
from microblog.web.answers import PersonRequest, signed_in
from microblog.web.composer import PostForm
from microblog.web.streams import answer_stream


@require_safe
@signed_in
def home(request: PersonRequest) -> HttpResponse:
    context = {
        "here": "home",
        "form": PostForm(viewer=request.user, initial={"kind": "update"}),
        "rail": [card for ask in cards.rail_cards if (card := ask(request.user))],
    }
    return answer_stream(request, "microblog/home.html", home_feed, context)
