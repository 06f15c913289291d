"""Whom and what a text names, written down with the post; and who follows what is said."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from microblog.access import Invalid
from microblog.models import (
    WORKS_HERE,
    Community,
    Membership,
    Mention,
    Post,
    PostTopic,
    ThreadFollow,
    TopicFollow,
    User,
)
from microblog.texts import Names, names_in

MOST_PEOPLE, MOST_TOPICS = 20, 10


def checked_names(text: str) -> Names:
    """Return whom and what a text names.

    :raises Invalid: if it names more than twenty people or ten topics.
    """
    names = names_in(text)
    if len(names.people) > MOST_PEOPLE:
        detail = _("Nevn høyst %(most)d personer i ett innlegg.") % {"most": MOST_PEOPLE}
        raise Invalid("text", "too_many_mentions", detail)
    if len(names.topics) > MOST_TOPICS:
        detail = _("Bruk høyst %(most)d emner i ett innlegg.") % {"most": MOST_TOPICS}
        raise Invalid("text", "too_many_topics", detail)
    return names


def write_names(post: Post, names: Names) -> None:
    """Write down the people and topics of a new post; its author, and who is named and may read it, follow the
    thread from now on."""
    told = mention_people(post, named(names.people))
    PostTopic.objects.bulk_create([PostTopic(post=post, name=name) for name in names.topics])
    start_following(post.thread_id, [post.author_id, *told])


def rewrite_names(post: Post, names: Names) -> None:
    """Bring the people and topics of a post in line with its new wording."""
    people = named(names.people)
    post.mentions.exclude(person__in=people).delete()
    post.topics.exclude(name__in=names.topics).delete()
    told = mention_people(post, people)
    topics = [PostTopic(post=post, name=name) for name in names.topics]
    PostTopic.objects.bulk_create(topics, ignore_conflicts=True)
    start_following(post.thread_id, told)


def mention_people(post: Post, people: Sequence[int]) -> list[int]:
    """Write down who is named; return the keys of those who may read the post."""
    if not people:
        return []
    told = readers_among(people, post.community_id)
    Mention.objects.bulk_create(
        [Mention(post=post, person_id=key, is_told=key in told and key != post.author_id) for key in people],
        ignore_conflicts=True,
    )
    return [key for key in people if key in told]


def named(usernames: Iterable[str]) -> list[int]:
    """Return the keys of the people with these usernames, however their letters are cased."""
    wanted = {form for name in usernames for form in (name, name.lower())}
    if not wanted:
        return []
    people = User.objects.filter(WORKS_HERE, username__in=wanted)
    return list(people.order_by("id").values_list("pk", flat=True))


def readers_among(people: Iterable[int], community: int) -> set[int]:
    """Return those of these people who may read the community."""
    if Community.objects.filter(pk=community, visibility=Community.Visibility.OPEN).exists():
        return set(people)
    members = Membership.objects.filter(community=community, user__in=people)
    return set(members.values_list("user", flat=True))


def start_following(root: int, people: Iterable[int]) -> None:
    """Let these people follow a thread, but for those who have said what they want themselves."""
    rows = [ThreadFollow(root_id=root, person_id=key, is_following=True) for key in dict.fromkeys(people)]
    ThreadFollow.objects.bulk_create(rows, ignore_conflicts=True)


def follow_thread(*, actor: User, post: Post) -> None:
    """Follow the thread of a post; twice does nothing."""
    wish_following(actor, post, is_following=True)


def unfollow_thread(*, actor: User, post: Post) -> None:
    """Stop following the thread of a post, also when writing in it later."""
    wish_following(actor, post, is_following=False)


def wish_following(actor: User, post: Post, *, is_following: bool) -> None:
    ThreadFollow.objects.update_or_create(root_id=post.thread_id, person=actor, defaults={"is_following": is_following})


def follow_topic(*, actor: User, name: str) -> None:
    """Follow a topic; twice does nothing."""
    TopicFollow.objects.get_or_create(person=actor, name=name)


def unfollow_topic(*, actor: User, name: str) -> None:
    """Stop following a topic; without following it nothing happens."""
    TopicFollow.objects.filter(person=actor, name=name).delete()
