"""What becomes of ideas: answered and moved, promised and done; the board and the wall."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas import access
from ideas.actions.moves import SHORTEST_REASON, Overtaken, answer_idea, move_idea, version_of
from ideas.actions.promises import finish_promise, make_promise
from ideas.lifecycle import STATUSES
from ideas.models import Idea
from ideas.queries.ideas import board, outcomes, visible_idea
from ideas.queries.promises import visible_promise
from ideas.queries.standing import reason_of
from ideas.web.forms import MoveForm, PromiseForm
from ideas.web.ideas import sent
from ideas.web.shown import shown_answer, status_of
from microblog.access import Invalid, NotAllowed
from microblog.queries.units import unit_tree
from microblog.times import time_words
from microblog.web.answers import PersonRequest, SeeOther, key_in, signed_in

WALL_LENGTH = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: PersonRequest, key: int) -> HttpResponse:
    """Answer an idea, move it, or both. Who decides answers; its author and its assignee only move it."""
    found = visible_idea(viewer=request.user, key=key)
    statuses = statuses_for(request, found)
    if not statuses:
        raise NotAllowed(_("Du kan ikke flytte denne idéen nå."))
    form = MoveForm(sent(request), statuses=statuses, initial={"seen": version_of(found)})
    status = 200
    if request.method == "POST":
        status = 422
        if request.POST.get("seen") != version_of(found):
            return overtaken(request, key)
        if form.is_valid():
            try:
                act(request, found, form.cleaned_data)
                return SeeOther(f"/ideas/{key}/")
            except Invalid as bad:
                form.add_error(bad.field if bad.field in form.fields else None, bad.detail)
            except Overtaken:
                return overtaken(request, key)
    context = {"here": "ideas", "idea": found, "form": form, "decides": access.decides(request.user, found)}
    return render(request, "ideas/move.html", context, status=status)


def statuses_for(request: PersonRequest, idea: Idea) -> list[tuple[str, str]]:
    """Return what the person can choose among: the allowed moves, and for who decides also to let it stay."""
    keys = access.allowed_moves(request.user, idea)
    if access.decides(request.user, idea):
        keys = [idea.status, *keys]
    return [(key, status_of(key, has_revisit=True).word) for key in keys]


def act(request: PersonRequest, idea: Idea, words: dict[str, Any]) -> None:
    """Do what the form says; whoever decides and leaves the reason empty is told that it is missing."""
    reason, to = words.pop("reason"), words.pop("to")
    who = {"actor": request.user, "idea": idea, "now": timezone.now(), "to": to}
    if access.decides(request.user, idea):
        if len(reason) < SHORTEST_REASON:
            raise Invalid("reason", "too_short", _("Skriv en grunn på minst ti tegn."))
        answer_idea(text=reason, **who, **words)
    else:
        move_idea(reason=reason, **who, **words)


def overtaken(request: PersonRequest, key: int) -> HttpResponse:
    """Show what others have said meanwhile beside what the person has written, to be sent again or let be."""
    now, found = timezone.now(), visible_idea(viewer=request.user, key=key)
    mine = request.POST.dict()
    wanted = mine["to"] if mine.get("to") in STATUSES else found.status
    again = MoveForm(statuses=statuses_for(request, found), initial={**mine, "seen": version_of(found)})
    context = {
        "here": "ideas",
        "idea": found,
        "form": again,
        "mine": mine.get("reason", ""),
        "mine_status": status_of(wanted, has_revisit=bool(mine.get("revisit_on"))),
        "answer": shown_answer(getattr(found, "answer", None), found, now),
        "status": status_of(found.status, has_revisit=found.revisit_on is not None),
    }
    return render(request, "ideas/overtaken.html", context, status=412)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def promise(request: PersonRequest, key: int) -> HttpResponse:
    """Promise something that an idea asks for."""
    found = visible_idea(viewer=request.user, key=key)
    if not access.decides(request.user, found):
        raise NotAllowed(_("Bare lederne av avdelingene som idéen gjelder, kan love noe her."))
    form = PromiseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            make_promise(actor=request.user, idea=found, now=timezone.now(), **form.cleaned_data)
            return SeeOther(f"/ideas/{key}/")
        except Invalid as bad:
            form.add_error("theme" if bad.field == "pain_point" else bad.field, bad.detail)
    context = {"here": "ideas", "idea": found, "form": form}
    return render(request, "ideas/promise.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def promise_done(request: PersonRequest, key: int) -> HttpResponse:
    """Say that a promise is done; from now it is watched."""
    found = visible_promise(viewer=request.user, key=key)
    finish_promise(actor=request.user, promise=found, now=timezone.now())
    return SeeOther(f"/ideas/{found.idea_id}/")


@require_safe
@signed_in
def lanes(request: PersonRequest) -> HttpResponse:
    """Show the ideas by status, to be read only."""
    found = [
        {"key": key, "status": status_of(key, has_revisit=True), "count": count, "ideas": ideas}
        for key, count, ideas in board(viewer=request.user)
    ]
    return render(request, "ideas/board.html", {"here": "ideas", "lanes": found})


@require_safe
@signed_in
def said_and_done(request: PersonRequest) -> HttpResponse:
    """Show a line for each closed loop, newest first, of all units or of one."""
    now, unit = timezone.now(), key_in(request.GET.get("unit"))
    lines = [
        {
            "move": line,
            "status": status_of(line.after, has_revisit=line.idea.revisit_on is not None),
            "when": time_words(line.moved_at, now),
            "why": reason_of(line),
        }
        for line in outcomes(viewer=request.user, unit=unit)[:WALL_LENGTH]
    ]
    units = sorted(unit_tree().units.values(), key=lambda one: one.name)
    return render(request, "ideas/said_and_done.html", {"here": "ideas", "lines": lines, "units": units, "unit": unit})
