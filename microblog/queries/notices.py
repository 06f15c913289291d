"""Who is to be told of what, for a batch of events of one type. Whether they may see it is asked when it is told."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from microblog.models import (
    DataExport,
    Event,
    Invitation,
    Kind,
    Membership,
    MembershipRequest,
    Mention,
    Notification,
    Post,
    Praised,
    Reaction,
    ScheduledPost,
    ThreadFollow,
)
from microblog.notices import Notice


def of_published_posts(events: Sequence[Event]) -> list[Notice]:
    """Return who is named in the posts, who follows their threads, and whose communities they announce something to."""
    posts = posts_of(events)
    praised = praised_in(events)
    named = once([*praised, *mentions_in(events, posts)])
    # Who is named in a reply hears of it once.
    told = {(notice.recipient, notice.post) for notice in named}
    others = [*announcements(events, posts), *replies(events, posts)]
    heard = {event.pk: posts[event.subject_id].pk for event in events if event.subject_id in posts}
    return named + [notice for notice in others if (notice.recipient, heard[notice.event.pk]) not in told]


def praised_in(events: Sequence[Event]) -> list[Notice]:
    """Return whom the posts praise."""
    people: dict[int, list[int]] = {}
    for post, person in Praised.objects.filter(post__in=[event.subject_id for event in events]).values_list(
        "post", "person"
    ):
        people.setdefault(post, []).append(person)
    return [
        Notice(person, "praise", event, event.actor_id, post=event.subject_id)
        for event in events
        for person in people.get(event.subject_id, [])
    ]


def once(notices: Sequence[Notice]) -> list[Notice]:
    """Leave out what tells a person of the same post again."""
    return list({(notice.recipient, notice.post): notice for notice in reversed(notices)}.values())[::-1]


def of_edited_posts(events: Sequence[Event]) -> list[Notice]:
    """Return who is named in the posts now; who was told before is not told again."""
    return mentions_in(events, posts_of(events))


def posts_of(events: Iterable[Event]) -> dict[int, Post]:
    return Post.objects.select_related("root").in_bulk([event.subject_id for event in events])


def mentions_in(events: Sequence[Event], posts: dict[int, Post]) -> list[Notice]:
    people: dict[int, list[int]] = {}
    for mention in Mention.objects.filter(post__in=list(posts), is_told=True):
        people.setdefault(mention.post_id, []).append(mention.person_id)
    kind_of = {key: "praise" if post.kind == Kind.PRAISE else "mention" for key, post in posts.items()}
    return [
        Notice(person, kind_of[event.subject_id], event, event.actor_id, post=event.subject_id)
        for event in events
        for person in people.get(event.subject_id, [])
    ]


def announcements(events: Sequence[Event], posts: dict[int, Post]) -> list[Notice]:
    """Return all members of the communities in which something is announced."""
    announced = [event for event in events if is_announcement(posts.get(event.subject_id))]
    members: dict[int, list[int]] = {}
    places = {posts[event.subject_id].community_id for event in announced}
    for community, person in Membership.objects.filter(community__in=places).values_list("community", "user"):
        members.setdefault(community, []).append(person)
    return [
        Notice(person, "announcement", event, event.actor_id, post=event.subject_id)
        for event in announced
        for person in members.get(posts[event.subject_id].community_id, [])
    ]


def is_announcement(post: Post | None) -> bool:
    return post is not None and post.kind == Kind.ANNOUNCEMENT and not post.is_reply


def replies(events: Sequence[Event], posts: dict[int, Post]) -> list[Notice]:
    """Return who follows the threads: who wrote the first post, unless they have left it, and all who follow it."""
    answers = [event for event in events if event.subject_id in posts and posts[event.subject_id].is_reply]
    threads = {posts[event.subject_id].thread_id for event in answers}
    wishes: dict[int, dict[int, bool]] = {}
    for follow in ThreadFollow.objects.filter(root__in=threads):
        wishes.setdefault(follow.root_id, {})[follow.person_id] = follow.is_following
    notices = []
    for event in answers:
        root = posts[event.subject_id].root
        assert root is not None
        people = {root.author_id: True, **wishes.get(root.pk, {})}
        notices += [
            Notice(person, "reply", event, event.actor_id, post=root.pk)
            for person, follows in people.items()
            if follows
        ]
    return notices


def of_reactions(events: Sequence[Event]) -> list[Notice]:
    """Return whose posts were reacted to, unless the reaction has been taken back since."""
    pairs = Q()
    for event in events:
        pairs |= Q(post=event.subject_id, user=event.actor_id)
    standing = {
        (post, person): author
        for post, person, author in Reaction.objects.filter(pairs).values_list("post", "user", "post__author")
    }
    return [
        Notice(standing[event.subject_id, event.actor_id], "reaction", event, event.actor_id, post=event.subject_id)
        for event in events
        if event.actor_id is not None and (event.subject_id, event.actor_id) in standing
    ]


def of_requests(events: Sequence[Event]) -> list[Notice]:
    """Return the hosts of the communities that people ask to be let into."""
    asked = MembershipRequest.objects.in_bulk([event.subject_id for event in events])
    hosts: dict[int, list[int]] = {}
    hosting = Membership.objects.filter(
        is_host=True, community__in=[request.community_id for request in asked.values()]
    )
    for membership in hosting:
        hosts.setdefault(membership.community_id, []).append(membership.user_id)
    return [
        Notice(host, "request", event, event.actor_id, community=asked[event.subject_id].community_id)
        for event in events
        if event.subject_id in asked
        for host in hosts.get(asked[event.subject_id].community_id, [])
    ]


def of_invitations(events: Sequence[Event]) -> list[Notice]:
    """Return who is invited, unless they have answered already."""
    found = Invitation.objects.in_bulk([event.subject_id for event in events])
    return [
        Notice(invitation.user_id, "invitation", event, event.actor_id, community=invitation.community_id)
        for event in events
        if (invitation := found.get(event.subject_id))
    ]


def of_memberships(events: Sequence[Event]) -> list[Notice]:
    """Return who was let into a community that is not open. The actor of the event is the person; who has been invited
    came in by their own door and knows it."""
    places = {event.subject_id for event in events}
    people = {event.actor_id for event in events}
    inside = Membership.objects.filter(community__in=places, user__in=people).exclude(community__visibility="open")
    invited = set(
        Notification.objects.filter(kind="invitation", recipient__in=people, community__in=places).values_list(
            "recipient", "community"
        )
    )
    admitted = set(inside.values_list("user", "community")) - invited
    return [
        Notice(event.actor_id, "membership", event, None, community=event.subject_id)
        for event in events
        if event.actor_id is not None and (event.actor_id, event.subject_id) in admitted
    ]


def of_exports(events: Sequence[Event]) -> list[Notice]:
    """Return whose own data has been packed."""
    owners = dict(DataExport.objects.filter(pk__in=[event.subject_id for event in events]).values_list("pk", "user"))
    return [Notice(owners[event.subject_id], "export", event, None) for event in events if event.subject_id in owners]


def of_refused_posts(events: Sequence[Event]) -> list[Notice]:
    """Return who had planned a post that could not come out."""
    authors = dict(
        ScheduledPost.objects.filter(pk__in=[event.subject_id for event in events]).values_list("pk", "author")
    )
    return [
        Notice(authors[event.subject_id], "scheduled", event, None) for event in events if event.subject_id in authors
    ]
