"""The radar: communities without leaders, groups that are not on paper, and everybody's own choice to stay out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from analytics.actions.radar import take_part
from analytics.queries.radar import Group, radar, takes_part
from analytics.web import words
from microblog.web.answers import PersonRequest, SeeOther, is_wished, signed_in


@require_safe
@signed_in
def radar_page(request: PersonRequest) -> HttpResponse:
    """Show what leaders hardly see."""
    found = radar(viewer=request.user, now=timezone.now())
    context = {
        "here": "radar",
        "when": words.period_words(found.period) if found.period else "",
        "groups": [group_words(group) for group in found.groups],
        "communities": found.communities,
    }
    return render(request, "analytics/radar.html", context)


def group_words(group: Group) -> dict[str, Any]:
    return {
        "people": words.people_words(group.band.text),
        "units": [(unit.name, words.people_words(band.text)) for unit, band in group.units],
        "communities": group.communities,
        "topics": group.topics,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_choice(request: PersonRequest) -> HttpResponse:
    """Show whether the reader may be found among groups, and change it: `wish` 0 stays out, all else takes part."""
    if request.method == "POST":
        take_part(actor=request.user, takes_part=is_wished(request))
        messages.success(request, _("Valget ditt er lagret."))
        return SeeOther("/radar/me/")
    context = {"here": "method", "takes_part": takes_part(request.user)}
    return render(request, "analytics/radar_choice.html", context)
