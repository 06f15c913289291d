"""People and the units that they work in."""

from functools import partial

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from microblog.actions.people import follow_person, unfollow_person
from microblog.models import User
from microblog.queries.feeds import person_feed
from microblog.queries.people import known_people, people
from microblog.queries.units import unit_tree
from microblog.web.answers import PersonRequest, SeeOther, signed_in
from microblog.web.streams import answer_stream

LONGEST_SEARCH = 100
MOST_PEOPLE = 200
# Norwegian puts æ ø å last; the database's order is that of code points.
ALPHABET = str.maketrans("æøå", "{|}")


@require_safe
@signed_in
def directory(request: PersonRequest) -> HttpResponse:
    """Find a colleague by name."""
    sought = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH]
    found = by_name(people(viewer=request.user, text=sought))
    context = {"here": "people", "sought": sought, "people": found, "root": unit_tree().root}
    return render(request, "microblog/people.html", context)


def by_name(found: QuerySet[User]) -> list[User]:
    """Read people in the order of the Norwegian alphabet, the first `MOST_PEOPLE` of them."""
    first = found.order_by("name", "id")[:MOST_PEOPLE]
    return sorted(first, key=lambda person: person.name.lower().translate(ALPHABET))


@require_safe
@signed_in
def profile(request: PersonRequest, username: str) -> HttpResponse:
    """Show a person and what the person has written where the reader may read."""
    person = get_object_or_404(known_people(request.user), username=username)
    context = {"here": "me" if person == request.user else "people", "person": person}
    return answer_stream(request, "microblog/profile.html", partial(person_feed, person=person), context)


@require_POST
@signed_in
def follow(request: PersonRequest, username: str) -> HttpResponse:
    """Follow (`wish` 1) a person or stop (`wish` 0)."""
    change = unfollow_person if request.POST.get("wish") == "0" else follow_person
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
        "people": by_name(people(viewer=request.user, units=[found])),
    }
    return render(request, "microblog/unit.html", context)
