"""Reporting a post, the queue of the moderators, what the author of a hidden post sees, and the log of decisions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from microblog import words
from microblog.access import Invalid, NotAllowed
from microblog.actions.moderation import appeal_decision, decide_case, report_post, rewrite_post
from microblog.models import LONGEST_TEXT, LONGEST_WORDS, Kind, ModerationCase, User
from microblog.queries.audit import audit_entries
from microblog.queries.moderation import case_in_queue, own_case, own_cases, queue, reasons_of, words_of
from microblog.queries.pages import page_of_rows
from microblog.queries.threads import readable_post
from microblog.texts import to_html
from microblog.times import time_words
from microblog.web.answers import PersonRequest, SeeOther, key_in, signed_in
from microblog.web.forms import WrittenField, saying

ROWS_A_PAGE = 20


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Hva er galt?"),
        choices=list(words.REPORT_REASONS.items()),
        error_messages=saying(gettext_lazy("Velg hva som er galt.")),
    )
    words = WrittenField(label=gettext_lazy("Vil du si mer?"), shortest=0, longest=LONGEST_WORDS)


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("Hva gjør vi?"),
        choices=[(key, key) for key in ("ask_rewrite", "keep", "hide")],
        error_messages=saying(gettext_lazy("Velg hva som skal skje.")),
    )
    reason = WrittenField(label=gettext_lazy("Begrunnelse til forfatteren"), shortest=0, longest=LONGEST_WORDS)


class AppealForm(forms.Form):
    appeal = WrittenField(label=gettext_lazy("Hvorfor bør innlegget stå?"), longest=LONGEST_WORDS)


class RewriteForm(forms.Form):
    text = WrittenField(label=gettext_lazy("Innlegget ditt"), longest=LONGEST_TEXT)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: PersonRequest, key: int) -> HttpResponse:
    """Tell the moderators of a post."""
    post = readable_post(viewer=request.user, key=key)
    if post.author_id == request.user.pk:
        raise NotAllowed(_("Du kan ikke melde ditt eget innlegg."))
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        report_post(actor=request.user, post=post, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Takk. En moderator ser på det."))
        # The third report hides the post, so its own page may be gone.
        return SeeOther(f"/c/{post.community.slug}/")
    context = {"form": form, "post": post, "html": html_of(post.text), "community": post.community}
    return render(request, "microblog/report.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def cases(request: PersonRequest, key: int | None = None) -> HttpResponse:
    """Show the queue, with one case unfolded: the one of the address, or the first that waits."""
    is_open = request.GET.get("state") != "closed"
    chosen = case_in_queue(viewer=request.user, key=key) if key else None
    return queue_page(request, chosen.is_open if chosen else is_open, chosen, None)


def queue_page(
    request: PersonRequest, is_open: bool, chosen: ModerationCase | None, form: DecisionForm | None
) -> HttpResponse:
    rows = queue(viewer=request.user, is_open=is_open)
    order = "id" if is_open else "-id"
    after = key_in(request.GET.get("after"))
    page = page_of_rows(rows, (order,), position=None if after is None else [after], limit=ROWS_A_PAGE)
    found = list(page.rows)
    if chosen and chosen not in found:
        found.insert(0, chosen)
    unfolded = chosen or (found[0] if is_open and found else None)
    context = {
        "here": "moderation",
        "is_open": is_open,
        "waiting": rows.count() if is_open else None,
        "cases": [shown_case(request.user, case, case == unfolded) for case in found],
        "form": form or DecisionForm(initial={"decision": "ask_rewrite"}),
        "after": page.rows[-1].pk if page.has_more else None,
    }
    return render(request, "microblog/moderation.html", context, status=422 if form else 200)


def shown_case(viewer: User, case: ModerationCase, is_unfolded: bool) -> dict[str, Any]:
    """Return what the page shows of a case: reasons and their number, never who."""
    reasons = reasons_of(case)
    return {
        "case": case,
        "is_unfolded": is_unfolded,
        "title": words.REPORT_REASONS[next(iter(reasons))],
        "reasons": [(words.REPORT_REASONS[reason], count) for reason, count in reasons.items()],
        "count": sum(reasons.values()),
        "words": words_of(case, viewer),
        "state": words.CASE_STATES[case.state],
        "html": html_of(case.post.text) if is_unfolded else "",
        "opened": time_words(case.opened_at, timezone.now()),
        "may_rewrite": case.post.is_reply or case.post.kind != Kind.IDEA,
    }


def html_of(text: str) -> str:
    return mark_safe(to_html(text))  # noqa: S308  cleaned by nh3


@require_POST
@signed_in
def decide(request: PersonRequest, key: int) -> HttpResponse:
    """Take a decision on a case."""
    case = case_in_queue(viewer=request.user, key=key)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            decide_case(actor=request.user, case=case, now=timezone.now(), **form.cleaned_data)
        except Invalid as refused:
            form.add_error(refused.field, refused.detail)
        else:
            messages.success(request, _("Avgjørelsen er tatt og står i loggen."))
            return SeeOther("/moderation/")
    return queue_page(request, case.is_open, case, form)


@require_safe
@signed_in
def hidden_posts(request: PersonRequest) -> HttpResponse:
    """Show to people their own posts that are hidden."""
    return render(request, "microblog/hidden_posts.html", {"here": "hidden", "cases": own_cases(author=request.user)})


@require_safe
@signed_in
def hidden_post(request: PersonRequest, key: int) -> HttpResponse:
    """Show to its author that a post is hidden, why, and what can be done about it."""
    case = own_case(author=request.user, post=key)
    return hidden_page(request, case, AppealForm(), RewriteForm(initial={"text": case.post.text}))


def hidden_page(
    request: PersonRequest, case: ModerationCase, appeal: AppealForm, rewriting: RewriteForm
) -> HttpResponse:
    failed = next((form for form in (appeal, rewriting) if form.errors), None)
    context = {
        "here": "hidden",
        "case": case,
        "html": html_of(case.post.text),
        "appeal_form": appeal,
        "rewrite_form": rewriting,
        "form": failed,
        "state": words.CASE_STATES[case.state],
    }
    return render(request, "microblog/hidden_post.html", context, status=422 if failed else 200)


@require_POST
@signed_in
def appeal(request: PersonRequest, key: int) -> HttpResponse:
    """Ask for another look at one's own hidden post."""
    case = own_case(author=request.user, post=key)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return hidden_page(request, case, form, RewriteForm(initial={"text": case.post.text}))
    appeal_decision(author=request.user, case=case, text=form.cleaned_data["appeal"], now=timezone.now())
    messages.success(request, _("Klagen er sendt. En annen moderator ser på den."))
    return SeeOther(f"/posts/{key}/hidden/")


