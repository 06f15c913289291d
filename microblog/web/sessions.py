"""Where a person is signed in, and signing out there."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from microblog.actions.sessions import end_sessions
from microblog.queries.sessions import live_sign_ins
from microblog.web.answers import PersonRequest, SeeOther, signed_in


@require_safe
@signed_in
def sessions(request: PersonRequest) -> HttpResponse:
    """List where the reader is signed in, this browser first."""
    found = live_sign_ins(viewer=request.user, now=timezone.now()).order_by("-last_used_on", "-pk")
    here = request.session.session_key
    rows = sorted(found, key=lambda row: row.session_key != here)
    return render(request, "microblog/sessions.html", {"here": "settings", "rows": rows, "session_key": here})


@require_POST
@signed_in
@reauthentication_required(app="microblog")
def end_one(request: PersonRequest, key: int) -> HttpResponse:
    found = live_sign_ins(viewer=request.user, now=timezone.now())
    sign_in = get_object_or_404(found, pk=key)
    end_sessions(actor=request.user, sign_ins=[sign_in])
    messages.success(request, _("Nettleseren er logget ut."))
    return SeeOther("/settings/sessions/")


@require_POST
@signed_in
@reauthentication_required(app="microblog")
def end_others(request: PersonRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    found = live_sign_ins(viewer=request.user, now=timezone.now())
    others = list(found.exclude(session_key=request.session.session_key))
    end_sessions(actor=request.user, sign_ins=others)
    n = len(others)
    words = ngettext("%(n)d annen nettleser er logget ut.", "%(n)d andre nettlesere er logget ut.", n)
    messages.success(request, words % {"n": n})
    return SeeOther("/settings/sessions/")
