"""Letters as their readers find them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from analytics import access
from analytics.disclosure.bands import Band, band_of
from analytics.models import Letter, PainPoint
from analytics.queries.pain_points import published_periods
from analytics.scoring import periods
from analytics.scoring.phrases import render_letter, render_sentence
from ideas.access import visible_ideas
from microblog.access import NotAllowed, visible_posts
from microblog.models import OrgUnit, User

# How far back a drawing of weeks reaches.
MOST_PERIODS = 12

# What a letter leads to and its reader can open, as (kind, id).
Targets = set[tuple[str, str]]


def letter_units(*, viewer: User) -> list[OrgUnit]:
    """Return the units whose letters the viewer may read, the viewer's own first; none as long as no letter is out.

    :raises NotAllowed: if the viewer leads no unit and is nobody's delegate.
    """
    units = access.readable_letter_units(viewer)
    if not units and not access.answers_for(viewer).exists():
        raise NotAllowed(_("Ukebrevet er for ledere."))
    return units


def letters(*, viewer: User) -> QuerySet[Letter]:
    """Return the letters that the viewer may read, newest first.

    :raises NotAllowed: if the viewer leads no unit and is nobody's delegate.
    """
    units = letter_units(viewer=viewer)
    return Letter.objects.filter(unit__in=units).select_related("unit").order_by("-period", "unit")


def letters_of(unit: OrgUnit | None) -> QuerySet[Letter]:
    """Return the letters of a unit out of `letter_units`, newest first; none for None."""
    return Letter.objects.filter(unit=unit).select_related("unit").order_by("-period")


def letter_of(*, viewer: User, period: str, unit: int | None = None) -> Letter:
    """Return the letter of a period, of the viewer's own unit unless another is named.

    :raises NotAllowed: if the viewer leads no unit and is nobody's delegate.
    :raises Http404: if there is none, or none for the viewer to read.
    """
    units = letter_units(viewer=viewer)
    return get_object_or_404(letters_of(chosen_unit(units, unit)), period=period)


def chosen_unit(units: Sequence[OrgUnit], wanted: int | None) -> OrgUnit | None:
    """Return the unit with this key, or the first one where no key is wanted; None where there is none.

    :raises Http404: if the wanted unit is not among them.
    """
    if wanted is None:
        return units[0] if units else None
    for unit in units:
        if unit.pk == wanted:
            return unit
    raise Http404


def neighbours(letter: Letter) -> tuple[str | None, str | None]:
    """Return the periods of the unit's letters before and after this one."""
    others = Letter.objects.filter(unit=letter.unit_id).values_list("period", flat=True)
    before = others.filter(period__lt=letter.period).order_by("-period").first()
    after = others.filter(period__gt=letter.period).order_by("period").first()
    return before, after


def rendered(letter: Letter, language: str) -> dict[str, Any]:
    """Return the frozen content in the words of a language."""
    return render_letter(json.loads(letter.content), language)


def headline(letter: Letter, language: str) -> str:
    """Return the headline alone in the words of a language."""
    return " ".join(render_sentence(sentence, language) for sentence in json.loads(letter.content)["headline"])


@dataclass(frozen=True)
class Weeks:
    """The periods that a drawing shows, oldest first, and what may be shown of each theme in them; None is hidden."""

    periods: list[str]
    bands: dict[str, list[Band | None]]


def weeks_until(letter: Letter, themes: Iterable[str]) -> Weeks:
    """Return the last periods until a letter's, from the first one that was ever published, of the letter's unit."""
    names = [periods.previous(letter.period, age, weeks=settings.PERIOD_WEEKS) for age in reversed(range(MOST_PERIODS))]
    first = published_periods().order_by("period").values_list("period", flat=True).first() or letter.period
    names = [name for name in names if name >= first]
    shown: dict[str, dict[str, Band | None]] = defaultdict(dict)
    cells = PainPoint.objects.filter(
        Q(period__in=names) & Q(period__in=published_periods()), unit=letter.unit_id, is_released=True
    )
    for cell in cells:
        shown[cell.theme][cell.period] = band_of(cell.authors)
    return Weeks(names, {theme: [shown[theme].get(name) for name in names] for theme in themes})


def targets_there(content: dict[str, Any], viewer: User) -> Targets:
    """Return what a letter leads to and the viewer can open."""
    targets = [act["target"] for act in content["acts"]]
    ideas = [target["id"] for target in targets if target["kind"] == "idea"]
    posts = [target["id"] for target in targets if target["kind"] == "post"]
    return open_targets(viewer=viewer, ideas=ideas + [idea["id"] for idea in content["ideas"]], posts=posts)


def act_address(letter: Letter, act: dict[str, Any], there: Targets, may_answer: bool) -> str:
    """Return where an act is done, or nothing where the reader can't do it."""
    kind, key = act["target"]["kind"], act["target"]["id"]
    if kind == "pain_point":
        return f"/pain-points/{key}/answer/" if may_answer else ""
    if (kind, key) not in there:
        return ""
    if act["act"] == "thank":
        return f"/letters/{letter.period}/thanks/?unit={letter.unit_id}"
    return f"/ideas/{key}/" if kind == "idea" else f"/posts/{key}/#svar"


def idea_address(idea: dict[str, Any], there: Targets) -> str:
    """Return the page of an idea, or nothing where the reader can't open it."""
    return f"/ideas/{idea['id']}/" if ("idea", idea["id"]) in there else ""


def open_targets(*, viewer: User, ideas: Iterable[str], posts: Iterable[str]) -> Targets:
    """Return those of the ideas and posts that the viewer can open today, as (kind, id)."""
    ideas_there = visible_ideas(viewer).filter(pk__in=list(ideas)).values_list("pk", flat=True)
    posts_there = visible_posts(viewer).filter(pk__in=list(posts)).values_list("pk", flat=True)
    return {("idea", str(key)) for key in ideas_there} | {("post", str(key)) for key in posts_there}
