"""Challenges: listed, asked, read, ended; and their days as a calendar."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas import access
from ideas.actions.challenges import ask_challenge, close_challenge
from ideas.models import Challenge
from ideas.queries.challenges import challenges, ideas_of_challenge, visible_challenge
from ideas.queries.ideas import shown_ideas
from ideas.web.forms import ChallengeForm
from ideas.web.ideas import sent
from ideas.web.shown import shown
from microblog.access import Invalid, NotAllowed
from microblog.queries.communities import everybodys_community
from microblog.web.answers import PersonRequest, SeeOther, signed_in

# RFC 5545, 3.1: a line holds at most 75 octets.
LINE_OCTETS = 75


@require_safe
@signed_in
def listing(request: PersonRequest) -> HttpResponse:
    """List the challenges, the last to begin first."""
    today = timezone.localdate()
    rows = [(one, one.takes_ideas(today), one.takes_votes(today)) for one in challenges(viewer=request.user)]
    context = {"here": "challenges", "rows": rows, "can_ask": access.can_ask(request.user)}
    return render(request, "ideas/challenges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: PersonRequest) -> HttpResponse:
    """Ask everybody for ideas."""
    if not access.can_ask(request.user):
        raise NotAllowed(_("Bare ledere kan lage en utfordring."))
    form = ChallengeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_challenge(actor=request.user, community=everybodys_community(), **form.cleaned_data)
            return SeeOther(f"/challenges/{made.pk}/")
        except Invalid as bad:
            form.add_error(bad.field, bad.detail)
    context = {"here": "challenges", "form": form}
    return render(request, "ideas/challenge_new.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def challenge(request: PersonRequest, key: int) -> HttpResponse:
    """Show a challenge: the question, how it goes, and its ideas."""
    found, now = visible_challenge(viewer=request.user, key=key), timezone.now()
    today = timezone.localdate(now)
    rows = ideas_of_challenge(shown_ideas(request.user), viewer=request.user, challenge=found, today=today)
    context = {
        "here": "challenges",
        "challenge": found,
        "rows": [shown(request.user, idea, now) for idea in rows],
        "takes_ideas": found.takes_ideas(today),
        "takes_votes": found.takes_votes(today),
        "may_close": found.created_by_id == request.user.pk and found.closed_at is None,
    }
    return render(request, "ideas/challenge.html", context)


@require_POST
@signed_in
def close(request: PersonRequest, key: int) -> HttpResponse:
    """End one's own challenge now."""
    found = visible_challenge(viewer=request.user, key=key)
    close_challenge(actor=request.user, challenge=found, now=timezone.now())
    return SeeOther(f"/challenges/{key}/")


@require_safe
@signed_in
def calendar(request: PersonRequest) -> HttpResponse:
    """The days of the challenges as iCalendar (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lest//Challenges//NO"]
    for one in challenges(viewer=request.user):
        lines += event_of(one, request.build_absolute_uri(f"/challenges/{one.pk}/"))
    text = "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def event_of(challenge: Challenge, address: str) -> list[str]:
    """Return a challenge as an event of whole days; the end stands for the day after the last."""
    after = challenge.voting_ends_on + dt.timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:challenge-{challenge.pk}@lest",
        f"DTSTAMP:{challenge.created_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{challenge.starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{escaped(challenge.title)}",
        f"DESCRIPTION:{escaped(challenge.question)}",
        f"URL:{address}",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Return a text as a value of iCalendar (RFC 5545, 3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a line in pieces of at most 75 octets, never within a letter; all but the first begin with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LINE_OCTETS:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join([*pieces, piece])
