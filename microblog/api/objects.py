"""What goes out: one function per object, the shapes of `docs/api.md`.

Plain functions: twenty posts through serializers cost more than the rest of the request.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from microblog.cards import add_idea_parts
from microblog.models import (
    AccessToken,
    Community,
    Invitation,
    Kind,
    Membership,
    MembershipRequest,
    OrgUnit,
    Post,
    PostEdit,
    ReactionKind,
    User,
)
from microblog.queries.alive import Alive
from microblog.queries.parts import add_parts, parts_of
from microblog.queries.polls import add_polls, poll_of
from microblog.queries.praise import value_words
from microblog.queries.shares import add_shared, shared_of
from microblog.texts import to_html
from microblog.words import pseudonym_words

Object = dict[str, Any]

REACTIONS = tuple(ReactionKind.values)
COUNTERS = tuple(f"{kind}_count" for kind in REACTIONS)


def moment(when: dt.datetime | None) -> str | None:
    """Return a time in UTC with milliseconds and `Z`."""
    if when is None:
        return None
    return when.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def key(value: int | None) -> str | None:
    return None if value is None else str(value)


def told_time(post: Post, when: dt.datetime | None) -> str | None:
    """Return a time of a post; of one without a name the day alone."""
    return timezone.localdate(when).isoformat() if post.pseudonym and when else moment(when)


def unit_name(unit: OrgUnit | None) -> Object | None:
    return None if unit is None else {"id": str(unit.pk), "name": unit.name}


def author_object(person: User) -> Object:
    """Return a person as the author of something."""
    return {
        "id": str(person.pk),
        "name": person.name,
        "title": person.title,
        "avatar": picture_address(person),
        "unit": unit_name(person.unit),
    }


def picture_address(person: User) -> str | None:
    return f"/rest/v1/pictures/{person.picture}" if person.picture else None


def media_object(file: dict[str, Any]) -> Object:
    """Return a file of a post, or of nobody's post yet. `small` is a picture in the size of a stream."""
    address = f"/rest/v1/media/{file['id']}/content"
    is_picture = file["width"] is not None
    return {**file, "address": address, "small": f"{address}?size=small" if is_picture else None}


def post_objects(viewer: User, posts: Sequence[Post]) -> list[Object]:
    """Return posts that were read `with_card_parts`."""
    add_idea_parts(viewer, posts)
    add_parts(viewer, posts)
    add_polls(viewer, posts, timezone.now())
    add_shared(viewer, posts)
    return [post_object(viewer, post) for post in posts]


def post_object(viewer: User, post: Post) -> Object:
    """Return one post to which `add_idea_parts` and `add_parts` have added theirs."""
    parts = parts_of(post)
    is_mine = post.author_id == viewer.pk and not viewer.is_service
    return {
        "id": str(post.pk),
        "kind": post.kind,
        "author": None if post.pseudonym else author_object(post.author),
        "pseudonym": post.pseudonym and pseudonym_words(post.pseudonym),
        "community": {"id": str(post.community_id), "name": post.community.name},
        "parent": key(post.parent_id),
        "root": key(post.root_id),
        "text": post.text,
        "html": to_html(post.text, parts.usernames),
        "language": post.language or None,
        "topics": [*parts.topics],
        "mentions": [*parts.mentions],
        "media": [media_object(file) for file in parts.files],
        "poll": poll_object(post),
        "idea": idea_name(post),
        "praise": praise_object(parts.praise),
        "pain": parts.pain,
        "shared": shared_object(post),
        "share_count": post.share_count,
        "reactions": reactions_object(post),
        "reply_count": post.reply_count,
        "best_answer": key(parts.best_answer),
        "is_resolved": parts.is_resolved,
        "is_pinned": parts.is_pinned,
        "is_bookmarked": post.is_bookmarked,  # type: ignore[attr-defined]
        "is_following": parts.is_following,
        "visibility": post.community.visibility,
        "published_at": told_time(post, post.published_at),
        "edited_at": told_time(post, post.edited_at),
        "link_preview": parts.preview,
        "why": None,
        # The words of an idea are edited with the idea.
        "can": {"edit": is_mine and post.kind != Kind.IDEA, "delete": is_mine, "reply": True},
    }


def poll_object(post: Post) -> Object | None:
    """Return the poll of a post. Figures that are not the viewer's to see are null; of an anonymous poll those of fewer
    than five votes, and what the viewer has voted."""
    poll = poll_of(post)
    if poll is None:
        return None
    return {
        "options": [{"text": one.text, "votes": one.votes, "mine": one.is_mine} for one in poll.options],
        "multiple": poll.is_multiple,
        "anonymous": poll.is_anonymous,
        "results": poll.results,
        "closes_at": moment(poll.closes_at),
        "is_closed": poll.is_closed,
        "has_voted": poll.has_voted,
        "voters_count": poll.voters,
    }


