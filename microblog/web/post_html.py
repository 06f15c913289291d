"""Posts as HTML. What all readers see alike is rendered once and kept; the rest is filled in for each reader.

A face holds everything that the kept part shows, and is its key: when a post, its author or its idea changes, the
face is another one, so nothing kept is ever out of date.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from microblog import access, cards, words
from microblog.actions.marks import OPEN_MATTERS
from microblog.actions.reactions import ONLY_ON
from microblog.models import Kind, Post, ReactionKind, User
from microblog.queries.parts import add_parts, add_shown_parts, parts_of
from microblog.queries.polls import add_polls, poll_of
from microblog.queries.shares import add_shared
from microblog.texts import to_html
from microblog.times import day_words, time_words
from microblog.web.carried_html import PainFace, PraiseFace, SharedFace, pain_face, poll_html, praise_face, shared_face

# Stands around the name of each of the reader's own parts; PostgreSQL keeps no text that holds it.
MARK = "\0"
LONG = 900  # characters; a longer text is folded in a stream
TEMPLATES = {"stream": "_card.html", "thread": "_card.html", "reply": "_reply.html"}


class IdeaFace(NamedTuple):
    key: int
    title: str
    proposal: str
    status: str
    may_vote: bool


class FileFace(NamedTuple):
    """A file of a post; only a picture has sides."""

    id: str
    name: str
    description: str
    content_type: str
    size: int
    width: int | None
    height: int | None


class PreviewFace(NamedTuple):
    """What the page behind a link says of itself."""

    address: str
    title: str
    description: str
    site: str


class Face(NamedTuple):
    """What a post shows to every reader alike."""

    place: str
    page_language: str
    key: int
    root: int
    kind: str
    text: str
    language: str
    # The time, or where there is no name, the day alone.
    published_at: dt.datetime | None
    published_on: str
    is_edited: bool
    is_mine: bool
    # What the button of a host sends, "" to everybody else.
    pin_wish: str
    has_left: bool
    username: str
    name: str
    initials: str
    hue: str
    picture: str
    role: str
    slug: str
    community: str
    idea: IdeaFace | None
    mentioned: tuple[str, ...]
    is_resolved: bool
    may_settle: bool
    is_best: bool
    may_choose: bool
    files: tuple[FileFace, ...]
    preview: PreviewFace | None
    has_poll: bool
    praise: PraiseFace | None
    pain: PainFace | None
    shared: SharedFace | None


class Choice(NamedTuple):
    """The key of the best answer to a question, and whether the reader may choose it."""

    best: int | None
    may_choose: bool


NO_CHOICE = Choice(best=None, may_choose=False)


def choice_in(viewer: User, root: Post) -> Choice:
    """Return what is chosen in the thread of a post to which `add_parts` has added its parts."""
    if root.kind != Kind.QUESTION:
        return NO_CHOICE
    return Choice(parts_of(root).best_answer, access.can_settle(viewer, root))


def cards_html(viewer: User, posts: Sequence[Post], *, now: dt.datetime | None = None) -> SafeString:
    """Return the cards of a stream. The posts carry what `with_card_parts` loads; one more query each reads the ideas,
    what only some have beside them, the polls, and what is shared, where there is any."""
    now = now or timezone.now()
    cards.add_idea_parts(viewer, posts)
    add_shown_parts(viewer, posts)
    add_polls(viewer, posts, now)
    add_shared(viewer, posts)
    sheet = Sheet(viewer, now)
    return sheet.join(sheet.post(post, "stream", position=str(n)) for n, post in enumerate(posts, start=1))


def root_html(viewer: User, post: Post, *, now: dt.datetime | None = None) -> SafeString:
    """Return the first post of a thread, unfolded."""
    now = now or timezone.now()
    cards.add_idea_parts(viewer, [post])
    if not hasattr(post, "parts"):
        add_parts(viewer, [post])
    add_polls(viewer, [post], now)
    add_shared(viewer, [post])
    sheet = Sheet(viewer, now)
    sheet.may_settle = post.kind in OPEN_MATTERS and access.can_settle(viewer, post)
    return SafeString(sheet.post(post, "thread"))


def replies_html(
    viewer: User, replies: Sequence[Post], *, choice: Choice = NO_CHOICE, now: dt.datetime | None = None
) -> SafeString:
    """Return replies in reading order: answers to a reply stand one level under it."""
    add_shown_parts(viewer, replies)
    sheet = Sheet(viewer, now or timezone.now(), choice)
    answers = answers_under(replies)
    return sheet.join(
        sheet.post(
            post, "reply", answers="".join(sheet.post(answer, "reply", answers="") for answer in answers[post.pk])
        )
        for post in replies
        if post.pk in answers
    )


def card_html(viewer: User, post: Post) -> SafeString:
    """Return one post as it stands in a stream, or in its thread when it is a reply."""
    return replies_html(viewer, [post]) if post.is_reply else cards_html(viewer, [post])


def answers_under(replies: Sequence[Post]) -> dict[int, list[Post]]:
    """Return the replies by the key of the highest one above them in this list; each highest one has an entry."""
    top: dict[int, int] = {}
    answers: dict[int, list[Post]] = {}
    for post in replies:
        above = top.get(post.parent_id or 0)
        top[post.pk] = above or post.pk
        if above is None:
            answers[post.pk] = []
        else:
            answers[above].append(post)
    return answers


class Sheet:
    """Renders posts for one reader at one moment."""

    def __init__(self, viewer: User, now: dt.datetime, choice: Choice = NO_CHOICE) -> None:
        self.viewer = viewer
        self.now = now
        self.choice = choice
        self.may_settle = False
        self.language = get_language()

    @staticmethod
    def join(pieces: Iterable[str]) -> SafeString:
        return SafeString("".join(pieces))

    def post(self, post: Post, place: str, **own: str) -> str:
        """Fill the reader's own parts, and those given, into the kept part."""
        assert post.published_at is not None
        own["time"] = day_of(post, self.now) if post.pseudonym else time_words(post.published_at, self.now)
        own["replies"] = replies_words(self.language, post.reply_count)
        own["shares"] = shares_words(self.language, post.share_count) if post.share_count else ""
        if poll := poll_of(post):
            own["poll"] = poll_html(post.pk, poll, self.now)
        own["bookmark pressed"], own["bookmark wish"], own["bookmark word"] = (
            ("true", "0", gettext("Lagret")) if post.is_bookmarked else ("false", "1", gettext("Lagre"))  # type: ignore[attr-defined]
        )
        own["follow pressed"], own["follow wish"], own["follow word"] = (
            ("true", "0", gettext("Følger")) if parts_of(post).is_following else ("false", "1", gettext("Følg"))
        )
        for kind in offered(post.kind):
            is_mine = kind in post.my_reactions  # type: ignore[attr-defined]
            count = getattr(post, f"{kind}_count")
            own[f"{kind} pressed"], own[f"{kind} wish"] = ("true", "0") if is_mine else ("false", "1")
            own[f"{kind} count"] = str(count) if count else ""
        if post.kind == Kind.IDEA and (idea := idea_of(post)):
            is_mine = idea.my_vote == "agree"
            own["vote pressed"], own["vote wish"] = ("true", "none") if is_mine else ("false", "agree")
            own["votes"] = str(idea.agree_count)
        pieces = list(pieces_of(self.face(post, place)))
        pieces[1::2] = [own[name] for name in pieces[1::2]]
        return "".join(pieces)

    def face(self, post: Post, place: str) -> Face:
        author, community = post.author, post.community
        unit = author.unit.name if author.unit else author.place
        idea = idea_of(post)
        return Face(
            place=place,
            page_language=self.language,
            key=post.pk,
            root=post.thread_id,
            kind=post.kind,
            text=post.text,
            language=post.language,
            published_at=None if post.pseudonym else post.published_at,
            published_on=timezone.localdate(post.published_at).isoformat() if post.published_at else "",
            is_edited=post.edited_at is not None,
            is_mine=author.pk == self.viewer.pk,
            pin_wish=getattr(post, "pin_wish", ""),
            has_left=not author.is_active and not post.pseudonym,
            username="" if post.pseudonym else author.username,
            name=words.pseudonym_words(post.pseudonym) if post.pseudonym else author.name,
            initials=f"A{post.pseudonym}" if post.pseudonym else author.initials,
            hue=author.hue,
            picture=author.picture,
            role=", ".join(filter(None, (author.title, unit))),
            slug=community.slug,
            community=community.name,
            idea=idea and IdeaFace(idea.pk, idea.title, idea.proposal, idea.status, idea.may_vote),
            mentioned=parts_of(post).usernames,
            is_resolved=parts_of(post).is_resolved,
            may_settle=self.may_settle,
            is_best=post.pk == self.choice.best,
            may_choose=self.choice.may_choose and post.is_reply,
            files=tuple(FileFace(**file) for file in parts_of(post).files),
            preview=PreviewFace(**preview) if (preview := parts_of(post).preview) else None,
            has_poll=poll_of(post) is not None,
            praise=praise_face(parts_of(post).praise),
            pain=pain_face(parts_of(post).pain, self.now),
            shared=shared_face(post),
        )


