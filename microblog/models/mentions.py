"""Who and what a text names, and who follows what is said."""

from django.db import models
from django.db.models import F, Q

from microblog.models.people import User
from microblog.models.posts import Post
from microblog.texts import LONGEST_TOPIC


class Mention(models.Model):
    """A post names a person with `@username`. All who are named are linked; only those who could read the post when
    it was written (`is_told`) are to be told of it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(User, models.CASCADE, related_name="mentions")
    is_told = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="mention_once")]


class PostTopic(models.Model):
    """A post has a topic, `#name`; kept casefolded."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="topics")
    name = models.CharField(max_length=LONGEST_TOPIC)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "name"], name="topic_once"),
            models.CheckConstraint(condition=~Q(name=""), name="topic_has_name"),
        ]
        indexes = [models.Index(F("name"), F("post").desc(), name="topics_newest")]


class TopicFollow(models.Model):
    """A person wants to hear of a topic."""

    person = models.ForeignKey(User, models.CASCADE, related_name="followed_topics")
    name = models.CharField(max_length=LONGEST_TOPIC)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="follow_topic_once")]


class ThreadFollow(models.Model):
    """Whether a person follows a thread. Who writes in it or is named in it gets a row that follows; who has
    unfollowed keeps a row that doesn't, so that nothing but their own wish brings them back."""

    root = models.ForeignKey(Post, models.CASCADE, related_name="thread_follows")
    person = models.ForeignKey(User, models.CASCADE, related_name="thread_follows")
    is_following = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["root", "person"], name="follow_thread_once")]
