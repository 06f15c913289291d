"""What a text says, and the facts that follow from it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from microblog.models import OrgUnit, Post, User


class SentimentReading(models.Model):
    """How one post reads: label, probabilities, themes and the words that counted. Nobody but its author may see it."""

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="reading")
    language = models.CharField(max_length=2)
    label = models.CharField(max_length=8)
    p_negative = models.FloatField()
    p_neutral = models.FloatField()
    p_positive = models.FloatField()
    themes = ArrayField(models.CharField(max_length=40), default=list)
    # Dictionary forms of the words that carried each theme: {theme: [word]}.
    words = models.JSONField(default=dict)
    evidence = models.JSONField(default=list)
    backend = models.CharField(max_length=20)
    version = models.CharField(max_length=40)
    read_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(label__in=["negative", "neutral", "positive"]), name="reading_label_known"
            )
        ]


class RosterEntry(models.Model):
    """Who stood where when a period began. Frozen: later moves count from the next period."""

    period = models.CharField(max_length=8)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    is_counted = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "user"], name="on_roster_once")]


class AuthorFact(models.Model):
    """What one person wrote on one theme in one period. The empty theme says that the person was active at all."""

    period = models.CharField(max_length=8)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    theme = models.CharField(max_length=40, blank=True)
    posts = models.PositiveIntegerField()
    negative_posts = models.PositiveIntegerField()
    # Sum of −1, 0, 1 over the posts; filled on the empty theme only.
    tone = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "theme", "unit", "author"], name="fact_once")]
        indexes = [models.Index(fields=["author", "period"], name="facts_of_author")]


class WordFact(models.Model):
    """One person used one word about one theme in one period."""

    period = models.CharField(max_length=8)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    theme = models.CharField(max_length=40)
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "theme", "word", "unit", "author"], name="word_once")]
        indexes = [models.Index(fields=["author", "period"], name="words_of_author")]
