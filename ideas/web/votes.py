"""Votes: given with one press, changed, taken back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.actions.votes import cast_vote, withdraw_vote
from ideas.models import Choice, Idea
from ideas.queries.ideas import visible_idea
from ideas.web.shown import ballot_of, shown
from microblog.access import Invalid
from microblog.queries.threads import readable_post
from microblog.web.answers import PersonRequest, SeeOther, signed_in, way_back
from microblog.web.post_html import card_html, root_html


@require_POST
@signed_in
def vote(request: PersonRequest, key: int) -> HttpResponse:
    """Vote (`choice`), or take one's vote back (`choice` none). htmx gets the `part` that the button stands in."""
    idea = visible_idea(viewer=request.user, key=key)
    choice = request.POST.get("choice", "")
    if choice == "none":
        withdraw_vote(actor=request.user, idea=idea)
    elif choice in Choice.values:
        cast_vote(actor=request.user, idea=idea, choice=choice, now=timezone.now())
    else:
        raise Invalid("choice", "invalid_choice", _("Velg For, Usikker eller Imot."))
    if not request.htmx:
        return SeeOther(f"{way_back(request, f'/ideas/{key}/')}#p{idea.post_id}")
    return part_of(request, visible_idea(viewer=request.user, key=key))


def part_of(request: PersonRequest, idea: Idea) -> HttpResponse:
    """Return the row of a list, the ballot of a page or, where ideas stand among posts, the card."""
    one = shown(request.user, idea, timezone.now())
    match request.POST.get("part"):
        case "row":
            return render(request, "ideas/_row.html", {"one": one, "order": request.POST.get("order")})
        case "ballot":
            return render(request, "ideas/_ballot.html", {"one": one, "ballot": ballot_of(one)})
    post = readable_post(viewer=request.user, key=idea.post_id)
    in_its_thread = way_back(request).startswith(f"/posts/{post.pk}/")
    html = root_html(request.user, post) if in_its_thread else card_html(request.user, post)
    return render(request, "microblog/_cards.html", {"cards": html})
