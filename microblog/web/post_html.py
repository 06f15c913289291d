"""Posts as HTML. What all readers see alike is rendered once and kept; the rest is filled in for each reader.

A face holds everything that the kept part shows, and is its key: when a post, its author or its idea changes, the
face is another one, so nothing kept is ever out of date.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from microblog import cards, words
from microblog.actions.reactions import ONLY_ON
from microblog.models import Post, ReactionKind, User
from microblog.texts import to_html
from microblog.times import time_words

# Stands where the reader's own part comes; no text that people write may hold it.
MARK = "\0"
# In the order in which they are offered; the one for this kind of post alone comes first.
OFFERED = sorted(ReactionKind.values, key=lambda kind: kind not in ONLY_ON)
LONG = 900  # characters; a longer text is folded in a stream


class IdeaFace(NamedTuple):
    key: int
    title: str
    proposal: str
    status: str
    may_vote: bool


class Face(NamedTuple):
    """What a post shows to every reader alike."""

    template: str
    page_language: str
    key: int
    root: int
    kind: str
    text: str
    language: str
    published_at: dt.datetime
    is_edited: bool
    is_mine: bool
    username: str
    name: str
    initials: str
    hue: str
    role: str
    slug: str
    community: str
    idea: IdeaFace | None


def cards_html(viewer: User, posts: Sequence[Post], *, now: dt.datetime | None = None) -> SafeString:
    """Return the cards of a stream. The posts carry what `with_card_parts` loads; one more query reads the ideas."""
    cards.add_idea_parts(viewer, posts)
    return render_posts(viewer, posts, "microblog/_card.html", now)


def root_html(viewer: User, post: Post, *, now: dt.datetime | None = None) -> SafeString:
    """Return the first post of a thread, unfolded."""
    cards.add_idea_parts(viewer, [post])
    return render_posts(viewer, [post], "microblog/_root.html", now)


def replies_html(viewer: User, replies: Sequence[Post], *, now: dt.datetime | None = None) -> SafeString:
    """Return replies one after the other."""
    return render_posts(viewer, replies, "microblog/_reply.html", now)


def card_html(viewer: User, post: Post) -> SafeString:
    """Return one post as it stands in a stream, or in its thread when it is a reply."""
    return replies_html(viewer, [post]) if post.is_reply else cards_html(viewer, [post])


def render_posts(
    viewer: User, posts: Iterable[Post], template: str, now: dt.datetime | None = None
) -> SafeString:
    now = now or timezone.now()
    language = get_language()
    html: list[str] = []
    for position, post in enumerate(posts, start=1):
        kept = parts_of(face_of(post, viewer, template, language))
        html += kept
        html[-len(kept) + 1 :: 2] = own_parts(post, position, now)
    return mark_safe("".join(html))


def face_of(post: Post, viewer: User, template: str, language: str) -> Face:
    author, community = post.author, post.community
    place = author.unit.name if author.unit else author.place
    idea = getattr(post, "shown_idea", None)
    return Face(
        template=template,
        page_language=language,
        key=post.pk,
        root=post.thread_id,
        kind=post.kind,
        text=post.text,
        language=post.language,
        published_at=post.published_at,
        is_edited=post.edited_at is not None,
        is_mine=author.pk == viewer.pk,
        username=author.username,
        name=author.name,
        initials=author.initials,
        hue=author.hue,
        role=", ".join(filter(None, (author.title, place))),
        slug=community.slug,
        community=community.name,
        idea=idea and IdeaFace(idea.pk, idea.title, idea.proposal, idea.status, cards.may_vote(idea)),
    )


@lru_cache(maxsize=2048)
def parts_of(face: Face) -> tuple[str, ...]:
    """Render the kept part: pieces of HTML with an empty place between each two for one own part."""
    status, shape = words.STATUSES[face.idea.status] if face.idea else ("", "")
    text = face.idea.proposal if face.idea else face.text
    html = render_to_string(
        face.template,
        {
            "face": face,
            "mark": mark_safe(MARK),
            "kind": words.KINDS[face.kind],
            "body": mark_safe(to_html(text)),
            "is_long": len(text) > LONG,
            "lang": face.language if face.language not in ("", face.page_language) else "",
            "status": status,
            "shape": shape,
            "reactions": [(kind, words.REACTIONS[kind]) for kind in offered(face.kind)],
        },
    )
    pieces = "".join(line.strip() for line in html.splitlines()) if False else html
    return tuple(part for piece in pieces.split(MARK) for part in (piece, ""))[:-1]