@require_POST
@signed_in
def rewrite(request: PersonRequest, key: int) -> HttpResponse:
    """Send the new text of one's own post that a moderator has asked for."""
    case = own_case(author=request.user, post=key)
    form = RewriteForm(request.POST)
    if form.is_valid():
        try:
            rewrite_post(author=request.user, case=case, text=form.cleaned_data["text"], now=timezone.now())
        except Invalid as refused:
            form.add_error("text", refused.detail)
        else:
            messages.success(request, _("Takk. En moderator ser på det nye innlegget."))
            return SeeOther(f"/posts/{key}/hidden/")
    return hidden_page(request, case, AppealForm(), form)


@require_safe
@signed_in
def audit(request: PersonRequest) -> HttpResponse:
    """Show the log of decisions, the latest first."""
    after = key_in(request.GET.get("after"))
    page = page_of_rows(
        audit_entries(viewer=request.user),
        ("-id",),
        position=None if after is None else [after],
        limit=ROWS_A_PAGE,
    )
    entries = [{"entry": entry, "what": words.AUDIT_ACTIONS.get(entry.action, entry.action)} for entry in page.rows]
    context = {"here": "settings", "entries": entries, "after": page.rows[-1].pk if page.has_more else None}
    return render(request, "microblog/audit.html", context)
