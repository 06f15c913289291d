"""What stands beside posts and few of them have: read in one statement for a page of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from microblog.models import Kind, Post, User

PARTS_SQL = """
    select p.id,
           array(
               select jsonb_build_object('id', u.id::text, 'username', u.username, 'name', u.name)
               from microblog_mention m join microblog_user u on u.id = m.person_id
               where m.post_id = p.id order by u.username
           ),
           array(select name from microblog_posttopic t where t.post_id = p.id order by name),
           (
               select reply_id from microblog_bestanswer b join microblog_post r on r.id = b.reply_id
               where b.question_id = p.id and r.deleted_at is null and r.hidden_at is null
           ),
           exists(select from microblog_resolution where post_id = p.id),
           exists(
               select from microblog_threadfollow f
               where f.root_id = p.thread and f.person_id = %(viewer)s and f.is_following
           ),
           exists(select from microblog_pin n where n.post_id = p.id)
    from unnest(%(posts)s::bigint[], %(threads)s::bigint[]) p(id, thread)
"""


@dataclass(frozen=True)
class Parts:
    """Who is named (`id`, `username`, `name`), the topics, the key of the best answer, whether the matter is
    resolved, whether the viewer follows the thread, and whether hosts keep the post on top."""

    mentions: Sequence[dict[str, str]] = ()
    topics: Sequence[str] = ()
    best_answer: int | None = None
    is_resolved: bool = False
    is_following: bool = False
    is_pinned: bool = False

    @property
    def usernames(self) -> tuple[str, ...]:
        return tuple(person["username"] for person in self.mentions)


NOTHING = Parts()


def add_parts(viewer: User, posts: Sequence[Post]) -> None:
    """Hang its `Parts` on each post as `parts`; one query."""
    for post, parts in zip(posts, read_parts(viewer, posts), strict=True):
        post.parts = parts  # type: ignore[attr-defined]


def add_shown_parts(viewer: User, posts: Sequence[Post]) -> None:
    """Hang their `Parts` on the posts whose cards show any; no query when there is none among them."""
    add_parts(viewer, [post for post in posts if "@" in post.text or post.kind in (Kind.QUESTION, Kind.PAIN)])


def read_parts(viewer: User, posts: Sequence[Post]) -> list[Parts]:
    if not posts:
        return []
    wanted: dict[str, Any] = {
        "viewer": viewer.pk,
        "posts": [post.pk for post in posts],
        "threads": [post.thread_id for post in posts],
    }
    with connection.cursor() as cursor:
        cursor.execute(PARTS_SQL, wanted)
        found = {
            key: Parts([json.loads(person) for person in people], *others) for key, people, *others in cursor.fetchall()
        }
    return [found[post.pk] for post in posts]


def parts_of(post: Post) -> Parts:
    """Return what has been hung on the post."""
    return getattr(post, "parts", NOTHING)
