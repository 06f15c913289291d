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
           exists(select from microblog_pin n where n.post_id = p.id),
           array(
               select jsonb_build_object(
                   'id', f.id::text, 'name', f.name, 'description', f.description, 'content_type', f.content_type,
                   'size', f.size, 'width', f.width, 'height', f.height
               )
               from microblog_attachment f where f.post_id = p.id order by f.place
           ),
           (
               select jsonb_build_object(
                   'address', l.address, 'title', l.title, 'description', l.description, 'site', l.site
               )
               from microblog_linkpreview l where l.post_id = p.id and l.title <> '' and l.removed_at is null
           ),
           case p.kind
               when 'praise' then (
                   select jsonb_build_object(
                       'people', (
                           select jsonb_agg(
                               jsonb_build_object('id', u.id::text, 'username', u.username, 'name', u.name)
                               order by u.name, u.id
                           )
                           from microblog_praised r join microblog_user u on u.id = r.person_id
                           where r.post_id = p.id
                       ),
                       'value', (
                           select jsonb_build_object('key', v.key, 'nb', v.nb, 'nn', v.nn, 'en', v.en)
                           from microblog_praisevalue v where v.key = r.value_id
                       )
                   )
                   from microblog_praise r where r.post_id = p.id
               )
               when 'pain' then (
                   select jsonb_build_object('since', n.since, 'would_help', n.would_help)
                   from microblog_pain n where n.post_id = p.id
               )
           end
    from unnest(%(posts)s::bigint[], %(threads)s::bigint[], %(kinds)s::text[]) p(id, thread, kind)
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
    # Files in their author's order, with what a page shows of them; what the page behind a link says of itself.
    files: Sequence[dict[str, Any]] = ()
    preview: dict[str, str] | None = None
    # Whom a praise praises (`people`, and `value` with its key and words or None); `since` and `would_help` of a pain.
    praise: dict[str, Any] | None = None
    pain: dict[str, Any] | None = None

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
    add_parts(viewer, [post for post in posts if shows_parts(post)])


def shows_parts(post: Post) -> bool:
    """Tell whether the card of a post may show something that stands beside it."""
    is_matter = post.kind in (Kind.QUESTION, Kind.PAIN, Kind.PRAISE)
    return is_matter or "@" in post.text or "://" in post.text or getattr(post, "has_files", False)


def read_parts(viewer: User, posts: Sequence[Post]) -> list[Parts]:
    if not posts:
        return []
    wanted: dict[str, Any] = {
        "viewer": viewer.pk,
        "posts": [post.pk for post in posts],
        "threads": [post.thread_id for post in posts],
        "kinds": [post.kind for post in posts],
    }
    kinds = dict(zip(wanted["posts"], wanted["kinds"], strict=True))
    with connection.cursor() as cursor:
        cursor.execute(PARTS_SQL, wanted)
        found = {key: parts_in(row, kinds[key]) for key, *row in cursor.fetchall()}
    return [found[post.pk] for post in posts]


def parts_in(row: Sequence[Any], kind: str) -> Parts:
    people, topics, best_answer, is_resolved, is_following, is_pinned, files, preview, carried = row
    return Parts(
        loaded(people),
        topics,
        best_answer,
        is_resolved,
        is_following,
        is_pinned,
        loaded(files),
        preview and json.loads(preview),
        **{kind: json.loads(carried)} if carried else {},
    )


def loaded(rows: Sequence[str]) -> list[dict[str, Any]]:
    return [json.loads(row) for row in rows]


def parts_of(post: Post) -> Parts:
    """Return what has been hung on the post."""
    return getattr(post, "parts", NOTHING)
