"""The apps that a person has let in, and showing them the door."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from microblog.actions.apps import disconnect_app
from microblog.queries.apps import connected_apps, connected_client
from microblog.web.answers import PersonRequest, SeeOther, signed_in
from microblog.web.oauth import SCOPE_WORDS


@require_safe
@signed_in
def apps(request: PersonRequest) -> HttpResponse:
    """List the apps that may act for the reader, and what each of them may."""
    rows = [
        {"client": app.client, "since": app.since, "scopes": [SCOPE_WORDS.get(scope, scope) for scope in app.scopes]}
        for app in connected_apps(viewer=request.user)
    ]
    return render(request, "microblog/apps.html", {"here": "settings", "rows": rows})


@require_POST
@signed_in
def disconnect(request: PersonRequest, key: str) -> HttpResponse:
    disconnect_app(actor=request.user, client=connected_client(viewer=request.user, key=key))
    messages.success(request, _("Appen kommer ikke lenger inn."))
    return SeeOther("/settings/apps/")
