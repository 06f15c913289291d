"""What a person sets for themself: language, keys of the keyboard, tokens for phones and scripts."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from microblog.actions.people import issue_token, revoke_token, set_language
from microblog.queries.people import live_tokens
from microblog.web.answers import PersonRequest, SeeOther, signed_in, way_back
from microblog.web.forms import LanguageForm, TokenForm
from microblog.web.notice_settings import notice_context

A_YEAR = 365 * 24 * 60 * 60


@require_safe
@signed_in
def preferences(request: PersonRequest) -> HttpResponse:
    return shown(request, TokenForm(initial={"scopes": "read"}))


def shown(request: PersonRequest, form: TokenForm, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "here": "settings",
        "form": form,
        "tokens": live_tokens(viewer=request.user).order_by("-pk"),
        "languages": settings.LANGUAGES,
        **notice_context(request.user),
    }
    return render(request, "microblog/settings.html", {**context, **more}, status=status)


@require_POST
def language(request: PersonRequest) -> HttpResponse:
    """Change the language: a person's for good, a visitor's in this browser."""
    form = LanguageForm(request.POST)
    response = SeeOther(way_back(request))
    if not form.is_valid():
        return response
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        set_language(actor=request.user, language=chosen)
        with translation.override(chosen):
            messages.success(request, _("Språket er endret."))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR, samesite="Lax")
    return response


@require_POST
@signed_in
def make_token(request: PersonRequest) -> HttpResponse:
    """Make a personal access token, and show its secret this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return shown(request, form, status=422)
    scopes = form.cleaned_data["scopes"].split()
    _token, secret = issue_token(user=request.user, name=form.cleaned_data["name"], scopes=scopes)
    response = shown(request, TokenForm(initial={"scopes": "read"}), secret=secret)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@signed_in
def end_token(request: PersonRequest, key: int) -> HttpResponse:
    token = get_object_or_404(live_tokens(viewer=request.user), pk=key)
    revoke_token(token=token, now=timezone.now())
    messages.success(request, _("Nøkkelen virker ikke lenger."))
    return SeeOther("/settings/#nokler")
