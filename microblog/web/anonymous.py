"""Writing without a name: what the composer sends, what a receipt opens, and the company's decision."""

import hashlib
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from microblog.access import Invalid, NotAllowed
from microblog.actions.anonymity import countersign_switch, propose_switch
from microblog.actions.anonymous import QuotaUsedUp, change_by_receipt, post_without_name, reply_without_name
from microblog.keys import KeysAway
from microblog.models import FEWEST_MEMBERS, LONGEST_TEXT, Post, Role
from microblog.queries.anonymous import HASH, SECRET, answers_to, hashes_of, switch_in_force, switches
from microblog.queries.receipts import receipt_of
from microblog.queries.telling import telling_details
from microblog.texts import to_html
from microblog.times import day_words
from microblog.web.answers import PersonRequest, SeeOther, answer, signed_in, unkept
from microblog.web.forms import WrittenField

WHY = {
    "name": gettext_lazy("navnet til noen som arbeider her"),
    "place": gettext_lazy("et sted eller en avdeling"),
    "rare": gettext_lazy("et ord nesten ingen andre skriver"),
}


def is_unnamed(request: PersonRequest) -> bool:
    return request.POST.get("anonymous") == "1"


def post_unnamed(request: PersonRequest, form: forms.Form) -> HttpResponse | None:
    """Put what the composer holds under seal and show the receipt; None where the form says what is wrong."""
    return sealed(request, form, "kind", lambda sent: partial(post_without_name, **of(sent, "kind", "community")))


def reply_unnamed(request: PersonRequest, form: forms.Form, root: Post) -> HttpResponse | None:
    """Do the same with an answer in a thread."""
    return sealed(request, form, "text", lambda sent: partial(reply_without_name, parent=sent["parent"] or root))


def of(sent: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: sent[name] for name in names}


def sealed(
    request: PersonRequest, form: forms.Form, field: str, sender: Callable[[dict[str, Any]], Callable[..., Any]]
) -> HttpResponse | None:
    """Send what the form holds; else hang the reason on a field, so that the words stay with the writer."""
    if any(request.FILES.values()) or request.POST.get("media"):
        form.add_error(None, _("Uten navn kan du bare sende tekst. Ta bort filene."))
    if not form.is_valid():
        return None
    secret, receipt_hash = receipt_in(request)
    send = sender(form.cleaned_data)
    alone = request.POST.get("release_alone") == "1"
    try:
        slot = send(
            author=request.user,
            text=form.cleaned_data["text"],
            receipt_hash=receipt_hash,
            release_alone=alone,
            now=timezone.now(),
        )
    except QuotaUsedUp:
        form.add_error("text", _("Kvoten for i dag er brukt opp. Prøv igjen i morgen."))
    except KeysAway:
        form.add_error("text", _("Uten navn går ikke akkurat nå. Ingenting er sendt. Prøv igjen om litt."))
    except NotAllowed as refusal:
        form.add_error(field, refusal.detail)
    except Invalid as refusal:
        form.add_error(refusal.field, refusal.detail)
    else:
        context = {"here": "write", "secret": secret, "slot": slot}
        response = answer(request, "microblog/sealed.html", "microblog/_sealed.html", context)
        return unkept(response)
    return None


def receipt_in(request: PersonRequest) -> tuple[str, str]:
    """Return the receipt and its hash: the script of the page has sent the hash alone; without one both are made here
    and shown once."""
    sent = request.POST.get("receipt_hash", "")
    if HASH.fullmatch(sent):
        return "", sent
    secret = secrets.token_hex(16)
    return secret, hashlib.sha256(bytes.fromhex(secret)).hexdigest()


@require_POST
@signed_in
def telling(request: PersonRequest) -> HttpResponse:
    """Suggest what the writer may want to leave out of a text. Nothing of it is kept."""
    found = telling_details(request.POST.get("text", "")[:LONGEST_TEXT])
    details = [{"word": detail.word, "why": WHY[detail.kind]} for detail in found]
    context = {"here": "write", "details": details, "text": request.POST.get("text", "")}
    return unkept(answer(request, "microblog/telling.html", "microblog/_telling.html", context))


class ReceiptForm(forms.Form):
    secret = forms.RegexField(
        SECRET,
        label=gettext_lazy("Kvitteringen din"),
        error_messages={
            "required": gettext_lazy("Skriv kvitteringen: 32 tegn."),
            "invalid": gettext_lazy("En kvittering har 32 tegn: tall og bokstavene a til f."),
        },
    )


