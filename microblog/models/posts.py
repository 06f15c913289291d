"""Posts, replies, their earlier wordings and the reactions to them."""

from collections.abc import Iterable
from typing import Self, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual

from microblog.models.communities import Community
from microblog.models.keys import TimeOrderedKey
from microblog.models.people import User
from microblog.words import pseudonym_words

LONGEST_TEXT = 10_000


# What the indexes of the feeds hold.
LIVE_ROOT = Q(parent=None, deleted_at=None, hidden_at=None, published_at__isnull=False)


# What a card shows, and no more: half of what a page costs is reading columns that nobody looks at.
CARD_FIELDS = {
    "": (
        *("id", "author", "community", "kind", "parent", "root", "shared", "text", "language"),
        *("pseudonym", "published_at", "edited_at", "deleted_at", "hidden_at"),
        *("reply_count", "agree_count", "thanks_count", "useful_count", "me_too_count", "wonder_count"),
        "share_count",
    ),
    "author__": ("id", "username", "name", "title", "place", "unit", "picture", "is_active"),
    "author__unit__": ("id", "name"),
    "community__": ("id", "slug", "name", "visibility"),
}


class Kind(models.TextChoices):
    UPDATE = "update"
    QUESTION = "question"
    PRAISE = "praise"
    IDEA = "idea"
    PAIN = "pain"
    POLL = "poll"
    ANNOUNCEMENT = "announcement"


class ReactionKind(models.TextChoices):
    AGREE = "agree"
    THANKS = "thanks"
    USEFUL = "useful"
    ME_TOO = "me_too"
    WONDER = "wonder"


class Place(TypedDict):
    """The keys of a post's community, thread and author, and whether it is a reply."""

    community: int
    thread: int
    author: int
    is_reply: bool


class PostQuerySet(models.QuerySet["Post"]):
    def live(self) -> Self:
        """Posts that are out, and neither deleted nor hidden by a moderator."""
        return self.filter(deleted_at=None, hidden_at=None, published_at__isnull=False)

    def roots(self) -> Self:
        return self.filter(parent=None)

    def with_card_parts(self, viewer: User) -> Self:
        """Load what a card shows, the viewer's own reactions and bookmark among it, so that rendering needs no further
        query."""
        mine = Reaction.objects.filter(post=OuterRef("pk"), user=viewer).values("kind")
        cards = self.select_related("author__unit", "community").only(
            *(f"{part}{name}" for part, names in CARD_FIELDS.items() for name in names)
        )
        kept = viewer.bookmarks.filter(post=OuterRef("pk"))
        files = self.model._meta.get_field("attachments").related_model.objects.filter(post=OuterRef("pk"))  # type: ignore[union-attr]
        return cards.annotate(my_reactions=ArraySubquery(mine), is_bookmarked=Exists(kept), has_files=Exists(files))

    def in_order_of(self, keys: Iterable[int]) -> "list[Post]":
        """Read the posts with these keys, in the order of the keys."""
        found = {post.pk: post for post in self.filter(pk__in=list(keys))}
        return [found[key] for key in keys if key in found]


class Post(models.Model):
    """What a person has written. A reply has the post that it answers as parent, the first of its thread as root."""

    id = TimeOrderedKey()
    author = models.ForeignKey(User, models.PROTECT, related_name="posts")
    # Which of those without a name in the thread wrote it; empty where the author stands by it. Then `author` is the
    # account of nobody, one for all.
    pseudonym = models.PositiveSmallIntegerField(null=True)
    community = models.ForeignKey(Community, models.CASCADE, related_name="posts")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.UPDATE)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    # The post that this one shows to others, with its own words above it.
    shared = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="shares", db_index=False)
    text = models.TextField()
    language = models.CharField(max_length=2, blank=True)
    may_be_quoted = models.BooleanField(default=False)
    quote_wording = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    # Empty while the post waits: the post of an idea that is still a draft.
    published_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    # Counters: changed in the transaction of what they count, rebuilt by `manage recount`.
    reply_count = models.PositiveIntegerField(default=0)
    agree_count = models.PositiveIntegerField(default=0)
    thanks_count = models.PositiveIntegerField(default=0)
    useful_count = models.PositiveIntegerField(default=0)
    me_too_count = models.PositiveIntegerField(default=0)
    wonder_count = models.PositiveIntegerField(default=0)
    share_count = models.PositiveIntegerField(default=0, db_default=0)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="post_kind_known"),
            models.CheckConstraint(
                condition=Q(parent=None, root=None) | Q(parent__isnull=False, root__isnull=False),
                name="reply_has_parent_and_root",
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("text"), LONGEST_TEXT)) & ~Q(text=""),
                name="post_text_length",
            ),
        ]
        indexes = [
            # Each feed is one walk down one of these.
            models.Index(
                F("id").desc(),
                include=["community", "author"],
                condition=LIVE_ROOT,
                name="posts_newest",
            ),
            models.Index(
                F("community"),
                F("id").desc(),
                condition=LIVE_ROOT,
                name="posts_community",
            ),
            models.Index(
                F("author"),
                F("id").desc(),
                include=["community"],
                condition=LIVE_ROOT,
                name="posts_author",
            ),
            models.Index(F("root"), F("id"), name="posts_thread"),
            models.Index(F("published_at"), name="posts_published"),
            models.Index(F("shared"), condition=Q(shared__isnull=False), name="posts_that_share"),
            # What went away lately, for clients that keep a copy.
            models.Index(F("deleted_at"), condition=Q(deleted_at__isnull=False), name="posts_deleted"),
            models.Index(F("hidden_at"), condition=Q(hidden_at__isnull=False), name="posts_hidden"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_reply(self) -> bool:
        return self.parent_id is not None

    @property
    def thread_id(self) -> int:
        """The key of the thread's first post."""
        return self.root_id or self.pk

    @property
    def byline(self) -> str:
        """Who wrote it, as readers are told: the author's name, or the pseudonym in the thread."""
        return pseudonym_words(self.pseudonym) if self.pseudonym else self.author.name

    @property
    def place(self) -> Place:
        """Where the post stands: what decides under which streams it is told."""
        return {
            "community": self.community_id,
            "thread": self.thread_id,
            "author": self.author_id,
            "is_reply": self.is_reply,
        }

    @property
    def is_live(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None and self.published_at is not None


class PostEdit(models.Model):
    """The wording of a post before an edit."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="edits")
    text = models.TextField()
    replaced_at = models.DateTimeField()


class Reaction(models.Model):
    """One person's reaction of one kind to a post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    user = models.ForeignKey(User, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=8, choices=ReactionKind)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "user", "kind"], name="react_once"),
            models.CheckConstraint(condition=Q(kind__in=ReactionKind.values), name="reaction_kind_known"),
        ]
