"""What people are told of ideas: filled into `microblog/notices.py` when the app is ready."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import Vote
from microblog import notices
from microblog.models import Event, Notification, Post, Rhythm, ThreadFollow
from microblog.notices import Notice, NoticeKind
from microblog.words import STATUSES


def of_moves(events: Sequence[Event]) -> list[Notice]:
    """Return who proposed the ideas, who voted on them and who follows what is said of them; the events name posts."""
    posts = [event.subject_id for event in events]
    concerned: dict[int | None, set[int]] = {post: set() for post in posts}
    pairs = [
        *Post.objects.filter(pk__in=posts).values_list("pk", "author"),
        *Vote.objects.filter(idea__post__in=posts).values_list("idea__post", "user"),
        *ThreadFollow.objects.filter(root__in=posts, is_following=True).values_list("root", "person"),
    ]
    for post, person in pairs:
        concerned[post].add(person)
    return [
        Notice(person, "idea", event, event.actor_id, post=event.subject_id)
        for event in events
        for person in sorted(concerned[event.subject_id])
    ]


def say_status(row: Notification) -> str:
    """Say how it stands with the idea now, however many moves it has made since its reader looked."""
    idea = getattr(row.post, "shown_idea", None)
    words, _shape = STATUSES[idea.status if idea else "open"]
    return _("Idéen «%(title)s» har ny status: %(status)s") % {
        "title": row.title,  # type: ignore[attr-defined]
        "status": words,
    }


notices.add_kind(
    "idea",
    NoticeKind(
        gettext_lazy("Idéer jeg har stemt på eller følger"),
        gettext_lazy("Når de får ny status"),
        Rhythm.DAILY,
        "idea",
        tells_once=False,
    ),
    say_status,
)
notices.sources["idea.moved"] = of_moves
