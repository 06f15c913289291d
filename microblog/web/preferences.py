"""What a person sets for themself: language, look, keys of the keyboard, quoting, tokens for phones and scripts."""

import datetime as dt

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from microblog.actions.people import issue_token, revoke_token, set_language
from microblog.actions.preferences import choose_keys, choose_look, choose_quoting
from microblog.push import public_key
from microblog.queries.exports import last_export
from microblog.queries.people import live_tokens
from microblog.web.answers import PersonRequest, SeeOther, is_wished, signed_in, unkept, way_back
from microblog.web.factors import has_factor, should_have_factor
from microblog.web.forms import LanguageForm, LookForm, TokenForm
from microblog.web.notice_settings import notice_context

A_YEAR = 365 * 24 * 60 * 60


@require_safe
@signed_in
def preferences(request: PersonRequest) -> HttpResponse:
    return shown(request, TokenForm(initial=TokenForm.USUAL))


def shown(request: PersonRequest, form: TokenForm, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "here": "settings",
        "form": form,
        "tokens": live_tokens(viewer=request.user).order_by("-pk"),
        "languages": settings.LANGUAGES,
        "themes": LookForm.THEMES,
        "export": last_export(viewer=request.user, now=timezone.now()),
        "push_key": public_key(),
        "lacks_factor": should_have_factor(request.user) and not has_factor(request.user),
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
def look(request: PersonRequest) -> HttpResponse:
    """Change to light or dark, or to what the device has."""
    form = LookForm(request.POST)
    if form.is_valid():
        choose_look(actor=request.user, theme=form.cleaned_data["theme"])
        messages.success(request, _("Utseendet er endret."))
    return SeeOther("/settings/")


@require_POST
@signed_in
def keys(request: PersonRequest) -> HttpResponse:
    """Turn the keys of one letter on or off."""
    choose_keys(actor=request.user, single_keys=is_wished(request))
    messages.success(request, _("Valget er lagret."))
    return SeeOther("/settings/")


@require_POST
@signed_in
def quoting(request: PersonRequest) -> HttpResponse:
    """Let the letter quote the person, or take that back."""
    is_willing = is_wished(request)
    choose_quoting(actor=request.user, may_be_quoted=is_willing)
    if is_willing:
        messages.success(request, _("Ordene dine kan siteres i ukebrevet."))
    else:
        messages.success(request, _("Ingenting du har skrevet, blir sitert i ukebrevet."))
    return SeeOther("/settings/#personvern")


@require_POST
@signed_in
@reauthentication_required(app="microblog")
def make_token(request: PersonRequest) -> HttpResponse:
    """Make a personal access token, and show its secret this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return shown(request, form, status=422)
    chosen, days = form.cleaned_data, int(form.cleaned_data["days"])
    expires_at = timezone.now() + dt.timedelta(days=days) if days else None
    _token, secret = issue_token(
        user=request.user, name=chosen["name"], scopes=chosen["scopes"].split(), expires_at=expires_at
    )
    return unkept(shown(request, TokenForm(initial=TokenForm.USUAL), secret=secret))


@require_POST
@signed_in
def end_token(request: PersonRequest, key: int) -> HttpResponse:
    token = get_object_or_404(live_tokens(viewer=request.user), pk=key)
    revoke_token(token=token, now=timezone.now())
    messages.success(request, _("Nøkkelen virker ikke lenger."))
    return SeeOther("/settings/#nokler")