def praise_object(praise: Object | None) -> Object | None:
    """Return whom a post praises, and for which value."""
    if praise is None:
        return None
    value = praise["value"]
    return {
        "people": praise["people"] or [],
        "value": value and {"key": value["key"], "name": value_words(value)},
    }


def shared_object(post: Post) -> Object | None:
    """Return the post that another one shows; of one that the viewer may not read that there is one."""
    if post.shared_id is None:
        return None
    original = shared_of(post)
    if original is None:
        return {"is_readable": False, "post": None}
    shown = {
        "id": str(original.pk),
        "kind": original.kind,
        "author": original.byline,
        "community": {"id": str(original.community_id), "name": original.community.name},
        "text": original.text,
        "html": to_html(original.text),
        "published_at": told_time(original, original.published_at),
    }
    return {"is_readable": True, "post": shown}


def idea_name(post: Post) -> Object | None:
    idea = getattr(post, "shown_idea", None)
    return idea and {"id": str(idea.pk), "title": idea.title, "status": idea.status}


def reactions_object(post: Post) -> Object:
    mine = post.my_reactions  # type: ignore[attr-defined]
    return {
        kind: {"count": getattr(post, counter), "mine": kind in mine}
        for kind, counter in zip(REACTIONS, COUNTERS, strict=True)
    }


def tombstone(post: int) -> Object:
    """Return what is told of a post that was in a feed and is gone."""
    return {"id": str(post), "deleted": True}


def wording_object(edit: PostEdit) -> Object:
    """Return what a post said until `replaced_at`."""
    return {"text": edit.text, "html": to_html(edit.text), "replaced_at": moment(edit.replaced_at)}


def person_object(person: User, is_following: bool) -> Object:
    return {
        "id": str(person.pk),
        "username": person.username,
        "name": person.name,
        "title": person.title,
        "unit": unit_name(person.unit),
        "place": person.place,
        "languages": person.spoken_languages,
        "ask_me_about": person.topics_to_ask_about,
        "picture": picture_address(person),
        "is_following": is_following,
    }


def me_object(person: User) -> Object:
    """Return a person to that person: with what nobody else sees."""
    own: Object = {"email": person.email, "language": person.language, "roles": person.roles}
    own |= {"theme": person.theme, "single_keys": person.single_keys, "quote_consent": person.quote_consent}
    return {**person_object(person, is_following=False), **own}


def member_object(membership: Membership) -> Object:
    is_following = membership.is_following  # type: ignore[attr-defined]
    person = person_object(membership.user, is_following)
    return {**person, "is_host": membership.is_host, "joined_at": moment(membership.joined_at)}


def request_object(request: MembershipRequest) -> Object:
    """Return a person who has asked to be let in."""
    return {**author_object(request.user), "asked_at": moment(request.created_at)}


def invitation_object(invitation: Invitation) -> Object:
    """Return a person who is invited, and by whom."""
    by = invitation.invited_by
    return {
        **author_object(invitation.user),
        "invited_by": by and {"id": str(by.pk), "name": by.name},
        "invited_at": moment(invitation.created_at),
    }


def alive_object(alive: Alive) -> Object:
    """Return how alive a community is. Shares are parts of 1; null where there is nothing to take a share of."""
    seconds = alive.seconds_to_answer
    return {
        "members": alive.members,
        "active_share": alive.active_share,
        "posts_this_week": alive.posts_this_week,
        "questions": alive.questions,
        "answered_share": alive.answered_share,
        "median_minutes_to_answer": None if seconds is None else round(seconds / 60),
    }


def community_object(
    community: Community, hosts: Iterable[User], pinned: Sequence[Object], alive: Alive | None
) -> Object:
    """Return a community; of a closed one outsiders see the first five fields. `alive` is told of a single one."""
    is_member = community.is_member  # type: ignore[attr-defined]
    is_shown = is_member or community.visibility == Community.Visibility.OPEN
    return {
        "id": str(community.pk),
        "slug": community.slug,
        "name": community.name,
        "about": community.about,
        "visibility": community.visibility,
        "hosts": [author_object(host) for host in hosts] if is_shown else [],
        "members_count": community.members_count if is_shown else None,
        "is_member": is_member,
        "is_host": community.is_host,  # type: ignore[attr-defined]
        "pinned": [*pinned],
        "alive": alive and alive_object(alive),
    }


def unit_object(unit: OrgUnit) -> Object:
    return {
        "id": str(unit.pk),
        "name": unit.name,
        "parent": key(unit.parent_id),
        "leader": unit.leader and {"id": str(unit.leader.pk), "name": unit.leader.name},
        "headcount_band": None,
    }


def token_object(token: AccessToken) -> Object:
    """Return a token without its secret, which is kept nowhere."""
    return {
        "id": str(token.pk),
        "name": token.name,
        "scopes": token.scopes,
        "created_at": moment(token.created_at),
        "expires_at": moment(token.expires_at),
        "last_used_on": token.last_used_on and token.last_used_on.isoformat(),
    }
