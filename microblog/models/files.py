"""What stands with posts: files, what is behind a link; and posts that wait for their time."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from microblog.media import LONGEST_NAME, MOST_FILES
from microblog.models.communities import Community
from microblog.models.keys import TimeOrderedKey
from microblog.models.people import User
from microblog.models.posts import Kind, Post

LONGEST_DESCRIPTION = 500


class ScheduledPost(models.Model):
    """A post that is to come out later. Where it could not, `refusal` says to its author why."""

    id = TimeOrderedKey()
    author = models.ForeignKey(User, models.CASCADE, related_name="scheduled_posts")
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    # What else `publish_post` is to be given, by name.
    more = models.JSONField(default=dict)
    publish_at = models.DateTimeField()
    refusal = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="scheduled_post_has_text"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="scheduled_post_kind_known"),
        ]
        indexes = [models.Index(fields=["publish_at"], condition=Q(refusal=""), name="scheduled_posts_due")]


class Attachment(models.Model):
    """A file of a post; until it is posted, of its owner alone. `path` and `small_path` are its names in the storage;
    only a picture has the second, and sides."""

    id = TimeOrderedKey()
    owner = models.ForeignKey(User, models.CASCADE, related_name="attachments")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="attachments", db_index=False)
    scheduled = models.ForeignKey(ScheduledPost, models.SET_NULL, null=True, related_name="attachments")
    place = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=LONGEST_NAME)
    description = models.CharField(max_length=LONGEST_DESCRIPTION, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)
    path = models.CharField(max_length=80, unique=True)
    small_path = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(condition=Q(place__lt=MOST_FILES), name="files_of_a_post_are_few"),
            models.CheckConstraint(
                condition=Q(width=None, height=None, small_path="")
                | (Q(width__isnull=False, width__gt=0, height__isnull=False, height__gt=0) & ~Q(small_path="")),
                name="picture_has_sides",
            ),
            models.CheckConstraint(condition=Q(post=None) | Q(scheduled=None), name="file_of_one_post"),
            models.UniqueConstraint(
                fields=["post", "place"], condition=Q(post__isnull=False), name="file_place_once_in_post"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(post=None, scheduled=None), name="files_not_posted"),
        ]

    @property
    def is_picture(self) -> bool:
        return self.width is not None


class LinkPreview(models.Model):
    """What the page behind the first link of a post says of itself. Without a title there was nothing to show."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="link_preview")
    address = models.CharField(max_length=2000)
    title = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=400, blank=True)
    site = models.CharField(max_length=100, blank=True)
    # Empty while the page is still to be asked.
    fetched_at = models.DateTimeField(null=True)
    # Taken away by the author.
    removed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["post"], condition=Q(fetched_at=None), name="previews_to_fetch")]
