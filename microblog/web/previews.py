"""Before a post is sent: how it will look, and what the writer's leader will see of it."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from microblog.models import LONGEST_TEXT
from microblog.queries.communities import readable_community
from microblog.queries.leaders_view import leaders_view
from microblog.texts import to_html
from microblog.web.anonymous import is_unnamed, unkept
from microblog.web.answers import PersonRequest, answer, signed_in
from microblog.web.composer import PostForm


@require_POST
@signed_in
def preview(request: PersonRequest) -> HttpResponse:
    """Show what the composer holds as readers will see it. Nothing of it is kept."""
    sent = request.POST
    community = readable_community(viewer=request.user, slug=sent.get("community", ""))
    view = leaders_view(
        author=request.user,
        community=community,
        kind=sent.get("kind", ""),
        is_unnamed=is_unnamed(request),
        now=timezone.now(),
    )
    context = {
        "here": "write",
        "view": view,
        "html": to_html(sent.get("text", "")[:LONGEST_TEXT]),
        "form": PostForm(viewer=request.user, initial=sent.dict()),
    }
    return unkept(answer(request, "microblog/post_preview.html", "microblog/_preview.html", context))