def day_of(post: Post, now: dt.datetime) -> str:
    """Return the day of a post without a name in words: its hour would tell when somebody sat at the keyboard."""
    assert post.published_at is not None
    day, today = timezone.localdate(post.published_at), timezone.localdate(now)
    return gettext("i dag") if day == today else day_words(get_language(), day, today)


def idea_of(post: Post) -> Any:
    """Return the idea that the app above has hung on the post, or None."""
    return getattr(post, "shown_idea", None)


@lru_cache(maxsize=2048)
def pieces_of(face: Face) -> tuple[str, ...]:
    """Render the kept part: pieces of HTML, and between each two the name of one own part."""
    status, shape = words.STATUSES[face.idea.status] if face.idea else ("", "")
    text = face.idea.proposal if face.idea else face.text
    html = render_to_string(
        f"microblog/{TEMPLATES[face.place]}",
        {
            "face": face,
            "own": OwnParts(),
            "kind": words.KINDS[face.kind],
            "body": mark_safe(to_html(text, face.mentioned)),  # noqa: S308  cleaned by nh3
            "is_folded": face.place == "stream" and len(text) > LONG,
            "lang": face.language if face.language not in ("", face.page_language) else "",
            "status": status,
            "shape": shape,
            "status_icon": f"status-{shape}",
            "reactions": [
                {"kind": kind, "word": words.REACTIONS[kind], **{part: own(f"{kind} {part}") for part in PARTS}}
                for kind in offered(face.kind)
            ],
        },
    )
    return tuple(html.split(MARK))