class ChangeForm(forms.Form):
    text = WrittenField(label=gettext_lazy("Innlegget ditt"), longest=LONGEST_TEXT)


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest) -> HttpResponse:
    """Open what a receipt belongs to, change it or take it away. Nobody needs to be signed in, and it is better so."""
    form = ReceiptForm(request.POST or None)
    if not form.is_valid():
        return unkept(receipt_page(request, form, status=422 if form.is_bound else 200))
    secret = form.cleaned_data["secret"]
    change = ChangeForm(request.POST if request.POST.get("do") == "edit" else None)
    try:
        done = changed(request.POST.get("do", "open"), secret, change)
    except KeysAway:
        form.add_error("secret", _("Kvitteringer kan ikke åpnes akkurat nå. Prøv igjen om litt."))
        return unkept(receipt_page(request, form, status=503))
    except Invalid as refusal:
        change.add_error(None, refusal.detail)
        done = ""
    return unkept(opened(request, form, secret, change, done))


def changed(do: str, secret: str, form: ChangeForm) -> str:
    """Do what is wished to what a receipt belongs to, and return what to say of it."""
    if do == "edit" and form.is_valid():
        change_by_receipt(secret=secret, text=form.cleaned_data["text"], now=timezone.now())
        return _("Endringen er mottatt. Er innlegget ute, kommer den til neste faste klokkeslett.")
    if do == "delete":
        change_by_receipt(secret=secret, text=None, now=timezone.now())
        return _("Innlegget er trukket tilbake. Er det ute, blir det borte til neste faste klokkeslett.")
    return ""


def opened(request: HttpRequest, form: ReceiptForm, secret: str, change: ChangeForm, done: str) -> HttpResponse:
    found = receipt_of(hashes_of(secret))
    if found is None and not done:
        form.add_error("secret", _("Kvitteringen hører ikke til noe som finnes her."))
        return receipt_page(request, form, status=404)
    today = timezone.localdate()
    replies = [
        {
            "who": reply.byline,
            "html": to_html(reply.text),
            "when": day_words(get_language(), timezone.localdate(reply.published_at), today),
        }
        for reply in (answers_to(found.post) if found and found.post else [])
    ]
    context = {"receipt": found, "secret": secret, "change": change, "done": done, "replies": replies}
    return receipt_page(request, form, status=422 if change.errors else 200, **context)


def receipt_page(request: HttpRequest, form: ReceiptForm, status: int = 200, **more: object) -> HttpResponse:
    return render(request, "microblog/receipt.html", {"form": form, "here": "receipt", **more}, status=status)


class SwitchForm(forms.Form):
    """What the administrator records."""

    is_on = forms.TypedChoiceField(
        label=gettext_lazy("Skal folk kunne skrive uten navn?"),
        coerce=lambda value: value == "1",
        choices=[("1", gettext_lazy("Ja")), ("0", gettext_lazy("Nei"))],
        error_messages={
            "required": gettext_lazy("Velg ja eller nei."),
            "invalid_choice": gettext_lazy("Velg ja eller nei."),
        },
    )
    discussed_on = forms.DateField(
        label=gettext_lazy("Drøftet med de tillitsvalgte den"),
        error_messages={
            "required": gettext_lazy("Skriv dagen saken ble drøftet."),
            "invalid": gettext_lazy("Skriv datoen slik: 2026-11-23."),
        },
    )
    least_members = forms.IntegerField(
        label=gettext_lazy("Minste antall medlemmer"),
        initial=FEWEST_MEMBERS,
        max_value=10_000,
        error_messages={"required": gettext_lazy("Skriv et tall."), "invalid": gettext_lazy("Skriv et tall.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def anonymity(request: PersonRequest) -> HttpResponse:
    """Show the decision to everybody; let administrators record a new one."""
    in_force = switch_in_force()
    form = SwitchForm(
        request.POST or None, initial={"least_members": in_force.least_members if in_force else FEWEST_MEMBERS}
    )
    if request.method == "POST" and form.is_valid():
        try:
            propose_switch(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except Invalid as refusal:
            form.add_error(refusal.field, refusal.detail)
        else:
            messages.success(request, _("Ført inn. Den gjelder når representanten har signert."))
            return SeeOther("/settings/anonymity/")
    context = {
        "here": "settings",
        "form": form,
        "in_force": in_force,
        "switches": switches()[:20],
        "may_record": request.user.has_role(Role.ADMIN),
        "may_sign": request.user.has_role(Role.REPRESENTATIVE),
    }
    return render(request, "microblog/anonymity.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def countersign(request: PersonRequest, key: int) -> HttpResponse:
    """Sign the newest decision for the employees."""
    countersign_switch(actor=request.user, key=key, now=timezone.now())
    messages.success(request, _("Signert. Beslutningen gjelder fra nå."))
    return SeeOther("/settings/anonymity/")
