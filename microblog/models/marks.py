"""What stands beside a post: bookmarks, the best answer, and that a matter is resolved."""

from django.db import models
from django.db.models.functions import Now

from microblog.models.people import User
from microblog.models.posts import Post


class Bookmark(models.Model):
    """A person has put a post aside, for themself alone."""

    person = models.ForeignKey(User, models.CASCADE, related_name="bookmarks")
    post = models.ForeignKey(Post, models.CASCADE, related_name="bookmarks")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="bookmark_once")]


class BestAnswer(models.Model):
    """The reply that settles a question."""

    question = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="best_answer")
    reply = models.OneToOneField(Post, models.CASCADE, related_name="best_answer_to")
    chosen_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    chosen_at = models.DateTimeField()


class Resolution(models.Model):
    """A question or what hurt is no longer open."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="resolution")
    resolved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    resolved_at = models.DateTimeField()