PARTS = ("pressed", "wish", "count")


def own(name: str) -> SafeString:
    """Return what stands in the kept part for one of the reader's own parts."""
    return mark_safe(f"{MARK}{name}{MARK}")  # noqa: S308  a name of ours


class OwnParts:
    """`{{ own.time }}` in a template of posts."""

    def __getitem__(self, name: str) -> SafeString:
        return own(name.replace("_", " "))


@cache
def offered(kind: str) -> list[str]:
    """Return the reactions to a kind of post; the one that only this kind has comes first."""
    special = [reaction for reaction, only_on in ONLY_ON.items() if only_on == kind]
    return [*special, *(reaction for reaction in ReactionKind.values if reaction not in ONLY_ON)]


@lru_cache(maxsize=1024)
def replies_words(language: str, count: int) -> str:
    """Return the link to the replies in words. `language` is the active one and only keeps the answers apart."""
    if not count:
        return gettext("Svar")
    return ngettext("%(n)d svar", "%(n)d svar", count) % {"n": count}


@lru_cache(maxsize=256)
def shares_words(language: str, count: int) -> str:
    """Return how often a post has been shared. `language` is the active one and only keeps the answers apart."""
    return ngettext("Delt %(n)d gang", "Delt %(n)d ganger", count) % {"n": count}
