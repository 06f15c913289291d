"""When letters come by mail, chosen on a page or ended by the address in the mail."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from analytics.actions.letter_mail import HOURS, choose_letter_mail, leave_letter_mail
from analytics.queries.letter_mail import KIND, wish_of
from analytics.queries.letters import letter_units
from microblog.models import User
from microblog.web.answers import PersonRequest, SeeOther, reader_of, signed_in, unkept


class LetterMailForm(forms.Form):
    is_wanted = forms.BooleanField(label=gettext_lazy("Send meg brevet på e-post"), required=False)
    hour = forms.TypedChoiceField(
        label=gettext_lazy("Klokkeslett mandag"), choices=[(hour, f"{hour:02}.00") for hour in HOURS], coerce=int
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose(request: PersonRequest) -> HttpResponse:
    """Show and take whether and at which hour the reader wants letters by mail."""
    letter_units(viewer=request.user)
    wish = wish_of(request.user)
    form = LetterMailForm(request.POST or None, initial={"is_wanted": wish.is_wanted, "hour": wish.hour})
    if form.is_valid():
        choose_letter_mail(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Valget er lagret."))
        return SeeOther("/letters/mail/")
    context = {"here": "letters", "form": form}
    return render(request, "analytics/letter_mail.html", context, status=422 if form.is_bound else 200)


@csrf_exempt  # The mail program of the reader sends it (RFC 8058): the signed address is the proof.
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """End letters by mail. Opening the address changes nothing, for programs open addresses too."""
    person, _kind = reader_of(token, {KIND})
    if request.method == "POST":
        leave_letter_mail(person=get_object_or_404(User, pk=person))
    return unkept(render(request, "analytics/letter_mail_leave.html", {"is_done": request.method == "POST"}))
