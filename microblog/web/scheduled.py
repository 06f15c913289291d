"""One's own posts that come out later."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from microblog.access import Invalid, NotAllowed
from microblog.actions.scheduled import cancel_scheduled, change_scheduled, publish_scheduled, schedule_post
from microblog.queries.scheduled import attached, scheduled_post, scheduled_posts
from microblog.texts import to_html
from microblog.web.answers import PersonRequest, SeeOther, signed_in
from microblog.web.composer import PostForm
from microblog.web.forms import ScheduledForm

LIST = "/scheduled/"


@require_safe
@signed_in
def waiting(request: PersonRequest) -> HttpResponse:
    """Show what waits, the next first."""
    rows = scheduled_posts(viewer=request.user).order_by("publish_at", "pk")
    shown = [{"row": row, "html": to_html(row.text), "files": attached(row)} for row in rows]
    return render(request, "microblog/scheduled.html", {"here": "scheduled", "shown": shown})


def put_off(request: PersonRequest, form: PostForm) -> HttpResponseBase | None:
    """Keep what a valid composer with a time holds until then; else hang the reason on its field."""
    try:
        schedule_post(author=request.user, now=timezone.now(), **form.cleaned_data)
    except (NotAllowed, Invalid) as refusal:
        form.add_error(getattr(refusal, "field", "kind"), refusal.detail)
        return None
    messages.success(request, _("Innlegget legges ut når tiden er inne."))
    return HttpResponseClientRedirect(LIST) if request.htmx else SeeOther(LIST)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: PersonRequest, key: int) -> HttpResponse:
    """Change the words, the time or the place of what waits."""
    row = scheduled_post(viewer=request.user, key=key)
    initial = {"text": row.text, "publish_at": row.publish_at, "community": row.community}
    form = ScheduledForm(request.POST or None, viewer=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_scheduled(actor=request.user, post=row, now=timezone.now(), **form.cleaned_data)
        except (NotAllowed, Invalid) as refusal:
            form.add_error(getattr(refusal, "field", "community"), refusal.detail)
        else:
            messages.success(request, _("Innlegget er endret."))
            return SeeOther(LIST)
    context = {"here": "scheduled", "row": row, "form": form}
    return render(request, "microblog/scheduled_edit.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def cancel(request: PersonRequest, key: int) -> HttpResponse:
    cancel_scheduled(actor=request.user, post=scheduled_post(viewer=request.user, key=key))
    messages.success(request, _("Innlegget blir ikke lagt ut."))
    return SeeOther(LIST)


@require_POST
@signed_in
def publish_now(request: PersonRequest, key: int) -> HttpResponse:
    """Publish before the time."""
    row = scheduled_post(viewer=request.user, key=key)
    post = publish_scheduled(actor=request.user, post=row, now=timezone.now())
    return SeeOther(f"/posts/{post.pk}/")
