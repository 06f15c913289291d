"""Ideas merged, split, and parted again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas import access
from ideas.access import visible_ideas
from ideas.actions.merges import merge_idea, undo_merge
from ideas.actions.splits import split_idea
from ideas.models import Idea
from ideas.queries.ideas import visible_idea
from ideas.queries.merges import merge_candidates, visible_merge
from ideas.web.forms import MergeForm, PartForm
from ideas.web.ideas import sent
from microblog.access import Invalid, NotAllowed
from microblog.web.answers import PersonRequest, SeeOther, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def merge(request: PersonRequest, key: int) -> HttpResponse:
    """Merge an idea into another, looked for by the words of its title (`q`)."""
    found = decided_idea(request, key)
    form = MergeForm(sent(request), ideas=visible_ideas(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            merge_idea(actor=request.user, idea=found, now=timezone.now(), **form.cleaned_data)
            return SeeOther(f"/ideas/{form.cleaned_data['into'].pk}/?from={key}")
        except Invalid as bad:
            form.add_error(bad.field, bad.detail)
    sought = request.GET.get("q", "").strip()
    candidates = merge_candidates(viewer=request.user, idea=found, sought=sought)
    context = {"here": "ideas", "idea": found, "form": form, "candidates": candidates, "sought": sought}
    return render(request, "ideas/merge.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def split(request: PersonRequest, key: int) -> HttpResponse:
    """Make a part of an idea into an idea of its own."""
    found = decided_idea(request, key)
    form = PartForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        [part] = split_idea(actor=request.user, idea=found, parts=[form.cleaned_data], now=now)
        return SeeOther(f"/ideas/{part.pk}/")
    context = {"here": "ideas", "idea": found, "form": form}
    return render(request, "ideas/split.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def undo(request: PersonRequest, key: int) -> HttpResponse:
    """Undo a merge, and show the idea that is itself again."""
    found = visible_merge(viewer=request.user, key=key)
    undo_merge(actor=request.user, merge=found, now=timezone.now())
    return SeeOther(f"/ideas/{found.source_id}/")


def decided_idea(request: PersonRequest, key: int) -> Idea:
    """Return an idea on which the person decides.

    :raises NotAllowed: if the person does not.
    """
    found = visible_idea(viewer=request.user, key=key)
    if not access.decides(request.user, found):
        raise NotAllowed(_("Bare de som svarer på idéen, slår den sammen eller deler den."))
    return found
