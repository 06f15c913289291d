"""Topics as pages, and what the composer proposes after `@` and `#`."""

from functools import partial

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from microblog.actions.mentions import follow_topic, unfollow_topic
from microblog.queries.communities import readable_community
from microblog.queries.feeds import topic_feed
from microblog.queries.topics import follows_topic, known_topic, people_beginning_with, topics_beginning_with
from microblog.texts import LONGEST_TOPIC
from microblog.web.answers import PersonRequest, SeeOther, is_wished, signed_in
from microblog.web.streams import answer_stream


@require_safe
@signed_in
def topic(request: PersonRequest, name: str) -> HttpResponse:
    """Show the posts with a topic that the reader may see, also none."""
    name = known_topic(name)
    context = {"here": "topic", "name": name, "is_following": follows_topic(viewer=request.user, name=name)}
    return answer_stream(request, "microblog/topic.html", partial(topic_feed, name=name), context)


@require_POST
@signed_in
def follow(request: PersonRequest, name: str) -> HttpResponse:
    """Follow a topic (`wish` 1) or stop (`wish` 0)."""
    name = known_topic(name)
    change = follow_topic if is_wished(request) else unfollow_topic
    change(actor=request.user, name=name)
    return SeeOther(f"/topics/{name}/")


@require_safe
@signed_in
def complete(request: PersonRequest) -> JsonResponse:
    """Propose people after `@` and topics after `#`: `q` begins with the sign, `c` names the community written in.

    Answers `{"items": [{"text", "name", "about"}]}`; `text` goes into the field.
    """
    asked = request.GET.get("q", "")
    sign, begun = asked[:1], asked[1:].casefold()
    if not begun or len(begun) > LONGEST_TOPIC or "\0" in begun or sign not in ("@", "#"):
        return JsonResponse({"items": []})
    if sign == "#":
        topics = topics_beginning_with(viewer=request.user, text=begun)
        return JsonResponse({"items": [{"text": f"#{name}", "name": f"#{name}", "about": ""} for name in topics]})
    place = request.GET.get("c")
    community = readable_community(viewer=request.user, slug=place) if place else None
    people = people_beginning_with(text=begun, community=community)
    items = [{"text": f"@{person.username}", "name": person.name, "about": person.title} for person in people]
    return JsonResponse({"items": items})
