"""How a person wants to be told: on the settings page, and from a mail without signing in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from microblog import notices
from microblog.actions.notifications import choose_notifications, set_quiet_hours, unsubscribe
from microblog.models import Rhythm, User
from microblog.queries.notifications import wish_of
from microblog.unsubscribe import EVERYTHING
from microblog.web.answers import PersonRequest, SeeOther, reader_of, signed_in, unkept

OFF = "off"
WAYS = [
    (Rhythm.AT_ONCE.value, gettext_lazy("E-post med en gang")),
    (Rhythm.DAILY.value, gettext_lazy("E-post samlet hver morgen")),
    (Rhythm.WEEKLY.value, gettext_lazy("E-post samlet hver mandag")),
    (Rhythm.NEVER.value, gettext_lazy("Bare i Lest")),
    (OFF, gettext_lazy("Ikke si fra")),
]
DAYS = [
    (1, gettext_lazy("mandag")),
    (2, gettext_lazy("tirsdag")),
    (3, gettext_lazy("onsdag")),
    (4, gettext_lazy("torsdag")),
    (5, gettext_lazy("fredag")),
    (6, gettext_lazy("lørdag")),
    (7, gettext_lazy("søndag")),
]


class QuietForm(forms.Form):
    starts_at = forms.TimeField()
    ends_at = forms.TimeField()
    days = forms.TypedMultipleChoiceField(choices=DAYS, coerce=int)


def notice_context(viewer: User) -> dict[str, Any]:
    """Return what the part of the settings page about notifications shows."""
    wish = wish_of(viewer)
    chosen = {kind: wish.of(kind) for kind in notices.kinds}
    return {
        "ways": WAYS,
        "notice_kinds": [
            {
                "key": key,
                "title": kind.title,
                "hint": kind.hint,
                "way": chosen[key][1] if chosen[key][0] else OFF,
                "pushes": wish.pushes(key),
            }
            for key, kind in notices.kinds.items()
        ],
        "quiet": wish.quiet,
        "days": [(number, name, number in wish.quiet.days) for number, name in DAYS],
    }


@require_POST
@signed_in
def choose(request: PersonRequest) -> HttpResponse:
    """Take the ways that were chosen, by kind."""
    ways = dict(WAYS)
    wishes: dict[str, dict[str, Any]] = {}
    for kind in notices.kinds:
        way = request.POST.get(kind)
        if way in ways:
            wishes[kind] = {
                "page": way != OFF,
                "mail": Rhythm.NEVER if way == OFF else way,
                "push": f"push-{kind}" in request.POST,
            }
    choose_notifications(actor=request.user, wishes=wishes)
    messages.success(request, _("Varslene er lagret."))
    return SeeOther("/settings/#varsler")


@require_POST
@signed_in
def choose_quiet(request: PersonRequest) -> HttpResponse:
    """Take the quiet hours, and the days with mail."""
    form = QuietForm(request.POST)
    if form.is_valid():
        set_quiet_hours(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Stilletiden er lagret."))
    else:
        messages.error(request, _("Velg to klokkeslett og minst én dag."))
    return SeeOther("/settings/#varsler")


@csrf_exempt  # The mail program of the reader sends it (RFC 8058): the signed address is the proof.
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """End mail of the kind that the address names. Opening it changes nothing, for programs open addresses too."""
    person, kind = reader_of(token, {EVERYTHING, *notices.kinds})
    if request.method == "POST":
        unsubscribe(person=get_object_or_404(User, pk=person), kind=kind)
    context = {
        "title": notices.kinds[kind].title if kind != EVERYTHING else "",
        "is_done": request.method == "POST",
    }
    return unkept(render(request, "microblog/unsubscribe.html", context))
