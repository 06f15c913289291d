"""People and the units that they work in."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from microblog.access import Invalid, leads
from microblog.actions.files import remove_picture, set_picture
from microblog.actions.people import describe_oneself, follow_person, unfollow_person
from microblog.models import Praised, User
from microblog.queries.communities import communities_of
from microblog.queries.feeds import person_feed
from microblog.queries.pages import page_of_rows, position_of
from microblog.queries.people import BY_NAME, known_people, manager_line, people
from microblog.queries.praise import praise_of, praised_for, value_words
from microblog.queries.units import unit_tree
from microblog.texts import to_line
from microblog.web.answers import PersonRequest, SeeOther, is_wished, key_in, signed_in
from microblog.web.forms import ProfileForm
from microblog.web.streams import answer_stream

LONGEST_SEARCH = 100
PEOPLE_ON_A_PAGE = 60
MOST_COMMUNITIES = 12
MOST_PRAISE = 5


@require_safe
@signed_in
def directory(request: PersonRequest) -> HttpResponse:
    """Find a colleague by name, title, place, unit or what one may ask about."""
    sought = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH]
    found = page_of_people(request, people(viewer=request.user, text=sought))
    context = {"here": "people", "sought": sought, "root": unit_tree().root, **found}
    return render(request, "microblog/people.html", context)


def page_of_people(request: PersonRequest, found: QuerySet[User]) -> dict[str, Any]:
    """Return `people`, a page in the order of the alphabet after the person that `?after=` names, and `more_after`."""
    key = key_in(request.GET.get("after"))
    last = known_people(request.user).filter(pk=key).first() if key else None
    position = None if last is None else position_of(last, BY_NAME)
    page = page_of_rows(found, BY_NAME, position=position, limit=PEOPLE_ON_A_PAGE)
    return {"people": page.rows, "more_after": page.rows[-1].pk if page.has_more else None}


@require_safe
@signed_in
def profile(request: PersonRequest, username: str) -> HttpResponse:
    """Show a person and what the person has written where the reader may read."""
    person = get_object_or_404(known_people(request.user), username=username)
    context = {
        "here": "me" if person == request.user else "people",
        "person": person,
        "managers": manager_line(person),
        "led": leads(person).order_by("name"),
        "praise": praise_rows(praise_of(viewer=request.user, person=person, limit=MOST_PRAISE)),
        "values": values_of(request.user, person),
        "communities": communities_of(viewer=request.user, person=person)[:MOST_COMMUNITIES],
    }
    return answer_stream(request, "microblog/profile.html", partial(person_feed, person=person), context)


def values_of(viewer: User, person: User) -> list[tuple[str, int]]:
    """Return what others have praised a person for, in words, and how often."""
    found = praised_for(viewer=viewer, person=person)
    return [(value_words(value.words), value.times) for value in found]  # type: ignore[attr-defined]


def praise_rows(praised: Sequence[Praised]) -> list[dict[str, object]]:
    """Return what the rail shows of each praise."""
    return [{"post": row.post, "line": to_line(row.post.text), "author": row.post.byline} for row in praised]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def own_profile(request: PersonRequest) -> HttpResponse:
    """Change what one tells colleagues of oneself."""
    me = request.user
    form = profile_form(me, request.POST or None)
    if request.method == "POST" and form.is_valid():
        describe_oneself(actor=me, **form.cleaned_data)
        messages.success(request, _("Profilen er endret."))
        return SeeOther(f"/people/{me.username}/")
    return shown_profile_form(request, form, status=422 if form.errors else 200)


def profile_form(person: User, data: QueryDict | None = None) -> ProfileForm:
    return ProfileForm(data, initial={"ask_about": person.ask_about, "languages_spoken": person.languages_spoken})


def shown_profile_form(request: PersonRequest, form: ProfileForm, refusal: str = "", status: int = 200) -> HttpResponse:
    """Show the form of the profile; `refusal` says why a picture was not taken."""
    context = {"here": "me", "form": form, "refusal": refusal}
    return render(request, "microblog/profile_edit.html", context, status=status)


@require_POST
@signed_in
def own_picture(request: PersonRequest) -> HttpResponse:
    """Take a picture of oneself, or take it away (`wish` 0)."""
    me = request.user
    if not is_wished(request):
        remove_picture(person=me)
        messages.success(request, _("Bildet er fjernet."))
        return SeeOther("/settings/profile/")
    file = request.FILES.get("picture")
    if file is None:
        return shown_profile_form(request, profile_form(me), _("Velg et bilde først."), 422)
    try:
        set_picture(person=me, file=file)
    except Invalid as refused:
        return shown_profile_form(request, profile_form(me), refused.detail, 422)
    messages.success(request, _("Bildet er på plass."))
    return SeeOther("/settings/profile/")


@require_POST
@signed_in
def follow(request: PersonRequest, username: str) -> HttpResponse:
    """Follow (`wish` 1) a person or stop (`wish` 0)."""
    change = follow_person if is_wished(request) else unfollow_person
    change(actor=request.user, person=get_object_or_404(known_people(request.user), username=username))
    return SeeOther(f"/people/{username}/")


@require_safe
@signed_in
def unit(request: PersonRequest, key: int) -> HttpResponse:
    """Show a unit: where it stands, who leads it, who works there."""
    tree = unit_tree()
    found = tree.units.get(key)
    if found is None:
        raise Http404
    context = {
        "here": "people",
        "unit": found,
        "path": tree.path(found)[:-1],
        "children": tree.children[found.pk],
        **page_of_people(request, people(viewer=request.user, units=[found])),
    }
    return render(request, "microblog/unit.html", context)
