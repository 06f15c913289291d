"""Who may read a leader's letters and act on them in the leader's name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from analytics.actions.acts import end_delegation, name_delegate
from analytics.queries.acts import delegates
from analytics.web.forms import DelegateForm
from analytics.web.words import long_date_words
from microblog.access import Invalid, NotAllowed, leads
from microblog.models import User
from microblog.web.answers import PersonRequest, SeeOther, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def delegates_page(request: PersonRequest) -> HttpResponse:
    """Show the leader's delegates, and name another."""
    if not leads(request.user).exists():
        raise NotAllowed(_("Bare den som leder en avdeling, kan gi andre lov til å lese brevet."))
    form = DelegateForm(request.POST if request.method == "POST" else None, viewer=request.user)
    if form.is_bound and form.is_valid() and named(request, form):
        return SeeOther("/letters/delegates/")
    rows = [{"person": one.person, "day": long_date_words(one.until)} for one in delegates(viewer=request.user)]
    context = {"here": "delegates", "delegates": rows, "form": form}
    return render(request, "analytics/delegates.html", context, status=422 if form.errors else 200)


def named(request: PersonRequest, form: DelegateForm) -> bool:
    """Name the delegate of a form that is in order; a refusal is put at its field."""
    try:
        delegate = name_delegate(leader=request.user, **form.cleaned_data)
    except Invalid as refused:
        form.add_error(refused.field, refused.detail)
        return False
    messages.success(request, _("%(name)s kan lese brevet nå.") % {"name": delegate.person.name})
    return True


@require_POST
@signed_in
def end(request: PersonRequest, username: str) -> HttpResponse:
    """Take the right of a delegate back."""
    end_delegation(leader=request.user, person=get_object_or_404(User, username=username))
    messages.success(request, _("Retten er avsluttet."))
    return SeeOther("/letters/delegates/")
