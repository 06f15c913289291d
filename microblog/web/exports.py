"""The reader's own data: ask for it, fetch it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from microblog.actions.exports import ask_for_export
from microblog.downloads import own_data
from microblog.queries.exports import last_export
from microblog.web.answers import PersonRequest, SeeOther, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@reauthentication_required(app="microblog")
def export(request: PersonRequest) -> HttpResponseBase:
    """Ask for the file by POST, fetch it by GET."""
    now = timezone.now()
    if request.method == "POST":
        return ask(request)
    found = last_export(viewer=request.user, now=now)
    if found is None or not found.file:
        raise Http404
    return own_data(found.file)


def ask(request: PersonRequest) -> HttpResponse:
    ask_for_export(actor=request.user, now=timezone.now())
    messages.success(request, _("Vi pakker dataene dine og sier fra når de er klare."))
    return SeeOther("/settings/#personvern")
